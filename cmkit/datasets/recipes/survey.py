"""Four hundred answers to a satisfaction survey, out of 20,000 members who were all invited.

Who answers is no accident: members of the club and older members answer more and are happier, and
within each group the very happy and the very unhappy answer more than the others, as in product
reviews (Hu, Zhang and Pavlou 2009, doi:10.1145/1562764.1562800). Weighting by the member file mends
the first half of this and not the second. Every number is an editorial choice.
"""

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.simulator import chance
from cmkit.simulator.chance import Floats

__all__ = ["survey"]

_MEMBERS, _ANSWERS = 20_000, 400
_AGES = np.array(["18-29", "30-44", "45-59", "60 and over"], dtype=object)
_KINDS = np.array(["free", "card", "club"], dtype=object)
#: Members by kind of membership (rows) and age band.
_SHARES = np.array(
    [
        [0.19, 0.18, 0.10, 0.06],
        [0.06, 0.11, 0.10, 0.06],
        [0.02, 0.03, 0.045, 0.045],
    ]
)
#: Mean satisfaction of each kind, and what each age band adds to it.
_MEAN_OF_KIND, _MORE_OF_AGE = np.array([6.0, 6.9, 8.1]), np.array([-0.5, -0.2, 0.2, 0.5])
_SPREAD = 1.9
#: How readily each kind and each age band answers.
_READY_OF_KIND, _READY_OF_AGE = np.array([1.0, 2.2, 5.0]), np.array([0.55, 0.75, 1.1, 1.7])
#: The pull of one point of satisfaction, and of its square, away from the middling answer.
_MIDDLING, _PULL, _PULL_OF_EXTREMES = 6.5, 0.1, 0.03
_SKIPS = 0.05
_INVITED = pd.Timestamp("2025-05-12 08:00", tz="UTC")
#: The reminder goes out a week later, and answers to it come within another; in hours.
_WEEK = 168
_SHARE_BEFORE_REMINDER = 0.62


def survey(seed: int) -> Made:
    """Make the answers; the truth knows what all members would have answered."""
    rng = chance.stream(seed, "survey")
    members, ready = _members(rng)
    # The first of exponential races: an order without replacement, the readier the earlier.
    race = chance.exponential(rng, _MEMBERS) / ready
    answering = np.argsort(race, kind="stable")[:_ANSWERS]
    answers = members.iloc[answering].reset_index(drop=True)
    n_first = round(_SHARE_BEFORE_REMINDER * _ANSWERS)
    alike = members.groupby(["age_band", "membership"]).size().rename("members_alike")
    table = pd.DataFrame(
        {
            "answer_id": [f"A{number:03d}" for number in range(1, _ANSWERS + 1)],
            "answered_at": _arrivals(rng, n_first),
            "wave": ["invitation"] * n_first + ["reminder"] * (_ANSWERS - n_first),
            "age_band": answers["age_band"],
            "membership": answers["membership"],
            "members_alike": answers.join(alike, on=["age_band", "membership"])["members_alike"],
            "satisfaction": answers["satisfaction"],
            "recommendation": answers["recommendation"]
            .astype("Int64")
            .mask(chance.below(rng, _SKIPS, _ANSWERS)),
        }
    )
    is_in = np.zeros(_MEMBERS, dtype=bool)
    is_in[answering] = True
    return Made(table, {"cells": _cells(members.assign(is_in=is_in)), "whole": _whole(members)})


def _members(rng: np.random.Generator) -> tuple[pd.DataFrame, Floats]:
    """Draw the member file with everyone's opinion, and how readily each member answers."""
    cell = chance.pick(rng, _SHARES.ravel(), _MEMBERS)
    kind, age = np.divmod(cell, len(_AGES))
    mean = _MEAN_OF_KIND[kind] + _MORE_OF_AGE[age]
    felt = mean + _SPREAD * chance.normal(rng, _MEMBERS)
    satisfaction = np.clip(np.rint(felt), 0, 10)
    said = 0.8 * felt + 1.3 + 1.2 * chance.normal(rng, _MEMBERS)
    away = satisfaction - _MIDDLING
    ready = _READY_OF_KIND[kind] * _READY_OF_AGE[age]
    ready = ready * np.exp(_PULL * away + _PULL_OF_EXTREMES * away**2)
    members = pd.DataFrame(
        {
            "age_band": _AGES[age],
            "membership": _KINDS[kind],
            "satisfaction": satisfaction.astype(np.int64),
            "recommendation": np.clip(np.rint(said), 0, 10).astype(np.int64),
        }
    )
    return members, np.round(ready, 6)


def _arrivals(rng: np.random.Generator, n_first: int) -> pd.Series:
    """Draw when answers come in: most soon after the invitation, or after the reminder."""
    hours = 30 * chance.exponential(rng, _ANSWERS)
    hours[:n_first] = np.sort(np.mod(hours[:n_first], _WEEK))
    hours[n_first:] = np.sort(np.mod(hours[n_first:], _WEEK))
    seconds = np.rint(3_600 * hours).astype(np.int64)
    seconds[n_first:] += _WEEK * 3_600
    return pd.Series(_INVITED + pd.to_timedelta(seconds, unit="s")).dt.as_unit("us")


def _cells(members: pd.DataFrame) -> pd.DataFrame:
    """Sum the member file up by age band and kind of membership."""
    cells = members.groupby(["age_band", "membership"], as_index=False).agg(
        n_members=("satisfaction", "size"),
        n_answers=("is_in", "sum"),
        mean_satisfaction=("satisfaction", "mean"),
        mean_recommendation=("recommendation", "mean"),
    )
    return cells.round({"mean_satisfaction": 4, "mean_recommendation": 4})


def _whole(members: pd.DataFrame) -> pd.DataFrame:
    """Sum the whole member file up in one row."""
    promoters = (members["recommendation"] >= 9).sum()
    detractors = (members["recommendation"] <= 6).sum()
    return pd.DataFrame(
        {
            "n_members": [len(members)],
            "mean_satisfaction": [round(float(members["satisfaction"].mean()), 4)],
            "net_recommendation": [round(100 * float(promoters - detractors) / len(members), 4)],
        }
    )
