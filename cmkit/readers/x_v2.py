"""X/Twitter API v2, as twarc writes it: one response per line, or one flattened post per line.

References
----------
.. [1] Documenting the Now (2021), twarc2, *Working with v2 Tweet Formats*.
.. [2] X Developer Platform, X API v2 data dictionary: the Tweet object.
"""

from collections.abc import Iterator, Mapping
from typing import Any

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

__all__ = ["recognises", "rows"]

Tweet = Mapping[str, Any]


def recognises(first: object) -> bool:
    """Whether this is a response of the API, or a post of it."""
    if not isinstance(first, dict):
        return False
    if "__twarc" in first or _is_tweet(first):
        return True
    data = first.get("data")
    items = data if isinstance(data, list) else [data]
    if any(isinstance(item, dict) and _is_tweet(item) for item in items):
        return True
    meta = first.get("meta")
    return isinstance(meta, dict) and "result_count" in meta


def _is_tweet(item: Tweet) -> bool:
    known = {"author_id", "edit_history_tweet_ids", "referenced_tweets", "conversation_id"}
    old = {"id_str", "user", "account"}
    return "id" in item and "text" in item and bool(known & set(item)) and not old & set(item)


def rows(source: Source, wishes: Wishes) -> Iterator[Row | Reject | Person]:  # noqa: ARG001 - a format's form
    """Yield the posts of each response: first those it was asked for, then those it includes."""
    return without_repeats(_all_rows(source))


def _all_rows(source: Source) -> Iterator[Row | Reject | Person]:
    people: dict[str, str] = {}  # known already: the same users come page after page
    for value in values(source):
        if isinstance(value, Reject):
            yield value
        elif isinstance(value.value, dict):
            yield from _response_rows(value.line, value.value, value.excerpt, people)
        else:
            yield Reject(value.line, "neither a response nor a post", value.excerpt)


def _response_rows(
    line: int, response: Tweet, excerpt: str, people: dict[str, str]
) -> Iterator[Row | Reject | Person]:
    if "text" in response and "id" in response:
        response = {"data": response}
    includes = as_object(response.get("includes"))
    data = response.get("data")
    posts = data if isinstance(data, list) else [data] if data is not None else []
    errors = as_objects(response.get("errors"))
    if not posts and errors:
        told = errors[0].get("detail") or errors[0].get("title") or "no detail"
        yield Reject(line, f"the platform answered with an error: {str(told)[:120]}", excerpt)
    elif not posts and not {"meta", "includes", "data", "__twarc"} & set(response):
        yield Reject(line, "neither a response nor a post", excerpt)
    yield from _new(as_objects(includes.get("users")), people)
    context = {str(tweet.get("id")): tweet for tweet in as_objects(includes.get("tweets"))}
    for tweet in posts:
        if isinstance(tweet, dict):
            context |= _embedded(tweet)
    for tweet in posts:
        yield from _new(_people_of(tweet), people)
        yield _row(line, tweet, context, excerpt)
    for tweet in context.values():
        yield from _new(_people_of(tweet), people)
        row = _row(line, tweet, context, excerpt)
        if isinstance(row, Row):  # an included post may lack the fields that were not asked for
            yield row._replace(is_context=True)


def _embedded(tweet: Tweet) -> dict[str, Tweet]:
    """Return the posts that ``twarc2 flatten`` has put inside another, at any depth."""
    found: dict[str, Tweet] = {}
    waiting = as_objects(tweet.get("referenced_tweets"))
    while waiting:
        inner = waiting.pop()
        if "text" in inner and str(inner.get("id")) not in found:
            found[str(inner.get("id"))] = inner
            waiting += as_objects(inner.get("referenced_tweets"))
    return found


def _people_of(tweet: object) -> list[Tweet]:
    """Return the users that ``twarc2 flatten`` has put inside a post, and those it names."""
    if not isinstance(tweet, dict):
        return []
    inside = [tweet[key] for key in ("author", "in_reply_to_user") if key in tweet]
    return as_objects(inside) + as_objects(as_object(tweet.get("entities")).get("mentions"))


def _new(users: list[Tweet], people: dict[str, str]) -> Iterator[Person]:
    for user in users:
        user_id, name = user.get("id"), user.get("username")
        if isinstance(user_id, int):
            user_id = str(user_id)
        if isinstance(user_id, str) and isinstance(name, str) and people.get(user_id) != name:
            people[user_id] = name
            yield Person(user_id, name.lower())


def _row(line: int, tweet: object, context: Mapping[str, Tweet], excerpt: str) -> Row | Reject:
    if not isinstance(tweet, dict):
        return Reject(line, "a post that is no JSON object", excerpt)
    post_id = identifier(tweet.get("id"))
    author, created_at = _author(tweet), tweet.get("created_at")
    if post_id is None or "text" not in tweet:
        what = "a user, not a post" if "username" in tweet else "a post without id or text"
        return Reject(line, what, excerpt)
    if author is None or not isinstance(created_at, str):
        missing = "author_id" if author is None else "created_at"
        fix = "ask the API for tweet.fields=author_id,created_at"
        return Reject(line, f"post {post_id} has no {missing}: {fix}", excerpt)
    pointers = _pointers(tweet)
    kind = next((kind for kind, key in _KINDS if key in pointers), "post")
    cited_id = pointers.get("retweeted") or pointers.get("quoted")
    cited = context.get(cited_id or "", {})
    said, entities = _words(tweet)
    text, mentions, hashtags = said, _mentions(entities), _hashtags(entities)
    if kind == "repost" and cited:
        text, mentions, hashtags = _in_full(said, cited, mentions, hashtags)
    answered = context.get(pointers.get("replied_to", ""), {})
    return Row(
        line=line,
        post_id=post_id,
        author_id=author,
        created_at=created_at,
        text=text,
        lang=language_code(tweet.get("lang")),
        kind=kind,
        reply_to=pointers.get("replied_to"),
        reply_to_author_id=_answered_author(tweet, pointers) or _author(answered),
        repost_of=cited_id,
        repost_of_author_id=_author(cited)
        or (_reposted_handle(said) if kind == "repost" else None),
        thread_id=identifier(tweet.get("conversation_id")),
        mentions=mentions,
        hashtags=hashtags,
        platform="x",
    )


#: A post that points to several others is the first of these.
_KINDS = (("repost", "retweeted"), ("quote", "quoted"), ("reply", "replied_to"))


def _pointers(tweet: Tweet) -> dict[str, str]:
    """Return what the post points to: retweeted, quoted, replied_to -> post id."""
    found: dict[str, str] = {}
    for pointer in as_objects(tweet.get("referenced_tweets")):
        cited_id = identifier(pointer.get("id"))
        if cited_id and isinstance(pointer.get("type"), str):
            found.setdefault(pointer["type"], cited_id)
    return found


def _author(tweet: Tweet) -> str | None:
    user_id = identifier(tweet.get("author_id")) or identifier(
        as_object(tweet.get("author")).get("id")
    )
    return f"id:{user_id}" if user_id else handle(as_object(tweet.get("author")).get("username"))


def _answered_author(tweet: Tweet, pointers: Mapping[str, str]) -> str | None:
    user_id = identifier(tweet.get("in_reply_to_user_id"))
    return f"id:{user_id}" if user_id and "replied_to" in pointers else None


def _words(tweet: Tweet) -> tuple[str, Tweet | None]:
    """Return the whole text, and what the platform found in it (None: it did not say)."""
    note = as_object(tweet.get("note_tweet"))
    if isinstance(note.get("text"), str):
        return note["text"], as_object(note.get("entities")) or None
    entities = tweet.get("entities")
    return str(tweet.get("text") or ""), entities if isinstance(entities, dict) else None


def _mentions(entities: Tweet | None) -> list[str] | None:
    if entities is None:
        return None
    found = (handle(item.get("username")) for item in as_objects(entities.get("mentions")))
    return [name for name in found if name]


def _hashtags(entities: Tweet | None) -> list[str] | None:
    if entities is None:
        return None
    tags = (item.get("tag") for item in as_objects(entities.get("hashtags")))
    return [tag.lower() for tag in tags if isinstance(tag, str) and tag]


def _in_full(
    said: str, cited: Tweet, mentions: list[str] | None, hashtags: list[str] | None
) -> tuple[str, list[str] | None, list[str] | None]:
    """Return the whole text of a repost, which the platform cuts, with what stands in it."""
    whole, entities = _words(cited)
    name = _reposted_handle(said)
    if name is None:
        return whole or said, mentions, hashtags
    prefix = said[: said.index(":") + 2]
    if entities is None or mentions is None:
        return prefix + whole, None, None
    return prefix + whole, [name, *(_mentions(entities) or [])], _hashtags(entities)


def _reposted_handle(said: str) -> str | None:
    name, colon, _ = said[4:60].partition(":")
    return handle(name) if said.startswith("RT @") and colon else None
