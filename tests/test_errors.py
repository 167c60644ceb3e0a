"""errors: three parts, and in a notebook no frame from inside cmkit."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from cmkit.errors import CmkitError, WrongAnswer, fail


def test_fail_says_what_was_found_and_what_to_do():
    assert str(fail("x is wrong.", found=3, fix="use 4")) == (
        "x is wrong.\n  Found: 3\n  To fix: use 4"
    )
    assert str(fail("x is wrong.")) == "x is wrong."


def test_texts_are_shown_bare_and_values_by_their_repr():
    assert "Found: a list" in str(fail("w", found="a list"))
    assert "Found: ['a']" in str(fail("w", found=["a"]))


def test_a_wrong_answer_is_an_assertion():
    with pytest.raises(AssertionError):
        raise WrongAnswer("sum the rows whose *target* is the author")


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


def test_a_notebook_shows_the_message_and_the_line_not_the_frames(shell, capsys):
    shell.run_cell("from cmkit import graph\nnot_posts = 3\ngraph.interactions(not_posts)")
    shown = "".join(capsys.readouterr())
    assert "In line 3: graph.interactions(not_posts)" in shown
    assert "posts must be a pandas DataFrame" in shown
    assert "schema.py" not in shown
    assert "Traceback" not in shown


def test_a_script_keeps_its_traceback():
    with pytest.raises(CmkitError) as raised:
        raise fail("x")
    assert raised.tb is not None
