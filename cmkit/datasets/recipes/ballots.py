"""Six hundred ballots on six new colours, such that three rules of counting name three winners.

Blocks of voters are made so that one colour has the most first places, another one wins every duel
by a small majority, and a third, second to nearly everyone, has the most Borda points. That rules
may disagree is as old as Borda (1784) and Condorcet (1785); the blocks and their shares are an
editorial choice. The recipe counts its own ballots and draws again when the rules agree.
"""

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.errors import fail
from cmkit.simulator import chance
from cmkit.simulator.chance import Floats, Ints

__all__ = ["ballots"]

_BALLOTS, _TRIES = 600, 20
_COLOURS = np.array(["ardoise", "brume", "garance", "noisette", "safran", "tilleul"], dtype=object)
#: Each block: its share of voters, and its order of the six parts that colours play. Part 0 is to
#: win by plurality, part 1 by Borda, part 2 every duel; which colour plays which, the seed decides.
_BLOCKS = {
    "one colour above all": (0.30, (0, 2, 1, 3, 4, 5)),
    "steady": (0.25, (2, 1, 3, 4, 5, 0)),
    "compromise": (0.20, (1, 3, 4, 5, 2, 0)),
    "light": (0.12, (3, 1, 4, 2, 5, 0)),
    "dark": (0.08, (4, 1, 5, 3, 2, 0)),
}
_FREE = "free"
#: Spread of each voter's opinion of a colour, in places.
_SPREAD = 0.35
#: Share of ballots that rank 1, 2 ... 6 colours only.
_LENGTHS = (0.04, 0.09, 0.09, 0.06, 0.0, 0.72)
_OPENS, _DAYS = pd.Timestamp("2025-05-05 08:00", tz="UTC"), 10


def ballots(seed: int) -> Made:
    """Make the ballots; the truth knows each voter's block and who wins by which rule.

    Raises
    ------
    CmkitError
        No draw had three winners.
    """
    rng = chance.stream(seed, "ballots")
    for _ in range(_TRIES):
        block, places = _draw(rng)
        winners = _winners(places)
        if winners is not None:
            return _made(rng, block, places, winners)
    raise fail("ballots: the rules of counting agree.", found=f"{_TRIES} draws", fix="other blocks")


def _draw(rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Draw the block of each voter, and the place (0 = best) that a ballot gives each colour.

    A colour that a ballot leaves out has no place (nan).
    """
    playing = np.argsort(rng.random(len(_COLOURS)), kind="stable")
    counts = [round(share * _BALLOTS) for share, _ in _BLOCKS.values()]
    counts.append(_BALLOTS - sum(counts))
    block = np.repeat(np.arange(len(counts)), counts)
    block = block[np.argsort(rng.random(_BALLOTS), kind="stable")]
    usual = np.array([np.argsort(order) for _, order in _BLOCKS.values()] + [[0] * 6], dtype=float)
    noise = chance.normal(rng, _BALLOTS * len(_COLOURS)).reshape(_BALLOTS, -1)
    parts = np.argsort(usual[block] + _SPREAD * noise, axis=1, kind="stable")
    places = np.argsort(playing[parts], axis=1, kind="stable").astype(float)
    length = 1 + chance.pick(rng, _LENGTHS, _BALLOTS)
    places[places >= length[:, None]] = np.nan
    return block, places


def _winners(places: Floats) -> pd.DataFrame | None:
    """Return the winner by each rule, or None unless there are three different clear ones."""
    firsts = (places == 0).sum(axis=0)
    points = _borda(places, share_rest=True)
    narrowest = _duels(places).min(axis=1)
    chosen = [int(np.argmax(values)) for values in (firsts, points, narrowest)]
    strict = int(np.argmax(_borda(places, share_rest=False)))
    leads = [_lead(firsts), _lead(points), float(narrowest.max())]
    if len(set(chosen)) < 3 or strict != chosen[1] or min(leads) <= 0:
        return None
    return pd.DataFrame(
        {
            "rule": ["plurality", "borda", "condorcet"],
            "winner": _COLOURS[chosen],
            "lead": np.round(leads, 1),
        }
    )


def _borda(places: Floats, *, share_rest: bool) -> Floats:
    """Sum Borda points: 5 for the best; colours left out share what is left, or get nothing."""
    n_ranked = (~np.isnan(places)).sum(axis=1, keepdims=True)
    rest = (len(_COLOURS) - 1 - n_ranked) / 2 if share_rest else np.zeros_like(n_ranked)
    points: Floats = np.where(np.isnan(places), rest, len(_COLOURS) - 1 - places).sum(axis=0)
    return points


def _duels(places: Floats) -> Floats:
    """Return by how many ballots each colour (row) beats each other one; itself by infinity.

    A colour that is ranked beats those left out; two that are left out do not meet.
    """
    filled = np.where(np.isnan(places), len(_COLOURS), places)
    better = (filled[:, :, None] < filled[:, None, :]).sum(axis=0)
    duels: Floats = (better - better.T).astype(float)
    np.fill_diagonal(duels, np.inf)
    return duels


def _lead(values: Floats | Ints) -> float:
    best, second = np.sort(values)[::-1][:2]
    return float(best - second)


def _made(rng: np.random.Generator, block: Ints, places: Floats, winners: pd.DataFrame) -> Made:
    """Write the ballots down in the order of voting."""
    seconds = np.sort(rng.integers(0, _DAYS * 86_400, size=_BALLOTS))
    names = np.array([*_BLOCKS, _FREE], dtype=object)
    numbers = [f"B{number:03d}" for number in range(1, _BALLOTS + 1)]
    table = pd.DataFrame(
        {
            "ballot_id": numbers,
            "cast_at": pd.Series(_OPENS + pd.to_timedelta(seconds, unit="s")).dt.as_unit("us"),
            "ranking": [_COLOURS[np.argsort(row)][: _ranked(row)].tolist() for row in places],
        }
    )
    truth = pd.DataFrame({"ballot_id": numbers, "block": names[block]})
    return Made(table, {"ballots": truth, "winners": winners})


def _ranked(row: Floats) -> int:
    return int((~np.isnan(row)).sum())
