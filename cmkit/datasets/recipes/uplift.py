"""Twenty-six weeks of ten communities, one of which holds a photo contest for three weeks.

Posts follow a level, a trend, a weekly season, shocks and public holidays that all communities
share, and noise of their own. The brand's posts without the contest are drawn first; the contest
adds to them and takes part of it back in the two weeks after (pull-forward): the truth holds both
outcomes of each day. The contest lies on Easter and on 1 May, when everybody posts more, and before
and after compared take the holidays for the contest. Difference in differences undoes this where
trends are parallel (Card and Krueger 1994, American Economic Review 84(4), 772-793). Every number
is an editorial choice.
"""

from typing import Any

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.simulator import chance
from cmkit.simulator.chance import Floats, Ints

__all__ = ["uplift"]

_START, _DAYS = pd.Timestamp("2025-01-06", tz="UTC"), 182
#: The contest: its first day (14 April), how long it lasts, and how long it borrows from.
_FIRST, _LASTS, _BORROWS = 98, 21, 14
_DURING = slice(_FIRST, _FIRST + _LASTS)
_AFTER = slice(_FIRST + _LASTS, _FIRST + _LASTS + _BORROWS)
_BRAND = "Maison Lupin"
#: Posts a day of each community at the start: the brand, then its rivals.
_LEVELS = {
    _BRAND: 620,
    "Kantelou": 1_900,
    "Hublaine": 1_150,
    "Comptoir Vesprée": 420,
    "Bois Farouche": 310,
    "Tabouret & Filles": 260,
    "Grand Meublier": 1_400,
    "Nid d'Ormelle": 540,
    "Ateliers Passerin": 380,
    "Quatre Pieds et Cie": 690,
}
_NAMES = np.array(list(_LEVELS), dtype=object)
#: Growth per week, and how far the rivals' own growth is spread around it.
_GROWTH, _GROWTH_SPREAD = 0.01, 0.0025
_WEEK = (0.98, 0.95, 0.97, 0.96, 0.94, 1.04, 1.16)
#: Public holidays and the days that people take with them: how many times as many posts.
_HOLIDAYS = {
    "2025-04-18": 1.15,
    "2025-04-19": 1.35,
    "2025-04-20": 1.45,
    "2025-04-21": 1.55,
    "2025-04-22": 1.2,
    "2025-05-01": 1.5,
    "2025-05-02": 1.4,
    "2025-05-03": 1.3,
    "2025-05-04": 1.25,
    "2025-05-08": 1.5,
    "2025-05-09": 1.3,
    "2025-05-10": 1.2,
    "2025-05-29": 1.4,
    "2025-05-30": 1.3,
    "2025-06-09": 1.35,
}
_SHOCK, _SHOCK_LASTS, _NOISE, _REACTION = 0.035, 0.6, 0.05, 0.06
#: Rivals whose own days stand out: a sale of Hublaine in February, a reader that failed in March.
_SALE, _SALE_DAYS, _SALE_LIFT = 2, slice(40, 45), 1.6
_UNREAD, _UNREAD_DAYS = 7, slice(71, 75)
_POSTS_PER_MEMBER = 2.4
#: New members a day; what the contest adds, as a share of them; who is in use 30 days later.
_JOINS, _MORE_JOINS, _STAYS, _STAYS_OF_MORE = 38, 1.0, 0.44, 0.3
_KNOWN_AFTER = 30
_USUAL_SPEND, _ADVERTISING, _LAUNCH, _PRIZES, _PRIZES_PAID = 60, 140, 900, 2_500, 126


def uplift(seed: int) -> Made:
    """Make the days; the truth knows those without the contest, and what the contest did."""
    rng = chance.stream(seed, "uplift")
    planted = int(rng.integers(1_400, 2_201)) / 10_000
    borrowed = int(rng.integers(300, 451)) / 1_000
    usual = _usual(rng)
    added = _added(rng, usual[:, 0], planted, borrowed)
    posts = usual.copy()
    posts[:, 0] += added
    joined, stayed, more_joined, more_stayed = _joins(rng, usual[:, 0])
    spend = _spend(rng)
    table = _shipped(posts, _active(rng, posts), joined + more_joined, stayed + more_stayed, spend)
    days = pd.DataFrame(
        {
            "day": _dates(),
            "counterfactual_posts": usual[:, 0],
            "counterfactual_joined": joined,
            "counterfactual_stayed": stayed,
        }
    )
    during, after = usual[_DURING, 0].sum(), usual[_AFTER, 0].sum()
    extra, missing = int(added[_DURING].sum()), -int(added[_AFTER].sum())
    effect = {
        "starts": _dates()[_FIRST],
        "ends": _dates()[_FIRST + _LASTS - 1],
        "planted_uplift": round(100 * planted, 2),
        "realised_uplift": round(float(100 * extra / during), 4),
        "planted_borrowed": borrowed,
        "extra_posts": extra,
        "borrowed_posts": missing,
        "net_uplift": round(float(100 * (extra - missing) / (during + after)), 4),
        "joined_by_contest": int(more_joined.sum()),
        "retained_by_contest": int(more_stayed.sum()),
        "contest_spend": _LASTS * _ADVERTISING + _LAUNCH + _PRIZES,
    }
    return Made(table, {"days": days, "effect": pd.DataFrame([effect])})


def _dates() -> pd.Series:
    return pd.Series(pd.date_range(_START, periods=_DAYS, freq="D")).dt.as_unit("us")


def _usual(rng: np.random.Generator) -> Ints:
    """Draw posts without the contest, one row per day, one column per community, brand first."""
    size, day = len(_LEVELS), np.arange(_DAYS)
    growth = _GROWTH + _GROWTH_SPREAD * _centred(chance.normal(rng, size))
    log = np.log(list(_LEVELS.values())) + np.outer(day / 7, growth)
    log += np.log(_WEEK)[day % 7][:, None]
    # A shock fades over days; rivals feel shocks and holidays a little more or less than the brand.
    shock = np.zeros(_DAYS)
    for number, push in enumerate(_SHOCK * chance.normal(rng, _DAYS)):
        shock[number] = _SHOCK_LASTS * shock[number - 1] + push
    felt = 1 + _REACTION * _centred(chance.normal(rng, size))
    holiday = np.log(_dates().dt.strftime("%Y-%m-%d").map(_HOLIDAYS).fillna(1.0).to_numpy(float))
    log += np.outer(shock + holiday, felt)
    log[_SALE_DAYS, _SALE] += np.log(_SALE_LIFT)
    log += _NOISE * np.column_stack([_even_noise(rng) for _ in range(size)])
    return chance.poisson(rng, np.round(np.exp(log), 6).ravel(), log.size).reshape(log.shape)


def _centred(values: Floats) -> Floats:
    """Set the first value, the brand's, to the mean of the others, and that to 0."""
    centred: Floats = np.r_[0.0, values[1:] - values[1:].mean()]
    return centred


def _even_noise(rng: np.random.Generator) -> Floats:
    """Draw a normal score per day, dealt out evenly over the days before, during and after.

    Drawn freely, twenty-one days of noise alone would move the uplift of one seed by two points.
    """
    parts = []
    for size in (_FIRST, _LASTS, _DAYS - _FIRST - _LASTS):
        place = np.argsort(rng.random(size), kind="stable")
        parts.append(chance.normal_score((place + 0.2 + 0.6 * rng.random(size)) / size))
    return np.concatenate(parts)


def _added(rng: np.random.Generator, usual: Ints, planted: float, borrowed: float) -> Ints:
    """Draw what the contest adds to each day, most at its start and end, and takes back after."""
    shape = 1 + 0.5 * np.cos(np.linspace(0, 2 * np.pi, _LASTS))
    wanted = shape * usual[_DURING]
    wanted *= planted * usual[_DURING].sum() / wanted.sum()
    added = np.zeros(_DAYS, dtype=np.int64)
    added[_DURING] = chance.poisson(rng, np.round(wanted, 6), _LASTS)
    fading = usual[_AFTER] * np.exp(-np.arange(_BORROWS) / 8)
    missing = borrowed * wanted.sum() * fading / fading.sum()
    taken = chance.poisson(rng, np.round(missing, 6), _BORROWS)
    added[_AFTER] = -np.minimum(taken, usual[_AFTER])
    return added


def _active(rng: np.random.Generator, posts: Ints) -> Ints:
    """Draw who is active: posts by posts per member; a contest brings people with one photo."""
    noise = chance.normal(rng, posts.size).reshape(posts.shape)
    habit = 1 + 0.12 * chance.normal(rng, posts.shape[1])
    per_member = _POSTS_PER_MEMBER * np.clip(habit, 0.7, 1.3) * np.exp(0.03 * noise)
    per_member[_DURING, 0] *= 0.95
    return np.rint(posts / per_member).astype(np.int64)


def _joins(rng: np.random.Generator, usual: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Draw who joins and stays without the contest, and who joins for it and stays."""
    # Half as sensitive to busy days as posts are.
    mean = _JOINS * np.sqrt(usual / usual[:_FIRST].mean())
    joined = chance.poisson(rng, np.round(mean, 6), _DAYS)
    more = np.zeros(_DAYS)
    more[_DURING] = _MORE_JOINS * mean[_DURING]
    more_joined = chance.poisson(rng, np.round(more, 6), _DAYS)
    return (
        joined,
        _kept(rng, joined, _STAYS),
        more_joined,
        _kept(rng, more_joined, _STAYS_OF_MORE),
    )


def _kept(rng: np.random.Generator, joined: Ints, share: float) -> Ints:
    """Draw how many of each day's new members stay."""
    day = np.repeat(np.arange(_DAYS), joined)
    kept = np.bincount(day[chance.below(rng, share, len(day))], minlength=_DAYS)
    return kept.astype(np.int64)


def _spend(rng: np.random.Generator) -> Ints:
    """Return what the brand spends each day, euros: the prizes are paid a week after the end."""
    spend = _USUAL_SPEND + rng.integers(-20, 21, size=_DAYS)
    spend[_DURING] += _ADVERTISING
    spend[_FIRST] += _LAUNCH
    spend[_PRIZES_PAID] += _PRIZES
    return spend


def _shipped(posts: Ints, active: Ints, joined: Ints, stayed: Ints, spend: Ints) -> pd.DataFrame:
    """Lay the days out, one row per day and community; what nobody can see stays empty."""
    size = len(_LEVELS)
    brand = np.tile(np.arange(size) == 0, _DAYS)
    is_read = np.ones((_DAYS, size), dtype=bool)
    is_read[_UNREAD_DAYS, _UNREAD] = False
    is_known = np.arange(_DAYS) < _DAYS - _KNOWN_AFTER

    def counts(values: Ints, shown: Any) -> pd.Series:
        return pd.Series(values).astype("Int64").where(shown)

    return pd.DataFrame(
        {
            "day": _dates().repeat(size).reset_index(drop=True),
            "community": np.tile(_NAMES, _DAYS),
            "active_members": counts(active.ravel(), is_read.ravel()),
            "posts": counts(posts.ravel(), is_read.ravel()),
            "joined": counts(np.repeat(joined, size), brand),
            "stayed": counts(np.repeat(stayed, size), brand & np.repeat(is_known, size)),
            "spend": counts(np.repeat(spend, size), brand),
        }
    )
