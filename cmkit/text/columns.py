"""A column of texts, from whatever a caller holds."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from cmkit.errors import fail

__all__ = ["Texts", "as_texts", "check_texts"]

#: What every verb on texts takes.
Texts = pd.Series | Sequence[str | None]


def as_texts(texts: Any) -> pd.Series:
    """Return the texts as one column of type str; refuse what is not a column of texts."""
    if isinstance(texts, str) or not hasattr(texts, "__len__"):
        raise fail(
            "a list or a column of texts is wanted.",
            found="one text" if isinstance(texts, str) else f"a {type(texts).__name__}",
            fix="put it in a list: [text]",
        )
    if isinstance(texts, pa.Array | pa.ChunkedArray):
        texts = texts.to_pylist()
    column = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    if isinstance(column.dtype, pd.StringDtype):
        return column
    filled = column.dropna()
    others = filled[[not isinstance(value, str) for value in filled]]
    if len(others):
        raise fail(
            "a list or a column of texts is wanted.",
            found=f"{others.iloc[0]!r}, a {type(others.iloc[0]).__name__}",
            fix="table['text'].astype('str')",
        )
    return column.astype("str")


def check_texts(column: pd.Series) -> None:
    """Refuse a column ``text`` of posts that holds something else."""
    if not pd.api.types.is_string_dtype(column.dtype) and column.notna().any():
        raise fail(
            "posts: column 'text' must hold texts.",
            found=f"dtype {column.dtype}",
            fix="table['text'].astype('str')",
        )
