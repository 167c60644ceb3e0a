"""The tables of triage: what a post is for, what it speaks of, and who should answer."""

from cmkit.schema.declared import Column, Table

__all__ = ["ASPECTS", "DEPARTMENTS", "INTENTS", "ROUTES"]

_INTENTS = ("complaint", "praise", "question", "suggestion", "thanks", "other")

INTENTS = Table(
    "INTENTS",
    "a post",
    {
        "post_id": Column("text", "which post"),
        "intent": Column("text", "what the post is for", choices=_INTENTS),
        "score": Column("number", "share of the signs that speak for it, 0 to 1"),
        "words": Column("texts", "wordings that spoke for it"),
    },
)

ASPECTS = Table(
    "ASPECTS",
    "a post and an aspect that it speaks of",
    {
        "post_id": Column("text", "which post"),
        "aspect": Column("text", "what it speaks of"),
        "words": Column("texts", "wordings that name it"),
        "n_words": Column("count", "how many different wordings name it"),
    },
)

DEPARTMENTS = Table(
    "DEPARTMENTS",
    "a keyword of a department",
    {
        "department": Column("text", "who should answer"),
        "lang": Column("text", "the language of the keyword", choices=("en", "fr")),
        "keyword": Column(
            "text", "small letters, no accents; a * at its end stands for any ending"
        ),
        "weight": Column("number", "how much it says, > 0"),
    },
)

ROUTES = Table(
    "ROUTES",
    "a post",
    {
        "post_id": Column("text", "which post"),
        "department": Column("text", "who should answer"),
        "score": Column("number", "share of the signs that speak for it, 0 to 1"),
        "words": Column("texts", "keywords that spoke for it"),
    },
)
