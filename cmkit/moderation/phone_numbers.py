"""Phone numbers of plausible shape: France, United Kingdom, North America, international."""

import re
from collections.abc import Iterator
from functools import lru_cache

from cmkit.moderation.matching import table

__all__ = ["found", "in_links"]

_SURE, _LIKELY = 0.8, 0.6
_BEFORE = r"(?<![\w+#])(?<!\d[ .\-/,])"
#: No price, no share, no other number of the same list after it.
_AFTER = r"(?!\d)(?![.,]\d)(?! ?(?:€|\$|£|%|euros?\b|eur\b|k\b))"
_FRENCH = re.compile(
    rf"{_BEFORE}0[1-9]([ .\-/]?)\d{{2}}(?:\1\d{{2}}){{3}}{_AFTER}(?![ .\-/]\d\d(?![\dh]| ?h))"
)
_INTERNATIONAL = re.compile(
    r"(?<![\w+#])(?<!\d[ .\-/,])(?:\+ ?|00 ?)([1-9](?:[ .\-/]?\d|[ .\-/]?\(\d{1,4}\)){6,16})"
)
_BRITISH = re.compile(
    rf"{_BEFORE}(?:07\d{{3}}[ \-]?\d{{3}}[ \-]?\d{{3}}|\(?02\d\)?[ \-]\d{{4}}[ \-]?\d{{4}}"
    rf"|\(?01(?:\d1|1\d)\)?[ \-]\d{{3}}[ \-]?\d{{4}}"
    rf"|\(?01\d{{3}}\)?[ \-]\d{{3}}[ \-]?\d{{3}}){_AFTER}"
)
_AMERICAN = re.compile(
    rf"{_BEFORE}(?:1[ .\-])?(?:\(([2-9]\d\d)\)[ \-]?|([2-9]\d\d)(?=([.\-])))"
    rf"[.\-]?[2-9]\d\d[ .\-]\d{{4}}{_AFTER}(?![ .\-]\d)"
)
_IN_LINK = re.compile(r"(?:wa\.me/|tel:|phone=)\+?(\d{8,15})(?!\d)")
#: After a word such as "call", other national numbers count too (Belgium, Switzerland...).
_NATIONAL = re.compile(rf"{_BEFORE}0\d(?:[ .\-/]?\d){{7,9}}{_AFTER}(?![ .\-/]?\d)")
_CUE = re.compile(
    r"\b(?:tel|telephone|telephonez|phone|mobile|portable|gsm|cell|call|appel(?:ez|le|er)?"
    r"|rappel(?:ez|le|er)?|joignable|joindre|whatsapp|sms|text|ring|numero perso)\b[^\d]{0,25}$"
)
#: Just before an unbroken number: what it is then.
_OTHER_NUMBER = re.compile(
    r"\b(?:commandes?|cde|orders?|ref|refs|reference|facture|invoice|colis|suivi|tracking|dossier"
    r"|ticket|client|contrat|serie|serial|ean|isbn|siret|siren|article|produit|product|item|code|lot"
    r"|customer|case|parcel|booking|reservation|devis|id|sku|barcode|compte)\b"
    r"(?: (?:n[o°]?|num|numero|number|no|id|is|est|le|la))?[ .:=#°n]{0,6}$"
    r"|(?<!mon )(?<!ton )(?<!son )\bn° ?$"
)
#: Numbers of services, free or dear: they name nobody.
_SERVICE = re.compile(r"^(?:(?:\+|00)?33|0)8")
_TOLL_FREE = frozenset(["800", "888", "877", "866", "855", "844", "833", "822", "900"])


def found(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield where each number of a folded text starts and ends, its mask, and its score."""
    yield from _international(text)
    for pattern in (_FRENCH, _BRITISH, _AMERICAN, _NATIONAL):
        for match in pattern.finditer(text):
            number = match.group()
            digits = re.sub(r"\D", "", number)
            before = text[max(0, match.start() - 45) : match.start()]
            cue = bool(_CUE.search(before))
            if pattern is _NATIONAL and not cue:
                continue
            if number.isdigit() and _OTHER_NUMBER.search(before):
                continue
            if _is_personal(pattern, digits, match) and (cue or not _is_list(number)):
                score = _SURE if cue or not number.isdigit() else _LIKELY
                yield match.start(), match.end(), _mask(digits), score


def in_links(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield the numbers that a link calls or writes to."""
    for match in _IN_LINK.finditer(text):
        yield match.start(), match.end(), _mask(match.group(1)), _SURE


def _international(text: str) -> Iterator[tuple[int, int, str, float]]:
    for match in _INTERNATIONAL.finditer(text):
        digits = re.sub(r"\D", "", match.group(1).replace("(0)", ""))
        code = next((digits[:n] for n in (3, 2, 1) if digits[:n] in _codes()), None)
        if code is None or _SERVICE.match(digits):
            continue
        shortest, longest = _codes()[code]
        rest = digits[len(code) :]
        zero = rest.startswith("0")  # "+33 06": the zero should have gone
        end = _end(text, match.start(1), len(code) + shortest + zero, len(code) + longest + zero)
        american = code == "1" and (rest[:1] in "01" or rest[3:4] in "01" or rest[:3] in _TOLL_FREE)
        if end and not american:
            last = re.sub(r"\D", "", text[match.start() : end])
            yield match.start(), end, _mask(last), _SURE


def _end(text: str, start: int, shortest: int, longest: int) -> int | None:
    """Return the farthest end of a group of digits that makes a plausible length, if any."""
    best, count, place = None, 0, start
    while place < len(text) and count <= longest:
        if text.startswith("(0)", place):
            place += 3
            continue
        character = text[place]
        if not (character.isdigit() or character in " .-/()"):
            break
        count += character.isdigit()
        place += 1
        follows = text[place : place + 1]
        if character.isdigit() and shortest <= count <= longest and not follows.isdigit():
            best = place
    if best is not None and re.match(r" ?(?:€|\$|£|%|euros?\b|eur\b)", text[best:]):
        return None
    return best


def _is_personal(pattern: re.Pattern[str], digits: str, match: re.Match[str]) -> bool:
    if pattern is _AMERICAN:
        return (match.group(1) or match.group(2)) not in _TOLL_FREE
    return not (pattern in (_FRENCH, _NATIONAL) and _SERVICE.match(digits))


def _is_list(number: str) -> bool:
    """Tell draws, sizes and dates, which rise, from a number: "04 11 23 30 48"."""
    pairs = re.split(r"[ .\-/]", number)
    if len(pairs) != 5 or any(len(pair) != 2 for pair in pairs):
        return False
    values = [int(pair) for pair in pairs]
    return values == sorted(set(values)) and values[-1] <= 50


def _mask(digits: str) -> str:
    return f"…{digits[-2:]}"


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[int, int]]:
    return {
        row["code"]: (int(row["shortest"]), int(row["longest"])) for row in table("calling_codes")
    }
