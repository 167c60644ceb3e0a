"""readers: files that are wrong, cut, huge or made to harm. A clear error each, bounded memory."""

import gzip
import json
import subprocess
import sys
import warnings
from pathlib import Path

import pandas as pd
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkit import readers, schema
from cmkit.errors import CmkitError
from cmkit.readers import json_values, streams

EXPORTS = Path(__file__).parent / "exports"
KEY = b"a key of these tests"
POST = {"id": "1", "author_id": "7", "created_at": "2025-03-03T08:00:00Z", "text": "Hi"}
CSV = b"id,author,date,text\n1,ana,2025-03-03T08:00Z,Hi\n"


def export(tmp_path: Path, content: bytes | str, name: str = "export") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def lines_of(count: int) -> bytes:
    return b"".join(json.dumps(POST | {"id": str(n)}).encode() + b"\n" for n in range(count))


# --- no export at all ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (zstandard.compress(b""), "is empty"),
        (b"\xef\xbb\xbf", "nothing but blank lines"),
        (b" \n\n \n", "no column|nothing but blank"),
        (b"PK\x03\x04\x14\x00xl/workbook.xml", "Excel workbook"),
        (b"PK\x03\x04\x14\x00posts.csv", "zip archive[\\s\\S]*unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Office file"),
        (b"BZh91AY&SY" + bytes(50), "bzip2"),
        (b"\xfd7zXZ\x00" + bytes(50), "xz archive"),
        (b"PAR1" + bytes(50), "Parquet file[\\s\\S]*read_parquet"),
        (b"SQLite format 3\x00" + bytes(50), "SQLite"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG picture"),
        (b"%PDF-1.7\n" + bytes(50), "PDF"),
        (gzip.compress(b"%PDF-1.7\n" + bytes(50), mtime=0), "PDF"),
        (bytes(range(256)) * 20, "binary file[\\s\\S]*no text"),
        (bytes(5000), "binary file"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page[\\s\\S]*login"),
        (b"just a sentence without any table", "no column is known"),
        (b"a" * 100_000, "no column is known"),
        (b'"never closed,author\n1,2\n', "first line cannot be read"),
    ],
)
def test_what_is_no_export_is_named(tmp_path, content, told):
    path = export(tmp_path, content)
    with pytest.raises(CmkitError, match=told) as caught:
        readers.read(path, key=KEY)
    assert "Found:" in str(caught.value)
    assert "To fix:" in str(caught.value)


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "one.csv").write_bytes(CSV)
    for path, told in (
        (tmp_path / "missing.csv", "cannot be opened"),
        (tmp_path, "is a folder[\\s\\S]*one.csv"),
        ("https://example.org/posts.csv", "not links"),
        (pd.DataFrame(), "path of a file[\\s\\S]*posts.validate"),
        (None, "path of a file"),
        ("a\0b", "cannot be opened"),
    ):
        with pytest.raises(CmkitError, match=told):
            readers.read(path)
        with pytest.raises(CmkitError, match=told):
            readers.recognise(path)


# --- cut and damaged -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gz", "zst"])
def test_what_came_before_a_cut_is_kept(tmp_path, name):
    noise = "".join(
        json.dumps(POST | {"id": str(n), "text": str(hash((n, "x")))}) + "\n" for n in range(15_000)
    )
    squeeze = gzip.compress if name == "gz" else zstandard.compress
    whole = squeeze(noise.encode())
    path = export(tmp_path, whole[: len(whole) // 2])
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert 2_000 < len(table) < 15_000
    assert (
        rejects["reason"]
        .str.contains(f"the {'gzip' if name == 'gz' else 'zstd'} file ends too soon")
        .any()
    )


@pytest.mark.parametrize("name", ["gz", "zst"])
def test_damage_in_the_middle_is_told(tmp_path, name):
    squeeze = (
        gzip.compress if name == "gz" else zstandard.ZstdCompressor(write_checksum=True).compress
    )
    whole = bytearray(squeeze(lines_of(15_000)))
    middle = len(whole) // 2
    whole[middle : middle + 64] = bytes(64)
    path = export(tmp_path, bytes(whole))
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert len(table) > 0
    assert rejects["reason"].str.contains("damaged|too soon").any()


def test_a_compressed_table_may_be_cut_too(tmp_path):
    rows = b"".join(f"{n},ana,2025-03-03T08:00Z,{hash((n, 'y'))}\n".encode() for n in range(20_000))
    whole = gzip.compress(b"id,author,date,text\n" + rows, mtime=0)
    table, rejects = readers.read_with_rejects(export(tmp_path, whole[:-9_000]), key=KEY)
    assert len(table) > 3_000
    assert "ends too soon" in rejects["reason"].iloc[-1]


# --- made to harm --------------------------------------------------------------------------------


def test_deep_nesting_is_refused(tmp_path):
    for deep in ("[" * 200_000, '{"data":' * 200_000, "[" * 200_000 + "]" * 200_000):
        content = json.dumps(POST) + "\n" + deep
        table, rejects = readers.read_with_rejects(export(tmp_path, content), key=KEY)
        assert len(table) == 1
        assert len(rejects) == 1
        with pytest.raises(CmkitError):
            readers.read(export(tmp_path, deep), key=KEY)
    array = "[" + json.dumps(POST) + "," + '{"a":' * 200_000
    table, rejects = readers.read_with_rejects(export(tmp_path, array), key=KEY)
    assert len(table) == 1
    assert "nested" in rejects["reason"].iloc[0]


def test_endless_numbers_are_refused(tmp_path):
    content = json.dumps(POST) + '\n{"id": ' + "9" * 10_000 + "}\n"
    _, rejects = readers.read_with_rejects(export(tmp_path, content), key=KEY)
    assert rejects["line"].tolist() == [2]


def test_a_line_that_is_too_long_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(json_values, "LONGEST", 1000)
    long = json.dumps(POST | {"id": "2", "text": "x" * 5000})
    content = "\n".join([json.dumps(POST), long, json.dumps(POST | {"id": "3"})])
    table, rejects = readers.read_with_rejects(export(tmp_path, content), key=KEY)
    assert table["post_id"].tolist() == ["1", "3"]
    assert rejects["line"].tolist() == [2]
    assert "longer than" in rejects["reason"].iloc[0]


def test_a_line_of_a_table_that_is_too_long_is_passed_over(tmp_path):
    content = (
        CSV + b"2,ben,2025-03-03T08:00Z," + b"x" * (5 << 20) + b"\n3,cho,2025-03-03T08:00Z,ok\n"
    )
    table, rejects = readers.read_with_rejects(export(tmp_path, content), key=KEY)
    assert table["post_id"].tolist() == ["1", "3"]
    assert rejects["line"].tolist() == [3]


def test_a_quote_that_never_closes_costs_one_row(tmp_path):
    rows = b"".join(f"{n},ana,2025-03-03T08:00Z,fine\n".encode() for n in range(10, 20_010))
    content = CSV + b'2,ben,2025-03-03T08:00Z,"opens\n' + rows
    table, rejects = readers.read_with_rejects(export(tmp_path, content), key=KEY)
    assert len(table) == 20_001
    assert rejects["line"].tolist() == [3]
    assert "never closes" in rejects["reason"].iloc[0]


def test_a_text_is_never_code(tmp_path):
    cell = "\"['a', __import__('os').system('true')]\""
    content = CSV.replace(b"text", b"text,mentions").replace(b"Hi", b"Hi," + cell.encode())
    table = readers.read(export(tmp_path, content), pseudonymise=False)
    assert all(isinstance(name, str) for name in table["mentions"].iloc[0])


def test_zero_bytes_inside_a_table(tmp_path):
    rows = b"".join(f"{n},ana,2025-03-03T08:00Z,some text here\n".encode() for n in range(2, 40))
    content = CSV + rows + b"50,ana,2025-03-03T08:00Z,a\x00b\n"
    table = readers.read(export(tmp_path, content), key=KEY)
    assert table["text"][table["post_id"] == "50"].tolist() == ["ab"]


def test_a_value_across_blocks_is_one_value(tmp_path, monkeypatch):
    monkeypatch.setattr(json_values, "BLOCK", 7)
    posts = [POST | {"id": str(n), "text": 'é\\"' * n} for n in range(30)]
    for content in (json.dumps(posts), json.dumps(posts, indent=3, ensure_ascii=False)):
        table = readers.read(export(tmp_path, content), key=KEY)
        assert len(table) == 30


FIELDS = [
    "id", "data", "includes", "users", "tweets", "text", "author_id", "author", "created_at",
    "entities", "mentions", "hashtags", "username", "referenced_tweets", "type", "account", "acct",
    "content", "reblog", "quote", "quoted_status", "tags", "name", "errors", "lang", "note_tweet",
    "in_reply_to_id", "in_reply_to_user_id", "ancestors", "descendants",
]  # fmt: skip
hostile_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(FIELDS),
        inner,
        max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(hostile_values, max_size=4), st.sampled_from(["x_v2", "mastodon"]), st.booleans())
def test_no_json_breaks_a_reader(tmp_path_factory, values, name, array):
    good = POST | {"account": {"acct": "ana"}, "content": "x"}
    values = [*values, good]
    path = tmp_path_factory.mktemp("json") / "export"
    path.write_text(
        json.dumps(values) if array else "\n".join(map(json.dumps, values)), encoding="utf-8"
    )
    table, rejects = readers.read_with_rejects(path, format=name, key=KEY)
    schema.check(table, schema.POSTS)
    assert len(table) >= 1 or len(rejects)


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", CSV, b"[", b"{", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"]),
)
def test_no_bytes_break_read(tmp_path_factory, content, start):
    path = tmp_path_factory.mktemp("bytes") / "export"
    path.write_bytes(start + content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        try:
            table = readers.read(path, key=KEY, timezone="UTC")
        except CmkitError:
            return
    schema.check(table, schema.POSTS)


def test_the_files_are_closed(tmp_path):
    for name in ("x_v2/responses.jsonl", "csv/damaged.csv"):
        path = export(tmp_path, (EXPORTS / name).read_bytes())
        readers.read_with_rejects(path, key=KEY)
        path.unlink()  # Windows refuses to, while it is open


# --- memory --------------------------------------------------------------------------------------

MEASURE = """
import resource, sys
from cmkit import readers
from cmkit.errors import CmkitError
import cmkit.readers.mastodon, charset_normalizer, zstandard
used = int(next(l for l in open("/proc/self/status") if l.startswith("VmSize")).split()[1]) << 10
limit = used + (int(sys.argv[2]) << 20)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    table, rejects = readers.read_with_rejects(sys.argv[1], key=b"k")
    print(len(table), rejects["reason"].head(3).tolist())
except CmkitError as error:
    print("error", error)
"""


def read_within(path: Path, mib: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), str(mib)],
        capture_output=True, text=True, check=False,
        env={"MALLOC_ARENA_MAX": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def giant(path: Path, start: bytes, piece: bytes, count: int, end: bytes = b"") -> Path:
    with path.open("wb") as file:
        file.write(start)
        for _ in range(count):
            file.write(piece)
        file.write(end)
    return path


linux = pytest.mark.skipif(
    sys.platform != "linux", reason="limits memory through /proc and resource"
)
BLOCK = b"a" * (1 << 20)


@linux
@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "piece", "end", "told"),
    [
        (b'{"a": "', BLOCK, b'"}', "longer than 32 MiB"),
        (b'[{"a": "', BLOCK, b'"}]', "longer than 32 MiB"),
        (b'{"data": [', b'{"id": "1", "text": "x"},' * 40_000, b"]}", "longer than 32 MiB"),
        (b'{\n"a": "', BLOCK, b'"}', "longer than 32 MiB"),
        (b"[1", b"1" * (1 << 20), b"]", "longer than 32 MiB|limit"),
        (b"a,b,c", BLOCK, b"", "first line cannot be read"),
        (b"id,author,date,text\n", b'"' + BLOCK, b"", "longer than|closes|0 "),
    ],
)
def test_a_file_that_is_one_endless_value_is_refused_in_bounded_memory(
    tmp_path, start, piece, end, told
):
    path = giant(tmp_path / "giant", start, piece, 300, end)
    assert path.stat().st_size >= 290 * 10**6
    assert any(word in read_within(path, 400) for word in told.split("|"))


@linux
@pytest.mark.slow
def test_a_long_array_streams(tmp_path):
    status = {"id": "1", "created_at": "2025-03-03T08:00:00Z", "content": "<p>Hi</p>"}
    status |= {"account": {"acct": "ana"}, "filler": "x" * 100_000}
    path = giant(tmp_path / "array.json", b"[", json.dumps(status).encode() + b",", 3000, b"{}]")
    out = read_within(path, 250)
    assert out.startswith("1 ")
    assert "post_id seen before" in out


@linux
@pytest.mark.slow
@pytest.mark.parametrize("squeeze", [gzip.compress, zstandard.compress])
def test_a_bomb_streams(tmp_path, squeeze):
    bomb = squeeze(lines_of(1) + (b" " * 9_999 + b"\n") * (40 << 10))
    assert len(bomb) < 1 << 20
    assert read_within(export(tmp_path, bomb), 300).startswith("1 ")


def test_the_bounds_are_what_the_documentation_says():
    assert streams.LONGEST == 32 << 20
    assert streams.BLOCK == 1 << 20


def test_an_endless_array_of_something_else_is_given_up_soon(tmp_path):
    """Ten thousand numbers in, it is clear that no post will come: memory stays small."""
    path = tmp_path / "numbers.json"
    path.write_text("[" + "1," * 200_000 + "1]", encoding="utf-8")
    with pytest.raises(CmkitError, match="holds no posts, as far as one can see"):
        readers.read(path, format="x_v2")


def test_rejects_past_a_million_are_counted_not_listed(tmp_path, monkeypatch):
    # the package's attribute of this name is the function, not the module
    monkeypatch.setattr(sys.modules["cmkit.readers.gather"], "_LISTED", 5)
    path = tmp_path / "bad.csv"
    good, bad = "1,ana,2025-03-25T10:00Z,hello\n", "2,ben\n"
    path.write_text("id,author,date,text\n" + good + bad * 12, encoding="utf-8")
    posts, rejects = readers.read_with_rejects(path, key=b"k" * 32)
    assert len(posts) == 1
    assert len(rejects) == 6
    assert "7 more were left out" in rejects["reason"].iloc[-1]
