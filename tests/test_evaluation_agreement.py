"""Agreement against published examples, NLTK's formulas written out again, and relations."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cmkit import evaluation
from cmkit.errors import CmkitError

GAP = np.nan
#: Krippendorff (2011), example C: four observers, twelve units, five ranks.
KRIPPENDORFF = pd.DataFrame(
    {
        "a": [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        "b": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        "c": [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        "d": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    }
)
DISTANCES = ["nominal", "ordinal", "interval"]


@pytest.mark.parametrize(
    ("distance", "published"), list(zip(DISTANCES, [0.743, 0.815, 0.849], strict=True))
)
def test_alpha_of_the_published_example(distance, published):
    assert evaluation.alpha(KRIPPENDORFF, distance=distance) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("meg", "owen", "published"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
    ids=["binary", "nominal"],
)
def test_alpha_of_the_published_examples_of_two_observers(meg, owen, published):
    ratings = pd.DataFrame({"meg": list(meg), "owen": list(owen)})
    assert evaluation.alpha(ratings) == pytest.approx(published, abs=5e-4)


def test_kappa_of_the_example_in_the_textbooks():
    # Two readers of fifty proposals: 20 yes and 15 no of both, 5 and 10 apart.
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert evaluation.kappa(first, second) == pytest.approx(0.4)


def coincidences(ratings, distance):
    """Krippendorff's alpha by his coincidence matrix, pair by pair."""
    rows = [[value for value in row if not np.isnan(value)] for row in ratings]
    rows = [row for row in rows if len(row) > 1]
    values = sorted({value for row in rows for value in row})
    matrix = {(c, k): 0.0 for c in values for k in values}
    for row in rows:
        for i, c in enumerate(row):
            for j, k in enumerate(row):
                if i != j:
                    matrix[c, k] += 1 / (len(row) - 1)
    n_of = {c: sum(matrix[c, k] for k in values) for c in values}
    n = sum(n_of.values())

    def apart(c, k):
        if distance == "nominal":
            return float(c != k)
        if distance == "interval":
            return (c - k) ** 2
        between = sum(n_of[g] for g in values if min(c, k) <= g <= max(c, k))
        return (between - (n_of[c] + n_of[k]) / 2) ** 2 if c != k else 0.0

    observed = sum(matrix[c, k] * apart(c, k) for c in values for k in values)
    expected = sum(n_of[c] * n_of[k] * apart(c, k) for c in values for k in values)
    return 1 - (n - 1) * observed / expected


sheets = st.lists(
    st.lists(st.sampled_from([1.0, 2.0, 3.0, 7.0, GAP]), min_size=3, max_size=3),
    min_size=2,
    max_size=12,
)


@pytest.mark.parametrize("distance", DISTANCES)
@given(sheets)
def test_alpha_equals_the_coincidence_matrix(distance, sheet):
    pairable = [[value for value in row if not np.isnan(value)] for row in sheet]
    assume(len({value for row in pairable if len(row) > 1 for value in row}) > 1)
    found = evaluation.alpha(pd.DataFrame(sheet), distance=distance)
    assert found == pytest.approx(coincidences(sheet, distance), abs=1e-9)


labels = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30
)


@given(labels)
def test_kappa_equals_its_formula(pairs):
    first, second = (list(side) for side in zip(*pairs, strict=True))
    found = evaluation.kappa(first, second)
    n = len(pairs)
    by_chance = sum(first.count(label) * second.count(label) for label in "abc") / n**2
    if by_chance == 1:
        assert np.isnan(found)
        return
    agreed = sum(one == other for one, other in pairs) / n
    assert found == pytest.approx((agreed - by_chance) / (1 - by_chance), abs=1e-9)
    assert found == pytest.approx(evaluation.kappa(second, first), abs=1e-9)


@pytest.mark.parametrize("distance", DISTANCES)
def test_relations_of_alpha(distance):
    found = evaluation.alpha(KRIPPENDORFF, distance=distance)
    again = [
        KRIPPENDORFF[["d", "b", "a", "c"]],  # who is who does not matter
        KRIPPENDORFF.iloc[::-1],
        KRIPPENDORFF.set_axis([0] * 12),  # an index that stands twice
        KRIPPENDORFF * 1e300 - 7e299,  # nor does the unit
        KRIPPENDORFF.astype("Int64"),
    ]
    for ratings in again:
        assert evaluation.alpha(ratings, distance=distance) == pytest.approx(found)
    # A stretched scale changes the intervals, not the order.
    stretched = evaluation.alpha(KRIPPENDORFF**3, distance=distance)
    assert (stretched == pytest.approx(found)) == (distance != "interval")


def test_chance_gives_zero_and_all_agreed_gives_one():
    rng = np.random.default_rng(1)
    drawn = pd.DataFrame(rng.integers(0, 3, (3000, 3)), columns=list("abc"))
    for distance in DISTANCES:
        assert evaluation.alpha(drawn, distance=distance) == pytest.approx(0, abs=0.03)
    one = drawn["a"].astype("str")
    assert evaluation.kappa(one, drawn["b"].astype("str")) == pytest.approx(0, abs=0.03)
    assert evaluation.kappa(one, one) == 1
    assert evaluation.alpha(pd.DataFrame({"a": one, "b": one})) == 1


def test_one_single_label_says_nothing_of_agreement():
    assert np.isnan(evaluation.kappa(["a", "a"], ["a", "a"]))
    assert np.isnan(evaluation.alpha(pd.DataFrame({"x": ["a", "a"], "y": ["a", None]})))
    # The other label stands where nothing can be put to it.
    assert np.isnan(evaluation.alpha(pd.DataFrame({"x": ["a", "b"], "y": ["a", None]})))


def test_kappa_pairs_by_index_and_reads_any_label():
    first = pd.Series(["😡", "été", "😡", "x" * 100_000], index=list("abcd"))
    second = pd.Series(["été", "😡", "😡", "x" * 100_000], index=list("bcad"))
    assert evaluation.kappa(first, second) == 1


def test_ten_thousand_items_take_no_minute():
    rng = np.random.default_rng(1)
    ratings = pd.DataFrame(rng.integers(0, 5, (10_000, 3)))
    start = time.perf_counter()
    evaluation.alpha(ratings, distance="ordinal")
    evaluation.kappa(ratings[0], ratings[1])
    assert time.perf_counter() - start < 10


REFUSED = {
    "a list": (lambda: evaluation.alpha([["a", "b"]]), "must be a DataFrame"),
    "no table": (lambda: evaluation.alpha(pd.DataFrame()), "no item has two"),
    "one annotator": (lambda: evaluation.alpha(KRIPPENDORFF[["a"]]), "no item has two"),
    "unknown distance": (lambda: evaluation.alpha(KRIPPENDORFF, distance="ratio"), "distance"),
    "texts on a line": (
        lambda: evaluation.alpha(KRIPPENDORFF.astype("str").fillna("1"), distance="ordinal"),
        "numbers",
    ),
    "infinity": (
        lambda: evaluation.alpha(KRIPPENDORFF.replace(5, np.inf), distance="interval"),
        "infinite",
    ),
    "lists as ratings": (
        lambda: evaluation.alpha(pd.DataFrame({"x": [["a"]], "y": [["a"]]})),
        "text or a number",
    ),
    "all distinct": (
        lambda: evaluation.alpha(pd.DataFrame({"x": np.arange(1001), "y": 0})),
        "at most 1000",
    ),
    "an empty cell": (lambda: evaluation.kappa(["a", None], ["a", "b"]), "first and second"),
    "other items": (lambda: evaluation.kappa(["a"], ["a", "b"]), "one length"),
}


@pytest.mark.parametrize(("call", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(call, message):
    with pytest.raises(CmkitError, match=message):
        call()
