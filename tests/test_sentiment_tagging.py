"""Tables in, tags out: order, languages, missing texts, explanations, and a suite by capability."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkit import schema, sentiment
from cmkit.errors import CmkitError
from cmkit.posts import validate
from cmkit.sentiment import tagging
from cmkit.sentiment.labels import LABELS, Limits, confidences, labels, limits

CASES = pd.read_csv(Path(__file__).parent / "data" / "sentiment_cases.csv", encoding="utf-8")
#: The least share of right labels by language and capability; 1 unless said here, with the reason.
FLOORS = {
    ("en", "booster"): 0.75,  # a mildly good thing falls below the limit of positive, 0.3
}


def posts_of(texts, langs=None):
    n = len(texts)
    table = pd.DataFrame(
        {
            "post_id": [f"p{i:03}" for i in range(n)],
            "author_id": ["ana"] * n,
            "created_at": pd.date_range("2025-03-01", periods=n, freq="min", tz="UTC"),
            "text": pd.Series(texts, dtype="str"),
        }
    )
    if langs is not None:
        table["lang"] = pd.Series(langs, dtype="str")
    return validate(table)


@pytest.mark.parametrize(
    ("lang", "capability"), sorted(set(zip(CASES["lang"], CASES["capability"], strict=True)))
)
def test_capability(lang, capability):
    cases = CASES[(CASES["lang"] == lang) & (CASES["capability"] == capability)]
    tags = sentiment.tag(posts_of(cases["text"].tolist()), lang=lang, engine="rules")
    wrong = cases[tags["label"].to_numpy() != cases["expected"].to_numpy()]
    share = 1 - len(wrong) / len(cases)
    assert share >= FLOORS.get((lang, capability), 1), wrong["text"].tolist()


def test_the_suite_is_large_enough():
    counts = CASES["lang"].value_counts()
    assert counts["en"] >= 60
    assert counts["fr"] >= 100
    assert not CASES.duplicated(["lang", "text"]).any()


def test_tags_keep_order_index_and_argument():
    posts = posts_of(["I love it", None, "je déteste ça", "", "  ", "I love it", "das ist gut"])
    posts.index = pd.Index(range(10, 17))
    before = posts.copy(deep=True)
    tags = sentiment.tag(posts)
    pd.testing.assert_frame_equal(posts, before)
    assert list(tags.columns) == list(schema.TAGS.columns)
    assert tags.index.equals(posts.index)
    assert tags["post_id"].tolist() == posts["post_id"].tolist()
    assert tags["label"].tolist() == [
        "positive", "unknown", "negative", "unknown", "unknown", "positive", "unknown",
    ]  # fmt: skip
    unknown = tags["label"] == "unknown"
    assert tags.loc[unknown, "score"].isna().all()
    assert (tags.loc[unknown, "confidence"] == 0).all()
    assert tags.loc[~unknown, "confidence"].between(0.01, 1).all()


def test_no_posts_give_no_tags():
    tags = sentiment.tag(posts_of(["a"]).head(0))
    assert len(tags) == 0
    schema.check(tags, schema.TAGS)
    assert sentiment.score([]).tolist() == []


def test_a_given_language_is_believed_and_another_is_unknown():
    posts = posts_of(
        ["pain", "pain", "pain is bad and it hurts", "c'est nul et c'est cher", "Great!"],
        ["en", "fr-CA", "de", "und", None],
    )
    tags = sentiment.tag(posts)
    assert tags["label"].tolist() == ["negative", "neutral", "unknown", "negative", "positive"]
    assert tags["lang"].tolist()[:2] == ["en", "fr"]
    assert tags["lang"].isna().tolist() == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("text", "lang", "label"),
    [
        ("Great service!", "en", "positive"),
        ("Nul !", "fr", "negative"),
        ("Merci", "fr", "positive"),
        ("😍😍", None, "positive"),
        ("😡", None, "negative"),
        (":(", None, "negative"),
        ("12345", None, "unknown"),
        ("asdf qwer", None, "unknown"),
        ("das ist gut, aber die Lieferung war eine Katastrophe", None, "unknown"),
    ],
)
def test_short_texts_are_read_by_their_words_of_feeling(text, lang, label):
    tag = sentiment.tag(posts_of([text])).iloc[0]
    assert tag["label"] == label
    assert tag["lang"] == lang if lang else pd.isna(tag["lang"])


def test_vader_reads_english_alone():
    tags = sentiment.tag(posts_of(["I love the sofa", "j'adore le canapé"]), engine="vader")
    assert tags["label"].tolist() == ["positive", "unknown"]
    assert limits()["vader", "en"][:2] == (-0.05, 0.05)
    with pytest.raises(CmkitError, match="does not read"):
        sentiment.score(["a"], engine="vader", lang="fr")


def tag_texts(texts, **more):
    return sentiment.tag(posts_of(texts), **more)


@pytest.mark.parametrize("call", [sentiment.score, tag_texts])
def test_choices_are_checked(call):
    with pytest.raises(CmkitError, match="unknown sentiment engine"):
        call(["a"], engine="magic")
    with pytest.raises(CmkitError, match="cannot read this language"):
        call(["a"], lang="de")


def test_tables_and_texts_are_checked():
    with pytest.raises(CmkitError, match="must be a pandas DataFrame"):
        sentiment.tag(["a"])
    with pytest.raises(CmkitError, match="need a"):
        sentiment.tag(pd.DataFrame({"text": ["a"]}))
    with pytest.raises(CmkitError, match="texts is wanted"):
        sentiment.score([3])


@pytest.mark.parametrize("kind", [list, tuple, pd.Series, pa.array])
def test_score_takes_any_column(kind):
    texts = ["I love it", None, "I love it"]
    found = sentiment.score(kind(texts), lang="en")
    assert found.isna().tolist() == [False, True, False]
    assert found.iloc[0] == found.iloc[2] > 0


def test_score_keeps_the_index():
    texts = pd.Series(["good", "bad"], index=["x", "y"])
    assert sentiment.score(texts, lang="en").index.tolist() == ["x", "y"]


@pytest.mark.parametrize("engine", ["rules", "calibrated", "model"])
def test_chunks_and_duplicates_change_nothing(monkeypatch, engine):
    texts = [f"good number {i % 7}" if i % 3 else "c'est nul et c'est cher" for i in range(40)]
    whole = sentiment.score(texts, engine=engine)
    monkeypatch.setattr(tagging, "_MOST_TEXTS", 3)
    monkeypatch.setattr(tagging, "_MOST_CHARACTERS", 30)
    assert sentiment.score(texts, engine=engine).equals(whole)
    alone = [sentiment.score(text, engine=engine) for text in texts]
    assert whole.tolist() == alone


def test_each_distinct_text_is_read_once(monkeypatch):
    read = []
    judged = tagging.judged
    monkeypatch.setattr(
        tagging, "judged", lambda texts, **more: read.extend(texts) or judged(texts, **more)
    )
    sentiment.score(["good", "bad"] * 50, lang="en")
    assert sorted(read) == ["bad", "good"]


def test_a_progress_bar_is_shown_when_asked(capsys):
    posts = posts_of(["good", "bad"])
    sentiment.tag(posts, lang="en")
    assert capsys.readouterr().err == ""
    sentiment.tag(posts, lang="en", progress=True)
    assert "sentiment" in capsys.readouterr().err


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(st.text(max_size=60), st.sampled_from(CASES["text"].tolist())),
    lang=st.sampled_from(["en", "fr"]),
)
def test_the_last_running_score_is_the_score(text, lang):
    table = sentiment.explain(text, lang=lang)
    expected = sentiment.score([text], lang=lang, engine="rules").fillna(0).iloc[0]
    last = table["running_score"].iloc[-1] if len(table) else 0.0
    assert last == expected


def test_explain_says_what_happened():
    table = sentiment.explain("Je n'aime VRAIMENT pas, mais merci :) !!", lang="fr")
    rule = table.set_index("token")["rule"]
    assert "negated by 'pas'" in rule["aime"]
    assert "before 'mais'" in rule["aime"]
    assert "after 'mais'" in rule["merci"]
    assert rule[":)"].startswith("emoji")
    assert rule.iloc[-1] == "emphasis"
    english = sentiment.explain("The food isn't very GOOD but ok", lang="en")
    rule = english.set_index("token")["rule"]
    assert {"capitals", "more by 'very'", "after 'isn't'"} <= set(rule["GOOD"].split("; "))
    assert english["valence"].isna().sum() == (english["rule"] == "").sum()


def test_explain_of_nothing_is_an_empty_table():
    table = sentiment.explain("", lang="fr")
    assert len(table) == 0
    assert list(table.columns)[-1] == "running_score"


@pytest.mark.parametrize(
    ("text", "lang"), [(["a"], "en"), (None, "en"), ("a", "de"), ("a", "auto")]
)
def test_explain_refuses(text, lang):
    with pytest.raises(CmkitError):
        sentiment.explain(text, lang=lang)


def test_limits_are_sound():
    for limit in limits().values():
        assert -1 <= limit.negative < 0 < limit.positive <= 1
        assert set(limit.curves) == set(LABELS)


def test_confidence_grows_with_the_score_of_a_label_and_falls_for_neutral():
    for limit in limits().values():
        scores = np.linspace(limit.positive, 1, 20)
        assert (np.diff(confidences(scores, labels(scores, limit), limit)) > 0).all()
        scores = np.linspace(0, limit.positive, 20)[:-1]
        assert (np.diff(confidences(scores, labels(scores, limit), limit)) < 0).all()


def test_a_score_on_a_limit_takes_the_label():
    limit = Limits(-0.1, 0.3, {})
    scores = np.array([-0.1, -0.0999, 0.2999, 0.3])
    assert labels(scores, limit).tolist() == ["negative", "neutral", "neutral", "positive"]
