"""Crises: detect them, date them, measure them, and read the theory as tables."""

from cmkit.crisis.attribution import scct
from cmkit.crisis.detection import Kind, Method, detect
from cmkit.crisis.lifecycle import phases
from cmkit.crisis.measurement import metrics
from cmkit.crisis.posting_response import posting_response
from cmkit.crisis.seasonal import baseline

__all__ = ["Kind", "Method", "baseline", "detect", "metrics", "phases", "posting_response", "scct"]
