"""VADER's four figures, as its own package names them."""

from typing import overload

import numpy as np
import pandas as pd

from cmkit.sentiment import english
from cmkit.sentiment.scoring import polarities
from cmkit.text.columns import Texts, as_texts

__all__ = ["polarity_scores"]

_COLUMNS = ["neg", "neu", "pos", "compound"]
_CHUNK = 2_500


@overload
def polarity_scores(texts: str) -> dict[str, float]: ...  # type: ignore[overload-overlap]
@overload
def polarity_scores(texts: Texts) -> pd.DataFrame: ...
def polarity_scores(texts: Texts | str) -> dict[str, float] | pd.DataFrame:
    """Score English texts with VADER as published, figure for figure [1]_.

    Parameters
    ----------
    texts : str, Series, list of str or Arrow array
        One text, or one per post.

    Returns
    -------
    dict of one text, DataFrame of several: one row per text, same index
        ``neg``, ``neu`` and ``pos``, the shares of negative, neutral and positive words, 0 to 1,
        three decimals; ``compound``, -1 to 1, four decimals. Equal to what
        ``SentimentIntensityAnalyzer().polarity_scores`` of vaderSentiment 3.3.2 returns. A
        missing text has missing figures.

    Raises
    ------
    CmkitError
        ``texts`` holds something that is not a text.

    Notes
    -----
    It is here for comparison with published work. To label posts use `tag`, which mends VADER's
    known faults and has limits fitted on posts.

    References
    ----------
    .. [1] Hutto & Gilbert (2014), ICWSM-14, doi:10.1609/icwsm.v8i1.14550.

    Examples
    --------
    >>> polarity_scores("VADER is smart, handsome, and funny!")
    {'neg': 0.0, 'neu': 0.248, 'pos': 0.752, 'compound': 0.8439}
    """
    if isinstance(texts, str):
        return english.polarity(texts)._asdict()
    column = as_texts(texts)
    codes, distinct = pd.factorize(column)
    figures = np.full((len(distinct) + 1, len(_COLUMNS)), np.nan)  # a missing text has code -1
    for at in range(0, len(distinct), _CHUNK):
        part = distinct[at : at + _CHUNK].tolist()
        figures[at : at + len(part)] = polarities(part)
    return pd.DataFrame(figures[codes], columns=_COLUMNS, index=column.index)
