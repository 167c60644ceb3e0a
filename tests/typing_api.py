"""The public interface as a user would type it; mypy reads this file, pytest does not."""

import pandas as pd

import cmkit
from cmkit import (
    crisis,
    datasets,
    evaluation,
    graph,
    influence,
    moderation,
    plots,
    posts,
    readers,
    sentiment,
    simulator,
    text,
    timeline,
    triage,
)


def use() -> None:
    """Call each part once; never run."""
    table: pd.DataFrame = readers.read("export.csv", timezone="Europe/Paris")
    kept: pd.DataFrame = posts.select(table, since="2025-03-01", langs=["fr"])
    edges: pd.DataFrame = graph.interactions(kept, kinds=["reply", "repost"])
    matrix, authors = graph.to_sparse(edges)
    scores: pd.DataFrame = influence.rank(edges, measures=["pagerank"])
    tags: pd.DataFrame = sentiment.tag(kept, lang="auto")
    one: float = sentiment.score("j'adore")
    several: pd.Series = sentiment.score(["j'adore", None], engine="rules")
    figures: dict[str, float] = sentiment.polarity_scores("good")
    model = sentiment.train(kept, ["positive"] * len(kept))
    mine: pd.DataFrame = sentiment.tag(kept, engine="model", model=model)
    by_function: pd.DataFrame = sentiment.tag(kept, engine=lambda texts: ["neutral"] * len(texts))
    agreed: float = evaluation.kappa(tags["label"], mine["label"])
    flagged: pd.DataFrame = moderation.decide(moderation.flags(kept))
    intents: pd.DataFrame = triage.intent(kept)
    spoken: pd.DataFrame = text.phrases(kept["text"], lang="fr")
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
