"""Drafts: posts on their way, with every truth known and not a word written yet.

A draft points to other drafts by row number, so tables of drafts are put together with `stacked`.
"""

from typing import Any

import numpy as np
import pandas as pd

from cmkit.simulator.chance import Ints

__all__ = ["drafts", "once_each", "root_of", "stacked"]

#: Row numbers of other drafts; -1 = none.
_POINTERS = ("reply_to", "repost_of", "thread")

_DEFAULTS: dict[str, Any] = {
    "kind": "post",
    "intent": "chatter",
    "topic": "delivery",
    "lang": "fr",
    "community": "",
    "reply_to": -1,
    "repost_of": -1,
    "thread": -1,
    "depth": 0,
    "episode": -1,
    "is_excess": False,
    "is_first": False,
    "is_long": False,
    "names": -1,
    "number": -1,
    "tag": "",
}


def drafts(seconds: Ints, authors: Ints, **columns: Any) -> pd.DataFrame:
    """Put drafts into a table.

    Parameters
    ----------
    seconds, authors : int arrays
        When (since 1970, UTC) and by whom (row of the members' table).
    **columns
        ``kind``, ``intent``, ``topic``, ``lang``, ``community``, ``reply_to``, ``repost_of``,
        ``thread`` (row numbers or -1), ``depth`` (replies below the first post), ``episode``
        (its number or -1), ``is_excess``, ``is_first`` (a newcomer's first post),
        ``is_long`` (said at length), ``names`` (a member whom the text names, or -1), ``tag``
        (hashtags that the text carries, with a space between), ``number`` (of its own within an
        episode, whatever else is born there; -1 in ordinary times).
    """
    table = pd.DataFrame({"seconds": seconds, "author": authors})
    for name, default in _DEFAULTS.items():
        given = columns.get(name, default)
        if isinstance(default, str):
            given = np.asarray(given, dtype=object)
        table[name] = np.broadcast_to(given, len(table)) if np.ndim(given) == 0 else given
        if isinstance(default, str):
            table[name] = table[name].astype(object)
    return table


def stacked(upper: pd.DataFrame, lower: pd.DataFrame) -> pd.DataFrame:
    """Put ``lower`` below ``upper``; the pointers of ``lower`` already count in the whole."""
    return pd.concat([upper, lower], ignore_index=True) if len(lower) else upper


def root_of(table: pd.DataFrame, rows: Ints) -> Ints:
    """Return the row that starts the thread of each of these rows."""
    thread = table["thread"].to_numpy()[rows]
    return np.where(thread >= 0, thread, rows)


def once_each(table: pd.DataFrame) -> pd.DataFrame:
    """Keep one repost of a post by an author, and none of one's own: platforms allow no more.

    Nothing points to a repost, so the rows that go leave no pointer behind; the others are moved.
    """
    is_repost = (table["kind"] == "repost").to_numpy()
    again = (is_repost & table.duplicated(["author", "repost_of", "kind"])).to_numpy()
    source = table["repost_of"].to_numpy()
    own = is_repost & (table["author"].to_numpy()[source] == table["author"].to_numpy())
    keep = ~(again | own)
    moved = np.cumsum(keep) - 1
    kept: pd.DataFrame = table[keep].reset_index(drop=True)
    for name in _POINTERS:
        pointer = kept[name].to_numpy()
        kept[name] = np.where(pointer >= 0, moved[pointer], -1)
    return kept
