"""Phrases of several words, found one by one in a text or in many texts at once."""

from collections.abc import Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from cmkit.sentiment.cutting import Places, counting

__all__ = ["Found", "Phrases", "replaced"]

Entry = TypeVar("Entry")


class Found(NamedTuple):
    """Where phrases stand: first word, how many words, which entry. They never overlap."""

    start: Places
    length: Places
    entry: Places


class Phrases(Generic[Entry]):
    """A tree of phrases: the leftmost is taken, and of those the longest.

    Parameters
    ----------
    entries : mapping from tuples of words to whatever stands for the phrase

    Examples
    --------
    >>> phrases = Phrases({("to", "die", "for"): 3.0, ("fed", "up"): -1.8})
    >>> phrases.at(["food", "to", "die", "for"], 1)
    (3, 3.0)
    >>> words = np.array([phrases.number(word) for word in ["so", "fed", "up", "fed"]])
    >>> phrases.find(words, np.array([0, 0, 0, 1]), np.zeros(4, dtype=bool)).start
    array([1])
    """

    def __init__(self, entries: Mapping[tuple[str, ...], Entry]) -> None:
        self.entries = list(entries.values())
        self.first = frozenset(parts[0] for parts in entries)
        self._numbers: dict[str, int] = {}
        self._next: dict[tuple[int, int], int] = {}
        self._ends: dict[int, int] = {}
        for at, parts in enumerate(entries):
            state = 0
            for part in parts:
                number = self._numbers.setdefault(part, len(self._numbers))
                state = self._next.setdefault((state, number), len(self._next) + 1)
            self._ends[state] = at
        width = len(self._numbers) + 1
        steps = sorted((state * width + number, to) for (state, number), to in self._next.items())
        self._width = width
        self._keys = np.array([key for key, _ in steps], dtype=np.int64)
        self._to = np.array([to for _, to in steps], dtype=np.int64)
        self._entry_at = np.full(len(self._next) + 1, -1, dtype=np.int64)
        for state, at in self._ends.items():
            self._entry_at[state] = at

    @property
    def words(self) -> frozenset[str]:
        """Every word of some phrase."""
        return frozenset(self._numbers)

    def number(self, word: str) -> int:
        """Return the number that stands for a word of some phrase; -1 for other words."""
        return self._numbers.get(word, -1)

    def at(
        self, words: Sequence[str], at: int, stops: Sequence[bool] | None = None
    ) -> tuple[int, Entry | None]:
        """Return the length and the entry of the longest phrase that starts at a place; 0, None.

        No phrase goes on after a word that ``stops``.
        """
        state, length, entry = 0, 0, None
        for place in range(at, len(words)):
            step = self._next.get((state, self._numbers.get(words[place], -1)))
            if step is None:
                break
            state = step
            if state in self._ends:
                length, entry = place - at + 1, self.entries[self._ends[state]]
            if stops is not None and stops[place]:
                break
        return length, entry

    def find(self, words: Places, row: Places, stops: npt.NDArray[np.bool_]) -> Found:
        """Find every phrase in many texts.

        ``words`` are numbers from `number`, ``row`` the text of each word; no phrase goes on
        after a word that ``stops``.
        """
        at = np.flatnonzero(words >= 0)
        state = np.zeros(len(at), dtype=np.int64)
        lengths = np.zeros(len(words), dtype=np.int64)
        entries = np.full(len(words), -1, dtype=np.int64)
        depth = 0
        while len(at):
            key = state * self._width + words[at + depth]
            place = np.searchsorted(self._keys, key)
            place[place == len(self._keys)] = 0
            kept = (self._keys[place] == key) & (words[at + depth] >= 0)
            at, state = at[kept], self._to[place[kept]]
            depth += 1
            ended = self._entry_at[state] >= 0
            lengths[at[ended]] = depth
            entries[at[ended]] = self._entry_at[state[ended]]
            on = at + depth < len(words)
            at, state = at[on], state[on]
            on = (row[at + depth] == row[at]) & ~stops[at + depth - 1]
            at, state = at[on], state[on]
        start = np.flatnonzero(lengths)
        start = start[_apart(start, lengths[start])]
        return Found(start, lengths[start], entries[start])


def replaced(
    units: Places, row: Places, found: Found, numbers: Sequence[int]
) -> tuple[Places, Places]:
    """Put one unit in the place of each phrase; return the units that remain, and their texts."""
    units, kept = units.copy(), np.ones(len(units), dtype=bool)
    units[found.start] = numbers
    inside = found.length - 1
    kept[np.repeat(found.start + 1, inside) + counting(inside)] = False
    return units[kept], row[kept]


def _apart(start: Places, length: Places) -> npt.NDArray[np.bool_]:
    """Say which matches remain when each excludes those that begin inside it, from the left."""
    kept = np.ones(len(start), dtype=bool)
    if len(start) < 2 or (start[1:] >= start[:-1] + length[:-1]).all():
        return kept
    end = -1
    for i, (at, n) in enumerate(zip(start.tolist(), length.tolist(), strict=True)):
        if at < end:
            kept[i] = False
        else:
            end = at + n
    return kept
