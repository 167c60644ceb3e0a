"""Conversations of a support account: complaints, questions, suggestions, praise, thanks."""

from cmkit.datasets.recipe import Made
from cmkit.datasets.recipes.worlds import made_from

__all__ = ["conversations"]

_OPENED_BY = ("complaint", "question", "suggestion", "praise", "thanks")


def conversations(seed: int) -> Made:
    """Keep the threads that a member opens with something to act on, or to be glad of."""
    posts, truth = made_from(
        seed,
        n_members=1_000,
        weeks=8,
        episodes=[],
        parameters={"share_negative": 0.35, "answer_share": 0.6},
    )
    known = truth["posts"].set_index("post_id")
    kind_of_thread = posts["thread_id"].map(known["type"])
    kept = kind_of_thread.isin(_OPENED_BY) & (posts["kind"] != "repost")
    # A quote opens a thread of its own, which points to a post that may not be here.
    table = posts[kept].reset_index(drop=True)
    about = known.loc[table["post_id"]].reset_index()
    threads = truth["threads"]
    return Made(
        table,
        {
            "posts": about,
            "threads": threads[threads["thread_id"].isin(table["thread_id"])].reset_index(
                drop=True
            ),
        },
    )
