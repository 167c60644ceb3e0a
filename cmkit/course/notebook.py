"""From a script to a notebook: the same script always gives the same bytes."""

import hashlib
from typing import Any

import nbformat

from cmkit.course.script import Cell, Script

__all__ = ["identify", "to_bytes", "to_notebook"]


def to_notebook(script: Script) -> Any:
    """Make the notebook of a script, without outputs.

    Parameters
    ----------
    script : Script
        A lesson or an exercise. Stored wrong answers are left out.

    Returns
    -------
    nbformat.NotebookNode
        Format 4.5. An exercise's cells carry nbgrader's metadata (schema 3) and its solutions.

    Examples
    --------
    >>> from pathlib import Path
    >>> script = Script(Path("01.py"), {"title": "First", "lang": "en"}, (Cell(5, "code", "1"),))
    >>> to_notebook(script).cells[0].source
    '1'
    """
    cells = _with_names([_cell(cell) for cell in script.cells if not cell.wrong])
    about = {key: value for key, value in script.header.items() if key != "title"}
    notebook = nbformat.from_dict(  # type: ignore[no-untyped-call] # untyped there
        {
            "cells": cells,
            "metadata": {
                "cmkit": about,
                "kernelspec": {
                    "display_name": "Python 3 (ipykernel)",
                    "language": "python",
                    "name": "python3",
                },
                "language_info": {"name": "python"},
                "title": script.header["title"],
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    return identify(notebook)


def identify(notebook: Any) -> Any:
    """Give every cell an id that depends on what stands in it, in place.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place, since it was just made.

    Returns
    -------
    nbformat.NotebookNode
        The same notebook. Equal cells get different ids: the second is hashed with its number.
    """
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        text = f"{cell.cell_type}\n{grade_id}\n{cell.source}"
        seen[text] = seen.get(text, 0) + 1
        cell["id"] = hashlib.sha256(f"{seen[text]}\n{text}".encode()).hexdigest()[:12]
    return notebook


def to_bytes(notebook: Any) -> bytes:
    """Write a notebook as bytes: sorted keys, UTF-8, LF, a newline at the end.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A valid notebook.

    Returns
    -------
    bytes
        The content of an ``.ipynb`` file.

    Examples
    --------
    >>> to_bytes(nbformat.v4.new_notebook()).splitlines()[-2:]
    [b' "nbformat_minor": 5', b'}']
    """
    nbformat.validate(notebook)
    text: str = nbformat.writes(  # type: ignore[no-untyped-call] # untyped there
        notebook, version=4, indent=1, sort_keys=True, ensure_ascii=False
    )
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _cell(cell: Cell) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if cell.tags:
        metadata["tags"] = list(cell.tags)
    if cell.kind:
        metadata["nbgrader"] = _graded(cell)
    node: dict[str, Any] = {
        "cell_type": cell.cell_type,
        "id": "",
        "metadata": metadata,
        "source": cell.source,
    }
    if cell.cell_type == "code":
        node |= {"execution_count": None, "outputs": []}
    return node


def _graded(cell: Cell) -> dict[str, Any]:
    """Return nbgrader's metadata for a cell with a part in an exercise."""
    said: dict[str, Any] = {
        "grade": cell.kind in {"check", "manual"},
        "grade_id": cell.grade_id,
        "locked": cell.kind in {"check", "given"},
        "schema_version": 3,
        "solution": cell.kind in {"answer", "manual"},
        "task": False,
    }
    if said["grade"]:
        said["points"] = float(cell.points or 0)
    return said


def _with_names(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Name the given cells that their author left without a name, after what stands in them."""
    seen: dict[str, int] = {}
    for cell in cells:
        said = cell["metadata"].get("nbgrader")
        if said and not said["grade_id"]:
            text = f"{cell['cell_type']}\n{cell['source']}"
            seen[text] = seen.get(text, 0) + 1
            name = hashlib.sha256(f"{seen[text]}\n{text}".encode()).hexdigest()[:12]
            said["grade_id"] = f"given-{name}"
    return cells
