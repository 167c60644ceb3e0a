"""French units as numbers: what the rules ask of each, and which tokens are plain."""

from functools import lru_cache
from typing import Any

import numpy as np

from cmkit.sentiment.characters import accentless, letters
from cmkit.sentiment.cutting import Cut, Known, Places
from cmkit.sentiment.french import AFTER_NAME, AFTER_VERB, WITH_NE
from cmkit.sentiment.french_units import (
    SHORT,
    Token,
    Unit,
    phrase_unit,
    single_unit,
    tokens_of,
)
from cmkit.sentiment.lexicon import Entry, emoji, fold, french
from cmkit.sentiment.phrases import replaced
from cmkit.sentiment.plain import seen, tripled, within
from cmkit.sentiment.vocabulary import Vocabulary

__all__ = ["FOLLOWS", "FOLLOWS_WITH_NE", "french_units"]

_ROLES = {
    "": 0,
    "value": 1,
    "booster": 2,
    "negation": 3,
    "contrast": 4,
    "stop": 5,
    "ne": 6,
    "neutral": 7,
    "then": 8,
    "now": 9,
    "although": 10,
}
#: Negations that may follow a verb: with or without "ne", with it alone.
FOLLOWS, FOLLOWS_WITH_NE = 1, 2
_COLUMNS = (
    ("role", "i1"),
    ("valence", "f8"),
    ("strength", "f8"),
    ("modifier", "f8"),
    ("is_face", "?"),
    ("needs_ne", "?"),
    ("is_after", "?"),
    ("is_verb", "?"),
    ("is_plain_verb", "?"),
    ("follows", "i1"),
    ("capitals", "?"),
    ("upper", "?"),
    ("alpha", "?"),
    ("stretched", "?"),
    ("sign", "i8"),
    ("is_comma", "?"),
    ("is_name", "?"),
    ("after_name", "?"),
    ("phrase", "i4"),
)
#: Marks that may stand behind a plain word; none is the first.
_MARKS = ("", ".", ",", "!", "?", ":", ";")
#: Letters of the languages of Europe.
_LATIN = 0x250


def french_units(found: Cut) -> tuple[dict[str, Any], Places, Places]:
    """Return the table of units, and of each unit of some texts its number and its text."""
    known = _known()
    look = seen(found, known)
    # a plain word is made of letters, with one mark behind it at most
    asked = look.asked | (look.word > 0) | within(found, ~letters(_LATIN)[found.points], look)
    asked |= tripled(found, look)
    asked |= (look.last - look.first < 2) | (look.first > found.first)
    behind = found.last - look.last
    closing = found.points[found.last - 1]
    mark = np.zeros(len(closing), dtype=np.int64)
    for place, sign in enumerate(_MARKS[1:], start=1):
        mark[(behind == 1) & (closing == ord(sign))] = place
    asked |= (behind > 1) | ((behind == 1) & (mark == 0))
    vocabulary = _vocabulary()
    units, row = vocabulary.units(found, _plain()[look.all_capitals * 1, mark], asked)
    units, row = _join(vocabulary, units, row)
    return vocabulary.table, units, row


def _join(vocabulary: Vocabulary, units: Places, row: Places) -> tuple[Places, Places]:
    """Put one unit in the place of each phrase."""
    table, phrases = vocabulary.table, french().phrases
    never = np.zeros(len(units), dtype=bool)
    found = phrases.find(table["phrase"][units].astype(np.int64) - 1, row, never)
    if not len(found.start):
        return units, row
    upper = np.concatenate([[0], np.cumsum(table["upper"][units])])
    shouted = upper[found.start + found.length] - upper[found.start] == found.length
    entries = [phrases.entries[at] for at in found.entry.tolist()]
    numbers = [
        _phrase_number(entry, loud) for entry, loud in zip(entries, shouted.tolist(), strict=True)
    ]
    return replaced(units, row, found, numbers)


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    return Vocabulary(_code, _COLUMNS)


def _code(vocabulary: Vocabulary, text: str) -> int:
    return vocabulary.code([_unit(token) for token in tokens_of(text)])


@lru_cache(maxsize=100_000)
def _unit(token: Token) -> tuple[Any, ...]:
    return _properties(single_unit(*token), token)


@lru_cache(maxsize=20_000)
def _phrase_number(entry: Entry, loud: bool) -> int:  # noqa: FBT001 - a cache key
    first = entry.lemma.split()[0]
    shown = first.upper() if loud else first
    unit = phrase_unit([(shown, first, False, "")], entry)
    return _vocabulary().number(_properties(unit, None))


def _properties(unit: Unit, token: Token | None) -> tuple[Any, ...]:
    entry = unit.entry
    kind = entry.kind if entry is not None else ""
    part = entry.part_of_speech if entry is not None else ""
    modifier = unit.modifier
    strength = 0.0 if modifier is None else modifier.valence
    if modifier is not None and modifier.kind == "damper":
        strength = -strength
    first = unit.normalised.split()[0]
    return (
        _ROLES[unit.role],
        unit.valence or 0.0,
        unit.strength,
        strength,
        kind == "emoji",
        kind == "negation_with_ne",
        kind == "booster_after",
        part in ("verb", "verb phrase"),
        part == "verb",
        FOLLOWS if first in AFTER_VERB else FOLLOWS_WITH_NE if first in WITH_NE else 0,
        unit.capitals,
        token is not None and token[0].isupper(),
        token is not None and unit.normalised.isalpha(),
        unit.stretched,
        hash(unit.normalised) if kind == "emoji" else 0,
        unit.normalised == ",",
        unit.is_name,
        unit.normalised in AFTER_NAME,
        0 if token is None else french().phrases.number(token[3]) + 1,
    )


@lru_cache(maxsize=1)
def _known() -> Known:
    tables = french()
    words = {*tables.words, *tables.plain, *tables.modifiers, *tables.phrases.words, *SHORT}
    words |= {*emoji(), *AFTER_NAME, *AFTER_VERB, *WITH_NE, "ne", "n"}
    return Known({fold(word.lower()) for word in words}, accentless())


@lru_cache(maxsize=1)
def _plain() -> Places:
    """Return codes of words that no rule asks for, by capitals and by the mark behind them."""
    vocabulary = _vocabulary()
    codes = np.zeros((2, len(_MARKS)), dtype=np.int64)
    for loud, shown in enumerate(("mot", "MOT")):
        for place, mark in enumerate(_MARKS):
            tokens = [(shown, "mot", False, "mot"), *tokens_of(mark)]
            units = [_properties(single_unit(*token), token) for token in tokens]
            codes[loud, place] = vocabulary.code(units)
    vocabulary.keep()
    return codes
