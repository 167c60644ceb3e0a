"""Betweenness: who stands on the shortest ways between others."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from cmkit.graph import to_sparse
from cmkit.influence.scores import ranked

__all__ = ["betweenness"]

#: Starting points handled at once: enough to keep the matrix products busy, few enough for memory.
_BATCH = 64


def betweenness(edges: pd.DataFrame) -> pd.DataFrame:
    """Rank authors by the share of shortest ways between two others that pass through them.

    Ways are counted in steps along the direction of engagement; weights play no part, since a
    strong tie is not a long one.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.

    Returns
    -------
    DataFrame, one row per author in ``edges``, highest first
        See `cmkit.schema.SCORES`; ``score`` is a share of the ordered pairs of other authors, 0
        to 1.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

    Notes
    -----
    Finds bridges between groups. Exact, so the cost is authors x edges: up to about twenty
    thousand authors. Unstable: one new tie may move a score a lot.

    References
    ----------
    .. [1] Brandes (2001), doi:10.1080/0022250X.2001.9990249.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {
    ...         "source": ["ana", "ben"],
    ...         "target": ["ben", "cho"],
    ...         "kind": ["reply"] * 2,
    ...         "weight": [1.0, 1.0],
    ...     }
    ... )
    >>> betweenness(edges)[["author_id", "score"]].head(2)
      author_id  score
    0       ben    0.5
    1       ana    0.0
    """
    matrix = to_sparse(edges)
    n_authors = len(matrix.authors)
    steps = matrix.weights.astype(bool).astype(np.float64)
    passed = np.zeros(n_authors)
    for first in range(0, n_authors, _BATCH):
        starts = np.arange(first, min(first + _BATCH, n_authors))
        passed += _dependencies(steps, starts).sum(axis=1)
    pairs = (n_authors - 1) * (n_authors - 2)
    return ranked(matrix.authors, passed / pairs if pairs > 0 else passed, measure="betweenness")


def _dependencies(steps: sparse.csr_array, starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Brandes's accumulation for several starting points at once, one column each."""
    levels = list(_levels(steps, starts))
    ways = sum(levels)
    dependency = np.zeros_like(ways)
    for nearer, further in zip(levels[-2::-1], levels[:0:-1], strict=True):
        flow = np.divide(1 + dependency, ways, out=np.zeros_like(ways), where=further > 0)
        dependency += np.where(nearer > 0, nearer * (steps @ flow), 0)
    dependency[starts, np.arange(len(starts))] = 0
    return dependency


def _levels(steps: sparse.csr_array, starts: NDArray[np.int64]) -> Iterator[NDArray[np.float64]]:
    """Yield, for 0, 1, 2... steps, the number of shortest ways to each author at that distance."""
    level = np.zeros((steps.shape[0], len(starts)))
    level[starts, np.arange(len(starts))] = 1
    seen = level > 0
    backwards = sparse.csr_array(steps.T)
    while level.any():
        yield level
        level = np.where(seen, 0, backwards @ level)
        seen |= level > 0
