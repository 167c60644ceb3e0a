"""Who follows whom: a degree-corrected block model with mutual links.

Out of ten links, seven stay in the community. Who has an audience is followed more; a third of the
links is returned (22 to 42 % on Twitter: Kwak et al. 2010, doi:10.1145/1772690.1772751; Myers et
al. 2014, doi:10.1145/2567948.2576939).
"""

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Floats, Ints
from cmkit.simulator.people import COMMUNITIES

__all__ = ["follow_graph"]

#: Links that a member makes: log-normal.
_MEDIAN, _SPREAD = 6.0, 0.8
_SAME_COMMUNITY, _RETURNED = 0.7, 0.2


def follow_graph(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Draw the follow graph of the members.

    Returns
    -------
    DataFrame, one row per ordered pair
        ``follower``, ``followed`` (author_id).
    """
    size = len(people)
    counts = np.rint(_MEDIAN * np.exp(_SPREAD * chance.normal(rng, size))).astype(np.int64)
    source = np.repeat(np.arange(size), np.minimum(counts, size // 4))
    home = pd.Index(COMMUNITIES).get_indexer(pd.Index(people["community"]))
    weights = np.sqrt(people["audience"].to_numpy(float))
    anywhere = chance.pick(rng, weights, len(source))
    target = np.where(
        rng.random(len(source)) < _SAME_COMMUNITY,
        _at_home(rng, home, weights, source, anywhere),
        anywhere,
    )
    returned = rng.random(len(source)) < _RETURNED
    pairs = np.concatenate(
        [
            np.stack([source, target], axis=1),
            np.stack([target[returned], source[returned]], axis=1),
        ]
    )
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    keys = np.unique(pairs[:, 0] * size + pairs[:, 1])
    handles = people["author_id"].to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "follower": pd.Series(handles[keys // size], dtype="str"),
            "followed": pd.Series(handles[keys % size], dtype="str"),
        }
    )


def _at_home(
    rng: np.random.Generator, home: Ints, weights: Floats, source: Ints, otherwise: Ints
) -> Ints:
    """Draw whom each follows within the own community; staff follow anybody."""
    target = otherwise.copy()
    for group in range(len(COMMUNITIES)):
        members = np.flatnonzero(home == group)
        rows = np.flatnonzero(home[source] == group)
        if len(members) and len(rows):
            target[rows] = members[chance.pick(rng, weights[members], len(rows))]
    return target
