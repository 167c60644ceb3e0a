"""Describe any posts by the statistics that the simulator is judged by, real posts included."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.simulator.counts import count_statistics
from cmkit.simulator.networks import modularity, reciprocity
from cmkit.simulator.settings import TIMEZONE

__all__ = ["BANDS", "describe", "describe_counts"]

_WORD = re.compile(r"\w+")
#: Authors with fewer posts tell nothing about burstiness.
_ENOUGH_POSTS = 20
_HEAPS_FROM = 1_000


class Band(NamedTuple):
    """Where a statistic lies in published data, with its source."""

    low: float
    high: float
    source: str


#: Bands of the literature; what has none is only described.
BANDS = {
    "share_of_top_1_percent": Band(0.40, 0.75, "van Mierlo 2014, doi:10.2196/jmir.2966"),
    "dispersion_5_minutes": Band(2, 8, "Numenta Anomaly Benchmark, ten brands, 2015"),
    "peak_to_trough": Band(2.5, 6, "Numenta Anomaly Benchmark, ten brands, 2015"),
    "weekend_ratio": Band(0.7, 1.0, "editorial; 0.40-0.82 for shares in the benchmark"),
    "autocorrelation_1_hour": Band(0.3, 0.6, "Numenta Anomaly Benchmark, ten brands, 2015"),
    "share_without_reaction": Band(0.65, 0.77, "Sysomos 2010, 1.2 billion tweets"),
    "reposts_within_1_hour": Band(0.50, 0.62, "Kwak et al. 2010, doi:10.1145/1772690.1772751"),
    "reposts_within_24_hours": Band(0.74, 0.85, "Kwak et al. 2010, doi:10.1145/1772690.1772751"),
    "reciprocity_of_mentions": Band(0.03, 0.15, "KONECT mention network; editorial above"),
    "burstiness": Band(0.3, 0.6, "Goh and Barabasi 2008, doi:10.1209/0295-5075/81/48002"),
    "heaps_exponent": Band(0.5, 0.75, "Heaps 1978; social texts"),
    "share_negative": Band(0.05, 0.12, "Jansen et al. 2009, doi:10.1002/asi.21149"),
}


def describe(
    posts: pd.DataFrame,
    *,
    timezone: str = TIMEZONE,
    labels: pd.Series | None = None,
    groups: pd.Series | None = None,
) -> pd.DataFrame:
    """Describe posts by their stylised facts, beside what was published.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`: simulated or real.
    timezone : str
        Where the authors live, for hours and weekends.
    labels : Series, one value per row of ``posts``, optional
        "negative", "neutral" or "positive", from a truth or a tagger.
    groups : Series, author_id to group, optional
        Communities, for the modularity of the networks.

    Returns
    -------
    DataFrame, one row per statistic
        ``statistic``; ``value`` (empty where the posts do not tell); ``low`` and ``high``, the band
        of published data, and its ``source``, where there is one.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table, the time zone is not known, or ``labels`` has another
        length.

    Notes
    -----
    Reposts count as reactions, not as posts that may draw some. Burstiness is (s - m) / (s + m) of
    the times between an author's posts, the median over authors with 20 posts or more. Heaps'
    exponent is the slope of log types over log tokens from 1,000 tokens on, reposts left out.
    Mentions and replies make one network. A search export holds the posts that a query found: its
    shares are those of the query.

    Examples
    --------
    >>> from cmkit.simulator import community
    >>> table = describe(community(seed=7, n_members=80, weeks=2).posts)
    >>> table["statistic"].tolist()[:3]
    ['posts', 'authors', 'days']
    """
    schema.check(posts, schema.POSTS)
    if labels is not None and len(labels) != len(posts):
        raise fail("labels need one value per post.", found=len(labels), fix=f"{len(posts)} values")
    found = _sizes(posts) | _counts(posts, timezone) | _reactions(posts) | _delays(posts)
    found |= {"burstiness": _burstiness(posts)} | _networks(posts, groups) | _texts(posts)
    if labels is not None:
        own = (posts["kind"] != "repost").to_numpy()
        found["share_negative"] = _share(labels.to_numpy()[own] == "negative")
    return _with_bands(found)


def describe_counts(counts: pd.Series, *, timezone: str = TIMEZONE) -> pd.DataFrame:
    """Describe a series of counts, a published one for instance, as `describe` does for posts.

    Parameters
    ----------
    counts : Series of numbers, indexed by time
        Posts in each window, windows of five minutes where dispersion is asked for; times with a
        time zone.
    timezone : str
        Where the authors live.

    Returns
    -------
    DataFrame, one row per statistic
        As in `describe`, those that counts alone can tell.

    Raises
    ------
    CmkitError
        The index holds no times with a time zone, or the time zone is not known.

    Examples
    --------
    >>> hours = pd.date_range("2025-03-03", periods=336, freq="h", tz="UTC")
    >>> table = describe_counts(pd.Series(10, index=hours)).set_index("statistic")
    >>> table.loc["peak_to_trough", "value"]
    np.float64(1.0)
    """
    if not isinstance(counts.index, pd.DatetimeIndex) or counts.index.tz is None:
        raise fail(
            "counts need an index of times with a time zone.",
            found=f"{type(counts.index).__name__}",
            fix="counts.index = pd.to_datetime(counts.index, utc=True)",
        )
    return _with_bands(count_statistics(counts, timezone))


def _with_bands(found: dict[str, float]) -> pd.DataFrame:
    none = Band(np.nan, np.nan, "")
    rows = [(name, float(value), *BANDS.get(name, none)) for name, value in found.items()]
    return pd.DataFrame(rows, columns=["statistic", "value", "low", "high", "source"])


def _sizes(posts: pd.DataFrame) -> dict[str, float]:
    counts = posts["author_id"].value_counts()
    top = max(1, round(0.01 * len(counts)))
    span = posts["created_at"].max() - posts["created_at"].min()
    kinds = posts["kind"].value_counts(normalize=True)
    return {
        "posts": len(posts),
        "authors": len(counts),
        "days": span / pd.Timedelta("1D") if len(posts) else np.nan,
        "share_of_top_1_percent": counts.head(top).sum() / max(len(posts), 1),
        **{f"share_of_{name}": kinds.get(name, 0.0) for name in ("reply", "repost", "quote")},
    }


def _counts(posts: pd.DataFrame, timezone: str) -> dict[str, float]:
    times = pd.DatetimeIndex(posts["created_at"])
    if not len(times):
        return {}
    ones = pd.Series(1, index=times).sort_index()
    return count_statistics(ones.resample("5min").sum(), timezone)


def _reactions(posts: pd.DataFrame) -> dict[str, float]:
    own = posts.loc[posts["kind"] != "repost", "post_id"]
    replied = own.isin(pd.unique(posts["reply_to"].dropna()))
    passed = posts["kind"].isin(["repost", "quote"])
    reposted = own.isin(pd.unique(posts.loc[passed, "repost_of"].dropna()))
    return {
        "share_without_reaction": 1 - _share(replied | reposted),
        "share_replied": _share(replied),
        "share_reposted": _share(reposted),
    }


def _delays(posts: pd.DataFrame) -> dict[str, float]:
    at = posts.drop_duplicates("post_id").set_index("post_id")["created_at"]

    def hours(kind: str, pointer: str) -> pd.Series:
        rows = posts[posts["kind"] == kind]
        if rows.empty:
            return pd.Series(dtype=float)
        delay: pd.Series = (rows["created_at"] - rows[pointer].map(at)).dt.total_seconds()
        return delay.dropna() / 3600

    reposts, replies = hours("repost", "repost_of"), hours("reply", "reply_to")
    return {
        "reposts_within_1_hour": _share(reposts <= 1),
        "reposts_within_24_hours": _share(reposts <= 24),
        "reply_median_minutes": replies.median() * 60,
    }


def _burstiness(posts: pd.DataFrame) -> float:
    ordered = posts[["author_id", "created_at"]].sort_values(["author_id", "created_at"])
    waits = ordered.groupby("author_id")["created_at"].diff().dt.total_seconds()
    by_author = waits.groupby(ordered["author_id"]).agg(["count", "mean", "std"])
    often = by_author[by_author["count"] >= _ENOUGH_POSTS - 1]
    return float(((often["std"] - often["mean"]) / (often["std"] + often["mean"])).median())


def _networks(posts: pd.DataFrame, groups: pd.Series | None) -> dict[str, float]:
    reposts = posts.loc[posts["kind"] == "repost", ["author_id", "repost_of_author_id"]]
    named = posts.loc[posts["kind"] != "repost", ["author_id", "mentions"]].explode("mentions")
    replies = posts.loc[posts["kind"] == "reply", ["author_id", "reply_to_author_id"]]
    spoken = np.concatenate([named.dropna().to_numpy(), replies.dropna().to_numpy()])
    passed = reposts.dropna().to_numpy()
    found = {"reciprocity_of_mentions": reciprocity(spoken)}
    if groups is not None:
        found["modularity_of_reposts"] = modularity(passed, groups)
        found["modularity_of_mentions"] = modularity(spoken, groups)
    return found


def _texts(posts: pd.DataFrame) -> dict[str, float]:
    texts = posts.loc[posts["kind"] != "repost", "text"].dropna()
    seen: set[str] = set()
    tokens = 0
    points: list[tuple[float, float]] = []
    for text in texts:
        words = _WORD.findall(text.lower())
        seen.update(words)
        tokens += len(words)
        if tokens >= _HEAPS_FROM * 1.3 ** len(points):
            points.append((np.log(tokens), np.log(len(seen))))
    both = np.array(points).reshape(-1, 2)
    slope = np.polyfit(both[:, 0], both[:, 1], 1)[0] if len(points) > 4 else np.nan
    return {
        "distinct_texts": texts.nunique() / len(texts) if len(texts) else np.nan,
        "words_per_post": tokens / len(texts) if len(texts) else np.nan,
        "heaps_exponent": float(slope),
    }


def _share(holds: "pd.Series | np.ndarray") -> float:
    return float(np.mean(holds)) if len(holds) else float("nan")
