"""What an organisation can answer in an episode, and what that does to it: one visible table.

**A toy.** No dependable study measures what answers do to volumes: experiments on situational
crisis communication measure attitudes (Coombs 2007, doi:10.1057/palgrave.crr.1550049). The numbers
are editorial choices; what is learnt from them is about method, not about brands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cmkit.errors import fail

__all__ = ["EFFECTS", "HIGHEST", "STRATEGIES", "Response", "effect", "effects", "responses"]

#: Hours after the start of the episode up to which each column of the table holds.
_WITHIN = (1.0, 6.0, 24.0, float("inf"))
#: What each strategy multiplies the branching number by when it comes within 1, 6, 24 hours or
#: later; then the second pulse that it sets off, as a share of the first.
EFFECTS = {
    "holding": ((0.85, 0.9, 1.0, 1.0), 0.0),  # "we look into it"
    "apology": ((0.6, 0.75, 0.85, 0.9), 0.0),
    "correction": ((0.45, 0.5, 0.55, 0.6), 0.0),  # withdrawal, recall, reversal: it is put right
    "excuse": ((1.0, 1.0, 1.0, 1.0), 0.0),  # "we did not mean it"
    "denial": ((1.05, 1.05, 1.1, 1.1), 0.2),
    "attack": ((1.15, 1.15, 1.15, 1.15), 0.4),  # critics are threatened
    "scapegoat": ((1.1, 1.1, 1.1, 1.1), 0.4),  # "a trainee did it"
    "deletion": ((1.15, 1.15, 1.15, 1.15), 0.0),  # without a word
}
STRATEGIES = tuple(EFFECTS)
_MOST = 100
#: No response multiplies by more: episodes are drawn at this level and thinned.
HIGHEST = 1.15


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: how many hours after the start of the episode, and its strategy.

    Examples
    --------
    >>> Response(2.5, "apology").strategy
    'apology'
    """

    after: float
    strategy: str


def effect(response: Response) -> tuple[float, float]:
    """Return the multiplier of the branching number, and the share of a second pulse (a toy).

    Examples
    --------
    >>> effect(Response(0.5, "apology"))
    (0.6, 0.0)
    """
    multipliers, second = EFFECTS[response.strategy]
    column = next(place for place, limit in enumerate(_WITHIN) if response.after <= limit)
    return multipliers[column], second


def effects() -> pd.DataFrame:
    """Return the whole table of effects: a toy, to be shown wherever it is used.

    Returns
    -------
    DataFrame, one row per strategy
        ``strategy``; the multiplier of the branching number when the answer comes
        ``within_1_hour``, ``within_6_hours``, ``within_24_hours``, ``later``; ``second_pulse``, as
        a share of the first.

    Examples
    --------
    >>> effects().set_index("strategy").loc["apology", "within_1_hour"]
    np.float64(0.6)
    """
    names = ["strategy", "within_1_hour", "within_6_hours", "within_24_hours", "later"]
    rows = [(name, *times, second) for name, (times, second) in EFFECTS.items()]
    return pd.DataFrame(rows, columns=[*names, "second_pulse"])


def responses(given: Sequence[Any]) -> tuple[Response, ...]:
    """Check the answers asked for and put them in order of time."""
    if isinstance(given, str | Mapping) or not isinstance(given, Sequence):
        raise fail(
            "responses wants a list.",
            found=given,
            fix="[{'after': 2, 'strategy': 'apology'}], or [] for silence",
        )
    if len(given) > _MOST:
        raise fail("too many responses to one episode.", found=len(given), fix=f"{_MOST} at most")
    return tuple(sorted((_response(one) for one in given), key=lambda one: one.after))


def _response(one: Any) -> Response:
    if isinstance(one, Response):
        one = {"after": one.after, "strategy": one.strategy}
    if not isinstance(one, Mapping) or set(one) != {"after", "strategy"}:
        raise fail(
            "a response has an 'after' (hours) and a 'strategy'.",
            found=one,
            fix="{'after': 2, 'strategy': 'apology'}",
        )
    after, strategy = one["after"], one["strategy"]
    if strategy not in EFFECTS:
        raise fail("unknown strategy.", found=strategy, fix=f"use one of {list(STRATEGIES)}")
    is_number = isinstance(after, int | float | np.number) and not isinstance(after, bool)
    if not is_number or not 0 <= after <= 10_000:
        raise fail("'after' is out of range.", found=after, fix="hours, from 0 to 10000")
    return Response(float(after), strategy)
