"""Choose posts, and sum up the threads they form."""

from collections.abc import Iterable

import pandas as pd

from cmkit import schema
from cmkit.errors import fail

__all__ = ["select", "threads"]


def select(
    posts: pd.DataFrame,
    *,
    since: str | pd.Timestamp | None = None,
    until: str | pd.Timestamp | None = None,
    authors: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    langs: Iterable[str] | None = None,
    hashtag: str | None = None,
    contains: str | None = None,
) -> pd.DataFrame:
    """Keep the posts that meet every condition given.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    since, until : str or Timestamp, optional
        Half-open span ``since <= created_at < until``. Without a time zone it is read as UTC.
    authors, kinds, langs : iterable of str, optional
        Values to keep.
    hashtag : str, optional
        One hashtag, with or without ``#``, in any case.
    contains : str, optional
        A text to look for, as it is written, in any case.

    Returns
    -------
    DataFrame, one row per post kept, in the order given
        With a fresh index.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; a time cannot be read; a single text stands where a list
        is wanted.

    Examples
    --------
    >>> import cmkit.posts
    >>> table = cmkit.posts.validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2"],
    ...             "author_id": ["ana", "ben"],
    ...             "lang": ["fr", "en"],
    ...             "created_at": pd.to_datetime(["2025-03-01", "2025-03-02"], utc=True),
    ...         }
    ...     )
    ... )
    >>> select(table, langs=["fr"])["author_id"].tolist()
    ['ana']
    """
    schema.check(posts, schema.POSTS)
    keep = pd.Series(data=True, index=posts.index)
    if since is not None:
        keep &= posts["created_at"] >= _instant(since, "since")
    if until is not None:
        keep &= posts["created_at"] < _instant(until, "until")
    for column, wanted in (("author_id", authors), ("kind", kinds), ("lang", langs)):
        if wanted is not None:
            keep &= posts[column].isin(_listed(wanted, column))
    if hashtag is not None:
        tag = hashtag.lstrip("#").lower()
        keep &= pd.Series([tag in tags for tags in posts["hashtags"]], index=posts.index)
    if contains is not None:
        keep &= posts["text"].str.contains(contains, case=False, regex=False, na=False)
    return posts[keep].reset_index(drop=True)


def threads(posts: pd.DataFrame) -> pd.DataFrame:
    """Sum up each thread: how long, how many people, how fast the first answer came.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`. Reposts are left out: they do not answer.

    Returns
    -------
    DataFrame, one row per thread, in order of ``started_at`` then ``thread_id``
        ``thread_id``; ``started_at`` (UTC); ``author_id`` of the first post present;
        ``n_posts``, ``n_authors`` (counts); ``first_answer_minutes`` (minutes from the first post
        to the first one by somebody else; missing where nobody answered).

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table.

    Notes
    -----
    A mean of ``first_answer_minutes`` is too kind: threads that nobody answered are missing from
    it. Report the share without an answer beside it.

    Examples
    --------
    >>> import cmkit.posts
    >>> table = cmkit.posts.validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2"],
    ...             "author_id": ["ana", "ben"],
    ...             "reply_to": [None, "1"],
    ...             "created_at": pd.to_datetime(
    ...                 ["2025-03-01 10:00", "2025-03-01 10:05"], utc=True
    ...             ),
    ...         }
    ...     )
    ... )
    >>> threads(table)[["thread_id", "n_authors", "first_answer_minutes"]]
      thread_id  n_authors  first_answer_minutes
    0         1          2                   5.0
    """
    schema.check(posts, schema.POSTS)
    spoken = posts[posts["kind"] != "repost"].sort_values(["created_at", "post_id"])
    by_thread = spoken.groupby("thread_id", sort=False)
    table = by_thread.agg(
        started_at=("created_at", "first"),
        author_id=("author_id", "first"),
        n_posts=("post_id", "size"),
        n_authors=("author_id", "nunique"),
    )
    opener = spoken["thread_id"].map(table["author_id"])
    answers = spoken[spoken["author_id"] != opener].groupby("thread_id")["created_at"].first()
    table["first_answer_minutes"] = (answers - table["started_at"]).dt.total_seconds() / 60
    table = table.reset_index()
    return table.sort_values(["started_at", "thread_id"], ignore_index=True)


def _instant(value: str | pd.Timestamp, name: str) -> pd.Timestamp:
    try:
        instant = pd.Timestamp(value)
    except ValueError:
        raise fail(
            f"{name} is not a time.", found=value, fix=f"{name}='2025-03-01 14:00'"
        ) from None
    return instant.tz_localize("UTC") if instant.tzinfo is None else instant.tz_convert("UTC")


def _listed(wanted: Iterable[str], column: str) -> list[str]:
    if isinstance(wanted, str):
        raise fail(f"{column} wants a list, not one text.", found=wanted, fix=f"write [{wanted!r}]")
    return list(wanted)
