"""Exponentially weighted moving average of the robust z (Roberts 1959): small rises that last."""

import numpy as np
import pandas as pd

from cmkit.crisis import trailing
from cmkit.crisis.seasonal import expectation
from cmkit.crisis.windows import Grid

__all__ = ["score"]

# The weight of a window halves every half-hour, whatever the length of a window.
_HALF_LIFE = pd.Timedelta("30min")


def score(counts: np.ndarray, windows: Grid) -> np.ndarray:
    """Smooth the robust z of counts and measure it in its own noise of the weeks before."""
    weight = 1 - 0.5 ** (windows.step / _HALF_LIFE)
    z = pd.Series(expectation(counts, windows).z)
    smooth = z.ewm(alpha=weight, adjust=False, ignore_na=True).mean().where(z.notna())
    # Of independent windows, the average would have this standard deviation.
    least = float(np.sqrt(weight / (2 - weight)))
    return trailing.standardised(smooth.to_numpy(), windows, least=least)
