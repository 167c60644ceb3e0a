"""Hand out, take in and grade exercises: nbgrader is the skeleton, tables come out.

Every function takes ``folder``, where ``_src``, ``source``, ``release``, ``submitted``,
``autograded``, ``feedback`` and ``gradebook.db`` stand; no configuration file is read. The same
folder works with nbgrader's own form-grader, for marking by hand.

Grading runs the students' code on this machine, as whoever grades, with the solutions in reach:
`autograde` says so and wants ``trust=True``.
"""

from cmkit.grading.autograding import autograde
from cmkit.grading.exporting import export, guarded
from cmkit.grading.feedback import feedback
from cmkit.grading.gradebook import GRADES, marks, status
from cmkit.grading.handing_in import release, submit
from cmkit.grading.trial import try_answers

__all__ = [
    "GRADES",
    "autograde",
    "export",
    "feedback",
    "guarded",
    "marks",
    "release",
    "status",
    "submit",
    "try_answers",
]
