"""How near a result comes to the truth, and how sure that can be."""

from cmkit.evaluation.agreement import alpha, kappa
from cmkit.evaluation.calibration import calibration, calibration_error
from cmkit.evaluation.comparison import compare
from cmkit.evaluation.fairness import fairness, fairness_gaps
from cmkit.evaluation.labels import confusion, corrected_share, interval, macro_f1, macro_recall
from cmkit.evaluation.onsets import false_alarms, onset_error
from cmkit.evaluation.prevalence import prevalence
from cmkit.evaluation.rankings import overlap, rank_biased_overlap, rank_correlation
from cmkit.evaluation.suites import by_capability, checklist

__all__ = [
    "alpha",
    "by_capability",
    "calibration",
    "calibration_error",
    "checklist",
    "compare",
    "confusion",
    "corrected_share",
    "fairness",
    "fairness_gaps",
    "false_alarms",
    "interval",
    "kappa",
    "macro_f1",
    "macro_recall",
    "onset_error",
    "overlap",
    "prevalence",
    "rank_biased_overlap",
    "rank_correlation",
]
