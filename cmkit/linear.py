"""A linear layer over features: multinomial logistic regression, as a plain value.

What is learnt is a table of numbers that can be read, saved without pickle and moved to another
machine. `cmkit.sentiment` and `cmkit.triage` train theirs with it.
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from cmkit.errors import fail

__all__ = ["Layer", "fit", "load", "probabilities", "save"]

_MOST_STEPS = 300


class Layer(NamedTuple):
    """Classes, and for each its weights and its bias.

    ``weights`` has one row per class and one column per feature; ``bias`` one number per class.
    """

    classes: tuple[str, ...]
    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]


def fit(
    features: Any,
    labels: Sequence[str] | pd.Series,
    *,
    l2: float = 1.0,
    balanced: bool = True,
) -> Layer:
    r"""Learn to tell classes apart.

    Minimises the mean log loss of the softmax plus ``l2 / (2 n)`` times the squared weights
    (not the biases), by L-BFGS from zero: nothing is drawn by chance.

    Parameters
    ----------
    features : sparse matrix or array, one row per example, one column per feature
        Best scaled to a like size.
    labels : sequence of str, one per example
        At least two classes.
    l2 : float
        Strength of the penalty, > 0. More examples need relatively less.
    balanced : bool
        Whether each class weighs the same in all, however many examples it has.

    Returns
    -------
    Layer
        Classes in order of the alphabet.

    Raises
    ------
    CmkitError
        Fewer than two classes; an empty label; different lengths; ``l2`` not above 0.

    Notes
    -----
    With ``balanced`` its probabilities are those of a world in which all classes are equally
    frequent. Not for more features than memory holds in a dense row per class.

    References
    ----------
    .. [1] Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, 4.4.

    Examples
    --------
    >>> layer = fit(np.array([[0.0], [1.0], [0.0], [1.0]]), ["no", "yes", "no", "yes"])
    >>> layer.classes
    ('no', 'yes')
    >>> probabilities(layer, np.array([[1.0]])).argmax()
    np.int64(1)
    """
    from scipy.optimize import minimize

    rows = _rows(features)
    codes, classes = _classes(labels, rows.shape[0])
    if not l2 > 0:
        raise fail("'l2' must be above 0.", found=repr(l2), fix="l2=1.0")
    n, width = rows.shape
    shape = (len(classes), width + 1)
    weight = np.ones(n) / n
    if balanced:
        weight = 1 / (np.bincount(codes)[codes] * len(classes))
    target = np.zeros((n, len(classes)))
    target[np.arange(n), codes] = 1.0

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        both = flat.reshape(shape)
        logs = _log_softmax(np.asarray(rows @ both[:, :-1].T) + both[:, -1])
        off = weight[:, None] * (np.exp(logs) - target)
        slope = np.column_stack([np.asarray(rows.T @ off).T, off.sum(axis=0)])
        slope[:, :-1] += l2 / n * both[:, :-1]
        penalty = l2 / (2 * n) * (both[:, :-1] ** 2).sum()
        return float(penalty - (weight * logs[np.arange(n), codes]).sum()), slope.ravel()

    start = np.zeros(shape[0] * shape[1])
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS, "gtol": 1e-7}
    )
    both = found.x.reshape(shape)
    return Layer(classes, both[:, :-1].copy(), both[:, -1].copy())


def probabilities(layer: Layer, features: Any) -> npt.NDArray[np.float64]:
    """Return how likely each class is for each row.

    Parameters
    ----------
    layer : Layer
        From `fit` or `load`.
    features : sparse matrix or array, one row per example
        The features that the layer was fitted on, in the same order.

    Returns
    -------
    array, one row per example, one column per class of ``layer.classes``
        Each row sums to 1.

    Raises
    ------
    CmkitError
        Another number of features than the layer has.

    Examples
    --------
    >>> layer = Layer(("a", "b"), np.array([[0.0], [0.0]]), np.array([0.0, 0.0]))
    >>> probabilities(layer, np.array([[3.0]]))
    array([[0.5, 0.5]])
    """
    rows = _rows(features)
    if rows.shape[1] != layer.weights.shape[1]:
        raise fail(
            "these features are not those of the layer.",
            found=f"{rows.shape[1]} columns, the layer has {layer.weights.shape[1]}",
            fix="make the features as they were made for the fit",
        )
    found: npt.NDArray[np.float64] = np.exp(
        _log_softmax(np.asarray(rows @ layer.weights.T) + layer.bias)
    )
    return found


def save(layer: Layer, path: str | Path) -> Path:
    """Write a layer to a ``.npz`` file: arrays alone, no pickle.

    Parameters
    ----------
    layer : Layer
        What to write; weights are kept with 32 bits.
    path : str or Path
        Ends in ``.npz``.

    Returns
    -------
    Path

    Raises
    ------
    CmkitError
        Another ending.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = save(Layer(("a", "b"), np.eye(2), np.zeros(2)), f"{folder}/layer.npz")
    ...     load(path).classes
    ('a', 'b')
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise fail("a layer is saved as .npz.", found=path.name, fix="name it layer.npz")
    np.savez_compressed(
        path,
        classes=np.array(layer.classes),
        weights=layer.weights.astype(np.float32),
        bias=layer.bias.astype(np.float32),
    )
    return path


def load(path: str | Path) -> Layer:
    """Read a layer that `save` wrote.

    Parameters
    ----------
    path : str or Path
        A ``.npz`` file. Nothing in it is run.

    Returns
    -------
    Layer

    Raises
    ------
    CmkitError
        No such file, or not a layer.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            classes, weights, bias = held["classes"], held["weights"], held["bias"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise fail(
            "this is not a saved layer.", found=f"{path}: {error}", fix="write it with linear.save"
        ) from None
    if weights.shape != (len(classes), weights.shape[-1]) or bias.shape != (len(classes),):
        raise fail("this is not a saved layer.", found=f"{path}: shapes", fix="save it again")
    names = tuple(str(name) for name in classes)
    return Layer(names, weights.astype(np.float64), bias.astype(np.float64))


def _rows(features: Any) -> Any:
    if sparse.issparse(features):
        return features.tocsr()
    rows = np.asarray(features, dtype=np.float64)
    if rows.ndim != 2:
        raise fail("features are a table.", found=f"{rows.ndim} axes", fix="one row per example")
    return rows


def _classes(
    labels: Sequence[str] | pd.Series, n_rows: int
) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
    column = pd.Series(labels, dtype=object)
    if len(column) != n_rows:
        raise fail(
            "one label per example is wanted.", found=f"{len(column)} for {n_rows}", fix="pair them"
        )
    codes, names = pd.factorize(column, sort=True)
    if (codes < 0).any() or len(names) < 2:
        raise fail(
            "there must be two classes at least, and a label everywhere.",
            found=f"classes {list(names)}, {int((codes < 0).sum())} labels missing",
            fix="drop rows without a label; label some of each class",
        )
    return codes, tuple(str(name) for name in names)


def _log_softmax(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    sums = sums - sums.max(axis=1, keepdims=True)
    found: npt.NDArray[np.float64] = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
    return found
