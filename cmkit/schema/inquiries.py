"""The tables of what a brand asks and is asked: accounts, tickets, a survey, ballots, maturity."""

from cmkit.schema.declared import Column, Table

__all__ = [
    "BALLOTS",
    "BALLOTS_TRUTH",
    "BALLOTS_WINNERS",
    "MATURITY",
    "MATURITY_RESPONDENTS",
    "MATURITY_TRUTH",
    "PRESENCE",
    "PRESENCE_TRUTH",
    "SURVEY",
    "SURVEY_CELLS",
    "SURVEY_WHOLE",
    "TICKETS",
    "TICKETS_CHANNELS",
    "TICKETS_TRUTH",
]

_PLATFORMS = (
    "micro-blog",
    "photo",
    "video",
    "forum",
    "blog",
    "professional network",
    "page",
    "fediverse",
)
_CHANNELS = ("email", "phone message", "micro-blog", "page", "chat")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_AGES = ("18-29", "30-44", "45-59", "60 and over")
_MEMBERSHIPS = ("free", "card", "club")
_COLOURS = ("ardoise", "brume", "garance", "noisette", "safran", "tilleul")
_COMPETENCIES = (
    "strategy",
    "leadership",
    "culture",
    "community management",
    "content and programming",
    "policies and governance",
    "tools",
    "metrics and measurement",
)
_HELD = ("no", "partly", "yes")

PRESENCE = Table(
    "PRESENCE",
    "an account that bears the name of an organisation on a platform",
    {
        "account_id": Column("text", "the account's number in this table, unique"),
        "account": Column("text", "the account's name on its platform"),
        "organisation": Column("text", "whose name it bears, rightly or not"),
        "platform": Column("text", "type of platform", choices=_PLATFORMS),
        "opened": Column("time", "when it was opened, UTC"),
        "seen_at": Column("time", "when this row was read off the platform, UTC"),
        "followers": Column("count", "followers, subscribers or members, >= 0"),
        "posts_30d": Column("count", "posts in the 30 days before seen_at, >= 0"),
        "last_post": Column("time", "its latest post, UTC; empty when it never posted", empty=True),
        "questions_30d": Column("count", "questions put to it in these 30 days, >= 0"),
        "answers_30d": Column("count", "how many of these questions it answered, >= 0"),
        "interactions_30d": Column("count", "likes, comments and shares in these 30 days, >= 0"),
        "on_site": Column("flag", "whether the organisation's own site links to it"),
    },
)

PRESENCE_TRUTH = Table(
    "PRESENCE_TRUTH",
    "an account",
    {
        "account_id": Column("text", "which account"),
        "is_dormant": Column("flag", "open for 60 days or more and no post in the last 60 days"),
        "is_duplicate": Column("flag", "a second account of the organisation on that platform"),
        "is_parody": Column("flag", "run by someone who mocks the organisation"),
        "is_official": Column("flag", "the account that the organisation stands by"),
    },
)

TICKETS = Table(
    "TICKETS",
    "a message to the brand",
    {
        "ticket_id": Column("text", "the message's number, in the order of asking, unique"),
        "channel": Column("text", "where it was asked", choices=_CHANNELS),
        "type": Column(
            "text",
            "what it wants",
            choices=("complaint", "question", "suggestion", "thanks"),
        ),
        "lang": Column("text", "language, ISO 639-1", choices=("fr", "en")),
        "asked_at": Column("time", "when it was sent, UTC"),
        "answered_at": Column("time", "first answer, UTC; empty: none by the end", empty=True),
        "target_minutes": Column("count", "answer time promised on this channel, working minutes"),
    },
)

TICKETS_TRUTH = Table(
    "TICKETS_TRUTH",
    "a message to the brand",
    {
        "ticket_id": Column("text", "which message"),
        "gets_answer": Column("flag", "whether an answer comes one day, maybe after the end"),
        "latency_minutes": Column("number", "working minutes to it; empty: never", empty=True),
        "would_be_answered_at": Column("time", "when it comes, UTC; empty: never", empty=True),
    },
)

TICKETS_CHANNELS = Table(
    "TICKETS_CHANNELS",
    "a channel",
    {
        "channel": Column("text", "which channel", choices=_CHANNELS),
        "median_minutes": Column("number", "median of the log-normal latency, working minutes"),
        "sigma": Column("number", "standard deviation of the log of the latency"),
        "never_share": Column("number", "share never answered, 0 to 1, times a factor of its type"),
        "slow_weekday": Column(
            "text", "the weekday when it breaks its target", empty=True, choices=_WEEKDAYS
        ),
        "slow_factor": Column("number", "latency on that weekday, in usual latencies; 1 = none"),
    },
)

SURVEY = Table(
    "SURVEY",
    "an answer to the survey",
    {
        "answer_id": Column("text", "the answer's number, in the order of arrival, unique"),
        "answered_at": Column("time", "when it came in, UTC"),
        "wave": Column("text", "what brought it in", choices=("invitation", "reminder")),
        "age_band": Column("text", "age in years, from the member file", choices=_AGES),
        "membership": Column("text", "kind, from the member file", choices=_MEMBERSHIPS),
        "members_alike": Column("count", "members of this age band and membership in the file"),
        "satisfaction": Column("count", "0 (not at all) to 10 (entirely)"),
        "recommendation": Column("count", "would recommend, 0 to 10; empty: skipped", empty=True),
    },
)

SURVEY_CELLS = Table(
    "SURVEY_CELLS",
    "an age band and a kind of membership",
    {
        "age_band": Column("text", "age in years", choices=_AGES),
        "membership": Column("text", "kind of membership", choices=_MEMBERSHIPS),
        "n_members": Column("count", "members of this cell"),
        "n_answers": Column("count", "how many of them answered"),
        "mean_satisfaction": Column("number", "of all its members, 0 to 10"),
        "mean_recommendation": Column("number", "of all its members, 0 to 10"),
    },
)

SURVEY_WHOLE = Table(
    "SURVEY_WHOLE",
    "the whole member file (one row)",
    {
        "n_members": Column("count", "members"),
        "mean_satisfaction": Column("number", "of all members, 0 to 10"),
        "net_recommendation": Column("number", "percent at 9-10 less percent at 0-6, -100 to 100"),
    },
)

BALLOTS = Table(
    "BALLOTS",
    "a ballot",
    {
        "ballot_id": Column("text", "the ballot's number, in the order of voting, unique"),
        "cast_at": Column("time", "when it was cast, UTC"),
        "ranking": Column("texts", "the colours that it ranks, best first, 1 to 6 of them"),
    },
)

BALLOTS_TRUTH = Table(
    "BALLOTS_TRUTH",
    "a ballot",
    {
        "ballot_id": Column("text", "which ballot"),
        "block": Column("text", "the group of like-minded voters that it comes from"),
    },
)

BALLOTS_WINNERS = Table(
    "BALLOTS_WINNERS",
    "a rule of counting",
    {
        "rule": Column("text", "how ballots count", choices=("plurality", "borda", "condorcet")),
        "winner": Column("text", "the colour that wins by this rule", choices=_COLOURS),
        "lead": Column("number", "over the next: ballots, points, or its narrowest duel"),
    },
)

MATURITY = Table(
    "MATURITY",
    "a respondent and a competency",
    {
        "organisation": Column("text", "the respondent's organisation, a number"),
        "respondent_id": Column("text", "who answers, a number"),
        "role": Column(
            "text",
            "the respondent's work",
            choices=("community manager", "executive", "support", "marketing", "technical"),
        ),
        "competency": Column("text", "what is judged", choices=_COMPETENCIES),
        "hierarchy": Column("text", "does its indicator hold?", empty=True, choices=_HELD),
        "emergent": Column("text", "does its indicator hold?", empty=True, choices=_HELD),
        "community": Column("text", "does its indicator hold?", empty=True, choices=_HELD),
        "networked": Column("text", "does its indicator hold?", empty=True, choices=_HELD),
    },
)

MATURITY_TRUTH = Table(
    "MATURITY_TRUTH",
    "an organisation and a competency",
    {
        "organisation": Column("text", "which organisation"),
        "competency": Column("text", "which competency", choices=_COMPETENCIES),
        "stage": Column("count", "1 hierarchy, 2 emergent, 3 community, 4 networked"),
    },
)

MATURITY_RESPONDENTS = Table(
    "MATURITY_RESPONDENTS",
    "a respondent",
    {
        "respondent_id": Column("text", "who answers"),
        "leaning": Column(
            "text",
            "how the stage is seen",
            choices=("plain", "generous", "severe", "yes to all"),
        ),
    },
)
