"""What respondents of forty organisations say of their community work, competency by competency.

Stages and competencies bear the names of the Community Maturity Model of The Community Roundtable
(2009); the indicators are our own wording and stand in the card of the dataset. An organisation
that has reached a stage has passed those before it, so indicators hold up to its stage. Respondents
see their organisation each in their own way: executives above what it is, others below, a few say
yes to all. Every number is an editorial choice.
"""

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.simulator import chance
from cmkit.simulator.chance import Floats, Ints

__all__ = ["maturity"]

_ORGANISATIONS, _STAGES = 40, ("hierarchy", "emergent", "community", "networked")
_COMPETENCIES = np.array(
    [
        *("strategy", "leadership", "culture", "community management"),
        *("content and programming", "policies and governance", "tools"),
        "metrics and measurement",
    ],
    dtype=object,
)
#: What each competency adds to the organisation's level: people before paper and figures.
_EASE = np.array([0.1, -0.1, 0.2, 0.4, 0.3, -0.2, 0.1, -0.5])
_FEWEST, _MOST = 4, 8
_ROLES = np.array(["executive", "community manager", "support", "marketing", "technical"])
#: The first respondent of each organisation is an executive, the second its community manager.
_WEIGHTS_OF_OTHERS = (0.1, 0.1, 0.3, 0.3, 0.2)
_LEANINGS = np.array(["plain", "generous", "severe", "yes to all"], dtype=object)
_LEANINGS_OF_EXECUTIVES = (0.34, 0.6, 0.0, 0.06)
_LEANINGS_OF_OTHERS = (0.73, 0.08, 0.16, 0.03)
#: Chance of seeing the organisation a stage lower, and a stage higher, by leaning.
_LOWER, _HIGHER = np.array([0.06, 0.02, 0.5, 0.0]), np.array([0.06, 0.55, 0.02, 0.0])
#: Chances of no, partly, yes when the stage is reached, is the next one, is further away.
_SAYS = np.array([[0.04, 0.11, 0.85], [0.74, 0.21, 0.05], [0.93, 0.05, 0.02]])
_WORDS = np.array(["no", "partly", "yes"], dtype=object)
#: Chance of leaving a cell empty; and of leaving a whole competency, by competency.
_EMPTY = 0.05
_PASSES = np.array([0.02, 0.03, 0.02, 0.01, 0.03, 0.08, 0.08, 0.12])


def maturity(seed: int) -> Made:
    """Make the answers; the truth knows the stage of each organisation and each leaning."""
    rng = chance.stream(seed, "maturity")
    stage = _stages(rng)
    organisation, role = _respondents(rng)
    leaning = _leanings(rng, role)
    n_people, n_kinds = len(role), len(_COMPETENCIES)
    person = np.repeat(np.arange(n_people), n_kinds)
    competency = np.tile(np.arange(n_kinds), n_people)
    seen = _seen(rng, stage[organisation[person], competency], leaning[person])
    codes = np.array([f"O{number:02d}" for number in range(1, _ORGANISATIONS + 1)], dtype=object)
    people = np.array([f"R{number:03d}" for number in range(1, n_people + 1)], dtype=object)
    table = pd.DataFrame(
        {
            "organisation": codes[organisation[person]],
            "respondent_id": people[person],
            "role": _ROLES[role[person]].astype(object),
            "competency": _COMPETENCIES[competency],
        }
    )
    answers = _answers(rng, seen, leaning[person], _PASSES[competency])
    for column, name in enumerate(_STAGES):
        table[name] = answers[:, column]
    truth = pd.DataFrame(
        {
            "organisation": np.repeat(codes, n_kinds),
            "competency": np.tile(_COMPETENCIES, _ORGANISATIONS),
            "stage": stage.ravel(),
        }
    )
    respondents = pd.DataFrame({"respondent_id": people, "leaning": _LEANINGS[leaning]})
    return Made(table, {"stages": truth, "respondents": respondents})


def _stages(rng: np.random.Generator) -> Ints:
    """Draw the stage (1 to 4) of each organisation (row) and competency, around its own level."""
    level = 2.2 + 0.8 * chance.normal(rng, _ORGANISATIONS)
    own = 0.55 * chance.normal(rng, _ORGANISATIONS * len(_EASE)).reshape(_ORGANISATIONS, -1)
    stages: Ints = np.clip(np.rint(level[:, None] + _EASE + own), 1, 4).astype(np.int64)
    return stages


def _respondents(rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw how many answer in each organisation, and their roles."""
    counts = rng.integers(_FEWEST, _MOST + 1, size=_ORGANISATIONS)
    organisation = np.repeat(np.arange(_ORGANISATIONS), counts)
    place = np.concatenate([np.arange(count) for count in counts])
    others = chance.pick(rng, _WEIGHTS_OF_OTHERS, len(place))
    return organisation, np.where(place < 2, place, others)


def _leanings(rng: np.random.Generator, role: Ints) -> Ints:
    size = len(role)
    of_executives = chance.pick(rng, _LEANINGS_OF_EXECUTIVES, size)
    of_others = chance.pick(rng, _LEANINGS_OF_OTHERS, size)
    return np.where(role == 0, of_executives, of_others)


def _seen(rng: np.random.Generator, stage: Ints, leaning: Ints) -> Ints:
    """Draw the stage that a respondent sees: the true one, or one beside it."""
    uniform = rng.random(len(stage))
    lower = uniform < _LOWER[leaning]
    higher = uniform > 1 - _HIGHER[leaning]
    seen: Ints = np.clip(stage - lower + higher, 1, 4)
    return seen


def _answers(rng: np.random.Generator, seen: Ints, leaning: Ints, passes: Floats) -> np.ndarray:
    """Draw no, partly, yes or nothing for the indicator of each stage, one column per stage."""
    rows, size = len(seen), len(seen) * len(_STAGES)
    stages = np.arange(1, len(_STAGES) + 1)
    distance = np.clip(stages - seen[:, None], 0, 2)
    bounds = np.cumsum(_SAYS, axis=1)[distance]
    uniform = rng.random(size).reshape(rows, -1)
    says = (uniform[:, :, None] > bounds[:, :, :2]).sum(axis=2)
    says[_LEANINGS[leaning] == "yes to all"] = 2
    is_empty = chance.below(rng, _EMPTY, size).reshape(rows, -1)
    is_empty |= chance.below(rng, passes, rows)[:, None]
    answers: np.ndarray = _WORDS[says]
    answers[is_empty] = None
    return answers
