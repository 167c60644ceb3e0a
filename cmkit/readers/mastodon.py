"""Mastodon API statuses: an array, a context, one status, or one status per line.

References
----------
.. [1] Mastodon documentation, API entities: Status, Context, Quote, Account.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

import nh3

from cmkit.readers.json_values import as_object, as_objects, values
from cmkit.readers.rows import (
    Person,
    Reject,
    Row,
    Wishes,
    handle,
    identifier,
    language_code,
    without_repeats,
)
from cmkit.readers.streams import Source

__all__ = ["plain_text", "recognises", "rows"]

Status = Mapping[str, Any]

_BLOCKS = {"p", "br", "li", "blockquote", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6"}
#: The line that servers add for readers who cannot show a quote.
_QUOTE_LINE = re.compile(r'<p class="quote-inline">.{0,2000}?</p>', re.DOTALL)
_LINE_END = re.compile(r"<br ?/?>|</(?:li|pre|div|h[1-6])>")
_PARAGRAPH_END = re.compile(r"</(?:p|blockquote)>")
_TAG = re.compile(r"<[^>]*>")
_MANY_LINES = re.compile(r"\n{3,}")


def recognises(first: object) -> bool:
    """Whether this is a status, or a context of statuses. An empty array holds none, and is."""
    if isinstance(first, list):
        return not first
    if not isinstance(first, dict):
        return False
    return {"content", "account"} <= set(first) or {"ancestors", "descendants"} <= set(first)


def rows(source: Source, wishes: Wishes) -> Iterator[Row | Reject | Person]:  # noqa: ARG001 - a format's form
    """Yield each status, then the status that it boosts or quotes."""
    return without_repeats(_all_rows(source))


def plain_text(content: str) -> str:
    r"""Turn a status's HTML into text: a blank line between paragraphs, no tag, no script.

    Examples
    --------
    >>> plain_text("<p>Bonjour &amp; merci<br>à tous</p><p>Ana</p>")
    'Bonjour & merci\nà tous\n\nAna'
    """
    if "<" in content:
        kept = nh3.clean(_QUOTE_LINE.sub("", content), tags=_BLOCKS, attributes={})
        kept = _PARAGRAPH_END.sub("\n\n", _LINE_END.sub("\n", kept))
        content = _TAG.sub("", kept)
    return _MANY_LINES.sub("\n\n", html.unescape(content)).strip()


def _all_rows(source: Source) -> Iterator[Row | Reject | Person]:
    for value in values(source):
        if isinstance(value, Reject):
            yield value
            continue
        for status in _statuses(value.value):
            yield from _status_rows(value.line, status, value.excerpt)


def _statuses(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and {"ancestors", "descendants"} <= set(value):
        both = (value["ancestors"], value["descendants"])
        return [status for part in both if isinstance(part, list) for status in part]
    if isinstance(value, dict) and isinstance(value.get("statuses"), list):
        return value["statuses"]  # the answer to a search
    return [value]


def _status_rows(line: int, status: object, excerpt: str) -> Iterator[Row | Reject | Person]:
    if not isinstance(status, dict):
        yield Reject(line, "not a status", excerpt)
        return
    yield from _people_of(status)
    yield _row(line, status, excerpt)
    cited, _ = _quoted(status)
    inner = as_object(status.get("reblog")) or cited
    for _ in range(2):  # a boost of a quote holds two
        if not inner:
            return
        yield from _people_of(inner)
        row = _row(line, inner, excerpt)
        if isinstance(row, Row):
            yield row._replace(is_context=True)
        inner, _ = _quoted(inner)


def _people_of(status: Status) -> Iterator[Person]:
    for account in (as_object(status.get("account")), *as_objects(status.get("mentions"))):
        user_id, name = identifier(account.get("id")), handle(account.get("acct"))
        if user_id and name:
            yield Person(user_id, name)


def _row(line: int, status: Status, excerpt: str) -> Row | Reject:
    post_id, author = identifier(status.get("id")), _author(status)
    created_at = status.get("created_at")
    if post_id is None or author is None or not isinstance(created_at, str):
        missing = "id" if post_id is None else "account" if author is None else "created_at"
        return Reject(line, f"a status without {missing}", excerpt)
    boosted = as_object(status.get("reblog"))
    quoted, quoted_id = _quoted(status)
    answered = identifier(status.get("in_reply_to_id"))
    answered_author = identifier(status.get("in_reply_to_account_id"))
    kind = "repost" if boosted else "quote" if quoted_id else "reply" if answered else "post"
    shown = boosted or status
    return Row(
        line=line,
        post_id=post_id,
        author_id=author,
        created_at=created_at,
        text=_text(shown),
        lang=language_code(shown.get("language")),
        kind=kind,
        reply_to=answered,
        reply_to_author_id=f"id:{answered_author}" if answered and answered_author else None,
        repost_of=identifier(boosted.get("id")) or quoted_id,
        repost_of_author_id=_author(boosted or quoted),
        mentions=_names(shown.get("mentions"), "acct"),
        hashtags=_names(shown.get("tags"), "name"),
        platform="mastodon",
    )


def _quoted(status: Status) -> tuple[Status, str | None]:
    """Return the quoted status, empty where only its id is known, and its id."""
    quote = as_object(status.get("quote"))
    inner = quote if "account" in quote else as_object(quote.get("quoted_status"))
    found = identifier(inner.get("id")) or identifier(quote.get("quoted_status_id"))
    return inner, found or identifier(status.get("quote_id"))


def _author(status: Status) -> str | None:
    return handle(as_object(status.get("account")).get("acct"))


def _text(status: Status) -> str:
    content, warning = status.get("content"), status.get("spoiler_text")
    said = plain_text(content) if isinstance(content, str) else ""
    if isinstance(warning, str) and warning.strip():
        return f"{warning.strip()}\n\n{said}".strip()
    return said


def _names(items: object, key: str) -> list[str] | None:
    if not isinstance(items, list):
        return None
    found = (handle(item.get(key)) for item in as_objects(items))
    return [name.lstrip("#") for name in found if name]
