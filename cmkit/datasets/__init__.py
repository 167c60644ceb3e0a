"""The datasets that come with cmkit: an invented brand and its rivals, and the truth about them.

A clone keeps them in ``datasets/`` at its top, an installed cmkit in ``cmkit/shipped/datasets``.
Each has a card, the README.md beside it, and a row in ``catalog.csv``.
"""

from cmkit.datasets.building import build
from cmkit.datasets.loading import TruthTables, load, truth
from cmkit.datasets.shelf import card, catalogue, path
from cmkit.datasets.variants import Variant, variant

__all__ = [
    "TruthTables",
    "Variant",
    "build",
    "card",
    "catalogue",
    "load",
    "path",
    "truth",
    "variant",
]
