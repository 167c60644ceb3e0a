"""The datasets by name, each with its recipe."""

from cmkit import schema
from cmkit.datasets.recipe import Recipe
from cmkit.datasets.recipes import (
    ballots,
    contest,
    conversations,
    handwritten,
    labelled,
    maturity,
    presence,
    queue,
    retention,
    stream,
    survey,
    tickets,
    uplift,
    worlds,
)

__all__ = ["DATASETS"]

_ABOUT_THREADS = {"posts": schema.TRUTH_POSTS, "threads": schema.TRUTH_THREADS}
_CRISIS_TITLES = {
    "hashtag_blunder": "A crisis: advertising under the hashtag of a flood",
    "product_harm": "A crisis with a relapse: a piece of furniture that hurts",
    "service_outage": "A crisis: the site is down on the first day of the sales",
    "employee_video": "A crisis: a video from the warehouse",
    "activist_campaign": "A crisis: an association attacks the brand's wood",
    "campaign": "A burst that is no crisis: a contest that goes well",
}


def _world(title: str, module: str, make: object, **more: object) -> Recipe:
    """Return the recipe of posts with the four tables of a world's truth."""
    values = {"truth": worlds.TRUTH, "packed": True} | more
    return Recipe(title, module, schema.POSTS, make, **values)  # type: ignore[arg-type]


DATASETS: dict[str, Recipe] = {
    "posts_week": _world("One ordinary week, clocks change", "M0", worlds.posts_week),
    "maison_lupin": _world(
        "Eight weeks of a brand's community, two episodes",
        "M0",
        worlds.maison_lupin,
        file="posts.csv.gz",
        family="maison_lupin",
    ),
    "lupin_export": _world(
        "An export of X's API v2 around the blunder",
        "M0",
        worlds.lupin_export,
        file="maison_lupin.jsonl.gz",
        export=True,
        family="maison_lupin",
    ),
    "presence": Recipe(
        "Twelve organisations on eight kinds of platform",
        "M1",
        schema.PRESENCE,
        presence.presence,
        {"accounts": schema.PRESENCE_TRUTH},
    ),
    "stream": Recipe(
        "Ten weeks of a watch over an ambiguous name",
        "M2",
        schema.STREAM,
        stream.stream,
        {"posts": schema.STREAM_TRUTH},
        packed=True,
    ),
    "tickets": Recipe(
        "Twelve weeks of messages to a brand, answered or not",
        "M3",
        schema.TICKETS,
        tickets.tickets,
        {"tickets": schema.TICKETS_TRUTH, "channels": schema.TICKETS_CHANNELS},
        packed=True,
    ),
    "members": Recipe(
        "Newcomers: the first post and what came of it",
        "M4",
        schema.NEWCOMERS,
        retention.members,
        {"members": schema.NEWCOMERS_TRUTH, "effects": schema.NEWCOMERS_EFFECTS},
        family="retention",
        packed=True,
    ),
    "activity": Recipe(
        "Newcomers: the days on which they wrote",
        "M4",
        schema.ACTIVITY,
        retention.activity,
        family="retention",
        packed=True,
    ),
    "interactions": _world("Six weeks of a larger community", "M5", worlds.interactions),
    "labelled_posts": Recipe(
        "Posts in French and English with their polarity",
        "M6",
        schema.LABELLED,
        labelled.labelled_posts,
        {"labels": schema.LABELS},
        packed=True,
    ),
    "handwritten": Recipe(
        "Posts written by hand, labelled twice",
        "M6",
        schema.HANDWRITTEN,
        handwritten.handwritten,
        {"labels": schema.HANDWRITTEN_LABELS},
        by_hand=True,
    ),
    "queue": Recipe(
        "A moderation queue with two annotators",
        "M7",
        schema.QUEUE,
        queue.queue,
        {"messages": schema.QUEUE_TRUTH, "annotators": schema.QUEUE_ANNOTATORS},
        packed=True,
    ),
    "conversations": Recipe(
        "Threads of a support account",
        "M8",
        schema.POSTS,
        conversations.conversations,
        _ABOUT_THREADS,
        packed=True,
    ),
    "contest": Recipe(
        "Entries of a photo contest",
        "M9",
        schema.CONTEST,
        contest.contest,
        {"entries": schema.CONTEST_TRUTH},
        packed=True,
    ),
    "uplift": Recipe(
        "Daily activity of ten communities around a contest",
        "M9",
        schema.UPLIFT,
        uplift.uplift,
        {"effect": schema.UPLIFT_EFFECT, "days": schema.UPLIFT_DAYS},
    ),
    "survey": Recipe(
        "A survey that the satisfied answer more",
        "M10",
        schema.SURVEY,
        survey.survey,
        {"cells": schema.SURVEY_CELLS, "whole": schema.SURVEY_WHOLE},
    ),
    "ballots": Recipe(
        "Ranked votes for a new colour",
        "M10",
        schema.BALLOTS,
        ballots.ballots,
        {"ballots": schema.BALLOTS_TRUTH, "winners": schema.BALLOTS_WINNERS},
    ),
    **{
        f"crisis_{kind}": _world(title, "M11", worlds.crisis(kind))
        for kind, title in _CRISIS_TITLES.items()
    },
    "maturity": Recipe(
        "A survey of forty organisations on the maturity of their communities",
        "M12",
        schema.MATURITY,
        maturity.maturity,
        {"stages": schema.MATURITY_TRUTH, "respondents": schema.MATURITY_RESPONDENTS},
    ),
}
