"""Posts to flags: each distinct text read once, in the language it is in."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from tqdm import tqdm

from cmkit import schema
from cmkit.errors import fail
from cmkit.moderation import insults, personal_data
from cmkit.moderation.matching import signals
from cmkit.moderation.solicitations import solicitations
from cmkit.moderation.spam import signs_of, spam
from cmkit.moderation.threats import threats
from cmkit.moderation.units import Lang, Part, distinct, read
from cmkit.schema.moderation import FLAGS
from cmkit.text.columns import check_texts
from cmkit.text.wordings import Signal, excerpt, fires

__all__ = ["Lang", "flags"]

_ORDER = FLAGS.columns["flag"].choices
_CHUNK = 50_000


def flags(posts: pd.DataFrame, *, lang: Lang = "auto", progress: bool = False) -> pd.DataFrame:
    """Point a moderator to the posts that may break the rules, and say why.

    There is no flag for hate or irony, on purpose: see Notes. A flag is a reason to look, never a
    verdict.

    Parameters
    ----------
    posts : DataFrame, one row per post
        See `cmkit.schema.POSTS`.
    lang : {"auto", "en", "fr"}
        ``"auto"`` reads wordings of both languages, and single words in the post's ``lang``, found
        out where it is missing. A language reads every post in that language alone.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    DataFrame, one row per post and flag that it raised, in the order of the posts
        See `cmkit.schema.moderation.FLAGS`; a post that raises none has no row. ``flag`` is one of
        ``spam`` (advertising, bait, the same text again and again), ``insult``, ``solicitation``
        (adult offers), ``threat``, ``personal_data`` (e-mail, phone, IBAN, payment card, French
        social security number). ``score``: how strong the signs are by the tables of
        ``moderation/data``, 0 to 1; it is no probability. ``words``: what raised the flag;
        personal data are masked ("a…@…", or the last two digits). ``reason``: one sentence.

    Raises
    ------
    CmkitError
        ``posts`` is not a POSTS table; the language is not known.

    Notes
    -----
    *Why no hate, no irony.* What a word list or a plain classifier makes of them is too often wrong
    to act on: held out, linear classifiers reached a macro-F1 of 40 on hate (38 on a functional
    test set) and 67 on irony; an English word list 66 on offence, and a list of French insults
    finds 8 to 9 % of toxic posts. Their mistakes fall on those who write in a minority variety of
    the language [1]_ [2]_. Members report hate; a person reads it.

    *Precision first.* Swear words without a target, blame ("thieves", "incompetent"), quoted
    insults and talk of a lawyer raise nothing: criticism is no offence, however harsh. What is
    missed is the greater part; keep a report button. Repetition needs the whole table: flags of a
    part of it may differ. A campaign of members who copy one text repeats it too: read before you
    call it spam. Not for scoring people.

    See Also
    --------
    decide : What the charter proposes for each flagged post.
    cmkit.crisis.posting_response : Whether and how to answer one post.

    References
    ----------
    .. [1] Sap et al. (2019), ACL, doi:10.18653/v1/P19-1163.
    .. [2] Davidson, Bhattacharya & Weber (2019), ALW, doi:10.18653/v1/W19-3504.

    Examples
    --------
    >>> from cmkit.posts import validate
    >>> posts = validate(
    ...     pd.DataFrame(
    ...         {
    ...             "post_id": ["1", "2", "3"],
    ...             "author_id": ["ana", "ben", "cho"],
    ...             "created_at": ["2025-03-01 10:00Z", "2025-03-01 10:05Z", "2025-03-01 10:09Z"],
    ...             "text": ["Damn slow delivery!", "You are a clown", "Call me: 06 39 98 12 34"],
    ...         }
    ...     )
    ... )
    >>> flags(posts)[["post_id", "flag", "words"]]
      post_id           flag    words
    0       2         insult  [clown]
    1       3  personal_data    […34]
    """
    schema.check(posts, schema.POSTS)
    if lang not in ("auto", "en", "fr"):
        raise fail("'lang' is not known.", found=repr(lang), fix='lang="auto", "en" or "fr"')
    check_texts(posts["text"])
    codes, units = distinct(posts, lang)
    found: list[_Found] = []
    folds, shows = [], []
    with tqdm(total=len(units), unit="texts", desc="flags", disable=not progress) as bar:
        for start in range(0, len(units), _CHUNK):
            part = read(units.iloc[start : start + _CHUNK], lang)
            found += [each._replace(place=each.place + start) for each in _worded(part)]
            folds.append(part.folds)
            shows.append(signs_of(part))
            bar.update(len(part.texts))
    if not folds:
        return _table(posts, [])
    rows = _of_rows(codes, found)
    all_folds = pa.chunked_array(folds).combine_chunks()
    for row, score, words, reason in spam(
        posts, codes, units["text"], all_folds, np.concatenate(shows)
    ):
        rows.append(_Found(row, "spam", score, words, reason))
    return _table(posts, rows)


class _Found(NamedTuple):
    """A flag of a distinct text (``place`` = its number), or of a post (``place`` = its row)."""

    place: int
    flag: str
    score: float
    words: list[str]
    reason: str


def _worded(part: Part) -> Iterator[_Found]:
    """Yield the flags that a text raises by itself."""
    yield from _insults(part)
    yield from _phrased(part, "threat", threats(part), "Sounds like")
    yield from _phrased(part, "solicitation", solicitations(part), "Looks like")
    for place in personal_data.candidates(part.folds).tolist():
        hits = personal_data.found_in(part.folds[place].as_py())
        if hits:
            kinds = " and ".join(dict.fromkeys(hit.kind for hit in hits))
            masks = list(dict.fromkeys(hit.mask for hit in hits))
            best = max(hit.score for hit in hits)
            yield _Found(place, "personal_data", best, masks, f"Seems to hold {kinds}.")


def _phrased(
    part: Part, flag: str, fired: Iterator[tuple[int, list[Signal]]], opening: str
) -> Iterator[_Found]:
    """Yield a flag for each text in which wordings fire; more than one adds 0.1 each."""
    for place, known in fired:
        text, fold = part.texts[place].as_py(), part.folds[place].as_py()
        known.sort(key=lambda signal: -signal.weight)
        words = list(dict.fromkeys(excerpt(text, fold, signal.pattern) for signal in known))
        score = min(1.0, known[0].weight + 0.1 * (len(known) - 1))
        yield _Found(place, flag, score, words, f"{opening} {known[0].what}: “{words[0]}”.")


def _insults(part: Part) -> Iterator[_Found]:
    """Yield a flag for each text with an insult; another one adds 0.05."""
    known = signals("insult_phrases")
    places, fired = fires(part.folds, known, part.wording_langs)
    phrases = dict(zip(places.tolist(), fired, strict=True))
    singles = set(insults.candidates(part.folds).tolist())
    for place in sorted(singles | set(phrases)):
        text, fold = part.texts[place].as_py(), part.folds[place].as_py()
        hits = insults.insults_in(fold, part.word_langs[place]) if place in singles else []
        for i in np.flatnonzero(phrases.get(place, ())):
            hits += insults.phrases_in(fold, known[i])
        if hits:
            hits.sort(key=lambda hit: -hit.score)
            source = text if len(text) == len(fold) else fold
            cuts = (source[hit.start : hit.end].strip(" .,;:!?") for hit in hits)
            words = list(dict.fromkeys(cuts))
            score = min(1.0, hits[0].score + 0.05 * (len(words) - 1))
            opening = "Insults a person" if any(hit.at_you for hit in hits) else "Holds an insult"
            yield _Found(place, "insult", score, words, f"{opening}: “{words[0]}”.")


def _of_rows(codes: npt.NDArray[np.int64], found: list[_Found]) -> list[_Found]:
    """Give each flag of a text to every post that has the text; each gets words of its own."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    places = np.array([each.place for each in found], dtype=np.int64)
    starts = np.searchsorted(ordered, places, "left").tolist()
    ends = np.searchsorted(ordered, places, "right").tolist()
    return [
        each._replace(place=row, words=list(each.words))
        for each, start, end in zip(found, starts, ends, strict=True)
        for row in order[start:end].tolist()
    ]


def _table(posts: pd.DataFrame, rows: list[_Found]) -> pd.DataFrame:
    rows.sort(key=lambda each: (each.place, _ORDER.index(each.flag)))
    words = pd.Series([each.words for each in rows], dtype=object)
    ids = posts["post_id"].astype("str").to_numpy(dtype=object)
    table = pd.DataFrame(
        {
            "post_id": pd.Series([ids[each.place] for each in rows], dtype="str"),
            "flag": pd.Series([each.flag for each in rows], dtype="str"),
            "score": pd.Series([round(each.score, 3) for each in rows], dtype="float64"),
            "words": words,
            "reason": pd.Series([each.reason for each in rows], dtype="str"),
        }
    )
    return schema.check(table, FLAGS)
