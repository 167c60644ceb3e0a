"""Twelve weeks of messages to the brand, and how long each waits for an answer.

The staff works from 9 to 18, Monday to Friday, on the clock of Paris, not on public holidays. A
message waits a log-normal number of *working* minutes, so nights, weekends and holidays add to the
wait that its sender feels. Some messages are never answered; others are answered after the last
day: both look the same in the table. Log-normal waits: Stouffer, Malmgren and Amaral (2006), arXiv
physics/0605027, for e-mail (they find a mixture of two). The weekly rhythm and every parameter are
an editorial choice.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.simulator import chance
from cmkit.simulator.chance import Ints

__all__ = ["tickets"]

_START, _DAYS = pd.Timestamp("2025-02-24"), 84
_ZONE = "Europe/Paris"
_OPENS, _WORKED = 9, 9 * 3_600
_WEEKDAYS = np.array(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], dtype=object)
#: French public holidays of 2025 on weekdays after the start.
_HOLIDAYS = (
    *("2025-04-21", "2025-05-01", "2025-05-08", "2025-05-29", "2025-06-09"),
    *("2025-07-14", "2025-08-15", "2025-11-11", "2025-12-25"),
)
_TYPES = np.array(["complaint", "question", "suggestion", "thanks"], dtype=object)
#: How readily a message stays without an answer: a complaint less, thanks more.
_NEGLECT = np.array([0.7, 0.8, 1.5, 2.0])
#: In working minutes: seven weeks, so that the calendar below is long enough.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class _Channel:
    """How a channel is used and staffed; minutes are working minutes, ``types`` as in _TYPES."""

    name: str
    share: float
    median: float
    sigma: float
    target: int
    never: float
    types: tuple[float, float, float, float]
    at_office: bool = True


_CHANNELS = (
    _Channel("email", 0.26, 300, 0.8, 1_080, 0.04, (0.36, 0.46, 0.11, 0.07)),
    _Channel("phone message", 0.12, 100, 0.8, 540, 0.03, (0.45, 0.45, 0.04, 0.06)),
    _Channel("micro-blog", 0.22, 35, 1.0, 240, 0.11, (0.36, 0.32, 0.14, 0.18), at_office=False),
    _Channel("page", 0.24, 75, 1.0, 540, 0.13, (0.22, 0.38, 0.17, 0.23), at_office=False),
    _Channel("chat", 0.16, 4, 0.9, 30, 0.04, (0.2, 0.66, 0.07, 0.07)),
)
_NAMES = np.array([channel.name for channel in _CHANNELS], dtype=object)
#: Median latency of the slow channel on its slow weekday, in targets.
_SLOW_IN_TARGETS = 1.3
#: Messages by hour of the day (local) and by weekday, Monday first.
_OFFICE_HOURS = (
    *(0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 2, 5, 8, 9, 8.5),
    *(6, 7, 8, 8, 7.5, 7, 4.5, 3, 2.5, 2, 1, 0.5),
)
_HOME_HOURS = (
    *(1.2, 0.6, 0.3, 0.2, 0.2, 0.4, 1.2, 2.6, 3.6, 4, 4.2, 4.4),
    *(5.4, 4.6, 4, 4, 4.2, 5, 5.8, 6.4, 7.4, 7.6, 5.6, 3),
)
_OFFICE_WEEK = (1.3, 1.05, 1, 0.95, 0.95, 0.35, 0.25)
_HOME_WEEK = (1.1, 1, 1, 0.95, 0.95, 0.85, 0.9)


def tickets(seed: int) -> Made:
    """Make the messages; the truth knows when each would be answered if time did not run out."""
    rng = chance.stream(seed, "tickets")
    size = 2_900 + int(rng.integers(0, 201))
    slow = int(rng.integers(0, len(_CHANNELS))), int(rng.integers(0, len(_WEEKDAYS)))
    channel = chance.pick(rng, _of_channel("share"), size)
    asked = _asked(rng, channel)
    order = np.argsort(asked, kind="stable")
    channel, asked = channel[order], asked[order]
    kind = _types(rng, channel)
    opening = _openings()
    latency = _latency(rng, channel, _weekday_of_clock(opening, asked), slow)
    answered = _at(opening, _worked_until(opening, asked) + latency)
    is_answered = ~chance.below(rng, _of_channel("never")[channel] * _NEGLECT[kind], size)
    end = (_START + pd.Timedelta(days=_DAYS)).tz_localize(_ZONE).timestamp()
    table = pd.DataFrame(
        {
            "ticket_id": [f"T{number:04d}" for number in range(1, size + 1)],
            "channel": _NAMES[channel],
            "type": _TYPES[kind],
            "lang": np.array(["fr", "en"], dtype=object)[chance.pick(rng, [0.74, 0.26], size)],
            "asked_at": _times(asked),
            "answered_at": _times(answered).where(is_answered & (answered < end)),
            "target_minutes": _of_channel("target").astype(np.int64)[channel],
        }
    )
    truth = pd.DataFrame(
        {
            "ticket_id": table["ticket_id"],
            "gets_answer": is_answered,
            "latency_minutes": pd.Series(latency / 60).round(3).where(is_answered),
            "would_be_answered_at": _times(answered).where(is_answered),
        }
    )
    return Made(table, {"tickets": truth, "channels": _channel_truth(*slow)})


def _of_channel(field: str) -> chance.Floats:
    return np.array([getattr(channel, field) for channel in _CHANNELS], dtype=float)


def _asked(rng: np.random.Generator, channel: Ints) -> Ints:
    """Draw when messages are sent, in seconds since 1970: a local day and hour, then a second.

    The hour that does not exist on 30 March is read as the one after it.
    """
    day = pd.date_range(_START, periods=_DAYS, freq="D")
    hours = np.zeros(len(channel), dtype=np.int64)
    is_holiday = day.strftime("%Y-%m-%d").isin(_HOLIDAYS)
    week_of_day = np.where(is_holiday, 6, day.day_of_week)
    for at_office in (True, False):
        week, profile = (_OFFICE_WEEK, _OFFICE_HOURS) if at_office else (_HOME_WEEK, _HOME_HOURS)
        rows = np.flatnonzero(_of_channel("at_office")[channel] == at_office)
        weights = np.outer(np.array(week)[week_of_day], profile).ravel()
        hours[rows] = chance.pick(rng, weights / weights.sum(), len(rows))
    seconds = hours * 3_600 + rng.integers(0, 3_600, size=len(channel))
    local = pd.DatetimeIndex(_START + pd.to_timedelta(seconds, unit="s"))
    known = local.tz_localize(_ZONE, nonexistent=pd.Timedelta(hours=1))
    return _seconds(known)


def _types(rng: np.random.Generator, channel: Ints) -> Ints:
    """Draw what each message wants, by the habits of its channel."""
    kind = np.zeros(len(channel), dtype=np.int64)
    for number, of in enumerate(_CHANNELS):
        rows = np.flatnonzero(channel == number)
        kind[rows] = chance.pick(rng, of.types, len(rows))
    return kind


def _latency(rng: np.random.Generator, channel: Ints, weekday: Ints, slow: tuple[int, int]) -> Ints:
    """Draw the working seconds to the answer, a minute at least."""
    spread = _of_channel("sigma")[channel] * chance.normal(rng, len(channel))
    is_slow = (channel == slow[0]) & (weekday == slow[1])
    factor = np.where(is_slow, _slow_factor(slow[0]), 1.0)
    minutes = _of_channel("median")[channel] * factor * np.exp(spread)
    return np.rint(60 * np.clip(minutes, 1, _LONGEST)).astype(np.int64)


def _slow_factor(number: int) -> float:
    channel = _CHANNELS[number]
    return round(_SLOW_IN_TARGETS * channel.target / channel.median, 3)


def _openings() -> Ints:
    """Return when each working day opens, in seconds since 1970."""
    days = pd.bdate_range(_START, "2025-12-31")
    working = days[~days.strftime("%Y-%m-%d").isin(_HOLIDAYS)]
    return _seconds((working + pd.Timedelta(hours=_OPENS)).tz_localize(_ZONE))


def _worked_until(opening: Ints, moment: Ints) -> Ints:
    """Count the working seconds from the first opening to each moment."""
    day = np.searchsorted(opening, moment, side="right") - 1
    within = np.clip(moment - opening[np.maximum(day, 0)], 0, _WORKED)
    worked: Ints = np.where(day < 0, 0, day * _WORKED + within)
    return worked


def _at(opening: Ints, worked: Ints) -> Ints:
    """Return the moment when so many seconds have been worked: `_worked_until` backwards."""
    day = (worked - 1) // _WORKED
    return opening[day] + worked - day * _WORKED


def _weekday_of_clock(opening: Ints, asked: Ints) -> Ints:
    """Return the weekday (0 = Monday) on which the working clock of a message starts."""
    day = np.searchsorted(opening + _WORKED, asked, side="right")
    local = pd.to_datetime(opening[day], unit="s", utc=True).tz_convert(_ZONE)
    return np.asarray(local.day_of_week, dtype=np.int64)


def _seconds(times: pd.DatetimeIndex) -> Ints:
    return np.asarray(times.as_unit("s").asi8, dtype=np.int64)


def _times(seconds: Ints) -> pd.Series:
    return pd.Series(pd.to_datetime(seconds, unit="s", utc=True)).dt.as_unit("us")


def _channel_truth(slow_channel: int, slow_weekday: int) -> pd.DataFrame:
    is_slow = np.arange(len(_CHANNELS)) == slow_channel
    return pd.DataFrame(
        {
            "channel": _NAMES,
            "median_minutes": _of_channel("median"),
            "sigma": _of_channel("sigma"),
            "never_share": _of_channel("never"),
            "slow_weekday": pd.Series(
                np.where(is_slow, _WEEKDAYS[slow_weekday], None), dtype=object
            ),
            "slow_factor": np.where(is_slow, _slow_factor(slow_channel), 1.0),
        }
    )
