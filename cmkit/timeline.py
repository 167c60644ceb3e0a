"""Posts counted in windows of time: the curve that a crisis, a campaign or a Monday leaves."""

from datetime import timedelta

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail

__all__ = ["activity"]

# Windows are counted from a Monday midnight, so that "7D" gives weeks that begin on Mondays.
_ORIGIN = pd.Timestamp("1970-01-05", tz="UTC")
_MOST_WINDOWS = 20_000_000


def activity(
    posts: pd.DataFrame,
    *,
    every: str | timedelta = "1h",
    tags: pd.DataFrame | None = None,
    include_reposts: bool = True,
    since: str | pd.Timestamp | None = None,
    until: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Count posts, authors and negative posts in windows of equal length.

    Every window between the first and the last is there; one without a post counts 0.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`; ``post_id``, ``author_id`` and ``created_at`` are used, and
        ``kind`` when reposts are left out.
    every : str or timedelta
        Length of a window as a pandas duration: ``"5min"``, ``"1h"``, ``"1D"``, ``"7D"``; at
        least one second. Windows follow UTC: days begin at midnight UTC, weeks on Mondays.
    tags : DataFrame, one row per post, optional
        See `cmkit.schema.TAGS`. Without it the two negative columns are missing.
    include_reposts : bool
        Whether a repost counts as a post. It does by default: a repost is attention too.
    since, until : str or Timestamp, optional
        First instant (included) and last instant (left out) to count. Times without a zone are
        read as UTC. They fix the span: windows before the first post are then there, with 0.
        Where they fall inside a window, that window counts the part that was asked for.

    Returns
    -------
    DataFrame, one row per window, in order of time
        See `cmkit.schema.TIMELINE`. ``share_negative`` is ``n_negative / n_posts``: posts
        without a tag, or tagged ``unknown``, stay in the denominator, so that the share is a
        lower bound where many posts could not be read. It is missing where there is no post, and
        both negative columns are missing where none of the window's posts has a known label.

    Raises
    ------
    CmkitError
        A column is missing; ``every`` is no duration; a post is tagged twice; ``tags`` belong to
        other posts; the windows would be more than 20 million.

    Notes
    -----
    ``n_authors`` cannot be added up over windows: who posts in two of them is counted twice.

    Examples
    --------
    >>> posts = pd.DataFrame(
    ...     {
    ...         "post_id": ["1", "2", "3"],
    ...         "author_id": ["ana", "ana", "ben"],
    ...         "created_at": pd.to_datetime(
    ...             ["2025-03-01 10:05Z", "2025-03-01 10:40Z", "2025-03-01 12:00Z"]
    ...         ),
    ...     }
    ... )
    >>> activity(posts)[["window_start", "n_posts", "n_authors"]]
                   window_start  n_posts  n_authors
    0 2025-03-01 10:00:00+00:00        2          1
    1 2025-03-01 11:00:00+00:00        0          0
    2 2025-03-01 12:00:00+00:00        1          1
    """
    step = _duration(every)
    first, last = _instant(since, "since"), _instant(until, "until")
    posts = _chosen(posts, include_reposts=include_reposts, since=first, until=last)
    edges = _edges(posts["created_at"], step, first, last)
    if edges is None:
        starts, window = pd.DatetimeIndex([], dtype="datetime64[us, UTC]"), np.empty(0, np.int64)
    else:
        starts = pd.date_range(edges[0], periods=edges[1], freq=step, unit="us")
        window = _window_of(posts["created_at"], starts[0], step)
    n_posts = np.bincount(window, minlength=len(starts))
    counted = pd.DataFrame(
        {
            "window_start": starts,
            "n_posts": n_posts,
            "n_authors": _distinct_authors(posts["author_id"], window, len(starts)),
        }
    )
    return counted.assign(**_negative(posts["post_id"], tags, window, n_posts))


def _duration(every: str | timedelta) -> pd.Timedelta:
    if isinstance(every, str):
        # pandas reads "1D" but warns at "1d", and wants a number before the unit.
        text = every.strip().removesuffix("d") + "D" * every.strip().endswith("d")
        step = pd.to_timedelta(f"1{text}" if text.isalpha() else text, errors="coerce")
    else:
        step = pd.to_timedelta(every, errors="coerce") if isinstance(every, timedelta) else None
    if not isinstance(step, pd.Timedelta) or step < pd.Timedelta("1s"):
        raise fail(
            "'every' must be a length of time of at least one second.",
            found=repr(every),
            fix="write it as a pandas duration: '5min', '1h', '1D' or '7D'",
        )
    return step.as_unit("us")


def _instant(given: str | pd.Timestamp | None, name: str) -> pd.Timestamp | None:
    if given is None:
        return None
    instant = pd.to_datetime(given, errors="coerce")
    if not isinstance(instant, pd.Timestamp):
        raise fail(
            f"'{name}' cannot be read as a time.", found=repr(given), fix="write '2025-03-01 10:00'"
        )
    return instant.tz_localize("UTC") if instant.tzinfo is None else instant.tz_convert("UTC")


def _chosen(
    posts: pd.DataFrame,
    *,
    include_reposts: bool,
    since: pd.Timestamp | None,
    until: pd.Timestamp | None,
) -> pd.DataFrame:
    needed = ["post_id", "author_id", "created_at", *([] if include_reposts else ["kind"])]
    # Only what is used is checked: a student's own small table is as good as a full one.
    used = schema.Table("POSTS", "a post", {name: schema.POSTS.columns[name] for name in needed})
    posts = schema.check(posts, used)[needed]
    if since is not None and until is not None and since >= until:
        raise fail(
            "'since' must come before 'until'.", found=f"{since} and {until}", fix="swap them"
        )
    if not include_reposts:
        posts = posts[posts["kind"] != "repost"]
    if since is not None:
        posts = posts[posts["created_at"] >= since]
    if until is not None:
        posts = posts[posts["created_at"] < until]
    return posts


def _edges(
    times: pd.Series,
    step: pd.Timedelta,
    since: pd.Timestamp | None,
    until: pd.Timestamp | None,
) -> tuple[pd.Timestamp, int] | None:
    """Return the first window's start and the number of windows; None where nothing is known."""
    if times.empty and (since is None or until is None):
        return None
    first = times.min() if since is None else since
    last = times.max() if until is None else until - pd.Timedelta(1, unit="us")
    n_before = (first - _ORIGIN) // step
    n_windows = (last - _ORIGIN) // step - n_before + 1
    if n_windows > _MOST_WINDOWS:
        raise fail(
            f"the posts would fill more than {_MOST_WINDOWS:,} windows.",
            found=f"posts from {first} to {last} in windows of {step}",
            fix="look for a wrong date, choose longer windows, or set since= and until=",
        )
    return _ORIGIN + n_before * step, int(n_windows)


def _window_of(times: pd.Series, start: pd.Timestamp, step: pd.Timedelta) -> np.ndarray:
    microseconds = times.dt.as_unit("us").astype("int64").to_numpy()
    first = start.to_datetime64().astype("datetime64[us]").astype("int64")
    return (microseconds - first) // (step // pd.Timedelta(1, unit="us"))


def _distinct_authors(authors: pd.Series, window: np.ndarray, n_windows: int) -> np.ndarray:
    code, known = pd.factorize(authors)
    pairs = pd.unique(window * max(len(known), 1) + code)
    return np.bincount(pairs // max(len(known), 1), minlength=n_windows)


def _negative(
    post_ids: pd.Series, tags: pd.DataFrame | None, window: np.ndarray, n_posts: np.ndarray
) -> dict[str, pd.Series]:
    if tags is None:
        missing = pd.Series(np.full(len(n_posts), np.nan))
        return {"n_negative": missing.astype("Int64"), "share_negative": missing}
    read, negative = _looked_up(post_ids, schema.check(tags, schema.TAGS))
    n_read = np.bincount(window[read], minlength=len(n_posts))
    n_negative = np.bincount(window[negative], minlength=len(n_posts)).astype(float)
    n_negative[(n_read == 0) & (n_posts > 0)] = np.nan
    share = np.divide(n_negative, n_posts, out=np.full(len(n_posts), np.nan), where=n_posts > 0)
    return {"n_negative": pd.Series(n_negative).astype("Int64"), "share_negative": pd.Series(share)}


def _looked_up(post_ids: pd.Series, tags: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return for each post whether its sentiment is known, and whether it is negative."""
    # One numbering of both columns: on ten million texts, many times faster than isin.
    both = pd.concat([post_ids.astype("str"), tags["post_id"].astype("str")], ignore_index=True)
    code, known = pd.factorize(both)
    of_post, of_tag = code[: len(post_ids)], code[len(post_ids) :]
    n_tags = np.bincount(of_tag, minlength=len(known))
    if (n_tags > 1).any():
        raise fail(
            "tags: a post is tagged twice.",
            found=f"post_id {known[int(np.argmax(n_tags > 1))]!r}",
            fix="keep one engine's tags: tags.drop_duplicates('post_id')",
        )
    if len(post_ids) and len(tags) and not n_tags[of_post].any():
        raise fail(
            "tags and posts have no post in common.",
            found=f"post_id {tags['post_id'].iloc[0]!r} in tags, {post_ids.iloc[0]!r} in posts",
            fix="tag these posts: sentiment.tag(posts)",
        )
    read, negative = np.zeros(len(known), dtype=bool), np.zeros(len(known), dtype=bool)
    read[of_tag] = (tags["label"] != "unknown").to_numpy()
    negative[of_tag] = (tags["label"] == "negative").to_numpy()
    return read[of_post], negative[of_post]
