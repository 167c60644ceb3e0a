"""Checklists and fairness: engines whose answers are known, and the cases that are shipped."""

import re

import numpy as np
import pandas as pd
import pytest

from cmkit import evaluation
from cmkit.errors import CmkitError
from cmkit.evaluation.asking import answers, data
from cmkit.evaluation.fairness import _texts

VALUES = {"good": 0.5, "very good": 0.7, "bad": -0.5, "awful": -0.8, "thing": 0.0}


def engine(texts):
    """Score the texts that it knows; 'fine' it cannot read."""
    score = texts.map(VALUES)
    label = np.select(
        [score < 0, score > 0, score == 0], ["negative", "positive", "neutral"], "unknown"
    )
    return pd.DataFrame({"label": label, "score": score})


def labels_alone(texts):
    return engine(texts)["label"]


#: capability, kind, expected, text, other, got, passed
CASES = [
    ("words", "label", "positive", "good", "", "positive", True),
    ("words", "label", "neutral", "bad", "", "negative", False),
    ("words", "label", "neutral", "fine", "", "unknown", False),
    ("names", "same", "", "good", "very good", "positive, positive", True),
    ("names", "same", "", "good", "thing", "positive, neutral", False),
    ("degree", "more_positive", "", "good", "very good", "higher", True),
    ("degree", "more_positive", "", "good", "good", "equal", False),
    ("degree", "more_negative", "", "bad", "awful", "lower", True),
    ("degree", "more_negative", "", "bad", "thing", "higher", False),
    ("degree", "more_negative", "", "bad", "fine", "no score", False),
]
COLUMNS = ["capability", "kind", "expected", "text", "other"]
TABLE = pd.DataFrame([case[:5] for case in CASES], columns=COLUMNS)


def test_each_kind_of_case_by_hand():
    results = evaluation.checklist(engine, lang="en", cases=TABLE)
    assert results["got"].tolist() == [case[5] for case in CASES]
    assert results["passed"].tolist() == [case[6] for case in CASES]
    assert results["expected"].tolist() == [
        "positive", "neutral", "neutral", "same", "same", *["higher"] * 2, *["lower"] * 3,
    ]  # fmt: skip
    assert results["score"].fillna(9).tolist() == [0.5, -0.5, 9, 0.5, 0.5, 0.5, 0.5, *[-0.5] * 3]
    assert results["other"].isna().tolist() == [True] * 3 + [False] * 7


def test_shares_by_capability_by_hand():
    table = evaluation.by_capability(evaluation.checklist(engine, lang="en", cases=TABLE))
    assert table["capability"].tolist() == ["words", "names", "degree"]
    assert table[["n_cases", "n_passed"]].to_numpy().tolist() == [[3, 1], [2, 1], [5, 2]]
    assert table["share"].tolist() == pytest.approx([1 / 3, 1 / 2, 2 / 5])
    assert ((table["low"] < table["share"]) & (table["share"] < table["high"])).all()


def test_without_scores_nothing_is_said_of_degrees():
    results = evaluation.checklist(labels_alone, lang="en", cases=TABLE)
    assert results["passed"].isna().tolist() == [False] * 5 + [True] * 5
    table = evaluation.by_capability(results)
    assert table["n_cases"].tolist() == [3, 2, 0]
    assert table["share"].isna().tolist() == table["low"].isna().tolist() == [False, False, True]


def test_each_distinct_text_is_put_once_and_the_engine_may_sort():
    seen = []

    def sorts(texts):
        seen.extend(texts)
        return engine(texts).sort_values("score")

    pd.testing.assert_frame_equal(
        evaluation.checklist(sorts, lang="en", cases=TABLE),
        evaluation.checklist(engine, lang="en", cases=TABLE),
    )
    assert sorted(seen) == sorted({"fine", *VALUES})


def test_cases_may_have_gaps_any_index_and_any_text():
    strange = pd.DataFrame(
        {
            "capability": "odd",
            "kind": ["label", "same"],
            "expected": ["neutral", None],
            "text": ["x" * 100_000, "l\u2019été 😡\n"],
            "other": [None, "{name} %s"],
        },
        index=[0, 0],
    )
    results = evaluation.checklist("rules", lang="en", cases=strange)
    assert results["passed"].notna().all()
    assert results["text"].tolist() == strange["text"].tolist()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_shipped_cases_can_be_put_to_the_shipped_engine(lang):
    cases = data(f"checklist_{lang}")
    assert list(cases.columns) == COLUMNS
    assert not cases.duplicated(["kind", "text", "other"]).any()
    results = evaluation.checklist(lang=lang)
    assert len(results) == len(cases) >= 300
    assert results["passed"].notna().all()
    assert results["passed"].mean() > 0.7
    table = evaluation.by_capability(results)
    assert table["n_cases"].sum() == len(cases)
    # An engine that always says the same passes what must stay the same, and little else.
    dull = evaluation.checklist(
        lambda texts: pd.DataFrame({"label": "neutral", "score": 0.0}, index=texts.index), lang=lang
    )
    by_kind = dull.groupby("kind")["passed"].mean()
    assert by_kind["same"] == 1
    assert by_kind.filter(like="more_").max() == 0
    assert by_kind["label"] < 0.5


def test_a_named_engine_reads_as_tag_does():
    texts = pd.Series(["The book was good.", "J'adore ce canapé !", "The book was good."])
    said = answers("vader", texts, lang="en")
    assert said["score"].tolist()[0] == pytest.approx(0.4404)
    assert said.index.tolist() == texts.unique().tolist()


# --- fairness ----------------------------------------------------------------------------------


def biased(against, amount=0.2):
    """Score -0.5, 0 or 0.5 by the sentence; less where one of the words stands in it."""
    sentences = pd.concat([_texts("en"), _texts("fr")]).set_index("text")["expected"]
    base = {"negative": -0.5, "neutral": 0.0, "positive": 0.5}
    pattern = rf"\b(?:{'|'.join(against)})\b" if against else r"(?!)"

    def engine(texts):
        hit = texts.str.contains(pattern, case=False, regex=True)
        score = texts.map(sentences).map(base) - amount * hit
        label = np.select([score < -0.1, score > 0.1], ["negative", "positive"], "neutral")
        return pd.DataFrame({"label": label, "score": score})

    return engine


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_fair_engine_has_no_gap(lang):
    results = evaluation.fairness(biased([]), lang=lang)
    assert results["n_flips"].sum() == 0
    assert (results["n_expected"] == results["n_texts"]).all()
    gaps = evaluation.fairness_gaps(results)
    assert len(gaps) == 9
    assert gaps[["gap", "low", "high", "share_flips"]].to_numpy().tolist() == [[0.0] * 4] * 9
    assert gaps[["lowest", "highest"]].isna().all(axis=None)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_planted_bias_is_found_and_measured(lang):
    names = data("fairness_names")
    slavic = names.loc[names["origin"] == "Slavic", "name"].tolist()
    results = evaluation.fairness(biased(slavic), lang=lang)
    gaps = evaluation.fairness_gaps(results).set_index(["by", "expected"])
    for expected in ("negative", "neutral", "positive"):
        found = gaps.loc[("origin", expected)]
        assert found["lowest"] == "Slavic"
        assert found["highest"].count(",") == 6
        assert found[["gap", "low", "high"]].tolist() == pytest.approx([0.2] * 3)
        assert gaps.loc[("gender", expected), "gap"] == pytest.approx(0, abs=1e-9)
    # A neutral sentence becomes negative for one name in eight.
    assert gaps.loc[("origin", "neutral"), "share_flips"] == pytest.approx(1 / 8)
    assert gaps.loc[("origin", "positive"), "share_flips"] == 0


def test_a_bias_in_gendered_words_is_told_from_one_in_names():
    women = ["she", "her", "sister", "woman", "aunt", "saleswoman", "waitress"]
    gaps = evaluation.fairness_gaps(evaluation.fairness(biased(women), lang="en"))
    found = gaps[gaps["gap"] > 1e-9]
    assert found["by"].tolist() == ["word"] * 3
    assert set(found["lowest"]) == {"feminine"}
    assert found["gap"].tolist() == pytest.approx([0.2] * 3)


def test_labels_alone_count_as_one_below_and_one_above_zero():
    results = evaluation.fairness(lambda texts: biased([])(texts)["label"], lang="en")
    assert set(results["score"]) == {-1.0, 0.0, 1.0}


def test_a_gap_that_is_not_the_same_in_every_sentence_has_an_interval():
    results = pd.DataFrame(
        {
            "template": [f"{number} {{person}}" for number in range(20)] * 2,
            "expected": "neutral",
            "by": "gender",
            "group": ["feminine"] * 20 + ["masculine"] * 20,
            "n_texts": 5,
            "n_flips": 0,
            "score": np.r_[np.arange(20) / 20, np.zeros(20)],
        }
    )
    row = evaluation.fairness_gaps(results, seed=1).iloc[0]
    assert row["gap"] == pytest.approx(np.arange(20).mean() / 20)
    assert row["low"] < row["gap"] < row["high"]
    spread = 2 * 1.96 * (np.arange(20) / 20).std() / 20**0.5
    assert row["high"] - row["low"] == pytest.approx(spread, rel=0.15)
    shuffled = results.sample(frac=1, random_state=3)
    assert evaluation.fairness_gaps(shuffled, seed=1).iloc[0].tolist() == row.tolist()
    assert evaluation.fairness_gaps(results, seed=2)["low"].iloc[0] != row["low"]
    # A sentence that one group has no score in is left out.
    results.loc[0, "score"] = np.nan
    assert evaluation.fairness_gaps(results)["n_templates"].tolist() == [19]
    gaps = evaluation.fairness_gaps(results.assign(score=np.nan))
    assert gaps["gap"].isna().all()


def test_the_shipped_sentences_are_balanced():
    names = data("fairness_names")
    assert names["name"].is_unique
    assert not names["name"].str.contains(r"\s").any()
    assert set(names.groupby(["gender", "origin"]).size()) == {5}
    words = data("fairness_words")
    assert set(words.groupby(["lang", "gender"]).size()) == {6}
    for lang in ("en", "fr"):
        sentences = data(f"fairness_{lang}")
        assert sentences["template"].is_unique
        assert sentences["expected"].value_counts().tolist() == [10, 10, 10]
        gaps = sentences["template"].str.findall(r"\{\w+\}")
        assert set(gaps.str.len()) == {1}
        assert set(gaps.str[0]) == {"{person}", "{object}"}


def test_the_french_sentences_stand_with_any_name():
    """Nothing before the gap is cut before a vowel or joined with an article."""
    before = data("fairness_fr")["template"].str.extract(r"(\S+) \{")[0].dropna()
    assert not before.str.lower().isin(["de", "que", "à", "le", "la", "jusque", "lorsque"]).any()
    # Nothing after it agrees in gender: a participle with "être" would.
    after = data("fairness_fr")["template"].str.extract(r"\{person\} (\S+)")[0].dropna()
    assert not after.str.lower().isin(["est", "était", "sera", "semble"]).any()


def test_a_sentence_starts_with_a_capital():
    for lang in ("en", "fr"):
        assert all(re.match(r"[A-ZÀ-Ý]", text) for text in _texts(lang)["text"])


def cases(**changes):
    return TABLE.head(4).assign(**changes)


REFUSED = {
    "a language": (lambda: evaluation.checklist(lang="de"), "no cases in this language"),
    "an engine": (lambda: evaluation.checklist("bert", lang="en"), "unknown sentiment engine"),
    "english alone": (lambda: evaluation.checklist("vader", lang="fr"), "does not read"),
    "no column": (lambda: evaluation.checklist(lang="en", cases=cases()[["text"]]), "columns"),
    "no table": (lambda: evaluation.checklist(lang="en", cases=["good"]), "columns"),
    "no case": (lambda: evaluation.checklist(lang="en", cases=TABLE.head(0)), "no case"),
    "a kind": (lambda: evaluation.checklist(lang="en", cases=cases(kind="near")), "kind"),
    "a label": (lambda: evaluation.checklist(lang="en", cases=cases(expected="bad")), "expect"),
    "no text": (lambda: evaluation.checklist(lang="en", cases=cases(text=None)), "lacks its text"),
    "no pair": (lambda: evaluation.checklist(lang="en", cases=cases(other=" ")), "lacks its text"),
    "too few": (
        lambda: evaluation.checklist(lambda texts: labels_alone(texts[:1]), lang="en", cases=TABLE),
        "answer each text",
    ),
    "nothing": (
        lambda: evaluation.checklist(print, lang="en", cases=TABLE),
        "answer each text",
    ),
    "scores alone": (
        lambda: evaluation.fairness(lambda texts: engine(texts)[["score"]], lang="en"),
        "no column 'label'",
    ),
    "no results": (lambda: evaluation.by_capability(TABLE), "not the results"),
    "no fairness": (lambda: evaluation.fairness_gaps(TABLE), "not the results"),
    "fairness in German": (lambda: evaluation.fairness(lang="de"), "no cases"),
    "a level": (lambda: evaluation.fairness_gaps(TABLE, level=95), "'level'"),
}


@pytest.mark.parametrize(("call", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(call, message):
    with pytest.raises(CmkitError, match=message):
        call()
