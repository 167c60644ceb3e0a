"""PageRank: engagement counts for more when it comes from people who are engaged with."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from cmkit.errors import fail
from cmkit.graph import to_sparse
from cmkit.influence.scores import ranked

__all__ = ["pagerank"]


def pagerank(
    edges: pd.DataFrame,
    *,
    damping: float = 0.85,
    tolerance: float = 1e-10,
    max_iterations: int = 1_000,
) -> pd.DataFrame:
    """Rank authors by PageRank, weighted and exact for authors who engage with nobody.

    Each author gives her score away in proportion to her interactions; with probability
    ``1 - damping``, and always from authors who engage with nobody, it is spread over everybody::

        x = d P'x + (1 - d + d * mass of those who engage with nobody) / n

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.
    damping : float
        ``d`` above, 0 <= d < 1.
    tolerance : float
        Stop when the scores move by less than this in total (they add up to 1).
    max_iterations : int
        Give up after so many turns; 0.85 needs about 140 for 1e-10.

    Returns
    -------
    DataFrame, one row per author in ``edges``, highest first
        See `cmkit.schema.SCORES`; ``score`` is a share of 1.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number; ``damping`` out of
        range; no convergence.

    Notes
    -----
    Rewards being engaged with by people who are engaged with. An author may rank high on one
    link: look at `distinct_engagers` before you act on a name. Not a measure of audience.

    References
    ----------
    .. [1] Brin and Page (1998), doi:10.1016/S0169-7552(98)00110-X.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {
    ...         "source": ["ana", "ben"],
    ...         "target": ["ben", "ana"],
    ...         "kind": ["reply"] * 2,
    ...         "weight": [1.0, 5.0],
    ...     }
    ... )
    >>> pagerank(edges)["score"].tolist()
    [0.5, 0.5]
    """
    if not 0 <= damping < 1:
        raise fail("damping must be at least 0 and below 1.", found=damping, fix="damping=0.85")
    matrix = to_sparse(edges)
    scores = _power_iteration(matrix.weights, damping, tolerance, max_iterations)
    return ranked(matrix.authors, scores, measure="pagerank")


def _power_iteration(
    weights: sparse.csr_array, damping: float, tolerance: float, max_iterations: int
) -> NDArray[np.float64]:
    n_authors = weights.shape[0]
    if n_authors == 0:
        return np.empty(0)
    given = np.asarray(weights.sum(axis=1), dtype=np.float64).ravel()
    gives_nothing = given == 0
    share = np.divide(1.0, given, out=np.zeros(n_authors), where=~gives_nothing)
    received = sparse.csr_array(weights.T)
    scores = np.full(n_authors, 1 / n_authors)
    for _ in range(max_iterations):
        lost = damping * scores[gives_nothing].sum()
        following = damping * (received @ (scores * share)) + (1 - damping + lost) / n_authors
        moved = float(np.abs(following - scores).sum())
        scores = following / following.sum()
        if moved < tolerance:
            return scores
    raise fail(
        "pagerank did not settle.",
        found=f"still moving by {moved:.1e} after {max_iterations} turns",
        fix=f"a lower damping than {damping}, a larger tolerance, or more max_iterations",
    )
