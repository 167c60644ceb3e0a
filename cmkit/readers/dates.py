"""Read the dates of a whole column: any usual way of writing them, into UTC.

What one cell cannot tell, the column often can: 25/03/2025 says that 03/04/2025 is the third of
April. What the column cannot tell either is asked for in an error; nothing is guessed.
"""

import re
import zoneinfo
from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.errors import fail

__all__ = ["Dates", "parse"]


class Dates(NamedTuple):
    """The times, UTC, missing where a cell could not be read; and why, in as many rows."""

    times: pd.Series
    reasons: pd.Series


#: English and French months, by their first letters without accents.
_MONTHS = (
    ("jan",), ("feb", "fev"), ("mar",), ("apr", "avr"), ("may", "mai"), ("jun", "juin"),
    ("jul", "juil"), ("aug", "aou"), ("sep",), ("oct",), ("nov",), ("dec",),
)  # fmt: skip
_CLOCK = (
    r"(?:(?:\s*[T,]\s*|\s+(?:à|at)?\s*)(?P<hour>\d{1,2})[:h](?P<minute>\d{2})?"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
_WEEKDAY = r"(?:[^\W\d]+\.?,?\s+)?"
_A_B = r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})"
#: Ways of writing a date that name its parts; tried in this order.
_SHAPES = {
    "year first": rf"(?P<year>\d{{4}})[-/.]{_A_B}{_CLOCK}{_ZONE}",
    "numbers": rf"{_A_B}[-/.](?P<year>\d{{4}}|\d{{2}}){_CLOCK}{_ZONE}",
    "day month": (
        rf"{_WEEKDAY}(?P<b>\d{{1,2}})(?:er|st|nd|rd|th)?[\s-]+(?P<a>[^\W\d]{{3,10}})\.?,?[\s-]+"
        rf"(?P<year>\d{{4}}){_CLOCK}{_ZONE}"
    ),
    "month day": (
        rf"{_WEEKDAY}(?P<a>[^\W\d]{{3,10}})\.?\s+(?P<b>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
        rf"(?P<year>\d{{4}}){_CLOCK}{_ZONE}"
    ),
    # X's old API: Wed Aug 27 13:08:45 +0000 2008
    "year last": (
        rf"{_WEEKDAY}(?P<a>[^\W\d]{{3,10}})\s+(?P<b>\d{{1,2}}){_CLOCK}{_ZONE}\s+(?P<year>\d{{4}})"
    ),
}
#: Python's texts: Arrow's regular expressions know no named groups with accents, nor (?P).
_PATTERNS = {name: re.compile(f"^{shape}$") for name, shape in _SHAPES.items()}
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?$"
_HAS_ZONE = r":\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$"


def parse(
    texts: pd.Series,
    *,
    timezone: str | None = None,
    date_format: str | None = None,
    dayfirst: bool | None = None,
) -> Dates:
    """Read a column of dates.

    Parameters
    ----------
    texts : Series of str
        One date per row, none missing.
    timezone : str, optional
        The zone of the dates that name none, e.g. ``"Europe/Paris"``.
    date_format : str, optional
        How dates are written, as in ``strftime``: then nothing else is tried.
    dayfirst : bool, optional
        Whether 03/04/2025 is in April (True) or in March (False).

    Raises
    ------
    CmkitError
        Day and month cannot be told apart; a time zone is needed, or is not known; no date can
        be read.
    """
    codes, distinct = pd.factorize(texts)
    each = pd.Series(np.asarray(distinct, dtype=object), dtype="str").str.strip()
    zone = _zone(timezone)
    naive = pd.Series(pd.NaT, index=each.index, dtype="datetime64[us]")
    utc = pd.Series(pd.NaT, index=each.index, dtype="datetime64[us, UTC]")
    if date_format is not None:
        _by_format(each, date_format, naive, utc)
    else:
        _iso(each, naive, utc)
        if (naive.isna() & utc.isna()).any():
            _numbers(each, naive, utc)
            _shapes(each, naive, utc, dayfirst=dayfirst)
    reasons = _reasons(each, naive, utc)
    if len(each) and (reasons != "").all():
        raise fail(
            "the dates cannot be read.",
            found=f"e.g. {', '.join(map(repr, each.head(3)))}",
            fix="say how they are written: date_format='%d/%m/%Y %H:%M' (or map another column)",
        )
    local = naive.notna()
    if local.any():
        _to_utc(each, naive, local, zone, utc, reasons)
    return Dates(
        pd.Series(utc.array[codes], index=texts.index),
        pd.Series(reasons.to_numpy(dtype=object)[codes], index=texts.index, dtype="str"),
    )


def _zone(timezone: str | None) -> zoneinfo.ZoneInfo | None:
    if timezone is None:
        return None
    try:
        return zoneinfo.ZoneInfo(timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        raise fail(
            "this time zone is not known.",
            found=repr(timezone),
            fix="timezone='Europe/Paris', 'America/New_York', 'UTC', ...",
        ) from None


def _by_format(each: pd.Series, date_format: str, naive: pd.Series, utc: pd.Series) -> None:
    try:
        if "%z" in date_format:
            utc[:] = pd.to_datetime(each, format=date_format, utc=True, errors="coerce")
        else:
            naive[:] = pd.to_datetime(each, format=date_format, errors="coerce")
    except (ValueError, TypeError) as reason:
        raise fail(
            "date_format is not a way of writing dates.",
            found=f"{date_format!r}: {reason}",
            fix="%d day, %m month, %Y year, %H:%M:%S time, %z zone: '%d/%m/%Y %H:%M'",
        ) from None


def _iso(each: pd.Series, naive: pd.Series, utc: pd.Series) -> None:
    """Read ISO 8601, the commonest and the fastest."""
    is_iso = each.str.match(_ISO)
    zoned = is_iso & each.str.contains(_HAS_ZONE)
    if zoned.any():
        utc[zoned] = pd.to_datetime(each[zoned], format="ISO8601", utc=True, errors="coerce")
    local = is_iso & ~zoned
    if local.any():
        naive[local] = pd.to_datetime(each[local], format="ISO8601", errors="coerce")


def _numbers(each: pd.Series, naive: pd.Series, utc: pd.Series) -> None:
    """Read counts since 1970, by their length, and dates written without separators."""
    whole = each.str.replace(r"\.\d*$", "", regex=True)
    digits = whole.str.fullmatch(r"\d{8,19}") & each.str.fullmatch(r"\d+(?:\.\d*)?")
    if not digits.any():
        return
    size = whole.str.len()
    packed = digits & size.isin([8, 14]) & whole.str.match(r"(?:19|20)\d\d[01]\d[0-3]\d")
    for length, shape in ((8, "%Y%m%d"), (14, "%Y%m%d%H%M%S")):
        chosen = packed & (size == length)
        if chosen.any():
            naive[chosen] = pd.to_datetime(whole[chosen], format=shape, errors="coerce")
    for low, high, unit in ((9, 11, 1_000_000), (12, 14, 1_000), (15, 17, 1), (18, 19, 0)):
        chosen = digits & ~packed & size.between(low, high)
        if chosen.any():
            counts = whole[chosen].astype("int64")
            micros = counts * unit if unit else counts // 1000
            utc[chosen] = pd.to_datetime(micros, unit="us", utc=True, errors="coerce")


def _shapes(each: pd.Series, naive: pd.Series, utc: pd.Series, *, dayfirst: bool | None) -> None:
    """Read the dates that name their parts: with slashes, or with the month in letters."""
    left = each[naive.isna() & utc.isna()]
    if left.empty:
        return
    parts, shape = _parts(left)
    numbers = shape == "numbers"
    if numbers.any() and not _is_dayfirst(left[numbers], parts[numbers], dayfirst=dayfirst):
        month, day = parts["a"], parts["b"]
    else:
        month, day = parts["a"].where(~numbers, parts["b"]), parts["b"].where(~numbers, parts["a"])
    year = parts["year"].where(parts["year"].str.len() != 2, "20" + parts["year"])
    clock = _clock(parts)
    stamps = year + "-" + _month_number(month) + "-" + day.str.zfill(2) + "T" + clock
    times = pd.to_datetime(stamps, format="%Y-%m-%dT%H:%M:%S", errors="coerce")
    zone = parts["zone"].where(~parts["zone"].isin(["Z", "UTC", "GMT"]), "+0000")
    has_zone = zone.notna()
    naive.loc[left.index[~has_zone]] = times[~has_zone]
    shift = _offset(zone[has_zone])
    utc.loc[left.index[has_zone]] = (times[has_zone] - shift).dt.tz_localize("UTC")


def _parts(left: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Return the named parts of each date, and the shape that found them."""
    names = ["year", "a", "b", "hour", "minute", "second", "half", "zone"]
    parts = pd.DataFrame(None, index=left.index, columns=names, dtype=object)
    shape = pd.Series("", index=left.index, dtype="str")
    for name, pattern in _PATTERNS.items():
        todo = left[shape == ""]
        if todo.empty:
            break
        found = todo.astype(object).str.extract(pattern)
        good = found.index[found["year"].notna()]
        parts.loc[good, found.columns] = found.loc[good]
        shape[good] = name
    return parts.astype("str"), shape


def _is_dayfirst(texts: pd.Series, parts: pd.DataFrame, *, dayfirst: bool | None) -> bool:
    """Decide for the whole column whether the day comes first."""
    if dayfirst is not None:
        return dayfirst
    first, second = parts["a"].astype(int), parts["b"].astype(int)
    day_first, month_first = (first > 12).any(), (second > 12).any()
    if day_first != month_first:
        return bool(day_first)
    unsure = first != second
    if not unsure.any():
        return True
    if day_first:
        raise fail(
            "some dates have the day first, others the month.",
            found=f"{texts[first > 12].iloc[0]!r} and {texts[second > 12].iloc[0]!r}",
            fix="dayfirst=True or dayfirst=False keeps those that agree and leaves out the others",
        )
    raise fail(
        "day and month cannot be told apart in these dates.",
        found=f"e.g. {texts[unsure].iloc[0]!r}",
        fix="dayfirst=True if the day comes first, dayfirst=False if the month does",
    )


def _month_number(months: pd.Series) -> pd.Series:
    numbers = {}
    for name in months.dropna().unique():
        bare = name.lower().replace("é", "e").replace("û", "u")
        found = [n for n, starts in enumerate(_MONTHS, 1) if bare.startswith(starts)]
        numbers[name] = name.zfill(2) if name.isdigit() else f"{found[0] if found else 0:02}"
    return months.map(numbers).astype("str")


def _clock(parts: pd.DataFrame) -> pd.Series:
    hour = pd.to_numeric(parts["hour"]).fillna(0).astype(int)
    half = parts["half"].str.lower().str[0]
    # 12 AM is midnight, 12 PM is noon; 13 PM is nothing
    hour = hour.mask((half == "a") & (hour == 12), 0)
    hour = hour.mask((half == "p") & (hour < 12), hour + 12)
    minute, second = parts["minute"].fillna("00"), parts["second"].fillna("00")
    return hour.astype("str").str.zfill(2) + ":" + minute + ":" + second


def _offset(zone: pd.Series) -> pd.Series:
    digits = zone.str.replace(":", "").str.slice(1).str.ljust(4, "0")
    minutes = digits.str[:2].astype(int) * 60 + digits.str[2:4].astype(int)
    return pd.to_timedelta(minutes.where(zone.str[0] == "+", -minutes), unit="min")


def _reasons(each: pd.Series, naive: pd.Series, utc: pd.Series) -> pd.Series:
    reasons = pd.Series("", index=each.index, dtype="str")
    unread = naive.isna() & utc.isna()
    reasons[unread] = "its date cannot be read: " + each[unread].str.slice(0, 40)
    return reasons


def _to_utc(
    each: pd.Series, naive: pd.Series, local: pd.Series,
    zone: zoneinfo.ZoneInfo | None, utc: pd.Series, reasons: pd.Series,
) -> None:  # fmt: skip
    """Place local times in their zone; leave out those that the change of clocks spoils."""
    if zone is None:
        raise fail(
            "the dates name no time zone, so their hours cannot be trusted.",
            found=f"e.g. {each[local].iloc[0]!r}",
            fix="say where their clock stood: timezone='Europe/Paris', or timezone='UTC'",
        )
    times = naive[local].dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    utc[local] = times.dt.tz_convert("UTC")
    spoilt = times.index[times.isna()]
    if len(spoilt):
        once = naive[spoilt].dt.tz_localize(zone, ambiguous=False, nonexistent="NaT")
        twice = once.index[once.notna()]
        reasons[spoilt] = f"this hour did not exist in {zone.key}: clocks went forward"
        reasons[twice] = f"this hour happened twice in {zone.key}: clocks went back"
