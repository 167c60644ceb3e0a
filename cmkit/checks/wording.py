"""What a check says, in one place so that a second language can stand beside the first."""

import reprlib

import numpy as np
import pandas as pd

from cmkit.errors import WrongAnswer

__all__ = ["SENTENCES", "shown", "wrong"]

#: Each sentence a check can say. None of them can hold an expected value.
SENTENCES = {
    "unanswered": "Not answered yet: replace the three dots by your answer.",
    "missing": "A missing value (NaN) is not an answer.",
    "family": "The answer has another type: {wanted} is wanted.",
    "equal": "The answer is not right yet.",
    "length": "The answer has too {many} elements.",
    "position": "Element {position} is not right yet (counting from 0).",
    "keys": "The keys are not right yet.",
    "value_at": "The value of {key} is not right yet.",
    "close": "The number is not right yet.",
    "close_at": "The number at position {position} is not right yet (counting from 0).",
    "set_extra": "{n} of your elements do not belong.",
    "set_missing": "What you have belongs, but it is not complete.",
    "set_both": "{n} of your elements do not belong, and something is missing.",
    "repeated": "An element stands there more than once.",
    "ranking_short": "The ranking is too short.",
    "ranking_long": "The ranking is too long.",
    "ranking": "The ranking is right for its first {n} places, then it is not.",
    "ranking_order": "The right ones are there, but not in the right order.",
    "not_table": "A pandas DataFrame is wanted.",
    "columns": "The table lacks {columns}.",
    "index": "The table lacks {columns}, which is its index: add .reset_index().",
    "rows": "The table has too {many} rows.",
    "column": "Column {column!r} is not right yet.",
    "column_order": "Column {column!r} is not right yet: its values may be in another order.",
    "column_family": "Column {column!r} must hold {wanted}.",
    "not_function": "A function is wanted: define it with def, and give its name without brackets.",
    "raised": "Your function stopped with {error} on {case}.",
    "case": "Your function does not give the right result on {case}.",
    "not_axes": "The Axes of a picture are wanted: what plt.subplots() or a plot function returns.",
    "picture_label": "The picture has no {label}.",
    "picture_kind": "The picture has no {kind}.",
    "picture_empty": "The picture is empty.",
}

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60


def wrong(
    sentence: str, *, found: object = None, hint: str | None = None, **words: object
) -> WrongAnswer:
    """Build a verdict from a sentence of `SENTENCES`; the check raises it.

    Parameters
    ----------
    sentence : str
        A key of `SENTENCES`.
    found : object, optional
        What the student gave. A text is shown as it is; use `shown` for anything else.
    hint : str, optional
        The exercise author's hint.
    **words : object
        What fills the sentence's gaps.

    Returns
    -------
    WrongAnswer
        Not raised yet.

    Examples
    --------
    >>> print(wrong("equal", found=shown([1, 2]), hint="count the rows"))
    The answer is not right yet.
      Found: [1, 2]
      Hint: count the rows
    """
    lines = [SENTENCES[sentence].format(**words)]
    if found is not None:
        lines.append(f"  Found: {found}")
    if hint is not None:
        lines.append(f"  Hint: {hint}")
    return WrongAnswer("\n".join(lines))


def shown(value: object) -> str:
    """Show a value in a few words, whatever it is and however long.

    Parameters
    ----------
    value : object
        A student's answer, or an input of her function.

    Returns
    -------
    str
        At most about 100 characters, on one line.

    Examples
    --------
    >>> shown(pd.DataFrame({"n": [1, 2]}))
    "a table of 2 rows with columns ['n']"
    >>> shown("a" * 500)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
    """
    if isinstance(value, pd.DataFrame):
        return f"a table of {len(value)} rows with columns {_SHORT.repr(list(value.columns))}"
    if isinstance(value, (pd.Series, pd.Index, np.ndarray)):
        return f"a {type(value).__name__} of {len(value) if np.ndim(value) else 1} values"
    if isinstance(value, np.generic):
        value = value.item()
    return " ".join(_SHORT.repr(value).split())
