"""What of a world is observed: samples, gaps, deletions, duplicates, clocks, bot filters.

The truth is kept from before: what was not observed did happen.
"""

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.simulator import chance
from cmkit.simulator.settings import TIMEZONE

__all__ = ["observe"]

#: Accounts that write so many posts an hour at the median of their busy hours look like bots.
_BOT_POSTS_AN_HOUR = 12


def observe(
    posts: pd.DataFrame,
    *,
    seed: int,
    sample: float = 1.0,
    missing_hours: float = 0.0,
    deleted: float = 0.0,
    duplicated: float = 0.0,
    local_clock: str | None = None,
    without_bots: bool = False,
) -> pd.DataFrame:
    """Return what a collector would have got of the posts.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    seed : int
        Chooses what is lost; the same seed loses the same posts.
    sample : float
        Share of the posts that the platform hands out, 0 to 1: 0.1 is a "decahose".
    missing_hours : float
        Share of the hours in which the collector was down, 0 to 1.
    deleted : float
        Share of posts that their authors deleted before they were collected, 0 to 1.
    duplicated : float
        Share of posts that come twice, 0 to 1.
    local_clock : str, optional
        A time zone whose wall clock the collector wrote as if it were UTC: the trap that moves an
        evening peak, and makes an hour vanish or come twice when clocks change.
    without_bots : bool
        Whether a filter drops accounts that post too fast; it also drops some keen people.

    Returns
    -------
    DataFrame, one row per post that was observed
        The columns of ``posts``, in order of the (possibly wrong) time. Duplicates have the same
        ``post_id``; pointers may lead to posts that are not there.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; a share is not from 0 to 1; the time zone is not known.

    Examples
    --------
    >>> from cmkit.simulator import community
    >>> posts = community(seed=7, n_members=80, weeks=2).posts
    >>> seen = observe(posts, seed=1, sample=0.5)
    >>> bool(0.4 < len(seen) / len(posts) < 0.6)
    True
    """
    schema.check(posts, schema.POSTS)
    shares = {
        "sample": sample,
        "missing_hours": missing_hours,
        "deleted": deleted,
        "duplicated": duplicated,
    }
    for name, value in shares.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise fail(f"{name} is a share.", found=value, fix="a number from 0 to 1")
    dice = chance.stream(seed, "observation").random((4, len(posts)))
    keep = (dice[0] < sample) & (dice[1] >= deleted)
    keep &= ~_in_missing_hours(posts, seed, missing_hours)
    if without_bots:
        keep &= ~posts["author_id"].isin(_too_fast(posts)).to_numpy()
    times = 1 + (dice[2] < duplicated)
    seen = posts.iloc[np.repeat(np.arange(len(posts)), times * keep)]
    if local_clock is not None:
        seen = seen.assign(created_at=_as_wall_clock(seen["created_at"], local_clock))
    return seen.sort_values("created_at", kind="stable", ignore_index=True)


def _in_missing_hours(posts: pd.DataFrame, seed: int, share: float) -> np.ndarray:
    if not len(posts) or not share:
        return np.zeros(len(posts), dtype=bool)
    hour = posts["created_at"].dt.floor("1h")
    number = ((hour - hour.min()) // pd.Timedelta("1h")).to_numpy()
    is_down = chance.stream(seed, "observation", 1).random(int(number.max()) + 1) < share
    down: np.ndarray = is_down[number]
    return down


def _too_fast(posts: pd.DataFrame) -> pd.Index:
    """Return the authors whose busy hours hold too many posts."""
    by_hour = posts.groupby(["author_id", posts["created_at"].dt.floor("1h")]).size()
    usual = by_hour[by_hour > 1].groupby("author_id").median()
    return usual[usual >= _BOT_POSTS_AN_HOUR].index


def _as_wall_clock(times: pd.Series, timezone: str) -> pd.Series:
    try:
        local = times.dt.tz_convert(timezone)
    except (KeyError, ValueError, TypeError, OSError):
        fix = f"local_clock={TIMEZONE!r}"
        raise fail("this time zone is not known.", found=timezone, fix=fix) from None
    wall: pd.Series = local.dt.tz_localize(None).dt.tz_localize("UTC").dt.as_unit("us")
    return wall
