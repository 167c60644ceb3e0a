"""What the posts of an episode are: kind, what they point to, language, what they do."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.answers import instants_of
from cmkit.simulator.chance import Ints
from cmkit.simulator.drafts import drafts
from cmkit.simulator.outbreak import Births
from cmkit.simulator.planning import tag_of
from cmkit.simulator.presets import Episode
from cmkit.simulator.settings import World

__all__ = ["excess"]

_FROM_OUTSIDE = {"quote": 0.37, "reply": 0.28, "post": 0.35}
_BROUGHT_ABOUT = {"repost": 0.42, "reply": 0.3, "quote": 0.13, "post": 0.15}
#: After a scapegoat was named, most of the anger is about that.
_SHARE_BLAME = 0.6
_GRUMBLE_AFTER = 86_400


def excess(
    rng: np.random.Generator,
    world: World,
    table: pd.DataFrame,
    episode: Episode,
    part: int,
    born: Births,
    triggers: Ints,
) -> pd.DataFrame:
    """Turn births into drafts; pointers count in ``table`` with these rows below it."""
    size, below = len(born.seconds), len(table)
    is_new = born.parents < 0
    kind = np.where(is_new, _drawn(rng, _FROM_OUTSIDE, size), _drawn(rng, _BROUGHT_ABOUT, size))
    first = _trigger_for(rng, table, triggers, born.seconds)
    parent = np.where(is_new, first, 0)
    kind[is_new & (born.seconds >= _gone(world, episode))] = "post"
    kind[is_new & (episode.trigger == "ring")] = "post"
    lang = table["lang"].to_numpy(dtype=object)[parent]
    change = _changed_language(rng, world, size)
    intent, thread = _said(rng, world, episode, born), np.full(size, -1)
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
    tags = {name: tag_of(world, episode, name) for name in world.language_mix}
    return drafts(
        born.seconds,
        np.zeros(size, dtype=np.int64),
        kind=kind,
        intent=intent,
        topic=episode.kind,
        lang=lang,
        community="outside",
        reply_to=np.where(kind == "reply", parent, -1),
        repost_of=np.where(np.isin(kind, ["quote", "repost"]), parent, -1),
        thread=thread,
        depth=(kind == "reply").astype(int),
        episode=part,
        is_excess=True,
        tag=np.array([tags[name] for name in lang], dtype=object),
    )


def _gone(world: World, episode: Episode) -> int:
    """Return when the triggers were deleted: nobody can quote or answer what is not there."""
    deleted = instants_of(world, episode)["deleted"]
    return world.last_second if deleted is None or episode.trigger != "brand" else deleted


def _drawn(rng: np.random.Generator, shares: dict[str, float], size: int) -> np.ndarray:
    return np.array(list(shares), dtype=object)[chance.pick(rng, list(shares.values()), size)]


def _changed_language(rng: np.random.Generator, world: World, size: int) -> np.ndarray:
    """Return the language that a post turns to, "" for most."""
    spoken = np.array(list(world.language_mix), dtype=object)
    turns = rng.random(size) >= 0.93
    return np.where(turns, spoken[rng.integers(0, len(spoken), size)], "")


def _trigger_for(
    rng: np.random.Generator, table: pd.DataFrame, triggers: Ints, seconds: Ints
) -> Ints:
    """Choose among the triggers that are already out at each instant."""
    out = np.searchsorted(table["seconds"].to_numpy()[triggers], seconds, side="left")
    return triggers[(rng.random(len(seconds)) * np.maximum(out, 1)).astype(np.int64)]


def _said(rng: np.random.Generator, world: World, episode: Episode, born: Births) -> np.ndarray:
    """Draw what each post does, by the shares of the episode."""
    size = len(born.seconds)
    dice, second, third = rng.random(size), rng.random(size), rng.random(size)
    if episode.kind == "bot_burst":
        return np.full(size, "bot", dtype=object)
    if episode.kind == "campaign":
        glad = np.where(third < 0.5, "entry", "cheer")
        other = np.where(second < 0.2, "rules", glad)
        return np.where(dice < episode.share_negative, "grumble", other).astype(object)
    cross = np.where(second < episode.share_irony, "mockery", "outrage")
    named = instants_of(world, episode)["scapegoat"]
    if named is not None:
        cross = np.where((born.seconds >= named) & (third < _SHARE_BLAME), "blame", cross)
    other = np.where(second < 0.7, "bystander", "defence")
    return np.where(dice < _share_negative(world, episode, born.seconds), cross, other).astype(
        object
    )


def _share_negative(world: World, episode: Episode, seconds: Ints) -> np.ndarray:
    """Return the share of negative posts at each instant: it may rise as long as nobody answers."""
    first, later = episode.share_negative, episode.negative_later
    if later is None or episode.start is None:
        return np.full(len(seconds), first)
    answered = instants_of(world, episode)["acknowledged"] or world.last_second
    silent = np.minimum(seconds, answered) - int(episode.start.timestamp())
    return first + (later - first) * np.clip(silent / _GRUMBLE_AFTER, 0, 1)
