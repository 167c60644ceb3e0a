"""The word tables, read once: VADER's from its package, French and emoji from this one."""

import csv
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from cmkit.sentiment.inflection import forms
from cmkit.sentiment.phrases import Phrases

__all__ = [
    "English",
    "Entry",
    "French",
    "Supplement",
    "emoji",
    "english",
    "fold",
    "french",
    "supplement",
]

#: Kinds of English entries that change the words around them.
_MODIFIERS = frozenset(["booster", "damper", "negation", "contrast", "although", "then", "now"])
_FOLDED = str.maketrans("àâäéèêëîïôöùûüçñ", "aaaeeeeiioouuucn")
#: Folded forms that are another word: "cote" is no "côté", "gene" no "gêne".
_HOMOGRAPHS = frozenset(["gene", "genes", "cote", "cotes", "peche", "reve"])


class Entry(NamedTuple):
    """What the French tables say of a form."""

    lemma: str
    part_of_speech: str
    valence: float
    kind: str


class English(NamedTuple):
    """VADER's word lists [1]_, from the installed package.

    References
    ----------
    .. [1] Hutto & Gilbert (2014), ICWSM-14, doi:10.1609/icwsm.v8i1.14550.
    """

    valences: dict[str, float]
    boosters: dict[str, float]
    negations: frozenset[str]
    idioms: dict[str, float]
    descriptions: dict[str, str]


class Supplement(NamedTuple):
    """What the mended English engine knows on top: words, phrases, first names.

    Phrases are VADER's own, too: those of several words that its published code never finds.
    """

    words: dict[str, Entry]
    phrases: Phrases[Entry]
    names: frozenset[str]
    after_names: frozenset[str]


class French(NamedTuple):
    """The French tables, by form: exact, without accents, and phrases."""

    words: dict[str, Entry]
    plain: dict[str, Entry]
    phrases: Phrases[Entry]
    modifiers: dict[str, list[Entry]]
    names: frozenset[str]


def fold(word: str) -> str:
    """Take the accents off a lower-case word.

    Examples
    --------
    >>> fold("déçu")
    'decu'
    """
    return word.replace("œ", "oe").translate(_FOLDED)


@lru_cache(maxsize=1)
def english() -> English:
    """Read VADER's tables."""
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES

    package = files("vaderSentiment")
    valences = {}
    for line in _lines(package.joinpath("vader_lexicon.txt").read_text(encoding="utf-8")):
        word, valence = line.strip().split("\t")[:2]
        valences[word] = float(valence)
    descriptions = {}
    for line in _lines(package.joinpath("emoji_utf8_lexicon.txt").read_text(encoding="utf-8")):
        symbol, description = line.strip().split("\t")[:2]
        descriptions[symbol] = description
    return English(
        valences,
        dict(BOOSTER_DICT),
        frozenset(NEGATE),
        dict(SPECIAL_CASES),
        descriptions,
    )


@lru_cache(maxsize=1)
def supplement() -> Supplement:
    """Read the table of English words and phrases beside VADER's."""
    tables = english()
    words: dict[str, Entry] = {}
    phrases: dict[tuple[str, ...], Entry] = {}
    listed: dict[str, set[str]] = {"name": set(), "after_name": set()}
    for row in _table("english.csv"):
        form, kind, strength = row["form"], row["kind"], float(row["strength"])
        if kind in listed:
            listed[kind].add(form)
            continue
        part = "modifier" if kind in _MODIFIERS else "word"
        entry = Entry(form, part, -abs(strength) if kind == "damper" else strength, kind)
        if " " in form:
            phrases[tuple(form.split())] = entry
        else:
            words[form] = entry
    for source, kind in ((tables.valences, "idiom"), (tables.idioms, "idiom")):
        for form, valence in source.items():
            if " " in form and form[0].isalpha():
                entry = Entry(form, "word", float(valence), kind if valence else "neutral")
                phrases.setdefault(tuple(form.split()), entry)
    for form, strength in tables.boosters.items():
        if " " in form:
            phrases.setdefault(tuple(form.split()), Entry(form, "modifier", strength, "booster"))
    return Supplement(
        words, Phrases(phrases), frozenset(listed["name"]), frozenset(listed["after_name"])
    )


@lru_cache(maxsize=1)
def emoji() -> dict[str, float]:
    """Read the valence of each emoji and emoticon, both languages alike."""
    return {row["symbol"]: float(row["valence"]) for row in _table("emoji.csv")}


@lru_cache(maxsize=1)
def french() -> French:
    """Read the French tables and make every form."""
    verbs = {row["infinitive"]: tuple(list(row.values())[1:]) for row in _table("french_verbs.csv")}
    words: dict[str, Entry] = {}
    phrases: dict[tuple[str, ...], Entry] = {}
    entries = [
        Entry(row["lemma"], row["part_of_speech"], float(row["valence"]), row["kind"])
        for row in _table("french.csv")
    ]
    # A lemma as written comes before any inflected form that looks like it.
    for entry in entries:
        if " " in entry.lemma or "'" in entry.lemma:
            _add_phrase(phrases, entry)
        else:
            words.setdefault(entry.lemma, entry)
    for entry in entries:
        for form in forms(entry.lemma, entry.part_of_speech, verbs):
            if " " not in form and "'" not in form:
                words.setdefault(form, entry)
    modifiers: dict[str, list[Entry]] = {}
    names = set()
    for row in _table("french_modifiers.csv"):
        if row["kind"] == "name":
            names.add(row["form"])
            continue
        entry = Entry(row["form"], "modifier", float(row["strength"]), row["kind"])
        if " " in entry.lemma or "'" in entry.lemma:
            _add_phrase(phrases, entry)
        else:
            modifiers.setdefault(fold(entry.lemma), []).append(entry)
    return French(words, _without_accents(words), Phrases(phrases), modifiers, frozenset(names))


def _without_accents(words: dict[str, Entry]) -> dict[str, Entry]:
    plain: dict[str, Entry] = {}
    for form, entry in words.items():
        bare = fold(form)
        if bare != form and bare not in words and bare not in _HOMOGRAPHS:
            plain.setdefault(bare, entry)
    return plain


def _add_phrase(phrases: dict[tuple[str, ...], Entry], entry: Entry) -> None:
    parts = fold(entry.lemma).replace("'", "' ").replace("-", " ").split()
    phrases.setdefault(tuple(parts), entry)


def _table(name: str) -> list[dict[str, str]]:
    text = files("cmkit.sentiment").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _lines(text: str) -> list[str]:
    return [line for line in text.rstrip("\n").split("\n") if line]
