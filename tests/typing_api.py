"""The public interface as a user would type it; mypy reads this file, pytest does not."""

import pandas as pd

import cmkit
from cmkit import (
    crisis,
    datasets,
    graph,
    influence,
    plots,
    posts,
    readers,
    sentiment,
    simulator,
    timeline,
)


def use() -> None:
    """Call each part once; never run."""
    table: pd.DataFrame = readers.read("export.csv", timezone="Europe/Paris")
    kept: pd.DataFrame = posts.select(table, since="2025-03-01", langs=["fr"])
    edges: pd.DataFrame = graph.interactions(kept, kinds=["reply", "repost"])
    matrix, authors = graph.to_sparse(edges)
    scores: pd.DataFrame = influence.rank(edges, measures=["pagerank"])
    tags: pd.DataFrame = sentiment.tag(kept, lang="auto")
    counts: pd.DataFrame = timeline.activity(kept, every="1h", tags=tags)
    events: pd.DataFrame = crisis.detect(counts, kind="crisis")
    words: str = plots.alt_text(plots.crisis(counts, events, baseline=crisis.baseline(counts)))
    world = {"seed": 7, "episodes": ["unjust_decision"]}
    simulation = simulator.replay(world, responses=[{"after": 1, "strategy": "apology"}])
    roles: pd.Series = simulation.truth.members["role"]
    fitted = simulator.calibrate(simulation.posts).parameters
    again: pd.DataFrame = simulator.community(seed=8, parameters=fitted).posts
    seen: pd.DataFrame = simulator.observe(again, seed=1, sample=0.1)
    described: pd.DataFrame = simulator.describe(seen)
    own: pd.DataFrame = datasets.variant("tickets", student="ana", term_key="k" * 16).table
    known: pd.DataFrame = datasets.truth("tickets").channels
    version: str = cmkit.__version__
