"""Draw the README's pictures: python docs/draw_pictures.py. Their bytes depend on matplotlib."""

from pathlib import Path

from cmkit import crisis, datasets, graph, influence, plots, sentiment, timeline

FOLDER = Path(__file__).parent / "pictures"


def main() -> None:
    """Tag, detect and rank in the lesson's world, and write two pictures."""
    posts = datasets.load("maison_lupin")
    counts = timeline.activity(posts, every="1h", tags=sentiment.tag(posts))
    events = crisis.detect(counts)
    plots.save(
        plots.crisis(counts, events, baseline=crisis.baseline(counts)), FOLDER / "crisis.png"
    )
    edges = graph.interactions(posts)
    groups = influence.communities(edges, seed=1)
    plots.save(plots.network(edges, communities=groups, seed=1), FOLDER / "network.png")


if __name__ == "__main__":
    main()
