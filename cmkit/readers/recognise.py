"""Tell which format an export is in by looking at what it holds, not at its name."""

from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from cmkit.errors import fail
from cmkit.readers import csv_table, mastodon, x_v2
from cmkit.readers.json_values import Value, values
from cmkit.readers.rows import Person, Reject, Row, Wishes
from cmkit.readers.streams import Source

__all__ = ["FORMATS", "Format", "name_of"]


class Format(Protocol):
    """What a module needs to be a format."""

    def recognises(self, first: object) -> bool:
        """Whether a file is in this format; ``first`` is its first JSON object, or its text."""

    def rows(self, source: Source, wishes: Wishes) -> Iterator[Row | Reject | Person]:
        """Yield the posts of a file, and the lines it leaves out."""


#: A new format is a module with the two functions above, and a line here. The first that
#: recognises a file reads it.
FORMATS: Mapping[str, Format] = cast(
    "Mapping[str, Format]", {"x_v2": x_v2, "mastodon": mastodon, "csv": csv_table}
)


def name_of(source: Source) -> str:
    """Return the name of the format of a file; raise where it is none of them."""
    first = _first(source)
    for name, format_ in FORMATS.items():
        if format_.recognises(first):
            return name
    raise _unknown(source, first)


def _first(source: Source) -> object:
    """Return the first JSON object among the first values, or else the text of the head."""
    start = _head_text(source)
    if not start.startswith(("{", "[")):
        return start
    if start.replace(" ", "").replace("\n", "") in {"[]", "{}"}:
        return [] if start[0] == "[" else {}
    reasons = []
    for number, value in enumerate(values(source)):
        if isinstance(value, Value) and isinstance(value.value, dict) and value.value:
            return value.value
        if isinstance(value, Reject):
            reasons.append(value)
        if number == 100:
            break
    if start.startswith("[") and not reasons:
        return []
    found = f"line {reasons[0].line}: {reasons[0].reason}" if reasons else start[:60]
    raise fail(
        f"{source.path.name} starts like JSON, but none of its objects can be read.",
        found=found,
        fix="export it again; for JSON lines, each line is one whole object",
    )


def _head_text(source: Source) -> str:
    with source.text() as text:
        return text.read(1 << 16).lstrip("\ufeff \t\r\n")


def _unknown(source: Source, first: object) -> Exception:
    name = source.path.name
    keys = set(first) if isinstance(first, dict) else set()
    if "orderedItems" in keys or {"@context", "type"} <= keys:
        return fail(
            f"{name} is an ActivityPub archive, which cannot be read yet.",
            found=f"keys {sorted(keys)[:6]}",
            fix="collect the statuses through Mastodon's API, e.g. account_statuses(...)",
        )
    if "id_str" in keys or "full_text" in keys or {"user", "text"} <= keys:
        return fail(
            f"{name} holds posts of Twitter's old API (v1.1), which cannot be read yet.",
            found=f"keys {sorted(keys)[:6]}",
            fix="convert it to CSV and read that, or collect it again through API v2",
        )
    if isinstance(first, str) and first.startswith("window.YTD"):
        return fail(
            f"{name} is a piece of a personal X archive, which cannot be read yet.",
            found=first[:40],
            fix="export the posts through API v2, or as CSV",
        )
    return fail(
        f"the format of {name} is not known.",
        found=f"JSON with keys {sorted(keys)[:10]}"
        if keys
        else f"it starts with {str(first)[:60]!r}",
        fix=f"say it if you know it: format= one of {list(FORMATS)}; or save the posts as CSV",
    )
