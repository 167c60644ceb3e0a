"""English: VADER, rule by rule as published, and the same with its known faults mended.

Written anew so that each rule can be explained and no post is slow: VADER's own package builds a
list of the whole post at each word it knows. The word lists are read from that package.
`cmkit.sentiment.english_batch` applies the same rules to many texts at once.
"""

import math
from typing import NamedTuple

from cmkit.sentiment.english_mended import is_person, mended_valence, weigh_contrast
from cmkit.sentiment.english_mending import mended_words
from cmkit.sentiment.english_rules import published_valence, weigh_but
from cmkit.sentiment.english_words import SPECIAL, Word, words_of
from cmkit.sentiment.reading import Reading

__all__ = ["Polarity", "emphasis", "polarity", "read"]

_BUT = SPECIAL["but"]


def read(text: str, *, mended: bool, noted: bool = False) -> Reading:
    """Read one English text.

    Parameters
    ----------
    text : str
        One post.
    mended : bool
        False is VADER as published. True mends curly apostrophes, stretched words (*soooo*),
        sentences glued together (*bad.Really*), hashtags (*#notgood* is two words), entries that
        its code can never find (*fed up*, *:D*), first names that are words (*Grace*), rules that
        reach over the end of a sentence, and emoji, which get one valence each instead of
        the words of their description; and it knows some hundred words and phrases more.
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
    text, words = (text, mended_words(text)) if mended else words_of(text)
    rules: list[list[str]] = [[] for _ in words] if noted else []
    contributions = _contributions(words, rules, mended=mended)
    exclamations, questions = text.count("!"), text.count("?")
    reading = Reading(
        contributions=contributions,
        emphasis=emphasis(exclamations, questions),
        published=not mended,
    )
    if noted:
        reading.tokens = [word.shown for word in words]
        reading.normalised = [word.lower for word in words]
        reading.valences = [word.valence for word in words]
        reading.rules = rules
        reading.marks = "!" * exclamations + "?" * questions
    return reading


class Polarity(NamedTuple):
    """What VADER says of a text: shares of its words by feeling, 0 to 1, and the compound score."""

    neg: float
    neu: float
    pos: float
    compound: float


_NOTHING_SAID = Polarity(0.0, 1.0, 0.0, 0.0)


def polarity(text: str) -> Polarity:
    """Return VADER's four figures of one text, as published.

    Examples
    --------
    >>> polarity("The book was good.")
    Polarity(neg=0.0, neu=0.508, pos=0.492, compound=0.4404)
    """
    text, words = words_of(text)
    if not words:
        return Polarity(0.0, 0.0, 0.0, 0.0)
    hits, values = _published(words, [])
    if not values:
        return _NOTHING_SAID
    if "but" in text.lower():
        values = [value for value in _weigh_but(words, hits, values, []) if value]
    positive = negative = 0.0
    neutral = len(words)
    for value in values:
        if value > 0:
            positive += value + 1
            neutral -= 1
        elif value < 0:
            negative += value - 1
            neutral -= 1
    total = float(sum(values))
    amplified = emphasis(text.count("!"), text.count("?")) if "!" in text or "?" in text else 0.0
    if positive > -negative:
        positive += amplified
    elif positive < -negative:
        negative -= amplified
    size = positive - negative + neutral
    if total:
        total += amplified if total > 0 else -amplified
    return Polarity(
        round(-negative / size, 3) if negative else 0.0,
        round(neutral / size, 3) if neutral else 0.0,
        round(positive / size, 3) if positive else 0.0,
        round(total / math.sqrt(total * total + 15), 4),
    )


def emphasis(exclamations: int, questions: int) -> float:
    """Return what the punctuation adds to a sum that is not 0.

    Examples
    --------
    >>> emphasis(1, 1), emphasis(0, 2)
    (0.292, 0.36)
    """
    added = min(exclamations, 4) * 0.292
    if questions > 1:
        added += questions * 0.18 if questions <= 3 else 0.96
    return added


def _contributions(words: list[Word], rules: list[list[str]], *, mended: bool) -> list[float]:
    """Return what each word adds to the sum; say why in ``rules`` unless it is empty."""
    found = [0.0] * len(words)
    hits, values = (_mended if mended else _published)(words, rules)
    values = (weigh_contrast if mended else _weigh_but)(words, hits, values, rules)
    for i, value in zip(hits, values, strict=True):
        found[i] = value
    return found


def _published(words: list[Word], rules: list[list[str]]) -> tuple[list[int], list[float]]:
    """Return the places of the scored words, and their values before "but"."""
    hits = [i for i, word in enumerate(words) if word.scored]
    values: list[float] = []
    mixed = None
    for i in hits:
        word = words[i]
        notes = [word.rule]
        if (
            word.acts
            or word.capitals
            or (i and words[i - 1].acts)
            or (i > 1 and words[i - 2].acts)
            or (i > 2 and words[i - 3].acts)
        ):
            mixed = _mixed(words) if mixed is None else mixed
            values.append(published_valence(words, i, mixed=mixed, notes=notes))
        else:
            values.append(word.valence or 0.0)
        if rules:
            rules[i] += notes
    return hits, values


def _mended(words: list[Word], rules: list[list[str]]) -> tuple[list[int], list[float]]:
    """Return the places of the scored words, and their values before a contrast."""
    hits = [
        i
        for i, word in enumerate(words)
        if word.scored and not (word.is_name and is_person(words, i))
    ]
    mixed = _mixed(words)
    values = []
    for i in hits:
        notes = [words[i].rule]
        values.append(mended_valence(words, i, mixed=mixed, notes=notes))
        if rules:
            rules[i] += notes
    return hits, values


def _mixed(words: list[Word]) -> bool:
    """Say whether some words are in capitals, and some are not."""
    return 0 < sum(word.capitals for word in words) < len(words)


def _weigh_but(
    words: list[Word], hits: list[int], values: list[float], rules: list[list[str]]
) -> list[float]:
    but = next((i for i, word in enumerate(words) if word.special == _BUT), None)
    if but is None:
        return values
    # VADER's look-up by value never finds a 0 that it could change
    places = [i for i, value in zip(hits, values, strict=True) if value]
    changed, weighed = weigh_but(places, [value for value in values if value], but)
    by_place = dict(zip(places, weighed, strict=True))
    for i in changed if rules else ():
        rules[i].append("before 'but'" if i < but else "after 'but'")
    return [by_place.get(i, 0.0) for i in hits]
