"""Where chance comes from: one stream of random numbers per component, and draws that keep.

A component's stream depends on the seed and on its own number alone, so a new component changes no
other one's draws. Choices are made on whole numbers and on uniform numbers, which are the same on
every platform and in every NumPy 2.
"""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from cmkit.errors import fail

__all__ = [
    "Bools",
    "Floats",
    "Ints",
    "below",
    "exponential",
    "gamma",
    "geometric",
    "normal",
    "normal_score",
    "pick",
    "poisson",
    "scrambled",
    "shuffled",
    "stream",
    "whole_seed",
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
    "aftermath",
    "episodes",
    "follows",
    "export",
    "membership",
    "moods",
    "observation",
    "homonyms",
    "press",
    "presence",
    "tickets",
    "survey",
    "ballots",
    "maturity",
    "queue",
    "contest",
    "uplift",
    "variant",
    "labelled",
    "tellers",
]
_NUMBER = {name: number for number, name in enumerate(get_args(Component))}
_PARTS_PER_UNIT = 1_000_000_000
_LARGE_MEAN = 30.0
#: Nobody draws more at a mean of 30 in a lifetime.
_MOST_OF_SMALL_MEAN = 200


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
    key = (_NUMBER[component], part)
    return np.random.default_rng(np.random.SeedSequence(whole_seed(seed), spawn_key=key))


def whole_seed(seed: object) -> int:
    """Return the seed as a Python number, or say what is wrong with it."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise fail("seed must be a whole number, 0 or more.", found=seed, fix="seed=7")
    return int(seed)


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
    return normal_score(rng.random(size))


def normal_score(uniform: Floats) -> Floats:
    """Return the standard normal numbers below which these shares lie."""
    drawn: Any = ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))
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


def gamma(rng: np.random.Generator, shape: float, size: int) -> Floats:
    """Draw gamma numbers of mean 1 by inversion: variance 1 / shape."""
    drawn: Any = gammaincinv(shape, np.clip(rng.random(size), 1e-12, 1 - 1e-12)) / shape
    return np.asarray(drawn, dtype=float)


def poisson(rng: np.random.Generator, means: Any, size: int) -> Ints:
    """Draw Poisson counts by inversion, one uniform number each; ``means`` is one or one per case.

    Above a mean of 30 by the normal quantile with Cornish and Fisher's correction for skewness.
    """
    uniform = rng.random(size)
    mean = np.broadcast_to(np.asarray(means, dtype=float), size)
    score = normal_score(uniform)
    large = mean + np.sqrt(mean) * score + (score**2 - 1) / 6
    counts: Ints = np.maximum(np.rint(large), 0).astype(np.int64)
    rows = np.flatnonzero(mean <= _LARGE_MEAN)
    counts[rows] = 0
    term = np.exp(-mean[rows])
    below = term.copy()
    number = 0
    while len(rows):
        beyond = uniform[rows] > below
        number += 1
        rows, term, below = rows[beyond], term[beyond], below[beyond]
        if number > _MOST_OF_SMALL_MEAN:
            break
        counts[rows] = number
        term = term * mean[rows] / number
        below = below + term
    return counts


def scrambled(numbers: np.ndarray) -> np.ndarray:
    """Return unsigned numbers that look like chance: SplitMix64's finaliser (Steele et al. 2014).

    doi:10.1145/2660193.2660195.
    """
    mixed = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def shuffled(numbers: Ints, *, key: Any, bits: int) -> Ints:
    """Exchange the numbers below ``2 ** bits`` among each other, in an order that the key decides.

    A Feistel network of four rounds: no two numbers meet, and who has not the seed cannot go back.
    ``key`` is one number or one per case; ``bits`` is even.
    """
    half = bits // 2
    mask = np.uint64(2**half - 1)
    keys = np.asarray(key, dtype=np.uint64)
    mixed = numbers.astype(np.uint64)
    left, right = mixed >> np.uint64(half), mixed & mask
    for turn in range(4):
        drawn = scrambled(keys ^ scrambled(right + (np.uint64(turn) << np.uint64(40))))
        left, right = right, left ^ (drawn & mask)
    placed: Ints = ((left << np.uint64(half)) | right).astype(np.int64)
    return placed
