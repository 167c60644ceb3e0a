"""The highest ranked authors as bars."""

from typing import TYPE_CHECKING

import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ranking"]

_UNITS = {
    "in_strength": "interactions received (count)",
    "distinct_engagers": "people who engaged (count)",
    "pagerank": "PageRank (share of 1)",
    "betweenness": "betweenness (share of pairs)",
}


def ranking(
    scores: pd.DataFrame,
    *,
    top: int = 10,
    measure: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the authors with the highest scores, highest first.

    Parameters
    ----------
    scores : DataFrame, one row per author and measure
        See `cmkit.schema.SCORES`. Where ``low`` and ``high`` are given, each bar has its interval.
    top : int
        How many authors; all that tie with the last one's row order are not added.
    measure : str, optional
        Which measure, when the table holds several.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        ``scores`` is not a SCORES table; it holds several measures and none was chosen.

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {"author_id": ["ana"], "measure": "pagerank", "score": [0.4], "rank": [1]}
    ... )
    >>> from cmkit.plots import alt_text
    >>> alt_text(ranking(scores))
    'Bar chart, PageRank (share of 1). The 1 highest of 1 authors: ana 0.4.'
    """
    chosen = _one_measure(schema.check(scores, schema.SCORES), measure)
    first = chosen.sort_values(["rank", "author_id"]).head(top)
    ax = axes(ax, height=max(2.0, 0.9 + 0.32 * len(first)))
    ax.barh(first["author_id"], first["score"], color=COLOURS["main"], height=0.7)
    if {"low", "high"} <= set(first.columns):
        reach = [first["score"] - first["low"], first["high"] - first["score"]]
        ax.errorbar(
            first["score"], first["author_id"], xerr=reach, fmt="none", ecolor="black", capsize=3
        )
    name = str(first["measure"].iloc[0]) if len(first) else (measure or "score")
    unit = _UNITS.get(name, name)
    ax.set(xlabel=unit, ylabel="author", xlim=(0, None))
    ax.invert_yaxis()
    listed = ", ".join(
        f"{author} {score:.3g}"
        for author, score in zip(first["author_id"], first["score"], strict=True)
    )
    words = f"Bar chart, {unit}. The {len(first)} highest of {len(chosen)} authors: {listed}."
    return describe(ax, words)


def _one_measure(scores: pd.DataFrame, measure: str | None) -> pd.DataFrame:
    there = scores["measure"].unique().tolist()
    if measure is None and len(there) > 1:
        raise fail(
            "several measures stand in this table.", found=there, fix=f"measure={there[0]!r}"
        )
    if measure is not None and there and measure not in there:
        raise fail("this measure is not in the table.", found=measure, fix=f"use one of {there}")
    return scores if measure is None else scores[scores["measure"] == measure]
