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


#: Shares of all members; "ordinary" takes what is left. Calibrated on participation inequality
#: (van Mierlo 2014, doi:10.2196/jmir.2966); the rest is an editorial choice.
ROLES = {
    "lurker": Role(0.6, 0, 0.0, 0.0, 0.0, 0.01, 110),
    "ordinary": Role(0.0, 0, 0.85, 1.2, 1.0, 0.03, 180),
    "contributor": Role(0.05, 3, 7.0, 0.5, 1.0, 0.04, 320),
    "superuser": Role(0.01, 3, 80.0, 0.35, 1.6, 0.03, 520),
    "helper": Role(0.02, 3, 2.0, 0.5, 14.0, 0.06, 160),
    "prescriber": Role(0.02, 4, 2.6, 0.3, 0.4, 2.0, 2_400),
    "bridge": Role(0.015, 3, 4.0, 0.5, 1.5, 0.12, 450),
    "journalist": Role(0.01, 2, 2.0, 0.4, 0.3, 0.6, 8_000),
    "celebrity": Role(0.005, 1, 0.8, 0.3, 0.1, 0.4, 160_000),
    "troll": Role(0.01, 2, 4.0, 0.6, 2.0, 0.03, 80),
    "spammer": Role(0.02, 5, 2.0, 0.3, 0.0, 0.004, 50),
    "staff": Role(0.0, 3, 0.0, 0.0, 0.0, 0.5, 400),
    "newcomer": Role(0.06, 4, 1.5, 0.6, 0.8, 0.02, 80),
}
_SILENT_ABOUT = ("staff", "spammer")
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
    table = pd.DataFrame({"role": _roles(world.n_members)})
    size = len(table)
    own = [world.handle, f"{world.handle}_aide", f"{world.handle}_help"]
    table["author_id"] = [*own, *invented_handles(rng, world, first=3, size=size - 3)]
    first = _evenly(rng, table["role"], [0.24, 0.19, 0.21, 0.2, 0.16])
    step = rng.integers(1, len(COMMUNITIES), size=size)
    names = np.array([*COMMUNITIES, "staff"])
    is_staff = (table["role"] == "staff").to_numpy()
    table["community"] = names[np.where(is_staff, len(COMMUNITIES), first)]
    second = names[(first + step) % len(COMMUNITIES)]
    table["second_community"] = pd.Series(second).where(table["role"] == "bridge")
    shares = list(world.language_mix.values())
    table["lang"] = np.array(list(world.language_mix))[_evenly(rng, table["role"], shares)]
    table["is_bilingual"] = chance.below(rng, 0.08, size) | is_staff
    table["joined_at"] = _joined(rng, world, table["role"])
    return table.assign(**_habits(rng, table["role"], size))


def _roles(n_members: int) -> list[str]:
    """List the role of each member: shares rounded, small worlds keep the least of each role."""
    counts = {name: max(role.least, round(role.share * n_members)) for name, role in ROLES.items()}
    counts["ordinary"] = max(0, n_members - sum(counts.values()))
    # A small world keeps its rare roles and has fewer lurkers.
    counts["lurker"] -= sum(counts.values()) - n_members
    order = ["staff", *(name for name in ROLES if name != "staff")]
    return [name for name in order for _ in range(counts[name])]


def _evenly(rng: np.random.Generator, roles: pd.Series, shares: list[float]) -> Ints:
    """Share the members of each role out by these shares, in random order.

    Three superusers write a quarter of all posts: drawn freely, they would decide the language mix.
    """
    shuffled = np.argsort(rng.random(len(roles)), kind="stable")
    by_role = shuffled[np.argsort(roles.to_numpy(dtype=str)[shuffled], kind="stable")]
    counts = roles.value_counts().sort_index()
    place = np.concatenate([np.arange(count) for count in counts])
    size = np.repeat(counts.to_numpy(), counts)
    offset = np.repeat(rng.random(len(counts)), counts)
    bounds = np.rint(np.cumsum(shares) * 1_000_000) / np.rint(sum(shares) * 1_000_000)
    drawn = np.empty(len(roles), dtype=np.int64)
    drawn[by_role] = np.searchsorted(bounds, (place + offset) / size, side="right")
    return np.minimum(drawn, len(shares) - 1)


def invented_handles(rng: np.random.Generator, world: World, *, first: int, size: int) -> list[str]:
    """Invent handles for the people in rows ``first`` to ``first + size``.

    The number follows from the row, scrambled, so no handle stands twice and none shows a role.
    """
    prime, factor = (9_973, 7_919) if world.n_members < 2_500 else (99_999_989, 61_803_399)
    rows = np.arange(first, first + size)
    numbers = np.where(rows < prime, rows * factor % prime, rows)
    names = rng.integers(0, len(_NAMES), size=size)
    return [
        f"{_NAMES[name]}_{number:0{len(str(prime))}d}"
        for name, number in zip(names, numbers, strict=True)
    ]


def speaks_as_woman(handles: pd.Series) -> Bools:
    """Say which handles bear a woman's name: French agrees with who speaks."""
    woman: Bools = handles.str.partition("_")[0].isin(_FEMININE).to_numpy()
    return woman


def _joined(rng: np.random.Generator, world: World, roles: pd.Series) -> pd.Series:
    """Draw when each member joined: newcomers within the span, the others up to 3 years before."""
    share = rng.random(len(roles))
    days_before = np.where(roles == "staff", 1_100, 1 + share * 1_095)
    days = np.where(roles == "newcomer", share * 0.8 * world.weeks * 7, -days_before)
    seconds = np.rint(days * 86_400).astype("int64")
    return pd.Series(world.start + pd.to_timedelta(seconds, unit="s")).dt.as_unit("us")


def _habits(rng: np.random.Generator, roles: pd.Series, size: int) -> dict[str, Floats]:
    """Draw activity, audience, pull and satisfaction, audience tied to activity loosely."""
    of = {field: _of_role(roles, field) for field in Role.__slots__}
    busy, heard, magnetic, mood = (chance.normal(rng, size) for _ in range(4))
    listened = 0.4 * busy + np.sqrt(1 - 0.4**2) * heard
    activity = of["activity"] * np.exp(of["spread"] * busy)
    audience = np.rint(of["audience"] * np.exp(0.9 * listened))
    audience[0] = 48_000  # the brand's own account
    pull = of["pull"] * np.exp(0.25 * np.clip(listened, -2, 2) + 0.35 * np.clip(magnetic, -2, 2))
    pull[:3] = 0.6, 0.02, 0.02  # its posts are seen, its agents only answer
    return {
        "activity": np.round(activity, 6),
        "answering": np.round(activity * of["answering"], 6),
        "audience": audience.astype(np.int64),
        "pull": np.round(pull, 6),
        "satisfaction": np.round(np.where(roles.isin(_SILENT_ABOUT), 0.0, 0.6 * mood), 6),
    }


def _of_role(roles: pd.Series, field: str) -> Floats:
    return roles.map({name: getattr(role, field) for name, role in ROLES.items()}).to_numpy(float)
