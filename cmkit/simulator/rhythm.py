"""When people write: hour of the week in local time, noise, slow drift, personal spells."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Floats, Ints
from cmkit.simulator.settings import TIMEZONE, World

__all__ = ["Spontaneous", "level_at", "levels", "profile", "spontaneous"]

#: Relative volume by local hour, 0 h first: trough at 4 h, shoulder at noon, peak from 20 to 22 h.
#: The shape is that of brand mentions in the Numenta Anomaly Benchmark, shifted to a European
#: evening (an editorial choice).
_BY_HOUR = np.array(
    [
        *(0.68, 0.52, 0.44, 0.39, 0.38, 0.42, 0.54, 0.78, 0.98, 1.00, 1.00, 1.05),
        *(1.14, 1.12, 1.02, 1.00, 1.04, 1.15, 1.28, 1.45, 1.80, 1.86, 1.52, 1.06),
    ]
)
_WEEKEND = 0.96
#: Gamma noise of each hour: variance = mean + mean^2 / size.
_SIZE = 14.0
#: Slow drift of the log level: AR(1) by the hour.
_DRIFT_KEPT, _DRIFT_SPREAD = 0.92, 0.27
#: A member is in the mood on 35 % of the days, in spells.
_MOOD_SHARE, _MOOD_KEPT = 0.35, 0.6


class Spontaneous(NamedTuple):
    """Posts that nothing called for: when (seconds since 1970, UTC) and by which member."""

    seconds: Ints
    authors: Ints


def profile() -> Floats:
    """Return the level of each of the 168 local hours of a week, Monday 0 h first, mean 1."""
    week = np.concatenate([np.tile(_BY_HOUR, 5), np.tile(_BY_HOUR, 2) * _WEEKEND])
    return week / week.mean()


def levels(hours: pd.DatetimeIndex) -> Floats:
    """Return the expected level at each instant (mean 1 over a week), by the local clock."""
    local = hours.tz_convert(TIMEZONE)
    week: Floats = profile()[local.day_of_week.to_numpy() * 24 + local.hour.to_numpy()]
    return week


def level_at(seconds: Ints) -> Floats:
    """Return the expected level at each instant given in seconds since 1970, UTC."""
    if not len(seconds):
        return np.zeros(0)
    first = int(seconds.min()) // 3600
    hours = np.arange(first, int(seconds.max()) // 3600 + 1)
    by_hour = levels(pd.to_datetime(hours * 3600, unit="s", utc=True))
    return by_hour[seconds // 3600 - first]


def spontaneous(world: World, people: pd.DataFrame) -> Spontaneous:
    """Draw every spontaneous post of the span: a time and a member.

    The number in each hour is negative binomial around activity x hour of the week x drift; the
    members share it by activity and by their spells of writing.
    """
    rng = chance.stream(world.seed, "rhythm")
    hours = pd.date_range(world.start, world.end, freq="1h", inclusive="left")
    expected = _present_activity(people, hours) / 168 * levels(hours) * _drift(rng, len(hours))
    counts = rng.poisson(expected * rng.gamma(_SIZE, 1 / _SIZE, size=len(hours)))
    hour = np.repeat(np.arange(len(hours)), counts)
    start = int(world.start.timestamp())
    seconds = start + hour * 3600 + rng.integers(0, 3600, size=len(hour))
    return Spontaneous(seconds, _authors(rng, world, people, seconds - start))


def _present_activity(people: pd.DataFrame, hours: pd.DatetimeIndex) -> Floats:
    """Sum the activity of the members who have joined by each hour."""
    order = np.argsort(people["joined_at"].to_numpy(), kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(people["activity"].to_numpy()[order])])
    joined = pd.DatetimeIndex(people["joined_at"].iloc[order])
    present: Floats = sums[joined.searchsorted(hours, side="right")]
    return present


def _drift(rng: np.random.Generator, size: int) -> Floats:
    """Draw the slow drift of the level: log-normal around 1, remembered from hour to hour."""
    shocks = chance.normal(rng, size) * np.sqrt(1 - _DRIFT_KEPT**2)
    logs = np.empty(size)
    last = 0.0
    for hour, shock in enumerate(shocks):  # each hour needs the one before
        last = _DRIFT_KEPT * last + shock
        logs[hour] = last
    drift: Floats = np.exp(_DRIFT_SPREAD * logs - _DRIFT_SPREAD**2 / 2)
    return drift


def _authors(
    rng: np.random.Generator, world: World, people: pd.DataFrame, since_start: Ints
) -> Ints:
    """Share the posts of each day over the members who are there, by activity and mood."""
    activity = people["activity"].to_numpy()
    # Who joins in the course of a day begins to write on the next.
    joined = (people["joined_at"] - world.start).dt.total_seconds().to_numpy() / 86_400
    in_mood = chance.below(rng, _MOOD_SHARE, len(people))
    starts_again = _MOOD_SHARE * (1 - _MOOD_KEPT) / (1 - _MOOD_SHARE)
    authors = np.zeros(len(since_start), dtype=np.int64)
    bounds = np.searchsorted(since_start // 86_400, np.arange(world.weeks * 7 + 2))
    for day in range(world.weeks * 7 + 1):
        in_mood = chance.below(rng, np.where(in_mood, _MOOD_KEPT, starts_again), len(people))
        weights = activity * (joined <= day) * np.where(in_mood, 1.0, 0.08)
        if not weights.any():
            weights = activity
        first, last = bounds[day], bounds[day + 1]
        authors[first:last] = chance.pick(rng, weights, last - first)
    return authors
