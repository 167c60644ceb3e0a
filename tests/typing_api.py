"""The public interface as a user would type it; mypy reads this file, pytest does not."""

import pandas as pd

import cmkit
from cmkit import crisis, graph, influence, plots, posts, readers, sentiment, timeline


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
    version: str = cmkit.__version__
