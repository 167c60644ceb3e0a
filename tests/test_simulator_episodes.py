"""simulator: each of the twelve episodes has the shape and the tone that its preset says."""

import pandas as pd
import pytest

from cmkit import simulator
from cmkit.simulator.presets import PRESETS

CRISES = [kind for kind, preset in PRESETS.items() if preset.is_crisis]


@pytest.fixture(scope="module", params=PRESETS)
def lived(request):
    weeks = 9 if request.param == "product_harm" else 4
    return simulator.community(seed=6, n_members=1_000, weeks=weeks, episodes=[request.param])


def parts(lived):
    posts, truth = lived
    excess = truth.posts["is_excess"].to_numpy()
    return posts[excess], truth.posts[excess], truth.episodes.iloc[0]


def test_there_are_ten_crises_and_two_distractors():
    assert len(CRISES) == 10
    assert len(PRESETS) == 12


def test_the_onset_is_the_first_excess_post(lived):
    excess, _, episode = parts(lived)
    assert excess["created_at"].min() == episode["onset"]
    assert len(excess) == episode["n_excess"] > 50


def test_the_peak_stands_out_as_the_preset_says(lived):
    excess, _, episode = parts(lived)
    preset = PRESETS[episode["kind"]]
    ordinary = (~lived.truth.posts["is_excess"]).sum()
    hours = (lived.posts["created_at"].max() - lived.posts["created_at"].min()).total_seconds()
    hourly = excess.set_index("created_at").resample("1h").size()
    ratio = hourly.max() / (ordinary / hours * 3600)
    highest = max([1.0, *(wave.times for wave in preset.waves)])
    assert 0.45 * preset.peak_ratio < ratio < 2.2 * preset.peak_ratio * highest


def test_phases_follow_each_other(lived):
    _, _, episode = parts(lived)
    assert episode["onset"].floor("1h") <= episode["peak"] < episode["acute_end"]
    if pd.notna(episode["chronic_end"]):
        assert episode["acute_end"] <= episode["chronic_end"]


def test_the_tone_is_that_of_the_preset(lived):
    _, truth, episode = parts(lived)
    preset = PRESETS[episode["kind"]]
    negative = (truth["polarity"] == "negative").mean()
    highest = preset.negative_later or preset.share_negative
    assert preset.share_negative - 0.08 < negative < highest + 0.1
    if negative > 0.2:
        ironic = truth.loc[truth["polarity"] == "negative", "is_ironic"].mean()
        assert ironic == pytest.approx(preset.share_irony, abs=0.12)


def test_most_crises_bring_people_who_were_not_there(lived):
    excess, _, episode = parts(lived)
    preset = PRESETS[episode["kind"]]
    before = lived.posts.loc[lived.posts["created_at"] < episode["onset"], "author_id"]
    new = (~pd.Series(excess["author_id"].unique()).isin(set(before))).mean()
    assert preset.share_new - 0.15 < new < preset.share_new + 0.3 or preset.trigger == "ring"
    if preset.trigger == "ring":
        assert set(excess["author_id"]) <= set(
            lived.truth.members.query("role == 'spammer'")["author_id"]
        )


def test_triggers_are_written_by_who_the_preset_says(lived):
    _, _, episode = parts(lived)
    preset = PRESETS[episode["kind"]]
    triggers = lived.posts.set_index("post_id").loc[episode["trigger_post_ids"]]
    roles = lived.truth.members.set_index("author_id")["role"].loc[triggers["author_id"]]
    expected = {
        "brand": {"staff"},
        "outsider": {"outsider"},
        "journalist": {"journalist"},
        "ring": {"spammer"},
    }
    if preset.trigger in expected:
        assert set(roles) == expected[preset.trigger]
    else:
        assert not set(roles) & {"staff", "outsider", "spammer"}
    if preset.trigger != "brand":
        assert triggers["created_at"].min() == episode["onset"]


def test_outsiders_are_gone_a_month_later(lived):
    """Firestorm networks neither pre-exist nor persist (Lamba, Malik, Pfeffer 2015)."""
    outsiders = set(lived.truth.members.query("role == 'outsider'")["author_id"])
    ordinary = lived.truth.posts["episode_id"].isna().to_numpy()
    assert not outsiders & set(lived.posts.loc[ordinary, "author_id"])


def test_a_bot_burst_is_over_within_the_hour():
    world = simulator.community(seed=8, n_members=1_000, weeks=4, episodes=["bot_burst"])
    excess, _, _ = parts(world)
    minutes = excess.set_index("created_at").resample("5min").size()
    half = minutes[minutes >= minutes.max() / 2]
    assert (half.index[-1] - minutes.idxmax()) <= pd.Timedelta("30min")
    assert excess["text"].nunique() > 0.5 * len(excess)


def test_silence_makes_it_worse():
    world = simulator.community(seed=8, n_members=2_000, weeks=4, episodes=["weekend_silence"])
    excess, truth, episode = parts(world)
    negative = (truth["polarity"] == "negative").to_numpy()
    early = (excess["created_at"] < episode["onset"] + pd.Timedelta("6h")).to_numpy()
    late = (excess["created_at"] > episode["onset"] + pd.Timedelta("24h")).to_numpy()
    assert negative[late].mean() > negative[early].mean() + 0.1
    started = episode["onset"].tz_convert("Europe/Paris")
    assert started.day_of_week == 4


def test_a_relapse_comes_forty_days_on():
    world = simulator.community(seed=8, n_members=800, weeks=9, episodes=["product_harm"])
    episode = world.truth.episodes.iloc[0]
    assert 39 < (episode["resurged_at"] - episode["onset"]) / pd.Timedelta("1D") < 41
    daily = parts(world)[0].set_index("created_at").resample("1D").size()
    again = daily[daily.index >= episode["resurged_at"].floor("1D")]
    assert again.max() > daily.median() * 5
