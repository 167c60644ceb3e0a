"""Talk above the baseline, smoothed over an hour: peaks, rises and half-lives are read from it."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.crisis import robust_z
from cmkit.crisis.seasonal import expectation, trailing_sum
from cmkit.crisis.windows import Grid

__all__ = ["Excess", "excess", "peak_between"]


class Excess(NamedTuple):
    """Posts above the expected number, window by window; NaN where either is not known.

    ``raw`` and ``usual`` are in posts per window; ``smooth`` and ``usual_smooth`` are their means
    over the hour around each window; ``in_baselines`` is their quotient, with at least one post
    per hour below the line; ``z`` is the robust z of the trailing hour.
    """

    raw: np.ndarray
    usual: np.ndarray
    smooth: np.ndarray
    usual_smooth: np.ndarray
    in_baselines: np.ndarray
    z: np.ndarray


def excess(windows: Grid) -> Excess:
    """Return the excess of all posts over the seasonal baseline."""
    usual = expectation(windows.n_posts, windows).expected
    raw = windows.n_posts - usual
    smooth, usual_smooth = _hourly_mean(raw, windows), _hourly_mean(usual, windows)
    # In a quiet series three posts would otherwise be a hundred baselines.
    floor = windows.step / pd.Timedelta("1h") if windows.step < pd.Timedelta("1h") else 1.0
    in_baselines = smooth / np.maximum(usual_smooth, floor)
    score = robust_z.score(windows.n_posts, windows)
    return Excess(raw, usual, smooth, usual_smooth, in_baselines, score)


def peak_between(above: Excess, first: int, last: int) -> int:
    """Return the window of greatest excess; the first one where none is known (the warm-up)."""
    during = above.smooth[first : last + 1]
    return first if np.isnan(during).all() else first + int(np.nanargmax(during))


def _hourly_mean(values: np.ndarray, windows: Grid) -> np.ndarray:
    """Return the mean over the hour around each window, missing where the window itself is."""
    half = windows.n_windows("1h") // 2
    known = ~np.isnan(values)
    total, count = (
        trailing_sum(np.concatenate([part, np.zeros(half)]), 2 * half + 1)[half:]
        for part in (np.nan_to_num(values), known.astype(float))
    )
    return np.divide(total, count, out=np.full(len(values), np.nan), where=known)
