"""Gather the posts of a format into one table, and what was left out into another."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from cmkit import posts, text
from cmkit.errors import CmkitError, fail
from cmkit.readers import dates
from cmkit.readers.rows import EXCERPT, Person, Reject, Row, Wishes

__all__ = ["gather"]

#: Rows kept as Python objects before they are packed into columns.
_PACK = 20_000
#: Lines left out before the reader gives up on a file without a single post.
_HOPELESS = 10_000
#: Lines left out that are listed one by one; further ones are counted.
_LISTED = 1_000_000
_LISTS = ("mentions", "hashtags")
_TYPES: dict[str, pa.DataType] = {
    "line": pa.int64(), "is_context": pa.bool_(),
    "mentions": pa.list_(pa.string()), "hashtags": pa.list_(pa.string()),
}  # fmt: skip
_PEOPLE = ("author_id", "reply_to_author_id", "repost_of_author_id")


def gather(
    found: Iterator[Row | Reject | Person], wishes: Wishes
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the POSTS of a stream of rows, and its rejects in the order of the file."""
    rejects: list[Reject] = []
    handles: dict[str, str] = {}
    table = _table(_packed(found, rejects, handles))
    for column in _PEOPLE:
        table[column] = _named(table[column], handles)
    table = _without_doubles(table, rejects)
    table = _with_times(table, wishes, rejects)
    table = _without_circles(table, rejects)
    table = _with_lists(table)
    result = posts.validate(table.drop(columns="line"))
    return result, _reject_table(rejects)


# --- rows to columns ---------------------------------------------------------------------------


def _packed(
    found: Iterator[Row | Reject | Person], rejects: list[Reject], handles: dict[str, str]
) -> Iterator[pa.Table]:
    """Pack rows into Arrow tables; put aside the rejects and the handles."""
    waiting: list[Row] = []
    some, unlisted = False, 0
    for item in found:
        if isinstance(item, Row):
            some = True
            waiting.append(item)
            if len(waiting) == _PACK:
                yield _pack(waiting, rejects)
                waiting = []
        elif isinstance(item, Reject):
            if len(rejects) < _LISTED:
                rejects.append(item)
            else:
                unlisted += 1
            if not some and len(rejects) >= _HOPELESS:
                raise _no_post_so_far(rejects)
        else:
            handles[f"id:{item.user_id}"] = item.handle
    if unlisted:
        rejects.append(Reject(rejects[-1].line, f"{unlisted} more were left out, not listed", ""))
    yield _pack(waiting, rejects)


def _no_post_so_far(rejects: list[Reject]) -> CmkitError:
    return fail(
        "this export holds no posts, as far as one can see.",
        found=f"{len(rejects)} lines or items that cannot be read; the first: {rejects[0].reason}",
        fix="look at the file; format= says which kind it is, columns= which column holds what",
    )


def _pack(rows: list[Row], rejects: list[Reject]) -> pa.Table:
    try:
        return _arrow(rows)
    except UnicodeEncodeError:
        # half an emoji, or bytes that were no text: few rows, looked at one by one
        mended = [_mended(row) for row in rows]
        rejects.extend(item for item in mended if isinstance(item, Reject))
        return _arrow([item for item in mended if isinstance(item, Row)])


def _arrow(rows: list[Row]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(Row._fields)
    return pa.table(
        {
            name: pa.array(column, type=_TYPES.get(name, pa.large_string()))
            for name, column in zip(Row._fields, columns, strict=True)
        }
    )


def _mended(row: Row) -> Row | Reject:
    """Return a row without lone surrogates; a reject where they stand for undecoded bytes."""
    if any("\udc80" <= char <= "\udcff" for cell in row if isinstance(cell, str) for char in cell):
        shown = (row.text or "")[:EXCERPT]
        return Reject(row.line, "some of its bytes are no text in this encoding", shown)
    cells: dict[str, Any] = {
        name: [_whole(item) for item in cell] if isinstance(cell, list) else _whole(cell)
        for name, cell in row._asdict().items()
    }
    return Row(**cells)


def _whole(cell: object) -> object:
    """Return a text with U+FFFD in place of half a character."""
    if not isinstance(cell, str):
        return cell
    return cell.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _table(packs: Iterator[pa.Table]) -> pd.DataFrame:
    whole = pa.concat_tables(packs)
    columns: dict[str, Any] = {}
    for name in whole.column_names:
        column = whole.column(name)
        if name in _LISTS:
            columns[name] = pd.Series(column.to_pylist(), dtype=object)
        elif name in _TYPES:
            columns[name] = column.to_numpy()
        else:
            columns[name] = pd.array(column, dtype="str")
    return pd.DataFrame(columns)


# --- what only the whole table can tell ----------------------------------------------------------


def _named(people: pd.Series, handles: dict[str, str]) -> pd.Series:
    """Write handles in place of the platform's numbers, where they are known."""
    numbers = people.str.startswith("id:").fillna(value=False)
    if not numbers.any():
        return people
    codes, distinct = pd.factorize(people)
    names = [handles.get(name, name.removeprefix("id:")) for name in distinct]
    found = np.array([*names, None], dtype=object)[codes]
    return pd.Series(found, index=people.index, dtype="str").where(numbers, people)


def _without_doubles(table: pd.DataFrame, rejects: list[Reject]) -> pd.DataFrame:
    """Keep the first of each post; what was asked for comes before what was only included."""
    order = np.argsort(table["is_context"].to_numpy(), kind="stable")
    later = table["post_id"].iloc[order].duplicated().sort_index()
    told = table[later & ~table["is_context"]]
    for line, post_id in zip(told["line"], told["post_id"], strict=True):
        rejects.append(Reject(int(line), "post_id seen before", f"post_id {post_id}"))
    return table[~later].reset_index(drop=True)


def _with_times(table: pd.DataFrame, wishes: Wishes, rejects: list[Reject]) -> pd.DataFrame:
    read = dates.parse(
        table["created_at"],
        timezone=wishes.timezone,
        date_format=wishes.date_format,
        dayfirst=wishes.dayfirst,
    )
    unread = read.times.isna()
    told = table[unread & ~table["is_context"]]
    for line, post_id, reason in zip(
        told["line"], told["post_id"], read.reasons[told.index], strict=True
    ):
        rejects.append(Reject(int(line), reason, f"post_id {post_id}"))
    return table.assign(created_at=read.times)[~unread].reset_index(drop=True)


def _without_circles(table: pd.DataFrame, rejects: list[Reject]) -> pd.DataFrame:
    """Leave out the posts whose answers lead back to themselves: no thread starts there."""
    ids = pd.Index(table["post_id"])
    parent = ids.get_indexer(pd.Index(table["reply_to"]))
    own = np.arange(len(table))
    follows = (parent >= 0) & table["reply_to"].notna().to_numpy()
    step: npt.NDArray[np.int64] = np.where(follows, parent, own)
    # after 2**k steps, whoever is not at a first post is on a circle
    for _ in range(math.ceil(math.log2(len(table) + 2))):
        step = step[step]
    circle = np.unique(step[follows[step]])
    for line, post_id in zip(
        table["line"].to_numpy()[circle], table["post_id"].to_numpy()[circle], strict=True
    ):
        rejects.append(Reject(int(line), "it answers itself", f"post_id {post_id}"))
    return table[~np.isin(own, circle)].reset_index(drop=True)


def _with_lists(table: pd.DataFrame) -> pd.DataFrame:
    """Look in the text for what the export does not list."""
    result = table.copy()
    for name, find in (("mentions", text.mentions), ("hashtags", text.hashtags)):
        unknown = table[name].isna().to_numpy()
        if unknown.any():
            cells = table[name].to_numpy(dtype=object, copy=True)
            cells[unknown] = find(table["text"][unknown]).to_numpy()
            result[name] = pd.Series(cells, index=table.index, dtype=object)
    return result


def _reject_table(rejects: list[Reject]) -> pd.DataFrame:
    ordered = sorted(rejects, key=lambda reject: reject.line)
    lines = pd.Series([reject.line for reject in ordered], dtype="int64")
    reasons = [str(_whole(reject.reason)) for reject in ordered]
    excerpts = [str(_whole(reject.excerpt))[:EXCERPT] for reject in ordered]
    return pd.DataFrame(
        {
            "line": lines,
            "reason": pd.Series(reasons, dtype="str"),
            "excerpt": pd.Series(excerpts, dtype="str"),
        }
    )
