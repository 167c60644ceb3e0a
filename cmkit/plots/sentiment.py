"""Sentiment over time: posts by label in each window."""

from typing import TYPE_CHECKING

import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["sentiment"]


def sentiment(timeline: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the share of negative posts in each window, above the number of posts.

    Parameters
    ----------
    timeline : DataFrame, one row per window
        See `cmkit.schema.TIMELINE`, made with tags.
    ax : matplotlib Axes, optional
        Where to draw; the number of posts is drawn on a second axis of it.

    Returns
    -------
    matplotlib Axes
        The one of the negative share.

    Raises
    ------
    CmkitError
        ``timeline`` is not a TIMELINE table; it was made without tags.

    Notes
    -----
    A share of few posts jumps: read it with the grey bars behind it, and draw days, not hours,
    for a small community. The share is the tagger's, with its errors.

    Examples
    --------
    >>> hours = pd.date_range("2025-03-01", periods=2, freq="h", tz="UTC")
    >>> timeline = pd.DataFrame(
    ...     {
    ...         "window_start": hours,
    ...         "n_posts": [4, 2],
    ...         "n_authors": [3, 2],
    ...         "n_negative": [1, 1],
    ...         "share_negative": [0.25, 0.5],
    ...     }
    ... )
    >>> from cmkit.plots import alt_text
    >>> alt_text(sentiment(timeline))
    'Line chart of the share of negative posts from 2025-03-01 00:00 to 2025-03-01 01:00 UTC:
    33 % over the whole span, highest 50 % in the window of 2025-03-01 01:00 UTC. Bars behind:
    6 posts.'
    """
    schema.check(timeline, schema.TIMELINE)
    if timeline["n_negative"].isna().all():
        raise fail(
            "this timeline knows no sentiment.",
            found="n_negative is empty in every window",
            fix="timeline.activity(posts, tags=sentiment.tag(posts))",
        )
    ax = axes(ax)
    behind = ax.twinx()
    when, share = timeline["window_start"], timeline["share_negative"]
    width = when.diff().min() if len(when) > 1 else pd.Timedelta("1h")
    # a bar starts where its window starts, and is as wide as the window is long, in days
    days = width / pd.Timedelta(days=1)
    behind.bar(when, timeline["n_posts"], days, align="edge", color=COLOURS["quiet"], alpha=0.3)
    behind.set(ylabel="posts in a window (count, grey)", ylim=(0, None))
    ax.plot(when + width / 2, share, color=COLOURS["negative"], marker=".", linewidth=1.2)
    ax.set(xlabel="time (UTC)", ylabel="share of posts tagged negative (0 to 1)", ylim=(0, 1))
    ax.set_zorder(behind.get_zorder() + 1)
    ax.patch.set_visible(False)
    ax.tick_params(axis="x", rotation=30)
    behind.spines["top"].set_visible(False)
    return describe(ax, _in_words(timeline))


def _in_words(timeline: pd.DataFrame) -> str:
    worst = int(timeline["share_negative"].argmax())
    times = timeline["window_start"].iloc[[0, -1, worst]]
    first, last, top = (f"{time:%Y-%m-%d %H:%M}" for time in times)
    total = int(timeline["n_posts"].sum())
    overall = timeline["n_negative"].sum() / max(total, 1)
    return (
        f"Line chart of the share of negative posts from {first} to {last} UTC: "
        f"{overall:.0%} over the whole span, highest {timeline['share_negative'].max():.0%} in the "
        f"window of {top} UTC. Bars behind: {total} posts."
    ).replace("%", " %")
