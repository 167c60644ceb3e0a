"""Emoji and cashtags named in a text."""

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from cmkit.text.columns import Texts
from cmkit.text.entities import lists, without_links

if TYPE_CHECKING:
    import regex

__all__ = ["cashtags", "emoji"]


def cashtags(texts: Texts) -> pd.Series:
    """Find the cashtags of each text: a stock's sign, such as ``$ABC`` or ``$ABC.X``.

    Parameters
    ----------
    texts : Series or list of str
        One text per post; a missing text has none.

    Returns
    -------
    Series of lists of str, same index
        Signs in order, upper case, without ``$``: up to six letters, and one or two more after a
        dot or an underscore. A price (``$20``) is none.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not a text.

    Examples
    --------
    >>> cashtags(["Sold $abc and $ABC.X for $20", "us$abc"]).tolist()
    [['ABC', 'ABC.X'], []]
    """
    return lists(texts, _cashtags_in)


def emoji(texts: Texts) -> pd.Series:
    """Find the emoji of each text.

    Parameters
    ----------
    texts : Series or list of str
        One text per post; a missing text has none.

    Returns
    -------
    Series of lists of str, same index
        Emoji in order, each as a reader sees it: a family, a flag, a face with its skin tone is
        one. A digit or a sign such as ``©`` is one only where a variation selector or a keycap
        makes it so.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not a text.

    References
    ----------
    .. [1] Unicode Technical Standard 51, Unicode Emoji.

    Examples
    --------
    >>> emoji(["👍🏽 10 💙💙 🇫🇷!", "© 2025"]).tolist()
    [['👍🏽', '💙', '💙', '🇫🇷'], []]
    """
    return lists(texts, _emoji_in)


def _cashtags_in(text: str) -> list[str]:
    if "$" not in text:
        return []
    found = _patterns()[0].findall(without_links(text))
    return [sign.upper() for sign in found]


def _emoji_in(text: str) -> list[str]:
    if text.isascii():
        return []
    return [match.group() for match in _patterns()[1].finditer(text)]


@lru_cache(maxsize=1)
def _patterns() -> "tuple[regex.Pattern[str], regex.Pattern[str]]":
    import regex  # late: only texts with such signs need it

    sign = regex.compile(r"(?<![\w$.])\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?![\w$]|[._]\w)")
    one = (
        r"(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Emoji_Modifier_Base})"
        r"\ufe0f?\p{Emoji_Modifier}?"
    )
    joined = rf"{one}[\U000e0020-\U000e007f]*(?:\u200d(?:{one}|\p{{Emoji}}))*"
    return sign, regex.compile(
        rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\ufe0f?\u20e3"
        rf"|(?![0-9#*\p{{Regional_Indicator}}])(?:{joined})"
    )
