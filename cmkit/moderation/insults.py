"""Insults: words that are one by themselves, and words that become one when aimed at a person.

"Quel clown au mariage" is no insult and "t'es un clown" is one: what stands before a word decides.
"""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cmkit.moderation import aim
from cmkit.moderation.insult_words import TOKEN, Word, read, screen, spelt_out
from cmkit.text.wordings import Signal, searcher

__all__ = ["LEAST", "Insult", "candidates", "insults_in", "phrases_in"]

#: A score below is not flagged.
LEAST = 0.35
_AT_YOU, _AT_SOMEBODY = 0.25, 0.1
_WINDOW = 9
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_QUOTED = re.compile(r"«[^«»]{1,300}»|“[^“”]{1,300}”|\"[^\"]{1,300}\"")


class Insult(NamedTuple):
    """An insult in a folded text: where, how strong, and whether it is aimed at the reader."""

    start: int
    end: int
    score: float
    at_you: bool


def candidates(folds: pa.Array) -> npt.NDArray[np.int64]:
    """Return the folded texts that may hold an insulting word: all that do, and some more."""
    return np.flatnonzero(pc.match_substring_regex(folds, screen()).to_numpy(zero_copy_only=False))


def insults_in(fold: str, lang: str) -> list[Insult]:
    """Find the insulting words of one folded text that count where they stand."""
    text = _LINK.sub(lambda match: "¤" * len(match.group()), fold)
    tokens = list(TOKEN.finditer(text))
    hits = [
        (match.start(), match.end(), word)
        for match in tokens
        if (word := read(match.group(), lang)) is not None
    ]
    return _meant(text, [*hits, *spelt_out(text, lang)], tokens)


def phrases_in(fold: str, signal: Signal) -> list[Insult]:
    """Find the insulting phrases of one folded text that nobody is quoted with."""
    tokens = list(TOKEN.finditer(fold))
    kind = "insult" if signal.lang == "any" else "phrase"
    word = Word(kind, signal.weight, "")
    hits = [(match.start(), match.end(), word) for match in searcher(signal.pattern).finditer(fold)]
    return _meant(fold, hits, tokens)


def _meant(
    text: str, hits: list[tuple[int, int, Word]], tokens: list[re.Match[str]]
) -> list[Insult]:
    """Keep the hits that are not quoted and that count where they stand."""
    if not hits:
        return []
    quoted = _quotes(text)
    starts = [match.start() for match in tokens]
    found = []
    for start, end, word in hits:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        before = _joined(tokens[max(0, first - _WINDOW) : first])
        insult = _judged(word, start, end, (before, _joined(tokens[last : last + 3])))
        if insult is not None and insult.score >= LEAST and not _is_inside(start, quoted):
            found.append(insult)
    return found


def _joined(tokens: list[re.Match[str]]) -> str:
    """Write tokens with blanks around each; a handle is "@", a hashtag "#"."""
    words = [match.group()[0] if match.group()[0] in "@#" else match.group() for match in tokens]
    return f" {' '.join(words)} " if words else " "


def _judged(word: Word, start: int, end: int, around: tuple[str, str]) -> Insult | None:
    """Say how much a word counts between what stands before and after it."""
    before, after = around
    if aim.is_told(before):
        return None
    if word.kind == "phrase":
        return Insult(start, end, word.strength, at_you=True)
    if aim.is_unmeant(before, after):
        return None
    fits, at_you = aim.fits(after), aim.at_you(before)
    if word.kind == "image":
        at_you |= fits and aim.called_plainly(before)
    elif word.kind == "insult" or (word.kind == "epithet" and fits):
        at_you |= aim.called(before)
    at_somebody = aim.at_somebody(before)
    counts = {
        "insult": True,
        "epithet": at_you or aim.named(before, after) or (at_somebody and fits),
        "image": at_you and fits,
        "adjective": at_you and fits,
    }
    if not counts[word.kind]:
        return None
    bonus = _AT_YOU if at_you else _AT_SOMEBODY * (at_somebody or word.kind == "epithet")
    return Insult(start, end, min(1.0, word.strength + bonus), at_you)


def _quotes(text: str) -> list[tuple[int, int]]:
    """Return what is quoted, unless that is the whole text."""
    spans = [match.span() for match in _QUOTED.finditer(text)]
    return [(start, end) for start, end in spans if end - start < len(text.strip()) - 1]


def _is_inside(place: int, spans: list[tuple[int, int]]) -> bool:
    number = bisect_right(spans, (place, len(spans) and spans[-1][1])) - 1
    return number >= 0 and spans[number][0] <= place < spans[number][1]
