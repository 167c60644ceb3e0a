"""The forms of a French word: feminines, plurals, and the tenses of verbs.

Made for looking words up, not for writing: a form too many costs nothing, one too few is a word
missed.
"""

from collections.abc import Callable, Mapping

__all__ = ["forms"]

#: Feminines that no rule gives.
_FEMININE = {
    "affectueux": "affectueuse",
    "bas": "basse",
    "beau": "belle",
    "bénin": "bénigne",
    "blanc": "blanche",
    "complet": "complète",
    "concret": "concrète",
    "con": "conne",
    "désuet": "désuète",
    "discret": "discrète",
    "doux": "douce",
    "épais": "épaisse",
    "faux": "fausse",
    "favori": "favorite",
    "fou": "folle",
    "frais": "fraîche",
    "franc": "franche",
    "gentil": "gentille",
    "gras": "grasse",
    "gros": "grosse",
    "incomplet": "incomplète",
    "indiscret": "indiscrète",
    "inquiet": "inquiète",
    "jaloux": "jalouse",
    "las": "lasse",
    "long": "longue",
    "malin": "maligne",
    "mou": "molle",
    "nouveau": "nouvelle",
    "nul": "nulle",
    "public": "publique",
    "puéril": "puérile",
    "roux": "rousse",
    "sec": "sèche",
    "secret": "secrète",
    "stérile": "stérile",
    "traître": "traîtresse",
    "vieux": "vieille",
}
#: Ending of the masculine, ending of the feminine; the first that fits is taken.
_TO_FEMININE = (
    ("eux", "euse"),
    ("teur", "trice"),
    ("eur", "euse"),
    ("if", "ive"),
    ("er", "ère"),
    ("el", "elle"),
    ("eil", "eille"),
    ("en", "enne"),
    ("on", "onne"),
    ("et", "ette"),
    ("c", "que"),
    ("e", "e"),
)
#: Participles that never agree; "plus" is another word.
_INVARIABLE = frozenset({"plu", "déplu", "ri", "souri", "nui", "menti"})
_PRESENT_PAST = ("ais", "ait", "aient")
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient")


def forms(lemma: str, part_of_speech: str, verbs: Mapping[str, tuple[str, ...]]) -> set[str]:
    """List the forms of a lemma.

    Parameters
    ----------
    lemma : str
        Masculine singular, or infinitive.
    part_of_speech : {"adj", "noun", "verb", ...}
        Any other part of speech does not change.
    verbs : mapping of str to tuple of str
        Irregular verbs: infinitive to je, tu, il, the stem of nous, ils, the stem of the future,
        participle.

    Returns
    -------
    set of str
        The lemma among them.

    Examples
    --------
    >>> sorted(forms("nul", "adj", {}))
    ['nul', 'nulle', 'nulles', 'nuls']
    >>> {"gâche", "gâchait", "gâchée"} <= forms("gâcher", "verb", {})
    True
    """
    make: dict[str, Callable[[], set[str]]] = {
        "adj": lambda: _genders(lemma),
        "noun": lambda: {lemma, *_plurals(lemma)},
        "verb": lambda: _tenses(lemma, verbs),
    }
    return make.get(part_of_speech, lambda: {lemma})()


def _genders(lemma: str) -> set[str]:
    feminines = _feminines(lemma)
    found = {lemma, *feminines, *_plurals(lemma)}
    for feminine in feminines:
        found |= _plurals(feminine)
    return found


def _feminines(lemma: str) -> set[str]:
    if lemma in _FEMININE:
        return {_FEMININE[lemma]}
    for masculine, feminine in _TO_FEMININE:
        if lemma.endswith(masculine):
            stem = lemma[: -len(masculine)]
            # menteur, menteuse; destructeur, destructrice; meilleur, meilleure
            others = {f"{lemma}e", f"{stem}teuse"} if masculine == "teur" else set()
            return {stem + feminine} | others | ({f"{lemma}e"} if masculine == "eur" else set())
    return {f"{lemma}e"}


def _plurals(word: str) -> set[str]:
    if word.endswith(("s", "x", "z")):
        return {word}
    if word.endswith(("eau", "eu")):
        return {f"{word}x"}
    if word.endswith("al"):
        return {f"{word[:-2]}aux", f"{word}s"}
    return {f"{word}s"}


def _tenses(lemma: str, verbs: Mapping[str, tuple[str, ...]]) -> set[str]:
    if lemma in verbs:
        return _irregular(lemma, verbs[lemma])
    if lemma.endswith("er"):
        return _first_group(lemma)
    if lemma.endswith("ir"):
        return _second_group(lemma)
    stem = lemma[:-2]
    return _irregular(
        lemma, (f"{stem}s", f"{stem}s", stem, stem, f"{stem}ent", f"{stem}r", f"{stem}u")
    )


def _irregular(lemma: str, parts: tuple[str, ...]) -> set[str]:
    first, second, third, stem, plural, future, participle = parts
    # Only the plural stem tells these: (que) je déçoive, je craigne, je mette
    subjunctive = plural.removesuffix("ent")
    found = {lemma, first, second, third, plural}
    found |= {stem + ending for ending in ("ons", "ez", "ant", *_PRESENT_PAST, "ions", "iez")}
    found |= {subjunctive + ending for ending in ("e", "es")}
    found |= {future + ending for ending in _FUTURE}
    agreed = {participle} if participle in _INVARIABLE else _genders(participle)
    return found | agreed | _genders(f"{stem}ant")


def _first_group(lemma: str) -> set[str]:
    stem = lemma[:-2]
    soft = stem  # before a and o: commençons, changeons
    if stem.endswith("c"):
        soft = f"{stem[:-1]}ç"
    elif stem.endswith("g"):
        soft = f"{stem}e"
    found = {lemma}
    for strong in {stem, *_strong_stems(stem)}:
        found |= {strong + ending for ending in ("e", "es", "ent")}
        found |= {f"{strong}er{ending}" for ending in _FUTURE}
    found |= {stem + ending for ending in ("ez", "ions", "iez", "èrent")}
    found |= {soft + ending for ending in ("ons", "ai", "as", "a", *_PRESENT_PAST)}
    return found | _genders(f"{stem}é") | _genders(f"{soft}ant")


def _strong_stems(stem: str) -> set[str]:
    """Return the stem where the ending is silent: achète, préfère, appelle, ennuie."""
    if stem.endswith("y"):
        return {f"{stem[:-1]}i"}
    if len(stem) < 3 or (stem[-2] not in "eé" and not stem.endswith(("égl", "évr", "égr"))):
        at = max(stem.rfind("é"), stem.rfind("e"))
        clustered = len(stem) - at == 3 and stem[at] == "é"  # célébrer, intégrer
        return {f"{stem[:at]}è{stem[at + 1 :]}"} if at > 0 and clustered else set()
    found = {f"{stem[:-2]}è{stem[-1]}"}
    return found | ({stem + stem[-1]} if stem.endswith(("el", "et")) else set())


def _second_group(lemma: str) -> set[str]:
    stem = lemma[:-1]
    long = f"{stem}ss"
    found = {lemma, f"{stem}s", f"{stem}t"}
    found |= {long + ending for ending in ("ons", "ez", "ent", "e", "es", "ions", "iez")}
    found |= {long + ending for ending in _PRESENT_PAST}
    found |= {lemma + ending for ending in _FUTURE}
    return found | _genders(stem) | _genders(f"{long}ant")
