"""timeline.activity against a slow second way of counting, and against what it promises."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkit import schema, timeline
from cmkit.errors import CmkitError


def posts_at(*times, authors=None, kinds=None):
    n = len(times)
    return pd.DataFrame(
        {
            "post_id": [f"p{number}" for number in range(n)],
            "author_id": list(authors or [f"a{number}" for number in range(n)]),
            "created_at": pd.to_datetime(list(times), utc=True, format="ISO8601"),
            "kind": list(kinds or ["post"] * n),
        }
    )


def tags_for(posts, labels):
    return pd.DataFrame(
        {
            "post_id": posts["post_id"],
            "lang": "en",
            "score": 0.0,
            "label": labels,
            "confidence": 1.0,
        }
    )


minutes = st.lists(st.integers(0, 4000), min_size=1, max_size=60)


@given(minutes, st.sampled_from(["5min", "15min", "1h", "6h", "1D"]), st.randoms())
@settings(max_examples=60, deadline=None)
def test_counts_agree_with_pandas_own_resampling(offsets, every, random):
    times = pd.Timestamp("2025-03-01 22:00", tz="UTC") + pd.to_timedelta(offsets, unit="min")
    posts = posts_at(*times, authors=[random.choice("abc") for _ in offsets])
    counted = timeline.activity(posts, every=every)
    sampled = posts.set_index("created_at").sort_index().resample(every)
    expected = sampled["post_id"].count()
    assert counted["window_start"].tolist() == expected.index.tolist()
    assert counted["n_posts"].tolist() == expected.tolist()
    assert counted["n_authors"].tolist() == sampled["author_id"].nunique().tolist()
    schema.check(counted, schema.TIMELINE)


@given(minutes, st.randoms())
@settings(max_examples=30, deadline=None)
def test_order_of_rows_and_names_of_authors_change_nothing(offsets, random):
    times = pd.Timestamp("2025-03-01", tz="UTC") + pd.to_timedelta(offsets, unit="min")
    posts = posts_at(*times, authors=[random.choice("abc") for _ in offsets])
    shuffled = posts.sample(frac=1, random_state=1).assign(
        author_id=lambda table: "renamed-" + table["author_id"]
    )
    pd.testing.assert_frame_equal(timeline.activity(posts), timeline.activity(shuffled))


def test_longer_windows_are_sums_of_shorter_ones():
    rng = np.random.default_rng(1)
    times = pd.Timestamp("2025-03-01", tz="UTC") + pd.to_timedelta(
        rng.integers(0, 9000, 500), unit="min"
    )
    posts = posts_at(*times)
    tags = tags_for(posts, rng.choice(["negative", "neutral"], 500))
    fine = timeline.activity(posts, every="15min", tags=tags).set_index("window_start")
    coarse = timeline.activity(posts, every="6h", tags=tags).set_index("window_start")
    summed = fine[["n_posts", "n_negative"]].resample("6h").sum()
    assert (summed["n_posts"] == coarse["n_posts"]).all()
    assert (summed["n_negative"] == coarse["n_negative"]).all()


def test_an_empty_window_stays_and_counts_nothing():
    posts = posts_at("2025-03-01T10:10Z", "2025-03-01T13:59:59.999999Z")
    counted = timeline.activity(posts, tags=tags_for(posts, ["negative", "positive"]))
    assert counted["n_posts"].tolist() == [1, 0, 0, 1]
    assert counted["n_negative"].tolist() == [1, 0, 0, 0]
    assert counted["share_negative"].isna().tolist() == [False, True, True, False]


def test_an_unknown_label_stays_in_the_denominator_but_does_not_make_a_window_known():
    posts = posts_at(*["2025-03-01T10:00Z"] * 4, *["2025-03-01T11:00Z"] * 2)
    tags = tags_for(posts, ["negative", "neutral", "unknown", "unknown", "unknown", "unknown"])
    counted = timeline.activity(posts, tags=tags)
    assert counted["share_negative"].iloc[0] == 0.25
    assert pd.isna(counted["n_negative"].iloc[1])
    assert pd.isna(counted["share_negative"].iloc[1])


def test_posts_without_a_tag_are_counted_and_not_negative():
    posts = posts_at(*["2025-03-01T10:00Z"] * 4)
    counted = timeline.activity(posts, tags=tags_for(posts, ["negative"] * 4).head(1))
    assert counted["n_negative"].tolist() == [1]
    assert counted["share_negative"].tolist() == [0.25]


def test_without_tags_the_negative_columns_are_missing():
    counted = timeline.activity(posts_at("2025-03-01T10:00Z"))
    assert counted[["n_negative", "share_negative"]].isna().all(axis=None)
    schema.check(counted, schema.TIMELINE)


def test_reposts_count_unless_left_out():
    posts = posts_at(*["2025-03-01T10:00Z"] * 3, kinds=["post", "repost", "quote"])
    assert timeline.activity(posts)["n_posts"].tolist() == [3]
    assert timeline.activity(posts, include_reposts=False)["n_posts"].tolist() == [2]


def test_since_and_until_fix_the_span():
    posts = posts_at("2025-03-01T10:30Z", "2025-03-01T12:00Z", "2025-03-01T15:00Z")
    counted = timeline.activity(posts, since="2025-03-01 08:00", until="2025-03-01 12:00")
    assert counted["window_start"].iloc[0] == pd.Timestamp("2025-03-01 08:00", tz="UTC")
    assert counted["n_posts"].tolist() == [0, 0, 1, 0]


def test_no_posts_in_a_fixed_span_are_zeros():
    posts = posts_at("2025-03-01T10:30Z").head(0)
    counted = timeline.activity(posts, since="2025-03-01", until="2025-03-02")
    assert counted["n_posts"].tolist() == [0] * 24
    assert timeline.activity(posts).empty
    schema.check(timeline.activity(posts), schema.TIMELINE)


def test_weeks_begin_on_mondays():
    counted = timeline.activity(posts_at("2025-03-05T10:00Z"), every="7D")
    assert counted["window_start"].iloc[0] == pd.Timestamp("2025-03-03", tz="UTC")


def test_another_zone_is_read_as_the_same_instants():
    posts = posts_at("2025-03-01T10:10Z", "2025-03-01T23:50Z")
    abroad = posts.assign(created_at=posts["created_at"].dt.tz_convert("Asia/Kolkata"))
    pd.testing.assert_frame_equal(timeline.activity(posts), timeline.activity(abroad))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_every_resolution_of_time_counts_alike(unit):
    posts = posts_at("2025-03-01T10:10Z", "2025-03-01T12:50Z")
    stored = posts.assign(created_at=posts["created_at"].astype(f"datetime64[{unit}, UTC]"))
    assert timeline.activity(stored)["n_posts"].tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("every", "minutes"), [("h", 60), ("1d", 1440), ("30min", 30), (pd.Timedelta("2h"), 120)]
)
def test_windows_are_written_in_several_ways(every, minutes):
    counted = timeline.activity(posts_at("2025-03-01T10:10Z", "2025-03-03T10:10Z"), every=every)
    step = counted["window_start"].diff().iloc[1]
    assert step == pd.Timedelta(minutes=minutes)


@pytest.mark.parametrize("every", ["soon", "", "0h", "-1h", "10ms", 5, None, "1M"])
def test_a_length_that_is_none_is_refused(every):
    with pytest.raises(CmkitError, match="'every'"):
        timeline.activity(posts_at("2025-03-01T10:10Z"), every=every)


def test_what_is_refused():
    posts = posts_at("2025-03-01T10:10Z", "2025-03-01T10:20Z")
    tags = tags_for(posts, ["negative", "neutral"])
    with pytest.raises(CmkitError, match="created_at"):
        timeline.activity(posts.drop(columns="created_at"))
    with pytest.raises(CmkitError, match="tagged twice"):
        timeline.activity(posts, tags=pd.concat([tags, tags]))
    with pytest.raises(CmkitError, match="no post in common"):
        timeline.activity(posts, tags=tags.assign(post_id=["x", "y"]))
    with pytest.raises(CmkitError, match="'since' must come before"):
        timeline.activity(posts, since="2025-03-02", until="2025-03-01")
    with pytest.raises(CmkitError, match="'until' cannot be read"):
        timeline.activity(posts, until="tomorrow-ish")
    with pytest.raises(CmkitError, match="more than 20,000,000 windows"):
        timeline.activity(posts_at("1970-01-01T00:00Z", "2025-03-01T00:00Z"), every="1s")


def test_the_posts_stay_as_they_were():
    posts = posts_at("2025-03-01T10:10Z", "2025-03-01T10:20Z")
    before = posts.copy(deep=True)
    timeline.activity(posts, tags=tags_for(posts, ["negative", "neutral"]))
    pd.testing.assert_frame_equal(posts, before)


@pytest.mark.slow
def test_ten_million_posts_take_seconds():
    import time

    n = 10_000_000
    rng = np.random.default_rng(1)
    start = pd.Timestamp("2025-01-01", tz="UTC").as_unit("us")
    posts = pd.DataFrame(
        {
            "post_id": pd.Series(np.arange(n)).astype(str),
            "author_id": pd.Series(rng.integers(0, 200_000, n)).astype(str),
            "created_at": start + pd.to_timedelta(rng.integers(0, 365 * 86400, n), unit="s"),
        }
    )
    began = time.perf_counter()
    counted = timeline.activity(posts, every="5min")
    assert counted["n_posts"].sum() == n
    assert time.perf_counter() - began < 20
