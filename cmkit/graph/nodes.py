"""From edges to NetworkX, and what it does for us: groups and drawings."""

from typing import TYPE_CHECKING

import pandas as pd
from scipy import sparse

from cmkit.graph.matrix import to_sparse

if TYPE_CHECKING:
    import networkx

__all__ = ["layout", "louvain", "to_networkx"]


def to_networkx(edges: pd.DataFrame) -> "networkx.DiGraph[str]":
    """Turn edges into a NetworkX graph, to use its algorithms or to check ours.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.

    Returns
    -------
    networkx.DiGraph
        One node per author, one edge per ordered pair with ``weight`` (kinds added up). Nodes
        and edges stand in sorted order.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

    Notes
    -----
    Past about a million edges NetworkX wants minutes and gigabytes: stay with `to_sparse`.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["ben"], "target": ["ana"], "kind": ["reply"], "weight": [2.0]}
    ... )
    >>> to_networkx(edges)["ben"]["ana"]["weight"]
    2.0
    """
    import networkx

    matrix = to_sparse(edges)
    pairs = matrix.weights.tocoo()
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(matrix.authors)
    graph.add_weighted_edges_from(
        zip(matrix.authors[pairs.row], matrix.authors[pairs.col], pairs.data.tolist(), strict=True)
    )
    return graph


def louvain(edges: pd.DataFrame, *, seed: int, resolution: float = 1.0) -> list[set[str]]:
    """Split the authors into groups that engage more inside than outside (NetworkX's Louvain).

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`. Direction is dropped: a pair counts for the sum of both ways.
    seed : int
        The method visits authors in a random order.
    resolution : float
        > 1 makes more and smaller groups, < 1 fewer and larger ones.

    Returns
    -------
    list of set of str
        One set of author_id per group, largest first, then by smallest name.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

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
    >>> [sorted(group) for group in louvain(edges, seed=1)]
    [['a', 'b'], ['c', 'd']]
    """
    import networkx

    groups = networkx.community.louvain_communities(
        _undirected(edges), weight="weight", resolution=resolution, seed=seed
    )
    return sorted((set(group) for group in groups), key=lambda group: (-len(group), min(group)))


def layout(edges: pd.DataFrame, *, authors: pd.Index, seed: int) -> pd.DataFrame:
    """Give each author a place in the plane, those who engage with each other near (springs).

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`; only edges between ``authors``.
    authors : Index
        Who gets a place, with or without edges.
    seed : int
        The springs start from random places.

    Returns
    -------
    DataFrame, one row per author, in the order of ``authors``, which are its index
        ``x`` and ``y``, without unit.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

    References
    ----------
    .. [1] Fruchterman and Reingold (1991), doi:10.1002/spe.4380211102.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["ben"], "target": ["ana"], "kind": ["reply"], "weight": [2.0]}
    ... )
    >>> layout(edges, authors=pd.Index(["ana", "ben"]), seed=1).shape
    (2, 2)
    """
    import networkx

    graph = _undirected(edges)
    graph.add_nodes_from(authors)
    # few nodes leave room between them; weights would pull the strongest pairs onto one spot
    apart = 2.2 / max(len(graph), 1) ** 0.5
    places = networkx.spring_layout(graph, seed=seed, k=apart, iterations=120, weight=None)
    return pd.DataFrame(
        [places[author] for author in authors], index=authors, columns=["x", "y"], dtype="float64"
    )


def _undirected(edges: pd.DataFrame) -> "networkx.Graph[str]":
    """Drop the direction: a pair weighs the sum of both ways."""
    import networkx

    matrix = to_sparse(edges)
    pairs = sparse.triu(matrix.weights + matrix.weights.T).tocoo()
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(matrix.authors)
    graph.add_weighted_edges_from(
        zip(matrix.authors[pairs.row], matrix.authors[pairs.col], pairs.data.tolist(), strict=True)
    )
    return graph
