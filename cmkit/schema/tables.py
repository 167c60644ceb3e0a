"""The tables that modules meet in: posts, edges, tags, windows, scores, alarms."""

from cmkit.schema.declared import Column, Table

__all__ = ["EDGES", "EVENTS", "POSTS", "SCORES", "TAGS", "TIMELINE"]

POSTS = Table(
    "POSTS",
    "a post",
    {
        "post_id": Column("text", "the post's identifier on its platform, unique"),
        "author_id": Column("text", "who wrote it; a pseudonym unless the reader kept the handle"),
        "created_at": Column("time", "when it was published, UTC"),
        "text": Column("text", "what it says, as plain text", empty=True),
        "lang": Column("text", "language, ISO 639-1; empty when not known", empty=True),
        "platform": Column("text", "where it was published, e.g. x, mastodon", empty=True),
        "kind": Column("text", "how it speaks", choices=("post", "reply", "repost", "quote")),
        "reply_to": Column("text", "post_id of the post it answers", empty=True),
        "reply_to_author_id": Column("text", "author_id of the post it answers", empty=True),
        "repost_of": Column("text", "post_id of the post it reposts or quotes", empty=True),
        "repost_of_author_id": Column("text", "author_id of the one reposted", empty=True),
        "thread_id": Column("text", "post_id of the first post of the thread"),
        "mentions": Column("texts", "author_id of each person it names, in order"),
        "hashtags": Column("texts", "each hashtag, lower case, without '#', in order"),
    },
)

EDGES = Table(
    "EDGES",
    "an ordered pair of authors and a kind of interaction",
    {
        "source": Column("text", "author_id of the one who engages"),
        "target": Column("text", "author_id of the one who receives the credit"),
        "kind": Column("text", "interaction", choices=("reply", "repost", "quote", "mention")),
        "weight": Column("number", "number of interactions, or their decayed number, > 0"),
    },
)

TAGS = Table(
    "TAGS",
    "a post",
    {
        "post_id": Column("text", "which post"),
        "lang": Column("text", "the language it was read in; empty when not known", empty=True),
        "score": Column("number", "sentiment, -1 (negative) to 1 (positive)", empty=True),
        "label": Column(
            "text",
            "sentiment in a word",
            choices=("negative", "neutral", "positive", "unknown"),
        ),
        "confidence": Column("number", "how sure the engine is of the label, 0 to 1"),
    },
)

TIMELINE = Table(
    "TIMELINE",
    "a window of time",
    {
        "window_start": Column("time", "first instant of the window, UTC"),
        "n_posts": Column("count", "posts published in the window"),
        "n_authors": Column("count", "distinct authors in the window"),
        "n_negative": Column("count", "posts tagged negative in the window", empty=True),
        "share_negative": Column("number", "n_negative / n_posts, 0 to 1", empty=True),
    },
)

SCORES = Table(
    "SCORES",
    "an author and a measure",
    {
        "author_id": Column("text", "who is scored"),
        "measure": Column("text", "the measure's name"),
        "score": Column("number", "the measure's value; its docstring gives the unit"),
        "rank": Column("count", "1 = highest; equal scores share the smaller rank"),
        "low": Column("number", "lower end of the interval", empty=True, needed=False),
        "high": Column("number", "upper end of the interval", empty=True, needed=False),
    },
)

EVENTS = Table(
    "EVENTS",
    "an alarm",
    {
        "onset": Column("time", "end of the first window of the alarm, UTC: when it could ring"),
        "peak": Column("time", "start of the window with the greatest excess, UTC"),
        "end": Column("time", "end of the last window of the alarm, UTC", empty=True),
        "kind": Column("text", "what rang", choices=("buzz", "crisis")),
        "severity": Column("number", "greatest excess over the baseline, in baselines, >= 0"),
    },
)
