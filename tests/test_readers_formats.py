"""readers: what each platform's export becomes. The exports are invented, their shapes are not."""

import gzip
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import zstandard

from cmkit import posts, readers, schema
from cmkit.errors import CmkitError

EXPORTS = Path(__file__).parent / "exports"
KEY = b"a key of these tests"
NAMES = sorted(path.relative_to(EXPORTS).as_posix() for path in EXPORTS.rglob("*.*"))


def read(name: str, **wishes) -> pd.DataFrame:
    table, rejects = readers.read_with_rejects(EXPORTS / name, **({"pseudonymise": False} | wishes))
    assert rejects.empty, rejects
    return table.set_index("post_id")


# --- every format -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore:.*guess")
def test_every_export_gives_posts(name):
    table, _ = readers.read_with_rejects(EXPORTS / name, timezone="Europe/Paris", key=KEY)
    schema.check(table, schema.POSTS)
    assert len(table) >= 2
    pd.testing.assert_frame_equal(posts.validate(table), table)
    assert table["is_context"].dtype == bool
    assert list(table.columns) == [*schema.POSTS.columns, "is_context"]


@pytest.mark.parametrize("name", NAMES)
def test_every_export_is_recognised_by_what_it_holds(name, tmp_path):
    nameless = tmp_path / "export"
    shutil.copyfile(EXPORTS / name, nameless)
    assert readers.recognise(nameless) == name.split("/")[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore:.*guess")
def test_pseudonyms_hide_every_handle_and_nothing_else(name):
    wishes = {"timezone": "Europe/Paris"}
    plain, _ = readers.read_with_rejects(EXPORTS / name, pseudonymise=False, **wishes)
    hidden, _ = readers.read_with_rejects(EXPORTS / name, key=KEY, **wishes)
    handles = set(plain["author_id"]) | set(plain["mentions"].explode().dropna())
    for column in ("author_id", "reply_to_author_id", "repost_of_author_id", "mentions"):
        written = hidden[column].explode().dropna()
        assert written.str.fullmatch(r"u_[a-z2-7]{12}").all()
    for text in hidden["text"]:
        assert not [name for name in handles if f"@{name.split('@')[0]}" in text.lower()]
    same = ["post_id", "created_at", "kind", "reply_to", "thread_id", "lang", "hashtags"]
    pd.testing.assert_frame_equal(hidden[same], plain[same])
    assert hidden["author_id"].nunique() == plain["author_id"].nunique()


@pytest.mark.parametrize(
    "name", ["x_v2/responses.jsonl", "mastodon/timeline.json", "csv/four_cat.csv"]
)
@pytest.mark.parametrize("pack", ["gz", "zst", "gz twice", "zst twice"])
def test_compressed_files_are_told_by_their_content(name, pack, tmp_path):
    whole = (EXPORTS / name).read_bytes()
    pieces = [whole[:700], whole[700:]] if "twice" in pack else [whole]
    squeeze = gzip.compress if pack.startswith("gz") else zstandard.ZstdCompressor().compress
    path = tmp_path / "export.dat"
    path.write_bytes(b"".join(map(squeeze, pieces)))
    table = readers.read(path, pseudonymise=False).set_index("post_id")
    pd.testing.assert_frame_equal(table, read(name))


# --- X ------------------------------------------------------------------------------------------


def test_x_posts_know_what_they_are_and_whom_they_answer():
    table = read("x_v2/responses.jsonl")
    assert table["kind"].to_dict() == {
        "90": "post", "101": "post", "102": "repost", "103": "reply", "104": "quote", "105": "post",
    }  # fmt: skip
    assert table.loc["104", ["reply_to", "repost_of"]].tolist() == ["103", "90"]
    assert table.loc["104", "reply_to_author_id"] == "maison_lupin"
    assert table.loc["104", "repost_of_author_id"] == "ben_atelier"
    assert table.loc["103", "thread_id"] == "101"
    assert table["platform"].unique().tolist() == ["x"]
    assert table["author_id"]["102"] == "ben_atelier"


def test_a_cut_repost_is_completed_from_its_original():
    table = read("x_v2/responses.jsonl")
    assert table["text"]["102"] == "RT @ana_bois: " + table["text"]["101"]
    assert table["mentions"]["102"] == ["ana_bois", "maison_lupin"]
    assert table["hashtags"]["102"] == ["lupingate"]


def test_a_long_post_is_read_to_its_end():
    table = read("x_v2/responses.jsonl")
    assert table["text"]["105"].endswith("to its end. #Lupin")
    assert table["hashtags"]["105"] == ["lupin"]
    assert pd.isna(table["lang"]["105"])  # "und"


def test_what_is_only_included_is_marked_and_what_was_asked_for_wins():
    table = read("x_v2/responses.jsonl")
    # 101 is included by the first line and asked for by the last; 103 the other way round
    assert table.index[table["is_context"]].tolist() == ["90"]


def test_flattened_posts_read_as_the_responses_they_come_from():
    pd.testing.assert_frame_equal(read("x_v2/flattened.jsonl"), read("x_v2/responses.jsonl"))


@pytest.mark.parametrize(
    "layout", ["array", "array laid out", "one laid out", "commas", "BOM", "UTF-16"]
)
def test_the_same_posts_in_other_layouts(layout, tmp_path):
    lines = (EXPORTS / "x_v2/responses.jsonl").read_text(encoding="utf-8").splitlines()
    pages = [json.loads(line) for line in lines]
    written = {
        "array": json.dumps(pages),
        "array laid out": json.dumps(pages, indent=2),
        "one laid out": "\n".join(json.dumps(page, indent=2) for page in pages),
        "commas": ",\n".join(lines),
        "BOM": "\ufeff" + "\r\n".join(lines),
        "UTF-16": "\n".join(lines),
    }[layout]
    path = tmp_path / "posts.json"
    path.write_text(written, encoding="utf-16" if layout == "UTF-16" else "utf-8", newline="")
    table = readers.read(path, pseudonymise=False).set_index("post_id")
    pd.testing.assert_frame_equal(table, read("x_v2/responses.jsonl"))


def x_lines(tmp_path, *lines: object) -> Path:
    path = tmp_path / "posts.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def tweet(post_id: object = "1", **fields) -> dict:
    basis = {"id": post_id, "author_id": "7", "created_at": "2025-03-03T08:00:00Z", "text": "Hi"}
    return basis | fields


def test_a_handle_told_later_names_an_author_seen_before(tmp_path):
    users = {"users": [{"id": "7", "username": "Ana"}]}
    path = x_lines(tmp_path, {"data": [tweet("1")]}, {"data": [tweet("2")], "includes": users})
    assert readers.read(path, pseudonymise=False)["author_id"].tolist() == ["ana", "ana"]


def test_without_user_objects_the_number_stands_in(tmp_path):
    table = readers.read(x_lines(tmp_path, tweet()), pseudonymise=False)
    assert table["author_id"].tolist() == ["7"]


def test_a_handle_of_digits_is_not_taken_for_a_number(tmp_path):
    users = [{"id": "7", "username": "1234"}, {"id": "1234", "username": "ben"}]
    path = x_lines(tmp_path, {"data": [tweet()], "includes": {"users": users}})
    assert readers.read(path, pseudonymise=False)["author_id"].tolist() == ["1234"]


def test_identifiers_may_be_numbers_and_keep_their_digits(tmp_path):
    table = readers.read(x_lines(tmp_path, tweet(1394735776701816833)), pseudonymise=False)
    assert table["post_id"].tolist() == ["1394735776701816833"]


def test_no_entities_means_that_the_text_is_read(tmp_path):
    path = x_lines(tmp_path, tweet(text="@Ben look #Lupin"))
    table = readers.read(path, pseudonymise=False)
    assert table["mentions"].tolist() == [["ben"]]
    assert table["hashtags"].tolist() == [["lupin"]]


def test_a_repost_whose_original_is_missing_still_names_its_author(tmp_path):
    pointer = [{"type": "retweeted", "id": "9"}]
    path = x_lines(tmp_path, tweet(text="RT @Ben: bonjour", referenced_tweets=pointer))
    table = readers.read(path, pseudonymise=False)
    assert table[["kind", "repost_of", "repost_of_author_id"]].iloc[0].tolist() == [
        "repost",
        "9",
        "ben",
    ]


def test_bad_lines_are_handed_back_with_their_number_and_reason(tmp_path):
    path = x_lines(
        tmp_path,
        tweet("1"),
        '{"data": [{"id": "2", "te',
        "",
        {"data": [tweet("3"), "no object", {"id": "4", "text": "bare"}]},
        [1, 2],
        tweet("1"),
        {"errors": [{"title": "Not Found Error", "detail": "no such post"}]},
        {"data": [{"id": "5", "username": "ana"}]},
        tweet("6", created_at="yesterday"),
    )
    table, rejects = readers.read_with_rejects(path, pseudonymise=False)
    assert table["post_id"].tolist() == ["1", "3"]
    assert rejects["line"].tolist() == [2, 4, 4, 5, 6, 7, 8, 9]
    for reason, told in zip(
        rejects["reason"],
        ["not JSON", "no JSON object", "author_id", "neither", "seen before", "no such post",
         "a user", "yesterday"],
        strict=True,
    ):  # fmt: skip
        assert told in reason
    assert rejects["excerpt"].str.len().max() <= 80
    with pytest.warns(UserWarning, match=r"8 of 10 lines or posts were left out") as told:
        readers.read(path, key=KEY)
    assert len(told) == 1
    assert told[0].filename == __file__


def test_a_line_with_no_result_is_no_mistake(tmp_path):
    path = x_lines(tmp_path, {"meta": {"result_count": 0}})
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert table.empty
    assert rejects.empty
    schema.check(readers.read(path, key=KEY), schema.POSTS)


def test_answers_in_a_circle_are_left_out(tmp_path):
    def answer(post_id: str, to: str) -> dict:
        return tweet(post_id, referenced_tweets=[{"type": "replied_to", "id": to}])

    path = x_lines(
        tmp_path, tweet("1"), answer("2", "1"), answer("3", "3"), answer("4", "5"),
        answer("5", "4"),        answer("6", "5"), answer("7", "2"),
    )  # fmt: skip
    table, rejects = readers.read_with_rejects(path, pseudonymise=False)
    assert table["post_id"].tolist() == ["1", "2", "6", "7"]
    assert rejects["line"].tolist() == [3, 4, 5]


def test_half_an_emoji_costs_a_character_not_the_post(tmp_path):
    path = x_lines(tmp_path, json.dumps(tweet(text="cut \ud83d")))
    assert readers.read(path, pseudonymise=False)["text"].tolist() == ["cut \ufffd"]


@pytest.mark.parametrize(
    "odd",
    [
        tweet(referenced_tweets="none", entities=[], lang=3, conversation_id=None),
        tweet(referenced_tweets=[None, {"type": ["x"], "id": "2"}, {"type": "quoted"}]),
        tweet(entities={"mentions": [{"username": None}], "hashtags": [{"tag": 3}]}),
        tweet(author={"id": ["x"]}, note_tweet={"text": None}, text=None),
        {
            "data": [tweet()],
            "includes": {"users": [{"id": ["x"], "username": "a"}], "tweets": [{}]},
        },
        {"data": [tweet()], "includes": [], "errors": [3]},
    ],
)
def test_odd_fields_break_nothing(odd, tmp_path):
    table, rejects = readers.read_with_rejects(x_lines(tmp_path, odd), pseudonymise=False)
    assert table["post_id"].tolist() == ["1"]
    assert rejects.empty


# --- Mastodon -----------------------------------------------------------------------------------


def test_mastodon_statuses_become_posts():
    table = read("mastodon/timeline.json")
    assert table["kind"].to_dict() == {
        "201": "post", "202": "reply", "203": "repost", "204": "quote", "205": "quote",
    }  # fmt: skip
    assert table["author_id"]["201"] == "ana@bois.example.org"
    assert table["reply_to_author_id"]["202"] == "ana@bois.example.org"
    assert table.loc["203", ["repost_of", "repost_of_author_id"]].tolist() == [
        "201",
        "ana@bois.example.org",
    ]
    assert table["repost_of"]["205"] == "201"  # told by its number alone
    assert table["mentions"]["203"] == ["maison_lupin"]
    assert table["hashtags"]["201"] == ["lupingate"]
    assert table["lang"].tolist() == ["fr", "fr", "fr", "fr", "en"]
    assert table.index[table["is_context"]].tolist() == ["201"]
    assert table["thread_id"]["202"] == "201"


def test_html_becomes_text():
    table = read("mastodon/timeline.json")
    assert table["text"]["201"] == (
        "Mon canapé & moi\nattendons @maison_lupin\n\nVu sur https://example.org/a/b #LupinGate"
    )
    assert table["text"]["202"] == "Service client\n\n@Ana Désolés !"
    assert table["text"]["204"] == "Enfin une réponse"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a &lt;b&gt; c</p>", "a <b> c"),
        ("plain & simple", "plain & simple"),
        ("<p>1</p><ul><li>2</li><li>3</li></ul>", "1\n\n2\n3"),
        ("<p>x<script>alert(1)</script><style>p{}</style>y", "xy"),
        ("<p>a<br/>b<br >c", "a\nb\nc"),
        ('<a href="javascript:x" onclick="y">z</a>', "z"),
        ("<p></p>", ""),
        ("<!-- hidden --><p>seen</p>", "seen"),
        ("<p>un\u00a0deux &nbsp;trois</p>", "un\u00a0deux \u00a0trois"),
    ],
)
def test_plain_text(html, text):
    from cmkit.readers.mastodon import plain_text

    assert plain_text(html) == text


def test_a_context_a_search_and_lines_are_read_too(tmp_path):
    assert read("mastodon/context.json").index.tolist() == ["201", "205"]
    assert read("mastodon/statuses.jsonl").index.tolist() == ["201", "202", "203"]
    status = json.loads((EXPORTS / "mastodon/context.json").read_text(encoding="utf-8"))[
        "ancestors"
    ][0]
    for number, value in enumerate([status, {"descendants": [status], "ancestors": []}]):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(value, indent=1), encoding="utf-8")
        assert readers.read(path, key=KEY)["post_id"].tolist() == ["201"]
    path.write_text('{"ancestors": [], "descendants": []}', encoding="utf-8")
    assert readers.read(path, key=KEY).empty
    path.write_text("[]", encoding="utf-8")
    assert readers.read(path, key=KEY).empty


def test_a_short_mention_gets_the_pseudonym_of_the_person_it_stands_for():
    table, _ = readers.read_with_rejects(EXPORTS / "mastodon/timeline.json", key=KEY)
    table = table.set_index("post_id")
    assert f"@{table['author_id']['201']} " in table["text"]["202"]


def test_a_bad_status_in_an_array_is_left_out_and_a_broken_array_ends_there(tmp_path):
    statuses = json.loads((EXPORTS / "mastodon/timeline.json").read_text(encoding="utf-8"))
    path = tmp_path / "a.json"
    broken = json.dumps([statuses[0], {"id": "1", "content": "x", "account": {}}, 5, statuses[1]])
    path.write_text(broken, encoding="utf-8")
    table, rejects = readers.read_with_rejects(path, key=KEY)
    assert set(table["post_id"]) >= {"205", "204"}
    assert rejects["line"].tolist() == [2, 3]
    for cut, told in ((-1, "ends before its list"), (-40, "cannot be read")):
        path.write_text(broken[:cut], encoding="utf-8")
        table, rejects = readers.read_with_rejects(path, key=KEY)
        assert "205" in set(table["post_id"])
        assert told in rejects["reason"].iloc[-1]


# --- formats that are not read yet ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            '{"@context": "https://example.org/ns", "type": "x", "orderedItems": []}',
            "ActivityPub",
        ),
        ('{"id_str": "1", "full_text": "x", "user": {"screen_name": "ana"}}', r"v1\.1"),
        ("window.YTD.tweets.part0 = [ { } ]", "personal X archive"),
        ('{"type": "FeatureCollection", "features": []}', "FeatureCollection|not known"),
        ("<?xml version='1.0'?><rss/>", "not known"),
        ("{}", "not known"),
        ('{"a": ', "none of its objects can be read"),
    ],
)
def test_what_cannot_be_read_is_named(content, told, tmp_path):
    path = tmp_path / "export"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CmkitError, match=told):
        readers.read(path)


def test_a_format_can_be_forced_and_must_exist():
    with pytest.raises(CmkitError, match=r"one of \['x_v2', 'mastodon', 'csv'\]"):
        readers.read(EXPORTS / "csv/four_cat.csv", format="excel")
    with pytest.raises(CmkitError, match=r"nothing in timeline\.json could be read"):
        readers.read(EXPORTS / "mastodon/timeline.json", format="x_v2", key=KEY)
