"""The naive rule, for teaching: the trailing hour against a multiple of the week's mean hour."""

import numpy as np

from cmkit.crisis.seasonal import trailing_sum
from cmkit.crisis.windows import Grid

__all__ = ["score"]


def score(counts: np.ndarray, windows: Grid) -> np.ndarray:
    """Return the trailing hour as a multiple of the mean of the week before it.

    It knows neither nights nor weekends: the limit has to stand above every ordinary evening, so
    that small crises pass below it.
    """
    n_hour, n_week = windows.n_windows("1h"), windows.n_windows("7D")
    known = (~np.isnan(counts)).astype(float)
    filled = np.nan_to_num(counts)
    hour = _mean(trailing_sum(filled, n_hour), trailing_sum(known, n_hour))
    week_sum, week_known = (
        np.concatenate([np.zeros(n_hour), trailing_sum(values, n_week)])[: len(counts)]
        for values in (filled, known)
    )
    # A week without a post has no multiple; one post in it is the least that is reckoned with.
    multiple = hour / np.maximum(_mean(week_sum, week_known), 1 / n_week)
    multiple[: n_week + n_hour] = np.nan
    return multiple


def _mean(total: np.ndarray, known: np.ndarray) -> np.ndarray:
    return np.divide(total, known, out=np.full(len(total), np.nan), where=known > 0)
