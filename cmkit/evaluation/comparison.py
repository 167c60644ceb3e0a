"""Two engines on the same posts: which is better, and is the difference more than chance."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit.errors import fail
from cmkit.evaluation.counting import Counts, coded, mean_f1, mean_recall
from cmkit.evaluation.intervals import check_level, check_replicates, percentiles
from cmkit.evaluation.labels import macro_f1, macro_recall
from cmkit.evaluation.pairing import Labels, aligned

__all__ = ["compare"]

Metric = Callable[[pd.Series, pd.Series], float]
ByCounts = Callable[[Counts, Counts, Counts], npt.NDArray[np.float64]]
Values = npt.NDArray[np.float64]

#: Measures that are made of counts: how often each label was right, true and given.
_BY_COUNTS: list[tuple[Metric, ByCounts]] = [
    (macro_f1, mean_f1),
    (macro_recall, lambda right, n_true, _: mean_recall(right, n_true)),
]
#: With more labels than these the triples are so many that drawing the posts is cheaper.
_MOST_LABELS = 50
#: How many numbers are held at once.
_CELLS = 4_000_000


def compare(
    metric: Metric,
    first: Labels,
    second: Labels,
    truth: Labels,
    *,
    seed: int,
    replicates: int = 1000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Say how far two engines differ, by drawing the posts again, the same ones for both.

    Both engines find the same posts hard. Two separate intervals overlook that, and overlap where
    the difference is sure; this one is of the difference itself.

    Parameters
    ----------
    metric : callable
        From labels and truth to a number, more being better: `macro_f1` and `macro_recall` (a
        second or less for a thousand replicates of 10,000 posts), or a function of your own
        (called twice for each replicate).
    first, second : Series or list of text, one per post
        What each engine said. In the same order as the truth; Series are paired by their index.
    truth : Series or list of text, one per post
        What is right.
    seed : int
        Makes the interval repeatable.
    replicates : int
        How many times the posts are drawn again, with replacement.
    level : float
        Share of the replicates that the interval holds, 0 to 1.

    Returns
    -------
    DataFrame, one row
        ``first``, ``second``: the metric of each on the posts as they are; ``difference``, first
        minus second; ``low`` and ``high`` ends of its percentile interval: where 0 lies outside,
        the difference is more than chance; ``share_first_better``, share of the replicates in
        which the first was better, a tie counting half; ``n_posts``; ``level``.

    Raises
    ------
    CmkitError
        As for `confusion`; a level outside 0 to 1; fewer than one replicate; a metric that gives
        no number.

    Notes
    -----
    It takes posts to be independent; those of one author or one thread are not, and the true
    interval is then wider. It says nothing of other posts than these: an engine that was tuned on
    them looks better than it is. Of twenty engines compared one will look better by chance.

    References
    ----------
    .. [1] Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    .. [2] Berg-Kirkpatrick, Burkett and Klein (2012), An empirical investigation of statistical
       significance in NLP, EMNLP-CoNLL, https://aclanthology.org/D12-1091.

    Examples
    --------
    The first is right on every post, the second on two of each three.

    >>> truth, second = ["a", "b", "b"] * 100, ["a", "b", "a"] * 100
    >>> table = compare(macro_recall, truth, second, truth, seed=1)
    >>> table[["first", "second", "difference", "low", "high", "share_first_better"]].round(2)
       first  second  difference   low  high  share_first_better
    0    1.0    0.75        0.25  0.22  0.29                 1.0
    """
    check_level(level)
    check_replicates(replicates)
    if not callable(metric):
        raise fail("'metric' must be a function.", found=repr(metric), fix="evaluation.macro_f1")
    # The truth is named last, and so decides the order of both.
    ours, theirs, true = aligned({"first": first, "second": second, "truth": truth})
    rng = np.random.default_rng(seed)
    by_counts = next((counts for known, counts in _BY_COUNTS if known is metric), None)
    codes, known = coded(ours, theirs, true)
    if by_counts is None or len(known) > _MOST_LABELS:
        drawn = _by_rows(metric, ours, theirs, true, rng, replicates)
    else:
        drawn = _by_triples(by_counts, np.stack(codes), len(known), rng, replicates)
    difference = drawn[:, 0] - drawn[:, 1]
    low, high = percentiles(difference, level)
    here = [_number(metric, ours, true), _number(metric, theirs, true)]
    apart = difference[~np.isnan(difference)]
    better = (apart > 0) + (apart == 0) / 2
    return pd.DataFrame(
        {
            "first": [here[0]],
            "second": [here[1]],
            "difference": [here[0] - here[1]],
            "low": [low],
            "high": [high],
            "share_first_better": [float(better.mean()) if len(better) else float("nan")],
            "n_posts": [len(true)],
            "level": [level],
        }
    )


def _by_triples(
    by_counts: ByCounts,
    codes: Counts,
    n_labels: int,
    rng: np.random.Generator,
    replicates: int,
) -> Values:
    """Draw how often each (first, second, truth) comes, in place of which posts come.

    A measure made of counts does not ask which post it was, only what both engines and the truth
    said of it. With three labels there are 27 such triples at most. Drawing n posts with
    replacement gives each triple a number that is multinomial with the shares in which the
    triples occur: the same distribution, for 27 numbers a replicate rather than n.
    """
    n_posts = codes.shape[1]
    cube = (n_labels, n_labels, n_labels)
    places, numbers = np.unique(np.ravel_multi_index(codes, cube), return_counts=True)
    # One column per label: which triples have it as truth, as given, as rightly given.
    of_label = np.eye(n_labels, dtype=np.int64)
    first, second, truth = (of_label[labels] for labels in np.unravel_index(places, cube))
    values = np.empty((replicates, 2))
    step = max(1, _CELLS // (len(numbers) + n_labels))
    for start in range(0, replicates, step):
        rows = slice(start, min(start + step, replicates))
        drawn = rng.multinomial(n_posts, numbers / n_posts, rows.stop - start)
        n_true = drawn @ truth
        values[rows, 0] = by_counts(drawn @ (first * truth), n_true, drawn @ first)
        values[rows, 1] = by_counts(drawn @ (second * truth), n_true, drawn @ second)
    return values


def _by_rows(
    metric: Metric,
    ours: pd.Series,
    theirs: pd.Series,
    true: pd.Series,
    rng: np.random.Generator,
    replicates: int,
) -> Values:
    """Draw the posts themselves: a metric that is not known may ask for anything."""
    values = np.empty((replicates, 2))
    for replicate in range(replicates):
        rows = rng.integers(0, len(true), len(true))
        again = [column.iloc[rows].reset_index(drop=True) for column in (ours, theirs, true)]
        values[replicate] = [_number(metric, labels, again[2]) for labels in again[:2]]
    return values


def _number(metric: Metric, labels: pd.Series, truth: pd.Series) -> float:
    value = metric(labels, truth)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise fail(
            "the metric must give one number.",
            found=f"a {type(value).__name__}",
            fix="evaluation.macro_f1, or a function from labels and truth to a number",
        ) from None
