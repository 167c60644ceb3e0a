"""From scripts to notebooks: the same bytes, and an author's slips found with their line."""

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from exercise_script import BODY, HEADER, SCRIPT, write

from cmkit import course
from cmkit.errors import CmkitError

LESSON = """\
# ---
# title: "Première leçon"
# lang: en
# ---

# %% [markdown]
# # Première leçon
#
# ![a drawing of two posts](posts.png)

# %% tags=["hide-input", "x"]
total = 1 + 1
total

# %%
# %matplotlib inline
same = 1

# %%
same = 1
"""


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "notebooks" / "_src"
    folder.mkdir(parents=True)
    (folder / "01_first.py").write_text(LESSON, encoding="utf-8")
    write(tmp_path / "exercises")
    return tmp_path


def notebook(root, path):
    return nbformat.read(root / path, as_version=4)


def of_exercise(root, step="release"):
    return notebook(root, f"exercises/{step}/ex01_mini/ex01_mini.ipynb")


def named(book):
    return {
        cell.metadata.nbgrader.grade_id: cell for cell in book.cells if "nbgrader" in cell.metadata
    }


# -- building ---------------------------------------------------------------------------------


def test_every_script_becomes_its_notebooks(root):
    built = course.build(root)
    assert built.to_dict("list") == {
        "path": [
            "notebooks/01_first.ipynb",
            "exercises/source/ex01_mini/ex01_mini.ipynb",
            "exercises/release/ex01_mini/ex01_mini.ipynb",
        ],
        "kind": ["lesson", "source", "release"],
        "changed": [True, True, True],
    }
    assert not course.build(root)["changed"].any()
    assert course.check(root).empty


def test_other_languages_stand_beside(root):
    for folder, name in [("notebooks", "01_first"), ("exercises", "ex01_mini")]:
        there = root / folder / "_src"
        (there / "fr").mkdir()
        text = (there / f"{name}.py").read_text(encoding="utf-8")
        french = text.replace("# lang: en", "# lang: fr")
        (there / "fr" / f"{name}.py").write_text(french, encoding="utf-8")
    built = set(course.build(root)["path"])
    assert "notebooks/fr/01_first.ipynb" in built
    assert "exercises/release/ex01_mini_fr/ex01_mini_fr.ipynb" in built
    assert notebook(root, "notebooks/fr/01_first.ipynb").metadata.cmkit.lang == "fr"
    assert course.check(root).empty
    (root / "notebooks/_src/fr/01_first.py").write_text(LESSON, encoding="utf-8")
    with pytest.raises(CmkitError, match="the language and the folder differ"):
        course.build(root)


def test_the_bytes_do_not_depend_on_the_process_or_the_line_ends(root):
    course.build(root)
    paths = [*root.glob("notebooks/*.ipynb"), *root.glob("exercises/release/*/*.ipynb")]
    before = {path: path.read_bytes() for path in paths}
    for path in before:
        path.unlink()
    for path in root.rglob("_src/*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    code = f"from cmkit import course; course.build({str(root)!r})"
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C"},
    )
    assert {path: path.read_bytes() for path in before} == before


def test_the_bytes_are_tidy(root):
    course.build(root)
    for path in root.rglob("*.ipynb"):
        content = path.read_bytes()
        assert content.endswith(b"}\n")
        assert b"\r" not in content
        book = json.loads(content)
        tidy = json.dumps(book, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        assert content.decode("utf-8") == tidy
        assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
        assert set(book["metadata"]) == {"cmkit", "kernelspec", "language_info", "title"}
        assert "jupytext" not in content.decode("utf-8")
    assert "Première leçon".encode() in (root / "notebooks/01_first.ipynb").read_bytes()


def test_a_lesson_keeps_its_cells_in_order_and_no_outputs(root):
    course.build(root)
    book = notebook(root, "notebooks/01_first.ipynb")
    assert [cell.source for cell in book.cells] == [
        "# Première leçon\n\n![a drawing of two posts](posts.png)",
        "total = 1 + 1\ntotal",
        "%matplotlib inline\nsame = 1",
        "same = 1",
    ]
    assert book.cells[1].metadata == {"tags": ["hide-input", "x"]}
    assert all(cell.get("outputs", []) == [] for cell in book.cells)
    assert all(cell.get("execution_count") is None for cell in book.cells)
    assert book.metadata.title == "Première leçon"


def test_ids_follow_the_content_and_are_unique(root):
    script = root / "notebooks/_src/01_first.py"
    text = script.read_text(encoding="utf-8")
    script.write_text(text + "\n# %%\nsame = 1\n", encoding="utf-8")
    course.build(root)
    before = [cell.id for cell in notebook(root, "notebooks/01_first.ipynb").cells]
    assert len(set(before)) == len(before) == 5
    script.write_text(
        text.replace("# %% tags", "# %%\nnew = 1\n\n# %% tags") + "\n# %%\nsame = 1\n",
        encoding="utf-8",
    )
    course.build(root)
    after = [cell.id for cell in notebook(root, "notebooks/01_first.ipynb").cells]
    assert [one for one in after if one in before] == before


def test_stale_missing_and_orphaned_notebooks_are_found(root):
    course.build(root)
    lesson = root / "notebooks/01_first.ipynb"
    lesson.write_bytes(lesson.read_bytes() + b"\n")
    (root / "exercises/release/ex01_mini/ex01_mini.ipynb").unlink()
    (root / "notebooks/09_old.ipynb").write_text("{}", encoding="utf-8")
    (root / "exercises/source/ex01_mini/ex01_mini.ipynb").unlink()  # nobody commits that one
    assert course.check(root).to_dict("split")["data"] == [
        ["exercises/release/ex01_mini/ex01_mini.ipynb", "missing"],
        ["notebooks/01_first.ipynb", "differs"],
        ["notebooks/09_old.ipynb", "no script"],
    ]


def test_nothing_is_written_when_one_script_is_wrong(root):
    (root / "notebooks/_src/02_bad.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(CmkitError):
        course.build(root)
    assert not list(root.rglob("*.ipynb"))


# -- what students get ------------------------------------------------------------------------


def test_students_get_no_solution_no_hidden_test_no_wrong_answer(root):
    course.build(root)
    text = "\n".join(cell.source for cell in of_exercise(root).cells)
    for secret in ["SOLUTION", "HIDDEN", "groupby", "42", "model answer", "forgot", "wrong"]:
        assert secret not in text, secret
    source = json.dumps(of_exercise(root, "source"))
    assert "HIDDEN_EDGES" in source
    assert "groupby" in source
    assert "forgot-direction" not in source
    assert "copied-the-visible" not in source


def test_stubs_stand_where_solutions_stood_and_run(root):
    course.build(root)
    cells = named(of_exercise(root))
    assert cells["q1"].source == "def received(edges):\n    ...  # your code here"
    assert cells["q2"].source == "share = ...\n...  # your code here"
    assert cells["reflection"].source.endswith("limit.\n\n*Write your answer here.*")
    names = {}
    for cell in of_exercise(root).cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            break
        if cell.cell_type == "code":
            exec(cell.source, names)
    assert names["received"]([]) is None


def test_cells_are_locked_as_their_kind_says(root):
    course.build(root)
    cells = named(of_exercise(root))
    given = [cell for name, cell in cells.items() if name.startswith("given-")]
    assert [cell.cell_type for cell in given] == ["code", "markdown"]
    for cell in [*given, cells["q1-check"]]:
        assert cell.metadata.editable is False
        assert cell.metadata.deletable is False
        assert cell.metadata.nbgrader.locked is True
    for name in ["q1", "q2", "reflection"]:
        assert "editable" not in cells[name].metadata
        assert cells[name].metadata.deletable is False
    assert cells["q2-check"].metadata.nbgrader.points == 2.5
    assert all(cell.metadata.nbgrader.schema_version == 3 for cell in cells.values())
    assert all(cell.metadata.nbgrader.checksum for cell in cells.values())
    free = [cell for cell in of_exercise(root).cells if "nbgrader" not in cell.metadata]
    assert "scratch = 1" in [cell.source for cell in free]


def test_checksums_are_those_of_nbgrader(root):
    from nbgrader.utils import compute_checksum

    course.build(root)
    for cell in named(of_exercise(root)).values():
        assert cell.metadata.nbgrader.checksum == compute_checksum(cell)


def test_equal_given_cells_get_names_of_their_own(tmp_path):
    twice = '# %% kind="given"\nx = 1\n\n# %% kind="given"\nx = 1\n\n'
    write(tmp_path / "exercises", HEADER + twice + BODY)
    course.build(tmp_path)
    names = [name for name in named(of_exercise(tmp_path)) if name.startswith("given-")]
    assert len(names) == len(set(names)) == 4


def test_an_exercise_can_be_answered_by_its_author(root):
    script = course.read(root / "exercises/_src/ex01_mini.py")
    right = named(course.answered(script))
    assert "groupby" in right["q1"].source
    assert "HIDDEN" not in right["q1-check"].source
    wrong = named(course.answered(script, wrong=["q2/nan"]))
    assert wrong["q2"].source == 'share = float("nan")'
    assert wrong["q1"].source == right["q1"].source
    with pytest.raises(CmkitError, match="no such wrong answer"):
        course.answered(script, wrong=["q2/none"])


def test_points_add_up_by_question(root):
    script = course.read(root / "exercises/_src/ex01_mini.py")
    assert course.points_of(script) == {"q1": 3.0, "q2": 2.5, "reflection": 4.0}


@pytest.mark.parametrize(
    ("grade_id", "question"),
    [("q1-check", "q1"), ("q1-check-two", "q1"), ("q1", "q1"), ("q1-check-check", "q1-check")],
)
def test_a_check_belongs_to_the_answer_it_is_named_after(grade_id, question):
    assert course.question_of(grade_id) == question


# -- slips ------------------------------------------------------------------------------------


def line_of(text, wanted):
    return next(n for n, line in enumerate(text.splitlines(), start=1) if wanted in line)


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ('kind="given"\nimport', 'kind="givn"\nimport', "unknown kind of cell", 'kind="givn"'),
        ('kind="given"\nimport', 'knd="given"\nimport', "unknown word in a marker", 'knd="given"'),
        ("[markdown]\n# ## 2", "[raw]\n# ## 2", "unknown type of cell", "[raw]"),
        ('grade_id="q2" k', 'grade_id="q1" k', "a grade_id stands twice", "share = ..."),
        ('grade_id="q2" k', 'grade_id="q/2" k', "odd signs", 'grade_id="q/2"'),
        ('grade_id="q2" k', "k", "a graded cell has no name", '# %% kind="answer"'),
        ('grade_id="q2-check"', 'grade_id="q3-check"', "no check marks this", 'grade_id="q2"'),
        ('grade_id="q1-check-empty"', 'grade_id="q9-check"', "a check has no answer", "q9-check"),
        ('grade_id="q2" k', 'grade_id="q2-check" k', "named like a check", 'kind="answer"'),
        ('grade_id="q2-check"', 'grade_id="q2b"', "named after its answer", "q2b"),
        (" points=2.5", "", "points are missing", 'grade_id="q2-check"'),
        (" points=4", "", "points are missing", 'grade_id="reflection"'),
        ("points=2.5", "points=-1", "points must be a number", "points=-1"),
        ("points=2.5", 'points="two"', "points must be a number", 'points="two"'),
        ('"q1" kind="answer"', '"q1" kind="answer" points=2', "no points of its own", "points=2"),
        ("# ### BEGIN SOLUTION\n# A", "# A", "a marker stands wrong", "# ### END SOLUTION"),
        (
            "    ### BEGIN SOLUTION\n    return edges",
            "    return edges",
            "a marker stands wrong",
            "### END SOLUTION",
        ),
        (
            '["weight"].sum().to_dict()\n    ### END SOLUTION',
            '["weight"].sum().to_dict()',
            "a marker has no end",
            "### BEGIN SOLUTION",
        ),
        (
            "    ### BEGIN SOLUTION\n    r",
            "    r ### BEGIN SOLUTION\n    r",
            "stands wrong",
            "r ###",
        ),
        ("### BEGIN HIDDEN TESTS\nHID", "HID", "a marker stands wrong", "### END HIDDEN TESTS"),
        ("scratch = 1", "### BEGIN SOLUTION", "stands open", "# %%\n"),
        ("share = ...\n###", "share = = 1\n###", "this is not Python", "share = = 1"),
        ("share = 1 / 2", "share = = 2", "this is not Python", "share = = 2"),
        (
            'checks.close(share, 2 / 3, tolerance=0.01, hint="of all weights")',
            "share",
            "bare",
            "2.5",
        ),
        ('wrong="q2/nan"', 'wrong="q7/nan"', "a wrong answer to no question", "q7/nan"),
        ('wrong="q2/nan"', 'wrong="q2"', "a wrong answer to no question", 'wrong="q2"'),
        ('wrong="q2/nan"', 'wrong="q2/of-all-rows"', "stands twice", "of-all-rows"),
        ('wrong="q2/nan" marks=0', 'wrong="q2/nan"', "needs its marks", "q2/nan"),
        ('wrong="q2/nan" marks=0', 'wrong="q2/nan" marks=2.5', "needs its marks", "q2/nan"),
        ("# %%\nscratch", "# %% marks=1\nscratch", "marks go with a wrong answer", "marks=1"),
        ("# %%\nscratch", '# %% grade_id="s"\nscratch', "has no kind", 'grade_id="s"'),
        ('kind="given"\nimport', 'kind="given" points=1\nimport', "earns nothing", "points=1"),
        ("# title: Miniature\n", "", "the header is not complete", "# ---"),
        ("# minutes: 5", "# minutes: five", "minutes must be a number", "# ---"),
        ("# needs: 01_first", "# neds: 01_first", "the header has an odd line", "neds"),
        ("# ---\n# title", "# title", "a script begins with a header", "# title"),
        ("# ---\n\n#", "# ---\nx = 1\n#", "a cell must begin with a marker", "x = 1"),
    ],
)
def test_a_slip_is_told_in_three_parts_with_its_line(tmp_path, old, new, what, line):
    text = SCRIPT.replace(old, new, 1)
    assert text != SCRIPT, "the case changes nothing"
    write(tmp_path / "exercises", text)
    with pytest.raises(CmkitError) as raised:
        course.build(tmp_path)
    message = str(raised.value)
    assert what in message
    assert "\n  Found: " in message
    assert "\n  To fix: " in message
    told = int(re.search(r"ex01_mini\.py, line (\d+): ", message).group(1))
    lines = text.splitlines()
    nearby = "\n".join(lines[told - 1 : told + 1]) + "\n"
    assert line in nearby, f"line {told}: {nearby}"


@pytest.mark.parametrize("part", ['kind="given"', 'grade_id="q1"', 'wrong="q1/x" marks=0'])
def test_a_lesson_has_no_graded_cells(root, part):
    path = root / "notebooks/_src/01_first.py"
    path.write_text(LESSON.replace("# %%\nsame", f"# %% {part}\nsame"), encoding="utf-8")
    with pytest.raises(CmkitError, match="a lesson has no graded cells"):
        course.build(root)


@pytest.mark.parametrize("name", ["first.py", "1_first.py", "ex1.py"])
def test_a_script_has_a_number_in_its_name(root, name):
    (root / "notebooks/_src" / name).write_text(LESSON, encoding="utf-8")
    with pytest.raises(CmkitError, match="has a number in front"):
        course.build(root)


def test_an_empty_course_and_an_unknown_exercise_are_told(tmp_path):
    with pytest.raises(CmkitError, match="nothing to build"):
        course.build(tmp_path)
    with pytest.raises(CmkitError, match="no such exercise"):
        course.build_exercise(tmp_path, "ex01_mini")
    with pytest.raises(CmkitError, match="no such script"):
        course.read(tmp_path / "none.py")
    (tmp_path / "latin.py").write_bytes("# é".encode("latin-1"))
    with pytest.raises(CmkitError, match="must be UTF-8"):
        course.read(tmp_path / "latin.py")


def test_a_marker_inside_a_text_does_not_break_the_lines(tmp_path):
    path = tmp_path / "01_x.py"
    path.write_text(HEADER + '# %%\ntext = "# %% no marker"\n\n# %%\nx = 1\n', encoding="utf-8")
    assert [cell.line for cell in course.read(path).cells] == [8, 11]


# -- reviewing --------------------------------------------------------------------------------


def reviewed(tmp_path, *cells, title="A title", outputs=()):
    book = nbformat.v4.new_notebook(metadata={"title": title})
    for cell in cells:
        new = nbformat.v4.new_markdown_cell if cell[:2] == "m:" else nbformat.v4.new_code_cell
        book.cells.append(new(cell.removeprefix("m:")))
    if outputs:
        book.cells[-1].outputs = list(outputs)
    path = tmp_path / "01.ipynb"
    nbformat.write(book, path)
    return course.review(path)[["cell", "severity", "remark"]].to_numpy().tolist()


def test_a_good_notebook_has_no_remarks(tmp_path):
    text = (
        "m:# Title\n\n```python\n# no heading\n```\n\n![two lines crossing](a.png)\n"
        '<img src="b.png" alt="a bar">\n\n| day | posts |\n|---|---|\n| 1 | 2 |\n\n`![](x.png)`'
    )
    assert reviewed(tmp_path, text, "m:## Part", "m:### Point", "m:## Part", "# a comment") == []


@pytest.mark.parametrize(
    ("text", "severity", "remark"),
    [
        ("m:#### Deep", "fault", "a heading skips a level: Deep"),
        ("m:# Again", "fault", "a second title (#): Again"),
        ("m:![](a.png)", "fault", "a picture has no alternative text: ![](a.png)"),
        ("m:![ ](a.png)", "fault", "a picture has no alternative text: ![](a.png)"),
        ('m:<img src="a.png">', "fault", 'a picture has no alternative text: <img src="a.png">'),
        ('m:<img alt="">', "fault", 'a picture has no alternative text: <img alt="">'),
        ("m:|  |  |\n|---|---|\n| 1 | 2 |", "fault", "a table has no headings"),
        ("m:[here](a.html)", "advice", "a link does not say where it leads: [here]"),
        ("x = 1\n" * 26, "advice", "a long cell: 26 lines"),
    ],
)
def test_what_is_hard_to_read_is_remarked(tmp_path, text, severity, remark):
    assert reviewed(tmp_path, "m:# Title", text) == [[1, severity, remark]]


def test_a_notebook_without_title_heading_or_with_outputs_is_remarked(tmp_path):
    assert [0, "fault", "the notebook has no title in its metadata"] in reviewed(
        tmp_path, "m:# T", title=""
    )
    assert reviewed(tmp_path, "m:text") == [[0, "fault", "the notebook has no heading"]]
    assert reviewed(tmp_path, "m:## Part")[0][2].startswith("the first heading is not the title")
    output = nbformat.v4.new_output("stream", text="x")
    assert reviewed(tmp_path, "m:# T", "x", outputs=[output]) == [
        [1, "fault", "an output is stored with the notebook"]
    ]


def test_a_folder_is_reviewed_whole(root):
    course.build(root)
    assert course.review(root)["severity"].ne("fault").all()
    with pytest.raises(CmkitError, match="no notebook to review"):
        course.review(root / "no_such")
    (root / "bad.ipynb").write_text("not json", encoding="utf-8")
    with pytest.raises(CmkitError, match="not a notebook"):
        course.review(root / "bad.ipynb")
