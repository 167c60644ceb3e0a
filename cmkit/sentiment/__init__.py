"""Sentiment of posts in English and French: score, label, confidence, and why.

``calibrated`` labels with a small layer over what ``rules`` finds: VADER's rules, mended, for
English, and rules and a lexicon of its own for French. ``vader`` is VADER as published, ``model``
adds n-grams and can be trained. No engine sees irony, and none should decide alone.
"""

from cmkit.sentiment.explanation import explain
from cmkit.sentiment.models import Model, load, save
from cmkit.sentiment.polarity import polarity_scores
from cmkit.sentiment.tagging import score, tag
from cmkit.sentiment.training import train

__all__ = ["Model", "explain", "load", "polarity_scores", "save", "score", "tag", "train"]
