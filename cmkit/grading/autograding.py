"""Grade what was handed in: one student after the other, each on her own."""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from cmkit.errors import fail
from cmkit.grading.folder import (
    KERNEL_ARGUMENTS,
    check_name,
    forget_record,
    handed_in,
    notebook_of,
    open_gradebook,
    quiet,
    settings,
    write_record,
)
from cmkit.grading.gradebook import marks

__all__ = ["autograde"]


def autograde(
    exercise: str,
    *,
    students: Sequence[str] | None = None,
    folder: str | Path = "exercises",
    trust: bool = False,
    cell_timeout: int = 30,
) -> pd.DataFrame:
    """Run the hand-ins of an exercise and mark them.

    **Students' code runs on this machine, as you**: it can read and change what you can, the
    solutions and the gradebook included. Grade people you trust, or in a machine to throw away.

    Parameters
    ----------
    exercise : str
        Its name, ``ex01_name``; it must be released.
    students : list of str, optional
        Whose hand-ins; by default everybody's.
    folder : path, default "exercises"
        The course folder.
    trust : bool, default False
        Say ``True`` once the sentence above is accepted.
    cell_timeout : int, default 30
        After how many seconds a cell is interrupted; it then counts as failed.

    Returns
    -------
    DataFrame, one row per student and question
        See `cmkit.grading.GRADES`. ``status`` is ``graded``; ``flagged`` when the hand-in was
        marked but something in it was odd; ``failed`` when it could not be marked, with the reason
        and without marks.

    Raises
    ------
    CmkitError
        Without ``trust``; the exercise is not released; nobody, or not this student, handed in.

    Notes
    -----
    A hand-in's automatic marks are forgotten before it is graded again; marks and comments that
    a person gave stay. The check cells are put back from the gradebook, so that only the answer
    cells are the student's.
    """
    if not trust:
        raise fail(
            "grading runs the students' code on this machine, as you.",
            found="trust=False",
            fix="read the hand-ins or use a machine to throw away, then say trust=True "
            "(--trust-submissions on the command line)",
        )
    where = Path(folder)
    check_name(exercise, "name of an exercise")
    marks(exercise, folder=where)  # says so when the exercise is not released
    there = handed_in(where, exercise)
    chosen = there if students is None else [str(student) for student in students]
    if absent := sorted(set(chosen) - set(there)):
        found, fix = ", ".join(absent), f"handed in so far: {', '.join(there) or 'nobody'}"
        raise fail(f"no hand-in of {exercise} by this student.", found=found, fix=fix)
    if not chosen:
        raise fail(f"nobody handed in {exercise}.", found=str(where / "submitted"))
    for student_id in tqdm(chosen, desc=exercise, unit="hand-in", disable=None):
        _grade(where, exercise, student_id, cell_timeout)
    table = marks(exercise, folder=where)
    return table[table["student_id"].isin(chosen)].reset_index(drop=True)


def _grade(where: Path, exercise: str, student_id: str, cell_timeout: int) -> None:
    """Grade one hand-in and keep what happened; whatever happens stays with this student."""
    started = time.monotonic()
    forget_record(where, exercise, student_id)  # a kill from here on leaves "not graded"
    reason = _refused(where, exercise, student_id)
    flags: list[str] = []
    if reason is None:
        _forget(where, exercise, student_id)
        reason, flags = _run(where, exercise, student_id, cell_timeout)
    if reason is not None:
        _forget(where, exercise, student_id)
    record = {
        "status": "failed" if reason is not None else "flagged" if flags else "graded",
        "reason": reason if reason is not None else "; ".join(flags),
        "graded_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started, 2),
    }
    write_record(where, exercise, student_id, record)


def _refused(where: Path, exercise: str, student_id: str) -> str | None:
    """Say why a hand-in is not even opened, if so."""
    notebook = notebook_of(where, "submitted", exercise, student_id)
    if not notebook.is_file():
        there = sorted(path.name for path in notebook.parent.iterdir())
        return f"there is no {notebook.name} in the hand-in; there is: {', '.join(there) or '-'}"
    if any(path.is_symlink() for path in [notebook.parent, *notebook.parent.rglob("*")]):
        return "the hand-in holds a link to somewhere else"
    return None


def _forget(where: Path, exercise: str, student_id: str) -> None:
    """Clear the automatic marks of an earlier run; nbgrader keeps them, even those of old cells."""
    from nbgrader.api import MissingEntry

    with open_gradebook(where) as gradebook:
        try:
            submission = gradebook.find_submission(exercise, student_id)
        except MissingEntry:
            return
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
            for comment in notebook.comments:
                comment.auto_comment = None
        gradebook.db.commit()


def _run(
    where: Path, exercise: str, student_id: str, cell_timeout: int
) -> tuple[str | None, list[str]]:
    """Let nbgrader grade one hand-in; return why it failed, or what was odd about it."""
    with quiet():
        from nbgrader.coursedir import CourseDirectory

        from cmkit.grading.steps import flags_of

        config = _configuration(where, exercise, student_id, cell_timeout)
        directory = CourseDirectory(config=config)
        converter = _converter()(coursedir=directory, config=config, force=True)
        try:
            converter.start()
            return None, flags_of(notebook_of(where, "autograded", exercise, student_id))
        except Exception as error:  # noqa: BLE001 - one hand-in never keeps the others from theirs
            return _reason(converter.failure or error), []


def _configuration(where: Path, exercise: str, student_id: str, cell_timeout: int) -> Any:
    from nbgrader import preprocessors as theirs

    from cmkit.grading import steps

    config = settings(where, exercise=exercise, student_id=student_id)
    config.RebuildFromRelease.release_directory = str(where.resolve() / "release")
    config.Execute.timeout = cell_timeout
    config.Execute.shutdown_kernel = "immediate"
    config.Execute.extra_arguments = KERNEL_ARGUMENTS
    config.Autograde.sanitize_preprocessors = [
        theirs.ClearOutput,
        steps.RebuildFromRelease,
        theirs.OverwriteKernelspec,
        theirs.OverwriteCells,
        theirs.CheckCellMetadata,
    ]
    config.Autograde.autograde_preprocessors = [
        theirs.Execute,
        steps.JudgeChecks,
        theirs.LimitOutput,
        theirs.SaveAutoGrades,
        theirs.AssignLatePenalties,
        theirs.CheckCellMetadata,
    ]
    return config


def _converter() -> Any:
    """Return nbgrader's Autograde, made to remember why a hand-in failed: it only logs that."""
    from nbgrader.converters import Autograde

    class RememberingAutograde(Autograde):  # type: ignore[misc] # nbgrader is untyped
        failure: Exception | None = None

        def init_assignment(self, assignment_id: str, student_id: str) -> None:
            with self.remembered():
                super().init_assignment(assignment_id, student_id)

        def convert_single_notebook(self, notebook_filename: str) -> None:
            with self.remembered():
                super().convert_single_notebook(notebook_filename)

        @contextmanager
        def remembered(self) -> Iterator[None]:
            try:
                yield
            except Exception as error:
                self.failure = error
                raise

    return RememberingAutograde


def _reason(error: Exception) -> str:
    """Say in words why a hand-in could not be graded."""
    name = type(error).__name__
    first = (str(error).strip().splitlines() or [""])[0][:200]
    known = {
        "NotJSONError": "the file is not a notebook",
        "DeadKernelError": "the notebook's kernel died while it ran (out of memory, or ended on "
        "purpose)",
        "CellTimeoutError": "a cell could not be stopped after its time was up",
        "UnresponsiveKernelError": "a cell could not be stopped after its time was up",
        "NBFormatError": "the file is not a valid notebook",
        "ValidationError": "the file is not a valid notebook",
    }
    return known.get(name, f"{name}: {first}" if first else name)
