"""The wordings of moderation, kept as data."""

import csv
from functools import lru_cache
from importlib.resources import files

from cmkit.text.wordings import Signal, signals_of

__all__ = ["signals", "table"]


def table(name: str) -> list[dict[str, str]]:
    """Read a table of ``moderation/data``."""
    text = files("cmkit.moderation").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=8)
def signals(name: str) -> tuple[Signal, ...]:
    """Read the wordings of ``moderation/data``: one signal per language, meaning and weight."""
    return signals_of(table(name))
