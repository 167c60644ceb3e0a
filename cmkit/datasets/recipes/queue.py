"""Eight weeks of reported messages, what two annotators decided, and what the charter asks for.

Nine kinds of message, some with two cases: criticism is plain or harsh, private data are one's own
or another person's. Each annotator errs at a rate of their own for each kind and case, and more
often on a text in a second-language or regional variety. (That labels and classifiers strike texts
in a minority variety more often: Sap et al. 2019, doi:10.18653/v1/P19-1163; Davidson, Bhattacharya
and Weber 2019, doi:10.18653/v1/W19-3504.) What one finds hard, the other does too, somewhat.
Every rate and share is an editorial choice, set so that Cohen's kappa (1960,
doi:10.1177/001316446002000104) is about 0.65.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from cmkit.datasets.recipe import Made
from cmkit.datasets.recipes.frames import fill, words
from cmkit.simulator import chance
from cmkit.simulator.chance import Floats, Ints

__all__ = ["queue"]

_START, _DAYS, _ZONE = pd.Timestamp("2025-03-03"), 56, "Europe/Paris"
_DAY = 86_400
_PLACEHOLDER = re.compile(r"(\[[^\]]*\])")
_DECISIONS = np.array(["keep", "hide", "remove", "escalate"], dtype=object)
_KEEP, _HIDE, _REMOVE, _ESCALATE = range(4)
_LANGUAGES = np.array(["fr", "en"], dtype=object)
_LANGUAGE_SHARES = (0.66, 0.34)
_VARIETIES = np.array(["standard", "second language", "regional"], dtype=object)
_VARIETY_SHARES = (0.74, 0.15, 0.11)
#: How many times as often each annotator errs on a text of each variety, and where that ends.
_HARDER = {"a": (1.0, 3.0, 2.4), "b": (1.0, 1.5, 1.3)}
_MOST_ERRORS = 0.6
#: Correlation of the two annotators' difficulty with one message.
_SHARED = 0.25
#: Messages by hour of the day on the clock of Paris.
_HOURS = (
    *(1.6, 0.8, 0.5, 0.3, 0.3, 0.5, 1.4, 2.6, 3.6, 4.2, 4.4, 4.6),
    *(5.4, 4.8, 4.2, 4.2, 4.4, 5.2, 6.0, 6.6, 7.8, 8.2, 6.2, 3.6),
)
#: Waves of spam: their share of all spam, how many, and how long each lasts, in seconds.
_IN_WAVES, _WAVES, _WAVE_LASTS = 0.35, 3, 7_200


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind, or one case of it: share of messages, right decision, and how often it goes wrong.

    ``wrong`` weighs keep, hide, remove, escalate among wrong decisions; ``reports`` is the mean
    number beyond the first; ``age`` the median age of the account in days.
    """

    frames: str
    name: str
    case: str | None
    share: float
    decision: int
    article: str | None
    errors: tuple[float, float]
    wrong: tuple[float, float, float, float]
    reports: float
    age: float


_RESPECT, _DECENCY, _ADVERTISING = "1 respect", "2 decency", "3 no advertising"
_HATRED, _PRIVACY, _TOPIC = "4 no hatred", "5 private life", "6 on topic"
_KINDS = (
    _Kind("insult", "insult", None, 0.13, _HIDE, _RESPECT, (0.17, 0.13), (4, 0, 5, 1), 2, 180),
    _Kind("sexual", "sexual reference", None, 0.05, _REMOVE, _DECENCY,
          (0.13, 0.1), (2, 7, 0, 1), 3, 120),
    _Kind("spam", "commercial spam", None, 0.14, _REMOVE, _ADVERTISING,
          (0.09, 0.08), (4, 6, 0, 0), 2.5, 5),
    _Kind("hate", "hate", None, 0.04, _ESCALATE, _HATRED, (0.18, 0.14), (1, 3, 6, 0), 4, 90),
    _Kind("private_another", "private data", "another", 0.04, _ESCALATE, _PRIVACY,
          (0.16, 0.14), (2, 3, 5, 0), 3, 210),
    _Kind("private_own", "private data", "own", 0.02, _HIDE, _PRIVACY,
          (0.2, 0.18), (5, 0, 4, 1), 0.6, 160),
    _Kind("off_topic", "off-topic", None, 0.1, _HIDE, _TOPIC,
          (0.16, 0.14), (8, 0, 2, 0), 0.6, 420),
    _Kind("criticism_plain", "legitimate criticism", "plain", 0.11, _KEEP, None,
          (0.08, 0.06), (0, 8, 2, 0), 0.8, 330),
    _Kind("criticism_harsh", "legitimate criticism", "harsh", 0.09, _KEEP, None,
          (0.24, 0.14), (0, 5, 4, 1), 1.6, 300),
    _Kind("satire", "satire", None, 0.07, _KEEP, None, (0.15, 0.12), (0, 6, 3, 1), 1.2, 520),
    _Kind("fine", "nothing wrong", None, 0.21, _KEEP, None, (0.06, 0.05), (0, 7, 3, 0), 0.4, 380),
)  # fmt: skip
_FINE = len(_KINDS) - 1
_SPAM = 2
#: Criticism that a crowd of fans reports, and spammers who bought an old account.
_CROWDED, _BOUGHT = 0.08, 0.15
#: How much younger accounts are that write in a second language.
_YOUNGER = 0.45


def queue(seed: int) -> Made:
    """Make the messages and decisions; the truth knows kinds, right decisions and error rates."""
    rng = chance.stream(seed, "queue")
    size = 1_150 + int(rng.integers(0, 101))
    kind, posted = _kinds(rng, size)
    language = chance.pick(rng, _LANGUAGE_SHARES, size)
    variety = chance.pick(rng, _VARIETY_SHARES, size)
    text = pd.Series(_texts(rng, kind, language, variety), dtype=object)
    seconds = 20 + np.rint(2_400 * np.exp(1.6 * chance.normal(rng, size)))
    reported = posted + np.minimum(seconds, 6 * _DAY).astype(np.int64)
    numbers = [f"M{number:04d}" for number in range(1, size + 1)]
    table = pd.DataFrame(
        {
            "message_id": numbers,
            "posted_at": _times(posted),
            "reported_at": _times(reported),
            "lang": _LANGUAGES[language],
            "text": text,
            "reports": _reports(rng, kind),
            "links": text.str.count("https://").astype("int64"),
            "account_age_days": _ages(rng, kind, variety),
            **_decisions(rng, kind, variety),
        }
    )
    truth = pd.DataFrame(
        {
            "message_id": numbers,
            "kind": _field("name")[kind],
            "case": _field("case")[kind],
            "right_decision": _DECISIONS[_field("decision").astype(np.int64)[kind]],
            "variety": _VARIETIES[variety],
            "article": _field("article")[kind],
        }
    )
    return Made(table, {"messages": truth, "annotators": _annotators()})


def _field(name: str) -> Any:
    return np.array([getattr(kind, name) for kind in _KINDS], dtype=object)


def _kinds(rng: np.random.Generator, size: int) -> tuple[Ints, Ints]:
    """Draw the kind and the time of each message, in the order of time."""
    counts = [round(kind.share * size) for kind in _KINDS]
    counts[_FINE] += size - sum(counts)
    kind = np.repeat(np.arange(len(_KINDS)), counts)
    weights = np.tile(_HOURS, _DAYS) / (sum(_HOURS) * _DAYS)
    second = 3_600 * chance.pick(rng, weights, size) + rng.integers(0, 3_600, size=size)
    nights = rng.integers(0, _DAYS, size=_WAVES) * _DAY + 3_600
    start = nights[rng.integers(0, _WAVES, size=size)]
    in_wave = chance.below(rng, _IN_WAVES, size) & (kind == _SPAM)
    second = np.where(in_wave, start + rng.integers(0, _WAVE_LASTS, size=size), second)
    local = pd.DatetimeIndex(_START + pd.to_timedelta(second, unit="s"))
    # The hour that does not exist on 30 March is read as the one after it.
    known = local.tz_localize(_ZONE, nonexistent=pd.Timedelta(hours=1)).as_unit("s").asi8
    order = np.argsort(known, kind="stable")
    return kind[order], np.asarray(known, dtype=np.int64)[order]


def _reports(rng: np.random.Generator, kind: Ints) -> Ints:
    """Draw how many members report a message: fans report criticism, sometimes in a crowd."""
    is_criticism = _field("name")[kind] == "legitimate criticism"
    is_crowded = is_criticism & chance.below(rng, _CROWDED, len(kind))
    mean = np.where(is_crowded, 14.0, _field("reports").astype(float)[kind])
    reports: Ints = 1 + chance.geometric(rng, mean)
    return reports


def _ages(rng: np.random.Generator, kind: Ints, variety: Ints) -> Ints:
    """Draw the age of the account in days: spam comes from new ones, but for some bought ones."""
    is_bought = (kind == _SPAM) & chance.below(rng, _BOUGHT, len(kind))
    median = np.where(is_bought, 600.0, _field("age").astype(float)[kind])
    median = np.where((variety == 1) & (kind != _SPAM), _YOUNGER * median, median)
    age = np.rint(median * np.exp(1.1 * chance.normal(rng, len(kind))))
    capped: Ints = np.minimum(age, 3_650).astype(np.int64)
    return capped


def _decisions(rng: np.random.Generator, kind: Ints, variety: Ints) -> dict[str, Any]:
    """Draw what each annotator decides; a hard message is hard for both."""
    size = len(kind)
    hard = chance.normal(rng, size)
    right = _field("decision").astype(np.int64)[kind]
    wrong = np.array([of.wrong for of in _KINDS], dtype=float)
    sums = np.cumsum(wrong, axis=1) / wrong.sum(axis=1, keepdims=True)
    made = {}
    for column, name in enumerate(_HARDER):
        score = np.sqrt(_SHARED) * hard + np.sqrt(1 - _SHARED) * chance.normal(rng, size)
        ease = _evenly(rng, score, len(_VARIETIES) * kind + variety)
        errs = ease < _error_rates(name, column)[kind, variety]
        other = (sums[kind] <= rng.random(size)[:, None]).sum(axis=1)
        made[f"annotator_{name}"] = _DECISIONS[np.where(errs, other, right)]
    return made


def _evenly(rng: np.random.Generator, score: Floats, cell: Ints) -> Floats:
    """Turn scores into shares of 0 to 1, spread evenly within each cell, their order kept.

    Drawn freely, one seed would have a kappa of 0.59 and another of 0.71.
    """
    order = np.lexsort((score, cell))
    counts = np.bincount(cell)
    start = np.cumsum(counts) - counts
    share = np.empty(len(cell))
    offset = rng.random(len(counts))
    share[order] = np.arange(len(cell)) - start[cell[order]] + offset[cell[order]]
    return share / counts[cell]


def _error_rates(name: str, column: int) -> Floats:
    """Return the error rate of an annotator, one row per kind and case, one column per variety."""
    usual = np.array([kind.errors[column] for kind in _KINDS])
    rates: Floats = np.minimum(np.outer(usual, _HARDER[name]), _MOST_ERRORS).round(4)
    return rates


def _annotators() -> pd.DataFrame:
    """Write the planted error rates down, one row per annotator, kind, case and variety."""
    rows = [
        (f"annotator_{name}", of.name, of.case, variety, rate)
        for column, name in enumerate(_HARDER)
        for (of, variety), rate in zip(
            product(_KINDS, _VARIETIES), _error_rates(name, column).ravel(), strict=True
        )
    ]
    table = pd.DataFrame(rows, columns=["annotator", "kind", "case", "variety", "error_rate"])
    return table.astype({"case": object})


def _times(seconds: Ints) -> pd.Series:
    return pd.Series(pd.to_datetime(seconds, unit="s", utc=True)).dt.as_unit("us")


def _texts(rng: np.random.Generator, kind: Ints, language: Ints, variety: Ints) -> list[str]:
    """Write each message; ``dice`` are the whole numbers that decide about one text."""
    dice = rng.integers(0, 1 << 30, size=(len(kind), 64))
    rules = words("queue")
    texts = []
    for row, of, lang, kind_of_speech in zip(dice, kind, language, variety, strict=True):
        thrown = iter(row.tolist())
        name = str(_LANGUAGES[lang])
        frames = rules[_KINDS[of].frames][name]
        text = fill(frames[next(thrown) % len(frames)], rules["slots"][name], thrown)
        if kind_of_speech:
            key = str(_VARIETIES[kind_of_speech]).replace(" ", "_")
            text = _vary(text, rules["varieties"][name][key], thrown)
        texts.append(text)
    return texts


def _vary(text: str, rules: dict[str, Any], dice: Iterator[int]) -> str:
    """Put a text into a variety: most of its swaps, and an opening or an end, placeholders kept."""
    parts = _PLACEHOLDER.split(text)
    for old, new in rules["swaps"]:
        if next(dice) % 4:
            parts[::2] = [part.replace(old, new) for part in parts[::2]]
    varied = "".join(parts)
    if next(dice) % 2:
        end: str = rules["ends"][next(dice) % len(rules["ends"])]
        return varied.rstrip(".") + end if end[0] == "," else varied + _stop(varied) + end
    opening: str = rules["openings"][next(dice) % len(rules["openings"])]
    return opening + (varied[:1].lower() + varied[1:] if _is_lowered(varied) else varied)


def _stop(text: str) -> str:
    """Return the full stop that a text lacks; a link must not be followed by one."""
    return "." if text[-1].isalnum() and "https://" not in text.rsplit(maxsplit=1)[-1] else ""


def _is_lowered(text: str) -> bool:
    """Say whether a text still makes sense with a small first letter."""
    return text[1:2].islower() and not text.startswith(("Maison", "I ", "I'"))
