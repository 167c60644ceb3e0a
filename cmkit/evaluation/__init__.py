"""How near a result comes to the truth, and how sure that can be."""

from cmkit.evaluation.labels import confusion, corrected_share, interval, macro_f1
from cmkit.evaluation.onsets import false_alarms, onset_error
from cmkit.evaluation.rankings import overlap, rank_biased_overlap, rank_correlation

__all__ = [
    "confusion",
    "corrected_share",
    "false_alarms",
    "interval",
    "macro_f1",
    "onset_error",
    "overlap",
    "rank_biased_overlap",
    "rank_correlation",
]
