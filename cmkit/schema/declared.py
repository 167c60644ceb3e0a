"""How a table is declared and checked: columns, meaning, unit.

``check`` is called at the public border; inside, tables are trusted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import pyarrow as pa

from cmkit.errors import fail

__all__ = ["Column", "Kind", "Table", "check"]

Kind = Literal["text", "time", "count", "number", "flag", "texts"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Parameters
    ----------
    kind : {"text", "time", "count", "number", "flag", "texts"}
        ``time`` is a UTC time, ``count`` a whole number, ``flag`` true or false, ``texts`` a list
        of texts in each cell.
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
    >>> Table("VOTES", "a vote", {}).row
    'a vote'
    """

    name: str
    row: str
    columns: Mapping[str, Column]

    def describe(self) -> pd.DataFrame:
        """Return the declaration as a table, one row = one column.

        Examples
        --------
        >>> votes = Table("VOTES", "a vote", {"for_whom": Column("text", "a candidate")})
        >>> votes.describe()["column"].tolist()
        ['for_whom']
        """
        return pd.DataFrame(
            [
                (name, column.kind, column.empty, column.needed, column.meaning)
                for name, column in self.columns.items()
            ],
            columns=["column", "kind", "empty", "needed", "meaning"],
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
    >>> from cmkit.schema import EDGES
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
    "flag": "true or false",
    "texts": "lists of texts",
}
_CONVERSIONS: dict[Kind, str] = {
    "text": "table['{column}'].astype(str)",
    "time": "pd.to_datetime(table['{column}'], utc=True)",
    "count": "table['{column}'].astype(int)",
    "number": "table['{column}'].astype(float)",
    "flag": "table['{column}'].astype(bool)",
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
    if kind == "flag":
        return pd.api.types.is_bool_dtype(dtype)
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
