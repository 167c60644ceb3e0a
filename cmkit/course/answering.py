"""Fill in an exercise with the answers that its author stored: a hand-in to try things on."""

from collections.abc import Sequence
from typing import Any

from cmkit.course.notebook import identify, to_notebook
from cmkit.course.release import release
from cmkit.course.script import Script
from cmkit.errors import fail

__all__ = ["answered"]


def answered(script: Script, *, wrong: Sequence[str] = ()) -> Any:
    """Make the hand-in of a student who answers everything as the author did.

    Parameters
    ----------
    script : Script
        An exercise.
    wrong : list of str
        Stored wrong answers to give in place of the solution, as ``question/name``.

    Returns
    -------
    nbformat.NotebookNode
        The released notebook with its answer cells filled in.

    Raises
    ------
    CmkitError
        No such wrong answer.
    """
    stored = {cell.wrong: cell.source for cell in script.cells if cell.wrong}
    if unknown := [name for name in wrong if name not in stored]:
        raise fail("there is no such wrong answer.", found=unknown[0], fix=f"one of {list(stored)}")
    source = to_notebook(script)
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    answers |= {name.partition("/")[0]: stored[name] for name in wrong}
    notebook = release(source)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in answers:
            cell.source = answers[name]
    return identify(notebook)
