"""English units as numbers: what the rules ask of each, and which tokens are plain."""

import string
from functools import lru_cache
from typing import Any

import numpy as np

from cmkit.sentiment import english_words
from cmkit.sentiment.characters import capitals, letters, small
from cmkit.sentiment.cutting import Cut, Flags, Known, Places
from cmkit.sentiment.english_mending import mended_words_of_token, phrase_word
from cmkit.sentiment.english_words import SPECIAL, Word, word_of_token
from cmkit.sentiment.lexicon import Entry, emoji, english, supplement
from cmkit.sentiment.phrases import replaced
from cmkit.sentiment.plain import seen, tripled, within
from cmkit.sentiment.vocabulary import Vocabulary

__all__ = ["mended_units", "published_units"]

_COLUMNS = (
    ("valence", "f8"),
    ("known", "?"),
    ("scored", "?"),
    ("booster", "f8"),
    ("negates", "?"),
    ("capitals", "?"),
    ("special", "i1"),
    ("idiom", "i2"),
    ("phrase", "i4"),
    ("is_face", "?"),
    ("is_name", "?"),
    ("after_name", "?"),
    ("ends", "?"),
    ("pauses", "?"),
    ("title", "?"),
)
#: What ends a sentence; a clause is ended by a comma.
_ENDS = [ord(mark) for mark in ".!?;"]
_Table = dict[str, Any]
_ASCII = 0x80


def published_units(found: Cut) -> tuple[_Table, Places, Places]:
    """Return the table of units, and of each unit of some texts its number and its text."""
    known, vocabulary = _known(mended=False), _vocabulary(mended=False)
    look = seen(found, known)
    asked = look.asked | within(found, _negating_ends(found), look)
    kind = look.all_capitals.astype(np.int64)
    codes = vocabulary.codes(look.word, kind, found, asked)
    units, row = vocabulary.units(found, codes, asked)
    return vocabulary.table, units, row


def mended_units(found: Cut) -> tuple[_Table, Places, Places]:
    """Return the same with the faults of VADER's way mended, and phrases joined."""
    known, vocabulary = _known(mended=True), _vocabulary(mended=True)
    look = seen(found, known)
    points = found.points
    # a simple word is made of letters; a tag or a handle is none
    asked = look.asked | within(found, ~letters(_ASCII)[points], look)
    asked |= tripled(found, look)
    opening, closing = points[found.first], points[found.last - 1]
    asked |= (opening == ord("#")) | (opening == ord("@"))
    title = (points[look.first] >= ord("A")) & (points[look.first] <= ord("Z"))
    ends, pauses = np.isin(closing, _ENDS), closing == ord(",")
    # a word of two letters may be a face with the mark behind it, and has been asked for
    istitle = title & ~look.all_capitals & ~within(found, _capitals_inside(found), look)
    kind = look.all_capitals + 2 * ends + 4 * pauses + 8 * title + 16 * istitle
    codes = vocabulary.codes(look.word, kind, found, asked)
    units, row = vocabulary.units(found, codes, asked)
    units, row = _join(vocabulary, units, row)
    return vocabulary.table, units, row


def _capitals_inside(found: Cut) -> Flags:
    """Mark capitals that follow a letter, as in "iPhone"."""
    loud = capitals()[found.points]
    marked = np.zeros(len(loud), dtype=bool)
    marked[1:] = loud[1:] & letters(_ASCII)[found.points[:-1]]
    return marked


def _negating_ends(found: Cut) -> Flags:
    """Mark each apostrophe of an "n't", which negates in any word."""
    points = found.points
    at = np.flatnonzero(points == ord("'"))
    at = at[(at > 0) & (at + 1 < len(points))]
    before, after = points[at - 1] | 32, points[at + 1] | 32  # 32 makes an ASCII letter small
    marked = np.zeros(len(points), dtype=bool)
    marked[at[(before == ord("n")) & (after == ord("t"))]] = True
    return marked


def _join(vocabulary: Vocabulary, units: Places, row: Places) -> tuple[Places, Places]:
    """Put one unit in the place of each phrase."""
    table, phrases = vocabulary.table, supplement().phrases
    found = phrases.find(table["phrase"][units].astype(np.int64) - 1, row, table["ends"][units])
    if not len(found.start):
        return units, row
    last = found.start + found.length - 1
    shout = np.concatenate([[0], np.cumsum(table["capitals"][units])])
    flags = zip(
        (shout[last + 1] - shout[found.start] == found.length).tolist(),
        table["ends"][units[last]].tolist(),
        table["pauses"][units[last]].tolist(),
        table["title"][units[found.start]].tolist(),
        strict=True,
    )
    entries = [phrases.entries[at] for at in found.entry.tolist()]
    numbers = [_phrase_unit(entry, each) for entry, each in zip(entries, flags, strict=True)]
    return replaced(units, row, found, numbers)


@lru_cache(maxsize=2)
def _vocabulary(*, mended: bool) -> Vocabulary:
    code = _mended_code if mended else _published_code
    return Vocabulary(code, _COLUMNS, len(_known(mended=mended).words), 32 if mended else 2)


def _published_code(vocabulary: Vocabulary, token: str) -> int:
    stripped = token.strip(string.punctuation)
    shown = token if len(stripped) <= 2 else stripped
    # the same word with other marks around it is the same unit
    return _number_of(vocabulary, shown.lower(), shown.isupper())


@lru_cache(maxsize=100_000)
def _number_of(vocabulary: Vocabulary, lower: str, capitals: bool) -> int:  # noqa: FBT001
    word = word_of_token(lower)._replace(capitals=capitals)
    return vocabulary.number(_properties(word, mended=False))


def _mended_code(vocabulary: Vocabulary, token: str) -> int:
    return vocabulary.code(
        [_properties(word, mended=True) for word in mended_words_of_token(token)]
    )


@lru_cache(maxsize=20_000)
def _phrase_unit(entry: Entry, flags: tuple[bool, bool, bool, bool]) -> int:
    capitals, ends, pauses, title = flags
    shown = Word("", entry.lemma, capitals=capitals, ends=ends, pauses=pauses, title=title)
    word = phrase_word([shown], entry)
    return _vocabulary(mended=True).number(_properties(word, mended=True, joined=True))


def _properties(word: Word, *, mended: bool, joined: bool = False) -> tuple[Any, ...]:
    phrase = supplement().phrases.number(word.lower) if mended and not joined else -1
    return (
        word.valence or 0.0,
        word.valence is not None,
        word.scored,
        word.booster,
        word.negates,
        word.capitals,
        word.special,
        0 if mended else english_words.idiom_words().get(word.lower, 0),
        phrase + 1,
        word.is_face,
        word.is_name,
        word.after_name,
        word.ends,
        word.pauses,
        word.title,
    )


@lru_cache(maxsize=2)
def _known(*, mended: bool) -> Known:
    tables = english()
    words = {*tables.valences, *tables.boosters, *tables.negations, *SPECIAL}
    if not mended:
        return Known(words | set(english_words.idiom_words()), small())
    own = supplement()
    words |= {*own.words, *own.names, *own.after_names, *emoji()}
    words |= own.phrases.words
    return Known({word.lower() for word in words}, small())
