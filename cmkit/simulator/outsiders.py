"""People who never wrote about the brand before: they come with an episode and leave with it."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Ints
from cmkit.simulator.membership import NEVER
from cmkit.simulator.people import invented_handles
from cmkit.simulator.settings import World

__all__ = ["members_speaking", "newcomers_for", "outsiders"]

#: Posts per outsider in an episode.
_POSTS_EACH = 1.6
#: Members write more than outsiders once they do, so the share of posts is below that of authors.
_POSTS_PER_MEMBER = 1.5


def newcomers_for(
    rng: np.random.Generator,
    world: World,
    people: pd.DataFrame,
    excess: pd.DataFrame,
    *,
    share_new: float,
    tellers: Ints,
) -> tuple[pd.DataFrame, Ints]:
    """Give each excess post an author: an outsider, or a member (``share_new`` = of authors).

    Returns
    -------
    people : DataFrame
        The members, with the outsiders who wrote below them.
    authors : int array
        The row of the author of each excess post.
    """
    size = len(excess)
    lang = excess["lang"].to_numpy(dtype=object)
    weight_new = share_new * _POSTS_EACH
    likely = weight_new / (weight_new + (1 - share_new) * _POSTS_PER_MEMBER)
    is_outsider = chance.below(rng, likely, size)
    uniform, uniform_member = rng.random(size), rng.random(size)
    authors = np.zeros(size, dtype=np.int64)
    table = people
    for name in world.language_mix:
        rows = np.flatnonzero(is_outsider & (lang == name))
        number = max(1, round(len(rows) / _POSTS_EACH * 1.45))
        # The first of the crowd write more: weight falls with the square root of the rank.
        place = np.minimum((uniform[rows] ** 1.25 * number).astype(np.int64), number - 1)
        kept, code = np.unique(place, return_inverse=True)
        authors[rows] = len(table) + code
        new = outsiders(rng, world, len(kept), name, len(table))
        table = pd.concat([table, new], ignore_index=True)
        members = members_speaking(world, people, name, int(excess["seconds"].min()))
        others = np.flatnonzero(~is_outsider & (lang == name))
        sums = np.cumsum(people["answering"].to_numpy()[members] ** 0.3)
        authors[others] = members[
            np.minimum(np.searchsorted(sums / sums[-1], uniform_member[others]), len(members) - 1)
        ]
    authors[tellers] = _loudest(world, people, int(excess["seconds"].min()))[: len(tellers)]
    return table, authors


def members_speaking(world: World, people: pd.DataFrame, lang: str, since: int) -> Ints:
    """Return the members of a language who write and are there from that instant to the end."""
    writes = (people["answering"] > 0) & ~people["role"].isin(["staff", "spammer"])
    writes &= _there(world, people, since)
    found = np.flatnonzero(writes & (people["lang"] == lang))
    return found if len(found) else np.flatnonzero(writes)


def _loudest(world: World, people: pd.DataFrame, since: int) -> Ints:
    """Return the members with the largest audience first, prescribers and journalists only."""
    heard = people["role"].isin(["prescriber", "journalist"]) & _there(world, people, since)
    loud = people["audience"].where(heard, -1)
    return np.argsort(-loud.to_numpy(), kind="stable")


def _there(world: World, people: pd.DataFrame, since: int) -> pd.Series:
    return (people["active_from"] <= since) & (people["active_until"] >= world.last_second)


def outsiders(
    rng: np.random.Generator, world: World, size: int, lang: str, first: int
) -> pd.DataFrame:
    """Make people who never wrote about the brand; nobody knows them before their first post."""
    audience = np.rint(200 * np.exp(1.4 * chance.normal(rng, size))).astype(np.int64)
    return pd.DataFrame(
        {
            "author_id": invented_handles(rng, world, first=first, size=size),
            "role": "outsider",
            "community": "outside",
            "lang": lang,
            "activity": 0.0,
            "answering": 0.0,
            "audience": audience,
            "pull": 0.0,
            "satisfaction": 0.0,
            "is_bilingual": False,
            "active_from": 0,
            "active_until": NEVER,
            "first_post_at": NEVER,
            "asks": False,
            "is_long": False,
            "is_welcomed": False,
            "returns": False,
            "ring": -1,
        }
    )
