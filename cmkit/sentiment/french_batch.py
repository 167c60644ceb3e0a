"""French, many texts at once: the rules of `cmkit.sentiment.french` on whole arrays."""

from functools import lru_cache
from typing import Any

import numpy as np

from cmkit.sentiment.arrays import Flags, Numbers, Values, Words, values
from cmkit.sentiment.cutting import Places, cut
from cmkit.sentiment.french import (
    AFTER_CONTRAST,
    AFTER_NAME,
    AFTER_VERB,
    BEFORE_CONTRAST,
    CAPITALS,
    DECAY,
    LITOTES,
    STRETCHED,
    WITH_NE,
)
from cmkit.sentiment.french_units import Token, Unit, phrase_unit, single_unit, tokens_of
from cmkit.sentiment.lexicon import Entry, french
from cmkit.sentiment.vocabulary import Vocabulary, counting

__all__ = ["french_values"]

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
_VALUE, _BOOSTER, _NEGATION, _CONTRAST, _STOP, _NE = 1, 2, 3, 4, 5, 6
_THEN, _NOW, _ALTHOUGH = 8, 9, 10
#: Negations that may follow a verb: with or without "ne", with it alone.
_FOLLOWS, _FOLLOWS_WITH_NE = 1, 2
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


def french_values(texts: list[str]) -> Values:
    """Read texts as the French engine does."""
    tokens = cut(texts)
    vocabulary = _vocabulary()
    units, row = vocabulary.units(tokens)
    units, row = _join(vocabulary, units, row)
    words = Words(vocabulary.table, units, row, len(texts))
    role, strength, stretched = _settled(words)
    hits = np.flatnonzero(role == _VALUE)
    valence = words["valence"][hits]
    sign = np.where(valence > 0, 1.0, -1.0)
    n_alpha = np.bincount(words.row[words["alpha"]], minlength=len(texts))
    loud = words["alpha"] & words["capitals"]
    n_loud = np.bincount(words.row[loud], minlength=len(texts))
    shouted = words["capitals"][hits] & (n_loud < n_alpha)[words.row[hits]]
    value = valence + sign * CAPITALS * shouted + sign * STRETCHED * stretched[hits]
    boosted = value + sign * _boosts(words, role, strength, hits)
    before = _negation_before(role, strength, hits)
    turn = np.where(before != 0, before, _negation_after(words, role, strength, hits))
    factor = np.where(turn == 0, 1.0, np.where(boosted > 0, -turn, -turn * LITOTES))
    is_face = words["is_face"][hits]
    value = np.where(is_face, value, boosted * factor)
    value = value * _contrast(words, role, hits)
    nothing = np.empty(0, dtype=np.int64)
    return values(words, hits, value, (turn != 0) & ~is_face, tokens, nothing)


# --- the words with two roles ------------------------------------------------------------------


def _settled(words: Words) -> tuple[Places, Numbers, Flags]:
    """Decide the words with two roles by what stands beside them."""
    role = words["role"].astype(np.int64)
    strength = words["strength"].copy()
    stretched = words["stretched"].copy()
    names = np.flatnonzero(words["is_name"])
    inside = words.exists[names - 1] & (role[names - 1] != _STOP)
    role[names[inside | words["after_name"][names + 1]]] = 0
    needs = np.flatnonzero(words["needs_ne"])
    alone = needs[~_follows_ne(role, needs)]
    role[alone], strength[alone] = _BOOSTER, 0.3
    both = (words["modifier"] != 0) & (role == _VALUE)
    can = (role == _BOOSTER) | ((role == _VALUE) & ~words["is_face"])
    boosts = both[:-1] & can[1:] & words.exists[1:]
    at = np.flatnonzero(boosts)
    role[at], strength[at] = _BOOSTER, words["modifier"][at]
    # of a row of one emoji the first stands for all, louder
    emoji = words["is_face"] & (words["role"] == _VALUE)
    same = np.zeros(len(role), dtype=bool)
    same[1:] = emoji[1:] & emoji[:-1] & (words["sign"][1:] == words["sign"][:-1])
    role[same] = 0
    stretched[:-1] |= same[1:]
    return role, strength, stretched


def _follows_ne(role: Places, at: Places) -> Flags:
    """Say whether "ne" stands up to five words before, in the same clause."""
    found = np.zeros(len(at), dtype=bool)
    open_ = np.ones(len(at), dtype=bool)
    for back in range(1, 6):
        before = role[at - back]
        open_ &= (before != _STOP) & (before != _CONTRAST)
        found |= open_ & (before == _NE)
    return found


# --- around a word -----------------------------------------------------------------------------


def _boosts(words: Words, role: Places, strength: Numbers, hits: Places) -> Numbers:
    total = np.zeros(len(hits))
    open_ = np.ones(len(hits), dtype=bool)
    for back in (1, 2, 3):
        at = hits - back
        before = role[at]
        open_ &= (before != _STOP) & (before != _CONTRAST) & (before != _VALUE)
        counts = open_ & (before == _BOOSTER) & ~words["is_after"][at]
        total = total + np.where(counts, strength[at] * DECAY[back - 1], 0.0)
    after, second = hits + 1, role[hits + 2]
    is_last = ~words.exists[hits + 2] | (second == _STOP) | (second == _CONTRAST)
    of_verb = words["is_plain_verb"][hits] & (second != _VALUE) & (second != _BOOSTER)
    counts = (role[after] == _BOOSTER) & (words["is_after"][after] | is_last | of_verb)
    total = total + np.where(counts, strength[after], 0.0)
    return np.maximum(total, -0.9)


def _negation_before(role: Places, strength: Numbers, hits: Places) -> Numbers:
    found = np.zeros(len(hits))
    open_ = np.ones(len(hits), dtype=bool)
    for back in range(1, 7):
        before = role[hits - back]
        open_ &= (before != _STOP) & (before != _CONTRAST)
        if back > 1:
            open_ &= before != _VALUE
        here = open_ & (before == _NEGATION)
        found[here] = strength[hits - back][here]
        open_ &= ~here
    return found


def _negation_after(words: Words, role: Places, strength: Numbers, hits: Places) -> Numbers:
    found = np.zeros(len(hits))
    open_ = words["is_verb"][hits].copy()
    with_ne = np.where(_follows_ne(role, hits), _FOLLOWS_WITH_NE, _FOLLOWS)
    for ahead in (1, 2, 3):
        at = hits + ahead
        after = role[at]
        open_ &= (after != _STOP) & (after != _CONTRAST) & (after != _VALUE)
        follows = words["follows"][at]
        here = open_ & (after == _NEGATION) & (follows > 0) & (follows <= with_ne)
        found[here] = strength[at][here]
        open_ &= ~here
    return found


def _contrast(words: Words, role: Places, hits: Places) -> Numbers:
    turns = role == _CONTRAST
    first = np.full(words.n_texts, len(role), dtype=np.int64)
    earlier = np.flatnonzero(role == _THEN)[::-1]
    first[words.row[earlier]] = earlier  # the first one stays
    now = np.flatnonzero(role == _NOW)
    turns[now[now > first[words.row[now]]]] = True
    turns[_clause_ends(words, role)] = True
    at = np.flatnonzero(turns)
    last = np.full(words.n_texts, -1, dtype=np.int64)
    last[words.row[at]] = at  # the last one stays
    turn = last[words.row[hits]]
    weighed = np.where(hits < turn, BEFORE_CONTRAST, AFTER_CONTRAST)
    return np.where(turn < 0, 1.0, weighed)


def _clause_ends(words: Words, role: Places) -> list[int]:
    """Return the comma after each clause that starts with "même si"."""
    found = []
    commas = np.flatnonzero(words["is_comma"])
    for at in np.flatnonzero(role == _ALTHOUGH).tolist():
        starts = not words.exists[at - 1] or role[at - 1] == _STOP
        comma = commas[np.searchsorted(commas, at) :][:1]
        if starts and len(comma) and words.row[comma[0]] == words.row[at]:
            found.append(int(comma[0]))
    return found


# --- units -------------------------------------------------------------------------------------


def _join(vocabulary: Vocabulary, units: Places, row: Places) -> tuple[Places, Places]:
    """Put one unit in the place of each phrase."""
    table, phrases = vocabulary.table, french().phrases
    never = np.zeros(len(units), dtype=bool)
    found = phrases.find(table["phrase"][units].astype(np.int64) - 1, row, never)
    if not len(found.start):
        return units, row
    units, kept = units.copy(), np.ones(len(units), dtype=bool)
    upper = np.concatenate([[0], np.cumsum(table["upper"][units])])
    shouted = upper[found.start + found.length] - upper[found.start] == found.length
    for at, entry, loud in zip(
        found.start.tolist(), found.entry.tolist(), shouted.tolist(), strict=True
    ):
        units[at] = _phrase_number(phrases.entries[entry], loud)
    inside = found.length - 1
    kept[np.repeat(found.start + 1, inside) + counting(inside)] = False
    return units[kept], row[kept]


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    def units_of(text: str) -> list[tuple[Any, ...]]:
        return [_properties(single_unit(*token), token) for token in tokens_of(text)]

    return Vocabulary(units_of, _COLUMNS)


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
        _FOLLOWS if first in AFTER_VERB else _FOLLOWS_WITH_NE if first in WITH_NE else 0,
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
