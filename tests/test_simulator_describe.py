"""simulator.describe and calibrate: oracles by hand, published shapes, and back again."""

import numpy as np
import pandas as pd
import pytest

from cmkit import posts as posts_module
from cmkit import simulator
from cmkit.errors import CmkitError
from cmkit.simulator.networks import modularity, reciprocity


@pytest.fixture(scope="module")
def world():
    return simulator.community(seed=31, n_members=1_500, weeks=4, episodes=[])


def values(table):
    return table.set_index("statistic")["value"]


def small(rows):
    """Make a posts table from (post_id, author, minutes, kind, pointer)."""
    start = pd.Timestamp("2025-03-03 10:00", tz="UTC")
    table = pd.DataFrame(rows, columns=["post_id", "author_id", "minutes", "kind", "to"])
    author = table.set_index("post_id")["author_id"]
    table["created_at"] = start + pd.to_timedelta(table["minutes"], unit="min")
    is_reply, is_repost = table["kind"] == "reply", table["kind"].isin(["repost", "quote"])
    table["reply_to"] = table["to"].where(is_reply)
    table["repost_of"] = table["to"].where(is_repost)
    table["reply_to_author_id"] = table["reply_to"].map(author)
    table["repost_of_author_id"] = table["repost_of"].map(author)
    table["text"] = "post " + table["post_id"]
    return posts_module.validate(table.drop(columns=["minutes", "to"]))


def test_statistics_by_hand():
    found = values(
        simulator.describe(
            small(
                [
                    ("1", "ana", 0, "post", None),
                    ("2", "ben", 10, "reply", "1"),
                    ("3", "ana", 20, "reply", "2"),
                    ("4", "cleo", 30, "repost", "1"),
                    ("5", "ben", 100, "repost", "1"),
                    ("6", "dan", 120, "post", None),
                ]
            )
        )
    )
    assert found["posts"] == 6
    assert found["authors"] == 4
    assert found["share_of_repost"] == pytest.approx(2 / 6)
    assert found["share_without_reaction"] == pytest.approx(2 / 4)  # 3 and 6
    assert found["share_replied"] == pytest.approx(2 / 4)
    assert found["share_reposted"] == pytest.approx(1 / 4)
    assert found["reposts_within_1_hour"] == pytest.approx(1 / 2)
    assert found["reply_median_minutes"] == pytest.approx(10)
    assert found["reciprocity_of_mentions"] == 1.0
    assert found["share_of_top_1_percent"] == pytest.approx(2 / 6)
    assert found["words_per_post"] == 2
    assert np.isnan(found["burstiness"])


def test_regular_times_have_burstiness_minus_one_and_random_times_none():
    every_hour = [(str(n), "clock", 60 * n, "post", None) for n in range(60)]
    assert values(simulator.describe(small(every_hour)))["burstiness"] == pytest.approx(-1)
    minutes = np.cumsum(np.random.default_rng(1).exponential(60, 3_000))
    chance = [(str(n), "chance", at, "post", None) for n, at in enumerate(minutes)]
    assert abs(values(simulator.describe(small(chance)))["burstiness"]) < 0.05


def test_networks_agree_with_networkx():
    import networkx as nx

    rng = np.random.default_rng(2)
    pairs = rng.integers(0, 12, size=(70, 2)).astype(str).astype(object)
    graph = nx.DiGraph([tuple(pair) for pair in pairs if pair[0] != pair[1]])
    assert reciprocity(pairs) == pytest.approx(nx.reciprocity(graph))
    groups = pd.Series({str(n): n % 3 for n in range(12)})
    parts = [{name for name in graph if groups[name] == group} for group in range(3)]
    expected = nx.community.modularity(graph.to_undirected(), parts)
    assert modularity(pairs, groups) == pytest.approx(expected)


def test_counts_alone_tell_the_same_as_posts(world):
    counts = world.posts.set_index("created_at").resample("5min").size()
    of_counts = values(simulator.describe_counts(counts))
    of_posts = values(simulator.describe(world.posts))
    pd.testing.assert_series_equal(of_counts, of_posts[of_counts.index])


def test_published_numbers_are_recovered_from_a_series_with_these_numbers():
    """A negative binomial of size 2.9 around a profile of ratio 4.2 with drift: NAB's medians."""
    rng = np.random.default_rng(3)
    times = pd.date_range("2015-02-26", periods=15_850, freq="5min", tz="UTC")
    level = 8.4 * np.exp(0.72 * np.cos((times.hour - 20) / 24 * 2 * np.pi))
    mean = level.to_numpy() * rng.gamma(2.9, 1 / 2.9, len(times))
    series = pd.Series(rng.poisson(mean), index=times)
    found = values(simulator.describe_counts(series, timezone="UTC"))
    assert found["peak_to_trough"] == pytest.approx(4.2, rel=0.15)
    assert found["peak_hour"] == 20
    assert found["dispersion_5_minutes"] == pytest.approx(1 + 8.4 / 2.9, rel=0.25)
    assert abs(found["autocorrelation_1_hour"]) < 0.1


def test_a_real_shaped_export_without_pointers_is_described():
    table = small([(str(n), f"a{n % 7}", 13 * n, "post", None) for n in range(300)])
    table["text"] = "the same words again"
    found = values(simulator.describe(table, timezone="America/New_York"))
    assert np.isnan(found["reposts_within_1_hour"])
    assert np.isnan(found["reciprocity_of_mentions"])
    assert found["share_without_reaction"] == 1
    assert found["distinct_texts"] == pytest.approx(1 / 300)


def test_nothing_is_described_as_nothing():
    empty = small([("1", "ana", 0, "post", None)]).head(0)
    assert simulator.describe(empty)["value"].isna().sum() > 8


def test_bands_stand_beside_values(world):
    table = simulator.describe(world.posts, labels=world.truth.posts["polarity"])
    banded = table[table["low"].notna()]
    assert set(banded["statistic"]) == set(simulator.BANDS)
    assert (banded["source"] != "").all()


def test_calibrating_gives_back_the_parameters(world):
    """Planted: another day, weekend, share of replies, delays and languages."""
    hours = [1.0 + (6 <= hour <= 9) * 3 for hour in range(24)]
    planted = {
        "by_hour": hours,
        "weekend_ratio": 0.5,
        "reply_share": 0.6,
        "repost_share": 1.6,
        "reply_median_minutes": 60.0,
        "repost_theta": 0.3,
        "session_size": 2.0,
    }
    posts = simulator.community(
        seed=8,
        n_members=6_000,
        weeks=5,
        episodes=[],
        parameters=planted,
        language_mix={"fr": 0.9, "en": 0.1},
    ).posts
    found = simulator.calibrate(posts)
    fitted = found.parameters
    assert np.argmax(fitted.by_hour) in (6, 7, 8, 9)
    assert np.corrcoef(fitted.by_hour, hours)[0, 1] > 0.85
    assert fitted.weekend_ratio == pytest.approx(0.5, abs=0.15)
    assert fitted.reply_share == pytest.approx(0.6, abs=0.12)
    assert fitted.repost_share == pytest.approx(1.6, rel=0.35)
    assert fitted.reply_median_minutes == pytest.approx(60, rel=0.3)
    assert fitted.repost_theta == pytest.approx(0.3, abs=0.08)
    assert fitted.session_size == pytest.approx(2.0, rel=0.4)  # sittings that touch count as one
    assert found.language_mix["fr"] == pytest.approx(0.9, abs=0.08)
    assert found.weeks == 5


@pytest.mark.slow
def test_a_calibrated_world_describes_like_the_first():
    world = simulator.community(seed=33, n_members=5_000, weeks=6, episodes=[])
    found = simulator.calibrate(world.posts)
    again = simulator.community(
        seed=99,
        n_members=found.n_members,
        weeks=found.weeks,
        episodes=[],
        language_mix=found.language_mix,
        parameters=found.parameters,
    )
    first, second = (values(simulator.describe(posts)) for posts in (world.posts, again.posts))
    assert second["posts"] == pytest.approx(first["posts"], rel=0.35)
    for name in ("share_of_reply", "share_without_reaction", "share_replied"):
        assert second[name] == pytest.approx(first[name], abs=0.05), name
    assert second["peak_to_trough"] == pytest.approx(first["peak_to_trough"], rel=0.5)


def test_parameters_travel_as_json():
    found = simulator.Parameters(weekend_ratio=0.6)
    assert simulator.Parameters.from_json(found.to_json()) == found
    assert simulator.Parameters.from_json("{}") == simulator.Parameters()
    with pytest.raises(CmkitError, match="not JSON"):
        simulator.Parameters.from_json("{weekend")
    with pytest.raises(CmkitError, match="no parameter"):
        simulator.Parameters.from_json('{"luck": 1}')


def test_what_is_refused(world):
    with pytest.raises(CmkitError, match="one value per post"):
        simulator.describe(world.posts, labels=pd.Series(["neutral"]))
    with pytest.raises(CmkitError, match="time zone is not known"):
        simulator.describe(world.posts, timezone="Paris")
    with pytest.raises(CmkitError, match="index of times"):
        simulator.describe_counts(pd.Series([1, 2, 3]))
    with pytest.raises(CmkitError, match="too few"):
        simulator.calibrate(world.posts.head(50))
    with pytest.raises(CmkitError, match="need a"):
        simulator.describe(pd.DataFrame({"text": ["a"]}))
