"""A society with known answers: posts of a brand's community, and the truth about them."""

from cmkit.simulator.calibrating import Calibration, calibrate
from cmkit.simulator.communities import Simulation, Truth, community
from cmkit.simulator.describing import BANDS, describe, describe_counts
from cmkit.simulator.export import export
from cmkit.simulator.observing import observe
from cmkit.simulator.parameters import Parameters
from cmkit.simulator.presets import PRESETS, Episode, Wave
from cmkit.simulator.replaying import replay
from cmkit.simulator.responses import STRATEGIES, Response, effects
from cmkit.simulator.settings import VERSION
from cmkit.simulator.streaming import write

__all__ = [
    "BANDS",
    "PRESETS",
    "STRATEGIES",
    "VERSION",
    "Calibration",
    "Episode",
    "Parameters",
    "Response",
    "Simulation",
    "Truth",
    "Wave",
    "calibrate",
    "community",
    "describe",
    "describe_counts",
    "effects",
    "export",
    "observe",
    "replay",
    "write",
]
