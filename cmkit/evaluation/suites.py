"""Behaviour put to the test: small cases that say what an engine must be able to do."""

import numpy as np
import pandas as pd

from cmkit.errors import fail
from cmkit.evaluation.asking import Asked, Lang, answers, check_lang, data
from cmkit.evaluation.intervals import wilson

__all__ = ["by_capability", "checklist"]

_LABELS = ("negative", "neutral", "positive")
#: What the other text must be against the text.
_KINDS = {"label": "", "same": "same", "more_negative": "lower", "more_positive": "higher"}
_COLUMNS = ["capability", "kind", "expected", "text", "other"]


def checklist(
    engine: Asked = "calibrated", lang: Lang = "en", *, cases: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Put an engine through small cases, each about one thing that it should be able to do.

    Parameters
    ----------
    engine : str or callable
        The name of an engine of `cmkit.sentiment.tag`, or a function from a Series of texts to a
        table with the columns ``label`` and ``score``, or to a Series of labels.
    lang : {"en", "fr"}
        The language of the cases.
    cases : DataFrame, one row per case, optional
        Cases of your own in place of those that come with cmkit: ``capability`` (what is tested);
        ``kind``; ``expected``; ``text``; ``other``. Kinds are ``"label"`` (``text`` must get the
        label ``expected``), ``"same"`` (``text`` and ``other`` must get one label),
        ``"more_negative"`` and ``"more_positive"`` (``other`` must score lower, or higher, than
        ``text``; as high is not enough).

    Returns
    -------
    DataFrame, one row per case, in their order
        ``capability``; ``kind``; ``text``; ``other`` (missing where there is none); ``expected``
        (a label, ``"same"``, ``"lower"`` or ``"higher"``); ``got`` (the label, both labels, or
        what the other's score is against the text's); ``score`` and ``other_score``, -1 to 1;
        ``passed``, missing where scores are needed and the engine gives labels alone.

    Raises
    ------
    CmkitError
        An unknown engine, language or kind; cases without a column or a text; an engine that does
        not answer each text.

    Notes
    -----
    It finds faults and does not measure accuracy: cases are written to be hard, not drawn from
    what people write. An engine that was mended until it passed them has learnt these cases:
    judge it on posts that it never saw.

    References
    ----------
    .. [1] Ribeiro, Wu, Guestrin and Singh (2020), Beyond accuracy: behavioral testing of NLP
       models with CheckList, ACL, doi:10.18653/v1/2020.acl-main.442, arXiv:2005.04118.

    Examples
    --------
    >>> cases = pd.DataFrame(
    ...     {
    ...         "capability": ["negation", "boosters"],
    ...         "kind": ["label", "more_positive"],
    ...         "expected": ["negative", ""],
    ...         "text": ["The food was not good.", "The food was good."],
    ...         "other": ["", "The food was very good."],
    ...     }
    ... )
    >>> checklist("vader", lang="en", cases=cases)[["capability", "expected", "got", "passed"]]
      capability  expected       got  passed
    0   negation  negative  negative    True
    1   boosters    higher    higher    True
    """
    check_lang(lang)
    table = _checked(_own(lang) if cases is None else cases)
    paired = table["kind"] != "label"
    said = answers(engine, pd.concat([table["text"], table.loc[paired, "other"]]), lang=lang)
    text = said.reindex(table["text"]).reset_index(drop=True)
    other = said.reindex(table["other"].where(paired)).reset_index(drop=True)
    same, compared = table["kind"] == "same", table["kind"].str.startswith("more_")
    expected = table["expected"].mask(paired, table["kind"].map(_KINDS))
    got = text["label"].mask(same, text["label"] + ", " + other["label"])
    got = got.mask(compared, _against(other["score"], text["score"]))
    passed = (got == expected).mask(same, text["label"] == other["label"]).astype("boolean")
    if said["score"].isna().all():
        passed = passed.mask(compared)
    return pd.DataFrame(
        {
            "capability": table["capability"],
            "kind": table["kind"],
            "text": table["text"],
            "other": table["other"].where(paired),
            "expected": expected,
            "got": got,
            "score": text["score"],
            "other_score": other["score"],
            "passed": passed,
        }
    )


def by_capability(results: pd.DataFrame) -> pd.DataFrame:
    """Count how many cases of each capability an engine passed.

    Parameters
    ----------
    results : DataFrame, one row per case
        From `checklist`: ``capability`` and ``passed``. Cases that could not be judged are left
        out.

    Returns
    -------
    DataFrame, one row per capability, in the order of the cases
        ``capability``; ``n_cases``; ``n_passed``; ``share`` passed, 0 to 1; ``low`` and ``high``
        ends of its 95 % interval (Wilson): how the engine would do on more cases written like
        these. Missing where no case could be judged.

    Raises
    ------
    CmkitError
        Not the results of a checklist.

    References
    ----------
    .. [1] Wilson (1927), JASA 22(158), doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> results = pd.DataFrame({"capability": ["negation"] * 4, "passed": [True] * 3 + [False]})
    >>> by_capability(results).round(2)
      capability  n_cases  n_passed  share  low  high
    0   negation        4         3   0.75  0.3  0.95
    """
    if not isinstance(results, pd.DataFrame) or not {"capability", "passed"} <= set(results):
        raise fail(
            "these are not the results of a checklist.",
            found=str(list(getattr(results, "columns", [type(results).__name__]))),
            fix="evaluation.by_capability(evaluation.checklist(lang='en'))",
        )
    passed = results["passed"].astype("boolean")
    groups = passed.groupby(results["capability"].to_numpy(dtype=object), sort=False)
    n_cases = groups.count().astype("int64")
    n_passed = groups.sum().astype("int64")
    low, high = wilson(n_passed.to_numpy(), n_cases.to_numpy())
    return pd.DataFrame(
        {
            "capability": n_cases.index.astype("str"),
            "n_cases": n_cases.to_numpy(),
            "n_passed": n_passed.to_numpy(),
            "share": n_passed.to_numpy() / np.where(n_cases > 0, n_cases, np.nan),
            "low": low,
            "high": high,
        }
    )


def _own(lang: Lang) -> pd.DataFrame:
    return data(f"checklist_{lang}")


def _checked(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the cases as texts, an empty cell being an empty text; refuse what cannot be put."""
    if not isinstance(cases, pd.DataFrame) or not set(_COLUMNS) <= set(cases):
        raise fail(
            f"cases need the columns {_COLUMNS}.",
            found=str(list(getattr(cases, "columns", [type(cases).__name__]))),
            fix="one row per case; 'other' and 'expected' may be empty texts",
        )
    table = cases[_COLUMNS].reset_index(drop=True).astype("str").fillna("")
    unknown = ~table["kind"].isin(list(_KINDS))
    unsaid = (table["kind"] == "label") & ~table["expected"].isin(_LABELS)
    blank = (table["text"].str.strip() == "") | (
        (table["kind"] != "label") & (table["other"].str.strip() == "")
    )
    for wrong, what, fix in (
        (unknown, "an unknown kind of case.", f"use one of {list(_KINDS)}"),
        (unsaid, "a case of kind 'label' must expect a label.", f"use one of {_LABELS}"),
        (blank, "a case lacks its text, or the other text of a pair.", "fill in both"),
    ):
        if wrong.any():
            raise fail(what, found=str(table[wrong].iloc[0].to_dict()), fix=fix)
    if table.empty:
        raise fail("there is no case.", found="an empty table", fix="give one row per case")
    return table


def _against(other: pd.Series, text: pd.Series) -> pd.Series:
    """Say in a word how the other's score stands to the text's."""
    words = np.select(
        [other < text, other > text, other == text], ["lower", "higher", "equal"], "no score"
    )
    return pd.Series(words, index=text.index, dtype="str")
