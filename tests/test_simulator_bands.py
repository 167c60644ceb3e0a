"""simulator: the stylised facts, over three seeds. Bands from the literature, widened by size."""

import numpy as np
import pandas as pd
import pytest

from cmkit import simulator
from cmkit.simulator.interactions import repost_delay

SEEDS = [1, 2, 3]


@pytest.fixture(scope="module", params=SEEDS)
def world(request):
    episodes = ["campaign", "hashtag_blunder"]
    return simulator.community(seed=request.param, n_members=600, weeks=6, episodes=episodes)


@pytest.fixture(scope="module")
def ordinary(world):
    """Return the posts of ordinary times, with their truth."""
    joined = world.posts.merge(world.truth.posts, on="post_id")
    return joined[joined["episode_id"].isna()].reset_index(drop=True)


def members_of(world):
    return world.truth.members[world.truth.members["role"] != "outsider"]


def test_few_write_most(world, ordinary):
    authors = members_of(world)["author_id"]
    counts = ordinary["author_id"].value_counts().reindex(authors, fill_value=0)
    counts = counts.sort_values(ascending=False)
    share = counts.cumsum() / counts.sum()
    assert 0.25 < share.iloc[round(0.01 * len(authors)) - 1] < 0.5
    assert 0.6 < share.iloc[round(0.1 * len(authors)) - 1] < 0.9
    assert 0.55 < (counts == 0).mean() < 0.8


def test_evenings_peak_and_weekends_are_a_little_quieter(ordinary):
    local = ordinary["created_at"].dt.tz_convert("Europe/Paris")
    hours = local.dt.hour.value_counts().sort_index()
    assert 2.5 < hours.max() / hours.min() < 6
    assert hours.idxmax() in (20, 21, 22)
    assert hours.idxmin() in (2, 3, 4, 5)
    weekend = local.dt.day_of_week >= 5
    assert 0.7 < (weekend.sum() / 2) / ((~weekend).sum() / 5) < 1


def test_the_evening_stays_at_its_local_hour_when_the_clocks_change(ordinary):
    """Summer time begins on 30 March: the peak moves by an hour in UTC, not in Paris."""
    change = pd.Timestamp("2025-03-30 01:00", tz="UTC")
    utc = ordinary["created_at"].dt.hour
    evening = utc.isin([19, 20])  # 20 and 21 h in winter, 21 and 22 h in summer
    before = evening[ordinary["created_at"] < change].mean()
    local = ordinary["created_at"].dt.tz_convert("Europe/Paris").dt.hour.isin([20, 21])
    after = local[ordinary["created_at"] >= change].mean()
    assert after == pytest.approx(before, rel=0.25)


def test_counts_are_noisier_than_poisson_and_remember(ordinary):
    hourly = ordinary.set_index("created_at").resample("1h").size()
    local = hourly.index.tz_convert("Europe/Paris")
    week = local.day_of_week * 24 + local.hour
    groups = hourly.groupby(week)
    assert 1.5 < (groups.var() / groups.mean()).median() < 8
    logs = np.log((hourly + 0.5) / (groups.transform("mean") + 0.5))
    assert 0.2 < logs.autocorr(1) < 0.6


def test_most_posts_get_no_reaction(ordinary):
    own = ordinary[ordinary["kind"] != "repost"]
    cited = set(ordinary["reply_to"].dropna()) | set(ordinary["repost_of"].dropna())
    assert 0.65 < 1 - own["post_id"].isin(cited).mean() < 0.77
    assert 0.18 < own["post_id"].isin(set(ordinary["reply_to"].dropna())).mean() < 0.3
    reposted = set(ordinary.loc[ordinary["kind"] == "repost", "repost_of"])
    assert 0.03 < own["post_id"].isin(reposted).mean() < 0.1


def test_reposts_come_by_the_seismic_kernel():
    hours = repost_delay(np.random.default_rng(1), 100_000) / 3600
    assert np.mean(hours <= 1) == pytest.approx(0.558, abs=0.01)
    assert np.mean(hours <= 24) == pytest.approx(0.796, abs=0.01)


def test_tones_languages_spam_and_irony(ordinary):
    shares = ordinary["polarity"].value_counts(normalize=True)
    assert 0.05 < shares["negative"] < 0.12
    assert 0.12 < shares["positive"] < 0.26
    assert 0.5 < (ordinary["lang"] == "fr").mean() < 0.7
    assert 0.01 < ordinary["is_spam"].mean() < 0.08
    assert 0.005 < ordinary["is_ironic"].mean() < 0.04


def test_activity_is_not_audience_is_not_influence(world):
    writing = members_of(world).query("activity > 0")
    assert 0.15 < writing["activity"].corr(writing["audience"], method="spearman") < 0.5
    by_role = writing.groupby("role")["influence"].median()
    assert by_role.idxmax() == "prescriber"
    assert by_role["prescriber"] > 10 * by_role["superuser"]
    audience = writing.groupby("role")["audience"].median()
    assert audience.idxmax() == "celebrity"
    assert writing.groupby("role")["activity"].median().idxmax() == "superuser"


def test_reposts_keep_to_their_community_more_than_replies(world, ordinary):
    home = members_of(world).set_index("author_id")["community"]
    outside = {"staff"}

    def share_within(kind, pointer):
        rows = ordinary[(ordinary["kind"] == kind) & ~ordinary["is_spam"]]
        ours, theirs = rows["author_id"].map(home), rows[pointer].map(home)
        counted = ~ours.isin(outside) & ~theirs.isin(outside)
        return (ours == theirs)[counted].mean()

    reposts = share_within("repost", "repost_of_author_id")
    assert 0.65 < reposts < 0.95
    assert reposts > share_within("reply", "reply_to_author_id")


def test_a_spam_ring_reposts_itself_and_moves_nobody(world, ordinary):
    ring = members_of(world).query("role == 'spammer'")
    reposts = ordinary[(ordinary["kind"] == "repost") & ordinary["is_spam"]]
    assert reposts["author_id"].isin(ring["author_id"]).mean() > 0.9
    assert ring["influence"].max() < 0.05


def test_the_blunder_is_a_burst_of_outsiders_in_anger(world):
    posts, truth = world
    episode = truth.episodes.set_index("kind").loc["hashtag_blunder"]
    mine = (truth.posts["episode_id"] == episode["episode_id"]) & truth.posts["is_excess"]
    excess = posts[mine]
    assert len(excess) == episode["n_excess"]
    assert excess["created_at"].min() == episode["onset"]
    ordinary_rate = (~truth.posts["is_excess"]).sum() / (6 * 168)
    hourly = posts.set_index("created_at").resample("1h").size()
    assert 10 < hourly[episode["peak"]] / ordinary_rate < 40
    assert 0.5 < (episode["peak"] - episode["onset"]) / pd.Timedelta("1h") < 8
    assert 0.75 < (truth.posts.loc[mine, "polarity"] == "negative").mean() < 0.9
    assert 0.15 < truth.posts.loc[mine, "is_ironic"].mean() < 0.35
    before = set(posts.loc[posts["created_at"] < episode["onset"], "author_id"])
    assert 0.85 < (~pd.Series(excess["author_id"].unique()).isin(before)).mean() < 0.97


def test_crisis_authors_do_not_come_back(world):
    posts, truth = world
    outsiders = set(truth.members.query("role == 'outsider'")["author_id"])
    ordinary = truth.posts["episode_id"].isna().to_numpy()
    assert not outsiders & set(posts.loc[ordinary, "author_id"])


def test_the_blunder_goes_through_its_phases(world):
    episodes = world.truth.episodes.set_index("kind")
    blunder = episodes.loc["hashtag_blunder"]
    order = ["onset", "deleted_at", "answered_at"]
    assert blunder[order].is_monotonic_increasing
    assert blunder["peak"] < blunder["acute_end"] < blunder["chronic_end"]
    triggers = world.posts.set_index("post_id").loc[blunder["trigger_post_ids"]]
    assert len(triggers) == 4
    assert set(triggers["author_id"]) == {"maison_lupin"}
    assert triggers["created_at"].min() < blunder["onset"]
    assert triggers["hashtags"].explode().isin(["solidaritecrue", "floodrelief"]).any()
    # the campaign stands in the first half, the blunder in the second
    start, end = world.posts["created_at"].min(), world.posts["created_at"].max()
    middle = start + (end - start) / 2
    assert episodes.loc["campaign", "onset"] < middle < blunder["onset"]


def test_nobody_cites_what_was_deleted(world):
    """Outside posts after the deletion stand alone: only what is there can be quoted."""
    blunder = world.truth.episodes.set_index("kind").loc["hashtag_blunder"]
    posts = world.posts
    citing = posts["repost_of"].isin(blunder["trigger_post_ids"]) & (posts["kind"] == "quote")
    assert citing.any()
    assert (posts.loc[citing, "created_at"] < blunder["deleted_at"]).all()


def test_the_second_wave_blames_the_scapegoat(world):
    posts, truth = world
    blunder = truth.episodes.set_index("kind").loc["hashtag_blunder"]
    blame = posts[(truth.posts["intent"] == "blame") & (posts["kind"] != "repost")]
    assert len(blame) > 20
    assert blame["created_at"].min() > blunder["answered_at"]


def test_the_campaign_is_a_burst_without_anger(world):
    truth = world.truth
    campaign = truth.episodes.set_index("kind").loc["campaign"]
    mine = (truth.posts["episode_id"] == campaign["episode_id"]) & truth.posts["is_excess"]
    assert (truth.posts.loc[mine, "polarity"] == "negative").mean() < 0.13
    assert (truth.posts.loc[mine, "polarity"] == "positive").mean() > 0.5
    assert pd.isna(campaign["answered_at"])
    assert pd.isna(campaign["deleted_at"])


@pytest.mark.slow
def test_influence_is_the_mean_cascade():
    """Parameters against counts, role by role; the span cuts late reposts off (about 15 %)."""
    posts, truth = simulator.community(seed=4, n_members=6_000, weeks=6, episodes=[])
    passed_on = posts["kind"].isin(["repost", "quote"]) & ~truth.posts["is_spam"]
    sizes = posts.loc[passed_on, "repost_of"].value_counts()
    early = posts["created_at"] < posts["created_at"].max() - pd.Timedelta(days=21)
    own = posts[(posts["kind"] == "post") & early]
    cascades = own.assign(size=own["post_id"].map(sizes).fillna(0)).merge(
        truth.members, on="author_id"
    )
    for role in ("prescriber", "superuser", "contributor", "ordinary", "bridge"):
        rows = cascades[cascades["role"] == role]
        assert 0.7 < rows["size"].mean() / rows["influence"].mean() < 1.0, role


def test_members_and_weeks_make_volume():
    small, wide, long = (
        len(simulator.community(seed=8, n_members=n, weeks=w, episodes=[]).posts)
        for n, w in ((150, 2), (600, 2), (150, 8))
    )
    assert 3 < wide / small < 5.5
    assert 3 < long / small < 5.5
