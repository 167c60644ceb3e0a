"""When people write: hour of the week in local time, noise, slow drift, sittings, spells."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Bools, Floats, Ints
from cmkit.simulator.parameters import Parameters
from cmkit.simulator.settings import TIMEZONE, World

__all__ = [
    "Chapter",
    "Spontaneous",
    "Tempo",
    "chapters",
    "in_spell",
    "level_at",
    "profile",
    "spontaneous",
]

#: Counts are drawn for steps of five minutes.
_STEP = 300
_STEPS_A_DAY = 86_400 // _STEP
#: Members write in spells of a day and a half, one day in eight.
_SPELL_SECONDS, _SPELL_SHARE, _OUT_OF_SPELL = 36 * 3600, 0.125, 0.005
#: Pause between two posts of one sitting: log-normal, seconds.
_PAUSE_MEDIAN, _PAUSE_SPREAD = 80.0, 1.0
#: Above this many members a chapter is a day instead of a week, so that memory stays flat.
_MANY_MEMBERS = 200_000


class Chapter(NamedTuple):
    """A part of the span that is drawn in one go: its number, first and last instant (seconds)."""

    number: int
    first: int
    last: int


class Spontaneous(NamedTuple):
    """Posts that nothing called for: when (seconds since 1970, UTC) and by which member."""

    seconds: Ints
    authors: Ints


@dataclass(slots=True)
class Tempo:
    """What one chapter hands to the next: the drift of the level."""

    drift: float

    @classmethod
    def at_start(cls, world: World) -> "Tempo":
        """Draw the state before the first chapter."""
        return cls(float(chance.normal(chance.stream(world.seed, "rhythm"), 1)[0]))


def chapters(world: World) -> list[Chapter]:
    """Cut the span into weeks of local time, or into days where there are very many members."""
    days = 1 if world.n_members > _MANY_MEMBERS else 7
    local = world.start.tz_convert(TIMEZONE)
    cuts = [local + pd.DateOffset(days=day) for day in range(0, world.weeks * 7 + 1, days)]
    seconds = [int(cut.timestamp()) for cut in cuts]
    return [Chapter(number, *ends) for number, ends in enumerate(pairwise(seconds))]


def profile(given: Parameters) -> Floats:
    """Return the level of each of the 168 local hours of a week, Monday 0 h first, mean 1."""
    hours = np.array(given.by_hour)
    week = np.concatenate([np.tile(hours, 5), np.tile(hours, 2) * given.weekend_ratio])
    level: Floats = week / week.mean()
    return level


def level_at(given: Parameters, seconds: Ints) -> Floats:
    """Return the expected level at each instant given in seconds since 1970, UTC (mean 1)."""
    if not len(seconds):
        return np.zeros(0)
    first = int(seconds.min()) // 3600
    hours = np.arange(first, int(seconds.max()) // 3600 + 1)
    local = pd.to_datetime(hours * 3600, unit="s", utc=True).tz_convert(TIMEZONE)
    by_hour = profile(given)[local.day_of_week.to_numpy() * 24 + local.hour.to_numpy()]
    level: Floats = by_hour[seconds // 3600 - first]
    return level


def in_spell(seed: int, members: Ints, seconds: Ints) -> Bools:
    """Say whether each member is in a spell of writing at that instant.

    It follows from the seed, the member and the day, scrambled, and needs no memory.
    """
    key = np.uint64(seed * 2_654_435_761 % 2**64)
    own = chance.scrambled(members.astype(np.uint64) + key)
    shifted = seconds.astype(np.uint64) + own % np.uint64(_SPELL_SECONDS)
    drawn = chance.scrambled(own ^ (shifted // np.uint64(_SPELL_SECONDS)))
    spell: Bools = drawn < np.uint64(int(_SPELL_SHARE * 2**64))
    return spell


def spontaneous(world: World, people: pd.DataFrame, chapter: Chapter, tempo: Tempo) -> Spontaneous:
    """Draw every spontaneous post of a chapter: a time and a member.

    Members write in sittings of one or a few posts. The number of sittings in each five minutes
    is negative binomial around activity x hour of the week x drift; the members share them by
    activity and by their spells of writing. ``tempo`` moves on to the end of the chapter.
    """
    rng = chance.stream(world.seed, "rhythm", 1 + chapter.number)
    given = world.parameters
    starts = np.arange(chapter.first, chapter.last, _STEP)
    expected = _present_activity(people, starts) / (7 * _STEPS_A_DAY) / given.session_size
    expected = expected * level_at(given, starts) * _drift(rng, given, tempo, len(starts))
    noise = chance.gamma(rng, given.noise_size, len(starts))
    counts = chance.poisson(rng, expected * noise, len(starts))
    begins = np.repeat(starts, counts)
    begins = begins + rng.integers(0, _STEP, size=len(begins))
    authors = _authors(rng, world, people, chapter, begins)
    return _sittings(rng, given, chapter, begins, authors)


def _present_activity(people: pd.DataFrame, instants: Ints) -> Floats:
    """Sum the activity of the members who are there at each instant."""
    activity = people["activity"].to_numpy()
    total = np.zeros(len(instants))
    for column, sign in (("active_from", 1.0), ("active_until", -1.0)):
        order = np.argsort(people[column].to_numpy(), kind="stable")
        sums = np.concatenate([[0.0], np.cumsum(activity[order])])
        passed = np.searchsorted(people[column].to_numpy()[order], instants, side="right")
        total += sign * sums[passed]
    present: Any = np.round(np.maximum(total, 0.0), 6)
    return np.asarray(present, dtype=float)


def _drift(rng: np.random.Generator, given: Parameters, tempo: Tempo, steps: int) -> Floats:
    """Draw the slow drift of the level: log-normal around 1, remembered from hour to hour."""
    hours = -(-steps // 12)
    shocks = chance.normal(rng, hours) * np.sqrt(1 - given.drift_kept**2)
    logs = np.empty(hours)
    for hour, shock in enumerate(shocks):  # each hour needs the one before
        tempo.drift = given.drift_kept * tempo.drift + shock
        logs[hour] = tempo.drift
    drift: Any = np.exp(given.drift_spread * logs - given.drift_spread**2 / 2)
    level: Floats = np.repeat(drift, 12)[:steps]
    return level


def _authors(
    rng: np.random.Generator, world: World, people: pd.DataFrame, chapter: Chapter, begins: Ints
) -> Ints:
    """Share the sittings of each day over the members who are there, by activity and spells."""
    writers = np.flatnonzero(people["activity"].to_numpy() > 0)
    activity = people["activity"].to_numpy()[writers]
    since = people["active_from"].to_numpy()[writers]
    until = people["active_until"].to_numpy()[writers]
    authors = np.zeros(len(begins), dtype=np.int64)
    mornings = np.arange(chapter.first, chapter.last, 86_400)
    order = np.argsort(begins, kind="stable")
    bounds = np.searchsorted(begins[order], [*mornings, chapter.last])
    for day, morning in enumerate(mornings):
        # Who joins or leaves in the course of a day begins or ends with the next.
        there = (since <= morning) & (until > morning)
        in_mood = in_spell(world.seed, writers, np.full(len(writers), morning))
        weights = activity * there * np.where(in_mood, 1.0, _OUT_OF_SPELL)
        if not weights.any():
            weights = activity
        rows = order[bounds[day] : bounds[day + 1]]
        authors[rows] = writers[chance.pick(rng, weights, len(rows))]
    return authors


def _sittings(
    rng: np.random.Generator, given: Parameters, chapter: Chapter, begins: Ints, authors: Ints
) -> Spontaneous:
    """Let each sitting hold one post or several, some minutes apart."""
    more = chance.geometric(rng, np.full(len(begins), given.session_size - 1))
    sitting = np.repeat(np.arange(len(begins)), 1 + more)
    place = np.arange(len(sitting)) - np.repeat(np.cumsum(1 + more) - (1 + more), 1 + more)
    pauses = _PAUSE_MEDIAN * np.exp(_PAUSE_SPREAD * chance.normal(rng, len(sitting)))
    pauses = np.where(place == 0, 0, np.rint(pauses).astype(np.int64) + 10)
    total = np.cumsum(pauses)
    first = np.cumsum(1 + more) - (1 + more)
    seconds = begins[sitting] + total - total[first][sitting]
    keep = seconds < chapter.last
    return Spontaneous(seconds[keep], authors[sitting][keep])
