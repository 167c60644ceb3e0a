"""What single characters are: tables by code point, made once."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cmkit.sentiment.cutting import Flags, Points
from cmkit.sentiment.lexicon import fold

__all__ = ["accentless", "capitals", "letters", "small", "small_letters"]

_SIZE = 0x110000
#: No character from here on has a capital or a small form.
_CASED = 0x20000


@lru_cache(maxsize=1)
def small() -> Points:
    """Return the small form of each character; 0 where it is not one character, or depends."""
    table = np.arange(_SIZE, dtype=np.uint32)
    for point in range(_CASED):
        lower = chr(point).lower()
        table[point] = ord(lower) if len(lower) == 1 else 0
    table[ord("Σ")] = 0  # its small form depends on whether it ends a word
    return table


@lru_cache(maxsize=1)
def accentless() -> Points:
    """Return the small form of each character without its accent; 0 where that is not one."""
    table = small().copy()
    for point in range(0x80, 0x250):
        folded = fold(chr(point).lower())
        table[point] = ord(folded) if len(folded) == 1 else 0
    return table


@lru_cache(maxsize=1)
def capitals() -> Flags:
    """Say of each character whether it is a capital letter."""
    return _where(lambda character: character.isupper())


@lru_cache(maxsize=1)
def small_letters() -> Flags:
    """Say of each character whether it has a case and is no capital."""
    return _where(
        lambda character: character.islower() or character.istitle() != character.isupper()
    )


@lru_cache(maxsize=2)
def letters(most: int) -> Flags:
    """Say of each character below a limit whether it is a letter."""
    table = np.zeros(_SIZE, dtype=bool)
    table[[point for point in range(most) if chr(point).isalpha()]] = True
    return table


def _where(holds: object) -> npt.NDArray[np.bool_]:
    table = np.zeros(_SIZE, dtype=bool)
    table[[point for point in range(_CASED) if holds(chr(point))]] = True  # type: ignore[operator]
    return table
