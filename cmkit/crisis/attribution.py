"""Situational crisis communication theory: what to say, by whose fault it is held to be."""

from typing import Literal, get_args

import pandas as pd

from cmkit.crisis.decision_tables import matching, table
from cmkit.errors import fail

__all__ = ["scct"]

Cluster = Literal["victim", "accidental", "preventable"]
Prior = Literal["good", "neutral", "bad"]


def scct(
    cluster: Cluster, *, history: bool, prior: Prior = "neutral", rumour: bool = False
) -> pd.DataFrame:
    """Look up the answers that the theory recommends, each with the rule that fired.

    Responsibility decides: the more of it people attribute to the organisation, the more an
    answer has to accommodate them. A similar crisis before, or a bad reputation, makes them
    attribute more.

    Parameters
    ----------
    cluster : {"victim", "accidental", "preventable"}
        How much responsibility people attribute: very little (disaster, rumour, tampering), a
        little (technical failure, challenge), a lot (human error, misdeed).
    history : bool
        Whether a similar crisis happened before.
    prior : {"good", "neutral", "bad"}
        The reputation before; good and neutral lead to the same answers.
    rumour : bool
        Whether the crisis is a rumour that is false. Facts and denial then come first.

    Returns
    -------
    DataFrame, one row per strategy, in the order to be followed
        ``strategy``; ``posture`` (inform, deny, diminish, rebuild, bolster); ``duty`` (required,
        recommended, possible); ``rule`` (its number in ``crisis/data/scct.csv``); ``why``;
        ``reference``.

    Raises
    ------
    CmkitError
        An unknown cluster or prior; history or rumour that is not True or False.

    Notes
    -----
    A starting point for a discussion, not a script: the theory rests on experiments about
    attitudes, not on what happened to the volume of talk. A challenge that stakeholders find
    unwarranted may be denied, one that they support calls for a correction: whether they do is
    for you to judge, and not in the table.

    References
    ----------
    .. [1] Coombs (2007), Corporate Reputation Review 10(3), doi:10.1057/palgrave.crr.1550049.

    Examples
    --------
    >>> scct("preventable", history=False)[["strategy", "posture", "duty"]]
                        strategy  posture         duty
    0    instructing information   inform     required
    1      adjusting information   inform     required
    2                    apology  rebuild  recommended
    3               compensation  rebuild  recommended
    4                   reminder  bolster     possible
    5               ingratiation  bolster     possible
    """
    for name, value, choices in (("cluster", cluster, Cluster), ("prior", prior, Prior)):
        if value not in get_args(choices):
            raise fail(
                f"unknown {name}.", found=repr(value), fix=f"use one of {list(get_args(choices))}"
            )
    for name, answer in (("history", history), ("rumour", rumour)):
        if not isinstance(answer, bool):
            raise fail(f"'{name}' is True or False.", found=repr(answer), fix=f"{name}=False")
    situation = {
        "cluster": cluster,
        "history": "yes" if history else "no",
        "prior": "bad" if prior == "bad" else "good or neutral",
        "rumour": "yes" if rumour else "no",
    }
    rules = matching(table("scct"), situation)
    rules = rules.assign(strategy=rules["strategies"].str.split(";")).explode("strategy")
    # Both intensifiers may fire the same rule: its strategies are said once.
    rules = rules[rules["strategy"] != ""].drop_duplicates(["posture", "strategy"])
    columns = ["strategy", "posture", "duty", "rule", "why", "reference"]
    return rules[columns].astype({"rule": "int64"}).reset_index(drop=True)
