"""Check of a ranking: who comes first, second, third."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cmkit.checks.plain import WANTED, family, frozen, is_missing, plain
from cmkit.checks.values import answered
from cmkit.checks.wording import shown, wrong
from cmkit.errors import fail

__all__ = ["same_ranking"]


def same_ranking(
    answer: object,
    expected: pd.DataFrame | Sequence[object],
    *,
    k: int | None = None,
    hint: str | None = None,
) -> None:
    """Check who is ranked first, second, third ..., with ties where they were declared.

    Parameters
    ----------
    answer : list, array or Series of ids, or DataFrame with an ``author_id`` column
        The student's ranking, highest first. A DataFrame is read in its row order.
    expected : list, or DataFrame with ``author_id`` and ``rank`` (`cmkit.schema.SCORES`)
        The ranking. In a list, a set holds those who tie: ``["ana", {"ben", "cho"}]``. In a
        DataFrame, those tie who share a rank.
    k : int, optional
        Look at the first k places only; the answer may go on. Without it, at all.
    hint : str, optional
        What to say when it does not hold.

    Raises
    ------
    WrongAnswer
        Too short, someone twice, or another order. It says up to which place the ranking is
        right, or that only the order is wrong; never who belongs where.
    CmkitError
        The expected ranking is empty or shorter than k.

    Examples
    --------
    >>> same_ranking(["ana", "cho", "ben"], ["ana", {"ben", "cho"}])
    >>> same_ranking(["ana", "dan"], ["ana", {"ben", "cho"}], k=2)
    Traceback (most recent call last):
    cmkit.errors.WrongAnswer: The ranking is right for its first 1 places, then it is not.
      Found: ['ana', 'dan']
    """
    answered(answer, hint=hint)
    ties = _ties(expected)
    places = sum(map(len, ties))
    if places == 0 or (k is not None and not 1 <= k <= places):
        raise fail(
            "checks.same_ranking needs an expected ranking of at least k places.",
            found=f"{places} places, k={k}",
        )
    ids = _ids(answer, hint)
    looked_at = ids[:k]
    if len(set(looked_at)) < len(looked_at):
        raise wrong("repeated", found=shown(looked_at), hint=hint)
    if len(looked_at) < (k or places):
        raise wrong("ranking_short", found=shown(ids), hint=hint)
    if k is None and len(ids) > places:
        raise wrong("ranking_long", found=shown(ids), hint=hint)
    _compare(looked_at, ties, hint)


def _ids(answer: Any, hint: str | None) -> list[Any]:
    if isinstance(answer, pd.DataFrame):
        if "author_id" not in answer.columns:
            raise wrong("columns", found=shown(answer), hint=hint, columns="'author_id'")
        answer = answer["author_id"]
    if family(answer) != "list":
        raise wrong("family", found=shown(answer), hint=hint, wanted=WANTED["list"])
    ids = [frozen(item) for item in plain(answer)]
    if any(is_missing(item) for item in ids):
        raise wrong("missing", found=shown(answer), hint=hint)
    return ids


def _ties(expected: Any) -> list[set[Any]]:
    """Return the expected ranking as sets of those who share a place, highest first."""
    if isinstance(expected, pd.DataFrame):
        if not {"author_id", "rank"} <= set(expected.columns):
            raise fail(
                "an expected ranking needs the columns 'author_id' and 'rank'.",
                found=list(expected.columns),
            )
        groups = expected.groupby("rank", sort=True)["author_id"]
        return [set(plain(ids)) for _, ids in groups]
    return [
        set(plain(place)) if isinstance(place, (set, frozenset)) else {frozen(plain(place))}
        for place in expected
    ]


def _compare(ids: list[Any], ties: list[set[Any]], hint: str | None) -> None:
    """Walk down the places; those who tie may come in any order among themselves."""
    left: set[Any] = set()
    following = iter(ties)
    for place, one in enumerate(ids):
        left = left or set(next(following))
        if one not in left:
            wanted = _first(ties, len(ids))
            sentence = "ranking_order" if wanted is not None and set(ids) == wanted else "ranking"
            raise wrong(sentence, found=shown(ids), hint=hint, n=place)
        left.discard(one)


def _first(ties: list[set[Any]], places: int) -> set[Any] | None:
    """Return who holds the first places, unless a tie makes that undecided."""
    first: set[Any] = set()
    for tie in ties:
        if len(first) == places:
            break
        first |= tie
    return first if len(first) == places else None
