"""Which engine reads which language, and what it makes of many texts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from cmkit.errors import fail
from cmkit.sentiment.labels import confidences, labels, limits
from cmkit.sentiment.models import Model, judge, shipped
from cmkit.sentiment.scoring import polarities, read_all

__all__ = ["Engine", "Judged", "Lang", "check_choices", "judged", "languages_of"]

#: Engines by name; any callable and any folder that holds a transformers model do, too.
Name = Literal["calibrated", "rules", "vader", "model"]
Engine = Name | Path | str | Callable[..., Any]
Lang = Literal["auto", "en", "fr"]


class Judged(NamedTuple):
    """Of each text: score, -1 to 1; label; confidence, 0 to 1."""

    scores: npt.NDArray[np.float64]
    labels: npt.NDArray[np.object_]
    confidences: npt.NDArray[np.float64]


def judged(texts: list[str], *, engine: str, lang: str, model: Model | None) -> Judged:
    """Judge texts in one language with one of cmkit's engines."""
    if engine in ("rules", "vader"):
        scores = read_all(texts, lang).scores if engine == "rules" else polarities(texts)[:, 3]
        limit = limits()[engine, lang]
        names = labels(scores, limit)
        return Judged(scores, names, confidences(scores, names, limit))
    return Judged(*judge(texts, model or shipped(engine), lang))


def languages_of(engine: str, model: Model | None) -> tuple[str, ...]:
    """Return the languages that an engine reads."""
    if engine == "vader":
        return ("en",)
    return tuple(model.layers) if model is not None else ("en", "fr")


def check_choices(engine: object, lang: str, model: Model | None = None) -> None:
    """Refuse an engine or a language that there is not."""
    if engine not in get_args(Name):
        raise fail(
            "unknown sentiment engine.",
            found=repr(engine),
            fix=f"use one of {get_args(Name)}, a function, or a folder that holds a model",
        )
    if model is not None and (engine != "model" or not isinstance(model, Model)):
        raise fail(
            "a trained model goes with engine='model'.",
            found=f"engine={engine!r}, model of type {type(model).__name__}",
            fix="tag(posts, engine='model', model=sentiment.train(posts, labels))",
        )
    if lang not in get_args(Lang):
        raise fail(
            "sentiment cannot read this language.",
            found=repr(lang),
            fix=f"use one of {get_args(Lang)}; other languages are labelled 'unknown'",
        )
    readable = languages_of(str(engine), model)
    if lang != "auto" and lang not in readable:
        raise fail(
            f"engine {engine!r} does not read this language.",
            found=repr(lang),
            fix=f"it reads {', '.join(readable)}; engine='calibrated' reads English and French",
        )
