"""The insulting words, and the disguises they wear: leet, stars, spaced or stretched letters."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cmkit.moderation.matching import table

__all__ = ["TOKEN", "Word", "read", "screen", "spelt_out"]


class Word(NamedTuple):
    """What the table says of a form: when it counts (kind), and how much (strength)."""

    kind: str
    strength: float
    form: str


#: A word with what may stand for its letters, or a mark that ends a clause.
TOKEN = re.compile(
    r"[@#]?[a-z0-9](?:[a-z0-9*@$€#!]{0,40}[a-z0-9*$€])?|[*]{2,10}[a-z]{1,12}|[.,;:!?«»“”\"()\[\]\n]"
)
_SPACED = re.compile(r"(?<![a-z0-9'])[a-z](?:([ .\-_*])[a-z](?![a-z0-9])(?:\1[a-z](?![a-z0-9]))+)")
_LEET = str.maketrans("013457@$€!", "oieastasei")
_STRETCHED = re.compile(r"(.)\1{2,}")
_RUN = re.compile(r"(.)\1+")
_HIDDEN = re.compile(r"[*#@$]")
_LEAST_LETTERS = 2


def screen() -> str:
    """Return the pattern, for RE2, that every text with a word or a disguise fits."""
    forms = "|".join(sorted({form for lang in ("en", "fr") for form in _words(lang)}))
    stretched = "|".join(f"{letter * 3}" for letter in "abcdefghijklmnopqrstuvwxyz")
    return (
        rf"\b(?:{forms})\b|{stretched}|[a-z][0-9@$€!]+[a-z]|[a-z][0-9]+s?\b|\b[0-9][a-z]{{2}}"
        r"|[a-z][*#@$€]|\$[a-z]{2}|@[a-z0-9]{2,3}(?:hole|e|es)\b|@bruti"
        r"|\b[a-z][ .\-_*][a-z][ .\-_*][a-z]\b"
    )


def read(token: str, lang: str) -> Word | None:
    """Look a token up as it is, then without each of its disguises."""
    words, token = _words(lang), token.removeprefix("#")
    if token in words or token.isalpha():
        return words.get(token) or _stretched(token, lang)
    if "*" in token or "#" in token:
        return _behind_stars(token, lang)
    plain = token.translate(_LEET)
    if not plain.isalpha() or not any(letter.isalpha() for letter in token):
        return None
    if plain in words:
        return words[plain]
    starred = token[0] + token[1:].replace("@", "*").replace("$", "*")
    return _behind_stars(starred, lang) if "*" in starred else _stretched(plain, lang)


def _stretched(plain: str, lang: str) -> Word | None:
    if _STRETCHED.search(plain) is None:
        return None
    return _squeezed(lang).get(_RUN.sub(r"\1", plain))


def spelt_out(fold: str, lang: str) -> Iterator[tuple[int, int, Word]]:
    """Yield the words whose letters stand apart: "c o n", "c.o.n.n.a.r.d"."""
    for match in _SPACED.finditer(fold):
        letters = re.sub(r"[^a-z]", "", match.group())
        # "a m o r o n": the first letter may be an article.
        word = _words(lang).get(letters) or _words(lang).get(letters.removeprefix("a"))
        if word is not None and word.kind in ("insult", "epithet"):
            yield match.start(), match.end(), word


def _behind_stars(token: str, lang: str) -> Word | None:
    """Find a word of the same length that shows the same letters: "c*nn*rd", "sal***"."""
    bare = token.strip("#") if "*" in token else token
    shown = [(place, letter) for place, letter in enumerate(bare) if letter.isalpha()]
    hidden = _HIDDEN.sub("", bare)
    if not (_LEAST_LETTERS <= len(shown) < len(bare) and bare[0] != "*" and hidden.isalpha()):
        return None
    for word in _by_start(lang).get((len(bare), bare[0]), ()):
        if all(word.form[place] == letter for place, letter in shown):
            return word
    return None


@lru_cache(maxsize=4)
def _words(lang: str) -> dict[str, Word]:
    """Read the words of a language (``""`` = both); a form of two kinds keeps the first."""
    known: dict[str, Word] = {}
    for row in table("insults"):
        if row["lang"] in (lang, "any") or (lang == "" and row["lang"] in ("en", "fr")):
            for form in row["forms"].split():
                known.setdefault(form, Word(row["kind"], float(row["strength"]), form))
    return known


@lru_cache(maxsize=4)
def _squeezed(lang: str) -> dict[str, Word]:
    """Index the words by their letters without doubles, for "connnaaard"."""
    known: dict[str, Word] = {}
    for form, word in _words(lang).items():
        short = _RUN.sub(r"\1", form)
        if len(short) > _LEAST_LETTERS:
            known.setdefault(short, word)
    return known


@lru_cache(maxsize=4)
def _by_start(lang: str) -> dict[tuple[int, str], list[Word]]:
    """Index the words that people hide, by length and first letter."""
    known: dict[tuple[int, str], list[Word]] = {}
    for form, word in _words(lang).items():
        if word.kind in ("insult", "epithet") and len(form) > _LEAST_LETTERS:
            known.setdefault((len(form), form[0]), []).append(word)
    return known
