"""A society with known answers: posts of a brand's community, and the truth about them."""

from cmkit.simulator.communities import Simulation, Truth, community
from cmkit.simulator.export import export
from cmkit.simulator.presets import PRESETS, RESPONSES, Episode
from cmkit.simulator.settings import VERSION

__all__ = [
    "PRESETS",
    "RESPONSES",
    "VERSION",
    "Episode",
    "Simulation",
    "Truth",
    "community",
    "export",
]
