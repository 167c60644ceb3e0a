"""The hand that slips: typos, lower case, lost accents, short forms, drawn-out vowels."""

import re
import unicodedata

from cmkit.simulator.grammar import Dice, Grammar

__all__ = ["slipped"]

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_STRETCHED = re.compile(r"\b(so|trop|very|super|really|never|jamais|love|adore|hyper|tellement)\b")
_LAUGHS = {"fr": (" mdr", " lol", " ptdr"), "en": (" lol", " haha", " lmao")}


def slipped(text: str, words: Grammar, dice: Dice) -> str:
    """Return the text as it was typed: one slip in three posts or so, handles left alone."""
    case, stretch, short, accent, typo, mark, laugh, place = (next(dice) % 100 for _ in range(8))
    extra = next(dice)
    if short < 14:
        text = _with_short_forms(text, words)
    if stretch < 12:
        text = _STRETCHED.sub(
            lambda found: found[0] + found[0][-1] * (2 + extra % 3), text, count=1
        )
    if mark < 9:
        text = text.replace("!", "!" * (2 + extra % 3))
    if words.lang == "fr" and mark > 62:  # half of the people forget the space before ! and ?
        text = text.replace(" !", "!").replace(" ?", "?")
    if words.lang == "fr" and accent < 8:
        text = " ".join(part if part[0] == "#" else _plain(part) for part in text.split())
    if typo < 20:
        text = _with_typo(text, place, extra)
    if typo < 6:  # some hands slip more than once
        text = _with_typo(text, extra % 97, place)
    if case < 21:
        text = " ".join(part if part[0] == "#" else part.lower() for part in text.split())
    if laugh < 3:
        text = text.rstrip(".") + _LAUGHS[words.lang][extra % 3]
    return text


def _with_short_forms(text: str, words: Grammar) -> str:
    return words.long_forms.sub(lambda found: words.abbreviations[found[0]], text)


def _plain(text: str) -> str:
    """Return the text without accents; emoji and signs stay."""
    marks = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in marks if not "\u0300" <= sign <= "\u036f")


def _with_typo(text: str, place: int, kind: int) -> str:
    """Swap, drop or double a letter within a word of four letters or more."""
    found = [
        match
        for match in _WORD.finditer(text)
        if len(match[0]) >= 4 and text[max(match.start() - 1, 0)] not in "@#_."
    ]
    if not found:
        return text
    word = found[place % len(found)]
    at = word.start() + 1 + kind // 3 % (len(word[0]) - 2)
    first, second = text[at], text[at + 1]
    typed = (second + first, second, first + first + second)[kind % 3]
    return text[:at] + typed + text[at + 2 :]
