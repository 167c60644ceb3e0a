"""datasets: what is committed is what the simulator makes, and an edit is noticed."""

import gzip
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from cmkit import datasets, readers, schema, simulator
from cmkit.datasets import building, shelf
from cmkit.errors import CmkitError

ROOT = Path(__file__).parents[1] / "datasets"
NAMES = ["lupin_export", "maison_lupin"]
each_dataset = pytest.mark.parametrize("name", NAMES)


def content(file):
    """Return what a file holds, whatever packed it and whatever line ends git has written."""
    unpack = gzip.decompress if file.suffix == ".gz" else bytes
    return unpack(file.read_bytes()).replace(b"\r\n", b"\n")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Let cmkit keep its datasets in a folder that a test may spoil."""
    place = tmp_path / "datasets"
    for name in NAMES:
        shutil.copytree(ROOT / name, place / name)
    shutil.copy(ROOT / "catalog.csv", place)
    monkeypatch.setattr(shelf, "home", lambda: place)
    monkeypatch.setattr(building, "home", lambda: place)
    return place


def test_the_catalogue_has_a_row_for_each():
    table = datasets.catalogue()
    assert table["name"].tolist() == NAMES
    assert (table["licence"] == "CC-BY-4.0").all()
    assert table["synthetic"].all()
    assert (table["generator_version"] == simulator.VERSION).all()
    assert (table["rows"] > 1_000).all()


@each_dataset
def test_posts_load_as_posts(name):
    table = datasets.load(name)
    schema.check(table, schema.POSTS)
    assert len(table) == datasets.catalogue().set_index("name").loc[name, "rows"]
    assert table["created_at"].is_monotonic_increasing


@each_dataset
def test_the_truth_is_about_these_posts(name):
    posts, truth = datasets.load(name), datasets.truth(name)
    assert truth.posts["post_id"].tolist() == posts["post_id"].tolist()
    assert set(posts["author_id"]) <= set(truth.members["author_id"])
    kinds = truth.episodes.set_index("kind")
    assert "hashtag_blunder" in kinds.index
    blunder = kinds.loc["hashtag_blunder"]
    assert set(blunder["trigger_post_ids"]) <= set(posts["post_id"])
    assert posts["created_at"].min() < blunder["onset"] < posts["created_at"].max()


def test_loading_gives_back_what_was_simulated():
    made = simulator.community(**building._MAISON_LUPIN)
    pd.testing.assert_frame_equal(datasets.load("maison_lupin"), made.posts)
    loaded = datasets.truth("maison_lupin")
    for part in ("members", "posts", "episodes"):
        pd.testing.assert_frame_equal(getattr(loaded, part), getattr(made.truth, part))


def test_building_again_gives_the_committed_content(tmp_path):
    """Packed bytes may differ with another zlib, so what is compared is what they hold."""
    rows = datasets.build(tmp_path)
    assert rows["name"].tolist() == NAMES
    built = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    ours = [ROOT / "catalog.csv", *(p for name in NAMES for p in (ROOT / name).rglob("*"))]
    assert built == sorted(path.relative_to(ROOT) for path in ours if path.is_file())
    for file in built:
        assert content(tmp_path / file) == content(ROOT / file), file


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
    for name in NAMES:
        size = sum(path.stat().st_size for path in (ROOT / name).rglob("*") if path.is_file())
        assert size < 3_000_000, name


@each_dataset
def test_cards_say_what_they_must(name):
    text = datasets.card(name)
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == [
        *("Motivation", "Composition", "Process", "Uses", "What is not realistic"),
        "Licence and maintenance",
    ]
    row = datasets.catalogue().set_index("name").loc[name]
    assert str(row["seed"]) in text
    assert f"generator version {row['generator_version']}" in text
    assert "CC BY 4.0" in text
    assert "simulated" in text.lower()


def test_the_card_of_the_world_tells_its_parameters():
    text = datasets.card("maison_lupin")
    given = building._MAISON_LUPIN
    for name in ("seed", "n_members", "weeks"):
        assert f"{name}={given[name]}" in text
    for episode in given["episodes"]:
        assert f'"kind": "{episode["kind"]}", "start": "{episode["start"]}"' in text
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
    file = copied / "maison_lupin" / "truth" / "members.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("lurker", "troll"), encoding="utf-8")
    with pytest.raises(CmkitError, match="edited or damaged"):
        datasets.truth("maison_lupin")
    assert "lurker" not in set(datasets.truth("maison_lupin", verify=False).members["role"])
    datasets.load("maison_lupin")


def test_other_line_ends_or_another_packing_are_no_edit(copied):
    file = copied / "maison_lupin" / "posts.csv.gz"
    content = gzip.decompress(file.read_bytes())
    file.write_bytes(gzip.compress(content, compresslevel=1, mtime=99))
    assert len(datasets.load("maison_lupin")) > 1_000
    members = copied / "maison_lupin" / "truth" / "members.csv"
    members.write_bytes(members.read_bytes().replace(b"\n", b"\r\n"))
    assert "lurker" in set(datasets.truth("maison_lupin").members["role"])


def test_a_damaged_file_is_told(copied):
    (copied / "lupin_export" / "maison_lupin.jsonl.gz").write_bytes(b"\x1f\x8b\x08 not gzip")
    with pytest.raises(CmkitError, match="cannot be unpacked"):
        datasets.load("lupin_export")


def test_missing_files_are_told(copied):
    (copied / "maison_lupin" / "truth" / "members.csv").unlink()
    with pytest.raises(CmkitError, match=r"members\.csv is missing"):
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
