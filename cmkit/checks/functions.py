"""Check of a student's function against a reference, input by input."""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from cmkit.checks.plain import family
from cmkit.checks.tables import table
from cmkit.checks.values import answered, close, equal, same_set
from cmkit.checks.wording import SENTENCES, shown, wrong
from cmkit.errors import WrongAnswer, fail

__all__ = ["function"]

Compare = Callable[[Any, Any], None]


def function(
    answer: object,
    reference: Callable[..., Any],
    *,
    cases: Iterable[object],
    compare: Compare | None = None,
    tolerance: float = 1e-6,
    hint: str | None = None,
) -> None:
    """Check that a student's function gives what a reference gives, on each of some inputs.

    Parameters
    ----------
    answer : function
        The student's.
    reference : function
        The right one. Each is called with a copy of its own, so that neither can spoil the input.
    cases : list
        The inputs, one call each. A tuple is a list of positional arguments; anything else is the
        one argument. An input of one tuple is written ``((1, 2),)``.
    compare : function of (answer, expected), optional
        Raises `cmkit.errors.WrongAnswer` when a result does not hold, as every check does; for
        instance ``lambda a, b: checks.same_ranking(a, b, k=3)``. By default a DataFrame or Series
        is compared as a table or list, a number within the tolerance, a set as a set, anything
        else exactly.
    tolerance : float, default 1e-6
        For numbers, in the unit of the result.
    hint : str, optional
        What to say when a result does not hold or the function stops.

    Raises
    ------
    WrongAnswer
        The function stops with an error, gives another result, or is no function. It names the
        input and, for an error, its kind and message; the frames are left out.
    CmkitError
        There is no case to try.

    Examples
    --------
    >>> function(abs, lambda x: x if x > 0 else -x, cases=[3, -3])
    >>> function(lambda x: 1 / x, lambda x: x, cases=[1, 0], hint="and for nought?")
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: Your function stopped with ZeroDivisionError on input 2: 0.
      Found: division by zero
      Hint: and for nought?
    """
    answered(answer, hint=hint)
    inputs = [case if isinstance(case, tuple) else (case,) for case in cases]
    if not inputs:
        raise fail("checks.function needs at least one case.", found="none")
    if not callable(answer):
        raise wrong("not_function", found=shown(answer), hint=hint)
    for number, arguments in enumerate(inputs, start=1):
        expected = reference(*copy.deepcopy(arguments))
        case = f"input {number}: {', '.join(map(shown, arguments))}"
        result = _call(answer, copy.deepcopy(arguments), case, hint)
        try:
            answered(result)
            (compare or _comparison(expected, tolerance))(result, expected)
        except WrongAnswer as verdict:
            reason, own_hint = _reason(verdict, returned_nothing=result is None)
            raise wrong("case", found=reason, hint=hint or own_hint, case=case) from None


def _call(answer: Callable[..., Any], arguments: Any, case: str, hint: str | None) -> Any:
    try:
        return answer(*arguments)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever her code does is her answer
        found = str(error).splitlines()[0] if str(error) else None
        name = type(error).__name__
        raise wrong("raised", found=found, hint=hint, error=name, case=case) from None


def _comparison(expected: Any, tolerance: float) -> Compare:
    """Return the check that suits what the reference gave."""
    if isinstance(expected, pd.DataFrame):
        return lambda result, right: table(result, right, tolerance=tolerance)
    if family(expected) == "set":
        return same_set
    numbers = expected if family(expected) == "list" else [expected]
    if all(family(number) == "number" for number in numbers):
        return lambda result, right: close(result, right, tolerance=tolerance)
    return equal


def _reason(verdict: WrongAnswer, *, returned_nothing: bool) -> tuple[str, str | None]:
    """Say in one line why a result does not hold, and return the comparison's own hint."""
    if returned_nothing:
        return "it returns nothing: end it with return", None
    said, _, hint = str(verdict).partition("\n  Hint: ")
    sentence, _, found = said.partition("\n  Found: ")
    reason = found if sentence == SENTENCES["equal"] else f"{sentence} {found}"
    return " ".join(reason.split()), hint or None
