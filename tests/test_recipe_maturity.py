"""maturity: the stage is found by majority of respondents, and not from the top of the house."""

from pathlib import Path

import pandas as pd
import pytest

from cmkit import schema
from cmkit.datasets.recipes.maturity import maturity
from cmkit.schema import inquiries

SEEDS = (1, 7, 2025)
STAGES = ["hierarchy", "emergent", "community", "networked"]
CELL = ["organisation", "competency"]
CARD = Path(__file__).parents[1] / "datasets" / "maturity" / "README.md"


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return maturity(request.param)


def true_stage(made):
    return made.truth["stages"].set_index(CELL)["stage"]


def held(table):
    """Return 1, 0.5 or 0 per answer; an answer that is missing stays missing."""
    return table[STAGES].replace({"no": 0.0, "partly": 0.5, "yes": 1.0}).astype(float)


def stage_by_majority(table):
    """Count the stages in a row, from the first, whose indicator most respondents see."""
    share = held(table).groupby([table[name] for name in CELL]).mean()
    return (share > 0.5).cumprod(axis=1).sum(axis=1).clip(1)


def right(found, true):
    return (found.reindex(true.index) == true).mean()


def test_the_tables_are_as_declared(made):
    schema.check(made.table, inquiries.MATURITY)
    schema.check(made.truth["stages"], inquiries.MATURITY_TRUTH)
    schema.check(made.truth["respondents"], inquiries.MATURITY_RESPONDENTS)
    assert list(made.table.columns) == list(inquiries.MATURITY.columns)
    assert not made.table.duplicated(["respondent_id", "competency"]).any()
    assert made.table["organisation"].nunique() == 40
    people = made.table.drop_duplicates("respondent_id")
    assert people.groupby("organisation").size().between(4, 8).all()
    assert len(made.truth["stages"]) == 320
    assert made.truth["stages"]["stage"].value_counts().min() > 20


def test_the_seed_decides():
    first, again, other = maturity(3), maturity(3), maturity(4)
    pd.testing.assert_frame_equal(again.table, first.table)
    pd.testing.assert_frame_equal(again.truth["stages"], first.truth["stages"])
    assert not other.table.equals(first.table)


def test_the_majority_finds_most_stages_and_misses_by_one(made):
    true = true_stage(made)
    found = stage_by_majority(made.table).reindex(true.index)
    assert right(found, true) > 0.82
    assert ((found - true).abs() <= 1).mean() > 0.97


def test_the_executive_alone_and_the_best_answer_flatter(made):
    true = true_stage(made)
    honest = right(stage_by_majority(made.table), true)
    executives = made.table[made.table["role"] == "executive"]
    assert right(stage_by_majority(executives), true) < honest - 0.2
    is_said = (made.table[STAGES] == "yes").groupby([made.table[name] for name in CELL]).any()
    best = (is_said * [1, 2, 3, 4]).max(axis=1).reindex(true.index)
    assert (best - true).mean() > 0.5
    assert right(best, true) < 0.5


def test_respondents_of_one_house_disagree(made):
    spread = held(made.table).sum(axis=1).groupby([made.table[name] for name in CELL]).std()
    assert spread.median() > 0.4
    leaning = made.table[["respondent_id", "role"]].drop_duplicates()
    leaning = leaning.merge(made.truth["respondents"], on="respondent_id")
    is_generous = leaning["leaning"] == "generous"
    is_executive = leaning["role"] == "executive"
    assert is_generous[is_executive].mean() > is_generous[~is_executive].mean() + 0.2
    yes = leaning.loc[leaning["leaning"] == "yes to all", "respondent_id"]
    answers = made.table[made.table["respondent_id"].isin(yes)][STAGES].to_numpy().ravel()
    assert set(answers[pd.notna(answers)]) == {"yes"}


def test_cells_are_missing_and_more_of_them_for_measures(made):
    missing = made.table[STAGES].isna().mean(axis=1).groupby(made.table["competency"]).mean()
    assert 0.05 < missing.mean() < 0.15
    assert missing["metrics and measurement"] > missing["community management"]


def test_the_card_words_an_indicator_for_every_competency_and_stage(made):
    rows = [line for line in CARD.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    worded = {(row[0], row[1]): row[2:] for row in cells if len(row) == 4}
    for competency in made.table["competency"].unique():
        for stage in STAGES:
            assert all(len(text) > 20 for text in worded[competency, stage])


def test_the_truth_is_not_in_the_table(made):
    assert set(made.table) & set(made.truth["stages"]) == set(CELL)
    assert set(made.table) & set(made.truth["respondents"]) == {"respondent_id"}
