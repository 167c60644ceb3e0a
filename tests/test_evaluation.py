"""Every figure of evaluation against a small example worked out by hand, and relations."""

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
    assert 0 <= score <= 1
    assert (score == 1) == (ours == true)
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


REFUSED = [
    (lambda: evaluation.macro_f1([], []), "one length"),
    (lambda: evaluation.confusion(["a"], ["a", "b"]), "one length"),
    (lambda: evaluation.confusion(["a", None], ["a", "b"]), "empty cells"),
    (lambda: evaluation.interval(share_right, ["a"], ["a"], seed=1, level=95), "'level'"),
    (lambda: evaluation.interval(share_right, ["a"], ["a"], seed=1, replicates=0), "replicates"),
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
