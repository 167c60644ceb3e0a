"""The shape of an episode: a pulse from outside, and what each post brings about (branching).

Excess posts are born in two ways. A pulse brings posts from outside: it rises for some hours and
decays with time constant tau. Each post then brings about others after a delay drawn from the
SEISMIC kernel, fewer at night. Tau sets the peak and the half-life; the branching number sets the
length of the tail (Hawkes processes; Rizoiu et al. 2017, arXiv:1708.06401).

Every tree is drawn as if each answer of the brand were the worst one; what it answers then decides
which branches live. So the same world under two answers has the same posts, as far as both have
them: common random numbers, and a milder answer never adds a post.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from cmkit.simulator import chance
from cmkit.simulator.chance import Bools, Floats, Ints
from cmkit.simulator.parameters import Parameters
from cmkit.simulator.reposts import repost_delay
from cmkit.simulator.responses import HIGHEST
from cmkit.simulator.rhythm import level_at, profile

__all__ = ["Births", "Change", "Pulse", "births", "living", "pulse_size"]

_STEP = 300
_DAY_STEPS = 2 * 86_400 // _STEP
_GENERATIONS = 60


class Pulse(NamedTuple):
    """Posts from outside: first second, expected number, hours of rise, time constant in hours."""

    start: int
    number: float
    rise_hours: float
    tau_hours: float


class Births(NamedTuple):
    """Posts that may be born, generation by generation.

    ``parents`` are rows that brought them about (-1 = outside), ``waves`` numbers of pulses,
    ``dice`` decide which ones live, ``ends`` are the rows after each generation.
    """

    seconds: Ints
    parents: Ints
    waves: Ints
    dice: Floats
    ends: tuple[int, ...]


class Change(NamedTuple):
    """From ``seconds`` on, the branching number is multiplied, until the next change."""

    seconds: int
    multiplier: float


def pulse_size(given: Parameters, pulse: Pulse, *, branching: float, peak: float) -> float:
    """Compute how many posts from outside make an expected peak of ``peak`` posts an hour."""
    instants = pulse.start + np.arange(_DAY_STEPS) * _STEP
    awake = _awake(given, instants)
    hours = np.arange(_DAY_STEPS) * _STEP / 3600
    outside = _pulse(hours, pulse.rise_hours, pulse.tau_hours) * awake
    outside = outside / outside.sum()
    born = _kernel_shares()
    expected = np.zeros(_DAY_STEPS)
    for step in range(_DAY_STEPS):  # the renewal equation, step by step
        inherited = float(np.sum(expected[:step] * born[step:0:-1])) if step else 0.0
        expected[step] = outside[step] + branching * awake[step] * inherited
    hourly = np.convolve(expected, np.ones(3600 // _STEP), mode="valid").max()
    return peak / float(hourly)


def births(
    rng: np.random.Generator,
    given: Parameters,
    *,
    pulses: Sequence[Pulse],
    branching: float,
    end: int,
) -> Births:
    """Draw the posts that may be born before ``end``, at the highest branching number."""
    drawn = [_from_outside(rng, given, pulse) for pulse in pulses]
    seconds = np.concatenate(drawn)
    wave = np.repeat(np.arange(len(drawn)), [len(part) for part in drawn])
    keep = seconds < end
    seconds, wave = seconds[keep], wave[keep]
    all_seconds, all_parents, all_waves = [seconds], [np.full(len(seconds), -1)], [wave]
    ends = [len(seconds)]
    for _ in range(_GENERATIONS):
        first = ends[-1] - len(seconds)
        counts = chance.poisson(rng, branching * HIGHEST, len(seconds))
        parents = np.repeat(np.arange(len(seconds)), counts)
        children = seconds[parents] + repost_delay(rng, len(parents))
        keep = (rng.random(len(children)) < _awake(given, children)) & (children < end)
        parents, children = parents[keep], children[keep]
        if not len(children):
            break
        all_seconds.append(children)
        all_parents.append(parents + first)
        all_waves.append(wave[parents])
        seconds, wave = children, wave[parents]
        ends.append(ends[-1] + len(children))
    dice = rng.random(ends[-1])
    return Births(
        np.concatenate(all_seconds),
        np.concatenate(all_parents),
        np.concatenate(all_waves),
        dice,
        tuple(ends),
    )


def living(born: Births, changes: Sequence[Change]) -> Bools:
    """Say which posts are born under the brand's answers: their parent is, and the dice allow it.

    A later wave comes as strong as the last answer before it allows.
    """
    multiplier = _multiplier(born.seconds, changes)
    lives: Bools = born.dice < np.where(born.parents < 0, 1.0, multiplier / HIGHEST)
    later = (born.parents < 0) & (born.waves > 0)
    lives &= ~later | (born.dice < np.minimum(multiplier, 1.0))
    for first, last in pairwise(born.ends):
        rows = slice(first, last)
        lives[rows] &= lives[born.parents[rows]]
    return lives


def _from_outside(rng: np.random.Generator, given: Parameters, pulse: Pulse) -> Ints:
    """Draw the times of a pulse, by the minute, then within the minute."""
    start, number, rise_hours, tau_hours = pulse
    minutes = np.arange(int((rise_hours + 10 * tau_hours) * 60))
    shape = _pulse((minutes + 0.5) / 60, rise_hours, tau_hours)
    weights = shape * _awake(given, start + minutes * 60)
    size = int(chance.poisson(rng, number, 1)[0])
    minute = np.sort(chance.pick(rng, weights, size))
    return np.sort(start + minute * 60 + rng.integers(0, 60, size=size))


def _pulse(hours: Floats, rise_hours: float, tau_hours: float) -> Floats:
    rising = np.minimum(hours / rise_hours, 1.0) ** 1.5
    shape: Floats = rising * np.exp(-np.maximum(hours - rise_hours, 0) / tau_hours)
    return shape


def _awake(given: Parameters, seconds: Ints) -> Floats:
    """Return how many are there to write at each instant: 1 at the busiest hour of the week."""
    there: Floats = np.sqrt(level_at(given, seconds) / profile(given).max())
    return there


def _multiplier(seconds: Ints, changes: Sequence[Change]) -> Floats:
    times = np.ones(len(seconds))
    for change in changes:
        times = np.where(seconds >= change.seconds, change.multiplier, times)
    return times


def _kernel_shares() -> Floats:
    """Return the share of offspring born in each step after their parent."""
    flat, theta, early = 300.0, 0.242, 0.242 / 1.242
    edges = np.arange(_DAY_STEPS + 1) * float(_STEP)
    late = 1 - (1 - early) * (np.maximum(edges, flat) / flat) ** -theta
    shares: Floats = np.diff(np.where(edges <= flat, early * edges / flat, late), prepend=0.0)
    return shares
