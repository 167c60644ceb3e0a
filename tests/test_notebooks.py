"""Every notebook runs from top to bottom in a fresh kernel."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cmkit.grading.folder import KERNEL_ARGUMENTS, quiet

ROOT = Path(__file__).parents[1]
LESSONS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/??/*.ipynb")])
BLANK = sorted(ROOT.glob("exercises/release/*/*.ipynb"))

pytestmark = pytest.mark.slow  # a kernel for each


def names(path):
    return path.relative_to(ROOT).as_posix()


def executed(path):
    """Run a notebook where it stands and return it; its file is left as it is."""
    book = nbformat.read(path, as_version=4)
    with quiet():
        NotebookClient(
            book,
            timeout=120,
            kernel_name="python3",
            allow_errors=True,
            shutdown_kernel="immediate",
            extra_arguments=KERNEL_ARGUMENTS,
            resources={"metadata": {"path": str(path.parent)}},
        ).execute()
    return book


def errors_of(cell):
    return [
        f"{output.ename}: {output.evalue}"
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def warnings_of(book):
    return [
        output.text
        for cell in book.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr" and "Warning" in output.text
    ]


@pytest.mark.parametrize("path", LESSONS, ids=names)
def test_a_lesson_runs_without_error_or_warning(path):
    before = path.read_bytes()
    book = executed(path)
    errors = {cell.source: errors_of(cell) for cell in book.cells if errors_of(cell)}
    assert not errors
    assert not warnings_of(book)
    assert path.read_bytes() == before


@pytest.mark.parametrize("path", BLANK, ids=names)
def test_a_blank_exercise_stops_at_its_checks_alone(path):
    book = executed(path)
    for cell in book.cells:
        is_check = cell.metadata.get("nbgrader", {}).get("grade", False)
        assert is_check or not errors_of(cell), cell.source
    assert not warnings_of(book)


@pytest.mark.parametrize("path", BLANK, ids=names)
def test_a_blank_exercise_has_a_check_to_stop_at(path):
    book = nbformat.read(path, as_version=4)
    assert any(cell.metadata.get("nbgrader", {}).get("grade") for cell in book.cells)
