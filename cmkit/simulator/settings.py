"""What a world is made from: the arguments, checked and put in one place."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.simulator.chance import whole_seed
from cmkit.simulator.parameters import Parameters, parameters

__all__ = ["BRAND", "LANGUAGES", "TIMEZONE", "VERSION", "World", "agent_for", "world"]

#: Of the generator: a new one makes other posts from the same seed.
VERSION = "2"

#: The languages that the grammar writes.
LANGUAGES = ("fr", "en")
#: The members live by this clock.
TIMEZONE = "Europe/Paris"
#: Rows of the brand's own account and of its agents in the members' table.
BRAND, _AGENT_FR, _AGENT_EN = 0, 1, 2
_FEWEST, _MOST_WEEKS = 60, 520
_DEFAULT_MIX = {"fr": 0.6, "en": 0.4}


@dataclass(frozen=True, slots=True)
class World:
    """The settings of one world, checked; it lasts from ``start`` until before ``end``, UTC."""

    seed: int
    n_members: int
    weeks: int
    language_mix: Mapping[str, float]
    brand: str
    handle: str
    start: pd.Timestamp
    end: pd.Timestamp
    parameters: Parameters

    @property
    def first_second(self) -> int:
        """The first instant, in seconds since 1970."""
        return int(self.start.timestamp())

    @property
    def last_second(self) -> int:
        """The first instant that is no longer in the span, in seconds since 1970."""
        return int(self.end.timestamp())


def world(
    *,
    seed: int,
    n_members: int,
    weeks: int,
    language_mix: Mapping[str, float] | None,
    brand: str,
    start: str | pd.Timestamp,
    given: Parameters | Mapping[str, Any] | None = None,
) -> World:
    """Check the arguments of `cmkit.simulator.community` and hold them together."""
    _whole("n_members", n_members, _FEWEST, 10_000_000)
    _whole("weeks", weeks, 1, _MOST_WEEKS)
    first = _first_instant(start)
    # Weeks of local time: one of them has 167 or 169 hours where the clocks change.
    last = (first.tz_convert(TIMEZONE) + pd.DateOffset(weeks=int(weeks))).tz_convert("UTC")
    return World(
        seed=whole_seed(seed),
        n_members=int(n_members),
        weeks=int(weeks),
        language_mix=_mix(language_mix),
        brand=brand,
        handle=_handle(brand),
        start=first,
        end=last,
        parameters=parameters(given),
    )


def agent_for(lang: np.ndarray) -> np.ndarray:
    """Return the agent who answers in each language."""
    return np.where(lang == "fr", _AGENT_FR, _AGENT_EN)


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise fail(f"{name} must be a whole number.", found=value, fix=f"{name}={least}")
    if not least <= value <= most:
        raise fail(f"{name} is out of range.", found=value, fix=f"choose from {least} to {most}")


def _first_instant(start: str | pd.Timestamp) -> pd.Timestamp:
    """Read the start; without a time zone it is local time, so a world begins at midnight there."""
    try:
        instant = pd.Timestamp(start)
    except (ValueError, TypeError):
        raise fail("start is not a date.", found=start, fix="start='2025-03-03'") from None
    if not isinstance(instant, pd.Timestamp):  # NaT is none
        raise fail("start is not a date.", found=start, fix="start='2025-03-03'")
    if instant.tzinfo is None:
        instant = instant.tz_localize(TIMEZONE, nonexistent="shift_forward", ambiguous=True)
    return instant.tz_convert("UTC").floor("s").as_unit("us")


def _mix(language_mix: Mapping[str, float] | None) -> dict[str, float]:
    if language_mix is None:
        return dict(_DEFAULT_MIX)
    fix = f"language_mix={_DEFAULT_MIX}: shares of {' and '.join(LANGUAGES)} that sum to 1"
    if not isinstance(language_mix, Mapping):
        raise fail("language_mix must be a dict.", found=language_mix, fix=fix)
    unknown = [name for name in language_mix if name not in LANGUAGES]
    if unknown:
        raise fail("the simulator does not write this language.", found=unknown[0], fix=fix)
    shares = {name: language_mix[name] for name in LANGUAGES if name in language_mix}
    numbers = all(isinstance(share, int | float) and share >= 0 for share in shares.values())
    if not numbers or abs(sum(shares.values()) - 1) > 1e-6:
        raise fail("language_mix must hold shares that sum to 1.", found=language_mix, fix=fix)
    return {name: float(share) for name, share in shares.items() if share > 0}


def _handle(brand: object) -> str:
    plain = unicodedata.normalize("NFKD", brand if isinstance(brand, str) else "")
    handle = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode().lower()).strip("_")
    if not re.search("[a-z]", handle):
        raise fail("brand must be a name with letters.", found=brand, fix="brand='Maison Lupin'")
    return handle
