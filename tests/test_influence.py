"""influence: every measure against NetworkX, by relations, and on planted influencers."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import AUTHORS, edge_tables

from cmkit import graph, influence, schema
from cmkit.errors import CmkitError
from cmkit.influence import MEASURES

every_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


def values(scores: pd.DataFrame) -> dict[str, float]:
    return dict(zip(scores["author_id"], scores["score"], strict=True))


@given(edge_tables(loops=True))
def test_in_strength_agrees_with_networkx(edges):
    expected = dict(graph.to_networkx(edges).in_degree(weight="weight"))
    assert values(influence.in_strength(edges)) == pytest.approx(expected)


@given(edge_tables(loops=True))
def test_distinct_engagers_agrees_with_networkx(edges):
    expected = dict(graph.to_networkx(edges).in_degree())
    assert values(influence.distinct_engagers(edges)) == pytest.approx(expected)


@given(edge_tables(loops=True), st.sampled_from([0.0, 0.5, 0.85, 0.99]))
def test_pagerank_agrees_with_networkx(edges, damping):
    found = values(influence.pagerank(edges, damping=damping, tolerance=1e-13, max_iterations=9999))
    nodes = graph.to_networkx(edges)
    expected = nx.pagerank(nodes, alpha=damping, tol=1e-13, max_iter=9999) if nodes else {}
    assert found == pytest.approx(expected, abs=1e-9)


@given(edge_tables(loops=True))
def test_pagerank_solves_its_own_equation(edges):
    """x = d P'x + (1 - d + d * dangling) / n, solved directly as a linear system."""
    matrix = graph.to_sparse(edges)
    n = len(matrix.authors)
    if n == 0:
        return
    weights = matrix.weights.toarray()
    given_away = weights.sum(axis=1, keepdims=True)
    step = np.where(given_away > 0, weights / np.where(given_away > 0, given_away, 1), 1 / n)
    exact = np.linalg.solve(np.eye(n) - 0.85 * step.T, np.full(n, 0.15 / n))
    found = values(influence.pagerank(edges, tolerance=1e-14))
    assert [found[author] for author in matrix.authors] == pytest.approx(exact, abs=1e-12)


def test_pagerank_is_right_for_authors_who_engage_with_nobody():
    """a -> b -> c: by hand, c = 0.85 b + base, b = 0.85 a + base, base = (0.15 + 0.85 c) / 3."""
    edges = pd.DataFrame(
        {"source": ["a", "b"], "target": ["b", "c"], "kind": "reply", "weight": [1.0, 1.0]}
    )
    found = values(influence.pagerank(edges, tolerance=1e-14))
    assert found["b"] == pytest.approx(1.85 * found["a"])
    assert found["c"] == pytest.approx(0.85 * found["b"] + found["a"])
    assert sum(found.values()) == pytest.approx(1)


@given(edge_tables())
def test_betweenness_agrees_with_networkx(edges):
    expected = nx.betweenness_centrality(graph.to_networkx(edges), normalized=True)
    assert values(influence.betweenness(edges)) == pytest.approx(expected, abs=1e-12)


def test_betweenness_agrees_with_networkx_past_one_batch():
    rng = np.random.default_rng(5)
    ends = rng.integers(0, 150, size=(500, 2))
    edges = pd.DataFrame(ends[ends[:, 0] != ends[:, 1]], columns=["source", "target"])
    edges = edges.astype("str").drop_duplicates().assign(kind="reply", weight=1.0)
    expected = nx.betweenness_centrality(graph.to_networkx(edges), normalized=True)
    assert values(influence.betweenness(edges)) == pytest.approx(expected, abs=1e-12)


@every_measure
@given(edges=edge_tables())
def test_renaming_authors_changes_no_score(measure, edges):
    new_name = dict(zip(AUTHORS, reversed([f"z{name}" for name in AUTHORS]), strict=True))
    renamed = edges.assign(
        source=edges["source"].map(new_name), target=edges["target"].map(new_name)
    ).astype({"source": "str", "target": "str"})
    expected = {new_name[author]: score for author, score in values(measure(edges)).items()}
    assert values(measure(renamed)) == pytest.approx(expected, abs=1e-9)


@every_measure
@given(edges=edge_tables())
def test_the_order_of_rows_changes_nothing(measure, edges):
    mixed = edges.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(measure(mixed), measure(edges))


@given(edge_tables(), st.sampled_from([2.0, 0.5, 10.0]))
def test_scaling_every_weight_scales_strength_and_leaves_pagerank(edges, factor):
    scaled = edges.assign(weight=edges["weight"] * factor)
    strength = {a: s * factor for a, s in values(influence.in_strength(edges)).items()}
    assert values(influence.in_strength(scaled)) == pytest.approx(strength)
    assert values(influence.pagerank(scaled)) == pytest.approx(
        values(influence.pagerank(edges)), abs=1e-9
    )


@every_measure
@given(edges=edge_tables())
def test_scores_are_declared_sorted_and_ranked(measure, edges):
    before = edges.copy(deep=True)
    scores = measure(edges)
    schema.check(scores, schema.SCORES)
    pd.testing.assert_frame_equal(edges, before)
    assert set(scores["author_id"]) == set(edges["source"]) | set(edges["target"])
    assert scores["rank"].is_monotonic_increasing
    assert (scores["score"] >= 0).all()
    ties = scores.groupby("rank")["author_id"].apply(list)
    assert all(authors == sorted(authors) for authors in ties)


def test_authors_that_stand_alike_share_a_rank():
    """A star: every leaf is alike, whatever the order in which floats are added."""
    leaves = [f"leaf{number:03d}" for number in range(200)]
    edges = pd.DataFrame({"source": leaves, "target": "hub", "kind": "reply", "weight": 1 / 3})
    scores = influence.pagerank(edges)
    assert scores["rank"].tolist() == [1, *[2] * 200]


def test_planted_influencers_come_first():
    """Ten authors engaged with by 60 others each, among 500 who chat at random."""
    rng = np.random.default_rng(11)
    chat = pd.DataFrame(rng.integers(0, 500, size=(3000, 2)), columns=["source", "target"])
    planted = pd.DataFrame(
        [(s, t) for t in range(10) for s in rng.choice(np.arange(10, 500), 60, replace=False)],
        columns=["source", "target"],
    )
    pairs = pd.concat([chat, planted]).query("source != target").drop_duplicates()
    edges = ("author" + pairs.astype("str")).assign(kind="repost", weight=1.0)
    for name in ("in_strength", "distinct_engagers", "pagerank"):
        first = set(MEASURES[name](edges)["author_id"].head(10))
        assert first == {f"author{number}" for number in range(10)}, name


def test_communities_number_the_largest_first_and_cover_everybody():
    pairs = [(f"x{i}", f"x{j}") for i in range(7) for j in range(i)]
    pairs += [(f"y{i}", f"y{j}") for i in range(4) for j in range(i)]
    edges = pd.DataFrame(pairs, columns=["source", "target"]).assign(kind="reply", weight=1.0)
    table = influence.communities(edges, seed=2)
    assert table.groupby("community")["author_id"].first().str[0].tolist() == ["x", "y"]
    assert table["n_authors"].tolist() == [7] * 7 + [4] * 4
    with pytest.raises(CmkitError, match="resolution must be positive"):
        influence.communities(edges, seed=2, resolution=0)


def test_rank_puts_measures_side_by_side_and_names_the_choices():
    edges = pd.DataFrame({"source": ["a"], "target": ["b"], "kind": ["reply"], "weight": [1.0]})
    scores = influence.rank(edges, measures=MEASURES)
    assert scores["measure"].unique().tolist() == list(MEASURES)
    with pytest.raises(CmkitError, match="pagerank"):
        influence.rank(edges, measures=["klout"])
    with pytest.raises(CmkitError, match="no measure"):
        influence.rank(edges, measures=[])


@pytest.mark.parametrize("damping", [-0.1, 1.0, 1.5, float("nan")])
def test_damping_out_of_range_is_refused(damping):
    edges = pd.DataFrame({"source": ["a"], "target": ["b"], "kind": ["reply"], "weight": [1.0]})
    with pytest.raises(CmkitError, match="damping must be"):
        influence.pagerank(edges, damping=damping)


def test_no_convergence_is_said():
    edges = pd.DataFrame(
        {"source": ["a", "b"], "target": ["b", "c"], "kind": "reply", "weight": [1.0, 2.0]}
    )
    with pytest.raises(CmkitError, match="did not settle"):
        influence.pagerank(edges, max_iterations=2)
