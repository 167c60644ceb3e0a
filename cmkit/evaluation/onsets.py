"""Alarms against the crises that truly happened: found or missed, and how late."""

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail

__all__ = ["false_alarms", "onset_error"]


def onset_error(
    events: pd.DataFrame, episodes: pd.DataFrame, *, within: str | pd.Timedelta = "24h"
) -> pd.DataFrame:
    """Say for each true episode whether an alarm rang in time, and how long it took.

    An episode is detected where an alarm begins from its onset to ``within`` later. An alarm that
    was on already had other reasons, and is no detection.

    Parameters
    ----------
    events : DataFrame, one row per alarm
        See `cmkit.schema.EVENTS`.
    episodes : DataFrame, one row per true episode
        ``onset`` (UTC); ``episode_id`` and ``kind`` are carried over where they are there.
    within : str or Timedelta
        How long after the onset an alarm still counts.

    Returns
    -------
    DataFrame, one row per episode, in the order given
        ``episode_id``, ``kind`` (where given); ``onset``; ``detected`` (bool); ``alarm_at``
        (UTC); ``delay_minutes`` (>= 0); both missing where it was missed; ``n_alarms`` (alarms
        within that time: 1 is clean).

    Raises
    ------
    CmkitError
        Not EVENTS; episodes without an onset, or whose onset has no time zone.

    Notes
    -----
    Report missed episodes beside the delay: a detector that finds only the loud ones is quick.
    For campaigns and other episodes that should *not* ring, ``detected`` is the fault.

    Examples
    --------
    >>> events = pd.DataFrame(
    ...     {
    ...         "onset": pd.to_datetime(["2025-03-10 11:00Z"]),
    ...         "peak": pd.to_datetime(["2025-03-10 13:00Z"]),
    ...         "end": pd.to_datetime(["2025-03-11 08:00Z"]),
    ...         "kind": "crisis",
    ...         "severity": 4.0,
    ...     }
    ... )
    >>> episodes = pd.DataFrame(
    ...     {
    ...         "episode_id": ["e1", "e2"],
    ...         "onset": pd.to_datetime(["2025-03-10 09:30Z", "2025-03-20 09:30Z"]),
    ...     }
    ... )
    >>> onset_error(events, episodes)[["episode_id", "detected", "delay_minutes"]]
      episode_id  detected  delay_minutes
    0         e1      True           90.0
    1         e2     False            NaN
    """
    alarms = _alarm_onsets(events)
    onsets = _episode_onsets(episodes)
    first = np.searchsorted(alarms, onsets, side="left")
    n_alarms = np.searchsorted(alarms, onsets + _span(within), side="right") - first
    detected = n_alarms > 0
    alarm_at = pd.Series(alarms.take(np.minimum(first, len(alarms) - 1))) if len(alarms) else None
    if alarm_at is None:
        alarm_at = pd.Series(pd.NaT, index=range(len(onsets)), dtype="datetime64[us, UTC]")
    alarm_at = alarm_at.where(detected)
    kept = [name for name in ("episode_id", "kind") if name in episodes.columns]
    return (
        episodes[[*kept, "onset"]]
        .reset_index(drop=True)
        .assign(
            detected=detected,
            alarm_at=alarm_at,
            delay_minutes=(alarm_at - pd.Series(onsets)) / pd.Timedelta("1min"),
            n_alarms=n_alarms,
        )
    )


def false_alarms(
    events: pd.DataFrame, episodes: pd.DataFrame, *, within: str | pd.Timedelta = "24h"
) -> pd.DataFrame:
    """Keep the alarms that began outside every episode.

    Parameters
    ----------
    events : DataFrame, one row per alarm
        See `cmkit.schema.EVENTS`.
    episodes : DataFrame, one row per true episode
        ``onset`` (UTC), and ``acute_end``, ``chronic_end`` where known: an episode lasts from its
        onset to ``within`` later, or to the later of these ends: an alarm in the tail of a crisis
        is not false. Pass campaigns too, and count those that rang with `onset_error`.
    within : str or Timedelta
        The least time that an episode lasts.

    Returns
    -------
    DataFrame, one row per false alarm
        The rows of ``events``, in their order. Divide their number by the weeks that were
        watched, the warm-up left out.

    Raises
    ------
    CmkitError
        As for `onset_error`.

    Examples
    --------
    >>> events = pd.DataFrame(
    ...     {
    ...         "onset": pd.to_datetime(["2025-03-10 11:00Z", "2025-03-14 11:00Z"]),
    ...         "peak": pd.to_datetime(["2025-03-10 13:00Z", "2025-03-14 12:00Z"]),
    ...         "end": pd.to_datetime(["2025-03-11 08:00Z", "2025-03-14 13:00Z"]),
    ...         "kind": "crisis",
    ...         "severity": [4.0, 1.0],
    ...     }
    ... )
    >>> episodes = pd.DataFrame({"onset": pd.to_datetime(["2025-03-10 09:30Z"])})
    >>> false_alarms(events, episodes)["severity"].tolist()
    [1.0]
    """
    _alarm_onsets(events)
    onsets = _episode_onsets(episodes)
    ends = onsets + _span(within)
    for name in ("acute_end", "chronic_end"):
        if name in episodes.columns:
            end = pd.DatetimeIndex(pd.to_datetime(episodes[name], utc=True))
            ends = ends.where(end.isna() | (end < ends), end)
    # Episodes are few: one pass over the alarms for each.
    inside = np.zeros(len(events), dtype=bool)
    for onset, last in zip(onsets, ends, strict=True):
        inside |= ((events["onset"] >= onset) & (events["onset"] <= last)).to_numpy()
    return events[~inside].reset_index(drop=True)


def _alarm_onsets(events: pd.DataFrame) -> pd.DatetimeIndex:
    schema.check(events, schema.EVENTS)
    return pd.DatetimeIndex(events["onset"]).tz_convert("UTC").as_unit("us").sort_values()


def _episode_onsets(episodes: pd.DataFrame) -> pd.DatetimeIndex:
    needed = schema.Table("EPISODES", "a true episode", {"onset": schema.EVENTS.columns["onset"]})
    if isinstance(episodes, pd.DataFrame) and episodes.empty and "onset" in episodes.columns:
        return pd.DatetimeIndex([], dtype="datetime64[us, UTC]")
    schema.check(episodes, needed, what="episodes")
    return pd.DatetimeIndex(episodes["onset"]).tz_convert("UTC").as_unit("us")


def _span(within: str | pd.Timedelta) -> pd.Timedelta:
    span = pd.to_timedelta(within, errors="coerce")
    if not isinstance(span, pd.Timedelta) or span < pd.Timedelta(0):
        raise fail("'within' is a length of time.", found=repr(within), fix="within='24h'")
    return span
