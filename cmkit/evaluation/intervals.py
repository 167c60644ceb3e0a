"""What intervals share: their level, their replicates, and Wilson's interval of a share."""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from cmkit.errors import fail

__all__ = ["check_level", "check_replicates", "normal_quantile", "percentiles", "wilson"]


def check_level(level: float) -> None:
    """Refuse a level that is no share, such as 95."""
    if not 0 < level < 1:
        raise fail("'level' must lie between 0 and 1.", found=repr(level), fix="level=0.95")


def check_replicates(replicates: int) -> None:
    """Refuse a bootstrap that draws nothing."""
    if replicates < 1:
        raise fail("'replicates' must be at least 1.", found=repr(replicates), fix="1000")


def normal_quantile(level: float) -> float:
    """Return how many standard errors on either side hold ``level`` of a normal distribution.

    Examples
    --------
    >>> round(normal_quantile(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf((1 + level) / 2)


def percentiles(values: npt.NDArray[np.float64], level: float) -> tuple[float, float]:
    """Return the ends that hold the middle ``level`` of the replicates; missing ones are left out.

    Examples
    --------
    >>> percentiles(np.array([0.0, 1.0, 2.0, np.nan]), 0.5)
    (0.5, 1.5)
    """
    if np.isnan(values).all():
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def wilson(
    n_right: npt.ArrayLike, n: npt.ArrayLike, *, level: float = 0.95
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the ends of the interval of each share ``n_right / n``; missing where ``n`` is 0.

    Wilson (1927), JASA 22(158), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    Brown, Cai and DasGupta (2001) recommend it for few cases: 9 right of 10 is 60 to 98 %.

    >>> low, high = wilson([9], [10])
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.6], [0.98])
    """
    z = normal_quantile(level)
    total = np.where(np.asarray(n) > 0, n, np.nan)
    share = np.asarray(n_right) / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    reach = z / (1 + z**2 / total) * np.sqrt(share * (1 - share) / total + (z / total / 2) ** 2)
    return np.clip(middle - reach, 0.0, 1.0), np.clip(middle + reach, 0.0, 1.0)
