"""Any CSV or TSV file with a header: one row per post."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import itemgetter

from cmkit.errors import fail
from cmkit.readers.csv_columns import FIELDS, resolve
from cmkit.readers.csv_lines import Record, records, separator_of
from cmkit.readers.rows import EXCERPT, Person, Reject, Row, Wishes, handle, language_code
from cmkit.readers.streams import Source

__all__ = ["recognises", "rows"]

#: What tools write in a cell that is empty.
_NOTHING = {"", "nan", "none", "null", "na", "n/a", "<na>", "nat", "undefined", "#n/a"}
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_REPOST = re.compile(r"RT @([^\s:]{1,60}):")
_KINDS = {
    "post": "post", "tweet": "post", "original": "post", "status": "post", "publication": "post",
    "reply": "reply", "replied_to": "reply", "comment": "reply", "answer": "reply",
    "réponse": "reply", "reponse": "reply", "commentaire": "reply",
    "repost": "repost", "retweet": "repost", "retweeted": "repost", "boost": "repost",
    "reblog": "repost", "share": "repost", "partage": "repost",
    "quote": "quote", "quoted": "quote", "citation": "quote",
}  # fmt: skip


def recognises(first: object) -> bool:
    """Whether this is the text of a table. What is no JSON and no markup is taken for one."""
    return isinstance(first, str) and not first.startswith(("<", "window.YTD"))


def rows(source: Source, wishes: Wishes) -> Iterator[Row | Reject | Person]:
    """Yield the post of each row."""
    separator = separator_of(source, wishes.separator)
    table = records(source, separator)
    header = _header(table, source)
    position = resolve(header, wishes.columns, file_name=source.path.name)
    platform = "x" if any(name.startswith("__twarc.") for name in header) else None
    pick = itemgetter(*(position.get(field, -1) for field in FIELDS))
    needs_id = "post_id" not in position
    width, number = len(header), 0
    for record in table:
        if isinstance(record, Reject):
            yield record
            continue
        number += 1
        cells = record.cells
        if len(cells) != width:
            if len(cells) < width or any(cells[width:]):
                yield _reject(record, f"{len(cells)} cells where the header has {width}")
                continue
            cells = cells[:width]
        cells.append("")  # what a field without a column reads
        row = _row(record, pick(cells), post_id=f"row-{number}" if needs_id else None)
        yield row._replace(platform=platform) if platform and isinstance(row, Row) else row


def _header(table: Iterator[Record | Reject], source: Source) -> list[str]:
    """Return the names of the columns; Excel's note about its separator is passed over."""
    for first in table:
        if isinstance(first, Reject):
            raise fail(
                f"{source.path.name}: the first line cannot be read as the names of columns.",
                found=f"line {first.line}: {first.reason}",
                fix="is it a CSV file? The first line must name the columns",
            )
        cells = [cell.removeprefix("\ufeff").strip().strip('"') for cell in first.cells]
        if first.line == 1 and cells[0].lower().startswith("sep=") and len("".join(cells)) <= 5:
            continue
        return cells
    raise fail(
        f"{source.path.name} holds nothing but blank lines.",
        found=f"{len(source.head)} bytes or more",
        fix="export it again; the first line names the columns",
    )


def _row(record: Record, cells: tuple[str, ...], *, post_id: str | None) -> Row | Reject:
    (own_id, author, created_at, text, lang, platform, kind, reply_to, reply_author, cited,
     cited_author, thread, mentions, hashtags, reposted, reposted_author, quoted,
     quoted_author) = cells  # fmt: skip
    post_id = post_id or _pointer(own_id)
    author_id, known_kind = _person(author), _kind(kind)
    if post_id is None:
        rounded = _ROUNDED.fullmatch(own_id.strip())
        what = f"a spreadsheet has rounded its identifier: {own_id[:30]}"
        return _reject(record, what if rounded else "no identifier")
    if author_id is None or not created_at.strip():
        return _reject(record, "no author" if author_id is None else "no date")
    if known_kind is None and _given(kind):
        return _reject(record, f"its kind is not known: {kind[:30]!r}")
    told = _REPOST.match(text)
    cited_id = _pointer(reposted) or _pointer(quoted) or _pointer(cited)
    author_cited = _person(reposted_author) or _person(quoted_author) or _person(cited_author)
    answered, answered_author = _pointer(reply_to), _person(reply_author)
    known_kind = known_kind or _likely_kind(
        reposts=_given(reposted) or _given(reposted_author) or bool(told and not _given(quoted)),
        quotes=_given(quoted) or _given(quoted_author) or bool(cited_id and answered),
        cites=bool(cited_id),
        answers=bool(answered or answered_author),
    )
    if author_cited is None and told and known_kind == "repost":
        author_cited = _person(told[1])
    return Row(
        record.line, post_id, author_id, created_at.strip(), text, _language(lang), known_kind,
        answered, answered_author, cited_id, author_cited, _pointer(thread), _people(mentions),
        _tags(hashtags), platform.strip().lower() or None,
    )  # fmt: skip


def _likely_kind(*, reposts: bool, quotes: bool, cites: bool, answers: bool) -> str:
    if reposts:
        return "repost"
    if quotes:
        return "quote"
    return "repost" if cites else "reply" if answers else "post"


def _reject(record: Record, reason: str) -> Reject:
    return Reject(
        record.line, reason, " | ".join(cell[:EXCERPT] for cell in record.cells)[:EXCERPT]
    )


def _given(cell: str) -> bool:
    return bool(cell) and cell.strip().lower() not in _NOTHING


def _pointer(cell: str) -> str | None:
    """Return an identifier; None if there is none, or if it has lost its digits."""
    if not cell:
        return None
    cell = cell.strip()
    if cell.lower() in _NOTHING or (len(cell) < 30 and _ROUNDED.fullmatch(cell)):
        return None
    return cell[:-2] if cell.endswith(".0") and cell[:-2].isdigit() else cell


@lru_cache(maxsize=1 << 16)
def _person(cell: str) -> str | None:
    if not cell:
        return None
    name = handle(cell)
    if name is None or name in _NOTHING:
        return None
    return name[:-2] if name.endswith(".0") and name[:-2].isdigit() else name


@lru_cache(maxsize=1024)
def _language(cell: str) -> str | None:
    return language_code(cell)


@lru_cache(maxsize=1024)
def _kind(cell: str) -> str | None:
    return _KINDS.get(cell.strip().lower())


def _people(cell: str) -> list[str] | None:
    return _list(cell, _person)


def _tags(cell: str) -> list[str] | None:
    return _list(cell, lambda tag: tag.strip().lstrip("#").lower() or None)


def _list(cell: str, clean: Callable[[str], str | None]) -> list[str] | None:
    """Return a cell that holds a list; None where there is no cell, so that the text is read."""
    if not cell:
        return None
    return [name for item in _items(cell) if (name := clean(item))]


@lru_cache(maxsize=1 << 14)
def _items(cell: str) -> tuple[str, ...]:
    """Cut ``["a", "b"]``, ``[{"username": "a"}]`` or ``a, b`` into texts."""
    cell = cell.strip()
    if cell.lower() in _NOTHING:
        return ()
    if cell.startswith("[") and cell.endswith("]"):
        for read in (json.loads, ast.literal_eval):
            try:
                return tuple(filter(None, map(_name_in, read(cell))))
            except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
                continue  # another way of writing lists
        cell = cell[1:-1]
    return tuple(item.strip("'\" ") for item in re.split(r"[,;|\s]+", cell))


def _name_in(item: object) -> str:
    if isinstance(item, dict):
        found = (item.get(key) for key in ("username", "acct", "screen_name", "tag", "name"))
        return next((name for name in found if isinstance(name, str)), "")
    return item if isinstance(item, str) else ""
