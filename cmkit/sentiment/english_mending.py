"""English text to words, with the faults of VADER's way mended."""

import re
import string
from functools import lru_cache

from cmkit.sentiment.english_words import TURNS, Word, looked_up
from cmkit.sentiment.hashtags import segmented
from cmkit.sentiment.lexicon import Entry, emoji, english, supplement

__all__ = ["mended_words", "mended_words_of_token", "phrase_word"]

_MEMO_LIMIT = 200_000
_LONG = re.compile(r"([^\W\d_])\1{2,}")
_GLUED = re.compile(r"(?<=[a-z])([.,!?…]+)(?=[^\W\d_]{2})", re.IGNORECASE)
_VARIANTS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
_QUOTES = str.maketrans("’‘ʼ`´", "'''''")


def mended_words(text: str) -> list[Word]:
    """Cut one text into words, phrases joined.

    Examples
    --------
    >>> [word.lower for word in mended_words("I’m fed up!")]
    ["i'm", 'fed up']
    """
    memo = _memo()
    return _joined([word for token in text.split() for word in memo[token]])


def mended_words_of_token(token: str) -> tuple[Word, ...]:
    """Return the words of what stands between two spaces, phrases not joined."""
    return _memo()[token]


class _MendedWords(dict[str, tuple[Word, ...]]):
    """Each distinct token is mended and cut once."""

    def __missing__(self, token: str) -> tuple[Word, ...]:
        if len(self) > _MEMO_LIMIT:
            self.clear()
        if _is_address(token):
            words: tuple[Word, ...] = (Word(token, token.lower()),)
        elif token.startswith("#") and len(token) > 2:
            tag = token.strip(string.punctuation)
            words = tuple(_mended_word(part) for part in segmented(tag, "en"))
        else:
            words = tuple(_mended_word(part) for part in _mend(token).split())
        self[token] = words
        return words


def _is_address(token: str) -> bool:
    """Say whether a token is a link, a handle or an e-mail address: nothing to read."""
    return "://" in token or token.startswith(("www.", "@")) or ("@" in token and "." in token)


@lru_cache(maxsize=1)
def _memo() -> _MendedWords:
    return _MendedWords()


def _mend(token: str) -> str:
    token = _GLUED.sub(r"\1 ", token)
    if token.isascii():
        return token
    token = _VARIANTS.sub("", token.translate(_QUOTES))
    return _emoji_pattern().sub(r" \1 ", token)


@lru_cache(maxsize=1)
def _emoji_pattern() -> re.Pattern[str]:
    """Match a run of one emoji, so that ten hearts are one token."""
    symbols = {symbol for symbol in (*english().descriptions, *emoji()) if len(symbol) == 1}
    symbols = {symbol for symbol in symbols if ord(symbol) > 0xFF}
    return re.compile(f"([{''.join(sorted(symbols))}])\\1*")


def _mended_word(token: str) -> Word:
    """Look a word up as written, stretched words at their usual length, emoji by themselves."""
    stripped = token.strip(string.punctuation)
    # VADER keeps the marks of any word of two letters, so that it finds no "no," and no "up!"
    is_face = len(stripped) <= 2 and _found(token).valence is not None
    shown = token if is_face or not stripped else stripped
    word = _found(shown)
    if word.valence is None and not word.booster and not word.negates:
        word = _stretched(word)
    return word._replace(
        acts=bool(word.booster or word.negates or word.special),
        scored=word.valence is not None and not word.booster,
        is_face=word.valence is not None and not shown[0].isalnum(),
        is_name=shown.istitle() and word.lower in supplement().names,
        after_name=word.lower in supplement().after_names,
        ends=bool(stripped) and token[-1] in ".!?…;",
        pauses=bool(stripped) and token[-1] == ",",
        title=shown[0].isupper(),
    )


def _found(shown: str) -> Word:
    word = looked_up(shown, shown.lower())
    if word.lower in emoji():
        return word._replace(valence=emoji()[word.lower], rule="emoji")
    own = supplement().words.get(word.lower)
    if own is not None:
        return _with_entry(word, own)
    exact = english().valences.get(shown)  # a face with a capital letter, such as :D
    return word if exact is None else word._replace(valence=exact)


def _stretched(word: Word) -> Word:
    if not _LONG.search(word.lower):
        return word
    for length in (r"\1\1", r"\1"):
        short = _found(_LONG.sub(length, word.lower))
        if short.valence is not None and not short.booster:
            more = 0.293 if short.valence > 0 else -0.293
            kept = word._replace(lower=short.lower, valence=short.valence + more)
            return kept._replace(rule="stretched")
        if short.booster or short.negates:
            return short._replace(shown=word.shown, capitals=word.capitals)
    return word


def _with_entry(word: Word, entry: Entry) -> Word:
    if entry.kind in TURNS:
        return word._replace(
            valence=None,
            negates=entry.kind == "then" and bool(entry.valence),
            acts=True,
            special=TURNS[entry.kind],
            rule=entry.kind,
        )
    if entry.kind == "negation":
        return word._replace(valence=None, negates=True, acts=True, rule=entry.kind)
    if entry.part_of_speech == "modifier":
        return word._replace(booster=entry.valence, acts=True, rule=entry.kind)
    valence = entry.valence or None
    return word._replace(valence=valence, rule=entry.kind if valence else "neutral")


def phrase_word(words: list[Word], entry: Entry) -> Word:
    """Make one word of those of a phrase."""
    joined = Word(" ".join(word.shown for word in words), entry.lemma)
    return _with_entry(joined, entry)._replace(
        capitals=all(word.capitals for word in words),
        scored=entry.part_of_speech != "modifier" and bool(entry.valence),
        ends=words[-1].ends,
        pauses=words[-1].pauses,
        title=words[0].title,
    )


def _joined(words: list[Word]) -> list[Word]:
    """Join the words of a phrase that has a valence of its own: "fed up", "to die for"."""
    phrases = supplement().phrases
    if not any(word.lower in phrases.first for word in words):
        return words
    joined: list[Word] = []
    at = 0
    # a word that ends its sentence ends a phrase, too
    lowers, stops = [word.lower for word in words], [word.ends for word in words]
    while at < len(words):
        length, entry = phrases.at(lowers, at, stops)
        if entry is None:
            joined.append(words[at])
            at += 1
            continue
        joined.append(phrase_word(words[at : at + length], entry))
        at += length
    return joined
