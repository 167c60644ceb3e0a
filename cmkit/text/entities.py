"""People, hashtags and links named in a text.

The patterns follow the rules of twitter-text where they are cheap to follow; each docstring says
where they part.
"""

import re
from collections.abc import Callable, Iterator

import pandas as pd

from cmkit.text.columns import Texts, as_texts

__all__ = ["hashtags", "links", "lists", "mentions", "without_links"]


def mentions(texts: Texts) -> pd.Series:
    """Find the people each text names.

    Parameters
    ----------
    texts : Series or list of str
        One text per post; a missing text names nobody.

    Returns
    -------
    Series of lists of str, same index
        Handles in order, lower case, without ``@``. A handle has up to 50 letters, digits or
        underscores; a Fediverse handle keeps its server: ``ana@example.org``.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not a text.

    Notes
    -----
    An e-mail address names nobody, nor does a handle inside a link. Unlike twitter-text, a handle
    may hold letters with accents (other platforms have them), and it may have 50 characters.

    Examples
    --------
    >>> mentions(["Merci @Ana et @ben@example.org !", "write to ana@example.org"]).tolist()
    [['ana', 'ben@example.org'], []]
    """
    return lists(texts, _mentions_in)


def hashtags(texts: Texts) -> pd.Series:
    """Find the hashtags of each text.

    Parameters
    ----------
    texts : Series or list of str
        One text per post; a missing text has none.

    Returns
    -------
    Series of lists of str, same index
        Hashtags in order, lower case, without ``#``. Letters of any script, digits and
        underscores, with at least one letter: ``#1`` is a number.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not a text.

    Examples
    --------
    >>> hashtags(["#Déçu du canapé #1 #été2025", "see example.org/#part"]).tolist()
    [['déçu', 'été2025'], []]
    """
    return lists(texts, _hashtags_in)


def links(texts: Texts) -> pd.Series:
    """Find the links of each text.

    Parameters
    ----------
    texts : Series or list of str
        One text per post; a missing text has none.

    Returns
    -------
    Series of lists of str, same index
        Links in order, as written. The punctuation that closes a sentence is cut; a bracket stays
        where its partner is inside the link. Without ``http://`` a link needs a well-known ending
        (``.com``, ``.fr``), or any country's ending with ``www.`` or a path after it.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not a text.

    Examples
    --------
    >>> links(["Voir https://example.org/a_(b), ou example.org/c.", "fini.Et puis 3.5"]).tolist()
    [['https://example.org/a_(b)', 'example.org/c'], []]
    """
    return lists(texts, _links_in)


def lists(texts: Texts, find: Callable[[str], list[str]]) -> pd.Series:
    """Apply ``find`` to each distinct text; each row gets a list of its own."""
    column = as_texts(texts)
    codes, distinct = pd.factorize(column)
    found = [find(text) for text in distinct]
    cells = [list(found[code]) if code >= 0 else [] for code in codes]
    return pd.Series(cells, index=column.index, dtype=object)


#: Scripts written without spaces: a handle ends where one of their letters begins.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
#: A letter, digit or underscore of a script written with spaces.
_WORD = rf"[^\W{_UNSPACED}]"
_MENTION = re.compile(
    rf"(?:(?<!{_WORD})(?<![!#$%&*@＠/])|(?<=\brt)|(?<=\brt:))[@＠]"
    rf"((?:[a-z0-9_](?:[a-z0-9_.\-]{{0,48}}[a-z0-9_])?@(?:[a-z0-9\-]{{1,63}}\.)+[a-z]{{2,24}}"
    rf"(?!{_WORD}|@))|{_WORD}{{1,50}}(?![@＠]|://|{_WORD}))",
    re.IGNORECASE,
)
#: Marks that combine with a letter, and joiners: part of a hashtag, no letters for ``re``.
_MARKS = (
    "\u00b7\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u05f3\u05f4\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06ed\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd"
    "\u0f0b\u0f0c\u0f71-\u0fbc\u102b-\u103e\u17b4-\u17d3\u200c\u200d\u3003\u301c\u3099-\u309c"
    "\u30a0\u30fb\ua67e\ufe20-\ufe2f\uff5e\U00016f4f-\U00016f92"
)
_HASHTAG = re.compile(
    rf"(?<![\w{_MARKS}&])[#＃](?![\ufe0f\u20e3])([\w{_MARKS}]+)(?![#＃]|://|[\w{_MARKS}])"
)
_LETTER = re.compile(r"[^\W\d_]")
#: Endings taken without a scheme or a path: generic ones, and countries' that are no small word.
_ENDINGS = (
    "com|org|net|info|edu|gov|int|mil|biz|name|museum|aero|coop|travel|jobs|mobi|cat|asia"
    "|app|dev|blog|shop|store|online|site|tech|news|media|social|cloud|agency|website|xyz"
    "|paris|bzh|alsace|corsica|london|berlin|quebec|brussels|fr|ch|uk|eu|nl|lu|co|tv|io"
)
#: A part of a host's name: it starts and ends with a letter or a digit.
_LABEL = rf"[^\W_{_UNSPACED}](?:[^\W{_UNSPACED}\-]|-(?!\.)){{0,62}}(?<!_)\."
_PATH = rf"[/?#][^\s<>\"“”«»|\\^`{{}}。、！？「」{_UNSPACED}]*"
_LINK = re.compile(
    rf"https?://(?:{_LABEL})+[^\W\d_{_UNSPACED}]{{2,24}}(?!{_WORD})(?::\d{{1,5}})?(?:{_PATH})?"
    rf"|(?<!{_WORD})(?<![@＠#＃$.\-/])(?:(?:{_LABEL})+"
    rf"(?:(?:(?:co|com|org|net|gov|gouv|edu|ac)\.[a-z]{{2}}|{_ENDINGS})"
    rf"(?!{_WORD}|[@\-]|\.{_WORD})(?::\d{{1,5}})?(?:{_PATH})?|[a-z]{{2}}(?=/){_PATH})"
    rf"|www\.(?:{_LABEL})+[a-z]{{2}}(?!{_WORD}|@)(?::\d{{1,5}})?(?:{_PATH})?)",
    re.IGNORECASE,
)
_SMALL_ENDING = re.compile(r"^[^./]+\.[A-Z][a-z]+$")
_CLOSERS = {")": "(", "]": "["}
_TAIL = ".,;:!?'\"’…*"


def _mentions_in(text: str) -> list[str]:
    if "@" not in text and "＠" not in text:
        return []
    return [match.lower() for match in _MENTION.findall(without_links(text))]


def _hashtags_in(text: str) -> list[str]:
    if "#" not in text and "＃" not in text:
        return []
    tags = _HASHTAG.findall(without_links(text))
    return [tag.lower() for tag in tags if _LETTER.search(tag)]


def _links_in(text: str) -> list[str]:
    return [text[start:end] for start, end in _spans(text)]


def without_links(text: str) -> str:
    """Put a space in the place of each link."""
    if "." not in text and "://" not in text:
        return text
    for start, end in reversed(list(_spans(text))):
        text = f"{text[:start]} {text[end:]}"
    return text


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each link starts and ends, its closing punctuation cut."""
    if "." not in text and "://" not in text:
        return
    for match in _LINK.finditer(text):
        link = match.group()
        kept = _cut(link)
        bare = link[:4].lower() != "http"
        # "C'est fini.Paris" is a sentence without its space, not a link.
        if not (bare and _SMALL_ENDING.search(kept)):
            yield match.start(), match.start() + len(kept)


def _cut(link: str) -> str:
    """Drop the punctuation after a link; a closing bracket stays where its partner is inside."""
    open_now = {closer: link.count(closer) - link.count(_CLOSERS[closer]) for closer in _CLOSERS}
    end = len(link)
    while end:
        last = link[end - 1]
        if last in _CLOSERS and open_now[last] > 0:
            open_now[last] -= 1
        elif last not in _TAIL:
            break
        end -= 1
    return link[:end]
