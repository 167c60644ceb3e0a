"""Marks as a CSV file for a spreadsheet or a learning platform."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.grading.gradebook import marks, status

__all__ = ["export", "guarded"]


def export(
    path: str | Path,
    *,
    exercises: Sequence[str] | None = None,
    folder: str | Path = "exercises",
) -> pd.DataFrame:
    """Write every student's marks to a CSV file.

    Parameters
    ----------
    path : path
        The file to write: UTF-8, comma, a header line.
    exercises : list of str, optional
        Which; by default all that were released.
    folder : path, default "exercises"
        The course folder.

    Returns
    -------
    DataFrame, one row per student and exercise
        What was written: ``student_id``, ``exercise``, ``marks`` (missing when not all are known),
        ``max_marks``, ``needs_manual``, ``status``, ``reason``. In the file, a text that a
        spreadsheet would take for a formula has an apostrophe in front.

    Raises
    ------
    CmkitError
        Nothing was released, or an exercise was not.
    """
    state = status(folder=folder)
    names = list(state.loc[state["released"], "exercise"] if exercises is None else exercises)
    if not names:
        raise fail("there are no marks to export.", found=str(folder), fix="release an exercise")
    tables = [marks(name, folder=folder) for name in names]
    by_exercise = [table.groupby("student_id", sort=True) for table in tables]
    totals = pd.concat(
        [
            groups.agg(
                exercise=("exercise", "first"),
                marks=("marks", lambda values: values.sum(skipna=False)),
                max_marks=("max_marks", "sum"),
                needs_manual=("needs_manual", "any"),
                status=("status", "first"),
                reason=("reason", "first"),
            ).reset_index()
            for groups in by_exercise
        ],
        ignore_index=True,
    )
    texts = ["student_id", "exercise", "status", "reason"]
    written = totals.assign(**{name: guarded(totals[name]) for name in texts})
    Path(path).write_text(written.to_csv(index=False, lineterminator="\n"), "utf-8", newline="\n")
    return totals


def guarded(texts: pd.Series) -> pd.Series:
    """Put an apostrophe before every text that a spreadsheet would take for a formula.

    Parameters
    ----------
    texts : Series of str
        Cells of a CSV file.

    Returns
    -------
    Series of str
        Same index. What begins with = + - @, a tab or a line break (after blanks, or in their
        full-width forms) is guarded; missing stays missing.

    Examples
    --------
    >>> guarded(pd.Series(["ana", "=1+1", " @SUM(A1)"])).tolist()
    ['ana', "'=1+1", "' @SUM(A1)"]
    """
    risky = texts.str.match(r"[ ]*[=+\-@\t\r\n＝＋－＠]").fillna(value=False).to_numpy(dtype=bool)
    return pd.Series(np.where(risky, "'" + texts, texts), index=texts.index, name=texts.name)
