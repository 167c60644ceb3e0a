"""English text to words, as VADER sees them."""

import re
import string
from functools import lru_cache
from typing import NamedTuple

from cmkit.sentiment.lexicon import english

__all__ = [
    "SPECIAL",
    "TURNS",
    "Word",
    "describe_emoji",
    "described",
    "idiom_phrases",
    "idiom_words",
    "looked_up",
    "word_of_token",
    "words_of",
]

_MEMO_LIMIT = 200_000
#: Words that a rule of VADER's asks for by name; what stands together is asked for together.
SPECIAL = {
    "no": 1,
    "or": 2,
    "nor": 2,
    "kind": 3,
    "of": 4,
    "least": 5,
    "at": 6,
    "very": 6,
    "never": 7,
    "so": 8,
    "this": 8,
    "without": 9,
    "doubt": 10,
    "but": 11,
}
#: In the mended engine alone: what turns a post round, by the kind of its entry.
TURNS = {"contrast": SPECIAL["but"], "although": 12, "then": 13, "now": 14}


class Word(NamedTuple):
    """A token as VADER sees it; from ``is_face`` on, what the mended engine alone looks at.

    ``acts`` says that it may change the words after it, ``scored`` that it brings a valence of its
    own; ``title`` that it begins with a capital, ``ends`` that it
    ends a sentence, ``pauses`` a clause.
    """

    shown: str
    lower: str
    valence: float | None = None
    booster: float = 0.0
    negates: bool = False
    capitals: bool = False
    special: int = 0
    rule: str = "lexicon"
    acts: bool = False
    in_idiom: bool = False
    scored: bool = False
    is_face: bool = False
    is_name: bool = False
    after_name: bool = False
    ends: bool = False
    pauses: bool = False
    title: bool = False


def words_of(text: str) -> tuple[str, list[Word]]:
    """Cut one text into words; return the text that was cut, too.

    Examples
    --------
    >>> [word.lower for word in words_of("(Great) stuff :)")[1]]
    ['great', 'stuff', ':)']
    """
    text = describe_emoji(text)
    memo = _memo()
    return text, [memo[token] for token in text.split()]


def word_of_token(token: str) -> Word:
    """Return the word of what stands between two spaces."""
    return _memo()[token]


def describe_emoji(text: str) -> str:
    """Put each emoji's description in its place, a space before it, as VADER does."""
    if text.isascii():
        return text
    descriptions = english().descriptions
    return described().sub(lambda match: " " + descriptions[match[1]], text)


@lru_cache(maxsize=1)
def described() -> re.Pattern[str]:
    """Match an emoji that VADER describes, and a space before it."""
    symbols = {symbol for symbol in english().descriptions if len(symbol) == 1}
    return re.compile(f" ?([{re.escape(''.join(sorted(symbols)))}])")


class _Words(dict[str, Word]):
    """Each distinct token is looked up once."""

    def __missing__(self, token: str) -> Word:
        if len(self) > _MEMO_LIMIT:
            self.clear()
        stripped = token.strip(string.punctuation)
        shown = token if len(stripped) <= 2 else stripped
        self[token] = word = looked_up(shown, shown.lower())
        return word


@lru_cache(maxsize=1)
def _memo() -> _Words:
    return _Words()


def looked_up(shown: str, key: str) -> Word:
    """Return a word as VADER's lists have it."""
    tables = english()
    booster = tables.boosters.get(key, 0.0)
    negates = key in tables.negations or "n't" in key
    special = SPECIAL.get(key, 0)
    valence = tables.valences.get(key)
    return Word(
        shown,
        key,
        valence,
        booster,
        negates,
        shown.isupper(),
        special,
        acts=bool(booster or negates or special or key in _idiom_triggers()),
        in_idiom=key in idiom_words(),
        scored=valence is not None and not booster,
    )


@lru_cache(maxsize=1)
def idiom_phrases() -> list[list[str]]:
    """Return the words of each of VADER's idioms and of its boosters of several words."""
    tables = english()
    return [phrase.split() for phrase in (*tables.idioms, *tables.boosters) if " " in phrase]


@lru_cache(maxsize=1)
def idiom_words() -> dict[str, int]:
    """Return a number for each word of such a phrase, from 1."""
    words = dict.fromkeys(word for phrase in idiom_phrases() for word in phrase)
    return {word: number for number, word in enumerate(words, start=1)}


@lru_cache(maxsize=1)
def _idiom_triggers() -> frozenset[str]:
    """Return the words of idioms of which one stands beside every idiom that counts."""
    later = {word for phrase in idiom_phrases() for word in phrase[1:]}
    return frozenset(later | {word for word in idiom_words() if word in english().valences})
