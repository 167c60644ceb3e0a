"""Who should answer: by keywords that are yours to change, or by what you taught a layer."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit import linear, schema
from cmkit.errors import fail
from cmkit.linear import Layer
from cmkit.schema.triage import DEPARTMENTS, ROUTES
from cmkit.text import ngrams
from cmkit.text.wordings import Signal, signals_of
from cmkit.triage.reading import Lang, Texts, distinct, fired, rows_of, wordings_of

__all__ = ["departments", "route", "train"]

#: Where a post goes that no keyword speaks of.
_DESK = "community"
#: A layer is believed from so likely on; below it the keywords speak where there are any.
_SURE = 0.5
_BUCKETS = 2**14


def departments() -> pd.DataFrame:
    """Return the keywords of each department that are shipped.

    Returns
    -------
    DataFrame, one row per keyword
        See `cmkit.schema.triage.DEPARTMENTS`. Change it as any table and hand it to `route`.

    Examples
    --------
    >>> table = departments()
    >>> table[table["keyword"] == "courier"][["department", "lang"]].to_numpy().tolist()
    [['logistics', 'en']]
    """
    table = pd.DataFrame(rows_of("departments")).astype(
        {"department": "str", "lang": "str", "keyword": "str", "weight": "float64"}
    )
    return schema.check(table, DEPARTMENTS)


def route(
    posts: pd.DataFrame,
    *,
    table: pd.DataFrame | None = None,
    layer: Layer | None = None,
    lang: Lang = "auto",
) -> pd.DataFrame:
    """Propose the department that should answer each post.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    table : DataFrame, one row per keyword, optional
        See `cmkit.schema.triage.DEPARTMENTS`; by default `departments`.
    layer : Layer, optional
        From `train`. Where it gives a department a probability of 0.5 or more, that is taken; the
        keywords decide the others, and the layer again where no keyword is found.
    lang : {"auto", "en", "fr"}
        As in `intent`.

    Returns
    -------
    DataFrame, one row per post, same order and index
        See `cmkit.schema.triage.ROUTES`. The department with the heaviest keywords, of equals the
        first by the alphabet; ``"community"``, with a score of 0, where none is found.

    Raises
    ------
    CmkitError
        A table is not what its declaration says; a weight not above 0; the language is not known.

    Notes
    -----
    What a wrong route costs differs: a press enquiry that waits in logistics is worse than the
    contrary. Weigh your errors before you trust a share of right ones.

    Examples
    --------
    >>> from cmkit.posts import validate
    >>> posts = validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2"],
    ...             "author_id": "ana",
    ...             "created_at": "2025-03-01 10:00Z",
    ...             "text": ["The courier lost my parcel", "Quel temps !"],
    ...         }
    ...     )
    ... )
    >>> route(posts)["department"].tolist()
    ['logistics', 'community']
    """
    texts = distinct(posts, lang)
    signals = _signals(departments() if table is None else table)
    names = sorted({signal.what for signal in signals})
    found = fired(texts, signals, names)
    total = found.weights.sum(axis=1)
    chosen = np.where(total > 0, found.weights.argmax(axis=1), -1)
    score = found.weights.max(axis=1, initial=0.0) / np.maximum(total, 1e-9)
    words = wordings_of(texts, found, chosen)
    said = np.array([names[i] if i >= 0 else _DESK for i in chosen], dtype=object)
    if layer is not None:
        said, score, words = _taught(texts, layer, said, score, words)
    codes = texts.codes
    found_words = [list(words[code]) if code >= 0 else [] for code in codes]
    result = pd.DataFrame(
        {
            "post_id": posts["post_id"].astype("str"),
            "department": pd.Series(np.append(said, _DESK)[codes], index=posts.index, dtype="str"),
            "score": np.round(np.append(score, 0.0)[codes], 3),
            "words": pd.Series(found_words, index=posts.index, dtype=object),
        },
        index=posts.index,
    )
    return schema.check(result, ROUTES)


def train(
    posts: pd.DataFrame, departments: pd.Series | Sequence[str], *, l2: float = 20.0
) -> Layer:
    """Teach a layer from posts whose department is known: your tickets, for instance.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    departments : Series or sequence of str, one per post
        In the posts' order.
    l2 : float
        Strength of the penalty, > 0; less for more posts.

    Returns
    -------
    Layer
        A plain value for `route`; `cmkit.linear.save` keeps it.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; fewer than two departments; different lengths.

    Notes
    -----
    It learns words and pieces of words, whatever the language. Keep some posts apart to judge it.

    Examples
    --------
    >>> from cmkit.posts import validate
    >>> texts = ["the zorgle is dead", "plim plim"] * 10
    >>> posts = validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": [str(i).zfill(2) for i in range(20)],
    ...             "author_id": "ana",
    ...             "created_at": "2025-03-01 10:00Z",
    ...             "text": texts,
    ...         }
    ...     )
    ... )
    >>> layer = train(posts, ["workshop", "sales"] * 10, l2=0.01)
    >>> route(posts.head(2), layer=layer)["department"].tolist()
    ['workshop', 'sales']
    """
    schema.check(posts, schema.POSTS)
    return linear.fit(ngrams(posts["text"], buckets=_BUCKETS), departments, l2=l2)


def _signals(table: pd.DataFrame) -> tuple[Signal, ...]:
    schema.check(table, DEPARTMENTS)
    if not (table["weight"] > 0).all():
        raise fail("weights are above 0.", found=str(table["weight"].min()), fix="1.0")
    rows = [
        {
            "lang": row["lang"],
            "what": row["department"],
            "weight": str(row["weight"]),
            "pattern": _escaped(str(row["keyword"])),
        }
        for row in table.to_dict("records")
        if str(row["keyword"]).strip(" *")
    ]
    return signals_of(rows)


def _escaped(keyword: str) -> str:
    """Take a keyword at its word, but for a ``*`` at its end."""
    kept = "".join(c if c.isalnum() or c == " " else f"\\{c}" for c in keyword.rstrip("*").lower())
    return f"{kept}~" if keyword.endswith("*") else kept


def _taught(
    texts: Texts,
    layer: Layer,
    said: npt.NDArray[np.object_],
    score: npt.NDArray[np.float64],
    words: list[list[str]],
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.float64], list[list[str]]]:
    """Let the layer speak where it is sure, and where no keyword was found."""
    if not texts.texts:
        return said, score, words
    likely = linear.probabilities(layer, ngrams(texts.texts, buckets=layer.weights.shape[1]))
    best = likely.max(axis=1)
    speaks = (best >= _SURE) | (said == _DESK)
    names = np.array(layer.classes, dtype=object)[likely.argmax(axis=1)]
    told = [[] if speaks[i] else found for i, found in enumerate(words)]
    return np.where(speaks, names, said), np.where(speaks, best, score), told
