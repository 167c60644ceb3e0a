"""Every case file against the declared shape, and what the loader promises."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from cmkit import cases
from cmkit.errors import CmkitError

FOLDER = Path(__file__).parents[1] / "datasets" / "cases"
FILES = sorted(FOLDER.glob("*.json"))
STATUS = {"found", "inferred", "recalled"}
PRECISIONS = {"minute", "hour", "part of day", "day", "about a day", "week", "month", "interval"}
SCCT = {"attack", "denial", "scapegoat", "excuse", "justification", "compensation", "apology",
        "reminder", "ingratiation", "victimage"}  # fmt: skip
BENOIT = {"simple_denial", "shift_blame", "provocation", "defeasibility", "accident",
          "good_intentions", "bolstering", "minimisation", "differentiation", "transcendence",
          "attack_accuser", "compensation", "corrective_action", "mortification"}  # fmt: skip


def raw(path):
    return json.loads(path.read_text(encoding="utf-8"))


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_there_is_at_least_one_case():
    assert "habitat-2009" in {path.stem for path in FILES}


@each_file
def test_every_text_stands_in_both_languages(path):
    def look(part, where):
        if isinstance(part, dict):
            if {"en", "fr"} & set(part):
                assert set(part) == {"en", "fr"}, where
                assert part["en"].strip(), where
                assert part["fr"].strip(), where
            for name, inner in part.items():
                look(inner, f"{where}.{name}")
        if isinstance(part, list):
            for number, inner in enumerate(part):
                look(inner, f"{where}[{number}]")

    case = raw(path)
    look(case, case["id"])
    for name in ("title", "summary", "lesson", "family", "sector"):
        assert set(case[name]) == {"en", "fr"}


@each_file
def test_every_statement_says_how_sure_it_is(path):
    case = raw(path)
    known = {source["id"] for source in case["sources"]}
    assert len(known) == len(case["sources"])
    for part in case["facts"] + case["timeline"]:
        assert part["status"] in STATUS
        assert set(part["sources"]) <= known
        assert bool(part["sources"]) == (part["status"] != "recalled"), part
        assert ("confidence" in part) == (part["status"] == "recalled")
    for step in case["timeline"]:
        assert ("basis" in step) == (step["status"] == "inferred")
        assert step["precision"] in PRECISIONS
        assert step["actor"] in {"organisation", "public", "press"}
    for fact in case["facts"]:
        assert fact["about"] in {"what", "figure", "response", "outcome"}
    assert [step["role"] for step in case["timeline"]].count("trigger") == 1


@each_file
def test_every_reading_rests_on_facts(path):
    case = raw(path)
    assert case["id"] == path.stem
    facts = {fact["id"] for fact in case["facts"]}
    assert len(facts) == len(case["facts"])
    assert case["kind"] in {"crisis", "recovery", "positive"}
    for reading in case["response"]["readings"]:
        assert reading["strategy"] in (SCCT if reading["scheme"] == "scct" else BENOIT)
        assert reading["evidence"]
        assert set(reading["evidence"]) <= facts


@each_file
def test_every_source_can_be_found(path):
    for source in raw(path)["sources"]:
        assert set(source) == {"id", "title", "publisher", "date", "address"}
        assert re.fullmatch(r"https?://\S+", source["address"])
        assert re.fullmatch(r"n\.d\.|\d{4}(-\d\d){0,2}", source["date"])


@each_file
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_not_found_says_so_in_its_text(path, lang):
    case = cases.load(path.stem, lang=lang)
    mark = {"en": "[recalled, to be verified]", "fr": "[de mémoire, à vérifier]"}[lang]
    for table, text in ((case.facts, "text"), (case.timeline, "what")):
        recalled = table["status"] == "recalled"
        assert (table[text].str.endswith(mark) == recalled).all()
        assert (table[text].str.endswith("]") == (table["status"] != "found")).all()


@each_file
def test_the_timeline_is_in_order_and_the_delay_agrees_with_it(path):
    steps = cases.load(path.stem).timeline
    assert steps["earliest"].is_monotonic_increasing
    assert (steps["latest"] > steps["earliest"]).all()
    assert str(steps["earliest"].dt.tz) == "UTC"
    low, high = raw(path)["response"]["first_answer_hours"] or (None, None)
    if low is not None and (steps["role"] == "first answer").any():
        trigger = steps[steps["role"] == "trigger"].iloc[0]
        answer = steps[steps["role"] == "first answer"].iloc[0]
        hour = pd.Timedelta("1h")
        assert low >= (answer["earliest"] - trigger["latest"]) / hour
        assert high <= (answer["latest"] - trigger["earliest"]) / hour


def test_habitat_fact_by_fact():
    case = cases.load("habitat-2009")
    steps = case.timeline.set_index("role")
    assert steps.loc["trigger", "status"] == "inferred"
    # London is an hour ahead of UTC in June; both ends of the week are included.
    assert steps.loc["trigger", "earliest"] == pd.Timestamp("2009-06-14 23:00", tz="UTC")
    assert steps.loc["trigger", "latest"] == pd.Timestamp("2009-06-21 23:00", tz="UTC")
    assert steps.loc["first answer", "earliest"] == pd.Timestamp("2009-06-23 23:00", tz="UTC")
    assert steps.loc["first complaint", "confidence"] == "medium"
    row = cases.table().set_index("case_id").loc["habitat-2009"]
    assert (row["first_answer_hours_low"], row["first_answer_hours_high"]) == (72, 216)
    assert row["n_sources"] == len(case.sources) == 6
    assert row["n_recalled"] == 3
    two_versions = case.facts[case.facts["quantity"] == "who wrote the posts"]
    assert len(two_versions) == 2
    scct = case.response.query("scheme == 'scct'")["strategy"]
    assert {"apology", "scapegoat"} <= set(scct)


def test_the_catalogue_has_every_case_in_both_languages():
    english, french = cases.table(), cases.table(lang="fr")
    assert set(english["case_id"]) == {path.stem for path in FILES}
    assert (english["title"] != french["title"]).all()
    same = ["case_id", "trigger_earliest", "n_facts", "first_answer_hours_low"]
    pd.testing.assert_frame_equal(english[same], french[same])
    assert english["trigger_earliest"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("written", "first", "after"),
    [
        ("2009", "2009-01-01", "2010-01-01"),
        ("2009-06", "2009-06-01", "2009-07-01"),
        ("2009-06-24", "2009-06-24", "2009-06-25"),
        ("2012-01-04T11:48", "2012-01-04 11:48", "2012-01-04 11:49"),
    ],
)
def test_dates_are_as_precise_as_they_are_written(written, first, after):
    period = pd.Period(written)
    assert cases._instant(period, "UTC") == pd.Timestamp(first, tz="UTC")
    assert cases._instant(period + 1, "UTC") == pd.Timestamp(after, tz="UTC")


def test_an_installed_package_finds_its_cases(tmp_path, monkeypatch):
    shipped = tmp_path / "cmkit" / "shipped" / "datasets" / "cases"
    shipped.mkdir(parents=True)
    (shipped / "habitat-2009.json").write_bytes(FILES[0].read_bytes())
    monkeypatch.setattr(cases, "__file__", str(tmp_path / "cmkit" / "cases.py"))
    assert cases.table()["case_id"].tolist() == ["habitat-2009"]


def test_what_is_refused():
    with pytest.raises(CmkitError, match="no case of that name") as caught:
        cases.load("habitat")
    assert "habitat-2009" in str(caught.value)
    with pytest.raises(CmkitError, match="unknown language"):
        cases.load("habitat-2009", lang="de")
    with pytest.raises(CmkitError, match="unknown language"):
        cases.table(lang="EN")
