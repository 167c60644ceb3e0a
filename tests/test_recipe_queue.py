"""queue: error rates are found again, kappa is about 0.65, simple rules strike the wrong ones."""

import re

import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes.frames import words
from cmkit.datasets.recipes.queue import queue
from cmkit.schema import conduct

SEEDS = (1, 7, 2025)
ANNOTATORS = ["annotator_a", "annotator_b"]


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return queue(request.param)


def kappa(one, other):
    agreed = (one == other).mean()
    by_chance = (one.value_counts(normalize=True) * other.value_counts(normalize=True)).sum()
    return (agreed - by_chance) / (1 - by_chance)


def errors(made):
    """Return one row per annotator and message: whether it went wrong, the planted chance."""
    truth = made.truth["messages"].assign(**made.table[ANNOTATORS])
    long = truth.melt(
        [*made.truth["messages"]], ANNOTATORS, var_name="annotator", value_name="decision"
    )
    keys = ["annotator", "kind", "case", "variety"]
    long = long.fillna({"case": ""}).merge(
        made.truth["annotators"].fillna({"case": ""}), on=keys, validate="many_to_one"
    )
    return long.assign(is_wrong=long["decision"] != long["right_decision"])


def test_the_tables_are_as_declared(made):
    schema.check(made.table, conduct.QUEUE)
    schema.check(made.truth["messages"], conduct.QUEUE_TRUTH)
    schema.check(made.truth["annotators"], conduct.QUEUE_ANNOTATORS)
    assert list(made.table.columns) == list(conduct.QUEUE.columns)
    assert made.table["message_id"].is_unique
    assert 1_100 < len(made.table) < 1_300
    assert made.table["posted_at"].is_monotonic_increasing
    assert (made.table["reported_at"] > made.table["posted_at"]).all()
    assert made.table["reports"].min() == 1


def test_the_seed_decides():
    first, again, other = queue(3), queue(3), queue(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    for name, truth in first.truth.items():
        pd.testing.assert_frame_equal(again.truth[name], truth)
    assert not other.table["text"].head(100).equals(first.table["text"].head(100))


def test_there_are_frames_enough_and_texts_do_not_repeat(made):
    rules = words("queue")
    parts = [
        *(["insult"], ["sexual"], ["spam"], ["hate"], ["private_another", "private_own"]),
        *(["off_topic"], ["criticism_plain", "criticism_harsh"], ["satire"], ["fine"]),
    ]
    for part in parts:
        for lang in ("fr", "en"):
            frames = {frame for name in part for frame in rules[name][lang]}
            assert len(frames) >= 25, (part, lang)
    assert made.table["text"].nunique() >= 0.95 * len(made.table)
    assert not made.table["text"].str.contains("[{}]").any()


def test_private_data_are_placeholders(made):
    outside = made.table["text"].str.replace(r"\[[^\]]*\]|https://\S+", "", regex=True)
    assert not outside.str.contains(r"\w@\w|\d{6}|(?:\d[ .-]?){8}", regex=True).any()
    hosts = made.table["text"].str.extractall(r"https://([\w.-]+)/")[0]
    assert hosts.str.contains(r"(?:^|\.)example\.(?:com|net|org)$", regex=True).all()
    counted = made.table["text"].map(lambda text: len(re.findall("https://", text)))
    assert counted.equals(made.table["links"])
    kind = made.truth["messages"]["kind"]
    for name in ("hate", "sexual reference", "private data"):
        assert made.table.loc[kind == name, "text"].str.contains("[", regex=False).all()


def test_kappa_is_about_two_thirds(made):
    found = kappa(made.table["annotator_a"], made.table["annotator_b"])
    assert found == pytest.approx(0.65, abs=0.05)
    agreed = made.table["annotator_a"] == made.table["annotator_b"]
    assert agreed.mean() > found + 0.08  # agreement alone flatters


def test_the_planted_error_rates_are_found_again(made):
    found = errors(made)
    cells = found.groupby(["annotator", "kind", "case", "variety"])
    planted = cells["error_rate"].sum()
    assert ((cells["is_wrong"].sum() - planted).abs() < 1).all()
    by_kind = found.groupby(["annotator", "kind"])[["is_wrong", "error_rate"]].mean()
    assert by_kind["is_wrong"].corr(by_kind["error_rate"]) > 0.9
    rates = found.groupby("annotator")["is_wrong"].mean()
    assert rates["annotator_b"] < rates["annotator_a"] < 0.25


def test_one_annotator_strikes_varieties_more_often(made):
    found = errors(made)
    found = found[found["right_decision"] == "keep"]
    is_variety = found["variety"] != "standard"
    rate = found.groupby(["annotator", is_variety])["is_wrong"].mean()
    assert rate["annotator_a", True] > 1.6 * rate["annotator_a", False]
    gap = rate[:, True] - rate[:, False]
    assert gap["annotator_a"] > gap["annotator_b"]


def test_both_agree_on_wrong_decisions_too(made):
    table, right = made.table, made.truth["messages"]["right_decision"]
    agreed = table["annotator_a"] == table["annotator_b"]
    assert (agreed & (table["annotator_a"] != right)).sum() >= 4
    one, other = (table[name] != right for name in ANNOTATORS)
    assert (one & other).mean() > 1.2 * one.mean() * other.mean()


def test_criticism_is_always_kept_and_sometimes_removed_wrongly(made):
    truth = made.truth["messages"]
    is_criticism = truth["kind"] == "legitimate criticism"
    assert (truth.loc[is_criticism, "right_decision"] == "keep").all()
    assert truth.loc[is_criticism, "article"].isna().all()
    removed = (made.table.loc[is_criticism, ANNOTATORS] == "remove").any(axis=1)
    assert removed.sum() >= 8
    assert truth.loc[removed[removed].index, "case"].eq("harsh").mean() > 0.5
    assert made.table.loc[is_criticism, "reports"].max() > 10


def test_simple_rules_go_wrong(made):
    text, kind = made.table["text"], made.truth["messages"]["kind"]
    names_insult = text.str.contains(r"\[insulte?\]", regex=True)
    assert (names_insult & (kind == "legitimate criticism")).sum() >= 3
    assert (names_insult & (kind == "satire")).sum() >= 1
    assert (~names_insult & (kind == "insult")).sum() >= 5
    is_spam, has_link = kind == "commercial spam", made.table["links"] > 0
    assert 0.6 < is_spam[has_link].mean() < 0.9
    assert 0.75 < has_link[is_spam].mean() < 0.98
    both = has_link & (made.table["account_age_days"] < 45)
    assert is_spam[both].mean() > 0.9
    assert both[is_spam].mean() > 0.6
    assert (made.truth["messages"]["right_decision"] == "keep").groupby(
        made.table["reports"] > 5
    ).mean()[True] > 0.1


def test_a_kind_has_one_decision_but_for_private_data(made):
    truth = made.truth["messages"]
    decisions = truth.groupby(truth["kind"])["right_decision"].nunique()
    assert decisions[decisions > 1].index.tolist() == ["private data"]
    assert truth["article"].isna().equals(truth["right_decision"] == "keep")


def test_the_clock_changes_on_the_way(made):
    local = made.table["posted_at"].dt.tz_convert("Europe/Paris")
    assert local.min().utcoffset() != local.max().utcoffset()
    evening = local.dt.hour.between(19, 21).mean()
    assert evening > 0.2


def test_the_truth_is_not_in_the_table(made):
    for name in set(made.truth["messages"]) - {"message_id"}:
        assert name not in made.table
        for column in made.table:
            assert not made.truth["messages"][name].equals(made.table[column])
