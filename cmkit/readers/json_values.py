"""Take the JSON values of an export one by one: one per line, or the items of a long array.

Nothing longer than `streams.LONGEST` is ever held: a file that is one endless value is refused.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TextIO

from cmkit.readers.rows import EXCERPT, Reject
from cmkit.readers.streams import BLOCK, LONGEST, Source

__all__ = ["Value", "as_object", "as_objects", "values"]

_LIMIT = f"{LONGEST >> 20} MiB"
_GAP = re.compile(r"[\s,]*")
_decode = json.JSONDecoder().raw_decode


class Value(NamedTuple):
    """A JSON value: the line or, in an array, the item it is; what it holds; how it starts."""

    line: int
    value: object
    excerpt: str


def values(source: Source) -> Iterator[Value | Reject]:
    """Yield each value of a file, or a reject where one cannot be read."""
    with source.text() as text:
        yield from _lines(text) if _one_per_line(source) else _items(text)
    if source.broken:
        yield Reject(0, source.broken)


def as_object(value: object) -> Mapping[str, Any]:
    """Return a JSON object; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def as_objects(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a JSON array; none of anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _one_per_line(source: Source) -> bool:
    """Tell one value per line from an array, and from an object laid out over several lines."""
    with source.text() as text:
        for _ in range(100):
            line = text.readline(BLOCK).strip("\ufeff \t\r\n")
            if line:
                laid_out = len(line) < BLOCK - 8 and line[0] == "{" and line[-1] in "{[,:"
                return line[0] != "[" and not laid_out
    return True


def _lines(text: TextIO) -> Iterator[Value | Reject]:
    number = 0
    while line := text.readline(LONGEST):
        number += 1
        if len(line) == LONGEST and line[-1] not in "\r\n":
            _skip_line(text)
            yield Reject(number, f"this line is longer than {_LIMIT}", line[:EXCERPT])
            continue
        stripped = line.strip("\ufeff \t\r\n,")
        if not stripped:
            continue
        try:
            yield Value(number, json.loads(stripped), stripped[:EXCERPT])
        except (ValueError, RecursionError) as reason:
            yield Reject(number, _why(reason), stripped[:EXCERPT])


def _skip_line(text: TextIO) -> None:
    while (piece := text.readline(BLOCK)) and piece[-1] not in "\r\n":
        pass


def _items(text: TextIO) -> Iterator[Value | Reject]:
    """Yield the items of one array after another, or of values written one after another."""
    window = _Window(text)
    number, in_array = 0, False
    while (first := window.next_mark()) != "":
        if first == "[" and not in_array:
            in_array = True
            window.at += 1
        elif first == "]" and in_array:
            in_array = False
            window.at += 1
        else:
            number += 1
            found = window.take(number)
            yield found
            if isinstance(found, Reject):
                return
    if in_array:
        yield Reject(number + 1, "the file ends before its list does: what follows is missing")


class _Window:
    """The piece of a text that is in memory, and where reading stands in it."""

    def __init__(self, text: TextIO) -> None:
        self.text = text
        self.seen = text.read(BLOCK).lstrip("\ufeff")
        self.at = 0

    def next_mark(self) -> str:
        """Return the character that starts the next value; empty at the end of the file."""
        while True:
            gap = _GAP.match(self.seen, self.at)
            self.at = gap.end() if gap else self.at
            if self.at < len(self.seen) or not self._more():
                return self.seen[self.at : self.at + 1]

    def take(self, number: int) -> Value | Reject:
        """Return the value that starts here; a reject ends the reading."""
        while True:
            excerpt = self.seen[self.at : self.at + EXCERPT]
            try:
                value, end = _decode(self.seen, self.at)
            except RecursionError as reason:
                return Reject(number, _why(reason), excerpt)
            except ValueError as reason:
                if len(self.seen) - self.at > LONGEST:
                    return Reject(
                        number, f"from here on, one value is longer than {_LIMIT}", excerpt
                    )
                if self._is_final(reason) or not self._more():
                    why = f"from here on the file cannot be read: {_why(reason)}"
                    return Reject(number, why, excerpt)
                continue
            # a number may go on in the next block
            if end == len(self.seen) and not isinstance(value, dict | list) and self._more():
                continue
            self.at = end
            return Value(number, value, excerpt)

    def _is_final(self, reason: ValueError) -> bool:
        """Whether the error stands too far from the window's end for more text to mend it."""
        if not isinstance(reason, json.JSONDecodeError):
            return True
        return not reason.msg.startswith("Unterminated") and reason.pos < len(self.seen) - 16

    def _more(self) -> bool:
        """Drop what was used, and at least double what is left: the cost stays linear."""
        rest = self.seen[self.at :]
        block = self.text.read(max(BLOCK, len(rest)))
        self.seen, self.at = rest + block, 0
        return bool(block)


def _why(reason: Exception) -> str:
    if isinstance(reason, RecursionError):
        return "the JSON is nested too deeply"
    if isinstance(reason, json.JSONDecodeError):
        return f"not JSON: {reason.msg} (character {reason.pos + 1})"
    return f"not JSON: {reason}"
