"""The words that mark some texts out against others."""

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from cmkit.text.columns import Texts
from cmkit.text.plain_words import Lang, check_lang, counted, empty, positive, stop_words

__all__ = ["keywords"]

_COLUMNS = {"keyword": "str", "forms": "object", "n_posts": "int64", "score": "float64"}


def keywords(
    texts: Texts,
    *,
    lang: Lang,
    against: Texts | None = None,
    top: int = 20,
    min_posts: int = 3,
) -> pd.DataFrame:
    r"""Find the words that some texts use more than others do.

    Forms of a word are counted together by their Snowball stem: *deliver*, *delivered*. With
    ``against``, a word's score is its log-likelihood ratio [1]_ [2]_,

    .. math:: 2 \left(a \ln\frac{a}{E_1} + b \ln\frac{b}{E_2}\right)

    where it occurs :math:`a` and :math:`b` times, and :math:`E_1`, :math:`E_2` are what the sizes
    of the two sets let expect; negative where the other texts use it more.

    Parameters
    ----------
    texts : Series or list of str
        One text per post; a text that occurs again counts once.
    lang : {"en", "fr"}
        The language of the texts.
    against : Series or list of str, optional
        Texts to compare with: the weeks before, for instance. Without them the score is the number
        of posts.
    top : int
        How many keywords to return, at least 1.
    min_posts : int
        In how many posts of ``texts`` a word must occur, at least 1.

    Returns
    -------
    DataFrame, one row per keyword, highest score first
        ``keyword``, its most frequent form; ``forms``, all of them; ``n_posts`` of ``texts`` that
        have it; ``score``.

    Raises
    ------
    CmkitError
        Not columns of texts; an unknown language; a count below 1.

    Notes
    -----
    A score above 3.84 would be significant at 5 % for one word chosen beforehand. Of a thousand
    words that are looked through, fifty pass it by chance: read it as a ranking.

    References
    ----------
    .. [1] Dunning (1993), Computational Linguistics 19(1), J93-1003.
    .. [2] Rayson & Garside (2000), Comparing corpora using frequency profiling,
       doi:10.3115/1117729.1117730.

    Examples
    --------
    >>> now = ["delivered late", "late delivering", "late, again"]
    >>> keywords(now, lang="en", against=["nice chair", "the chair"], min_posts=2)[
    ...     ["keyword", "n_posts"]
    ... ]
         keyword  n_posts
    0       late        3
    1  delivered        2
    """
    check_lang(lang)
    positive("top", top)
    positive("min_posts", min_posts)
    here, forms, posts = _stems(texts, lang)
    scores = {stem: float(n) for stem, n in posts.items()}
    if against is not None:
        there = _stems(against, lang)[0]
        scores = _log_likelihood(here, there)
    rows = [
        (forms[stem].most_common(1)[0][0], sorted(forms[stem]), posts[stem], scores[stem])
        for stem in posts
        if posts[stem] >= min_posts
    ]
    rows.sort(key=lambda row: (-row[3], row[0]))
    if not rows:
        return empty(_COLUMNS)
    return pd.DataFrame(rows[:top], columns=list(_COLUMNS)).astype({"keyword": "str"})


def _stems(texts: Texts, lang: Lang) -> tuple[Counter[str], dict[str, Counter[str]], Counter[str]]:
    """Count stems, the forms of each, and the posts that have it."""
    stop, stem = stop_words(lang), _stemmer(lang)
    stems: Counter[str] = Counter()
    posts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    memo: dict[str, str] = {}
    for _, found in counted(texts, repeated=False):
        here = set()
        for word in found:
            if word in stop or len(word) < 2:
                continue
            root = memo.get(word) or memo.setdefault(word, stem(word))
            stems[root] += 1
            forms[root][word] += 1
            here.add(root)
        posts.update(here)
    return stems, forms, posts


def _log_likelihood(here: Counter[str], there: Counter[str]) -> dict[str, float]:
    stems = list(here)
    a = np.array([here[stem] for stem in stems], dtype=np.float64)
    b = np.array([there[stem] for stem in stems], dtype=np.float64)
    sizes = max(sum(here.values()), 1), max(sum(there.values()), 1)
    share = (a + b) / sum(sizes)
    terms = a * np.log(a / (sizes[0] * share))
    seen = b > 0
    terms[seen] += b[seen] * np.log(b[seen] / (sizes[1] * share[seen]))
    sign = np.where(a / sizes[0] >= b / sizes[1], 1.0, -1.0)
    return dict(zip(stems, (2 * sign * np.maximum(terms, 0)).tolist(), strict=True))


@lru_cache(maxsize=2)
def _stemmer(lang: Lang) -> Any:
    from nltk.stem.snowball import SnowballStemmer  # late: half a second

    return SnowballStemmer({"en": "english", "fr": "french"}[lang]).stem
