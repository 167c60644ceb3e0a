"""Pseudonyms of people, and posts that hold nothing else."""

import base64
import hashlib
import hmac
from collections.abc import Callable

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.privacy.handles import without_handles

__all__ = ["pseudonym", "pseudonymise"]

_PEOPLE = ("author_id", "reply_to_author_id", "repost_of_author_id")
_POINTERS = ("post_id", "reply_to", "repost_of", "thread_id")


def pseudonym(handle: str, *, key: bytes) -> str:
    """Return the pseudonym of a handle: the same one for the same key, in any case.

    Parameters
    ----------
    handle : str
        With or without ``@``.
    key : bytes
        The secret, see `local_key`.

    Returns
    -------
    str
        ``u_`` and 12 characters: the first 60 bits of HMAC-SHA256 [1]_ in base 32. Two of a
        million handles share one with a chance below one in a million.

    Raises
    ------
    CmkitError
        The key is empty or no bytes; the handle is empty.

    References
    ----------
    .. [1] Krawczyk, Bellare & Canetti (1997), HMAC: Keyed-Hashing for Message Authentication,
       RFC 2104, doi:10.17487/RFC2104.

    Examples
    --------
    >>> pseudonym("@Ana", key=b"lesson") == pseudonym("ana", key=b"lesson")
    True
    """
    if not isinstance(key, bytes) or not key:
        raise fail(
            "key must be bytes, and not empty.",
            found=f"a {type(key).__name__}" if not isinstance(key, bytes) else "no byte",
            fix="key=privacy.local_key(), or key='a long secret'.encode()",
        )
    if not isinstance(handle, str) or not handle.strip().lstrip("@＠"):
        raise fail("a handle is needed.", found=handle, fix="pseudonym('ana', key=key)")
    plain = handle.strip().lstrip("@＠").lower()
    digest = hmac.digest(key, plain.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return "u_" + base64.b32encode(digest[:8])[:12].decode("ascii").lower()


def pseudonymise(posts: pd.DataFrame, *, key: bytes) -> pd.DataFrame:
    """Replace every person by a pseudonym: authors, those they point to, name and link to.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    key : bytes
        The secret, see `local_key`.

    Returns
    -------
    DataFrame, one row per post, in the same order
        Author columns and ``mentions`` hold pseudonyms. In ``text``, so do ``@handle``,
        ``@handle@server`` and links to a profile or a post on X, Bluesky, Instagram and the
        Fediverse. Post ids and times stay.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; the key is empty or no bytes.

    Notes
    -----
    Where it is unclear whether a handle is meant, it is replaced: ``@ana.lupin`` whole, even where
    only ``ana`` is known. A short ``@ana`` that stands for ``ana@example.org`` is found through
    the post's own mentions. Applied twice, it gives pseudonyms of pseudonyms.

    Not a licence to publish: names written without ``@``, e-mail addresses and phone numbers
    stay, and a quoted phrase can be searched for; `remains` counts them.

    Texts are looked at one by one where they hold an ``@`` or a link: the rest costs nothing.

    Examples
    --------
    >>> import cmkit.posts
    >>> table = cmkit.posts.validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1"],
    ...             "author_id": ["ana"],
    ...             "created_at": pd.to_datetime(["2025-03-01"], utc=True),
    ...             "text": ["thank you @Ben"],
    ...             "mentions": [["ben"]],
    ...         }
    ...     )
    ... )
    >>> hidden = pseudonymise(table, key=b"lesson")
    >>> hidden["text"].iloc[0] == "thank you @" + hidden["mentions"].iloc[0][0]
    True
    """
    schema.check(posts, schema.POSTS)
    pseudonym("nobody", key=key)  # the key is looked at even where there is no post
    names: dict[str, str] = {}

    def hidden(name: str) -> str:
        found = names.get(name)
        if found is None:
            found = names[name] = pseudonym(name, key=key)
        return found

    columns = {name: _each(posts[name], hidden) for name in _PEOPLE}
    for name in _POINTERS:  # some exports take a post's address for its identifier
        if posts[name].str.contains("/", regex=False, na=False).any():
            columns[name] = _each(posts[name], lambda cell: without_handles(cell, hidden, (), ()))
    columns["mentions"] = pd.Series(
        [[hidden(name) for name in cell if name.strip(" @＠")] for cell in posts["mentions"]],
        index=posts.index,
        dtype=object,
    )
    columns["text"] = _texts(posts, hidden)
    return posts.assign(**columns)


def _each(values: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Change each distinct text once; what is missing stays missing."""
    codes, distinct = pd.factorize(values)
    changed = np.array([*map(change, distinct), None], dtype=object)
    return pd.Series(changed[codes], index=values.index, dtype="str")


def _texts(posts: pd.DataFrame, hide: Callable[[str], str]) -> pd.Series:
    texts = posts["text"]
    signs = r"[@＠]|\.com/|bsky\.app/|users/"
    rows = np.flatnonzero(texts.str.contains(signs, case=False, na=False).to_numpy(dtype=bool))
    if not len(rows):
        return texts
    known = set(posts["author_id"])
    changed = texts.to_numpy(dtype=object, copy=True)
    mentions = posts["mentions"].to_numpy()
    for row in rows:
        changed[row] = without_handles(changed[row], hide, mentions[row], known)
    return pd.Series(changed, index=texts.index, dtype="str")
