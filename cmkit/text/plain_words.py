"""The words of texts for counting: small letters, no links, no handles, no function words."""

import re
from collections.abc import Iterator
from typing import Literal, get_args

import pandas as pd

from cmkit.errors import fail
from cmkit.text.columns import Texts, as_texts
from cmkit.text.entities import without_links

__all__ = ["Lang", "check_lang", "counted", "empty", "plain_words", "positive", "stop_words"]

Lang = Literal["en", "fr"]

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_HANDLE = re.compile(r"@\w+")
_ELIDED = re.compile(r"^(?:qu|jusqu|lorsqu|puisqu|[cdjlmnst])'", re.IGNORECASE)

#: Words that say how a sentence is built, not what it is about.
_STOP = {
    "en": "a about after again all also am an and any are aren't as at be because been before"
    " being but by can can't cannot could couldn't did didn't do does doesn't doing don't down"
    " during each even ever few for from get got had has have haven't having he her here hers him"
    " his how i i'd i'll i'm i've if in into is isn't it it's its just let's like me more most my"
    " no nor not now of off on once one only or other our out over own rt same she should so some"
    " such than that that's the their them then there these they they're this those through to"
    " too u under until up us very was wasn't we we're were what when where which while who why"
    " will with won't would you you're your yours",
    "fr": "a ai aie ainsi alors après as au aucun aussi autre autres aux avait avec avez avoir"
    " avons"
    " bien ça car ce cela celui ces cet cette ceux chez ci comme comment d dans de dedans des"
    " donc dont du elle elles en encore entre es est et étaient étais était été être eu eux fait"
    " faire fois font il ils je jusqu la là le les leur leurs lui ma mais me même mêmes mes moi"
    " mon n ne ni non nos notre nous on ont ou où par parce pas pendant peu peut plus plutôt pour"
    " pourquoi qu quand que quel quelle quelles quels qui quoi rt sa sans se sera ses si sinon"
    " soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes très trop tu un une"
    " va vers voilà vont vos votre vous y",
}


def plain_words(text: str) -> list[str]:
    """Cut one text into words for counting.

    Examples
    --------
    >>> plain_words("L'accueil de @ana était TRÈS froid, cf. example.org")
    ['accueil', 'de', 'était', 'très', 'froid', 'cf']
    """
    text = _HANDLE.sub(" ", without_links(text)).replace("’", "'").lower()
    return [_ELIDED.sub("", word) for word in _WORD.findall(text)]


def stop_words(lang: Lang) -> frozenset[str]:
    """Return the function words of a language."""
    return frozenset(_STOP[lang].split())


def counted(texts: Texts, *, repeated: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each text and how often the text occurs; once unless ``repeated``."""
    counts = as_texts(texts).value_counts(sort=False)
    for text, count in counts.items():
        yield (int(count) if repeated else 1), plain_words(str(text))


def check_lang(lang: str) -> None:
    """Refuse a language whose function words are not known."""
    if lang not in get_args(Lang):
        raise fail("this language's small words are not known.", found=repr(lang), fix="en or fr")


def positive(name: str, value: int) -> None:
    """Refuse a count below 1."""
    if value < 1:
        raise fail(f"'{name}' must be at least 1.", found=repr(value), fix=f"{name}=5")


def empty(columns: dict[str, str]) -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in columns.items()})
