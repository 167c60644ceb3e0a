"""The same text again: by its author within a day, by other authors within an hour."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["repetitions"]

#: Too little to say that two people wrote the same: "Bonne journée à toutes et à tous !"
_LEAST_WORDS, _LEAST_LETTERS = 7, 30
_SAME_AUTHOR, _MANY_AUTHORS = pd.Timedelta("24h"), pd.Timedelta("1h")
#: Times are whole seconds: a group's must not reach into the next group's.
_SECOND = pd.Timedelta("1s")


def repetitions(
    posts: pd.DataFrame, codes: npt.NDArray[np.int64], folds: pa.Array
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Count, for each post, its author's posts of that text and the authors who have it too.

    ``codes`` numbers each post's text among ``folds``. Links, numbers and handles may differ.
    Reposts and short texts count 0. It takes as long as sorting the posts.
    """
    of_text, is_long = _kinds(folds)
    same, many = np.zeros(len(posts), dtype=np.int64), np.zeros(len(posts), dtype=np.int64)
    rows = np.flatnonzero((codes >= 0) & (posts["kind"] != "repost").to_numpy(dtype=bool))
    rows = rows[is_long[codes[rows]]]
    if not len(rows):
        return same, many
    key = of_text[codes[rows]]
    author = pd.factorize(posts["author_id"].iloc[rows])[0].astype(np.int64)
    pair = key * (author.max() + 1) + author
    time = ((posts["created_at"].iloc[rows] - posts["created_at"].min()) // _SECOND).to_numpy()
    order = np.argsort(time, kind="stable")
    first = order[np.unique(pair[order], return_index=True)[1]]
    same[rows] = _near(pair, time, pair, time, _SAME_AUTHOR)
    # An author is counted by the first post of the text, and at least once by her own.
    many[rows] = np.maximum(_near(key, time, key[first], time[first], _MANY_AUTHORS), 1)
    return same, many


def _kinds(folds: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Give texts that differ in links, numbers and handles alone one number; tell long ones."""
    plain = pc.replace_substring_regex(folds, r"https?://\S+|[@#]\S+|[^\pL\s]+", "")
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(plain, r"\s+", " "))
    is_long = pc.and_(
        pc.greater_equal(pc.utf8_length(plain), _LEAST_LETTERS),
        pc.greater_equal(pc.count_substring(plain, " "), _LEAST_WORDS - 1),
    )
    numbers = plain.dictionary_encode().indices.to_numpy().astype(np.int64)
    return numbers, is_long.to_numpy(zero_copy_only=False)


def _near(
    groups: npt.NDArray[np.int64],
    times: npt.NDArray[np.int64],
    other_groups: npt.NDArray[np.int64],
    other_times: npt.NDArray[np.int64],
    within: pd.Timedelta,
) -> npt.NDArray[np.int64]:
    """Count the others of the same group, not farther than ``within`` before or after."""
    width = within // _SECOND
    span = int(times.max()) + 2 * width + 1
    _, dense = np.unique(np.concatenate([groups, other_groups]), return_inverse=True)
    line = np.sort(dense[len(groups) :] * span + other_times)
    mine = dense[: len(groups)] * span + times
    found = np.searchsorted(line, mine + width, "right") - np.searchsorted(line, mine - width)
    return np.asarray(found, dtype=np.int64)
