"""The tables of how members behave and what it brings: a queue, a contest and its uplift."""

from cmkit.schema.declared import Column, Table

__all__ = [
    "CONTEST",
    "CONTEST_TRUTH",
    "QUEUE",
    "QUEUE_ANNOTATORS",
    "QUEUE_TRUTH",
    "UPLIFT",
    "UPLIFT_DAYS",
    "UPLIFT_EFFECT",
]

_DECISIONS = ("keep", "hide", "remove", "escalate")
_KINDS = (
    "insult",
    "sexual reference",
    "commercial spam",
    "hate",
    "private data",
    "off-topic",
    "legitimate criticism",
    "satire",
    "nothing wrong",
)
_CASES = ("plain", "harsh", "own", "another")
_VARIETIES = ("standard", "second language", "regional")
_ARTICLES = (
    "1 respect",
    "2 decency",
    "3 no advertising",
    "4 no hatred",
    "5 private life",
    "6 on topic",
)
_COMMUNITIES = (
    "Maison Lupin",
    "Kantelou",
    "Hublaine",
    "Comptoir Vesprée",
    "Bois Farouche",
    "Tabouret & Filles",
    "Grand Meublier",
    "Nid d'Ormelle",
    "Ateliers Passerin",
    "Quatre Pieds et Cie",
)

QUEUE = Table(
    "QUEUE",
    "a reported message",
    {
        "message_id": Column("text", "the message's number, in the order of posting, unique"),
        "posted_at": Column("time", "when it was published, UTC"),
        "reported_at": Column("time", "when a member first reported it, UTC"),
        "lang": Column("text", "language, ISO 639-1", choices=("fr", "en")),
        "text": Column("text", "what it says; placeholders in square brackets"),
        "reports": Column("count", "members who reported it, >= 1"),
        "links": Column("count", "links in its text, >= 0"),
        "account_age_days": Column("count", "age of its author's account in days, >= 0"),
        "annotator_a": Column("text", "what annotator a decided", choices=_DECISIONS),
        "annotator_b": Column("text", "what annotator b decided, alone", choices=_DECISIONS),
    },
)

QUEUE_TRUTH = Table(
    "QUEUE_TRUTH",
    "a reported message",
    {
        "message_id": Column("text", "which message"),
        "kind": Column("text", "what it is", choices=_KINDS),
        "case": Column(
            "text",
            "criticism: plain or harsh; private data: own or another's; empty: other kinds",
            empty=True,
            choices=_CASES,
        ),
        "right_decision": Column("text", "what the charter asks for", choices=_DECISIONS),
        "variety": Column("text", "the variety of its language", choices=_VARIETIES),
        "article": Column(
            "text", "article of the charter that it breaks", empty=True, choices=_ARTICLES
        ),
    },
)

QUEUE_ANNOTATORS = Table(
    "QUEUE_ANNOTATORS",
    "an annotator, a kind with its case, and a variety",
    {
        "annotator": Column("text", "who decides", choices=("annotator_a", "annotator_b")),
        "kind": Column("text", "kind of message", choices=_KINDS),
        "case": Column("text", "case of the kind, if any", empty=True, choices=_CASES),
        "variety": Column("text", "variety of its language", choices=_VARIETIES),
        "error_rate": Column("number", "planted chance of a wrong decision, 0 to 0.6"),
    },
)

CONTEST = Table(
    "CONTEST",
    "an entry of the photo contest",
    {
        "entry_id": Column("text", "the entry's number, in the order of entering, unique"),
        "entered_at": Column("time", "when it came in, UTC"),
        "account_id": Column("text", "whose entry; an account may enter three times"),
        "account_created_at": Column("time", "when the account was made, UTC"),
        "posts_before_30d": Column("count", "its posts in the 30 days before the opening"),
        "posts_after_30d": Column("count", "its posts in the 30 days after the closing"),
        "last_post_at": Column("time", "its latest post when read, UTC; empty: none", empty=True),
        "device": Column("text", "keyed token of the device; empty: withheld", empty=True),
        "email_domain": Column("text", "what follows @ in the account's address"),
        "caption": Column("text", "what the entry says"),
        "photo_hash": Column("text", "perceptual hash of the photo, 64 bits as 16 hex digits"),
        "votes": Column("count", "votes received, >= 0"),
    },
)

CONTEST_TRUTH = Table(
    "CONTEST_TRUTH",
    "an entry of the photo contest",
    {
        "entry_id": Column("text", "which entry"),
        "is_member": Column("flag", "whether its author was a member before the contest"),
        "is_hunter": Column("flag", "whether its author came for the prize alone"),
        "ring_id": Column("text", "the person behind several accounts; empty: none", empty=True),
        "stays_30d": Column("flag", "whether the account is still in use 30 days after closing"),
    },
)

UPLIFT = Table(
    "UPLIFT",
    "a day and a community",
    {
        "day": Column("time", "the day on the clock of Paris, written as midnight UTC"),
        "community": Column("text", "whose community", choices=_COMMUNITIES),
        "active_members": Column("count", "members who posted; empty: not read", empty=True),
        "posts": Column("count", "posts; empty: not read", empty=True),
        "joined": Column("count", "new members; empty: not known of rivals", empty=True),
        "stayed": Column(
            "count", "of these, in use 30 days later; empty: rival or too early", empty=True
        ),
        "spend": Column("count", "spent on the community, euros; empty: a rival", empty=True),
    },
)

UPLIFT_DAYS = Table(
    "UPLIFT_DAYS",
    "a day of the brand's community",
    {
        "day": Column("time", "which day, written as midnight UTC"),
        "counterfactual_posts": Column("count", "posts, had there been no contest"),
        "counterfactual_joined": Column("count", "new members, had there been no contest"),
        "counterfactual_stayed": Column("count", "of these, in use 30 days later"),
    },
)

UPLIFT_EFFECT = Table(
    "UPLIFT_EFFECT",
    "the contest (one row)",
    {
        "starts": Column("time", "first day, written as midnight UTC"),
        "ends": Column("time", "last day, written as midnight UTC"),
        "planted_uplift": Column("number", "of posts over its days, percent, 14 to 22"),
        "realised_uplift": Column("number", "the same as drawn, percent"),
        "planted_borrowed": Column("number", "share of extra posts taken from 14 days after"),
        "extra_posts": Column("count", "posts that the contest added over its days"),
        "borrowed_posts": Column("count", "posts missing in the 14 days after"),
        "net_uplift": Column("number", "over both together, percent of posts without contest"),
        "joined_by_contest": Column("count", "members who would not have joined without it"),
        "retained_by_contest": Column("count", "of these, in use 30 days later"),
        "contest_spend": Column("count", "what the contest cost, euros"),
    },
)
