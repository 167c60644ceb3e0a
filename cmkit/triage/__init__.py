"""Sort what comes in: what a post is for, what it speaks of, who should answer.

English and French. The wordings are tables in ``triage/data``; the departments' keywords are
yours to change. A proposal for whoever reads the posts, not a verdict.
"""

from cmkit.triage.aspects import aspects
from cmkit.triage.intents import intent
from cmkit.triage.routing import departments, route, train

__all__ = ["aspects", "departments", "intent", "route", "train"]
