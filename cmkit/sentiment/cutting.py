"""Many texts cut at white space in one sweep over one buffer.

Most tokens are words that no rule asks for. They are told from the others here, on whole arrays,
so that only the others are ever looked at one by one.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Cut", "Flags", "Known", "Places", "Points", "counting", "cut", "stripped"]

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Points = npt.NDArray[np.uint32]

_BASE = 0x9E3779B1
_INVERSE = pow(_BASE, -1, 2**32)
#: A word's place in the table of known words: the first bits of its hash.
_BITS = 20
_FEW = 8
_CROWDED = -1
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class Cut(NamedTuple):
    """The tokens of some texts.

    One number per token: ``row``, its text; ``first`` and ``last``, where it stands in ``joined``
    and in its code ``points``. ``exclamations`` and ``questions`` have one count
    per text.
    """

    joined: str
    points: Points
    row: Places
    first: Places
    last: Places
    exclamations: Places
    questions: Places

    def owners(self, at: Places) -> Places:
        """Return the token that each of some places in ``points`` belongs to.

        What stands between two tokens is taken for a part of the one before it; -1 before all.
        """
        if len(at) * 20 < len(self.first):
            return np.searchsorted(self.first, at, side="right").astype(np.int64) - 1
        starts = np.zeros(len(self.points), dtype=np.int32)
        starts[self.first] = 1
        found: Places = np.cumsum(starts, dtype=np.int64)[at] - 1
        return found

    def tokens(self, chosen: Places) -> list[str]:
        """Return some tokens as they are written."""
        first, last = self.first[chosen].tolist(), self.last[chosen].tolist()
        return [self.joined[at:to] for at, to in zip(first, last, strict=True)]


def cut(texts: list[str]) -> Cut:
    """Cut texts as ``str.split`` does.

    Parameters
    ----------
    texts : list of str
        Some thousands at a time: memory is about 60 bytes per character.

    Returns
    -------
    Cut

    Examples
    --------
    >>> found = cut(["so so good!", "", "or not?"])
    >>> found.tokens(np.arange(5)), found.row.tolist()
    (['so', 'so', 'good!', 'or', 'not?'], [0, 0, 0, 2, 2])
    >>> found.exclamations.tolist(), found.questions.tolist()
    ([1, 0, 0], [0, 0, 1])
    """
    joined = " ".join(texts) + " "
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    ends = np.cumsum(lengths)
    inside = ~_spaces()[points]
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    edges = np.concatenate([[0], edges]) if inside[:1].any() else edges
    first, last = edges[::2], edges[1::2]
    n_tokens = np.diff(np.searchsorted(first, ends), prepend=0)
    return Cut(
        joined,
        points,
        np.repeat(np.arange(len(texts)), n_tokens),
        first,
        last,
        _counts(points, "!", ends),
        _counts(points, "?", ends),
    )


class Known:
    """The words that an engine must look at; all others are plain.

    Parameters
    ----------
    words : iterable of str
        As they are after ``folded`` has been applied to each character.
    folded : table, one entry per code point
        Each character in the form that is looked up, such as its small letter; 0 where that is
        not one character.
    """

    def __init__(self, words: Iterable[str], folded: Points) -> None:
        self.folded = folded
        self.words = sorted({word for word in words if word and len(word.split()) == 1})
        found = cut(self.words)
        places = self._places(found.points, found.first, found.last)
        self._slots = np.zeros(1 << _BITS, dtype=np.int32)
        self._slots[places] = np.arange(1, len(self.words) + 1)
        crowded, counts = np.unique(places, return_counts=True)
        self._slots[crowded[counts > 1]] = _CROWDED
        self._lengths = np.concatenate([[0], found.last - found.first])
        self._starts = np.concatenate([[0], found.first])
        self._points = found.points

    def find(self, folded: Points, first: Places, last: Places) -> Places:
        """Return for each stretch of folded text the number of the word that it is, from 1.

        0 where it is none; -1 where its place in the table is shared, so that it must be looked
        up by itself.
        """
        numbers = self._slots[self._places(folded, first, last)].astype(np.int64)
        at = np.flatnonzero(numbers > 0)
        right = self._lengths[numbers[at]] == (last - first)[at]
        numbers[at[~right]] = 0
        at = at[right]
        step = 0
        while len(at):
            word = numbers[at]
            same = self._points[self._starts[word] + step] == folded[first[at] + step]
            numbers[at[~same]] = 0
            step += 1
            at = at[same & (self._lengths[word] > step)]
        return numbers

    def _places(self, points: Points, first: Places, last: Places) -> Points:
        powers, inverse = _powers(len(points))
        prefix = np.zeros(len(points) + 1, dtype=np.uint32)
        np.cumsum(powers[: len(points)] * points, dtype=np.uint32, out=prefix[1:])
        hashes: Points = (prefix[last] - prefix[first]) * inverse[first]
        return (hashes * np.uint32(_BASE)) >> np.uint32(32 - _BITS)


def stripped(found: Cut) -> tuple[Places, Places]:
    """Return where each token starts and ends without the punctuation around it."""
    marks = _marks()[found.points]
    first, last = found.first.copy(), found.last.copy()
    for edge, step, inner in ((first, 1, 0), (last, -1, -1)):
        open_ = np.flatnonzero(marks[edge + inner] & (first < last))
        for _ in range(_FEW):
            edge[open_] += step
            open_ = open_[first[open_] < last[open_]]
            open_ = open_[marks[edge[open_] + inner]]
            if not len(open_):
                break
        for token in open_.tolist():  # a long row of marks
            rest = marks[first[token] : last[token]]
            others = np.flatnonzero(~rest) if step > 0 else np.flatnonzero(~rest[::-1])
            edge[token] += step * (int(others[0]) if len(others) else len(rest))
    return first, last


def counting(sizes: Places) -> Places:
    """Count from 0 within each run.

    Examples
    --------
    >>> counting(np.array([2, 0, 3]))
    array([0, 1, 0, 1, 2])
    """
    ends = np.cumsum(sizes)
    return np.arange(int(sizes.sum())) - np.repeat(ends - sizes, sizes)


def _counts(points: Points, mark: str, ends: Places) -> Places:
    at = np.flatnonzero(points == ord(mark))
    return np.diff(np.searchsorted(at, ends), prepend=0)


def _powers(size: int) -> tuple[Points, Points]:
    """Return powers of the base and of its inverse (mod 2^32), at least ``size`` of each."""
    return _powers_up_to(1 << max(20, size.bit_length()))


@lru_cache(maxsize=1)
def _powers_up_to(size: int) -> tuple[Points, Points]:
    found = []
    for base in (_BASE, _INVERSE):
        powers = np.full(size, base, dtype=np.uint32)
        powers[0] = 1
        found.append(np.cumprod(powers, dtype=np.uint32))
    return found[0], found[1]


@lru_cache(maxsize=1)
def _spaces() -> Flags:
    """Say of each code point whether Python takes it for white space."""
    spaces = np.zeros(0x110000, dtype=bool)
    spaces[[point for point in range(0x3001) if chr(point).isspace()]] = True
    return spaces


@lru_cache(maxsize=1)
def _marks() -> Flags:
    """Say of each code point whether it is ASCII punctuation."""
    marks = np.zeros(0x110000, dtype=bool)
    marks[[ord(mark) for mark in _PUNCTUATION]] = True
    return marks
