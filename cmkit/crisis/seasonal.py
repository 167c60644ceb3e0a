"""What a timeline would look like on an ordinary day, told from the days before."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.crisis import trailing
from cmkit.crisis.windows import Grid, grid
from cmkit.errors import fail

__all__ = ["Expectation", "baseline", "expectation", "share_scores"]

# The level follows the brand over the last week; the shape of the week is learnt over four.
_DAYS_OF_LEVEL = 7
_SHARE_WHERE_NOTHING_IS_KNOWN = 0.2


class Expectation(NamedTuple):
    """What a count was expected to be, window by window; NaN where too little is known.

    ``expected`` and ``spread`` are in posts per window, ``z`` in robust standard deviations.
    """

    expected: np.ndarray
    spread: np.ndarray
    z: np.ndarray


def baseline(
    timeline: pd.DataFrame, *, timezone: str = "UTC", warm_up: str | pd.Timedelta = "7D"
) -> pd.DataFrame:
    """Expect each window from the same hours of the days before it, and say how far off it is.

    The expected count is the median of the same local hour on weekdays, or on weekend days, over
    the four weeks before the window's day, moved by the median of the last week's differences.
    Medians and noise are taken on Anscombe's scale ``2 sqrt(n + 3/8)``, on which the noise of
    counts hardly depends on their level; the noise is ``1.4826 MAD`` of the past differences, and
    never below 1, the noise of a Poisson count: in a quiet series two posts are no crisis.
    Nothing of the window's own day or of the future is used.

    Parameters
    ----------
    timeline : DataFrame, one row per window
        See `cmkit.schema.TIMELINE`; windows of one minute to one day. A window that is not there
        is missing, which is not the same as a count of 0.
    timezone : str
        Where the audience lives, ``"Europe/Paris"`` for instance: its clock gives the hour and
        the weekday, through summer time too.
    warm_up : str or Timedelta
        Time at the start during which nothing is expected; at least seven days.

    Returns
    -------
    DataFrame, one row per window, in order of time
        ``window_start`` (UTC); ``n_posts``; ``expected`` (posts per window); ``spread`` (posts,
        one robust standard deviation at the expected level); ``z_volume`` (robust standard
        deviations); ``expected_share`` (usual negative share, 0 to 1: median of the daily shares
        of the four weeks before, never below 0.02, and 0.2 where they had no post);
        ``z_negative`` (how far the negative share of the trailing hour is above it, in binomial
        standard deviations). Missing during the warm-up and wherever too little is known; the
        last two also where nothing was tagged.

    Raises
    ------
    CmkitError
        Not a TIMELINE; windows of several lengths; a time zone that does not exist; a warm-up
        shorter than a week.

    Notes
    -----
    Not for series that change with holidays or sales: the baseline does not know the calendar.
    A change of level that lasts is forgotten within about a week.

    References
    ----------
    .. [1] Anscombe (1948), Biometrika 35, doi:10.1093/biomet/35.3-4.246 (the scale).
    .. [2] Hampel (1974), JASA 69, doi:10.1080/01621459.1974.10482962 (MAD).

    Examples
    --------
    Ten posts in every hour for eight days, then thirty:

    >>> hours = pd.date_range("2025-03-03", periods=8 * 24 + 1, freq="1h", tz="UTC")
    >>> timeline = pd.DataFrame({"window_start": hours, "n_posts": 10, "n_authors": 5})
    >>> timeline.loc[8 * 24, "n_posts"] = 30
    >>> timeline = timeline.assign(n_negative=2, share_negative=0.2)
    >>> baseline(timeline)[["n_posts", "expected", "z_volume"]].tail(2).round(1)
         n_posts  expected  z_volume
    191       10      10.0       0.0
    192       30      10.0       4.1
    """
    if pd.Timedelta(warm_up) < pd.Timedelta("7D"):
        raise fail(
            "the baseline needs at least a week to learn the week.",
            found=f"warm_up={warm_up!r}",
            fix="use '7D' or more, and start the timeline earlier",
        )
    windows = grid(timeline, timezone=timezone)
    volume = expectation(windows.n_posts, windows, warm_up=warm_up)
    usual_share, z_negative = share_scores(windows, warm_up=warm_up)
    table = pd.DataFrame(
        {
            "window_start": windows.start,
            "n_posts": windows.n_posts,
            "expected": volume.expected,
            "spread": volume.spread,
            "z_volume": volume.z,
            "expected_share": usual_share,
            "z_negative": z_negative,
        }
    )
    return table[~np.isnan(windows.n_posts)].reset_index(drop=True).astype({"n_posts": "int64"})


def expectation(
    counts: np.ndarray, windows: Grid, *, warm_up: str | pd.Timedelta = "7D"
) -> Expectation:
    """Expect counts from the same hours of the four weeks before; see `baseline`."""
    scaled = _anscombe(counts)
    centre, spread = (np.full(len(windows), np.nan) for _ in range(2))
    n_slots = int(windows.slot.max()) + 1 if len(windows) else 0
    kind = windows.slot + n_slots * windows.weekend
    n_warm = windows.n_windows(warm_up)
    for first, here, after in trailing.days_of(windows, trailing.DAYS_OF_HISTORY):
        if after <= n_warm:
            continue
        past = scaled[first:here]
        usual, n_known = _median_by_kind(past, kind[first:here], 2 * n_slots)
        with np.errstate(divide="ignore", invalid="ignore"):
            # A median of few values sits too near to each of them, and is itself uncertain.
            away = (past - usual[kind[first:here]]) * np.sqrt(
                n_known[kind[first:here]] / (n_known[kind[first:here]] - 1)
            )
            doubt = np.sqrt(1 + np.pi / (2 * n_known[kind[here:after]]))
        last_week = windows.day[first:here] >= windows.day[here] - _DAYS_OF_LEVEL
        centre[here:after] = usual[kind[here:after]] + trailing.median(away[last_week])
        spread[here:after] = max(trailing.noise(away), 1.0) * doubt
    centre[:n_warm] = spread[:n_warm] = np.nan
    expected = np.maximum((centre / 2) ** 2 - 3 / 8, 0.0)
    return Expectation(expected, spread * np.sqrt(expected + 3 / 8), (scaled - centre) / spread)


def share_scores(
    windows: Grid, *, warm_up: str | pd.Timedelta = "7D"
) -> tuple[np.ndarray, np.ndarray]:
    """Return the usual negative share, and how far the trailing hour's is above it (z)."""
    tagged = ~np.isnan(windows.n_negative) & ~np.isnan(windows.n_posts)
    posts = np.where(tagged, windows.n_posts, 0.0)
    negative = np.where(tagged, windows.n_negative, 0.0)
    n_days = int(windows.day[-1]) + 1 if len(windows) else 0
    with np.errstate(divide="ignore", invalid="ignore"):
        daily = np.bincount(windows.day, negative, n_days) / np.bincount(windows.day, posts, n_days)
    usual = np.array(
        [
            trailing.median(daily[max(0, day - trailing.DAYS_OF_HISTORY) : day])
            for day in range(n_days)
        ]
    )
    # A brand that nobody ever blamed still gets one post in fifty for free.
    usual = np.where(np.isnan(usual), _SHARE_WHERE_NOTHING_IS_KNOWN, np.clip(usual, 0.02, 0.98))
    share = np.where(tagged, usual[windows.day], np.nan) if n_days else np.empty(0)
    share[: windows.n_windows(warm_up)] = np.nan
    n_hour = windows.n_windows("1h")
    posts, negative = trailing_sum(posts, n_hour), trailing_sum(negative, n_hour)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (negative - posts * share) / np.sqrt(posts * share * (1 - share))
    return share, np.where(posts > 0, z, np.nan)


def trailing_sum(values: np.ndarray, n_windows: int) -> np.ndarray:
    """Sum each window with those before it, ``n_windows`` in all (fewer at the start)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    after = np.arange(1, len(values) + 1)
    return total[after] - total[np.maximum(after - n_windows, 0)]


def _anscombe(counts: np.ndarray) -> np.ndarray:
    return 2 * np.sqrt(counts + 3 / 8)


def _median_by_kind(
    values: np.ndarray, kind: np.ndarray, n_kinds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return each kind's median and how many values it had; NaN below two values."""
    present = ~np.isnan(values)
    values, kind = values[present], kind[present]
    ordered = values[np.lexsort((values, kind))]
    n_known = np.bincount(kind, minlength=n_kinds).astype(float)
    first = np.cumsum(n_known) - n_known
    low = np.minimum(first + (n_known - 1) // 2, len(ordered) - 1).astype(int)
    high = np.minimum(first + n_known // 2, len(ordered) - 1).astype(int)
    enough = n_known >= 2
    medians = np.full(n_kinds, np.nan)
    medians[enough] = (ordered[low[enough]] + ordered[high[enough]]) / 2
    return medians, n_known
