"""The crisis alarm: more talk than usual, and more of it negative than usual."""

import numpy as np

from cmkit.crisis import ewma, trailing
from cmkit.crisis.seasonal import share_scores
from cmkit.crisis.windows import Grid

__all__ = ["score"]


def score(windows: Grid, *, limit: float, share_limit: float) -> np.ndarray:
    """Return the volume's EWMA score where the share is above its limit too, else no score.

    The binomial z of the share is measured in its own noise: posts that repeat each other are
    not independent, and a binomial alone would be too sure of itself.
    """
    volume = ewma.score(windows.n_posts, windows)
    _, z_share = share_scores(windows)
    share = trailing.standardised(z_share, windows, least=1.0)
    # Both must hold; the smaller margin decides, on the scale of the volume's limit.
    return np.minimum(volume, share * (limit / share_limit))
