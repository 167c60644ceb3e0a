"""A linear layer over what the rules find, and over n-grams if wished: a plain value."""

import csv
import zipfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cmkit import linear
from cmkit.errors import fail
from cmkit.sentiment.features import FEATURES
from cmkit.sentiment.scoring import read_all
from cmkit.text import ngrams

__all__ = ["LABELS", "Model", "Part", "inputs", "judge", "load", "save", "shipped"]

LABELS = ("negative", "neutral", "positive")
#: What a text's n-grams, together as long as 1, weigh beside its features (each about 1).
_WEIGHT = 10.0


class Part(NamedTuple):
    """One language of a model.

    ``mean`` and ``scale`` bring each feature to a like size; ``layer`` has a weight for each
    feature and each bucket of n-grams.
    """

    layer: linear.Layer
    mean: npt.NDArray[np.float64]
    scale: npt.NDArray[np.float64]
    buckets: int


class Model(NamedTuple):
    """A part for each language that it reads. Made by `train`, kept by `save`."""

    layers: dict[str, Part]


def judge(
    texts: list[str], model: Model, lang: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.object_], npt.NDArray[np.float64]]:
    """Return of each text the score, the label and how likely that label is."""
    part = model.layers[lang]
    scaled = (read_all(texts, lang).features - part.mean) / part.scale
    likely = linear.probabilities(part.layer, inputs(texts, scaled, part.buckets))
    classes = part.layer.classes
    scores = np.zeros(len(texts))
    for name, sign in (("positive", 1), ("negative", -1)):
        if name in classes:
            scores += sign * likely[:, classes.index(name)]
    names = np.array(classes, dtype=object)[likely.argmax(axis=1)]
    return np.round(scores, 4), names, np.round(likely.max(axis=1), 4)


def inputs(texts: list[str], scaled: npt.NDArray[np.float64], buckets: int) -> Any:
    """Put features and n-grams side by side."""
    if not buckets:
        return scaled
    return sparse.hstack([scaled, ngrams(texts, buckets=buckets) * _WEIGHT], format="csr")


def save(model: Model, path: str | Path) -> Path:
    """Write a model to a ``.npz`` file: arrays alone, no pickle, nothing that could run.

    Parameters
    ----------
    model : Model
        From `train`.
    path : str or Path
        Ends in ``.npz``.

    Returns
    -------
    Path

    Raises
    ------
    CmkitError
        Another ending.

    Notes
    -----
    The weight of an n-gram is kept as one of 255 steps of its class's largest: labels differ from
    the unsaved model's about once in a thousand posts. A weight is no post, but whoever has the
    file can test whether a rare word was frequent in one label.
    """
    path = Path(path)
    if path.suffix != ".npz":
        raise fail("a model is saved as .npz.", found=path.name, fix="name it model.npz")
    arrays: dict[str, Any] = {}
    for lang, part in model.layers.items():
        step = np.abs(part.layer.weights).max(axis=1, keepdims=True) / 127 + 1e-12
        wide = len(part.mean)
        arrays |= {
            f"{lang}_classes": np.array(part.layer.classes),
            f"{lang}_bias": part.layer.bias.astype(np.float32),
            f"{lang}_mean": part.mean.astype(np.float32),
            f"{lang}_scale": part.scale.astype(np.float32),
            f"{lang}_features": part.layer.weights[:, :wide].astype(np.float32),
            f"{lang}_ngrams": np.rint(part.layer.weights[:, wide:] / step).astype(np.int8),
            f"{lang}_step": step.astype(np.float32),
        }
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)
    return path


def load(path: str | Path) -> Model:
    """Read a model that `save` wrote.

    Parameters
    ----------
    path : str or Path
        A ``.npz`` file. Nothing in it is run.

    Returns
    -------
    Model

    Raises
    ------
    CmkitError
        No such file, or not a model.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        langs = [name.removesuffix("_classes") for name in arrays if name.endswith("_classes")]
        layers = {lang: _part(arrays, lang) for lang in langs}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise fail(
            "this is not a saved sentiment model.",
            found=f"{path}: {error}",
            fix="write it with sentiment.save",
        ) from None
    if not layers:
        raise fail(
            "this is not a saved sentiment model.",
            found=f"{path}: no language in it",
            fix="write it with sentiment.save",
        )
    return Model(layers)


def _part(arrays: dict[str, Any], lang: str) -> Part:
    of = {name: arrays[f"{lang}_{name}"] for name in ("classes", "bias", "mean", "scale")}
    rated = arrays[f"{lang}_features"].astype(np.float64)
    hashed = arrays[f"{lang}_ngrams"].astype(np.float64) * arrays[f"{lang}_step"]
    if rated.shape != (len(of["classes"]), len(FEATURES)):
        raise ValueError(f"{rated.shape[-1]} features, this version has {len(FEATURES)}")
    layer = linear.Layer(
        tuple(str(name) for name in of["classes"]),
        np.concatenate([rated, hashed], axis=1),
        of["bias"].astype(np.float64),
    )
    mean, scale = of["mean"].astype(np.float64), of["scale"].astype(np.float64)
    return Part(layer, mean, scale, hashed.shape[1])


@lru_cache(maxsize=2)
def shipped(engine: str) -> Model:
    """Return the model of an engine, as fitted by ``benchmarks/_fit_sentiment.py``."""
    folder = files("cmkit.sentiment").joinpath("data")
    if engine == "model":
        return load(Path(str(folder.joinpath("model.npz"))))
    text = folder.joinpath("calibrated.csv").read_text(encoding="utf-8")
    rows: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        rows.setdefault(row["lang"], []).append(row)
    return Model({lang: _from_table(table) for lang, table in rows.items()})


def _from_table(table: list[dict[str, str]]) -> Part:
    """Make a part of the rows of one language: a row per feature, and one for the bias."""
    by_name = {row["feature"]: row for row in table}
    features = [by_name[name] for name in FEATURES]
    return Part(
        linear.Layer(
            LABELS,
            np.array([[float(row[label]) for row in features] for label in LABELS]),
            np.array([float(by_name["bias"][label]) for label in LABELS]),
        ),
        np.array([float(row["mean"]) for row in features]),
        np.array([float(row["scale"]) for row in features]),
        0,
    )
