"""How many posts are truly negative, from an engine that errs and posts checked by hand."""

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.evaluation.intervals import check_level, normal_quantile
from cmkit.evaluation.labels import corrected_share
from cmkit.evaluation.pairing import Labels, aligned

__all__ = ["prevalence"]


def prevalence(
    labels: Labels,
    checked_labels: Labels,
    checked_truth: Labels,
    *,
    of: str = "negative",
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimate the true share of a label, give or take what.

    The engine's share is corrected by `corrected_share` with the recall and specificity that it
    had on the checked posts. The interval holds the chance in all three.

    Parameters
    ----------
    labels : Series or list of text, one per post
        What the engine said of the posts that the question is about. An ``"unknown"`` post counts
        as not ``of``.
    checked_labels, checked_truth : Series or list of text, one per checked post
        What the engine and a person said of posts like these. In the same order; two Series are
        paired by their index.
    of : str
        The label whose share is asked for.
    level : float
        How often such an interval holds the truth, 0 to 1.

    Returns
    -------
    DataFrame, one row
        ``observed``, the engine's share; ``recall`` and ``specificity`` on the checked posts;
        ``estimate``, the corrected share; ``low`` and ``high``, its interval; all from 0 to 1.
        ``n_posts``; ``n_checked``; ``level``. The interval is not centred on the estimate.

    Raises
    ------
    CmkitError
        As for `confusion`; no checked post truly is, or all truly are, ``of``; an engine no
        better than chance; a level outside 0 to 1.

    Notes
    -----
    Draw the checked posts at random from all of them: posts drawn by what the engine said of them
    (fifty that it called negative, fifty others) have another recall and specificity. Of the same
    weeks too: in a crisis irony rises and recall falls. With fewer than some 30 checked posts of
    either kind the interval says little. Where ``recall + specificity`` is 1 or less after the
    adjustment the interval is 0 to 1: the engine says nothing of the share.

    References
    ----------
    .. [1] Rogan and Gladen (1978), American Journal of Epidemiology 107(1),
       doi:10.1093/oxfordjournals.aje.a112510.
    .. [2] Lang and Reiczigel (2014), Preventive Veterinary Medicine 113(1),
       doi:10.1016/j.prevetmed.2013.09.015.

    Examples
    --------
    The engine calls 35 % negative. Of 40 checked negative posts it found 30, and of 40 others it
    left 30 alone: (0.35 + 0.75 - 1) / (0.75 + 0.75 - 1) = 0.2.

    >>> labels = ["negative"] * 350 + ["neutral"] * 650
    >>> said = ["negative"] * 30 + ["neutral"] * 10 + ["negative"] * 10 + ["neutral"] * 30
    >>> truth = ["negative"] * 40 + ["neutral"] * 40
    >>> table = prevalence(labels, said, truth)
    >>> table[["observed", "recall", "specificity", "estimate", "low", "high"]].round(2)
       observed  recall  specificity  estimate  low  high
    0      0.35    0.75         0.75       0.2  0.0  0.41
    """
    check_level(level)
    said = aligned({"labels": labels})[0] == of
    given, true = aligned({"checked_labels": checked_labels, "checked_truth": checked_truth})
    truly = true == of
    n_of, n_others = int(truly.sum()), int((~truly).sum())
    if not n_of or not n_others:
        raise fail(
            f"some of the checked posts must truly be {of!r}, and some must not.",
            found=f"{n_of} and {n_others}",
            fix="check more posts, drawn at random",
        )
    n_found, n_spared = int((truly & (given == of)).sum()), int((~truly & (given != of)).sum())
    observed, recall, specificity = float(said.mean()), n_found / n_of, n_spared / n_others
    estimate = corrected_share(observed, recall=recall, specificity=specificity)
    low, high = _lang_reiczigel(
        (int(said.sum()), len(said)), (n_found, n_of), (n_spared, n_others), level
    )
    return pd.DataFrame(
        {
            "observed": [observed],
            "recall": [recall],
            "specificity": [specificity],
            "estimate": [estimate],
            "low": [low],
            "high": [high],
            "n_posts": [len(said)],
            "n_checked": [len(true)],
            "level": [level],
        }
    )


def _lang_reiczigel(
    tagged: tuple[int, int], found: tuple[int, int], spared: tuple[int, int], level: float
) -> tuple[float, float]:
    """Return the ends of the interval from (successes, trials) of share, recall, specificity.

    Wald's interval around an estimate from counts with some successes and failures added, as
    Agresti and Coull do for a plain share: z^2 / 2 of each for the share, one of each for recall
    and specificity. The whole is then shifted, since recall and specificity stand in a divisor.
    """
    z = normal_quantile(level)
    n, n_of, n_others = tagged[1] + z**2, found[1] + 2, spared[1] + 2
    share, recall = (tagged[0] + z**2 / 2) / n, (found[0] + 1) / n_of
    specificity = (spared[0] + 1) / n_others
    better_than_chance = recall + specificity - 1
    if better_than_chance <= 0:
        return 0.0, 1.0
    estimate = (share + specificity - 1) / better_than_chance
    of_recall = recall * (1 - recall) / n_of
    of_specificity = specificity * (1 - specificity) / n_others
    variance = (
        share * (1 - share) / n + estimate**2 * of_recall + (1 - estimate) ** 2 * of_specificity
    )
    shift = 2 * z**2 * (estimate * of_recall - (1 - estimate) * of_specificity)
    reach = z * np.sqrt(variance) / better_than_chance
    low, high = np.clip([estimate + shift - reach, estimate + shift + reach], 0.0, 1.0)
    return float(low), float(high)
