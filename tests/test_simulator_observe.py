"""simulator.observe and write: what is lost of a world, and a world too large for memory."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkit import schema, simulator
from cmkit.errors import CmkitError

SMALL = {"seed": 5, "n_members": 200, "weeks": 3, "episodes": ["service_outage", "bot_burst"]}


@pytest.fixture(scope="module")
def world():
    return simulator.community(**SMALL)


def test_nothing_is_lost_by_default(world):
    pd.testing.assert_frame_equal(simulator.observe(world.posts, seed=1), world.posts)


shares = st.floats(0, 1)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**40), sample=shares, missing=shares, deleted=shares, twice=shares)
def test_what_is_seen_was_there(world, seed, sample, missing, deleted, twice):
    seen = simulator.observe(
        world.posts,
        seed=seed,
        sample=sample,
        missing_hours=missing,
        deleted=deleted,
        duplicated=twice,
    )
    schema.check(seen, schema.POSTS)
    assert seen["post_id"].isin(world.posts["post_id"]).all()
    assert seen["post_id"].value_counts().max() <= 2 or seen.empty
    once = seen.drop_duplicates("post_id").set_index("post_id")
    was = world.posts.set_index("post_id").loc[once.index]
    pd.testing.assert_frame_equal(once, was)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_a_sample_has_its_size_and_is_the_same_again(world, share):
    seen = simulator.observe(world.posts, seed=1, sample=share)
    assert len(seen) / len(world.posts) == pytest.approx(share, abs=0.04)
    pd.testing.assert_frame_equal(seen, simulator.observe(world.posts, seed=1, sample=share))
    other = simulator.observe(world.posts, seed=2, sample=share)
    assert set(other["post_id"]) != set(seen["post_id"])


def test_missing_hours_are_missing_whole(world):
    seen = simulator.observe(world.posts, seed=1, missing_hours=0.3)
    before = world.posts["created_at"].dt.floor("1h").value_counts()
    after = seen["created_at"].dt.floor("1h").value_counts()
    assert (after == before.loc[after.index]).all()
    assert 0.55 < len(after) / len(before) < 0.85


def test_a_wall_clock_written_as_utc_is_an_hour_or_two_late(world):
    seen = simulator.observe(world.posts, seed=1, local_clock="Europe/Paris")
    both = world.posts.merge(seen, on="post_id", suffixes=("", "_seen"))
    assert ((both["created_at_seen"] - both["created_at"]) == pd.Timedelta("1h")).all()
    summer = simulator.community(seed=5, n_members=60, weeks=1, start="2025-06-02", episodes=[])
    seen = simulator.observe(summer.posts, seed=1, local_clock="Europe/Paris")
    both = summer.posts.merge(seen, on="post_id", suffixes=("", "_seen"))
    assert ((both["created_at_seen"] - both["created_at"]) == pd.Timedelta("2h")).all()


def test_a_bot_filter_drops_the_fast_ones_whole(world):
    seen = simulator.observe(world.posts, seed=1, without_bots=True)
    gone = set(world.posts["author_id"]) - set(seen["author_id"])
    assert not gone & set(seen["author_id"])
    kept = world.posts[~world.posts["author_id"].isin(gone)]
    assert len(seen) == len(kept)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sample": 2}, "sample is a share"),
        ({"deleted": -0.1}, "deleted is a share"),
        ({"duplicated": "all"}, "duplicated is a share"),
        ({"missing_hours": True}, "missing_hours is a share"),
        ({"local_clock": "Mars"}, "time zone is not known"),
        ({"seed": -1}, "seed must be"),
    ],
)
def test_what_observe_refuses(world, wrong, said):
    with pytest.raises(CmkitError, match=said):
        simulator.observe(world.posts, **({"seed": 1} | wrong))


def test_a_world_written_in_parts_is_the_same_world(world, tmp_path):
    place = simulator.write(tmp_path / "lupin", progress=False, **SMALL)
    posts = pd.read_parquet(place / "posts").sort_values("post_id", ignore_index=True)
    for name in ("mentions", "hashtags"):
        posts[name] = pd.Series([list(cell) for cell in posts[name]], dtype=object)
    posts = posts.astype(world.posts.dtypes)
    pd.testing.assert_frame_equal(posts, world.posts)
    truth = pd.read_parquet(place / "truth" / "posts").sort_values("post_id", ignore_index=True)
    pd.testing.assert_frame_equal(truth.astype(world.truth.posts.dtypes), world.truth.posts)
    members = pd.read_parquet(place / "truth" / "members.parquet")
    pd.testing.assert_frame_equal(members, world.truth.members, check_dtype=False)
    episodes = pd.read_parquet(place / "truth" / "episodes.parquet")
    assert episodes["n_excess"].tolist() == world.truth.episodes["n_excess"].tolist()
    threads = pd.read_parquet(place / "truth" / "threads")
    assert sorted(threads["thread_id"]) == sorted(world.truth.threads["thread_id"])


def test_each_file_stands_for_itself(tmp_path):
    """Pointers stay within a file, so that files can be read one at a time, on many machines."""
    place = simulator.write(tmp_path / "lupin", progress=False, **SMALL)
    for file in sorted((place / "posts").iterdir()):
        posts = pd.read_parquet(file)
        pointers = pd.concat([posts["reply_to"], posts["repost_of"]]).dropna()
        assert pointers.isin(posts["post_id"]).all()
        assert posts["post_id"].is_monotonic_increasing
        assert pq.ParquetFile(file).schema_arrow.names == list(schema.POSTS.columns)


def test_a_full_folder_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CmkitError, match="not empty"):
        simulator.write(tmp_path, seed=1)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_days_instead_of_weeks_make_the_same_kind_of_world(monkeypatch):
    """Above 200,000 members a chapter is a day: the statistics must not notice."""
    from cmkit.simulator import rhythm

    weekly = simulator.community(seed=5, n_members=600, weeks=3, episodes=[])
    monkeypatch.setattr(rhythm, "_MANY_MEMBERS", 10)
    daily = simulator.community(seed=5, n_members=600, weeks=3, episodes=[])
    first, second = (
        simulator.describe(world.posts).set_index("statistic")["value"] for world in (weekly, daily)
    )
    assert second["posts"] == pytest.approx(first["posts"], rel=0.3)
    for name in ("share_of_reply", "share_without_reaction"):
        assert second[name] == pytest.approx(first[name], abs=0.05)
