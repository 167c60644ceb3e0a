"""From drafts to the tables that a reader gets: posts, and the truth about them."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator import chance, wording
from cmkit.simulator.chance import Ints
from cmkit.simulator.meanings import POLARITY, TYPES, department
from cmkit.simulator.presets import PRESETS, Episode
from cmkit.simulator.settings import World
from cmkit.simulator.society import EPISODE_PARTS, Part
from cmkit.simulator.threads import threads_of

__all__ = ["Written", "as_text", "episode_truth", "trigger_ids", "written"]

#: Identifiers begin beyond any that a platform has given out, and beyond what a float can hold;
#: they hold the second and a number within it, so that they follow time and nothing that is added
#: to a world changes another post's. The number is shuffled: an identifier must not tell who
#: belongs to an episode.
_FIRST_ID = 7_000_000_000_000_000_000
_BITS, _A_CHAPTER, _AN_EPISODE = 32, 10_000, 2**25
_ODD = np.uint64(0xD1342543DE82EF95)
_MENTION = re.compile(r"(?<![\w.])@([a-z0-9_]+)")
_HASHTAG = re.compile(r"#(\w+)")


class Written(NamedTuple):
    """One part in order of time: identifiers as numbers, posts, and the truth about them."""

    ids: Ints
    posts: pd.DataFrame
    truth: pd.DataFrame
    threads: pd.DataFrame


def written(world: World, part: Part) -> Written:
    """Write the texts of a part and put its tables together."""
    table, people = part.table, part.people
    texts = np.empty(len(table), dtype=object)
    ids = _identifiers(world, part)
    texts[:] = wording.write(world, people, table, ids)
    reposts = np.flatnonzero(table["kind"] == "repost")
    texts[reposts] = texts[table["repost_of"].to_numpy()[reposts]]
    names = _with_none(_as_digits(ids))
    order = np.argsort(ids, kind="stable")
    posts = _posts(people, table, texts, names)
    truth = _truth(table, names, part.number)
    threads = threads_of(people, table, names, truth)
    return Written(
        ids[order],
        posts.iloc[order].reset_index(drop=True),
        truth.iloc[order].reset_index(drop=True),
        threads,
    )


def trigger_ids(world: World, part: Part) -> list[str]:
    """Return the post_id of each post that started an episode."""
    rows = part.truth["triggers"] if part.truth else []
    return [str(number) for number in _identifiers(world, part)[rows]]


def _identifiers(world: World, part: Part) -> Ints:
    seconds = part.table["seconds"].to_numpy()
    if part.truth is None:
        number = part.number * _A_CHAPTER + _place_in_second(seconds)
    else:
        own = part.table["number"].to_numpy()
        number = 2 ** (_BITS - 1) + (part.number - EPISODE_PARTS) * _AN_EPISODE + own
    since = seconds - world.first_second
    key = chance.scrambled(np.uint64(world.seed % 2**63) + since.astype(np.uint64) * _ODD)
    ids: Ints = _FIRST_ID + since * 2**_BITS + chance.shuffled(number, key=key, bits=_BITS)
    return ids


def _place_in_second(seconds: Ints) -> Ints:
    """Return the place of each draft among those of the same second."""
    order = np.lexsort((np.arange(len(seconds)), seconds))
    in_order = seconds[order]
    starts = np.concatenate([[True], in_order[1:] != in_order[:-1]])[: len(order)]
    rows = np.arange(len(order))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = rows - np.maximum.accumulate(np.where(starts, rows, 0))
    return place


def _with_none(values: np.ndarray) -> np.ndarray:
    """Return the values and None at the end: what pointer -1 leads to."""
    longer = np.empty(len(values) + 1, dtype=object)
    longer[:-1] = values
    return longer


def _as_digits(ids: Ints) -> np.ndarray:
    return pd.Series(ids).astype("str").to_numpy(dtype=object)


def _posts(
    people: pd.DataFrame, table: pd.DataFrame, texts: np.ndarray, ids: np.ndarray
) -> pd.DataFrame:
    handles = _with_none(people["author_id"].to_numpy(dtype=object))
    author = np.append(table["author"].to_numpy(), -1)
    own = np.arange(len(table))
    thread = np.where(table["thread"] >= 0, table["thread"], own)
    named = [_MENTION.findall(text) if "@" in text else [] for text in texts]
    tags = [_HASHTAG.findall(text.lower()) if "#" in text else [] for text in texts]
    return pd.DataFrame(
        {
            "post_id": as_text(ids[:-1]),
            "author_id": as_text(handles[author[:-1]]),
            "created_at": pd.to_datetime(table["seconds"], unit="s", utc=True).dt.as_unit("us"),
            "text": as_text(texts),
            "lang": as_text(table["lang"]),
            "platform": as_text(np.full(len(table), "simulated", dtype=object)),
            "kind": as_text(table["kind"]),
            "reply_to": as_text(ids[table["reply_to"]]),
            "reply_to_author_id": as_text(handles[author[table["reply_to"]]]),
            "repost_of": as_text(ids[table["repost_of"]]),
            "repost_of_author_id": as_text(handles[author[table["repost_of"]]]),
            "thread_id": as_text(ids[thread]),
            "mentions": _as_lists(named),
            "hashtags": _as_lists(tags),
        }
    )


def as_text(values: Any) -> pd.Series:
    """Return a column of texts."""
    return pd.Series(np.asarray(values, dtype=object), dtype="str")


def _as_lists(cells: Sequence[list[str]]) -> pd.Series:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return pd.Series(column)


def _truth(table: pd.DataFrame, ids: np.ndarray, number: int) -> pd.DataFrame:
    intent, topic = table["intent"], table["topic"]
    kind_of_post = intent.map(TYPES)
    aspect = topic.map({name: preset.aspect for name, preset in PRESETS.items()}).fillna(topic)
    said = ~kind_of_post.isin(["off-topic", "spam", "brand"])
    aspect = aspect.where(said, "none")
    known = {pair: department(*pair) for pair in set(zip(kind_of_post, aspect, strict=True))}
    episode = f"episode_{number - EPISODE_PARTS + 1}" if number >= EPISODE_PARTS else None
    return pd.DataFrame(
        {
            "post_id": as_text(ids[:-1]),
            "polarity": as_text(intent.map(POLARITY)),
            "type": as_text(kind_of_post),
            "aspect": as_text(aspect),
            "department": as_text([known[pair] for pair in zip(kind_of_post, aspect, strict=True)]),
            "intent": as_text(intent),
            "is_ironic": intent.isin(["irony", "mockery"]),
            "is_spam": intent.isin(["spam", "bot"]),
            "is_about_brand": ~intent.isin(["homonym", "off_topic"]),
            "episode_id": as_text(np.full(len(table), episode, dtype=object)),
            "is_excess": table["is_excess"].astype(bool),
        }
    )


def episode_truth(
    plan: Sequence[Episode], outcomes: Sequence[dict[str, Any]], triggers: Sequence[list[str]]
) -> pd.DataFrame:
    """Return the truth about the episodes, one row each."""
    times = ("onset", "peak", "acute_end", "chronic_end", "resurged_at", "deleted_at")
    columns: dict[str, Any] = {
        "episode_id": as_text([f"episode_{part + 1}" for part in range(len(plan))]),
        "kind": as_text([outcome["kind"] for outcome in outcomes]),
    }
    for name in (*times, "acknowledged_at", "answered_at", "fixed_at"):
        instants = [outcome[name] for outcome in outcomes]
        columns[name] = pd.Series(pd.to_datetime(instants, utc=True)).dt.as_unit("us")
    columns["n_excess"] = pd.Series([o["n_excess"] for o in outcomes], dtype="int64")
    columns["is_crisis"] = pd.Series([episode.is_crisis for episode in plan], dtype=bool)
    columns["trigger_post_ids"] = _as_lists(list(triggers))
    columns["parameters"] = as_text([_as_json(episode) for episode in plan])
    return pd.DataFrame(columns)


def _as_json(episode: Episode) -> str:
    return json.dumps(asdict(episode) | {"start": str(episode.start)}, sort_keys=True)
