"""Why a text has its score: one row per token."""

from typing import Literal

import pandas as pd

from cmkit.errors import fail
from cmkit.sentiment import english, french

__all__ = ["explain"]


def explain(
    text: str, *, lang: Literal["en", "fr"], engine: Literal["rules", "vader"] = "rules"
) -> pd.DataFrame:
    """Show how a text comes to its score.

    Parameters
    ----------
    text : str
        One post.
    lang : {"en", "fr"}
        The language to read it in.
    engine : {"rules", "vader"}
        As in `cmkit.sentiment.tag`. The engines "calibrated" and "model" start from what "rules"
        finds.

    Returns
    -------
    DataFrame, one row per token, and one for the punctuation where it counts
        ``token`` as written; ``normalised``, what was looked up; ``valence`` in the word list,
        -4 to 4, missing where the word is not in it; ``rule``, what happened to it;
        ``contribution`` to the sum; ``running_score``, the score so far, -1 to 1. The last one is
        the text's score.

    Raises
    ------
    CmkitError
        ``text`` is not one text; the engine or the language is not known.

    Examples
    --------
    >>> explain("pas mal, mais cher", lang="fr")[["token", "valence", "rule", "contribution"]]
         token  valence                   rule  contribution
    0  pas mal      1.6    idiom; before 'mais'           0.8
    1        ,      NaN                                   0.0
    2     mais      NaN                                   0.0
    3     cher     -2.0  lexicon; after 'mais'           -3.0
    """
    if not isinstance(text, str):
        raise fail(
            "explain() wants one text.",
            found=f"a {type(text).__name__}",
            fix="for many posts: sentiment.tag(posts)",
        )
    if (engine, lang) not in (("rules", "en"), ("rules", "fr"), ("vader", "en")):
        raise fail(
            "explain() cannot explain this.",
            found=f"engine={engine!r}, lang={lang!r}",
            fix="engine='rules' with lang='en' or 'fr'; engine='vader' with lang='en'",
        )
    mended = engine == "rules"
    read = (
        french.read(text, noted=True)
        if lang == "fr"
        else english.read(text, mended=mended, noted=True)
    )
    added = read.added(float(sum(read.contributions)))
    last = [added] if added else []
    marks = [read.marks] if added else []
    running = [*read.running(), *last]
    running[-1:] = [read.score()] if running else []
    rules = ["; ".join(notes) for notes in read.rules]
    return pd.DataFrame(
        {
            "token": pd.Series(read.tokens + marks, dtype="str"),
            "normalised": pd.Series(read.normalised + marks, dtype="str"),
            "valence": pd.Series(read.valences + [None] * len(last), dtype="float64"),
            "rule": pd.Series(rules + ["emphasis"] * len(last), dtype="str"),
            "contribution": pd.Series(read.contributions + last, dtype="float64"),
            "running_score": pd.Series(running, dtype="float64"),
        }
    )
