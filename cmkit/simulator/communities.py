"""Make a community: the components in order, then the tables that a reader gets."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.simulator import chance, interactions, people, rhythm, settings, spam, staff, wording
from cmkit.simulator.chance import Ints
from cmkit.simulator.drafts import stacked
from cmkit.simulator.episodes import add
from cmkit.simulator.intents import POLARITY
from cmkit.simulator.pools import expected_cascade
from cmkit.simulator.presets import Episode, Request, planned

__all__ = ["Simulation", "Truth", "community"]

#: Identifiers begin beyond any that a platform has given out, and beyond what a float can hold.
_FIRST_ID = 9_000_000_000_000_000_001


class Truth(NamedTuple):
    """What the simulator knows and a reader of real posts never does.

    Parameters
    ----------
    members : DataFrame, one row per member or outsider, highest influence first
        ``author_id``; ``role``; ``community`` (group by interest, "staff" or "outside");
        ``lang``; ``joined_at`` (UTC); ``influence`` (expected number of reposts and quotes that
        one post draws, >= 0); ``rank`` (1 = highest, equal values share the smaller);
        ``activity`` (expected own posts a week); ``audience`` (followers).
    posts : DataFrame, one row per post
        ``post_id``; ``polarity`` (negative, neutral, positive); ``topic``; ``intent``;
        ``is_ironic``; ``is_spam``; ``episode_id`` (empty in ordinary times); ``is_excess``
        (whether it would not be there without the episode).
    episodes : DataFrame, one row per episode
        ``episode_id``; ``kind``; ``onset`` (first excess post); ``peak`` (start of the hour with
        most of them); ``acute_end`` (first hour from which the excess stays below 10 % of the peak
        for 6 h); ``chronic_end`` (below two standard deviations of an ordinary hour for 48 h);
        ``deleted_at``; ``answered_at``; all UTC, empty where it did not happen in the span;
        ``n_excess`` (posts); ``trigger_post_ids`` (list); ``parameters`` (JSON).
    """

    members: pd.DataFrame
    posts: pd.DataFrame
    episodes: pd.DataFrame


class Simulation(NamedTuple):
    """A simulated community: what can be observed, and the truth about it."""

    posts: pd.DataFrame
    truth: Truth


def community(
    *,
    seed: int,
    n_members: int = 300,
    weeks: int = 6,
    language_mix: Mapping[str, float] | None = None,
    episodes: Sequence[Request] = ("hashtag_blunder",),
    brand: str = "Maison Lupin",
    start: str | pd.Timestamp = "2025-03-03",
) -> Simulation:
    """Simulate the posts of a brand's community, with the truth about members, posts, episodes.

    Parameters
    ----------
    seed : int
        A whole number >= 0. The same seed and arguments give the same tables, byte for byte.
    n_members : int
        Members, staff included, 60 or more. People who come for an episode are added to them.
    weeks : int
        Length of the span in weeks of local time (Europe/Paris), 1 or more.
    language_mix : dict, optional
        Share of members by language, ``{"fr": 0.6, "en": 0.4}`` when not given.
    episodes : list of str or dict
        Names of presets ("hashtag_blunder", "campaign"), or dicts with a ``kind`` and parameters of
        `cmkit.simulator.Episode`, ``{"kind": "campaign", "start": "2025-03-12 17:00"}``. A start
        without time zone is local time; without a start one is drawn: a campaign in the first half
        of the span, a blunder in the second.
    brand : str
        The brand's name; its handle is made from it.
    start : str or Timestamp
        First day; without time zone it is local time.

    Returns
    -------
    Simulation
        ``posts``, a POSTS table (see `cmkit.schema.POSTS`), and ``truth``, a `Truth`.

    Raises
    ------
    CmkitError
        An argument is out of range; an episode or one of its parameters is not known.

    Notes
    -----
    Influence in the truth is computed from the parameters that the cascades are drawn from, by no
    measure: see `cmkit.simulator.pools.expected_cascade`. It is that of an ordinary post, 0 for
    outsiders, and knows no end of the span.

    Do not use it to learn about people: the texts come from a grammar, influence is what the
    generator makes it, the effect of answers is invented. Results obtained on it are about methods.

    Examples
    --------
    >>> posts, truth = community(seed=7, n_members=80, weeks=2)
    >>> truth.episodes["kind"].tolist()
    ['hashtag_blunder']
    >>> bool((posts["author_id"] == "maison_lupin").any())
    True
    """
    world = settings.world(
        seed=seed,
        n_members=n_members,
        weeks=weeks,
        language_mix=language_mix,
        brand=brand,
        start=start,
    )
    plan = planned(world, episodes)
    members = people.members(world)
    influence = expected_cascade(members, interactions.reposters(members))
    table = _baseline(world, members)
    hours = (world.end - world.start) / pd.Timedelta("1h")
    ordinary_rate = len(table) / hours
    everybody, outcomes = members, []
    for part, episode in enumerate(plan):
        outcome = add(world, everybody, table, episode, part=part, ordinary_rate=ordinary_rate)
        everybody, table = outcome.people, outcome.table
        outcomes.append(outcome.truth)
    texts = _texts(world, everybody, table, len(plan))
    order = np.lexsort((np.arange(len(table)), table["seconds"].to_numpy()))
    ids = _post_ids(order)
    posts = _posts(everybody, table, texts, ids).iloc[order].reset_index(drop=True)
    truth = Truth(
        _member_truth(everybody, influence),
        _post_truth(table, ids).iloc[order].reset_index(drop=True),
        _episode_truth(plan, outcomes, ids),
    )
    return Simulation(schema.check(posts, schema.POSTS), truth)


def _baseline(world: settings.World, members: pd.DataFrame) -> pd.DataFrame:
    """Draw what is written in ordinary times."""
    when = rhythm.spontaneous(world, members)
    table = interactions.write_originals(world, members, when.seconds, when.authors)
    table = stacked(table, staff.publish(world))
    table = interactions.react(world, members, table)
    table = staff.answer(world, members, table)
    return spam.circulate(world, members, table)


def _texts(
    world: settings.World, everybody: pd.DataFrame, table: pd.DataFrame, n_episodes: int
) -> np.ndarray:
    """Write the texts, each episode with a stream of its own; reposts carry what they pass on."""
    texts = np.empty(len(table), dtype=object)
    episode = table["episode"].to_numpy()
    for part in range(-1, n_episodes):
        rows = np.flatnonzero(episode == part)
        component: chance.Component = "wording" if part < 0 else "episode_wording"
        rng = chance.stream(world.seed, component, max(part, 0))
        texts[rows] = wording.write(rng, world, everybody, table.iloc[rows])
    reposts = np.flatnonzero(table["kind"] == "repost")
    texts[reposts] = texts[table["repost_of"].to_numpy()[reposts]]
    return texts


def _post_ids(order: Ints) -> np.ndarray:
    """Return the identifier of each draft, numbered in order of time; one more entry is empty."""
    ids = np.empty(len(order) + 1, dtype=object)
    ids[order] = [str(_FIRST_ID + place) for place in range(len(order))]
    ids[-1] = None
    return ids


def _posts(
    everybody: pd.DataFrame, table: pd.DataFrame, texts: np.ndarray, ids: np.ndarray
) -> pd.DataFrame:
    handles = np.array([*everybody["author_id"], None], dtype=object)
    author = np.append(table["author"].to_numpy(), -1)
    own = np.arange(len(table))
    thread = np.where(table["thread"] >= 0, table["thread"], own)
    named = pd.Series(texts).str.findall(r"(?<![\w.])@([a-z0-9_]+)")
    tags = pd.Series(texts).str.findall(r"#(\w+)")
    return pd.DataFrame(
        {
            "post_id": _as_text(ids[:-1]),
            "author_id": _as_text(handles[author[:-1]]),
            "created_at": pd.to_datetime(table["seconds"], unit="s", utc=True).dt.as_unit("us"),
            "text": _as_text(texts),
            "lang": _as_text(table["lang"]),
            "platform": _as_text(["simulated"] * len(table)),
            "kind": _as_text(table["kind"]),
            "reply_to": _as_text(ids[table["reply_to"]]),
            "reply_to_author_id": _as_text(handles[author[table["reply_to"]]]),
            "repost_of": _as_text(ids[table["repost_of"]]),
            "repost_of_author_id": _as_text(handles[author[table["repost_of"]]]),
            "thread_id": _as_text(ids[thread]),
            "mentions": pd.Series([list(found) for found in named], dtype=object),
            "hashtags": pd.Series([[t.lower() for t in found] for found in tags], dtype=object),
        }
    )


def _as_text(values: Any) -> pd.Series:
    return pd.Series(np.asarray(values, dtype=object), dtype="str")


def _member_truth(everybody: pd.DataFrame, influence: np.ndarray) -> pd.DataFrame:
    known = ["author_id", "role", "community", "lang", "joined_at", "activity", "audience"]
    table = everybody[known].copy()
    for name in ("author_id", "role", "community", "lang"):
        table[name] = _as_text(table[name])
    table.loc[staff.BRAND, "activity"] = staff.POSTS_A_WEEK
    outside = np.zeros(len(everybody) - len(influence))
    table.insert(5, "influence", np.concatenate([influence, outside]))
    table.insert(6, "rank", table["influence"].rank(method="min", ascending=False).astype("int64"))
    return table.sort_values(["rank", "author_id"], ignore_index=True)


def _post_truth(table: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    intent = table["intent"]
    episode = table["episode"].map(lambda part: f"episode_{part + 1}" if part >= 0 else None)
    return pd.DataFrame(
        {
            "post_id": _as_text(ids[:-1]),
            "polarity": _as_text(intent.map(POLARITY)),
            "topic": _as_text(table["topic"]),
            "intent": _as_text(intent),
            "is_ironic": intent.isin(["irony", "mockery"]),
            "is_spam": intent == "spam",
            "episode_id": _as_text(episode),
            "is_excess": table["is_excess"].astype(bool),
        }
    )


def _episode_truth(
    plan: Sequence[Episode], outcomes: list[dict[str, Any]], ids: np.ndarray
) -> pd.DataFrame:
    times = ("onset", "peak", "acute_end", "chronic_end", "deleted_at", "answered_at")
    columns: dict[str, Any] = {
        "episode_id": _as_text([f"episode_{part + 1}" for part in range(len(plan))]),
        "kind": _as_text([outcome["kind"] for outcome in outcomes]),
    }
    for name in times:
        instants = [outcome[name] for outcome in outcomes]
        columns[name] = pd.Series(pd.to_datetime(instants, utc=True)).dt.as_unit("us")
    columns["n_excess"] = pd.Series([o["n_excess"] for o in outcomes], dtype="int64")
    columns["trigger_post_ids"] = pd.Series(
        [list(ids[outcome["triggers"]]) for outcome in outcomes], dtype=object
    )
    columns["parameters"] = _as_text([_as_json(episode) for episode in plan])
    return pd.DataFrame(columns)


def _as_json(episode: Episode) -> str:
    values = {
        name: None if value != value else value  # noqa: PLR0124 (NaN: nothing is deleted or answered)
        for name, value in asdict(episode).items()
    }
    return json.dumps(values | {"start": str(episode.start)}, sort_keys=True)
