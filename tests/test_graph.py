"""graph: which posts make which edges, and the two bridges out of a table."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from strategies import edge_tables

from cmkit import graph, posts
from cmkit.errors import CmkitError


def world(*rows: dict) -> pd.DataFrame:
    """A posts table from a few fields per post; ids 1, 2, 3..."""
    table = pd.DataFrame(list(rows))
    table["post_id"] = [str(number + 1) for number in range(len(rows))]
    table["created_at"] = pd.date_range("2025-03-01", periods=len(rows), freq="h", tz="UTC")
    return posts.validate(table)


def edges_of(table: pd.DataFrame, **options) -> set[tuple]:
    found = graph.interactions(table, **options)
    return set(found.itertuples(index=False, name=None))


def test_each_kind_of_post_gives_credit_to_the_author_it_engages_with():
    table = world(
        {"author_id": "ana"},
        {"author_id": "ben", "reply_to": "1"},
        {"author_id": "cho", "repost_of": "1"},
        {"author_id": "dia", "repost_of": "1", "kind": "quote"},
        {"author_id": "eli", "mentions": ["ana"]},
    )
    assert edges_of(table) == {
        ("ben", "ana", "reply", 1.0),
        ("cho", "ana", "repost", 1.0),
        ("dia", "ana", "quote", 1.0),
        ("eli", "ana", "mention", 1.0),
    }


def test_a_quote_that_answers_somebody_else_credits_both():
    table = world(
        {"author_id": "ana"},
        {"author_id": "ben"},
        {"author_id": "cho", "kind": "quote", "repost_of": "1", "reply_to": "2"},
    )
    assert edges_of(table) == {("cho", "ana", "quote", 1.0), ("cho", "ben", "reply", 1.0)}


def test_names_in_a_repost_are_not_mentions():
    table = world({"author_id": "ana"}, {"author_id": "ben", "repost_of": "1", "mentions": ["cho"]})
    assert edges_of(table) == {("ben", "ana", "repost", 1.0)}


def test_the_name_of_the_author_answered_is_not_counted_twice():
    table = world(
        {"author_id": "ana"},
        {"author_id": "ben", "reply_to": "1", "mentions": ["ana", "ana", "cho", "cho"]},
    )
    assert edges_of(table) == {("ben", "ana", "reply", 1.0), ("ben", "cho", "mention", 1.0)}


def test_the_author_of_an_absent_post_counts_when_the_export_names_her():
    table = world({"author_id": "ben", "reply_to": "999", "reply_to_author_id": "ana"})
    assert edges_of(table) == {("ben", "ana", "reply", 1.0)}


def test_an_unknown_author_makes_no_edge():
    assert edges_of(world({"author_id": "ben", "reply_to": "999"})) == set()


def test_self_answers_are_left_out_unless_asked_for():
    table = world({"author_id": "ana"}, {"author_id": "ana", "reply_to": "1"})
    assert edges_of(table) == set()
    assert edges_of(table, drop_self=False) == {("ana", "ana", "reply", 1.0)}


def test_kinds_choose_and_are_checked():
    table = world({"author_id": "ana"}, {"author_id": "ben", "reply_to": "1", "mentions": ["cho"]})
    assert edges_of(table, kinds="mention") == {("ben", "cho", "mention", 1.0)}
    with pytest.raises(CmkitError, match="unknown kind of interaction"):
        graph.interactions(table, kinds=["like"])


def test_an_empty_table_gives_no_edges_and_no_authors():
    table = posts.validate(pd.DataFrame({"post_id": [], "author_id": [], "created_at": []}))
    edges = graph.interactions(table)
    assert edges.empty
    assert len(graph.to_sparse(edges).authors) == 0
    assert graph.to_networkx(edges).number_of_nodes() == 0


def test_the_argument_stays_as_it_was():
    table = world({"author_id": "ana"}, {"author_id": "ben", "reply_to": "1"})
    before = table.copy(deep=True)
    graph.interactions(table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("dtype", ["str", "category", "string[pyarrow]", object])
def test_every_dtype_of_text_gives_the_same_edges(dtype):
    table = world({"author_id": "ana"}, {"author_id": "ben", "reply_to": "1"})
    for column in ("author_id", "reply_to_author_id"):
        table[column] = table[column].astype(dtype)
    assert edges_of(table) == {("ben", "ana", "reply", 1.0)}


@given(edge_tables(loops=True))
def test_the_matrix_holds_every_weight_once(edges):
    matrix = graph.to_sparse(edges)
    assert matrix.weights.sum() == pytest.approx(edges["weight"].sum())
    position = {author: number for number, author in enumerate(matrix.authors)}
    summed = edges.groupby(["source", "target"])["weight"].sum()
    for (source, target), weight in summed.items():
        assert matrix.weights[position[source], position[target]] == weight


@given(edge_tables(loops=True))
def test_both_bridges_agree(edges):
    matrix = graph.to_sparse(edges)
    nodes = graph.to_networkx(edges)
    assert list(nodes) == list(matrix.authors)
    dense = np.zeros(matrix.weights.shape)
    position = {author: number for number, author in enumerate(matrix.authors)}
    for source, target, weight in nodes.edges(data="weight"):
        dense[position[source], position[target]] = weight
    assert (dense == matrix.weights.toarray()).all()


@pytest.mark.parametrize("weight", [0.0, -1.0, float("inf")])
def test_a_weight_that_is_not_positive_is_refused(weight):
    edges = pd.DataFrame({"source": ["a"], "target": ["b"], "kind": ["reply"], "weight": [weight]})
    with pytest.raises(CmkitError, match="positive number"):
        graph.to_sparse(edges)


def test_louvain_finds_two_planted_groups_and_repeats_itself():
    pairs = [(f"{group}{i}", f"{group}{j}") for group in "xy" for i in range(6) for j in range(i)]
    edges = pd.DataFrame([*pairs, ("x0", "y0")], columns=["source", "target"])
    edges = edges.assign(kind="reply", weight=1.0)
    groups = graph.louvain(edges, seed=3)
    assert [{name[0] for name in group} for group in groups] == [{"x"}, {"y"}]
    assert groups == graph.louvain(edges, seed=3)
