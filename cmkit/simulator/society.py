"""A society, part by part: the weeks of ordinary times, then each episode.

A part is complete in itself: the posts of a chapter with all that they bring about, later posts
included. Only the people and what one chapter hands to the next are kept, so memory does not grow
with the length of the span.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator import (
    encounters,
    episodes,
    membership,
    moods,
    originals,
    people,
    replies,
    reposts,
    rhythm,
    spam,
    staff,
)
from cmkit.simulator.drafts import stacked
from cmkit.simulator.presets import Episode
from cmkit.simulator.settings import World

__all__ = ["EPISODE_PARTS", "Part", "everybody", "parts"]

#: Episodes are numbered from here among the parts.
EPISODE_PARTS = 5_000
_WEEK_HOURS = 168


class Part(NamedTuple):
    """Drafts that point to each other only, the people so far, and an episode's row of truth."""

    number: int
    table: pd.DataFrame
    people: pd.DataFrame
    truth: dict[str, Any] | None


def everybody(world: World) -> pd.DataFrame:
    """Draw the members with all that is fixed before the first post."""
    return spam.with_rings(world, membership.with_membership(world, people.members(world)))


def parts(
    world: World,
    members: pd.DataFrame,
    plan: Sequence[Episode],
    *,
    only_episodes: float | None = None,
) -> Iterator[Part]:
    """Draw the parts in order.

    ``only_episodes`` skips ordinary times: it is their rate of posts an hour, known from before.
    The last part's ``people`` hold everybody who wrote, with their satisfaction at the end.
    """
    rate = only_episodes
    if rate is None:
        rate = 0.0
        for part in _ordinary(world, members):
            members = part.people
            rate += _in_first_week(world, part.table) / _WEEK_HOURS
            yield part
    for number, episode in enumerate(plan):
        outcome = episodes.add(world, members, episode, part=number, ordinary_rate=rate)
        members = outcome.people
        yield Part(EPISODE_PARTS + number, outcome.table, members, outcome.truth)


def _ordinary(world: World, members: pd.DataFrame) -> Iterator[Part]:
    tempo = rhythm.Tempo.at_start(world)
    who = encounters.pools_of(members)
    calendar = staff.publish(world)
    for chapter in rhythm.chapters(world):
        when = rhythm.spontaneous(world, members, chapter, tempo)
        table = originals.write_originals(world, members, chapter, when, who.everybody)
        at = calendar["seconds"].to_numpy()
        own = calendar[(at >= chapter.first) & (at < chapter.last)]
        table = stacked(table, own)
        table = replies.replies(world, members, table, chapter, who.repliers)
        table = reposts.reposts(world, members, table, chapter, who.reposters)
        table = staff.answer(world, members, table, chapter)
        table = spam.circulate(world, members, table, chapter)
        now = moods.next_satisfaction(world, members, table, chapter)
        members = members.assign(satisfaction=now)
        yield Part(chapter.number, table, members, None)


def _in_first_week(world: World, table: pd.DataFrame) -> int:
    """Count the posts of the first week: what an episode's peak is measured by."""
    first_week = table["seconds"].to_numpy() < world.first_second + 7 * 86_400
    return int(np.count_nonzero(first_week))
