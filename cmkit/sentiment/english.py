"""English: VADER, rule by rule as published, and the same with its known faults mended.

Written anew so that each rule can be explained and no post is slow: VADER's own package builds a
list of the whole post at each word it knows. The word lists are read from that package.
"""

import heapq

from cmkit.sentiment.english_words import Word, words_of
from cmkit.sentiment.lexicon import english
from cmkit.sentiment.reading import Reading

__all__ = ["read"]

#: Hutto & Gilbert (2014): what capitals add, what a negation multiplies by.
_CAPITALS = 0.733
_NEGATED = -0.74
_DECAY = {1: 1.0, 2: 0.95, 3: 0.9}


def read(text: str, *, mended: bool, noted: bool = False) -> Reading:
    """Read one English text.

    Parameters
    ----------
    text : str
        One post.
    mended : bool
        False is VADER as published. True mends the curly apostrophe, stretched words (*soooo*),
        sentences glued together (*bad.Really*), and gives each emoji one valence of its own
        instead of the words of its description.
    noted : bool
        Whether to say in words what happened to each token.

    Returns
    -------
    Reading
        ``score()`` of it equals VADER's compound at four decimals when ``mended`` is False.

    References
    ----------
    .. [1] Hutto & Gilbert (2014), ICWSM-14, doi:10.1609/icwsm.v8i1.14550.

    Examples
    --------
    >>> read("The book was good.", mended=False).score()
    0.4404
    >>> read("It isn’t good", mended=True).score() < 0 < read("It isn’t good", mended=False).score()
    True
    """
    text, words = words_of(text, mended=mended)
    rules: list[list[str]] = [[] for _ in words] if noted else []
    contributions = _contributions(words, rules)
    exclamations, questions = text.count("!"), text.count("?")
    emphasis = min(exclamations, 4) * 0.292
    if questions > 1:
        emphasis += questions * 0.18 if questions <= 3 else 0.96
    reading = Reading(contributions=contributions, emphasis=emphasis)
    if noted:
        reading.tokens = [word.shown for word in words]
        reading.normalised = [word.lower for word in words]
        reading.valences = [word.valence for word in words]
        reading.rules = rules
        reading.marks = "!" * exclamations + "?" * questions
    return reading


def _contributions(words: list[Word], rules: list[list[str]]) -> list[float]:
    capitals = sum(word.capitals for word in words)
    mixed = 0 < capitals < len(words)
    found = [0.0] * len(words)
    for i, word in enumerate(words):
        if word.valence is None or word.booster:
            continue
        if word.lower == "kind" and i + 1 < len(words) and words[i + 1].lower == "of":
            continue
        notes = rules[i] if rules else []
        notes.append(word.rule)
        found[i] = _valence(words, i, mixed=mixed, notes=notes)
    return _weigh_but(words, found, rules)


def _valence(words: list[Word], i: int, *, mixed: bool, notes: list[str]) -> float:
    word = words[i]
    valence = _after_no(words, i, notes)
    if word.capitals and mixed:
        valence += _CAPITALS if valence > 0 else -_CAPITALS
        notes.append("capitals")
    for back in (1, 2, 3):
        if i < back:
            break
        before = words[i - back]
        if before.valence is not None:
            continue
        valence += _boost(before, valence, back, mixed=mixed, notes=notes)
        factor = _negation(words, i, back)
        if factor != 1:
            notes.append(f"after '{before.lower}'" if factor < 0 else "never so")
        valence *= factor
        if back == 3:
            valence = _idiom(words, i, valence, notes)
    if _after_least(words, i):
        notes.append("after 'least'")
        valence *= _NEGATED
    return valence


def _after_least(words: list[Word], i: int) -> bool:
    if i == 0 or words[i - 1].lower != "least" or words[i - 1].valence is not None:
        return False
    return i == 1 or words[i - 2].lower not in ("at", "very")


def _after_no(words: list[Word], i: int, notes: list[str]) -> float:
    """Return the valence, "no" being a word of its own or a negation of the next one."""
    word = words[i]
    valence = word.valence or 0.0
    here = valence
    if word.lower == "no" and i + 1 < len(words) and words[i + 1].valence is not None:
        notes.append("negates the next word")
        here = 0.0
    before = [words[i - back].lower if i >= back else "" for back in (1, 2, 3)]
    if "no" in before[:2] or (before[2] == "no" and before[0] in ("or", "nor")):
        notes.append("after 'no'")
        here = valence * _NEGATED
    return here


def _boost(before: Word, valence: float, back: int, *, mixed: bool, notes: list[str]) -> float:
    if not before.booster:
        return 0.0
    sign = 1 if valence > 0 else -1
    boost = before.booster * (-1 if valence < 0 else 1)
    if before.capitals and mixed:
        boost += sign * _CAPITALS
    notes.append(f"{'more' if before.booster > 0 else 'less'} by '{before.lower}'")
    return boost * _DECAY[back]


def _negation(words: list[Word], i: int, back: int) -> float:
    """Return what the word ``back`` places before multiplies by."""
    one, two = words[i - 1].lower, words[i - 2].lower
    if back == 2:
        if two == "never" and one in ("so", "this"):
            return 1.25
        if two == "without" and one == "doubt":
            return 1.0
    if back == 3:
        three = words[i - 3].lower
        if (three == "never" and two in ("so", "this")) or one in ("so", "this"):
            return 1.25
        if three == "without" and "doubt" in (one, two):
            return 1.0
    return _NEGATED if words[i - back].negates else 1.0


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


def _weigh_but(words: list[Word], found: list[float], rules: list[list[str]]) -> list[float]:
    """Halve what comes before "but", add half to what comes after.

    VADER looks each number up by its value while it changes the list, so that equal numbers may
    be changed twice or not at all. A heap of places for each value does the same in linear time.
    """
    but = next((i for i, word in enumerate(words) if word.lower == "but"), None)
    if but is None:
        return found
    places: dict[float, list[int]] = {}
    for i, value in enumerate(found):
        if value:
            places.setdefault(value, []).append(i)
    for i in range(len(found)):
        value = found[i]
        if not value:
            continue
        first = heapq.heappop(places[value])
        found[first] = value * (0.5 if first < but else 1.5)
        heapq.heappush(places.setdefault(found[first], []), first)
        if rules:
            rules[first].append("before 'but'" if first < but else "after 'but'")
    return found
