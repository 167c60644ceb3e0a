"""Which of some languages a text is in, by a vote of its small words; undecided texts stay open."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["VOTERS", "voted"]


def voted(texts: pd.Index, langs: Sequence[str]) -> npt.NDArray[np.object_]:
    """Return the language that each text's small words vote for; None where they do not agree.

    Each small word of one language only (*the*, *with*; *avec*, *est*, *qu'*) is a vote for it,
    and so is each word with a French accent. A text is decided by at least two votes and no tie.
    """
    asked = [lang for lang in langs if lang in VOTERS]
    found = np.full(len(texts), None, dtype=object)
    for start in range(0, len(texts), _CHUNK if asked else len(texts) + 1):
        part = texts[start : start + _CHUNK]
        if asked:
            found[start : start + len(part)] = _elected(_votes(part, asked), asked)
    return found


#: Small words that are frequent in one language and rare in the other. An elided word ends in _.
VOTERS: dict[str, str] = {
    "en": "the and of to is in it that you this for with not have be my your we they he she at but"
    " what if just do get can will all out up i i'm it's don't can't are was were has had would"
    " could should his her our their them there who when how why been now an by from about no like"
    " you're that's i've didn't so one more than then",
    "fr": "le la les un une des du de et est je tu il elle nous vous ils elles que qui quoi pas ne"
    " ce cette ces mon ma mes ta tes sa ses notre votre leur dans sur avec sans mais ou au aux par"
    " tout tous bien suis sont moi toi lui si comme quand aussi encore merci oui jamais rien chez"
    " alors donc depuis va ont pour fait faire ca en c_ j_ qu_ n_ l_ d_ s_ m_ t_",
}
_CHUNK = 100_000


def _votes(texts: pd.Index, langs: Sequence[str]) -> npt.NDArray[np.int64]:
    """Count the votes of each text, one column per language: Arrow throughout, no Python loop."""
    plain: Any = pa.array(texts, type=pa.large_string(), from_pandas=True)
    plain = pc.utf8_lower(plain)
    plain = pc.replace_substring(plain, "’", "'")
    for pattern, by in (
        (r"https?://\S*|[@#]\S+|\S+@\S+", " "),
        (r"(^|[^\pL'])(qu|[jcnldsmt])'([aeiouyhàâéèêëîïôœ])", r"\1\2_ \3"),
    ):
        plain = pc.replace_substring_regex(plain, pattern, by)
    split = pc.split_pattern_regex(plain, r"[^\pL'_]+")
    tokens = split.flatten().dictionary_encode()
    of_text = np.repeat(np.arange(len(texts)), pc.list_value_length(split).to_numpy())
    dictionary = tokens.dictionary
    votes = np.zeros((len(texts), len(langs)), dtype=np.int64)
    for column, lang in enumerate(langs):
        voters = pc.is_in(dictionary, value_set=pa.array(VOTERS[lang].split(), pa.large_string()))
        if lang == "fr":
            voters = pc.or_(voters, pc.match_substring_regex(dictionary, "[éèêàçùâîôûœ]"))
        weight = voters.to_numpy(zero_copy_only=False)[tokens.indices.to_numpy()]
        votes[:, column] = np.bincount(of_text, weights=weight, minlength=len(texts))
    return votes


def _elected(votes: npt.NDArray[np.int64], langs: Sequence[str]) -> npt.NDArray[np.object_]:
    ordered = np.sort(votes, axis=1)
    second = ordered[:, -2] if votes.shape[1] > 1 else 0
    decided = (ordered[:, -1] >= 2) & (ordered[:, -1] > second)
    names = np.array(langs, dtype=object)[votes.argmax(axis=1)]
    return np.where(decided, names, np.array(None, dtype=object))
