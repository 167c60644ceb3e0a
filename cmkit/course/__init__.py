"""From the text that authors write to the notebooks that students open: one way, byte for byte.

Lessons are percent scripts in ``notebooks/_src``, exercises in ``exercises/_src``; `build` writes
the notebooks beside them, `check` says which are stale, `review` reads them for accessibility. The
format is described in ``exercises/README.md``.
"""

from cmkit.course.answering import answered
from cmkit.course.building import build, build_exercise, check, exercises, scripts
from cmkit.course.notebook import to_bytes, to_notebook
from cmkit.course.release import CODE_STUB, TEXT_STUB, release, stubs
from cmkit.course.reviewing import review
from cmkit.course.rules import check_exercise, check_lesson, points_of, question_of
from cmkit.course.script import Cell, Script, read

__all__ = [
    "CODE_STUB",
    "TEXT_STUB",
    "Cell",
    "Script",
    "answered",
    "build",
    "build_exercise",
    "check",
    "check_exercise",
    "check_lesson",
    "exercises",
    "points_of",
    "question_of",
    "read",
    "release",
    "review",
    "scripts",
    "stubs",
    "to_bytes",
    "to_notebook",
]
