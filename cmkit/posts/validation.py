"""Make a table of posts sound: types set, gaps filled from the table itself, order decided."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pyarrow as pa

from cmkit import schema
from cmkit.errors import CmkitError, fail

__all__ = ["validate"]

_IDS = (
    "post_id",
    "author_id",
    "reply_to",
    "reply_to_author_id",
    "repost_of",
    "repost_of_author_id",
    "thread_id",
)
_PLAIN = ("text", "lang", "platform", "kind")
_LISTS = ("mentions", "hashtags")


def validate(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a table into POSTS: types set, gaps filled from the table itself, order decided.

    Only ``post_id``, ``author_id`` and ``created_at`` must be there. What can be known is filled
    in: ``kind`` from ``reply_to`` and ``repost_of``; ``thread_id`` by following ``reply_to``;
    the authors answered or reposted, when their post is in the table. Nothing is guessed.

    Parameters
    ----------
    table : DataFrame, one row per post
        With at least the three columns above. Other columns that POSTS does not name are kept.

    Returns
    -------
    DataFrame, one row per post, by ``created_at`` then ``post_id``
        See `cmkit.schema.POSTS`. A new table; the argument stays as it was.

    Raises
    ------
    CmkitError
        A needed column is missing; a post_id stands twice; a time has no time zone or cannot be
        read; an identifier is empty.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "post_id": ["2", "1"],
    ...         "author_id": ["ben", "ana"],
    ...         "created_at": ["2025-03-01 10:05Z", "2025-03-01 10:00Z"],
    ...         "reply_to": ["1", None],
    ...     }
    ... )
    >>> validate(table)[["post_id", "kind", "thread_id", "reply_to_author_id"]]
      post_id   kind thread_id reply_to_author_id
    0       1   post         1                NaN
    1       2  reply         1                ana
    """
    if not isinstance(table, pd.DataFrame):
        raise fail(
            "posts must be a pandas DataFrame.",
            found=f"a {type(table).__name__}",
            fix="read a file with readers.read(path), or make a table with one row per post",
        )
    _need(table, ("post_id", "author_id", "created_at"))
    full = _with_types(table)
    _refuse_doubles(full["post_id"])
    full = full.sort_values(["created_at", "post_id"], ignore_index=True)
    full["kind"] = _kinds(full)
    full = _with_known_authors(full)
    full["thread_id"] = _thread_ids(full)
    others = [column for column in full.columns if column not in schema.POSTS.columns]
    return schema.check(full[[*schema.POSTS.columns, *others]], schema.POSTS)


def _need(table: pd.DataFrame, columns: Iterable[str]) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise fail(
            f"posts need a '{missing[0]}' column.",
            found=f"columns {list(table.columns)}",
            fix=f"rename yours: table.rename(columns={{'...': '{missing[0]}'}})",
        )


def _with_types(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with each POSTS column there, in its type."""
    columns: dict[str, Any] = {name: table[name] for name in table.columns}
    for name in (*_IDS, *_PLAIN):
        given = columns.get(name)
        columns[name] = _as_text(given, name, table.index)
    columns["created_at"] = _as_time(table["created_at"])
    for name in _LISTS:
        columns[name] = _as_lists(columns.get(name), name, table.index)
    return pd.DataFrame(columns, index=table.index)


def _as_text(values: pd.Series | None, name: str, index: pd.Index) -> pd.Series:
    if values is None:
        return pd.Series(None, index=index, dtype="str")
    if name in _IDS and values.notna().any() and pd.api.types.is_float_dtype(values):
        # 1.5e18 has already lost digits: two posts may have become one
        raise fail(
            f"posts: column '{name}' holds decimal numbers, so identifiers may have lost digits.",
            found=f"dtype {values.dtype}, e.g. {values.dropna().head(1).tolist()}",
            fix=f"read it again as text: pd.read_csv(path, dtype={{'{name}': str}})",
        )
    texts = values.astype("str")
    if name in _IDS:
        texts = texts.str.strip()
    return texts.where(texts != "") if name != "text" else texts


def _as_time(values: pd.Series) -> pd.Series:
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return values.dt.tz_convert("UTC").dt.as_unit("us")
    if values.empty:
        return pd.Series([], index=values.index, dtype="datetime64[us, UTC]")
    if not pd.api.types.is_datetime64_any_dtype(values):
        return _parsed_times(values)
    raise _no_time_zone(values)


def _parsed_times(values: pd.Series) -> pd.Series:
    """Read ISO 8601 texts, each with its own offset from UTC."""
    texts = values.astype("str").str.strip()
    try:
        times = pd.to_datetime(texts, format="ISO8601", utc=True)
    except (ValueError, TypeError) as reason:
        raise fail(
            "posts: column 'created_at' holds something that is not a time.",
            found=str(reason).split(". ")[0],
            fix="pd.to_datetime(table['created_at'], format='%d/%m/%Y %H:%M').dt.tz_localize(...)",
        ) from None
    zoned = texts.str.contains(r"(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)$", case=False, na=True)
    # the "-01" that ends a bare date is a day, not an offset
    zoned &= ~texts.str.fullmatch(r"\d{4}-\d{2}-\d{2}", na=False)
    if not zoned.all():
        raise _no_time_zone(texts[~zoned])
    return times.dt.as_unit("us")


def _no_time_zone(values: pd.Series) -> CmkitError:
    return fail(
        "posts: column 'created_at' has no time zone, so hours cannot be trusted.",
        found=f"e.g. {values.iloc[0]}",
        fix="pd.to_datetime(table['created_at']).dt.tz_localize('Europe/Paris')",
    )


def _as_lists(values: pd.Series | None, name: str, index: pd.Index) -> pd.Series:
    if values is None:
        return pd.Series([[] for _ in index], index=index, dtype=object)
    try:
        arrow = pa.array(values, type=pa.list_(pa.string()), from_pandas=True)
    except pa.ArrowException:
        raise fail(
            f"posts: column '{name}' must hold a list of texts in each cell.",
            found=repr(values.iloc[0]),
            fix=f"table['{name}'] = table['{name}'].str.split(' ')",
        ) from None
    lists = [cell if cell is not None else [] for cell in arrow.to_pylist()]
    return pd.Series(lists, index=index, dtype=object)


def _refuse_doubles(post_ids: pd.Series) -> None:
    doubles = post_ids[post_ids.duplicated() & post_ids.notna()]
    if len(doubles):
        raise fail(
            "posts: a post_id stands twice.",
            found=f"{doubles.nunique()} of them, the first {doubles.iloc[0]!r}",
            fix="table.drop_duplicates('post_id') keeps the first of each",
        )


def _kinds(posts: pd.DataFrame) -> pd.Series:
    """Fill in the kinds that are missing from what the post points to."""
    known = posts["kind"]
    guess = known.where(known.notna(), "post")
    guess = guess.mask(known.isna() & posts["reply_to"].notna(), "reply")
    return guess.mask(
        known.isna() & posts["repost_of"].notna() & posts["reply_to"].isna(), "repost"
    )


def _with_known_authors(posts: pd.DataFrame) -> pd.DataFrame:
    author_of = posts.set_index("post_id")["author_id"]
    for column, pointer in (
        ("reply_to_author_id", "reply_to"),
        ("repost_of_author_id", "repost_of"),
    ):
        posts[column] = posts[column].fillna(posts[pointer].map(author_of))
    return posts


def _thread_ids(posts: pd.DataFrame) -> pd.Series:
    """Follow reply_to to the first post; a parent that is not in the table starts the thread."""
    root = posts["thread_id"].fillna(posts["reply_to"]).fillna(posts["post_id"])
    given = posts["thread_id"].notna()
    next_of = pd.Series(root.to_numpy(), index=posts["post_id"])
    # Pointer jumping halves the distance each turn: a thread of n posts needs log2(n) turns.
    for _ in range(64):
        further = root.map(next_of).fillna(root).where(~given, root)
        if further.equals(root):
            return root
        root = further
        next_of = pd.Series(root.to_numpy(), index=posts["post_id"])
    raise fail(
        "posts: some posts answer each other in a circle.",
        found="reply_to leads back to its own post",
        fix="look for table[table['reply_to'] == table['post_id']] and clear those cells",
    )
