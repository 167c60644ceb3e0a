"""Who meets whose post: the pools that reactions are drawn from, and who is there to react."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator.chance import Floats, Ints
from cmkit.simulator.membership import is_there
from cmkit.simulator.pools import Pool, pool
from cmkit.simulator.rhythm import in_spell
from cmkit.simulator.settings import World

__all__ = ["Pools", "home_of", "pools_of", "who_is_there"]


class Pools(NamedTuple):
    """Who replies, who reposts, whom one names: drawn from by group, see `cmkit.simulator.pools`.

    Reposts keep to their community more than replies and mentions do (Conover et al. 2011).
    """

    repliers: Pool
    reposters: Pool
    everybody: Pool


def pools_of(people: pd.DataFrame) -> Pools:
    """Put the members into the pools, by how much they answer, write and are heard."""
    activity = people["activity"].to_numpy()
    sharing = np.where(people["role"] == "spammer", 0.0, activity**0.6)
    return Pools(
        pool(people, people["answering"].to_numpy() ** 0.6, same_community=0.4),
        pool(people, sharing, same_community=0.8),
        pool(people, people["audience"].to_numpy() ** 0.3, same_community=0.35),
    )


def who_is_there(
    rng: np.random.Generator,
    world: World,
    people: pd.DataFrame,
    who: Pool,
    group: Ints,
    seconds: Ints,
) -> Ints:
    """Draw who reacts: of five who might, the first who is in a spell of writing just then."""
    authors = who.draw(rng, group)
    for _ in range(4):
        able = in_spell(world.seed, authors, seconds) & is_there(world, people, authors, seconds)
        authors = np.where(able, authors, who.draw(rng, group))
    return authors


def home_of(people: pd.DataFrame, table: pd.DataFrame, authors: Ints, parents: Ints) -> Floats:
    """Return the authors' communities; staff speak within the one they answer."""
    home = people["community"].to_numpy(dtype=object)[authors]
    return np.where(home == "staff", table["community"].to_numpy(dtype=object)[parents], home)
