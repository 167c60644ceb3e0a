"""tickets: who waits how long is found again by Kaplan-Meier on working time, and only so."""

import numpy as np
import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes.tickets import tickets
from cmkit.schema import inquiries

SEEDS = (1, 7, 2025)
HOLIDAYS = ("2025-04-21", "2025-05-01", "2025-05-08")
DAYS = pd.bdate_range("2025-02-24", "2025-05-16")
OPEN = DAYS[~DAYS.strftime("%Y-%m-%d").isin(HOLIDAYS)]
END = pd.Timestamp("2025-05-19", tz="Europe/Paris")


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return tickets(request.param)


def worked(times, opening=None):
    """Count working minutes since the first opening, day by day: slow, plain, another way."""
    openings = (OPEN + pd.Timedelta(hours=9)).tz_localize("Europe/Paris")
    total = np.zeros(len(times))
    for moment in openings if opening is None else opening:
        total += ((times - moment).dt.total_seconds() / 60).clip(0, 540).to_numpy()
    return total


def waits(table):
    """Return the working minutes to the answer, or to the end, and whether it was answered."""
    until = table["answered_at"].fillna(END)
    return worked(until) - worked(table["asked_at"]), table["answered_at"].notna().to_numpy()


def kaplan_meier_median(minutes, is_answered):
    order = np.lexsort((~is_answered, minutes))
    at_risk = np.arange(len(minutes), 0, -1)
    alive = np.cumprod(1 - is_answered[order] / at_risk)
    return minutes[order][np.argmax(alive <= 0.5)]


def true_median(truth):
    return truth["latency_minutes"].fillna(np.inf).median()


def test_the_tables_are_as_declared(made):
    schema.check(made.table, inquiries.TICKETS)
    schema.check(made.truth["tickets"], inquiries.TICKETS_TRUTH)
    schema.check(made.truth["channels"], inquiries.TICKETS_CHANNELS)
    assert list(made.table.columns) == list(inquiries.TICKETS.columns)
    assert made.table["ticket_id"].is_unique
    assert 2_800 < len(made.table) < 3_200
    assert made.table["asked_at"].is_monotonic_increasing


def test_the_seed_decides():
    first, again, other = tickets(3), tickets(3), tickets(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    for name, truth in first.truth.items():
        pd.testing.assert_frame_equal(again.truth[name], truth)
    assert not other.table["asked_at"].head(100).equals(first.table["asked_at"].head(100))


def test_working_time_gives_the_true_latency_of_what_was_answered(made):
    minutes, is_answered = waits(made.table)
    true = made.truth["tickets"]["latency_minutes"].to_numpy(float)
    assert np.abs(minutes - true)[is_answered].max() < 0.01


def test_a_clock_that_forgets_holidays_or_summer_time_goes_wrong(made):
    answered = made.table["answered_at"].notna()
    table = made.table[answered]
    true = made.truth["tickets"]["latency_minutes"][answered].to_numpy(float)
    winter = (OPEN + pd.Timedelta(hours=8)).tz_localize("UTC")
    no_holiday = (DAYS + pd.Timedelta(hours=9)).tz_localize("Europe/Paris")
    for opening in (winter, no_holiday):
        minutes = worked(table["answered_at"], opening) - worked(table["asked_at"], opening)
        assert (np.abs(minutes - true) > 1).sum() > 30
    wall = (table["answered_at"] - table["asked_at"]).dt.total_seconds() / 60
    assert wall.median() > 1.5 * np.median(true)


def test_kaplan_meier_finds_the_median_that_answered_messages_hide(made):
    minutes, is_answered = waits(made.table)
    true = true_median(made.truth["tickets"])
    assert kaplan_meier_median(minutes, is_answered) == pytest.approx(true, rel=0.03)
    assert np.median(minutes[is_answered]) < 0.9 * true


def test_answers_come_in_opening_hours_only(made):
    local = made.table["answered_at"].dropna().dt.tz_convert("Europe/Paris")
    minute = local.dt.hour * 60 + local.dt.minute
    assert minute.between(9 * 60, 18 * 60).all()
    assert (local.dt.day_of_week < 5).all()
    assert not local.dt.strftime("%Y-%m-%d").isin(HOLIDAYS).any()
    asked = made.table["asked_at"].dt.tz_convert("Europe/Paris")
    assert asked.dt.day_of_week.ge(5).mean() > 0.1
    easter = asked.dt.strftime("%Y-%m-%d").isin(["2025-04-19", "2025-04-20", "2025-04-21"])
    assert easter.sum() > 20
    assert asked.dt.strftime("%Y-%m-%d").eq("2025-03-30").any()


def test_unanswered_is_two_things(made):
    truth = made.truth["tickets"]
    is_open = made.table["answered_at"].isna()
    late = is_open & truth["gets_answer"]
    assert late.sum() >= 10
    assert (is_open & ~truth["gets_answer"]).sum() > 150
    assert (truth.loc[late, "would_be_answered_at"] >= END).all()
    same = truth["would_be_answered_at"].eq(made.table["answered_at"])
    assert same.sum() == (~is_open).sum()


def attainment(table, day):
    minutes, is_answered = waits(table)
    is_kept = is_answered & (minutes <= table["target_minutes"])
    # A message still open and younger than its target says nothing yet.
    is_known = is_answered | (minutes > table["target_minutes"])
    return is_kept[is_known].groupby([table["channel"], day]).mean()


def test_one_channel_breaks_its_target_on_one_weekday(made):
    local = made.table["asked_at"].dt.tz_convert("Europe/Paris")
    closing = (OPEN + pd.Timedelta(hours=18)).tz_localize("Europe/Paris")
    number = np.searchsorted(closing, local, side="right")
    known = number < len(OPEN)
    table = made.table[known]
    day = pd.Series(OPEN[number[known]].day_name(), index=table.index)
    shares = attainment(table, day)
    slow = made.truth["channels"].dropna(subset="slow_weekday")
    expected = list(zip(slow["channel"], slow["slow_weekday"], strict=True))
    assert shares[shares < 0.7].index.tolist() == expected
    assert shares[expected[0]] < 0.6


def test_the_truth_is_not_in_the_table(made):
    for truth in made.truth.values():
        for name in set(truth.columns) - {"ticket_id", "channel"}:
            for column in made.table:
                same_length = len(truth) == len(made.table)
                assert not (same_length and truth[name].equals(made.table[column]))
