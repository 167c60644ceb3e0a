"""What the days before say about today: medians, and the size of their noise.

Every figure of a local day comes from earlier local days, so that none uses the future.
"""

import numpy as np

from cmkit.crisis.windows import Grid

__all__ = ["DAYS_OF_HISTORY", "days_of", "median", "noise", "standardised"]

#: Four weeks: long enough for eight weekend days, short enough to follow a brand that grows.
DAYS_OF_HISTORY = 28

# MAD x 1.4826 is the standard deviation where the noise is Gaussian.
_MAD_TO_DEVIATION = 1.4826


def median(values: np.ndarray) -> float:
    """Return the median of the values that are there; NaN where there are none."""
    present = values[~np.isnan(values)]
    return float(np.median(present)) if len(present) else np.nan


def noise(values: np.ndarray) -> float:
    """Return the robust standard deviation (MAD x 1.4826) of the values that are there."""
    return _MAD_TO_DEVIATION * median(np.abs(values - median(values)))


def standardised(values: np.ndarray, grid: Grid, *, least: float) -> np.ndarray:
    """Measure a score in its own noise of the four weeks before.

    A smoothed score of talk that comes in bouts swings wider than independent windows would.
    The noise is never taken to be below ``least``; while few days are known it is pulled
    towards twice that.
    """
    result = np.full(len(grid), np.nan)
    known_before = np.cumsum(~np.isnan(values))
    per_day = (24 * 3600) / grid.step.total_seconds()
    for first, here, after in days_of(grid, DAYS_OF_HISTORY):
        past = values[first:here]
        days_known = (known_before[here - 1] / per_day) if here else 0.0
        weight = days_known / (days_known + 4)
        centre, spread = (median(past), noise(past)) if weight > 0 else (0.0, 0.0)
        variance = weight * max(spread, least) ** 2 + (1 - weight) * (2 * least) ** 2
        result[here:after] = (values[here:after] - weight * centre) / np.sqrt(variance)
    return result


def days_of(grid: Grid, days: int) -> list[tuple[int, int, int]]:
    """Return, for each local day, where its history begins, where it begins and where it ends."""
    n_days = int(grid.day[-1]) + 1 if len(grid) else 0
    bounds = np.searchsorted(grid.day, np.arange(n_days + 1))
    return [
        (int(bounds[max(0, day - days)]), int(bounds[day]), int(bounds[day + 1]))
        for day in range(n_days)
    ]
