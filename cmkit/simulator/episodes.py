"""Episodes: what starts them, who reacts, what the brand answers, and the truth about it."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator import chance, outbreak
from cmkit.simulator.answers import answered, instants_of
from cmkit.simulator.chance import Ints
from cmkit.simulator.dating import dated
from cmkit.simulator.drafts import drafts, once_each, stacked
from cmkit.simulator.excess import excess
from cmkit.simulator.outbreak import Change, Pulse
from cmkit.simulator.outsiders import members_speaking, newcomers_for, outsiders
from cmkit.simulator.planning import tag_of
from cmkit.simulator.presets import Episode
from cmkit.simulator.responses import EFFECTS, effect
from cmkit.simulator.settings import BRAND, World

__all__ = ["Outcome", "add"]

_HOUR = 3600
#: What the second pulse of an answer is like: it comes half an hour later and rises fast.
_SECOND_AFTER, _SECOND_RISE = 1800, 1.5
#: An answer sets off a pulse of its own; so many answers of one episode have a stream for it.
_MOST_ANSWERS = 100
#: Numbers of posts within an episode: triggers and answers, the episode itself, its aftermaths.
_FIRST_NUMBER, _AFTERMATH_NUMBER, _AN_AFTERMATH = 5_000, 2**24, 2**19


class Outcome(NamedTuple):
    """The drafts of an episode, everybody with its outsiders, and its row of truth."""

    table: pd.DataFrame
    people: pd.DataFrame
    truth: dict[str, Any]


def add(
    world: World, people: pd.DataFrame, episode: Episode, *, part: int, ordinary_rate: float
) -> Outcome:
    """Draw an episode; ``ordinary_rate`` is the baseline's posts an hour.

    Its drafts point to each other only, and the baseline's stay as they are: an episode adds rows
    and people.
    """
    rng = chance.stream(world.seed, "episodes", part)
    rng.random(8)  # the start was drawn from this stream too
    table, people = _triggers(rng, world, people, episode, part)
    triggers = np.arange(len(table))
    changes = _changes(episode)
    for first_number, pulses, stream in _outbreaks(world, episode, part, ordinary_rate):
        born = outbreak.births(
            stream,
            world.parameters,
            pulses=pulses,
            branching=episode.branching,
            end=world.last_second,
        )
        if not len(born.seconds):
            continue
        possible = excess(stream, world, table, episode, part, born, triggers)
        people, possible = _with_authors(stream, world, people, episode, possible, born)
        possible["number"] = first_number + np.arange(len(possible))
        lives = outbreak.living(born, changes)
        table = _joined(table, possible, lives)
    table = once_each(table)
    instants = instants_of(world, episode)
    truth = dated(world, episode, table, triggers, instants, ordinary_rate)
    table = answered(world, table, episode, part)
    return Outcome(table, people, truth)


def _triggers(
    rng: np.random.Generator, world: World, people: pd.DataFrame, episode: Episode, part: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the posts that start it: about half an hour apart, in each language by turns."""
    spoken = list(world.language_mix)
    turns = np.arange(episode.n_triggers)
    lang = np.array(spoken, dtype=object)[turns % len(spoken)]
    gaps = np.rint((20 + 25 * rng.random(len(turns))) * 60).astype(np.int64)
    seconds = _start(episode) + np.cumsum(gaps) - gaps[0]
    people, authors = _who_starts(rng, world, people, episode, lang)
    accuses = episode.trigger in ("member", "outsider")
    tags = np.array([tag_of(world, episode, name) for name in lang], dtype=object)
    table = drafts(
        seconds,
        authors,
        intent={True: "accusation", False: "trigger"}[accuses],
        topic=episode.kind,
        lang=lang,
        community="design" if episode.trigger == "brand" else "outside",
        episode=part,
        is_excess=episode.trigger != "brand",
        tag=tags,
        number=turns,
    )
    if episode.trigger == "ring":
        table["intent"] = "bot"
    return table[seconds < world.last_second].reset_index(drop=True), people


def _who_starts(
    rng: np.random.Generator,
    world: World,
    people: pd.DataFrame,
    episode: Episode,
    lang: np.ndarray,
) -> tuple[pd.DataFrame, Ints]:
    """Choose the authors of the triggers; an association or passer-by is new to the brand."""
    size = len(lang)
    place = rng.random(size)
    if episode.trigger == "brand":
        return people, np.full(size, BRAND)
    if episode.trigger == "outsider":
        own = outsiders(rng, world, len(set(lang)), lang[0], len(people))
        own["audience"] = 9_000
        own["lang"] = pd.unique(pd.Series(lang))
        authors = len(people) + pd.Index(own["lang"]).get_indexer(pd.Index(lang))
        return pd.concat([people, own], ignore_index=True), authors.astype(np.int64)
    authors = np.zeros(size, dtype=np.int64)
    for turn, name in enumerate(lang):
        able = members_speaking(world, people, name, _start(episode))
        role = people["role"].to_numpy()
        if episode.trigger == "journalist" and (role[able] == "journalist").any():
            able = able[role[able] == "journalist"]
        if episode.trigger == "ring":
            able = np.flatnonzero(role == "spammer")
        authors[turn] = able[int(place[turn] * len(able))]
    return people, authors


def _outbreaks(
    world: World, episode: Episode, part: int, ordinary_rate: float
) -> list[tuple[int, list[Pulse], np.random.Generator]]:
    """Return the pulses of the episode itself, then those that its answers set off.

    Each with a stream of its own and the number of its first post, so that another answer leaves
    the rest as it is.
    """
    rng = chance.stream(world.seed, "aftermath", part * _MOST_ANSWERS)
    start = _start(episode) + 240 + int(rng.integers(0, 420))
    first = Pulse(start, 1.0, episode.rise_hours, episode.tau_hours)
    number = outbreak.pulse_size(
        world.parameters,
        first,
        branching=episode.branching,
        peak=episode.peak_ratio * ordinary_rate,
    )
    pulses = [first._replace(number=number)]
    for wave in episode.waves:
        later = start + round(wave.after * _HOUR)
        pulses.append(Pulse(later, wave.times * number, wave.rise_hours, episode.tau_hours))
    found = [(_FIRST_NUMBER, pulses, rng)]
    for place, response in enumerate(episode.responses):
        second = effect(response)[1]
        if second:
            at = _start(episode) + round(response.after * _HOUR) + _SECOND_AFTER
            name = list(EFFECTS).index(response.strategy)
            own = 1 + name + len(EFFECTS) * min(place, 1)
            stream = chance.stream(world.seed, "aftermath", part * _MOST_ANSWERS + own)
            pulse = Pulse(at, second * number, _SECOND_RISE, episode.tau_hours)
            found.append((_AFTERMATH_NUMBER + own * _AN_AFTERMATH, [pulse], stream))
    return found


def _changes(episode: Episode) -> list[Change]:
    return [
        Change(_start(episode) + round(response.after * _HOUR), effect(response)[0])
        for response in episode.responses
    ]


def _with_authors(
    rng: np.random.Generator,
    world: World,
    people: pd.DataFrame,
    episode: Episode,
    possible: pd.DataFrame,
    born: outbreak.Births,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give each possible post an author; a ring's posts are its own."""
    if episode.trigger == "ring":
        ring = np.flatnonzero(people["role"] == "spammer")
        drawn = ring[(rng.random(len(possible)) * len(ring)).astype(np.int64)]
        return people, possible.assign(author=drawn)
    quotes = np.flatnonzero((possible["kind"] == "quote") & (born.parents < 0))
    # A member with a large audience quotes: a step up in the rise.
    tellers = quotes[len(quotes) // 8 :: max(len(quotes) // 3, 1)][:2]
    people, authors = newcomers_for(
        rng, world, people, possible, share_new=episode.share_new, tellers=tellers
    )
    return people, possible.assign(author=authors)


def _joined(table: pd.DataFrame, possible: pd.DataFrame, lives: np.ndarray) -> pd.DataFrame:
    """Put the posts that live below the table; their pointers move with them."""
    below = len(table)
    moved = np.concatenate([np.arange(below), below + np.cumsum(lives) - 1])
    kept = possible[lives].copy()
    for name in ("reply_to", "repost_of", "thread"):
        pointer = kept[name].to_numpy()
        kept[name] = np.where(pointer >= 0, moved[pointer], -1)
    return stacked(table, kept)


def _start(episode: Episode) -> int:
    assert episode.start is not None  # noqa: S101 (planned() has set it; for the type checker)
    return int(episode.start.timestamp())
