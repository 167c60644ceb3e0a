"""Scores and features of many texts in one language, each engine in one sweep."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cmkit.sentiment import english
from cmkit.sentiment.arrays import Numbers, Values, sums
from cmkit.sentiment.english_batch import mended_values, published_values
from cmkit.sentiment.features import features
from cmkit.sentiment.french_batch import french_values

__all__ = ["Scored", "polarities", "read_all"]


class Scored(NamedTuple):
    """What the rules engine makes of some texts.

    ``scores``, one per text, -1 to 1; ``features``, one row per text; ``n_rated``, its words with
    a valence, emoji left out.
    """

    scores: Numbers
    features: npt.NDArray[np.float64]
    n_rated: npt.NDArray[np.int64]


def read_all(texts: list[str], lang: str) -> Scored:
    """Read texts with the rules engine.

    Parameters
    ----------
    texts : list of str
        Some thousands at a time.
    lang : {"en", "fr"}
        The language of all of them.

    Returns
    -------
    Scored

    Examples
    --------
    >>> read_all(["J'adore !", "Bonjour"], "fr").scores.tolist()
    [0.6476, 0.0]
    """
    found = french_values(texts) if lang == "fr" else mended_values(texts)
    total = np.round(sums(found.row, found.value, len(texts)), 9)
    scores = _squashed(total, _emphasis(found))
    words = ~found.is_face
    return Scored(
        scores,
        features(found, scores),
        np.bincount(found.row[words], minlength=len(texts)),
    )


def polarities(texts: list[str]) -> npt.NDArray[np.float64]:
    """Read texts with VADER as published.

    Returns
    -------
    array, one row per text, columns neg, neu, pos and compound
        Equal to vaderSentiment's, figure for figure.

    Examples
    --------
    >>> polarities(["The book was good.", ""]).tolist()
    [[0.0, 0.508, 0.492, 0.4404], [0.0, 0.0, 0.0, 0.0]]
    """
    found = published_values(texts)
    n = len(texts)
    emphasis = _emphasis(found)
    row, value = found.row, found.value
    total = sums(row, value, n)
    up, down = value > 0, value < 0
    positive = sums(row[up], value[up] + 1, n)
    negative = sums(row[down], value[down] - 1, n)
    neutral = found.n_words - np.bincount(row[up | down], minlength=n)
    more, less = positive > -negative, positive < -negative
    positive = positive + np.where(more, emphasis, 0.0)
    negative = negative - np.where(less, emphasis, 0.0)
    size = np.maximum(positive - negative + neutral, 1e-300)
    figures = np.column_stack(
        [
            _rounded(-negative / size, 3),
            _rounded(neutral / size, 3),
            _rounded(positive / size, 3),
            _squashed(total, emphasis),
        ]
    )
    # a sum that cancels may be off by its last bit, which decides whether "!" counts; and idioms
    near_nothing = np.flatnonzero((np.abs(total) < 1e-9) & (np.bincount(row, minlength=n) > 0))
    for i in {*near_nothing.tolist(), *found.unsure.tolist()}:
        figures[i] = english.polarity(texts[i])
    return figures + 0.0


def _emphasis(found: Values) -> Numbers:
    questions = found.tokens.questions
    asked = np.where(questions > 1, np.where(questions <= 3, questions * 0.18, 0.96), 0.0)
    return np.minimum(found.tokens.exclamations, 4) * 0.292 + asked


def _squashed(total: Numbers, emphasis: Numbers) -> Numbers:
    total = total + np.sign(total) * emphasis
    return _rounded(total / np.sqrt(total * total + 15), 4)


def _rounded(values: Numbers, digits: int) -> Numbers:
    """Round as Python does; NumPy's way differs near the middle between two figures."""
    scaled = values * 10**digits
    found = np.rint(scaled) / 10**digits
    for i in np.flatnonzero(np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < 1e-6).tolist():
        found[i] = round(float(values[i]), digits)
    return np.where(np.isfinite(values), found, math.nan)
