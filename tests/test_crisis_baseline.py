"""The seasonal baseline against a slow second way, against time, and against clocks."""

import numpy as np
import pandas as pd
import pytest
from crisis_series import counted, flat, series

from cmkit import crisis
from cmkit.errors import CmkitError


def slow_baseline(timeline, timezone, row):
    """Expect one row as the docstring says it, with plain loops."""
    local = timeline["window_start"].dt.tz_convert(timezone)
    today = local.iloc[row].normalize()
    kind = (local.dt.hour, local.dt.day_of_week >= 5)
    day = local.dt.normalize()
    past = (day < today) & (day >= today - pd.DateOffset(days=28))
    y = 2 * np.sqrt(timeline["n_posts"] + 3 / 8)
    groups = y[past].groupby([kind[0][past], kind[1][past]])
    n, usual = groups.transform("size"), groups.transform("median")
    away = ((y[past] - usual) * np.sqrt(n / (n - 1)))[n >= 2]
    last_week = day[past][n >= 2] >= today - pd.DateOffset(days=7)
    same = past & (kind[0] == kind[0].iloc[row]) & (kind[1] == kind[1].iloc[row])
    centre = y[same].median() + away[last_week].median()
    scale = max(1.4826 * (away - away.median()).abs().median(), 1.0)
    scale *= np.sqrt(1 + np.pi / 2 / same.sum())
    return (centre / 2) ** 2 - 3 / 8, (y.iloc[row] - centre) / scale


@pytest.mark.parametrize("timezone", ["UTC", "Europe/Paris", "America/New_York"])
def test_it_agrees_with_plain_loops(timezone):
    # Five weeks over the change to summer time of 30 March 2025.
    rng = np.random.default_rng(5)
    timeline = counted(rng.negative_binomial(3, 0.2, 24 * 45), start="2025-03-04")
    table = crisis.baseline(timeline, timezone=timezone)
    for row in [24 * 9 + 3, 24 * 20, 24 * 30 + 17, 24 * 44 + 23]:
        expected, z = slow_baseline(timeline, timezone, row)
        assert table["expected"].iloc[row] == pytest.approx(expected)
        assert table["z_volume"].iloc[row] == pytest.approx(z)


@pytest.mark.parametrize("cut", [24 * 10 + 5, 24 * 21])
def test_the_future_changes_nothing(cut):
    timeline = series(seed=3, every="1h", weeks=5).timeline
    whole = crisis.baseline(timeline)
    part = crisis.baseline(timeline.head(cut))
    pd.testing.assert_frame_equal(whole.head(cut), part)


def test_the_day_itself_changes_no_expectation():
    quiet = flat(10)
    loud = flat(10, bumps={24 * 9 + hour: (500, 100) for hour in range(24)})
    same = crisis.baseline(quiet)["expected"].tail(24)
    pd.testing.assert_series_equal(same, crisis.baseline(loud)["expected"].tail(24))


def test_nothing_is_expected_during_the_warm_up():
    table = crisis.baseline(flat(9))
    missing = table[["expected", "spread", "z_volume", "expected_share", "z_negative"]].isna()
    assert missing.head(7 * 24).all(axis=None)
    assert not missing.tail(24).any(axis=None)
    later = crisis.baseline(flat(20), warm_up="14D")["expected"].isna()
    assert later.head(14 * 24).all()


def test_a_constant_series_is_expected_as_it_is():
    table = crisis.baseline(flat(12)).tail(24)
    assert np.allclose(table["expected"], 10)
    assert np.allclose(table["z_volume"], 0)
    assert np.allclose(table["expected_share"], 0.2)
    assert np.allclose(table["z_negative"], 0)


def test_z_is_nearly_standard_on_ordinary_talk():
    z = crisis.baseline(
        series(seed=7, episodes=False, every="1h").timeline, timezone="Europe/Paris"
    )["z_volume"].dropna()
    assert abs(z.median()) < 0.25
    assert 0.7 < z.std() < 1.4
    assert (z.abs() > 4).mean() < 0.005


def test_two_posts_in_a_silent_series_are_no_news():
    table = crisis.baseline(flat(10, level=0, negative=0, bumps={230: (2, 2)}))
    assert table["z_volume"].iloc[230] < 2
    assert np.isfinite(table["z_negative"].iloc[230])
    assert table["z_negative"].drop(230).isna().all()
    assert crisis.detect(flat(10, level=0, negative=0, bumps={230: (2, 2)})).empty


def test_a_brand_that_was_silent_for_weeks_can_have_a_crisis():
    assert len(crisis.detect(flat(20, level=0, negative=0, bumps={400: (60, 50)}))) == 1


def night_owls(timezone, *, start="2025-03-03", days=40):
    """Ten posts an hour, sixty at nine in the evening on the local clock."""
    hours = pd.date_range(start, periods=24 * days, freq="1h", tz="UTC")
    evening = hours.tz_convert(timezone).hour == 21
    return counted(np.where(evening, 60, 10), start=start)


@pytest.mark.parametrize("start", ["2025-03-03", "2025-10-01"])
def test_summer_time_does_not_move_the_evening(start):
    timeline = night_owls("Europe/Paris", start=start)
    local = crisis.baseline(timeline, timezone="Europe/Paris")["z_volume"].dropna()
    utc = crisis.baseline(timeline, timezone="UTC")["z_volume"].dropna()
    assert local.abs().max() < 0.01
    assert utc.abs().max() > 3


def test_weekends_have_their_own_hours():
    hours = pd.date_range("2025-03-03", periods=24 * 28, freq="1h", tz="UTC")
    timeline = counted(np.where(hours.day_of_week >= 5, 5, 20))
    table = crisis.baseline(timeline).dropna(subset=["expected"])
    weekend = table["window_start"].dt.day_of_week >= 5
    assert np.allclose(table.loc[weekend, "expected"], 5)
    assert np.allclose(table.loc[~weekend, "expected"], 20)


def test_a_change_of_level_is_followed_within_ten_days():
    level = np.r_[np.full(24 * 28, 10), np.full(24 * 11, 20)]
    z = crisis.baseline(counted(level))["z_volume"]
    assert z.iloc[24 * 28] > 2
    assert z.tail(24).abs().max() < 0.1


@pytest.mark.parametrize("every", ["5min", "15min", "1h", "2h", "6h", "12h", "1D"])
def test_windows_from_minutes_to_a_day(every):
    table = crisis.baseline(flat(20, every=every, level=12), timezone="America/New_York")
    known = table["expected"].dropna()
    assert len(known) > 0.5 * len(table)
    assert np.allclose(known, 12)


def test_a_missing_window_is_not_a_zero():
    timeline = flat(12)
    gaps = timeline.drop(index=range(24 * 8, 24 * 8 + 5))
    table = crisis.baseline(gaps)
    assert len(table) == len(gaps)
    assert np.allclose(table["z_volume"].dropna(), 0)
    outage = timeline.assign(
        n_posts=timeline["n_posts"].where(~timeline.index.isin(range(200, 205)), 0)
    )
    assert crisis.baseline(outage)["z_volume"].iloc[200] < -3


def test_rows_may_come_in_any_order():
    timeline = series(seed=2, every="1h", weeks=3).timeline
    pd.testing.assert_frame_equal(
        crisis.baseline(timeline), crisis.baseline(timeline.sample(frac=1, random_state=1))
    )


def test_without_tags_the_share_is_missing_and_the_volume_is_not():
    timeline = flat(9).assign(n_negative=pd.array([pd.NA] * 216, dtype="Int64"))
    table = crisis.baseline(timeline).tail(24)
    assert table["z_negative"].isna().all()
    assert table["z_volume"].notna().all()


@pytest.mark.parametrize("n_rows", [0, 1, 2])
def test_hardly_any_windows(n_rows):
    table = crisis.baseline(flat(1).head(n_rows))
    assert len(table) == n_rows
    assert table["expected"].isna().all()


def test_what_is_refused():
    timeline = flat(9)
    with pytest.raises(CmkitError, match="unknown time zone"):
        crisis.baseline(timeline, timezone="Europe/Lutece")
    with pytest.raises(CmkitError, match="at least a week"):
        crisis.baseline(timeline, warm_up="2D")
    with pytest.raises(CmkitError, match="stands twice"):
        crisis.baseline(pd.concat([timeline, timeline]))
    with pytest.raises(CmkitError, match="one length"):
        crisis.baseline(counted(np.ones(100, dtype=int), every="7h"))
    with pytest.raises(CmkitError, match="too short"):
        crisis.baseline(counted(np.ones(100, dtype=int), every="1s"))
    with pytest.raises(CmkitError, match="window_start"):
        crisis.baseline(timeline.drop(columns="window_start"))


def test_a_year_of_five_minute_windows_takes_seconds():
    import time

    timeline = series(seed=1, every="5min", weeks=52, episodes=False).timeline
    began = time.perf_counter()
    crisis.baseline(timeline)
    assert time.perf_counter() - began < 8
