"""The members: who they are, how much they write, who listens, whose posts travel.

Activity, audience and pull are three things. Activity is how much a member writes; audience is how
many follow; pull is how many reposts one post draws. They are tied loosely, on purpose.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmkit.simulator import chance
from cmkit.simulator.chance import Bools, Floats, Ints
from cmkit.simulator.settings import World

__all__ = ["COMMUNITIES", "ROLES", "Role", "invented_handles", "members", "speaks_as_woman"]

#: Five groups by interest.
COMMUNITIES = ("small_flats", "sustainable", "diy", "deals", "design")


@dataclass(frozen=True, slots=True)
class Role:
    """What members of a role have in common; each number is a median.

    ``activity`` counts own posts a week, ``answering`` how readily they reply (1 = as much as they
    write), ``pull`` the direct reposts that one post draws, ``audience`` the followers.
    """

    share: float
    least: int
    activity: float
    spread: float
    answering: float
    pull: float
    audience: float


#: Shares of all members; "ordinary" takes what is left and newcomers come from the join rate.
#: Calibrated on participation inequality (van Mierlo 2014, doi:10.2196/jmir.2966); the rest is an
#: editorial choice.
ROLES = {
    "lurker": Role(0.64, 0, 0.0, 0.0, 0.0, 0.01, 110),
    "ordinary": Role(0.0, 0, 0.1, 1.2, 1.0, 0.04, 180),
    "contributor": Role(0.05, 3, 0.8, 0.6, 1.0, 0.04, 320),
    "superuser": Role(0.01, 3, 13.5, 1.75, 0.8, 0.04, 520),
    "helper": Role(0.02, 3, 0.7, 0.5, 14.0, 0.06, 160),
    "prescriber": Role(0.02, 4, 1.6, 0.3, 0.4, 1.3, 2_400),
    "bridge": Role(0.015, 3, 1.2, 0.5, 1.5, 0.12, 450),
    "journalist": Role(0.01, 2, 0.9, 0.4, 0.3, 0.5, 8_000),
    "celebrity": Role(0.005, 1, 0.3, 0.3, 0.1, 0.4, 160_000),
    "troll": Role(0.01, 2, 1.4, 0.6, 2.0, 0.03, 80),
    "spammer": Role(0.02, 5, 1.8, 0.3, 0.0, 0.004, 50),
    "staff": Role(0.0, 3, 0.0, 0.0, 0.0, 0.3, 400),
    "newcomer": Role(0.0, 3, 0.5, 0.6, 0.8, 0.02, 80),
}
_COMMUNITY_SHARES = [0.24, 0.19, 0.21, 0.2, 0.16]
#: Steps of two sequences of low discrepancy that do not follow each other.
_GOLDEN, _SILVER = 0.6180339887, 0.4142135624
_SILENT_ABOUT = ("staff", "spammer")
#: Below this, handles have five digits instead of nine.
_FEW_MEMBERS = 8_000
#: Newcomers are at most this share of a world, however long it lasts.
_MOST_NEWCOMERS = 0.6
_FEMININE = (
    *("lena", "ines", "maya", "noe", "lila", "nora", "rose", "jade"),
    *("eva", "alma", "iris", "clea", "louise", "anouk", "mina", "nina"),
    *("salome", "olive", "margot", "agathe", "selma", "ada", "pia", "faye"),
    *("tess", "wren", "june", "ivy", "hazel", "lou", "greta"),
)
_MASCULINE = (
    *("hugo", "paul", "tom", "zac", "adam", "eli", "axel", "liam"),
    *("oscar", "theo", "sam", "max", "ben", "leo", "jules", "gabin"),
    *("remi", "basile", "felix", "robin", "victor", "marius", "simon", "milo"),
    *("arthur", "casper", "edgar", "martin", "otis", "jonas"),
)
_NAMES = (*_FEMININE, *_MASCULINE)


def members(world: World) -> pd.DataFrame:
    """Draw the members.

    Returns
    -------
    DataFrame, one row per member, staff first
        ``author_id``, ``role``, ``community``, ``lang``, ``joined_at`` (UTC), ``activity`` (own
        posts a week), ``answering`` (weight among those who reply), ``audience`` (followers),
        ``pull`` (direct reposts a post draws, before indirect ones), ``satisfaction`` (0 = usual),
        ``is_bilingual``, ``second_community`` (of bridges; empty for others).
    """
    rng = chance.stream(world.seed, "people")
    table = pd.DataFrame({"role": _roles(world)})
    size = len(table)
    own = [world.handle, f"{world.handle}_aide", f"{world.handle}_help"]
    table["author_id"] = [*own, *invented_handles(rng, world, first=3, size=size - 3)]
    table = table.assign(**_habits(rng, world, table["role"], size))
    first = _evenly(rng, table, _COMMUNITY_SHARES, _GOLDEN)
    step = rng.integers(1, len(COMMUNITIES), size=size)
    names = np.array([*COMMUNITIES, "staff"])
    is_staff = (table["role"] == "staff").to_numpy()
    table["community"] = names[np.where(is_staff, len(COMMUNITIES), first)]
    second = names[(first + step) % len(COMMUNITIES)]
    table["second_community"] = pd.Series(second).where(table["role"] == "bridge")
    shares = list(world.language_mix.values())
    table["lang"] = np.array(list(world.language_mix))[_evenly(rng, table, shares, _SILVER)]
    table["is_bilingual"] = chance.below(rng, 0.08, size) | is_staff
    table["joined_at"] = _joined(rng, world, table["role"])
    return table


def _roles(world: World) -> list[str]:
    """List the role of each member: shares rounded, small worlds keep the least of each role."""
    size = world.n_members
    counts = {name: max(role.least, round(role.share * size)) for name, role in ROLES.items()}
    joining = min(world.parameters.join_rate * world.weeks, _MOST_NEWCOMERS)
    counts["newcomer"] = max(counts["newcomer"], round(joining * size))
    # Of the members who join, as many will be lurkers as of all others; they never show.
    counts["lurker"] = round(counts["lurker"] * (1 - joining))
    counts["ordinary"] = max(0, size - sum(counts.values()))
    # A small world keeps its rare roles and has fewer lurkers.
    counts["lurker"] -= sum(counts.values()) - size
    order = ["staff", *(name for name in ROLES if name != "staff")]
    return [name for name in order for _ in range(counts[name])]


def _evenly(
    rng: np.random.Generator, table: pd.DataFrame, shares: list[float], step: float
) -> Ints:
    """Share the members of each role out by these shares, the busy ones as evenly as the quiet.

    A handful of superusers writes half of all posts: drawn freely, they would decide the language
    mix. So members take their turns in order of activity, along a sequence of low discrepancy.
    """
    busy = np.lexsort((np.arange(len(table)), -table["activity"].to_numpy()))
    by_role = busy[np.argsort(table["role"].to_numpy(dtype=str)[busy], kind="stable")]
    counts = table["role"].value_counts().sort_index()
    place = np.concatenate([np.arange(count) for count in counts])
    offset = np.repeat(rng.random(len(counts)), counts)
    bounds = np.rint(np.cumsum(shares) * 1_000_000) / np.rint(sum(shares) * 1_000_000)
    drawn = np.empty(len(table), dtype=np.int64)
    drawn[by_role] = np.searchsorted(bounds, (place * step + offset) % 1.0, side="right")
    return np.minimum(drawn, len(shares) - 1)


def invented_handles(rng: np.random.Generator, world: World, *, first: int, size: int) -> list[str]:
    """Invent handles for the people in rows ``first`` to ``first + size``.

    The number follows from the row and the seed, shuffled, so no handle stands twice and none shows
    a role to who does not know the seed.
    """
    bits = 16 if world.n_members < _FEW_MEMBERS else 28
    rows = np.arange(first, first + size)
    key = chance.scrambled(np.array([world.seed % 2**63], dtype=np.uint64))
    numbers = np.where(rows < 2**bits, chance.shuffled(rows, key=key, bits=bits), rows)
    names = rng.integers(0, len(_NAMES), size=size)
    return [
        f"{_NAMES[name]}_{number:0{5 if bits == 16 else 9}d}"
        for name, number in zip(names.tolist(), numbers.tolist(), strict=True)
    ]


def speaks_as_woman(handles: pd.Series) -> Bools:
    """Say which handles bear a woman's name: French agrees with who speaks."""
    woman: Bools = handles.str.partition("_")[0].isin(_FEMININE).to_numpy()
    return woman


def _joined(rng: np.random.Generator, world: World, roles: pd.Series) -> pd.Series:
    """Draw when each member joined: newcomers within the span, the others up to 3 years before."""
    share = rng.random(len(roles))
    days_before = np.where(roles == "staff", 1_100, 1 + share * 1_095)
    days = np.where(roles == "newcomer", share * 0.85 * world.weeks * 7, -days_before)
    seconds = np.rint(days * 86_400).astype("int64")
    return pd.Series(world.start + pd.to_timedelta(seconds, unit="s")).dt.as_unit("us")


def _habits(
    rng: np.random.Generator, world: World, roles: pd.Series, size: int
) -> dict[str, Floats]:
    """Draw activity, audience, pull and satisfaction, audience tied to activity loosely."""
    of = {field: _of_role(roles, field) for field in Role.__slots__}
    busy = _spread_out(rng, roles)
    heard, magnetic, mood = (chance.normal(rng, size) for _ in range(3))
    listened = 0.4 * busy + np.sqrt(1 - 0.4**2) * heard
    spread = np.where(roles == "superuser", world.parameters.activity_spread, of["spread"])
    activity = of["activity"] * np.exp(spread * busy) * world.parameters.activity
    audience = np.rint(of["audience"] * np.exp(0.9 * listened))
    audience[0] = 48_000  # the brand's own account
    pull = of["pull"] * np.exp(0.25 * np.clip(listened, -2, 2) + 0.35 * np.clip(magnetic, -2, 2))
    pull[:3] = 0.4, 0.02, 0.02  # its posts are seen, its agents only answer
    return {
        "activity": np.round(activity, 6),
        "answering": np.round(activity * of["answering"], 6),
        "audience": audience.astype(np.int64),
        "pull": np.round(pull * world.parameters.repost_share, 6),
        "satisfaction": np.round(np.where(roles.isin(_SILENT_ABOUT), 0.0, 0.6 * mood), 6),
    }


def _spread_out(rng: np.random.Generator, roles: pd.Series) -> Floats:
    """Draw a normal score for each member, spread evenly within each role.

    A handful of superusers writes half of all posts: drawn freely, one seed would have twice the
    posts of another.
    """
    counts = roles.value_counts().sort_index()
    size = np.repeat(counts.to_numpy(), counts)
    place = np.concatenate([np.arange(count) for count in counts])
    shuffled = np.argsort(rng.random(len(roles)), kind="stable")
    by_role = shuffled[np.argsort(roles.to_numpy(dtype=str)[shuffled], kind="stable")]
    scores = np.empty(len(roles))
    uniform = (place + 0.2 + 0.6 * rng.random(len(roles))) / size
    scores[by_role] = chance.normal_score(uniform)
    return scores


def _of_role(roles: pd.Series, field: str) -> Floats:
    return roles.map({name: getattr(role, field) for name, role in ROLES.items()}).to_numpy(float)
