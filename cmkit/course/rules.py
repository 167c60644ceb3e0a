"""The rules of an exercise, so that an author's slip is found before a student meets it."""

import ast
import re
from collections import Counter
from pathlib import Path

from cmkit.course.script import Cell, Script, fault

__all__ = ["check_exercise", "check_lesson", "points_of", "question_of"]

_SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
_CHECK = re.compile(r"^(.+)-check(-.+)?$")
_HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")


def question_of(grade_id: str) -> str:
    """Return the question that a graded cell belongs to.

    Parameters
    ----------
    grade_id : str
        The name of an answer, a check or a manual cell.

    Returns
    -------
    str
        For a check the name of its answer; otherwise the name itself.

    Examples
    --------
    >>> question_of("q1-check"), question_of("q1-check-ties"), question_of("reflection")
    ('q1', 'q1', 'reflection')
    """
    return _CHECK.sub(r"\1", grade_id)


def points_of(script: Script) -> dict[str, float]:
    """Return what each question of an exercise is worth, in marks.

    Parameters
    ----------
    script : Script
        An exercise.

    Returns
    -------
    dict
        Question to marks, in the order of the exercise.

    Examples
    --------
    >>> check = Cell(1, "code", "", kind="check", grade_id="q1-check", points=2)
    >>> points_of(Script(Path("ex01.py"), {}, (check,)))
    {'q1': 2.0}
    """
    points: dict[str, float] = {}
    for cell in script.cells:
        if cell.kind in {"check", "manual"}:
            question = question_of(cell.grade_id)
            points[question] = points.get(question, 0.0) + float(cell.points or 0)
    return points


def check_lesson(script: Script) -> None:
    """Make sure that a lesson holds ordinary cells only.

    Parameters
    ----------
    script : Script
        A lesson.

    Raises
    ------
    CmkitError
        A cell with a part in an exercise.
    """
    for cell in script.cells:
        if cell.kind or cell.wrong or cell.grade_id:
            raise fault(
                script.path,
                cell.line,
                "a lesson has no graded cells.",
                cell.kind or cell.wrong or cell.grade_id,
                "move it to exercises/_src",
            )


def check_exercise(script: Script) -> None:
    """Make sure that an exercise can be released and graded.

    Parameters
    ----------
    script : Script
        An exercise.

    Raises
    ------
    CmkitError
        A name twice, a check without an answer, no points, no solution, an unmatched marker, code
        that is not Python, a wrong answer to no question or worth more than the question; with
        file and line.
    """
    _check_names(script)
    answers: set[str] = set()
    checks = [cell for cell in script.cells if cell.kind == "check"]
    checked = {question_of(cell.grade_id) for cell in checks}
    for cell in script.cells:
        if cell.kind:
            _RULES[cell.kind](script.path, cell)
        elif _begins(cell, _SOLUTION) or _begins(cell, _HIDDEN):
            fix = 'add kind="answer" or kind="check" to its marker'
            raise fault(script.path, cell.line, "a solution or test stands open.", "no kind", fix)
    for cell in script.cells:
        if cell.kind == "answer":
            answers.add(cell.grade_id)
            if cell.grade_id not in checked:
                fix = f'add # %% grade_id="{cell.grade_id}-check" kind="check" points=2'
                raise fault(script.path, cell.line, "no check marks this.", cell.grade_id, fix)
        elif cell.kind == "check" and question_of(cell.grade_id) not in answers:
            fix = 'name it after an answer above it: grade_id="q1-check" goes with "q1"'
            raise fault(script.path, cell.line, "a check has no answer.", cell.grade_id, fix)
    _check_wrong_answers(script, answers)


def _check_names(script: Script) -> None:
    seen: dict[str, int] = {}
    for cell in script.cells:
        if not cell.grade_id:
            continue
        if re.fullmatch(r"[A-Za-z0-9_-]+", cell.grade_id) is None:
            fix = "use letters, digits, - and _ only"
            raise fault(script.path, cell.line, "a grade_id has odd signs.", cell.grade_id, fix)
        if cell.grade_id in seen:
            found = f"{cell.grade_id!r}, already in line {seen[cell.grade_id]}"
            fix = "give each graded cell a name of its own"
            raise fault(script.path, cell.line, "a grade_id stands twice.", found, fix)
        if not cell.kind:
            fix = 'add kind="answer", "check", "manual" or "given"'
            raise fault(script.path, cell.line, "a named cell has no kind.", cell.grade_id, fix)
        if cell.kind != "check" and _CHECK.match(cell.grade_id):
            fix = "only checks are called ...-check"
            raise fault(script.path, cell.line, "this is named like a check.", cell.grade_id, fix)
        seen[cell.grade_id] = cell.line


def _check_answer(path: Path, cell: Cell) -> None:
    _need(path, cell, "code")
    if cell.points is not None:
        fix = "points stand at the check"
        raise fault(path, cell.line, "an answer has no points of its own.", cell.points, fix)
    _check_markers(path, cell, _SOLUTION, needed=True)
    _parse(path, cell, cell.source)


def _check_check(path: Path, cell: Cell) -> None:
    _need(path, cell, "code")
    _need_points(path, cell)
    if _CHECK.match(cell.grade_id) is None:
        fix = f'name it "<answer>-check": grade_id="{cell.grade_id}-check"'
        raise fault(path, cell.line, "a check is named after its answer.", cell.grade_id, fix)
    _check_markers(path, cell, _HIDDEN, needed=False)
    tree = _parse(path, cell, cell.source)
    last = tree.body[-1] if tree.body else None
    if last is None or (isinstance(last, ast.Expr) and not isinstance(last.value, ast.Call)):
        found = ast.unparse(last) if last is not None else "no code"
        fix = "a check raises or is silent: use checks.equal(...) or assert"
        raise fault(path, cell.line, "a check ends in a bare value.", found, fix)


def _check_manual(path: Path, cell: Cell) -> None:
    if not cell.grade_id:
        fix = 'add grade_id="reflection" to its marker'
        raise fault(path, cell.line, "a graded cell has no name.", "no grade_id", fix)
    _need_points(path, cell)
    _check_markers(path, cell, _SOLUTION, needed=True)


def _check_given(path: Path, cell: Cell) -> None:
    if cell.points is not None:
        raise fault(path, cell.line, "a given cell earns nothing.", cell.points, "drop the points")


_RULES = {
    "answer": _check_answer,
    "check": _check_check,
    "manual": _check_manual,
    "given": _check_given,
}


def _need(path: Path, cell: Cell, cell_type: str) -> None:
    if not cell.grade_id:
        fix = 'add grade_id="q1" to its marker'
        raise fault(path, cell.line, "a graded cell has no name.", "no grade_id", fix)
    if cell.cell_type != cell_type:
        fix = "drop [markdown] from its marker"
        raise fault(path, cell.line, f"this must be a {cell_type} cell.", cell.cell_type, fix)


def _need_points(path: Path, cell: Cell) -> None:
    if cell.points is None:
        raise fault(path, cell.line, "points are missing.", cell.grade_id, "add points=2")


def _begins(cell: Cell, markers: tuple[str, str]) -> bool:
    return any(marker in cell.source for marker in markers)


def _check_markers(path: Path, cell: Cell, markers: tuple[str, str], *, needed: bool) -> None:
    """Make sure that each BEGIN has its END, in turn, each on a line of its own."""
    words = [marker.removeprefix("### ") for marker in markers]
    stands = [
        (number, words.index(word), line.strip())
        for number, line in enumerate(cell.source.splitlines(), start=cell.line + 1)
        for word in words
        if word in line
    ]
    if needed and not stands:
        fix = f"put the solution between {markers[0]} and {markers[1]}"
        raise fault(path, cell.line, "the solution is not marked.", cell.grade_id, fix)
    for turn, (number, which, line) in enumerate(stands):
        if which != turn % 2 or line != markers[which]:
            fix = f"{markers[0]} and {markers[1]} in turn, each on a line of its own"
            raise fault(path, number, "a marker stands wrong.", line, fix)
    if len(stands) % 2:
        number, _, line = stands[-1]
        raise fault(path, number, "a marker has no end.", line, f"add {markers[1]}")


def _parse(path: Path, cell: Cell, source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1)
        fix = "no magics here, and plain Python"
        raise fault(path, line, "this is not Python.", str(error.msg), fix) from None


def _check_wrong_answers(script: Script, answers: set[str]) -> None:
    points = points_of(script)
    stored = Counter(cell.wrong for cell in script.cells if cell.wrong)
    for cell in script.cells:
        if cell.marks is not None and not cell.wrong:
            fix = 'write wrong="q1/name" marks=0, or points= at a check'
            raise fault(script.path, cell.line, "marks go with a wrong answer.", cell.marks, fix)
        if not cell.wrong:
            continue
        question, slash, name = cell.wrong.partition("/")
        if not slash or not name or question not in answers or cell.kind:
            fix = f'write wrong="question/name" marks=0; questions: {sorted(answers)}'
            raise fault(script.path, cell.line, "a wrong answer to no question.", cell.wrong, fix)
        if stored[cell.wrong] > 1:
            fix = "give each wrong answer a name of its own"
            raise fault(script.path, cell.line, "a wrong answer stands twice.", cell.wrong, fix)
        if cell.marks is None or cell.marks >= points[question]:
            found = f"marks={cell.marks}, the question is worth {points[question]:g}"
            fix = "say what it deserves, less than the question: marks=0"
            raise fault(script.path, cell.line, "a wrong answer needs its marks.", found, fix)
        _parse(script.path, cell, cell.source)
