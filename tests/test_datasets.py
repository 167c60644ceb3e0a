"""datasets: what is committed is what the recipes make, and an edit is noticed."""

import gzip
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from cmkit import datasets, readers, schema, simulator
from cmkit.datasets import building, shelf
from cmkit.datasets.recipes import DATASETS
from cmkit.datasets.storage import read_table, write_table
from cmkit.errors import CmkitError

ROOT = Path(__file__).parents[1] / "datasets"
NAMES = sorted(DATASETS)
#: What the tests below spoil; copying every dataset would take long.
COPIED = ["ballots", "lupin_export", "maison_lupin"]
WORLDS = [name for name in NAMES if DATASETS[name].truth.keys() >= {"members", "posts", "episodes"}]
each_dataset = pytest.mark.parametrize("name", NAMES)
each_world = pytest.mark.parametrize("name", WORLDS)


def content(file):
    """Return what a file holds, whatever packed it and whatever line ends git has written."""
    unpack = gzip.decompress if file.suffix == ".gz" else bytes
    return unpack(file.read_bytes()).replace(b"\r\n", b"\n")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Let cmkit keep its datasets in a folder that a test may spoil."""
    place = tmp_path / "datasets"
    for name in COPIED:
        shutil.copytree(ROOT / name, place / name)
    shutil.copy(ROOT / "catalog.csv", place)
    monkeypatch.setattr(shelf, "home", lambda: place)
    monkeypatch.setattr(building, "home", lambda: place)
    return place


def test_the_catalogue_has_a_row_for_each():
    table = datasets.catalogue()
    assert table["name"].tolist() == NAMES
    assert (table["generator_version"] == simulator.VERSION).all()
    by_hand = table["name"] == "handwritten"
    assert (table["synthetic"] == ~by_hand).all()
    assert set(table.loc[~by_hand, "licence"]) == {"CC-BY-4.0"}
    assert (table["rows"] >= 80).all()


def test_every_module_of_the_course_has_its_data():
    assert set(datasets.catalogue()["module"]) == {f"M{number}" for number in range(13)}


@each_dataset
def test_tables_load_as_declared(name):
    table = datasets.load(name)
    schema.check(table, DATASETS[name].table)
    assert len(table) == datasets.catalogue().set_index("name").loc[name, "rows"]


@each_dataset
def test_truths_load_as_declared(name):
    truth = datasets.truth(name)
    assert set(truth) == set(DATASETS[name].truth)
    for part, declared in DATASETS[name].truth.items():
        schema.check(truth[part], declared)
        assert list(getattr(truth, part).columns) == list(declared.columns)


def test_a_truth_says_which_tables_it_has():
    truth = datasets.truth("ballots")
    assert "winners: 3 rows" in repr(truth)
    with pytest.raises(AttributeError, match="it has"):
        _ = truth.members


@each_world
def test_the_truth_is_about_these_posts(name):
    posts, truth = datasets.load(name), datasets.truth(name)
    assert truth.posts["post_id"].tolist() == posts["post_id"].tolist()
    assert set(posts["author_id"]) <= set(truth.members["author_id"])
    assert posts["created_at"].is_monotonic_increasing
    for episode in truth.episodes.itertuples():
        assert set(episode.trigger_post_ids) <= set(posts["post_id"])
        assert posts["created_at"].min() < episode.onset < posts["created_at"].max()


@each_dataset
def test_what_students_get_does_not_hold_the_truth(name):
    """No column of the truth, but for keys, stands in the table that students get."""
    shipped = set(DATASETS[name].table.columns)
    for declared in DATASETS[name].truth.values():
        shared = shipped & set(declared.columns)
        assert all(column.endswith("_id") or column in _KEYS for column in shared), shared
    files = [file.name for file in (ROOT / name).iterdir()]
    assert sorted(files) == sorted(
        ["README.md", DATASETS[name].file_of(name), *(["truth"] if DATASETS[name].truth else [])]
    )


_KEYS = {
    *("lang", "type", "channel", "day", "age_band", "membership", "organisation", "competency"),
    *("role", "community", "kind"),
}


def test_loading_gives_back_what_was_simulated():
    made = DATASETS["maison_lupin"].make(building.SEED)
    pd.testing.assert_frame_equal(datasets.load("maison_lupin"), made.table)
    loaded = datasets.truth("maison_lupin")
    for part, table in made.truth.items():
        pd.testing.assert_frame_equal(loaded[part], table, check_exact=False, atol=1e-6)


@pytest.mark.slow
def test_building_again_gives_the_committed_content(tmp_path):
    """Packed bytes may differ with another zlib, so what is compared is what they hold."""
    rows = datasets.build(tmp_path)
    assert rows["name"].tolist() == NAMES
    built = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    ours = [ROOT / "catalog.csv", *(p for name in NAMES for p in (ROOT / name).rglob("*"))]
    assert built == sorted(path.relative_to(ROOT) for path in ours if path.is_file())
    for file in built:
        assert content(tmp_path / file) == content(ROOT / file), file


def test_any_declared_table_survives_writing_and_reading(tmp_path):
    declared = schema.Table(
        "MIXED",
        "a case",
        {
            "name": schema.Column("text", "what"),
            "note": schema.Column("text", "may be missing", empty=True),
            "at": schema.Column("time", "when", empty=True),
            "n": schema.Column("count", "how many", empty=True),
            "share": schema.Column("number", "how much", empty=True),
            "is_so": schema.Column("flag", "whether"),
            "words": schema.Column("texts", "which"),
        },
    )
    table = pd.DataFrame(
        {
            "name": pd.Series(['é, "x"\nfin', "NA"], dtype="str"),
            "note": pd.Series([None, "0012"], dtype="str"),
            "at": pd.to_datetime(["2025-03-30T01:00:00Z", None], utc=True).as_unit("us"),
            "n": pd.Series([3, None], dtype="Int64"),
            "share": [0.5, None],
            "is_so": [True, False],
            "words": pd.Series([["a", "b"], []], dtype=object),
        }
    )
    for file in ("mixed.csv", "mixed.csv.gz"):
        write_table(tmp_path / file, table, declared)
        pd.testing.assert_frame_equal(read_table(tmp_path / file, declared), table)


def test_building_one_keeps_the_rows_of_the_others(copied):
    before = (copied / "catalog.csv").read_bytes()
    posts = copied / "maison_lupin" / "posts.csv.gz"
    posts.unlink()
    assert datasets.build(names=["maison_lupin"])["name"].tolist() == ["maison_lupin"]
    assert posts.is_file()
    assert (copied / "catalog.csv").read_bytes() == before


def test_the_export_is_the_same_posts_in_the_shape_of_x():
    path = datasets.path("lupin_export")
    assert readers.recognise(path) == "x_v2"
    posts, rejects = readers.read_with_rejects(path, pseudonymise=False)
    assert rejects.empty
    whole = datasets.load("maison_lupin").set_index("post_id")
    same = whole.loc[posts["post_id"]]
    assert (same["author_id"].to_numpy() == posts["author_id"].to_numpy()).all()
    assert (same["created_at"].to_numpy() == posts["created_at"].to_numpy()).all()
    onset = datasets.truth("lupin_export").episodes["onset"].iloc[0]
    assert posts["created_at"].min() < onset - pd.Timedelta(days=7)  # a week of usual days


def test_datasets_stay_small():
    sizes = [
        sum(path.stat().st_size for path in (ROOT / name).rglob("*") if path.is_file())
        for name in NAMES
    ]
    assert max(sizes) < 4_000_000
    assert sum(sizes) < 40_000_000


@each_dataset
def test_cards_say_what_they_must(name):
    text = datasets.card(name)
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == [
        *("Motivation", "Composition", "Process", "Uses", "What is not realistic"),
        "Licence and maintenance",
    ]
    row = datasets.catalogue().set_index("name").loc[name]
    by_hand = DATASETS[name].by_hand
    if not by_hand:
        assert str(row["seed"]) in text
        assert f"generator version {row['generator_version']}" in text
        assert "simulated" in text.lower()
    assert ("CC0" if by_hand else "CC BY 4.0") in text


@pytest.mark.parametrize("name", [name for name in NAMES if not DATASETS[name].export])
def test_cards_name_every_column_and_file(name):
    text, recipe = datasets.card(name), DATASETS[name]
    assert f"`{recipe.file_of(name)}`" in text
    for part, declared in recipe.truth.items():
        assert f"truth/{recipe.truth_file(part)}" in text or f"`truth/{part}.csv" in text, part
        missing = [column for column in declared.columns if f"`{column}`" not in text]
        assert not missing, (part, missing)
    missing = [column for column in recipe.table.columns if f"`{column}`" not in text]
    assert not missing, missing


def test_the_card_of_the_world_tells_its_parameters():
    text = datasets.card("maison_lupin")
    for words in ("seed=2025", "n_members=1_600", "weeks=8"):
        assert words in text
    for kind in ("campaign", "hashtag_blunder"):
        assert f'"kind": "{kind}", "start": "2025-0' in text
    members = datasets.truth("maison_lupin").members
    assert f"{(members['role'] == 'lurker').sum()} of whom never" in text


def test_an_edited_file_is_noticed(copied):
    file = copied / "maison_lupin" / "posts.csv.gz"
    lines = gzip.decompress(file.read_bytes()).decode("utf-8").splitlines(keepends=True)
    file.write_bytes(gzip.compress("".join(lines[:-1]).encode("utf-8")))
    with pytest.raises(CmkitError, match="edited or damaged") as caught:
        datasets.load("maison_lupin")
    assert "posts.csv.gz" in str(caught.value)
    assert "verify=False" in str(caught.value)
    assert len(datasets.load("maison_lupin", verify=False)) == len(lines) - 2
    datasets.truth("maison_lupin")  # the truth is whole


def test_an_edited_truth_is_noticed(copied):
    file = copied / "maison_lupin" / "truth" / "episodes.csv"
    text = file.read_text(encoding="utf-8").replace("campaign", "picnic")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CmkitError, match="edited or damaged"):
        datasets.truth("maison_lupin")
    assert "picnic" in set(datasets.truth("maison_lupin", verify=False).episodes["kind"])
    datasets.load("maison_lupin")


def test_other_line_ends_or_another_packing_are_no_edit(copied):
    file = copied / "maison_lupin" / "posts.csv.gz"
    content = gzip.decompress(file.read_bytes())
    file.write_bytes(gzip.compress(content, compresslevel=1, mtime=99))
    assert len(datasets.load("maison_lupin")) > 1_000
    episodes = copied / "maison_lupin" / "truth" / "episodes.csv"
    episodes.write_bytes(episodes.read_bytes().replace(b"\n", b"\r\n"))
    assert "campaign" in set(datasets.truth("maison_lupin").episodes["kind"])


def test_a_damaged_file_is_told(copied):
    (copied / "lupin_export" / "maison_lupin.jsonl.gz").write_bytes(b"\x1f\x8b\x08 not gzip")
    with pytest.raises(CmkitError, match="cannot be unpacked"):
        datasets.load("lupin_export")


def test_missing_files_are_told(copied):
    (copied / "maison_lupin" / "truth" / "episodes.csv").unlink()
    with pytest.raises(CmkitError, match=r"episodes\.csv is missing"):
        datasets.truth("maison_lupin")
    assert len(datasets.load("maison_lupin")) > 1_000  # posts need no truth beside them
    (copied / "maison_lupin" / "posts.csv.gz").unlink()
    with pytest.raises(CmkitError, match=r"posts\.csv\.gz is missing"):
        datasets.load("maison_lupin")
    (copied / "catalog.csv").unlink()
    with pytest.raises(CmkitError, match="not where cmkit looks"):
        datasets.catalogue()


@pytest.mark.parametrize("ask", [datasets.load, datasets.truth, datasets.card, datasets.path])
def test_unknown_names_are_refused(ask):
    with pytest.raises(CmkitError, match="no dataset of that name") as caught:
        ask("lupin")
    assert "maison_lupin" in str(caught.value)
    with pytest.raises(CmkitError, match="no dataset of that name"):
        datasets.build(names=["lupin"])


def test_an_installed_package_finds_its_datasets(tmp_path, monkeypatch):
    shipped = tmp_path / "cmkit" / "shipped" / "datasets"
    shutil.copytree(ROOT / "maison_lupin", shipped / "maison_lupin")
    shutil.copy(ROOT / "catalog.csv", shipped)
    monkeypatch.setattr(shelf, "__file__", str(tmp_path / "cmkit" / "datasets" / "shelf.py"))
    assert datasets.path("maison_lupin").is_relative_to(shipped)
    assert len(datasets.load("maison_lupin")) > 1_000


KEY = "a secret of this term"


@pytest.mark.parametrize("name", ["ballots", "posts_week", "queue"])
def test_a_student_has_a_variant_of_her_own(name):
    ana, again = (datasets.variant(name, student="ana", term_key=KEY) for _ in range(2))
    ben = datasets.variant(name, student="ben", term_key=KEY)
    later = datasets.variant(name, student="ana", term_key="a secret of the next term")
    pd.testing.assert_frame_equal(ana.table, again.table)
    schema.check(ana.table, DATASETS[name].table)
    for other in (ben.table, later.table, datasets.load(name)):
        assert not ana.table.equals(other)
    for part, table in ana.truth.items():
        schema.check(table, DATASETS[name].truth[part])
    # one key, as text or as bytes; a name with blanks around it is the same name
    as_bytes = datasets.variant(name, student=" ana ", term_key=KEY.encode())
    pd.testing.assert_frame_equal(ana.table, as_bytes.table)


def test_parts_of_one_world_stay_together_in_a_variant():
    members = datasets.variant("members", student="ana", term_key=KEY).table
    activity = datasets.variant("activity", student="ana", term_key=KEY).table
    assert set(activity["member_id"]) == set(members["member_id"])


def test_variants_of_two_students_share_no_identifier():
    ana, ben = (
        datasets.variant("posts_week", student=name, term_key=KEY).table for name in ("ana", "ben")
    )
    shared = set(ana["author_id"]) & set(ben["author_id"])
    assert len(shared) < 0.05 * ana["author_id"].nunique() + 5
    assert not set(ana["post_id"]) & set(ben["post_id"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "lupin"}, "no dataset of that name"),
        ({"name": "handwritten"}, "written by hand"),
        ({"term_key": "short"}, "key of the term is too short"),
        ({"term_key": 3}, "key of the term is too short"),
        ({"student": ""}, "student must be a text"),
        ({"student": 7}, "student must be a text"),
    ],
)
def test_what_variant_refuses(wrong, said):
    arguments = {"name": "ballots", "student": "ana", "term_key": KEY} | wrong
    with pytest.raises(CmkitError, match=said):
        datasets.variant(arguments.pop("name"), **arguments)


def test_hands_disagree_where_real_readers_do():
    """Two labels each: agreement is stated, and less than perfect."""
    labels = datasets.truth("handwritten").labels
    posts = datasets.load("handwritten")
    assert (posts["lang"].value_counts() >= 300).all()
    agreed = (labels["label_1"] == labels["label_2"]).mean()
    assert 0.75 < agreed < 0.97
    assert f"{agreed:.0%}".replace("%", " %") in datasets.card("handwritten")
    assert posts["text"].is_unique
