"""Posts to tags: each distinct text read once, in the language it is in."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast, overload

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm import tqdm

from cmkit import schema
from cmkit.sentiment.engines import Engine, Judged, Lang, check_choices, judged, languages_of
from cmkit.sentiment.languages import ANY, languages
from cmkit.sentiment.models import Model
from cmkit.sentiment.outside import Outside, outside
from cmkit.text.columns import Texts, as_texts

__all__ = ["score", "tag"]

#: A chunk is full at so many texts or characters, whichever comes first: what a cache holds.
_MOST_TEXTS, _MOST_CHARACTERS = 2_500, 1_000_000


def tag(
    posts: pd.DataFrame,
    *,
    engine: Engine = "calibrated",
    lang: Lang = "auto",
    model: Model | None = None,
    names: Mapping[str, str] | None = None,
    progress: bool = False,
) -> pd.DataFrame:
    """Say of each post whether it is negative, neutral or positive.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    engine : {"calibrated", "rules", "vader", "model"}, callable or folder
        ``"calibrated"``: a small linear layer over what the rules find, with an honest confidence.
        ``"rules"``: VADER's rules with known faults mended for English, rules and a lexicon of
        cmkit's own for French: what `explain` explains. ``"vader"``: VADER as published [1]_,
        English only, with its limits of +-0.05. ``"model"``: rules and n-grams, trained. A
        function from a list of texts to a label for each (or to what a transformers pipeline
        returns), or the folder of such a model, is an engine, too.
    lang : {"auto", "en", "fr"}
        ``"auto"`` takes the post's ``lang`` where there is one and finds it out elsewhere. A
        language reads every post in that language.
    model : Model, optional
        For ``engine="model"``: your own, from `train` or `load`; by default the one that cmkit
        ships.
    names : mapping, optional
        For an engine from outside: its labels' names in cmkit's terms, ``{"LABEL_0":
        "negative"}``.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    DataFrame, one row per post, same order and index
        See `cmkit.schema.TAGS`. ``score`` from -1 to 1: of the rules engines the squashed sum of
        the words' values, else the probability of positive less that of negative; ``label``;
        ``confidence``, how often such a label was right among the posts that the engine was
        fitted on, 0 to 1. A post without text, or in a language that the engine does not read, is
        ``"unknown"``: no score, confidence 0.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; the engine or the language is not known; an engine from
        outside that does not answer with a label for each text.

    Notes
    -----
    The layers were fitted on posts from X, the French ones about ecology and its politics: on
    other posts, label a hundred by hand and compare with `cmkit.evaluation`. Not for judging a
    single person's post: a label is wrong about four times in ten, and irony is read at its word.
    Each distinct text is read once, in chunks: memory beyond the table is flat.

    References
    ----------
    .. [1] Hutto & Gilbert (2014), ICWSM-14, doi:10.1609/icwsm.v8i1.14550.

    Examples
    --------
    >>> from cmkit.posts import validate
    >>> posts = validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2"],
    ...             "author_id": ["ana", "ben"],
    ...             "created_at": ["2025-03-01 10:00Z", "2025-03-01 10:05Z"],
    ...             "text": ["J'adore ce canapé !", "The delivery was awful"],
    ...         }
    ...     )
    ... )
    >>> tag(posts)[["post_id", "lang", "label"]]
      post_id lang     label
    0       1   fr  positive
    1       2   en  negative
    """
    schema.check(posts, schema.POSTS)
    choice = _choice(engine, lang, model, names)
    langs = languages(posts["text"], posts["lang"], lang)
    found = _judged(posts["text"], langs, choice, progress=progress)
    table = pd.DataFrame(
        {
            "post_id": posts["post_id"].astype("str"),
            "lang": pd.Series(langs, index=posts.index, dtype="str").replace(ANY, np.nan),
            "score": found.scores,
            "label": pd.Series(found.labels, index=posts.index, dtype="str"),
            "confidence": found.confidences,
        },
        index=posts.index,
    )
    return schema.check(table, schema.TAGS)


@overload
def score(  # type: ignore[overload-overlap]
    texts: str, *, engine: Engine = ..., lang: Lang = ..., model: Model | None = ...
) -> float: ...
@overload
def score(
    texts: Texts, *, engine: Engine = ..., lang: Lang = ..., model: Model | None = ...
) -> pd.Series: ...
def score(
    texts: Texts | str,
    *,
    engine: Engine = "calibrated",
    lang: Lang = "auto",
    model: Model | None = None,
) -> pd.Series | float:
    """Score bare texts.

    Parameters
    ----------
    texts : Series, list of str, Arrow array, or one str
        One text per post.
    engine, lang, model
        As in `tag`.

    Returns
    -------
    Series of float, same index; of one text a float
        From -1 (negative) to 1 (positive), four decimals; missing where the text is missing,
        empty or in a language that the engine does not read.

    Raises
    ------
    CmkitError
        ``texts`` holds something that is not a text; the engine or the language is not known.

    Examples
    --------
    >>> score(["The book was good.", None], engine="vader", lang="en").tolist()
    [0.4404, nan]
    >>> score("J'adore !", engine="rules")
    0.6476
    """
    choice = _choice(engine, lang, model, None)
    column = as_texts([texts] if isinstance(texts, str) else texts)
    langs = languages(column, None, lang)
    found = _judged(column, langs, choice, progress=False)
    if isinstance(texts, str):
        return float(found.scores[0])
    return pd.Series(found.scores, index=column.index, name="score")


class _Choice(NamedTuple):
    """An engine of cmkit's by name, or one from outside."""

    engine: str
    model: Model | None
    outside: Outside | None


def _choice(
    engine: Engine, lang: str, model: Model | None, names: Mapping[str, str] | None
) -> _Choice:
    foreign = outside(engine, names)
    check_choices("calibrated" if foreign else engine, lang, model)
    return _Choice("outside" if foreign else cast("str", engine), model, foreign)


def _judged(
    texts: pd.Series, langs: npt.NDArray[np.object_], choice: _Choice, *, progress: bool
) -> Judged:
    """Judge each distinct text in its language once, in chunks."""
    names, codes, distinct, asked = _pairs(texts, langs, choice)
    found = _nothing(len(texts))
    pairs, places = np.unique(codes, return_inverse=True)
    each = _nothing(len(pairs))
    with tqdm(total=len(pairs), unit="texts", desc="sentiment", disable=not progress) as bar:
        for lang, rows in _chunks(pairs, distinct):
            part = distinct[pairs[rows] % len(distinct)].tolist()
            done = _answer(part, names[lang], choice)
            for whole, piece in zip(each, done, strict=True):
                whole[rows] = piece
            bar.update(len(part))
    for column, values in zip(found, each, strict=True):
        column[asked] = values[places]
    return found


def _answer(texts: list[str], lang: str, choice: _Choice) -> Judged:
    if choice.outside is not None:
        return choice.outside(texts)
    # a text of emoji alone goes by the English limits, or by those that there are
    readable = languages_of(choice.engine, choice.model)
    read_in = lang if lang != ANY else "en" if "en" in readable else readable[0]
    return judged(texts, engine=choice.engine, lang=read_in, model=choice.model)


def _pairs(
    texts: pd.Series, langs: npt.NDArray[np.object_], choice: _Choice
) -> tuple[list[str], npt.NDArray[np.int64], pd.Index, npt.NDArray[np.bool_]]:
    """Return names of languages, a code per (language, text) to be read, texts, and rows."""
    text_codes, distinct = pd.factorize(texts)
    distinct = pd.Index(distinct)
    if choice.outside is not None:  # an engine from outside reads whatever has letters
        blank = pd.Series(distinct).str.strip() == ""
        readable = ~blank.to_numpy(dtype=bool)
        asked = (text_codes >= 0) & np.append(readable, False)[text_codes]
        return [ANY], text_codes[asked].astype(np.int64), distinct, asked
    names = [*languages_of(choice.engine, choice.model), ANY]
    lang_codes = pd.Index(names).get_indexer(pd.Index(langs, dtype=object))
    asked = (text_codes >= 0) & (lang_codes >= 0)
    return names, (lang_codes * len(distinct) + text_codes)[asked], distinct, asked


def _nothing(n: int) -> Judged:
    return Judged(np.full(n, np.nan), np.full(n, "unknown", dtype=object), np.zeros(n))


def _chunks(pairs: npt.NDArray[np.int64], distinct: pd.Index) -> Iterator[tuple[int, slice]]:
    """Yield rows of one language at a time, few enough posts and characters for flat memory."""
    if not len(pairs):
        return
    lang, text = np.divmod(pairs, len(distinct))
    size = np.cumsum(pd.Series(distinct).str.len().to_numpy(dtype=np.int64)[text])
    start = 0
    while start < len(pairs):
        same = int(np.searchsorted(lang, lang[start], side="right"))
        before = size[start - 1] if start else 0
        full = int(np.searchsorted(size, before + _MOST_CHARACTERS, side="right"))
        stop = min(same, start + _MOST_TEXTS, max(full, start + 1))
        yield int(lang[start]), slice(start, stop)
        start = stop
