"""What an engine makes of one text: a valence for each token, and how they add up."""

import math
from dataclasses import dataclass, field
from itertools import accumulate

__all__ = ["Reading", "squash"]


@dataclass(slots=True)
class Reading:
    """One text as an engine read it.

    ``contributions`` has one number per token; ``emphasis`` is what the punctuation adds to a sum
    that is not 0, with the sum's sign. ``published`` sums as VADER's package does. ``rules`` says
    in words what happened to each token.
    """

    tokens: list[str] = field(default_factory=list)
    normalised: list[str] = field(default_factory=list)
    valences: list[float | None] = field(default_factory=list)
    contributions: list[float] = field(default_factory=list)
    rules: list[list[str]] = field(default_factory=list)
    emphasis: float = 0.0
    published: bool = False
    marks: str = ""

    def score(self) -> float:
        """Return the score, -1 to 1, with four decimals."""
        total = float(sum(self.contributions))
        if not self.published:  # values that cancel may leave a last bit, which is no feeling
            total = round(total, 9)
        return squash(total + self.added(total))

    def added(self, total: float) -> float:
        """Return what the punctuation adds to a sum."""
        return math.copysign(self.emphasis, total) if total else 0.0

    def running(self) -> list[float]:
        """Return the score after each token, before the punctuation."""
        return [squash(total) for total in accumulate(self.contributions)]


def squash(total: float) -> float:
    """Bring a sum of valences to -1..1, as VADER does (alpha = 15).

    Examples
    --------
    >>> squash(3.0)
    0.6124
    """
    return round(max(-1.0, min(1.0, total / math.sqrt(total * total + 15))), 4)
