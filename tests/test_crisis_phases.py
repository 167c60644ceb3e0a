"""Phases and metrics on shapes without noise, where every figure can be worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from crisis_series import TIMEZONE, counted, flat, series

from cmkit import crisis
from cmkit.errors import CmkitError

BUMP = 24 * 12  # Saturday 15 March, midnight
# Rise over three hours to 110 = ten baselines above, then halved every two hours.
SHAPE = [40, 80, 110, 81, 60, 46, 35, 27, 22, 19, 16, 14, 13, 12, 11, 11]


def wave(days=20, *, shape=SHAPE, negative=0.5, at=BUMP):
    bumps = {at + i: (n, int(n * negative)) for i, n in enumerate(shape)}
    return flat(days, bumps=bumps)


def alarms(*spans):
    """Make EVENTS by hand, from (first window, last window or None) of hourly windows."""
    start = pd.Timestamp("2025-03-03", tz="UTC")
    hour = pd.Timedelta("1h")
    return pd.DataFrame(
        {
            "onset": pd.DatetimeIndex([start + (a + 1) * hour for a, _ in spans], tz="UTC"),
            "peak": pd.DatetimeIndex([start + a * hour for a, _ in spans], tz="UTC"),
            "end": pd.DatetimeIndex(
                [pd.NaT if b is None else start + (b + 1) * hour for _, b in spans], tz="UTC"
            ),
            "kind": pd.Series(["buzz"] * len(spans), dtype="str"),
            "severity": np.ones(len(spans)),
        }
    )


def hour_of(instant):
    return (instant - pd.Timestamp("2025-03-03", tz="UTC")) / pd.Timedelta("1h") - BUMP


def test_phases_of_one_wave_by_hand():
    row = crisis.phases(wave(), alarms((BUMP, BUMP + 8))).iloc[0]
    assert hour_of(row["onset"]) == 1
    assert hour_of(row["peak"]) == 2
    # Excess 9 at hour 9 is the first below 10 % of 100, and it stays there.
    assert hour_of(row["acute_end"]) == 9
    assert hour_of(row["chronic_end"]) >= 9
    assert row["part"] == "first"


def test_a_dip_shorter_than_six_hours_does_not_end_the_acute_phase():
    shape = [110, 10, 10, 10, 10, 10, 60, 10]
    row = crisis.phases(wave(shape=shape), alarms((BUMP, BUMP))).iloc[0]
    assert hour_of(row["acute_end"]) == 7


def test_the_chronic_phase_ends_when_z_stays_low_for_two_days():
    shape = [110, 60] + [10] * 22 + [45]
    row = crisis.phases(wave(shape=shape), alarms((BUMP, BUMP + 1))).iloc[0]
    assert hour_of(row["acute_end"]) == 2
    assert hour_of(row["chronic_end"]) == 25


def test_an_end_that_the_timeline_does_not_show_is_missing():
    timeline = wave().head(BUMP + 11)
    row = crisis.phases(timeline, alarms((BUMP, None))).iloc[0]
    assert pd.isna(row["acute_end"])
    assert pd.isna(row["chronic_end"])
    row = crisis.phases(wave().head(BUMP + 30), alarms((BUMP, None))).iloc[0]
    assert hour_of(row["acute_end"]) == 9
    assert pd.isna(row["chronic_end"])


def test_second_waves_belong_to_the_crisis_that_was_there():
    days, again, far = 70, BUMP + 5 * 24, BUMP + 50 * 24
    bumps = {}
    for at in (BUMP, again, far):
        bumps |= {at + i: (n, n // 2) for i, n in enumerate(SHAPE)}
    timeline = flat(days, bumps=bumps)
    events = alarms((BUMP, BUMP + 3), (BUMP + 5, BUMP + 6), (again, again + 5), (far, far + 5))
    table = crisis.phases(timeline, events)
    assert table["part"].tolist() == ["first", "same wave", "resurgence", "first"]
    assert table["crisis"].tolist() == [0, 0, 0, 1]


def test_phases_come_in_order():
    for seed in range(30, 34):
        timeline = series(seed=seed).timeline
        events = crisis.detect(timeline, timezone=TIMEZONE)
        table = crisis.phases(timeline, events, timezone=TIMEZONE)
        first_window = events["onset"] - pd.Timedelta("15min")
        assert (table["peak"] >= first_window).all()
        assert ((table["acute_end"] > table["peak"]) | table["acute_end"].isna()).all()
        assert ((table["chronic_end"] >= table["acute_end"]) | table["chronic_end"].isna()).all()
        assert table["crisis"].is_monotonic_increasing


def test_metrics_of_one_wave_by_hand():
    row = crisis.metrics(wave(), alarms((BUMP, BUMP + 8))).iloc[0]
    assert row["peak_ratio"] == pytest.approx(10)
    # 10 % of the peak was last passed at hour 0 (excess 30): two hours before the peak.
    assert row["rise_minutes"] == 120
    # Excess 100, 71, 50, 36: below half of it for the first time at hour 5.
    assert row["half_life_minutes"] == 180
    first_nine = np.array(SHAPE[:9])
    assert row["attention_debt"] == pytest.approx((first_nine - 10).sum())
    assert row["negative_share"] == pytest.approx(
        (first_nine * 0.5).astype(int).sum() / first_nine.sum()
    )
    assert row[["detect_minutes", "response_minutes", "response_from_alarm_minutes"]].isna().all()


def test_times_come_from_the_truth():
    start = pd.Timestamp("2025-03-15", tz="UTC")
    episodes = pd.DataFrame(
        {
            "onset": [start - pd.Timedelta("30min"), start + pd.Timedelta("9D")],
            "answered_at": [start + pd.Timedelta("5h"), pd.NaT],
        }
    )
    events = alarms((BUMP, BUMP + 3), (BUMP + 8, BUMP + 9))
    table = crisis.metrics(wave(), events, episodes=episodes)
    assert table["detect_minutes"].iloc[0] == 90
    assert table["response_minutes"].iloc[0] == 330
    assert table["response_from_alarm_minutes"].iloc[0] == 240
    assert table["detect_minutes"].isna().tolist() == [False, True]


def test_an_alarm_on_before_the_onset_is_no_detection():
    episodes = pd.DataFrame({"onset": [pd.Timestamp("2025-03-15 02:00", tz="UTC")]})
    table = crisis.metrics(wave(), alarms((BUMP, BUMP + 8)), episodes=episodes)
    assert table["detect_minutes"].isna().all()


def test_a_quiet_night_is_not_a_half_life():
    """Talk three times as loud by day; the excess follows it and halves only after 48 hours."""
    hours = pd.date_range("2025-03-03", periods=24 * 20, freq="1h", tz="UTC")
    usual = np.where((hours.hour >= 8) & (hours.hour < 23), 30.0, 10.0)
    since = np.arange(len(hours)) - (BUMP + 20)
    factor = np.where(since < 0, 0, 10 * 0.5 ** (np.maximum(since, 0) / 48))
    timeline = counted(np.round(usual * (1 + factor)).astype(int))
    row = crisis.metrics(timeline, alarms((BUMP + 20, BUMP + 60))).iloc[0]
    assert row["half_life_minutes"] / 60 == pytest.approx(48, abs=2)


def test_doubling_all_talk_changes_ratios_little_and_doubles_the_debt():
    events = alarms((BUMP, BUMP + 8))
    once = crisis.metrics(wave(), events).iloc[0]
    bumps = {BUMP + i: (2 * n, n) for i, n in enumerate(SHAPE)}
    twice = crisis.metrics(flat(20, level=20, negative=4, bumps=bumps), events).iloc[0]
    same = ["peak_ratio", "rise_minutes", "half_life_minutes", "negative_share"]
    assert twice[same].astype(float).to_numpy() == pytest.approx(
        once[same].astype(float).to_numpy(), rel=0.02
    )
    assert twice["attention_debt"] == pytest.approx(2 * once["attention_debt"])


def test_the_debt_of_planted_crises_is_about_what_was_planted():
    ratios = []
    for seed in range(40, 46):
        truth = series(seed=seed)
        empty = series(seed=seed, episodes=False)  # another draw of the same brand
        large = truth.episodes.query("kind == 'crisis' and level == 'large'").iloc[0]
        span = truth.timeline["window_start"].between(large["onset"], large["acute_end"])
        planted = (
            truth.timeline.loc[span, "n_posts"].sum() - empty.timeline.loc[span, "n_posts"].sum()
        )
        events = crisis.detect(truth.timeline, timezone=TIMEZONE)
        table = crisis.metrics(truth.timeline, events, episodes=truth.episodes, timezone=TIMEZONE)
        ours = table[table["onset"].between(large["onset"], large["onset"] + pd.Timedelta("24h"))]
        ratios.append(ours["attention_debt"].iloc[0] / planted)
    assert 0.75 < np.median(ratios) < 1.25


def test_no_alarms_give_empty_tables():
    timeline = wave()
    nothing = alarms((BUMP, BUMP)).head(0)
    assert crisis.phases(timeline, nothing).empty
    assert crisis.metrics(timeline, nothing).empty
    assert "crisis" in crisis.phases(timeline, nothing).columns
    assert crisis.metrics(timeline.head(0), nothing).empty
    with pytest.raises(CmkitError, match="outside the timeline"):
        crisis.phases(timeline.head(0), alarms((BUMP, BUMP)))


def test_without_tags_only_the_share_is_missing():
    timeline = wave().assign(n_negative=pd.array([pd.NA] * 480, dtype="Int64"))
    row = crisis.metrics(timeline, alarms((BUMP, BUMP + 8))).iloc[0]
    assert pd.isna(row["negative_share"])
    assert row["peak_ratio"] == pytest.approx(10)


def test_an_alarm_during_the_warm_up_has_no_figures_but_no_error():
    row = crisis.metrics(wave(), alarms((10, 12))).iloc[0]
    assert pd.isna(row["peak_ratio"])


def test_what_is_refused():
    timeline, events = wave(), alarms((BUMP, BUMP + 8))
    later = events.assign(onset=events["onset"] + pd.Timedelta("900D"))
    for measure in (crisis.phases, crisis.metrics):
        with pytest.raises(CmkitError, match="outside the timeline"):
            measure(timeline, later)
        with pytest.raises(CmkitError, match="'severity'"):
            measure(timeline, events.drop(columns="severity"))
    with pytest.raises(CmkitError, match="'onset'"):
        crisis.metrics(timeline, events, episodes=pd.DataFrame({"when": [1]}))


@pytest.mark.parametrize("every", ["5min", "1D"])
def test_other_window_lengths_measure_too(every):
    truth = series(seed=50, every=every)
    events = crisis.detect(truth.timeline, timezone=TIMEZONE)
    table = crisis.metrics(truth.timeline, events, timezone=TIMEZONE)
    assert len(table) == len(events) > 0
    assert (table["peak_ratio"] > 0).all()
