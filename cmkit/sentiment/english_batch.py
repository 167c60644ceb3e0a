"""English, many texts at once: the rules of `cmkit.sentiment.english` on whole arrays.

Every token is a number, every rule a comparison of neighbours. Three empty places between two
texts keep a rule from looking over the edge.
"""

import itertools
from functools import lru_cache
from typing import Any

import numpy as np

from cmkit.sentiment import english_words
from cmkit.sentiment.arrays import Before, Flags, Numbers, Values, Words, values
from cmkit.sentiment.cutting import Places, cut
from cmkit.sentiment.english_mended import FAR
from cmkit.sentiment.english_mending import mended_words_of_token, phrase_word
from cmkit.sentiment.english_rules import CAPITALS, DECAY, NEGATED, weigh_but
from cmkit.sentiment.english_words import TURNS, Word, word_of_token
from cmkit.sentiment.lexicon import Entry, supplement
from cmkit.sentiment.vocabulary import Vocabulary, counting

__all__ = ["mended_values", "published_values"]

_NO, _OR, _KIND, _OF, _LEAST, _AT, _NEVER, _SO, _WITHOUT, _DOUBT, _BUT = range(1, 12)
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


def published_values(texts: list[str]) -> Values:
    """Read texts as VADER does; ``unsure`` are those that only the scalar path reads exactly."""
    described = english_words.described()
    joined = "".join(texts)
    if not joined.isascii() and described.search(joined):
        texts = [english_words.describe_emoji(text) for text in texts]
    tokens = cut(texts)
    vocabulary = _vocabulary(mended=False)
    units, row = vocabulary.units(tokens)
    words = Words(vocabulary.table, units, row, len(texts))
    idioms = words.row[_idiom_starts(words)]
    hits = np.flatnonzero(words["scored"])
    value = words["valence"][hits]
    before = [Before(words, hits, back) for back in (1, 2, 3)]
    value = _after_no(words, hits, value, before)
    value = _capitals(words, hits, value)
    for place, other in enumerate(before):
        value = value + np.where(other.acts, _boost(words, hits, value, other, place), 0.0)
        value = value * np.where(other.acts, _negation(before, place), 1.0)
    value = value * np.where(_after_least(before), NEGATED, 1.0)
    kind_of = (words["special"][hits] == _KIND) & (words["special"][hits + 1] == _OF)
    value[kind_of] = 0.0
    value = _weighed_as_published(words, hits, value)
    return values(words, hits, value, np.zeros(len(hits), dtype=bool), tokens, np.unique(idioms))


def mended_values(texts: list[str]) -> Values:
    """Read texts as the mended engine does."""
    tokens = cut(texts)
    vocabulary = _vocabulary(mended=True)
    units, row = vocabulary.units(tokens)
    units, row = _join(vocabulary, units, row)
    words = Words(vocabulary.table, units, row, len(texts))
    hits = np.flatnonzero(words["scored"])
    hits = hits[~_persons(words, hits)]
    valence = words["valence"][hits]
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
    value = np.where(words["is_face"][hits], valence, value)
    value = _weighed_by_contrast(words, hits, value)
    turned = (negated | least | far) & ~words["is_face"][hits]
    return values(words, hits, value, turned, tokens, np.empty(0, dtype=np.int64))


def _after_no(words: Words, hits: Places, value: Numbers, before: list[Before]) -> Numbers:
    one, two, three = (other["special"] for other in before[:3])
    alone = (words["special"][hits] == _NO) & words["known"][hits + 1]
    here = np.where(alone, 0.0, value)
    negated = (one == _NO) | (two == _NO) | ((three == _NO) & (one == _OR))
    return np.where(negated, value * NEGATED, here)


def _capitals(words: Words, hits: Places, value: Numbers) -> Numbers:
    shouted = words["capitals"][hits] & words.mixed[words.row[hits]]
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
    idiom = words["idiom"]
    at = np.flatnonzero(idiom)
    at = at[at + 1 < len(idiom)]
    found: Places = at[_idiom_pairs()[idiom[at], idiom[at + 1]]]
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
    starts = np.searchsorted(words.row[hits], texts)
    stops = np.searchsorted(words.row[hits], texts, side="right")
    for start, stop, but in zip(starts.tolist(), stops.tolist(), buts[first].tolist(), strict=True):
        kept = start + np.flatnonzero(value[start:stop])
        value[kept] = weigh_but(hits[kept].tolist(), value[kept].tolist(), but)[1]
    return value


# --- mended alone ------------------------------------------------------------------------------


def _join(vocabulary: Vocabulary, units: Places, row: Places) -> tuple[Places, Places]:
    """Put one unit in the place of each phrase."""
    table, phrases = vocabulary.table, supplement().phrases
    found = phrases.find(table["phrase"][units].astype(np.int64) - 1, row, table["ends"][units])
    if not len(found.start):
        return units, row
    units = units.copy()
    kept = np.ones(len(units), dtype=bool)
    last = found.start + found.length - 1
    shout = np.concatenate([[0], np.cumsum(table["capitals"][units])])
    all_capitals = shout[last + 1] - shout[found.start] == found.length
    for at, entry, capitals, ends, pauses, title in zip(
        found.start.tolist(),
        found.entry.tolist(),
        all_capitals.tolist(),
        table["ends"][units[last]].tolist(),
        table["pauses"][units[last]].tolist(),
        table["title"][units[found.start]].tolist(),
        strict=True,
    ):
        flags = (capitals, ends, pauses, title)
        units[at] = _phrase_unit(phrases.entries[entry], flags)
    inside = found.length - 1
    from_start = np.repeat(found.start + 1, inside)
    kept[from_start + counting(inside)] = False
    return units[kept], row[kept]


def _persons(words: Words, hits: Places) -> Flags:
    before, after = hits - 1, hits + 1
    small = words.exists[before] & ~words["title"][before] & ~words["ends"][before]
    return words["is_name"][hits] & (small | words["after_name"][after])


def _reach(words: Words, hits: Places) -> Places:
    stops = words["ends"] | (words["special"] == _BUT) | ~words.exists
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
    pauses = np.flatnonzero(words["pauses"])
    for at in np.flatnonzero(words["special"] == TURNS["although"]).tolist():
        starts = not words.exists[at - 1] or words["ends"][at - 1]
        # a turn before the comma takes its place, as does another "although"
        comma = pauses[np.searchsorted(pauses, at) :][:1]
        if starts and len(comma) and words.row[comma[0]] == words.row[at]:
            found.append(int(comma[0]))
    return found


# --- vocabularies ------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _vocabulary(*, mended: bool) -> Vocabulary:
    def units_of(token: str) -> list[tuple[Any, ...]]:
        words = mended_words_of_token(token) if mended else [word_of_token(token)]
        return [_properties(word, mended=mended) for word in words]

    return Vocabulary(units_of, _COLUMNS)


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
