"""Check of a table: its columns, its rows, its values."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cmkit.checks.plain import frozen, plain
from cmkit.checks.values import answered
from cmkit.checks.wording import shown, wrong
from cmkit.errors import fail

__all__ = ["table"]


def table(
    answer: object,
    expected: pd.DataFrame,
    *,
    columns: Sequence[str] | None = None,
    tolerance: float = 1e-6,
    in_order: bool = False,
    hint: str | None = None,
) -> None:
    """Check a DataFrame: the columns asked for, as many rows, the same values.

    Parameters
    ----------
    answer : DataFrame
        The student's table. Other columns may stand beside; the index is not looked at.
    expected : DataFrame
        What it must hold.
    columns : list of str, optional
        Which columns are compared; by default every column of ``expected``.
    tolerance : float, default 1e-6
        The greatest difference allowed between numbers, in their own unit.
    in_order : bool, default False
        Whether the rows must come in the expected order.
    hint : str, optional
        What to say when it does not hold.

    Raises
    ------
    WrongAnswer
        Not a DataFrame, a column missing or of another type, too many or too few rows, or another
        value. A missing value passes only where one is expected.
    CmkitError
        ``expected`` is no DataFrame, or lacks one of the columns.

    Notes
    -----
    Without ``in_order``, rows are matched after sorting both tables by what is not a decimal
    number first. Give each row a text or a whole number that tells it apart (an id, a day).

    Examples
    --------
    >>> expected = pd.DataFrame({"author_id": ["ana", "ben"], "n_posts": [3, 1]})
    >>> table(expected.iloc[::-1], expected)
    >>> table(expected.assign(n_posts=1), expected, hint="count the rows of each author")
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: Column 'n_posts' is not right yet.
      Hint: count the rows of each author
    """
    answered(answer, hint=hint)
    names = _names(expected, columns)
    if not isinstance(answer, pd.DataFrame):
        raise wrong("not_table", found=shown(answer), hint=hint)
    _check_columns(answer, names, hint)
    if len(answer) != len(expected):
        many = "many" if len(answer) > len(expected) else "few"
        raise wrong("rows", found=shown(answer), hint=hint, many=many)
    mine, theirs = _comparable(answer[names]), _comparable(expected[names])
    for name in names:
        _check_family(mine[name], theirs[name], name, hint)
    if not in_order:
        mine, theirs = _sorted(mine), _sorted(theirs)
    for name in names:
        if not _same_values(mine[name], theirs[name], tolerance):
            sentence = "column_order" if in_order and len(mine) > 1 else "column"
            raise wrong(sentence, hint=hint, column=name)


def _names(expected: object, columns: Sequence[str] | None) -> list[str]:
    if not isinstance(expected, pd.DataFrame):
        raise fail("checks.table needs an expected DataFrame.", found=shown(expected))
    names = list(expected.columns if columns is None else columns)
    if lacking := [name for name in names if name not in expected.columns]:
        raise fail("the expected table lacks a column to compare.", found=lacking)
    return names


def _check_columns(answer: pd.DataFrame, names: list[str], hint: str | None) -> None:
    lacking = [name for name in names if name not in answer.columns]
    if not lacking:
        repeated = [name for name in names if (answer.columns == name).sum() > 1]
        if repeated:
            raise wrong("repeated", found=f"columns {list(answer.columns)}", hint=hint)
        return
    sentence = "index" if set(lacking) <= set(answer.index.names) else "columns"
    found = f"columns {list(answer.columns)}"
    raise wrong(sentence, found=found, hint=hint, columns=", ".join(map(repr, lacking)))


def _comparable(values: pd.DataFrame) -> pd.DataFrame:
    """Return each column as numbers, UTC times, or texts and other plain values."""
    return pd.DataFrame(
        {name: _column(values[name]) for name in values.columns}, index=range(len(values))
    )


def _column(values: pd.Series) -> Any:
    dtype = values.dtype
    if isinstance(dtype, pd.DatetimeTZDtype):
        return values.dt.tz_convert("UTC").astype("datetime64[ns, UTC]").array
    if pd.api.types.is_datetime64_dtype(dtype):
        return values.astype("datetime64[ns]").array
    if pd.api.types.is_timedelta64_dtype(dtype):
        return values.dt.total_seconds().to_numpy(dtype=float)
    if pd.api.types.is_bool_dtype(dtype) and not values.isna().any():
        return values.to_numpy(dtype=bool)
    if pd.api.types.is_numeric_dtype(dtype):
        return values.to_numpy(dtype=float, na_value=np.nan)
    return pd.Series([frozen(plain(value)) for value in values], dtype=object).array


def _check_family(mine: pd.Series, theirs: pd.Series, name: str, hint: str | None) -> None:
    if _kind(mine) != _kind(theirs) and not theirs.isna().all():
        raise wrong("column_family", hint=hint, column=name, wanted=_kind(theirs))


def _kind(values: pd.Series) -> str:
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return "times with a time zone"
    if pd.api.types.is_datetime64_dtype(values.dtype):
        return "times without a time zone"
    if pd.api.types.is_bool_dtype(values.dtype):
        return "True or False"
    return "numbers" if pd.api.types.is_numeric_dtype(values.dtype) else "texts or lists"


def _sorted(values: pd.DataFrame) -> pd.DataFrame:
    """Sort by what is no decimal number first, so that a tolerance does not change the order."""
    keys = {str(name): _sortable(column) for name, column in values.items()}
    order = sorted(keys, key=lambda name: _is_decimal(keys[name]))
    return values.iloc[pd.DataFrame(keys)[order].sort_values(order, kind="stable").index]


def _sortable(values: pd.Series) -> pd.Series:
    return values.map(repr) if values.dtype == object else values


def _is_decimal(values: pd.Series) -> bool:
    is_float = pd.api.types.is_float_dtype(values.dtype)
    return bool(is_float and (values.dropna() % 1 != 0).any())


def _same_values(mine: pd.Series, theirs: pd.Series, tolerance: float) -> bool:
    if _kind(theirs) == "numbers":
        near = np.isclose(
            mine.to_numpy(dtype=float),
            theirs.to_numpy(dtype=float),
            rtol=1e-9,
            atol=tolerance,
            equal_nan=True,
        )
        return bool(near.all())
    both_missing = mine.isna().to_numpy() & theirs.isna().to_numpy()
    return bool((both_missing | (mine.to_numpy() == theirs.to_numpy())).all())
