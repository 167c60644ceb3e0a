"""What a format hands over, one at a time: a post, a line left out, a person's handle."""

from collections.abc import Iterator
from typing import NamedTuple

__all__ = [
    "EXCERPT",
    "Person",
    "Reject",
    "Row",
    "Wishes",
    "handle",
    "identifier",
    "language_code",
    "without_repeats",
]

#: How much of a line is shown when it is left out, in characters.
EXCERPT = 80


class Row(NamedTuple):
    """A post as its export tells it; what is not said stays None.

    An author may be written ``id:123`` where only the platform's number is known: a `Person` of
    the same file, seen before or after, gives the handle.
    """

    line: int
    post_id: str
    author_id: str
    created_at: str
    text: str | None = None
    lang: str | None = None
    kind: str | None = None
    reply_to: str | None = None
    reply_to_author_id: str | None = None
    repost_of: str | None = None
    repost_of_author_id: str | None = None
    thread_id: str | None = None
    mentions: list[str] | None = None  # None: look for them in the text
    hashtags: list[str] | None = None
    platform: str | None = None
    is_context: bool = False


class Reject(NamedTuple):
    """A line, or one post of it, that was left out, and why."""

    line: int
    reason: str
    excerpt: str = ""


class Person(NamedTuple):
    """The handle that goes with a platform's number."""

    user_id: str
    handle: str


class Wishes(NamedTuple):
    """What the caller said about the file."""

    columns: dict[str, str | None]
    timezone: str | None = None
    date_format: str | None = None
    dayfirst: bool | None = None
    encoding: str | None = None
    separator: str | None = None


def without_repeats(found: Iterator[Row | Reject | Person]) -> Iterator[Row | Reject | Person]:
    """Pass on each person, and each post that is only context, once: some come page after page."""
    people: dict[str, str] = {}
    context: set[str] = set()
    for item in found:
        if isinstance(item, Person):
            if people.get(item.user_id) == item.handle:
                continue
            people[item.user_id] = item.handle
        elif isinstance(item, Row) and item.is_context:
            if item.post_id in context:
                continue
            context.add(item.post_id)
        yield item


def identifier(value: object) -> str | None:
    """Return an identifier as text; None for what cannot be one."""
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def handle(value: object) -> str | None:
    """Return a handle as it is kept: lower case, without ``@``."""
    return value.strip().lstrip("@").lower() or None if isinstance(value, str) else None


#: Codes that mean "no language", and codes that have changed.
_NO_LANGUAGE = {"und", "qam", "qct", "qht", "qme", "qst", "zxx", "art", "na", "nan", "none", "null"}
_NEW_CODE = {"in": "id", "iw": "he", "ji": "yi"}


def language_code(value: object) -> str | None:
    """Return a language as ISO 639: ``fr-FR`` becomes ``fr``; None where there is none."""
    if not isinstance(value, str):
        return None
    code = value.strip().lower().replace("_", "-").partition("-")[0]
    if not (code.isalpha() and 2 <= len(code) <= 3) or code in _NO_LANGUAGE:
        return None
    return _NEW_CODE.get(code, code)
