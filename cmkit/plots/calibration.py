"""How sure an engine was against how often it was right."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["calibration"]

_COLUMNS = ["from", "to", "n_posts", "confidence", "accuracy", "low", "high"]


def calibration(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw accuracy against confidence, bin by bin, beside the line of an honest engine.

    Parameters
    ----------
    table : DataFrame, one row per bin
        As `cmkit.evaluation.calibration` gives it.
    ax : matplotlib Axes, optional
        Where to draw; the number of posts is drawn on a second axis of it.

    Returns
    -------
    matplotlib Axes
        The one of the accuracy.

    Raises
    ------
    CmkitError
        Not a table of calibration; every bin is empty.

    Notes
    -----
    Below the dashed line the engine is surer than it should be, above it not sure enough. A bin
    whose interval crosses the line may be honest.

    Examples
    --------
    >>> from cmkit.evaluation import calibration as measure
    >>> from cmkit.plots import alt_text
    >>> table = measure([0.9] * 4, ["a", "a", "a", "a"], ["a", "a", "a", "b"])
    >>> alt_text(calibration(table))
    'Calibration of 4 posts: share of labels right against mean confidence, 1 bin with posts. 90 %
    sure: 75 % right (30 to 95 %), 4 posts.'
    """
    if not isinstance(table, pd.DataFrame) or not set(_COLUMNS) <= set(table):
        raise fail(
            "this is not a table of calibration.",
            found=str(list(getattr(table, "columns", [type(table).__name__]))),
            fix="evaluation.calibration(confidence, labels, truth)",
        )
    some = table[table["n_posts"] > 0]
    if some.empty:
        raise fail("every bin is empty.", found=f"{len(table)} bins", fix="tag more posts")
    ax = axes(ax, width=6.5, height=5.5)
    behind = ax.twinx()
    width = table["to"] - table["from"]
    behind.bar(
        table["from"], table["n_posts"], width, align="edge", color=COLOURS["quiet"], alpha=0.3,
        edgecolor="white",
    )  # fmt: skip
    # the bars keep to the lowest quarter, so that they seldom hide what they stand for
    most = int(table["n_posts"].max())
    behind.set(ylim=(0, 4 * most), yticks=[0, most], yticklabels=["0", f"{most:,}"])
    behind.set_ylabel("posts in the bin (count, grey)", loc="bottom")
    behind.spines["top"].set_visible(False)
    ax.plot([0, 1], [0, 1], "--", color=COLOURS["quiet"], label="as right as sure")
    reach = [some["accuracy"] - some["low"], some["high"] - some["accuracy"]]
    ax.errorbar(
        some["confidence"], some["accuracy"], yerr=np.maximum(reach, 0), color=COLOURS["main"],
        fmt="o", capsize=3, label="a bin, with its 95 % interval",
    )  # fmt: skip
    ax.set(
        xlabel="mean confidence of the bin (0 to 1)",
        ylabel="accuracy (share of labels right, 0 to 1)",
        xlim=(0, 1),
        ylim=(0, 1.02),
    )
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    ax.set_zorder(behind.get_zorder() + 1)
    ax.patch.set_visible(False)
    return describe(ax, _in_words(some))


def _in_words(some: pd.DataFrame) -> str:
    told = []
    for sure, right, low, high, many in zip(
        *(some[name] for name in ("confidence", "accuracy", "low", "high", "n_posts")), strict=True
    ):
        sayings = f"{sure:.0%} sure: {right:.0%} right ({100 * low:.0f} to {high:.0%})"
        told.append(f"{sayings.replace('%', ' %')}, {many} post{'s' if many > 1 else ''}.")
    bins = "1 bin" if len(some) == 1 else f"{len(some)} bins"
    return (
        f"Calibration of {int(some['n_posts'].sum())} posts: share of labels right against mean "
        f"confidence, {bins} with posts. {' '.join(told)}"
    )
