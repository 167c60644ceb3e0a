"""The units of many texts as one array per property, and what an engine finds in them."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cmkit.sentiment.cutting import Cut, Places

__all__ = ["EDGE", "Before", "Flags", "Numbers", "Values", "Words", "sums", "values"]

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Empty places between two texts: as many as the farthest rule looks.
EDGE = 8


class Values(NamedTuple):
    """The scored units of some texts, and what is counted of each text.

    One number per scored unit: ``row``, its text; ``place`` in it; ``valence`` as looked up;
    ``value``, what it adds to the sum; ``is_face``, an emoji or emoticon; ``negated``. One per
    text: ``n_words``, ``n_capitals``. ``unsure`` are texts that must be read one by one.
    """

    row: Places
    place: Places
    valence: Numbers
    value: Numbers
    is_face: Flags
    negated: Flags
    n_words: Places
    n_capitals: Places
    tokens: Cut
    unsure: Places


class Words:
    """The units of some texts, with empty places between texts; columns are made when asked for."""

    def __init__(
        self, table: npt.NDArray[np.void], units: Places, row: Places, n_texts: int
    ) -> None:
        self.place = np.arange(len(units)) + EDGE * (row + 1)
        size = len(units) + EDGE * (n_texts + 1)
        self._table, self._units, self._size = table, units, size
        self._columns: dict[str, npt.NDArray[Any]] = {}
        self.n_texts = n_texts
        self.row = np.zeros(size, dtype=np.int64)
        self.row[self.place] = row
        self.exists = np.zeros(size, dtype=bool)
        self.exists[self.place] = True
        self.n_words = np.bincount(row, minlength=n_texts)
        capitals = table["capitals"][units]
        self.n_capitals = np.bincount(row[capitals], minlength=n_texts)
        self.mixed = (self.n_capitals > 0) & (self.n_capitals < self.n_words)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        found = self._columns.get(name)
        if found is None:
            source = self._table[name]
            found = np.zeros(self._size, dtype=source.dtype)
            found[self.place] = source[self._units]
            self._columns[name] = found
        return found


class Before:
    """The words some places before the hits; nothing where that is out of reach."""

    def __init__(
        self, words: Words, hits: Places, back: int, *, within: Flags | None = None
    ) -> None:
        self._words, self._at, self._within = words, hits - back, within
        self._columns: dict[str, npt.NDArray[Any]] = {}
        there = words.exists[self._at]
        self.acts = (there if within is None else there & within) & ~self["known"]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        found = self._columns.get(name)
        if found is None:
            found = self._words[name][self._at]
            if self._within is not None:
                found = np.where(self._within, found, np.zeros(1, dtype=found.dtype))
            self._columns[name] = found
        return found


def values(
    words: Words, hits: Places, value: Numbers, negated: Flags, tokens: Cut, unsure: Places
) -> Values:
    """Put together what was found."""
    return Values(
        words.row[hits],
        hits - EDGE * (words.row[hits] + 1),
        words["valence"][hits],
        value,
        words["is_face"][hits],
        negated,
        words.n_words,
        words.n_capitals,
        tokens,
        unsure,
    )


def sums(row: Places, weights: npt.NDArray[Any], n: int) -> Numbers:
    """Add up the weights of each text, in order from 0.0, as a loop would."""
    return np.asarray(np.bincount(row, weights=weights, minlength=n), dtype=np.float64)
