"""What an engine finds in a text, as a dozen numbers that a person can read."""

from typing import Any

import numpy as np
import numpy.typing as npt

from cmkit.sentiment.arrays import Numbers, Values, sums

__all__ = ["FEATURES", "features"]

#: Each feature and what it counts, in the order of the columns.
FEATURES: dict[str, str] = {
    "score": "score of the rules engine, -1 to 1",
    "positive_sum": "logarithm of 1 + the sum of the positive values",
    "negative_sum": "logarithm of 1 + the sum of the negative values, without their sign",
    "n_positive": "positive words, at most 5",
    "n_negative": "negative words, at most 5",
    "strongest_positive": "highest value, 0 without one",
    "strongest_negative": "lowest value without its sign, 0 without one",
    "last": "value of the last word that has one",
    "faces": "sum of the values of emoji and emoticons, -6 to 6",
    "negated": "words whose valence a negation turned, at most 3",
    "exclamations": "exclamation marks, at most 4",
    "questions": "question marks, at most 4",
    "capitals": "share of the words in capitals, 0 to 1",
    "n_words": "logarithm of 1 + the number of words",
}

_MOST = 5


def features(found: Values, scores: Numbers) -> npt.NDArray[np.float64]:
    """Count what an engine found.

    Parameters
    ----------
    found : Values
        Of some texts.
    scores : array, one per text
        Their scores, -1 to 1.

    Returns
    -------
    array, one row per text, one column per feature
        In the order of `FEATURES`.
    """
    n = len(scores)
    row, value = found.row, found.value
    up, down = value > 0, value < 0
    last = np.zeros(n)
    last[row] = value  # the last one of a text stays
    columns: list[npt.NDArray[Any]] = [
        scores,
        np.log1p(sums(row, np.where(up, value, 0.0), n)),
        np.log1p(sums(row, np.where(down, -value, 0.0), n)),
        np.minimum(sums(row, up, n), _MOST),
        np.minimum(sums(row, down, n), _MOST),
        _highest(row, value, n),
        _highest(row, -value, n),
        last,
        np.clip(sums(row, np.where(found.is_face, value, 0.0), n), -6, 6),
        np.minimum(sums(row, found.negated, n), 3),
        np.minimum(found.tokens.exclamations, 4),
        np.minimum(found.tokens.questions, 4),
        found.n_capitals / np.maximum(found.n_words, 1),
        np.log1p(found.n_words),
    ]
    return np.column_stack(columns).astype(np.float64)


def _highest(row: npt.NDArray[np.int64], value: Numbers, n: int) -> Numbers:
    found = np.zeros(n)
    np.maximum.at(found, row, value)
    return found
