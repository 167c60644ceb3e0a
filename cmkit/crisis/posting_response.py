"""Whether and how to answer one post: the web posting response assessment as a table."""

import pandas as pd

from cmkit.crisis.decision_tables import matching, table
from cmkit.errors import fail

__all__ = ["posting_response"]


def posting_response(
    *,
    positive: bool,
    troll: bool = False,
    rage: bool = False,
    error: bool = False,
    bad_experience: bool = False,
) -> pd.DataFrame:
    """Ask the questions of the assessment in their order; the first yes decides.

    Parameters
    ----------
    positive : bool
        Whether the post is positive or balanced.
    troll : bool
        Whether it stands in a place that exists to degrade others.
    rage : bool
        Whether it is a rant, a rage, a joke or a satire.
    error : bool
        Whether it states something that is wrong.
    bad_experience : bool
        Whether it comes from a bad experience.

    Returns
    -------
    DataFrame, one row
        ``reading`` (who speaks), ``action``, ``advice``, ``rule`` (its number in
        ``crisis/data/posting_response.csv``).

    Raises
    ------
    CmkitError
        An answer that is not True or False.

    Notes
    -----
    The order is the weakness to discuss: it labels the person before it asks whether she is
    right, and it has no box for a criticism that is fair. Threats and illegal content come before
    it. Whatever the answer: say who you are, cite sources, take the time for a good answer, mind
    the tone, and begin with the places that people read most.

    References
    ----------
    .. [1] US Air Force Public Affairs Agency (2008), Web Posting Response Assessment, version 2.

    Examples
    --------
    >>> posting_response(positive=False, error=True)[["reading", "action"]]
         reading         action
    0  misguided  fix the facts
    """
    answers = {
        "positive": positive,
        "troll": troll,
        "rage": rage,
        "error": error,
        "bad_experience": bad_experience,
    }
    for name, answer in answers.items():
        if not isinstance(answer, bool):
            raise fail(f"'{name}' is True or False.", found=repr(answer), fix=f"{name}=True")
    situation = {name: "yes" if answer else "no" for name, answer in answers.items()}
    fired = matching(table("posting_response"), situation).head(1)
    return fired[["reading", "action", "advice", "rule"]].astype({"rule": "int64"})
