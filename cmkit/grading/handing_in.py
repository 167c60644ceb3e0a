"""Release an exercise into the gradebook, and take a student's notebook in."""

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path

from cmkit import course
from cmkit.errors import CmkitError, fail
from cmkit.grading.folder import (
    check_name,
    forget_record,
    notebook_of,
    open_gradebook,
    quiet,
    settings,
)

__all__ = ["release", "submit"]

_LARGEST_NOTEBOOK = 20_000_000  # bytes; a notebook with many pictures has some millions


def release(exercise: str, *, folder: str | Path = "exercises") -> Path:
    """Make an exercise ready to hand out, and record its questions in the gradebook.

    Parameters
    ----------
    exercise : str
        Its name, ``ex01_name``: a script in ``_src``, or a notebook in ``source`` already.
    folder : path, default "exercises"
        The course folder.

    Returns
    -------
    Path
        The notebook to give to students. Its bytes are those that `cmkit.course.build` writes.

    Raises
    ------
    CmkitError
        No such exercise; or it breaks the format's rules.

    Notes
    -----
    Releasing again after a change of the checks is allowed: grade again with `autograde`.
    """
    where = Path(folder)
    check_name(exercise, "name of an exercise")
    source = notebook_of(where, "source", exercise)
    known = course.exercises(where)
    if exercise in known:
        course.build_exercise(where, exercise)
    elif not source.is_file():
        fix = f"one of {list(known)}"
        raise fail("there is no such exercise.", found=exercise, fix=fix)
    with open_gradebook(where, new=True), tempfile.TemporaryDirectory() as scratch:
        _record(where, exercise, Path(scratch))
    return notebook_of(where, "release", exercise)


def submit(
    notebook: str | Path,
    student_id: str,
    *,
    exercise: str | None = None,
    folder: str | Path = "exercises",
) -> Path:
    """Take in one student's notebook.

    Parameters
    ----------
    notebook : path
        What the student hands in.
    student_id : str
        Who; the name of a folder is made of it.
    exercise : str, optional
        Which exercise, when the notebook's name does not say.
    folder : path, default "exercises"
        The course folder.

    Returns
    -------
    Path
        The copy in ``submitted``. An earlier hand-in of the same student is replaced.

    Raises
    ------
    CmkitError
        Not a notebook, a link, too large, not of a released exercise; an odd student_id.
    """
    where, path = Path(folder), Path(notebook)
    check_name(student_id, "student_id")
    name = check_name(exercise or path.stem, "name of an exercise")
    if not notebook_of(where, "release", name).is_file():
        known = sorted(each.name for each in where.glob("release/*"))
        fix = f"give exercise=, one of {known}"
        raise fail("this notebook is of no released exercise.", found=path.name, fix=fix)
    content = _content(path)
    target = notebook_of(where, "submitted", name, student_id)
    if target.parent.is_dir():
        shutil.rmtree(target.parent)
    target.parent.mkdir(parents=True)
    target.write_bytes(content)
    forget_record(where, name, student_id)
    now = dt.datetime.now(dt.UTC)
    stamp = now.strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    (target.parent / "timestamp.txt").write_text(stamp, encoding="utf-8", newline="\n")
    return target


def _record(where: Path, exercise: str, scratch: Path) -> None:
    """Let nbgrader record an exercise; what it would release goes to a scratch folder."""
    with quiet():
        from nbgrader.converters import GenerateAssignment
        from nbgrader.converters.base import NbGraderException
        from nbgrader.coursedir import CourseDirectory

        config = settings(where, exercise=exercise)
        config.CourseDirectory.release_directory = str(scratch)
        directory = CourseDirectory(config=config)
        try:
            GenerateAssignment(coursedir=directory, config=config, force=True).start()
        except NbGraderException as error:
            raise fail(
                "nbgrader could not record this exercise.",
                found=str(error),
                fix="hand-ins that name other notebooks are in the way: use a new name for it",
            ) from None


def _content(path: Path) -> bytes:
    """Read a hand-in and make sure that it is a notebook."""
    if path.is_symlink() or not path.is_file():
        raise fail("a hand-in is a file.", found=str(path), fix="give the .ipynb file itself")
    if path.stat().st_size > _LARGEST_NOTEBOOK:
        found = f"{path.stat().st_size / 1e6:.0f} million bytes"
        fix = "restart the kernel, clear all outputs, save, and hand in again"
        raise fail("this notebook is too large.", found=found, fix=fix)
    content = path.read_bytes()
    try:
        cells = json.loads(content.decode("utf-8"))["cells"]
        if not all(isinstance(cell, dict) and "cell_type" in cell for cell in cells):
            raise _not_a_notebook(path)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _not_a_notebook(path) from None
    return content


def _not_a_notebook(path: Path) -> CmkitError:
    fix = "hand in the .ipynb file as JupyterLab saved it"
    return fail("this file is not a notebook.", found=path.name, fix=fix)
