"""Checks of single values, lists and sets."""

import math
from collections.abc import Collection
from typing import Any

from cmkit.checks.plain import WANTED, family, frozen, is_missing, plain
from cmkit.checks.wording import shown, wrong
from cmkit.errors import fail

__all__ = ["answered", "close", "equal", "same_set"]


def answered(value: object, *, hint: str | None = None) -> None:
    """Check that something was answered at all.

    Parameters
    ----------
    value : object
        The student's answer. ``None`` and ``...`` count as not answered, a blank text too.
    hint : str, optional
        What to say beside "not answered yet".

    Raises
    ------
    WrongAnswer
        Nothing was answered yet.

    Examples
    --------
    >>> answered(0)
    >>> answered(...)
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: Not answered yet: replace the three dots by your answer.
    """
    blank = isinstance(value, str) and not value.strip()
    if value is None or value is Ellipsis or blank:
        raise wrong("unanswered", hint=hint)


def equal(answer: object, expected: object, *, hint: str | None = None) -> None:
    """Check that an answer equals what is expected: same family of values, same value.

    Parameters
    ----------
    answer : object
        The student's answer. NumPy scalars count as numbers; tuples, arrays and Series as lists.
    expected : number, str, bool, time, list, set or dict
        What it must equal. For numbers that were computed use `close`; for tables `table`.
    hint : str, optional
        What to say when it does not.

    Raises
    ------
    WrongAnswer
        Another type, length or value; a missing value anywhere.
    CmkitError
        The expected value is of a kind that cannot be compared here.

    Notes
    -----
    ``True`` does not equal ``1``, and NaN equals nothing.

    Examples
    --------
    >>> equal((1, 2), [1, 2])
    >>> equal("ana", "ben", hint="who has the most replies?")
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: The answer is not right yet.
      Found: 'ana'
      Hint: who has the most replies?
    """
    answered(answer, hint=hint)
    if family(expected) in {"other", "nothing"}:
        raise fail(
            "checks.equal cannot compare with this expected value.",
            found=f"a {type(expected).__name__}",
            fix="give a number, text, truth value, time, list, set or dict; "
            "for a DataFrame use checks.table",
        )
    _same(answer, expected, hint)


def close(
    answer: object, expected: Any, *, tolerance: float = 1e-6, hint: str | None = None
) -> None:
    """Check that a number, or each number of a list, is as near as asked.

    Parameters
    ----------
    answer : number, or list, array or Series of numbers
        The student's answer.
    expected : number, or list, array or Series of numbers
        What it must be near, position by position.
    tolerance : float, default 1e-6
        The greatest difference allowed, in the unit of the answer; 0 or more. A difference that
        floating point alone can explain (1e-9 of the expected value) always passes.
    hint : str, optional
        What to say when it is not near enough.

    Raises
    ------
    WrongAnswer
        Not a number, another length, a missing value, or too far off.
    CmkitError
        The expected value is no number, or the tolerance is negative.

    Examples
    --------
    >>> close(0.3333333, 1 / 3)
    >>> close("0.33", 1 / 3)
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: The answer has another type: a number is wanted.
      Found: '0.33'
    """
    answered(answer, hint=hint)
    wanted = plain(expected)
    numbers = wanted if isinstance(wanted, list) else [wanted]
    if not all(family(number) == "number" and not is_missing(number) for number in numbers):
        raise fail("checks.close needs an expected number.", found=shown(expected))
    if not tolerance >= 0:
        raise fail("the tolerance must be 0 or more.", found=tolerance)
    given = plain(answer)
    _same_family(given, wanted, answer, hint)
    if not isinstance(wanted, list):
        if not _near(_number(given, hint), wanted, tolerance):
            raise wrong("close", found=shown(answer), hint=hint)
        return
    _same_length(given, wanted, answer, hint)
    for position, (number, near) in enumerate(zip(given, wanted, strict=True)):
        if not _near(_number(number, hint), near, tolerance):
            raise wrong("close_at", found=shown(number), hint=hint, position=position)


def same_set(answer: object, expected: Collection[object], *, hint: str | None = None) -> None:
    """Check that an answer holds the expected elements, in any order and none twice.

    Parameters
    ----------
    answer : set, list, array or Series
        The student's answer.
    expected : collection
        The elements it must hold.
    hint : str, optional
        What to say when it does not.

    Raises
    ------
    WrongAnswer
        Not a collection, an element twice, or other elements than expected. It says how many do
        not belong and whether some are missing, never which.

    Examples
    --------
    >>> same_set(["ben", "ana"], {"ana", "ben"})
    >>> same_set(["ben", "cho"], {"ana", "ben"})
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: 1 of your elements do not belong, and something is missing.
      Found: ['ben', 'cho']
    """
    answered(answer, hint=hint)
    if family(answer) not in {"list", "set"}:
        raise wrong("family", found=shown(answer), hint=hint, wanted="a set or a list")
    given = list(plain(answer))
    if any(is_missing(item) for item in given):
        raise wrong("missing", found=shown(answer), hint=hint)
    here = set(map(frozen, given))
    if len(here) < len(given):
        raise wrong("repeated", found=shown(answer), hint=hint)
    there = set(map(frozen, plain(list(expected))))
    extra, missing = len(here - there), bool(there - here)
    if extra or missing:
        sentence = "set_both" if extra and missing else "set_extra" if extra else "set_missing"
        raise wrong(sentence, found=shown(answer), hint=hint, n=extra)


def _same(answer: Any, expected: Any, hint: str | None) -> None:
    """Raise unless both are the same, all the way down."""
    given, wanted = plain(answer), plain(expected)
    if is_missing(given):
        raise wrong("missing", hint=hint)
    _same_family(given, wanted, answer, hint)
    if isinstance(wanted, list):
        _same_length(given, wanted, answer, hint)
        for position, (mine, theirs) in enumerate(zip(given, wanted, strict=True)):
            if not _is_same(mine, theirs):
                raise wrong("position", found=shown(mine), hint=hint, position=position)
    elif isinstance(wanted, dict):
        if set(given) != set(wanted):
            raise wrong("keys", found=shown(list(given)), hint=hint)
        for key, theirs in wanted.items():
            if not _is_same(given[key], theirs):
                raise wrong("value_at", found=shown(given[key]), hint=hint, key=shown(key))
    elif given != wanted:
        raise wrong("equal", found=shown(answer), hint=hint)


def _is_same(mine: Any, theirs: Any) -> bool:
    """Compare two plain values; a number never equals a truth value, NaN equals nothing."""
    if family(mine) != family(theirs) or is_missing(mine):
        return False
    if isinstance(theirs, list):
        return len(mine) == len(theirs) and all(map(_is_same, mine, theirs))
    if isinstance(theirs, dict):
        return set(mine) == set(theirs) and all(_is_same(mine[key], theirs[key]) for key in theirs)
    return bool(mine == theirs)


def _same_family(given: Any, wanted: Any, answer: object, hint: str | None) -> None:
    if family(given) == "list" and family(wanted) == "list":
        return
    if is_missing(given):
        raise wrong("missing", hint=hint)
    if family(given) != family(wanted):
        raise wrong("family", found=shown(answer), hint=hint, wanted=WANTED[family(wanted)])


def _same_length(given: Any, wanted: Any, answer: object, hint: str | None) -> None:
    if len(given) != len(wanted):
        many = "many" if len(given) > len(wanted) else "few"
        raise wrong("length", found=shown(answer), hint=hint, many=many)


def _number(value: Any, hint: str | None) -> float:
    if is_missing(value):
        raise wrong("missing", hint=hint)
    if family(value) != "number":
        raise wrong("family", found=shown(value), hint=hint, wanted=WANTED["number"])
    return float(value)


def _near(number: float, wanted: float, tolerance: float) -> bool:
    """Say whether two numbers are near; written so that NaN and infinity fail."""
    return number == wanted or abs(number - wanted) <= max(tolerance, 1e-9 * abs(wanted)) < math.inf
