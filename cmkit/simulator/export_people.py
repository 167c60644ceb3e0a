"""The accounts of an export: a number for each handle, followers where they are known."""

import pandas as pd

from cmkit.errors import fail

__all__ = ["Counts", "account_numbers", "audience_of", "counts_of", "instant"]

#: Beyond the numbers that platforms give out.
_FIRST_ACCOUNT = 9_100_000_000_000_000_001
#: What was done with each post: reposts, replies and quotes.
Counts = dict[str, dict[str, int]]


def account_numbers(posts: pd.DataFrame) -> dict[str, str]:
    """Give everybody who writes, is answered, reposted or named a number, by handle."""
    columns = ("author_id", "reply_to_author_id", "repost_of_author_id")
    handles = {handle for column in columns for handle in posts[column].dropna()}
    handles |= {handle for named in posts["mentions"] for handle in named}
    return {handle: str(_FIRST_ACCOUNT + place) for place, handle in enumerate(sorted(handles))}


def audience_of(members: pd.DataFrame | None) -> dict[str, int]:
    """Return the followers of each author, as far as they are told."""
    if members is None:
        return {}
    for name in ("author_id", "audience"):
        if not isinstance(members, pd.DataFrame) or name not in members.columns:
            found = list(getattr(members, "columns", [type(members).__name__]))
            raise fail(f"members need a '{name}' column.", found=str(found), fix="truth.members")
    return {
        str(author): int(followers)
        for author, followers in zip(members["author_id"], members["audience"], strict=True)
    }


def counts_of(posts: pd.DataFrame) -> Counts:
    """Count the reposts, replies and quotes of each post within the table."""
    kind = posts["kind"]
    cited = {
        "reposts": posts["repost_of"][kind == "repost"],
        "quotes": posts["repost_of"][kind == "quote"],
        "replies": posts["reply_to"],
    }
    return {name: {str(i): n for i, n in ids.value_counts().items()} for name, ids in cited.items()}


def instant(time: pd.Timestamp) -> str:
    """Write a time as both platforms do, to the millisecond."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"
