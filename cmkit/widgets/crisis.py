"""When should it ring? Move the limits, and see which alarms come and go."""

from functools import lru_cache

import ipywidgets
import pandas as pd

from cmkit import crisis as crises
from cmkit import plots, schema, sentiment, timeline
from cmkit.widgets.panel import View, control, panel

__all__ = ["crisis"]

_WINDOWS = ("15min", "30min", "1h", "3h")


def crisis(posts: pd.DataFrame, *, tags: pd.DataFrame | None = None) -> ipywidgets.VBox:
    """Explore crisis detection: what to look for, the limit, the length of a window.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`; at least two weeks of them.
    tags : DataFrame, one row per post, optional
        See `cmkit.schema.TAGS`. Without it the posts are tagged first.

    Returns
    -------
    ipywidgets.VBox
        Without a screen, use ``plots.crisis(timeline, crisis.detect(timeline))``.

    Raises
    ------
    CmkitError
        A table is not what it should be.

    Examples
    --------
    >>> import cmkit.posts
    >>> table = cmkit.posts.validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2"],
    ...             "author_id": ["ana", "ben"],
    ...             "text": ["bien", "super"],
    ...             "created_at": pd.to_datetime(["2025-03-01", "2025-03-20"], utc=True),
    ...         }
    ...     )
    ... )
    >>> "crisis.detect" in crisis(table).children[-1].value
    True
    """
    schema.check(posts, schema.POSTS)
    known = sentiment.tag(posts) if tags is None else schema.check(tags, schema.TAGS)
    kind = control(
        "ToggleButtons",
        description="look for",
        options=[("crisis (volume and mood)", "crisis"), ("buzz (volume alone)", "buzz")],
        style={"description_width": "initial", "button_width": "auto"},
    )
    limit = control("FloatSlider", description="limit", value=3.0, min=1.0, max=12.0, step=0.5)
    every = control("Dropdown", description="window", options=_WINDOWS, value="1h")

    @lru_cache(maxsize=len(_WINDOWS))
    def counted(window: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        counts = timeline.activity(posts, every=window, tags=known)
        return counts, crises.baseline(counts)

    def view() -> View:
        counts, baseline = counted(every.value)
        events = crises.detect(counts, kind=kind.value, limit=limit.value)
        code = (
            f"counts = timeline.activity(posts, every={every.value!r}, tags=tags)\n"
            f"events = crisis.detect(counts, kind={kind.value!r}, limit={limit.value})\n"
            "plots.crisis(counts, events, baseline=crisis.baseline(counts))"
        )
        picture = plots.show(plots.crisis(counts, events, baseline=baseline))
        return View(picture, code, _summary(events, kind.value))

    return panel([kind, limit, every], view, title="When should it ring?")


def _summary(events: pd.DataFrame, kind: str) -> str:
    if events.empty:
        return f"No {kind} alarm at this limit."
    when = ", ".join(f"{onset:%d %B %H:%M} UTC" for onset in events["onset"])
    return f"{len(events)} {kind} alarm{'s' if len(events) > 1 else ''}: {when}."
