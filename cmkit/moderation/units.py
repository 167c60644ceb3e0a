"""What is read: each distinct text once, folded, with the languages it is read in."""

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from cmkit.text import language
from cmkit.text.wordings import folded

__all__ = ["Lang", "Part", "distinct", "read"]

Lang = Literal["auto", "en", "fr"]

#: Codes that platforms give where they do not know the language.
_UNKNOWN = ("", "und", "mul", "mis", "zxx", "qam", "qct", "qht", "qme", "qst")


class Part(NamedTuple):
    """Distinct texts as written and folded, and their languages; ``""`` stands for any.

    Single words are read in the language of the text: "con" is an insult in one and half of
    "pros and cons" in the other. Wordings of several words cannot be mistaken like that.
    """

    texts: pa.Array
    folds: pa.Array
    word_langs: npt.NDArray[np.object_]
    wording_langs: npt.NDArray[np.object_]


def distinct(posts: pd.DataFrame, lang: Lang) -> tuple[npt.NDArray[np.int64], pd.DataFrame]:
    """Give each distinct pair of text and language a number, and each post its own (-1 = none)."""
    texts = posts["text"].astype("str")
    names = posts["lang"].astype("str").str.lower().str.replace(r"[-_].*", "", regex=True)
    names = names.fillna("") if lang == "auto" else pd.Series(lang, index=posts.index, dtype="str")
    blank = (texts.isna() | (texts.str.strip() == "")).to_numpy(dtype=bool)
    text_codes, _ = pd.factorize(texts)
    lang_codes, known = pd.factorize(names)
    pairs = text_codes.astype(np.int64) * (len(known) + 1) + lang_codes
    rows = np.flatnonzero(~blank)
    codes = np.full(len(posts), -1, dtype=np.int64)
    _, first, codes[rows] = np.unique(pairs[rows], return_index=True, return_inverse=True)
    units = pd.DataFrame({"text": texts.iloc[rows[first]], "lang": names.iloc[rows[first]]})
    return codes, units.reset_index(drop=True)


def read(units: pd.DataFrame, lang: Lang) -> Part:
    """Fold some distinct texts, and find out the languages that are not told."""
    texts = pa.array(units["text"], type=pa.large_string())
    words = units["lang"].to_numpy(dtype=object, copy=True)
    wordings = words
    if lang == "auto":
        unknown = units["lang"].isin(_UNKNOWN).to_numpy()
        if unknown.any():
            words[unknown] = language(units["text"][unknown]).fillna("").to_numpy(dtype=object)
        words[~np.isin(words.astype(str), ["en", "fr", ""])] = "other"
        wordings = np.full(len(units), "", dtype=object)
    return Part(texts, folded(texts), words, wordings)
