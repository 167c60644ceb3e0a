"""How far engines differ: each comparison a mark with its interval, beside the line of none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["comparison"]

_COLUMNS = ["first", "second", "difference", "low", "high", "n_posts"]


def comparison(
    table: pd.DataFrame, *, names: Sequence[str] | None = None, ax: "Axes | None" = None
) -> "Axes":
    """Draw differences with their intervals; one that leaves out 0 is more than chance.

    Parameters
    ----------
    table : DataFrame, one row per comparison
        As `cmkit.evaluation.compare` gives it; put several together with `pandas.concat`.
    names : list of str, one per row, optional
        What is compared, e.g. ``"rules - vader, English"``.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        Not a table of comparisons, or an empty one; not as many names as rows.

    Examples
    --------
    >>> from cmkit.plots import alt_text
    >>> table = pd.DataFrame(
    ...     {
    ...         "first": [0.6],
    ...         "second": [0.5],
    ...         "difference": [0.1],
    ...         "low": [0.02],
    ...         "high": [0.18],
    ...         "n_posts": [400],
    ...     }
    ... )
    >>> alt_text(comparison(table, names=["rules - vader"]))
    'Differences of two engines with their intervals, 1 comparison. rules - vader: 0.600 against
    0.500, difference +0.100 (+0.020 to +0.180), the first is better, 400 posts.'
    """
    rows = _checked(table, names)
    ax = axes(ax, height=1.6 + 0.55 * len(rows))
    ax.axvline(0, color=COLOURS["quiet"], linestyle="--", linewidth=1)
    looks = {
        "the first is better": ("o", "main"),
        "the second is better": ("s", "alarm"),
        "may be chance": ("D", "quiet"),
    }
    for verdict, (mark, colour) in looks.items():
        mine = rows[rows["verdict"] == verdict]
        if len(mine):
            reach = [mine["difference"] - mine["low"], mine["high"] - mine["difference"]]
            ax.errorbar(
                mine["difference"], mine.index, xerr=np.maximum(reach, 0), fmt=mark, capsize=3,
                color=COLOURS[colour], markersize=7, label=verdict,
            )  # fmt: skip
    ax.set_yticks(
        rows.index,
        [f"{name}\n({n:,} posts)" for name, n in zip(rows["name"], rows["n_posts"], strict=True)],
    )
    ax.set(
        xlabel="difference of the measure, first minus second (share of 1)",
        ylabel="comparison",
        ylim=(len(rows) - 0.4, -0.6),
    )
    ax.margins(x=0.08)
    ax.locator_params(axis="x", nbins=7)
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    told = [
        f"{name}: {first:.3f} against {second:.3f}, difference {apart:+.3f} ({low:+.3f} to "
        f"{high:+.3f}), {verdict}, {n} posts."
        for name, first, second, apart, low, high, verdict, n in zip(
            *(rows[column] for column in ["name", *_COLUMNS[:-1], "verdict", "n_posts"]),
            strict=True,
        )
    ]
    many = "1 comparison" if len(rows) == 1 else f"{len(rows)} comparisons"
    return describe(
        ax, f"Differences of two engines with their intervals, {many}. {' '.join(told)}"
    )


def _checked(table: pd.DataFrame, names: Sequence[str] | None) -> pd.DataFrame:
    """Return the rows with their names, and what each interval says."""
    if not isinstance(table, pd.DataFrame) or not set(_COLUMNS) <= set(table) or table.empty:
        raise fail(
            "this is not a table of comparisons, or it is empty.",
            found=str(list(getattr(table, "columns", [type(table).__name__]))),
            fix="evaluation.compare(metric, first, second, truth, seed=1)",
        )
    if names is None:
        names = [f"comparison {number}" for number in range(1, len(table) + 1)]
    if isinstance(names, str) or len(names) != len(table):
        raise fail(
            "there must be one name per comparison.",
            found=f"{names!r} for {len(table)} rows",
            fix="names=['rules - vader']",
        )
    rows = table.reset_index(drop=True).assign(name=[str(name) for name in names])
    rows["verdict"] = np.select(
        [rows["low"] > 0, rows["high"] < 0],
        ["the first is better", "the second is better"],
        "may be chance",
    )
    return rows
