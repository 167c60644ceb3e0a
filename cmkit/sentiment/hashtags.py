"""Hashtags to words: #NotHappy, #worstservice, #jadore."""

import re
from functools import lru_cache
from importlib.resources import files

from cmkit.sentiment.lexicon import english, fold, french, supplement

__all__ = ["segmented"]

_CAMEL = re.compile(r"(?<=[^\W\d_A-ZÀ-Ý])(?=[A-ZÀ-Ý])|_|(?<=\D)(?=\d)|(?<=\d)(?=\D)")
#: Longer tags are left as they are: nobody reads them, and cutting is quadratic in length.
_LONGEST = 40
_LONGEST_WORD = 20
_ELISIONS = frozenset("jcdlmnst")
_VOWELS = frozenset("aeiouyhàâéèêëîïôœ")


def segmented(tag: str, lang: str) -> list[str]:
    """Cut a hashtag into its words; one that cannot be covered by known words stays whole.

    Parameters
    ----------
    tag : str
        Without its ``#``.
    lang : {"en", "fr"}
        Whose words to look for.

    Returns
    -------
    list of str
        In the case of the tag.

    Examples
    --------
    >>> segmented("NotHappy", "en"), segmented("worstservice", "en"), segmented("lupin", "en")
    (['Not', 'Happy'], ['worst', 'service'], ['lupin'])
    >>> segmented("jadore", "fr")
    ["j'", 'adore']
    """
    parts = [part for part in _CAMEL.split(tag) if part]
    return [word for part in parts for word in _covered(part, lang)]


@lru_cache(maxsize=50_000)
def _covered(part: str, lang: str) -> tuple[str, ...]:
    lower = fold(part.lower()) if lang == "fr" else part.lower()
    words = _words(lang)
    if lower in words or not 4 <= len(lower) <= _LONGEST or len(lower) != len(part):
        return (part,)
    # cost[i]: how dear it is to cover the first i letters; short words are dear
    cost = [0.0] + [float("inf")] * len(lower)
    back = [0] * (len(lower) + 1)
    for start in range(len(lower)):
        if cost[start] == float("inf"):
            continue
        for end in range(start + 1, min(start + _LONGEST_WORD, len(lower)) + 1):
            price = cost[start] + _price(lower[start:end], lower[end : end + 1], words, lang)
            if price < cost[end]:
                cost[end], back[end] = price, start
    if cost[-1] == float("inf"):
        return (part,)
    found, end = [], len(lower)
    while end:
        word = part[back[end] : end]
        found.append(word + "'" if len(word) == 1 and lang == "fr" and end < len(lower) else word)
        end = back[end]
    return tuple(reversed(found))


def _price(word: str, after: str, words: frozenset[str], lang: str) -> float:
    if len(word) == 1:
        if lang == "fr" and word in _ELISIONS and after in _VOWELS and after:
            return 1.2
        return 2.0 if word in ("a", "i", "y") and word in words else float("inf")
    if word not in words:
        return float("inf")
    return 1.6 if len(word) == 2 else 1.2 if len(word) == 3 else 1.0


@lru_cache(maxsize=2)
def _words(lang: str) -> frozenset[str]:
    """Return the words that a tag may be made of, French ones without accents."""
    listed = files("cmkit.sentiment").joinpath("data", f"common_{lang}.txt")
    common = listed.read_text(encoding="utf-8").split()
    if lang == "en":
        rated = {*english().valences, *supplement().words, *english().boosters}
    else:
        tables = french()
        rated = {fold(word) for word in (*tables.words, *tables.modifiers)}
        common = [fold(word) for word in common]
    return frozenset(common) | {word for word in rated if len(word) > 2 and word.isalpha()}
