"""What a dataset is made from: a recipe that turns a seed into a table and the truth about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from cmkit.schema import Table

__all__ = ["Made", "Recipe"]

#: Tables of truth with a row per post: large, so they go through gzip where the table does.
_LARGE = ("posts", "threads", "labels", "members")


class Made(NamedTuple):
    """What a recipe makes from a seed: what a student may see, and what only the truth knows.

    ``truth`` holds tables by name; nothing in ``table`` tells them.
    """

    table: pd.DataFrame
    truth: dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A dataset: its title, the module of the course that it serves, its tables, how it is made.

    ``table`` and ``truth`` declare the columns, ``make`` takes a seed. Datasets of one ``family``
    are parts of one world: their variants share a seed, so that a student's parts fit together.
    ``packed`` files go through gzip. ``file`` is the table's file where it is not the dataset's
    name; an ``export`` is written in the shape of a platform instead of as a table; data
    ``by_hand`` are written by people, so there is nothing to draw.
    """

    title: str
    module: str
    table: Table
    make: Callable[[int], Made]
    truth: Mapping[str, Table] = field(default_factory=dict)
    family: str = ""
    packed: bool = False
    file: str = ""
    export: bool = False
    by_hand: bool = False

    def file_of(self, name: str) -> str:
        """Return the name of the table's file."""
        return self.file or (f"{name}.csv.gz" if self.packed else f"{name}.csv")

    def truth_file(self, part: str) -> str:
        """Return the name of the file of one table of the truth."""
        return f"{part}.csv.gz" if self.packed and part in _LARGE else f"{part}.csv"
