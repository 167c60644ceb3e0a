"""The datasets that come with cmkit: posts of an invented brand, and the truth about them.

A clone keeps them in ``datasets/`` at its top, an installed cmkit in ``cmkit/shipped/datasets``.
Each has a card, the README.md beside it, and a row in ``catalog.csv``.
"""

from cmkit.datasets.building import build
from cmkit.datasets.loading import load, truth
from cmkit.datasets.shelf import card, catalogue, path

__all__ = ["build", "card", "catalogue", "load", "path", "truth"]
