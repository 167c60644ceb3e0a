"""Communities: groups of authors that engage more inside than outside."""

import pandas as pd

from cmkit.errors import fail
from cmkit.graph import louvain

__all__ = ["communities"]


def communities(edges: pd.DataFrame, *, seed: int, resolution: float = 1.0) -> pd.DataFrame:
    """Split the authors into communities by the Louvain method.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.
    seed : int
        The method visits authors in a random order.
    resolution : float
        > 1 makes more and smaller communities, < 1 fewer and larger ones.

    Returns
    -------
    DataFrame, one row per author in ``edges``, by author_id
        ``author_id``; ``community``: 0 = the largest; ``n_authors``: how many are in it.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; ``resolution`` is not positive.

    Notes
    -----
    Another seed gives another split: trust a community only when it comes back under several
    seeds. The method always finds groups, also where there are none.

    References
    ----------
    .. [1] Blondel et al. (2008), doi:10.1088/1742-5468/2008/10/P10008.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {
    ...         "source": ["a", "c"],
    ...         "target": ["b", "d"],
    ...         "kind": ["reply"] * 2,
    ...         "weight": [1.0, 1.0],
    ...     }
    ... )
    >>> communities(edges, seed=1)["community"].tolist()
    [0, 0, 1, 1]
    """
    if not resolution > 0:
        raise fail("resolution must be positive.", found=resolution, fix="resolution=1.0")
    rows = [
        (author, number, len(group))
        for number, group in enumerate(louvain(edges, seed=seed, resolution=resolution))
        for author in group
    ]
    table = pd.DataFrame(rows, columns=["author_id", "community", "n_authors"])
    typed = table.astype({"author_id": "str", "community": "int64", "n_authors": "int64"})
    return typed.sort_values("author_id", ignore_index=True)
