"""Write posts as platforms hand them out, so that readers are tested on known posts."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.simulator.compressed import write_text
from cmkit.simulator.export_mastodon import as_mastodon
from cmkit.simulator.export_people import audience_of
from cmkit.simulator.export_x_v2 import as_x_v2

__all__ = ["FORMATS", "export"]

Format = Literal["x_v2", "mastodon", "csv"]


def export(
    posts: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    format: Format = "x_v2",  # noqa: A002 - the readers' word
    members: pd.DataFrame | None = None,
) -> Path:
    """Write posts in the shape of a platform's export.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    path : path of a file
        Through gzip when it ends in ``.gz``. Folders are made; a file that is there is replaced.
    format : {"x_v2", "mastodon", "csv"}
        ``"x_v2"``: X/Twitter API v2 as twarc writes it, a response of 100 posts per line, newest
        first; ``"mastodon"``: a JSON array of statuses, newest first; ``"csv"``: a table with a
        header, UTF-8, lists with a space between.
    members : DataFrame, one row per author, optional
        With ``author_id`` and ``audience``: the number of followers to print; 0 without it.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; the format is not known; ``members`` lacks a column.

    Notes
    -----
    Counts of reposts, replies and quotes are those in the table; likes are made from them by a
    rule, since nothing in the table tells them. Numbers of accounts are invented.

    Examples
    --------
    >>> import tempfile
    >>> from cmkit import posts
    >>> one = pd.DataFrame({"post_id": ["1"], "author_id": ["ana"], "text": ["Bonjour"]})
    >>> table = posts.validate(one.assign(created_at="2025-03-03T10:00Z"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = export(table, Path(folder) / "lupin.csv", format="csv")
    ...     print(written.read_text(encoding="utf-8").splitlines()[1])
    1,ana,2025-03-03T10:00:00Z,Bonjour,,,post,,,,,1,,
    """
    schema.check(posts, schema.POSTS)
    if format not in FORMATS:
        raise fail("this format is not known.", found=repr(format), fix=f"one of {list(FORMATS)}")
    followers = audience_of(members)
    file = Path(path)
    write_text(file, FORMATS[format](posts, followers))
    return file


def as_csv(posts: pd.DataFrame, followers: dict[str, int]) -> str:  # noqa: ARG001 - a format's form
    """Return POSTS as a table of texts: times in ISO 8601, lists with a space between."""
    table = posts[list(schema.POSTS.columns)].copy()
    table["created_at"] = table["created_at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("mentions", "hashtags"):
        table[name] = [" ".join(cell) for cell in table[name]]
    return str(table.to_csv(index=False, lineterminator="\n"))


#: What `export` can write.
FORMATS: dict[str, Callable[[pd.DataFrame, dict[str, int]], str]] = {
    "x_v2": as_x_v2,
    "mastodon": as_mastodon,
    "csv": as_csv,
}
