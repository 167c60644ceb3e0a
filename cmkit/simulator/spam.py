"""A spam ring: a few accounts that repost each other, so that counts rise and nobody listens."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.drafts import drafts, stacked
from cmkit.simulator.settings import World

__all__ = ["circulate"]

#: Reposts by the rest of the ring that each of its posts draws.
_REPOSTS_EACH = 1.8
_MEAN_DELAY_SECONDS = 600


def circulate(world: World, people: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add the ring's reposts of its own posts, within minutes."""
    rng = chance.stream(world.seed, "spam")
    ring = np.flatnonzero(people["role"] == "spammer")
    posts = np.flatnonzero((table["intent"] == "spam") & (table["kind"] == "post"))
    source, author = np.repeat(posts, len(ring)), np.tile(ring, len(posts))
    passes = chance.below(rng, min(1.0, _REPOSTS_EACH / max(len(ring) - 1, 1)), len(source))
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
    return stacked(table, new[passes & other & (seconds < int(world.end.timestamp()))])
