"""A word in its contexts, line under line."""

import re
import unicodedata

import pandas as pd

from cmkit.errors import fail
from cmkit.text.columns import Texts, as_texts
from cmkit.text.plain_words import empty, positive

__all__ = ["concordance"]

_COLUMNS = {"post": "object", "left": "str", "match": "str", "right": "str"}


def concordance(texts: Texts, word: str, *, width: int = 40, top: int = 100) -> pd.DataFrame:
    """Show every place where a word stands, with what is before and after it.

    Parameters
    ----------
    texts : Series or list of str
        One text per post.
    word : str
        A word or a phrase, whatever its case and accents: ``"decu"`` finds *Déçu*. A ``*`` at its
        end finds its longer forms, too.
    width : int
        Characters of context on each side, at least 1.
    top : int
        How many lines at most, at least 1.

    Returns
    -------
    DataFrame, one row per place, in the order of the posts
        ``post``, the index of the text; ``left``, ``match`` and ``right``, as written.

    Raises
    ------
    CmkitError
        Not a column of texts; an empty word; a count below 1.

    Notes
    -----
    For reading before counting: a frequent word may be frequent in a signature or a quotation.

    Examples
    --------
    >>> concordance(["Très déçu par vous", "ravi"], "decu", width=6)
       post   left match  right
    0     0  Très   déçu   par v
    """
    positive("width", width)
    positive("top", top)
    folded = _folded(word.rstrip("*"))
    if not folded.strip():
        raise fail(
            "there is no word to look for.", found=repr(word), fix='concordance(texts, "late")'
        )
    ending = r"\w*" if word.endswith("*") else r"(?!\w)"
    pattern = re.compile(rf"(?<!\w){re.escape(folded)}{ending}")
    rows: list[tuple[object, str, str, str]] = []
    for post, text in as_texts(texts).dropna().items():
        plain = _folded(text)
        shown = text if len(plain) == len(text) else plain
        for match in pattern.finditer(plain):
            start, end = match.span()
            before, after = shown[max(0, start - width) : start], shown[end : end + width]
            rows.append((post, before, shown[start:end], after))
            if len(rows) == top:
                break
        if len(rows) == top:
            break
    if not rows:
        return empty(_COLUMNS)
    types = {name: dtype for name, dtype in _COLUMNS.items() if dtype == "str"}
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(types)


def _folded(text: str) -> str:
    """Take case and accents off, character by character, so that places stay the same."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character.isascii():
        return character.lower()
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character
