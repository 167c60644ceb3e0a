"""What a watch over a name brings: the brand, the plant of that name, rivals, copied press.

The brand's short name is a common word. Press agencies are copied by others, slightly changed.
Volumes and shares are editorial choices.
"""

import numpy as np
import pandas as pd

from cmkit import simulator
from cmkit.datasets.recipe import Made
from cmkit.simulator import chance, settings, society, wording
from cmkit.simulator.drafts import drafts

__all__ = ["stream"]

_WEEKS = 10
#: Brands by the number of their members; the first is ours.
_BRANDS = {"Maison Lupin": 800, "Nordgren Home": 620, "Ateliers Brume": 420, "Kvist et Fils": 260}
#: Posts that say the name and mean something else.
_OTHER_MEANINGS = 1_500
_SOURCES = (
    *("microblog", "page", "forum-deco.example.org", "photos", "avis-meubles.example.com"),
    *("bricolage.example.net", "video", "flats.example.org", "jardin.example.com", "fediverse"),
)
_SOURCE_WEIGHTS = (34, 18, 12, 10, 8, 6, 5, 4, 2, 1)
_PRESS = ("depeche.example.org", "gazette.example.com", "decoweek.example.net", "local.example.org")
_COPIED = 46


def stream(seed: int) -> Made:
    """Make ten weeks of a watch; the truth says what each post speaks of, and what it copies."""
    parts = [_brand_posts(seed, place, brand) for place, brand in enumerate(_BRANDS)]
    parts += [_other_meanings(seed)]
    rng = chance.stream(seed, "press")
    said = pd.concat(parts, ignore_index=True)
    source = np.array(_SOURCES, dtype=object)[chance.pick(rng, _SOURCE_WEIGHTS, len(said))]
    said["source"] = source
    said["copy_of"] = -1
    said = pd.concat([said, _copies(rng, said)], ignore_index=True)
    order = np.lexsort((np.arange(len(said)), said["seconds"].to_numpy()))
    number = np.empty(len(said) + 1, dtype=object)
    key = np.array([seed % 2**63], dtype=np.uint64)
    shuffled = chance.shuffled(np.arange(len(said)), key=key, bits=20)
    number[:-1] = [f"{value:07d}" for value in shuffled.tolist()]
    number[-1] = None
    said["post_id"] = number[:-1]
    said["original_id"] = number[said["copy_of"].to_numpy()]
    said["created_at"] = pd.to_datetime(said["seconds"], unit="s", utc=True).dt.as_unit("us")
    said = said.iloc[order].reset_index(drop=True)
    said["is_relevant"] = said["brand"] == "Maison Lupin"
    words = ["post_id", "source", "author_id", "text", "lang", "brand", "original_id"]
    said = said.astype(dict.fromkeys(words, "str"))
    shipped = ["post_id", "created_at", "source", "author_id", "text", "lang", "is_repost"]
    return Made(said[shipped], {"posts": said[["post_id", "brand", "is_relevant", "original_id"]]})


def _brand_posts(seed: int, place: int, brand: str) -> pd.DataFrame:
    """Return the posts of a brand's community that a watch over its name finds."""
    posts, truth = simulator.community(
        seed=seed * 8 + place,
        n_members=_BRANDS[brand],
        weeks=_WEEKS,
        episodes=["campaign"] if place == 1 else [],
        brand=brand,
    )
    word = brand.rsplit(maxsplit=1)[-1].lower()
    named = posts["text"].str.lower().str.contains(word, regex=False)
    about = truth.posts["is_about_brand"] & ~truth.posts["is_spam"]
    found = posts[named & about]
    seconds = (found["created_at"] - pd.Timestamp(0, tz="UTC")) // pd.Timedelta("1s")
    return pd.DataFrame(
        {
            "seconds": seconds.astype("int64"),
            "author_id": found["author_id"],
            "text": found["text"],
            "lang": found["lang"],
            "is_repost": found["kind"] == "repost",
            "brand": brand,
        }
    )


def _other_meanings(seed: int) -> pd.DataFrame:
    """Write posts that say the name of the brand and mean the plant, a street, a cat."""
    world = settings.world(
        seed=seed * 8 + len(_BRANDS),
        n_members=2_000,
        weeks=_WEEKS,
        language_mix=None,
        brand="Maison Lupin",
        start="2025-03-03",
    )
    people = society.everybody(world)
    rng = chance.stream(world.seed, "homonyms")
    author = rng.integers(3, len(people), size=_OTHER_MEANINGS)
    seconds = rng.integers(world.first_second, world.last_second, size=_OTHER_MEANINGS)
    lang = people["lang"].to_numpy(dtype=object)[author]
    table = drafts(seconds, author, intent="homonym", lang=lang)
    texts = pd.Series(wording.write(world, people, table, np.arange(_OTHER_MEANINGS)), dtype="str")
    said = pd.DataFrame(
        {
            "seconds": seconds,
            "author_id": people["author_id"].to_numpy()[author],
            "text": texts,
            "lang": lang,
            "is_repost": False,
            "brand": "none",
        }
    )
    return said[texts.str.lower().str.contains("lupin", regex=False)]


def _copies(rng: np.random.Generator, said: pd.DataFrame) -> pd.DataFrame:
    """Copy some long posts as the press does: within a day, cut, or with a word before."""
    long = (said["text"].str.len() > 90) & ~said["is_repost"] & (said["brand"] != "none")
    rows = np.flatnonzero(long)
    rows = rows[np.argsort(rng.random(len(rows)), kind="stable")[:_COPIED]]
    source = np.repeat(rows, 2 + rng.integers(0, 9, size=len(rows)))
    copied = said.iloc[source].reset_index(drop=True)
    copied["copy_of"] = source
    copied["seconds"] += (
        np.rint(6 * 3600 * chance.exponential(rng, len(copied))).astype("int64") + 60
    )
    change = rng.integers(0, 5, size=len(copied))
    texts = copied["text"].to_numpy(dtype=object)
    copied["text"] = [_changed(text, how) for text, how in zip(texts, change, strict=True)]
    press = np.array(_PRESS, dtype=object)[rng.integers(0, len(_PRESS), size=len(copied))]
    copied["source"] = press
    copied["author_id"] = pd.Series(press).str.partition(".")[0].to_numpy()
    return copied


def _changed(text: str, how: int) -> str:
    """Return the text as a copy has it: as it is, upper case, announced, without its end."""
    changed = (text, text, f"[Info] {text}", text.replace("!", "."), text[: len(text) * 4 // 5])
    return str(changed[how])
