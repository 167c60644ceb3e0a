"""Columns of labels side by side: paired by their index, refused where a cell is empty."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cmkit.errors import fail

__all__ = ["Labels", "aligned"]

#: What every measure of labels takes: one text per post.
Labels = pd.Series | Sequence[str]


def aligned(columns: Mapping[str, Any]) -> list[pd.Series]:
    """Return the columns in the order of the last one, numbered from 0; their names are for errors.

    Examples
    --------
    >>> one, two = pd.Series(["a", "b"], index=[7, 8]), pd.Series(["b", "a"], index=[8, 7])
    >>> [column.tolist() for column in aligned({"labels": one, "truth": two})]
    [['b', 'a'], ['b', 'a']]
    """
    *others, last = columns
    listed = f"{', '.join(others)} and {last}" if others else last
    for name in columns:
        _refuse_no_column(name, columns[name])
    truth = columns[last]
    found = []
    for name in others:
        column = columns[name]
        if isinstance(column, pd.Series) and isinstance(truth, pd.Series):
            if not column.index.is_unique or set(column.index) != set(truth.index):
                raise fail(
                    f"{listed} must have the same index.",
                    found=f"{len(column)} and {len(truth)} rows",
                    fix="set the post_id as index on each: table.set_index('post_id')['label']",
                )
            column = column.reindex(truth.index)
        found.append(pd.Series(column, dtype="object").reset_index(drop=True))
    found.append(pd.Series(truth, dtype="object").reset_index(drop=True))
    _refuse_gaps(listed, found)
    return found


def _refuse_no_column(name: str, column: Any) -> None:
    if isinstance(column, str | dict | set | pd.DataFrame) or not hasattr(column, "__len__"):
        raise fail(
            f"{name} must be a list or a column, one value per post.",
            found=f"a {type(column).__name__}",
            fix="table['label']",
        )


def _refuse_gaps(listed: str, columns: list[pd.Series]) -> None:
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1 or not lengths[0]:
        raise fail(
            f"{listed} must be of one length, and not empty.",
            found=" and ".join(map(str, lengths)),
            fix="give one of each per post, in the same order",
        )
    gaps = [int(column.isna().sum()) for column in columns]
    if any(gaps):
        raise fail(
            f"{listed} must not have empty cells.",
            found=f"{' and '.join(map(str, gaps))} empty",
            fix="drop those posts everywhere, and say how many they were",
        )
