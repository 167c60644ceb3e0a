"""What a post does and what it is about, before a word is written."""

import numpy as np
import pandas as pd

from cmkit.simulator.chance import Floats, Ints
from cmkit.simulator.meanings import POLARITY, TOPICS
from cmkit.simulator.people import COMMUNITIES
from cmkit.simulator.settings import World

__all__ = ["Texts", "choose", "of_originals", "of_replies", "topics_for"]

Texts = np.ndarray[tuple[int], np.dtype[np.object_]]

#: How often a member writes each intent unprompted, by role; other roles do as "ordinary" does.
_ORIGINALS = {
    "ordinary": {
        "complaint": 0.045,
        "irony": 0.05,
        "praise": 0.1,
        "showing": 0.05,
        "thanks": 0.03,
        "question": 0.2,
        "suggestion": 0.06,
        "chatter": 0.27,
        "tip": 0.08,
        "off_topic": 0.07,
        "mixed": 0.02,
        "homonym": 0.02,
    },
    "helper": {"tip": 0.5, "chatter": 0.25, "praise": 0.15, "suggestion": 0.06, "complaint": 0.04},
    "contributor": {
        "tip": 0.18,
        "chatter": 0.3,
        "praise": 0.13,
        "showing": 0.11,
        "question": 0.1,
        "complaint": 0.045,
        "irony": 0.04,
        "suggestion": 0.05,
        "off_topic": 0.03,
        "mixed": 0.01,
    },
    "prescriber": {"showing": 0.3, "tip": 0.3, "praise": 0.2, "complaint": 0.06, "chatter": 0.14},
    "journalist": {"tip": 0.75, "question": 0.15, "complaint": 0.05, "chatter": 0.05},
    "celebrity": {"chatter": 0.5, "showing": 0.35, "praise": 0.15},
    "newcomer": {
        "question": 0.4,
        "praise": 0.15,
        "chatter": 0.3,
        "complaint": 0.1,
        "showing": 0.05,
    },
    "troll": {"insult": 0.5, "irony": 0.2, "complaint": 0.1, "chatter": 0.2},
    "spammer": {"spam": 1.0},
    "staff": {"news": 1.0},
}
#: The share of negative posts in the table above, and how all posts depend on it: all = 0.047 +
#: 0.504 x share among originals (measured on simulated worlds).
_USUAL_NEGATIVE = 0.1
_OF_REPLIES, _OF_ORIGINALS = 0.047, 0.504

#: How a reply takes up the post that it answers, by the intent of that post.
_REPLIES = {
    "complaint": {
        "same_trouble": 0.26,
        "advice": 0.26,
        "sympathy": 0.26,
        "asking_more": 0.17,
        "agreement": 0.05,
    },
    "irony": {"same_trouble": 0.3, "banter": 0.5, "sympathy": 0.2},
    "insult": {"banter": 0.4, "contradiction": 0.2, "agreement": 0.1, "sympathy": 0.3},
    "praise": {"agreement": 0.4, "asking_more": 0.32, "contradiction": 0.08, "banter": 0.2},
    "showing": {"agreement": 0.42, "asking_more": 0.38, "contradiction": 0.05, "banter": 0.15},
    "question": {
        "advice": 0.68,
        "asking_more": 0.12,
        "banter": 0.12,
        "same_trouble": 0.04,
        "agreement": 0.04,
    },
    "suggestion": {"agreement": 0.3, "banter": 0.4, "advice": 0.2, "contradiction": 0.1},
    "tip": {"thanks": 0.4, "asking_more": 0.35, "banter": 0.2, "contradiction": 0.05},
    "advice": {"thanks": 0.5, "asking_more": 0.2, "banter": 0.3},
    "news": {"asking_more": 0.35, "agreement": 0.25, "banter": 0.25, "same_trouble": 0.15},
    "staff_answer": {"thanks": 0.65, "asking_more": 0.2, "still_waiting": 0.15},
    "staff_apology": {"thanks": 0.5, "asking_more": 0.2, "still_waiting": 0.3},
    "other": {"banter": 0.72, "agreement": 0.16, "asking_more": 0.12},
}

#: What a community cares about more than others do.
_FAVOURITES = {
    "small_flats": {"design": 4, "stock": 2, "delivery": 2},
    "sustainable": {"sustainability": 7, "quality": 2},
    "diy": {"quality": 4, "app": 2, "returns": 2},
    "deals": {"price": 6, "contest": 3, "website": 2},
    "design": {"design": 6, "event": 3},
}
_COMMON = {
    "delivery": 3.0,
    "price": 2.0,
    "quality": 3.0,
    "design": 2.0,
    "website": 1.5,
    "stock": 1.5,
}


def of_originals(
    rng: np.random.Generator, world: World, people: pd.DataFrame, authors: Ints
) -> tuple[Texts, Texts]:
    """Draw the intent and the topic of each spontaneous post, by its author's role and mood."""
    roles = people["role"].to_numpy(dtype=object)[authors]
    intents = choose(rng, roles, _by_tone(world.parameters.share_negative), "ordinary")
    # A satisfied member lets some complaints go; a dissatisfied one some praise.
    mood = people["satisfaction"].to_numpy()[authors]
    lets_go = rng.random(len(authors)) < 1 - np.exp(-np.abs(mood))
    turned = np.where(mood > 0, "praise", "complaint")
    happy, unhappy = intents == "praise", intents == "complaint"
    change = lets_go & np.where(mood > 0, unhappy, happy) & (rng.random(len(authors)) < 0.5)
    intents = np.where(change, turned, intents).astype(object)
    return intents, topics_for(rng, people["community"].to_numpy(dtype=object)[authors])


def _by_tone(share_negative: float) -> dict[str, dict[str, float]]:
    """Return how often each intent is written where so many posts are negative: odds are scaled.

    Replies are negative less often than what they answer, so members must write more of it.
    """
    written = np.clip((share_negative - _OF_REPLIES) / _OF_ORIGINALS, 0.01, 0.95)
    odds = written / (1 - written) / (_USUAL_NEGATIVE / (1 - _USUAL_NEGATIVE))
    return {
        role: {
            intent: weight * (odds if POLARITY[intent] == "negative" else 1.0)
            for intent, weight in weights.items()
        }
        for role, weights in _ORIGINALS.items()
    }


def of_replies(
    rng: np.random.Generator, roles: Texts, parents: Texts, *, by_asker: np.ndarray
) -> Texts:
    """Draw the intent of each reply from the post that it answers and from who replies."""
    intents = choose(rng, parents, _REPLIES, "other")
    dice = rng.random(len(intents))
    intents[(roles == "helper") & np.isin(parents, ["question", "complaint"]) & (dice < 0.8)] = (
        "advice"
    )
    # Who asked comes back to thank or to ask on, not to give advice to herself.
    odd = by_asker & np.isin(intents, ["advice", "sympathy", "same_trouble", "contradiction"])
    intents[odd] = np.where(dice[odd] < 0.6, "thanks", "asking_more")
    intents[(roles == "troll") & (dice < 0.6)] = "insult"
    return intents


def topics_for(rng: np.random.Generator, communities: Texts) -> Texts:
    """Draw a topic for each post by what its community cares about."""
    weights = {
        name: {topic: _COMMON.get(topic, 1.0) * liked.get(topic, 1) for topic in TOPICS}
        for name, liked in _FAVOURITES.items()
    }
    return choose(rng, communities, weights, COMMUNITIES[0])


def choose(
    rng: np.random.Generator, keys: Texts, weights: dict[str, dict[str, float]], other: str
) -> Texts:
    """Draw a value for each key from the table of its weights; one uniform number per row."""
    uniform: Floats = rng.random(len(keys))
    drawn = np.empty(len(keys), dtype=object)
    known = np.where(np.isin(keys, list(weights)), keys, other) if len(keys) else keys
    for key, shares in weights.items():
        rows = np.flatnonzero(known == key)
        sums = np.cumsum(np.array(list(shares.values()), dtype=float))
        place = np.searchsorted(sums / sums[-1], uniform[rows], side="right")
        drawn[rows] = np.array(list(shares), dtype=object)[np.minimum(place, len(sums) - 1)]
    return drawn
