"""The tables of sample datasets drawn from a simulated community: a watch, labels, newcomers."""

from cmkit.schema.declared import Column, Table

__all__ = [
    "ACTIVITY",
    "HANDWRITTEN",
    "HANDWRITTEN_LABELS",
    "LABELLED",
    "LABELS",
    "NEWCOMERS",
    "NEWCOMERS_EFFECTS",
    "NEWCOMERS_TRUTH",
    "STREAM",
    "STREAM_TRUTH",
]

_POLARITIES = ("negative", "neutral", "positive")

STREAM = Table(
    "STREAM",
    "a post that a watch over the name brought",
    {
        "post_id": Column("text", "which post"),
        "created_at": Column("time", "when it was published, UTC"),
        "source": Column("text", "site or network where it was found"),
        "author_id": Column("text", "who wrote it"),
        "text": Column("text", "what it says"),
        "lang": Column("text", "language, ISO 639-1"),
        "is_repost": Column("flag", "whether it only passes another post on"),
    },
)

STREAM_TRUTH = Table(
    "STREAM_TRUTH",
    "a post that a watch over the name brought",
    {
        "post_id": Column("text", "which post"),
        "brand": Column("text", "the brand that it speaks of, or none"),
        "is_relevant": Column("flag", "whether it speaks of Maison Lupin"),
        "original_id": Column("text", "post_id of what it copies; empty = original", empty=True),
    },
)

LABELLED = Table(
    "LABELLED",
    "a post",
    {
        "post_id": Column("text", "which post"),
        "text": Column("text", "what it says"),
        "lang": Column("text", "language, ISO 639-1", choices=("en", "fr")),
        "part": Column("text", "train has its label, test has not", choices=("train", "test")),
        "label": Column("text", "what it feels; empty in test", empty=True, choices=_POLARITIES),
    },
)

LABELS = Table(
    "LABELS",
    "a post",
    {
        "post_id": Column("text", "which post"),
        "polarity": Column("text", "what it feels", choices=_POLARITIES),
        "type": Column("text", "what a community manager would sort it as"),
        "aspect": Column("text", "what of the brand it speaks of, one of twelve, or none"),
        "is_ironic": Column("flag", "whether it says the opposite of what it means"),
        "is_about_brand": Column("flag", "whether it speaks of the brand and its world at all"),
    },
)

NEWCOMERS = Table(
    "NEWCOMERS",
    "a newcomer who wrote",
    {
        "member_id": Column("text", "who"),
        "joined_at": Column("time", "when she joined, UTC"),
        "lang": Column("text", "language, ISO 639-1"),
        "first_post_at": Column("time", "when she first wrote, UTC"),
        "first_post_is_question": Column("flag", "whether she asked something"),
        "first_post_words": Column("count", "words of the first post"),
        "n_replies": Column("count", "replies to the first post by others"),
        "first_reply_at": Column("time", "first of them, UTC; empty = none", empty=True),
    },
)

NEWCOMERS_TRUTH = Table(
    "NEWCOMERS_TRUTH",
    "a newcomer who wrote",
    {
        "member_id": Column("text", "who"),
        "is_welcomed": Column("flag", "whether somebody replies to the first post"),
        "returns": Column("flag", "whether she comes back, seen or after the span"),
    },
)

NEWCOMERS_EFFECTS = Table(
    "NEWCOMERS_EFFECTS",
    "the effects that the world was drawn with (one row)",
    {
        "join_rate": Column("number", "share of all members who join in a week"),
        "question_effect": Column("number", "what a question adds to the chance to come back"),
        "welcome_effect": Column("number", "what a reply adds to it: the causal effect"),
    },
)

ACTIVITY = Table(
    "ACTIVITY",
    "a newcomer and a day on which she wrote",
    {
        "member_id": Column("text", "who"),
        "day": Column("time", "the day, from midnight UTC"),
        "n_posts": Column("count", "posts of that day, of every kind"),
    },
)

HANDWRITTEN = Table(
    "HANDWRITTEN",
    "a post written by hand",
    {
        "post_id": Column("text", "which post"),
        "text": Column("text", "what it says"),
        "lang": Column("text", "language, ISO 639-1", choices=("en", "fr")),
    },
)

HANDWRITTEN_LABELS = Table(
    "HANDWRITTEN_LABELS",
    "a post written by hand",
    {
        "post_id": Column("text", "which post"),
        "label_1": Column("text", "what it feels, by its writer", choices=_POLARITIES),
        "label_2": Column("text", "what it feels, by a second reader", choices=_POLARITIES),
        "aspect": Column("text", "what of the brand it speaks of, one of twelve, or none"),
        "type": Column("text", "what a community manager would sort it as"),
        "is_ironic": Column("flag", "whether it says the opposite of what it means"),
        "difficulty": Column("text", "why a tagger may fail; empty = plain", empty=True),
    },
)
