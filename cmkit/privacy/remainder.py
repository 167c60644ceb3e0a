"""What could still identify a person."""

import re
from collections.abc import Callable

import pandas as pd

from cmkit import schema
from cmkit.privacy.handles import handles_in

__all__ = ["remains"]

_PEOPLE = ("author_id", "reply_to_author_id", "repost_of_author_id")
_PSEUDONYM = re.compile(r"u_[a-z2-7]{12}")
_EMAIL = re.compile(
    r"(?<![\w.+\-@])[\w.+\-]{1,64}@(?:[a-z0-9\-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE
)
#: 9 to 15 digits, in groups or not, that are no amount and no part of a link.
_PHONE = re.compile(
    r"(?<![\w.,/:\-])(?:\+|00)?\(?\d(?:[ .\-()/\u00a0\u202f]{0,2}\d){8,14}(?![\w%€$])"
)
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


def remains(posts: pd.DataFrame) -> pd.DataFrame:
    """Count what could still identify a person.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`; pseudonymised or not.

    Returns
    -------
    DataFrame, one row per thing found
        ``column``; ``what`` could identify somebody; ``n_posts`` (count) that hold it.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table.

    Notes
    -----
    E-mail addresses and phone numbers are found by their shape: some are missed, some are order
    numbers. Names without ``@`` are not looked for at all.

    Examples
    --------
    >>> import cmkit.posts
    >>> table = cmkit.posts.validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1"],
    ...             "author_id": ["u_aaaaaaaaaaaa"],
    ...             "created_at": pd.to_datetime(["2025-03-01"], utc=True),
    ...             "text": ["write to ana@example.org"],
    ...         }
    ...     )
    ... )
    >>> remains(table)[["column", "n_posts"]].to_records(index=False).tolist()
    [('post_id', 1), ('created_at', 1), ('text', 1), ('text', 1)]
    """
    schema.check(posts, schema.POSTS)
    said = posts["text"].fillna("")
    named = posts["mentions"].map(lambda names: any(not _PSEUDONYM.fullmatch(n) for n in names))
    found: list[tuple[str, str, int]] = [
        ("post_id", "a post's identifier can be looked up on its platform", len(posts)),
        ("created_at", "an exact time can be matched with a public timeline", len(posts)),
    ]
    for column in _PEOPLE:
        others = posts[column].notna() & ~posts[column].str.fullmatch(_PSEUDONYM, na=False)
        what = "a handle or a platform's number, not a pseudonym"
        found.append((column, what, int(others.sum())))
    found += [
        ("mentions", "a handle, not a pseudonym", int(named.sum())),
        ("text", "a handle after @ or in a link, not a pseudonym", _count(said, _has_handle)),
        ("text", "an e-mail address", _count(said, _EMAIL.search)),
        ("text", "what looks like a phone number", _count(said, _PHONE.search)),
        ("text", "a link, which may lead to a person", _count(said, _LINK.search)),
        ("text", "words that can be searched for; names without @", int((said != "").sum())),
    ]
    for column in posts.columns:
        if column not in schema.POSTS.columns and not pd.api.types.is_bool_dtype(posts[column]):
            found.append((str(column), "not a column of POSTS: not looked at", len(posts)))
    table = pd.DataFrame(found, columns=["column", "what", "n_posts"])
    return table[table["n_posts"] > 0].reset_index(drop=True)


def _has_handle(text: str) -> bool:
    return any(not _PSEUDONYM.fullmatch(name) for name in handles_in(text))


def _count(texts: pd.Series, holds: Callable[[str], object]) -> int:
    """Count the texts that hold something; each distinct text is looked at once."""
    counts = texts.value_counts()
    return int(sum(n for text, n in counts.items() if holds(str(text))))
