"""The numbers that a world is drawn from, and that `calibrate` fits on real posts."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from cmkit.errors import fail

__all__ = ["Parameters", "parameters"]

#: Relative volume by local hour, 0 h first: trough at 4 h, shoulder at noon, peak from 20 to 22 h.
#: The shape is that of brand mentions in the Numenta Anomaly Benchmark, shifted to a European
#: evening (an editorial choice).
_BY_HOUR = (
    *(0.70, 0.55, 0.47, 0.43, 0.42, 0.45, 0.56, 0.78, 0.98, 1.00, 1.00, 1.05),
    *(1.14, 1.12, 1.02, 1.00, 1.04, 1.15, 1.28, 1.45, 1.74, 1.78, 1.50, 1.06),
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a world is drawn from; the defaults are those of a consumer brand.

    Sources stand in the page *How the data were made*; what is not measured there is an editorial
    choice.

    Parameters
    ----------
    by_hour : tuple of 24 numbers > 0
        Relative volume by local hour, midnight first.
    weekend_ratio : float
        Level of a weekend day over that of a working day, 0.05 to 5.
    noise_size : float
        Size of the negative binomial of five-minute counts (variance = mean + mean^2 / size).
    drift_kept, drift_spread : float
        Slow drift of the log level from hour to hour: autocorrelation and standard deviation.
    activity : float
        Times the usual number of own posts of every member.
    activity_spread : float
        Standard deviation of the log activity of superusers: how unequal the busiest are.
    session_size : float
        Own posts that a member writes in one sitting, on average, >= 1.
    reply_share, repost_share : float
        Times the usual number of replies, and of reposts.
    reply_median_minutes, reply_spread : float
        Delay of a member's reply: median, and standard deviation of its logarithm.
    repost_theta : float
        Exponent of the SEISMIC kernel of reposts (Zhao et al. 2015): higher = sooner over. Zhao et
        al. fit 0.242; with 0.14, what a span of weeks shows of it agrees with Kwak et al. (2010).
    join_rate, leave_rate : float
        Share of all members who join in a week; weekly chance that one leaves for good.
    welcome_effect : float
        What a reply to the first post adds to the chance to come back (Joyce and Kraut 2006).
    question_effect : float
        What having asked a question adds to it: the confounder, since questions draw replies.
    share_negative : float
        Share of negative posts in ordinary times, 0.06 to 0.5: 0.35 is a support account.
    answer_share : float
        Share of members' questions and complaints that the brand answers.
    answer_median_minutes : float
        Median delay of an answer within opening hours.

    Examples
    --------
    >>> Parameters().welcome_effect
    0.12
    """

    by_hour: tuple[float, ...] = _BY_HOUR
    weekend_ratio: float = 0.93
    noise_size: float = 1.8
    drift_kept: float = 0.86
    drift_spread: float = 0.33
    activity: float = 1.0
    activity_spread: float = 1.75
    session_size: float = 7.0
    reply_share: float = 1.0
    repost_share: float = 1.0
    reply_median_minutes: float = 25.0
    reply_spread: float = 1.6
    repost_theta: float = 0.14
    join_rate: float = 0.01
    leave_rate: float = 0.004
    welcome_effect: float = 0.12
    question_effect: float = 0.03
    share_negative: float = 0.1
    answer_share: float = 0.38
    answer_median_minutes: float = 45.0

    def to_json(self) -> str:
        """Return the parameters as JSON, in the order of their declaration."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Parameters":
        """Read what `to_json` wrote; a parameter that is not there keeps its default.

        Raises
        ------
        CmkitError
            Not JSON, or a parameter is not known or out of range.
        """
        try:
            given = json.loads(text)
        except ValueError as reason:
            raise fail(
                "these parameters are not JSON.", found=str(reason), fix="use to_json()"
            ) from None
        return parameters(given)


_RANGES = {
    "weekend_ratio": (0.05, 5),
    "noise_size": (0.05, 1e6),
    "drift_kept": (0, 0.999),
    "drift_spread": (0, 2),
    "activity": (0.001, 1_000),
    "activity_spread": (0, 2),
    "session_size": (1, 20),
    "reply_share": (0, 3),
    "repost_share": (0, 3),
    "reply_median_minutes": (0.1, 100_000),
    "reply_spread": (0, 4),
    "repost_theta": (0.05, 5),
    "join_rate": (0, 0.2),
    "leave_rate": (0, 0.5),
    "welcome_effect": (-0.3, 0.3),
    "question_effect": (-0.2, 0.2),
    "share_negative": (0.06, 0.5),
    "answer_share": (0, 1),
    "answer_median_minutes": (0.5, 100_000),
}


def parameters(given: "Parameters | Mapping[str, Any] | None") -> Parameters:
    """Return checked parameters: the defaults, with what was given in their place."""
    if given is None:
        return Parameters()
    if isinstance(given, Parameters):
        values = asdict(given)
    elif isinstance(given, Mapping):
        values = dict(given)
    else:
        raise fail("parameters must be a dict.", found=given, fix="{'weekend_ratio': 0.6}")
    known = [field.name for field in fields(Parameters)]
    for name, value in values.items():
        if name not in known:
            raise fail(f"there is no parameter {name!r}.", found=name, fix=f"known: {known}")
        values[name] = _hours(value) if name == "by_hour" else _number(name, value)
    return replace(Parameters(), **values)


def _number(name: str, value: Any) -> float:
    low, high = _RANGES[name]
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:
        raise fail(f"{name} is out of range.", found=value, fix=f"a number from {low} to {high}")
    return float(value)


def _hours(value: Any) -> tuple[float, ...]:
    try:
        hours = tuple(float(level) for level in value)
    except (TypeError, ValueError):
        hours = ()
    if len(hours) != 24 or not all(0 < level < 1e9 for level in hours):
        raise fail("by_hour needs 24 numbers above 0.", found=value, fix="one per local hour")
    return hours
