"""Read a percent script: its header, its cells, and what each cell's marker says."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import jupytext

from cmkit.errors import CmkitError, fail

__all__ = ["Cell", "Kind", "Script", "fault", "read"]

Kind = Literal["", "answer", "check", "manual", "given"]

#: What a cell's marker can say.
KEYS = ("grade_id", "kind", "points", "wrong", "marks", "tags")
#: What a script's header can say; the first two must be there.
HEADER = ("title", "lang", "minutes", "needs")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a script.

    Parameters
    ----------
    line : int
        The line of its marker in the script, from 1.
    cell_type : {"code", "markdown"}
        As in a notebook.
    source : str
        What stands in it.
    kind : {"", "answer", "check", "manual", "given"}
        Its part in an exercise; empty for an ordinary cell.
    grade_id : str
        Its name in the gradebook; empty for an ordinary cell.
    points : float, optional
        The marks it is worth.
    wrong : str
        ``question/name`` of a stored wrong answer; empty for a cell of the notebook.
    marks : float, optional
        The marks that a stored wrong answer deserves.
    tags : tuple of str
        The cell's tags in the notebook.

    Examples
    --------
    >>> Cell(1, "code", "x = 1").kind
    ''
    """

    line: int
    cell_type: Literal["code", "markdown"]
    source: str
    kind: Kind = ""
    grade_id: str = ""
    points: float | None = None
    wrong: str = ""
    marks: float | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A lesson or an exercise as its author wrote it.

    Parameters
    ----------
    path : Path
        Where it was read.
    header : dict
        ``title`` and ``lang`` (ISO 639-1), and where given ``minutes`` (int) and ``needs``
        (names of other lessons, comma between).
    cells : tuple of Cell
        In the order of the file, stored wrong answers included.

    Examples
    --------
    >>> Script(Path("01_first.py"), {"title": "First", "lang": "en"}, ()).name
    '01_first'
    """

    path: Path
    header: dict[str, Any]
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return self.path.stem


def read(path: Path) -> Script:
    r"""Read a percent script.

    Parameters
    ----------
    path : Path
        A ``.py`` file in jupytext's percent format with the header that cmkit asks for.

    Returns
    -------
    Script
        The rules of exercises are not looked at yet: see `cmkit.course.rules`.

    Raises
    ------
    CmkitError
        No such file, not UTF-8, no header, an unknown word in a marker; with file and line.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "01_first.py"
    >>> _ = path.write_text("# ---\n# title: First\n# lang: en\n# ---\n\n# %%\n1 + 1\n")
    >>> [(cell.line, cell.source) for cell in read(path).cells]
    [(6, '1 + 1')]
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise fail("there is no such script.", found=str(path)) from None
    except UnicodeDecodeError as error:
        raise fail(f"{path} must be UTF-8.", found=str(error), fix="save it as UTF-8") from None
    lines = text.splitlines()
    header, first = _header(Path(path), lines)
    markers = [
        number for number, line in enumerate(lines, start=1) if number > first and _is_marker(line)
    ]
    if (early := _first_line(lines, first)) and (not markers or early < markers[0]):
        raise fault(
            path, early, "a cell must begin with a marker.", lines[early - 1], "write # %% above it"
        )
    body = "\n".join(lines[markers[0] - 1 :]) + "\n" if markers else ""
    cells = jupytext.reads(body, fmt="py:percent").cells if markers else []
    if len(cells) != len(markers):
        raise fault(
            path,
            markers[0] if markers else 1,
            "the cells cannot be told apart.",
            f"{len(markers)} markers, {len(cells)} cells",
            "begin a line with '# %%' only where a cell begins",
        )
    pairs = zip(cells, markers, strict=True)
    return Script(Path(path), header, tuple(_cell(Path(path), *pair) for pair in pairs))


def fault(path: Path, line: int, what: str, found: object, fix: str) -> CmkitError:
    """Build an error that names the file and the line; the caller raises it.

    Examples
    --------
    >>> print(fault(Path("ex01.py"), 7, "points are missing.", 'grade_id="q1"', "add points=2"))
    ex01.py, line 7: points are missing.
      Found: grade_id="q1"
      To fix: add points=2
    """
    return fail(f"{Path(path).as_posix()}, line {line}: {what}", found=found, fix=fix)


def _is_marker(line: str) -> bool:
    return re.match(r"#\s*%%(\s|$)", line) is not None


def _first_line(lines: list[str], after: int) -> int | None:
    """Return the number of the first line that is not blank."""
    return next((n for n, line in enumerate(lines, start=1) if n > after and line.strip()), None)


def _header(path: Path, lines: list[str]) -> tuple[dict[str, Any], int]:
    """Return what the header says, and the number of its last line."""
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "# ---"][:2]
    if len(ends) < 2 or ends[0] != 0:
        raise fault(
            path,
            1,
            "a script begins with a header.",
            lines[0] if lines else "an empty file",
            "write: # ---, # title: ..., # lang: en, # minutes: 45, # needs: 01_name, # ---",
        )
    header: dict[str, Any] = {}
    for number in range(1, ends[1]):
        key, colon, value = lines[number].removeprefix("#").strip().partition(":")
        if key not in HEADER or not colon or not value.strip():
            fix = f"one line for each of {list(HEADER)}, as '# title: ...'"
            raise fault(path, number + 1, "the header has an odd line.", lines[number], fix)
        header[key] = value.strip().strip('"')
    if lacking := [key for key in HEADER[:2] if key not in header]:
        raise fault(path, 1, "the header is not complete.", f"no {lacking}", "add a line for each")
    if "minutes" in header:
        if not header["minutes"].isdecimal():
            fix = "write a whole number"
            raise fault(path, 1, "minutes must be a number.", header["minutes"], fix)
        header["minutes"] = int(header["minutes"])
    return header, ends[1] + 1


def _cell(path: Path, cell: Any, line: int) -> Cell:
    said = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
    if cell.cell_type not in {"code", "markdown"}:
        fix = "write # %% or # %% [markdown]"
        raise fault(path, line, "unknown type of cell.", cell.cell_type, fix)
    if unknown := [key for key in said if key not in KEYS]:
        raise fault(
            path, line, "unknown word in a marker.", unknown[0], f"use some of {list(KEYS)}"
        )
    kind = said.get("kind", "")
    if kind not in get_args(Kind):
        fix = f"use one of {list(get_args(Kind)[1:])}"
        raise fault(path, line, "unknown kind of cell.", repr(kind), fix)
    for key in ("points", "marks"):
        number = said.get(key)
        if number is not None and (not isinstance(number, (int, float)) or not number >= 0):
            fix = f"write {key}=2, a number of 0 or more"
            raise fault(path, line, f"{key} must be a number.", repr(number), fix)
    tags = said.get("tags", [])
    return Cell(
        line=line,
        cell_type=cell.cell_type,
        source=cell.source.rstrip(),
        kind=kind,
        grade_id=str(said.get("grade_id", "")),
        points=said.get("points"),
        wrong=str(said.get("wrong", "")),
        marks=said.get("marks"),
        tags=tuple(tags.split(",") if isinstance(tags, str) else tags),
    )
