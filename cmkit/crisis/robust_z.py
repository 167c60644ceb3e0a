"""Robust z of the trailing hour against the seasonal baseline: the first real method."""

import numpy as np

from cmkit.crisis import trailing
from cmkit.crisis.seasonal import expectation, trailing_sum
from cmkit.crisis.windows import Grid

__all__ = ["score"]


def score(counts: np.ndarray, windows: Grid) -> np.ndarray:
    """Average the robust z over the trailing hour and measure it in its own noise."""
    z = expectation(counts, windows).z
    n_hour = windows.n_windows("1h")
    known = trailing_sum((~np.isnan(z)).astype(float), n_hour)
    total = trailing_sum(np.nan_to_num(z), n_hour)
    mean = np.divide(total, known, out=np.full(len(z), np.nan), where=known > 0)
    return trailing.standardised(
        np.where(np.isnan(z), np.nan, mean), windows, least=float(1 / np.sqrt(n_hour))
    )
