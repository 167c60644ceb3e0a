"""What became of each conversation: the truth about threads."""

import numpy as np
import pandas as pd

from cmkit.simulator.chance import Ints
from cmkit.simulator.drafts import root_of

__all__ = ["threads_of"]

#: What a member opens a thread for, and somebody may have to do something about.
_OPENED = ("complaint", "question", "suggestion")
_NEVER = np.iinfo(np.int64).max


def threads_of(
    people: pd.DataFrame, table: pd.DataFrame, ids: np.ndarray, truth: pd.DataFrame
) -> pd.DataFrame:
    """Return the outcome of each thread that a member opened with a complaint or a question.

    Returns
    -------
    DataFrame, one row per thread
        ``thread_id``, ``type``, ``aspect``, ``department``; ``asked_at``, ``first_reply_at`` (by
        anybody else), ``first_answer_at`` (by staff), UTC; ``n_posts``; ``outcome``: "resolved"
        (the asker thanks), "unresolved" (still waits after an answer), "answered" (by staff, and
        nothing more), "helped" (advice by a member), "discussed" (other replies), "ignored".
    """
    kinds = truth["type"].to_numpy(dtype=object)
    is_root = table["kind"].isin(["post", "quote"]).to_numpy() & np.isin(kinds, _OPENED)
    staff = (people["role"] == "staff").to_numpy()[table["author"].to_numpy()]
    roots = np.flatnonzero(is_root & ~staff)
    replies = np.flatnonzero(table["kind"] == "reply")
    root = root_of(table, replies)
    seconds = table["seconds"].to_numpy()
    author = table["author"].to_numpy()
    intent = table["intent"].to_numpy(dtype=object)
    by_asker = author[replies] == author[root]
    by_staff = staff[replies]
    size = len(table)
    others = _first(size, root[~by_asker], seconds[replies[~by_asker]])
    answers = _first(size, root[by_staff], seconds[replies[by_staff]])
    thanks = _any(size, root[by_asker & (intent[replies] == "thanks")])
    waits = _any(size, root[by_asker & (intent[replies] == "still_waiting")])
    advice = _any(size, root[~by_staff & (intent[replies] == "advice")])
    answered, replied = answers < _NEVER, others < _NEVER
    outcome = np.select(
        [thanks & replied, waits, answered, advice, replied],
        ["resolved", "unresolved", "answered", "helped", "discussed"],
        "ignored",
    )
    return pd.DataFrame(
        {
            "thread_id": pd.Series(ids[roots], dtype="str"),
            "type": pd.Series(kinds[roots], dtype="str"),
            "aspect": truth["aspect"].to_numpy(dtype=object)[roots],
            "department": truth["department"].to_numpy(dtype=object)[roots],
            "asked_at": _times(seconds[roots]),
            "first_reply_at": _times(others[roots]),
            "first_answer_at": _times(answers[roots]),
            "n_posts": 1 + np.bincount(root, minlength=size)[roots],
            "outcome": pd.Series(outcome[roots].astype(object), dtype="str"),
        }
    ).astype({"aspect": "str", "department": "str", "n_posts": "int64"})


def _first(size: int, root: Ints, seconds: Ints) -> Ints:
    first = np.full(size, _NEVER)
    np.minimum.at(first, root, seconds)
    return first


def _any(size: int, root: Ints) -> np.ndarray:
    found = np.zeros(size, dtype=bool)
    found[root] = True
    return found


def _times(seconds: Ints) -> pd.Series:
    known = pd.Series(np.where(seconds < _NEVER, seconds, 0))
    times = pd.to_datetime(known, unit="s", utc=True).dt.as_unit("us")
    return times.where(seconds < _NEVER)
