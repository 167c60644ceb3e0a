"""simulator.export: real shapes, read back by the readers."""

import gzip
import json

import pandas as pd
import pytest

from cmkit import readers, schema, simulator
from cmkit.errors import CmkitError
from cmkit.simulator.compressed import read_bytes, write_text

FORMATS = {"x_v2": "lupin.jsonl", "mastodon": "lupin.json", "csv": "lupin.csv"}
KEPT = [
    *("author_id", "created_at", "text", "lang", "kind", "reply_to", "reply_to_author_id"),
    *("repost_of", "repost_of_author_id", "thread_id", "mentions", "hashtags"),
]


@pytest.fixture(scope="module")
def world():
    return simulator.community(seed=3, n_members=80, weeks=1)


@pytest.mark.parametrize("name", FORMATS)
def test_readers_read_back_what_was_exported(world, tmp_path, name):
    path = simulator.export(world.posts, tmp_path / FORMATS[name], format=name)
    assert readers.recognise(path) == name
    found, rejects = readers.read_with_rejects(path, pseudonymise=False)
    assert rejects.empty
    expected = world.posts.copy()
    if name == "x_v2":  # the platform writes the author of the original into a repost's text
        again = expected["kind"] == "repost"
        author = expected["repost_of_author_id"]
        expected["text"] = expected["text"].mask(again, "RT @" + author + ": " + expected["text"])
        named = zip(again, author, expected["mentions"], strict=True)
        expected["mentions"] = [[who, *names] if rt else names for rt, who, names in named]
    found = found.set_index("post_id").loc[expected["post_id"]].reset_index()
    pd.testing.assert_frame_equal(found[KEPT], expected[KEPT], check_dtype=False)


@pytest.fixture(scope="module")
def responses(world, tmp_path_factory):
    path = tmp_path_factory.mktemp("x") / "lupin.jsonl.gz"
    simulator.export(world.posts, path, members=world.truth.members)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_x_pages_hold_a_hundred_posts_newest_first(world, responses):
    sizes = [len(response["data"]) for response in responses]
    assert sizes[:-1] == [100] * (len(sizes) - 1)
    assert sum(sizes) == len(world.posts)
    assert [response["meta"]["result_count"] for response in responses] == sizes
    ids = [tweet["id"] for response in responses for tweet in response["data"]]
    assert ids == list(reversed(world.posts["post_id"]))
    tokens = ["next_token" in response["meta"] for response in responses]
    assert tokens == [True] * (len(tokens) - 1) + [False]


def test_x_pages_include_the_people_and_the_posts_that_they_cite(responses):
    for response in responses:
        users = {user["id"]: user["username"] for user in response["includes"]["users"]}
        cited = {tweet["id"] for tweet in response["includes"]["tweets"]}
        for tweet in response["data"]:
            assert tweet["author_id"] in users
            assert {pointer["id"] for pointer in tweet.get("referenced_tweets", [])} <= cited
            for mention in tweet.get("entities", {}).get("mentions", []):
                shown = tweet["text"][mention["start"] : mention["end"]]
                assert shown == f"@{users[mention['id']]}"
            for tag in tweet.get("entities", {}).get("hashtags", []):
                assert tweet["text"][tag["start"] : tag["end"]] == f"#{tag['tag']}"


def test_x_counts_are_those_of_the_table(world, responses):
    tweets = {tweet["id"]: tweet for response in responses for tweet in response["data"]}
    reposts = world.posts.loc[world.posts["kind"] == "repost", "repost_of"].value_counts()
    top, number = reposts.index[0], int(reposts.iloc[0])
    assert tweets[top]["public_metrics"]["retweet_count"] == number
    assert all(tweet["id"].isdigit() and len(tweet["id"]) == 19 for tweet in tweets.values())
    shared = [tweet for tweet in tweets.values() if tweet["text"].startswith("RT @")]
    assert max(len(tweet["text"]) for tweet in shared) <= 140


def test_followers_are_told_where_they_are_known(world, responses):
    audience = world.truth.members.set_index("author_id")["audience"]
    users = {u["username"]: u for response in responses for u in response["includes"]["users"]}
    for handle, user in users.items():
        assert user["public_metrics"]["followers_count"] == audience[handle]


def test_signs_of_markup_are_escaped(tmp_path):
    table = pd.DataFrame({"post_id": ["1"], "author_id": ["ana"], "text": ["a < b & c #x"]})
    from cmkit import posts

    sound = posts.validate(table.assign(created_at="2025-03-03T10:00Z"))
    x = json.loads(read_bytes(simulator.export(sound, tmp_path / "x.jsonl")))
    assert x["data"][0]["text"] == "a &lt; b &amp; c #x"
    statuses = json.loads(read_bytes(simulator.export(sound, tmp_path / "m", format="mastodon")))
    assert statuses[0]["content"].startswith("<p>a &lt; b &amp; c <a href=")


@pytest.mark.parametrize("name", FORMATS)
def test_no_posts_make_an_empty_export(world, tmp_path, name):
    path = simulator.export(world.posts.head(0), tmp_path / "none", format=name)
    assert path.exists()


def test_only_addresses_of_example_org(world, tmp_path):
    for name, file in FORMATS.items():
        content = read_bytes(simulator.export(world.posts, tmp_path / file, format=name)).decode()
        for address in content.split("https://")[1:]:
            assert address.startswith(("social.example.org/", "api.example.org/"))


def test_what_is_refused(world, tmp_path):
    with pytest.raises(CmkitError, match="format is not known"):
        simulator.export(world.posts, tmp_path / "x", format="xml")
    with pytest.raises(CmkitError, match="posts need a"):
        simulator.export(pd.DataFrame({"text": ["hello"]}), tmp_path / "x")
    with pytest.raises(CmkitError, match="members need a 'audience' column"):
        simulator.export(
            world.posts,
            tmp_path / "x",
            members=world.truth.posts.rename(columns={"post_id": "author_id"}),
        )
    schema.check(world.posts, schema.POSTS)  # exporting changes nothing


def test_the_same_text_makes_the_same_file_and_is_not_written_twice(tmp_path):
    one, two = tmp_path / "a" / "t.csv.gz", tmp_path / "b" / "u.csv.gz"
    for path in (one, two):
        write_text(path, "bonjour\nmerci\n")
    assert one.read_bytes() == two.read_bytes()
    # another zlib packs the same text otherwise: the file stays
    one.write_bytes(gzip.compress(b"bonjour\nmerci\n", compresslevel=1, mtime=5))
    packed = one.read_bytes()
    write_text(one, "bonjour\nmerci\n")
    assert one.read_bytes() == packed
    write_text(one, "au revoir\n")
    assert read_bytes(one) == b"au revoir\n"
    one.write_bytes(b"\x1f\x8b\x08 damaged")
    with pytest.raises(CmkitError, match="cannot be unpacked"):
        read_bytes(one)
    write_text(one, "bonjour\n")
    assert read_bytes(one) == b"bonjour\n"
