"""Small timelines for the crisis tests: flat ones, and those of the benchmark's generator."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from _mention_series import TIMEZONE, Series, series

__all__ = ["TIMEZONE", "Series", "counted", "flat", "series"]


def counted(n_posts, *, every="1h", start="2025-03-03", n_negative=None, tz="UTC"):
    """Make a TIMELINE of given counts."""
    n_posts = np.asarray(n_posts)
    negative = np.zeros(len(n_posts), dtype=int) if n_negative is None else np.asarray(n_negative)
    return pd.DataFrame(
        {
            "window_start": pd.date_range(
                start, periods=len(n_posts), freq=every, tz=tz
            ).tz_convert("UTC"),
            "n_posts": n_posts,
            "n_authors": n_posts,
            "n_negative": pd.Series(negative).astype("Int64"),
            "share_negative": np.where(n_posts > 0, negative / np.maximum(n_posts, 1), np.nan),
        }
    )


def flat(days, *, level=10, negative=2, every="1h", bumps=None):
    """Make a constant TIMELINE; ``bumps`` maps a window to its (posts, negative)."""
    n = int(days * (pd.Timedelta("1D") / pd.Timedelta(every)))
    posts, blame = np.full(n, level), np.full(n, negative)
    for window, (n_posts, n_negative) in (bumps or {}).items():
        posts[window], blame[window] = n_posts, n_negative
    return counted(posts, n_negative=blame, every=every)
