"""The rules of VADER around one word, as published.

References
----------
.. [1] Hutto & Gilbert (2014), ICWSM-14, doi:10.1609/icwsm.v8i1.14550.
"""

import heapq

from cmkit.sentiment.english_words import Word
from cmkit.sentiment.lexicon import english

__all__ = [
    "CAPITALS",
    "DECAY",
    "NEGATED",
    "after_least",
    "after_no",
    "boost",
    "negation",
    "published_valence",
    "weigh_but",
]

#: Hutto & Gilbert (2014): what capitals add, what a negation multiplies by.
CAPITALS = 0.733
NEGATED = -0.74
DECAY = (1.0, 0.95, 0.9)
_NO, _OR, _KIND, _OF, _LEAST, _AT, _NEVER, _SO, _WITHOUT, _DOUBT = range(1, 11)


def published_valence(words: list[Word], i: int, *, mixed: bool, notes: list[str]) -> float:
    """Return what a word adds to the sum, given the words around it."""
    word = words[i]
    if word.special == _KIND and i + 1 < len(words) and words[i + 1].special == _OF:
        return 0.0
    valence = after_no(words, i, notes)
    if word.capitals and mixed:
        valence += CAPITALS if valence > 0 else -CAPITALS
        notes.append("capitals")
    for back in (1, 2, 3):
        if i < back:
            break
        before = words[i - back]
        if before.valence is not None:
            continue
        valence += boost(before, valence, back, mixed=mixed, notes=notes)
        factor = negation(words, i, back)
        if factor != 1:
            notes.append(f"after '{before.lower}'" if factor < 0 else "never so")
        valence *= factor
        if back == 3 and (word.in_idiom or words[i - 1].in_idiom or words[i - 2].in_idiom):
            valence = _idiom(words, i, valence, notes)
    if after_least(words, i):
        notes.append("after 'least'")
        valence *= NEGATED
    return valence


def after_least(words: list[Word], i: int) -> bool:
    """Say whether "least" negates the word; "at least" and "very least" do not."""
    if i == 0 or words[i - 1].special != _LEAST or words[i - 1].valence is not None:
        return False
    return i == 1 or words[i - 2].special != _AT


def after_no(words: list[Word], i: int, notes: list[str]) -> float:
    """Return the valence, "no" being a word of its own or a negation of the next one."""
    word = words[i]
    valence = word.valence or 0.0
    here = valence
    if word.special == _NO and i + 1 < len(words) and words[i + 1].valence is not None:
        notes.append("negates the next word")
        here = 0.0
    before = [words[i - back].special if i >= back else 0 for back in (1, 2, 3)]
    if _NO in before[:2] or (before[2] == _NO and before[0] == _OR):
        notes.append("after 'no'")
        here = valence * NEGATED
    return here


def boost(before: Word, valence: float, back: int, *, mixed: bool, notes: list[str]) -> float:
    """Return what a booster or a damper adds to a valence."""
    if not before.booster:
        return 0.0
    boost = before.booster * (-1 if valence < 0 else 1)
    if before.capitals and mixed:
        boost += CAPITALS if valence > 0 else -CAPITALS
    notes.append(f"{'more' if before.booster > 0 else 'less'} by '{before.lower}'")
    return boost * DECAY[back - 1]


def negation(words: list[Word], i: int, back: int) -> float:
    """Return what the word ``back`` places before multiplies by."""
    one, two = words[i - 1].special, words[i - 2].special
    if back == 2:
        if two == _NEVER and one == _SO:
            return 1.25
        if two == _WITHOUT and one == _DOUBT:
            return 1.0
    if back == 3:
        three = words[i - 3].special
        if (three == _NEVER and two == _SO) or one == _SO:
            return 1.25
        if three == _WITHOUT and _DOUBT in (one, two):
            return 1.0
    return NEGATED if words[i - back].negates else 1.0


def _idiom(words: list[Word], i: int, valence: float, notes: list[str]) -> float:
    tables = english()
    three, two, one, here = (words[i - back].lower for back in (3, 2, 1, 0))
    sequences = [f"{one} {here}", f"{two} {one} {here}", f"{two} {one}"]
    sequences += [f"{three} {two} {one}", f"{three} {two}"]
    matched = [sequence for sequence in sequences if sequence in tables.idioms][:1]
    for end in (i + 2, i + 3):
        if end <= len(words):
            sequence = " ".join(word.lower for word in words[i:end])
            matched += [sequence] if sequence in tables.idioms else []
    if matched:
        notes.append(f"idiom '{matched[-1]}'")
        valence = tables.idioms[matched[-1]]
    for sequence in (f"{three} {two} {one}", f"{three} {two}", f"{two} {one}"):
        if sequence in tables.boosters:
            notes.append(f"'{sequence}'")
            valence += tables.boosters[sequence]
    return valence


def weigh_but(places: list[int], values: list[float], but: int) -> tuple[list[int], list[float]]:
    """Halve what comes before "but", add half to what comes after, as VADER's code does it.

    It looks each number up by its value while it changes the list, so that equal numbers may be
    changed twice or not at all. A heap of places for each value does the same in linear time.

    Returns
    -------
    tuple
        The places that were changed, in that order, and the values after it.

    Examples
    --------
    >>> weigh_but([0, 2], [1.9, -2.5], but=1)
    ([0, 2], [0.95, -3.75])
    """
    if len(values) == 1:
        return places, [values[0] * (0.5 if places[0] < but else 1.5)]
    by_place = dict(zip(places, values, strict=True))
    by_value: dict[float, list[int]] = {}
    for place, value in zip(places, values, strict=True):
        by_value.setdefault(value, []).append(place)
    changed = []
    for place in places:
        value = by_place[place]
        first = heapq.heappop(by_value[value])
        by_place[first] = value * (0.5 if first < but else 1.5)
        heapq.heappush(by_value.setdefault(by_place[first], []), first)
        changed.append(first)
    return changed, [by_place[place] for place in places]
