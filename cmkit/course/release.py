"""From an exercise with its solutions to what students get, by nbgrader's own steps."""

import copy
from typing import Any

from cmkit.course.notebook import identify

__all__ = ["CODE_STUB", "TEXT_STUB", "release", "stubs"]

#: What stands in the student's copy where the solution stood. It runs, so that a blank notebook
#: gets as far as its first check.
CODE_STUB = "...  # your code here"
TEXT_STUB = "*Write your answer here.*"


def release(notebook: Any) -> Any:
    """Take the solutions and the hidden tests out of an exercise, and lock what is locked.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An exercise made by `cmkit.course.to_notebook`; left as it was.

    Returns
    -------
    nbformat.NotebookNode
        What ``nbgrader generate_assignment`` would make of it, without touching a disk or a
        gradebook, and with ids that depend on what is left.

    Raises
    ------
    RuntimeError
        An unmatched marker, which `cmkit.course.rules` finds first and says better.
    """
    from nbgrader import preprocessors as steps

    config = stubs()
    # The list of nbgrader's GenerateAssignment without SaveCells (which wants a gradebook) and
    # without the steps for headers and generated tests, which cmkit has no use for.
    wanted = [
        steps.LockCells,
        steps.ClearSolutions,
        steps.ClearOutput,
        steps.CheckCellMetadata,
        steps.ComputeChecksums,
        steps.ClearHiddenTests,
        steps.ClearMarkScheme,
        steps.ComputeChecksums,
        steps.CheckCellMetadata,
    ]
    released: Any = copy.deepcopy(notebook)
    resources: Any = {}
    for step in wanted:
        released, resources = step(config=config).preprocess(released, resources)
    for cell in released.cells:
        cell.source = cell.source.rstrip()
    return identify(_with_checksums(released))


def stubs() -> Any:
    """Return nbgrader's settings for what stands where a solution stood.

    Returns
    -------
    traitlets.config.Config
        Made anew; no configuration file is read.
    """
    from traitlets.config import Config

    config = Config()
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    return config


def _with_checksums(notebook: Any) -> Any:
    """Compute the checksums again: taking hidden tests out can leave blank lines at the end."""
    from nbgrader.preprocessors import ComputeChecksums

    computed, _ = ComputeChecksums().preprocess(notebook, {})
    return computed
