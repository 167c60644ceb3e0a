"""The charter as data, and what it proposes. A machine proposes; what cannot be undone waits."""

import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.moderation.matching import table
from cmkit.schema.moderation import CHARTER, DECISIONS, FLAGS

__all__ = ["charter", "decide"]

#: What is said of a person, or to frighten or lure one, is for a person to judge.
_ALWAYS_HUMAN = ("insult", "threat", "solicitation")
#: All that a machine may do alone, and take back.
_ALONE = ("let stand", "hide")


def charter() -> pd.DataFrame:
    """Return the charter that is shipped: rules for members, and what follows.

    Returns
    -------
    DataFrame, one row per rule
        See `cmkit.schema.moderation.CHARTER`. Edit it as any table and hand it to `decide`:
        another ``action``, ``from_score`` or wording, a rule more or less.

    Notes
    -----
    An example to discuss, not advice on the law: what a host must remove, keep or report, and how
    fast, differs by country. Publish your charter before you apply it, and tell each author which
    rule, and why.

    Examples
    --------
    >>> rules = charter().set_index("rule_id")
    >>> rules.loc["criticism", ["flag", "action"]].tolist()
    ['none', 'let stand']
    """
    rules = pd.DataFrame(table("charter"))[list(CHARTER.columns)]
    types = {"text": "str", "number": "float64", "count": "int64"}
    rules = rules.astype({name: types[column.kind] for name, column in CHARTER.columns.items()})
    return schema.check(rules, CHARTER)


def decide(flags: pd.DataFrame, charter: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say what the charter proposes for each flagged post, and who must decide.

    For each flag of a post the rule with the highest ``from_score`` that its score reaches applies;
    of several flags, the most severe rule.

    Parameters
    ----------
    flags : DataFrame, one row per post and flag
        From `flags`, or by hand: see `cmkit.schema.moderation.FLAGS`.
    charter : DataFrame, one row per rule, optional
        See `cmkit.schema.moderation.CHARTER`; else the charter that is shipped.

    Returns
    -------
    DataFrame, one row per flagged post, in the order of the flags
        See `cmkit.schema.moderation.DECISIONS`. ``needs_human``: always true for an insult, a
        threat or a solicitation, and for every action but letting stand and hiding, which can be
        taken back. ``rule_id`` is empty, and the post stands, where no rule applies.

    Raises
    ------
    CmkitError
        A table is not what its declaration says; a score outside 0 to 1; a rule_id twice; two
        rules for one flag from one score.

    Notes
    -----
    A post without a flag is not in the table: criticism, however harsh, is never proposed for
    removal. What is not flagged is not thereby fine. Not for running unattended: read a sample of
    what was hidden every day, by language and variety.

    See Also
    --------
    cmkit.crisis.posting_response : Whether and how to answer one post.

    Examples
    --------
    >>> seen = pd.DataFrame(
    ...     {
    ...         "post_id": ["1", "2"],
    ...         "flag": ["personal_data", "insult"],
    ...         "score": [0.8, 0.6],
    ...         "words": [["…34"], ["clown"]],
    ...         "reason": ["Seems to hold a phone number.", "Insults a person: “clown”."],
    ...     }
    ... )
    >>> decide(seen)[["post_id", "action", "needs_human"]]
      post_id           action  needs_human
    0       1             hide        False
    1       2  ask to rephrase         True
    """
    schema.check(flags, FLAGS, what="flags")
    if not flags["score"].between(0, 1).all():
        raise fail("scores lie between 0 and 1.", found=flags["score"].max(), fix="0 to 1")
    rules = _rules(charter)
    seen = flags.reset_index(drop=True).assign(row=range(len(flags)))
    fitting = seen[["row", "flag", "score"]].merge(rules, on="flag", how="left")
    fitting = fitting[fitting["from_score"].isna() | (fitting["from_score"] <= fitting["score"])]
    fitting = fitting.sort_values(["row", "from_score"], na_position="first")
    applied = fitting.drop_duplicates("row", keep="last").set_index("row")
    seen = seen.join(applied[["rule_id", "action", "severity"]])
    seen["action"] = seen["action"].fillna("let stand").astype("str")
    seen["always"] = seen["flag"].isin(_ALWAYS_HUMAN)
    return _by_post(seen)


def _rules(given: pd.DataFrame | None) -> pd.DataFrame:
    rules = charter() if given is None else schema.check(given, CHARTER, what="charter")
    if not rules["from_score"].between(0, 1).all():
        raise fail(
            "charter: 'from_score' lies between 0 and 1.",
            found=rules["from_score"].tolist(),
            fix="0 = whenever the flag is raised",
        )
    for columns in (["rule_id"], ["flag", "from_score"]):
        twice = rules[rules.duplicated(columns)]
        if len(twice):
            raise fail(
                f"charter: two rules have the same {' and '.join(columns)}.",
                found=twice.iloc[0][columns].tolist(),
                fix="keep one of them, or give each its own",
            )
    return rules[["rule_id", "flag", "from_score", "action", "severity"]]


def _by_post(seen: pd.DataFrame) -> pd.DataFrame:
    """Keep the most severe rule of each post, and all its reasons."""
    order = seen.sort_values(["severity", "score"], ascending=False, na_position="last")
    first = order.drop_duplicates("post_id").set_index("post_id")
    posts = pd.Index(seen["post_id"].drop_duplicates(), name="post_id")
    grouped = seen.groupby("post_id", sort=False)
    reasons = grouped["reason"].agg(lambda texts: " ".join(dict.fromkeys(texts)))
    always = grouped["always"].any().reindex(posts).astype(bool)
    chosen = first.reindex(posts)
    decisions = pd.DataFrame(
        {
            "post_id": posts.astype("str"),
            "action": chosen["action"].astype("str").to_numpy(),
            "rule_id": chosen["rule_id"].astype("str").to_numpy(),
            "needs_human": (always | ~chosen["action"].isin(_ALONE)).to_numpy(dtype=bool),
            "reason": reasons.reindex(posts).astype("str").to_numpy(),
        }
    )
    text = {"action": "str", "rule_id": "str", "reason": "str"}
    return schema.check(decisions.astype(text), DECISIONS)
