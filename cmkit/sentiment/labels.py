"""From a score to a label and how sure to be of it, by figures fitted on labelled posts."""

import csv
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Limits", "confidences", "labels", "limits"]

LABELS = ("negative", "neutral", "positive")


class Limits(NamedTuple):
    """Where a language's labels begin, and a logistic curve for each label."""

    negative: float
    positive: float
    curves: dict[str, tuple[float, float]]


@lru_cache(maxsize=1)
def limits() -> dict[tuple[str, str], Limits]:
    """Read the figures of each (engine, language)."""
    text = files("cmkit.sentiment").joinpath("data", "thresholds.csv").read_text(encoding="utf-8")
    rows: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        rows.setdefault((row["engine"], row["lang"]), {})[row["label"]] = row
    return {
        key: Limits(
            float(by_label["negative"]["to_score"]),
            float(by_label["positive"]["from_score"]),
            {
                name: (float(row["intercept"]), float(row["slope"]))
                for name, row in by_label.items()
            },
        )
        for key, by_label in rows.items()
    }


def labels(scores: npt.NDArray[np.float64], limit: Limits) -> npt.NDArray[np.object_]:
    """Name each score: negative up to one limit, positive from the other, neutral between.

    Examples
    --------
    >>> labels(np.array([-0.5, 0.0, 0.5, np.nan]), Limits(-0.05, 0.05, {})).tolist()
    ['negative', 'neutral', 'positive', 'unknown']
    """
    found = np.full(len(scores), "neutral", dtype=object)
    found[scores <= limit.negative] = "negative"
    found[scores >= limit.positive] = "positive"
    found[np.isnan(scores)] = "unknown"
    return found


def confidences(
    scores: npt.NDArray[np.float64], names: npt.NDArray[np.object_], limit: Limits
) -> npt.NDArray[np.float64]:
    """Return the share of such posts whose label was right where the curves were fitted, 0 to 1.

    Examples
    --------
    >>> flat = {name: (0.0, 0.0) for name in LABELS}
    >>> confidences(np.array([0.9, np.nan]), np.array(["positive", "unknown"]), Limits(0, 0, flat))
    array([0.5, 0. ])
    """
    found = np.zeros(len(scores))
    for name, (intercept, slope) in limit.curves.items():
        chosen = names == name
        found[chosen] = 1 / (1 + np.exp(-(intercept + slope * np.abs(scores[chosen]))))
    return found
