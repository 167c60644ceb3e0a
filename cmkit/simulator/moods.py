"""Satisfaction: it wanders, falls with a complaint that nobody answers, rises with an answer."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Floats
from cmkit.simulator.rhythm import Chapter
from cmkit.simulator.settings import World

__all__ = ["next_satisfaction"]

#: What a week leaves of a mood, and what chance adds to it.
_KEPT_A_WEEK, _WANDERING = 0.9, 0.25
#: What an answered and an unanswered complaint do to the one who made it.
_ANSWERED, _UNANSWERED = 0.3, -0.3
_LOWEST, _HIGHEST = -3.0, 3.0


def next_satisfaction(
    world: World, people: pd.DataFrame, table: pd.DataFrame, chapter: Chapter
) -> Floats:
    """Return each member's satisfaction after a chapter, by what happened to her in it."""
    rng = chance.stream(world.seed, "moods", 1 + chapter.number)
    weeks = (chapter.last - chapter.first) / (7 * 86_400)
    kept = _KEPT_A_WEEK**weeks
    before = people["satisfaction"].to_numpy()
    now = kept * before + _WANDERING * np.sqrt(weeks) * chance.normal(rng, len(people))
    complaints = np.flatnonzero((table["intent"] == "complaint") & (table["kind"] == "post"))
    by_staff = (people["role"] == "staff").to_numpy()[table["author"].to_numpy()]
    answered = np.unique(table["reply_to"].to_numpy()[by_staff])
    effect = np.where(np.isin(complaints, answered), _ANSWERED, _UNANSWERED)
    np.add.at(now, table["author"].to_numpy()[complaints], effect)
    quiet = people["role"].isin(["staff", "spammer"]).to_numpy()
    bounded = np.where(quiet, 0.0, np.clip(now, _LOWEST, _HIGHEST))
    return np.asarray(np.round(bounded, 6), dtype=np.float64)
