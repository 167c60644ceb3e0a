"""Reduce an answer to plain Python, so that no object of the student's decides how it compares."""

import datetime as dt
import math
import numbers
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd

__all__ = ["WANTED", "Family", "family", "frozen", "is_missing", "plain"]

Family = Literal["truth", "number", "text", "time", "list", "set", "dict", "nothing", "other"]

#: How a sentence names each family of values.
WANTED: dict[Family, str] = {
    "truth": "True or False",
    "number": "a number",
    "text": "a text",
    "time": "a time",
    "list": "a list",
    "set": "a set",
    "dict": "a dictionary",
    "nothing": "nothing",
    "other": "something else",
}


def plain(value: Any) -> Any:
    """Return the value as bool, int, float, str, Timestamp, list, set or dict, all the way down.

    Parameters
    ----------
    value : object
        A student's answer. Tuples, arrays, Series and indexes become lists.

    Returns
    -------
    object
        A plain value; anything that is none of these comes back as it is.

    Examples
    --------
    >>> plain((np.int64(1), np.array([2.5]), pd.Series(["a"])))
    [1, [2.5], ['a']]
    """
    if is_missing(value):
        return value
    convert = _PLAIN.get(family(value))
    return value if convert is None else convert(value)


def family(value: Any) -> Family:
    """Say which family of values this is.

    Examples
    --------
    >>> family(True), family(np.float64(2)), family(("a", "b")), family(None)
    ('truth', 'number', 'list', 'nothing')
    """
    if value is None:
        return "nothing"
    for name, types in _TYPES.items():
        if isinstance(value, types):
            return "other" if _is_odd(value) else name
    return "number" if value is pd.NA else "other"


def is_missing(value: Any) -> bool:
    """Say whether a single value is missing: None, NaN, NaT or NA.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(0), is_missing([])
    (True, False, False)
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    if isinstance(value, np.datetime64):
        return bool(np.isnat(value))
    return isinstance(value, numbers.Real) and math.isnan(value)


# Looked through in this order: a truth is a number too, and a timestamp is a datetime.
_TYPES: dict[Family, tuple[type, ...]] = {
    "truth": (bool, np.bool_),
    "number": (numbers.Real,),
    "text": (str,),
    "time": (dt.datetime, dt.date, np.datetime64, type(pd.NaT)),
    "list": (list, tuple, np.ndarray, pd.Series, pd.Index, pd.api.extensions.ExtensionArray),
    "set": (set, frozenset),
    "dict": (dict,),
}


_PLAIN: dict[Family, Callable[[Any], Any]] = {
    "truth": bool,
    "number": lambda value: int(value) if isinstance(value, numbers.Integral) else float(value),
    "text": str.__str__,
    "time": pd.Timestamp,
    "list": lambda value: [plain(item) for item in value],
    "set": lambda value: {frozen(plain(item)) for item in value},
    "dict": lambda value: {frozen(plain(key)): plain(item) for key, item in value.items()},
}


def _is_odd(value: Any) -> bool:
    """Say whether a list cannot be walked: an array without dimensions."""
    return isinstance(value, np.ndarray) and value.ndim == 0


def frozen(value: Any) -> Any:
    """Make a plain value usable in a set or as a key.

    Examples
    --------
    >>> frozen([1, [2]])
    (1, (2,))
    """
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    if isinstance(value, set):
        return frozenset(value)
    if isinstance(value, dict):
        return tuple(sorted((repr(key), repr(item)) for key, item in value.items()))
    # an object of unknown kind is only ever itself, whatever its __eq__ and __hash__ say
    return ("other", id(value)) if family(value) == "other" else value
