"""Labels as counts, and the measures that are made of counts alone.

In the measures the last axis runs over the labels; axes before it run over draws.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit.errors import fail

__all__ = ["Counts", "coded", "counted", "mean_f1", "mean_recall"]

Counts = npt.NDArray[np.integer]


def coded(*columns: pd.Series) -> tuple[list[Counts], list[str]]:
    """Return each column as numbers into one sorted list of labels, and that list.

    Examples
    --------
    >>> codes, known = coded(pd.Series(["b", "a"]), pd.Series(["c", "a"]))
    >>> [column.tolist() for column in codes], known
    ([[1, 0], [2, 0]], ['a', 'b', 'c'])
    """
    try:
        codes, known = pd.factorize(pd.concat(list(columns), ignore_index=True), sort=True)
    except TypeError as reason:
        raise fail(
            "a label must be a text.", found=str(reason), fix="table['label'].astype('str')"
        ) from None
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return np.split(codes, ends), list(known)


def counted(codes: Counts, true_codes: Counts, n_labels: int) -> Counts:
    """Count how often each label (column) was given to each truth (row).

    Examples
    --------
    >>> counted(np.array([0, 1, 1]), np.array([0, 0, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    flat = np.bincount(true_codes * n_labels + codes, minlength=n_labels**2)
    return flat.reshape(n_labels, n_labels)


def mean_f1(right: Counts, n_true: Counts, n_given: Counts) -> npt.NDArray[np.float64]:
    """Average the F1 of the labels that occur, from how often each was right, true and given.

    Examples
    --------
    >>> float(mean_f1(np.array([1, 1, 0]), np.array([1, 2, 0]), np.array([1, 1, 1])).round(3))
    0.833
    """
    return _mean(2 * right, n_true + n_given, n_true > 0)


def mean_recall(right: Counts, n_true: Counts) -> npt.NDArray[np.float64]:
    """Average the recall of the labels that occur, from how often each was right and true.

    Examples
    --------
    >>> float(mean_recall(np.array([1, 1, 0]), np.array([1, 2, 0])))
    0.75
    """
    return _mean(right, n_true, n_true > 0)


def _mean(part: Counts, whole: Counts, occurs: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    shares = np.where(occurs, part / np.where(occurs, whole, 1), 0.0)
    return np.asarray(shares.sum(axis=-1) / occurs.sum(axis=-1))
