"""Explore by hand: sliders and menus over public functions.

Everything that a widget shows can be had without it; the line under the picture says how. All
controls work by keyboard: Tab moves, the arrows change.
"""

from cmkit.widgets.crisis import crisis
from cmkit.widgets.explain import explain
from cmkit.widgets.influencers import influencers

__all__ = ["crisis", "explain", "influencers"]
