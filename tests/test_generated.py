"""The committed notebooks are what their scripts make of them, byte for byte."""

from pathlib import Path

import pytest

from cmkit import course

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(
    [
        *ROOT.glob("notebooks/*.ipynb"),
        *ROOT.glob("notebooks/??/*.ipynb"),
        *ROOT.glob("exercises/release/*/*.ipynb"),
    ]
)


def names(path):
    return path.relative_to(ROOT).as_posix()


def test_every_notebook_equals_its_build():
    stale = course.check(ROOT)
    assert stale.empty, f"run: python -m cmkit course build\n{stale.to_string()}"


def test_there_are_lessons_and_exercises():
    assert course.scripts(ROOT)
    assert course.exercises(ROOT / "exercises")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_a_notebook_can_be_read_by_everybody(path):
    remarks = course.review(path)
    faults = remarks[remarks["severity"] == "fault"]
    assert faults.empty, faults.to_string()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_no_notebook_given_to_students_holds_an_answer(path):
    text = path.read_text(encoding="utf-8")
    for marker in ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME"):
        assert marker not in text


def test_what_holds_answers_is_never_committed():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    for folder in ("source/", "submitted/", "autograded/", "feedback/", "gradebook.db"):
        assert f"exercises/{folder}" in ignored
