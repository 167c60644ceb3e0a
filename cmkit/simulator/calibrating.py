"""Fit the parameters of a world on real posts: rhythm, activity, delays, language mix."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.simulator.counts import local_times, noise_size
from cmkit.simulator.parameters import Parameters, parameters
from cmkit.simulator.settings import LANGUAGES, TIMEZONE

__all__ = ["Calibration", "calibrate"]

_FEWEST = 200
_FLAT_SECONDS, _LONGEST_SECONDS = 300, 28 * 86_400
_THETAS = np.linspace(0.05, 2.0, 391)
#: Posts that a sitting holds are at most this far apart.
_SITTING_SECONDS = 480
#: What the defaults come to, measured on simulated posts: the scale of what is fitted.
_BY_STAFF, _BY_MEMBERS, _USUAL_REPOSTS = 0.065, 0.5, 0.106
_USUAL_POSTS_A_WEEK = 1.42
#: Replies of staff, who wait for opening hours, stretch what is seen of members' delays.
_USUAL_REPLY_MEDIAN_MINUTES, _USUAL_REPLY_SPREAD = 35.5, 2.0
_DEFAULTS = Parameters()
_POINTERS = (("reply", "reply_to"), ("repost", "repost_of"))


class Calibration(NamedTuple):
    """What `calibrate` finds: pass the parts to `cmkit.simulator.community`."""

    parameters: Parameters
    language_mix: dict[str, float]
    n_members: int
    weeks: int


def calibrate(posts: pd.DataFrame, *, timezone: str = TIMEZONE) -> Calibration:
    """Fit parameters on posts, so that a simulated community has their rhythm and habits.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`; 200 posts or more over three days or more.
    timezone : str
        Where the authors live.

    Returns
    -------
    Calibration
        ``parameters``: hours of the day, weekend, noise of five-minute counts, drift, sittings,
        shares and delays of replies and reposts; what the posts do not tell keeps its default.
        ``language_mix`` over the languages that the grammar writes; ``n_members`` that give as many
        posts a week; ``weeks`` of the span, rounded.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table, there are too few, or the time zone is not known.

    Notes
    -----
    By moments, but for the exponent of reposts: maximum likelihood of the SEISMIC kernel, cut off
    at the end of the posts. A crisis in the posts is fitted as if it were noise: leave it out
    first. An export that a search cut out of a stream has too few replies and reposts.

    Examples
    --------
    >>> from cmkit.simulator import community
    >>> found = calibrate(community(seed=7, n_members=300, weeks=2, episodes=[]).posts)
    >>> len(found.parameters.by_hour), found.weeks
    (24, 2)
    """
    schema.check(posts, schema.POSTS)
    times = pd.DatetimeIndex(posts["created_at"])
    span = times.max() - times.min() if len(times) else pd.Timedelta(0)
    if len(posts) < _FEWEST or span < pd.Timedelta(days=3):
        raise fail(
            "these posts are too few to fit a rhythm on.",
            found=f"{len(posts)} posts over {span.days} days",
            fix=f"{_FEWEST} posts or more, over 3 days or more",
        )
    weeks = max(1, round(span / pd.Timedelta(weeks=1)))
    values: dict[str, Any] = (
        _rhythm(posts, timezone) | _reactions(posts) | {"session_size": _sittings(posts)}
    )
    by_member = len(posts) / (span / pd.Timedelta(weeks=1)) / _USUAL_POSTS_A_WEEK
    return Calibration(
        parameters({name: value for name, value in values.items() if np.all(np.isfinite(value))}),
        _languages(posts["lang"]),
        int(np.clip(round(by_member), 60, 10_000_000)),
        weeks,
    )


def _rhythm(posts: pd.DataFrame, timezone: str) -> dict[str, Any]:
    ones = pd.Series(1, index=pd.DatetimeIndex(posts["created_at"])).sort_index()
    steps, hourly = ones.resample("5min").sum(), ones.resample("1h").sum()
    local = local_times(hourly.index, timezone)
    weekend = local.day_of_week >= 5
    # Half a post an hour keeps an hour without any from being impossible.
    by_hour = hourly.groupby(local.hour).sum().reindex(range(24), fill_value=0) + 0.5
    ratio = hourly[weekend].mean() / hourly[~weekend].mean() if weekend.any() else np.nan
    levels = tuple(float(level) for level in by_hour / by_hour.mean())
    kept, spread = _drift(hourly, local)
    # Noise of sittings and threads is made apart, so the size that is left is larger.
    size = noise_size(steps, timezone)
    return {
        "by_hour": levels,
        "weekend_ratio": float(np.clip(ratio, 0.05, 5)) if np.isfinite(ratio) else np.nan,
        "noise_size": float(np.clip(size, 0.05, 1e6)),
        "drift_kept": kept,
        "drift_spread": spread,
    }


def _drift(hourly: pd.Series, local: pd.DatetimeIndex) -> tuple[float, float]:
    """Fit the AR(1) of the log level from autocovariances three and six hours apart.

    Counting noise has no memory, and sittings and threads a short one, so they hardly enter them.
    """
    weekend = (local.day_of_week >= 5).astype(int)
    expected = hourly.groupby([np.asarray(local.hour), np.asarray(weekend)]).transform("mean")
    ratio = (hourly / expected.where(expected > 0)).fillna(1.0).to_numpy(float)
    ratio = np.clip(ratio, 0, np.quantile(ratio, 0.99)) - 1
    near, far = np.mean(ratio[3:] * ratio[:-3]), np.mean(ratio[6:] * ratio[:-6])
    if near <= 0 or far <= 0:
        return _DEFAULTS.drift_kept, float(np.sqrt(max(near, 0.0)))
    kept = float(np.clip((far / near) ** (1 / 3), 0.5, 0.98))
    return kept, float(np.clip(np.sqrt(np.log1p(near / kept**3)), 0, 2))


def _reactions(posts: pd.DataFrame) -> dict[str, Any]:
    at = posts.drop_duplicates("post_id").set_index("post_id")["created_at"]
    replies, reposts = (_delays(posts, at, *pair) for pair in _POINTERS)
    logs = np.log(replies[replies > 0])
    share = posts["kind"].value_counts(normalize=True)
    reposted = share.get("repost", 0.0) / max(1 - share.get("repost", 0.0), 1e-9)
    answered = share.get("reply", 0.0) / max(share.get("post", 0.0) + share.get("quote", 0.0), 1e-9)
    return {
        "reply_share": float(np.clip((answered - _BY_STAFF) / _BY_MEMBERS, 0, 3)),
        "repost_share": float(np.clip(reposted / _USUAL_REPOSTS, 0, 3)),
        "reply_median_minutes": _scaled(
            np.exp(np.median(logs)) / 60 if len(logs) > 20 else np.nan,
            _DEFAULTS.reply_median_minutes / _USUAL_REPLY_MEDIAN_MINUTES,
        ),
        "reply_spread": _scaled(
            min(logs.std(), 4.0) if len(logs) > 20 else np.nan,
            _DEFAULTS.reply_spread / _USUAL_REPLY_SPREAD,
        ),
        "repost_theta": _theta(posts, at) if len(reposts) > 50 else np.nan,
    }


def _scaled(value: float, factor: float) -> float:
    return float(np.clip(value * factor, 0.1, 100_000))


def _delays(posts: pd.DataFrame, at: pd.Series, kind: str, pointer: str) -> np.ndarray:
    """Return delays in seconds of one kind of reaction, where the export holds both posts."""
    rows = posts[posts["kind"] == kind]
    delay = (rows["created_at"] - rows[pointer].map(at)).dt.total_seconds()
    return delay.dropna().to_numpy(float)


def _theta(posts: pd.DataFrame, at: pd.Series) -> float:
    """Fit the exponent of SEISMIC's kernel by maximum likelihood, cut off at the last post."""
    rows = posts[posts["kind"] == "repost"]
    source = rows["repost_of"].map(at)
    known = source.notna()
    delay = (rows["created_at"] - source)[known].dt.total_seconds().to_numpy(float)
    room = (posts["created_at"].max() - source[known]).dt.total_seconds().to_numpy(float)
    kept = delay <= _LONGEST_SECONDS
    delay, room = np.maximum(delay[kept], 1.0), np.maximum(room[kept], _FLAT_SECONDS + 1.0)
    room = np.minimum(room, _LONGEST_SECONDS)
    late = np.maximum(delay / _FLAT_SECONDS, 1.0)
    best = [
        np.sum(np.log(theta / (1 + theta)) - (1 + theta) * np.log(late))
        - np.sum(np.log(1 - (room / _FLAT_SECONDS) ** -theta / (1 + theta)))
        for theta in _THETAS
    ]
    return float(_THETAS[int(np.argmax(best))])


def _sittings(posts: pd.DataFrame) -> float:
    """Return how many own posts an author writes in one sitting, on average."""
    own = posts.loc[posts["kind"] == "post", ["author_id", "created_at"]]
    own = own.sort_values(["author_id", "created_at"])
    wait = own.groupby("author_id")["created_at"].diff().dt.total_seconds()
    begins = ~(wait <= _SITTING_SECONDS)
    return float(np.clip(len(own) / max(begins.sum(), 1), 1, 20))


def _languages(lang: pd.Series) -> dict[str, float]:
    """Return the shares of the languages that the grammar writes; the usual mix where none is."""
    counts = lang.value_counts().reindex(LANGUAGES, fill_value=0)
    if not counts.sum():
        return {}
    shares = counts / counts.sum()
    return {
        name: round(float(share), 6)
        for name, share in zip(LANGUAGES, shares, strict=True)
        if share > 0
    }
