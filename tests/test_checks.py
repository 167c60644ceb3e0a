"""Checks: silent for what is right, a hint for what is not, and never the answer."""

import datetime as dt
import math

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkit import checks
from cmkit.checks.wording import SENTENCES, shown
from cmkit.errors import CmkitError, WrongAnswer

SECRET = "zebra-4711"  # stands for what no hint may say
NAN = float("nan")


class Chameleon:
    """Says that it equals whatever it is compared with."""

    def __repr__(self):
        return "Chameleon()"  # the same name in every process that collects the tests

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __float__(self):
        return 1.0


def refused(check, *args, **kwargs):
    with pytest.raises(WrongAnswer) as raised:
        check(*args, **kwargs)
    assert raised.value.__cause__ is None
    return str(raised.value)


# -- answered ---------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, ..., "", "  \n"])
def test_nothing_is_not_an_answer(value):
    assert "Not answered yet" in refused(checks.answered, value)


@pytest.mark.parametrize("value", [0, False, [], "x", pd.DataFrame()])
def test_a_falsy_value_is_an_answer(value):
    assert checks.answered(value) is None


@pytest.mark.parametrize(
    "check",
    [
        lambda value: checks.equal(value, 1),
        lambda value: checks.close(value, 1.0),
        lambda value: checks.same_set(value, {1}),
        lambda value: checks.same_ranking(value, ["ana"]),
        lambda value: checks.table(value, pd.DataFrame({"n": [1]})),
        lambda value: checks.function(value, abs, cases=[1]),
        checks.picture,
    ],
)
@pytest.mark.parametrize("value", [None, ...])
def test_every_check_says_when_nothing_was_answered(check, value):
    assert "Not answered yet" in refused(check, value)


# -- equal ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (3, 3),
        (3.0, 3),
        (np.int64(3), 3),
        (np.float64(2.5), 2.5),
        (np.bool_(1), True),
        ("ana", "ana"),
        (np.str_("ana"), "ana"),
        ((1, 2), [1, 2]),
        (np.array([1, 2]), [1, 2]),
        (pd.Series([1, 2], index=[5, 6]), [1, 2]),
        (pd.Index(["a"]), ["a"]),
        ({"a": (1, 2)}, {"a": [1, 2]}),
        ({1, 2}, {2, 1}),
        (frozenset({("a", 1)}), {("a", 1)}),
        (pd.Timestamp("2025-03-03"), dt.datetime(2025, 3, 3)),  # noqa: DTZ001 - naive on purpose
        (pd.DataFrame({"n": [1]})["n"], [1]),
        ([[1], [2, 3]], ((1,), (2, 3))),
    ],
)
def test_equal_values_pass_in_silence(answer, expected, capsys):
    assert checks.equal(answer, expected) is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (3, 4),
        (True, 1),
        (1, True),
        ("3", 3),
        (NAN, NAN),
        (NAN, 1.0),
        (pd.NA, 1),
        (pd.NaT, pd.Timestamp("2025-03-03")),
        ([1, NAN], [1, NAN]),
        ([1, 2], [2, 1]),
        ([1], [1, 2]),
        ([1, 2, 3], [1, 2]),
        ([True], [1]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        ({"a": NAN}, {"a": NAN}),
        ({1, 2}, {1, 3}),
        ({1}, [1]),
        ("ana ", "ana"),
        (Chameleon(), 1),
        ([Chameleon()], [1]),
        ({"a": Chameleon()}, {"a": 1}),
        (pd.DataFrame({"n": [1]}), [1]),
        (np.array(3.0), 3.0),
    ],
    ids=repr,
)
def test_other_values_are_refused(answer, expected):
    refused(checks.equal, answer, expected)


def test_equal_speaks_of_a_hidden_element_by_its_place():
    message = refused(checks.equal, ["a", "b"], ["a", SECRET])
    assert "Element 1" in message
    assert SECRET not in message


def test_the_author_is_told_to_use_another_check():
    with pytest.raises(CmkitError, match=r"checks\.table") as raised:
        checks.equal(1, pd.DataFrame())
    assert not isinstance(raised.value, WrongAnswer)


# -- close ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expected", "tolerance"),
    [
        (1 / 3, 0.333333, 1e-3),
        (np.float32(0.5), 0.5, 1e-6),
        (0, 0.0, 0),
        (1e12 + 1, 1e12, 1e-6),  # floating point alone explains it
        (math.inf, math.inf, 1.0),
        ([1, 2.0001], [1, 2], 1e-3),
        (pd.Series([1.0]), np.array([1.0]), 0),
    ],
)
def test_near_numbers_pass(answer, expected, tolerance):
    assert checks.close(answer, expected, tolerance=tolerance) is None


@pytest.mark.parametrize(
    "answer",
    [NAN, np.float64("nan"), pd.NA, pd.NaT, math.inf, "0.5", True, [0.5], {0.5}, 1j, Chameleon()],
    ids=repr,
)
def test_what_is_no_near_number_is_refused(answer):
    refused(checks.close, answer, 0.5, tolerance=0.1)


@pytest.mark.parametrize("tolerance", [0.1, 1e9, math.inf])
def test_nan_never_passes_whatever_the_tolerance(tolerance):
    refused(checks.close, NAN, 0.5, tolerance=tolerance)
    refused(checks.close, [NAN], [0.5], tolerance=tolerance)


@pytest.mark.parametrize(("expected", "tolerance"), [(NAN, 1), ("a", 1), ([1, None], 1), (1, -1)])
def test_close_tells_the_author_what_it_cannot_do(expected, tolerance):
    with pytest.raises(CmkitError) as raised:
        checks.close(1, expected, tolerance=tolerance)
    assert not isinstance(raised.value, WrongAnswer)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.floats(0, 10))
def test_close_is_symmetric_and_reflexive(number, tolerance):
    checks.close(number, number, tolerance=tolerance)
    other = number + 3 * tolerance + 1 + abs(number) * 1e-3
    refused(checks.close, number, other, tolerance=tolerance)
    refused(checks.close, other, number, tolerance=tolerance)


# -- same_set ---------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [["b", "a"], ("a", "b"), {"a", "b"}, pd.Series(["a", "b"])])
def test_sets_pass_in_any_order(answer):
    assert checks.same_set(answer, ["a", "b"]) is None


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (["a", "c"], "1 of your elements do not belong, and something is missing"),
        (["a"], "not complete"),
        (["a", "b", "c", "d"], "2 of your elements do not belong."),
        (["a", "b", "b"], "more than once"),
        ("ab", "another type"),
        ({"a": 1, "b": 2}, "another type"),
        (["a", NAN], "NaN"),
        ([Chameleon(), "b"], "do not belong"),
        ([pd.DataFrame(), "b"], "do not belong"),
    ],
)
def test_other_sets_are_refused(answer, sentence):
    assert sentence in refused(checks.same_set, answer, ["a", "b"])


# -- same_ranking -----------------------------------------------------------------------------

SCORES = pd.DataFrame({"author_id": list("acbd"), "rank": [1, 2, 2, 4], "score": [9.0, 5, 5, 1]})


@pytest.mark.parametrize(
    ("answer", "k"),
    [
        (["a", "b", "c", "d"], None),
        (["a", "c", "b", "d"], None),
        (pd.Series(["a", "b", "c", "d"]), 3),
        (["a", "b", "x", "y"], 2),
        (["a", "c"], 2),
        (SCORES, None),
        (SCORES.assign(rank=0), 4),
    ],
)
def test_rankings_pass_with_ties_as_declared(answer, k):
    checks.same_ranking(answer, SCORES, k=k)
    checks.same_ranking(answer, ["a", {"b", "c"}, "d"], k=k)


@pytest.mark.parametrize(
    ("answer", "k", "sentence"),
    [
        (["b", "a", "c", "d"], None, "not in the right order"),
        (["a", "d"], 2, "first 1 places"),
        (["x", "a", "b"], 3, "first 0 places"),
        (["a", "b"], None, "too short"),
        (["a", "b", "c", "d", "e"], None, "too long"),
        (["a", "a"], 2, "more than once"),
        (["a", None], 2, "NaN"),
        ({"a", "b"}, 2, "a list is wanted"),
        (SCORES.rename(columns={"author_id": "who"}), 2, "lacks 'author_id'"),
        ([Chameleon(), Chameleon()], 2, "first 0 places"),
    ],
)
def test_other_rankings_are_refused(answer, k, sentence):
    assert sentence in refused(checks.same_ranking, answer, SCORES, k=k)


@given(st.permutations(list("abcdefg")), st.integers(1, 7))
def test_a_ranking_without_ties_is_its_order(order, k):
    expected = sorted(order)
    if order[:k] == expected[:k]:
        checks.same_ranking(order, expected, k=k)
    else:
        refused(checks.same_ranking, order, expected, k=k)


@pytest.mark.parametrize(
    ("expected", "k"), [([], None), (["a"], 2), (["a"], 0), (pd.DataFrame({"a": [1]}), None)]
)
def test_a_ranking_to_compare_with_must_be_long_enough(expected, k):
    with pytest.raises(CmkitError) as raised:
        checks.same_ranking(["a"], expected, k=k)
    assert not isinstance(raised.value, WrongAnswer)


# -- table ------------------------------------------------------------------------------------

TABLE = pd.DataFrame(
    {
        "author_id": ["ana", "ben", "cho"],
        "n_posts": [3, 1, 2],
        "share": [0.5, 0.25, NAN],
        "day": pd.to_datetime(["2025-03-03", "2025-03-04", "2025-03-05"], utc=True),
        "tags": [["a"], [], ["b", "c"]],
        "late": [True, False, True],
    }
)


@pytest.mark.parametrize(
    "answer",
    [
        TABLE,
        TABLE.iloc[::-1],
        TABLE[TABLE.columns[::-1]],
        TABLE.assign(more=1),
        TABLE.assign(n_posts=TABLE["n_posts"].astype(float)),
        TABLE.assign(share=TABLE["share"] + 1e-8),
        TABLE.assign(day=TABLE["day"].dt.tz_convert("Europe/Paris")),
        TABLE.assign(author_id=TABLE["author_id"].astype("category")),
        TABLE.assign(author_id=TABLE["author_id"].astype(object)),
        TABLE.set_index(pd.Index([7, 7, 7])),
    ],
)
def test_equal_tables_pass(answer):
    before = answer.copy(deep=True)
    assert checks.table(answer, TABLE) is None
    pd.testing.assert_frame_equal(answer, before)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ([1], "DataFrame is wanted"),
        (TABLE["n_posts"], "DataFrame is wanted"),
        (TABLE.drop(columns="n_posts"), "lacks 'n_posts'"),
        (TABLE.set_index("author_id"), "reset_index"),
        (TABLE.iloc[:2], "too few rows"),
        (pd.concat([TABLE, TABLE]), "too many rows"),
        (TABLE.assign(n_posts=[3, 1, 3]), "'n_posts' is not right"),
        (TABLE.assign(n_posts=["3", "1", "2"]), "must hold numbers"),
        (TABLE.assign(share=[0.5, NAN, NAN]), "'share' is not right"),
        (TABLE.assign(share=0.5), "'share' is not right"),
        (TABLE.assign(share=NAN), "'share' is not right"),
        (TABLE.assign(day=TABLE["day"].dt.tz_localize(None)), "times with a time zone"),
        (TABLE.assign(day=TABLE["day"] + pd.Timedelta("1h")), "'day' is not right"),
        (TABLE.assign(tags=[["a"], [], ["c", "b"]]), "'tags' is not right"),
        (TABLE.assign(late=[1, 0, 1]), "True or False"),
        (TABLE.assign(author_id=["ana", "ben", None]), "is not right"),
        (TABLE.assign(author_id=[Chameleon()] * 3), "is not right"),
    ],
)
def test_other_tables_are_refused(answer, sentence):
    assert sentence in refused(checks.table, answer, TABLE)


def test_the_order_counts_when_it_is_asked_for():
    checks.table(TABLE, TABLE, in_order=True)
    assert "another order" in refused(checks.table, TABLE.iloc[::-1], TABLE, in_order=True)


def test_columns_twice_are_refused():
    twice = pd.concat([TABLE, TABLE[["n_posts"]]], axis=1)
    assert "more than once" in refused(checks.table, twice, TABLE)


def test_only_the_columns_asked_for_are_compared():
    checks.table(TABLE.assign(n_posts=0), TABLE, columns=["author_id"])
    with pytest.raises(CmkitError):
        checks.table(TABLE, TABLE, columns=["no_such"])


def test_empty_tables_are_equal():
    checks.table(TABLE.iloc[:0], TABLE.iloc[:0])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=8), st.randoms())
def test_shuffling_rows_changes_no_verdict(rows, random):
    expected = pd.DataFrame(rows, columns=["who", "n"]).astype({"who": "str", "n": "int64"})
    order = random.sample(range(len(rows)), len(rows))
    checks.table(expected.iloc[order], expected)
    if rows:
        off = expected.iloc[order].assign(n=lambda table: table["n"] + (table.index == 0))
        refused(checks.table, off, expected)


# -- function ---------------------------------------------------------------------------------


def test_a_right_function_passes():
    checks.function(lambda a, b: a + b, lambda a, b: b + a, cases=[(1, 2), (3, 4)])
    checks.function(sorted, sorted, cases=[[3, 1], ((2, 1),)])
    checks.function(lambda t: t.iloc[::-1], lambda t: t, cases=[TABLE])
    checks.function(lambda x: {x}, lambda x: {x}, cases=[1])
    checks.function(lambda x: x / 3 + 1e-9, lambda x: x / 3, cases=[1, 2])


def test_a_wrong_result_names_the_input_and_not_the_result():
    message = refused(
        checks.function, lambda _x: "mine", lambda _x: SECRET, cases=["given"], hint="look again"
    )
    assert "input 1: 'given'" in message
    assert "'mine'" in message
    assert "Hint: look again" in message
    assert SECRET not in message


def test_an_exception_inside_is_told_without_frames():
    def broken(x):
        raise KeyError("author")

    with pytest.raises(WrongAnswer) as raised:
        checks.function(broken, lambda x: x, cases=[1])
    assert "KeyError on input 1: 1" in str(raised.value)
    assert "'author'" in str(raised.value)
    assert raised.value.__suppress_context__
    assert "raise KeyError" not in "".join(raised.value._render_traceback_())


@pytest.mark.parametrize("error", [SystemExit(3), RecursionError("deep"), AssertionError("no")])
def test_whatever_a_function_raises_is_a_wrong_answer(error):
    def broken(x):
        raise error

    assert type(error).__name__ in refused(checks.function, broken, lambda x: x, cases=[1])


def test_a_function_without_return_is_told_so():
    assert "end it with return" in refused(checks.function, lambda _x: None, lambda x: x, cases=[1])


def test_a_function_cannot_spoil_the_input_of_the_reference():
    def greedy(values):
        total = sum(values)
        values.clear()
        return total

    values = [1, 2]
    checks.function(greedy, sum, cases=[values, values])
    assert values == [1, 2]


@pytest.mark.parametrize("answer", [3, "sum", [sum]])
def test_what_is_no_function_is_refused(answer):
    assert "A function is wanted" in refused(checks.function, answer, sum, cases=[[1]])


def test_a_function_is_compared_as_the_author_says():
    def compare(mine, right):
        checks.same_ranking(mine, right, k=1)

    checks.function(lambda _x: ["a", "z"], lambda _x: ["a", "b"], cases=[0], compare=compare)
    refused(checks.function, lambda _x: ["z"], lambda _x: ["a"], cases=[0], compare=compare)


def test_the_hint_of_the_comparison_is_said_when_there_is_no_other():
    def compare(mine, right):
        checks.close(mine, right, hint="in hours")

    arguments = (checks.function, lambda _x: 2.0, lambda _x: 1.0)
    message = refused(*arguments, cases=[0], compare=compare)
    assert message.endswith("Found: The number is not right yet. 2.0\n  Hint: in hours")
    assert refused(*arguments, cases=[0], compare=compare, hint="mine").count("Hint") == 1


def test_a_function_needs_a_case():
    with pytest.raises(CmkitError, match="at least one case"):
        checks.function(abs, abs, cases=[])


@pytest.mark.parametrize("result", [NAN, None, Chameleon(), "1", [1.0]])
def test_no_odd_result_passes_for_a_number(result):
    refused(checks.function, lambda _x: result, lambda _x: 1.0, cases=[0])


# -- picture ----------------------------------------------------------------------------------


@pytest.fixture
def ax():
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


@pytest.mark.parametrize(
    ("kind", "draw"),
    [
        ("lines", lambda ax: ax.plot([1, 2])),
        ("bars", lambda ax: ax.barh(["a", "b"], [1, 2])),
        ("points", lambda ax: ax.scatter([1], [2])),
        ("points", lambda ax: ax.plot([1], [2], "o")),
        ("image", lambda ax: ax.imshow([[1, 2]])),
    ],
)
def test_a_labelled_picture_passes(ax, kind, draw):
    draw(ax)
    ax.set(xlabel="day", ylabel="posts", title="March")
    checks.picture(ax, kind=kind, labels=("xlabel", "ylabel", "title"))
    other = "bars" if kind == "lines" else "lines"
    assert f"has no {other}" in refused(checks.picture, ax, kind=other)


def test_an_empty_or_unlabelled_picture_is_refused(ax):
    assert "empty" in refused(checks.picture, ax)
    ax.plot([1, 2])
    assert "horizontal" in refused(checks.picture, ax)
    ax.set_xlabel("day")
    ax.set_ylabel("  ")
    assert "vertical" in refused(checks.picture, ax)
    ax.set_ylabel("posts")
    checks.picture(ax)
    assert "legend" in refused(checks.picture, ax, labels=("legend",))
    assert "Axes" in refused(checks.picture, ax.figure)


@pytest.mark.parametrize("wrong", [{"kind": "pie"}, {"labels": ("colour",)}])
def test_the_author_of_a_picture_check_is_told_the_choices(ax, wrong):
    with pytest.raises(CmkitError, match="unknown") as raised:
        checks.picture(ax, **wrong)
    assert not isinstance(raised.value, WrongAnswer)


# -- what a hint says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "answer", "expected"),
    [
        (checks.equal, "mine", SECRET),
        (checks.equal, 12, 4711),
        (checks.equal, ["mine"], [SECRET]),
        (checks.equal, {"mine": 1}, {SECRET: 1}),
        (checks.equal, {"a": 1}, {"a": 4711}),
        (checks.equal, 12, SECRET),
        (checks.close, 12.5, 4711.0),
        (checks.close, [12.5], [4711.0]),
        (checks.same_set, ["mine"], {SECRET}),
        (checks.same_set, [], {SECRET, "4711"}),
        (checks.same_ranking, ["mine"], [SECRET]),
        (checks.same_ranking, [], [SECRET, "4711"]),
        (checks.table, pd.DataFrame({"n": [1]}), pd.DataFrame({"n": [4711]})),
        (checks.table, pd.DataFrame({"n": ["a"]}), pd.DataFrame({"n": [SECRET]})),
        (checks.table, pd.DataFrame({"n": []}), pd.DataFrame({"n": [1] * 4711})),
    ],
)
def test_a_hint_never_holds_the_answer(check, answer, expected):
    message = refused(check, answer, expected, hint="look again")
    assert SECRET not in message
    assert "4711" not in message
    assert message.endswith("Hint: look again")


def test_no_sentence_has_a_gap_for_what_is_expected():
    gaps = {name for text in SENTENCES.values() for name in _gaps(text)}
    assert gaps == {
        *("wanted", "many", "position", "key", "n", "columns", "column"),
        *("error", "case", "label", "kind"),
    }


def _gaps(text):
    import string

    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


@given(st.recursive(st.none() | st.text() | st.floats() | st.integers(), st.lists, max_leaves=50))
def test_what_was_found_is_shown_on_one_short_line(value):
    text = shown(value)
    assert "\n" not in text
    assert len(text) < 3000


def test_a_repr_that_fails_does_not_stop_the_hint():
    class Rude:
        def __repr__(self):
            raise RuntimeError("no")

    assert "Rude" in refused(checks.equal, Rude(), 1)
