"""Steps put into nbgrader's pipeline, where its own would give a wrong mark or stop a batch."""

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbgrader import utils
from traitlets import Unicode

__all__ = ["JudgeChecks", "RebuildFromRelease", "ShowMessagesOnly", "flags_of"]


class RebuildFromRelease(Preprocessor):
    """Start from the released notebook and take the student's answers alone, by name.

    Nothing else that a student may have edited, removed, copied or added reaches the grader; what
    was, is flagged. nbgrader's own steps stop the whole batch at one removed or doubled cell.
    """

    enabled = True
    release_directory = Unicode(help="Where the released exercises stand.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Rebuild a hand-in."""
        said = resources["nbgrader"]
        path = Path(self.release_directory) / said["assignment"] / f"{said['notebook']}.ipynb"
        released = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call] # untyped
        handed_in = _by_name(nb)
        flags: list[str] = []
        for cell in released.cells:
            name = _name(cell)
            copies = handed_in.get(name, []) if name else []
            if utils.is_solution(cell):
                _take(cell, copies, flags)
            elif name and [copy.source.strip() for copy in copies] != [cell.source.strip()]:
                flags.append(f"{name}: this locked cell was changed or removed; it was put back")
        if added := _n_added(nb, released):
            flags.append(f"{added} code cells outside the answer cells were left out")
        released.metadata["cmkit"] = {"flags": flags}
        return released, resources


class JudgeChecks(Preprocessor):
    """Let a check speak by an error or by silence, whatever else it wrote.

    nbgrader takes anything on stderr for a failure (a warning costs all marks), a number at the end
    for a mark, and any other value at the end for full marks, NaN and False included.
    """

    enabled = True

    def preprocess_cell(self, cell: Any, resources: Any, _index: int) -> tuple[Any, Any]:
        """Keep of a check's outputs what decides its mark, and what it printed."""
        if cell.cell_type != "code" or not utils.is_grade(cell) or utils.is_solution(cell):
            return cell, resources
        kept = [output for output in cell.outputs if _decides(output) or _is_printed(output)]
        if not any(map(_decides, kept)):
            if cell.execution_count is None:
                kept.append(_error("NotRun", "this check was never run"))
            elif any(output.output_type == "execute_result" for output in cell.outputs):
                message = "this check ended in a value, not in silence; the exercise needs mending"
                kept.append(_error("BareValue", message))
        cell.outputs = kept
        return cell, resources


class ShowMessagesOnly(Preprocessor):
    """Show a failed check's message in the feedback; its traceback quotes the hidden tests."""

    enabled = True

    def preprocess_cell(self, cell: Any, resources: Any, _index: int) -> tuple[Any, Any]:
        """Replace the tracebacks of a check."""
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
            cell.outputs = [output for output in cell.outputs if _decides(output)]
            for output in cell.outputs:
                output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources


def flags_of(path: Path) -> list[str]:
    """Return what was odd about a hand-in, from its autograded notebook."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call] # untyped there
    flags: list[str] = list(notebook.metadata.get("cmkit", {}).get("flags", []))
    return flags + [
        f"{_name(cell)}: {output.evalue}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error" and output.ename in {"BareValue", "NotRun"}
    ]


def _name(cell: Any) -> str:
    said = cell.metadata.get("nbgrader", {})
    return str(said.get("grade_id", "")) if isinstance(said, dict) else ""


def _by_name(notebook: Any) -> dict[str, list[Any]]:
    """Return the named cells of a hand-in, every copy of each."""
    named: dict[str, list[Any]] = {}
    for cell in notebook.cells:
        if name := _name(cell):
            named.setdefault(name, []).append(cell)
    return named


def _take(cell: Any, copies: list[Any], flags: list[str]) -> None:
    """Put a student's answer into the released cell; the last copy is what she ran last."""
    name = _name(cell)
    if not copies:
        flags.append(f"{name}: the answer cell is missing")
        return
    if len({copy.source for copy in copies}) > 1:
        flags.append(f"{name}: {len(copies)} copies of the answer cell; the last one counts")
    cell.source = str(copies[-1].source)
    if cell.cell_type == "markdown" and "attachments" in copies[-1]:
        cell.attachments = copies[-1].attachments


def _n_added(notebook: Any, released: Any) -> int:
    """Count the code cells that are neither given nor a place to answer, and do something."""
    known = {cell.source.strip() for cell in released.cells}
    names = {_name(cell) for cell in released.cells} - {""}
    return sum(
        cell.cell_type == "code"
        and _name(cell) not in names
        and cell.source.strip() not in known | {""}
        for cell in notebook.cells
    )


def _decides(output: Any) -> bool:
    return bool(output.output_type == "error")


def _is_printed(output: Any) -> bool:
    return bool(output.output_type == "stream" and output.name == "stdout")


def _error(name: str, message: str) -> Any:
    said = {"ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}
    return nbformat.v4.new_output("error", **said)  # type: ignore[no-untyped-call] # untyped
