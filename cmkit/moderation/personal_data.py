"""Personal data in a text: addresses, phones, accounts, cards, social security numbers.

What is found is never repeated whole: the flag says "a…@…", or the last two digits.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cmkit.moderation import account_numbers, email_addresses, phone_numbers
from cmkit.moderation.matching import table

__all__ = ["Found", "candidates", "found_in"]

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_PLACEHOLDER = re.compile(r"\[([a-z' \-]{3,40})\]")
_SCREEN = "|".join(
    [
        email_addresses.SCREEN,
        r"\d(?:[^\da-z]{0,3}\d){7}",  # eight digits: every phone, card and number
        r"\b[a-z]{2}\d{2}[ .\-]?[a-z0-9]{2}",  # an IBAN
        r"\[[a-z]",  # a placeholder
    ]
)
_Finder = Callable[[str], Iterator[tuple[int, int, str, float]]]
#: In this order: what one has found is hidden from the next.
_FINDERS: tuple[tuple[str, _Finder], ...] = (
    ("an e-mail address", email_addresses.found),
    ("a phone number", phone_numbers.in_links),
    ("an IBAN", account_numbers.ibans),
    ("a French social security number", account_numbers.social_security_numbers),
    ("a payment card number", account_numbers.cards),
    ("a phone number", phone_numbers.found),
)


class Found(NamedTuple):
    """A piece of personal data: what it is, its mask, how sure the shape is."""

    kind: str
    mask: str
    score: float


def candidates(folds: pa.Array) -> npt.NDArray[np.int64]:
    """Return the folded texts that may hold personal data: every one that does, and some more."""
    return np.flatnonzero(pc.match_substring_regex(folds, _SCREEN).to_numpy(zero_copy_only=False))


def found_in(fold: str) -> list[Found]:
    """Find the personal data of one folded text, in the order of the finders."""
    found = [
        Found("private data that the data keep masked", match.group(), _placeholders()[name])
        for match in _PLACEHOLDER.finditer(fold)
        if (name := match.group(1)) in _placeholders()
    ]
    text = fold
    for kind, finder in _FINDERS:
        if finder is account_numbers.ibans:  # numbers inside a link are identifiers
            text = _LINK.sub(" ", text)
        kept, place = [], 0
        for start, end, mask, score in sorted(finder(text), key=lambda hit: (hit[0], -hit[1])):
            if start >= place:
                found.append(Found(kind, mask, score))
                kept += [text[place:start], "¤"]
                place = end
        text = "".join([*kept, text[place:]])
    return found


@lru_cache(maxsize=1)
def _placeholders() -> dict[str, float]:
    def plain(text: str) -> str:
        marks = unicodedata.normalize("NFKD", text.lower())
        return "".join(letter for letter in marks if not unicodedata.combining(letter))

    return {plain(row["placeholder"]): float(row["weight"]) for row in table("placeholders")}
