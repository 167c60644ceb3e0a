"""Sentiment of posts in English and French: score, label, confidence, and why.

``rules`` reads English with VADER's rules, mended, and French with rules and a lexicon of its
own; ``vader`` is VADER as published. No engine sees irony, and none should decide alone.
"""

from cmkit.sentiment.explanation import explain
from cmkit.sentiment.tagging import score, tag

__all__ = ["explain", "score", "tag"]
