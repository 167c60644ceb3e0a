"""Alarms: where they begin and end, what they must not know, and planted crises."""

import numpy as np
import pandas as pd
import pytest
from crisis_series import TIMEZONE, counted, flat, series

from cmkit import crisis, evaluation, schema
from cmkit.errors import CmkitError

METHODS = [
    ("crisis", "two_conditions"),
    *((kind, name) for kind in ("crisis", "buzz") for name in ("ewma", "robust_z", "k_times_mean")),
]
LOUD = {24 * 12 + hour: (80, 60) for hour in range(5)}


@pytest.mark.parametrize(("kind", "method"), METHODS)
def test_every_method_hears_a_loud_crisis_and_gives_events(kind, method):
    timeline = flat(15, bumps=LOUD)
    events = crisis.detect(timeline, kind=kind, method=method)
    schema.check(events, schema.EVENTS)
    first = timeline["window_start"].iloc[24 * 12]
    assert events["onset"].tolist() == [first + pd.Timedelta("1h")]
    assert events["kind"].tolist() == [kind]
    assert events["severity"].iloc[0] == pytest.approx(7)
    assert first <= events["peak"].iloc[0] < events["end"].iloc[0]


@pytest.mark.parametrize(("kind", "method"), METHODS)
@pytest.mark.parametrize("every", ["15min", "1h"])
def test_an_alarm_uses_nothing_that_comes_later(kind, method, every):
    timeline = series(seed=11, every=every).timeline
    whole = crisis.detect(timeline, kind=kind, method=method)
    for cut in (len(timeline) // 3, len(timeline) // 2, len(timeline) - 100):
        until = timeline["window_start"].iloc[cut - 1] + pd.Timedelta(every)
        part = crisis.detect(timeline.head(cut), kind=kind, method=method)
        heard = whole.loc[whole["onset"] <= until, "onset"]
        assert part["onset"].tolist() == heard.tolist()


@pytest.mark.parametrize(("kind", "method"), METHODS)
def test_a_constant_series_never_rings(kind, method):
    for level in (0, 1, 10, 1000):
        timeline = flat(20, level=level, negative=level // 5)
        assert crisis.detect(timeline, kind=kind, method=method).empty


@pytest.mark.parametrize(("gap", "n_alarms"), [(1, 1), (2, 1), (3, 2), (5, 2)], ids=str)
def test_an_alarm_ends_after_three_quiet_hours(gap, n_alarms):
    # The naive rule has no memory: what it hears is what stands in the window.
    start = 24 * 12
    bumps = {start: (90, 60), start + 1: (90, 60), start + 2 + gap: (90, 60)}
    events = crisis.detect(flat(15, bumps=bumps), kind="buzz", method="k_times_mean")
    assert len(events) == n_alarms
    assert events["onset"].iloc[0] == pd.Timestamp("2025-03-15 01:00", tz="UTC")
    assert events["end"].iloc[-1] == pd.Timestamp("2025-03-15", tz="UTC") + pd.Timedelta(
        hours=3 + gap
    )


def test_quiet_is_a_length_of_time_not_a_number_of_windows():
    start = 24 * 12 * 4
    loud = [start, start + 1, start + 12, start + 13]
    timeline = flat(15, level=4, negative=1, every="15min", bumps=dict.fromkeys(loud, (400, 90)))
    short, long = (
        crisis.detect(timeline, kind="buzz", method="k_times_mean", quiet=quiet)
        for quiet in ("1h", "3h")
    )
    assert len(short) == 2
    assert len(long) == 1


def test_an_alarm_that_still_rings_has_no_end():
    timeline = flat(15, bumps=LOUD)
    ringing = crisis.detect(timeline.head(24 * 12 + 3))
    assert ringing["end"].isna().tolist() == [True]
    assert crisis.detect(timeline)["end"].notna().all()


def test_praise_is_a_buzz_and_no_crisis():
    praise = flat(15, bumps={24 * 12 + hour: (80, 4) for hour in range(5)})
    assert crisis.detect(praise).empty
    assert len(crisis.detect(praise, kind="buzz")) == 1


def test_blame_without_volume_is_no_crisis():
    sour = flat(15, bumps={24 * 12 + hour: (10, 9) for hour in range(5)})
    assert crisis.detect(sour).empty


def test_below_the_least_number_of_posts_nothing_rings():
    silent = flat(15, level=0, negative=0, bumps={24 * 12 + hour: (4, 4) for hour in range(6)})
    assert crisis.detect(silent, kind="buzz").empty
    assert len(crisis.detect(silent, kind="buzz", minimum_posts=2, limit=1.5)) == 1


def test_untagged_windows_cannot_ring_a_crisis():
    timeline = flat(15, bumps=LOUD)
    timeline.loc[24 * 12 :, "n_negative"] = pd.NA
    assert crisis.detect(timeline).empty
    assert len(crisis.detect(timeline, kind="buzz")) == 1


def test_a_lower_limit_never_hears_less():
    timeline = series(seed=4).timeline
    hours = []
    for limit in (1.5, 3.0, 6.0):
        events = crisis.detect(timeline, kind="buzz", limit=limit)
        hours.append((events["end"] - events["onset"]).sum())
    assert hours == sorted(hours, reverse=True)
    assert hours[0] > hours[-1]


@pytest.mark.parametrize("every", ["5min", "15min", "1h", "6h", "1D"])
def test_one_planted_crisis_is_found_at_every_window_length(every):
    found = []
    for seed in (21, 22, 23):
        truth = series(seed=seed, every=every)
        large = truth.episodes.query("kind == 'crisis' and level == 'large'")
        events = crisis.detect(truth.timeline, timezone=TIMEZONE)
        found += evaluation.onset_error(events, large, within="48h")["detected"].tolist()
    assert all(found)


def test_planted_crises_campaigns_and_false_alarms():
    """A small version of benchmarks/crisis.py, on other seeds: the bands are wide."""
    errors, n_false, weeks = [], 0, 0
    for seed in range(500, 508):
        truth = series(seed=seed)
        events = crisis.detect(truth.timeline, timezone=TIMEZONE)
        error = evaluation.onset_error(events, truth.episodes)
        errors.append(error.assign(level=truth.episodes["level"]))
        n_false += len(evaluation.false_alarms(events, truth.episodes))
        weeks += 7
    error = pd.concat(errors)
    crises = error[error["kind"] == "crisis"]
    assert crises["detected"].all()
    median = crises.groupby("level")["delay_minutes"].median()
    assert median["large"] <= 75
    assert median["small"] <= 165
    assert error.loc[error["kind"] == "campaign", "detected"].mean() <= 0.1
    assert n_false / weeks <= 0.25


def test_the_naive_rule_pays_for_the_same_speed_with_false_alarms():
    n_false = {"k_times_mean": 0, "two_conditions": 0}
    for seed in range(500, 506):
        truth = series(seed=seed, episodes=False)
        n_false["k_times_mean"] += len(
            crisis.detect(truth.timeline, method="k_times_mean", kind="buzz", limit=2.5)
        )
        n_false["two_conditions"] += len(crisis.detect(truth.timeline, timezone=TIMEZONE))
    assert n_false["two_conditions"] * 10 < n_false["k_times_mean"]


def test_an_imperfect_tagger_makes_it_later_not_deaf():
    detected = []
    for seed in range(510, 514):
        truth = series(seed=seed, recall=0.7, specificity=0.85)
        crises = truth.episodes.query("kind == 'crisis'")
        events = crisis.detect(truth.timeline, timezone=TIMEZONE)
        detected += evaluation.onset_error(events, crises)["detected"].tolist()
    assert np.mean(detected) >= 0.85


def test_a_blunder_in_a_simulated_community_is_heard_within_hours():
    from cmkit import simulator, timeline

    for seed in (101, 102):
        world = simulator.community(seed=seed)
        tags = pd.DataFrame(
            {
                "post_id": world.truth.posts["post_id"],
                "lang": "en",
                "score": 0.0,
                "label": world.truth.posts["polarity"].astype("str"),
                "confidence": 1.0,
            }
        )
        windows = timeline.activity(world.posts, every="15min", tags=tags)
        events = crisis.detect(windows, timezone=TIMEZONE)
        error = evaluation.onset_error(events, world.truth.episodes, within="6h")
        assert error["detected"].all()
        assert len(evaluation.false_alarms(events, world.truth.episodes)) <= 8


@pytest.mark.parametrize("n_rows", [0, 1, 5])
def test_hardly_any_windows_ring_nothing(n_rows):
    events = crisis.detect(flat(1).head(n_rows))
    assert events.empty
    schema.check(events, schema.EVENTS)


def test_the_timeline_stays_as_it_was():
    timeline = flat(15, bumps=LOUD)
    before = timeline.copy(deep=True)
    crisis.detect(timeline)
    pd.testing.assert_frame_equal(timeline, before)


def test_what_is_refused():
    timeline = flat(9)
    untagged = timeline.assign(n_negative=pd.array([pd.NA] * len(timeline), dtype="Int64"))
    with pytest.raises(CmkitError, match="which posts are negative") as caught:
        crisis.detect(untagged)
    assert "tags" in str(caught.value)
    assert "kind='buzz'" in str(caught.value)
    with pytest.raises(CmkitError, match="unknown kind"):
        crisis.detect(timeline, kind="storm")
    with pytest.raises(CmkitError, match="unknown method"):
        crisis.detect(timeline, method="magic")
    with pytest.raises(CmkitError, match="not a buzz"):
        crisis.detect(timeline, kind="buzz", method="two_conditions")
    for limit in (0, -1, float("nan")):
        with pytest.raises(CmkitError, match="'limit' must be positive"):
            crisis.detect(timeline, limit=limit)
    with pytest.raises(CmkitError, match="DataFrame"):
        crisis.detect([1, 2, 3])


def test_counts_of_a_negative_share_that_was_always_nil():
    timeline = counted(np.full(24 * 15, 10), n_negative=np.zeros(24 * 15, dtype=int))
    assert crisis.detect(timeline).empty
