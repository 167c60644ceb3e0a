"""Engines from outside: a function of the user's, or a transformers model in a folder."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.sentiment.engines import Judged

__all__ = ["Outside", "outside"]

Outside = Callable[[list[str]], Judged]

_NAMES = {"negative": -1, "neutral": 0, "positive": 1}
_KNOWN = re.compile(r"^(neg|neu|pos)[a-zé]*$|^([1-5])[ _-]?(?:star|étoile)s?$", re.IGNORECASE)
_ASKED_FOR = (
    "a label for each text: a list of labels, of dicts with 'label' and 'score', or a table"
)


def outside(engine: Any, names: Mapping[str, str] | None) -> Outside | None:
    """Return how to ask an engine from outside; None for the name of one of cmkit's.

    Parameters
    ----------
    engine : object
        A callable from a list of texts to an answer per text; a folder with a transformers model;
        anything else is left to cmkit's own.
    names : mapping, optional
        The engine's labels in cmkit's terms.
    """
    if isinstance(engine, Path) or (isinstance(engine, str) and Path(engine).is_dir()):
        engine = _pipeline(str(engine))
    elif not callable(engine):
        return None
    given = dict(names or {})
    wrong = set(given.values()) - set(_NAMES)
    if wrong:
        raise fail(
            "names lead to negative, neutral or positive.", found=str(sorted(wrong)), fix="names="
        )
    return lambda texts: _asked(engine, texts, given)


def _asked(engine: Callable[[list[str]], Any], texts: list[str], names: dict[str, str]) -> Judged:
    answer = engine(list(texts))
    if isinstance(answer, pd.DataFrame):
        answer = answer.to_dict("records")
    rows = list(answer) if isinstance(answer, Sequence | pd.Series | np.ndarray) else None
    if rows is None or isinstance(answer, str) or len(rows) != len(texts):
        found = f"{len(rows)} answers" if rows is not None else f"a {type(answer).__name__}"
        raise fail(
            "the engine did not answer for each text.",
            found=f"{found} for {len(texts)} texts",
            fix=f"return {_ASKED_FOR}",
        )
    judgements = [_one(row, names) for row in rows]
    scores, labels, sure = zip(*judgements, strict=True)
    return Judged(np.array(scores), np.array(labels, dtype=object), np.array(sure))


def _one(row: Any, names: dict[str, str]) -> tuple[float, str, float]:
    """Return score, label and confidence of one answer."""
    if isinstance(row, str):
        label = _label(row, names)
        return float(_NAMES[label]), label, 1.0
    classes = row if isinstance(row, list | tuple) else [row]
    likely = dict.fromkeys(_NAMES, 0.0)
    for each in classes:
        if not isinstance(each, Mapping) or "label" not in each:
            raise fail(
                "the engine's answer has no label.",
                found=repr(row)[:80],
                fix=f"return {_ASKED_FOR}",
            )
        likely[_label(str(each["label"]), names)] += abs(float(each.get("score", 1.0)))
    label = max(likely, key=lambda name: likely[name])
    score = min(max(likely["positive"] - likely["negative"], -1.0), 1.0)
    return round(score, 4), label, round(min(likely[label], 1.0), 4)


def _label(given: str, names: dict[str, str]) -> str:
    if given in names:
        return names[given]
    match = _KNOWN.match(given.strip())
    if match is None:
        raise fail(
            "the engine gives a label that cmkit does not know.",
            found=repr(given),
            fix="names={'LABEL_0': 'negative', 'LABEL_1': 'neutral', 'LABEL_2': 'positive'}",
        )
    if match[2]:
        return "negative" if match[2] < "3" else "neutral" if match[2] == "3" else "positive"
    return {"neg": "negative", "neu": "neutral", "pos": "positive"}[match[1].lower()]


@lru_cache(maxsize=1)
def _pipeline(folder: str) -> Callable[[list[str]], Any]:
    """Load a text classifier from a folder; nothing is fetched."""
    try:
        from transformers import pipeline  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise fail(
            "a folder as engine needs the package transformers.",
            found="it is not installed",
            fix="pip install 'cmkit[transformers]', or use one of cmkit's engines",
        ) from None
    if not (Path(folder) / "config.json").is_file():
        raise fail(
            "this folder holds no transformers model.",
            found=f"{folder}: no config.json",
            fix="give the folder that save_pretrained wrote",
        )
    classify = pipeline("text-classification", model=folder, tokenizer=folder, top_k=None)
    # a tokenizer that was saved without its limit cuts nothing, and a long post would not fit
    most = getattr(classify.model.config, "max_position_embeddings", None)
    if most and classify.tokenizer.model_max_length > most:
        classify.tokenizer.model_max_length = most - 2
    return lambda texts: classify(texts, truncation=True)
