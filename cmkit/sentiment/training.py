"""Train on labels of one's own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit import linear, schema
from cmkit.errors import fail
from cmkit.sentiment.engines import Lang
from cmkit.sentiment.features import FEATURES
from cmkit.sentiment.languages import languages
from cmkit.sentiment.models import LABELS, Model, Part, inputs
from cmkit.sentiment.scoring import read_all

__all__ = ["fitted", "train"]

_CHUNK = 5_000
_PENALTIES = (2.0, 8.0, 32.0, 128.0)
_FOLDS = 3
#: Below this many labelled posts a language is left out: its layer would be chance.
_FEWEST = 30


def train(
    posts: pd.DataFrame,
    labels: pd.Series | Sequence[str],
    *,
    lang: Lang = "auto",
    buckets: int = 2**14,
    l2: float | None = None,
) -> Model:
    """Fit an engine on labels of your own.

    A linear layer over what the rules engine finds in a post and over its n-grams: words, pairs
    of words and pieces of words, hashed. A thousand posts take about a second.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    labels : Series or sequence of {"negative", "neutral", "positive"}, one per post
        A Series is paired by its index. Posts with a missing label are left out.
    lang : {"auto", "en", "fr"}
        As in `tag`. Each language gets a layer of its own; one with fewer than 30 labelled posts
        or with one label alone gets none.
    buckets : int
        How many columns the n-grams are dealt out to; 0 for none.
    l2 : float, optional
        Strength of the penalty, > 0. By default the one of 2, 8, 32 and 128 whose macro-F1 is
        best in a threefold cross-validation.

    Returns
    -------
    Model
        A plain value: ``tag(posts, engine="model", model=...)`` takes it, `save` keeps it.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; a label that is none; no language with enough of them.

    Notes
    -----
    Keep some labelled posts apart and judge the model on those (`cmkit.evaluation`): on the posts
    it was trained on it looks far better than it is. It learns the words of your subject: on
    another subject the calibrated engine may do better.

    References
    ----------
    .. [1] Wang & Manning (2012), Baselines and Bigrams, ACL, P12-2018.

    Examples
    --------
    >>> from cmkit.posts import validate
    >>> words = {"negative": "a grumpf", "positive": "a zing"}
    >>> labels = ["negative", "positive"] * 20
    >>> posts = validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": [str(i) for i in range(40)],
    ...             "author_id": "ana",
    ...             "created_at": "2025-03-01 10:00Z",
    ...             "text": [f"{words[label]} sofa" for label in labels],
    ...         }
    ...     )
    ... )
    >>> from cmkit.sentiment import score
    >>> score("zing!", engine="model", lang="en", model=train(posts, labels, lang="en")) > 0
    True
    """
    schema.check(posts, schema.POSTS)
    column = _paired(labels, posts.index)
    langs = languages(posts["text"], posts["lang"], lang)
    layers = {}
    for name in ("en", "fr"):
        rows = np.flatnonzero((langs == name) & column.notna().to_numpy())
        kept = column.iloc[rows]
        if len(kept) >= _FEWEST and len(set(kept)) > 1:
            texts = posts["text"].iloc[rows].tolist()
            layers[name] = fitted(texts, kept.tolist(), name, buckets=buckets, l2=l2)
    if not layers:
        raise fail(
            "there is not enough to learn from.",
            found=f"{int(column.notna().sum())} labelled posts",
            fix=f"label at least {_FEWEST} posts of one language, with two labels or more",
        )
    return Model(layers)


def fitted(
    texts: list[str],
    labels: Sequence[str],
    lang: str,
    *,
    buckets: int,
    l2: float | None,
    without: Sequence[str] = (),
) -> Part:
    """Fit one language on texts and their labels; features ``without`` get no weight."""
    parts = [
        read_all(texts[at : at + _CHUNK], lang).features for at in range(0, len(texts), _CHUNK)
    ]
    features = np.concatenate(parts)
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale < 1e-9] = 1.0  # a feature that never changes, but for its last bit
    scaled = (features - mean) / scale
    scaled[:, [list(FEATURES).index(name) for name in without]] = 0.0
    rows = inputs(texts, scaled, buckets)
    truth = np.array(labels, dtype=object)
    layer = linear.fit(rows, labels, l2=_best_l2(rows, truth) if l2 is None else l2)
    return Part(layer, mean, scale, buckets)


def _best_l2(rows: Any, truth: npt.NDArray[np.object_]) -> float:
    """Return the penalty that does best on posts it was not fitted on."""
    # every third post of each label: as many of each in every fold
    place = pd.Series(truth).groupby(truth).cumcount().to_numpy()
    found = {}
    for l2 in _PENALTIES:
        given = truth.copy()
        for fold in range(_FOLDS):
            held = place % _FOLDS == fold
            layer = linear.fit(rows[~held], truth[~held].tolist(), l2=l2)
            likely = linear.probabilities(layer, rows[held])
            given[held] = np.array(layer.classes, dtype=object)[likely.argmax(axis=1)]
        found[l2] = _macro_f1(given, truth)
    return max(_PENALTIES, key=lambda l2: (found[l2], l2))


def _macro_f1(given: npt.NDArray[np.object_], truth: npt.NDArray[np.object_]) -> float:
    figures = [
        2
        * ((given == name) & (truth == name)).sum()
        / ((given == name).sum() + (truth == name).sum())
        for name in sorted(set(truth))
    ]
    return float(np.mean(figures))


def _paired(labels: pd.Series | Sequence[str], index: pd.Index) -> pd.Series:
    if isinstance(labels, pd.Series) and not labels.index.equals(index):
        if not labels.index.is_unique or not index.isin(labels.index).all():
            raise fail(
                "labels and posts must have the same index.",
                found=f"{len(labels)} labels, {len(index)} posts",
                fix="labels.reindex(posts.index), or give them in the posts' order as a list",
            )
        labels = labels.reindex(index)
    column = pd.Series(list(labels), dtype=object)
    if len(column) != len(index):
        raise fail(
            "one label per post is wanted.",
            found=f"{len(column)} labels, {len(index)} posts",
            fix="give a label for each post, None where there is none",
        )
    others = set(column.dropna()) - set(LABELS)
    if others:
        raise fail(
            "a label is negative, neutral or positive.",
            found=", ".join(sorted(map(str, others))[:5]),
            fix="rename them: labels.map({...})",
        )
    return column
