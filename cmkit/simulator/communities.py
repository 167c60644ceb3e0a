"""Make a community: the parts in order, then the tables that a reader gets."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.simulator import assembly, chance, settings, society
from cmkit.simulator.census import member_truth
from cmkit.simulator.encounters import pools_of
from cmkit.simulator.follows import follow_graph
from cmkit.simulator.parameters import Parameters
from cmkit.simulator.planning import Request, planned
from cmkit.simulator.pools import expected_cascade

__all__ = ["Simulation", "Truth", "community"]


class Truth(NamedTuple):
    """What the simulator knows and a reader of real posts never does.

    Parameters
    ----------
    members : DataFrame, one row per member or outsider, highest influence first
        ``author_id``; ``role``; ``community`` (group by interest, "staff" or "outside"); ``lang``;
        ``joined_at``, ``left_at`` (UTC); ``influence`` (expected number of reposts and quotes that
        one post draws, >= 0); ``rank`` (1 = highest, equal values share the smaller); ``activity``
        (expected own posts a week); ``audience`` (followers); ``satisfaction_at_start`` and
        ``satisfaction_at_end`` (0 = usual, -3 to 3); ``is_welcomed`` and ``returns`` (newcomers:
        whether somebody replies to the first post, and whether the newcomer comes back); ``ring``
        (number of a spammer's ring, -1 = none).
    posts : DataFrame, one row per post
        ``post_id``; ``polarity`` (negative, neutral, positive); ``type`` (complaint, praise,
        question, suggestion, thanks, chatter, spam, insult, off-topic, brand, trigger); ``aspect``
        (of twelve, or "none"); ``department`` (where it should go, or "none"); ``intent`` (what the
        sentence was written for, finer than ``type``); ``is_ironic``; ``is_spam``;
        ``is_about_brand`` (false where the name means something else); ``episode_id`` (empty in
        ordinary times); ``is_excess`` (whether it would not be there without the episode).
    episodes : DataFrame, one row per episode
        ``episode_id``; ``kind``; ``onset`` (first excess post); ``peak`` (start of the hour with
        most of them); ``acute_end`` (first hour from which the excess stays below 10 % of the peak
        for 6 h); ``chronic_end`` (below two standard deviations of an ordinary hour for 48 h);
        ``resurged_at`` (a later wave, two days after the start or more); ``deleted_at``;
        ``acknowledged_at`` (first answer of any kind); ``answered_at`` (first that is more than a
        holding message); ``fixed_at``; all UTC, empty where it did not happen in the span;
        ``n_excess`` (posts); ``is_crisis`` (false for distractors); ``trigger_post_ids`` (list);
        ``parameters`` (JSON).
    threads : DataFrame, one row per thread that opens with a complaint, question or suggestion
        See `cmkit.simulator.threads.threads_of`: when it was answered, and its outcome.
    follows : DataFrame, one row per ordered pair of members
        ``follower``, ``followed`` (author_id). Who is followed is loosely tied to who is reposted.
    """

    members: pd.DataFrame
    posts: pd.DataFrame
    episodes: pd.DataFrame
    threads: pd.DataFrame
    follows: pd.DataFrame


class Simulation(NamedTuple):
    """A simulated community: what can be observed, and the truth about it."""

    posts: pd.DataFrame
    truth: Truth


def community(
    *,
    seed: int,
    n_members: int = 1_000,
    weeks: int = 6,
    language_mix: Mapping[str, float] | None = None,
    episodes: Sequence[Request] = ("hashtag_blunder",),
    brand: str = "Maison Lupin",
    start: str | pd.Timestamp = "2025-03-03",
    parameters: Parameters | Mapping[str, Any] | None = None,
) -> Simulation:
    """Simulate the posts of a brand's community, with the truth about members, posts, episodes.

    Parameters
    ----------
    seed : int
        A whole number >= 0. The same seed and arguments give the same tables, byte for byte.
    n_members : int
        Members, staff included, 60 or more; some two thirds of them never write. People who come
        for an episode are added to them.
    weeks : int
        Length of the span in weeks of local time (Europe/Paris), 1 or more.
    language_mix : dict, optional
        Share of members by language, ``{"fr": 0.6, "en": 0.4}`` when not given.
    episodes : list of str or dict
        Names of `PRESETS`, or dicts with a ``kind`` and parameters of `cmkit.simulator.Episode`,
        ``{"kind": "campaign", "start": "2025-03-12 17:00"}``. A start without time zone is local
        time; without a start one is drawn, within a part of the span that suits the kind.
    brand : str
        The brand's name; its handle is made from it.
    start : str or Timestamp
        First day; without time zone it is local time.
    parameters : dict or Parameters, optional
        Numbers to draw from, in place of the defaults: ``{"share_negative": 0.35}`` makes a
        support account. See `cmkit.simulator.Parameters`; `calibrate` fits some on real posts.

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

    A thousand members write some 1,200 posts a week. The cost is linear in posts; beyond a few
    million of them use `write`, which streams the same posts to Parquet.

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
        given=parameters,
    )
    plan = planned(world, episodes)
    members = society.everybody(world)
    parts, outcomes, triggers = [], [], []
    everybody = members
    for part in society.parts(world, members, plan):
        everybody = part.people
        done = assembly.written(world, part)
        if part.truth is not None:
            outcomes.append(part.truth)
            triggers.append(assembly.trigger_ids(world, part))
        parts.append(done)
    return _simulation(world, plan, members, everybody, parts, outcomes, triggers)


def _simulation(
    world: settings.World,
    plan: Sequence[Any],
    members: pd.DataFrame,
    everybody: pd.DataFrame,
    parts: Sequence[assembly.Written],
    outcomes: Sequence[dict[str, Any]],
    triggers: Sequence[list[str]],
) -> Simulation:
    order = np.argsort(np.concatenate([part.ids for part in parts]), kind="stable")
    posts = _in_order([part.posts for part in parts], order)
    influence = expected_cascade(members, pools_of(members).reposters)
    threads = pd.concat([part.threads for part in parts], ignore_index=True)
    truth = Truth(
        member_truth(world, members, everybody, influence, posts),
        _in_order([part.truth for part in parts], order),
        assembly.episode_truth(plan, outcomes, triggers),
        threads.sort_values("thread_id", ignore_index=True),
        follow_graph(chance.stream(world.seed, "follows"), members),
    )
    return Simulation(schema.check(posts, schema.POSTS), truth)


def _in_order(tables: Sequence[pd.DataFrame], order: np.ndarray) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True).iloc[order].reset_index(drop=True)
