"""X/Twitter API v2 responses, one per line, as twarc2 writes what a search brings.

References
----------
.. [1] X Developer Platform, X API v2 data dictionary: the Tweet and User objects.
.. [2] Documenting the Now (2021), twarc2.
"""

import html
import json
import re
from typing import Any

import pandas as pd

from cmkit.simulator.export_people import Counts, account_numbers, counts_of, instant

__all__ = ["as_x_v2"]

_PER_LINE = 100
_RETWEET_CUT = 140
_MENTION = re.compile(r"(?<![\w.])@(\w+)")
_HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d]\w*)")
_TYPES = {"reply": "replied_to", "repost": "retweeted", "quote": "quoted"}


def as_x_v2(posts: pd.DataFrame, followers: dict[str, int]) -> str:
    """Return the posts as lines of JSON, newest first, a hundred posts a line."""
    numbers, counts = account_numbers(posts), counts_of(posts)
    rows: list[Any] = posts.to_dict("records")
    tweets = {row["post_id"]: _tweet(row, numbers, counts) for row in rows}
    for row in rows:
        if row["kind"] == "repost":
            _as_retweet(tweets[row["post_id"]], tweets.get(row["repost_of"]), row, numbers)
    newest_first = list(reversed(tweets.values()))
    pages = [newest_first[at : at + _PER_LINE] for at in range(0, len(tweets), _PER_LINE)]
    retrieved = instant(posts["created_at"].max().ceil("1D")) if len(posts) else ""
    handles = {number: handle for handle, number in numbers.items()}
    lines = []
    for place, page in enumerate(pages):
        response: dict[str, Any] = {
            "data": page,
            "includes": _includes(page, tweets, handles, followers),
            "meta": _meta(page, place, len(pages)),
            "__twarc": {
                "url": "https://api.example.org/2/tweets/search/all",
                "version": "2.14.0",
                "retrieved_at": retrieved,
            },
        }
        lines.append(json.dumps(response, ensure_ascii=False, separators=(",", ":")) + "\n")
    return "".join(lines)


def _tweet(row: dict[str, Any], numbers: dict[str, str], counts: Counts) -> dict[str, Any]:
    post_id = row["post_id"]
    text = html.escape(row["text"] if isinstance(row["text"], str) else "", quote=False)
    done = {name: counts[name].get(post_id, 0) for name in counts}
    tweet: dict[str, Any] = {
        "id": post_id,
        "author_id": numbers[row["author_id"]],
        "created_at": instant(row["created_at"]),
        "text": text,
        "lang": row["lang"] if isinstance(row["lang"], str) else "und",
        "conversation_id": row["thread_id"],
        "edit_history_tweet_ids": [post_id],
        "public_metrics": {
            "retweet_count": done["reposts"],
            "reply_count": done["replies"],
            "like_count": 3 * done["reposts"] + 2 * done["quotes"] + done["replies"],
            "quote_count": done["quotes"],
        },
        "possibly_sensitive": False,
        "reply_settings": "everyone",
    }
    if row["kind"] in _TYPES:
        cited = row["reply_to"] if row["kind"] == "reply" else row["repost_of"]
        tweet["referenced_tweets"] = [{"type": _TYPES[row["kind"]], "id": cited}]
    if isinstance(row["reply_to_author_id"], str):
        tweet["in_reply_to_user_id"] = numbers[row["reply_to_author_id"]]
    return tweet | _entities(text, numbers)


def _as_retweet(
    tweet: dict[str, Any],
    original: dict[str, Any] | None,
    row: dict[str, Any],
    numbers: dict[str, str],
) -> None:
    """Turn a repost into what X hands out: a prefix, the text cut, the original's counts."""
    author = row["repost_of_author_id"]
    if isinstance(author, str):
        text = f"RT @{author}: {tweet['text']}"
        if len(text) > _RETWEET_CUT:
            text = text[: _RETWEET_CUT - 1] + "…"
        tweet["text"] = text
    tweet.pop("entities", None)
    tweet |= _entities(tweet["text"], numbers)
    if original is not None:
        shared = original["public_metrics"]["retweet_count"]
        tweet["public_metrics"] = dict.fromkeys(tweet["public_metrics"], 0)
        tweet["public_metrics"]["retweet_count"] = shared


def _entities(text: str, numbers: dict[str, str]) -> dict[str, Any]:
    mentions = [
        {
            "start": found.start(),
            "end": found.end(),
            "username": found[1],
            "id": numbers[found[1].lower()],
        }
        for found in _MENTION.finditer(text)
        if found[1].lower() in numbers
    ]
    tags = [
        {"start": found.start(), "end": found.end(), "tag": found[1]}
        for found in _HASHTAG.finditer(text)
    ]
    entities = {"mentions": mentions, "hashtags": tags}
    filled = {name: items for name, items in entities.items() if items}
    return {"entities": filled} if filled else {}


def _includes(
    page: list[dict[str, Any]],
    tweets: dict[str, dict[str, Any]],
    handles: dict[str, str],
    followers: dict[str, int],
) -> dict[str, Any]:
    """Return what the posts of a page cite, and everybody who is in them."""
    cited_ids = [cited["id"] for tweet in page for cited in tweet.get("referenced_tweets", [])]
    cited = [tweets[i] for i in dict.fromkeys(cited_ids) if i in tweets]
    users: dict[str, None] = {}
    for tweet in (*page, *cited):
        users |= {tweet["author_id"]: None}
        users |= {tweet[key]: None for key in ("in_reply_to_user_id",) if key in tweet}
        named = tweet.get("entities", {}).get("mentions", [])
        users |= {mention["id"]: None for mention in named}
    return {
        "users": [_user(number, handles[number], followers) for number in users],
        "tweets": cited,
    }


def _user(number: str, handle: str, followers: dict[str, int]) -> dict[str, Any]:
    return {
        "id": number,
        "username": handle,
        "name": handle.partition("_")[0].title(),
        "description": "Simulated account",
        "verified": False,
        "protected": False,
        "public_metrics": {"followers_count": followers.get(handle, 0)},
    }


def _meta(page: list[dict[str, Any]], place: int, n_pages: int) -> dict[str, Any]:
    meta = {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"], "result_count": len(page)}
    return meta | ({"next_token": f"simulated-{place + 2}"} if place + 1 < n_pages else {})
