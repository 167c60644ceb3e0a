"""Labels against the truth: who was mistaken for whom, how often, and give or take what."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.evaluation.counting import Counts, coded, counted, mean_f1, mean_recall
from cmkit.evaluation.intervals import check_level, check_replicates, percentiles
from cmkit.evaluation.pairing import Labels, aligned

__all__ = ["confusion", "corrected_share", "interval", "macro_f1", "macro_recall"]


def confusion(labels: Labels, truth: Labels) -> pd.DataFrame:
    """Count which label was given to which truth.

    Parameters
    ----------
    labels, truth : Series or list of text, one per post
        In the same order; two Series are paired by their index.

    Returns
    -------
    DataFrame, one row per true label, one column per given label, in order of the alphabet
        Counts; both axes hold every label that occurs on either side.

    Raises
    ------
    CmkitError
        Different lengths or indices; nothing to compare; an empty label.

    Examples
    --------
    >>> confusion(["negative", "neutral", "neutral"], ["negative", "negative", "neutral"])
    labels    negative  neutral
    truth
    negative         1        1
    neutral          0        1
    """
    counts, known = _counts(labels, truth)
    return pd.DataFrame(
        counts, index=pd.Index(known, name="truth"), columns=pd.Index(known, name="labels")
    )


def macro_f1(labels: Labels, truth: Labels) -> float:
    r"""Average the F1 of the labels that truly occur, each with the same weight.

    .. math:: F_1 = \frac{2\,TP}{2\,TP + FP + FN}

    Parameters
    ----------
    labels, truth : Series or list of text, one per post
        In the same order; two Series are paired by their index.

    Returns
    -------
    float
        0 (all wrong) to 1 (all right).

    Raises
    ------
    CmkitError
        As for `confusion`.

    Notes
    -----
    A label that only the engine gives (``unknown``, for instance) has no F1 of its own, but its
    posts are missing from the labels they should have had. Where one label is what matters, as
    the negative one in a crisis, read its row in `confusion` rather than an average.

    References
    ----------
    .. [1] Sokolova and Lapalme (2009), Information Processing & Management 45(4),
       doi:10.1016/j.ipm.2009.03.002.

    Examples
    --------
    Negative: 1 right, 1 missed, F1 = 2/3. Neutral: 1 right, 1 too many, F1 = 2/3.

    >>> round(macro_f1(["negative", "neutral", "neutral"], ["negative", "negative", "neutral"]), 3)
    0.667
    """
    counts, _ = _counts(labels, truth)
    return float(mean_f1(np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)))


def macro_recall(labels: Labels, truth: Labels) -> float:
    r"""Average the recall of the labels that truly occur, each with the same weight.

    .. math:: \text{recall} = \frac{TP}{TP + FN}

    Parameters
    ----------
    labels, truth : Series or list of text, one per post
        In the same order; two Series are paired by their index.

    Returns
    -------
    float
        0 (all wrong) to 1 (all right). One label for every post, or one drawn by chance, gets one
        over the number of labels, whatever their shares: SemEval ranks its systems by it [1]_.

    Raises
    ------
    CmkitError
        As for `confusion`.

    Notes
    -----
    Not where false alarms cost: it asks what was found of each label, not what was found too much.
    A rare label weighs as much as a frequent one, so some twenty posts of it may rule the result.

    References
    ----------
    .. [1] Rosenthal, Farra and Nakov (2017), SemEval-2017 task 4, doi:10.18653/v1/S17-2088.

    Examples
    --------
    Of two negative posts one was found, of one neutral post one: (1/2 + 1) / 2.

    >>> macro_recall(["negative", "neutral", "neutral"], ["negative", "negative", "neutral"])
    0.75
    """
    counts, _ = _counts(labels, truth)
    return float(mean_recall(np.diag(counts), counts.sum(axis=1)))


def interval(
    metric: Callable[[pd.Series, pd.Series], float],
    labels: Labels,
    truth: Labels,
    *,
    seed: int,
    replicates: int = 1000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Say how far a figure could have come out otherwise, by drawing the posts again.

    Parameters
    ----------
    metric : callable
        From labels and truth to a number: `macro_f1`, or a function of your own.
    labels, truth : Series or list of text, one per post
        In the same order; two Series are paired by their index.
    seed : int
        Makes the interval repeatable.
    replicates : int
        How many times the posts are drawn again, with replacement.
    level : float
        Share of the replicates that the interval holds, 0 to 1.

    Returns
    -------
    DataFrame, one row
        ``estimate`` on the posts as they are; ``low`` and ``high`` ends of the percentile
        interval; ``level``; ``n_posts``.

    Raises
    ------
    CmkitError
        As for `confusion`; a level outside 0 to 1; fewer than one replicate.

    Notes
    -----
    It takes posts to be independent. Posts of one author or one thread are not: the true interval
    is then wider. With fewer than some 30 posts it is too narrow.

    References
    ----------
    .. [1] Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> interval(macro_f1, ["a", "b"] * 50, ["a", "b"] * 50, seed=1)
       estimate  low  high  level  n_posts
    0       1.0  1.0   1.0   0.95      100
    """
    check_level(level)
    check_replicates(replicates)
    given, true = aligned({"labels": labels, "truth": truth})
    rng = np.random.default_rng(seed)
    values = np.empty(replicates)
    for replicate in range(replicates):
        drawn = rng.integers(0, len(given), len(given))
        values[replicate] = metric(
            given.iloc[drawn].reset_index(drop=True), true.iloc[drawn].reset_index(drop=True)
        )
    low, high = percentiles(values, level)
    return pd.DataFrame(
        {
            "estimate": [float(metric(given, true))],
            "low": [low],
            "high": [high],
            "level": [level],
            "n_posts": [len(given)],
        }
    )


def corrected_share(observed: float, *, recall: float, specificity: float) -> float:
    r"""Correct an observed share for the errors of the engine that tagged it.

    .. math:: \text{true} = \frac{\text{observed} + \text{specificity} - 1}
                                 {\text{recall} + \text{specificity} - 1}

    Parameters
    ----------
    observed : float
        Share tagged negative, 0 to 1.
    recall : float
        Share of the truly negative posts that the engine tags negative, 0 to 1.
    specificity : float
        Share of the other posts that it does not tag negative, 0 to 1.

    Returns
    -------
    float
        0 to 1; an estimate outside is cut to the nearer end.

    Raises
    ------
    CmkitError
        A value outside 0 to 1; an engine that does no better than chance
        (``recall + specificity <= 1``), whose tags say nothing of the share.

    Notes
    -----
    Recall and specificity must come from posts like these: in a crisis irony rises and recall
    falls. The correction widens the error of the observed share by ``1 / (recall + specificity -
    1)``.

    References
    ----------
    .. [1] Rogan and Gladen (1978), American Journal of Epidemiology 107(1),
       doi:10.1093/oxfordjournals.aje.a112510.

    Examples
    --------
    A true 20 % looks like 35 % to an engine that is right three times in four:
    0.2 x 0.75 + 0.8 x 0.25 = 0.35.

    >>> round(corrected_share(0.35, recall=0.75, specificity=0.75), 2)
    0.2
    """
    for name, value in (("observed", observed), ("recall", recall), ("specificity", specificity)):
        if not 0 <= value <= 1:
            raise fail(f"'{name}' is a share, 0 to 1.", found=repr(value), fix="20 % is 0.2")
    better_than_chance = recall + specificity - 1
    if better_than_chance <= 0:
        raise fail(
            "an engine no better than chance cannot be corrected.",
            found=f"recall {recall} + specificity {specificity} <= 1",
            fix="measure both on labelled posts, or tag with another engine",
        )
    return float(min(max((observed + specificity - 1) / better_than_chance, 0.0), 1.0))


def _counts(labels: Labels, truth: Labels) -> tuple[Counts, list[str]]:
    given, true = aligned({"labels": labels, "truth": truth})
    (codes, true_codes), known = coded(given, true)
    return counted(codes, true_codes, len(known)), known
