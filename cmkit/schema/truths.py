"""What the simulator knows about a community, as tables: who, what, when, and what became of it."""

from cmkit.schema.declared import Column, Table

__all__ = ["TRUTH_EPISODES", "TRUTH_MEMBERS", "TRUTH_POSTS", "TRUTH_THREADS"]

TRUTH_MEMBERS = Table(
    "TRUTH_MEMBERS",
    "a member, or somebody who came for an episode",
    {
        "author_id": Column("text", "who"),
        "role": Column("text", "role in the community; outsider = came for an episode"),
        "community": Column("text", "group by interest, staff or outside"),
        "lang": Column("text", "language, ISO 639-1"),
        "joined_at": Column("time", "when she joined, UTC; an outsider's first post"),
        "left_at": Column("time", "when she left for good, UTC", empty=True),
        "influence": Column("number", "reposts and quotes that one post draws, expected, >= 0"),
        "rank": Column("count", "1 = highest influence; equal ones share the smaller rank"),
        "activity": Column("number", "expected own posts a week, >= 0"),
        "audience": Column("count", "followers"),
        "satisfaction_at_start": Column("number", "mood toward the brand, 0 = usual, -3 to 3"),
        "satisfaction_at_end": Column("number", "mood toward the brand, 0 = usual, -3 to 3"),
        "is_welcomed": Column("flag", "newcomers: whether anybody replies to the first post"),
        "returns": Column("flag", "newcomers: whether she comes back after it"),
        "ring": Column("count", "number of a spammer's ring, -1 = none"),
    },
)

TRUTH_POSTS = Table(
    "TRUTH_POSTS",
    "a post",
    {
        "post_id": Column("text", "which post"),
        "polarity": Column("text", "what it feels", choices=("negative", "neutral", "positive")),
        "type": Column("text", "what a community manager would sort it as"),
        "aspect": Column("text", "what of the brand it speaks of, one of twelve, or none"),
        "department": Column("text", "where it should go, or none"),
        "intent": Column("text", "what the sentence was written for, finer than the type"),
        "is_ironic": Column("flag", "whether it says the opposite of what it means"),
        "is_spam": Column("flag", "whether it is spam"),
        "is_about_brand": Column("flag", "whether it speaks of the brand and its world at all"),
        "episode_id": Column("text", "episode it belongs to; empty in ordinary times", empty=True),
        "is_excess": Column("flag", "whether it would not be there without the episode"),
    },
)

TRUTH_EPISODES = Table(
    "TRUTH_EPISODES",
    "an episode",
    {
        "episode_id": Column("text", "which episode"),
        "kind": Column("text", "a preset of the simulator"),
        "onset": Column("time", "first excess post, UTC", empty=True),
        "peak": Column("time", "start of the hour with most excess posts, UTC", empty=True),
        "acute_end": Column("time", "excess below 10 % of the peak for 6 h, UTC", empty=True),
        "chronic_end": Column("time", "excess below the usual noise for 48 h, UTC", empty=True),
        "resurged_at": Column("time", "start of a later wave, two days on, UTC", empty=True),
        "deleted_at": Column("time", "when the triggers were deleted, UTC", empty=True),
        "acknowledged_at": Column("time", "first answer of any kind, UTC", empty=True),
        "answered_at": Column("time", "first answer beyond a holding message, UTC", empty=True),
        "fixed_at": Column("time", "when it was put right, UTC", empty=True),
        "n_excess": Column("count", "excess posts"),
        "is_crisis": Column("flag", "false for a distractor"),
        "trigger_post_ids": Column("texts", "posts that started it"),
        "parameters": Column("text", "what it was drawn from, JSON"),
    },
)

TRUTH_THREADS = Table(
    "TRUTH_THREADS",
    "a thread that a member opened with a complaint, a question or a suggestion",
    {
        "thread_id": Column("text", "post_id of its first post"),
        "type": Column("text", "of the first post"),
        "aspect": Column("text", "of the first post, one of twelve, or none"),
        "department": Column("text", "where it should go"),
        "asked_at": Column("time", "first post, UTC"),
        "first_reply_at": Column("time", "first reply by anybody else, UTC", empty=True),
        "first_answer_at": Column("time", "first reply by staff, UTC", empty=True),
        "n_posts": Column("count", "posts of the thread"),
        "outcome": Column(
            "text",
            "what became of it",
            choices=("resolved", "unresolved", "answered", "helped", "discussed", "ignored"),
        ),
    },
)
