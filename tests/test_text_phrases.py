"""What is talked about: pairs of words, keywords, contexts, against figures worked out by hand."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkit import text
from cmkit.errors import CmkitError

POSTS = [
    "La livraison est en retard",
    "livraison en retard, encore",
    "Livraison en retard !!!",
    "le canapé est beau",
    "beau canapé, livraison rapide",
    None,
]


def test_phrases_leave_function_words_out():
    table = text.phrases(POSTS, lang="fr", min_posts=2)
    assert table["phrase"].tolist()[0] == "livraison retard"
    assert table["n_posts"].iloc[0] == 3
    assert table["score"].is_monotonic_decreasing


def test_likelihood_ratio_by_hand():
    """Dunning's 2 x the sum of O ln(O/E) over the four cells: "aa" and "bb" 4 times each of 8."""
    texts = [f"aa bb {i}" for i in range(4)]
    table = text.phrases(texts, lang="en", min_posts=4)
    assert table["phrase"].tolist() == ["aa bb"]
    by_hand = 2 * (4 * math.log(4 / 2) + 4 * math.log(4 / 2))
    assert table["score"].iloc[0] == pytest.approx(by_hand, rel=1e-3)


def test_a_repeated_text_counts_once_unless_asked():
    texts = ["late delivery"] * 5 + ["late delivery, sorry"]
    once = text.phrases(texts, lang="en", min_posts=1).set_index("phrase")["n_posts"]
    often = text.phrases(texts, lang="en", min_posts=1, repeated=True).set_index("phrase")
    assert once["late delivery"] == 2
    assert often.loc["late delivery", "n_posts"] == 6


def test_keywords_group_forms_and_compare():
    now = ["delivered late", "delivering late again", "late"]
    before = ["nice chair", "a chair that is nice", "delivered"]
    table = text.keywords(now, lang="en", against=before, min_posts=1).set_index("keyword")
    assert table.index[0] == "late"
    assert table.loc["delivered", "forms"] == ["delivered", "delivering"]
    # late: 3 of the 5 counted words here, 0 of 5 there; half of the 3 were to be expected
    assert table.loc["late", "score"] == pytest.approx(2 * 3 * math.log(3 / 1.5))
    swapped = text.keywords(now, lang="en", against=[*now, *now], min_posts=1)
    assert swapped["score"].abs().max() == pytest.approx(0, abs=1e-9)


def test_concordance_folds_case_and_accents():
    texts = pd.Series(["Très DÉÇU par vous", "décu, deçu", "indécus"], index=["a", "b", "c"])
    table = text.concordance(texts, "décu", width=5)
    assert table["post"].tolist() == ["a", "b", "b"]
    assert table["match"].tolist() == ["DÉÇU", "décu", "deçu"]
    assert table.iloc[0][["left", "right"]].tolist() == ["Très ", " par "]
    assert len(text.concordance(texts, "dec*")) == 3
    assert len(text.concordance(texts, "(")) == 0


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=40)), max_size=6),
    st.text(min_size=1, max_size=4),
)
def test_any_text_can_be_looked_through(texts, word):
    for lang in ("en", "fr"):
        assert list(text.phrases(texts, lang=lang, min_posts=1)) == ["phrase", "n_posts", "score"]
        assert len(text.keywords(texts, lang=lang, min_posts=1, top=3)) <= 3
    if word.strip("*").strip():
        found = text.concordance(texts, word)
        assert set(found["post"]) <= set(range(len(texts)))


@pytest.mark.parametrize(
    "call",
    [
        lambda: text.phrases(["a"], lang="de"),
        lambda: text.phrases(["a"], lang="en", top=0),
        lambda: text.phrases(["a"], lang="en", window=1),
        lambda: text.phrases(["a"], lang="en", measure="magic"),
        lambda: text.phrases("a b", lang="en"),
        lambda: text.keywords(["a"], lang="xx"),
        lambda: text.concordance(["a"], " "),
        lambda: text.concordance(["a"], "a", width=0),
    ],
)
def test_what_cannot_be_done_is_said(call):
    with pytest.raises(CmkitError):
        call()
