"""Write what students read about their own hand-in."""

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cmkit.errors import fail
from cmkit.grading.folder import handed_in, notebook_of, quiet, read_record, settings
from cmkit.grading.gradebook import marks

__all__ = ["feedback"]

#: Nothing in the page may run or be fetched, whatever stands in the hand-in.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "img-src data:; style-src 'unsafe-inline'; font-src data:\">"
)


def feedback(
    exercise: str,
    *,
    students: Sequence[str] | None = None,
    folder: str | Path = "exercises",
) -> pd.DataFrame:
    """Write a page for each graded hand-in: the marks, the checks' messages, the comments.

    Parameters
    ----------
    exercise : str
        Its name, ``ex01_name``.
    students : list of str, optional
        For whom; by default for everybody whose hand-in is graded.
    folder : path, default "exercises"
        The course folder.

    Returns
    -------
    DataFrame, one row per student
        ``student_id``, ``status``, ``path`` of the page; missing where there is nothing to show,
        since the hand-in failed or was not graded.

    Raises
    ------
    CmkitError
        The exercise is not released, or nobody handed it in.

    Notes
    -----
    Hidden tests are not in it, nor the tracebacks that would quote them. No script of the hand-in
    runs in it, and it fetches nothing.
    """
    where = Path(folder)
    marks(exercise, folder=where)  # says so when the exercise is not released
    there = handed_in(where, exercise)
    chosen = there if students is None else [student for student in there if student in students]
    if not chosen:
        raise fail(f"there is nobody to write feedback on {exercise} for.", found=there)
    rows = []
    for student_id in chosen:
        record = read_record(where, exercise, student_id)
        page = None
        if record["status"] in {"graded", "flagged"}:
            page = str(_write(where, exercise, student_id, record["reason"]))
        rows.append((student_id, record["status"], page))
    return pd.DataFrame(rows, columns=["student_id", "status", "path"]).astype("str")


def _write(where: Path, exercise: str, student_id: str, reason: str) -> Path:
    with quiet():
        from nbgrader.coursedir import CourseDirectory

        config = settings(where, exercise=exercise, student_id=student_id)
        config.HTMLExporter.sanitize_html = True
        directory = CourseDirectory(config=config)
        _converter(reason)(coursedir=directory, config=config, force=True).start()
    return notebook_of(where, "feedback", exercise, student_id).with_suffix(".html")


def _converter(reason: str) -> Any:
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
    from nbgrader.converters import GenerateFeedback
    from nbgrader.preprocessors import ClearHiddenTests, GetGrades

    from cmkit.grading.steps import ShowMessagesOnly

    class ClosedFeedback(GenerateFeedback):  # type: ignore[misc] # nbgrader is untyped
        def write_single_notebook(self, output: str, resources: Any) -> None:
            super().write_single_notebook(_closed(output, reason), resources)

    ClosedFeedback.preprocessors.default_args = (
        [GetGrades, ClearHiddenTests, ShowMessagesOnly, CSSHTMLHeaderPreprocessor],
    )
    return ClosedFeedback


def _closed(page: str, reason: str) -> str:
    """Forbid scripts and downloads in a page, take out the template's own, say what was odd."""
    page = re.sub(r"<script\b[^>]*>.*?</script>", "", page, flags=re.DOTALL | re.IGNORECASE)
    page = page.replace("<head>", f"<head>\n{_POLICY}", 1)
    if reason:
        note = f'<p class="container"><strong>Please note:</strong> {html.escape(reason)}.</p>'
        page = page.replace("<body>", f"<body>\n{note}", 1)
    return page
