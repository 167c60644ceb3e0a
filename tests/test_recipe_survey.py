"""survey: weighting mends the part of the bias that the member file knows, and not the rest."""

import numpy as np
import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes.survey import survey
from cmkit.schema import inquiries

SEEDS = (1, 7, 2025)
CELL = ["age_band", "membership"]


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return survey(request.param)


def weights(table):
    return table["members_alike"] / table.groupby(CELL)["answer_id"].transform("size")


def true_mean(made):
    return made.truth["whole"]["mean_satisfaction"].item()


def test_the_tables_are_as_declared(made):
    schema.check(made.table, inquiries.SURVEY)
    schema.check(made.truth["cells"], inquiries.SURVEY_CELLS)
    schema.check(made.truth["whole"], inquiries.SURVEY_WHOLE)
    assert list(made.table.columns) == list(inquiries.SURVEY.columns)
    assert len(made.table) == 400
    assert made.table["answer_id"].is_unique
    assert made.table["answered_at"].is_monotonic_increasing
    assert made.table["satisfaction"].between(0, 10).all()
    assert made.table["recommendation"].dropna().between(0, 10).all()


def test_the_seed_decides():
    first, again, other = survey(3), survey(3), survey(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    pd.testing.assert_frame_equal(again.truth["cells"], first.truth["cells"])
    assert not other.table.equals(first.table)


def test_margins_add_up(made):
    cells, table = made.truth["cells"], made.table
    assert cells["n_members"].sum() == 20_000
    assert cells["n_answers"].sum() == 400
    assert cells["n_answers"].min() >= 3
    whole = np.average(cells["mean_satisfaction"], weights=cells["n_members"])
    assert whole == pytest.approx(true_mean(made), abs=0.001)
    known = table.drop_duplicates(CELL).merge(cells, on=CELL)
    assert (known["members_alike"] == known["n_members"]).all()


def test_weights_bring_the_mean_nearer_and_not_home(made):
    scores = made.table["satisfaction"]
    raw = scores.mean() - true_mean(made)
    weighted = np.average(scores, weights=weights(made.table)) - true_mean(made)
    assert 0.7 < raw < 1.6
    assert abs(weighted) < 0.6 * raw
    standard_error = scores.std() / np.sqrt(len(scores))
    assert raw > 1.96 * standard_error, "an interval around the raw mean misses the truth"


def test_something_is_left_that_weights_cannot_know():
    left = []
    for seed in range(12):
        made = survey(seed)
        mean = np.average(made.table["satisfaction"], weights=weights(made.table))
        left.append(mean - true_mean(made))
    assert 0.15 < np.mean(left) < 0.5


def test_the_very_happy_and_the_very_unhappy_answer_more(made):
    """Among members of one cell the answers are spread wider than the opinions."""
    free = made.table["membership"] == "free"
    assert made.table.loc[free, "satisfaction"].std() > 1.95
    assert made.table["recommendation"].isna().sum() > 5


def test_the_net_recommendation_is_flattered(made):
    said = made.table["recommendation"].dropna()
    net = 100 * ((said >= 9).mean() - (said <= 6).mean())
    assert net > made.truth["whole"]["net_recommendation"].item() + 15


def test_the_truth_is_not_in_the_table(made):
    for truth in made.truth.values():
        assert set(made.table) & set(truth) <= set(CELL)
    naive = made.table.groupby(CELL)["satisfaction"].mean()
    true = made.truth["cells"].set_index(CELL)["mean_satisfaction"]
    assert ((naive - true).abs() > 0.01).mean() > 0.8
