"""The episodes that can be asked for, with their parameters, and the check of what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.simulator import chance
from cmkit.simulator.settings import TIMEZONE, World

__all__ = ["PRESETS", "RESPONSES", "Episode", "Request", "planned", "response_multiplier"]


@dataclass(frozen=True, slots=True)
class Episode:
    """The parameters of an episode; hours count from its start, shares lie between 0 and 1.

    ``branching`` is the nominal mean number of posts that one excess post brings about, before
    fewer of them are written at night (about 0.72 of it is left). ``delete_after`` and
    ``answer_after`` are NaN where nothing is deleted or answered.
    """

    kind: str
    start: pd.Timestamp | None
    n_triggers: int
    peak_ratio: float
    rise_hours: float
    tau_hours: float
    branching: float
    share_negative: float
    share_irony: float
    share_new: float
    delete_after: float
    answer_after: float
    strategy: str
    second_wave: float


#: One episode as it was asked for: a preset's name, or a dict with "kind" and parameters.
Request = str | Mapping[str, Any]

#: Shapes and shares are calibrated on documented cases; they are editorial choices.
PRESETS = {
    "hashtag_blunder": Episode(
        kind="hashtag_blunder",
        start=None,
        n_triggers=4,
        peak_ratio=18.0,
        rise_hours=2.0,
        tau_hours=4.0,
        branching=1.0,
        share_negative=0.83,
        share_irony=0.3,
        share_new=0.89,
        delete_after=2.5,
        answer_after=28.0,
        strategy="scapegoat",
        second_wave=0.4,
    ),
    "campaign": Episode(
        kind="campaign",
        start=None,
        n_triggers=2,
        peak_ratio=12.0,
        rise_hours=0.7,
        tau_hours=2.0,
        branching=0.9,
        share_negative=0.08,
        share_irony=0.0,
        share_new=0.8,
        delete_after=float("nan"),
        answer_after=float("nan"),
        strategy="none",
        second_wave=0.0,
    ),
}

#: What an answer does to the branching number. A TOY: no dependable study measures this on volumes.
RESPONSES = {
    "none": 1.0,
    "silent_deletion": 1.15,
    "excuse": 1.0,
    "scapegoat": 1.1,
    "apology_within_1h": 0.6,
    "apology_within_6h": 0.75,
    "apology_within_24h": 0.85,
    "apology_later": 0.9,
}
_STRATEGIES = ("none", "excuse", "scapegoat", "apology")
#: Part of the span in which an episode begins by itself, and local hours of the day.
_WHEN = {"hashtag_blunder": (0.55, 0.7, 9.5, 14.5), "campaign": (0.2, 0.35, 12.0, 18.0)}
_RANGES = {
    "n_triggers": (1, 20),
    "peak_ratio": (2, 200),
    "rise_hours": (0.1, 72),
    "tau_hours": (0.2, 96),
    "branching": (0, 1.3),
    "share_negative": (0, 1),
    "share_irony": (0, 1),
    "share_new": (0, 1),
    "delete_after": (0, 1_000),
    "answer_after": (0, 1_000),
    "second_wave": (0, 2),
}


def planned(world: World, episodes: Sequence[Request]) -> list[Episode]:
    """Check the episodes asked for and give each one a start within the span."""
    if isinstance(episodes, str | Mapping) or not isinstance(episodes, Sequence):
        raise fail(
            "episodes wants a list.", found=episodes, fix='episodes=["hashtag_blunder"], or []'
        )
    return [_planned(world, request, part) for part, request in enumerate(episodes)]


def response_multiplier(strategy: str, delay_hours: float) -> float:
    """Return what an answer of this kind and delay does to the branching number (a toy)."""
    if strategy != "apology":
        return RESPONSES[strategy]
    for limit in (1, 6, 24):
        if delay_hours <= limit:
            return RESPONSES[f"apology_within_{limit}h"]
    return RESPONSES["apology_later"]


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
    known = [field.name for field in fields(Episode)]
    for name in asked:
        if name not in known:
            raise fail(f"an episode has no parameter {name!r}.", found=name, fix=f"known: {known}")
    given = {name: _value(name, value) for name, value in asked.items() if name != "kind"}
    episode = replace(preset, **given)
    start = _own_start(world, episode.kind, part) if episode.start is None else episode.start
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
    if name == "strategy":
        if value not in _STRATEGIES:
            raise fail("unknown strategy.", found=value, fix=f"use one of {_STRATEGIES}")
        return value
    low, high = _RANGES[name]
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    is_never = name.endswith("_after") and is_number and value != value  # noqa: PLR0124 (NaN)
    if is_never or (is_number and low <= value <= high):
        return int(value) if name == "n_triggers" else float(value)
    raise fail(f"{name} is out of range.", found=value, fix=f"a number from {low} to {high}")


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


def _own_start(world: World, kind: str, part: int) -> pd.Timestamp:
    """Draw a start: a working day in the preset's part of the span, in office hours."""
    rng = chance.stream(world.seed, "episodes", part)
    first, last, from_hour, to_hour = _WHEN[kind]
    days = world.weeks * 7
    day = int((first + (last - first) * rng.random()) * days)
    midnight = world.start.tz_convert(TIMEZONE).normalize().tz_localize(None)
    weekday = (midnight + pd.Timedelta(days=day)).day_of_week
    if weekday >= 5:
        day += 7 - weekday if day + 7 - weekday < 0.9 * days else 4 - weekday
    minutes = round((from_hour + (to_hour - from_hour) * rng.random()) * 60)
    wall = midnight + pd.Timedelta(days=day, minutes=minutes)
    start = wall.tz_localize(TIMEZONE).tz_convert("UTC").as_unit("us")
    return max(start, world.start)
