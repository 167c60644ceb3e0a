"""Statistics of counts over time: rhythm, noise, memory."""

import numpy as np
import pandas as pd

from cmkit.errors import fail

__all__ = ["count_statistics", "local_times", "noise_size"]

_FIVE_MINUTES = pd.Timedelta("5min")
_HOURS_A_WEEK = 168


def count_statistics(counts: pd.Series, timezone: str) -> dict[str, float]:
    """Return what counts in windows tell: dispersion only where the windows are five minutes."""
    hourly = counts.resample("1h").sum().astype(float)
    local = local_times(hourly.index, timezone)
    by_hour = hourly.groupby(local.hour).mean()
    weekend = local.day_of_week >= 5
    steps = counts.index.to_series().diff().median()
    return {
        "dispersion_5_minutes": (
            _dispersion(counts, timezone)[0] if steps == _FIVE_MINUTES else np.nan
        ),
        "peak_to_trough": by_hour.max() / by_hour.min() if by_hour.min() > 0 else np.nan,
        "peak_hour": float(by_hour.index[int(by_hour.argmax())]) if len(by_hour) else np.nan,
        "weekend_ratio": hourly[weekend].mean() / hourly[~weekend].mean(),
        "autocorrelation_1_hour": _memory(hourly, local),
    }


def noise_size(counts: pd.Series, timezone: str) -> float:
    """Return the size of the negative binomial of five-minute counts at a given hour of the week.

    By moments, over hours of the week: mean^2 / (variance - mean); infinite where no noise is left.
    """
    _, size = _dispersion(counts, timezone)
    return size


def local_times(times: pd.Index, timezone: str) -> pd.DatetimeIndex:
    """Return the times by the clock of a place."""
    try:
        return pd.DatetimeIndex(times).tz_convert(timezone)
    except (KeyError, ValueError, TypeError, OSError) as reason:
        raise fail("this time zone is not known.", found=timezone, fix="'Europe/Paris'") from reason


def _dispersion(counts: pd.Series, timezone: str) -> tuple[float, float]:
    """Return variance / mean and the noise size, medians over the hours of the week.

    The highest hundredth of the windows is left out: episodes are not noise.
    """
    kept = counts[counts <= counts.quantile(0.99)].astype(float)
    local = local_times(kept.index, timezone)
    groups = kept.groupby(local.day_of_week * 24 + local.hour)
    mean, variance = groups.mean(), groups.var()
    known = mean > 0
    ratio = float((variance[known] / mean[known]).median())
    beyond = (variance - mean)[known]
    size = (mean[known] ** 2).sum() / beyond.sum() if beyond.sum() > 0 else float("inf")
    return ratio, float(size)


def _memory(hourly: pd.Series, local: pd.DatetimeIndex) -> float:
    """Return the autocorrelation, an hour apart, of the log residuals from the weekly profile."""
    enough = len(hourly) >= 3 * _HOURS_A_WEEK
    key = local.day_of_week * 24 + local.hour if enough else np.asarray(local.hour)
    expected = hourly.groupby(key).transform("mean")
    logs = pd.Series(np.log((hourly + 0.5) / (expected + 0.5)))
    return float(logs.autocorr(1)) if len(logs) > 48 and logs.std() > 0 else float("nan")
