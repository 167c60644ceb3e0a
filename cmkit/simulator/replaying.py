"""The same world under other answers: common random numbers, so only the answers differ."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cmkit.errors import fail
from cmkit.simulator.communities import Simulation, community

__all__ = ["replay"]


def replay(
    settings: Mapping[str, Any], *, responses: Sequence[Any], episode: int = 0
) -> Simulation:
    """Simulate a world again with other answers of the brand to one of its episodes.

    Parameters
    ----------
    settings : dict
        The arguments that `cmkit.simulator.community` was called with.
    responses : list of dict or Response
        The answers: ``{"after": 2, "strategy": "apology"}``, hours after the start of the episode;
        ``[]`` for silence. Strategies are those of `effects`.
    episode : int
        Which of ``settings["episodes"]``, from 0.

    Returns
    -------
    Simulation
        As from `community`. Posts of ordinary times and of other episodes are the same, with the
        same identifiers, and so are the posts of this one that both worlds have.

    Raises
    ------
    CmkitError
        There is no such episode; a response is not sound; as in `community`.

    Notes
    -----
    Each post of an episode is drawn once, for the worst answer; the answers decide which live. A
    strategy whose multiplier is never above another's, at every instant, never has a post that the
    other has not (its own answers and what is said to them left aside). What answers do is **a
    toy**, see `effects`.

    Examples
    --------
    >>> world = {"seed": 7, "n_members": 80, "weeks": 2, "episodes": ["unjust_decision"]}
    >>> silent = replay(world, responses=[]).truth.episodes["n_excess"]
    >>> sorry = replay(world, responses=[{"after": 0.5, "strategy": "apology"}]).truth.episodes
    >>> bool((sorry["n_excess"] < silent).all())
    True
    """
    if not isinstance(settings, Mapping):
        raise fail("settings must be a dict.", found=settings, fix="{'seed': 7, 'episodes': [...]}")
    plan = list(settings.get("episodes", ("hashtag_blunder",)))
    is_place = isinstance(episode, int | np.integer) and not isinstance(episode, bool)
    if not is_place or not 0 <= episode < len(plan):
        raise fail(
            "there is no such episode.", found=episode, fix=f"a number from 0 to {len(plan) - 1}"
        )
    asked = {"kind": plan[episode]} if isinstance(plan[episode], str) else dict(plan[episode])
    plan[episode] = asked | {"responses": list(responses)}
    return community(**(dict(settings) | {"episodes": plan}))
