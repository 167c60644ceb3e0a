"""From posts to who engages with whom: edges, sparse matrices, NetworkX.

Credit flows from the one who engages (``source``) to the one who is engaged with (``target``)::

    ben replies to ana       ben ──reply──▶ ana
    cho reposts ana          cho ──repost─▶ ana
    cho names ben in a post  cho ──mention▶ ben
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from cmkit import schema
from cmkit.errors import fail

if TYPE_CHECKING:
    import networkx

__all__ = ["AuthorMatrix", "interactions", "louvain", "to_networkx", "to_sparse"]

_KINDS = ("reply", "repost", "quote", "mention")


class AuthorMatrix(NamedTuple):
    """Edges as a matrix, with the author of each row and column.

    Examples
    --------
    >>> AuthorMatrix(sparse.csr_array((1, 1)), pd.Index(["ana"])).authors[0]
    'ana'
    """

    weights: sparse.csr_array
    authors: pd.Index


def interactions(
    posts: pd.DataFrame, *, kinds: Iterable[str] = _KINDS, drop_self: bool = True
) -> pd.DataFrame:
    """Count how often each author engaged with each other author.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    kinds : iterable of {"reply", "repost", "quote", "mention"}
        Which interactions to count.
    drop_self : bool
        Leave out people who answer or repost themselves.

    Returns
    -------
    DataFrame, one row per (source, target, kind), in that order
        See `cmkit.schema.EDGES`; ``weight`` is a count, >= 1.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; a kind is not known.

    Notes
    -----
    A name in a repost is not a mention: the one who reposts did not write it. In an answer, the
    name of the author answered is not a mention either: it is the reply, counted once.
    An interaction whose other author is not known (the post answered is not in the export, nor
    its author) makes no edge.

    Examples
    --------
    >>> import cmkit.posts
    >>> table = cmkit.posts.validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2", "3"],
    ...             "author_id": ["ana", "ben", "ben"],
    ...             "reply_to": [None, "1", "1"],
    ...             "mentions": [[], ["ana"], ["ana", "cho"]],
    ...             "created_at": pd.to_datetime(["2025-03-01"] * 3, utc=True),
    ...         }
    ...     )
    ... )
    >>> interactions(table)
      source target     kind  weight
    0    ben    ana    reply     2.0
    1    ben    cho  mention     1.0
    """
    schema.check(posts, schema.POSTS)
    wanted = _known_kinds(kinds)
    pairs = pd.concat(
        [
            pd.DataFrame(columns=["source", "target", "kind"], dtype="str"),
            *(_PAIRS[kind](posts) for kind in wanted),
        ],
        ignore_index=True,
    )
    pairs = pairs.dropna(subset=["source", "target"])
    if drop_self:
        pairs = pairs[pairs["source"] != pairs["target"]]
    return schema.check(_counted(pairs), schema.EDGES)


def to_sparse(edges: pd.DataFrame) -> AuthorMatrix:
    """Turn edges into a sparse matrix; kinds are added up.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.

    Returns
    -------
    AuthorMatrix
        ``weights[i, j]`` is how much ``authors[i]`` engaged with ``authors[j]``; ``authors`` is
        sorted.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["ben"], "target": ["ana"], "kind": ["reply"], "weight": [2.0]}
    ... )
    >>> to_sparse(edges).weights.toarray()
    array([[0., 0.],
           [2., 0.]])
    """
    _check_weights(edges)
    ends = pd.concat([edges["source"], edges["target"]], ignore_index=True).astype("str")
    codes, authors = pd.factorize(ends, sort=True)
    rows, columns = codes[: len(edges)], codes[len(edges) :]
    weights = sparse.coo_array(
        (edges["weight"].to_numpy(np.float64), (rows, columns)), shape=(len(authors), len(authors))
    )
    return AuthorMatrix(sparse.csr_array(weights), pd.Index(authors, name="author_id"))


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

    matrix = to_sparse(edges)
    both_ways = sparse.triu(matrix.weights + matrix.weights.T).tocoo()
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(matrix.authors)
    graph.add_weighted_edges_from(
        zip(
            matrix.authors[both_ways.row],
            matrix.authors[both_ways.col],
            both_ways.data.tolist(),
            strict=True,
        )
    )
    groups = networkx.community.louvain_communities(
        graph, weight="weight", resolution=resolution, seed=seed
    )
    return sorted((set(group) for group in groups), key=lambda group: (-len(group), min(group)))


def _known_kinds(kinds: Iterable[str]) -> list[str]:
    wanted = [kinds] if isinstance(kinds, str) else list(kinds)
    for kind in wanted:
        if kind not in _KINDS:
            raise fail("unknown kind of interaction.", found=kind, fix=f"use some of {_KINDS}")
    return wanted


def _replies(posts: pd.DataFrame) -> pd.DataFrame:
    return _pairs(posts[posts["kind"] != "repost"], "reply_to_author_id", "reply")


def _reposts(posts: pd.DataFrame) -> pd.DataFrame:
    return _pairs(posts[posts["kind"] == "repost"], "repost_of_author_id", "repost")


def _quotes(posts: pd.DataFrame) -> pd.DataFrame:
    return _pairs(posts[posts["kind"] == "quote"], "repost_of_author_id", "quote")


def _mentions(posts: pd.DataFrame) -> pd.DataFrame:
    written = posts[posts["kind"] != "repost"]
    named = written[["author_id", "reply_to_author_id", "mentions"]].explode("mentions")
    named = named[named["mentions"].notna()]
    named = named[named["mentions"] != named["reply_to_author_id"]]
    # naming somebody twice in one post is one mention
    named = named[~named.assign(post=named.index)[["post", "mentions"]].duplicated()]
    return _pairs(named, "mentions", "mention")


_PAIRS: dict[str, Any] = {
    "reply": _replies,
    "repost": _reposts,
    "quote": _quotes,
    "mention": _mentions,
}


def _pairs(posts: pd.DataFrame, target: str, kind: str) -> pd.DataFrame:
    known = posts[posts[target].notna()]
    return pd.DataFrame(
        {
            "source": known["author_id"].astype("str").to_numpy(),
            "target": known[target].astype("str").to_numpy(),
            "kind": kind,
        }
    )


def _counted(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count equal pairs, through one whole-number key: faster than grouping by three texts."""
    codes, authors = pd.factorize(pd.concat([pairs["source"], pairs["target"]]), sort=True)
    source, target = codes[: len(pairs)].astype(np.int64), codes[len(pairs) :].astype(np.int64)
    kind, kinds = pd.factorize(pairs["kind"], sort=True)
    n_authors, n_kinds = max(len(authors), 1), max(len(kinds), 1)
    keys, counts = np.unique((source * n_authors + target) * n_kinds + kind, return_counts=True)
    return pd.DataFrame(
        {
            "source": authors.take(keys // n_kinds // n_authors).astype("str"),
            "target": authors.take(keys // n_kinds % n_authors).astype("str"),
            "kind": kinds.take(keys % n_kinds).astype("str"),
            "weight": counts.astype(np.float64),
        }
    )


def _check_weights(edges: pd.DataFrame) -> None:
    schema.check(edges, schema.EDGES)
    wrong = edges[~(edges["weight"] > 0) | np.isinf(edges["weight"])]
    if len(wrong):
        raise fail(
            "edges: a weight must be a positive number.",
            found=float(wrong["weight"].iloc[0]),
            fix="edges = edges[edges['weight'] > 0]",
        )
