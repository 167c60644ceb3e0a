"""simulator: the stylised facts, over three seeds. Bands from the literature, widened by size."""

import numpy as np
import pandas as pd
import pytest

from cmkit import simulator
from cmkit.simulator.reposts import repost_delay

SEEDS = [1, 2, 3]
#: The size that the published bands are judged at.
WIDE = {"n_members": 8_000, "weeks": 8, "episodes": []}


@pytest.fixture(scope="module", params=SEEDS)
def world(request):
    episodes = ["campaign", "hashtag_blunder"]
    return simulator.community(seed=request.param, n_members=1_600, weeks=6, episodes=episodes)


@pytest.fixture(scope="module", params=[101, 102, 103])
def wide(request):
    posts, truth = simulator.community(seed=request.param, **WIDE)
    groups = truth.members.set_index("author_id")["community"]
    described = simulator.describe(posts, labels=truth.posts["polarity"], groups=groups)
    return posts, truth, described.set_index("statistic")


@pytest.mark.slow
@pytest.mark.parametrize("name", simulator.BANDS)
def test_published_bands(wide, name):
    row = wide[2].loc[name]
    assert row["low"] <= row["value"] <= row["high"], name


@pytest.mark.slow
def test_networks_are_divided_as_published(wide):
    """Reposts keep to a community more than mentions do (Conover et al. 2011)."""
    value = wide[2]["value"]
    assert value["modularity_of_reposts"] > value["modularity_of_mentions"] + 0.1
    assert 0.4 < value["modularity_of_reposts"] < 0.6
    assert 0.15 < value["modularity_of_mentions"] < 0.3
    pairs = set(wide[1].follows.itertuples(index=False, name=None))
    mutual = np.mean([(followed, follower) in pairs for follower, followed in pairs])
    assert 0.2 < mutual < 0.42


@pytest.mark.slow
def test_most_members_are_silent_and_the_top_hundredth_is_not(wide):
    posts, truth, _ = wide
    counts = posts["author_id"].value_counts().reindex(truth.members["author_id"], fill_value=0)
    assert 0.6 < (counts == 0).mean() < 0.8
    assert 0.4 < counts.nlargest(round(0.01 * len(counts))).sum() / len(posts) < 0.75
    assert 60_000 < len(posts) < 115_000


@pytest.mark.slow
def test_a_support_account_hears_more_complaints():
    for seed in SEEDS:
        _, truth = simulator.community(
            seed=seed, n_members=2_000, weeks=4, episodes=[], parameters={"share_negative": 0.35}
        )
        assert 0.3 < (truth.posts["polarity"] == "negative").mean() < 0.4


@pytest.mark.slow
def test_a_welcome_brings_newcomers_back():
    """The band of simulation: 56 % come back with a reply, 44 % without, at 4,000 newcomers."""
    posts, truth = simulator.community(
        seed=5, n_members=9_000, weeks=12, episodes=[], parameters={"join_rate": 0.045}
    )
    newcomers = truth.members[truth.members["role"] == "newcomer"]
    assert len(newcomers) > 4_000
    rates = newcomers.groupby("is_welcomed")["returns"].mean()
    assert rates[True] == pytest.approx(0.56, abs=0.03)
    assert rates[False] == pytest.approx(0.44, abs=0.03)
    assert newcomers["is_welcomed"].mean() == pytest.approx(0.61, abs=0.03)
    # what the truth says is what the posts show
    first = posts.drop_duplicates("author_id").set_index("author_id")["post_id"]
    replied = first.loc[newcomers["author_id"]].isin(posts["reply_to"])
    assert (replied.to_numpy() == newcomers["is_welcomed"].to_numpy()).mean() > 0.995
    again = posts["author_id"].value_counts().reindex(newcomers["author_id"]) > 1
    gone = ~newcomers["returns"].to_numpy()
    assert not again.to_numpy()[gone].any()


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
    assert 0.3 < share.iloc[round(0.01 * len(authors)) - 1] < 0.75
    assert 0.7 < share.iloc[round(0.1 * len(authors)) - 1] < 0.95
    assert 0.6 < (counts == 0).mean() < 0.8


def test_evenings_peak_and_weekends_are_a_little_quieter(ordinary):
    local = ordinary["created_at"].dt.tz_convert("Europe/Paris")
    hours = local.dt.hour.value_counts().sort_index()
    assert 2.5 < hours.max() / hours.min() < 9  # at this size, a quiet hour is a few posts
    assert hours.idxmax() in range(18, 24)
    assert hours.idxmin() in range(1, 7)
    weekend = local.dt.day_of_week >= 5
    assert 0.6 < (weekend.sum() / 2) / ((~weekend).sum() / 5) < 1.15


def test_the_evening_stays_at_its_local_hour_when_the_clocks_change(ordinary):
    """Summer time begins on 30 March: the peak moves by an hour in UTC, not in Paris."""
    change = pd.Timestamp("2025-03-30 01:00", tz="UTC")
    utc = ordinary["created_at"].dt.hour
    evening = utc.isin([19, 20])  # 20 and 21 h in winter, 21 and 22 h in summer
    before = evening[ordinary["created_at"] < change].mean()
    local = ordinary["created_at"].dt.tz_convert("Europe/Paris").dt.hour.isin([20, 21])
    after = local[ordinary["created_at"] >= change].mean()
    assert after == pytest.approx(before, rel=0.25)


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
    assert 0.45 < (ordinary["lang"] == "fr").mean() < 0.75
    assert 0.01 < ordinary["is_spam"].mean() < 0.08
    assert 0.015 < ordinary["is_ironic"].mean() < 0.045


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
    sizes = ring["ring"].value_counts()
    assert sizes.between(5, 35).all()
    assert (members_of(world).query("role != 'spammer'")["ring"] == -1).all()


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
    assert 0.75 < (truth.posts.loc[mine, "polarity"] == "negative").mean() < 0.92
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
    """Parameters against counts, role by role; the span cuts the latest reposts off."""
    posts, truth = simulator.community(seed=4, n_members=6_000, weeks=6, episodes=[])
    passed_on = posts["kind"].isin(["repost", "quote"]) & ~truth.posts["is_spam"]
    sizes = posts.loc[passed_on, "repost_of"].value_counts()
    early = posts["created_at"] < posts["created_at"].max() - pd.Timedelta(days=21)
    own = posts[(posts["kind"] == "post") & early]
    cascades = own.assign(size=own["post_id"].map(sizes).fillna(0)).merge(
        truth.members, on="author_id"
    )
    for role, spread in {"prescriber": 0.2, "superuser": 0.25, "contributor": 0.4}.items():
        rows = cascades[cascades["role"] == role]
        ratio = rows["size"].mean() / rows["influence"].mean()
        assert ratio == pytest.approx(0.95, abs=spread), role


def test_members_and_weeks_make_volume():
    small, wide, long = (
        len(simulator.community(seed=8, n_members=n, weeks=w, episodes=[]).posts)
        for n, w in ((1_000, 2), (4_000, 2), (1_000, 8))
    )
    assert 3 < wide / small < 5.5
    assert 3 < long / small < 5.5


@pytest.mark.slow
def test_ordinary_weeks_hardly_ring_an_alarm():
    """Null runs: a detector at a sensible limit rings at most once in four weeks, and still hears.

    The community must not be so bursty that no detector can tell a crisis from a Tuesday.
    """
    from cmkit import crisis, evaluation, timeline

    def alarms(world):
        tags = pd.DataFrame(
            {
                "post_id": world.truth.posts["post_id"],
                "lang": "en",
                "score": 0.0,
                "label": world.truth.posts["polarity"].astype("str"),
                "confidence": 1.0,
            }
        )
        counts = timeline.activity(world.posts, every="1h", tags=tags)
        return crisis.detect(counts, timezone="Europe/Paris", limit=2.25)

    rung = 0
    for seed in SEEDS:
        rung += len(alarms(simulator.community(seed=seed, n_members=4_000, weeks=6, episodes=[])))
        lived = simulator.community(seed=seed, n_members=4_000, weeks=6)
        found = evaluation.onset_error(alarms(lived), lived.truth.episodes, within="4h")
        assert found["detected"].all()
    assert rung / (6 * len(SEEDS)) <= 0.25
