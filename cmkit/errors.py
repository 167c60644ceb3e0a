"""Errors that say what is wrong, what was found and what to do."""

import traceback
from pathlib import Path
from typing import Any

__all__ = ["CmkitError", "WrongAnswer", "fail"]

_PACKAGE = str(Path(__file__).parent)


class CmkitError(Exception):
    """An error a person can act on.

    In a notebook it is shown as its message and the line of the cell that led to it, without the
    frames inside cmkit. In a script the usual traceback stays.

    Examples
    --------
    >>> raise CmkitError("posts need a 'created_at' column.")
    Traceback (most recent call last):
    cmkit.errors.CmkitError: posts need a 'created_at' column.
    """

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython prints in place of the traceback."""
        return [*_line_that_led_here(self), f"{type(self).__name__}: {self}"]


class WrongAnswer(CmkitError, AssertionError):
    """A check's verdict: the answer is not right yet, and here is a hint.

    It is an ``AssertionError`` too, so that nbgrader and pytest treat it as a failed check.

    Examples
    --------
    >>> issubclass(WrongAnswer, AssertionError)
    True
    """

    def _render_traceback_(self) -> list[str]:
        """Return the hint alone: the line that led here is the check's, not the student's."""
        return [f"{type(self).__name__}: {self}"]


def fail(what: str, *, found: object = None, fix: str | None = None) -> CmkitError:
    """Build an error in three parts; the caller raises it.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence.
    found : object, optional
        What was there instead. A text is shown as it is, anything else by its ``repr``.
    fix : str, optional
        What to do about it, in words that can be followed.

    Returns
    -------
    CmkitError
        Not raised yet: write ``raise fail(...)`` so that the reader sees where the flow ends.

    Examples
    --------
    >>> print(fail("k must be positive.", found=-1, fix="use k=10"))
    k must be positive.
      Found: -1
      To fix: use k=10
    """
    lines = [what]
    if found is not None:
        lines.append(f"  Found: {found if isinstance(found, str) else repr(found)}")
    if fix is not None:
        lines.append(f"  To fix: {fix}")
    return CmkitError("\n".join(lines))


def _line_that_led_here(error: BaseException) -> list[str]:
    """Return the deepest line outside cmkit (the student's own), when there is one."""
    frames: list[Any] = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(_PACKAGE) and "site-packages" not in frame.filename
    ]
    if not frames or not frames[-1].line:
        return []
    return [f"In line {frames[-1].lineno}: {frames[-1].line}", ""]
