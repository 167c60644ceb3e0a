"""Confidence and prevalence: by hand, by a second implementation, by planted truths."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkit import evaluation
from cmkit.errors import CmkitError
from cmkit.evaluation.intervals import wilson

SURE = [0.0, 0.1, 0.55, 0.6, 0.62, 1.0, 0.7, 0.9]
GIVEN = ["a", "b", "a", "b", "a", "b", "a", "unknown"]
TRUE = ["b", "b", "a", "a", "a", "b", "b", "a"]


def test_calibration_by_hand():
    table = evaluation.calibration(SURE, GIVEN, TRUE, bins=5)
    assert table["from"].tolist() == [0, 0.2, 0.4, 0.6, 0.8]
    # 0.6 belongs below, with 0.55; the last post is unknown and left out.
    assert table["n_posts"].tolist() == [2, 0, 2, 2, 1]
    assert table["confidence"].fillna(-1).tolist() == pytest.approx([0.05, -1, 0.575, 0.66, 1])
    assert table["accuracy"].fillna(-1).tolist() == [0.5, -1, 0.5, 0.5, 1]
    assert table[["low", "high"]].isna().all(axis=1).tolist() == [False, True] + [False] * 3
    error = (2 * 0.45 + 2 * 0.075 + 2 * 0.16 + 0) / 7
    assert evaluation.calibration_error(SURE, GIVEN, TRUE, bins=5) == pytest.approx(error)


@pytest.mark.parametrize("bins", [3, 7, 10, 30])
def test_the_ends_of_bins_belong_to_the_bin_below(bins):
    ends = [number / bins for number in range(1, bins + 1)]
    table = evaluation.calibration(ends, ["a"] * bins, ["a"] * bins, bins=bins)
    assert table["n_posts"].tolist() == [1] * bins
    assert table["to"].tolist() == ends


posts = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


@given(posts, st.integers(1, 15))
def test_relations_of_calibration(told, bins):
    sure, right = (list(side) for side in zip(*told, strict=True))
    labels = ["a" if one else "b" for one in right]
    truth = ["a"] * len(labels)
    table = evaluation.calibration(sure, labels, truth, bins=bins)
    some = table[table["n_posts"] > 0]
    assert len(table) == bins
    assert table["n_posts"].sum() == len(told)
    assert (some["confidence"] * some["n_posts"]).sum() == pytest.approx(sum(sure))
    assert (some["accuracy"] * some["n_posts"]).sum() == pytest.approx(sum(right))
    assert some["confidence"].between(some["from"] - 1e-12, some["to"] + 1e-12).all()
    assert (some["low"] <= some["accuracy"] + 1e-12).all()
    assert (some["accuracy"] <= some["high"] + 1e-12).all()
    error = evaluation.calibration_error(sure, labels, truth, bins=bins)
    assert 0 <= error <= 1 + 1e-12
    # Finer bins cannot hide a difference that coarse ones show.
    assert error >= abs(sum(sure) - sum(right)) / len(told) - 1e-9
    unknown = evaluation.calibration_error(
        [*sure, 0.0], [*labels, "unknown"], [*truth, "a"], bins=bins
    )
    assert unknown == pytest.approx(error)


def test_an_honest_engine_has_no_error_and_a_boaster_has_its_boast():
    rng = np.random.default_rng(1)
    sure = rng.uniform(0.3, 0.9, 40_000)
    labels = np.where(rng.random(40_000) < sure, "a", "b").tolist()
    truth = ["a"] * len(labels)
    assert evaluation.calibration_error(sure, labels, truth) < 0.02
    assert evaluation.calibration_error(sure + 0.1, labels, truth) == pytest.approx(0.1, abs=0.02)


def test_confidence_is_paired_by_the_index_of_the_truth():
    columns = [pd.Series(values, index=list("abcdefgh")) for values in (SURE, GIVEN, TRUE)]
    turned = evaluation.calibration(
        columns[0][::-1], columns[1].sample(frac=1, random_state=1), columns[2]
    )
    pd.testing.assert_frame_equal(turned, evaluation.calibration(SURE, GIVEN, TRUE))


def test_wilson_against_published_figures():
    # Newcombe (1998), Statistics in Medicine 17(8), table I.
    low, high = wilson([81, 15, 0, 1], [263, 148, 20, 29])
    assert low.tolist() == pytest.approx([0.2553, 0.0624, 0, 0.0061], abs=5e-5)
    assert high.tolist() == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)
    assert np.isnan(wilson([0], [0])).all()


# --- prevalence --------------------------------------------------------------------------------


def tagged(n_negative, n):
    return ["negative"] * n_negative + ["neutral"] * (n - n_negative)


def checked(found, n_of, spared, n_others):
    given = tagged(found, n_of) + tagged(n_others - spared, n_others)
    return given, tagged(n_of, n_of + n_others)


def test_prevalence_by_hand():
    row = evaluation.prevalence(tagged(350, 1000), *checked(30, 40, 54, 60)).iloc[0]
    assert row[["observed", "recall", "specificity"]].tolist() == [0.35, 0.75, 0.9]
    assert row["estimate"] == pytest.approx(0.25 / 0.65)
    assert row[["n_posts", "n_checked", "level"]].tolist() == [1000, 100, 0.95]
    # Lang and Reiczigel: z^2 / 2 added to the share on either side, 1 to recall and specificity.
    z = 1.959963984540054
    p, re, sp = (350 + z**2 / 2) / (1000 + z**2), 31 / 42, 55 / 62
    r = (p + sp - 1) / (re + sp - 1)
    v_re, v_sp = re * (1 - re) / 42, sp * (1 - sp) / 62
    spread = (p * (1 - p) / (1000 + z**2) + r**2 * v_re + (1 - r) ** 2 * v_sp) ** 0.5
    centre = r + 2 * z**2 * (r * v_re - (1 - r) * v_sp)
    reach = z * spread / (re + sp - 1)
    assert row[["low", "high"]].tolist() == pytest.approx([centre - reach, centre + reach])


def test_an_engine_that_does_not_err_gives_nearly_the_plain_interval():
    row = evaluation.prevalence(tagged(300, 1000), *checked(5000, 5000, 5000, 5000)).iloc[0]
    low, high = wilson([300], [1000])
    assert row["estimate"] == pytest.approx(0.3)
    assert row[["low", "high"]].tolist() == pytest.approx([low[0], high[0]], abs=1e-3)


@pytest.mark.parametrize(
    ("true", "recall", "specificity", "n_checked"),
    [(0.2, 0.7, 0.85, 200), (0.05, 0.6, 0.95, 300), (0.5, 0.8, 0.8, 100)],
)
def test_the_interval_covers_a_planted_truth(true, recall, specificity, n_checked):
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(400):
        n_of = rng.binomial(n_checked, true)
        sample = checked(
            rng.binomial(n_of, recall), n_of,
            rng.binomial(n_checked - n_of, specificity), n_checked - n_of,
        )  # fmt: skip
        observed = true * recall + (1 - true) * (1 - specificity)
        row = evaluation.prevalence(tagged(rng.binomial(1000, observed), 1000), *sample).iloc[0]
        covered += row["low"] <= true <= row["high"]
    assert covered >= 0.93 * 400


def test_more_checked_posts_and_a_lower_level_narrow_the_interval():
    def width(times=1, **options):
        sample = checked(30 * times, 40 * times, 54 * times, 60 * times)
        row = evaluation.prevalence(tagged(350, 1000), *sample, **options).iloc[0]
        return row["high"] - row["low"]

    assert width(times=10) < width() / 2
    assert width(level=0.8) < width() < width(level=0.99)


def test_unknown_posts_count_as_not_negative_and_other_labels_can_be_asked_for():
    given, truth = checked(30, 40, 54, 60)
    said = tagged(350, 900) + ["unknown"] * 100
    assert evaluation.prevalence(said, given, truth)["observed"].iloc[0] == 0.35
    turned = evaluation.prevalence(tagged(350, 1000), given, truth, of="neutral").iloc[0]
    assert turned["estimate"] == pytest.approx(1 - 0.25 / 0.65)
    assert (turned["recall"], turned["specificity"]) == (0.9, 0.75)


def test_too_few_checked_posts_say_nothing_of_the_share():
    # Barely better than chance; with a success and a failure more on either side, worse.
    row = evaluation.prevalence(tagged(350, 1000), *checked(9, 10, 11, 100)).iloc[0]
    assert row[["low", "high"]].tolist() == [0, 1]


ONE = ["a"]
REFUSED = {
    "a percentage": (lambda: evaluation.calibration([70], ONE, ONE), "from 0 to 1"),
    "a word": (lambda: evaluation.calibration(["high"], ONE, ONE), "from 0 to 1"),
    "no confidence": (lambda: evaluation.calibration([np.nan], ONE, ONE), "empty cells"),
    "no bins": (lambda: evaluation.calibration([0.7], ONE, ONE, bins=0), "'bins'"),
    "nothing known": (lambda: evaluation.calibration_error([0], ["unknown"], ONE), "every post"),
    "no posts": (lambda: evaluation.calibration([], [], []), "not empty"),
    "other posts": (
        lambda: evaluation.calibration(pd.Series([0.5], index=[1]), ONE, pd.Series(ONE)),
        "confidence, labels and truth",
    ),
    "no tags": (lambda: evaluation.prevalence([], ONE, ONE), "labels must be of one length"),
    "none negative": (lambda: evaluation.prevalence(ONE, ONE, ONE), "must truly be"),
    "worse than chance": (
        lambda: evaluation.prevalence(ONE, *checked(1, 10, 1, 10)),
        "no better than chance",
    ),
    "a level in percent": (
        lambda: evaluation.prevalence(ONE, *checked(9, 10, 9, 10), level=95),
        "'level'",
    ),
}


@pytest.mark.parametrize(("call", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(call, message):
    with pytest.raises(CmkitError, match=message):
        call()
