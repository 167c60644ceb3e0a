"""Exercises are code: the solution earns everything, the blank copy nothing, a slip what it should.

The exercises are found in ``exercises/_src``; a new one is tested without a line here.
"""

import shutil
from pathlib import Path

import pytest

from cmkit import course, grading
from cmkit.course import to_bytes

ROOT = Path(__file__).parents[1]
EXERCISES = course.exercises(ROOT / "exercises")

pytestmark = pytest.mark.slow  # each runs in a kernel, for some seconds


@pytest.fixture(scope="module", params=EXERCISES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def script(name):
    return course.read(EXERCISES[name])


@pytest.fixture(scope="module")
def tried(name):
    return grading.try_answers(EXERCISES[name])


@pytest.fixture(scope="module")
def grades(name, script, tmp_path_factory):
    """The marks of a solution and of an untouched copy, through the whole of nbgrader."""
    folder = tmp_path_factory.mktemp("course")
    where = folder / EXERCISES[name].relative_to(ROOT / "exercises")
    where.parent.mkdir(parents=True)
    shutil.copy(EXERCISES[name], where)
    blank = grading.release(name, folder=folder)
    solved = folder / "solved.ipynb"
    solved.write_bytes(to_bytes(course.answered(script)))
    grading.submit(solved, "solved", exercise=name, folder=folder)
    grading.submit(blank, "blank", folder=folder)
    return grading.autograde(name, folder=folder, trust=True)


def test_the_solution_earns_full_marks(grades, script):
    mine = grades[grades["student_id"] == "solved"].set_index("question")
    assert mine["status"].eq("graded").all(), mine["reason"].iloc[0]
    by_hand = {cell.grade_id for cell in script.cells if cell.kind == "manual"}
    for question, points in course.points_of(script).items():
        if question in by_hand:
            assert mine.loc[question, "needs_manual"], "a written answer waits for a person"
        else:
            assert mine.loc[question, "marks"] == points, question


def test_an_untouched_copy_earns_nothing(grades):
    mine = grades[grades["student_id"] == "blank"]
    assert mine["status"].eq("graded").all(), mine["reason"].iloc[0]
    assert mine["marks"].eq(0).all(), mine.to_string()


def test_every_stored_answer_earns_what_its_author_said(tried):
    off = tried[~tried["holds"]]
    assert off.empty, off.to_string()


def test_every_question_stores_likely_wrong_answers(tried):
    stored = tried[~tried["answer"].isin(["untouched", "solution"])]
    counts = stored["question"].value_counts()
    few = [question for question in tried["question"].unique() if counts.get(question, 0) < 2]
    assert not few, f"store at least two wrong answers for {few}"


def test_what_is_not_right_gets_a_hint_and_not_a_traceback(tried):
    refused = tried[(tried["answer"] != "solution") & (tried["message"] != "")]
    rude = refused[~refused["message"].str.startswith("WrongAnswer: ")]
    assert rude.empty, rude.to_string()


def test_every_check_is_hidden_in_part(script):
    for cell in script.cells:
        if cell.kind == "answer":
            own = [
                other.source
                for other in script.cells
                if other.kind == "check" and course.question_of(other.grade_id) == cell.grade_id
            ]
            assert any("### BEGIN HIDDEN TESTS" in source for source in own), cell.grade_id
