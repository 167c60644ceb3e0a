"""Wordings kept as data, and where they fire: whole columns at a time, in linear time.

A text is folded first (no capitals, no accents, one blank at a time). Columns are searched by RE2,
which cannot backtrack; Python's ``re`` then finds the words in the few texts that fired.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Signal", "excerpt", "fired_by_text", "fires", "folded", "searcher", "signals_of"]

_BLANK = r"(?:[ '\-]{1,2})"
_LONGEST_EXCERPT = 60
#: What folding cannot find by taking marks away.
_LETTERS = (("’", "'"), ("‘", "'"), ("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("ø", "o"))


class Signal(NamedTuple):
    """A family of wordings: the language, what it is a sign of, how much it weighs, the pattern."""

    lang: str
    what: str
    weight: float
    pattern: str


def signals_of(rows: Iterable[Mapping[str, str]]) -> tuple[Signal, ...]:
    """Make one signal per language, meaning and weight of the rows of a table of wordings.

    A wording is whole words, unless ``~`` stands at that end; a blank in it stands for a hyphen
    or an apostrophe, too.
    """
    families: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        key = (row["lang"], row["what"], row["weight"])
        families.setdefault(key, []).append(_compiled(row["pattern"]))
    return tuple(
        Signal(lang, what, float(weight), "|".join(patterns))
        for (lang, what, weight), patterns in families.items()
    )


def folded(texts: pa.Array) -> pa.Array:
    """Lower case, plain letters, no accents, no invisible characters, one blank at a time."""
    # Marks go first: putting thousands of them in canonical order takes quadratic time.
    plain: Any = pc.replace_substring_regex(texts, r"[\p{Mn}\p{Me}\p{Cf}]+", "")
    plain = pc.utf8_normalize(plain, form="NFKD")
    plain = pc.replace_substring_regex(pc.utf8_lower(plain), r"[\p{Mn}\p{Cf}]+", "")
    for letter, by in _LETTERS:
        plain = pc.replace_substring(plain, letter, by)
    return pc.replace_substring_regex(plain, r"\s+", " ")


def fires(
    texts: pa.Array, known: tuple[Signal, ...], langs: npt.NDArray[np.object_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Find the texts in which a signal fires, and which ones fire there (text by signal).

    ``langs`` says in which language each text is read, ``""`` in all of them.
    """
    found = np.zeros((len(texts), len(known)), dtype=bool)
    # One by one: joined, they outgrow the automaton that RE2 can keep, and take ten times as long.
    for column, signal in enumerate(known):
        read = np.isin(langs, ["", signal.lang]) | (signal.lang == "any")
        found[:, column] = _holds(texts, signal.pattern) & read
    rows = np.flatnonzero(found.any(axis=1))
    return rows, found[rows]


def fired_by_text(
    texts: pa.Array, known: tuple[Signal, ...], langs: npt.NDArray[np.object_]
) -> Iterator[tuple[int, list[Signal]]]:
    """Yield each text in which a signal fires: its number, and the signals."""
    rows, found = fires(texts, known, langs)
    for row, fired in zip(rows.tolist(), found, strict=True):
        yield row, [known[i] for i in np.flatnonzero(fired)]


def excerpt(text: str, fold: str, pattern: str) -> str:
    """Cut the first words that a pattern fires on, as they were written where that can be told."""
    match = searcher(pattern).search(fold)
    if match is None:
        return ""
    source = text if len(text) == len(fold) else fold
    found = source[match.start() : match.end()].strip(" .,;:!?")
    return found if len(found) <= _LONGEST_EXCERPT else f"{found[:_LONGEST_EXCERPT].rstrip()}…"


@lru_cache(maxsize=256)
def searcher(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for Python's ``re``."""
    return re.compile(pattern, re.ASCII)  # as RE2: \b and \w know ASCII alone


def _holds(texts: pa.Array, pattern: str) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = pc.match_substring_regex(texts, pattern).to_numpy(
        zero_copy_only=False
    )
    return found


def _compiled(pattern: str) -> str:
    """Turn a wording into a pattern: whole words, unless ``~`` stands at that end."""
    start = "" if pattern.startswith("~") else r"\b"
    end = "" if pattern.endswith("~") else r"\b"
    # An emoji or a bracket has no word's edge beside it.
    if pattern[0] in "\\[€$£-" or not pattern[0].isascii():
        start = ""
    body, in_class = [], False
    for place, character in enumerate(pattern.strip("~")):
        escaped = place > 0 and pattern.strip("~")[place - 1] == "\\"
        if character in "[]" and not escaped:
            in_class = character == "["
        body.append(_BLANK if character == " " and not in_class else character)
    return f"{start}(?:{''.join(body)}){end}"
