"""ballots: three rules, three winners; counted here another way, with lists."""

from collections import Counter
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes import ballots as recipe
from cmkit.datasets.recipes.ballots import ballots
from cmkit.errors import CmkitError
from cmkit.schema import inquiries

SEEDS = (1, 7, 2025)
COLOURS = ("ardoise", "brume", "garance", "noisette", "safran", "tilleul")


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return ballots(request.param)


def plurality(rankings):
    return Counter(ranking[0] for ranking in rankings).most_common(1)[0][0]


def borda(rankings, *, share_rest):
    points = Counter()
    for ranking in rankings:
        rest = (5 - len(ranking)) / 2 if share_rest else 0
        for colour in COLOURS:
            is_ranked = colour in ranking
            points[colour] += 5 - ranking.index(colour) if is_ranked else rest
    return points.most_common(1)[0][0]


def condorcet(rankings):
    wins = Counter()
    for one, other in permutations(COLOURS, 2):
        margin = 0
        for ranking in rankings:
            place = [ranking.index(c) if c in ranking else 6 for c in (one, other)]
            margin += (place[0] < place[1]) - (place[0] > place[1])
        wins[one] += margin > 0
    return [colour for colour in COLOURS if wins[colour] == 5]


def test_the_tables_are_as_declared(made):
    schema.check(made.table, inquiries.BALLOTS)
    schema.check(made.truth["ballots"], inquiries.BALLOTS_TRUTH)
    schema.check(made.truth["winners"], inquiries.BALLOTS_WINNERS)
    assert list(made.table.columns) == list(inquiries.BALLOTS.columns)
    assert made.table["ballot_id"].is_unique
    assert made.table["cast_at"].is_monotonic_increasing
    for ranking in made.table["ranking"]:
        assert 1 <= len(set(ranking)) == len(ranking) <= 6
        assert set(ranking) <= set(COLOURS)


def test_the_seed_decides():
    first, again, other = ballots(3), ballots(3), ballots(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    pd.testing.assert_frame_equal(again.truth["winners"], first.truth["winners"])
    assert not other.table["ranking"].equals(first.table["ranking"])
    winners = {tuple(ballots(seed).truth["winners"]["winner"]) for seed in range(8)}
    assert len(winners) > 4


def test_three_rules_name_three_winners(made):
    rankings = made.table["ranking"].tolist()
    winners = made.truth["winners"].set_index("rule")["winner"]
    assert plurality(rankings) == winners["plurality"]
    assert borda(rankings, share_rest=True) == winners["borda"]
    assert borda(rankings, share_rest=False) == winners["borda"]
    assert condorcet(rankings) == [winners["condorcet"]]
    assert winners.nunique() == 3


def test_it_holds_for_every_seed():
    for seed in range(20):
        rankings = ballots(seed).table["ranking"].tolist()
        found = {plurality(rankings), borda(rankings, share_rest=True), *condorcet(rankings)}
        assert len(found) == 3


def test_some_ballots_are_short(made):
    length = made.table["ranking"].str.len()
    assert 0.2 < (length < 6).mean() < 0.4
    assert (length == 1).any()


def test_blocks_cannot_be_read_off_but_show(made):
    truth = made.truth["ballots"]
    assert truth["block"].nunique() == 6
    first = made.table["ranking"].str[0]
    guess = first.map(truth["block"].groupby(first).agg(lambda block: block.mode()[0]))
    assert 0.85 < (guess == truth["block"]).mean() < 1


def test_a_recipe_that_cannot_part_the_rules_says_so(monkeypatch):
    nothing = np.full((600, 6), np.nan)
    nothing[:, 0] = 0
    monkeypatch.setattr(recipe, "_draw", lambda _: (np.zeros(600, dtype=int), nothing))
    with pytest.raises(CmkitError, match="agree"):
        ballots(1)


def test_the_truth_is_not_in_the_table(made):
    assert set(made.table) & set(made.truth["ballots"]) == {"ballot_id"}
    assert not set(made.table) & set(made.truth["winners"])
