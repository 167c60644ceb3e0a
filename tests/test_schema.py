"""schema: what is declared is checked, and the error says what, found, fix."""

import pandas as pd
import pytest

from cmkit import schema
from cmkit.errors import CmkitError

GOOD = pd.DataFrame({"source": ["a"], "target": ["b"], "kind": ["reply"], "weight": [1.0]})


def test_a_good_table_comes_back_as_the_same_object():
    assert schema.check(GOOD, schema.EDGES) is GOOD


def test_columns_beyond_the_declaration_are_allowed():
    schema.check(GOOD.assign(note="x"), schema.EDGES)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("edges.csv", "must be a pandas DataFrame"),
        (GOOD.drop(columns="weight"), "need a 'weight' column"),
        (GOOD.assign(weight="many"), "'weight' must hold numbers"),
        (GOOD.assign(weight=True), "'weight' must hold numbers"),
        (GOOD.assign(source=[None]), "'source' has empty cells"),
        (GOOD.assign(source=[7]), "'source' must hold texts"),
        (GOOD.assign(source=pd.Series([b"a"])), "'source' must hold texts"),
        (GOOD.assign(kind="like"), "a value that is not known"),
    ],
)
def test_a_bad_table_is_refused_with_what_was_found_and_what_to_do(table, message):
    with pytest.raises(CmkitError, match=message) as raised:
        schema.check(table, schema.EDGES)
    assert "Found:" in str(raised.value)
    assert "To fix:" in str(raised.value)


@pytest.mark.parametrize("dtype", ["str", "string[pyarrow]", "category", object])
def test_every_dtype_of_text_is_text(dtype):
    schema.check(GOOD.assign(source=GOOD["source"].astype(dtype)), schema.EDGES)


@pytest.mark.parametrize(
    "table",
    [schema.POSTS, schema.EDGES, schema.TAGS, schema.TIMELINE, schema.SCORES, schema.EVENTS],
)
def test_every_column_has_a_meaning(table):
    described = table.describe()
    assert described["column"].tolist() == list(table.columns)
    assert (described["meaning"].str.len() > 8).all()


def test_times_without_a_zone_are_refused():
    timeline = pd.DataFrame(
        {
            "window_start": pd.to_datetime(["2025-03-01"]),
            "n_posts": [1],
            "n_authors": [1],
            "n_negative": [None],
            "share_negative": [float("nan")],
        }
    )
    with pytest.raises(CmkitError, match=r"times with a time zone"):
        schema.check(timeline, schema.TIMELINE)
    zoned = timeline.assign(window_start=timeline["window_start"].dt.tz_localize("UTC"))
    schema.check(zoned, schema.TIMELINE)


DECLARED = [
    value for name in schema.__all__ if isinstance(value := getattr(schema, name), schema.Table)
]


@pytest.mark.parametrize("table", DECLARED, ids=lambda table: table.name)
def test_every_declaration_tells_what_a_row_and_each_column_is(table):
    assert table.row
    described = table.describe()
    assert len(described) == len(table.columns) > 0
    assert described["meaning"].str.len().between(3, 120).all()
    assert described["column"].str.fullmatch(r"[a-z][a-z0-9_]*").all()


def test_flags_are_true_or_false():
    votes = schema.Table("VOTES", "a vote", {"is_valid": schema.Column("flag", "whether")})
    schema.check(pd.DataFrame({"is_valid": [True, False]}), votes)
    with pytest.raises(CmkitError, match="must hold true or false"):
        schema.check(pd.DataFrame({"is_valid": [1, 0]}), votes)
