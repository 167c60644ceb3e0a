"""Reposts and quotes: who passes which post on, and how long after."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance, intents
from cmkit.simulator.chance import Ints
from cmkit.simulator.drafts import drafts, once_each, stacked
from cmkit.simulator.encounters import home_of, who_is_there
from cmkit.simulator.membership import is_there
from cmkit.simulator.pools import PASSING_ON, QUOTES, Pool, groups
from cmkit.simulator.rhythm import Chapter
from cmkit.simulator.settings import World

__all__ = ["repost_delay", "reposts"]

#: The kernel of SEISMIC (Zhao et al. 2015, doi:10.1145/2783258.2783401): flat, then a power law.
_KERNEL_FLAT_SECONDS = 300
#: In ordinary times nobody reposts what is older than four weeks.
_LONGEST_SECONDS = 28 * 86_400


def reposts(
    world: World, people: pd.DataFrame, table: pd.DataFrame, chapter: Chapter, who: Pool
) -> pd.DataFrame:
    """Add reposts and quotes; a repost points to the first post, whoever passed it on."""
    rng = chance.stream(world.seed, "interactions", 2 * chapter.number + 1)
    pull = people["pull"].to_numpy()
    source, carrier = np.arange(len(table)), np.arange(len(table))
    means = pull[table["author"].to_numpy()] * np.where(table["depth"] == 0, 1.0, 0.35)
    means = np.where(table["intent"] == "spam", 0.004, means)
    quoted = np.repeat(source, chance.geometric(rng, means * QUOTES))
    while len(carrier):
        counts = chance.geometric(rng, means)
        carrier, source = np.repeat(carrier, counts), np.repeat(source, counts)
        new = _taken_up(rng, world, people, table, who, carrier)
        new = new.assign(kind="repost", repost_of=source)
        keep = is_there(world, people, new["author"].to_numpy(), new["seconds"].to_numpy())
        keep &= new["author"].to_numpy() != table["author"].to_numpy()[source]
        first_new = len(table)
        table = stacked(table, new[keep])
        carrier, source = np.arange(first_new, len(table)), source[keep]
        means = PASSING_ON * pull[table["author"].to_numpy()[carrier]]
    comments = _taken_up(rng, world, people, table, who, quoted)
    keep = comments["author"].to_numpy() != table["author"].to_numpy()[quoted]
    seconds = comments["seconds"].to_numpy()
    keep &= is_there(world, people, comments["author"].to_numpy(), seconds)
    intent = intents.of_replies(
        rng,
        people["role"].to_numpy(dtype=object)[comments["author"].to_numpy()],
        table["intent"].to_numpy(dtype=object)[quoted],
        by_asker=np.zeros(len(quoted), dtype=bool),
    )
    quotes = comments.assign(kind="quote", repost_of=quoted, intent=intent)
    return once_each(stacked(table, quotes[keep]))


def repost_delay(
    rng: np.random.Generator, size: int, theta: float = 0.242, *, longest: float = np.inf
) -> Ints:
    """Draw delays in seconds: by default 56 % within an hour, 80 % within a day.

    With ``longest`` (seconds), all come before it.
    """
    reached = 1 - (_KERNEL_FLAT_SECONDS / longest) ** theta / (1 + theta)
    uniform = rng.random(size) * reached
    flat = theta / (1 + theta)
    early = uniform / flat * _KERNEL_FLAT_SECONDS
    late = _KERNEL_FLAT_SECONDS * ((1 - uniform) * (1 + theta)) ** (-1 / theta)
    seconds = np.rint(np.minimum(np.where(uniform < flat, early, late), 1e9))
    delay: Ints = seconds.astype(np.int64) + 1
    return delay


def _taken_up(
    rng: np.random.Generator,
    world: World,
    people: pd.DataFrame,
    table: pd.DataFrame,
    who: Pool,
    carrier: Ints,
) -> pd.DataFrame:
    """Draw who passes on each carrier, and when."""
    group = groups(table["community"], table["lang"])[carrier]
    theta = world.parameters.repost_theta
    delay = repost_delay(rng, len(carrier), theta, longest=_LONGEST_SECONDS)
    seconds = table["seconds"].to_numpy()[carrier] + delay
    authors = who_is_there(rng, world, people, who, group, seconds)
    return drafts(
        seconds,
        authors,
        intent=table["intent"].to_numpy(dtype=object)[carrier],
        topic=table["topic"].to_numpy(dtype=object)[carrier],
        lang=table["lang"].to_numpy(dtype=object)[carrier],
        community=home_of(people, table, authors, carrier),
    )
