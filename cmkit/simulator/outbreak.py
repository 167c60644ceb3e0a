"""The shape of an episode: a pulse from outside, and what each post brings about (branching).

Excess posts are born in two ways. A pulse brings posts from outside: it rises for some hours and
decays with time constant tau. Each post then brings about others after a delay drawn from the
SEISMIC kernel, fewer at night. Tau sets the peak and the half-life; the branching number sets the
length of the tail (Hawkes processes; Rizoiu et al. 2017, arXiv:1708.06401).
"""

from typing import NamedTuple

import numpy as np

from cmkit.simulator import chance
from cmkit.simulator.chance import Floats, Ints
from cmkit.simulator.interactions import repost_delay
from cmkit.simulator.rhythm import level_at, profile

__all__ = ["Births", "Change", "births", "pulse_size"]

_STEP = 300
_DAY_STEPS = 2 * 86_400 // _STEP
_GENERATIONS = 60


class Births(NamedTuple):
    """Excess posts in order of generation: time, the row that brought it about (-1 = outside)."""

    seconds: Ints
    parents: Ints
    waves: Ints


class Change(NamedTuple):
    """From ``seconds`` on, the branching number is multiplied, until the next change."""

    seconds: int
    multiplier: float


def pulse_size(
    *, start: int, rise_hours: float, tau_hours: float, branching: float, peak: float
) -> float:
    """Compute how many posts from outside make an expected peak of ``peak`` posts an hour."""
    instants = start + np.arange(_DAY_STEPS) * _STEP
    awake = _awake(instants)
    outside = _pulse(np.arange(_DAY_STEPS) * _STEP / 3600, rise_hours, tau_hours) * awake
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
    *,
    pulses: list[tuple[int, float, float, float]],
    branching: float,
    changes: list[Change],
    end: int,
) -> Births:
    """Draw the excess posts.

    Parameters
    ----------
    pulses : list of (start in seconds, expected number, rise in hours, tau in hours)
        The posts from outside, one pulse per wave.
    branching : float
        Nominal mean number of posts that a post brings about.
    changes : list of Change
        What the brand's answers do to it.
    end : int
        Nothing is born from this instant on (seconds).
    """
    drawn = [_from_outside(rng, *pulse) for pulse in pulses]
    seconds = np.concatenate(drawn)
    wave = np.repeat(np.arange(len(drawn)), [len(part) for part in drawn])
    keep = seconds < end
    seconds, wave = seconds[keep], wave[keep]
    all_seconds, all_parents, all_waves = [seconds], [np.full(len(seconds), -1)], [wave]
    first = 0
    highest = max([1.0, *(change.multiplier for change in changes)])
    for _ in range(_GENERATIONS):
        rows = np.arange(len(seconds))
        parents = np.repeat(rows, rng.poisson(branching * highest, size=len(rows)))
        children = seconds[parents] + repost_delay(rng, len(parents))
        likely = _awake(children) * _multiplier(children, changes) / highest
        keep = (rng.random(len(children)) < likely) & (children < end)
        if not keep.any():
            break
        parents, children = parents[keep], children[keep]
        all_seconds.append(children)
        all_parents.append(parents + first)
        all_waves.append(wave[parents])
        first += len(seconds)
        seconds, wave = children, wave[parents]
    return Births(*(np.concatenate(part) for part in (all_seconds, all_parents, all_waves)))


def _from_outside(
    rng: np.random.Generator, start: int, number: float, rise_hours: float, tau_hours: float
) -> Ints:
    """Draw the times of a pulse, by the minute, then within the minute."""
    minutes = np.arange(int((rise_hours + 10 * tau_hours) * 60))
    weights = _pulse((minutes + 0.5) / 60, rise_hours, tau_hours) * _awake(start + minutes * 60)
    size = int(rng.poisson(number))
    minute = np.sort(chance.pick(rng, weights, size))
    return np.sort(start + minute * 60 + rng.integers(0, 60, size=size))


def _pulse(hours: Floats, rise_hours: float, tau_hours: float) -> Floats:
    rising = np.minimum(hours / rise_hours, 1.0) ** 1.5
    shape: Floats = rising * np.exp(-np.maximum(hours - rise_hours, 0) / tau_hours)
    return shape


def _awake(seconds: Ints) -> Floats:
    """Return how many are there to write at each instant: 1 at the busiest hour of the week."""
    there: Floats = np.sqrt(level_at(seconds) / profile().max())
    return there


def _multiplier(seconds: Ints, changes: list[Change]) -> Floats:
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
