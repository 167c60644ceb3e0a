"""The way of an exercise: out, in, marked, told, exported."""

import csv
import os
import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from exercise_script import write

from cmkit import course, grading
from cmkit.course import to_bytes
from cmkit.errors import CmkitError
from cmkit.schema import check

NAME = "ex01_mini"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A course with one solution, one untouched copy, and somebody who was not graded."""
    where = write(tmp_path_factory.mktemp("course"))
    blank = grading.release(NAME, folder=where)
    script = course.read(where / "_src" / f"{NAME}.py")
    solved = where / "solved.ipynb"
    solved.write_bytes(to_bytes(course.answered(script)))
    grading.submit(solved, "ana", exercise=NAME, folder=where)
    grading.submit(blank, "ben", folder=where)
    grading.autograde(NAME, folder=where, trust=True)
    grading.submit(blank, "zoe", folder=where)
    return where


def of(table, student_id):
    return table[table["student_id"] == student_id].set_index("question")


# -- out --------------------------------------------------------------------------------------


def test_a_release_is_what_the_build_writes(folder, tmp_path):
    write(tmp_path / "exercises")
    course.build(tmp_path)
    built = tmp_path / "exercises/release" / NAME / f"{NAME}.ipynb"
    released = folder / "release" / NAME / f"{NAME}.ipynb"
    assert released.read_bytes() == built.read_bytes()


def test_releasing_again_changes_nothing(folder):
    before = (folder / "release" / NAME / f"{NAME}.ipynb").read_bytes()
    marks = grading.marks(NAME, folder=folder)
    assert grading.release(NAME, folder=folder).read_bytes() == before
    pd.testing.assert_frame_equal(grading.marks(NAME, folder=folder), marks)


def test_nothing_is_released_without_a_script(folder):
    with pytest.raises(CmkitError, match="no such exercise") as raised:
        grading.release("ex09_none", folder=folder)
    assert NAME in str(raised.value)


# -- in ---------------------------------------------------------------------------------------


def test_a_hand_in_is_kept_as_it_is_with_its_time(folder):
    there = folder / "submitted/ana" / NAME
    assert (there / f"{NAME}.ipynb").read_bytes() == (folder / "solved.ipynb").read_bytes()
    stamp = (there / "timestamp.txt").read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} UTC", stamp)


@pytest.mark.parametrize(
    "student_id", ["", "../ana", "a/b", ".hidden", "-x", "=1+1", "a b", "x" * 90, "a*", "ana."]
)
def test_an_odd_student_id_is_refused(folder, student_id):
    with pytest.raises(CmkitError, match="cannot be a student_id"):
        grading.submit(folder / "solved.ipynb", student_id, exercise=NAME, folder=folder)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"cells": 3}',
        b'{"cells": ["x"]}',
        b"\xff\xfe",
        b"[" * 9000,
    ],
    ids=repr,
)
def test_what_is_no_notebook_is_refused(folder, tmp_path, content):
    path = tmp_path / f"{NAME}.ipynb"
    path.write_bytes(content)
    with pytest.raises(CmkitError, match="not a notebook"):
        grading.submit(path, "eve", folder=folder)
    assert not (folder / "submitted/eve").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_and_giants_and_strangers_are_refused(folder, tmp_path):
    link = tmp_path / f"{NAME}.ipynb"
    link.symlink_to(folder / "solved.ipynb")
    with pytest.raises(CmkitError, match="a hand-in is a file"):
        grading.submit(link, "eve", folder=folder)
    with pytest.raises(CmkitError, match="a hand-in is a file"):
        grading.submit(tmp_path / "none" / f"{NAME}.ipynb", "eve", folder=folder)
    giant = tmp_path / "giant.ipynb"
    giant.write_bytes(b" " * 20_000_001)
    with pytest.raises(CmkitError, match="too large"):
        grading.submit(giant, "eve", exercise=NAME, folder=folder)
    with pytest.raises(CmkitError, match="no released exercise") as raised:
        grading.submit(folder / "solved.ipynb", "eve", folder=folder)
    assert NAME in str(raised.value)


# -- marked -----------------------------------------------------------------------------------


def test_nothing_runs_without_trust(folder):
    with pytest.raises(CmkitError, match="runs the students' code on this machine, as you"):
        grading.autograde(NAME, folder=folder)
    assert of(grading.marks(NAME, folder=folder), "zoe")["status"].eq("not graded").all()


def test_the_solution_earns_everything_and_the_blank_copy_nothing(folder):
    table = grading.marks(NAME, folder=folder)
    check(table, grading.GRADES)
    assert table["needs_manual"].dtype == bool
    ana, ben = of(table, "ana"), of(table, "ben")
    assert ana["max_marks"].to_dict() == {"q1": 3.0, "q2": 2.5, "reflection": 4.0}
    assert ana["marks"][["q1", "q2"]].tolist() == [3.0, 2.5]
    assert np.isnan(ana.loc["reflection", "marks"])
    assert ana["needs_manual"].tolist() == [False, False, True]
    assert ben["marks"].tolist() == [0.0, 0.0, 0.0]
    assert not ben["needs_manual"].any()
    assert table.loc[table["student_id"] != "zoe", "status"].eq("graded").all()
    assert table["reason"].eq("").all()


def test_who_was_not_graded_has_no_marks(folder):
    zoe = of(grading.marks(NAME, folder=folder), "zoe")
    assert zoe["marks"].isna().all()
    assert zoe["status"].eq("not graded").all()


def test_unknown_exercises_and_students_are_told(folder):
    with pytest.raises(CmkitError, match="not in the gradebook") as raised:
        grading.marks("ex09_none", folder=folder)
    assert NAME in str(raised.value)
    with pytest.raises(CmkitError, match="not in the gradebook"):
        grading.autograde("ex09_none", folder=folder, trust=True)
    with pytest.raises(CmkitError, match="no hand-in of") as raised:
        grading.autograde(NAME, students=["nobody"], folder=folder, trust=True)
    assert "ana, ben, zoe" in str(raised.value)
    with pytest.raises(CmkitError, match="no such course folder"):
        grading.marks(NAME, folder=folder / "none")


def test_the_state_of_a_course_is_counted(folder):
    assert grading.status(folder=folder).to_dict("records") == [
        {
            "exercise": NAME,
            "released": True,
            "n_handed_in": 3,
            "n_graded": 2,
            "n_flagged": 0,
            "n_failed": 0,
            "n_not_graded": 1,
            "n_needs_manual": 1,
        }
    ]


# -- told -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(folder):
    table = grading.feedback(NAME, folder=folder)
    assert table["student_id"].tolist() == ["ana", "ben", "zoe"]
    assert table["path"].isna().tolist() == [False, False, True]
    return {row.student_id: row.path for row in table.dropna().itertuples()}


def page_of(pages, student_id):
    return Path(pages[student_id]).read_text(encoding="utf-8")


def test_feedback_shows_marks_and_hints(pages):
    assert "Score: 5.5 / 9.5" in page_of(pages, "ana")
    ben = page_of(pages, "ben")
    assert "Score: 0.0 / 9.5" in ben
    assert "Not answered yet" in ben


def test_feedback_shows_no_hidden_test_and_no_traceback(pages):
    for student_id in pages:
        text = re.sub(r"<style.*?</style>|<[^>]+>", "", page_of(pages, student_id), flags=re.DOTALL)
        assert "HIDDEN" not in text
        assert "and without any row" in text or student_id == "ana"
        assert "[30, 12]" not in text
        assert "Traceback" not in text
        assert "SOLUTION" not in text or student_id == "ana"


def test_feedback_runs_and_fetches_nothing(pages):
    for student_id in pages:
        page = page_of(pages, student_id)
        assert "<script" not in page
        assert "default-src 'none'" in page
        assert "https://" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)


def test_there_must_be_somebody_to_tell(folder):
    with pytest.raises(CmkitError, match="nobody"):
        grading.feedback(NAME, students=["nobody"], folder=folder)


# -- exported ---------------------------------------------------------------------------------


def test_marks_are_exported_one_row_for_each_student(folder, tmp_path):
    table = grading.export(tmp_path / "marks.csv", folder=folder)
    with (tmp_path / "marks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student_id"] for row in rows] == ["ana", "ben", "zoe"]
    assert [row["marks"] for row in rows] == ["", "0.0", ""]  # one waits, one is not graded
    assert table["max_marks"].tolist() == [9.5] * 3
    assert b"\r" not in (tmp_path / "marks.csv").read_bytes()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "=cmd|' /C x'!A0"],
)
def test_formulas_are_guarded(text):
    assert grading.guarded(pd.Series([text])).tolist() == ["'" + text]


@pytest.mark.parametrize("text", ["ana", "a=b", "1-2", "", "'=1", "été"])
def test_other_texts_are_left_alone(text):
    assert grading.guarded(pd.Series([text])).tolist() == [text]


def test_a_guarded_missing_text_stays_missing():
    assert grading.guarded(pd.Series(["=1", None], dtype="str")).isna().tolist() == [False, True]


def test_there_must_be_something_to_export(tmp_path):
    with pytest.raises(CmkitError, match="no marks to export"):
        grading.export(tmp_path / "marks.csv", folder=tmp_path)


# -- tried ------------------------------------------------------------------------------------


def test_stored_answers_are_tried_in_one_kernel(folder):
    table = grading.try_answers(folder / "_src" / f"{NAME}.py")
    assert table["holds"].all(), table[~table["holds"]]
    assert list(zip(table["question"], table["answer"], table["marks"], strict=True)) == [
        ("q1", "untouched", 0.0),
        ("q1", "forgot-direction", 1.0),
        ("q1", "copied-the-visible", 0.0),
        ("q1", "warns", 1.0),
        ("q1", "solution", 3.0),
        ("q2", "untouched", 0.0),
        ("q2", "nan", 0.0),
        ("q2", "of-all-rows", 0.0),
        ("q2", "solution", 2.5),
    ]
    message = table.set_index("answer").loc["forgot-direction", "message"]
    assert "look at the targets" in message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("scratch = 1", "scratch = 1 / 0", r"line 67: this cell fails\.\n  Found: ZeroDivision"),
        ("import warnings\n\nimport", "import no_such\nimport", "ModuleNotFoundError"),
    ],
)
def test_a_broken_exercise_is_told(tmp_path, old, new, message):
    text = (write(tmp_path) / "_src" / f"{NAME}.py").read_text(encoding="utf-8")
    assert old in text
    write(tmp_path, text.replace(old, new))
    with pytest.raises(CmkitError, match=message):
        grading.try_answers(tmp_path / "_src" / f"{NAME}.py")


def test_a_wrong_answer_that_earns_too_much_is_seen(tmp_path):
    text = (write(tmp_path) / "_src" / f"{NAME}.py").read_text(encoding="utf-8")
    write(tmp_path, text.replace("share = 1 / 2", "share = 0.6667"))
    table = grading.try_answers(tmp_path / "_src" / f"{NAME}.py")
    assert table.loc[~table["holds"], "answer"].tolist() == ["of-all-rows"]


def test_nbgraders_own_api_reads_the_folder(folder):
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    from cmkit.grading.folder import quiet, settings

    with quiet():
        config = settings(folder, exercise=NAME)
        api = NbGraderAPI(CourseDirectory(config=config))
        assert api.get_submitted_students(NAME) == {"ana", "ben", "zoe"}
        found = {one["student"]: one for one in api.get_submissions(NAME)}
    assert found["ana"]["score"] == 5.5
    assert found["ana"]["needs_manual_grade"]
    assert found["zoe"]["autograded"] is False


def test_hand_ins_stay_valid_notebooks(folder):
    for path in folder.glob("autograded/*/*/*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
