"""From the gradebook to tables: marks of an exercise, state of a course."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cmkit.course import question_of
from cmkit.errors import fail
from cmkit.grading.folder import handed_in, has_gradebook, open_gradebook, read_record
from cmkit.schema import Column, Table

__all__ = ["GRADES", "marks", "status"]

#: Beside these, a table of grades has ``needs_manual`` (bool): a person must look at it.
GRADES = Table(
    "GRADES",
    "a student's question",
    {
        "student_id": Column("text", "who handed in"),
        "exercise": Column("text", "which exercise"),
        "question": Column("text", "which question: the name of its answer cell"),
        "marks": Column("number", "marks given, 0 to max_marks; empty when not known", empty=True),
        "max_marks": Column("number", "marks the question is worth, >= 0"),
        "status": Column(
            "text",
            "what happened to the hand-in",
            choices=("graded", "flagged", "failed", "not graded"),
        ),
        "reason": Column("text", "why it is flagged or failed; blank otherwise"),
    },
)


def marks(exercise: str, *, folder: str | Path = "exercises") -> pd.DataFrame:
    """Return every student's marks for an exercise, as they stand in the gradebook.

    Parameters
    ----------
    exercise : str
        Its name, ``ex01_name``.
    folder : path, default "exercises"
        The course folder.

    Returns
    -------
    DataFrame, one row per student and question
        See `GRADES`. A mark that a person gave counts before the automatic one. ``marks`` is
        missing, never 0, where a hand-in failed or a person has not looked yet.

    Raises
    ------
    CmkitError
        The exercise was not released in this folder.
    """
    course = Path(folder)
    with open_gradebook(course) as gradebook:
        points = _points(gradebook, exercise)
        rows = []
        submissions = {one.student.id: one for one in gradebook.assignment_submissions(exercise)}
        for student_id in sorted({*submissions, *handed_in(course, exercise)}):
            record = read_record(course, exercise, student_id)
            given = _given(submissions.get(student_id), record["status"])
            for question, worth in points.items():
                mark, needs_manual = given.get(question, (np.nan, False))
                happened = (record["status"], record["reason"], needs_manual)
                rows.append((student_id, exercise, question, mark, worth, *happened))
    table = pd.DataFrame(rows, columns=[*GRADES.columns, "needs_manual"])
    kinds = {"text": "str", "number": "float64"}
    dtypes = {name: kinds[column.kind] for name, column in GRADES.columns.items()}
    return table.astype({**dtypes, "needs_manual": bool})


def status(*, folder: str | Path = "exercises") -> pd.DataFrame:
    """Return how far each exercise of a course is.

    Parameters
    ----------
    folder : path, default "exercises"
        The course folder.

    Returns
    -------
    DataFrame, one row per exercise
        ``exercise``; ``released`` (bool: is in the gradebook); numbers of hand-ins:
        ``n_handed_in``, ``n_graded`` (flagged ones too), ``n_flagged``, ``n_failed``,
        ``n_not_graded``, and ``n_needs_manual`` (a person must look at them).
    """
    course = Path(folder)
    recorded: set[str] = set()
    if has_gradebook(course):
        with open_gradebook(course) as gradebook:
            recorded = {assignment.name for assignment in gradebook.assignments}
    there = {path.name for path in course.glob("release/*") if path.is_dir()}
    rows = []
    for exercise in sorted(recorded | there):
        table = marks(exercise, folder=course) if exercise in recorded else _no_marks()
        hand_ins = table.groupby("student_id").agg(
            status=("status", "first"), needs_manual=("needs_manual", "any")
        )
        counts = hand_ins["status"].value_counts()
        flagged = int(counts.get("flagged", 0))
        rows.append(
            {
                "exercise": exercise,
                "released": exercise in recorded,
                "n_handed_in": len(hand_ins),
                "n_graded": int(counts.get("graded", 0)) + flagged,
                "n_flagged": flagged,
                "n_failed": int(counts.get("failed", 0)),
                "n_not_graded": int(counts.get("not graded", 0)),
                "n_needs_manual": int(hand_ins["needs_manual"].sum()),
            }
        )
    return pd.DataFrame(rows, columns=_STATUS)


_STATUS = [
    "exercise",
    "released",
    "n_handed_in",
    "n_graded",
    "n_flagged",
    "n_failed",
    "n_not_graded",
    "n_needs_manual",
]


def _no_marks() -> pd.DataFrame:
    return pd.DataFrame(columns=["student_id", "status", "needs_manual"])


def _points(gradebook: Any, exercise: str) -> dict[str, float]:
    """Return what each question is worth, in the order of the exercise."""
    from nbgrader.api import MissingEntry

    try:
        assignment = gradebook.find_assignment(exercise)
    except MissingEntry:
        known = sorted(one.name for one in gradebook.assignments)
        fix = f"release it first: grading.release({exercise!r}); released so far: {known}"
        raise fail("this exercise is not in the gradebook.", found=exercise, fix=fix) from None
    points: dict[str, float] = {}
    for notebook in assignment.notebooks:
        order = [cell.name for cell in notebook.source_cells]
        for cell in sorted(notebook.grade_cells, key=lambda cell: order.index(cell.name)):
            question = question_of(cell.name)
            points[question] = points.get(question, 0.0) + float(cell.max_score)
    return points


def _given(submission: Any, status: str) -> dict[str, tuple[float, bool]]:
    """Return each question's marks and whether a person must look at it."""
    given: dict[str, tuple[float, bool]] = {}
    if submission is None or status == "not graded":  # what is there belongs to an older hand-in
        return given
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            question = question_of(grade.cell.name)
            mark, needs_manual = given.get(question, (0.0, False))
            known = grade.auto_score if grade.manual_score is None else grade.manual_score
            extra = grade.extra_credit or 0.0
            mark += np.nan if known is None else float(known) + float(extra)
            # After a failed run nothing is known; it waits for a rerun, not for a marker.
            waits = bool(grade.needs_manual_grade) and status in {"graded", "flagged"}
            given[question] = (mark, needs_manual or waits)
    return given
