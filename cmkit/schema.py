"""The tables that modules meet in, declared once: columns, meaning, unit.

``check`` is called at the public border; inside, tables are trusted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pyarrow as pa

from cmkit.errors import fail

__all__ = [
    "EDGES",
    "EVENTS",
    "POSTS",
    "SCORES",
    "TAGS",
    "TIMELINE",
    "Column",
    "Table",
    "check",
]

Kind = Literal["text", "time", "count", "number", "texts"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Parameters
    ----------
    kind : {"text", "time", "count", "number", "texts"}
        ``time`` is a UTC time, ``count`` a whole number, ``texts`` a list of texts in each cell.
    meaning : str
        One line for a reader, with the unit or the range.
    empty : bool
        Whether a cell may be missing.
    needed : bool
        Whether the column must be there at all.
    choices : tuple of str
        The allowed values, where they are few.

    Examples
    --------
    >>> Column("count", "number of interactions, >= 1").kind
    'count'
    """

    kind: Kind
    meaning: str
    empty: bool = False
    needed: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A declared table: its name, what one row is, its columns in order.

    Examples
    --------
    >>> POSTS.row
    'a post'
    """

    name: str
    row: str
    columns: Mapping[str, Column]

    def describe(self) -> pd.DataFrame:
        """Return the declaration as a table, one row = one column.

        Examples
        --------
        >>> EDGES.describe()["column"].tolist()
        ['source', 'target', 'kind', 'weight']
        """
        return pd.DataFrame(
            [
                (name, column.kind, column.empty, column.needed, column.meaning)
                for name, column in self.columns.items()
            ],
            columns=["column", "kind", "empty", "needed", "meaning"],
        )


POSTS = Table(
    "POSTS",
    "a post",
    {
        "post_id": Column("text", "the post's identifier on its platform, unique"),
        "author_id": Column("text", "who wrote it; a pseudonym unless the reader kept the handle"),
        "created_at": Column("time", "when it was published, UTC"),
        "text": Column("text", "what it says, as plain text", empty=True),
        "lang": Column("text", "language, ISO 639-1; empty when not known", empty=True),
        "platform": Column("text", "where it was published, e.g. x, mastodon", empty=True),
        "kind": Column("text", "how it speaks", choices=("post", "reply", "repost", "quote")),
        "reply_to": Column("text", "post_id of the post it answers", empty=True),
        "reply_to_author_id": Column("text", "author_id of the post it answers", empty=True),
        "repost_of": Column("text", "post_id of the post it reposts or quotes", empty=True),
        "repost_of_author_id": Column("text", "author_id of the one reposted", empty=True),
        "thread_id": Column("text", "post_id of the first post of the thread"),
        "mentions": Column("texts", "author_id of each person it names, in order"),
        "hashtags": Column("texts", "each hashtag, lower case, without '#', in order"),
    },
)

EDGES = Table(
    "EDGES",
    "an ordered pair of authors and a kind of interaction",
    {
        "source": Column("text", "author_id of the one who engages"),
        "target": Column("text", "author_id of the one who receives the credit"),
        "kind": Column("text", "interaction", choices=("reply", "repost", "quote", "mention")),
        "weight": Column("number", "number of interactions, or their decayed number, > 0"),
    },
)

TAGS = Table(
    "TAGS",
    "a post",
    {
        "post_id": Column("text", "which post"),
        "lang": Column("text", "the language it was read in; empty when not known", empty=True),
        "score": Column("number", "sentiment, -1 (negative) to 1 (positive)", empty=True),
        "label": Column(
            "text",
            "sentiment in a word",
            choices=("negative", "neutral", "positive", "unknown"),
        ),
        "confidence": Column("number", "how sure the engine is of the label, 0 to 1"),
    },
)

TIMELINE = Table(
    "TIMELINE",
    "a window of time",
    {
        "window_start": Column("time", "first instant of the window, UTC"),
        "n_posts": Column("count", "posts published in the window"),
        "n_authors": Column("count", "distinct authors in the window"),
        "n_negative": Column("count", "posts tagged negative in the window", empty=True),
        "share_negative": Column("number", "n_negative / n_posts, 0 to 1", empty=True),
    },
)

SCORES = Table(
    "SCORES",
    "an author and a measure",
    {
        "author_id": Column("text", "who is scored"),
        "measure": Column("text", "the measure's name"),
        "score": Column("number", "the measure's value; its docstring gives the unit"),
        "rank": Column("count", "1 = highest; equal scores share the smaller rank"),
        "low": Column("number", "lower end of the interval", empty=True, needed=False),
        "high": Column("number", "upper end of the interval", empty=True, needed=False),
    },
)

EVENTS = Table(
    "EVENTS",
    "an alarm",
    {
        "onset": Column("time", "end of the first window of the alarm, UTC: when it could ring"),
        "peak": Column("time", "start of the window with the greatest excess, UTC"),
        "end": Column("time", "end of the last window of the alarm, UTC", empty=True),
        "kind": Column("text", "what rang", choices=("buzz", "crisis")),
        "severity": Column("number", "greatest excess over the baseline, in baselines, >= 0"),
    },
)


def check(table: object, against: Table, *, what: str | None = None) -> pd.DataFrame:
    """Make sure that a table is what its declaration says, and hand it back untouched.

    Parameters
    ----------
    table : DataFrame
        The table to look at. Columns that the declaration does not name are allowed.
    against : Table
        One of the declarations of this module.
    what : str, optional
        How the error names the table, "posts" for instance.

    Returns
    -------
    DataFrame
        The same object.

    Raises
    ------
    CmkitError
        Not a DataFrame; a needed column is missing; a column has another type; a cell that must
        be filled is empty; a value is none of the choices.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["ana"], "target": ["ben"], "kind": ["reply"]})
    >>> check(edges, EDGES)
    Traceback (most recent call last):
    cmkit.errors.CmkitError: edges need a 'weight' column.
      Found: columns ['source', 'target', 'kind']
      To fix: a row of EDGES is an ordered pair of authors and a kind of interaction; ...
    """
    name = what or against.name.lower()
    if not isinstance(table, pd.DataFrame):
        raise fail(
            f"{name} must be a pandas DataFrame.",
            found=f"a {type(table).__name__}",
            fix=f"one row = {against.row}; columns: {', '.join(against.columns)}",
        )
    for column_name, column in against.columns.items():
        if column_name in table.columns:
            _check_column(table[column_name], column, column_name, name)
        elif column.needed:
            raise fail(
                f"{name} need a '{column_name}' column.",
                found=f"columns {list(table.columns)}",
                fix=f"a row of {against.name} is {against.row}; '{column_name}' = {column.meaning}",
            )
    return table


def _check_column(values: pd.Series, column: Column, column_name: str, name: str) -> None:
    if not _has_kind(values, column.kind):
        raise fail(
            f"{name}: column '{column_name}' must hold {_KINDS[column.kind]}.",
            found=f"dtype {values.dtype}",
            fix=_CONVERSIONS[column.kind].format(column=column_name),
        )
    if not column.empty and values.isna().any():
        row = int(values.isna().to_numpy().argmax())
        raise fail(
            f"{name}: column '{column_name}' has empty cells.",
            found=f"{int(values.isna().sum())} empty, the first in row {row}",
            fix=f"fill them or drop those rows: {name}.dropna(subset=['{column_name}'])",
        )
    if column.choices:
        others = values[~values.isin(column.choices) & values.notna()]
        if len(others):
            raise fail(
                f"{name}: column '{column_name}' has a value that is not known.",
                found=others.iloc[0],
                fix=f"use one of {list(column.choices)}",
            )


_KINDS: dict[Kind, str] = {
    "text": "texts",
    "time": "times with a time zone (UTC)",
    "count": "whole numbers",
    "number": "numbers",
    "texts": "lists of texts",
}
_CONVERSIONS: dict[Kind, str] = {
    "text": "table['{column}'].astype(str)",
    "time": "pd.to_datetime(table['{column}'], utc=True)",
    "count": "table['{column}'].astype(int)",
    "number": "table['{column}'].astype(float)",
    "texts": "each cell a list of texts: table['{column}'].str.split(' ')",
}


def _has_kind(values: pd.Series, kind: Kind) -> bool:
    dtype = values.dtype
    is_number = pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
    if kind == "time":
        return isinstance(dtype, pd.DatetimeTZDtype)
    if kind == "count":
        return pd.api.types.is_integer_dtype(dtype) or _all_missing(values)
    if kind == "number":
        return is_number
    if kind == "texts":
        return pd.api.types.is_object_dtype(dtype) and _holds_lists(values)
    return _holds_text(values)


def _holds_text(values: pd.Series) -> bool:
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _holds_text(dtype.categories.to_series())
    if pd.api.types.is_object_dtype(dtype):
        return pd.api.types.infer_dtype(values, skipna=True) in {"string", "empty"}
    return pd.api.types.is_string_dtype(dtype) or _all_missing(values)


def _holds_lists(values: pd.Series) -> bool:
    try:
        pa.array(values, type=pa.list_(pa.string()), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return False
    return True


def _all_missing(values: pd.Series) -> bool:
    return bool(values.isna().all())
