"""Spam rings: accounts that repost each other, so that counts rise and nobody listens."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.drafts import drafts, stacked
from cmkit.simulator.rhythm import Chapter
from cmkit.simulator.settings import World

__all__ = ["circulate", "with_rings"]

#: Three posts in a hundred are pushed: six in ten of the ring pass it on, within minutes.
_SHARE_PUSHED, _SHARE_PASSING = 0.03, 0.6
_MEAN_DELAY_SECONDS = 600


def with_rings(world: World, people: pd.DataFrame) -> pd.DataFrame:
    """Add each spammer's ``ring``: its number, -1 for others; a ring has 5 to 30 members."""
    rng = chance.stream(world.seed, "spam")
    spammers = np.flatnonzero(people["role"] == "spammer")
    sizes = 5 + rng.integers(0, 26, size=len(spammers) // 5 + 1)
    number = np.repeat(np.arange(len(sizes)), sizes)[: len(spammers)]
    if len(spammers) and np.count_nonzero(number == number[-1]) < 5:
        number[number == number[-1]] = max(number[-1] - 1, 0)  # what is left over joins the last
    ring = np.full(len(people), -1, dtype=np.int64)
    ring[spammers] = number
    return people.assign(ring=ring)


def circulate(
    world: World, people: pd.DataFrame, table: pd.DataFrame, chapter: Chapter
) -> pd.DataFrame:
    """Add the rings' reposts of their own posts, within minutes."""
    rng = chance.stream(world.seed, "spam", 1 + chapter.number)
    ring = people["ring"].to_numpy()
    members = np.flatnonzero(ring >= 0)  # in order of their rings
    size = np.bincount(ring[members], minlength=1)
    first = np.cumsum(size) - size
    posts = np.flatnonzero((table["intent"] == "spam") & (table["kind"] == "post"))
    posts = posts[chance.below(rng, _SHARE_PUSHED, len(posts))]
    of_post = ring[table["author"].to_numpy()[posts]]
    source = np.repeat(posts, size[of_post])
    place = np.arange(len(source)) - np.repeat(
        np.cumsum(size[of_post]) - size[of_post], size[of_post]
    )
    author = members[np.repeat(first[of_post], size[of_post]) + place]
    passes = chance.below(rng, _SHARE_PASSING, len(source))
    delay = np.rint(_MEAN_DELAY_SECONDS * chance.exponential(rng, len(source))).astype(np.int64)
    seconds = table["seconds"].to_numpy()[source] + 3 + delay
    new = drafts(
        seconds,
        author,
        kind="repost",
        repost_of=source,
        intent="spam",
        topic=table["topic"].to_numpy(dtype=object)[source],
        lang=table["lang"].to_numpy(dtype=object)[source],
        community=table["community"].to_numpy(dtype=object)[source],
    )
    other = author != table["author"].to_numpy()[source]
    return stacked(table, new[passes & other & (seconds < world.last_second)])
