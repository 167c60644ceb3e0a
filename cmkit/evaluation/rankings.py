"""A ranking against the true one: the top, the whole, and the top weighted more."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail

__all__ = ["overlap", "rank_biased_overlap", "rank_correlation"]


def overlap(
    scores: pd.DataFrame, truth: pd.DataFrame | Iterable[str], *, k: int = 10
) -> pd.DataFrame:
    """Count how many of the k highest are truly among the k highest.

    Parameters
    ----------
    scores : DataFrame, one row per author and measure
        See `cmkit.schema.SCORES`; several measures may be stacked.
    truth : DataFrame or iterable of text
        The true ranking: a table with ``author_id`` and ``rank`` (1 = highest), as the
        simulator's ``truth.members``; or author_ids, the highest first.
    k : int
        How far down to look.

    Returns
    -------
    DataFrame, one row per measure, in the order of ``scores``
        ``measure``; ``k``; ``n_common`` (count); ``overlap`` (``n_common / k``, 0 to 1).

    Raises
    ------
    CmkitError
        Not a SCORES table; fewer than k authors in the truth; k below 1.

    Notes
    -----
    Ties are cut by author_id, on both sides. Among n authors, chance alone gives k / n.

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {
    ...         "author_id": ["ana", "ben", "cho"],
    ...         "measure": "pagerank",
    ...         "score": [0.5, 0.3, 0.2],
    ...         "rank": [1, 2, 3],
    ...     }
    ... )
    >>> overlap(scores, ["ana", "cho", "ben"], k=2)
        measure  k  n_common  overlap
    0  pagerank  2         1      0.5
    """
    true_top = set(_top(truth, k))
    rows = [
        (measure, k, len(true_top.intersection(_in_order(table)[:k])))
        for measure, table in _by_measure(scores)
    ]
    result = pd.DataFrame(rows, columns=["measure", "k", "n_common"])
    return result.assign(overlap=result["n_common"] / k)


def rank_biased_overlap(
    scores: pd.DataFrame, truth: pd.DataFrame | Iterable[str], *, persistence: float = 0.9
) -> pd.DataFrame:
    r"""Compare two rankings from the top down, the top counting most.

    .. math:: RBO = (1-p) \sum_{d=1}^{n} p^{d-1} \frac{|A_d \cap B_d|}{d}
                    + \frac{|A_n \cap B_n|}{n}\,p^n

    Parameters
    ----------
    scores : DataFrame, one row per author and measure
        See `cmkit.schema.SCORES`.
    truth : DataFrame or iterable of text
        As for `overlap`.
    persistence : float
        p, 0 to 1: the chance that a reader goes on to the next line. With 0.9 the first ten
        lines carry 86 % of the weight.

    Returns
    -------
    DataFrame, one row per measure
        ``measure``; ``n`` (depth compared: the shorter of the two); ``overlap`` (0 to 1,
        extrapolated beyond n by the agreement at n).

    Raises
    ------
    CmkitError
        Not a SCORES table; an empty truth; a persistence outside 0 to 1.

    References
    ----------
    .. [1] Webber, Moffat and Zobel (2010), ACM TOIS 28(4), doi:10.1145/1852102.1852106.

    Examples
    --------
    Agreement 0 at depth 1, 1 at depth 2: 0.5 x 0 + 0.25 x 1, and 1 x 0.25 beyond.

    >>> scores = pd.DataFrame(
    ...     {"author_id": ["ana", "ben"], "measure": "degree", "score": [2, 1], "rank": [1, 2]}
    ... )
    >>> rank_biased_overlap(scores, ["ben", "ana"], persistence=0.5)
      measure  n  overlap
    0  degree  2      0.5
    """
    if not 0 < persistence < 1:
        raise fail("'persistence' lies between 0 and 1.", found=repr(persistence), fix="0.9")
    true_order = _top(truth, None)
    rows = []
    for measure, table in _by_measure(scores):
        order = _in_order(table)
        n = min(len(order), len(true_order))
        agreement = _agreement(order[:n], true_order[:n])
        weight = (1 - persistence) * persistence ** np.arange(n)
        rows.append((measure, n, float(weight @ agreement + agreement[-1] * persistence**n)))
    return pd.DataFrame(rows, columns=["measure", "n", "overlap"])


def rank_correlation(scores: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Correlate the ranks of the authors who stand in both tables (Spearman).

    Parameters
    ----------
    scores : DataFrame, one row per author and measure
        See `cmkit.schema.SCORES`.
    truth : DataFrame, one row per author
        ``author_id`` and ``rank`` (1 = highest).

    Returns
    -------
    DataFrame, one row per measure
        ``measure``; ``n_authors`` in both; ``correlation`` (-1 to 1; ties share their mean rank;
        missing where fewer than two authors or only ties are left).

    Raises
    ------
    CmkitError
        Not a SCORES table; a truth without ``author_id`` and ``rank``.

    Notes
    -----
    Most authors have next to no influence: the correlation is then ruled by how their ties fall.
    Where only the top matters, read `overlap`.

    References
    ----------
    .. [1] Spearman (1904), American Journal of Psychology 15(1), doi:10.2307/1412159.

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {"author_id": ["ana", "ben"], "measure": "degree", "score": [2, 1], "rank": [1, 2]}
    ... )
    >>> rank_correlation(scores, pd.DataFrame({"author_id": ["ana", "ben"], "rank": [2, 1]}))
      measure  n_authors  correlation
    0  degree          2         -1.0
    """
    true_rank = _ranked(truth).set_index("author_id")["rank"]
    rows = []
    for measure, table in _by_measure(scores):
        common = table[table["author_id"].isin(true_rank.index)]
        ours = common["score"].rank(ascending=False).to_numpy()
        theirs = pd.Series(true_rank.reindex(common["author_id"]).to_numpy()).rank().to_numpy()
        varied = len(ours) > 1 and np.ptp(ours) > 0 and np.ptp(theirs) > 0
        correlation = float(np.corrcoef(ours, theirs)[0, 1]) if varied else np.nan
        rows.append((measure, len(common), correlation))
    return pd.DataFrame(rows, columns=["measure", "n_authors", "correlation"])


def _by_measure(scores: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    schema.check(scores, schema.SCORES)
    if scores.empty:
        raise fail("scores are empty.", fix="rank at least one author")
    return [(str(name), table) for name, table in scores.groupby("measure", sort=False)]


def _in_order(table: pd.DataFrame) -> list[str]:
    return table.sort_values(["rank", "author_id"])["author_id"].tolist()


def _top(truth: pd.DataFrame | Iterable[str], k: int | None) -> list[str]:
    if k is not None and k < 1:
        raise fail("'k' must be at least 1.", found=repr(k), fix="k=10")
    if isinstance(truth, str):
        raise fail("the truth is a list of authors, not one text.", found=truth, fix=f"[{truth!r}]")
    order = _in_order(_ranked(truth)) if isinstance(truth, pd.DataFrame) else list(truth)
    if len(set(order)) != len(order) or len(order) < (k or 1):
        raise fail(
            f"the truth must name at least {k or 1} authors, each once.",
            found=f"{len(order)} names, {len(set(order))} of them distinct",
            fix="pass truth.members, or a smaller k",
        )
    return order[:k]


def _ranked(truth: pd.DataFrame) -> pd.DataFrame:
    if not isinstance(truth, pd.DataFrame) or not {"author_id", "rank"} <= set(truth.columns):
        raise fail(
            "the truth needs the columns 'author_id' and 'rank'.",
            found=str(list(getattr(truth, "columns", [type(truth).__name__]))),
            fix="pass truth.members, one row per author",
        )
    return truth.dropna(subset=["rank"])


def _agreement(first: list[str], second: list[str]) -> np.ndarray:
    """Return the share in common at each depth; each name is met once, so this is linear."""
    depth_in_second = {name: depth for depth, name in enumerate(second)}
    met = np.zeros(len(first))
    for depth, name in enumerate(first):
        if name in depth_in_second:
            met[max(depth, depth_in_second[name])] += 1
    return np.cumsum(met) / np.arange(1, len(first) + 1)
