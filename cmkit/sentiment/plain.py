"""Which tokens are plain words, and what is seen of them without looking them up."""

from typing import NamedTuple

import numpy as np

from cmkit.sentiment.characters import capitals, letters, small_letters
from cmkit.sentiment.cutting import Cut, Flags, Known, Places, Points, counting, stripped

__all__ = ["Seen", "seen", "tripled", "within"]

#: Letters of the languages of Europe.
_LATIN = 0x250


class Seen(NamedTuple):
    """Of each token: where its word stands, which known word it is (0: none), its capitals.

    ``asked`` are those that must be looked up by themselves.
    """

    first: Places
    last: Places
    word: Places
    asked: Flags
    all_capitals: Flags
    folded: Points


def seen(found: Cut, known: Known) -> Seen:
    """Look at the tokens without the punctuation around them.

    ``asked`` are those that have a character whose small form is not one character, or that are
    so short that their punctuation may make a face of them.
    """
    first, last = stripped(found)
    folded = known.folded[found.points]
    word = known.find(folded, first, last)
    length = last - first
    asked = (word < 0) | (length == 0) | ((length <= 2) & (length < found.last - found.first))
    look = Seen(first, last, word, asked, np.zeros(len(first), dtype=bool), folded)
    asked |= within(found, folded == 0, look)
    look.all_capitals[:] = _all_capitals(found, look)
    return look


def within(found: Cut, marked: Flags, look: Seen) -> Flags:
    """Say of each token whether it has a marked character, punctuation around it left out."""
    at = np.flatnonzero(marked)
    holds = np.zeros(len(look.first), dtype=bool)
    if len(at) and len(holds):
        owner = found.owners(at)
        inside = (owner >= 0) & (at >= look.first[owner]) & (at < look.last[owner])
        holds[owner[inside]] = True
    return holds


def _all_capitals(found: Cut, look: Seen) -> Flags:
    """Say of each token what ``str.isupper`` says."""
    points, small = found.points, small_letters()
    # most tokens have a small letter in the first two places
    second = np.minimum(look.first + 1, look.last - 1)
    quiet = small[points[look.first]] | small[points[second]] | (look.first == look.last)
    chosen = np.flatnonzero(~quiet)
    length = (look.last - look.first)[chosen]
    stretch = points[np.repeat(look.first[chosen], length) + counting(length)]
    token = np.repeat(np.arange(len(chosen)), length)
    loud = np.bincount(token[capitals()[stretch]], minlength=len(chosen)) > 0
    loud &= np.bincount(token[small[stretch]], minlength=len(chosen)) == 0
    holds = np.zeros(len(quiet), dtype=bool)
    holds[chosen] = loud
    return holds


def tripled(found: Cut, look: Seen) -> Flags:
    """Say of each token whether it has one character three times in a row."""
    points = look.folded
    same = np.zeros(len(points), dtype=bool)
    same[2:] = (points[2:] == points[1:-1]) & (points[1:-1] == points[:-2])
    at = np.flatnonzero(same)
    same[at[~letters(_LATIN)[found.points[at]]]] = False
    return within(found, same, look)
