"""What a post is for: a complaint, praise, a question, a suggestion, thanks, or something else."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit import schema, sentiment
from cmkit.schema.triage import INTENTS
from cmkit.triage.reading import Lang, Texts, distinct, fired, shipped, wordings_of

__all__ = ["intent"]

_NAMES = list(INTENTS.columns["intent"].choices)
_COMPLAINT, _PRAISE, _QUESTION, _SUGGESTION, _THANKS, _OTHER = range(6)
#: No intent below so much weight; what a question mark, and a clear feeling, weigh.
_LEAST = 1.0
_MARK = 2.0
_FEELING = 2.0


def intent(posts: pd.DataFrame, *, lang: Lang = "auto") -> pd.DataFrame:
    """Say what each post is for.

    Wordings are counted (``triage/data/intents.csv``), with the question mark and the post's
    sentiment score. Of a post that does several things, what asks for an answer comes first: a
    suggestion before a question, a complaint before a question where it is angry.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    lang : {"auto", "en", "fr"}
        ``"auto"`` takes the post's ``lang``, found out where it is missing; a language reads
        every post in that language.

    Returns
    -------
    DataFrame, one row per post, same order and index
        See `cmkit.schema.triage.INTENTS`. ``score``: the share of the signs that speak for the
        intent, 0 to 1, and 0 for ``"other"``; it is no probability.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; the language is not known.

    Notes
    -----
    Irony is read at its word: "great, third time this week" may pass for praise. Not for counting
    complaints over time without a check: label two hundred posts by hand first.

    Examples
    --------
    >>> from cmkit.posts import validate
    >>> texts = ["Where is my parcel?!", "Vous devriez le faire en bleu", "merci !", "Il pleut"]
    >>> posts = validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": list("1234"),
    ...             "author_id": "ana",
    ...             "created_at": "2025-03-01 10:00Z",
    ...             "text": texts,
    ...         }
    ...     )
    ... )
    >>> intent(posts)["intent"].tolist()
    ['complaint', 'suggestion', 'thanks', 'other']
    """
    texts = distinct(posts, lang)
    found = fired(texts, shipped("intents"), _NAMES)
    weights = found.weights.copy()
    scores = _feelings(texts)
    weights[:, _COMPLAINT] += _FEELING * np.maximum(-scores, 0)
    weights[:, _PRAISE] += _FEELING * np.maximum(scores, 0)
    asks = np.array([text.rstrip(" \n\"')»").endswith("?") for text in texts.texts], dtype=bool)
    weights[:, _QUESTION] += np.where(asks, _MARK, 0.0)
    chosen = _chosen(weights, asks, scores)
    words = wordings_of(texts, found, np.where(chosen == _OTHER, -1, chosen))
    total = weights[:, :_OTHER].sum(axis=1)
    share = np.where(
        chosen == _OTHER, 0.0, weights[np.arange(len(chosen)), chosen] / np.maximum(total, 1e-9)
    )
    names = np.array([*_NAMES, "other"], dtype=object)
    codes = texts.codes
    table = pd.DataFrame(
        {
            "post_id": posts["post_id"].astype("str"),
            "intent": pd.Series(
                names[np.append(chosen, _OTHER)[codes]], index=posts.index, dtype="str"
            ),
            "score": np.round(np.append(share, 0.0)[codes], 3),
            "words": pd.Series(
                [list(words[code]) if code >= 0 else [] for code in codes],
                index=posts.index,
                dtype=object,
            ),
        },
        index=posts.index,
    )
    return schema.check(table, INTENTS)


def _chosen(
    weights: npt.NDArray[np.float64],
    asks: npt.NDArray[np.bool_],
    scores: npt.NDArray[np.float64],
) -> npt.NDArray[np.int64]:
    """Choose the heaviest intent; the ones that ask for more than a word go first."""
    counted = weights.copy()
    # "why is it still not here?" complains, "where do you ship to?" asks
    angry = (weights[:, _COMPLAINT] >= 2) | (scores <= -0.4)
    counted[:, _QUESTION] *= np.where(angry, 0.5, 1.2)
    # a wish is said with kind words and with question marks
    wishes = weights[:, _SUGGESTION] >= 3
    counted[wishes, _SUGGESTION] += 2
    # "thanks in advance" belongs to a question, "no thanks" to a complaint
    counted[:, _THANKS] *= np.where(asks | (weights[:, _COMPLAINT] >= 3), 0.4, 1.3)
    chosen = counted[:, :_OTHER].argmax(axis=1)
    chosen[counted[:, :_OTHER].max(axis=1, initial=0.0) < _LEAST] = _OTHER
    return chosen


def _feelings(texts: Texts) -> npt.NDArray[np.float64]:
    """Return the score of each text in its language; 0 where it is in neither."""
    scores = np.zeros(len(texts.texts))
    for lang in ("en", "fr"):
        rows = np.flatnonzero(texts.langs == lang)
        if len(rows):
            said = sentiment.score([texts.texts[i] for i in rows], engine="rules", lang=lang)
            scores[rows] = said.fillna(0.0).to_numpy()
    return scores
