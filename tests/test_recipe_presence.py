"""presence: silent, doubled and mocking accounts are found again, and naive rules miss them."""

import difflib
import re
import unicodedata

import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes.presence import presence
from cmkit.schema import inquiries

SEEDS = (1, 7, 2025)
CELL = ["organisation", "platform"]


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return presence(request.param)


def letters(text):
    """Keep the plain letters of a name, without "et", "de" and the like."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("&", "et"))
    words = re.findall(r"[a-z]+", plain.encode("ascii", "ignore").decode())
    return "".join(word for word in words if len(word) > 2)


def is_silent(table):
    days = (table["seen_at"] - table["last_post"]).dt.total_seconds() / 86_400
    age = (table["seen_at"] - table["opened"]).dt.total_seconds() / 86_400
    return (days > 60) | (table["last_post"].isna() & (age >= 60))


def sorted_out(table):
    """Judge by name, company and links: what a careful reader of the grid would do."""
    name, brand = table["account"].map(letters), table["organisation"].map(letters)
    bears = pd.Series([b in n for b, n in zip(brand, name, strict=True)], index=table.index)
    alike = [difflib.SequenceMatcher(None, b, n).ratio() for b, n in zip(brand, name, strict=True)]
    begins = pd.Series([n.startswith(b) for b, n in zip(brand, name, strict=True)])
    has_company = table.duplicated(CELL, keep=False)
    parody = has_company & ~bears & (pd.Series(alike) > 0.5)
    rest = table[begins].assign(share=table["answers_30d"] / (table["questions_30d"] + 1))
    first = rest.sort_values(["share", "on_site"], ascending=False).drop_duplicates(CELL).index
    double = begins & ~table.index.isin(first)
    return parody, double


def test_the_tables_are_as_declared(made):
    schema.check(made.table, inquiries.PRESENCE)
    schema.check(made.truth["accounts"], inquiries.PRESENCE_TRUTH)
    assert list(made.table.columns) == list(inquiries.PRESENCE.columns)
    assert made.table["account_id"].is_unique
    assert not made.table.duplicated(["platform", "account"]).any()
    assert made.table["organisation"].nunique() == 12
    assert made.table["platform"].nunique() == 8


def test_the_seed_decides():
    first, again, other = presence(3), presence(3), presence(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    pd.testing.assert_frame_equal(again.truth["accounts"], first.truth["accounts"])
    assert not other.table.equals(first.table)


def test_numbers_agree_with_each_other(made):
    table = made.table
    assert (table["answers_30d"] <= table["questions_30d"]).all()
    has_posted = table["last_post"].notna()
    assert (table["last_post"] > table["opened"])[has_posted].all()
    days = (table["seen_at"] - table["last_post"]).dt.days
    assert ((days < 30) == (table["posts_30d"] > 0))[has_posted].all()


def test_dormant_accounts_are_found_by_date_and_not_by_a_month_without_posts(made):
    true = made.truth["accounts"]["is_dormant"]
    assert is_silent(made.table).equals(true)
    naive = made.table["posts_30d"] == 0
    assert (naive & ~true).sum() >= 4
    never = made.table["last_post"].isna()
    assert (never & true).sum() == 1
    assert (never & ~true).sum() == 1
    assert made.table.loc[true, "questions_30d"].sum() > 0


def test_doubles_and_parodies_are_found_with_care(made):
    truth = made.truth["accounts"]
    parody, double = sorted_out(made.table)
    assert parody.equals(truth["is_parody"])
    assert double.equals(truth["is_duplicate"])


def test_no_simple_rule_tells_the_official_account(made):
    table, true = made.table, made.truth["accounts"]["is_official"]
    largest = table.sort_values("followers").drop_duplicates(CELL, keep="last").index
    assert table.index.isin(largest)[~true].any()
    assert (table["on_site"] != true).sum() >= 5
    alone = ~table.duplicated(CELL, keep=False)
    assert true[alone].all()


def test_four_kinds_of_account(made):
    truth = made.truth["accounts"]
    assert truth["is_duplicate"].sum() == 5
    assert truth["is_parody"].sum() == 3
    kinds = truth[["is_official", "is_duplicate", "is_parody"]].sum(axis=1)
    assert kinds.max() == 1
    assert (kinds == 0).sum() == 4


def test_maison_lupin_has_a_gap_a_double_and_a_parody(made):
    own = made.table["organisation"] == "Maison Lupin"
    assert set(made.table.loc[own, "platform"]) == set(made.table["platform"]) - {"fediverse"}
    flags = made.truth["accounts"][own]
    assert flags[["is_duplicate", "is_parody"]].sum().tolist() == [1, 1]


def test_the_truth_is_not_in_the_table(made):
    for name, flag in made.truth["accounts"].drop(columns="account_id").items():
        assert not flag.equals(made.table["on_site"]), name
