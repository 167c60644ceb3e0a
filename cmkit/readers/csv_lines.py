"""The records of a CSV or TSV file, with the physical line where each starts.

A quote that is never closed costs one line, not the rest of the file.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from cmkit.errors import fail
from cmkit.readers.rows import EXCERPT, Reject
from cmkit.readers.streams import BLOCK, Source

__all__ = ["Record", "records", "separator_of"]

#: The longest line that is taken into memory, in characters.
_LONGEST = 4 << 20
_SEPARATORS = (",", ";", "\t", "|")


class Record(NamedTuple):
    """The cells of a row, and the line of the file where it starts."""

    line: int
    cells: list[str]


def records(source: Source, separator: str) -> Iterator[Record | Reject]:
    """Yield each row of a table; a reject where it cannot be read. Blank lines are passed over."""
    with source.text() as text:
        lines = _Lines(text)
        reader = _reader(lines, separator)
        while True:
            start = lines.mark()
            try:
                cells = next(reader, None)
            except csv.Error as reason:
                yield Reject(start, _why(reason), lines.taken[0][:EXCERPT].rstrip())
                lines.give_back()
                reader = _reader(lines, separator)
                continue
            except _TooLongError as reason:
                yield Reject(lines.number, str(reason), lines.taken[-1][:EXCERPT])
                reader = _reader(lines, separator)
                continue
            if cells is None:
                break
            if cells:
                yield Record(start, cells)
    if source.broken:
        yield Reject(lines.number + 1, source.broken)


def separator_of(source: Source, wanted: str | None) -> str:
    """Return what stands between the cells: asked for, or what cuts the first lines evenly."""
    if wanted is not None:
        if not isinstance(wanted, str) or len(wanted) != 1 or wanted in '"\r\n':
            raise fail("separator must be one character.", found=repr(wanted), fix="separator=';'")
        return wanted
    with source.text() as text:
        head = text.read(1 << 16).lstrip("\ufeff")
    if head[:4].lower() == "sep=" and len(head) > 4:  # a note that Excel leaves and reads
        return head[4]
    lines = head.splitlines(keepends=True)
    if len(head) == 1 << 16 and len(lines) > 1:
        lines = lines[:-1]
    return max(_SEPARATORS, key=lambda separator: _evenness(lines, separator))


def _evenness(lines: Sequence[str], separator: str) -> tuple[float, int]:
    """Return the share of rows that have as many cells as the first, and how many that is."""
    rows: list[list[str]] = []
    try:
        rows += [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return (0.0, 0)
    width = len(rows[0]) if rows else 0
    if width < 2:
        return (0.0, width)
    return (round(sum(len(row) == width for row in rows) / len(rows), 1), width)


def _reader(lines: "_Lines", separator: str) -> Iterator[list[str]]:
    # strict: a quote in the wrong place is an error, not a row silently misread
    return csv.reader(lines, delimiter=separator, strict=True)


def _why(reason: csv.Error) -> str:
    told = str(reason)
    if "unexpected end of data" in told or "field larger" in told:
        return "a quote opens in this row and never closes, or a cell is very long"
    if "expected after" in told:
        return "a quote closes inside a cell: quotes in a text must be doubled"
    return f"not CSV: {told}"


class _TooLongError(Exception):
    """A line is longer than is taken into memory."""


class _Lines:
    """The lines of a text, numbered, that can be given back since the last mark."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(_LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        if len(line) == _LONGEST and line[-1] not in "\r\n":
            while (piece := self._text.readline(BLOCK)) and piece[-1] not in "\r\n":
                pass
            raise _TooLongError(f"this line is longer than {_LONGEST >> 20} million characters")
        return line.replace("\0", "")  # Python 3.11's reader stops at these

    def mark(self) -> int:
        """Start a new record; return the line it will start on."""
        self.taken.clear()
        return self.number + 1

    def give_back(self) -> None:
        """Hand out again the lines taken since the mark, but for the first."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
