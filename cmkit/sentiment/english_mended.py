"""The rules of VADER with their faults mended: sentences end, names are names."""

from cmkit.sentiment.english_rules import (
    CAPITALS,
    NEGATED,
    after_least,
    after_no,
    boost,
    negation,
)
from cmkit.sentiment.english_words import SPECIAL, TURNS, Word

__all__ = ["FAR", "is_person", "mended_valence", "weigh_contrast"]

#: How far back a negation is looked for; VADER sees three words.
FAR = 8
_BUT = SPECIAL["but"]
_ALTHOUGH, _THEN, _NOW = TURNS["although"], TURNS["then"], TURNS["now"]


def is_person(words: list[Word], i: int) -> bool:
    """Say whether a word such as "Grace" is a first name here: a capital that nothing asks for."""
    follows_small = i > 0 and not words[i - 1].title and not words[i - 1].ends
    return follows_small or (i + 1 < len(words) and words[i + 1].after_name)


def mended_valence(words: list[Word], i: int, *, mixed: bool, notes: list[str]) -> float:
    """Return what a word adds to the sum, given the words around it."""
    word = words[i]
    if word.is_face:
        return float(word.valence or 0.0)
    reach = _reach(words, i)
    near = words[i - min(reach, 3) : i + 2]
    at = min(reach, 3)
    valence = after_no(near, at, notes)
    negated = valence != word.valence
    if word.capitals and mixed:
        valence += CAPITALS if valence > 0 else -CAPITALS
        notes.append("capitals")
    for back in range(1, at + 1):
        before = words[i - back]
        if before.valence is not None:
            continue
        valence += boost(before, valence, back, mixed=mixed, notes=notes)
        factor = negation(near, at, back)
        if factor != 1:
            notes.append(f"after '{before.lower}'" if factor < 0 else "never so")
            negated = True
        valence *= factor
    if after_least(near, at):
        notes.append("after 'least'")
        return valence * NEGATED
    return valence if negated else _negated_from_afar(words, i, reach, valence, notes)


def _reach(words: list[Word], i: int) -> int:
    """Return how many words back are of the same sentence and clause, at most `FAR`."""
    for back in range(1, FAR + 1):
        if i < back:
            return back - 1
        before = words[i - back]
        if before.ends or before.special == _BUT or (before.pauses and before.valence is not None):
            return back - 1
    return FAR


def _negated_from_afar(
    words: list[Word], i: int, reach: int, valence: float, notes: list[str]
) -> float:
    for back in range(1, reach + 1):
        before = words[i - back]
        if before.valence is not None:
            break
        if back > 3 and before.negates:
            notes.append(f"after '{before.lower}'")
            return valence * NEGATED
    return valence


def weigh_contrast(
    words: list[Word], hits: list[int], values: list[float], rules: list[list[str]]
) -> list[float]:
    """Weigh each value once, by the last contrast: what VADER means to do."""
    turn = _turn(words)
    if turn is None:
        return values
    at, word = turn
    for i in hits if rules else ():
        rules[i].append(f"{'before' if i < at else 'after'} '{word.lower}'")
    return [value * (0.5 if i < at else 1.5) for i, value in zip(hits, values, strict=True)]


def _turn(words: list[Word]) -> tuple[float, Word] | None:
    """Return where a post turns round, and the word that does it.

    The last "but"; or "now" after "at first"; or the comma after a clause with "although".
    """
    found: tuple[float, Word] | None = None
    earlier = False
    although: Word | None = None
    for i, word in enumerate(words):
        earlier = earlier or word.special == _THEN
        starts = i == 0 or words[i - 1].ends
        if word.special == _ALTHOUGH and starts:
            although = word
        if word.special == _BUT or (word.special == _NOW and earlier):
            found = (i, word)
        if although is not None and word.pauses:
            found, although = (i + 0.5, although), None
    return found
