"""Numbers that carry their own proof: IBANs, payment cards, French social security numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache

from cmkit.moderation.matching import table

__all__ = ["cards", "ibans", "social_security_numbers"]

_SURE = 0.95
_IBAN = re.compile(r"(?<![a-z0-9_])([a-z]{2})(\d{2})(?=[ .\-]?[a-z0-9])")
_CARD = re.compile(
    r"(?<![\w#])(?<!\d[ .\-])"
    r"(\d{13,19}|\d{4}([ \-])\d{4}\2\d{4}\2\d{1,4}(?:\2\d{3})?|\d{4}([ \-])\d{6}\3\d{4,5})"
    r"(?!\w)(?![ \-]\d{4}(?!\d))"
)
_SOCIAL = re.compile(
    r"(?<!\w)(?<!\d[ .\-])([1-478])([ .\-]?)(\d{2})\2(\d{2})\2(\d\d|2[ab])\2(\d{3})\2(\d{3})"
    r"[ .\-/]?(\d{2})(?!\w)"
)


def ibans(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield the IBANs of a folded text: the country's length, and 1 modulo 97 (ISO 13616)."""
    for match in _IBAN.finditer(text):
        length = _lengths().get(match.group(1))
        if length is None:
            continue
        end, characters = _gathered(text, match.start(), length)
        ends_there = end == len(text) or not text[end].isalnum()
        # Words after "no 15" make fifteen letters too; a real one is digits for the most part.
        mostly_digits = sum(character.isdigit() for character in characters) * 2 > length
        if len(characters) == length and ends_there and mostly_digits and _is_one(characters):
            yield match.start(), end, f"…{_last_two(characters)}", _SURE


def cards(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield the payment cards of a folded text: an issuer's prefix and length, and Luhn's check."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        # Three digits after sixteen are the end of a long number, or its security code.
        if any(_is_issued(part) and _passes_luhn(part) for part in (digits, digits[:16])):
            yield match.start(), match.end(), f"…{digits[:16][-2:]}", _SURE


def social_security_numbers(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield the French numbers of 13 digits with their key of two (97 less the rest by 97)."""
    for match in _SOCIAL.finditer(text):
        sex, _, year, month, department, commune, order, key = match.groups()
        born = int(month)
        if not (1 <= born <= 12 or 20 <= born <= 42 or 50 <= born <= 99):
            continue
        department = {"2a": "19", "2b": "18"}.get(department, department)
        number = int(sex + year + month + department + commune + order)
        if department != "00" and int(key) == 97 - number % 97:
            yield match.start(), match.end(), f"…{key}", _SURE


def _gathered(text: str, start: int, length: int) -> tuple[int, str]:
    """Read ``length`` letters and digits from ``start``, with one separator between any two."""
    characters: list[str] = []
    place, skipped = start, False
    while place < len(text) and len(characters) < length:
        character = text[place]
        if character.isascii() and character.isalnum():
            characters.append(character)
            skipped = False
        elif character in " .-" and not skipped:
            skipped = True
        else:
            break
        place += 1
    return place, "".join(characters)


def _is_one(iban: str) -> bool:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _last_two(characters: str) -> str:
    return re.sub(r"\D", "", characters)[-2:]


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def _is_issued(digits: str) -> bool:
    return any(
        len(digits) in lengths and low <= int(digits[:width]) <= high
        for width, low, high, lengths in _issuers()
    )


@lru_cache(maxsize=1)
def _lengths() -> dict[str, int]:
    return {row["country"].lower(): int(row["length"]) for row in table("iban_lengths")}


@lru_cache(maxsize=1)
def _issuers() -> tuple[tuple[int, int, int, frozenset[int]], ...]:
    return tuple(
        (
            len(row["from_prefix"]),
            int(row["from_prefix"]),
            int(row["to_prefix"]),
            frozenset(int(length) for length in row["lengths"].split()),
        )
        for row in table("card_issuers")
    )
