"""tour: the main job on real shapes, and on what people bring by mistake."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from cmkit import tour

HEADER = "id,author,date,text\n"


@pytest.fixture
def quick(monkeypatch):
    """The tour without its last stop, which has tests of its own and starts a kernel."""

    def mark(out):
        path = out / "marks.csv"
        path.write_text("student_id\n", encoding="utf-8")
        return [path]

    monkeypatch.setattr(tour.hand_in, "grade_one", mark)


def rows(*lines: str) -> str:
    return HEADER + "".join(f"{line}\n" for line in lines)


@pytest.mark.slow
def test_the_sample_goes_from_end_to_end(tmp_path, capsys):
    """Nothing replaced: read, rank, tag, detect, draw, report, grade."""
    assert tour.main(["--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    written = [Path(line.strip()) for line in said.partition("Written:")[2].split()]
    assert len(written) == len(set(written)) >= 9
    assert all(path.stat().st_size > 0 for path in written)
    assert {path.suffix for path in written} == {".csv", ".png", ".html"}
    assert re.search(r"Crisis +rang at 2025-", said)
    assert "ex01_influence" in said
    marks = pd.read_csv(tmp_path / "out" / "marks.csv")
    assert 0 < marks["marks"].sum() < marks["max_marks"].sum()


def test_the_crisis_of_the_sample_is_dated_right():
    """The sample's blunder has a known onset: the first alarm comes within six hours of it."""
    from cmkit import datasets

    found = tour.study(datasets.path("lupin_export"))
    episodes = datasets.truth("lupin_export").episodes
    onset = episodes.loc[episodes["kind"] == "hashtag_blunder", "onset"].iloc[0]
    late = found.events["onset"] - onset
    assert (late > pd.Timedelta(0)).any()
    assert late[late > pd.Timedelta(0)].min() < pd.Timedelta(hours=6)


def test_a_small_csv_is_enough(tmp_path, quick, capsys):
    path = tmp_path / "été.csv"
    lines = ["1,ana,2025-03-01T10:00Z,I love it", "2,ben,2025-03-01T11:00Z,@ana awful service"]
    path.write_text(rows(*lines), encoding="utf-8")
    assert tour.main([str(path), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "2 posts by 2 authors" in said
    assert "a week of posts is needed" in said
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "été.csv" in page
    assert ">ana<" not in page


def test_one_post_alone_makes_a_report(tmp_path, quick, capsys):
    path = tmp_path / "one.csv"
    path.write_text(rows("1,ana,2025-03-01T10:00Z,bonjour"), encoding="utf-8")
    assert tour.main([str(path), "--out", str(tmp_path / "out")]) == 0
    assert "nobody, no interactions were found" in capsys.readouterr().out


def test_posts_in_a_language_nobody_tags_make_a_report(tmp_path, quick, capsys):
    lines = [f"{n},ana,2025-03-{n + 1:02d}T10:00Z,これは椅子です" for n in range(12)]
    path = tmp_path / "ja.csv"
    path.write_text(rows(*lines), encoding="utf-8")
    assert tour.main([str(path), "--out", str(tmp_path / "out")]) == 0
    assert "unknown 100%" in capsys.readouterr().out


def test_posts_of_many_years_make_a_report(tmp_path, quick):
    lines = [f"{n},ana,{2009 + n}-03-01T10:00Z,bon" for n in range(14)]
    path = tmp_path / "years.csv"
    path.write_text(rows(*lines), encoding="utf-8")
    assert tour.main([str(path), "--out", str(tmp_path / "out")]) == 0


def test_columns_and_the_time_zone_can_be_told(tmp_path, quick, capsys):
    path = tmp_path / "own.csv"
    path.write_text("qui;quoi;le\nana;bien;25/03/2025 10:00\n", encoding="utf-8")
    told = ["--column", "author_id=qui", "--column", "text=quoi", "--column", "created_at=le"]
    arguments = [str(path), "--out", str(tmp_path / "out"), *told, "--timezone", "Europe/Paris"]
    assert tour.main(arguments) == 0
    assert "2025-03-25 09:00" in capsys.readouterr().out


def test_left_out_lines_are_counted_and_written(tmp_path, quick, capsys):
    path = tmp_path / "bad.csv"
    lines = ["1,ana,2025-03-01T10:00Z,fine", "2,ben,sometime,x", "3,cho,2025-03-01T10:05Z,ok"]
    path.write_text(rows(*lines), encoding="utf-8")
    assert tour.main([str(path), "--out", str(tmp_path / "out")]) == 0
    assert "1 lines left out" in capsys.readouterr().out
    assert len(pd.read_csv(tmp_path / "out" / "rejected.csv")) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("empty.json", b"[]"),
        ("binary.dat", bytes(range(256)) * 40),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
        ("wrong.csv", b"a,b\n1,2\n3,4\n"),
        ("broken.json", b'[{"id": "1", "created_at": '),
        ("letters.json", b'"hello"'),
        ("other.json", json.dumps({"rows": [1, 2]}).encode()),
        ("spaces.txt", b"   \n\n  \n"),
    ],
)
def test_what_cannot_be_read_ends_in_words(tmp_path, quick, capsys, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert tour.main([str(path), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert "To fix:" in said.out + said.err


def test_a_missing_file_and_a_folder_end_in_words(tmp_path, quick, capsys):
    assert tour.main([str(tmp_path / "no.csv"), "--out", str(tmp_path / "out")]) == 2
    assert tour.main([str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("To fix:") == 2


def test_a_place_that_cannot_be_written_is_said(tmp_path, quick, capsys):
    (tmp_path / "file").touch()
    assert tour.main(["--out", str(tmp_path / "file" / "out")]) == 2
    assert "cannot be made" in capsys.readouterr().err
