"""Read notebooks as someone who cannot see them would, and as someone with little time."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from cmkit.errors import fail

__all__ = ["review"]

_LONGEST_CELL = 25
_VAGUE = {"here", "click here", "this", "link", "ici", "cliquez ici", "lien"}


def review(path: str | Path) -> pd.DataFrame:
    r"""Look for what makes a notebook hard to read, above all with a screen reader.

    Parameters
    ----------
    path : path
        A notebook, or a folder whose notebooks are all read.

    Returns
    -------
    DataFrame, one row per remark
        ``path``; ``cell`` (from 0); ``severity``: ``fault`` (to be mended: the heading order, a
        picture without alternative text, a table without headings, stored outputs, no title) or
        ``advice`` (a cell of more than 25 lines, a link that says "here"); ``remark``.

    Raises
    ------
    CmkitError
        No such file or no notebook in it.

    Notes
    -----
    It reads the text, not the pictures that code draws: see `cmkit.plots.alt_text` for those. It
    cannot tell whether an alternative text is any good.

    Examples
    --------
    >>> import tempfile
    >>> book = nbformat.v4.new_notebook(metadata={"title": "First"})
    >>> book.cells.append(nbformat.v4.new_markdown_cell("# First\n\n![](a.png)"))
    >>> path = Path(tempfile.mkdtemp()) / "01.ipynb"
    >>> nbformat.write(book, path)
    >>> review(path)["remark"].tolist()
    ['a picture has no alternative text: ![](a.png)']
    """
    found = Path(path)
    paths = sorted(found.rglob("*.ipynb")) if found.is_dir() else [found]
    paths = [each for each in paths if ".ipynb_checkpoints" not in each.parts]
    if not paths or not paths[0].is_file():
        fix = "give a notebook, or a folder with notebooks"
        raise fail("there is no notebook to review.", found=str(path), fix=fix)
    rows = [(each.as_posix(), *remark) for each in paths for remark in _remarks(_open(each))]
    return pd.DataFrame(rows, columns=["path", "cell", "severity", "remark"])


def _open(path: Path) -> Any:
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call] # untyped there
    except (nbformat.reader.NotJSONError, UnicodeDecodeError, AttributeError):
        raise fail("this is not a notebook.", found=str(path)) from None


def _remarks(notebook: Any) -> Iterator[tuple[int, str, str]]:
    if not str(notebook.metadata.get("title", "")).strip():
        yield 0, "fault", "the notebook has no title in its metadata"
    level = 0
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            text = _without_code(cell.source)
            for depth, heading in _headings(text):
                if remark := _misplaced(level, depth):
                    yield number, "fault", f"{remark}: {heading}"
                level = depth
            yield from ((number, *remark) for remark in _in_text(text))
        elif cell.get("outputs"):
            yield number, "fault", "an output is stored with the notebook"
        if len(lines := cell.source.splitlines()) > _LONGEST_CELL:
            yield number, "advice", f"a long cell: {len(lines)} lines"
    if level == 0:
        yield 0, "fault", "the notebook has no heading"


def _without_code(text: str) -> str:
    """Take code out of a Markdown text: what stands there is no heading and no picture."""
    text = re.sub(r"^(```|~~~).*?^\1\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", text)


def _headings(text: str) -> Iterator[tuple[int, str]]:
    for hashes, title in re.findall(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$", text, flags=re.MULTILINE):
        yield len(hashes), title


def _misplaced(level: int, depth: int) -> str | None:
    """Say what is wrong with a heading of this depth after one of that level."""
    if level == 0 and depth != 1:
        return "the first heading is not the title (#)"
    if level > 0 and depth == 1:
        return "a second title (#)"
    return "a heading skips a level" if depth > level + 1 else None


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    for alternative, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)", text):
        if not alternative.strip():
            yield "fault", f"a picture has no alternative text: ![]({target})"
    for tag in re.findall(r"<img\b[^>]*>", text, flags=re.IGNORECASE):
        if re.search(r"""\balt\s*=\s*(["'])(?!\s*\1)""", tag, flags=re.IGNORECASE) is None:
            yield "fault", f"a picture has no alternative text: {tag[:60]}"
    for words in re.findall(r"(?<!!)\[([^\]]+)\]\([^)]*\)", text):
        if words.strip().lower() in _VAGUE:
            yield "advice", f"a link does not say where it leads: [{words}]"
    for heading in re.findall(r"^\s*\|(.*)\|\s*\n\s*\|[\s:|-]+\|\s*$", text, flags=re.MULTILINE):
        if not any(name.strip() for name in heading.split("|")):
            yield "fault", "a table has no headings"
