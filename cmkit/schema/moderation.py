"""The tables of moderation: flags that a person reads, a charter, what it proposes."""

from cmkit.schema.declared import Column, Table

__all__ = ["CHARTER", "DECISIONS", "FLAGS"]

_FLAGS = ("spam", "insult", "solicitation", "threat", "personal_data")
_ACTIONS = ("let stand", "ask to rephrase", "hide", "remove", "remove and report")

FLAGS = Table(
    "FLAGS",
    "a post and a flag that it raised",
    {
        "post_id": Column("text", "which post"),
        "flag": Column("text", "what a person should look at", choices=_FLAGS),
        "score": Column("number", "how strong the signs are, 0 to 1; no probability"),
        "words": Column("texts", "what raised it; personal data masked"),
        "reason": Column("text", "one sentence for the moderator"),
    },
)

CHARTER = Table(
    "CHARTER",
    "a rule of the charter",
    {
        "rule_id": Column("text", "the rule's name, unique"),
        "flag": Column(
            "text", "the flag that it concerns; none = no flag", choices=(*_FLAGS, "none")
        ),
        "from_score": Column("number", "least score of the flag for the rule to apply, 0 to 1"),
        "rule_en": Column("text", "the rule as members read it, in English"),
        "rule_fr": Column("text", "the rule as members read it, in French"),
        "action": Column("text", "what is proposed", choices=_ACTIONS),
        "delay_hours": Column("count", "hours within which somebody should act, >= 0"),
        "severity": Column("count", "0 (nothing) to 5 (somebody is in danger)"),
    },
)

DECISIONS = Table(
    "DECISIONS",
    "a post with a flag",
    {
        "post_id": Column("text", "which post"),
        "action": Column("text", "what the charter proposes", choices=_ACTIONS),
        "rule_id": Column("text", "the rule that proposes it; empty: no rule applies", empty=True),
        "needs_human": Column("flag", "whether a person must decide before anything is done"),
        "reason": Column("text", "one or two sentences for the moderator"),
    },
)
