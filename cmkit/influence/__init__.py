"""Who matters in a community: measures of influence, each from EDGES to SCORES.

No single measure is influence. Read at least two side by side (`rank`), and what each rewards.
"""

from cmkit.influence.betweenness import betweenness
from cmkit.influence.communities import communities
from cmkit.influence.pagerank import pagerank
from cmkit.influence.ranking import MEASURES, rank
from cmkit.influence.strength import distinct_engagers, in_strength

__all__ = [
    "MEASURES",
    "betweenness",
    "communities",
    "distinct_engagers",
    "in_strength",
    "pagerank",
    "rank",
]
