"""What an engine can do and cannot: the share of cases passed, capability by capability."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["checklist"]

_COLUMNS = ["capability", "n_cases", "n_passed", "share", "low", "high"]


def checklist(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the share of cases passed as bars with their intervals, the worst at the top.

    Parameters
    ----------
    table : DataFrame, one row per capability
        As `cmkit.evaluation.by_capability` gives it. Capabilities without a judged case are left
        out.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        Not a table of capabilities; no case was judged.

    Examples
    --------
    >>> from cmkit.plots import alt_text
    >>> table = pd.DataFrame(
    ...     {
    ...         "capability": ["emoji", "negation"],
    ...         "n_cases": [4, 4],
    ...         "n_passed": [4, 3],
    ...         "share": [1.0, 0.75],
    ...         "low": [0.51, 0.30],
    ...         "high": [1.0, 0.95],
    ...     }
    ... )
    >>> alt_text(checklist(table))
    'Bar chart of cases passed by capability, 7 of 8 in all, the worst first. negation 3 of 4,
    emoji 4 of 4.'
    """
    if not isinstance(table, pd.DataFrame) or not set(_COLUMNS) <= set(table):
        raise fail(
            "this is not a table of capabilities.",
            found=str(list(getattr(table, "columns", [type(table).__name__]))),
            fix="evaluation.by_capability(evaluation.checklist(lang='en'))",
        )
    rows = table[table["n_cases"] > 0].sort_values("share", kind="stable", ignore_index=True)
    if rows.empty:
        raise fail("no case was judged.", found="an empty table", fix="give an engine with scores")
    ax = axes(ax, height=1.2 + 0.3 * len(rows))
    reach = np.maximum([rows["share"] - rows["low"], rows["high"] - rows["share"]], 0)
    ax.barh(
        rows.index, rows["share"], xerr=reach, color=COLOURS["main"], alpha=0.75, height=0.7,
        error_kw={"ecolor": "black", "capsize": 2, "elinewidth": 1},
    )  # fmt: skip
    told = [f"{passed} of {n}" for passed, n in zip(rows["n_passed"], rows["n_cases"], strict=True)]
    for row, words in enumerate(told):
        ax.text(1.03, row, words, va="center", fontsize="small")
    ax.set_yticks(rows.index, rows["capability"].astype("str"))
    ax.set(xlim=(0, 1.16), ylim=(len(rows) - 0.4, -0.6), ylabel="capability")
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.set_xlabel("share of cases passed (0 to 1), with the 95 % interval")
    head = f"{rows['n_passed'].sum()} of {rows['n_cases'].sum()} in all"
    each = ", ".join(f"{name} {n}" for name, n in zip(rows["capability"], told, strict=True))
    return describe(
        ax, f"Bar chart of cases passed by capability, {head}, the worst first. {each}."
    )
