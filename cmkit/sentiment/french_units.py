"""French text to units: elision split, phrases joined, each unit with its part in the sentence."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from cmkit.sentiment.hashtags import segmented
from cmkit.sentiment.lexicon import Entry, emoji, fold, french

__all__ = ["SHORT", "Token", "Unit", "phrase_unit", "single_unit", "tokens_of", "units"]

Role = Literal[
    "",
    "value",
    "booster",
    "negation",
    "contrast",
    "stop",
    "ne",
    "neutral",
    "then",
    "now",
    "although",
]

_QUOTES = "’‘ʼ´"
_VARIANTS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
#: The bounds keep a long text without spaces linear.
_NOISE = re.compile(r"https?://\S*|\bwww\.\S+|(?<!\S)[^\s@]{1,80}@\S+|@\w+|&\w{1,30};")
_HASHTAG = re.compile(r"#(\w+)")
_ELIDED = re.compile(r"(?:jusqu|lorsqu|puisqu|quoiqu|qu|[jcdlmnst])'(?=\w)", re.IGNORECASE)
_LONG = re.compile(r"([^\W\d_])\1{2,}")
_WORD = r"[^\W\d_]+(?:['\-][^\W\d_]+)*'?"
_KEPT = {"aujourd'hui", "quelqu'un", "quelqu'une", "prud'hommes", "presqu'île"}
#: Short forms of words that the tables hold in full.
SHORT = {
    "pb": "problème",
    "pbs": "problèmes",
    "tjrs": "toujours",
    "tjs": "toujours",
    "jms": "jamais",
    "tro": "trop",
    "bcp": "beaucoup",
    "bo": "beau",
    "kiff": "kiffe",
    "jkiff": "kiffe",
    "jkiffe": "kiffe",
    "jador": "adore",
    "jadore": "adore",
    "jaime": "aime",
    "jsui": "suis",
    "jsuis": "suis",
    "mrc": "merci",
    "mci": "merci",
    "cest": "c'est",
    "nouvo": "nouveau",
}


#: As written, normalised, whether stretched, without accents.
Token = tuple[str, str, bool, str]


@dataclass(slots=True)
class Unit:
    """A word, a phrase, a sign: what the rules look at."""

    shown: str
    normalised: str
    role: Role = ""
    valence: float | None = None
    strength: float = 0.0
    entry: Entry | None = None
    capitals: bool = False
    stretched: bool = False
    modifier: Entry | None = None
    is_name: bool = False


def units(text: str) -> list[Unit]:
    """Cut one French text into units.

    Examples
    --------
    >>> [unit.normalised for unit in units("J’ai pas mal aimé l'accueil !")]
    ["j'", 'ai', 'pas mal', 'aimé', "l'", 'accueil', '!']
    """
    tokens = tokens_of(text)
    folded = [token[3] for token in tokens]
    found: list[Unit] = []
    at = 0
    while at < len(tokens):
        phrase = _phrase_at(folded, at)
        if phrase is None:
            found.append(_shared(tokens[at]) or single_unit(*tokens[at]))
            at += 1
            continue
        length, entry = phrase
        part = tokens[at : at + length]
        found.append(phrase_unit(part, entry))
        at += length
    return found


def phrase_unit(part: list[Token], entry: Entry) -> Unit:
    """Make one unit of the tokens of a phrase."""
    shown = " ".join(token[0] for token in part).replace("' ", "'")
    normalised = " ".join(token[1] for token in part).replace("' ", "'")
    unit = Unit(shown, normalised, capitals=all(token[0].isupper() for token in part))
    return _with_role(unit, entry)


def tokens_of(text: str) -> list[Token]:
    """Cut a text into tokens, phrases not joined; a text without spaces gives the same anywhere."""
    if not text.isascii():
        for quote in _QUOTES:
            text = text.replace(quote, "'")
        text = _VARIANTS.sub("", unicodedata.normalize("NFC", text))
    text = _NOISE.sub(" ", text)
    if "#" in text:
        text = _HASHTAG.sub(lambda match: f" {' '.join(segmented(match[1], 'fr'))} ", text)
    return [token for match in _pattern().findall(text) for token in _cut(match)]


@lru_cache(maxsize=100_000)
def _cut(token: str) -> tuple[Token, ...]:
    """Cut a match into its tokens; posts share most of theirs, so each is cut once."""
    if not token[0].isalpha() or token in emoji():
        sign = token if token in emoji() or token[0] not in "!?.…" else token[0]
        return ((token, sign, False, sign),)
    found = []
    for piece in _pieces(token):
        word, stretched = _normal(piece)
        found.append((piece, word, stretched, fold(word)))
    return tuple(found)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Match a face, a word, a number, a sign; what is frequent is tried first."""
    symbols = sorted(emoji(), key=lambda symbol: (-len(symbol), symbol))
    faces = [symbol for symbol in symbols if symbol.isascii() or len(symbol) > 1]
    # A face of letters (xD) stands alone; one of signs may touch the word before it (merci:)).
    lettered = "|".join(re.escape(face) for face in faces if face[0].isalpha())
    signed = "|".join(re.escape(face) for face in faces if not face[0].isalpha())
    single = "".join(s for s in symbols if not s.isascii() and len(s) == 1)
    first = "".join(sorted({face[0] for face in faces if face[0].isalpha()}))
    return re.compile(
        rf"(?=[{first}])(?<!\w)(?:{lettered})(?!\w)|{_WORD}|(?:{signed})(?!\w)"
        rf"|\d+(?:[.,/]\d+)*|[!?]+|[.,;:…()\"«»]|[{single}]"
    )


def _pieces(token: str) -> list[str]:
    """Split elided words and, unless the tables hold it whole, hyphenated ones."""
    if "'" not in token and "-" not in token:
        return [token]
    if token.lower() in _KEPT:
        return [token]
    pieces = []
    while match := _ELIDED.match(token):
        pieces.append(match.group())
        token = token[match.end() :]
    token = token.strip("'-")
    if token.lower() in french().words or "-" not in token:
        return [*pieces, token] if token else pieces
    return [*pieces, *[piece for piece in token.split("-") if piece]]


def _normal(token: str) -> tuple[str, bool]:
    """Lower the case and undo stretching: "nuuuul" is "nul", unless the tables know it so."""
    word = token.lower()
    word = SHORT.get(word, word)
    if not _LONG.search(word) or _known(word):
        return word, False
    for length in (r"\1\1", r"\1"):
        short = _LONG.sub(length, word)
        if _known(short):
            return short, True
    return _LONG.sub(r"\1", word), True


def _known(word: str) -> bool:
    tables = french()
    return word in tables.words or word in tables.plain or fold(word) in tables.modifiers


def _phrase_at(folded: list[str], at: int) -> tuple[int, Entry] | None:
    phrases = french().phrases
    if folded[at] not in phrases.first:
        return None
    length, entry = phrases.at(folded, at)
    return None if entry is None else (length, entry)


@lru_cache(maxsize=100_000)
def _shared(token: Token) -> Unit | None:
    """Return the one unit of a token that no sentence changes; None for the others."""
    unit = single_unit(*token)
    by_sentence = unit.entry is not None and unit.entry.kind == "negation_with_ne"
    return None if unit.role == "value" or by_sentence else unit


def single_unit(token: str, word: str, stretched: bool, folded: str) -> Unit:  # noqa: FBT001 - a token's parts
    """Return the unit of one token, its part in the sentence not yet settled."""
    unit = Unit(token, word, capitals=len(token) > 1 and token.isupper(), stretched=stretched)
    if word in emoji():
        unit.role, unit.valence = "value", emoji()[word]
        unit.entry = Entry(word, "emoji", unit.valence, "emoji")
        unit.capitals = False
        return unit
    if not word[0].isalpha():
        unit.role = "stop" if word[0] in '!?.,;:…()"«»' else ""
        return unit
    if folded in ("ne", "n'"):
        unit.role = "ne"
        return unit
    tables = french()
    entry = tables.words.get(word) or tables.plain.get(word)
    modifiers = tables.modifiers.get(folded, [])
    if entry is not None:
        unit = _with_role(unit, entry)
        unit.modifier = modifiers[0] if modifiers else None
        unit.is_name = token.istitle() and word in tables.names
        return unit
    return _with_role(unit, modifiers[0]) if modifiers else unit


def _with_role(unit: Unit, entry: Entry) -> Unit:
    unit.entry = entry
    if entry.part_of_speech != "modifier":
        unit.role = "neutral" if entry.kind == "neutral" else "value"
        unit.valence = entry.valence if unit.role == "value" else None
        return unit
    unit.strength = entry.valence
    roles: dict[str, Role] = {
        "booster": "booster",
        "booster_after": "booster",
        "damper": "booster",
        "negation": "negation",
        "negation_with_ne": "negation",
        "contrast": "contrast",
        "then": "then",
        "now": "now",
        "although": "although",
    }
    unit.role = roles.get(entry.kind, "")
    if entry.kind == "damper":
        unit.strength = -entry.valence
    return unit
