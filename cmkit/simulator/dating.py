"""Date an episode: onset, peak, the end of its acute and of its chronic phase."""

from typing import Any

import numpy as np
import pandas as pd

from cmkit.simulator.chance import Ints
from cmkit.simulator.presets import Episode
from cmkit.simulator.settings import World

__all__ = ["dated"]

_HOUR = 3600
_LATE_HOURS = 48
_ANSWERS = ("deleted", "acknowledged", "answered", "fixed")


def dated(
    world: World,
    episode: Episode,
    table: pd.DataFrame,
    triggers: Ints,
    instants: dict[str, int | None],
    ordinary_rate: float,
) -> dict[str, Any]:
    """Date the episode from its own excess posts, not from the series that is observed."""
    seconds = np.sort(table["seconds"].to_numpy()[table["is_excess"].to_numpy()])
    first_hour = int(seconds[0]) // _HOUR if len(seconds) else 0
    hours = np.bincount(seconds // _HOUR - first_hour, minlength=1)
    hours = np.concatenate([hours, np.zeros(72, dtype=hours.dtype)])
    peak = int(hours.argmax())
    acute = _calm(hours, peak, 0.1 * hours[peak], 6)
    chronic = max(acute, _calm(hours, peak, 2 * _usual_noise(ordinary_rate), 48))
    found: dict[str, int | None] = {
        "onset": int(seconds[0]) if len(seconds) else None,
        "peak": (first_hour + peak) * _HOUR if len(seconds) else None,
        "acute_end": (first_hour + acute) * _HOUR if len(seconds) else None,
        "chronic_end": (first_hour + chronic) * _HOUR if len(seconds) else None,
        "resurged_at": _resurgence(episode),
        **{f"{name}_at": instants[name] for name in _ANSWERS},
    }
    times = {
        name: pd.NaT if value is None or value >= world.last_second else _utc(value)
        for name, value in found.items()
    }
    return {"kind": episode.kind, **times, "n_excess": len(seconds), "triggers": triggers}


def _resurgence(episode: Episode) -> int | None:
    """Return when a later wave begins that comes two days after the start or more."""
    late = [wave.after for wave in episode.waves if wave.after >= _LATE_HOURS]
    if not late or episode.start is None:
        return None
    return int(episode.start.timestamp()) + round(min(late) * _HOUR)


def _utc(seconds: int) -> pd.Timestamp:
    return pd.Timestamp(seconds, unit="s", tz="UTC")


def _calm(hours: Ints, peak: int, limit: float, lasting: int) -> int:
    """Return the first hour after the peak from which all of so many hours lie below a limit."""
    below = np.concatenate([hours < max(limit, 1), np.ones(lasting, dtype=bool)])
    runs = np.convolve(below, np.ones(lasting), mode="valid") >= lasting
    return peak + int(np.argmax(runs[peak:]))


def _usual_noise(ordinary_rate: float) -> float:
    """Return the standard deviation of an ordinary hour: negative binomial, size 4."""
    return float(np.sqrt(ordinary_rate + ordinary_rate**2 / 4))
