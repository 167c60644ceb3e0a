"""contest: rings are found by ties and bursts together, retention by the latest post only."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes.contest import contest
from cmkit.schema import conduct

SEEDS = (1, 7, 2025)
CLOSES = pd.Timestamp("2025-05-05", tz="Europe/Paris")
OPENS = pd.Timestamp("2025-04-14 10:00", tz="Europe/Paris")
HOUR = 3_600


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return contest(request.param)


def tied(table):
    """Return which pairs of entries share a device, and which nearly share a photo."""
    device = table["device"].to_numpy(object)
    known = table["device"].notna().to_numpy()
    same = (device[:, None] == device[None, :]) & known[:, None] & known[None, :]
    bits = np.array([int(value, 16) for value in table["photo_hash"]], dtype=np.uint64)
    near = np.bitwise_count(bits[:, None] ^ bits[None, :]) <= 8
    return same, near


def groups(table, ties):
    """Join accounts that are tied, and return the groups of three or more."""
    group = {account: {account} for account in table["account_id"]}
    names = table["account_id"].to_numpy()
    for one, other in np.argwhere(np.triu(ties, 1)):
        joined = group[names[one]] | group[names[other]]
        for account in joined:
            group[account] = joined
    return {frozenset(accounts) for accounts in group.values() if len(accounts) >= 3}


def close_in(times, hours):
    seconds = times.astype("int64").to_numpy() / 1e6
    return np.abs(seconds[:, None] - seconds[None, :]) <= hours * HOUR


def rings(table):
    same, near = tied(table)
    burst = close_in(table["entered_at"], 5) & close_in(table["account_created_at"], 24)
    return groups(table, (same | near) & burst)


def true_rings(made):
    ring = made.truth["entries"]["ring_id"]
    return {frozenset(accounts) for _, accounts in made.table.groupby(ring)["account_id"]}


def joiners(made):
    """Return accounts made for the contest, one row each, the truth beside them."""
    table = made.table.join(made.truth["entries"].drop(columns="entry_id"))
    accounts = table.drop_duplicates("account_id")
    return accounts[accounts["account_created_at"] >= OPENS - pd.Timedelta(days=7)]


def test_the_tables_are_as_declared(made):
    schema.check(made.table, conduct.CONTEST)
    schema.check(made.truth["entries"], conduct.CONTEST_TRUTH)
    assert list(made.table.columns) == list(conduct.CONTEST.columns)
    assert made.table["entry_id"].is_unique
    assert 820 < len(made.table) < 980
    assert made.table["entered_at"].is_monotonic_increasing
    assert made.table["photo_hash"].str.fullmatch("[0-9a-f]{16}").all()
    assert made.table["email_domain"].str.fullmatch(r"\w+\.example\.(?:org|com|net)").all()


def test_the_seed_decides():
    first, again, other = contest(3), contest(3), contest(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    pd.testing.assert_frame_equal(again.truth["entries"], first.truth["entries"])
    assert not set(first.table["account_id"]) & set(other.table["account_id"])


def test_the_rows_of_an_account_agree(made):
    by_account = made.table.groupby("account_id")
    assert by_account.size().max() == 3
    fixed = ["account_created_at", "posts_before_30d", "posts_after_30d", "email_domain"]
    for name in fixed:
        assert made.table[name].equals(by_account[name].transform("first"))
    assert (made.table["entered_at"] > made.table["account_created_at"]).all()
    is_new = made.table["account_created_at"] > OPENS
    assert (made.table.loc[is_new, "posts_before_30d"] == 0).all()
    assert (made.table["posts_after_30d"] > 0).sum() == (
        (made.table["posts_after_30d"] > 0) & (made.table["last_post_at"] > CLOSES)
    ).sum()
    assert (
        made.truth["entries"]
        .groupby(made.table["account_id"])
        .nunique()
        .drop(columns="entry_id")
        .le(1)
        .all(axis=None)
    )


def test_ties_and_bursts_together_find_the_rings(made):
    true = true_rings(made)
    assert len(true) == 16
    assert {len(ring) for ring in true} <= set(range(3, 9))
    assert rings(made.table) == true


def test_one_sign_alone_does_not(made):
    same, near = tied(made.table)
    true = true_rings(made)
    anything = np.ones_like(same)
    for ties in (same, near, same | near):
        assert groups(made.table, ties & anything) != true
    by_device = groups(made.table, same)
    assert len(true - by_device) >= 6  # rings that hide their device
    assert len(by_device - true) >= 2  # the tablets of the library
    members = set(made.table.loc[made.truth["entries"]["is_member"], "account_id"])
    assert any(group <= members for group in groups(made.table, near))  # the catalogue's picture
    burst = same & close_in(made.table["entered_at"], 5)
    assert any(group <= members for group in groups(made.table, burst))


def test_a_withheld_device_is_no_shared_device(made):
    withheld = made.table["device"].isna()
    assert 0.03 < withheld.mean() < 0.12
    assert made.truth["entries"].loc[withheld, "is_member"].any()


def test_some_send_their_own_photo_twice(made):
    _, near = tied(made.table)
    names = made.table["account_id"].to_numpy()
    pairs = np.argwhere(np.triu(near, 1))
    assert sum(names[one] == names[other] for one, other in pairs) >= 20


def test_retention_of_joiners(made):
    found = joiners(made)
    true = found["stays_30d"].mean()
    honest = (found["last_post_at"] >= CLOSES + pd.Timedelta(days=30)).mean()
    assert honest == pytest.approx(true, abs=0.04)
    naive = (found["posts_after_30d"] > 0).mean()
    assert naive > true + 0.2
    by_kind = found.groupby("is_hunter")["stays_30d"].mean()
    assert by_kind[True] < 0.1
    assert by_kind[False] > 0.28
    stays = made.truth["entries"]["stays_30d"]
    seen = made.table["last_post_at"] >= CLOSES + pd.Timedelta(days=30)
    assert (stays & ~seen).any()  # quiet ones look as if they had left
    assert not (seen & ~stays).any()


def test_neither_age_nor_posts_tell_hunters(made):
    truth, table = made.truth["entries"], made.table
    accounts = ~table["account_id"].duplicated()
    silent = table["posts_before_30d"] == 0
    assert 0.12 < silent[truth["is_member"] & accounts].mean() < 0.35
    single = truth["is_hunter"] & truth["ring_id"].isna() & accounts
    is_old = table["account_created_at"] < OPENS - pd.Timedelta(days=30)
    assert 0.25 < is_old[single].mean() < 0.55
    newcomer = ~truth["is_member"] & ~truth["is_hunter"] & accounts
    assert not is_old[newcomer].any()


def test_votes_go_to_rings(made):
    top = made.table["votes"].sort_values(ascending=False).index[:10]
    in_ring = made.truth["entries"]["ring_id"].notna()
    assert in_ring[top].sum() >= 5
    assert in_ring.mean() < 0.12


def test_some_come_too_late_on_the_clock_of_paris(made):
    late = made.table["entered_at"] >= CLOSES
    assert late.sum() == 6
    assert (made.table.loc[late, "entered_at"].dt.day == 4).all()
    assert made.table["entered_at"].min() >= OPENS


def test_captions_vary(made):
    assert made.table["caption"].nunique() > 400
    assert not made.table["caption"].str.contains("[{}]").any()


def test_the_truth_is_not_in_the_table(made):
    truth = made.truth["entries"].drop(columns="entry_id")
    for name, column in combinations([*truth, *made.table], 2):
        if name in truth and column in made.table:
            assert not truth[name].equals(made.table[column])
