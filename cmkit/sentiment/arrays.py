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
    """The units of some texts, with empty places (unit 0) between texts."""

    def __init__(
        self, table: dict[str, npt.NDArray[Any]], units: Places, row: Places, n_texts: int
    ) -> None:
        place = np.arange(len(units)) + EDGE * (row + 1)
        self.units = np.zeros(len(units) + EDGE * (n_texts + 1), dtype=np.int64)
        self.units[place] = units
        self.row = np.zeros(len(self.units), dtype=np.int64)
        self.row[place] = row
        self.table, self.n_texts = table, n_texts
        self.n_words = np.bincount(row, minlength=n_texts)
        self.n_capitals = np.bincount(row[table["capitals"][units]], minlength=n_texts)
        self.mixed = (self.n_capitals > 0) & (self.n_capitals < self.n_words)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """Return a property of every place."""
        return self.table[name][self.units]

    def at(self, name: str, places: Places) -> npt.NDArray[Any]:
        """Return a property of some places."""
        return self.table[name][self.units[places]]

    def where(self, name: str) -> Places:
        """Return the places that have a property."""
        return np.flatnonzero(self.table[name][self.units])


class Before:
    """The words some places before the hits; nothing where that is out of reach."""

    def __init__(
        self, words: Words, hits: Places, back: int, *, within: Flags | None = None
    ) -> None:
        units = words.units[hits - back]
        self._units = units if within is None else np.where(within, units, 0)
        self._table = words.table
        self._columns: dict[str, npt.NDArray[Any]] = {}
        self.acts = (self._units != 0) & ~self["known"]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self._table[name][self._units]
        return found


def values(
    words: Words, hits: Places, value: Numbers, negated: Flags, tokens: Cut, unsure: Places
) -> Values:
    """Put together what was found."""
    return Values(
        words.row[hits],
        hits - EDGE * (words.row[hits] + 1),
        words.at("valence", hits),
        value,
        words.at("is_face", hits),
        negated,
        words.n_words,
        words.n_capitals,
        tokens,
        unsure,
    )


def sums(row: Places, weights: npt.NDArray[Any], n: int) -> Numbers:
    """Add up the weights of each text, in order from 0.0, as a loop would."""
    return np.asarray(np.bincount(row, weights=weights, minlength=n), dtype=np.float64)
