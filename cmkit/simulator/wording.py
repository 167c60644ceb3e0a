"""Put drafts into words: a core sentence, what stands around it, and a hand that slips."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from cmkit.simulator.chance import Ints
from cmkit.simulator.grammar import Dice, Grammar, grammar
from cmkit.simulator.intents import POLARITY
from cmkit.simulator.people import speaks_as_woman
from cmkit.simulator.settings import World
from cmkit.simulator.slips import slipped

__all__ = ["write"]

#: Random whole numbers per post: always the same number, so that no text moves another one.
_DICE = 64
#: Written by people whose job it is: no slips, no openers.
_CAREFUL = {"spam", "news", "staff_answer", "staff_apology", "hijack", "excuse", "call"}
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
    "defence": "defence",
    "chatter": "chat",
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


def write(
    rng: np.random.Generator, world: World, people: pd.DataFrame, table: pd.DataFrame
) -> list[str]:
    """Write the text of each draft; a repost stays empty, it will carry the text it passes on.

    One Python step per post: a text is a chain of choices. About 25,000 posts a second.
    """
    dice = rng.integers(0, 2**31, size=(len(table), _DICE))
    handles = people["author_id"]
    named = np.where(table["names"] >= 0, handles.to_numpy(object)[table["names"]], "")
    is_woman = speaks_as_woman(handles)[table["author"].to_numpy()]
    posts = map(
        _Post._make,
        zip(
            *(table[name] for name in ("kind", "intent", "topic", "lang", "tag")),
            named,
            is_woman,
            strict=True,
        ),
    )
    brand = _brand_forms(world)
    return [
        "" if post.kind == "repost" else _text(post, brand, _endless(row))
        for post, row in zip(posts, dice, strict=True)
    ]


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
    core = words.sentence(post.intent, post.topic, given, dice)
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
    if next(dice) % 100 < extra and post.intent not in _NO_EXTRA:
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
    if brand_die % 100 < usual and not any(form in text for form in after):
        text = f"{name} {text}" if name[0] == "@" and brand_die % 7 == 0 else f"{text} {name}"
    if post.names:
        text = f"@{post.names} {text}" if friend_die % 3 else f"{text} cc @{post.names}"
    if post.tag and f"#{post.tag}" not in text and tag_die % 100 < 40:
        text = f"{text} #{post.tag}"
    return " ".join(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
