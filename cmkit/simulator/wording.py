"""Put drafts into words: a core sentence, what stands around it, and a hand that slips."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Ints
from cmkit.simulator.grammar import Dice, Grammar, grammar
from cmkit.simulator.meanings import POLARITY
from cmkit.simulator.people import speaks_as_woman
from cmkit.simulator.settings import World
from cmkit.simulator.slips import slipped

__all__ = ["write"]

#: Random whole numbers per post: always the same number, so that no text moves another one.
_DICE = 72
#: Written by people whose job it is: no slips, no openers.
_CAREFUL = {"spam", "bot", "news", "staff_answer", "staff_apology", "trigger", "statement", "reply"}
#: What starts an episode is written by the same rule, whether the brand says it or its accuser.
_RULES = {"accusation": "trigger"}
#: These do not speak of the brand.
_ELSEWHERE = {"off_topic", "homonym"}
_ROWS_AT_ONCE = 50_000
_ASKS = {"question", "asking_more"}
#: What stands around a sentence, by what the sentence does.
_MANNER = {
    **dict.fromkeys(("complaint", "still_waiting", "same_trouble"), "complaint"),
    **dict.fromkeys(("outrage", "blame", "grumble", "insult"), "anger"),
    **dict.fromkeys(("irony", "mockery"), "wry"),
    **dict.fromkeys(("praise", "showing"), "praise"),
    **dict.fromkeys(("entry", "cheer"), "joy"),
    **dict.fromkeys(("thanks", "agreement"), "warm"),
    **dict.fromkeys(("question", "suggestion"), "asking"),
    **dict.fromkeys(("banter", "contradiction", "sympathy", "asking_more"), "short"),
    **dict.fromkeys(("bystander", "rules"), "looking_on"),
    **dict.fromkeys(("chatter", "off_topic", "homonym", "mixed"), "chat"),
    "accusation": "complaint",
    "defence": "defence",
    "tip": "tip",
    "advice": "advice",
}
_EXCITED = {"negative": 22, "neutral": 6, "positive": 36}
_NO_EXTRA = {"insult", "asking_more"}
#: Answers are short; what stands alone has more around it (chances in %: opener, extra, emoji).
_AROUND = {"post": (27, 50, 32), "quote": (16, 32, 32), "reply": (9, 26, 30)}
_NAMES_BRAND = {"post": 72, "quote": 12, "reply": 5}


class _Post(NamedTuple):
    kind: str
    intent: str
    topic: str
    lang: str
    tag: str
    names: str
    is_woman: bool
    is_long: bool


def write(world: World, people: pd.DataFrame, table: pd.DataFrame, ids: Ints) -> list[str]:
    """Write the text of each draft; a repost stays empty, it will carry the text it passes on.

    A text follows from the seed and the post's identifier, so the same post says the same in every
    world that has it. One Python step per post: a text is a chain of choices.
    """
    brand = _brand_forms(world)
    texts: list[str] = []
    for first in range(0, len(table), _ROWS_AT_ONCE):
        rows = table.iloc[first : first + _ROWS_AT_ONCE]
        dice = _dice(world, ids[first : first + _ROWS_AT_ONCE])
        texts += [
            "" if post.kind == "repost" else _text(post, brand, _endless(row))
            for post, row in zip(_posts(people, rows), dice, strict=True)
        ]
    return texts


def _dice(world: World, ids: Ints) -> Ints:
    """Return the random whole numbers of each post, below 2 ** 31."""
    key = chance.scrambled(np.array([world.seed % 2**63], dtype=np.uint64))
    own = chance.scrambled(ids.astype(np.uint64) ^ key)[:, None]
    turns = np.arange(_DICE, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    drawn: Ints = (chance.scrambled(own + turns) >> np.uint64(33)).astype(np.int64)
    return drawn


def _posts(people: pd.DataFrame, table: pd.DataFrame) -> Iterator[_Post]:
    handles = people["author_id"].to_numpy(object)
    named = np.where(table["names"] >= 0, handles[table["names"]], "")
    columns = [table[name] for name in ("kind", "intent", "topic", "lang", "tag")]
    is_woman = speaks_as_woman(pd.Series(handles[table["author"]]))
    return map(_Post._make, zip(*columns, named, is_woman, table["is_long"], strict=True))


def _endless(row: Ints) -> Iterator[int]:
    numbers = row.tolist()
    while True:
        yield from numbers


def _brand_forms(world: World) -> dict[str, tuple[str, ...]]:
    """Return the ways to name the brand: often the handle, sometimes the name or a hashtag."""
    short = world.brand.split()[-1]
    tag = "#" + "".join(part for part in world.brand.title() if part.isalnum())
    handle = f"@{world.handle}"
    return {
        "brand": (handle, handle, world.brand, world.brand, short, tag),
        "brand_name": (world.brand, short),
        "name": (short, world.brand),
        "after": (handle, handle, handle, tag, tag),
    }


def _text(post: _Post, brand: dict[str, tuple[str, ...]], dice: Dice) -> str:
    words = grammar(post.lang)
    given = words.product(dice)
    given |= {name: brand[name][next(dice) % len(brand[name])] for name in brand if name != "after"}
    given |= {
        "tag": post.tag,
        "friend_handle": f"@{post.names}" if post.names else "",
        "speaker": "1" if post.is_woman else "0",
    }
    topic = brand["brand_name"][1].lower() if post.intent == "homonym" else post.topic
    core = words.sentence(_RULES.get(post.intent, post.intent), topic, given, dice)
    if post.intent in _CAREFUL:
        return _capital(" ".join(core.split()))
    text = _with_around(core, post, words, given, dice)
    text = slipped(text, words, dice)
    return _with_names(text, post, brand, dice)


def _with_around(core: str, post: _Post, words: Grammar, given: dict[str, str], dice: Dice) -> str:
    opener, extra, emoji = _AROUND[post.kind]
    manner = _MANNER[post.intent]
    if core[-1] not in ".!?":
        core += "?" if post.intent in _ASKS else _full_stop(core, post, next(dice))
    if next(dice) % 100 < opener:
        start = words.around("openers", manner, given, dice)
        core = f"{start} {_capital(core) if start[-1] in '.!?' else core}"
    said_more = next(dice) % 100 < extra and post.intent not in _NO_EXTRA
    for _ in range(2 if post.is_long else int(said_more)):
        core = f"{core} {words.around('extras', manner, given, dice)}"
    dot = next(dice) % 100
    if dot < 38 and core.endswith("."):
        core = core[:-1]
    if next(dice) % 100 < emoji:
        # One emoji in twenty says something else.
        shown = ("anger", "praise", "chat")[next(dice) % 3] if dot % 20 == 0 else manner
        core = f"{core} {words.around('emoji', shown, given, dice)}"
    return _capital(core)


def _full_stop(core: str, post: _Post, die: int) -> str:
    """Return the sign that ends the sentence; none after a hashtag."""
    if core.rpartition(" ")[2].startswith("#"):
        return ""
    excited = die % 100 < _EXCITED[POLARITY[post.intent]]
    return (" !" if post.lang == "fr" else "!") if excited else "."


def _with_names(text: str, post: _Post, forms: dict[str, tuple[str, ...]], dice: Dice) -> str:
    """Name the brand where the sentence did not, the friend, and the tag."""
    after, brand = forms["after"], forms["brand"]
    brand_die, friend_die, tag_die = next(dice), next(dice), next(dice)
    name = after[brand_die // 100 % len(after)]
    usual = _NAMES_BRAND[post.kind] // (3 if any(form in text for form in brand) else 1)
    usual = 0 if post.intent in _ELSEWHERE else usual
    if brand_die % 100 < usual and not any(form in text for form in after):
        text = f"{name} {text}" if name[0] == "@" and brand_die % 7 == 0 else f"{text} {name}"
    if post.names:
        in_front = post.kind == "reply" or friend_die % 3
        text = f"@{post.names} {text}" if in_front else f"{text} cc @{post.names}"
    if post.tag and f"#{post.tag}" not in text and tag_die % 100 < 40:
        text = f"{text} #{post.tag}"
    return " ".join(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
