"""Texts from frames: sentences with slots, kept beside the recipe in a toml file."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["fill", "words"]

_TOKEN = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)-(\d+)$")


@cache
def words(name: str) -> Any:
    """Return the frames and slots of a recipe, read once.

    Examples
    --------
    >>> sorted(words("contest"))
    ['en', 'fr']
    """
    text = Path(__file__).with_name(f"{name}_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def fill(frame: str, slots: Mapping[str, Sequence[str]], dice: Iterator[int]) -> str:
    """Fill each ``{slot}`` from its list and each ``{2-9}`` with a whole number of that range.

    A slot that begins with a capital begins with a capital in the text.

    Examples
    --------
    >>> fill("{Thing} for {2-9} euros", {"thing": ["a chair", "a bed"]}, iter([1, 3]))
    'A bed for 5 euros'
    """

    def value(token: re.Match[str]) -> str:
        name = token[1]
        if numbers := _RANGE.match(name):
            low, high = int(numbers[1]), int(numbers[2])
            return str(low + next(dice) % (high - low + 1))
        choices = slots[name.lower()]
        chosen = fill(choices[next(dice) % len(choices)], slots, dice)
        return chosen[:1].upper() + chosen[1:] if name[0].isupper() else chosen

    return _TOKEN.sub(value, frame)
