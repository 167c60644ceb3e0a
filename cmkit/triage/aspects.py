"""What a post speaks of: delivery, price, quality and so on."""

import numpy as np
import pandas as pd

from cmkit import schema
from cmkit.schema.triage import ASPECTS
from cmkit.text.wordings import searcher
from cmkit.triage.reading import Lang, distinct, fired, shipped

__all__ = ["aspects"]


def aspects(posts: pd.DataFrame, *, lang: Lang = "auto") -> pd.DataFrame:
    """Name the aspects of the brand that each post speaks of.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    lang : {"auto", "en", "fr"}
        As in `intent`.

    Returns
    -------
    DataFrame, one row per post and aspect that it speaks of, in the order of the posts
        See `cmkit.schema.triage.ASPECTS`; a post that names none has no row. Aspects: delivery,
        price, quality, app, website, stock, staff, returns, design, sustainability, event,
        contest; of one post, the one with the most wordings first.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; the language is not known.

    Notes
    -----
    A word is no proof: "free delivery" speaks of a price, too. Made for shops: another trade needs
    a table of its own. Who says what of which aspect is for `cmkit.sentiment` to add.

    Examples
    --------
    >>> from cmkit.posts import validate
    >>> posts = validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2"],
    ...             "author_id": "ana",
    ...             "created_at": "2025-03-01 10:00Z",
    ...             "text": ["The courier lost my parcel", "Il pleut encore ici"],
    ...         }
    ...     )
    ... )
    >>> aspects(posts)[["post_id", "aspect", "words"]]
      post_id    aspect              words
    0       1  delivery  [courier, parcel]
    """
    texts = distinct(posts, lang)
    signals = shipped("aspects")
    names = sorted({signal.what for signal in signals})
    found = fired(texts, signals, names)
    by_text: dict[int, list[tuple[str, list[str]]]] = {}
    for row, flags in zip(found.rows.tolist(), found.flags, strict=True):
        fold = texts.folds[row].as_py()
        named: dict[str, list[str]] = {}
        for place in np.flatnonzero(flags).tolist():
            signal = signals[place]
            said = [match.group() for match in searcher(signal.pattern).finditer(fold)]
            named.setdefault(signal.what, []).extend(said)
        unique = [(aspect, list(dict.fromkeys(said))) for aspect, said in named.items()]
        by_text[row] = sorted(unique, key=lambda pair: (-len(pair[1]), pair[0]))
    ids = posts["post_id"].astype("str").tolist()
    rows = [
        (ids[place], aspect, list(said), len(said))
        for place, code in enumerate(texts.codes.tolist())
        for aspect, said in by_text.get(code, [])
    ]
    table = pd.DataFrame(rows, columns=list(ASPECTS.columns))
    types = {"post_id": "str", "aspect": "str", "words": "object", "n_words": "int64"}
    return schema.check(table.astype(types), ASPECTS)
