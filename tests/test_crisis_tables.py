"""The decision tables, input by input, against the published guidelines written out again."""

from itertools import product

import pytest

from cmkit import crisis
from cmkit.errors import CmkitError


def guideline(cluster, history, prior, rumour):
    """Return the posture that the guidelines call for, told from the effective threat."""
    if rumour:
        return "deny"
    worse = history or prior == "bad"
    level = ["victim", "accidental", "preventable"].index(cluster) + worse
    return ["inform", "diminish", "rebuild", "rebuild"][level]


SCCT = list(product(["victim", "accidental", "preventable"], [False, True], ["neutral", "bad"],
                    [False, True]))  # fmt: skip


def test_there_are_twenty_four_situations():
    assert len(SCCT) == 24


@pytest.mark.parametrize(("cluster", "history", "prior", "rumour"), SCCT)
def test_scct_in_every_situation(cluster, history, prior, rumour):
    table = crisis.scct(cluster, history=history, prior=prior, rumour=rumour)
    # People first, whatever the crisis.
    assert table["strategy"].head(2).tolist() == [
        "instructing information",
        "adjusting information",
    ]
    assert (table["duty"].head(2) == "required").all()
    chosen = set(table.loc[table["duty"] == "recommended", "posture"])
    wanted = guideline(cluster, history, prior, rumour)
    assert chosen == (set() if wanted == "inform" else {wanted})
    # Denial and amends do not go together; bolstering is never more than a complement.
    assert not {"deny", "rebuild"} <= set(table["posture"])
    assert not {"deny", "diminish"} <= set(table["posture"])
    assert set(table.loc[table["posture"] == "bolster", "duty"]) == {"possible"}
    assert not table["strategy"].duplicated().any()
    assert table["rule"].is_monotonic_increasing
    assert (table["reference"] != "").all()
    victimage = cluster == "victim" and not (history or prior == "bad" or rumour)
    assert ("victimage" in set(table["strategy"])) == victimage


@pytest.mark.parametrize("cluster", ["victim", "accidental", "preventable"])
def test_a_good_name_is_answered_like_a_neutral_one(cluster):
    good, neutral = (
        crisis.scct(cluster, history=False, prior=prior) for prior in ("good", "neutral")
    )
    assert good.equals(neutral)


def test_scct_refuses_what_it_does_not_know():
    with pytest.raises(CmkitError, match="unknown cluster"):
        crisis.scct("intentional", history=False)
    with pytest.raises(CmkitError, match="unknown prior"):
        crisis.scct("victim", history=False, prior="awful")
    with pytest.raises(CmkitError, match="'history'"):
        crisis.scct("victim", history="yes")


POSTS = list(product([False, True], repeat=5))


def walk(positive, troll, rage, error, bad_experience):
    if positive:
        return "concurrence"
    questions = [
        (troll, "troll"),
        (rage, "rager"),
        (error, "misguided"),
        (bad_experience, "unhappy customer"),
    ]
    return next((reading for answer, reading in questions if answer), "none of these")


@pytest.mark.parametrize("answers", POSTS, ids=str)
def test_posting_response_in_every_situation(answers):
    names = ["positive", "troll", "rage", "error", "bad_experience"]
    table = crisis.posting_response(**dict(zip(names, answers, strict=True)))
    assert table["reading"].tolist() == [walk(*answers)]
    silent = table["reading"].isin(["troll", "rager"])
    assert ((table["action"] == "monitor only") == silent).all()


def test_six_readings_come_out_of_thirty_two_situations():
    assert len(POSTS) == 32
    assert len({walk(*answers) for answers in POSTS}) == 6
    with pytest.raises(CmkitError, match="'error'"):
        crisis.posting_response(positive=False, error=1)
