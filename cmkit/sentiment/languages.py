"""The language that each text is read in."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit.sentiment.scoring import Scored, read_all
from cmkit.text import language
from cmkit.text.columns import check_texts

__all__ = ["ANY", "languages"]

#: Codes that platforms give where they do not know the language.
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx", "qam", "qct", "qht", "qme", "qst", ""})
#: Up to how many words a text without a small word is read by the words of feeling it has.
_SHORT = 6
_CHUNK = 10_000
#: A text of emoji alone reads the same in any language.
ANY = "any"


def languages(texts: pd.Series, given: pd.Series | None, lang: str) -> npt.NDArray[np.object_]:
    """Return the language that each text is read in; missing where there is none.

    Parameters
    ----------
    texts : Series of str
        One text per post.
    given : Series of str, optional
        The language that the platform says.
    lang : {"auto", "en", "fr"}
        A language is taken for all; ``"auto"`` takes what is given, and finds it out elsewhere.
    """
    check_texts(texts)
    blank = texts.isna() | (texts.astype("str").str.strip() == "")
    if lang != "auto":
        everywhere = np.full(len(texts), lang, dtype=object)
        everywhere[blank.to_numpy()] = np.nan
        return everywhere
    found = np.full(len(texts), np.nan, dtype=object)
    open_rows = ~blank.to_numpy()
    if given is not None:
        code = given.astype("str").str.lower().str.replace(r"[-_].*", "", regex=True)
        told = (code.notna() & ~code.isin(_NO_LANGUAGE)).to_numpy()
        known = code.isin(["en", "fr"]).to_numpy() & open_rows
        found[known] = code.to_numpy(dtype=object)[known]
        open_rows &= ~told
    if open_rows.any():
        found[open_rows] = _found_out(texts[open_rows])
    return found


def _found_out(texts: pd.Series) -> npt.NDArray[np.object_]:
    """Return the language of each text: by its small words, else by its words of feeling."""
    codes, distinct = pd.factorize(texts)
    found: npt.NDArray[np.object_] = language(pd.Series(distinct)).to_numpy(dtype=object)
    undecided = np.flatnonzero(pd.isna(found))
    short = [i for i in undecided.tolist() if len(distinct[i].split()) <= _SHORT]
    for at in range(0, len(short), _CHUNK):
        part = short[at : at + _CHUNK]
        found[part] = _by_feeling([distinct[i] for i in part])
    return np.asarray(found[codes], dtype=object)


def _by_feeling(texts: list[str]) -> npt.NDArray[np.object_]:
    """Read short texts, like "Great service!" or "😍", by the words of feeling that they have."""
    read: dict[str, Scored] = {lang: read_all(texts, lang) for lang in ("en", "fr")}
    more = read["fr"].n_rated - read["en"].n_rated
    found = np.full(len(texts), np.nan, dtype=object)
    found[more > 0], found[more < 0] = "fr", "en"
    for i in np.flatnonzero(more == 0).tolist():
        wordless = not any(character.isalpha() for character in texts[i])
        if wordless and read["en"].scores[i]:
            found[i] = ANY
    return found
