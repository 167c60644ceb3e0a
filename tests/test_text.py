"""Entities by the rules of twitter-text, tokens by NLTK, language by vote."""

import time

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkit import text
from cmkit.errors import CmkitError

FINDERS = [text.mentions, text.hashtags, text.links]


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("@ana reply", ["ana"]),
        ("at the end @Ana_B.", ["ana_b"]),
        (".@ana everyone reads this", ["ana"]),
        ("(@ana) l'équipe d'@ben", ["ana", "ben"]),
        ("RT@ana RT:@ben rt @cho", ["ana", "ben", "cho"]),
        ("の@anaに到着", ["ana"]),
        ("＠ana full width", ["ana"]),
        ("@José et @zoé", ["josé", "zoé"]),
        ("write to ana@example.org or a.b+c@example.org", []),
        ("rené@example.org", []),
        (
            "@ana@Example.ORG! @b.c@example.org",
            ["ana@example.org", "b.c@example.org"],
        ),
        ("Current status: @_@ (cc @ana)", ["ana"]),
        ("f!@kn f@@kn f#@kn f$@kn f%@kn f&@kn f*@kn", []),
        ("@http://example.org", []),
        ("https://example.org/@ana, @ben", ["ben"]),
        ("@ana/list-name", ["ana"]),
        ("@" + "a" * 50, ["a" * 50]),
        ("@" + "a" * 51, []),
        ("@ @ana @ana", ["ana", "ana"]),
    ],
)
def test_mentions(post, expected):
    assert text.mentions([post]).iloc[0] == expected


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("a #Lupin here", ["lupin"]),
        ("(#a )#b [#c ]#d ’#e’#f", list("abcdef")),
        ("#1lupin #lupin1 #1 #_ #1_2", ["1lupin", "lupin1"]),
        ("#Déçu #mañana #été", ["déçu", "mañana", "été"]),
        ("#e\u0301te\u0301 decomposed", ["e\u0301te\u0301"]),
        ("#中文, #日本語 #русский!", ["中文", "日本語", "русский"]),
        ("#महात्मा_१२३४ #१२३४", ["महात्मा_१२३४"]),
        ("#il·lusió", ["il·lusió"]),
        ("＃全角", ["全角"]),
        ("word#no &#39; #️⃣ #http://example.org", []),
        ("http://example.org/#no example.org/#no", []),
        (".#a !#b ?#c:", ["a", "b", "c"]),
        ("#a\n#b\n", ["a", "b"]),
    ],
)
def test_hashtags(post, expected):
    assert text.hashtags([post]).iloc[0] == expected


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("see http://example.org", ["http://example.org"]),
        ("HTTPS://EXAMPLE.ORG/A.", ["HTTPS://EXAMPLE.ORG/A"]),
        ("(https://example.org/a_(b)), ok", ["https://example.org/a_(b)"]),
        ("https://example.org/a?b=c&d=e#f !", ["https://example.org/a?b=c&d=e#f"]),
        (
            "“https://example.org/a” «https://example.org/b»",
            ["https://example.org/a", "https://example.org/b"],
        ),
        ("http://example.org:3000/x", ["http://example.org:3000/x"]),
        ("http://no-ending http:// example.org/path", ["example.org/path"]),
        ("http://-dash.example.org http://dash-.example.org", []),
        ("www.example.de and example.fr.", ["www.example.de", "example.fr"]),
        ("example.co.uk and shop.example.gouv.fr", ["example.co.uk", "shop.example.gouv.fr"]),
        ("x.so it.so e.g. 3.50 v1.2 fini.Et fini.Paris", []),
        ("t.co/abcde", ["t.co/abcde"]),
        ("これはexample.com/path中国語", ["example.com/path"]),
        ("ana@example.org", []),
        ("example.org/Русские_слова", ["example.org/Русские_слова"]),
        ("http http http://", []),
    ],
)
def test_links(post, expected):
    assert text.links([post]).iloc[0] == expected


@pytest.mark.parametrize("find", FINDERS)
def test_each_row_has_a_list_of_its_own(find):
    posts = pd.Series(["@a #b example.org/c", None, "@a #b example.org/c"], index=[7, 8, 9])
    found = find(posts)
    assert found.index.tolist() == [7, 8, 9]
    assert found.loc[8] == []
    found.loc[7].append("more")
    assert len(found.loc[9]) == 1


@pytest.mark.parametrize("find", [*FINDERS, text.language])
@pytest.mark.parametrize("empty", [[], pd.Series([], dtype="str"), pd.Series([], dtype=object)])
def test_an_empty_column_stays_empty(find, empty):
    assert len(find(empty)) == 0


@pytest.mark.parametrize("find", [*FINDERS, text.language])
def test_a_column_of_missing_texts_is_taken(find):
    assert len(find([None, np.nan, pd.NA])) == 3


@pytest.mark.parametrize("find", FINDERS)
def test_an_arrow_array_is_taken(find):
    posts = ["@a #b example.org/c", None]
    assert find(pa.array(posts)).tolist() == find(posts).tolist()


@pytest.mark.parametrize("find", [*FINDERS, text.language])
@pytest.mark.parametrize("wrong", ["one text", 3, None, [1, 2], pd.Series([1.5, 2.5]), [["a"]]])
def test_what_is_not_a_column_of_texts_is_refused(find, wrong):
    with pytest.raises(CmkitError, match="texts is wanted"):
        find(wrong)


@pytest.mark.parametrize("find", FINDERS)
@given(post=st.text(alphabet="@#a1é_.-/:()h tpswco\u0301日 \n", max_size=60))
def test_what_is_found_stands_in_the_text(find, post):
    for piece in find([post]).iloc[0]:
        assert piece in post.lower() or piece in post
        assert piece.strip()


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=8))
def test_any_text_goes_through(posts):
    for find in (*FINDERS, text.language):
        assert len(find(posts)) == len(posts)


HOSTILE = {
    "dots": "a." * 20_000,
    "dashes": "a-" * 20_000,
    "ats": "@" * 40_000,
    "pairs": "a@" * 20_000,
    "hashes": "#a" * 20_000,
    "schemes": "https://" * 6_000,
    "closers": "http://example.org/" + ")" * 40_000,
    "points": "http://example.org/" + "." * 40_000,
    "low lines": "_" * 40_000,
    "fediverse": "@a.b-" * 8_000,
}


@pytest.mark.parametrize("find", [*FINDERS, text.language])
@pytest.mark.parametrize("post", HOSTILE.values(), ids=HOSTILE)
def test_no_text_makes_it_slow(find, post):
    start = time.process_time()
    find([post])
    assert time.process_time() - start < 0.5


def test_words_are_those_of_the_tweet_tokenizer():
    post = "@ana so goooood :-) #lupin, isn't it? 😀👍🏽 https://example.org"
    from nltk.tokenize import TweetTokenizer

    assert text.words(post) == TweetTokenizer().tokenize(post)
    assert text.words(None) == text.words(float("nan")) == text.words("") == []


def test_words_wants_one_text():
    with pytest.raises(CmkitError, match="one text"):
        text.words(["a", "b"])


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("the parcel is still not here", "en"),
        ("le colis n'est toujours pas là", "fr"),
        ("J’adore ce qu’ils font", "fr"),
        ("I don't know what you're on about", "en"),
        ("C'est déçu et fâché", "fr"),
        ("LE COLIS EST EN RETARD", "fr"),
        ("merci", None),
        ("ok", None),
        ("", None),
        ("the est", None),
        ("12345 !!! 😀", None),
        ("@le @la @les #the #and https://example.org/the/and", None),
    ],
)
def test_language(post, expected):
    found = text.language([post]).iloc[0]
    assert found == expected if expected else pd.isna(found)


def test_language_keeps_rows_and_reads_a_repeated_text_alike():
    posts = pd.Series(["the cat and the dog", None, "le chat et la souris"] * 3, index=range(5, 14))
    found = text.language(posts)
    assert found.index.equals(posts.index)
    assert found.dropna().tolist() == ["en", "fr"] * 3
    assert found.dtype == "str"


def test_language_chooses_among_those_asked():
    assert text.language(["le chat et la souris"], langs=["en"]).isna().all()
    assert text.language(["le chat et la souris"], langs=("fr",)).tolist() == ["fr"]


@pytest.mark.parametrize("langs", [("en", "xx"), (), "en"])
def test_language_refuses_what_it_cannot_tell(langs):
    with pytest.raises(CmkitError, match="cannot choose"):
        text.language(["a"], langs=langs)


def test_language_of_more_than_one_chunk(monkeypatch):
    from cmkit.text import voting

    posts = [f"the cat and dog {i}" if i % 2 else f"le chat et le chien {i}" for i in range(25)]
    whole = text.language(posts)
    monkeypatch.setattr(voting, "_CHUNK", 7)
    assert text.language(posts).equals(whole)


def test_language_among_more_than_two():
    posts = [
        "Die Lieferung war leider viel zu spät",
        "the parcel was late again",
        "trop tard, hélas",
    ]
    assert text.language(posts, langs=["en", "fr", "de"]).tolist() == ["de", "en", "fr"]
    # asked for English and French alone, a German post is neither
    assert text.language(posts[:1]).isna().all()


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("$abc and $ABC.X, $20, us$xyz, $toolongone", ["ABC", "ABC.X"]),
        ("see example.org/$abc", []),
        ("$a", ["A"]),
        ("", []),
    ],
)
def test_cashtags(post, expected):
    assert text.cashtags([post, None]).tolist() == [expected, []]


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("a👍🏽b💙💙", ["👍🏽", "💙", "💙"]),
        ("🇫🇷🇬🇧", ["🇫🇷", "🇬🇧"]),
        ("👨‍👩‍👧 family", ["👨‍👩‍👧"]),
        ("press 1️⃣ or 1", ["1️⃣"]),
        ("© 2025 ™", []),
        ("☺️ and ❤️", ["☺️", "❤️"]),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag", ["🏴󠁧󠁢󠁳󠁣󠁴󠁿"]),
        ("nothing", []),
    ],
)
def test_emoji_are_what_a_reader_sees(post, expected):
    assert text.emoji([post]).tolist() == [expected]
