"""Try an exercise on its author: the solution, the blank copy and every stored wrong answer."""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from cmkit import course
from cmkit.course import Cell, Script, points_of, question_of
from cmkit.errors import fail
from cmkit.grading.folder import KERNEL_ARGUMENTS, quiet

__all__ = ["try_answers"]


def try_answers(script: str | Path, *, cell_timeout: int = 60) -> pd.DataFrame:
    """Give an exercise's checks every answer that its author stored, in one kernel.

    Parameters
    ----------
    script : path
        The exercise's percent script.
    cell_timeout : int, default 60
        Seconds for one cell.

    Returns
    -------
    DataFrame, one row per question and answer
        ``question``; ``answer`` (``untouched``, a wrong answer's name, or ``solution``);
        ``marks`` given; ``expected`` (0, what the author said, or all the question is worth);
        ``holds`` (bool: both are the same); ``message``: what the first failing check said.

    Raises
    ------
    CmkitError
        The script breaks the format's rules; or a cell that is no answer and no check fails.

    Notes
    -----
    After each wrong answer the names of the notebook are put back as they were, but an object that
    it changed in place stays changed. What counts is the true way through nbgrader, which the
    tests go for the solution and the blank copy; this is the quick one.
    """
    exercise = course.read(Path(script))
    course.check_exercise(exercise)
    plan = _plan(exercise)
    notebook = _notebook(plan)
    _execute(notebook, Path(script).parent, cell_timeout)
    for cell, step in zip(notebook.cells, plan, strict=True):
        if step["answer"] == "" and (said := _error_of(cell)):
            line = step["line"]
            raise fail(f"{Path(script).name}, line {line}: this cell fails.", found=said)
    return _table(exercise, plan, notebook)


#: Run before each answer and after its checks: the names as they were.
_KEEP = "__cmkit_before = dict(globals())"
_PUT_BACK = """
for __cmkit_name in [name for name in globals() if not name.startswith("_")]:
    if __cmkit_name not in __cmkit_before:
        del globals()[__cmkit_name]
globals().update(
    {name: value for name, value in __cmkit_before.items() if not name.startswith("_")}
)
"""


def _plan(script: Script) -> list[dict[str, Any]]:
    """List what to run: at each answer first the wrong ones up to its last check, then the right.

    A step with ``answer`` blank belongs to the exercise itself, and must not fail.
    """
    cells = [cell for cell in script.cells if cell.cell_type == "code" and not cell.wrong]
    plan: list[dict[str, Any]] = []
    for number, cell in enumerate(cells):
        if cell.kind == "answer":
            last = max(n for n, other in enumerate(cells) if _checks(other, cell))
            for name, source in _wrong_answers(script, cell):
                plan.append(_step(cell, name, source=_KEEP))
                plan.append(_step(cell, name, source=source))
                plan += [
                    _step(other, name)
                    for other in cells[number + 1 : last + 1]
                    if other.kind in {"", "given", "answer"} or _checks(other, cell)
                ]
                plan.append(_step(cell, name, source=_PUT_BACK))
        if cell.kind != "manual":
            plan.append(_step(cell, "solution" if cell.kind == "check" else ""))
    return plan


def _step(cell: Cell, answer: str, *, source: str | None = None) -> dict[str, Any]:
    step: dict[str, Any] = {"source": source or cell.source, "line": cell.line, "answer": answer}
    if cell.kind == "check":
        step["question"] = question_of(cell.grade_id)
        step["points"] = float(cell.points or 0)
    return step


def _checks(cell: Cell, answer: Cell) -> bool:
    return cell.kind == "check" and question_of(cell.grade_id) == answer.grade_id


def _wrong_answers(script: Script, cell: Cell) -> list[tuple[str, str]]:
    """Return the answers to a question that are not right: the blank one, the stored ones."""
    wrong = [
        (other.wrong.partition("/")[2], other.source)
        for other in script.cells
        if other.wrong.partition("/")[0] == cell.grade_id
    ]
    blank = re.sub(
        r"^([ \t]*)### BEGIN SOLUTION.*?### END SOLUTION[ \t]*$",
        lambda found: found[1] + course.CODE_STUB,
        cell.source,
        flags=re.DOTALL | re.MULTILINE,
    )
    return [("untouched", blank), *wrong]


def _notebook(plan: list[dict[str, Any]]) -> Any:
    cells = tuple(Cell(step["line"], "code", step["source"]) for step in plan)
    return course.to_notebook(Script(Path("trial.py"), {"title": "Trial", "lang": "en"}, cells))


def _execute(notebook: Any, folder: Path, cell_timeout: int) -> None:
    from nbclient import NotebookClient

    with quiet():
        NotebookClient(
            notebook,
            timeout=cell_timeout,
            allow_errors=True,
            kernel_name="python3",
            shutdown_kernel="immediate",
            extra_arguments=KERNEL_ARGUMENTS,
            resources={"metadata": {"path": str(folder)}},
        ).execute()


def _error_of(cell: Any) -> str | None:
    """Say why a cell failed; a check that ends in a value fails too, as in `steps.JudgeChecks`."""
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
    return None


def _table(script: Script, plan: list[dict[str, Any]], notebook: Any) -> pd.DataFrame:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for cell, step in zip(notebook.cells, plan, strict=True):
        if "points" not in step:
            continue
        key = (step["question"], step["answer"])
        row = rows.setdefault(key, {"marks": 0.0, "message": ""})
        said = _error_of(cell)
        if said is None and any(out.output_type == "execute_result" for out in cell.outputs):
            said = "this check ended in a value"
        row["marks"] += step["points"] if said is None else 0.0
        row["message"] = row["message"] or said or ""
    points = points_of(script)
    deserved = {cell.wrong: float(cell.marks or 0) for cell in script.cells if cell.wrong}
    for (question, answer), row in rows.items():
        full = points[question] if answer == "solution" else 0.0
        row["expected"] = deserved.get(f"{question}/{answer}", full)
    table = pd.DataFrame(
        [(*key, row["marks"], row["expected"], row["message"]) for key, row in rows.items()],
        columns=["question", "answer", "marks", "expected", "message"],
    )
    table.insert(4, "holds", table["marks"] == table["expected"])
    return table
