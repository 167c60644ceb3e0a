"""posts: what validate fills in, refuses and keeps; select; threads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkit import posts, schema
from cmkit.errors import CmkitError


def raw(**columns) -> pd.DataFrame:
    """Three posts: ana opens, ben answers, cho answers ben."""
    table = {
        "post_id": ["1", "2", "3"],
        "author_id": ["ana", "ben", "cho"],
        "created_at": ["2025-03-01T10:00Z", "2025-03-01T10:05Z", "2025-03-01T12:00+01:00"],
        "reply_to": [None, "1", "2"],
    }
    return pd.DataFrame(table | columns)


def test_what_can_be_known_is_filled_in():
    table = posts.validate(raw())
    schema.check(table, schema.POSTS)
    assert list(table.columns) == list(schema.POSTS.columns)
    assert table["kind"].tolist() == ["post", "reply", "reply"]
    assert table["thread_id"].tolist() == ["1", "1", "1"]
    assert table["reply_to_author_id"].tolist()[1:] == ["ana", "ben"]
    assert table["mentions"].tolist() == [[], [], []]


def test_times_become_utc():
    table = posts.validate(raw())
    assert str(table["created_at"].dt.tz) == "UTC"
    assert table["created_at"].iloc[-1] == pd.Timestamp("2025-03-01 11:00", tz="UTC")


def test_validating_twice_changes_nothing():
    once = posts.validate(raw())
    pd.testing.assert_frame_equal(posts.validate(once), once)


def test_the_argument_stays_as_it_was():
    table = raw()
    before = table.copy(deep=True)
    posts.validate(table)
    pd.testing.assert_frame_equal(table, before)


def test_other_columns_are_kept_at_the_end():
    assert list(posts.validate(raw(likes=[1, 2, 3])).columns)[-1] == "likes"


def test_posts_survive_parquet(tmp_path):
    table = posts.validate(raw(mentions=[["ben"], [], ["ana", "ben"]]))
    table.to_parquet(tmp_path / "posts.parquet")
    again = posts.validate(pd.read_parquet(tmp_path / "posts.parquet"))
    pd.testing.assert_frame_equal(again, table)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"post_id": ["1", "1", "2"]}, "a post_id stands twice"),
        ({"post_id": ["1", None, "2"]}, "'post_id' has empty cells"),
        ({"post_id": [1.5e18, 2.5e18, 3.5e18]}, "may have lost digits"),
        ({"author_id": ["ana", " ", "cho"]}, "'author_id' has empty cells"),
        ({"created_at": ["2025-03-01", "2025-03-02", "2025-03-03"]}, "has no time zone"),
        ({"created_at": ["yesterday", "2025-03-02Z", "2025-03-03Z"]}, "is not a time"),
        ({"created_at": [1, 2, 3]}, "not a time|no time zone"),
        ({"kind": ["post", "reply", "like"]}, "a value that is not known"),
        ({"mentions": ["ben", "", ""]}, "list of texts"),
    ],
)
def test_bad_posts_are_refused_in_three_parts(columns, message):
    with pytest.raises(CmkitError, match=message) as raised:
        posts.validate(raw(**columns))
    assert "Found:" in str(raised.value)
    assert "To fix:" in str(raised.value)


def test_a_missing_column_is_named():
    with pytest.raises(CmkitError, match="need a 'author_id' column"):
        posts.validate(raw().drop(columns="author_id"))
    with pytest.raises(CmkitError, match="must be a pandas DataFrame"):
        posts.validate([{"post_id": "1"}])


def test_an_empty_table_is_a_sound_table():
    table = posts.validate(pd.DataFrame({"post_id": [], "author_id": [], "created_at": []}))
    schema.check(table, schema.POSTS)
    assert posts.threads(table).empty
    assert posts.select(table, hashtag="x").empty


def test_whole_number_identifiers_become_texts():
    table = posts.validate(raw(post_id=[10**18, 10**18 + 1, 10**18 + 2], reply_to=None))
    assert table["post_id"].tolist()[0] == "1000000000000000000"


def test_a_parent_that_is_absent_names_the_thread():
    table = posts.validate(raw(reply_to=["900", "1", "2"]))
    assert table["thread_id"].tolist() == ["900"] * 3


def test_a_thread_given_by_the_platform_is_kept():
    table = posts.validate(raw(thread_id=["77", "77", None]))
    assert table["thread_id"].tolist() == ["77", "77", "77"]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_threads_follow_any_chain_of_answers(parents):
    """Each post answers an earlier one (or none): the thread is the root of its tree."""
    n = len(parents)
    answered = [str(p % i) if i and p % 3 else None for i, p in enumerate(parents)]
    root = []
    for i in range(n):
        root.append(str(i) if answered[i] is None else root[int(answered[i])])
    table = posts.validate(
        pd.DataFrame(
            {
                "post_id": [str(i) for i in range(n)],
                "author_id": "ana",
                "created_at": pd.date_range("2025-01-01", periods=n, freq="min", tz="UTC"),
                "reply_to": pd.Series(answered, dtype="str"),
            }
        )
    )
    assert table["thread_id"].tolist() == root


def test_a_very_long_thread_costs_no_recursion():
    n = 20_000
    ids = np.arange(n).astype("str")
    table = posts.validate(
        pd.DataFrame(
            {
                "post_id": ids,
                "author_id": "ana",
                "created_at": pd.date_range("2025-01-01", periods=n, freq="s", tz="UTC"),
                "reply_to": [None, *ids[:-1]],
            }
        )
    )
    assert set(table["thread_id"]) == {"0"}


def test_answers_in_a_circle_are_refused():
    table = pd.DataFrame(
        {
            "post_id": ["1", "2", "3"],
            "author_id": "ana",
            "created_at": pd.date_range("2025-01-01", periods=3, freq="h", tz="UTC"),
            "reply_to": ["3", "1", "2"],
        }
    )
    with pytest.raises(CmkitError, match="in a circle"):
        posts.validate(table)


def test_select_meets_every_condition():
    table = posts.validate(
        raw(
            lang=["fr", "en", "fr"],
            hashtags=[["déco"], [], ["déco", "promo"]],
            text=["Joli (canapé)", "nice", None],
        )
    )
    assert posts.select(table, langs=["fr"])["author_id"].tolist() == ["ana", "cho"]
    assert posts.select(table, hashtag="#DÉCO", authors=["cho"])["post_id"].tolist() == ["3"]
    assert posts.select(table, contains="(CANAPÉ)")["post_id"].tolist() == ["1"]
    assert posts.select(table, kinds=["reply"], until="2025-03-01 11:00")["post_id"].tolist() == [
        "2"
    ]
    assert posts.select(table, since=pd.Timestamp("2025-03-01 12:00", tz="Europe/Paris"))[
        "post_id"
    ].tolist() == ["3"]


def test_select_foresees_the_beginner():
    table = posts.validate(raw())
    with pytest.raises(CmkitError, match="wants a list"):
        posts.select(table, authors="ana")
    with pytest.raises(CmkitError, match="since is not a time"):
        posts.select(table, since="soon")


def test_threads_sum_up_who_answered_and_how_fast():
    table = posts.threads(posts.validate(raw()))
    assert table.loc[0, ["n_posts", "n_authors", "first_answer_minutes"]].tolist() == [3, 3, 5.0]


def test_answering_oneself_is_not_an_answer():
    table = posts.threads(posts.validate(raw(author_id=["ana", "ana", "ana"])))
    assert np.isnan(table.loc[0, "first_answer_minutes"])


def test_reposts_are_not_part_of_a_thread():
    table = posts.validate(raw(reply_to=None, repost_of=[None, "1", None]))
    assert posts.threads(table)["n_posts"].tolist() == [1, 1]
