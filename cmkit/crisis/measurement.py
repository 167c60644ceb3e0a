"""The figures of a crisis, each with one definition."""

from typing import Any

import numpy as np
import pandas as pd

from cmkit.crisis.excess import Excess, excess
from cmkit.crisis.lifecycle import first_run, phases, spans
from cmkit.crisis.windows import Grid, grid
from cmkit.errors import fail

__all__ = ["metrics"]

_FOUR_WEEKS = pd.Timedelta("28D")
_A_DAY = pd.Timedelta("24h")


def metrics(
    timeline: pd.DataFrame,
    events: pd.DataFrame,
    *,
    episodes: pd.DataFrame | None = None,
    timezone: str = "UTC",
) -> pd.DataFrame:
    r"""Measure each alarm: how high, how fast, how long, how negative, how costly.

    With n(t) the posts of a window, b(t) its seasonal baseline, :math:`e = n - b` the excess,
    :math:`\bar e` its mean over the hour around t and :math:`t_p` the peak:

    =====================  ==================================================================
    peak_ratio             :math:`\bar e(t_p)` / median of b over the 28 days before the onset
    rise_minutes           from the last time :math:`\bar e` rose past 10 % of its peak, to the peak
    half_life_minutes      from the peak to the first time from which :math:`\bar e\,m/b` stays
                           below half of its value at the peak for 3 h; m is the same median of
                           b. Dividing by the season keeps a quiet night from passing for a
                           calmed crowd, and the 3 h keep out a chance dip
    negative_share         :math:`\sum` n_negative / :math:`\sum` n_posts, start to acute end
    attention_debt         :math:`\sum \max(e, 0)`, in posts, start to acute end
    detect_minutes         alarm - true onset
    response_minutes       first answer of the organisation - true onset
    response_from_alarm_minutes  first answer - alarm
    =====================  ==================================================================

    The sums start where the rise does, or with the first window that rang where that is sooner,
    so that a slow detector does not make a cheap crisis; where the acute phase has not ended they
    run to the end of the timeline.

    Parameters
    ----------
    timeline : DataFrame, one row per window
        See `cmkit.schema.TIMELINE`.
    events : DataFrame, one row per alarm
        See `cmkit.schema.EVENTS`.
    episodes : DataFrame, one row per true episode, optional
        ``onset`` (UTC) and, where known, ``answered_at`` (UTC), as in the simulator's truth.
        An alarm belongs to the episode whose onset lies in the 24 hours before it; the first
        such alarm counts.
    timezone : str
        The same as for `cmkit.crisis.detect`.

    Returns
    -------
    DataFrame, one row per alarm, in order of onset
        ``onset`` (UTC), then the columns above: ratios >= 0, minutes >= 0, a share (0 to 1),
        posts >= 0. Missing where the timeline or the truth does not say, and the rise also where
        the talk had not calmed down since the alarm before.

    Raises
    ------
    CmkitError
        Not a TIMELINE or not EVENTS; an alarm outside the timeline; episodes without an onset.

    Notes
    -----
    A share of posts tagged by an engine carries the engine's errors: correct it with
    `cmkit.evaluation.corrected_share`. Never compare mean response times where some crises were
    not answered: the missing ones are the slowest.

    Examples
    --------
    >>> from cmkit import crisis
    >>> hours = pd.date_range("2025-03-03", periods=12 * 24, freq="1h", tz="UTC")
    >>> timeline = pd.DataFrame({"window_start": hours, "n_posts": 10, "n_authors": 5})
    >>> timeline = timeline.assign(n_negative=2, share_negative=0.2)
    >>> timeline.loc[220:223, "n_posts"] = [30, 50, 40, 14]
    >>> events = crisis.detect(timeline, kind="buzz")
    >>> metrics(timeline, events)[["peak_ratio", "half_life_minutes", "attention_debt"]]
       peak_ratio  half_life_minutes  attention_debt
    0         4.0              120.0            94.0
    """
    windows = grid(timeline, timezone=timezone)
    dated = phases(timeline, events, timezone=timezone)
    events = events.sort_values("onset", ignore_index=True)
    above = excess(windows)
    measured, earliest = [], 0
    for (first, last), row in zip(spans(events, windows), dated.itertuples(), strict=True):
        measured.append(_measure(first, earliest, row, windows, above))
        # What rose before the end of one alarm is not counted again for the next.
        earliest = last + 1
    table = pd.DataFrame(measured, columns=list(_MEASURES), index=dated.index).astype(float)
    return pd.concat(
        [dated[["onset"]], table, pd.DataFrame(_times(dated["onset"], episodes))], axis=1
    )


_MEASURES = ("peak_ratio", "rise_minutes", "half_life_minutes", "negative_share", "attention_debt")


def _measure(
    first: int, earliest: int, row: Any, windows: Grid, above: Excess
) -> tuple[float, ...]:
    peak = int(windows.start.searchsorted(row.peak))
    acute_end = row.acute_end
    last = len(windows) if pd.isna(acute_end) else int(windows.start.searchsorted(acute_end))
    before = max(0, first - windows.n_windows(_FOUR_WEEKS))
    usual = above.usual[before : first + 1]
    typical = float(np.nanmedian(usual)) if not np.isnan(usual).all() else np.nan
    floor = min(windows.step / pd.Timedelta("1h"), 1.0)
    minutes = windows.step / pd.Timedelta("1min")
    rise = _rise(earliest, peak, above)
    start = first if np.isnan(rise) else min(first, peak - int(rise))
    span = slice(start, max(last, first + 1))
    tagged = ~np.isnan(windows.n_negative[span])
    n_posts = windows.n_posts[span][tagged].sum()
    return (
        above.smooth[peak] / max(typical, floor),
        minutes * rise,
        minutes * _half_life(peak, typical, floor, windows, above),
        windows.n_negative[span][tagged].sum() / n_posts if n_posts else np.nan,
        float(np.maximum(np.nan_to_num(above.raw[span]), 0).sum()),
    )


def _rise(earliest: int, peak: int, above: Excess) -> float:
    """Return the windows from the last passage of 10 % of the peak to the peak."""
    before = above.smooth[earliest:peak]
    low = np.flatnonzero(~(before >= 0.1 * above.smooth[peak]))
    return float(len(before) - 1 - low[-1]) if len(low) else np.nan


def _half_life(peak: int, typical: float, floor: float, windows: Grid, above: Excess) -> float:
    """Return the windows from the peak to half of it, with the season divided out."""
    level = above.smooth * typical / np.maximum(above.usual_smooth, floor)
    half = first_run(level < level[peak] / 2, start=peak, length=windows.n_windows("3h"))
    return np.nan if half is None else float(half - peak)


def _times(alarms: pd.Series, episodes: pd.DataFrame | None) -> dict[str, pd.Series]:
    missing = pd.Series(np.nan, index=alarms.index)
    detect, response, from_alarm = missing.copy(), missing.copy(), missing.copy()
    for onset, answered in _answers(episodes):
        hits = alarms[(alarms >= onset) & (alarms <= onset + _A_DAY)]
        if hits.empty:
            continue
        row, alarm = hits.index[0], hits.iloc[0]
        detect[row] = (alarm - onset) / pd.Timedelta("1min")
        response[row] = (answered - onset) / pd.Timedelta("1min")
        from_alarm[row] = (answered - alarm) / pd.Timedelta("1min")
    return {
        "detect_minutes": detect,
        "response_minutes": response,
        "response_from_alarm_minutes": from_alarm,
    }


def _answers(episodes: pd.DataFrame | None) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    if episodes is None:
        return []
    if not isinstance(episodes, pd.DataFrame) or "onset" not in episodes.columns:
        raise fail(
            "episodes need an 'onset' column.",
            found=str(list(getattr(episodes, "columns", [type(episodes).__name__]))),
            fix="pass the truth's table: truth.episodes, one row per episode",
        )
    onset = pd.to_datetime(episodes["onset"], utc=True)
    answered = pd.to_datetime(
        episodes.get("answered_at", pd.Series(pd.NaT, index=episodes.index)), utc=True
    )
    pairs = sorted(zip(onset, answered, strict=True), key=lambda pair: pair[0])
    return [(a, b) for a, b in pairs if not pd.isna(a)]
