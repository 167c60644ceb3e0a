"""The life of a crisis: onset, peak, end of the acute and of the chronic phase, second waves."""

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.crisis.excess import Excess, excess, peak_between
from cmkit.crisis.seasonal import trailing_sum
from cmkit.crisis.windows import Grid, grid
from cmkit.errors import fail

__all__ = ["first_run", "phases", "position", "spans"]

_RESURGENCE_AFTER_CHRONIC = pd.Timedelta("30D")


def phases(timeline: pd.DataFrame, events: pd.DataFrame, *, timezone: str = "UTC") -> pd.DataFrame:
    r"""Date the phases that each alarm opens, and say which alarms belong to one crisis.

    With :math:`e(t) = n(t) - b(t)` the excess over the seasonal baseline, as a mean over the hour
    around t:

    - *onset*: the alarm's onset;
    - *peak*: start of the window where e is greatest during the alarm;
    - *acute end*: first time after the peak from which e stays below 10 % of its peak for 6 h;
    - *chronic end*: first time from the acute end on from which the robust z of the trailing
      hour stays below 2 for 48 h.

    An alarm is a *resurgence* where it comes after the acute end of a crisis and before its
    chronic end plus 30 days; one before the acute end is the *same wave*. Both belong to the
    crisis that was there: one crisis with two waves is not two crises.

    Parameters
    ----------
    timeline : DataFrame, one row per window
        See `cmkit.schema.TIMELINE`; the one in which the alarms rang.
    events : DataFrame, one row per alarm
        See `cmkit.schema.EVENTS`, from `cmkit.crisis.detect`.
    timezone : str
        The same as for `cmkit.crisis.detect`.

    Returns
    -------
    DataFrame, one row per alarm, in order of onset
        ``onset``, ``peak``, ``acute_end``, ``chronic_end`` (UTC; the ends are missing where the
        timeline stops before they are reached); ``crisis`` (number from 0 of the crisis it
        belongs to); ``part`` (``first``, ``same wave`` or ``resurgence``).

    Raises
    ------
    CmkitError
        Not a TIMELINE or not EVENTS; an alarm outside the timeline.

    Notes
    -----
    The phases after Fink (1986) and Coombs are told in words; these measurable versions are a
    choice of this kit. An hour is a long time in z: noise alone passes 2 about once a day, so that
    the chronic end comes late, by some days, rather than early.

    References
    ----------
    .. [1] Fink (1986), Crisis Management: Planning for the Inevitable, AMACOM.

    Examples
    --------
    >>> from cmkit import crisis
    >>> hours = pd.date_range("2025-03-03", periods=16 * 24, freq="1h", tz="UTC")
    >>> timeline = pd.DataFrame({"window_start": hours, "n_posts": 10, "n_authors": 5})
    >>> timeline = timeline.assign(n_negative=2, share_negative=0.2)
    >>> timeline.loc[220:223, "n_posts"] = [40, 60, 40, 12]
    >>> events = crisis.detect(timeline, kind="buzz")
    >>> phases(timeline, events).iloc[0]
    onset          2025-03-12 06:00:00+00:00
    peak           2025-03-12 05:00:00+00:00
    acute_end      2025-03-12 07:00:00+00:00
    chronic_end    2025-03-12 07:00:00+00:00
    crisis                                 0
    part                               first
    Name: 0, dtype: object
    """
    windows = grid(timeline, timezone=timezone)
    events = schema.check(events, schema.EVENTS).sort_values("onset", ignore_index=True)
    above = excess(windows)
    rows = [_phase(first, last, windows, above) for first, last in spans(events, windows)]
    table = pd.DataFrame(
        {
            "onset": events["onset"],
            "peak": windows.start[np.array([row[0] for row in rows], dtype=np.int64)],
            "acute_end": _instants([row[1] for row in rows], windows),
            "chronic_end": _instants([row[2] for row in rows], windows),
        }
    )
    crises, parts = _parts(table)
    return table.assign(crisis=np.array(crises, dtype=np.int64), part=pd.Series(parts, dtype="str"))


def spans(events: pd.DataFrame, windows: Grid) -> list[tuple[int, int]]:
    """Return the first and the last window of each alarm."""
    first = position(events["onset"], windows) - 1
    end = events["end"].dt.tz_convert("UTC")
    last = np.where(end.isna(), len(windows), windows.start.searchsorted(end)) - 1
    outside = (first < 0) | (first >= len(windows))
    if outside.any():
        raise fail(
            "an alarm lies outside the timeline.",
            found=str(events.loc[outside, "onset"].iloc[0]),
            fix="pass the timeline in which the alarms were detected",
        )
    return [(int(a), int(max(a, b))) for a, b in zip(first, last, strict=True)]


def position(instants: pd.Series, windows: Grid) -> np.ndarray:
    """Return the number of the window that begins at each instant, or after it."""
    found = windows.start.searchsorted(pd.DatetimeIndex(instants).tz_convert("UTC"))
    too_late = np.asarray(instants > windows.end.max()) if len(windows) else found == 0
    return np.where(too_late, len(windows) + 1, found)


def first_run(condition: np.ndarray, *, start: int, length: int) -> int | None:
    """Return where ``length`` windows that meet a condition first begin, from ``start`` on."""
    full = trailing_sum(condition[start:].astype(float), length)[length - 1 :] == length
    return start + int(np.argmax(full)) if full.any() else None


def _phase(
    first: int, last: int, windows: Grid, above: Excess
) -> tuple[int, int | None, int | None]:
    peak = peak_between(above, first, last)
    acute = first_run(
        above.smooth < 0.1 * above.smooth[peak], start=peak, length=windows.n_windows("6h")
    )
    if acute is None:
        return peak, None, None
    chronic = first_run(above.z < 2, start=acute, length=windows.n_windows("48h"))
    return peak, acute, chronic


def _instants(positions: list[int | None], windows: Grid) -> pd.DatetimeIndex:
    missing = np.array([position is None for position in positions], dtype=bool)
    filled = np.array([position or 0 for position in positions], dtype=np.int64)
    return pd.DatetimeIndex(windows.start[filled].where(~missing))


def _parts(table: pd.DataFrame) -> tuple[list[int], list[str]]:
    """Chain the alarms: each one is compared with the crisis that was last there."""
    crises: list[int] = []
    parts: list[str] = []
    acute_end = chronic_end = None
    for onset, next_acute_end, next_chronic_end in table[
        ["onset", "acute_end", "chronic_end"]
    ].itertuples(index=False):
        if crises and (pd.isna(acute_end) or onset <= acute_end):
            part = "same wave"
        elif crises and (pd.isna(chronic_end) or onset <= chronic_end + _RESURGENCE_AFTER_CHRONIC):
            part = "resurgence"
        else:
            part = "first"
        crises.append((crises[-1] if crises else -1) + (part == "first"))
        parts.append(part)
        acute_end, chronic_end = next_acute_end, next_chronic_end
    return crises, parts
