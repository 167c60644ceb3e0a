"""Newcomers of twelve weeks: what their first post was like, who replied, who came back.

The chance to come back is 12 points higher with a reply (Joyce and Kraut 2006) and 15 points higher
after a question. Questions draw replies, so the naive comparison flatters the reply.
"""

from functools import lru_cache

import pandas as pd

from cmkit import simulator
from cmkit.datasets.recipe import Made

__all__ = ["activity", "members"]

_WEEKS = 12
_PARAMETERS = {"join_rate": 0.04, "question_effect": 0.15, "welcome_effect": 0.12}


def members(seed: int) -> Made:
    """Make one row per newcomer who wrote: the first post and what came of it."""
    newcomers, posts, known = _world(seed)
    first = posts.drop_duplicates("author_id").set_index("author_id")
    first = first.loc[newcomers["author_id"]]
    replies = posts[posts["kind"] == "reply"]
    to_first = replies[replies["reply_to"].isin(first["post_id"])]
    to_first = to_first[to_first["author_id"] != to_first["reply_to_author_id"]]
    by_post = to_first.groupby("reply_to")["created_at"].agg(["min", "size"])
    answers = by_post.reindex(first["post_id"])
    asked = known.set_index("post_id").loc[first["post_id"], "type"] == "question"
    table = pd.DataFrame(
        {
            "member_id": newcomers["author_id"].to_numpy(),
            "joined_at": newcomers["joined_at"].to_numpy(),
            "lang": newcomers["lang"].to_numpy(),
            "first_post_at": first["created_at"].to_numpy(),
            "first_post_is_question": asked.to_numpy(),
            "first_post_words": [len(text.split()) for text in first["text"]],
            "n_replies": answers["size"].fillna(0).astype("int64").to_numpy(),
            "first_reply_at": answers["min"].to_numpy(),
        }
    ).astype({"member_id": "str", "lang": "str"})
    for name in ("joined_at", "first_post_at", "first_reply_at"):
        table[name] = pd.to_datetime(table[name], utc=True).dt.as_unit("us")
    truth = newcomers[["author_id", "is_welcomed", "returns"]].rename(
        columns={"author_id": "member_id"}
    )
    effects = pd.DataFrame([_PARAMETERS])
    return Made(table, {"members": truth.reset_index(drop=True), "effects": effects})


def activity(seed: int) -> Made:
    """Make one row per newcomer and day on which she wrote."""
    newcomers, posts, _ = _world(seed)
    own = posts[posts["author_id"].isin(newcomers["author_id"])]
    day = own["created_at"].dt.floor("1D").rename("day")
    table = own.groupby(["author_id", day]).size().rename("n_posts").reset_index()
    table = table.rename(columns={"author_id": "member_id"}).astype({"n_posts": "int64"})
    return Made(table, {})


@lru_cache(maxsize=1)
def _world(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the newcomers who wrote, all posts, and the truth about them."""
    posts, truth = simulator.community(
        seed=seed, n_members=5_000, weeks=_WEEKS, episodes=[], parameters=_PARAMETERS
    )
    newcomers = truth.members[truth.members["role"] == "newcomer"]
    newcomers = newcomers[newcomers["author_id"].isin(posts["author_id"])]
    return newcomers.sort_values("joined_at", ignore_index=True), posts, truth.posts
