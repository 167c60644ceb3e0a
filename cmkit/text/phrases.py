"""What is said together more often than chance: phrases of two words."""

from collections import Counter
from typing import Literal, get_args

import pandas as pd

from cmkit.errors import fail
from cmkit.text.columns import Texts
from cmkit.text.plain_words import Lang, check_lang, counted, empty, positive, stop_words

__all__ = ["phrases"]

Measure = Literal["likelihood_ratio", "pmi"]
_COLUMNS = {"phrase": "str", "n_posts": "int64", "score": "float64"}


def phrases(
    texts: Texts,
    *,
    lang: Lang,
    top: int = 20,
    min_posts: int = 3,
    window: int = 2,
    measure: Measure = "likelihood_ratio",
    repeated: bool = False,
) -> pd.DataFrame:
    """Find the pairs of words that go together: what complaints talk about, for instance.

    Parameters
    ----------
    texts : Series or list of str
        One text per post.
    lang : {"en", "fr"}
        Whose function words (*the*, *de*) are left out.
    top : int
        How many phrases to return, at least 1.
    min_posts : int
        In how many posts a phrase must occur, at least 1.
    window : int
        Up to how far apart the two words may stand; 2 = side by side, function words left out.
    measure : {"likelihood_ratio", "pmi"}
        ``"likelihood_ratio"`` (Dunning) ranks what is frequent and goes together;
        ``"pmi"`` ranks pairs that seldom occur apart, however rare.
    repeated : bool
        Whether a text that is posted again counts again.

    Returns
    -------
    DataFrame, one row per phrase, highest score first
        ``phrase``; ``n_posts`` that hold it; ``score``.

    Raises
    ------
    CmkitError
        ``texts`` is a single text, or holds something that is not one; an unknown language or
        measure; a count below 1; a window below 2.

    Notes
    -----
    By NLTK's association measures. Not for fewer than some hundred posts: a pair that occurs three
    times proves little.

    References
    ----------
    .. [1] Dunning (1993), Accurate methods for the statistics of surprise and coincidence,
       Computational Linguistics 19(1), J93-1003.
    .. [2] Church & Hanks (1990), Word association norms, Computational Linguistics 16(1), J90-1003.

    Examples
    --------
    >>> texts = ["Late delivery again", "the late delivery", "a late delivery!", "again the chair"]
    >>> phrases(texts, lang="en")[["phrase", "n_posts"]]
              phrase  n_posts
    0  late delivery        3
    """
    check_lang(lang)
    positive("top", top)
    positive("min_posts", min_posts)
    if window < 2:
        raise fail("'window' must be at least 2.", found=repr(window), fix="window=2")
    if measure not in get_args(Measure):
        raise fail("unknown measure.", found=repr(measure), fix=f"one of {get_args(Measure)}")
    from nltk.metrics import BigramAssocMeasures  # late: half a second

    words, pairs, posts = _counts(texts, lang, window, repeated=repeated)
    total = sum(words.values())
    score = getattr(BigramAssocMeasures, measure)
    rows = [
        (
            " ".join(pair),
            n_posts,
            float(score(pairs[pair], (words[pair[0]], words[pair[1]]), total)),
        )
        for pair, n_posts in posts.items()
        if n_posts >= min_posts
    ]
    rows.sort(key=lambda row: (-row[2], row[0]))
    if not rows:
        return empty(_COLUMNS)
    return pd.DataFrame(rows[:top], columns=list(_COLUMNS)).astype({"phrase": "str"})


Pair = tuple[str, str]


def _counts(
    texts: Texts, lang: Lang, window: int, *, repeated: bool
) -> tuple[Counter[str], Counter[Pair], Counter[Pair]]:
    """Count words, pairs of words, and the posts that hold each pair."""
    stop = stop_words(lang)
    words: Counter[str] = Counter()
    pairs: Counter[Pair] = Counter()
    posts: Counter[Pair] = Counter()
    for times, found in counted(texts, repeated=repeated):
        kept = [word for word in found if word not in stop and len(word) > 1]
        here = [
            (word, other)
            for i, word in enumerate(kept)
            for other in kept[i + 1 : i + window]
            if other != word
        ]
        for word in kept:
            words[word] += times
        for pair in here:
            pairs[pair] += times
        for pair in set(here):
            posts[pair] += times
    return words, pairs, posts
