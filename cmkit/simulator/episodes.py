"""Episodes: what the brand does, who reacts, and the truth about it."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator import chance, outbreak
from cmkit.simulator.chance import Ints
from cmkit.simulator.dating import dated
from cmkit.simulator.drafts import drafts, once_each, root_of, stacked
from cmkit.simulator.outsiders import newcomers_for
from cmkit.simulator.presets import Episode, response_multiplier
from cmkit.simulator.settings import World
from cmkit.simulator.staff import BRAND, agent_for

__all__ = ["Outcome", "add"]

_HOUR = 3600
#: Hashtags that the triggers carry, by language: a solidarity movement's, or the brand's own.
_TAGS = {
    "hashtag_blunder": {"fr": "SolidariteCrue", "en": "FloodRelief"},
    "campaign": {"fr": "MonCoinLupin", "en": "MyLupinCorner"},
}
_TRIGGER_INTENT = {"hashtag_blunder": "hijack", "campaign": "call"}
#: What is said in each polarity: (negative without irony, neutral, positive), with shares.
_WORDS = {
    "hashtag_blunder": (("outrage",), ("bystander",), ("defence",), 0.7),
    "campaign": (("grumble",), ("rules",), ("entry", "cheer"), 0.2),
}
_FROM_OUTSIDE = {"quote": 0.37, "reply": 0.28, "post": 0.35}
_BROUGHT_ABOUT = {"repost": 0.58, "reply": 0.2, "quote": 0.1, "post": 0.12}
_REPLIES_WITH_ANSWER = 12


class Outcome(NamedTuple):
    """The table with the episode in it, the members with its outsiders, and its row of truth."""

    table: pd.DataFrame
    people: pd.DataFrame
    truth: dict[str, Any]


def add(
    world: World,
    people: pd.DataFrame,
    table: pd.DataFrame,
    episode: Episode,
    *,
    part: int,
    ordinary_rate: float,
) -> Outcome:
    """Add an episode to the drafts; ``ordinary_rate`` is the baseline's posts an hour.

    The baseline's drafts stay as they are: an episode only adds rows and members.
    """
    rng = chance.stream(world.seed, "episodes", part)
    rng.random(8)  # the start was drawn from this stream too
    first_trigger = len(table)
    table = stacked(table, _triggers(rng, world, episode, part))
    triggers = np.arange(first_trigger, len(table))
    instants = _instants(world, episode)
    born = _births(rng, world, episode, instants, ordinary_rate)
    excess = _excess(rng, world, table, episode, part, born, triggers, instants["deleted"])
    people, authors = newcomers_for(
        rng, world, people, excess, share_new=episode.share_new, tellers=_tellers(excess, born)
    )
    table = stacked(table, excess.assign(author=authors))
    table = once_each(table)
    truth = dated(world, episode, table, part, triggers, instants, ordinary_rate)
    table = _answered(rng, world, table, part, instants["answered"])
    return Outcome(table, people, truth)


def _triggers(rng: np.random.Generator, world: World, episode: Episode, part: int) -> pd.DataFrame:
    """Write the posts that start it: about half an hour apart, in each language by turns."""
    spoken = list(world.language_mix)
    lang = np.array(
        [spoken[turn % len(spoken)] for turn in range(episode.n_triggers)], dtype=object
    )
    gaps = np.rint((20 + 25 * rng.random(episode.n_triggers)) * 60).astype(np.int64)
    seconds = _start(episode) + np.cumsum(gaps) - gaps[0]
    kept = seconds < int(world.end.timestamp())
    tags = np.array([_TAGS[episode.kind][name] for name in lang], dtype=object)
    return drafts(
        seconds,
        np.full(len(seconds), BRAND),
        intent=_TRIGGER_INTENT[episode.kind],
        topic="contest" if episode.kind == "campaign" else "price",
        lang=lang,
        community="design",
        episode=part,
        tag=tags,
    )[kept]


def _start(episode: Episode) -> int:
    assert episode.start is not None  # noqa: S101 (planned() has set it; for the type checker)
    return int(episode.start.timestamp())


def _instants(world: World, episode: Episode) -> dict[str, int | None]:
    """Return when the triggers were deleted and when the brand answered, if within the span."""
    last = int(world.end.timestamp())
    found: dict[str, int | None] = {}
    for name, hours in (("deleted", episode.delete_after), ("answered", episode.answer_after)):
        instant = None if np.isnan(hours) else _start(episode) + round(hours * _HOUR)
        found[name] = instant if instant is not None and instant < last else None
    return found


def _births(
    rng: np.random.Generator,
    world: World,
    episode: Episode,
    instants: dict[str, int | None],
    ordinary_rate: float,
) -> outbreak.Births:
    start = _start(episode) + 240 + int(rng.integers(0, 420))
    number = outbreak.pulse_size(
        start=start,
        rise_hours=episode.rise_hours,
        tau_hours=episode.tau_hours,
        branching=episode.branching,
        peak=episode.peak_ratio * ordinary_rate,
    )
    pulses = [(start, number, episode.rise_hours, episode.tau_hours)]
    changes = []
    deleted, answered = instants["deleted"], instants["answered"]
    if deleted is not None:
        changes.append(outbreak.Change(deleted, response_multiplier("silent_deletion", 0)))
    if answered is not None:
        change = response_multiplier(episode.strategy, episode.answer_after)
        changes.append(outbreak.Change(answered, change))
        if episode.second_wave:
            later = answered + _HOUR // 2
            pulses.append((later, episode.second_wave * number, 1.5, episode.tau_hours))
    return outbreak.births(
        rng,
        pulses=pulses,
        branching=episode.branching,
        changes=changes,
        end=int(world.end.timestamp()),
    )


def _excess(
    rng: np.random.Generator,
    world: World,
    table: pd.DataFrame,
    episode: Episode,
    part: int,
    born: outbreak.Births,
    triggers: Ints,
    deleted: int | None,
) -> pd.DataFrame:
    """Turn births into drafts: kind, what they point to, language, what they say."""
    size, below = len(born.seconds), len(table)
    is_new = born.parents < 0
    kind = np.where(is_new, _drawn(rng, _FROM_OUTSIDE, size), _drawn(rng, _BROUGHT_ABOUT, size))
    parent = np.where(is_new, _trigger_for(rng, table, triggers, born.seconds), 0)
    if deleted is not None:  # nobody can quote or answer what is no longer there
        kind[is_new & (born.seconds >= deleted)] = "post"
    spoken = np.array(list(world.language_mix), dtype=object)
    change = np.where(rng.random(size) >= 0.93, spoken[rng.integers(0, len(spoken), size)], "")
    lang = table["lang"].to_numpy(dtype=object)[parent]
    intent, thread = _said(rng, episode, born.waves), np.full(size, -1)
    for row in range(size):  # an offspring needs its parent's row, whatever the generation
        mother = born.parents[row]
        if mother >= 0:
            while kind[mother] == "repost":  # platforms point to the first post
                mother = born.parents[mother]
            parent[row], lang[row] = below + mother, lang[mother]
            if kind[row] == "repost":
                intent[row] = intent[mother]
                continue
        lang[row] = change[row] or lang[row]
        if kind[row] == "reply":
            opened = thread[mother] if mother >= 0 else -1
            thread[row] = opened if opened >= 0 else parent[row]
    tags = np.array([_TAGS[episode.kind][name] for name in lang], dtype=object)
    return drafts(
        born.seconds,
        np.zeros(size, dtype=np.int64),
        kind=kind,
        intent=intent,
        topic=table["topic"].to_numpy(dtype=object)[triggers[0]],
        lang=lang,
        community="outside",
        reply_to=np.where(kind == "reply", parent, -1),
        repost_of=np.where(np.isin(kind, ["quote", "repost"]), parent, -1),
        thread=thread,
        depth=(kind == "reply").astype(int),
        episode=part,
        is_excess=True,
        tag=tags,
    )


def _drawn(rng: np.random.Generator, shares: dict[str, float], size: int) -> np.ndarray:
    return np.array(list(shares), dtype=object)[chance.pick(rng, list(shares.values()), size)]


def _trigger_for(
    rng: np.random.Generator, table: pd.DataFrame, triggers: Ints, seconds: Ints
) -> Ints:
    """Choose among the triggers that are already out at each instant."""
    out = np.searchsorted(table["seconds"].to_numpy()[triggers], seconds, side="left")
    return triggers[(rng.random(len(seconds)) * np.maximum(out, 1)).astype(np.int64)]


def _said(rng: np.random.Generator, episode: Episode, waves: Ints) -> np.ndarray:
    """Draw what each excess post does, by the shares of the episode."""
    size = len(waves)
    negative, neutral, positive, share_neutral = _WORDS[episode.kind]
    dice, second, third = rng.random(size), rng.random(size), rng.random(size)
    cross = np.where(second < episode.share_irony, "mockery", negative[0])
    if episode.kind == "hashtag_blunder":
        cross = np.where((waves > 0) & (second > 0.4), "blame", cross)
    glad = np.array(positive, dtype=object)[(third * len(positive)).astype(np.int64)]
    other = np.where(second < share_neutral, neutral[0], glad)
    return np.where(dice < episode.share_negative, cross, other).astype(object)


def _tellers(excess: pd.DataFrame, born: outbreak.Births) -> Ints:
    """Return the rows that a member with a large audience writes: a step up in the rise."""
    quotes = np.flatnonzero((excess["kind"] == "quote") & (born.parents < 0))
    return quotes[len(quotes) // 8 :: max(len(quotes) // 3, 1)][:2]


def _answered(
    rng: np.random.Generator,
    world: World,
    table: pd.DataFrame,
    part: int,
    answered: int | None,
) -> pd.DataFrame:
    """Add the brand's answer: a post for all in each language, and some replies by the agents."""
    if answered is None:
        return table
    spoken = np.array(list(world.language_mix), dtype=object)
    gap = 120 * np.arange(len(spoken))
    stated = drafts(
        answered + gap,
        np.full(len(spoken), BRAND),
        intent="excuse",
        lang=spoken,
        community="design",
        episode=part,
    )
    cross = (table["episode"] == part) & table["is_excess"] & table["kind"].isin(["post", "quote"])
    rows = np.flatnonzero(cross & (table["seconds"] < answered))[-400:]
    rows = rows[np.argsort(rng.random(len(rows)), kind="stable")[:_REPLIES_WITH_ANSWER]]
    delay = np.rint(3 * _HOUR * rng.random(len(rows))).astype(np.int64) + 300
    replies = drafts(
        answered + delay,
        agent_for(table["lang"].to_numpy(dtype=object)[rows]),
        kind="reply",
        intent="excuse",
        lang=table["lang"].to_numpy(dtype=object)[rows],
        community="design",
        reply_to=rows,
        thread=root_of(table, rows),
        depth=1,
        episode=part,
        names=table["author"].to_numpy()[rows],
    )
    new = stacked(stated, replies)
    return stacked(table, new[new["seconds"] < int(world.end.timestamp())])
