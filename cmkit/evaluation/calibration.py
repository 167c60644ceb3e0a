"""How far an engine's confidence can be taken at its word."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit.errors import fail
from cmkit.evaluation.intervals import wilson
from cmkit.evaluation.pairing import Labels, aligned

__all__ = ["calibration", "calibration_error"]

Confidence = pd.Series | Sequence[float]


def calibration(
    confidence: Confidence, labels: Labels, truth: Labels, *, bins: int = 10
) -> pd.DataFrame:
    """Put how sure the engine was beside how often it was right.

    Parameters
    ----------
    confidence : Series or list of float, one per post
        How sure the engine is of its label, 0 to 1.
    labels, truth : Series or list of text, one per post
        In the same order; Series are paired by their index. Posts labelled ``"unknown"`` are left
        out: the engine said nothing of them. ``len(labels) - table["n_posts"].sum()`` counts them.
    bins : int
        Into how many parts of equal width 0 to 1 is cut.

    Returns
    -------
    DataFrame, one row per bin, the least sure first
        ``from`` and ``to``, the bin's ends, the upper one inside; ``n_posts``; ``confidence``, its
        mean; ``accuracy``, the share of labels that were right; ``low`` and ``high`` ends of its
        95 % interval (Wilson). Missing where a bin is empty.

    Raises
    ------
    CmkitError
        As for `confusion`; a confidence outside 0 to 1; every post unknown; fewer than one bin.

    Notes
    -----
    A confidence of 0.7 is honest where seven labels in ten are right. Honest is not useful: an
    engine that says its overall accuracy of every post is honest, and tells no post from another.

    References
    ----------
    .. [1] Guo, Pleiss, Sun and Weinberger (2017), On calibration of modern neural networks,
       ICML, arXiv:1706.04599.
    .. [2] Wilson (1927), JASA 22(158), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    Of four posts that the engine was 90 % sure of, three are right.

    >>> table = calibration([0.9] * 4, ["a", "a", "a", "a"], ["a", "a", "a", "b"], bins=2)
    >>> table[["from", "to", "n_posts", "confidence", "accuracy"]]
       from   to  n_posts  confidence  accuracy
    0   0.0  0.5        0         NaN       NaN
    1   0.5  1.0        4         0.9      0.75
    """
    sure, right = _known(confidence, labels, truth)
    if bins < 1:
        raise fail("'bins' must be at least 1.", found=repr(bins), fix="bins=10")
    # k / bins is the float nearest to it, as a confidence of 0.7 is to 7/10: no bin is missed.
    edges = np.arange(bins + 1) / bins
    place = np.maximum(np.searchsorted(edges, sure, side="left") - 1, 0)
    n_posts = np.bincount(place, minlength=bins)
    n_right = np.bincount(place, weights=right, minlength=bins)
    some = np.where(n_posts > 0, n_posts, np.nan)
    low, high = wilson(n_right, n_posts)
    return pd.DataFrame(
        {
            "from": edges[:-1],
            "to": edges[1:],
            "n_posts": n_posts,
            "confidence": np.bincount(place, weights=sure, minlength=bins) / some,
            "accuracy": n_right / some,
            "low": low,
            "high": high,
        }
    )


def calibration_error(
    confidence: Confidence, labels: Labels, truth: Labels, *, bins: int = 10
) -> float:
    r"""Say how far confidence and accuracy lie apart, on the average (expected calibration error).

    .. math:: \text{ECE} = \sum_b \frac{n_b}{n} \, | \text{accuracy}_b - \text{confidence}_b |

    Parameters
    ----------
    confidence, labels, truth, bins
        As for `calibration`; posts labelled ``"unknown"`` are left out.

    Returns
    -------
    float
        0 (each bin is right as often as it says) to 1.

    Raises
    ------
    CmkitError
        As for `calibration`.

    Notes
    -----
    It depends on the bins: compare engines with the same ones. With few posts a bin it is too
    high even for an honest engine, by the chance in each bin; read `calibration` with its
    intervals. It does not say whether the engine is too sure or not sure enough.

    References
    ----------
    .. [1] Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities using
       Bayesian binning, AAAI, doi:10.1609/aaai.v29i1.9602.
    .. [2] Guo, Pleiss, Sun and Weinberger (2017), On calibration of modern neural networks,
       ICML, arXiv:1706.04599.

    Examples
    --------
    Said 0.9, right three times in four: 0.15 apart.

    >>> round(calibration_error([0.9] * 4, ["a", "a", "a", "a"], ["a", "a", "a", "b"]), 2)
    0.15
    """
    table = calibration(confidence, labels, truth, bins=bins)
    apart = (table["accuracy"] - table["confidence"]).abs()
    return float((apart * table["n_posts"]).sum() / table["n_posts"].sum())


def _known(
    confidence: Confidence, labels: Labels, truth: Labels
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return how sure the engine was, and whether it was right, where it gave a label."""
    columns = {"confidence": confidence, "labels": labels, "truth": truth}
    said, given, true = aligned(columns)
    sure = pd.to_numeric(said, errors="coerce").to_numpy(dtype=np.float64)
    outside = ~((sure >= 0) & (sure <= 1))
    if outside.any():
        raise fail(
            "a confidence is a number from 0 to 1.",
            found=f"{int(outside.sum())} others, the first {said[outside].iloc[0]!r}",
            fix="tags['confidence']; 70 % is 0.7",
        )
    known = (given != "unknown").to_numpy()
    if not known.any():
        raise fail(
            "the engine labelled every post unknown.",
            found=f"{len(given)} posts",
            fix="tag them in a language that the engine reads",
        )
    return sure[known], (given == true).to_numpy()[known]
