"""Whole arrays against one text at a time, and both against vaderSentiment itself."""

import string

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from cmkit import sentiment
from cmkit.errors import CmkitError
from cmkit.sentiment import cutting, english, french, vocabulary
from cmkit.sentiment.hashtags import segmented
from cmkit.sentiment.lexicon import french as french_tables
from cmkit.sentiment.lexicon import supplement
from cmkit.sentiment.phrases import Phrases
from cmkit.sentiment.scoring import polarities, read_all

ORACLE = SentimentIntensityAnalyzer()
FIGURES = ["neg", "neu", "pos", "compound"]

WORDS = sorted({*ORACLE.lexicon}) + sorted({*ORACLE.emojis}) * 2
RULES = [
    *BOOSTER_DICT,
    *NEGATE,
    *SPECIAL_CASES,
    *["no", "or", "nor", "least", "at", "very", "so", "never", "this"],
]
RULES += [
    *[
        "without",
        "doubt",
        "kind",
        "of",
        "sort",
        "but",
        "BUT",
        "just",
        "enough",
        "good",
        "bad",
        "good",
    ],
    "don’t",
    "GOOD",
]
ENGLISH = [" ".join(entry.lemma.split()) for entry in supplement().phrases.entries]
ENGLISH += [*supplement().words, *supplement().names, "Grace", "although", "now", "used to"]
FRENCH = [*sorted(french_tables().words)[::7], *sorted(french_tables().modifiers)]
FRENCH += [entry.lemma for entry in french_tables().phrases.entries] + ["n'", "ne", "Victoire"]
MARKS = [
    "!",
    "?",
    "??",
    "!!!!!",
    ".",
    ",",
    ", ",
    "...",
    ")",
    "’s",
    "n't",
    "#",
    "@",
    "😍",
    "😍😍",
    "\x00",
]
SPACES = [" ", " ", " ", "", "\n", "\t", "\u00a0", "\u2003", "  ", "\x1c"]


def texts_of(words):
    case = st.sampled_from([str, str, str, str.upper, str.title, lambda word: word + "ooo"])
    word = st.builds(lambda change, word: change(word), case, st.sampled_from(words))
    piece = st.tuples(st.one_of(word, word, st.sampled_from(MARKS)), st.sampled_from(SPACES))
    return st.lists(piece, max_size=14).map(lambda pairs: "".join(a + b for a, b in pairs))


def figures(text):
    return [ORACLE.polarity_scores(text)[name] for name in FIGURES]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(texts_of(WORDS + RULES), st.text(max_size=40)), max_size=8))
@example(["", " ", "\x00", "good but good but good bad but", "No kind of good", "🤔!😍a"])
@example(["İIẞß good", "a\u0301 bad", "\ud800 good", "1.9 -1.9 :) :("])
def test_vader_equals_the_package_in_every_figure(texts):
    expected = [figures(text) for text in texts]
    assert polarities(texts).tolist() == expected
    assert [list(english.polarity(text)) for text in texts] == expected


def test_vader_on_long_posts():
    texts = ["😀" * 4_000, "good but bad " * 4_000, "x" * 100_000, "not " * 20_000 + "good!"]
    for text, found in zip(texts[1:], polarities(texts)[1:].tolist(), strict=True):
        assert found == figures(text)
    one = figures(texts[0][:50])
    assert polarities([texts[0][:50]]).tolist() == [one]  # the package needs minutes for all


@settings(max_examples=150, deadline=None)
@given(st.lists(texts_of(ENGLISH + RULES), max_size=8))
@example(["Although it is good, it is bad", "I used to love it. Now bad", "Grace was good, Hope"])
def test_english_rules_read_one_text_as_they_read_many(texts):
    alone = [english.read(text, mended=True).score() for text in texts]
    assert read_all(texts, "en").scores.tolist() == pytest.approx(alone, abs=1e-12)


@settings(max_examples=150, deadline=None)
@given(st.lists(texts_of(FRENCH), max_size=8))
@example(["Même si c'est beau, c'est nul", "Avant c'était bien, maintenant super nul grave"])
def test_french_rules_read_one_text_as_they_read_many(texts):
    alone = [french.read(text).score() for text in texts]
    assert read_all(texts, "fr").scores.tolist() == pytest.approx(alone, abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.lists(texts_of(ENGLISH[:40] + FRENCH[:40]), min_size=1, max_size=6), st.randoms())
def test_a_text_reads_the_same_whatever_stands_beside_it(texts, chance):
    shuffled = texts[:]
    chance.shuffle(shuffled)
    for lang in ("en", "fr"):
        together = dict(zip(texts, read_all(texts, lang).features.tolist(), strict=True))
        again = dict(zip(shuffled, read_all(shuffled, lang).features.tolist(), strict=True))
        assert together == again


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6))
@example(["!" * 40 + "a" + "?" * 40, "...", "#" * 30])
@example(["\x1c\x85\u2028\u3000", "a\u200bb", "", "!" * 70, "z" * 65 + " " + "z" * 65 + "y"])
def test_texts_are_cut_as_python_cuts_them(texts):
    tokens = cutting.cut(texts)
    found = [[] for _ in texts]
    every = tokens.tokens(np.arange(len(tokens.row)))
    for row, token in zip(tokens.row.tolist(), every, strict=True):
        found[row].append(token)
    assert found == [text.split() for text in texts]
    first, last = cutting.stripped(tokens)
    cut = [tokens.joined[at:to] for at, to in zip(first.tolist(), last.tolist(), strict=True)]
    assert cut == [token.strip(string.punctuation) for token in every]
    assert tokens.exclamations.tolist() == [text.count("!") for text in texts]
    assert tokens.questions.tolist() == [text.count("?") for text in texts]


@given(
    st.dictionaries(
        st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple),
        st.integers(),
        min_size=1,
        max_size=8,
    ),
    st.lists(st.lists(st.sampled_from("abcd"), max_size=9), max_size=5),
)
def test_phrases_are_found_in_many_texts_as_in_one(entries, texts):
    phrases = Phrases(entries)
    expected = []
    offset = 0
    for words in texts:
        at = 0
        while at < len(words):
            length, entry = phrases.at(words, at)
            if length:
                expected.append((offset + at, length, entry))
            at += length or 1
        offset += len(words)
    numbers = np.array([phrases.number(word) for words in texts for word in words], dtype=np.int64)
    row = np.repeat(np.arange(len(texts)), [len(words) for words in texts]).astype(np.int64)
    found = phrases.find(numbers, row, np.zeros(len(numbers), dtype=bool))
    entries_found = [phrases.entries[at] for at in found.entry.tolist()]
    assert (
        list(zip(found.start.tolist(), found.length.tolist(), entries_found, strict=True))
        == expected
    )


@pytest.mark.parametrize(
    ("tag", "lang", "words"),
    [
        ("worstservice", "en", ["worst", "service"]),
        ("NotImpressed", "en", ["Not", "Impressed"]),
        ("loveit", "en", ["love", "it"]),
        ("painter", "en", ["painter"]),
        ("jadore", "fr", ["j'", "adore"]),
        ("ServiceNul", "fr", ["Service", "Nul"]),
        ("déçue", "fr", ["déçue"]),
        ("a" * 500, "en", ["a" * 500]),
    ],
)
def test_hashtags_are_cut_into_words(tag, lang, words):
    assert segmented(tag, lang) == words


def test_polarity_scores_of_a_text_and_of_a_column():
    text = "VADER is VERY SMART, handsome, and FUNNY!!!"
    assert sentiment.polarity_scores(text) == ORACLE.polarity_scores(text)
    column = pd.Series([text, None, text], index=["a", "b", "c"])
    table = sentiment.polarity_scores(column)
    assert table.index.tolist() == ["a", "b", "c"]
    assert table.loc["a"].to_dict() == ORACLE.polarity_scores(text)
    assert table.loc["b"].isna().all()
    assert sentiment.polarity_scores([]).shape == (0, 4)
    with pytest.raises(CmkitError, match="texts is wanted"):
        sentiment.polarity_scores([1])


def test_scores_do_not_depend_on_what_was_read_before():
    texts = ["good sofa", "nul, vraiment nul", "#loveit"]
    before = [read_all([text], "en").scores[0] for text in texts]
    read_all([f"word{i} good{i}" for i in range(3_000)], "en")
    assert [read_all([text], "en").scores[0] for text in texts] == before


def test_forgetting_rare_tokens_changes_nothing(monkeypatch):
    texts = [f"good-{i} but, nul{i}! très-bon{i} isn't: bien." for i in range(60)]
    before = [read_all([text], lang).scores[0] for text in texts for lang in ("en", "fr")]
    monkeypatch.setattr(vocabulary, "_MOST_TOKENS", 5)
    again = [read_all([text], lang).scores[0] for text in texts for lang in ("en", "fr")]
    assert again == before
    together = [read_all(texts, lang).scores.tolist() for lang in ("en", "fr")]
    assert together == [before[::2], before[1::2]]
