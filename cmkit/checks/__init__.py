"""Checks for exercises: silent when the answer holds, otherwise a hint and never the answer.

Every check takes the student's answer first, raises `cmkit.errors.WrongAnswer` when it does not
hold yet, and returns nothing when it does. What it says speaks of the student's own answer and of
the author's ``hint``; the expected value is never in it. An expected value is best computed in the
check itself, on data of its own (`function` does so), because a student can read a visible check.
"""

from cmkit.checks.functions import function
from cmkit.checks.pictures import picture
from cmkit.checks.rankings import same_ranking
from cmkit.checks.tables import table
from cmkit.checks.values import answered, close, equal, same_set

__all__ = [
    "answered",
    "close",
    "equal",
    "function",
    "picture",
    "same_ranking",
    "same_set",
    "table",
]
