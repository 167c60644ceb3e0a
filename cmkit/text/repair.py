"""Texts whose characters were broken on the way."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cmkit.text.columns import Texts, as_texts

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

__all__ = ["repair"]

#: What a sound text seldom has: traces of UTF-8 read as something else, entities, controls.
_SUSPECT = re.compile(
    "[ÃÂâÅÐÑï\u0080-\u009f\ufffd][\u0080-\u00ff\u0152-\u017e\u02c6\u02dc\u2013-\u2122]"
    "|&(?:[a-zA-Z]{2,8}|#\\d{2,6}|#x[0-9a-fA-F]{2,6});|[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]"
)


def repair(texts: Texts) -> pd.Series:
    """Mend texts that were read with the wrong encoding, and what exports leave in them.

    *dÃ©Ã§u* becomes *déçu*, ``&amp;`` an ampersand, and control characters go. A text without a
    trace of such damage is returned as it is, its quotes, ligatures and line ends included.

    Parameters
    ----------
    texts : Series or list of str
        One text per post.

    Returns
    -------
    Series of str, same index
        Missing where the text is.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not a text.

    Notes
    -----
    By ftfy [1]_, which changes a text only where that makes it likelier. Keep the original beside
    it: what a person really wrote may look like damage (a post *about* ``&amp;``).

    References
    ----------
    .. [1] Speer (2019), ftfy, doi:10.5281/zenodo.2591652.

    Examples
    --------
    >>> repair(["dÃ©Ã§u de lâ€™accueil", "Tom &amp; Ana", "ça « va » 😀", None]).tolist()
    ['déçu de l’accueil', 'Tom & Ana', 'ça « va » 😀', nan]
    """
    column = as_texts(texts)
    codes, distinct = pd.factorize(column)
    mended = np.empty(len(distinct) + 1, dtype=object)
    mended[-1] = np.nan  # a missing text has code -1
    for i, text in enumerate(distinct):
        mended[i] = _mended(text)
    return pd.Series(mended[codes], index=column.index, dtype="str")


def _mended(text: str) -> str:
    if not _SUSPECT.search(text):
        return text
    from ftfy import fix_text  # late: only damaged texts need it

    return fix_text(text, _settings())


@lru_cache(maxsize=1)
def _settings() -> "TextFixerConfig":
    from ftfy import TextFixerConfig

    settings: Any = TextFixerConfig(
        unescape_html=True,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        normalization=None,
        explain=False,
    )
    return settings
