"""simulator: what comes out is sound, the same again, and each part leaves the others alone."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkit import posts as posts_module
from cmkit import schema, simulator
from cmkit.errors import CmkitError

BOTH = ["campaign", "hashtag_blunder"]
POINTERS = {"reply": "reply_to", "repost": "repost_of", "quote": "repost_of"}


@pytest.fixture(scope="module")
def world():
    return simulator.community(seed=11, n_members=150, weeks=4, episodes=BOTH)


def digest(simulation):
    """Hash every table, written as text: what two machines must agree on."""
    texts = [
        table.to_csv(index=False, lineterminator="\n")
        for table in (simulation.posts, *simulation.truth)
    ]
    return hashlib.sha256("".join(texts).encode("utf-8")).hexdigest()


def test_posts_are_posts(world):
    posts = world.posts
    schema.check(posts, schema.POSTS)
    pd.testing.assert_frame_equal(posts, posts_module.validate(posts))


def test_pointers_lead_to_earlier_posts_of_the_right_author(world):
    table = world.posts.set_index("post_id")
    for kind, pointer in POINTERS.items():
        rows = world.posts[world.posts["kind"] == kind]
        cited = table.loc[rows[pointer]]
        assert (cited["created_at"].to_numpy() < rows["created_at"].to_numpy()).all()
        author = rows[f"{pointer}_author_id"]
        assert (cited["author_id"].to_numpy() == author.to_numpy()).all()
    alone = world.posts[world.posts["kind"] == "post"]
    assert alone[["reply_to", "repost_of"]].isna().all(axis=None)


def test_reposts_copy_the_text_once_per_author_and_never_ones_own(world):
    reposts = world.posts[world.posts["kind"] == "repost"]
    original = world.posts.set_index("post_id").loc[reposts["repost_of"]]
    assert (original["text"].to_numpy() == reposts["text"].to_numpy()).all()
    assert (original["kind"] != "repost").all()
    assert not reposts.duplicated(["author_id", "repost_of"]).any()
    assert (reposts["author_id"] != reposts["repost_of_author_id"]).all()


def test_thread_truth_tells_what_became_of_them(world):
    threads, posts = world.truth.threads, world.posts.set_index("post_id")
    assert threads["thread_id"].is_unique
    opened = posts.loc[threads["thread_id"]]
    assert (opened["created_at"].to_numpy() == threads["asked_at"].to_numpy()).all()
    ignored = threads[threads["outcome"] == "ignored"]
    assert ignored["first_reply_at"].isna().all()
    assert threads.loc[threads["outcome"] == "answered", "first_answer_at"].notna().all()
    assert {"resolved", "unresolved", "answered", "helped", "discussed", "ignored"} >= set(
        threads["outcome"]
    )
    sizes = world.posts["thread_id"].value_counts()
    assert (sizes.loc[threads["thread_id"]].to_numpy() == threads["n_posts"].to_numpy()).all()


def test_threads_follow_the_replies(world):
    blank = world.posts.assign(thread_id=None)
    followed = posts_module.validate(blank)["thread_id"]
    assert (followed == world.posts["thread_id"]).all()


def test_mentions_and_hashtags_stand_in_the_text(world):
    shown = world.posts[["text", "mentions", "hashtags"]].itertuples(index=False)
    for text, mentions, hashtags in shown:
        assert all(f"@{name}" in text for name in mentions)
        assert all(f"#{tag}" in text.lower() for tag in hashtags)
    named = set(world.posts["mentions"].explode().dropna())
    assert named <= set(world.truth.members["author_id"])


def test_truth_speaks_of_every_post_and_author(world):
    posts, truth = world
    assert (truth.posts["post_id"] == posts["post_id"]).all()
    assert set(posts["author_id"]) <= set(truth.members["author_id"])
    assert truth.members["author_id"].is_unique
    joined = truth.members.set_index("author_id")["joined_at"].loc[posts["author_id"]]
    assert (joined.to_numpy() <= posts["created_at"].to_numpy()).all()


def test_identifiers_are_whole_numbers_that_no_platform_has_given_out(world):
    ids = world.posts["post_id"]
    assert ids.is_unique
    assert ids.is_monotonic_increasing
    assert ids.str.fullmatch(r"7\d{18}").all()
    assert ids.astype("int64").min() > 2**62


def test_times_are_whole_seconds_in_the_span(world):
    times = world.posts["created_at"]
    assert (times == times.dt.floor("s")).all()
    local = times.dt.tz_convert("Europe/Paris")
    assert local.min() >= pd.Timestamp("2025-03-03", tz="Europe/Paris")
    assert local.max() < pd.Timestamp("2025-03-31", tz="Europe/Paris")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_world(world):
    again = simulator.community(seed=11, n_members=150, weeks=4, episodes=BOTH)
    other = simulator.community(seed=12, n_members=150, weeks=4, episodes=BOTH)
    assert digest(again) == digest(world)
    assert set(other.truth.members["author_id"][:10]) != set(world.truth.members["author_id"][:10])
    assert (other.truth.episodes["onset"] != world.truth.episodes["onset"]).all()


def test_the_bytes_are_those_of_this_version():
    """A new digest means other posts from the same seed: raise simulator.VERSION with it."""
    small = simulator.community(seed=1, n_members=60, weeks=1, episodes=BOTH)
    assert simulator.VERSION == "2"
    assert digest(small) == DIGEST


def test_an_episode_leaves_ordinary_posts_as_they_were(world):
    """Adding a component changes no other component's draws."""
    plain = simulator.community(seed=11, n_members=150, weeks=4, episodes=[])
    assert plain.truth.episodes.empty
    ordinary = world.posts[world.truth.posts["episode_id"].isna()]
    pd.testing.assert_frame_equal(ordinary.reset_index(drop=True), plain.posts)


def test_a_second_episode_leaves_the_first_as_it_was(world):
    first = simulator.community(seed=11, n_members=150, weeks=4, episodes=BOTH[:1])
    pd.testing.assert_frame_equal(world.truth.episodes.iloc[:1], first.truth.episodes)


def test_components_have_streams_of_their_own():
    from typing import get_args

    from cmkit.simulator.chance import Component, stream

    names = get_args(Component)
    drawn = {stream(5, name, part).integers(2**62) for name in names for part in range(3)}
    assert len(drawn) == 3 * len(names)
    assert names[:4] == ("people", "rhythm", "brand", "intents")  # never moved


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_language_alone(lang):
    posts, truth = simulator.community(seed=3, n_members=80, weeks=1, language_mix={lang: 1})
    assert set(posts["lang"]) == {lang}
    assert set(truth.members["lang"]) == {lang}


def test_another_brand_start_and_zone():
    posts, _ = simulator.community(
        seed=3, n_members=60, weeks=1, brand="L'Été & Fils", start="2024-10-21T00:00Z", episodes=[]
    )
    assert "l_ete_fils" in set(posts["author_id"])
    assert not posts["text"].str.contains("Lupin").any()
    assert posts["created_at"].min() >= pd.Timestamp("2024-10-21", tz="UTC")
    # the clocks go back on 27 October: the week has 169 hours
    assert posts["created_at"].max() < pd.Timestamp("2024-10-28 01:00", tz="UTC")


@settings(max_examples=8)
@given(seed=st.integers(0, 2**64), n_members=st.integers(60, 140), weeks=st.integers(1, 2))
def test_any_world_is_sound(seed, n_members, weeks):
    posts, truth = simulator.community(seed=seed, n_members=n_members, weeks=weeks, episodes=BOTH)
    schema.check(posts, schema.POSTS)
    members = truth.members[truth.members["role"] != "outsider"]
    assert len(members) == n_members
    assert len(truth.episodes) == 2
    known = truth.posts["polarity"].isin(["negative", "neutral", "positive"])
    assert known.all()


def test_a_small_world_has_every_role():
    _, truth = simulator.community(seed=2, n_members=60, weeks=1, episodes=[])
    counts = truth.members["role"].value_counts()
    assert counts.sum() == 60
    assert set(counts.index) == {
        *("lurker", "ordinary", "contributor", "superuser", "helper", "prescriber", "bridge"),
        *("journalist", "celebrity", "troll", "spammer", "staff", "newcomer"),
    } - ({"ordinary"} if "ordinary" not in counts else set())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"seed": -1}, "seed must be a whole number"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"seed": True}, "seed must be a whole number"),
        ({"n_members": 10}, "n_members is out of range"),
        ({"n_members": 100.0}, "n_members must be a whole number"),
        ({"weeks": 0}, "weeks is out of range"),
        ({"weeks": "six"}, "weeks must be a whole number"),
        ({"language_mix": {"de": 1.0}}, "does not write this language"),
        ({"language_mix": {"fr": 0.5}}, "sum to 1"),
        ({"language_mix": {"fr": -1, "en": 2}}, "sum to 1"),
        ({"language_mix": {"fr": "all"}}, "sum to 1"),
        ({"language_mix": "fr"}, "must be a dict"),
        ({"brand": ""}, "name with letters"),
        ({"brand": "1234"}, "name with letters"),
        ({"brand": None}, "name with letters"),
        ({"start": "soon"}, "start is not a date"),
        ({"start": pd.NaT}, "start is not a date"),
        ({"episodes": "campaign"}, "wants a list"),
        ({"episodes": {"kind": "campaign"}}, "wants a list"),
        ({"episodes": ["earthquake"]}, "no episode of this kind"),
        ({"episodes": [7]}, "no episode of this kind"),
        ({"episodes": [{"start": "2025-03-10"}]}, "no episode of this kind"),
        ({"episodes": [{"kind": "campaign", "peak": 3}]}, "has no parameter 'peak'"),
        ({"episodes": [{"kind": "campaign", "peak_ratio": 1}]}, "peak_ratio is out of range"),
        ({"episodes": [{"kind": "campaign", "share_new": "all"}]}, "share_new is out of range"),
        ({"episodes": [{"kind": "campaign", "start": "soon"}]}, "start is not a time"),
        ({"episodes": [{"kind": "campaign", "start": "2020-01-01"}]}, "begins outside the span"),
        ({"episodes": [{"kind": "campaign", "responses": "sue"}]}, "responses wants a list"),
        ({"episodes": [{"kind": "campaign", "responses": [{"after": 1}]}]}, "has an 'after'"),
        (
            {"episodes": [{"kind": "campaign", "responses": [{"after": 1, "strategy": "sue"}]}]},
            "unknown strategy",
        ),
        (
            {
                "episodes": [
                    {"kind": "campaign", "responses": [{"after": -1, "strategy": "denial"}]}
                ]
            },
            "'after' is out of range",
        ),
        ({"episodes": [{"kind": "campaign", "waves": [3]}]}, "a wave has"),
        ({"episodes": [{"kind": "campaign", "begins": 3}]}, "has no parameter 'begins'"),
        ({"parameters": 3}, "must be a dict"),
        ({"parameters": {"luck": 3}}, "no parameter 'luck'"),
        ({"parameters": {"activity": -3}}, "activity is out of range"),
        ({"parameters": {"by_hour": [1, 2]}}, "needs 24 numbers"),
    ],
)
def test_what_is_refused(wrong, said):
    arguments = {"seed": 1, "n_members": 60, "weeks": 1} | wrong
    with pytest.raises(CmkitError, match=said) as caught:
        simulator.community(**arguments)
    assert "To fix" in str(caught.value)


def test_identifiers_and_handles_do_not_tell_the_truth(world):
    """Who does not know the seed must not read episodes or roles off the names of things."""
    low = (world.posts["post_id"].astype("int64").to_numpy() - 7 * 10**18) % 2**32
    excess = world.truth.posts["is_excess"].to_numpy()
    assert abs(low[excess].mean() - low[~excess].mean()) < 0.06 * 2**32
    members = world.truth.members
    number = members["author_id"].str.rpartition("_")[2]
    known = number.str.fullmatch(r"\d+")
    is_outsider = (members["role"] == "outsider")[known]
    ranks = number[known].astype("int64").rank(pct=True)
    assert abs(ranks[is_outsider].mean() - ranks[~is_outsider].mean()) < 0.08


def test_numpy_numbers_are_welcome():
    ours = simulator.community(seed=np.int64(4), n_members=np.int32(60), weeks=1, episodes=[])
    assert digest(ours) == digest(simulator.community(seed=4, n_members=60, weeks=1, episodes=[]))


DIGEST = "aef2c79ef245607ed717c98277e03793189d5e31e3efe7ccba62dd47fd6fbbad"
