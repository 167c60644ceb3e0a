"""What the brand answers in an episode: when, to everybody and to some."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.drafts import drafts, root_of, stacked
from cmkit.simulator.presets import Episode
from cmkit.simulator.settings import BRAND, World, agent_for

__all__ = ["answered", "instants_of"]

_HOUR = 3600
_REPLIES_WITH_ANSWER = 12
_LOOKED_AT = 400
#: Numbers of the posts of each answer within its episode.
_FIRST_NUMBER, _AN_ANSWER = 100, 40


def instants_of(world: World, episode: Episode) -> dict[str, int | None]:
    """Return when the brand deleted, acknowledged, answered, named a scapegoat and put it right.

    In seconds; None where it did not happen within the span. The first answer that is neither a
    deletion nor a holding message counts as the answer.
    """
    found: dict[str, int | None] = dict.fromkeys(
        ("deleted", "acknowledged", "answered", "scapegoat", "fixed")
    )
    assert episode.start is not None  # noqa: S101 (planned() has set it; for the type checker)
    for response in episode.responses:
        at = int(episode.start.timestamp()) + round(response.after * _HOUR)
        if at >= world.last_second:
            continue
        names = {
            "deleted": response.strategy == "deletion",
            "acknowledged": response.strategy != "deletion",
            "answered": response.strategy not in ("deletion", "holding"),
            "scapegoat": response.strategy == "scapegoat",
            "fixed": response.strategy == "correction",
        }
        for name, holds in names.items():
            if holds and found[name] is None:
                found[name] = at
    return found


def answered(world: World, table: pd.DataFrame, episode: Episode, part: int) -> pd.DataFrame:
    """Add each answer: a post for all in each language, and some replies by the agents."""
    assert episode.start is not None  # noqa: S101 (planned() has set it; for the type checker)
    before = table
    for place, response in enumerate(episode.responses):
        at = int(episode.start.timestamp()) + round(response.after * _HOUR)
        if response.strategy == "deletion" or at >= world.last_second:
            continue
        rng = chance.stream(world.seed, "tellers", part * 100 + min(place, 99))
        new = _one(rng, world, before, at, response.strategy, part)
        new["number"] = _FIRST_NUMBER + place * _AN_ANSWER + np.arange(len(new))
        table = stacked(table, new[new["seconds"] < world.last_second])
    return table


def _one(
    rng: np.random.Generator,
    world: World,
    table: pd.DataFrame,
    at: int,
    strategy: str,
    part: int,
) -> pd.DataFrame:
    spoken = np.array(list(world.language_mix), dtype=object)
    stated = drafts(
        at + 120 * np.arange(len(spoken)),
        np.full(len(spoken), BRAND),
        intent="statement",
        topic=strategy,
        lang=spoken,
        community="design",
        episode=part,
    )
    own = (table["author"] > 2) & table["is_excess"] & table["kind"].isin(["post", "quote"])
    rows = np.flatnonzero(own & (table["seconds"] < at))[-_LOOKED_AT:]
    rows = rows[np.argsort(rng.random(len(rows)), kind="stable")[:_REPLIES_WITH_ANSWER]]
    delay = np.rint(3 * _HOUR * rng.random(len(rows))).astype(np.int64) + 300
    lang = table["lang"].to_numpy(dtype=object)[rows]
    replies = drafts(
        at + delay,
        agent_for(lang),
        kind="reply",
        intent="reply",
        topic=strategy,
        lang=lang,
        community="design",
        reply_to=rows,
        thread=root_of(table, rows),
        depth=1,
        episode=part,
        names=table["author"].to_numpy()[rows],
    )
    return stacked(stated, replies)
