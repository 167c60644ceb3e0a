"""Spam: wordings of advertising, and signs that need no words (links, hashtags, repetition).

Each family of wordings and each sign has a weight in ``data/spam.csv`` and
``data/spam_signs.csv``. They add up as chances do: the score is 1 minus the product of
(1 - weight).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cmkit.moderation.matching import signals, table
from cmkit.moderation.repetition import repetitions
from cmkit.moderation.units import Part
from cmkit.text.wordings import excerpt, fires

__all__ = ["signs_of", "spam"]

#: A score below is not flagged.
_LEAST = 0.5
#: Fewer capitals are an acronym; a text is shouted when most of its letters are.
_LEAST_CAPITALS, _MOSTLY = 10, 0.6
_ENDINGS = "com|net|org|info|biz|xyz|shop|store|online|site|club|top|fr|io|co|me|ly|gl|app|link"
_PATTERNS = {
    "links": r"(?:https?://|www\.)\S+|(?:^|[^@a-z0-9.\-])[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*"
    rf"\.(?:{_ENDINGS})(?:/\S*|\b)",
    "short_links": r"\b(?:bit\.ly|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|cutt\.ly|rb\.gy|tiny\.cc|t\.ly"
    r"|shorturl\.at|buff\.ly|urlz\.fr|rebrand\.ly|s\.id|v\.gd)/",
    "hashtags": r"#[^\s#]",
    "mentions": r"(?:^|\s)@\w",
    "pointers": r"👉|👇|➡|→|⚠|🔥|💰|💸|🤑|💯|🎁|🚨|🆓|💎|📈|\$\$\$",
}


class _Sign(NamedTuple):
    """A column of the table of signs: what it is called, its weight, and what it counts."""

    what: str
    weight: float
    sign: str = ""
    at_least: int = 0


def signs_of(part: Part) -> npt.NDArray[np.bool_]:
    """Say which families and signs each text shows: one column per known sign."""
    columns = {known.what: place for place, known in enumerate(_known())}
    shows = np.zeros((len(part.texts), len(columns)), dtype=bool)
    families = signals("spam")
    rows, found = fires(part.folds, families, part.wording_langs)
    for place, family in enumerate(families):
        shows[rows, columns[family.what]] |= found[:, place]
    counts = {sign: _count(part.folds, pattern) for sign, pattern in _PATTERNS.items()}
    counts["capitals"] = _capitals(part.texts)
    for place, known in enumerate(_known()):
        if known.sign in counts:
            shows[:, place] = counts[known.sign] >= known.at_least
    return shows


def spam(
    posts: pd.DataFrame,
    codes: npt.NDArray[np.int64],
    texts: pd.Series,
    folds: pa.Array,
    shows: npt.NDArray[np.bool_],
) -> Iterator[tuple[int, float, list[str], str]]:
    """Yield the posts that read like spam: row, score, words, reason.

    ``codes`` numbers each post's text among ``texts``, ``folds`` and the rows of ``shows``.
    """
    same, many = repetitions(posts, codes, folds)
    rows = np.flatnonzero(codes >= 0)
    shown = shows[codes[rows]]
    for place, known in enumerate(_known()):
        if known.sign in ("same_author", "many_authors"):
            counted = same if known.sign == "same_author" else many
            shown[:, place] = counted[rows] >= known.at_least
    weights = np.array([known.weight for known in _known()])
    scores = 1 - np.exp(shown @ np.log1p(-weights))
    for place in np.flatnonzero(scores >= _LEAST - 1e-9).tolist():
        row = int(rows[place])
        fired = [_known()[i] for i in np.flatnonzero(shown[place])]
        unit = int(codes[row])
        words = _words(texts.iloc[unit], folds[unit].as_py(), fired)
        yield row, float(scores[place]), words, _reason(fired, int(same[row]), int(many[row]))


def _words(text: str, fold: str, fired: list[_Sign]) -> list[str]:
    """Return what each family fired on; for a sign without words, what it is."""
    words = []
    for known in fired:
        families = [family for family in signals("spam") if family.what == known.what]
        cuts = [excerpt(text, fold, family.pattern) for family in families]
        words.append(next(filter(None, cuts), known.what))
    return list(dict.fromkeys(words))


def _reason(fired: list[_Sign], same: int, many: int) -> str:
    told = []
    for known in sorted(fired, key=lambda known: -known.weight):
        if known.sign == "same_author":
            told.append(f"the same text in {same} posts of its author within a day")
        elif known.sign == "many_authors":
            told.append(f"the same text by {many} authors within an hour")
        else:
            told.append(known.what)
    return f"Reads like spam: {', '.join(dict.fromkeys(told))}."


@lru_cache(maxsize=1)
def _known() -> tuple[_Sign, ...]:
    """Return the families, a language's two as one, then the signs."""
    families = {family.what: family.weight for family in signals("spam")}
    return (
        *(_Sign(what, weight) for what, weight in families.items()),
        *(
            _Sign(row["what"], float(row["weight"]), row["sign"], int(row["at_least"]))
            for row in table("spam_signs")
        ),
    )


def _capitals(texts: pa.Array) -> npt.NDArray[np.int64]:
    """Count the capitals of the texts that are mostly in capitals."""
    capitals = _count(texts, r"\p{Lu}")
    rows = np.flatnonzero(capitals >= _LEAST_CAPITALS)
    letters = pc.utf8_length(pc.replace_substring_regex(texts.take(pa.array(rows)), r"\PL+", ""))
    shouted = rows[capitals[rows] > _MOSTLY * letters.to_numpy()]
    return np.bincount(shouted, weights=capitals[shouted], minlength=len(texts)).astype(np.int64)


def _count(texts: pa.Array, pattern: str) -> npt.NDArray[np.int64]:
    return np.array(pc.count_substring_regex(texts, pattern), dtype=np.int64)
