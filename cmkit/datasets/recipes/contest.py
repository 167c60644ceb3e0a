"""The entries of a three-week photo contest: members, newcomers, prize hunters and rings.

A prize hunter comes for the prize alone; a ring is a hunter with three to eight accounts, tied by a
device, by near copies of a photo, or by a chain of both, made within a day, entered within hours.
Honest people share devices and photos too: couples, a tablet in a library, a catalogue's picture.
Newcomers stay with probability 0.44, the share of newcomers to newsgroups who posted again without
a reply (Joyce and Kraut 2006, doi:10.1111/j.1083-6101.2006.00033.x). All else is an editorial
choice.
"""

from typing import Any

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.datasets.recipes.frames import fill, words
from cmkit.simulator import chance
from cmkit.simulator.chance import Bools, Ints

__all__ = ["contest"]

_DAY = 86_400
_OPENS = int(pd.Timestamp("2025-04-14 10:00", tz="Europe/Paris").timestamp())
_CLOSES = int(pd.Timestamp("2025-05-05 00:00", tz="Europe/Paris").timestamp())
_READ = int(pd.Timestamp("2025-08-04 00:00", tz="Europe/Paris").timestamp())
_MEMBER, _NEWCOMER, _HUNTER, _RING = range(4)
_ACCOUNTS = (330, 95, 150)
_RINGS = 16
#: By kind: the chance to be in use 30 days after the closing, and to enter two or three photos.
_STAYS = np.array([0.88, 0.44, 0.04, 0.02])
_TWICE = np.array([0.28, 0.18, 0.12, 0.0])
_THRICE = np.array([0.13, 0.06, 0.06, 0.0])
#: Hunters with an account from before, and rings with accounts made long ago.
_OLD_HUNTER, _OLD_RING = 0.4, 0.35
#: Posts in 30 days: of members before, of whoever stays after, and of leavers (about the results).
_POSTS_BEFORE, _POSTS_AFTER = 5.0, 4.0
_POSTS_OF_LEAVERS = np.array([0.8, 1.1, 0.6, 0.2])
_VOTES = np.array([13.0, 9.0, 8.0, 8.0])
_EAGER = np.array([0.12, 0.25, 0.6, 0.75])
_WITHHELD, _WITHHELD_BY_RINGS, _COPIES, _ENGLISH = 0.06, 0.5, 0.3, 0.28
#: Rows of the accounts that come too late: four members, two newcomers.
_LATE = (60, 61, 62, 63, 340, 341)
_DOMAINS = np.array(
    [
        *("mail.example.org", "post.example.com", "web.example.net", "courrier.example.org"),
        *("work.example.com", "quick.example.net", "tmp.example.org", "box10.example.com"),
    ],
    dtype=object,
)
_EVERYDAY = (0.3, 0.25, 0.22, 0.14, 0.09)
_THROWAWAY = np.array([0.03, 0.06, 0.3, 0.65])
#: Entries by hour of the day on the clock of Paris, and by day of the contest.
_HOURS = (
    *(1.5, 0.7, 0.4, 0.3, 0.3, 0.5, 1.4, 2.5, 3.4, 4, 4.3, 4.5),
    *(5.2, 4.6, 4.2, 4.3, 4.5, 5.2, 6, 6.8, 7.8, 8, 6, 3.4),
)
_BY_DAY = (*(1, 3, 2.4, 2, 1.6, 1.7, 1.8, 1.6), *([1.0] * 9), *(1.3, 1.5, 2.4, 4))


def contest(seed: int) -> Made:
    """Make the entries; the truth knows who was a member, who hunts, who is in a ring, who stays.

    A ring's accounts count as hunters; a newcomer is neither a member before nor a hunter.
    """
    rng = chance.stream(seed, "contest")
    accounts = _accounts(rng)
    row, entered = _entries(rng, accounts)
    kind = accounts["kind"].to_numpy()[row]
    of_entry = accounts.iloc[row].reset_index(drop=True)
    numbers = [f"E{number:03d}" for number in range(1, len(row) + 1)]
    table = pd.DataFrame(
        {
            "entry_id": numbers,
            "entered_at": _times(entered),
            "account_id": of_entry["account_id"],
            "account_created_at": _times(of_entry["created"].to_numpy()),
            "posts_before_30d": of_entry["posts_before"],
            "posts_after_30d": of_entry["posts_after"],
            "last_post_at": _times(of_entry["last"].to_numpy()).where(of_entry["last"] > 0),
            "device": of_entry["device"],
            "email_domain": of_entry["domain"],
            "caption": pd.Series(_captions(rng, of_entry), dtype=object),
            "photo_hash": _hashes(rng, accounts, row),
            "votes": _votes(rng, of_entry, entered),
        }
    )
    truth = pd.DataFrame(
        {
            "entry_id": numbers,
            "is_member": kind == _MEMBER,
            "is_hunter": kind >= _HUNTER,
            "ring_id": _ring_names(of_entry["ring"]),
            "stays_30d": of_entry["stays"],
        }
    )
    return Made(table, {"entries": truth})


def _accounts(rng: np.random.Generator) -> pd.DataFrame:
    """Draw the accounts: kind, ring (-1: none), place in the ring, and all that is theirs."""
    sizes = 3 + chance.pick(rng, [0.22, 0.22, 0.2, 0.16, 0.12, 0.08], _RINGS)
    sizes[:2] = 3, 8
    kind = np.repeat(np.arange(4), [*_ACCOUNTS, int(sizes.sum())])
    size = len(kind)
    table = pd.DataFrame({"kind": kind, "ring": -1, "place": 0})
    table.loc[kind == _RING, "ring"] = np.repeat(np.arange(_RINGS), sizes)
    table.loc[kind == _RING, "place"] = np.concatenate([np.arange(one) for one in sizes])
    table["ring_size"] = np.where(kind == _RING, sizes[table["ring"]], 0)
    shuffled = np.argsort(rng.random(size), kind="stable")
    prefix = rng.integers(0, 1 << 28, size=size)
    table["account_id"] = [f"u{a << 12 | b:010x}" for a, b in zip(prefix, shuffled, strict=True)]
    table["first"] = _first_entry(rng, table)
    table["created"] = _created(rng, table)
    table["device"] = _devices(rng, table)
    table["domain"] = _domains(rng, table)
    english = chance.below(rng, _ENGLISH, size)
    table["lang"] = np.where(np.where(kind == _RING, table["ring"] % 4 == 1, english), "en", "fr")
    table["stays"] = chance.below(rng, _STAYS[kind], size)
    return table.assign(**_posts(rng, table))


def _first_entry(rng: np.random.Generator, table: pd.DataFrame) -> Ints:
    """Draw when each account first enters; a ring within one to four hours."""
    size = len(table)
    hours = np.outer(_BY_DAY, _HOURS).ravel()
    hours[:10] = 0  # the contest opens at ten
    second = 3_600 * chance.pick(rng, hours / hours.sum(), size) + rng.integers(0, 3_600, size=size)
    entered = _OPENS - 36_000 + second
    is_ring = (table["ring"] >= 0).to_numpy()
    start = entered[:_RINGS].clip(max=_CLOSES - 5 * 3_600)
    lasts = rng.integers(3_600, 4 * 3_600, size=_RINGS)
    ring = table["ring"].to_numpy()
    burst = start[ring] + np.rint(rng.random(size) * lasts[ring]).astype(np.int64)
    first: Ints = np.where(is_ring, burst, entered)
    # A tablet in a library, one afternoon: four members, old accounts of all ages.
    first[4:8] = first[4] // _DAY * _DAY + 52_000 + rng.integers(0, 7_200, size=4)
    # Some come too late in Paris, though not by the date in UTC.
    late = list(_LATE)
    first[late] = _CLOSES + rng.integers(60, 6_000, size=len(late))
    return first


def _created(rng: np.random.Generator, table: pd.DataFrame) -> Ints:
    """Draw when each account was made, in seconds since 1970."""
    size, kind, ring = len(table), table["kind"].to_numpy(), table["ring"].to_numpy()
    first = table["first"].to_numpy()
    spread = chance.normal(rng, size)
    age = np.minimum(30 + 420 * np.exp(0.9 * spread), 1_825) * _DAY
    wait = np.minimum(np.where(kind == _HUNTER, 700, 2_400) * np.exp(1.6 * spread), 5 * _DAY)
    is_old = (kind == _MEMBER) | ((kind == _HUNTER) & chance.below(rng, _OLD_HUNTER, size))
    alone = np.where(is_old, _OPENS - age, first - wait - 60)
    back = np.where(chance.below(rng, _OLD_RING, _RINGS), 100, 0) + rng.random(_RINGS) * 4
    back = np.where(back >= 100, 100 + 800 * rng.random(_RINGS), back)
    earliest = np.array([first[ring == number].min() for number in range(_RINGS)])
    base = earliest - (back + 1) * _DAY
    together = base[ring] + 0.9 * _DAY * rng.random(size)
    created: Ints = np.rint(np.where(ring >= 0, together, alone)).astype(np.int64)
    return created


def _devices(rng: np.random.Generator, table: pd.DataFrame) -> pd.Series:
    """Give each account a device token; shared by couples, a library, and rings that are careless.

    A ring is tied by a device (0), by a photo (1), by both (2), or by a chain of the two (3).
    """
    size, ring = len(table), table["ring"].to_numpy()
    device = rng.integers(0, 1 << 48, size=size)
    withheld = chance.below(rng, np.where(ring >= 0, _WITHHELD_BY_RINGS, _WITHHELD), size)
    device[4:8] = device[4]  # the tablet in the library, on one afternoon
    device[8:14] = device[8]  # another one, on six days
    device[20:36:2] = device[21:37:2]  # couples
    withheld[4:36] = False
    is_tied, _ = _ties(table)
    leader = np.searchsorted(ring[ring >= 0], ring) + int((ring < 0).sum())
    device = np.where(is_tied, device[np.minimum(leader, size - 1)], device)
    tokens = pd.Series([f"d{value:012x}" for value in device], dtype=object)
    return tokens.where(~withheld | is_tied)


def _ties(table: pd.DataFrame) -> tuple[Bools, Bools]:
    """Say which accounts their ring's device gives away, and which its photo; chains: one both."""
    way, place = table["ring"].to_numpy() % 4, table["place"].to_numpy()
    half = (table["ring_size"].to_numpy() + 1) // 2
    is_ring = (table["ring"] >= 0).to_numpy()
    device = is_ring & ((way == 0) | (way == 2) | ((way == 3) & (place < half)))
    photo = is_ring & ((way == 1) | (way == 2) | ((way == 3) & (place >= half - 1)))
    return device, photo


def _domains(rng: np.random.Generator, table: pd.DataFrame) -> Any:
    """Draw the domain of the address: a throwaway one more often for hunters; one for a ring."""
    size, ring = len(table), table["ring"].to_numpy()
    everyday = chance.pick(rng, _EVERYDAY, size)
    throwaway = len(_EVERYDAY) + rng.integers(0, len(_DOMAINS) - len(_EVERYDAY), size=size)
    is_throwaway = chance.below(rng, _THROWAWAY[table["kind"].to_numpy()], size)
    domain = np.where(is_throwaway, throwaway, everyday)
    for number in range(_RINGS):
        rows = np.flatnonzero(ring == number)
        domain[rows] = domain[rows[0]]
    return _DOMAINS[domain]


def _posts(rng: np.random.Generator, table: pd.DataFrame) -> dict[str, Any]:
    """Draw posts before and after, and the latest one (0: none) when the table was read.

    Whoever stays may have nothing to say for weeks: a few of them look as if they had left.
    """
    size, kind, stays = len(table), table["kind"].to_numpy(), table["stays"].to_numpy()
    usual = _POSTS_BEFORE * chance.gamma(rng, 0.8, size)
    before = chance.poisson(rng, np.where(kind == _MEMBER, usual, 0.0), size)
    few = (kind == _HUNTER) & (table["created"] < _OPENS - 40 * _DAY).to_numpy()
    before += (few & chance.below(rng, 0.1, size)).astype(np.int64)
    pace = _POSTS_AFTER * chance.gamma(rng, 1.5, size)
    after = chance.poisson(rng, np.where(stays, pace, _POSTS_OF_LEAVERS[kind]), size)
    back = 30 * _DAY / pace * chance.exponential(rng, size)
    latest = np.where(stays & (back < _READ - _CLOSES - 30 * _DAY), _READ - back, 0)
    share = rng.random(size)
    soon = _CLOSES + np.where(stays, 30, 12) * _DAY * share
    latest = np.where((latest == 0) & (after > 0), soon, latest)
    latest = np.where((latest == 0) & (before > 0), _OPENS - 30 * _DAY * share**2, latest)
    return {"posts_before": before, "posts_after": after, "last": np.rint(latest).astype(np.int64)}


def _entries(rng: np.random.Generator, accounts: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return the account (its row) and the time of each entry, in the order of entering."""
    kind, first = accounts["kind"].to_numpy(), accounts["first"].to_numpy()
    share = rng.random(len(kind))
    more = (share < _TWICE[kind] + _THRICE[kind]).astype(np.int64) + (share < _THRICE[kind])
    more[first >= _CLOSES] = 0
    row = np.repeat(np.arange(len(kind)), 1 + more)
    is_first = np.r_[True, row[1:] != row[:-1]]
    left = _CLOSES - first[row]
    later = first[row] + np.rint(left * rng.random(len(row)) ** 2).astype(np.int64)
    entered = np.where(is_first, first[row], np.minimum(later + 90, _CLOSES - 30))
    order = np.argsort(entered, kind="stable")
    return row[order], entered[order]


def _hashes(rng: np.random.Generator, accounts: pd.DataFrame, row: Ints) -> pd.Series:
    """Draw perceptual hashes; copies differ in three bits or fewer from what they copy."""
    size = len(row)
    photo = rng.integers(0, 1 << 62, size=size).astype(np.uint64) << np.uint64(2)
    photo |= rng.integers(0, 4, size=size).astype(np.uint64)
    source = np.arange(size)
    ring = accounts["ring"].to_numpy()[row]
    first_of = pd.Series(source).groupby(row).transform("first").to_numpy()
    again = (first_of != source) & chance.below(rng, _COPIES, size)
    source = np.where(again, first_of, source)
    is_tied = _ties(accounts)[1][row]
    for number in range(_RINGS):
        rows = np.flatnonzero(is_tied & (ring == number))
        source[rows] = rows[:1]
    # The picture of the catalogue, sent in by five members, and three pairs with one showroom.
    for group in ((100, 101, 102, 103, 104), (110, 111), (120, 121), (130, 131)):
        rows = np.flatnonzero(np.isin(row, group) & (first_of == np.arange(size)))
        source[rows] = rows[0]
    flips = np.zeros(size, dtype=np.uint64)
    for _ in range(3):
        bit = np.uint64(1) << rng.integers(0, 64, size=size).astype(np.uint64)
        flips ^= np.where(chance.below(rng, 0.7, size), bit, np.uint64(0))
    copied = photo[source] ^ np.where(source == np.arange(size), np.uint64(0), flips)
    return pd.Series([f"{int(value):016x}" for value in copied], dtype=object)


def _votes(rng: np.random.Generator, of_entry: pd.DataFrame, entered: Ints) -> Ints:
    """Draw votes: accounts of a ring vote for each other, and most of all for one of them."""
    size, kind = len(of_entry), of_entry["kind"].to_numpy()
    left = np.clip((_CLOSES - entered) / (14 * _DAY), 0.15, 1.0)
    votes = chance.poisson(rng, _VOTES[kind] * left * chance.gamma(rng, 1.2, size), size)
    mutual = of_entry["ring_size"].to_numpy() * 3
    chosen = (of_entry["place"] == 0).to_numpy() & (kind == _RING)
    bought = rng.integers(35, 75, size=size)
    total: Ints = votes + np.where(kind == _RING, mutual, 0) + np.where(chosen, bought, 0)
    return total


def _ring_names(ring: pd.Series) -> pd.Series:
    """Name rings in the order in which they first enter, so that a name shows no way of tying."""
    codes, _ = pd.factorize(ring.where(ring >= 0))
    names = pd.Series([f"R{code + 1:02d}" for code in codes], dtype=object)
    return names.where(pd.Series(codes) >= 0)


def _times(seconds: Any) -> pd.Series:
    return pd.Series(pd.to_datetime(seconds, unit="s", utc=True)).dt.as_unit("us")


def _captions(rng: np.random.Generator, of_entry: pd.DataFrame) -> list[str]:
    size, rules = len(of_entry), words("contest")
    is_eager = chance.below(rng, _EAGER[of_entry["kind"].to_numpy()], size)
    dice = rng.integers(0, 1 << 30, size=(size, 24)).tolist()
    return [
        fill("{eager}" if eager else "{caption}", rules[lang], iter(thrown))
        for lang, eager, thrown in zip(of_entry["lang"], is_eager, dice, strict=True)
    ]
