"""Every figure of evaluation against a small example worked out by hand, and relations."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkit import evaluation
from cmkit.errors import CmkitError

GIVEN = ["neg", "neg", "neu", "pos", "pos", "neu"]
TRUE = ["neg", "neu", "neu", "pos", "neg", "neu"]


def test_confusion_by_hand():
    table = evaluation.confusion(GIVEN, TRUE)
    assert table.index.tolist() == table.columns.tolist() == ["neg", "neu", "pos"]
    assert table.to_numpy().tolist() == [[1, 0, 1], [1, 2, 0], [0, 0, 1]]


def test_macro_f1_by_hand():
    # Of neg: 1 right, 1 too many, 1 missed; of neu: 2 right, 1 missed; of pos: 1 right, 1 too many.
    assert evaluation.macro_f1(GIVEN, TRUE) == pytest.approx((1 / 2 + 4 / 5 + 2 / 3) / 3)


def test_a_label_that_only_the_engine_gives_has_no_f1_of_its_own():
    # Of neg one is right and one is missed; neu is all right.
    assert evaluation.macro_f1(["neg", "unknown", "neu"], ["neg", "neg", "neu"]) == pytest.approx(
        (2 / 3 + 1) / 2
    )


def test_macro_recall_by_hand():
    # Of neg 1 of 2 is found, of neu 2 of 3, of pos 1 of 1.
    assert evaluation.macro_recall(GIVEN, TRUE) == pytest.approx((1 / 2 + 2 / 3 + 1) / 3)
    assert evaluation.macro_recall(["neg", "unknown", "neu"], ["neg", "neg", "neu"]) == 0.75


@pytest.mark.parametrize("label", ["neg", "neu", "pos"])
def test_one_label_for_every_post_has_a_recall_of_one_in_three(label):
    assert evaluation.macro_recall([label] * 6, TRUE) == pytest.approx(1 / 3)


labels = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40
)


@given(labels)
def test_relations_of_labels(pairs):
    ours, true = (list(side) for side in zip(*pairs, strict=True))
    table = evaluation.confusion(ours, true)
    assert table.to_numpy().sum() == len(pairs)
    assert evaluation.confusion(true, ours).to_numpy().tolist() == table.to_numpy().T.tolist()
    score = evaluation.macro_f1(ours, true)
    recall = evaluation.macro_recall(ours, true)
    assert 0 <= score <= 1
    assert (score == 1) == (recall == 1) == (ours == true)
    # Each post twice is the same share of each label; a wrong label that no truth has is as wrong.
    assert evaluation.macro_recall(ours * 2, true * 2) == pytest.approx(recall)
    spoilt = [label if label == right else "z" for label, right in zip(ours, true, strict=True)]
    assert evaluation.macro_recall(spoilt, true) == pytest.approx(recall)
    renamed = {"a": "z", "b": "y", "c": "x"}
    assert evaluation.macro_f1(
        [renamed[label] for label in ours], [renamed[label] for label in true]
    ) == pytest.approx(score)


def test_series_are_paired_by_their_index():
    ours = pd.Series(GIVEN, index=list("abcdef"))
    true = pd.Series(TRUE, index=list("abcdef")).iloc[::-1]
    assert evaluation.macro_f1(ours, true) == pytest.approx(evaluation.macro_f1(GIVEN, TRUE))
    with pytest.raises(CmkitError, match="same index"):
        evaluation.macro_f1(ours, true.rename(index={"a": "z"}))


def test_an_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(1)
    covered = 0
    for seed in range(60):
        right = rng.random(150) < 0.8
        row = evaluation.interval(
            share_right, ["y" if r else "n" for r in right], ["y"] * 150, seed=seed, replicates=200
        ).iloc[0]
        covered += row["low"] <= 0.8 <= row["high"]
    assert 50 <= covered <= 60


def share_right(ours, true):
    return float((ours == true).mean())


def test_an_interval_is_repeatable_and_narrows_with_posts():
    def width(n, seed=1):
        row = evaluation.interval(
            evaluation.macro_f1, GIVEN * n, TRUE * n, seed=seed, replicates=200
        ).iloc[0]
        assert row["low"] <= row["estimate"] <= row["high"]
        assert row["n_posts"] == 6 * n
        return row["high"] - row["low"]

    assert width(10) == width(10)
    assert width(10) != width(10, seed=2)
    assert width(100) < width(10) / 2


def two_engines(n, *, seed, first=0.7, second=0.6):
    """Draw the truth and two engines that are right that often, on the same easy posts."""
    rng = np.random.default_rng(seed)
    names = np.array(["neg", "neu", "pos"])
    true, hard = rng.choice(3, n, p=[0.2, 0.5, 0.3]), rng.random(n)
    sides = [np.where(hard < right, true, rng.integers(0, 3, n)) for right in (first, second)]
    return [names[codes].tolist() for codes in (*sides, true)]


@pytest.mark.parametrize("metric", [evaluation.macro_f1, evaluation.macro_recall])
def test_the_weighted_bootstrap_is_the_naive_one_in_distribution(metric):
    first, second, true = two_engines(300, seed=3)
    fast = evaluation.compare(metric, first, second, true, seed=1, replicates=4000).iloc[0]
    # Wrapped, the metric is not known as one of counts.
    naive = evaluation.compare(partial(metric), first, second, true, seed=2, replicates=800).iloc[0]
    assert fast[["first", "second"]].tolist() == naive[["first", "second"]].tolist()
    width = naive["high"] - naive["low"]
    assert fast[["low", "high"]].tolist() == pytest.approx(
        naive[["low", "high"]].tolist(), abs=width / 12
    )


def test_a_comparison_covers_the_true_difference_as_often_as_it_says():
    # Right on a share p by skill and on a third of the rest by luck: p + (1 - p) / 3 of each label.
    true_difference = (0.7 - 0.6) * 2 / 3
    rows = [
        evaluation.compare(
            evaluation.macro_recall, *two_engines(400, seed=seed), seed=seed, replicates=300
        ).iloc[0]
        for seed in range(150)
    ]
    covered = sum(row["low"] <= true_difference <= row["high"] for row in rows)
    assert 135 <= covered <= 149


def test_a_paired_interval_is_narrower_than_two_apart():
    first, second, true = two_engines(500, seed=1)
    row = evaluation.compare(evaluation.macro_f1, first, second, true, seed=1).iloc[0]
    apart = [
        evaluation.interval(evaluation.macro_f1, ours, true, seed=1).iloc[0]
        for ours in (first, second)
    ]
    assert row["difference"] == pytest.approx(apart[0]["estimate"] - apart[1]["estimate"])
    # Two independent intervals would add up by their squares.
    unpaired = np.hypot(*(one["high"] - one["low"] for one in apart))
    assert row["high"] - row["low"] < 0.9 * unpaired


def test_a_comparison_turned_round_is_its_mirror_image():
    first, second, true = two_engines(200, seed=5)
    there = evaluation.compare(evaluation.macro_f1, first, second, true, seed=1).iloc[0]
    back = evaluation.compare(evaluation.macro_f1, second, first, true, seed=9).iloc[0]
    assert there["difference"] == pytest.approx(-back["difference"])
    assert there["low"] == pytest.approx(-back["high"], abs=0.02)
    assert there["share_first_better"] == pytest.approx(1 - back["share_first_better"], abs=0.05)
    same = evaluation.compare(evaluation.macro_f1, first, first, true, seed=1).iloc[0]
    assert same[["difference", "low", "high", "share_first_better"]].tolist() == [0, 0, 0, 0.5]


def test_compared_series_are_paired_by_the_index_of_the_truth():
    first, second, true = (pd.Series(side) for side in two_engines(60, seed=2))
    there = evaluation.compare(share_right, first, second, true, seed=1, replicates=50)
    mixed = evaluation.compare(
        share_right, first[::-1], second.sample(frac=1, random_state=1), true, seed=1, replicates=50
    )
    pd.testing.assert_frame_equal(there, mixed)


def test_a_metric_of_more_labels_than_counts_are_kept_for_is_drawn_by_rows():
    names = [f"label {number}" for number in range(80)]
    row = evaluation.compare(
        evaluation.macro_f1, names, names[::-1], names, seed=1, replicates=5
    ).iloc[0]
    assert row[["first", "second", "low", "high"]].tolist() == [1, 0, 1, 1]


@given(st.floats(0, 1), st.floats(0.55, 1), st.floats(0.55, 1))
def test_the_corrected_share_undoes_what_the_engine_does(true, recall, specificity):
    observed = true * recall + (1 - true) * (1 - specificity)
    corrected = evaluation.corrected_share(observed, recall=recall, specificity=specificity)
    assert corrected == pytest.approx(true, abs=1e-9)


def test_the_corrected_share_is_cut_at_its_ends():
    assert evaluation.corrected_share(0.05, recall=0.8, specificity=0.9) == 0
    assert evaluation.corrected_share(0.95, recall=0.8, specificity=0.9) == 1


def scores(*authors, measure="degree"):
    n = len(authors)
    return pd.DataFrame(
        {
            "author_id": list(authors),
            "measure": measure,
            "score": np.arange(n, 0, -1.0),
            "rank": np.arange(1, n + 1),
        }
    )


def test_overlap_by_hand():
    table = evaluation.overlap(scores(*"abcdef"), list("bxaycz"), k=3)
    assert table.to_numpy().tolist() == [["degree", 3, 2, 2 / 3]]


def test_stacked_measures_get_a_row_each_in_their_order():
    stacked = pd.concat([scores(*"abc", measure="pagerank"), scores(*"cba", measure="degree")])
    truth = pd.DataFrame({"author_id": list("abc"), "rank": [1, 2, 3]})
    table = evaluation.overlap(stacked, truth, k=1)
    assert table["measure"].tolist() == ["pagerank", "degree"]
    assert table["overlap"].tolist() == [1.0, 0.0]
    correlation = evaluation.rank_correlation(stacked, truth)["correlation"]
    assert correlation.tolist() == pytest.approx([1, -1])


def test_a_truth_with_ties_is_cut_by_name():
    truth = pd.DataFrame({"author_id": ["b", "a", "c"], "rank": [1, 1, 3]})
    assert evaluation.overlap(scores("a", "b", "c"), truth, k=1)["n_common"].tolist() == [1]


def test_rank_biased_overlap_by_hand():
    # The agreement is 1, a half and two thirds at depths 1, 2 and 3; the last goes on beyond.
    table = evaluation.rank_biased_overlap(scores(*"abc"), list("acd"), persistence=0.5)
    assert table["overlap"].iloc[0] == pytest.approx(0.5 * (1 + 0.25 + 1 / 6) + 1 / 12)


@given(st.permutations(list("abcdefgh")))
def test_relations_of_rankings(order):
    same = evaluation.rank_biased_overlap(scores(*order), order)["overlap"].iloc[0]
    other = evaluation.rank_biased_overlap(scores(*order), list("abcdefgh"))["overlap"].iloc[0]
    back = evaluation.rank_biased_overlap(scores(*"abcdefgh"), list(order))["overlap"].iloc[0]
    assert same == pytest.approx(1)
    assert other == pytest.approx(back)
    assert 0 <= other <= 1 + 1e-12
    assert evaluation.overlap(scores(*order), list("abcdefgh"), k=8)["overlap"].iloc[0] == 1


def test_spearman_by_hand_with_ties():
    # Pearson's correlation of the ranks 1, 2.5, 2.5, 4 with 1, 2, 3, 4.
    tied = scores(*"abcd").assign(score=[4.0, 2.0, 2.0, 1.0])
    truth = pd.DataFrame({"author_id": list("abcd"), "rank": [1, 2, 3, 4]})
    found = evaluation.rank_correlation(tied, truth)["correlation"].iloc[0]
    assert found == pytest.approx(4.5 / np.sqrt(4.5 * 5))
    nothing = scores(*"abcd").assign(score=1.0)
    assert np.isnan(evaluation.rank_correlation(nothing, truth)["correlation"].iloc[0])


def alarms(*onsets):
    times = pd.DatetimeIndex(pd.to_datetime(list(onsets), utc=True))
    return pd.DataFrame(
        {
            "onset": times,
            "peak": times,
            "end": times + pd.Timedelta("2h"),
            "kind": pd.Series(["crisis"] * len(times), dtype="str"),
            "severity": np.ones(len(times)),
        }
    )


EPISODES = pd.DataFrame(
    {
        "episode_id": ["e1", "e2", "e3"],
        "kind": ["crisis", "campaign", "crisis"],
        "onset": pd.to_datetime(["2025-03-10 10:00Z", "2025-03-20 10:00Z", "2025-03-30 10:00Z"]),
        "acute_end": pd.to_datetime(["2025-03-12 10:00Z", "2025-03-20 12:00Z", None]),
    }
)


def test_onset_error_by_hand():
    events = alarms("2025-03-10 09:59", "2025-03-10 12:30", "2025-03-10 20:00", "2025-03-31 10:00",
                    "2025-04-02 10:00")  # fmt: skip
    table = evaluation.onset_error(events, EPISODES)
    assert table["detected"].tolist() == [True, False, True]
    assert table["delay_minutes"].fillna(-1).tolist() == [150, -1, 1440]
    assert table["n_alarms"].tolist() == [2, 0, 1]
    assert table["episode_id"].tolist() == ["e1", "e2", "e3"]
    assert pd.isna(table["alarm_at"].iloc[1])


def test_false_alarms_by_hand():
    events = alarms("2025-03-10 09:59", "2025-03-11 23:00", "2025-03-20 20:00", "2025-03-21 11:00",
                    "2025-03-31 09:00")  # fmt: skip
    found = evaluation.false_alarms(events, EPISODES)
    # The first came before its episode; the fourth a day and an hour after a short one.
    assert found["onset"].dt.day.tolist() == [10, 21]
    chronic = EPISODES.assign(chronic_end=pd.Timestamp("2025-03-25", tz="UTC"))
    assert evaluation.false_alarms(events, chronic)["onset"].dt.day.tolist() == [10]


@pytest.mark.parametrize("function", [evaluation.onset_error, evaluation.false_alarms])
def test_no_alarms_and_no_episodes(function):
    empty = alarms().astype({"onset": "datetime64[us, UTC]"})
    assert len(function(empty, EPISODES)) == (3 if function is evaluation.onset_error else 0)
    assert len(function(alarms("2025-03-10"), EPISODES.head(0))) == (
        0 if function is evaluation.onset_error else 1
    )


def test_the_order_of_alarms_does_not_matter():
    events = alarms("2025-03-30 11:00", "2025-03-10 12:30")
    pd.testing.assert_frame_equal(
        evaluation.onset_error(events, EPISODES), evaluation.onset_error(events[::-1], EPISODES)
    )


confusion = evaluation.confusion
REFUSED = [
    (lambda: evaluation.macro_f1([], []), "one length"),
    (lambda: evaluation.confusion(["a"], ["a", "b"]), "one length"),
    (lambda: evaluation.confusion(["a", None], ["a", "b"]), "empty cells"),
    (lambda: evaluation.interval(share_right, ["a"], ["a"], seed=1, level=95), "'level'"),
    (lambda: evaluation.interval(share_right, ["a"], ["a"], seed=1, replicates=0), "replicates"),
    (lambda: evaluation.macro_recall(["a"], "a"), "list or a column"),
    (lambda: evaluation.confusion([["a"]], [["a"]]), "must be a text"),
    (lambda: evaluation.compare("f1", ["a"], ["a"], ["a"], seed=1), "must be a function"),
    (lambda: evaluation.compare(share_right, ["a"], ["a", "b"], ["a"], seed=1), "first, second"),
    (lambda: evaluation.compare(share_right, ["a"], ["a"], ["a"], seed=1, level=95), "between 0"),
    (lambda: evaluation.compare(confusion, ["a"], ["a"], ["a"], seed=1), "one number"),
    (lambda: evaluation.corrected_share(35, recall=0.7, specificity=0.7), "'observed'"),
    (lambda: evaluation.corrected_share(0.3, recall=0.5, specificity=0.5), "chance"),
    (lambda: evaluation.overlap(scores("a"), ["a"], k=0), "'k'"),
    (lambda: evaluation.overlap(scores("a"), ["a"], k=5), "at least 5"),
    (lambda: evaluation.overlap(scores("a"), "a", k=1), "list of authors"),
    (lambda: evaluation.overlap(scores("a"), ["a", "a"], k=1), "each once"),
    (lambda: evaluation.overlap(scores("a").head(0), ["a"], k=1), "empty"),
    (lambda: evaluation.rank_correlation(scores("a"), pd.DataFrame({"x": [1]})), "'author_id'"),
    (lambda: evaluation.rank_biased_overlap(scores("a"), ["a"], persistence=1), "persistence"),
    (lambda: evaluation.onset_error(alarms(), pd.DataFrame({"x": [1]})), "'onset'"),
    (lambda: evaluation.onset_error(alarms(), EPISODES, within="-1h"), "'within'"),
    (lambda: evaluation.onset_error(EPISODES, EPISODES), "'peak'"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_is_refused(call, message):
    with pytest.raises(CmkitError, match=message):
        call()
