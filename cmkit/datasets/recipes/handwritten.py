"""Posts written by hand, in other words than the grammar's: nothing is drawn, files are read."""

from pathlib import Path

from cmkit import schema
from cmkit.datasets.recipe import Made
from cmkit.datasets.storage import read_table

__all__ = ["handwritten"]


def handwritten(seed: int) -> Made:  # noqa: ARG001 - a recipe's form
    """Read the posts and their labels where they lie; they are the same for every seed."""
    shipped = Path(__file__).parents[2] / "shipped" / "datasets"
    home = shipped if shipped.is_dir() else Path(__file__).parents[3] / "datasets"
    place = home / "handwritten"
    table = read_table(place / "handwritten.csv", schema.HANDWRITTEN)
    labels = read_table(place / "truth" / "labels.csv", schema.HANDWRITTEN_LABELS)
    return Made(table, {"labels": labels})
