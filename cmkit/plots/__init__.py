"""Pictures of tables: each takes a table and an ``ax``, draws, and returns the ``Axes``.

Nothing here computes, shows or saves. Style goes through matplotlib:
``plots.ranking(scores).set_title("May")``. Every picture has a text alternative: `alt_text`.
"""

from cmkit.plots.calibration import calibration
from cmkit.plots.checklist import checklist
from cmkit.plots.comparison import comparison
from cmkit.plots.confusion import confusion
from cmkit.plots.crisis import crisis
from cmkit.plots.facts import facts
from cmkit.plots.fairness import fairness
from cmkit.plots.lines import lines
from cmkit.plots.network import network
from cmkit.plots.ranking import ranking
from cmkit.plots.sentiment import sentiment
from cmkit.plots.style import Picture, alt_text, save, show

__all__ = [
    "Picture",
    "alt_text",
    "calibration",
    "checklist",
    "comparison",
    "confusion",
    "crisis",
    "facts",
    "fairness",
    "lines",
    "network",
    "ranking",
    "save",
    "sentiment",
    "show",
]
