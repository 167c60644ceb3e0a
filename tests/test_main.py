"""The command line: it teaches, it says what is wrong, and it shows no traceback."""

import subprocess
import sys
import types

import pytest
from exercise_script import SCRIPT, write

import cmkit
from cmkit import course
from cmkit.__main__ import main
from cmkit.course import to_bytes
from cmkit.errors import fail

NAME = "ex01_mini"
VERBS = ["build", "review", "try", "release", "submit", "grade", "feedback", "export", "status"]


@pytest.fixture
def said(capsys):
    """Run a command; return its exit code, what it wrote, and what it complained of."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize("arguments", [[], ["course"], ["datasets"]])
def test_without_a_verb_it_explains_itself(said, arguments):
    code, out, _ = said(*arguments)
    assert code == 2
    assert out.startswith("usage: cmkit")


def test_the_course_help_shows_the_way_of_an_exercise(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["course", "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    for verb in VERBS:
        assert f"\n    {verb} " in out
    assert "--trust-submissions" in out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(capsys, verb):
    with pytest.raises(SystemExit) as stopped:
        main(["course", verb, "--help"])
    assert stopped.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 6


@pytest.mark.parametrize("arguments", [["curse"], ["course", "bild"], ["course", "grade"]])
def test_an_unknown_word_is_told(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_version_is_the_packages(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert cmkit.__version__ in capsys.readouterr().out


def test_building_and_checking(said, tmp_path):
    write(tmp_path / "exercises")
    code, out, _ = said("course", "build", "--check", "--root", tmp_path)
    assert (code, "missing" in out) == (1, True)
    assert not (tmp_path / "exercises/release").exists()
    code, out, _ = said("course", "build", "--root", tmp_path)
    assert (code, "release" in out) == (0, True)
    assert said("course", "build", "--root", tmp_path) == (0, "nothing has changed\n", "")
    assert said("course", "build", "--check", "--root", tmp_path)[0] == 0


def test_reviewing(said, tmp_path):
    folder = write(tmp_path / "exercises")
    code, _, err = said("course", "review", "--root", tmp_path)
    assert (code, "no notebook to review" in err) == (2, True)
    course.build(tmp_path)
    assert said("course", "review", "--root", tmp_path) == (0, "no remarks\n", "")
    write(folder, SCRIPT.replace("# ## 2", "# #### 2"))
    course.build(tmp_path)
    code, out, _ = said("course", "review", "--root", tmp_path)
    assert (code, "skips a level" in out) == (1, True)


def test_a_slip_in_a_script_is_a_message(said, tmp_path):
    write(tmp_path / "exercises", SCRIPT.replace(" points=4", ""))
    code, out, err = said("course", "build", "--root", tmp_path)
    assert (code, out) == (2, "")
    assert "points are missing" in err
    assert "To fix: " in err


@pytest.mark.slow
def test_the_way_of_an_exercise(said, tmp_path):
    folder = write(tmp_path / "exercises")
    where = ["--folder", folder]
    code, out, _ = said("course", "try", NAME, *where)
    assert (code, "forgot-direction" in out) == (0, True)
    code, out, _ = said("course", "release", NAME, *where)
    assert code == 0
    assert out.strip().endswith(f"{NAME}.ipynb")
    solved = tmp_path / "mine.ipynb"
    solved.write_bytes(to_bytes(course.answered(course.read(folder / "_src" / f"{NAME}.py"))))
    assert said("course", "submit", solved, "--student", "ana", *where)[0] == 2
    assert said("course", "submit", solved, "--student", "ana", "--exercise", NAME, *where)[0] == 0
    code, _, err = said("course", "grade", NAME, *where)
    assert (code, "--trust-submissions" in err) == (2, True)
    code, out, _ = said("course", "grade", NAME, "--trust-submissions", *where)
    assert (code, "2.5" in out) == (0, True)
    assert said("course", "feedback", NAME, *where)[0] == 0
    assert said("course", "export", tmp_path / "marks.csv", *where)[0] == 0
    assert "ana" in (tmp_path / "marks.csv").read_text(encoding="utf-8")
    assert said("course", "export", tmp_path / "none" / "marks.csv", *where)[0] == 2
    code, out, _ = said("course", "status", *where)
    assert (code, NAME in out) == (0, True)
    (folder / "submitted/ben" / NAME).mkdir(parents=True)
    code, out, _ = said("course", "grade", NAME, "--student", "ben", "--trust-submissions", *where)
    assert (code, "there is no" in out) == (1, True)


def test_an_unknown_exercise_is_a_message(said, tmp_path):
    folder = write(tmp_path / "exercises")
    for arguments in (["try", "ex09"], ["release", "ex09_none"]):
        code, _, err = said("course", *arguments, "--folder", folder)
        assert (code, "no such exercise" in err) == (2, True)


def test_the_tour_and_the_datasets_are_called(monkeypatch, said, tmp_path):
    called = []
    tour, datasets = types.ModuleType("cmkit.tour"), types.ModuleType("cmkit.datasets")
    tour.main = called.append
    datasets.build = lambda folder, names: called.append((folder, names))
    for module in (tour, datasets):
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(cmkit, module.__name__.split(".")[1], module, raising=False)
    assert said("tour", "--quick", "x")[0] == 0
    assert said("datasets", "build", "--folder", tmp_path)[0] == 0
    assert said("datasets", "build", "one", "--folder", tmp_path)[0] == 0
    assert called == [["--quick", "x"], (tmp_path, None), (tmp_path, ["one"])]

    def stop(arguments):
        raise fail("no such tour.")

    tour.main = stop
    assert said("tour") == (2, "", "no such tour.\n")


def test_help_is_quick_and_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from cmkit.__main__ import main\n"
        "main([])\n"
        "sys.exit(str({'pandas', 'nbgrader', 'matplotlib'} & set(sys.modules) or ''))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() in {"", "set()"}


def test_build_makes_what_is_named(said, monkeypatch, tmp_path):
    called = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cmkit.datasets.build", lambda folder: called.append(str(folder)))
    assert said("build", "datasets")[0] == 0
    assert called == ["datasets"]
    code, _, err = said("build", "nonsense")
    assert code == 2
    assert "datasets, course" in err
