"""What is read: each distinct text once, folded, with its language; wordings that fire in it."""

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from cmkit import schema
from cmkit.errors import fail
from cmkit.text import language
from cmkit.text.columns import check_texts
from cmkit.text.wordings import Signal, excerpt, fires, folded, signals_of

__all__ = ["Fired", "Lang", "Texts", "distinct", "fired", "shipped", "wordings_of"]

Lang = Literal["auto", "en", "fr"]


class Texts(NamedTuple):
    """Distinct texts: as written, folded, in which language (``""``: neither); a code per post."""

    codes: npt.NDArray[np.int64]
    texts: list[str]
    folds: pa.Array
    langs: npt.NDArray[np.object_]


class Fired(NamedTuple):
    """For each distinct text (row) the weight of what fired for each meaning (column)."""

    names: list[str]
    weights: npt.NDArray[np.float64]
    signals: tuple[Signal, ...]
    rows: npt.NDArray[np.int64]
    flags: npt.NDArray[np.bool_]


def distinct(posts: pd.DataFrame, lang: Lang) -> Texts:
    """Find the distinct texts of some posts, and their languages."""
    schema.check(posts, schema.POSTS)
    if lang not in ("auto", "en", "fr"):
        raise fail("'lang' is not known.", found=repr(lang), fix='lang="auto", "en" or "fr"')
    check_texts(posts["text"])
    texts = posts["text"].astype("str")
    given = posts["lang"].astype("str").str.lower().str.slice(0, 2).fillna("")
    if lang != "auto":
        given = pd.Series(lang, index=posts.index, dtype="str")
    blank = texts.isna() | (texts.str.strip() == "")
    pairs = pd.Series(list(zip(given, texts.fillna(""), strict=True)), dtype=object)
    pairs[blank.to_numpy()] = None
    codes, kept = pd.factorize(pairs)
    langs = np.array([pair[0] for pair in kept], dtype=object)
    own = [pair[1] for pair in kept]
    open_ = np.flatnonzero(~np.isin(langs.astype(str), ["en", "fr"]))
    if len(open_):
        found = language([own[i] for i in open_]).fillna("").tolist()
        for i, name in zip(open_, found, strict=True):
            # a platform's "es" is believed; its "und" is not
            langs[i] = name if langs[i] in _UNTOLD else ""
    return Texts(codes, own, folded(pa.array(own, pa.large_string())), langs)


_UNTOLD = ("", "un", "mu", "mi", "zx", "qa", "qc", "qh", "qm", "qs")


def fired(texts: Texts, signals: tuple[Signal, ...], names: Iterable[str]) -> Fired:
    """Find what fires in each text, in its language; a text in neither is read in both."""
    names = list(names)
    rows, flags = fires(texts.folds, signals, texts.langs)
    weights = np.zeros((len(texts.texts), len(names)))
    column = np.array([names.index(signal.what) for signal in signals], dtype=np.int64)
    weight = np.array([signal.weight for signal in signals])
    for place, (name, amount) in enumerate(zip(column, weight, strict=True)):
        weights[rows, name] += amount * flags[:, place]
    return Fired(names, weights, signals, rows, flags)


def wordings_of(texts: Texts, found: Fired, chosen: npt.NDArray[np.int64]) -> list[list[str]]:
    """Return for each distinct text the wordings that spoke for its chosen meaning (-1: none)."""
    words: list[list[str]] = [[] for _ in texts.texts]
    for row, flags in zip(found.rows.tolist(), found.flags, strict=True):
        if chosen[row] < 0:
            continue
        name = found.names[chosen[row]]
        fold = texts.folds[row].as_py()
        for place in np.flatnonzero(flags).tolist():
            signal = found.signals[place]
            if signal.what == name:
                said = excerpt(texts.texts[row], fold, signal.pattern)
                words[row] += [said] if said and said not in words[row] else []
    return words


@lru_cache(maxsize=4)
def shipped(name: str) -> tuple[Signal, ...]:
    """Read a table of wordings of ``triage/data``."""
    return signals_of(rows_of(name))


def rows_of(name: str) -> list[Mapping[str, str]]:
    """Read a table of ``triage/data``."""
    text = files("cmkit.triage").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
