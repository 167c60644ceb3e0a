"""A timeline on a full grid of windows, with the local days and hours that carry the season."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail

__all__ = ["Grid", "grid"]

_DAY = pd.Timedelta("1D")
_HOUR = pd.Timedelta("1h")


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts on an unbroken grid; a window that the timeline lacks is NaN: missing, not zero.

    Parameters
    ----------
    start : DatetimeIndex
        First instant of each window, UTC.
    step : Timedelta
        Length of a window.
    n_posts, n_negative : ndarray of float
        Counts, NaN where not known.
    day : ndarray of int
        Local days since the first one, one value per window.
    slot : ndarray of int
        Time of the local day: the hour, or the window of the day where windows are longer.
    weekend : ndarray of bool
        Whether the local day is a Saturday or a Sunday.
    """

    start: pd.DatetimeIndex
    step: pd.Timedelta
    n_posts: np.ndarray
    n_negative: np.ndarray
    day: np.ndarray
    slot: np.ndarray
    weekend: np.ndarray

    def __len__(self) -> int:
        return len(self.start)

    @property
    def end(self) -> pd.DatetimeIndex:
        """Last instant of each window (left out of it)."""
        return self.start + self.step

    def n_windows(self, span: str | pd.Timedelta) -> int:
        """Return how many windows fill a length of time, at least one."""
        return max(1, round(pd.Timedelta(span) / self.step))


def grid(timeline: pd.DataFrame, *, timezone: str) -> Grid:
    """Put a timeline on its full grid, in order of time, and find local days and hours."""
    schema.check(timeline, schema.TIMELINE)
    step = _step(timeline["window_start"])
    instants = timeline["window_start"].dt.tz_convert("UTC")
    counts = timeline[["n_posts", "n_negative"]].set_index(instants).sort_index()
    if len(counts):
        counts = counts.reindex(pd.date_range(counts.index[0], counts.index[-1], freq=step))
    start = pd.DatetimeIndex(counts.index)
    # The middle of a window says which local day a long one belongs to.
    middle = _local(start + step / 2, timezone)
    midnight = middle.normalize()
    day = (midnight - midnight[0]) // _DAY if len(start) else np.empty(0)
    minutes = middle.hour * 60 + middle.minute
    return Grid(
        start=start,
        step=step,
        n_posts=counts["n_posts"].to_numpy(dtype=float, na_value=np.nan),
        n_negative=counts["n_negative"].to_numpy(dtype=float, na_value=np.nan),
        day=np.asarray(day, dtype=np.int64),
        slot=np.asarray(minutes // (max(step, _HOUR) // pd.Timedelta("1min")), dtype=np.int64),
        weekend=np.asarray(middle.day_of_week >= 5),
    )


def _local(instants: pd.DatetimeIndex, timezone: str) -> pd.DatetimeIndex:
    """Return the local clock times, as times without a zone: their days all last 24 hours."""
    try:
        return instants.tz_convert(timezone).tz_localize(None)
    except (KeyError, ValueError, TypeError) as error:
        raise fail(
            "unknown time zone.", found=repr(timezone), fix="use a name such as 'Europe/Paris'"
        ) from error


def _step(starts: pd.Series) -> pd.Timedelta:
    gaps = starts.sort_values().diff().dropna()
    if gaps.empty:
        return _HOUR
    step = gaps.min()
    if step == pd.Timedelta(0):
        raise fail(
            "timeline: a window stands twice.",
            found=str(starts[starts.duplicated()].iloc[0]),
            fix="one timeline is one series: cut it before, e.g. with posts.select",
        )
    if (gaps % step != pd.Timedelta(0)).any() or _DAY % step != pd.Timedelta(0):
        raise fail(
            "the windows of a timeline must have one length, and fill a day without remainder.",
            found=f"windows {step} apart, and others {gaps.max()} apart",
            fix="timeline.activity(posts, every='15min'); from one minute to one day",
        )
    if step < pd.Timedelta("1min"):
        raise fail(
            "the windows are too short to look for crises.",
            found=str(step),
            fix="use windows from one minute to one day: timeline.activity(posts, every='15min')",
        )
    return step
