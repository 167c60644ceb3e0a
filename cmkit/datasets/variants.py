"""The same dataset for each student anew: equally hard, with other answers."""

import hashlib
import hmac
from typing import NamedTuple

import pandas as pd

from cmkit import simulator
from cmkit.datasets import shelf
from cmkit.datasets.loading import TruthTables
from cmkit.errors import fail

__all__ = ["Variant", "variant"]

_SHORTEST_KEY = 16


class Variant(NamedTuple):
    """A student's own table, and the truth about it."""

    table: pd.DataFrame
    truth: TruthTables


def variant(name: str, *, student: str, term_key: str | bytes) -> Variant:
    """Draw a student's own variant of a dataset.

    Parameters
    ----------
    name : str
        One of `catalogue`, but for data that were written by hand.
    student : str
        Who: the same words give the same variant.
    term_key : str or bytes
        A secret of the term, 16 characters or more, such as ``secrets.token_hex(16)``. Who has it
        can draw every variant and its truth: it must not reach the students.

    Returns
    -------
    Variant
        ``table``, to hand out, and ``truth``, tables by name, to keep.

    Raises
    ------
    CmkitError
        There is no such dataset, or it cannot be drawn; the key is too short; no student.

    Notes
    -----
    The seed is HMAC-SHA-256 of the dataset's family, the version of the simulator and the student,
    under the key. Datasets of one world (``members`` and ``activity``) get the same seed, so that a
    student's parts fit together. How much the difficulty varies is measured in
    ``benchmarks/results/variants.csv``.

    Examples
    --------
    >>> ana = variant("ballots", student="ana", term_key="a secret of spring")
    >>> ben = variant("ballots", student="ben", term_key="a secret of spring")
    >>> ana.table.shape == ben.table.shape, ana.table.equals(ben.table)
    (True, False)
    """
    recipe = shelf.recipe_of(name)
    if recipe.by_hand:
        raise fail(
            f"{name!r} was written by hand: it has no variants.",
            found=name,
            fix="give every student the same: cmkit.datasets.load(...)",
        )
    made = recipe.make(_seed(recipe.family or name, student, term_key))
    return Variant(made.table, TruthTables(made.truth))


def _seed(family: str, student: str, term_key: str | bytes) -> int:
    key = term_key.encode("utf-8") if isinstance(term_key, str) else term_key
    if not isinstance(key, bytes) or len(key) < _SHORTEST_KEY:
        raise fail(
            "the key of the term is too short.",
            found=f"{len(key) if isinstance(key, bytes) else type(term_key).__name__}",
            fix=f"{_SHORTEST_KEY} characters or more: secrets.token_hex(16)",
        )
    if not isinstance(student, str) or not student.strip():
        raise fail("student must be a text.", found=repr(student), fix="the student's identifier")
    parts = (family, simulator.VERSION, student.strip())
    words = b"".join(f"{len(part.encode())}:{part}".encode() for part in parts)
    return int.from_bytes(hmac.new(key, words, hashlib.sha256).digest()[:7], "big")
