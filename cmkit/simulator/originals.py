"""What members write unprompted: intent, topic, language, and whom they name."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance, intents
from cmkit.simulator.chance import Ints
from cmkit.simulator.drafts import drafts
from cmkit.simulator.people import COMMUNITIES
from cmkit.simulator.pools import Pool, groups
from cmkit.simulator.rhythm import Chapter, Spontaneous
from cmkit.simulator.settings import LANGUAGES, World

__all__ = ["write_originals"]


def write_originals(
    world: World, people: pd.DataFrame, chapter: Chapter, when: Spontaneous, who: Pool
) -> pd.DataFrame:
    """Turn spontaneous posts into drafts, and add what newcomers write first and on coming back."""
    rng = chance.stream(world.seed, "intents", 1 + chapter.number)
    first = _within(people["first_post_at"], chapter)
    back = np.intersect1d(
        _within(people["active_from"], chapter), np.flatnonzero(people["returns"])
    )
    instants = people[["first_post_at", "active_from"]].to_numpy()
    seconds = np.concatenate([when.seconds, instants[first, 0], instants[back, 1]])
    authors = np.concatenate([when.authors, first, back])
    kinds, topics = intents.of_originals(rng, world, people, authors)
    table = drafts(
        seconds,
        authors,
        intent=kinds,
        topic=topics,
        lang=_languages(rng, world, people, authors),
        community=_spoken_in(rng, people, authors),
    )
    is_first = np.zeros(len(table), dtype=bool)
    is_first[len(when.seconds) : len(when.seconds) + len(first)] = True
    table["is_first"] = is_first
    table["is_long"] = is_first & people["is_long"].to_numpy()[authors]
    asks = people["asks"].to_numpy()[authors]
    table.loc[is_first & asks, "intent"] = "question"
    told = table["intent"].eq("question").to_numpy() & is_first & ~asks
    table.loc[told, "intent"] = "chatter"
    names = _friends(rng, table, who)
    return table.assign(names=names)


def _within(instants: pd.Series, chapter: Chapter) -> Ints:
    """Return the rows whose instant lies in the chapter."""
    at = instants.to_numpy()
    return np.flatnonzero((at >= chapter.first) & (at < chapter.last))


def _languages(
    rng: np.random.Generator, world: World, people: pd.DataFrame, authors: Ints
) -> np.ndarray:
    """Return the language of each post; who speaks two changes now and then."""
    lang = people["lang"].to_numpy(dtype=object)[authors]
    switches = people["is_bilingual"].to_numpy()[authors] & (rng.random(len(authors)) < 0.4)
    if len(world.language_mix) < len(LANGUAGES):
        return lang
    return np.where(switches, np.where(lang == "fr", "en", "fr"), lang)


def _spoken_in(rng: np.random.Generator, people: pd.DataFrame, authors: Ints) -> np.ndarray:
    """Return the community in which each post is written; staff speak to any."""
    community = people["community"].to_numpy(dtype=object)[authors].copy()
    any_of_them = np.array(COMMUNITIES, dtype=object)[
        rng.integers(0, len(COMMUNITIES), len(authors))
    ]
    return np.where(community == "staff", any_of_them, community)


def _friends(rng: np.random.Generator, table: pd.DataFrame, everybody: Pool) -> Ints:
    """Choose whom a post names (in 6 % of the posts): mentions cross communities more easily."""
    named = everybody.draw(rng, groups(table["community"], table["lang"]))
    names = chance.below(rng, 0.06, len(table)) & (named != table["author"].to_numpy())
    spam = (table["intent"] == "spam").to_numpy()
    return np.where(names & ~spam, named, -1)
