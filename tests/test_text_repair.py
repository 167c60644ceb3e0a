"""Broken texts are mended, sound ones are left alone."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkit import text
from cmkit.errors import CmkitError

SOUND = [
    "Déçu de l’accueil « chez vous » … 😀",
    "It’s “fine” — really",
    "Ça coûte 20 € (naïf, Noël, cœur, Œuvre)",
    "señor Ángel über Straße",
    "R&D & Co, a&b",
    "ﬁn de ligne\r\nsuite\tici",
    "Ã tout de suite",
    "İstanbul, Łódź, 東京",
]


@pytest.mark.parametrize("post", SOUND)
def test_a_sound_text_is_returned_as_it_is(post):
    assert text.repair([post]).tolist() == [post]


@pytest.mark.parametrize(
    "post", ["Déçu de l’accueil", "très cher, à éviter", "naïve – “so-so” …", "cœur 😀"]
)
@pytest.mark.parametrize("wrong", ["latin-1", "windows-1252"])
def test_utf8_read_as_something_else_is_mended(post, wrong):
    try:
        broken = post.encode("utf-8").decode(wrong)
    except UnicodeDecodeError:
        pytest.skip("this text cannot be broken so")
    assert broken != post
    assert text.repair([broken]).tolist() == [post]


WORDS = [
    "déçu",
    "à",
    "l’été",
    "cœur",
    "naïf",
    "«",
    "où",
    "»",
    "Noël",
    "ça",
    "—",
    "20",
    "€",
    "😀",
    "…",
]
WORDS += ["Œuvre", "très,", "hélas", "!", "BÊTE", "ÉTÉ"]


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_french_is_never_changed(post):
    assert text.repair([post]).tolist() == [post]


def test_entities_and_controls():
    assert text.repair(["Tom &amp; Ana", "5 &lt; 6", "a\x00b\x07c"]).tolist() == [
        "Tom & Ana",
        "5 < 6",
        "abc",
    ]


def test_rows_and_missing_texts_stay():
    posts = pd.Series(["dÃ©Ã§u", None, "dÃ©Ã§u"], index=[3, 4, 5])
    mended = text.repair(posts)
    assert mended.index.tolist() == [3, 4, 5]
    assert mended.isna().tolist() == [False, True, False]
    assert mended.iloc[0] == mended.iloc[2] == "déçu"
    with pytest.raises(CmkitError):
        text.repair("one text")
