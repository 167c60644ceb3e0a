"""Posts to tags: each distinct text read once, in the language it is in."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm import tqdm

from cmkit import schema
from cmkit.errors import fail
from cmkit.sentiment.engines import LANGUAGES, Engine, Lang, check_choices, reading
from cmkit.sentiment.labels import confidences, labels, limits
from cmkit.text import language
from cmkit.text.columns import Texts, as_texts

__all__ = ["score", "tag"]

_CHUNK = 10_000
#: Codes that platforms give where they do not know the language.
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx", "qam", "qct", "qht", "qme", "qst", ""})
#: Up to how many words a text without a small word is read by the words of feeling it has.
_SHORT = 6
#: A text of emoji alone reads the same in any language.
_ANY = "any"


def tag(
    posts: pd.DataFrame,
    *,
    engine: Engine = "rules",
    lang: Lang = "auto",
    progress: bool = False,
) -> pd.DataFrame:
    """Say of each post whether it is negative, neutral or positive.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    engine : {"rules", "vader"}
        ``"rules"``: VADER's rules with known faults mended for English, rules and a lexicon of
        cmkit's own for French. ``"vader"``: VADER as published [1]_, English only, with its
        limits of +-0.05.
    lang : {"auto", "en", "fr"}
        ``"auto"`` takes the post's ``lang`` where there is one and finds it out elsewhere. A
        language reads every post in that language.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    DataFrame, one row per post, same order and index
        See `cmkit.schema.TAGS`. ``score`` from -1 to 1; ``label``; ``confidence``, the share of
        posts with such a score whose label was right among the posts that the limits were fitted
        on, 0 to 1. A post without text, or in a language that the engine does not read, is
        ``"unknown"``: no score, confidence 0.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; the engine or the language is not known.

    Notes
    -----
    The limits were fitted on posts from X, the French ones about ecology and its politics: on
    other posts, label a hundred by hand and compare with `cmkit.evaluation`. Not for judging a
    single person's post: a label is wrong about four times in ten, and irony is read at its word.

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
    check_choices(engine, lang)
    langs = _languages(posts["text"], posts["lang"], lang)
    scores = _scores(posts["text"], langs, engine, progress=progress)
    names, sure = _labelled(scores, langs, engine)
    table = pd.DataFrame(
        {
            "post_id": posts["post_id"].astype("str"),
            "lang": pd.Series(langs, index=posts.index, dtype="str").replace(_ANY, np.nan),
            "score": scores,
            "label": pd.Series(names, index=posts.index, dtype="str"),
            "confidence": sure,
        },
        index=posts.index,
    )
    return schema.check(table, schema.TAGS)


def score(texts: Texts, *, engine: Engine = "rules", lang: Lang = "auto") -> pd.Series:
    """Score bare texts.

    Parameters
    ----------
    texts : Series, list of str or Arrow array
        One text per post.
    engine, lang : str
        As in `tag`.

    Returns
    -------
    Series of float, same index
        From -1 (negative) to 1 (positive), four decimals; missing where the text is missing,
        empty or in a language that the engine does not read.

    Raises
    ------
    CmkitError
        ``texts`` is a single text or holds something that is not one; the engine or the language
        is not known.

    Examples
    --------
    >>> score(["The book was good.", None], engine="vader", lang="en").tolist()
    [0.4404, nan]
    """
    check_choices(engine, lang)
    column = as_texts(texts)
    scores = _scores(column, _languages(column, None, lang), engine, progress=False)
    return pd.Series(scores, index=column.index, name="score")


# --- languages ---------------------------------------------------------------------------------


def _languages(texts: pd.Series, given: pd.Series | None, lang: str) -> npt.NDArray[np.object_]:
    """Return the language that each text is read in; missing where there is none."""
    if not pd.api.types.is_string_dtype(texts.dtype) and texts.notna().any():
        raise fail(
            "posts: column 'text' must hold texts.",
            found=f"dtype {texts.dtype}",
            fix="table['text'].astype('str')",
        )
    blank = texts.isna() | (texts.astype("str").str.strip() == "")
    if lang != "auto":
        everywhere = np.full(len(texts), lang, dtype=object)
        everywhere[blank.to_numpy()] = np.nan
        return everywhere
    found = np.full(len(texts), np.nan, dtype=object)
    open_rows = ~blank.to_numpy()
    if given is not None:
        code = given.astype("str").str.lower().str.replace(r"[-_].*", "", regex=True)
        told = (code.notna() & ~code.isin(_NO_LANGUAGE)).to_numpy()
        known = code.isin(["en", "fr"]).to_numpy() & open_rows
        found[known] = code.to_numpy(dtype=object)[known]
        open_rows &= ~told
    if open_rows.any():
        found[open_rows] = _found_out(texts[open_rows])
    return found


def _found_out(texts: pd.Series) -> npt.NDArray[np.object_]:
    """Return the language of each text: by its small words, else by its words of feeling."""
    codes, distinct = pd.factorize(texts)
    found: npt.NDArray[np.object_] = language(pd.Series(distinct)).to_numpy(dtype=object)
    for i in np.flatnonzero(pd.isna(found)).tolist():
        found[i] = _by_feeling(distinct[i])
    return np.asarray(found[codes], dtype=object)


def _by_feeling(text: str) -> Any:
    """Read a short text, like "Great service!" or "😍", by the words of feeling that it has."""
    if len(text.split()) > _SHORT:
        return np.nan
    n_words = {lang: _n_known(text, lang) for lang in ("en", "fr")}
    if n_words["en"] != n_words["fr"]:
        return max(n_words, key=lambda lang: n_words[lang])
    wordless = not any(character.isalpha() for character in text)
    return _ANY if wordless and reading(text, engine="rules", lang="en").score() else np.nan


def _n_known(text: str, lang: str) -> int:
    read = reading(text, engine="rules", lang=lang, noted=True)
    pairs = zip(read.normalised, read.valences, strict=True)
    return sum(valence is not None and word[0].isalpha() for word, valence in pairs)


# --- scores ------------------------------------------------------------------------------------


def _scores(
    texts: pd.Series, langs: npt.NDArray[np.object_], engine: str, *, progress: bool
) -> npt.NDArray[np.float64]:
    """Score each distinct (text, language) once; in Python, text by text, in chunks."""
    text_codes, distinct = pd.factorize(texts)
    lang_codes, names = pd.factorize(langs)
    readable = np.array([name in (*LANGUAGES[engine], _ANY) for name in names], dtype=bool)
    asked = (text_codes >= 0) & (lang_codes >= 0)
    asked[asked] = readable[lang_codes[asked]]
    scores = np.full(len(texts), np.nan)
    pairs, places = np.unique(text_codes[asked] * 4 + lang_codes[asked], return_inverse=True)
    found = np.empty(len(pairs))
    bar = tqdm(total=len(pairs), unit="texts", desc="sentiment", disable=not progress)
    with bar:
        for start in range(0, len(pairs), _CHUNK):
            part = pairs[start : start + _CHUNK]
            found[start : start + len(part)] = [
                reading(distinct[pair // 4], engine=engine, lang=names[pair % 4]).score()
                for pair in part.tolist()
            ]
            bar.update(len(part))
    scores[asked] = found[places]
    return scores


def _labelled(
    scores: npt.NDArray[np.float64], langs: npt.NDArray[np.object_], engine: str
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.float64]]:
    names = np.full(len(scores), "unknown", dtype=object)
    sure = np.zeros(len(scores))
    for lang in LANGUAGES[engine]:
        # A text of emoji alone goes by the English limits.
        rows = langs == lang if lang != "en" else (langs == lang) | (langs == _ANY)
        limit = limits()[engine, lang]
        names[rows] = labels(scores[rows], limit)
        sure[rows] = confidences(scores[rows], names[rows], limit)
    return names, sure
