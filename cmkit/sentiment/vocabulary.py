"""Units of text as numbers: each distinct unit once in a table, each token as its units."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cmkit.sentiment.cutting import Cut, Flags, Places, counting

__all__ = ["Vocabulary"]

_MOST_TOKENS = 500_000


#: No code yet.
_UNKNOWN = np.iinfo(np.int64).min


class Vocabulary:
    """What is known of each unit that has been met. Unit 0 is nothing at all.

    Parameters
    ----------
    code_of : callable
        From this vocabulary and a token to the `code` of its units.
    columns : sequence of (name, dtype)
        The properties, in the same order.
    n_words, n_kinds : int
        How many known words there are, and how many ways of writing one that make a difference.
    """

    def __init__(
        self,
        code_of: Callable[["Vocabulary", str], int],
        columns: Sequence[tuple[str, str]],
        n_words: int = 0,
        n_kinds: int = 1,
    ) -> None:
        self._code_of = code_of
        self.table: dict[str, npt.NDArray[Any]] = {
            name: np.zeros(1024, dtype=dtype) for name, dtype in columns
        }
        self._numbers: dict[Hashable, int] = {}
        self._of_token: dict[str, int] = {}
        self._several: list[list[int]] = []
        self._kept = 0
        self._by_word = np.full((n_words + 1, n_kinds), _UNKNOWN, dtype=np.int64)

    def number(self, unit: Any) -> int:
        """Return the number of a unit; a new one gets a row of the table."""
        found = self._numbers.get(unit)
        if found is None:
            found = self._numbers[unit] = len(self._numbers) + 1
            for (name, column), value in zip(list(self.table.items()), unit, strict=True):
                if found == len(column):
                    self.table[name] = np.concatenate([column, np.zeros_like(column)])
                self.table[name][found] = value
        return found

    def code(self, units: Sequence[Hashable]) -> int:
        """Return what stands for some units: one by its number, several by a negative number."""
        numbers = [self.number(unit) for unit in units]
        if len(numbers) == 1:
            return numbers[0]
        self._several.append(numbers)
        return -len(self._several)

    def units(self, found: Cut, plain: Places, asked: Flags) -> tuple[Places, Places]:
        """Return the number of each unit of some texts, and its text.

        ``plain`` has a code for each token, ``asked`` says which must be looked up instead.
        """
        known = self._of_token
        codes = plain.copy()
        chosen = np.flatnonzero(asked)
        codes[chosen] = [
            known[token] if token in known else self._learn(token) for token in found.tokens(chosen)
        ]
        several = bool((codes < 0).any())
        units = self._spread(codes, found.row) if several else (codes, found.row)
        if len(known) > _MOST_TOKENS:
            self._forget()
        return units

    def codes(self, words: Places, kinds: Places, found: Cut, asked: Flags) -> Places:
        """Return a code for each token that is not asked for, by its known word and its kind.

        All tokens of one word and kind have the same units: the first one is looked at.
        """
        words = np.where(asked, 0, words)
        codes: Places = self._by_word[words, kinds]
        new = np.flatnonzero((codes == _UNKNOWN) & ~asked)
        if len(new):
            width = self._by_word.shape[1]
            pairs, first = np.unique(words[new] * width + kinds[new], return_index=True)
            for pair, token in zip(pairs.tolist(), found.tokens(new[first]), strict=True):
                self._by_word[pair // width, pair % width] = self._code_of(self, token)
            codes = self._by_word[words, kinds]
        return codes

    def keep(self) -> None:
        """Never forget the codes that were given so far."""
        self._kept = len(self._several)

    def _forget(self) -> None:
        """Let go of rare tokens, so that a hundred million posts need no more memory than one."""
        self._of_token.clear()
        self._by_word.fill(_UNKNOWN)
        del self._several[self._kept :]

    def _learn(self, token: str) -> int:
        code = self._of_token[token] = self._code_of(self, token)
        return code

    def _spread(self, codes: Places, row: Places) -> tuple[Places, Places]:
        """Put the units of each token in its place."""
        several, place = np.unique(codes[codes < 0], return_inverse=True)
        lists = [self._several[-code - 1] for code in several.tolist()]
        lengths = np.array([len(units) for units in lists], dtype=np.int64)
        pool = np.array([unit for units in lists for unit in units], dtype=np.int64)
        sizes = np.ones(len(codes), dtype=np.int64)
        sizes[codes < 0] = lengths[place]
        units = np.repeat(codes, sizes)
        offsets = np.cumsum(lengths) - lengths
        taken = np.repeat(offsets[place], lengths[place]) + counting(lengths[place])
        units[units < 0] = pool[taken]
        return units, np.repeat(row, sizes)
