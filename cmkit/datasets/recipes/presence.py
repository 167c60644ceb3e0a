"""Accounts that bear the names of twelve invented organisations, on eight types of platform.

Each organisation has an account on most platforms and none on others. Some accounts have fallen
silent, and people go on asking them questions. Beside the accounts that an organisation stands by
there are second accounts that someone forgot, parodies, and accounts of admirers. Every number is
an editorial choice; nothing is measured on real brands.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.simulator import chance
from cmkit.simulator.chance import Bools, Floats, Ints

__all__ = ["presence"]

_SEEN = pd.Timestamp("2025-05-19 06:00", tz="UTC")
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Organisation:
    """An organisation: its followers on a middling platform, posts in 30 days, share answered."""

    name: str
    handle: str
    pun: str
    followers: int
    posts: float
    answers: float


_ORGANISATIONS = (
    _Organisation("Maison Lupin", "maison_lupin", "maison_lapin", 21_000, 16, 0.78),
    _Organisation("Kantelou", "kantelou", "kantelent", 64_000, 24, 0.45),
    _Organisation("Hublaine", "hublaine", "hublague", 38_000, 20, 0.85),
    _Organisation("Comptoir Vesprée", "comptoir_vespree", "comptoir_vexee", 9_000, 11, 0.6),
    _Organisation("Bois Farouche", "bois_farouche", "bois_farfelu", 4_200, 13, 0.92),
    _Organisation("Tabouret & Filles", "tabouret_et_filles", "tabouret_et_billes", 2_600, 8, 0.8),
    _Organisation("Grand Meublier", "grand_meublier", "grand_oublier", 47_000, 9, 0.25),
    _Organisation(
        "Ville de Saint-Orvain", "ville_saint_orvain", "vile_saint_orvain", 8_800, 15, 0.5
    ),
    _Organisation("Musée du Siège", "musee_du_siege", "musee_du_piege", 5_500, 7, 0.55),
    _Organisation("Agence du Réemploi", "agence_du_reemploi", "agence_du_repli", 1_900, 6, 0.3),
    _Organisation("Ébénistes d'Aubrelle", "ebenistes_aubrelle", "benets_aubrelle", 1_200, 5, 0.7),
    _Organisation("Récup' Orvain", "recup_orvain", "repu_orvain", 700, 9, 0.88),
)
_PLATFORMS = np.array(
    [
        *("micro-blog", "photo", "video", "forum"),
        *("blog", "professional network", "page", "fediverse"),
    ],
    dtype=object,
)
#: By platform: chance of an account, followers and posts against a middling one, age in years.
_PRESENT = np.array([0.85, 0.85, 0.7, 0.4, 0.55, 0.75, 1.0, 0.35])
_AUDIENCE = np.array([1.0, 1.6, 0.5, 0.15, 0.08, 0.6, 1.8, 0.06])
_BUSY = np.array([1.8, 1.1, 0.3, 0.6, 0.2, 0.6, 1.0, 1.2])
_OLDEST = np.array([14.0, 11.0, 13.0, 16.0, 15.0, 12.0, 14.0, 2.6])
#: Kinds of account: how many of each besides the official ones.
_OFFICIAL, _DUPLICATE, _PARODY, _FAN = range(4)
_N_DUPLICATES, _N_PARODIES, _N_FANS = 5, 3, 4
#: Chance that the organisation's own site links to an account of this kind.
_LINKED = np.array([0.86, 0.3, 0.0, 0.1])
#: What these kinds have of the official account's followers, and of likes for each follower.
_FOLLOWED = np.array([1.0, 0.18, 0.25, 0.1])
_LIKED = np.array([1.0, 0.6, 7.0, 1.6])
_OWN_WAYS = ("", "", "", "", "", "", "_fr", "_off")
_SECOND_NAMES = ("_2", "_officiel", "_boutique", "_france", "_pro", "_sav", "_ancien")
_ADMIRERS = ("les_amis_de_{}", "collection_{}", "j_aime_{}", "fans_{}", "chiner_{}")
#: Posts: silent for over 60 days, for over 30, or going on.
_GOING, _PAUSED, _DORMANT, _NEW, _EMPTY = range(5)


def presence(seed: int) -> Made:
    """Make the accounts; the truth knows which are dormant, doubled, mocking or official."""
    rng = chance.stream(seed, "presence")
    organisation, platform, kind = _accounts(rng)
    size = len(kind)
    cell = organisation * len(_PLATFORMS) + platform
    is_doubled = (kind == _OFFICIAL) & np.isin(cell, cell[kind == _DUPLICATE])
    state = _states(rng, organisation, kind, is_doubled)
    posts = _posts(rng, organisation, platform, state)
    days_open, days_silent = _ages(rng, platform, kind, state, posts)
    followers = _followers(rng, organisation, platform, kind, state)
    usual = np.maximum(0.05 * followers**0.75, 12 * is_doubled)
    questions = _rough(rng, usual * np.where(state == _GOING, 1.0, 0.3), 0.3)
    answers = _answers(rng, organisation, kind, state, questions)
    likes = 0.02 * _LIKED[kind] * followers**0.9 * (0.15 + posts**0.7)
    seconds = np.rint(days_silent * _DAY).astype(np.int64)
    has_posted = ~np.isin(state, [_NEW, _EMPTY])
    table = pd.DataFrame(
        {
            "account": _names(rng, organisation, kind),
            "organisation": np.array([one.name for one in _ORGANISATIONS])[organisation],
            "platform": _PLATFORMS[platform],
            "opened": _before(np.rint(days_open * _DAY).astype(np.int64)),
            "seen_at": _before(np.zeros(size, dtype=np.int64)),
            "followers": followers,
            "posts_30d": posts,
            "last_post": _before(seconds).where(has_posted),
            "questions_30d": questions,
            "answers_30d": answers,
            "interactions_30d": _rough(rng, likes * has_posted, 0.4),
            "on_site": chance.below(rng, _LINKED[kind], size),
            "is_dormant": np.isin(state, [_DORMANT, _EMPTY]),
            "is_duplicate": kind == _DUPLICATE,
            "is_parody": kind == _PARODY,
            "is_official": kind == _OFFICIAL,
        }
    ).astype({"account": object, "organisation": object})
    return _parted(table.sort_values(["organisation", "platform", "account"], ignore_index=True))


def _parted(table: pd.DataFrame) -> Made:
    """Give the accounts their numbers, and part what can be seen from the truth."""
    numbers = [f"A{number:03d}" for number in range(1, len(table) + 1)]
    table.insert(0, "account_id", numbers)
    flags = ["is_dormant", "is_duplicate", "is_parody", "is_official"]
    return Made(table.drop(columns=flags), {"accounts": table[["account_id", *flags]]})


def _accounts(rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Draw which organisation is where, and add accounts of other kinds beside official ones.

    Maison Lupin, the first, is everywhere but on the fediverse, with a double and a parody.
    """
    grid = rng.random((len(_ORGANISATIONS), len(_PLATFORMS))) < _PRESENT
    grid[0] = np.arange(len(_PLATFORMS)) < len(_PLATFORMS) - 1
    organisation, platform = np.nonzero(grid)
    own = np.flatnonzero(organisation == 0)
    others = np.flatnonzero(organisation > 0)
    own = own[np.argsort(rng.random(len(own)), kind="stable")]
    others = others[np.argsort(rng.random(len(others)), kind="stable")]
    n_others = _N_DUPLICATES + _N_PARODIES + _N_FANS - 2
    beside = np.concatenate([own[:2], others[:n_others]])
    kinds = [_DUPLICATE, _PARODY]
    kinds += [_DUPLICATE] * (_N_DUPLICATES - 1) + [_PARODY] * (_N_PARODIES - 1) + [_FAN] * _N_FANS
    kind = np.concatenate([np.full(len(organisation), _OFFICIAL), kinds])
    return (
        np.concatenate([organisation, organisation[beside]]).astype(np.int64),
        np.concatenate([platform, platform[beside]]).astype(np.int64),
        kind.astype(np.int64),
    )


def _states(rng: np.random.Generator, organisation: Ints, kind: Ints, is_doubled: Bools) -> Ints:
    """Draw who is silent: some for over 60 days, some for over 30, two from the first day on.

    An official account with a double goes on: else nothing would tell which is which.
    """
    state = np.full(len(kind), _GOING)
    # Of Maison Lupin's own accounts one may be silent: the course looks at the others.
    may_be = (kind == _OFFICIAL) & ~is_doubled
    official = np.flatnonzero(may_be & (organisation > 0))
    shuffled = official[np.argsort(rng.random(len(official)), kind="stable")]
    n_dormant, n_paused = round(0.17 * len(shuffled)), round(0.1 * len(shuffled))
    state[shuffled[:n_dormant]] = _DORMANT
    state[shuffled[n_dormant : n_dormant + n_paused]] = _PAUSED
    state[shuffled[-1]], state[shuffled[-2]] = _NEW, _EMPTY
    own = np.flatnonzero(may_be & (organisation == 0))
    state[own[rng.integers(0, len(own))]] = _DORMANT
    # Two doubles are silent, Maison Lupin's first; the others are still fed.
    state[np.flatnonzero(kind == _DUPLICATE)[:2]] = _DORMANT
    return state


def _ages(
    rng: np.random.Generator, platform: Ints, kind: Ints, state: Ints, posts: Ints
) -> tuple[Floats, Floats]:
    """Draw how many days ago each account was opened, and posted last."""
    share = rng.random(len(kind))
    days_open = 365 * _OLDEST[platform] * (0.25 + 0.75 * share)
    days_open = np.where(kind == _PARODY, 40 + 500 * share, days_open)
    days_open = np.where(state == _NEW, 5 + 40 * share, days_open)
    lag = rng.random(len(kind))
    silent = np.select(
        [state == _GOING, state == _PAUSED],
        [0.05 + 28 * lag / (posts + 1), 31 + 28.9 * lag],
        60.1 + np.minimum(900 * lag**2, 0.8 * days_open - 60.1),
    )
    return days_open, silent


def _followers(
    rng: np.random.Generator, organisation: Ints, platform: Ints, kind: Ints, state: Ints
) -> Ints:
    """Draw followers: of the organisation, the platform and the kind, less for a new account.

    The last double is followed by more people than the account that replaced it.
    """
    size = np.array([one.followers for one in _ORGANISATIONS])[organisation]
    cell = organisation * len(_PLATFORMS) + platform
    noise = np.exp(0.45 * chance.normal(rng, len(_ORGANISATIONS) * len(_PLATFORMS)))[cell]
    part = _FOLLOWED[kind] * np.exp(0.3 * chance.normal(rng, len(kind)) * (kind != _OFFICIAL))
    part[np.flatnonzero(kind == _DUPLICATE)[-1]] = 1.4
    part = np.where(state == _NEW, 0.02, np.where(state == _EMPTY, 0.1, part))
    followers: Ints = np.rint(size * _AUDIENCE[platform] * noise * part).astype(np.int64)
    return followers + 3


def _posts(rng: np.random.Generator, organisation: Ints, platform: Ints, state: Ints) -> Ints:
    rate = np.array([one.posts for one in _ORGANISATIONS])[organisation] * _BUSY[platform]
    posts = np.maximum(_rough(rng, rate, 0.4), 1)
    return np.where(state == _GOING, posts, 0)


def _answers(
    rng: np.random.Generator, organisation: Ints, kind: Ints, state: Ints, questions: Ints
) -> Ints:
    """Draw how many questions are answered: none on silent, forgotten and mocking accounts."""
    share = np.array([one.answers for one in _ORGANISATIONS])[organisation]
    share = np.where((kind == _OFFICIAL) | (kind == _FAN), share, 0.0)
    share = np.select([state == _GOING, state == _PAUSED], [share, 0.4 * share], 0.0)
    share = np.clip(share * np.exp(0.15 * chance.normal(rng, len(kind))), 0, 1)
    answers: Ints = np.floor(questions * share + 0.5).astype(np.int64)
    return answers


def _rough(rng: np.random.Generator, mean: Floats, spread: float) -> Ints:
    """Round numbers spread log-normally around these medians; ``spread`` is that of the log."""
    drawn = np.rint(mean * np.exp(spread * chance.normal(rng, len(mean))))
    return drawn.astype(np.int64)


def _names(rng: np.random.Generator, organisation: Ints, kind: Ints) -> list[str]:
    """Name the accounts; a suffix is no proof of a double, some official accounts have one."""
    own = rng.integers(0, len(_OWN_WAYS), size=len(kind))
    second = np.argsort(rng.random(len(_SECOND_NAMES)), kind="stable")
    names = []
    for row, (number, what) in enumerate(zip(organisation, kind, strict=True)):
        one = _ORGANISATIONS[number]
        ways = {
            _OFFICIAL: one.handle + _OWN_WAYS[own[row]],
            _DUPLICATE: one.handle + _SECOND_NAMES[second[row % len(second)]],
            _PARODY: one.pun,
            _FAN: _ADMIRERS[row % len(_ADMIRERS)].format(one.handle),
        }
        names.append(ways[int(what)])
    return names


def _before(seconds: Ints) -> pd.Series:
    return pd.Series(_SEEN - pd.to_timedelta(seconds, unit="s")).dt.as_unit("us")
