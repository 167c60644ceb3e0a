"""The check of the episodes that were asked for, and when each one begins."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.simulator import chance
from cmkit.simulator.presets import PRESETS, Episode, Wave
from cmkit.simulator.responses import responses
from cmkit.simulator.settings import LANGUAGES, TIMEZONE, World

__all__ = ["Request", "planned", "tag_of"]

#: One episode as it was asked for: a preset's name, or a dict with "kind" and parameters.
Request = str | Mapping[str, Any]

_RANGES = {
    "n_triggers": (1, 20),
    "peak_ratio": (2, 200),
    "rise_hours": (0.1, 72),
    "tau_hours": (0.2, 96),
    "branching": (0, 1.3),
    "share_negative": (0, 1),
    "negative_later": (0, 1),
    "share_irony": (0, 1),
    "share_new": (0, 1),
}
#: Identifiers have room for so many.
_MOST_EPISODES = 64
_FIXED = ("kind", "begins", "tags", "aspect", "is_crisis", "trigger")


def planned(world: World, episodes: Sequence[Request]) -> list[Episode]:
    """Check the episodes asked for and give each one a start within the span."""
    if isinstance(episodes, str | Mapping) or not isinstance(episodes, Sequence):
        raise fail(
            "episodes wants a list.", found=episodes, fix='episodes=["hashtag_blunder"], or []'
        )
    if len(episodes) > _MOST_EPISODES:
        raise fail(
            "too many episodes for one world.",
            found=len(episodes),
            fix=f"{_MOST_EPISODES} at most",
        )
    return [_planned(world, request, part) for part, request in enumerate(episodes)]


def tag_of(world: World, episode: Episode, lang: str) -> str:
    """Return the hashtag of an episode in a language, without '#'; "" where it has none."""
    short = unicodedata.normalize("NFKD", world.brand.split()[-1]).encode("ascii", "ignore")
    name = re.sub(r"\W", "", short.decode()).title()
    return episode.tags[LANGUAGES.index(lang)].format(name=name)


def _planned(world: World, request: Request, part: int) -> Episode:
    asked = {"kind": request} if isinstance(request, str) else request
    if not isinstance(asked, Mapping) or asked.get("kind") not in PRESETS:
        found = asked.get("kind") if isinstance(asked, Mapping) else request
        raise fail(
            "no episode of this kind is known.",
            found=found,
            fix=f"use one of {list(PRESETS)}, or a dict: {{'kind': 'campaign', 'peak_ratio': 20}}",
        )
    preset = PRESETS[asked["kind"]]
    known = [field.name for field in fields(Episode) if field.name not in _FIXED]
    for name in asked:
        if name not in known and name != "kind":
            raise fail(f"an episode has no parameter {name!r}.", found=name, fix=f"known: {known}")
    given = {name: _value(name, value) for name, value in asked.items() if name != "kind"}
    episode = replace(preset, **given)
    start = _own_start(world, episode, part) if episode.start is None else episode.start
    if not world.start <= start < world.end:
        raise fail(
            f"the episode {episode.kind!r} begins outside the span.",
            found=str(start),
            fix=f"choose a start from {world.start} to {world.end} (UTC)",
        )
    return replace(episode, start=start)


def _value(name: str, value: Any) -> Any:
    if name == "start":
        return _instant(value)
    if name == "responses":
        return responses(value)
    if name == "waves":
        return _waves(value)
    if name == "negative_later" and value is None:
        return None
    return _within(name, value, *_RANGES[name])


def _within(name: str, value: Any, low: float, high: float) -> float:
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if is_number and low <= value <= high:
        return int(value) if name == "n_triggers" else float(value)
    raise fail(f"{name} is out of range.", found=value, fix=f"a number from {low} to {high}")


def _waves(value: Any) -> tuple[Wave, ...]:
    names = [field.name for field in fields(Wave)]
    fix = "[{'after': 48, 'times': 0.5, 'rise_hours': 2}], or []"
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        raise fail("waves wants a list.", found=value, fix=fix)
    for one in value:
        if not isinstance(one, Wave) and (not isinstance(one, Mapping) or set(one) != set(names)):
            raise fail(f"a wave has {names}.", found=one, fix=fix)
    waves = [one if isinstance(one, Wave) else Wave(**one) for one in value]
    for one in waves:
        _within("after", one.after, 0, 10_000)
        _within("times", one.times, 0, 10)
        _within("rise_hours", one.rise_hours, *_RANGES["rise_hours"])
    return tuple(waves)


def _instant(value: Any) -> pd.Timestamp:
    try:
        instant = pd.Timestamp(value)
    except (ValueError, TypeError):
        instant = None
    if not isinstance(instant, pd.Timestamp):  # NaT is none
        raise fail("an episode's start is not a time.", found=value, fix="'2025-03-25 10:30'")
    if instant.tzinfo is None:
        instant = instant.tz_localize(TIMEZONE, nonexistent="shift_forward", ambiguous=True)
    return instant.tz_convert("UTC").floor("s").as_unit("us")


def _own_start(world: World, episode: Episode, part: int) -> pd.Timestamp:
    """Draw a start: a working day in the preset's part of the span, in its hours.

    A silent weekend begins on a Friday.
    """
    rng = chance.stream(world.seed, "episodes", part)
    first, last, from_hour, to_hour = episode.begins
    days = world.weeks * 7
    day = int((first + (last - first) * rng.random()) * days)
    midnight = world.start.tz_convert(TIMEZONE).normalize().tz_localize(None)
    weekday = (midnight + pd.Timedelta(days=day)).day_of_week
    if episode.kind == "weekend_silence":
        day += 4 - weekday
    elif weekday >= 5:
        day += 7 - weekday if day + 7 - weekday < 0.9 * days else 4 - weekday
    minutes = round((from_hour + (to_hour - from_hour) * rng.random()) * 60)
    wall = midnight + pd.Timedelta(days=day, minutes=minutes)
    start = wall.tz_localize(TIMEZONE).tz_convert("UTC").as_unit("us")
    return max(start, world.start)
