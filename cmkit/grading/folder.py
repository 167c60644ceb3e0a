"""A course folder: where things stand in it, and nbgrader's settings for it."""

import json
import os
import re
import sysconfig
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cmkit.course import stubs
from cmkit.errors import fail

__all__ = [
    "KERNEL_ARGUMENTS",
    "check_name",
    "database",
    "forget_record",
    "handed_in",
    "has_gradebook",
    "notebook_of",
    "open_gradebook",
    "quiet",
    "read_record",
    "settings",
    "write_record",
]

#: A kernel's own remarks on its transport are not the instructor's to act on.
KERNEL_ARGUMENTS = ["--HistoryManager.hist_file=:memory:", "--log-level=40"]


def settings(folder: Path, *, exercise: str, student_id: str = "*") -> Any:
    """Return nbgrader's settings for one exercise, made in memory.

    Parameters
    ----------
    folder : Path
        The course folder.
    exercise : str
        Its name, ``ex01_name``.
    student_id : str, default "*"
        One student, or all.

    Returns
    -------
    traitlets.config.Config
        With the stubs that `cmkit.course.release` uses, so that an untouched answer is seen as
        such.
    """
    config = stubs()
    config.CourseDirectory.root = str(folder.resolve())
    config.CourseDirectory.db_url = database(folder)
    config.CourseDirectory.assignment_id = exercise
    config.CourseDirectory.student_id = student_id
    return config


def database(folder: Path) -> str:
    """Return the address of a folder's gradebook."""
    return f"sqlite:///{(folder.resolve() / 'gradebook.db').as_posix()}"


def has_gradebook(folder: Path) -> bool:
    """Say whether a folder has a gradebook already."""
    return (folder / "gradebook.db").is_file()


def notebook_of(folder: Path, step: str, exercise: str, student_id: str = ".") -> Path:
    """Return where a notebook stands at a step: source, release, submitted, autograded."""
    return folder / step / student_id / exercise / f"{exercise}.ipynb"


@contextmanager
def quiet() -> Iterator[None]:
    """Let nbgrader work: it calls ``alembic`` by its bare name, and its own code warns.

    The folder of this environment's programs comes first on the PATH meanwhile. Warnings about
    what nbgrader and its libraries should change are not the instructor's to act on.
    """
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.environ["PATH"] = before


@contextmanager
def open_gradebook(folder: Path, *, new: bool = False) -> Iterator[Any]:
    """Open a folder's gradebook; with ``new``, make it when there is none.

    Raises
    ------
    CmkitError
        The folder or its gradebook is not there.
    """
    if not folder.is_dir():
        fix = "give folder= (on the command line --folder), where _src or source stands"
        raise fail("there is no such course folder.", found=str(folder), fix=fix)
    if not new and not has_gradebook(folder):
        fix = "release an exercise first: it is recorded there"
        raise fail("there is no gradebook yet.", found=str(folder), fix=fix)
    with quiet():
        from nbgrader.api import Gradebook

        with Gradebook(database(folder)) as gradebook:
            yield gradebook


def check_name(name: str, what: str) -> str:
    """Make sure that a name of a student or an exercise is safe as the name of a folder.

    Raises
    ------
    CmkitError
        Empty, too long, or with signs other than letters, digits and ``._@+-``.

    Examples
    --------
    >>> check_name("ana.silva@example.org", "student_id")
    'ana.silva@example.org'
    """
    if re.fullmatch(r"\w[\w.@+-]{0,79}", str(name)) is None or str(name).endswith("."):
        fix = "letters, digits and . _ @ + - only, a letter or digit first, 80 signs at most"
        raise fail(f"this cannot be a {what}.", found=repr(name)[:100], fix=fix)
    return str(name)


def handed_in(folder: Path, exercise: str) -> list[str]:
    """Return who handed in an exercise, in order of name."""
    return sorted(
        path.parent.name for path in folder.glob(f"submitted/*/{exercise}") if path.is_dir()
    )


def write_record(folder: Path, exercise: str, student_id: str, record: dict[str, Any]) -> None:
    """Keep what happened to one hand-in: its status and the reason.

    The gradebook has no room for a hand-in that could not be graded. The file is replaced in one
    go, so that a kill leaves the old one or the new one.
    """
    path = _record(folder, exercise, student_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(record, sort_keys=True, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def read_record(folder: Path, exercise: str, student_id: str) -> dict[str, Any]:
    """Return what `write_record` kept; without a record, that it was not graded yet."""
    path = _record(folder, exercise, student_id)
    if not path.is_file():
        return {"status": "not graded", "reason": ""}
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def forget_record(folder: Path, exercise: str, student_id: str) -> None:
    """Let a hand-in count as not graded: it is new, or about to be graded again."""
    _record(folder, exercise, student_id).unlink(missing_ok=True)


def _record(folder: Path, exercise: str, student_id: str) -> Path:
    # Beside what nbgrader writes; it does not look into a folder whose name begins with a dot.
    return folder / "autograded" / ".status" / exercise / f"{student_id}.json"
