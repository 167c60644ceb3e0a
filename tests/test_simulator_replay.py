"""simulator.replay: the same world under other answers, post for post."""

import pandas as pd
import pytest

from cmkit import simulator
from cmkit.errors import CmkitError

WORLD = {
    "seed": 7,
    "n_members": 300,
    "weeks": 3,
    "episodes": ["unjust_decision", "campaign"],
}


def excess_of(simulation):
    truth = simulation.truth.posts
    mine = truth["is_excess"] & (truth["episode_id"] == "episode_1")
    return set(truth.loc[mine, "post_id"])


def replayed(*answers):
    responses = [{"after": after, "strategy": strategy} for after, strategy in answers]
    return simulator.replay(WORLD, responses=responses)


@pytest.fixture(scope="module")
def silent():
    return replayed()


def test_the_same_answers_give_the_same_world():
    first = simulator.community(**WORLD)
    again = replayed((2.0, "holding"), (12.0, "correction"))
    pd.testing.assert_frame_equal(again.posts, first.posts)


def test_other_answers_leave_the_rest_of_the_world_alone(silent):
    first = simulator.community(**WORLD)
    kept = []
    for world in (first, silent):
        other = world.truth.posts["episode_id"] != "episode_1"
        kept.append(world.posts[other.to_numpy()].reset_index(drop=True))
    pd.testing.assert_frame_equal(*kept)


@pytest.mark.parametrize(
    "milder", [(0.5, "apology"), (0.5, "correction"), (3.0, "holding"), (30.0, "apology")]
)
def test_a_milder_answer_only_takes_posts_away(silent, milder):
    answered = replayed(milder)
    assert excess_of(answered) < excess_of(silent)
    # what both worlds have is the same to the letter, reposts of each other included
    shared = silent.posts.set_index("post_id").loc[sorted(excess_of(answered))]
    columns = ["author_id", "created_at", "text", "lang", "kind", "reply_to", "repost_of"]
    ours = answered.posts.set_index("post_id").loc[shared.index]
    pd.testing.assert_frame_equal(ours[columns], shared[columns])


def test_a_worse_answer_only_adds_posts(silent):
    for worse in ("denial", "attack", "scapegoat", "deletion"):
        assert excess_of(replayed((1.0, worse))) > excess_of(silent), worse


def test_sooner_is_better():
    sizes = [len(excess_of(replayed((after, "apology")))) for after in (0.5, 4.0, 20.0, 40.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_the_truth_tells_the_answers(silent):
    assert silent.truth.episodes["answered_at"].isna().all()
    episode = replayed((1.0, "holding"), (5.0, "apology"), (9.0, "correction")).truth.episodes
    row = episode.iloc[0]
    assert row["acknowledged_at"] < row["answered_at"] < row["fixed_at"]
    assert pd.isna(row["deleted_at"])


def test_the_table_of_effects_is_there_to_be_seen():
    table = simulator.effects()
    assert table["strategy"].tolist() == list(simulator.STRATEGIES)
    columns = ["within_1_hour", "within_6_hours", "within_24_hours", "later"]
    assert (table[columns].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)  # late is never better
    assert table[columns].max(axis=None) <= 1.15


@pytest.mark.parametrize(
    ("settings", "more", "said"),
    [
        (None, {}, "settings must be a dict"),
        (WORLD, {"episode": 2}, "no such episode"),
        (WORLD, {"episode": True}, "no such episode"),
        (WORLD | {"episodes": []}, {}, "no such episode"),
    ],
)
def test_what_is_refused(settings, more, said):
    with pytest.raises(CmkitError, match=said):
        simulator.replay(settings, responses=[], **more)
