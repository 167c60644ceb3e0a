"""privacy: the key, the pseudonyms, what they replace and what remains."""

import stat
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import platformdirs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkit import posts, privacy, schema, text
from cmkit.errors import CmkitError

KEY = b"a key of these tests"


def name(handle: str, key: bytes = KEY) -> str:
    return privacy.pseudonym(handle, key=key)


def table(*texts: str | None, **columns) -> pd.DataFrame:
    basis = {
        "post_id": [str(n) for n in range(len(texts))],
        "author_id": ["ana"] * len(texts),
        "created_at": pd.Timestamp("2025-03-03", tz="UTC"),
        "text": list(texts),
        "mentions": text.mentions(list(texts)).tolist(),
    }
    return posts.validate(pd.DataFrame(basis | columns))


def hide(written: str, **columns) -> str:
    lists = {column: [value] for column, value in columns.items()}
    return privacy.pseudonymise(table(written, **lists), key=KEY)["text"].iloc[0]


# --- pseudonyms ---------------------------------------------------------------------------------


def test_a_pseudonym_against_a_value_worked_out_apart():
    # printf 'ana' | openssl dgst -sha256 -hmac 'key' -binary | base32 | cut -c-12
    assert name("ana", b"key") == "u_7dkb27b2oteg"


def test_the_same_person_has_one_pseudonym_in_any_writing():
    assert len({name(written) for written in ("ana", "Ana", "@ANA", " ana ", "＠ana")}) == 1
    assert name("ana") != name("anna")
    assert name("ana") != name("ana", b"another key")


def test_many_handles_have_as_many_pseudonyms():
    names = {name(f"user{n}") for n in range(20_000)}
    assert len(names) == 20_000
    assert all(len(found) == 14 and found.islower() for found in names)


@pytest.mark.parametrize(
    ("handle", "key", "told"),
    [("ana", b"", "key must be bytes"), ("ana", "text", "key must be bytes"), ("", KEY, "a handle"),
     ("@", KEY, "a handle"), (None, KEY, "a handle")],
)  # fmt: skip
def test_a_pseudonym_needs_a_handle_and_a_key(handle, key, told):
    with pytest.raises(CmkitError, match=told):
        privacy.pseudonym(handle, key=key)


# --- posts ---------------------------------------------------------------------------------------


def test_people_are_replaced_everywhere_alike():
    before = table(
        "hello @Ben", "@ana hi",
        author_id=["ana", "ben"], reply_to=[None, "0"], repost_of_author_id=[None, "cho"],
    )  # fmt: skip
    kept = before.copy(deep=True)
    after = privacy.pseudonymise(before, key=KEY)
    schema.check(after, schema.POSTS)
    assert after["author_id"].tolist() == [name("ana"), name("ben")]
    assert after["mentions"].tolist() == [[name("ben")], [name("ana")]]
    assert after["text"].tolist() == [f"hello @{name('ben')}", f"@{name('ana')} hi"]
    assert after["reply_to_author_id"].tolist()[1] == name("ana")
    assert after["repost_of_author_id"].tolist()[1] == name("cho")
    assert after["repost_of_author_id"].isna().tolist() == [True, False]
    assert after["reply_to"].tolist()[1] == "0"
    pd.testing.assert_frame_equal(before, kept)
    same = ["post_id", "created_at", "kind", "thread_id", "lang", "hashtags"]
    pd.testing.assert_frame_equal(after[same], before[same])


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("RT @Ana: look", "RT @{ana}: look"),
        ("rt@ana x", "rt@{ana} x"),
        (".@ANA, you?", ".@{ana}, you?"),
        ("(@ana)/@ana-", "(@{ana})/@{ana}-"),
        ("＠ana", "＠{ana}"),
        ("@ana.", "@{ana}."),
        ("@ana.Merci", "@{ana}.Merci"),
        ("@ana’s sofa", "@{ana}’s sofa"),
        ("https://x.com/Ana", "https://x.com/{ana}"),
        (
            "http://www.twitter.com/Ana/status/12?s=20",
            "http://www.twitter.com/{ana}/status/12?s=20",
        ),
        ("mobile.twitter.com/ana.", "mobile.twitter.com/{ana}."),
        ("https://twitter.com/@ana", "https://twitter.com/@{ana}"),
        (
            "https://twitter.com/intent/user?screen_name=ana",
            "https://twitter.com/intent/user?screen_name={ana}",
        ),
        ("https://instagram.com/ana/", "https://instagram.com/{ana}/"),
        ("@ana@Example.org hi", "@{ana@example.org} hi"),
        ("see https://example.org/@Ana/12", "see https://example.org/@{ana@example.org}/12"),
        (
            "https://example.org/users/ana/statuses/1",
            "https://example.org/users/{ana@example.org}/statuses/1",
        ),
        (
            "https://other.example.org/@ana@example.org",
            "https://other.example.org/@{ana@example.org}",
        ),
        (
            "https://bsky.app/profile/ana.example.org/post/3",
            "https://bsky.app/profile/{ana.example.org}/post/3",
        ),
        ("@u_aaaaaaaaaaaa", "@{u_aaaaaaaaaaaa}"),
    ],
)
def test_handles_in_a_text_are_replaced(written, left):
    found = hide(written)
    expected = left
    for handle in ("ana@example.org", "ana.example.org", "ana", "u_aaaaaaaaaaaa"):
        expected = expected.replace("{" + handle + "}", name(handle))
    assert found == expected


@pytest.mark.parametrize(
    "written",
    [
        "ana wrote", "write to ana@example.org", "5 @ 3", "@", "a@", "https://x.com/home",
        "https://x.com/i/web/status/12", "https://x.com/search?q=sofa", "https://t.co/Ana",
        "https://example.org/a/b", "vox.com/ana", "#ana", "",
    ],
)  # fmt: skip
def test_what_is_no_handle_stays(written):
    assert hide(written) == written


def test_a_short_mention_is_the_person_that_the_post_names():
    assert hide("@Ana hi", mentions=["ana@example.org"]) == f"@{name('ana@example.org')} hi"
    assert hide("@Ana hi", mentions=["ana", "ana@example.org"]) == f"@{name('ana')} hi"
    assert hide("@ana@here.example.org", mentions=["ana"]) == f"@{name('ana')}"
    assert hide("@ana.lupin hi", mentions=["ana.lupin"]) == f"@{name('ana.lupin')} hi"


def test_a_dotted_handle_leaves_no_tail():
    assert hide("@ana.lupin hi") == f"@{name('ana')} hi"


def test_a_name_without_a_space_after_it():
    found = hide("@anaさん", mentions=["ana"])
    assert found == f"@{name('ana')}さん"


def test_links_that_stand_for_identifiers_are_replaced_alike():
    before = table(
        "a",
        "b",
        post_id=["https://x.com/ana/status/1", "2"],
        reply_to=[None, "https://x.com/Ana/status/1"],
    )
    after = privacy.pseudonymise(before, key=KEY).set_index("post_id")
    assert f"https://x.com/{name('ana')}/status/1" in after.index
    assert after["reply_to"]["2"] == f"https://x.com/{name('ana')}/status/1"


def test_missing_texts_and_no_posts():
    assert privacy.pseudonymise(table(None), key=KEY)["text"].isna().all()
    empty = privacy.pseudonymise(table("x").iloc[:0], key=KEY)
    schema.check(empty, schema.POSTS)
    with pytest.raises(CmkitError, match="key must be bytes"):
        privacy.pseudonymise(table("x").iloc[:0], key=b"")
    with pytest.raises(CmkitError, match="need a 'post_id'"):
        privacy.pseudonymise(pd.DataFrame({"a": [1]}), key=KEY)


pieces = st.sampled_from(
    ["@", "＠", "ana", "Ben_1", "é", "さん", ".", ":", "/", " ", "RT ", "@example.org", "https://",
     "x.com/",
     "example.org", "-", "#", "'", "!", "\n", "users/", "@ana", "1", "‍", "bsky.app/profile/"]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(pieces, max_size=12).map("".join))
def test_no_handle_that_text_finds_is_left(written):
    before = table(written)
    after = privacy.pseudonymise(before, key=KEY)
    hidden = set(after["mentions"].iloc[0]) | {name(h) for h in before["mentions"].iloc[0]}
    for found in text.mentions(after["text"]).iloc[0]:
        start = found.split("@")[0]
        assert start.startswith("u_"), (written, after["text"].iloc[0])
    assert hidden == {name(h) for h in before["mentions"].iloc[0]}


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_any_text_is_taken(written):
    cleaned = written.encode("utf-8", "replace").decode()
    assert isinstance(hide(cleaned), str)


def test_long_and_hostile_texts_take_linear_time():
    start = time.perf_counter()
    for bad in ("@" * 20_000, "a." * 20_000, "@a." * 10_000, "x.com/" * 5_000, "@" + "a" * 50_000,
                "a@a." * 10_000,
                "1 " * 20_000, "+" * 20_000, "a-" * 20_000 + "/@b", "@a-" * 10_000):  # fmt: skip
        found = hide(bad, mentions=[])
        privacy.remains(table(bad, mentions=[[]]))
        assert isinstance(found, str)
    assert time.perf_counter() - start < 8


# --- what remains --------------------------------------------------------------------------------


def test_remains_counts_what_could_still_identify():
    before = table(
        "call 06 12 34 56 78 or +33 6 12 34 56 78", "write to ana@example.org",
        "@ben see https://example.org/x",
        "order 12345678901234567890, 1 299 €, 2025-03-04", None,
    )  # fmt: skip
    found = privacy.remains(before)
    by_what = found.set_index(["column", "what"])["n_posts"]
    told = {what.split(",")[0]: n for (column, what), n in by_what.items() if column == "text"}
    assert told["what looks like a phone number"] == 1
    assert told["an e-mail address"] == 1
    assert told["a link"] == 1
    assert told["a handle after @ or in a link"] == 1
    assert told["words that can be searched for; names without @"] == 4
    assert by_what.xs("author_id").tolist() == [5]
    assert by_what.xs("post_id").tolist() == [5]


def test_after_pseudonyms_no_handle_remains():
    before = table("@ben https://x.com/ana/status/1", "RT @ana: x").assign(
        likes=3, is_context=False
    )
    found = privacy.remains(privacy.pseudonymise(before, key=KEY))
    assert not found["what"].str.contains("handle").any()
    assert "likes" in set(found["column"])
    assert "is_context" not in set(found["column"])
    assert privacy.remains(before)["what"].str.contains("handle").sum() == 3
    assert privacy.remains(before.iloc[:0]).empty


# --- the key -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("CMKIT_KEY", raising=False)
    monkeypatch.setattr(
        platformdirs, "user_data_path", lambda *_, **__: tmp_path / "deep" / "cmkit"
    )
    return tmp_path / "deep" / "cmkit"


def test_the_key_is_made_once_and_is_private(folder):
    key = privacy.local_key()
    assert len(key) == 32
    assert privacy.local_key() == key
    assert (folder / "key").read_bytes() == key
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600


def test_the_environment_takes_its_place(folder, monkeypatch):
    monkeypatch.setenv("CMKIT_KEY", "clé d'une classe entière")
    assert privacy.local_key() == "clé d'une classe entière".encode()
    assert not folder.exists()
    monkeypatch.setenv("CMKIT_KEY", "short")
    with pytest.raises(CmkitError, match="too short"):
        privacy.local_key()


def test_a_damaged_key_is_not_replaced_in_silence(folder, monkeypatch):
    folder.mkdir(parents=True)
    (folder / "key").write_bytes(b"half")
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(CmkitError, match="4 bytes, not 32"):
        privacy.local_key()


def test_a_folder_that_cannot_be_written_is_explained(folder):
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"a file in the way")
    with pytest.raises(CmkitError, match="CMKIT_KEY"):
        privacy.local_key()


def test_two_processes_at_once_agree(tmp_path):
    code = (
        "import platformdirs, pathlib, sys; from cmkit import privacy;"
        "platformdirs.user_data_path = lambda *a, **k: pathlib.Path(sys.argv[1]);"
        "print(privacy.local_key().hex())"
    )
    place = str(tmp_path / "cmkit")
    both = [
        subprocess.Popen([sys.executable, "-c", code, place], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert len({process.communicate()[0] for process in both}) == 1
    assert len(Path(place, "key").read_bytes()) == 32
