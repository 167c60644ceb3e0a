"""Labels against the truth: who was mistaken for whom, how often, and give or take what."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from cmkit.errors import fail

__all__ = ["confusion", "corrected_share", "interval", "macro_f1"]

Labels = pd.Series | Sequence[str]


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
    given, true = _paired(labels, truth)
    codes, known, true_codes = _codes(given, true)
    counts = _counts(codes, true_codes, len(known))
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
    given, true = _paired(labels, truth)
    codes, known, true_codes = _codes(given, true)
    counts = _counts(codes, true_codes, len(known))
    n_true, n_given = counts.sum(axis=1), counts.sum(axis=0)
    occurs = n_true > 0
    return float((2 * np.diag(counts)[occurs] / (n_true + n_given)[occurs]).mean())


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
    if not 0 < level < 1:
        raise fail("'level' must lie between 0 and 1.", found=repr(level), fix="level=0.95")
    if replicates < 1:
        raise fail("'replicates' must be at least 1.", found=repr(replicates), fix="1000")
    given, true = _paired(labels, truth)
    rng = np.random.default_rng(seed)
    values = np.empty(replicates)
    for replicate in range(replicates):
        drawn = rng.integers(0, len(given), len(given))
        values[replicate] = metric(
            given.iloc[drawn].reset_index(drop=True), true.iloc[drawn].reset_index(drop=True)
        )
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
    return pd.DataFrame(
        {
            "estimate": [float(metric(given, true))],
            "low": [float(low)],
            "high": [float(high)],
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


def _paired(labels: Labels, truth: Labels) -> tuple[pd.Series, pd.Series]:
    if isinstance(labels, pd.Series) and isinstance(truth, pd.Series):
        if not labels.index.is_unique or set(labels.index) != set(truth.index):
            raise fail(
                "labels and truth must have the same index.",
                found=f"{len(labels)} and {len(truth)} rows",
                fix="set the post_id as index on both: table.set_index('post_id')['label']",
            )
        labels = labels.reindex(truth.index)
    given, true = pd.Series(labels, dtype="object"), pd.Series(truth, dtype="object")
    if len(given) != len(true) or not len(given):
        raise fail(
            "labels and truth must be of one length, and not empty.",
            found=f"{len(given)} and {len(true)}",
            fix="give one label and one truth per post, in the same order",
        )
    if given.isna().any() or true.isna().any():
        raise fail(
            "labels and truth must not have empty cells.",
            found=f"{int(given.isna().sum())} and {int(true.isna().sum())} empty",
            fix="drop those posts on both sides, and say how many they were",
        )
    return given.reset_index(drop=True), true.reset_index(drop=True)


def _codes(given: pd.Series, true: pd.Series) -> tuple[np.ndarray, list[str], np.ndarray]:
    codes, known = pd.factorize(pd.concat([given, true]), sort=True)
    return codes[: len(given)], list(known), codes[len(given) :]


def _counts(codes: np.ndarray, true_codes: np.ndarray, n_labels: int) -> np.ndarray:
    flat = np.bincount(true_codes * n_labels + codes, minlength=n_labels**2)
    return flat.reshape(n_labels, n_labels)
