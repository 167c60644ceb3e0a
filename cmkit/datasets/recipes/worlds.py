"""Datasets that are a simulated community as it is: a week, eight weeks, crises."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from cmkit import posts, simulator
from cmkit.datasets.recipe import Made
from cmkit.schema import TRUTH_EPISODES, TRUTH_MEMBERS, TRUTH_POSTS, TRUTH_THREADS, Table

__all__ = [
    "CRISES",
    "TRUTH",
    "crisis",
    "interactions",
    "lupin_export",
    "made_from",
    "maison_lupin",
    "posts_week",
]

#: The tables of truth that every world comes with.
TRUTH: Mapping[str, Table] = {
    "members": TRUTH_MEMBERS,
    "posts": TRUTH_POSTS,
    "episodes": TRUTH_EPISODES,
    "threads": TRUTH_THREADS,
}
#: The crises of the course: preset, weeks, start of the span. Ten weeks leave room for a relapse.
CRISES = {
    "hashtag_blunder": (6, "2025-09-01"),
    "product_harm": (10, "2025-01-06"),
    "service_outage": (6, "2025-06-02"),
    "employee_video": (6, "2025-04-14"),
    "activist_campaign": (6, "2025-10-06"),
    "campaign": (6, "2025-05-05"),
}
_CRISIS_MEMBERS = 1_000
#: The export holds what a search around the blunder would bring: days before, hours after.
_DAYS_BEFORE, _HOURS_AFTER = 8, 32


def posts_week(seed: int) -> Made:
    """Make one ordinary week of a busy community, that in which the clocks change."""
    return made_from(seed, n_members=4_000, weeks=1, episodes=[], start="2025-03-24")


def maison_lupin(seed: int) -> Made:
    """Make eight weeks with a contest and a hashtag blunder: the world of the first lessons."""
    episodes = [
        {"kind": "campaign", "start": "2025-03-20 17:30"},
        {"kind": "hashtag_blunder", "start": "2025-04-08 11:10", "peak_ratio": 14},
    ]
    return made_from(seed, n_members=1_600, weeks=8, episodes=episodes)


def lupin_export(seed: int) -> Made:
    """Cut the days around the blunder out of `maison_lupin`, as a search by date would."""
    table, known = maison_lupin(seed)
    onset = known["episodes"]["onset"].iloc[-1]
    first, last = onset - pd.Timedelta(days=_DAYS_BEFORE), onset + pd.Timedelta(hours=_HOURS_AFTER)
    cut = posts.select(table, since=first.floor("1h"), until=last.floor("1h"))
    truth = {
        "members": known["members"][known["members"]["author_id"].isin(cut["author_id"])],
        "posts": known["posts"][known["posts"]["post_id"].isin(cut["post_id"])],
        "episodes": known["episodes"].tail(1),
        "threads": known["threads"][known["threads"]["thread_id"].isin(cut["post_id"])],
    }
    return Made(cut, {name: part.reset_index(drop=True) for name, part in truth.items()})


def interactions(seed: int) -> Made:
    """Make six ordinary weeks of a larger community, to rank its members."""
    return made_from(seed, n_members=2_000, weeks=6, episodes=[])


def crisis(kind: str) -> Callable[[int], Made]:
    """Return the recipe of a community that lives through one episode."""
    weeks, start = CRISES[kind]

    def make(seed: int) -> Made:
        # Another seed for each kind: two crises on the same weeks would give each other away.
        own = seed * 16 + list(CRISES).index(kind)
        return made_from(own, n_members=_CRISIS_MEMBERS, weeks=weeks, episodes=[kind], start=start)

    return make


def made_from(
    seed: int, *, n_members: int, weeks: int, episodes: Sequence[Any], **settings: Any
) -> Made:
    """Simulate a community and take its posts and the four tables of its truth."""
    simulation = simulator.community(
        seed=seed, n_members=n_members, weeks=weeks, episodes=episodes, **settings
    )
    return Made(simulation.posts, {name: getattr(simulation.truth, name) for name in TRUTH})
