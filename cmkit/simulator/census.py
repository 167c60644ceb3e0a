"""The truth about everybody: who they are, how influential, whether they came back."""

import numpy as np
import pandas as pd

from cmkit.simulator.membership import NEVER
from cmkit.simulator.settings import BRAND, World
from cmkit.simulator.staff import POSTS_A_WEEK

__all__ = ["member_truth"]


def member_truth(
    world: World,
    members: pd.DataFrame,
    everybody: pd.DataFrame,
    influence: np.ndarray,
    posts: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per member, and per outsider who wrote, highest influence first.

    ``members`` as they were at the start, ``everybody`` as they are at the end.
    """
    table = everybody[["author_id", "role", "community", "lang"]].astype("str")
    size, known = len(everybody), len(members)
    table["joined_at"] = everybody["joined_at"]
    table["left_at"] = _left(world, everybody)
    outside = np.zeros(size - known)
    table["influence"] = np.concatenate([influence, outside])
    table["rank"] = table["influence"].rank(method="min", ascending=False).astype("int64")
    table["activity"] = everybody["activity"]
    table.loc[BRAND, "activity"] = POSTS_A_WEEK
    table["audience"] = everybody["audience"]
    table["satisfaction_at_start"] = np.concatenate([members["satisfaction"].to_numpy(), outside])
    table["satisfaction_at_end"] = everybody["satisfaction"]
    for name in ("is_welcomed", "returns"):
        table[name] = everybody[name].astype(bool)
    table["ring"] = everybody["ring"].astype("int64")
    table = _as_they_came(table, posts, known)
    return table.sort_values(["rank", "author_id"], ignore_index=True)


def _left(world: World, everybody: pd.DataFrame) -> pd.Series:
    """Return when each member left for good; empty when it is after the span."""
    until = everybody["active_until"].to_numpy()
    # A newcomer who does not come back left with the first post.
    gone = (everybody["role"] == "newcomer").to_numpy() & (until == NEVER)
    until = np.where(gone, everybody["first_post_at"].to_numpy(), until)
    seen = until < world.last_second
    times = pd.to_datetime(pd.Series(np.where(seen, until, 0)), unit="s", utc=True)
    return times.dt.as_unit("us").where(seen)


def _as_they_came(table: pd.DataFrame, posts: pd.DataFrame, known: int) -> pd.DataFrame:
    """Set the outsiders' joining to their first post, and leave out those who never wrote."""
    if len(table) == known:
        return table
    # posts are in order of time, so the first row of an author is the first post
    first = posts.drop_duplicates("author_id").set_index("author_id")["created_at"]
    seen = table["author_id"].iloc[known:].map(first)
    table["joined_at"] = pd.concat([table["joined_at"].iloc[:known], seen])
    wrote = table["joined_at"].notna()
    return table[wrote].reset_index(drop=True)
