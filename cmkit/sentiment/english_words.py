"""English text to words, as VADER sees them or with its faults mended."""

import re
import string
from functools import lru_cache
from typing import NamedTuple

from cmkit.sentiment.lexicon import emoji, english

__all__ = ["Word", "words_of"]

_MEMO_LIMIT = 200_000
_LONG = re.compile(r"([^\W\d_])\1{2,}")
_GLUED = re.compile(r"(?<=[a-z])([.,!?…]+)(?=[^\W\d_]{2})", re.IGNORECASE)
_VARIANTS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
_QUOTES = str.maketrans("’‘ʼ`´", "'''''")


class Word(NamedTuple):
    """A token as VADER sees it."""

    shown: str
    lower: str
    valence: float | None
    booster: float
    negates: bool
    capitals: bool
    rule: str


def words_of(text: str, *, mended: bool) -> tuple[str, list[Word]]:
    """Cut one text into words; return the text that was cut, too.

    Examples
    --------
    >>> [word.lower for word in words_of("(Great) stuff :)", mended=False)[1]]
    ['great', 'stuff', ':)']
    """
    text = _mend(text) if mended else _describe_emoji(text)
    memo = _memo(mended)
    if len(memo) > _MEMO_LIMIT:
        memo.clear()
    return text, [memo[token] for token in text.split()]


def _describe_emoji(text: str) -> str:
    """Put each emoji's description in its place, with VADER's way of spacing."""
    if text.isascii():
        return text.strip()
    descriptions = english().descriptions
    pieces: list[str] = []
    after_space = True
    for character in text:
        description = descriptions.get(character)
        if description is None:
            pieces.append(character)
            after_space = character == " "
        else:
            pieces.append(description if after_space else f" {description}")
            after_space = False
    return "".join(pieces).strip()


def _mend(text: str) -> str:
    text = _GLUED.sub(r"\1 ", text)
    if text.isascii():
        return text
    return _emoji_pattern().sub(r" \1 ", _VARIANTS.sub("", text.translate(_QUOTES)))


@lru_cache(maxsize=1)
def _emoji_pattern() -> re.Pattern[str]:
    """Match a run of one emoji, so that ten hearts are one token."""
    symbols = {symbol for symbol in (*english().descriptions, *emoji()) if len(symbol) == 1}
    symbols = {symbol for symbol in symbols if ord(symbol) > 0xFF}
    return re.compile(f"([{''.join(sorted(symbols))}])\\1*")


class _Words(dict[str, Word]):
    """Each distinct token is looked up once."""

    def __init__(self, *, mended: bool) -> None:
        super().__init__()
        self.mended = mended

    def __missing__(self, token: str) -> Word:
        stripped = token.strip(string.punctuation)
        shown = token if len(stripped) <= 2 else stripped
        word = _look_up(shown, shown.lower(), "lexicon")
        if self.mended and word.valence is None:
            word = _mended_word(word)
        self[token] = word
        return word


@lru_cache(maxsize=2)
def _memo(mended: bool) -> _Words:  # noqa: FBT001 - a cache key, inside this module
    return _Words(mended=mended)


def _look_up(shown: str, key: str, rule: str) -> Word:
    tables = english()
    return Word(
        shown,
        key,
        tables.valences.get(key),
        tables.boosters.get(key, 0.0),
        key in tables.negations or "n't" in key,
        shown.isupper(),
        rule,
    )


def _mended_word(word: Word) -> Word:
    """Look a stretched word up at its usual length; give an emoji its own valence."""
    if word.lower in emoji():
        return word._replace(valence=emoji()[word.lower], rule="emoji")
    if word.booster or not _LONG.search(word.lower):
        return word
    for length in (r"\1\1", r"\1"):
        short = _look_up(word.shown, _LONG.sub(length, word.lower), "stretched")
        if short.valence is not None:
            more = 0.293 if short.valence > 0 else -0.293
            return short._replace(valence=short.valence + more)
        if short.booster or short.negates:
            return short
    return word
