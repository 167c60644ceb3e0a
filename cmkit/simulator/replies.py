"""Replies: who answers which post, how long after, and what the answer does."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance, intents
from cmkit.simulator.chance import Ints
from cmkit.simulator.drafts import drafts, root_of, stacked
from cmkit.simulator.encounters import home_of, who_is_there
from cmkit.simulator.membership import is_there
from cmkit.simulator.pools import Pool, groups
from cmkit.simulator.rhythm import Chapter
from cmkit.simulator.settings import World, agent_for

__all__ = ["replies"]

#: Mean number of direct replies to a first post, by intent; a geometric count. About 23 % of posts
#: get one (Sysomos 2010).
_REPLIES_TO = {
    "question": 0.75,
    "complaint": 0.7,
    "showing": 0.5,
    "insult": 0.35,
    "news": 1.6,
    "tip": 0.3,
    "spam": 0.01,
}
_REPLIES_TO_OTHERS = 0.36
#: Replies below a reply, and below that one: 10.7 % and 1.5 % of threads (Sysomos 2010).
_REPLIES_BELOW = (0.17, 0.14, 0.1, 0.05, 0.0)
_ASKER_RETURNS = 0.05
#: Replies that begin with the handle of the one they answer.
_NAMES_PARENT = 0.35


def replies(
    world: World, people: pd.DataFrame, table: pd.DataFrame, chapter: Chapter, who: Pool
) -> pd.DataFrame:
    """Add the replies to the drafts of a chapter, generation by generation, each one whole."""
    rng = chance.stream(world.seed, "interactions", 2 * chapter.number)
    means = table["intent"].map(_REPLIES_TO).fillna(_REPLIES_TO_OTHERS).to_numpy(float)
    rows = np.arange(len(table))
    for depth, below in enumerate(_REPLIES_BELOW):
        counts = chance.geometric(rng, means * world.parameters.reply_share)
        if depth == 0:
            counts = _welcomes(people, table, counts)
        new = _below(rng, world, people, table, np.repeat(rows, counts), who)
        rows = np.arange(len(table), len(table) + len(new))
        means = np.full(len(rows), below)
        table = stacked(table, new)
    return table


def _below(
    rng: np.random.Generator,
    world: World,
    people: pd.DataFrame,
    table: pd.DataFrame,
    parents: Ints,
    who: Pool,
) -> pd.DataFrame:
    """Draft one reply to each of these rows; those that nobody is there to write are left out."""
    given = world.parameters
    group = groups(table["community"], table["lang"])[parents]
    spread = np.exp(given.reply_spread * chance.normal(rng, len(parents)))
    delay = np.rint(60 * given.reply_median_minutes * spread).astype(np.int64)
    seconds = table["seconds"].to_numpy()[parents] + delay + 5
    authors = who_is_there(rng, world, people, who, group, seconds)
    opener = table["author"].to_numpy()[root_of(table, parents)]
    own = table["author"].to_numpy()[parents]
    returns = (opener != own) & (rng.random(len(parents)) < _ASKER_RETURNS)
    authors = np.where(returns, opener, authors)
    authors = _or_staff(world, people, table, parents, authors, seconds)
    intent = intents.of_replies(
        rng,
        people["role"].to_numpy(dtype=object)[authors],
        table["intent"].to_numpy(dtype=object)[parents],
        by_asker=authors == opener,
    )
    new = drafts(
        seconds,
        authors,
        kind="reply",
        intent=intent,
        topic=table["topic"].to_numpy(dtype=object)[parents],
        lang=table["lang"].to_numpy(dtype=object)[parents],
        community=home_of(people, table, authors, parents),
        reply_to=parents,
        thread=root_of(table, parents),
        depth=table["depth"].to_numpy()[parents] + 1,
        names=np.where(rng.random(len(parents)) < _NAMES_PARENT, own, -1),
    )
    written: pd.DataFrame = new[(authors != own) & is_there(world, people, authors, seconds)]
    return written


def _welcomes(people: pd.DataFrame, table: pd.DataFrame, counts: Ints) -> Ints:
    """Give a newcomer's first post at least one reply, or none: what was drawn for it."""
    is_first = table["is_first"].to_numpy()
    welcomed = people["is_welcomed"].to_numpy()[table["author"].to_numpy()]
    return np.where(is_first, np.where(welcomed, np.maximum(counts, 1), 0), counts)


def _or_staff(
    world: World,
    people: pd.DataFrame,
    table: pd.DataFrame,
    parents: Ints,
    authors: Ints,
    seconds: Ints,
) -> Ints:
    """Let staff welcome a newcomer where the member who would have has gone."""
    own = table["author"].to_numpy()[parents]
    alone = ~is_there(world, people, authors, seconds) | (authors == own)
    alone &= table["is_first"].to_numpy()[parents]
    agents = agent_for(table["lang"].to_numpy(dtype=object)[parents])
    return np.where(alone, agents, authors)
