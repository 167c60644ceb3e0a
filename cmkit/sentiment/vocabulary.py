"""Units of text as numbers: each distinct unit once in a table, each token as its units."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np
import numpy.typing as npt

from cmkit.sentiment.cutting import Cut, Places

__all__ = ["Vocabulary", "counting"]

_MOST_TOKENS = 500_000


class Vocabulary:
    """What is known of each unit that has been met.

    Parameters
    ----------
    units_of : callable
        From a token to the properties of its units, each a tuple of numbers.
    dtype : dtype
        The properties' names and types, in the same order.
    """

    def __init__(
        self, units_of: Callable[[str], Sequence[Hashable]], dtype: Sequence[tuple[str, str]]
    ) -> None:
        self._units_of = units_of
        self.table: npt.NDArray[np.void] = np.empty(1024, dtype=list(dtype))
        self._numbers: dict[Hashable, int] = {}
        self._of_token: dict[str, int] = {}
        self._several: list[list[int]] = []

    def number(self, unit: Hashable) -> int:
        """Return the number of a unit; a new one gets a row of the table."""
        found = self._numbers.get(unit)
        if found is None:
            found = self._numbers[unit] = len(self._numbers)
            if found == len(self.table):
                self.table = np.concatenate([self.table, np.empty_like(self.table)])
            self.table[found] = unit
        return found

    def units(self, tokens: Cut) -> tuple[Places, Places]:
        """Return the number of each unit of some texts, and its text."""
        if len(self._of_token) > _MOST_TOKENS:
            self._of_token.clear()
            self._several.clear()
        known = self._of_token
        codes = [
            known[token] if token in known else self._learn(token) for token in tokens.distinct
        ]
        of_distinct = np.array(codes, dtype=np.int64)
        if not (of_distinct < 0).any():
            return of_distinct[tokens.code], tokens.row
        return self._spread(of_distinct, tokens)

    def _learn(self, token: str) -> int:
        """Remember a token: one unit by its number, several by minus their place in a list."""
        numbers = [self.number(unit) for unit in self._units_of(token)]
        if len(numbers) == 1:
            self._of_token[token] = numbers[0]
        else:
            self._several.append(numbers)
            self._of_token[token] = -len(self._several)
        return self._of_token[token]

    def _spread(self, of_distinct: Places, tokens: Cut) -> tuple[Places, Places]:
        """Put the units of each token in its place."""
        lists = [[code] if code >= 0 else self._several[-code - 1] for code in of_distinct.tolist()]
        sizes = np.array([len(units) for units in lists], dtype=np.int64)
        pool = np.array([unit for units in lists for unit in units], dtype=np.int64)
        offsets = np.cumsum(sizes) - sizes
        size = sizes[tokens.code]
        places = np.repeat(offsets[tokens.code], size) + counting(size)
        return pool[places], np.repeat(tokens.row, size)


def counting(sizes: Places) -> Places:
    """Count from 0 within each run.

    Examples
    --------
    >>> counting(np.array([2, 0, 3]))
    array([0, 1, 0, 1, 2])
    """
    ends = np.cumsum(sizes)
    return np.arange(int(sizes.sum())) - np.repeat(ends - sizes, sizes)
