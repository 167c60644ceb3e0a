"""Hand-ins of every kind: each gets what it deserves, and none keeps the others from it."""

import os
from pathlib import Path

import nbformat
import numpy as np
import pytest
from exercise_script import SCRIPT, write

from cmkit import course, grading

pytestmark = [
    pytest.mark.slow,  # some twenty hand-ins at one or two seconds each
    pytest.mark.skipif(os.name == "nt", reason="makes links, which need rights there"),
]

NAME = "ex01_mini"


def cell_of(book, grade_id):
    return next(
        cell for cell in book.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def nothing(book):
    """Leave the hand-in as it is."""


def edited_locks(book):
    cell_of(book, "q1-check").source = "pass"
    cell_of(book, "q1-check").metadata.nbgrader.points = 100
    cell_of(book, "q2-check").metadata.nbgrader.locked = False
    cell_of(book, "q2").source = "share = 0"
    book.cells[1].source = "import pandas as pd\nEDGES = None"


def removed_checks(book):
    for name in ["q1-check", "q1-check-empty", "q2-check"]:
        book.cells.remove(cell_of(book, name))


def removed_everything(book):
    book.cells = [nbformat.v4.new_code_cell("1 + 1")]


def removed_answer(book):
    book.cells.remove(cell_of(book, "q2"))


def doubled(book):
    wrong = cell_of(book, "q2").copy()
    wrong["source"] = "share = 0"
    book.cells.insert(0, wrong)
    book.cells += [cell_of(book, "q1-check").copy(), cell_of(book, "reflection").copy()]
    for number, cell in enumerate(book.cells):
        cell["id"] = f"c{number}"


def no_metadata(book):
    for cell in book.cells:
        cell.metadata = {}


def odd_metadata(book):
    first, second = cell_of(book, "q1-check"), cell_of(book, "q2-check")
    first.metadata.nbgrader = "nothing"
    second.metadata.nbgrader.grade_id = 7


def own_cells(book):
    for source in ["mine = 2", "def received(edges): return 1", "", "# just a note\nmine"]:
        book.cells.append(nbformat.v4.new_code_cell(source))
    book.cells.append(nbformat.v4.new_markdown_cell("a note"))


def stale_outputs(book):
    cell_of(book, "q2").source = "share = 0"
    cell_of(book, "q2-check").outputs = [
        nbformat.v4.new_output("execute_result", data={"text/plain": "2.5"})
    ]


def answers(**sources):
    def change(book):
        for grade_id, source in sources.items():
            cell_of(book, grade_id).source = source

    return change


RIGHT = 'return edges.groupby("target")["weight"].sum().to_dict()'

#: Who: what is changed in a right hand-in, marks of q1 (of 3) and q2 (of 2.5), words of the reason.
HAND_INS = {
    "right": (nothing, 3, 2.5, ""),
    "prints": (
        answers(
            q1=f"import sys\ndef received(edges):\n    print('x' * 50)\n"
            f"    sys.stderr.write('oh')\n    {RIGHT}"
        ),
        *(3, 2.5, ""),
    ),
    "warns": (
        answers(
            q1="import warnings\ndef received(edges):\n    warnings.warn('old', FutureWarning)\n"
            f"    {RIGHT}"
        ),
        *(3, 2.5, ""),
    ),
    "nan": (answers(q2='share = float("nan")'), 3, 0, ""),
    "numpy-nan": (answers(q2="import numpy as np\nshare = np.float64('nan')"), 3, 0, ""),
    "bare-value": (answers(q2="share = 0\n2.5"), 3, 0, ""),
    "error": (answers(q2="share = 1 / 0"), 3, 0, ""),
    "syntax": (answers(q2="share = = 1"), 3, 0, ""),
    "exits": (answers(q2="import sys\nsys.exit(0)"), 3, 0, ""),
    "not-python": (answers(q2="%%bash\nexit 1"), 3, 0, ""),
    "edited-locks": (edited_locks, 3, 0, "q1-check: this locked cell was changed"),
    "removed-checks": (removed_checks, 3, 2.5, "q2-check: this locked cell was changed or removed"),
    "removed-answer": (removed_answer, 3, 0, "q2: the answer cell is missing"),
    "removed-all": (removed_everything, 0, 0, "q1: the answer cell is missing"),
    "doubled": (doubled, 3, 2.5, "q2: 2 copies of the answer cell"),
    "no-metadata": (no_metadata, 0, 0, "q1: the answer cell is missing"),
    "odd-metadata": (odd_metadata, 3, 2.5, "q1-check: this locked cell was changed or removed"),
    "own-cells": (own_cells, 3, 2.5, "3 code cells outside the answer cells were left out"),
    "stale-outputs": (stale_outputs, 3, 0, ""),
    "endless": (answers(q2="while True:\n    pass"), 3, 0, ""),
    "dies": (answers(q2="import os\nos._exit(0)"), None, None, "kernel died"),
}
#: Put there by hand: what is in the folder, words of the reason.
BROKEN = {
    "malformed": ("not json", "not a notebook"),
    "no-cells": ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', ""),
    "list": ("[]", ""),
    "old": ('{"nbformat": 2, "worksheets": []}', ""),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = write(tmp_path_factory.mktemp("course"))
    grading.release(NAME, folder=where)
    script = course.read(where / "_src" / f"{NAME}.py")
    for student_id, (change, *_) in HAND_INS.items():
        book = course.answered(script)
        change(book)
        hand_in(where, student_id, book)
    for student_id, (text, _) in BROKEN.items():
        there = where / "submitted" / student_id / NAME
        there.mkdir(parents=True)
        (there / f"{NAME}.ipynb").write_text(text, encoding="utf-8")
    (where / "submitted/empty" / NAME).mkdir(parents=True)
    renamed = where / "submitted/renamed" / NAME
    renamed.mkdir(parents=True)
    (renamed / "my work.ipynb").write_text("{}", encoding="utf-8")
    linked = where / "submitted/linked" / NAME
    linked.mkdir(parents=True)
    (linked / f"{NAME}.ipynb").symlink_to(where / "source" / NAME / f"{NAME}.ipynb")
    grading.autograde(NAME, folder=where, trust=True, cell_timeout=4)
    return where


def hand_in(where, student_id, book):
    path = where / "hand_in.ipynb"
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return grading.submit(path, student_id, exercise=NAME, folder=where)


def of(folder, student_id):
    table = grading.marks(NAME, folder=folder)
    return table[table["student_id"] == student_id].set_index("question")


@pytest.mark.parametrize("student_id", HAND_INS)
def test_a_hand_in_gets_what_it_deserves(folder, student_id):
    _, q1, q2, words = HAND_INS[student_id]
    row = of(folder, student_id)
    status = "failed" if q1 is None else "flagged" if words else "graded"
    assert row["status"].unique().tolist() == [status], row["reason"].iloc[0]
    assert words in row["reason"].iloc[0]
    expected = [np.nan, np.nan] if q1 is None else [q1, q2]
    np.testing.assert_array_equal(row["marks"][["q1", "q2"]], expected)


@pytest.mark.parametrize("student_id", [*BROKEN, "empty", "renamed", "linked"])
def test_what_cannot_be_graded_is_failed_with_a_reason_and_never_zero(folder, student_id):
    row = of(folder, student_id)
    assert row["status"].eq("failed").all()
    assert row["marks"].isna().all()
    assert row["reason"].iloc[0].strip()
    words = {"empty": "there is no", "renamed": "my work.ipynb", "linked": "a link"}
    assert words.get(student_id, BROKEN.get(student_id, ("", ""))[1]) in row["reason"].iloc[0]
    assert not row["needs_manual"].any()


def test_everybody_is_in_the_table(folder):
    assert set(grading.marks(NAME, folder=folder)["student_id"]) == {
        *HAND_INS,
        *BROKEN,
        *("empty", "renamed", "linked"),
    }
    state = grading.status(folder=folder).iloc[0]
    assert state["n_handed_in"] == len(HAND_INS) + len(BROKEN) + 3
    assert state["n_failed"] == len(BROKEN) + 3 + 1
    assert state["n_graded"] + state["n_failed"] == state["n_handed_in"]


def test_locked_cells_are_restored_with_their_hidden_tests(folder):
    path = folder / "autograded/edited-locks" / NAME / f"{NAME}.ipynb"
    book = nbformat.read(path, as_version=4)
    assert "HIDDEN_EDGES" in cell_of(book, "q1-check").source
    assert cell_of(book, "q1-check").metadata.nbgrader.points == 2
    assert "EDGES = pd.DataFrame" in book.cells[1].source


def test_feedback_is_written_for_all_that_was_graded(folder):
    table = grading.feedback(NAME, folder=folder).set_index("student_id")
    assert table["path"].isna().sum() == len(BROKEN) + 3 + 1
    assert table.loc["dies", "status"] == "failed"
    page = Path(table.loc["own-cells", "path"]).read_text(encoding="utf-8")
    assert "Please note:</strong> 3 code cells outside the answer cells were left out." in page
    assert "Please note" not in Path(table.loc["right", "path"]).read_text(encoding="utf-8")


def test_a_resubmission_keeps_no_old_mark(folder):
    script = course.read(folder / "_src" / f"{NAME}.py")
    book = course.answered(script)
    hand_in(folder, "again", book)
    assert mark(folder, "again") == [3, 2.5]
    removed_everything(book)
    hand_in(folder, "again", book)
    assert of(folder, "again")["status"].eq("not graded").all()
    assert of(folder, "again")["marks"].isna().all()
    assert mark(folder, "again") == [0, 0]
    hand_in(folder, "again", course.answered(script))
    assert mark(folder, "again") == [3, 2.5]
    dying = course.answered(script)
    answers(q1="import os\nos._exit(1)")(dying)
    hand_in(folder, "again", dying)
    assert np.isnan(mark(folder, "again")).all()
    assert of(folder, "again")["status"].eq("failed").all()


def mark(folder, student_id):
    grading.autograde(NAME, students=[student_id], folder=folder, trust=True)
    return of(folder, student_id)["marks"][["q1", "q2"]].tolist()


def test_a_kill_in_the_middle_leaves_a_hand_in_not_graded(folder, monkeypatch):
    from cmkit.grading import autograding

    def killed(*arguments):
        raise KeyboardInterrupt

    script = course.read(folder / "_src" / f"{NAME}.py")
    hand_in(folder, "killed", course.answered(script))
    assert mark(folder, "killed") == [3, 2.5]
    monkeypatch.setattr(autograding, "_run", killed)
    with pytest.raises(KeyboardInterrupt):
        mark(folder, "killed")
    assert of(folder, "killed")["status"].eq("not graded").all()
    assert of(folder, "killed")["marks"].isna().all()


def test_what_a_person_gave_stays_and_asks_to_be_looked_at_again(folder):
    from cmkit.grading.folder import open_gradebook

    script = course.read(folder / "_src" / f"{NAME}.py")
    hand_in(folder, "marked", course.answered(script))
    assert mark(folder, "marked") == [3, 2.5]
    with open_gradebook(folder) as gradebook:
        gradebook.find_grade("reflection", NAME, NAME, "marked").manual_score = 3
        gradebook.find_comment("reflection", NAME, NAME, "marked").manual_comment = "well argued"
        gradebook.db.commit()
    grading.autograde(NAME, students=["marked"], folder=folder, trust=True)
    row = of(folder, "marked")
    assert row.loc["reflection", "marks"] == 3
    assert row.loc["reflection", "needs_manual"]
    page = grading.feedback(NAME, students=["marked"], folder=folder)["path"].iloc[0]
    assert "well argued" in Path(page).read_text(encoding="utf-8")


def test_a_check_can_be_mended_after_the_release(tmp_path):
    where = write(tmp_path, SCRIPT.replace('{"z": 42}', '{"z": 43}'))
    grading.release(NAME, folder=where)
    hand_in(where, "ana", course.answered(course.read(where / "_src" / f"{NAME}.py")))
    assert mark(where, "ana") == [1, 2.5]
    write(where)
    grading.release(NAME, folder=where)
    assert mark(where, "ana") == [3, 2.5]
    assert of(where, "ana")["status"].eq("graded").all()


@pytest.mark.parametrize("value", ["bool(share)", "float('nan')", "(2.5,)[0]", "print('ok') or 1"])
def test_a_check_that_ends_in_a_value_gives_nothing_and_says_so(tmp_path, value):
    # the builder refuses a bare value, but a call that returns one can only be seen when it runs
    old = 'checks.close(share, 2 / 3, tolerance=0.01, hint="of all weights")'
    where = write(tmp_path, SCRIPT.replace(old, f"max([{value}])"))
    grading.release(NAME, folder=where)
    hand_in(where, "ana", course.answered(course.read(where / "_src" / f"{NAME}.py")))
    assert mark(where, "ana") == [3, 0]
    row = of(where, "ana")
    assert row["status"].eq("flagged").all()
    assert "q2-check: this check ended in a value" in row["reason"].iloc[0]


def test_alembic_is_found_without_the_environment_on_the_path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.defpath)
    where = write(tmp_path)
    grading.release(NAME, folder=where)
    assert os.environ["PATH"] == os.defpath
    assert (where / "gradebook.db").is_file()


def test_no_configuration_file_is_read(tmp_path, monkeypatch):
    where = write(tmp_path / "course")
    home = tmp_path / "home"
    home.mkdir()
    text = "c = get_config()\nc.ClearSolutions.begin_solution_delimeter = 'NO SUCH'\n"
    for place in (home, where):
        (place / "nbgrader_config.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(home))
    monkeypatch.chdir(where)
    grading.release(NAME, folder=where)
    released = (where / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "groupby" not in released


def test_a_hand_in_is_graded_in_less_than_eight_seconds(folder):
    import time

    script = course.read(folder / "_src" / f"{NAME}.py")
    hand_in(folder, "timed", course.answered(script))
    started = time.monotonic()
    mark(folder, "timed")
    assert time.monotonic() - started < 8


def test_the_working_folder_is_left_where_it_was(folder):
    before = Path.cwd()
    mark(folder, "right")
    assert Path.cwd() == before
