"""The counts: how much engagement an author received, and from how many people."""

import numpy as np
import pandas as pd

from cmkit.graph import to_sparse
from cmkit.influence.scores import ranked

__all__ = ["distinct_engagers", "in_strength"]


def in_strength(edges: pd.DataFrame) -> pd.DataFrame:
    """Add up the interactions that each author received.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.

    Returns
    -------
    DataFrame, one row per author in ``edges``, highest first
        See `cmkit.schema.SCORES`; ``score`` in interactions, >= 0.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

    Notes
    -----
    Rewards being engaged with, also in anger, and also by one tireless friend or a ring of paid
    accounts: read it beside `distinct_engagers`, and with the sentiment of what was said.

    References
    ----------
    .. [1] Barrat et al. (2004), doi:10.1073/pnas.0400087101 (node strength).

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {
    ...         "source": ["ana", "ben"],
    ...         "target": ["cho", "cho"],
    ...         "kind": ["reply"] * 2,
    ...         "weight": [2.0, 1.0],
    ...     }
    ... )
    >>> in_strength(edges)[["author_id", "score", "rank"]]
      author_id  score  rank
    0       cho    3.0     1
    1       ana    0.0     2
    2       ben    0.0     2
    """
    matrix = to_sparse(edges)
    received = np.asarray(matrix.weights.sum(axis=0), dtype=np.float64).ravel()
    return ranked(matrix.authors, received, measure="in_strength")


def distinct_engagers(edges: pd.DataFrame) -> pd.DataFrame:
    """Count the different people who engaged with each author.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.

    Returns
    -------
    DataFrame, one row per author in ``edges``, highest first
        See `cmkit.schema.SCORES`; ``score`` in authors, >= 0.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

    Notes
    -----
    One person, one vote: a quarrel of two people counts little, a ring still counts once for
    each of its accounts. Says nothing of how much those people matter: see `pagerank`.

    References
    ----------
    .. [1] Freeman (1978), doi:10.1016/0378-8733(78)90021-7 (in-degree).

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {
    ...         "source": ["ana", "ana"],
    ...         "target": ["cho", "cho"],
    ...         "kind": ["reply", "quote"],
    ...         "weight": [9.0, 1.0],
    ...     }
    ... )
    >>> distinct_engagers(edges)["score"].tolist()
    [1.0, 0.0]
    """
    matrix = to_sparse(edges)
    columns = matrix.weights.tocoo().coords[1]
    people = np.bincount(columns, minlength=len(matrix.authors)).astype(np.float64)
    return ranked(matrix.authors, people, measure="distinct_engagers")
