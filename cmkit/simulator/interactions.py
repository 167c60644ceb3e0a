"""Replies, reposts and quotes: who takes up which post, and how long after."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance, intents
from cmkit.simulator.chance import Floats, Ints
from cmkit.simulator.drafts import drafts, once_each, root_of, stacked
from cmkit.simulator.people import COMMUNITIES
from cmkit.simulator.pools import PASSING_ON, QUOTES, Pool, groups, pool
from cmkit.simulator.settings import LANGUAGES, World

__all__ = ["react", "repost_delay", "reposters", "write_originals"]

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
    "call": 3.0,
}
_REPLIES_TO_OTHERS = 0.36
#: Replies below a reply, and below that one: 10.7 % and 1.5 % of threads (Sysomos 2010).
_REPLIES_BELOW = (0.17, 0.14, 0.1, 0.05, 0.0)
_REPLY_MEDIAN_SECONDS, _REPLY_SPREAD = 25 * 60, 1.6
#: The kernel of SEISMIC (Zhao et al. 2015, doi:10.1145/2783258.2783401): flat, then a power law.
_KERNEL_FLAT_SECONDS, _KERNEL_THETA = 300, 0.242
_ASKER_RETURNS = 0.45


def write_originals(
    world: World, people: pd.DataFrame, seconds: Ints, authors: Ints
) -> pd.DataFrame:
    """Turn spontaneous posts into drafts: intent, topic, language, and whom they name."""
    rng = chance.stream(world.seed, "intents")
    kinds, topics = intents.of_originals(rng, people, authors)
    lang = people["lang"].to_numpy(dtype=object)[authors]
    switches = people["is_bilingual"].to_numpy()[authors] & (rng.random(len(authors)) < 0.4)
    spoken = list(world.language_mix)
    if len(spoken) == len(LANGUAGES):
        lang = np.where(switches, np.where(lang == "fr", "en", "fr"), lang)
    community = people["community"].to_numpy(dtype=object)[authors].copy()
    is_staff = community == "staff"
    community[is_staff] = np.array(COMMUNITIES)[rng.integers(0, len(COMMUNITIES), is_staff.sum())]
    table = drafts(seconds, authors, intent=kinds, topic=topics, lang=lang, community=community)
    names = _friends(rng, people, table)
    return table.assign(names=names)


def react(world: World, people: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add what the members do with the posts of the table: replies, reposts, quotes.

    Generation by generation, each one whole: the cost is linear in the number of posts.
    """
    rng = chance.stream(world.seed, "interactions")
    answering = people["answering"].to_numpy() ** 0.8
    repliers = pool(people, answering, same_community=0.6)
    table = _replies(rng, world, people, table, repliers)
    return _reposts(rng, world, people, table, reposters(people))


def reposters(people: pd.DataFrame) -> Pool:
    """Return the pool of those who repost: active members, less unequally than they write."""
    sharing = np.where(people["role"] == "spammer", 0.0, people["activity"].to_numpy() ** 0.4)
    return pool(people, sharing, same_community=0.8)


def repost_delay(rng: np.random.Generator, size: int) -> Ints:
    """Draw delays in seconds: 56 % within an hour, 80 % within a day."""
    uniform = rng.random(size)
    theta = _KERNEL_THETA
    flat = theta / (1 + theta)
    early = uniform / flat * _KERNEL_FLAT_SECONDS
    late = _KERNEL_FLAT_SECONDS * ((1 - uniform) * (1 + theta)) ** (-1 / theta)
    return np.rint(np.minimum(np.where(uniform < flat, early, late), 1e9)).astype(np.int64) + 1


def _friends(rng: np.random.Generator, people: pd.DataFrame, table: pd.DataFrame) -> Ints:
    """Choose whom a post names (in 6 % of the posts): mentions cross communities more easily."""
    everybody = pool(people, people["audience"].to_numpy() ** 0.3, same_community=0.5)
    named = everybody.draw(rng, groups(table["community"], table["lang"]))
    names = chance.below(rng, 0.06, len(table)) & (named != table["author"].to_numpy())
    spam = (table["intent"] == "spam").to_numpy()
    return np.where(names & ~spam, named, -1)


def _replies(
    rng: np.random.Generator,
    world: World,
    people: pd.DataFrame,
    table: pd.DataFrame,
    repliers: Pool,
) -> pd.DataFrame:
    means = table["intent"].map(_REPLIES_TO).fillna(_REPLIES_TO_OTHERS).to_numpy(float)
    rows = np.arange(len(table))
    for below in _REPLIES_BELOW:
        parents = np.repeat(rows, chance.geometric(rng, means))
        group = groups(table["community"], table["lang"])[parents]
        authors = repliers.draw(rng, group)
        opener = table["author"].to_numpy()[root_of(table, parents)]
        own = table["author"].to_numpy()[parents]
        returns = (opener != own) & (rng.random(len(parents)) < _ASKER_RETURNS)
        authors = np.where(returns, opener, authors)
        delay = _REPLY_MEDIAN_SECONDS * np.exp(_REPLY_SPREAD * chance.normal(rng, len(parents)))
        seconds = table["seconds"].to_numpy()[parents] + np.rint(delay).astype(np.int64) + 5
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
            community=_home(people, table, authors, parents),
            reply_to=parents,
            thread=root_of(table, parents),
            depth=table["depth"].to_numpy()[parents] + 1,
        )
        keep = (authors != own) & _is_there(world, people, authors, seconds)
        rows = np.arange(len(table), len(table) + keep.sum())
        means = np.full(len(rows), below)
        table = stacked(table, new[keep])
    return table


def _reposts(
    rng: np.random.Generator, world: World, people: pd.DataFrame, table: pd.DataFrame, who: Pool
) -> pd.DataFrame:
    """Add reposts and quotes; a repost points to the first post, whoever passed it on."""
    pull = people["pull"].to_numpy()
    source, carrier = np.arange(len(table)), np.arange(len(table))
    means = pull[table["author"].to_numpy()] * np.where(table["depth"] == 0, 1.0, 0.35)
    means = np.where(table["intent"] == "spam", 0.004, means)
    quoted = np.repeat(source, chance.geometric(rng, means * QUOTES))
    while len(carrier):
        counts = chance.geometric(rng, means)
        carrier, source = np.repeat(carrier, counts), np.repeat(source, counts)
        new = _taken_up(rng, people, table, who, carrier)
        new = new.assign(kind="repost", repost_of=source)
        keep = _is_there(world, people, new["author"].to_numpy(), new["seconds"].to_numpy())
        keep &= new["author"].to_numpy() != table["author"].to_numpy()[source]
        first_new = len(table)
        table = stacked(table, new[keep])
        carrier, source = np.arange(first_new, len(table)), source[keep]
        means = PASSING_ON * pull[table["author"].to_numpy()[carrier]]
    comments = _taken_up(rng, people, table, who, quoted)
    keep = comments["author"].to_numpy() != table["author"].to_numpy()[quoted]
    seconds = comments["seconds"].to_numpy()
    keep &= _is_there(world, people, comments["author"].to_numpy(), seconds)
    intent = intents.of_replies(
        rng,
        people["role"].to_numpy(dtype=object)[comments["author"].to_numpy()],
        table["intent"].to_numpy(dtype=object)[quoted],
        by_asker=np.zeros(len(quoted), dtype=bool),
    )
    quotes = comments.assign(kind="quote", repost_of=quoted, intent=intent)
    return once_each(stacked(table, quotes[keep]))


def _taken_up(
    rng: np.random.Generator, people: pd.DataFrame, table: pd.DataFrame, who: Pool, carrier: Ints
) -> pd.DataFrame:
    """Draw who passes on each carrier, and when."""
    group = groups(table["community"], table["lang"])[carrier]
    authors = who.draw(rng, group)
    return drafts(
        table["seconds"].to_numpy()[carrier] + repost_delay(rng, len(carrier)),
        authors,
        intent=table["intent"].to_numpy(dtype=object)[carrier],
        topic=table["topic"].to_numpy(dtype=object)[carrier],
        lang=table["lang"].to_numpy(dtype=object)[carrier],
        community=_home(people, table, authors, carrier),
    )


def _home(people: pd.DataFrame, table: pd.DataFrame, authors: Ints, parents: Ints) -> Floats:
    """Return the authors' communities; staff speak within the one they answer."""
    home = people["community"].to_numpy(dtype=object)[authors]
    return np.where(home == "staff", table["community"].to_numpy(dtype=object)[parents], home)


def _is_there(world: World, people: pd.DataFrame, authors: Ints, seconds: Ints) -> np.ndarray:
    """Whether the author has joined, and the time lies in the span."""
    joined = (people["joined_at"] - pd.Timestamp(0, tz="UTC")).dt.total_seconds().to_numpy()
    return (joined[authors] <= seconds) & (seconds < int(world.end.timestamp()))
