"""One hand-in, graded: the last stop of the tour."""

import shutil
import tempfile
from pathlib import Path

from cmkit import course, grading
from cmkit.errors import fail

__all__ = ["STUDENT", "grade_one"]

#: Nobody: the hand-in is made of the exercise's own stored answers.
STUDENT = "pretend_student"


def grade_one(out: Path) -> list[Path]:
    """Grade a pretend student's hand-in, with one stored wrong answer, and print its marks."""
    exercises = _exercises()
    name = min(course.exercises(exercises))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(exercises / "_src", folder / "_src")
        grading.release(name, folder=folder)
        script = course.read(course.exercises(folder)[name])
        hand_in = folder / "hand_in.ipynb"
        mistake = next(cell.wrong for cell in script.cells if cell.wrong)
        hand_in.write_bytes(course.to_bytes(course.answered(script, wrong=[mistake])))
        grading.submit(hand_in, STUDENT, exercise=name, folder=folder)
        # our own code, written by the authors of the exercise: it may be trusted
        marks = grading.autograde(name, folder=folder, trust=True)
        grading.feedback(name, folder=folder)
        page = shutil.copy(
            next((folder / "feedback" / STUDENT).rglob("*.html")), out / "feedback.html"
        )
    print(f"\nGrading    a hand-in of {name} by a pretend student, with one mistake ({mistake}):")
    shown = marks[["question", "marks", "max_marks", "needs_manual", "status"]]
    print(shown.to_string(index=False, na_rep="-"))
    print(f"           {marks['marks'].sum():g} of {marks['max_marks'].sum():g} marks so far")
    path = out / "marks.csv"
    marks.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return [path, Path(page)]


def _exercises() -> Path:
    """Find the exercises: beside the package in a clone, inside it when installed."""
    package = Path(__file__).parents[1]
    for folder in (package.parent / "exercises", package / "shipped" / "exercises"):
        if (folder / "_src").is_dir():
            return folder
    raise fail(
        "the exercises that come with cmkit are not there.",
        found=f"neither beside nor inside {package}",
        fix="install cmkit again",
    )
