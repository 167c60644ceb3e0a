"""Who takes up whose posts: homophily by community and language, and what it makes of a repost.

A group is a community in a language. A reaction comes from a group drawn by the row of a transition
table, and from a member drawn in that group by weight. Because the table is explicit, the expected
size of a cascade can be computed instead of measured: see `expected_cascade`.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator.chance import Floats, Ints
from cmkit.simulator.people import COMMUNITIES
from cmkit.simulator.settings import LANGUAGES

__all__ = ["N_GROUPS", "Pool", "expected_cascade", "groups", "pool"]

N_GROUPS = len(COMMUNITIES) * len(LANGUAGES)
#: A repost carries a post to followers of its own; they take it up less than the author's do.
PASSING_ON = 0.5
#: Quotes per repost.
QUOTES = 0.25
_SAME_LANGUAGE = 0.93
_PARTS = 1_000_000


class Pool(NamedTuple):
    """Members by group, with whole-number weights summed over all, and the transition table."""

    members: Ints
    sums: Ints
    first: Ints
    last: Ints
    transition: Floats

    def draw(self, rng: np.random.Generator, group: Ints) -> Ints:
        """Draw a member to react to each post of the given groups."""
        rows = np.cumsum(self.transition, axis=1)[group]
        uniform = rng.random(len(group))[:, None]
        other = np.minimum((uniform >= rows).sum(axis=1), N_GROUPS - 1)
        low, high = self.first[other], self.last[other]
        place = np.searchsorted(self.sums, rng.integers(low, high), side="right")
        drawn: Ints = self.members[place]
        return drawn


def groups(communities: pd.Series, langs: pd.Series) -> Ints:
    """Return the number of each group; staff count to the first community."""
    community = pd.Index(COMMUNITIES).get_indexer(pd.Index(communities))
    language = pd.Index(LANGUAGES).get_indexer(pd.Index(langs))
    return np.maximum(community, 0) * len(LANGUAGES) + language


def pool(people: pd.DataFrame, weights: Floats, *, same_community: float) -> Pool:
    """Put the members into groups; a bridge stands in two communities."""
    home = groups(people["community"], people["lang"])
    is_bridge = people["second_community"].notna().to_numpy()
    second = groups(people["second_community"], people["lang"])[is_bridge]
    number = np.arange(len(people))
    group = np.concatenate([home, second])
    member = np.concatenate([number, number[is_bridge]])
    parts = np.rint(weights * _PARTS).astype(np.int64)[member]
    order = np.lexsort((member, group))
    sums = np.cumsum(parts[order])
    ends = np.searchsorted(group[order], np.arange(N_GROUPS), side="right")
    last = np.where(ends > 0, sums[np.maximum(ends - 1, 0)], 0)
    first = np.concatenate([[0], last[:-1]])
    return Pool(member[order], sums, first, last, _transition(last - first, same_community))


def expected_cascade(people: pd.DataFrame, reposters: Pool) -> Floats:
    """Compute the expected number of reposts and quotes that one post by each member draws.

    With ``r_i`` the pull of member i, ``T`` the transition table between groups, ``m_g`` the mean
    pull of those who repost in group g (by their weight), and ``PASSING_ON`` = v: one repost made
    in group g is worth ``X_g = 1 + v m_g sum_h T_gh X_h`` reposts, itself and all that follow from
    it; then ``influence_i = r_i (sum_h T_gh X_h + QUOTES)`` with g the group of i. Over staff, who
    speak to everybody, the groups are averaged by their weight.

    A sum over generations without end and without the few who would repost twice; reposts inside a
    spam ring are not counted.
    """
    share = (reposters.last - reposters.first) / reposters.sums[-1]
    pull = people["pull"].to_numpy()[reposters.members]
    parts = np.diff(reposters.sums, prepend=0)
    carried = np.concatenate([[0.0], np.cumsum(parts * pull)])
    at = np.concatenate([[0], reposters.sums])
    total = (
        carried[np.searchsorted(at, reposters.last)] - carried[np.searchsorted(at, reposters.first)]
    )
    mean_pull = total / np.maximum(reposters.last - reposters.first, 1)
    worth = np.ones(N_GROUPS)
    for _ in range(60):  # each turn adds a generation, at least three times smaller than the last
        worth = 1 + PASSING_ON * mean_pull * (reposters.transition @ worth)
    of_group = reposters.transition @ worth
    reached = of_group[groups(people["community"], people["lang"])]
    reached = np.where(people["role"] == "staff", share @ of_group, reached)
    influence: Floats = np.round(people["pull"].to_numpy() * (reached + QUOTES), 4)
    return influence


def _transition(weight: Ints, same_community: float) -> Floats:
    """Return, for each group, where its reactions come from; empty groups give none."""
    by_cell = weight.reshape(len(COMMUNITIES), len(LANGUAGES)) / max(int(weight.sum()), 1)
    community = same_community * np.eye(len(COMMUNITIES)) + (1 - same_community) * by_cell.sum(1)
    language = _SAME_LANGUAGE * np.eye(len(LANGUAGES)) + (1 - _SAME_LANGUAGE) * by_cell.sum(0)
    table = np.kron(community, language) * (weight > 0)
    empty = table.sum(axis=1) == 0
    table[empty] = weight
    transition: Floats = table / table.sum(axis=1, keepdims=True)
    return transition
