"""The words of one post."""

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from cmkit.errors import fail

if TYPE_CHECKING:
    from nltk.tokenize import TweetTokenizer

__all__ = ["words"]


def words(text: str | None) -> list[str]:
    """Split one post into words, emoticons, emoji, handles and hashtags.

    Parameters
    ----------
    text : str
        One post; a missing text has no words.

    Returns
    -------
    list of str
        Tokens in order, as NLTK's ``TweetTokenizer`` cuts them [1]_, case kept.

    Raises
    ------
    CmkitError
        ``text`` is not one text.

    Notes
    -----
    The reference tokenizer, made for reading single posts; it cuts a few thousand posts a second.

    References
    ----------
    .. [1] Bird, Klein & Loper (2009), Natural Language Processing with Python, O'Reilly.

    Examples
    --------
    >>> words("@ana so good :-) #lupin")
    ['@ana', 'so', 'good', ':-)', '#lupin']
    """
    if isinstance(text, str):
        return list(_tokenizer().tokenize(text))
    if text is None or text is pd.NA or (isinstance(text, float) and pd.isna(text)):
        return []
    raise fail(
        "words() wants one text.",
        found=f"a {type(text).__name__}",
        fix="for many posts: posts['text'].map(text.words)",
    )


@lru_cache(maxsize=1)
def _tokenizer() -> "TweetTokenizer":
    from nltk.tokenize import TweetTokenizer  # late: half a second, and rarely needed

    return TweetTokenizer()
