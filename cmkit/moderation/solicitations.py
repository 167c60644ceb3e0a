"""Solicitations: offers of adult content, and come-ons to strangers."""

from collections.abc import Iterator

from cmkit.moderation.matching import signals
from cmkit.moderation.units import Part
from cmkit.text.wordings import Signal, fired_by_text

__all__ = ["solicitations"]


def solicitations(part: Part) -> Iterator[tuple[int, list[Signal]]]:
    """Yield the texts with an adult offer or a come-on, and the wordings that fire there."""
    return fired_by_text(part.folds, signals("solicitations"), part.wording_langs)
