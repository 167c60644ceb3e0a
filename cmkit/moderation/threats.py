"""Threats: wordings in which somebody announces or wishes harm.

To leave, to cancel, to sue, to warn other buyers are rights, and no threats.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from cmkit.moderation.matching import signals
from cmkit.moderation.units import Part
from cmkit.text.wordings import Signal, fired_by_text

__all__ = ["threats"]

_VEILED = "a veiled threat"


def threats(part: Part) -> Iterator[tuple[int, list[Signal]]]:
    """Yield the texts that threaten, and the wordings that fire there.

    "You will regret it" is no threat in a text that speaks of buying or of a court.
    """
    found = dict(fired_by_text(part.folds, signals("threats"), part.wording_langs))
    shields = "|".join(signal.pattern for signal in signals("threat_shields"))
    texts = part.folds.take(pa.array(list(found), type=pa.int64()))
    shielded = pc.match_substring_regex(texts, shields).to_pylist()
    for (place, known), is_shielded in zip(found.items(), shielded, strict=True):
        kept = [signal for signal in known if signal.what != _VEILED or not is_shielded]
        if kept:
            yield place, kept
