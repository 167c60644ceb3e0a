"""French, many texts at once: the rules of `cmkit.sentiment.french` on whole arrays."""

import numpy as np

from cmkit.sentiment.arrays import Flags, Numbers, Values, Words, values
from cmkit.sentiment.cutting import Places, cut
from cmkit.sentiment.french import (
    AFTER_CONTRAST,
    BEFORE_CONTRAST,
    CAPITALS,
    DECAY,
    LITOTES,
    STRETCHED,
)
from cmkit.sentiment.french_vocabulary import FOLLOWS, FOLLOWS_WITH_NE, french_units

__all__ = ["french_values"]

_VALUE, _BOOSTER, _NEGATION, _CONTRAST, _STOP, _NE = 1, 2, 3, 4, 5, 6
_THEN, _NOW, _ALTHOUGH = 8, 9, 10


def french_values(texts: list[str]) -> Values:
    """Read texts as the French engine does."""
    tokens = cut(texts)
    words = Words(*french_units(tokens), len(texts))
    role, strength, stretched = _settled(words)
    hits = np.flatnonzero(role == _VALUE)
    valence = words.at("valence", hits)
    sign = np.where(valence > 0, 1.0, -1.0)
    n_alpha = np.bincount(words.row[words["alpha"]], minlength=len(texts))
    loud = words["alpha"] & words["capitals"]
    n_loud = np.bincount(words.row[loud], minlength=len(texts))
    shouted = words.at("capitals", hits) & (n_loud < n_alpha)[words.row[hits]]
    value = valence + sign * CAPITALS * shouted + sign * STRETCHED * stretched[hits]
    boosted = value + sign * _boosts(words, role, strength, hits)
    before = _negation_before(role, strength, hits)
    turn = np.where(before != 0, before, _negation_after(words, role, strength, hits))
    factor = np.where(turn == 0, 1.0, np.where(boosted > 0, -turn, -turn * LITOTES))
    is_face = words.at("is_face", hits)
    value = np.where(is_face, value, boosted * factor)
    value = value * _contrast(words, role, hits)
    nothing = np.empty(0, dtype=np.int64)
    return values(words, hits, value, (turn != 0) & ~is_face, tokens, nothing)


# --- the words with two roles ------------------------------------------------------------------


def _settled(words: Words) -> tuple[Places, Numbers, Flags]:
    """Decide the words with two roles by what stands beside them."""
    role = words["role"].astype(np.int64)
    strength = words["strength"]
    stretched = words["stretched"]
    names = words.where("is_name")
    inside = (words.units[names - 1] != 0) & (role[names - 1] != _STOP)
    role[names[inside | words.at("after_name", names + 1)]] = 0
    needs = words.where("needs_ne")
    alone = needs[~_follows_ne(role, needs)]
    role[alone], strength[alone] = _BOOSTER, 0.3
    both = (words["modifier"] != 0) & (role == _VALUE)
    can = (role == _BOOSTER) | ((role == _VALUE) & ~words["is_face"])
    boosts = both[:-1] & can[1:] & (words.units[1:] != 0)
    at = np.flatnonzero(boosts)
    role[at], strength[at] = _BOOSTER, words.at("modifier", at)
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
        counts = open_ & (before == _BOOSTER) & ~words.at("is_after", at)
        total = total + np.where(counts, strength[at] * DECAY[back - 1], 0.0)
    after, second = hits + 1, role[hits + 2]
    is_last = (words.units[hits + 2] == 0) | (second == _STOP) | (second == _CONTRAST)
    of_verb = words.at("is_plain_verb", hits) & (second != _VALUE) & (second != _BOOSTER)
    counts = (role[after] == _BOOSTER) & (words.at("is_after", after) | is_last | of_verb)
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
    open_ = words.at("is_verb", hits)
    with_ne = np.where(_follows_ne(role, hits), FOLLOWS_WITH_NE, FOLLOWS)
    for ahead in (1, 2, 3):
        at = hits + ahead
        after = role[at]
        open_ &= (after != _STOP) & (after != _CONTRAST) & (after != _VALUE)
        follows = words.at("follows", at)
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
    commas = words.where("is_comma")
    for at in np.flatnonzero(role == _ALTHOUGH).tolist():
        starts = words.units[at - 1] == 0 or role[at - 1] == _STOP
        comma = commas[np.searchsorted(commas, at) :][:1]
        if starts and len(comma) and words.row[comma[0]] == words.row[at]:
            found.append(int(comma[0]))
    return found
