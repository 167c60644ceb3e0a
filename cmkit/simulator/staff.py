"""The brand's own people: what it publishes, whom it answers and how late, when it is open."""

import numpy as np
import pandas as pd

from cmkit.simulator import chance, intents
from cmkit.simulator.chance import Ints
from cmkit.simulator.drafts import drafts, root_of, stacked
from cmkit.simulator.membership import is_there
from cmkit.simulator.people import COMMUNITIES
from cmkit.simulator.rhythm import Chapter
from cmkit.simulator.settings import BRAND, TIMEZONE, World, agent_for

__all__ = ["POSTS_A_WEEK", "answer", "at_open_hour", "publish"]

_OPEN_FROM, _OPEN_TO = 9, 18
#: What `publish` comes to.
POSTS_A_WEEK = 7.75
#: How likely an answer is by the intent of the post, in shares of the brand's usual diligence.
_ANSWERED = {"question": 1.0, "complaint": 1.3, "insult": 0.25, "irony": 0.9, "thanks": 0.4}
_ANSWERED_BELOW_OWN_POSTS = 0.8
_SPREAD = 1.0
#: What came in overnight is worked off through the day.
_QUEUE_SECONDS = 6 * 3600
#: What is not answered at once waits for the next working day.
_LATER = 0.3


def publish(world: World) -> pd.DataFrame:
    """Write the brand's calendar: one or two posts on a working day, now and then on Saturday."""
    rng = chance.stream(world.seed, "brand")
    days = np.arange(world.weeks * 7)
    local = world.start.tz_convert(TIMEZONE).normalize()
    weekday = (local.day_of_week + days) % 7
    counts = np.where(weekday < 5, 1 + (rng.random(len(days)) < 0.45), 0)
    counts = np.where((weekday == 5) & (rng.random(len(days)) < 0.5), 1, counts)
    day = np.repeat(days, counts)
    minute = rng.integers(9 * 60, 18 * 60, size=len(day))
    wall = pd.DatetimeIndex(
        local.tz_localize(None) + pd.to_timedelta(day * 1440 + minute, unit="min")
    )
    utc = wall.tz_localize(TIMEZONE, nonexistent="shift_forward", ambiguous=False)
    since_1970 = (utc - pd.Timestamp(0, tz="UTC")) // pd.Timedelta("1s")
    seconds = since_1970.to_numpy().astype(np.int64) + rng.integers(0, 60, size=len(day))
    seconds = seconds[seconds >= int(world.start.timestamp())]
    communities = np.array(COMMUNITIES, dtype=object)[
        rng.integers(0, len(COMMUNITIES), len(seconds))
    ]
    spoken = list(world.language_mix)
    lang = np.array(spoken, dtype=object)[
        chance.pick(rng, list(world.language_mix.values()), len(seconds))
    ]
    return drafts(
        seconds,
        np.full(len(seconds), BRAND),
        intent="news",
        topic=intents.topics_for(rng, communities),
        lang=lang,
        community=communities,
    )


def answer(
    world: World, people: pd.DataFrame, table: pd.DataFrame, chapter: Chapter
) -> pd.DataFrame:
    """Add the agents' answers to members, and what the asker says to that.

    Seven answers in ten are a matter of minutes within opening hours; what comes in while the
    office is closed waits for the next opening.
    """
    rng = chance.stream(world.seed, "staff", 1 + chapter.number)
    diligence = world.parameters.answer_share
    roles = people["role"].to_numpy(dtype=object)[table["author"].to_numpy()]
    likely = table["intent"].map(_ANSWERED).fillna(0.0).to_numpy(float, copy=True)
    likely[(table["depth"] > 0) | (table["kind"] != "post") | (roles == "staff")] = 0
    # Nobody at all replies to a newcomer who was not to be welcomed.
    welcomed = people["is_welcomed"].to_numpy()[table["author"].to_numpy()]
    likely[table["is_first"].to_numpy() & ~welcomed] = 0
    below_own = np.zeros(len(table), dtype=bool)
    replies = np.flatnonzero(table["depth"] == 1)
    opened_by = roles[table["thread"].to_numpy()[replies]]
    below_own[replies] = (opened_by == "staff") & (table["intent"].iloc[replies] == "asking_more")
    likely[below_own] = _ANSWERED_BELOW_OWN_POSTS
    asked = np.flatnonzero(chance.below(rng, np.minimum(likely * diligence, 0.97), len(table)))
    median = 60 * world.parameters.answer_median_minutes
    lateness = median * np.exp(_SPREAD * chance.normal(rng, len(asked)))
    later = np.where(rng.random(len(asked)) < _LATER, 20 * 3600, 0)
    seconds = table["seconds"].to_numpy()[asked] + np.rint(lateness + later).astype(np.int64)
    seconds = at_open_hour(rng, seconds)
    sorry = table["intent"].iloc[asked].isin(["complaint", "insult", "irony"]).to_numpy()
    intent = np.where(sorry, "staff_apology", "staff_answer")
    authors = agent_for(table["lang"].to_numpy(dtype=object)[asked])
    keep = seconds < world.last_second
    answers = _below(table, asked, seconds, authors, intent)[keep]
    whole = stacked(table, answers)
    return _thanked(rng, world, people, whole, np.arange(len(table), len(whole)))


def at_open_hour(rng: np.random.Generator, seconds: Ints) -> Ints:
    """Move what falls outside opening hours (Mon-Fri 9-18 h local) into the next ones."""
    closed_hours = _hours_until_open()
    local = pd.to_datetime(seconds, unit="s", utc=True).tz_convert(TIMEZONE)
    wait = closed_hours[local.day_of_week.to_numpy() * 24 + local.hour.to_numpy()]
    into_hour = local.minute.to_numpy() * 60 + local.second.to_numpy()
    queue = np.rint(_QUEUE_SECONDS * rng.random(len(seconds)))
    opening = seconds - into_hour + wait * 3600
    return np.where(wait > 0, opening + queue.astype(np.int64), seconds)


def _hours_until_open() -> Ints:
    """Return, for each local hour of the week, the hours until the office is open."""
    hour = np.arange(168)
    is_open = (hour // 24 < 5) & (hour % 24 >= _OPEN_FROM) & (hour % 24 < _OPEN_TO)
    opens = np.flatnonzero(np.tile(is_open, 2))
    return opens[np.searchsorted(opens, hour)] - hour


def _below(
    table: pd.DataFrame, rows: Ints, seconds: Ints, authors: Ints, intent: np.ndarray
) -> pd.DataFrame:
    """Draft replies to the given rows, on their topic and in their language."""
    return drafts(
        seconds,
        authors,
        kind="reply",
        intent=intent,
        topic=table["topic"].to_numpy(dtype=object)[rows],
        lang=table["lang"].to_numpy(dtype=object)[rows],
        community=table["community"].to_numpy(dtype=object)[rows],
        reply_to=rows,
        thread=root_of(table, rows),
        depth=table["depth"].to_numpy()[rows] + 1,
        names=table["author"].to_numpy()[rows],
        episode=table["episode"].to_numpy()[rows],
        is_excess=table["is_excess"].to_numpy()[rows],
    )


def _thanked(
    rng: np.random.Generator, world: World, people: pd.DataFrame, table: pd.DataFrame, rows: Ints
) -> pd.DataFrame:
    """Let one asker in four come back with a word."""
    back = rows[chance.below(rng, 0.25, len(rows))]
    delay = np.rint(20 * 60 * np.exp(1.2 * chance.normal(rng, len(back)))).astype(np.int64)
    seconds = table["seconds"].to_numpy()[back] + delay + 20
    parents = table["intent"].to_numpy(dtype=object)[back]
    member = np.full(len(back), "ordinary", dtype=object)
    is_asker = np.ones(len(back), dtype=bool)
    intent = intents.of_replies(rng, member, parents, by_asker=is_asker)
    asker = table["author"].to_numpy()[table["reply_to"].to_numpy()[back]]
    keep = is_there(world, people, asker, seconds)
    words = _below(table, back, seconds, asker, intent).assign(names=-1)
    return stacked(table, words[keep])
