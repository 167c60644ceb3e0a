"""Mastodon API statuses: a JSON array, newest first.

References
----------
.. [1] Mastodon documentation, API entities: Status, Account, Quote.
"""

import html
import json
import re
from typing import Any

import pandas as pd

from cmkit.simulator.export_people import Counts, account_numbers, counts_of, instant

__all__ = ["as_mastodon"]

_SERVER = "https://social.example.org"
_LINKED = re.compile(r"(?<![\w.&])([@#])(\w+)")


def as_mastodon(posts: pd.DataFrame, followers: dict[str, int]) -> str:
    """Return the posts as an array of statuses; a boost holds the status that it boosts."""
    numbers, counts = account_numbers(posts), counts_of(posts)
    rows: list[Any] = posts.to_dict("records")
    statuses = {row["post_id"]: _status(row, numbers, counts, followers) for row in rows}
    for row in rows:
        cited = statuses.get(row["repost_of"])
        if row["kind"] == "repost" and cited is not None:
            statuses[row["post_id"]] |= {"reblog": cited, "content": cited["content"]}
        elif row["kind"] == "quote":
            quote: dict[str, Any] = {"state": "accepted", "quoted_status_id": row["repost_of"]}
            if cited is not None:  # one level deep, or quotes of quotes would hold everything
                shallow = {**cited, "quote": None, "reblog": None}
                quote = {"state": "accepted", "quoted_status": shallow}
            statuses[row["post_id"]]["quote"] = quote
    newest_first = list(reversed(statuses.values()))
    return json.dumps(newest_first, ensure_ascii=False, indent=1) + "\n"


def _status(
    row: dict[str, Any], numbers: dict[str, str], counts: Counts, followers: dict[str, int]
) -> dict[str, Any]:
    post_id, author = row["post_id"], row["author_id"]
    answered = row["reply_to"] if isinstance(row["reply_to"], str) else None
    asker = row["reply_to_author_id"]
    done = {name: counts[name].get(post_id, 0) for name in counts}
    return {
        "id": post_id,
        "created_at": instant(row["created_at"]),
        "in_reply_to_id": answered,
        "in_reply_to_account_id": numbers[asker] if isinstance(asker, str) else None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": row["lang"] if isinstance(row["lang"], str) else None,
        "uri": f"{_SERVER}/users/{author}/statuses/{post_id}",
        "url": f"{_SERVER}/@{author}/{post_id}",
        "replies_count": done["replies"],
        "reblogs_count": done["reposts"],
        "favourites_count": 3 * done["reposts"] + 2 * done["quotes"] + done["replies"],
        "quotes_count": done["quotes"],
        "content": _as_html(row["text"]),
        "reblog": None,
        "account": _account(author, numbers, followers),
        "media_attachments": [],
        "mentions": [_named(handle, numbers) for handle in row["mentions"]],
        "tags": [{"name": tag, "url": f"{_SERVER}/tags/{tag}"} for tag in row["hashtags"]],
        "emojis": [],
        "card": None,
        "poll": None,
        "quote": None,
    }


def _account(handle: str, numbers: dict[str, str], followers: dict[str, int]) -> dict[str, Any]:
    return {
        "id": numbers[handle],
        "username": handle,
        "acct": handle,
        "display_name": handle.partition("_")[0].title(),
        "url": f"{_SERVER}/@{handle}",
        "note": "<p>Simulated account</p>",
        "bot": False,
        "followers_count": followers.get(handle, 0),
    }


def _named(handle: str, numbers: dict[str, str]) -> dict[str, str]:
    url = f"{_SERVER}/@{handle}"
    return {"id": numbers[handle], "username": handle, "acct": handle, "url": url}


def _as_html(text: object) -> str:
    """Return a paragraph; handles and hashtags become links, as the server makes them."""
    escaped = html.escape(text if isinstance(text, str) else "", quote=False)
    return f"<p>{_LINKED.sub(_link, escaped)}</p>".replace("\n", "<br>")


def _link(found: re.Match[str]) -> str:
    sign, name = found.groups()
    place = f"@{name}" if sign == "@" else f"tags/{name.lower()}"
    kind = "u-url mention" if sign == "@" else "mention hashtag"
    return f'<a href="{_SERVER}/{place}" class="{kind}">{sign}<span>{name}</span></a>'
