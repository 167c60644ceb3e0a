"""English, many texts at once: the rules of `cmkit.sentiment.english` on whole arrays.

Every token is a number, every rule a comparison of neighbours. Three empty places between two
texts keep a rule from looking over the edge.
"""

import itertools
from functools import lru_cache

import numpy as np

from cmkit.sentiment import english_words
from cmkit.sentiment.arrays import Before, Flags, Numbers, Values, Words, values
from cmkit.sentiment.cutting import Places, cut
from cmkit.sentiment.english_mended import FAR
from cmkit.sentiment.english_rules import CAPITALS, DECAY, NEGATED, weigh_but
from cmkit.sentiment.english_vocabulary import mended_units, published_units
from cmkit.sentiment.english_words import TURNS

__all__ = ["mended_values", "published_values"]

_NO, _OR, _KIND, _OF, _LEAST, _AT, _NEVER, _SO, _WITHOUT, _DOUBT, _BUT = range(1, 12)


def published_values(texts: list[str]) -> Values:
    """Read texts as VADER does; ``unsure`` are those that only the scalar path reads exactly."""
    described = english_words.described()
    joined = "".join(texts)
    if not joined.isascii() and described.search(joined):
        texts = [english_words.describe_emoji(text) for text in texts]
    tokens = cut(texts)
    words = Words(*published_units(tokens), len(texts))
    idioms = words.row[_idiom_starts(words)]
    hits = words.where("scored")
    value = words.at("valence", hits)
    before = [Before(words, hits, back) for back in (1, 2, 3)]
    value = _after_no(words, hits, value, before)
    value = _capitals(words, hits, value)
    for place, other in enumerate(before):
        value = value + np.where(other.acts, _boost(words, hits, value, other, place), 0.0)
        value = value * np.where(other.acts, _negation(before, place), 1.0)
    value = value * np.where(_after_least(before), NEGATED, 1.0)
    kind_of = (words.at("special", hits) == _KIND) & (words.at("special", hits + 1) == _OF)
    value[kind_of] = 0.0
    value = _weighed_as_published(words, hits, value)
    return values(words, hits, value, np.zeros(len(hits), dtype=bool), tokens, np.unique(idioms))


def mended_values(texts: list[str]) -> Values:
    """Read texts as the mended engine does."""
    tokens = cut(texts)
    words = Words(*mended_units(tokens), len(texts))
    hits = words.where("scored")
    hits = hits[~_persons(words, hits)]
    valence = words.at("valence", hits)
    reach = _reach(words, hits)
    before = [Before(words, hits, back, within=reach >= back) for back in range(1, FAR + 1)]
    value = _after_no(words, hits, valence, before)
    negated = value != valence
    value = _capitals(words, hits, value)
    for place, other in enumerate(before[:3]):
        value = value + np.where(other.acts, _boost(words, hits, value, other, place), 0.0)
        factor = np.where(other.acts, _negation(before, place), 1.0)
        negated |= factor != 1
        value = value * factor
    least = _after_least(before)
    far = _from_afar(before) & ~negated & ~least
    value = value * np.where(least | far, NEGATED, 1.0)
    value = np.where(words.at("is_face", hits), valence, value)
    value = _weighed_by_contrast(words, hits, value)
    turned = (negated | least | far) & ~words.at("is_face", hits)
    return values(words, hits, value, turned, tokens, np.empty(0, dtype=np.int64))


def _after_no(words: Words, hits: Places, value: Numbers, before: list[Before]) -> Numbers:
    one, two, three = (other["special"] for other in before[:3])
    alone = (words.at("special", hits) == _NO) & words.at("known", hits + 1)
    here = np.where(alone, 0.0, value)
    negated = (one == _NO) | (two == _NO) | ((three == _NO) & (one == _OR))
    return np.where(negated, value * NEGATED, here)


def _capitals(words: Words, hits: Places, value: Numbers) -> Numbers:
    shouted = words.at("capitals", hits) & words.mixed[words.row[hits]]
    return value + np.where(shouted, np.where(value > 0, CAPITALS, -CAPITALS), 0.0)


def _boost(words: Words, hits: Places, value: Numbers, other: Before, place: int) -> Numbers:
    boost = other["booster"] * np.where(value < 0, -1.0, 1.0)
    shouted = other["capitals"] & words.mixed[words.row[hits]]
    boost = boost + np.where(shouted, np.where(value > 0, CAPITALS, -CAPITALS), 0.0)
    return np.where(other["booster"] != 0, boost * DECAY[place], 0.0)


def _negation(before: list[Before], place: int) -> Numbers:
    factor = np.where(before[place]["negates"], NEGATED, 1.0)
    if place == 0:
        return factor
    one, two = before[0]["special"], before[1]["special"]
    if place == 1:
        factor = np.where((two == _WITHOUT) & (one == _DOUBT), 1.0, factor)
        return np.where((two == _NEVER) & (one == _SO), 1.25, factor)
    three = before[2]["special"]
    doubt = (three == _WITHOUT) & ((one == _DOUBT) | (two == _DOUBT))
    factor = np.where(doubt, 1.0, factor)
    return np.where(((three == _NEVER) & (two == _SO)) | (one == _SO), 1.25, factor)


def _after_least(before: list[Before]) -> Flags:
    one, two = before[0], before[1]
    found: Flags = (one["special"] == _LEAST) & one.acts & (two["special"] != _AT)
    return found


# --- as published alone ------------------------------------------------------------------------


def _idiom_starts(words: Words) -> Places:
    """Return where two words follow each other as in an idiom; the scalar path reads such texts."""
    at = words.where("idiom")
    pairs = _idiom_pairs()[words.at("idiom", at), words.at("idiom", at + 1)]
    found: Places = at[pairs]
    return found


@lru_cache(maxsize=1)
def _idiom_pairs() -> Flags:
    numbers = english_words.idiom_words()
    pairs = np.zeros((len(numbers) + 1, len(numbers) + 1), dtype=bool)
    for phrase in english_words.idiom_phrases():
        for first, second in itertools.pairwise(phrase):
            pairs[numbers[first], numbers[second]] = True
    return pairs


def _weighed_as_published(words: Words, hits: Places, value: Numbers) -> Numbers:
    """Weigh by the first "but" of each text that has one, with VADER's look-up by value."""
    buts = np.flatnonzero(words["special"] == _BUT)
    if not len(buts):
        return value
    texts, first = np.unique(words.row[buts], return_index=True)
    row = words.row[hits]
    starts = np.searchsorted(row, texts).tolist()
    stops = np.searchsorted(row, texts, side="right").tolist()
    places, found = hits.tolist(), value.tolist()
    for start, stop, but in zip(starts, stops, buts[first].tolist(), strict=True):
        # VADER's look-up by value never finds a 0 that it could change
        kept = [i for i in range(start, stop) if found[i]]
        if kept:
            weighed = weigh_but([places[i] for i in kept], [found[i] for i in kept], but)[1]
            for i, changed in zip(kept, weighed, strict=True):
                found[i] = changed
    return np.array(found, dtype=np.float64)


# --- mended alone ------------------------------------------------------------------------------


def _persons(words: Words, hits: Places) -> Flags:
    before, after = hits - 1, hits + 1
    small = (words.units[before] != 0) & ~words.at("title", before) & ~words.at("ends", before)
    return words.at("is_name", hits) & (small | words.at("after_name", after))


def _reach(words: Words, hits: Places) -> Places:
    stops = words["ends"] | (words["special"] == _BUT) | (words.units == 0)
    stops |= words["pauses"] & words["known"]
    reach = np.zeros(len(hits), dtype=np.int64)
    open_ = np.ones(len(hits), dtype=bool)
    for back in range(1, FAR + 1):
        open_ = open_ & ~stops[hits - back]
        reach += open_
    return reach


def _from_afar(before: list[Before]) -> Flags:
    clear = np.ones(len(before[0]["known"]), dtype=bool)
    found = np.zeros(len(clear), dtype=bool)
    for place, other in enumerate(before):
        clear = clear & other.acts
        if place >= 3:
            found = found | (clear & other["negates"])
    return found


def _weighed_by_contrast(words: Words, hits: Places, value: Numbers) -> Numbers:
    special = words["special"]
    if not (special >= _BUT).any():
        return value
    turns = special == _BUT
    first = np.full(words.n_texts, len(special), dtype=np.int64)
    earlier = np.flatnonzero(special == TURNS["then"])[::-1]
    first[words.row[earlier]] = earlier  # the first one stays
    now = np.flatnonzero(special == TURNS["now"])
    turns[now[now > first[words.row[now]]]] = True
    at = np.flatnonzero(turns)
    last = np.full(words.n_texts, -1.0)
    last[words.row[at]] = at  # the last one stays
    for place in _clause_ends(words):
        last[words.row[place]] = max(last[words.row[place]], place + 0.5)
    turn = last[words.row[hits]]
    return value * np.where(turn < 0, 1.0, np.where(hits < turn, 0.5, 1.5))


def _clause_ends(words: Words) -> list[int]:
    """Return the comma after each clause that starts its sentence with "although"."""
    found = []
    pauses = words.where("pauses")
    for at in np.flatnonzero(words["special"] == TURNS["although"]).tolist():
        starts = words.units[at - 1] == 0 or words.at("ends", np.array([at - 1]))[0]
        # a turn before the comma takes its place, as does another "although"
        comma = pauses[np.searchsorted(pauses, at) :][:1]
        if starts and len(comma) and words.row[comma[0]] == words.row[at]:
            found.append(int(comma[0]))
    return found
