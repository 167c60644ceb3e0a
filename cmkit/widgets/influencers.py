"""Who matters? Choose the measure and the interactions, and see who moves."""

from functools import lru_cache

import ipywidgets
import pandas as pd

from cmkit import graph, influence, plots, schema
from cmkit.errors import fail
from cmkit.influence import MEASURES
from cmkit.widgets.panel import View, control, panel

__all__ = ["influencers"]

_KINDS = ("reply", "repost", "quote", "mention")


def influencers(posts: pd.DataFrame) -> ipywidgets.VBox:
    """Explore a ranking: measure, kinds of interaction, damping, how many authors.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.

    Returns
    -------
    ipywidgets.VBox
        Without a screen, use ``plots.ranking(influence.pagerank(graph.interactions(posts)))``.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table.

    Examples
    --------
    >>> import cmkit.posts
    >>> table = cmkit.posts.validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2"],
    ...             "author_id": ["ana", "ben"],
    ...             "reply_to": [None, "1"],
    ...             "created_at": pd.to_datetime(["2025-03-01"] * 2, utc=True),
    ...         }
    ...     )
    ... )
    >>> "influence.pagerank" in influencers(table).children[-1].value
    True
    """
    schema.check(posts, schema.POSTS)
    measure = control("Dropdown", description="measure", options=list(MEASURES), value="pagerank")
    kinds = control(
        "SelectMultiple", description="count", options=_KINDS, value=_KINDS, rows=len(_KINDS) + 1
    )
    damping = control(
        "FloatSlider", description="damping", value=0.85, min=0.0, max=0.95, step=0.05
    )
    top = control("IntSlider", description="authors", value=10, min=3, max=30)

    @lru_cache(maxsize=16)
    def edges_of(chosen: tuple[str, ...]) -> pd.DataFrame:
        return graph.interactions(posts, kinds=chosen)

    def view() -> View:
        if not kinds.value:
            raise fail("no kind of interaction is chosen.", fix="choose at least one under 'count'")
        is_pagerank = measure.value == "pagerank"
        damping.disabled = not is_pagerank
        edges = edges_of(tuple(kinds.value))
        if is_pagerank:
            scores = influence.pagerank(edges, damping=damping.value)
        else:
            scores = MEASURES[measure.value](edges)
        options = f", damping={damping.value:.2f}" if is_pagerank else ""
        code = (
            f"edges = graph.interactions(posts, kinds={list(kinds.value)})\n"
            f"scores = influence.{measure.value}(edges{options})\n"
            f"plots.ranking(scores, top={top.value})"
        )
        picture = plots.show(plots.ranking(scores, top=top.value))
        return View(picture, code, _summary(scores, measure.value))

    return panel([measure, kinds, damping, top], view, title="Who matters, by which measure?")


def _summary(scores: pd.DataFrame, measure: str) -> str:
    if scores.empty:
        return "No interactions of these kinds in these posts."
    first = scores.iloc[0]
    return (
        f"{len(scores)} authors; first by {measure}: {first['author_id']} ({first['score']:.3g})."
    )
