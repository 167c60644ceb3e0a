"""When members are there: joining, the first post, the welcome that brings back, leaving.

A newcomer writes a first post soon after joining. Whether somebody replies depends on whether it
asks a question and how long it is; whether the newcomer comes back depends on the reply, and a
little on the question: the reply's effect is causal, the naive comparison is confounded. Values
after Joyce and Kraut (2006), doi:10.1111/j.1083-6101.2006.00033.x: 61 % get a reply, 56 % of those
and 44 % of the others come back.
"""

from typing import Any

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Bools, Ints
from cmkit.simulator.settings import World

__all__ = ["NEVER", "is_there", "with_membership"]

#: Later than any span, in seconds since 1970.
NEVER = 2**62
#: Log-odds of a reply to a first post: alone, with a question, when it is long.
_WELCOME, _WELCOME_QUESTION, _WELCOME_LONG = -0.4, 1.1, 0.9
_SHARE_QUESTIONS, _SHARE_LONG = 0.5, 0.4
#: Chance to come back without a reply, at the usual share of questions.
_COMES_BACK = 0.44
_FIRST_POST_MINUTES, _FIRST_POST_SPREAD = 40.0, 1.2
_BACK_AFTER_DAYS, _BACK_SPREAD = 2.5, 0.8
#: Members of some roles leave less, those who only just joined leave more.
_LEAVING = {"superuser": 0.3, "helper": 0.3, "staff": 0.0, "spammer": 0.0, "newcomer": 10.0}
_WEEK = 7 * 86_400


def with_membership(world: World, people: pd.DataFrame) -> pd.DataFrame:
    """Add to each member when she is there, in seconds since 1970, and a newcomer's beginnings.

    Returns
    -------
    DataFrame, one row per member
        The columns of `cmkit.simulator.people.members`, and ``active_from`` and ``active_until``
        (may write in between; `NEVER` = not in any span), ``first_post_at`` (newcomers; `NEVER` for
        others), ``asks`` and ``is_long`` (what the first post is like), ``is_welcomed`` (somebody
        replies to it), ``returns`` (comes back, whether or not the span still shows it).
    """
    rng = chance.stream(world.seed, "membership")
    size = len(people)
    joined = _seconds(people["joined_at"])
    is_newcomer = (people["role"] == "newcomer").to_numpy()
    wait = 60 * _FIRST_POST_MINUTES * np.exp(_FIRST_POST_SPREAD * chance.normal(rng, size))
    first_post = joined + np.rint(np.minimum(wait, 2 * 86_400)).astype(np.int64) + 30
    asks = chance.below(rng, _SHARE_QUESTIONS, size) & is_newcomer
    is_long = chance.below(rng, _SHARE_LONG, size) & is_newcomer
    odds = _WELCOME + _WELCOME_QUESTION * asks + _WELCOME_LONG * is_long
    is_welcomed = chance.below(rng, 1 / (1 + np.exp(-odds)), size) & is_newcomer
    returns = _returns(rng, world, asks, is_welcomed) & is_newcomer
    away = np.exp(_BACK_SPREAD * chance.normal(rng, size)) * _BACK_AFTER_DAYS
    back = first_post + np.rint(np.clip(away, 0.3, 60) * 86_400).astype(np.int64)
    begins = np.where(is_newcomer, np.where(returns, back, NEVER), joined)
    stays = _stays(rng, world, people["role"])
    ends = np.minimum(np.maximum(begins, world.first_second), NEVER - stays) + stays
    return people.assign(
        active_from=begins,
        active_until=np.where(begins == NEVER, NEVER, ends),
        first_post_at=np.where(is_newcomer, first_post, NEVER),
        asks=asks,
        is_long=is_long,
        is_welcomed=is_welcomed,
        returns=returns,
    )


def is_there(world: World, people: pd.DataFrame, authors: Ints, seconds: Ints) -> Bools:
    """Say whether each author may write at that instant, and whether it lies in the span."""
    since = people["active_from"].to_numpy()[authors]
    until = people["active_until"].to_numpy()[authors]
    there: Bools = (since <= seconds) & (seconds < until) & (seconds < world.last_second)
    return there


def _returns(rng: np.random.Generator, world: World, asks: Bools, is_welcomed: Bools) -> Bools:
    given = world.parameters
    likely = (
        _COMES_BACK
        + given.welcome_effect * is_welcomed
        + given.question_effect * (asks - _SHARE_QUESTIONS)
    )
    return chance.below(rng, likely, len(asks))


def _stays(rng: np.random.Generator, world: World, roles: pd.Series) -> Ints:
    """Draw for how many seconds each member stays: exponential, by the hazard of the role."""
    hazard = world.parameters.leave_rate * roles.map(_LEAVING).fillna(1.0).to_numpy(float)
    weeks = chance.exponential(rng, len(roles)) / np.maximum(hazard, 1e-6)
    seconds: Ints = np.rint(np.minimum(weeks, 100_000) * _WEEK).astype(np.int64)
    return seconds


def _seconds(times: pd.Series) -> Ints:
    since: Any = (times - pd.Timestamp(0, tz="UTC")) // pd.Timedelta("1s")
    seconds: Ints = since.to_numpy(dtype=np.int64)
    return seconds
