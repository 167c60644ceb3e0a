"""Mention counts of an invented brand with crises and campaigns whose onset is known.

A small version of a fair protocol: 20 mentions an hour, a fifth of them negative, over-dispersed
(negative binomial) around the hours of the week and a slow drift; eight weeks in 15-minute
windows; one small and one large crisis, one small and one large welcome campaign. It shares no
code with any detector, and none with the simulator.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

# Relative talk by hour of the local day: a trough at five, a peak in the evening.
# fmt: off
HOURS = np.array([
    0.6, 0.4, 0.3, 0.25, 0.2, 0.25, 0.4, 0.6, 0.8, 1.0, 1.1, 1.1,
    1.2, 1.2, 1.1, 1.1, 1.2, 1.3, 1.5, 1.7, 1.9, 1.9, 1.6, 1.0,
])
# fmt: on
TIMEZONE = "Europe/Paris"
# Size of the negative binomial per 15 minutes: variance = mean + mean^2 / 3.
_DISPERSION = 3.0


class Series(NamedTuple):
    """A timeline and what truly happened in it (episode_id, kind, size, onset, peak, ...)."""

    timeline: pd.DataFrame
    episodes: pd.DataFrame


def series(
    *,
    seed: int,
    every: str = "15min",
    weeks: int = 8,
    per_hour: float = 20.0,
    usual_share: float = 0.2,
    episodes: bool = True,
    recall: float = 1.0,
    specificity: float = 1.0,
) -> Series:
    """Draw one series. ``recall`` and ``specificity`` are those of an imperfect tagger."""
    rng = np.random.default_rng(seed)
    step = pd.Timedelta(every)
    start = pd.date_range(
        "2025-01-06", periods=weeks * 7 * (pd.Timedelta("1D") // step), freq=step, tz="UTC"
    )
    season = _season(start)
    shocks = rng.normal(0, 0.004 * np.sqrt(step / pd.Timedelta("15min")), len(start))
    drift = np.exp(np.cumsum(shocks) - np.linspace(0, shocks.sum(), len(start)) / 2)
    per_window = per_hour * (step / pd.Timedelta("1h"))
    mean = per_window * season * drift
    truth = _episodes(rng, start, step) if episodes else _NO_EPISODES
    size = _DISPERSION * (step / pd.Timedelta("15min"))
    n_posts = rng.poisson(mean * rng.gamma(size, 1 / size, len(start)))
    n_negative = rng.binomial(n_posts, usual_share)
    for episode in truth.itertuples():
        shape = _shape(start + step / 2, episode)
        excess = rng.poisson(
            episode.size * per_window * shape * season**0.5 * rng.gamma(size, 1 / size, len(start))
        )
        n_posts = n_posts + excess
        n_negative = n_negative + rng.binomial(excess, 0.75 if episode.kind == "crisis" else 0.05)
    seen = rng.binomial(n_negative, recall) + rng.binomial(n_posts - n_negative, 1 - specificity)
    timeline = pd.DataFrame(
        {
            "window_start": start,
            "n_posts": n_posts,
            "n_authors": n_posts,
            "n_negative": seen,
            "share_negative": np.where(n_posts > 0, seen / np.maximum(n_posts, 1), np.nan),
        }
    )
    return Series(timeline, truth)


_NO_EPISODES = pd.DataFrame(
    columns=["episode_id", "kind", "level", "size", "onset", "peak", "half_life", "acute_end"]
)


def _season(start: pd.DatetimeIndex) -> np.ndarray:
    local = start.tz_convert(TIMEZONE)
    profile = HOURS[local.hour] * np.where(local.day_of_week >= 5, 0.8, 1.0)
    return profile / profile.mean()


def _episodes(
    rng: np.random.Generator, start: pd.DatetimeIndex, step: pd.Timedelta
) -> pd.DataFrame:
    """Place two crises and two campaigns after the second week, at least five days apart."""
    n_days = round((start[-1] - start[0]) / pd.Timedelta("1D"))
    days = 14 + (n_days - 18) / 4 * np.arange(4) + rng.uniform(0, 3, 4)
    rows = []
    order = rng.permutation(4)
    for number, (day, what) in enumerate(zip(days, order, strict=True)):
        kind, level = [("crisis", "small"), ("crisis", "large"), ("campaign", "small"),
                       ("campaign", "large")][what]  # fmt: skip
        size = rng.uniform(2, 5) if level == "small" else np.exp(rng.uniform(*np.log([8, 30])))
        rise = rng.uniform(2, 8) if kind == "crisis" else rng.uniform(0.5, 3)
        half_life = rng.uniform(6, 18) if kind == "crisis" else rng.uniform(2, 8)
        onset = start[0] + pd.Timedelta(hours=round(day * 24 * 4) / 4)
        peak = (onset + pd.Timedelta(hours=float(rise))).ceil(step)
        acute_end = peak + pd.Timedelta(hours=float(half_life * np.log2(10)))
        rows.append((f"e{number}", kind, level, float(size), onset, peak, half_life, acute_end))
    return pd.DataFrame(rows, columns=_NO_EPISODES.columns)


def _shape(middle: pd.DatetimeIndex, episode: object) -> np.ndarray:
    """Rise in a straight line from onset to peak, then halve every half-life."""
    onset, peak, half_life = episode.onset, episode.peak, episode.half_life  # type: ignore[attr-defined]
    hours = np.asarray((middle - onset) / pd.Timedelta("1h"))
    rise = (peak - onset) / pd.Timedelta("1h")
    return np.where(
        hours < 0,
        0,
        np.where(hours < rise, hours / rise, 0.5 ** (np.maximum(hours - rise, 0) / half_life)),
    )
