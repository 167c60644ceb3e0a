"""Where chance comes from: one stream of random numbers per component, and draws that keep.

A component's stream depends on the seed and on its own number alone, so a new component changes no
other one's draws. Choices are made on whole numbers and on uniform numbers, which are the same on
every platform and in every NumPy 2.
"""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from cmkit.errors import fail

__all__ = [
    "Bools",
    "Floats",
    "Ints",
    "below",
    "exponential",
    "geometric",
    "normal",
    "pick",
    "stream",
]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: The components in the order they came into being: a new one is added at the end, none is moved.
Component = Literal[
    "people",
    "rhythm",
    "brand",
    "intents",
    "interactions",
    "staff",
    "spam",
    "wording",
    "episodes",
    "episode_wording",
    "export",
]
_NUMBER = {name: number for number, name in enumerate(get_args(Component))}
_PARTS_PER_UNIT = 1_000_000_000


def stream(seed: int, component: Component, part: int = 0) -> np.random.Generator:
    """Return the generator of one component, or of one numbered part of it (an episode).

    Raises
    ------
    CmkitError
        The seed is not a whole number >= 0.

    Examples
    --------
    >>> bool(stream(1, "people").random() == stream(1, "rhythm").random())
    False
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise fail("seed must be a whole number, 0 or more.", found=seed, fix="seed=7")
    key = (_NUMBER[component], part)
    return np.random.default_rng(np.random.SeedSequence(int(seed), spawn_key=key))


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Draw positions with probability proportional to weight, with replacement.

    Weights are rounded to whole parts first, so that the last bit of a sum decides nothing.
    """
    sums = np.cumsum(np.rint(np.asarray(weights, dtype=float) * _PARTS_PER_UNIT).astype(np.int64))
    drawn: Ints = np.searchsorted(sums, rng.integers(0, sums[-1], size=size), side="right")
    return drawn.astype(np.int64)


def below(rng: np.random.Generator, chance: Any, size: int) -> Bools:
    """Return, for each of ``size`` cases, whether something of this probability happens.

    ``chance`` is one number or one per case.
    """
    happens: Bools = rng.random(size) < chance
    return happens


def normal(rng: np.random.Generator, size: int) -> Floats:
    """Draw standard normal numbers, one uniform number each (so that streams stay in step)."""
    drawn: Any = ndtri(np.clip(rng.random(size), 1e-12, 1 - 1e-12))
    return np.asarray(drawn, dtype=float)


def exponential(rng: np.random.Generator, size: int) -> Floats:
    """Draw waiting times of mean 1."""
    waits: Floats = -np.log1p(-rng.random(size))
    return waits


def geometric(rng: np.random.Generator, mean: np.ndarray) -> Ints:
    """Draw counts 0, 1, 2 ... of the given means, each geometric: most are 0, a few are large."""
    uniform = rng.random(len(mean))
    ratio = mean / (1 + mean)
    with np.errstate(divide="ignore"):
        counts = np.floor(np.log1p(-uniform) / np.log(np.where(ratio > 0, ratio, 0.5)))
    drawn: Ints = np.where(ratio > 0, counts, 0).astype(np.int64)
    return drawn
