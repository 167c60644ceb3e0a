"""Several measures side by side."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import pandas as pd

from cmkit.errors import fail
from cmkit.influence.betweenness import betweenness
from cmkit.influence.pagerank import pagerank
from cmkit.influence.strength import distinct_engagers, in_strength

__all__ = ["MEASURES", "rank"]

#: Every measure by its name.
MEASURES: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = MappingProxyType(
    {
        "in_strength": in_strength,
        "distinct_engagers": distinct_engagers,
        "pagerank": pagerank,
        "betweenness": betweenness,
    }
)

_DEFAULT = ("in_strength", "distinct_engagers", "pagerank")


def rank(
    edges: pd.DataFrame,
    *,
    measures: Iterable[str] = ("in_strength", "distinct_engagers", "pagerank"),
) -> pd.DataFrame:
    """Score every author by several measures.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.
    measures : iterable of str
        Names in `MEASURES`.

    Returns
    -------
    DataFrame, one row per measure and author, in the order of ``measures``, highest first
        See `cmkit.schema.SCORES`. For one column a measure:
        ``scores.pivot(index="author_id", columns="measure", values="rank")``.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a measure is not known.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["ben"], "target": ["ana"], "kind": ["reply"], "weight": [2.0]}
    ... )
    >>> rank(edges, measures=["in_strength", "pagerank"])["author_id"].tolist()
    ['ana', 'ben', 'ana', 'ben']
    """
    wanted = [measures] if isinstance(measures, str) else list(measures)
    for measure in wanted:
        if measure not in MEASURES:
            raise fail("unknown measure.", found=measure, fix=f"use some of {list(MEASURES)}")
    if not wanted:
        raise fail("no measure was asked for.", found=wanted, fix=f"use some of {list(MEASURES)}")
    return pd.concat([MEASURES[measure](edges) for measure in wanted], ignore_index=True)
