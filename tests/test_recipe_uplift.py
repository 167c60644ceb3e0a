"""uplift: difference in differences finds what the contest did; before and after does not."""

import numpy as np
import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes.uplift import uplift
from cmkit.schema import conduct

SEEDS = (1, 7, 2025)
BRAND = "Maison Lupin"
DAY = pd.date_range("2025-01-06", periods=182, freq="D", tz="UTC")
BEFORE = DAY < "2025-04-14"
DURING = (DAY >= "2025-04-14") & (DAY <= "2025-05-04")


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return uplift(request.param)


def effect(made):
    return made.truth["effect"].iloc[0]


def wide(made):
    posts = made.table.pivot_table(index="day", columns="community", values="posts", dropna=False)
    return posts.astype(float)


def change(made, before, during):
    """Return by how much the mean log of posts rises, one number per community."""
    logs = np.log(wide(made))
    return logs[during].mean() - logs[before].mean()


def difference_in_differences(made, before=BEFORE, during=DURING):
    rise = change(made, before, during)
    return 100 * (np.exp(rise[BRAND] - rise.drop(BRAND).mean()) - 1)


def before_after(made, before):
    posts = wide(made)[BRAND]
    return 100 * (posts[DURING].mean() / posts[before].mean() - 1)


def brand(made):
    return made.table[made.table["community"] == BRAND].set_index("day")


def test_the_tables_are_as_declared(made):
    schema.check(made.table, conduct.UPLIFT)
    schema.check(made.truth["days"], conduct.UPLIFT_DAYS)
    schema.check(made.truth["effect"], conduct.UPLIFT_EFFECT)
    assert list(made.table.columns) == list(conduct.UPLIFT.columns)
    assert len(made.table) == 182 * 10
    assert not made.table.duplicated(["day", "community"]).any()
    assert len(made.truth["days"]) == 182


def test_the_seed_decides():
    first, again, other = uplift(3), uplift(3), uplift(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    for name, truth in first.truth.items():
        pd.testing.assert_frame_equal(again.truth[name], truth)
    assert not other.table["posts"].equals(first.table["posts"])
    planted = {uplift(seed).truth["effect"].loc[0, "planted_uplift"] for seed in range(20)}
    assert len(planted) > 15
    assert min(planted) >= 14
    assert max(planted) <= 22


def test_difference_in_differences_finds_the_uplift(made):
    planted = effect(made)["planted_uplift"]
    assert difference_in_differences(made) == pytest.approx(planted, abs=4)
    assert effect(made)["realised_uplift"] == pytest.approx(planted, abs=1.5)


def test_it_holds_for_other_seeds():
    for seed in range(100, 120):
        other = uplift(seed)
        planted = effect(other)["planted_uplift"]
        assert difference_in_differences(other) == pytest.approx(planted, abs=4)


def test_before_and_after_is_clearly_wrong(made):
    planted = effect(made)["planted_uplift"]
    just_before = BEFORE & (DAY >= "2025-03-24")
    for before in (BEFORE, just_before):
        assert before_after(made, before) > planted + 10
    rivals = change(made, BEFORE, DURING).drop(BRAND)
    assert (rivals > 0.05).all()  # the holiday and the trend lift everybody


def test_a_contest_that_was_not_has_no_uplift(made):
    before, during = DAY < "2025-03-17", (DAY >= "2025-03-17") & BEFORE
    assert abs(difference_in_differences(made, before, during)) < 5


def test_one_rival_alone_is_a_poor_control(made):
    rise = change(made, BEFORE, DURING)
    alone = 100 * (np.exp(rise[BRAND] - rise.drop(BRAND)) - 1)
    assert alone.max() - alone.min() > 3


def test_the_truth_adds_up(made):
    days, whole = made.truth["days"].set_index("day"), effect(made)
    gap = brand(made)["posts"].astype(int) - days["counterfactual_posts"]
    after = (DAY > "2025-05-04") & (DAY <= "2025-05-18")
    assert gap[DURING].sum() == whole["extra_posts"]
    assert -gap[after].sum() == whole["borrowed_posts"]
    assert (gap[~DURING & ~after] == 0).all()
    usual = days["counterfactual_posts"]
    assert 100 * gap[DURING].sum() / usual[DURING].sum() == pytest.approx(
        whole["realised_uplift"], abs=1e-3
    )
    both = DURING | after
    assert 100 * gap.sum() / usual[both].sum() == pytest.approx(whole["net_uplift"], abs=1e-3)
    share = whole["borrowed_posts"] / whole["extra_posts"]
    assert share == pytest.approx(whole["planted_borrowed"], abs=0.06)
    assert whole["net_uplift"] < 0.65 * whole["realised_uplift"]


def test_the_dip_after_is_found_and_spoils_a_baseline(made):
    after = (DAY > "2025-05-04") & (DAY <= "2025-05-18")
    assert difference_in_differences(made, BEFORE, after) < -2
    spoilt = difference_in_differences(made, BEFORE | after, DURING)
    assert spoilt > difference_in_differences(made)


def test_cost_per_retained_member(made):
    table, whole = brand(made), effect(made)
    stayed = table["stayed"].astype(float)
    usual = np.exp(change(made, BEFORE, DURING).drop(BRAND).mean() / 2) * stayed[BEFORE].mean()
    retained = stayed[DURING].sum() - DURING.sum() * usual
    assert retained == pytest.approx(whole["retained_by_contest"], rel=0.3)
    assert stayed[DURING].sum() > 2 * whole["retained_by_contest"]
    spend = table["spend"].astype(float)
    extra = (spend - spend[BEFORE].mean())[DAY >= "2025-04-14"].sum()
    assert extra == pytest.approx(whole["contest_spend"], rel=0.1)
    # The prizes are paid after the end: the days of the contest alone do not hold its cost.
    in_days = spend[DURING].sum() - DURING.sum() * spend[BEFORE].mean()
    assert in_days < 0.7 * whole["contest_spend"]
    assert whole["retained_by_contest"] < 0.4 * whole["joined_by_contest"]


def test_what_cannot_be_seen_is_empty(made):
    rivals = made.table[made.table["community"] != BRAND]
    assert rivals[["joined", "stayed", "spend"]].isna().all(axis=None)
    assert rivals["posts"].isna().sum() == 4
    late = DAY >= "2025-06-07"
    assert brand(made)["stayed"].isna().eq(late).all()
    assert brand(made)[["active_members", "posts", "joined", "spend"]].notna().all(axis=None)
    known = brand(made).loc[~late]
    assert (known["stayed"] <= known["joined"]).all()


def test_the_week_has_a_season(made):
    mean = wide(made)[BEFORE].mean(axis=1)
    by_weekday = mean.groupby(mean.index.day_of_week).mean()
    assert by_weekday.idxmax() == 6


def test_the_truth_is_not_in_the_table(made):
    table = brand(made).reset_index()
    truth = made.truth["days"]
    for name in set(truth) - {"day"}:
        for column in set(table) - {"day", "community"}:
            assert not (truth[name] == table[column]).fillna(value=False).all()
