"""What an export tells, in tables: the main job in twenty lines."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from cmkit import crisis, graph, influence, readers, sentiment, timeline
from cmkit.errors import fail

__all__ = ["Findings", "first_reason", "study"]


class Findings(NamedTuple):
    """What a tour finds in an export; each part is a table of `cmkit.schema`.

    Examples
    --------
    >>> Findings._fields[:3]
    ('posts', 'rejected', 'scores')
    """

    posts: pd.DataFrame
    rejected: pd.DataFrame
    scores: pd.DataFrame
    tags: pd.DataFrame
    timeline: pd.DataFrame
    baseline: pd.DataFrame
    events: pd.DataFrame


def study(path: str | Path, **options: Any) -> Findings:
    """Read an export, rank its authors, tag its posts, look for a crisis.

    Parameters
    ----------
    path : str or Path
        An export that `cmkit.readers` knows.
    **options
        Passed to `cmkit.readers.read_with_rejects`: ``columns``, ``timezone``, ``key``...

    Returns
    -------
    Findings
        ``scores`` holds in-strength, distinct engagers and PageRank; the windows of ``timeline``
        last an hour, or a day in an export of more than half a year. Where no post is in a
        language that the tagger reads, ``events`` are of kind ``buzz``.

    Raises
    ------
    CmkitError
        The export cannot be read.

    Examples
    --------
    >>> from cmkit import datasets
    >>> found = study(datasets.path("lupin_export"))
    >>> len(found.tags) == len(found.posts)
    True
    """
    posts, rejected = readers.read_with_rejects(path, **options)
    if posts.empty:
        raise fail(
            "no post could be read from this export.",
            found=f"{len(rejected)} lines left out, the first because {first_reason(rejected)}",
            fix="look at the file, or tell the reader more: python -m cmkit tour --help",
        )
    scores = influence.rank(graph.interactions(posts))
    tags = sentiment.tag(posts)
    span = posts["created_at"].max() - posts["created_at"].min()
    every = "1h" if span < pd.Timedelta(days=183) else "1D"
    counts = timeline.activity(posts, every=every, tags=tags)
    # posts in languages that the tagger does not read can still make a buzz
    kind: crisis.Kind = "crisis" if counts["n_negative"].notna().any() else "buzz"
    events = crisis.detect(counts, kind=kind)
    return Findings(posts, rejected, scores, tags, counts, crisis.baseline(counts), events)


def first_reason(rejected: pd.DataFrame) -> str:
    """Say why the first line was left out.

    Examples
    --------
    >>> first_reason(pd.DataFrame({"line": [], "reason": [], "excerpt": []}))
    'it holds none'
    """
    return str(rejected["reason"].iloc[0]) if len(rejected) else "it holds none"
