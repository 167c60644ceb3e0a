"""Documented crises: dated facts, each with its sources and with how sure it is.

A fact is ``found`` (stated in a source that was read), ``inferred`` (worked out from such facts)
or ``recalled`` (from memory, to be verified before it is quoted). What is not found says so in
its text, wherever that text is shown.
"""

import json
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from cmkit.errors import fail

__all__ = ["Case", "load", "table"]

Lang = Literal["en", "fr"]

_MARKS = {
    "en": {"found": "", "inferred": " [inferred]", "recalled": " [recalled, to be verified]"},
    "fr": {"found": "", "inferred": " [déduit]", "recalled": " [de mémoire, à vérifier]"},
}


class Case(NamedTuple):
    """A documented crisis, as texts and tables in one language.

    Parameters
    ----------
    case_id, title, organisation, sector, country, kind, family : str
        What it is; ``country`` is ISO 3166-1, ``kind`` one of crisis, recovery, positive.
    platforms : list of str
        Where it happened.
    summary, lesson : str
        What to remember, in a paragraph each; the lesson is the editor's opinion.
    facts : DataFrame, one row per fact
        ``fact_id``; ``about`` (what, figure, response, outcome); ``quantity`` (facts that share
        one say different things about the same: they stay side by side); ``text``; ``status``
        (found, inferred, recalled); ``confidence`` (of a recalled one); ``sources``.
    timeline : DataFrame, one row per step, in order of the earliest possible time
        ``what``; ``role`` (trigger, first answer, ...); ``actor``; ``earliest`` and ``latest``
        (UTC: it happened at or after the one and before the other); ``precision``; ``status``;
        ``confidence``; ``basis`` (why it is inferred); ``sources``.
    response : DataFrame, one row per strategy that the answer used
        ``scheme`` (scct, benoit); ``strategy``; ``status`` (a reading is always inferred);
        ``evidence`` (fact_ids).
    caveats : list of str
        What is contested or not known.
    sources : DataFrame, one row per source
        ``source_id``; ``title``; ``publisher``; ``date`` (as precise as it is known); ``address``.
    """

    case_id: str
    title: str
    organisation: str
    sector: str
    country: str
    kind: str
    family: str
    platforms: list[str]
    summary: str
    lesson: str
    facts: pd.DataFrame
    timeline: pd.DataFrame
    response: pd.DataFrame
    caveats: list[str]
    sources: pd.DataFrame


def table(*, lang: Lang = "en") -> pd.DataFrame:
    """List the cases, with how well each is documented.

    Parameters
    ----------
    lang : {"en", "fr"}
        Language of the texts.

    Returns
    -------
    DataFrame, one row per case, by the earliest time of its trigger
        ``case_id``, ``title``, ``organisation``, ``sector``, ``country``, ``kind``, ``family``;
        ``trigger_earliest``, ``trigger_latest`` (UTC), ``trigger_status``;
        ``first_answer_hours_low`` and ``_high`` (an interval; missing where nobody had to
        answer), ``first_answer_status``; ``n_facts``, ``n_recalled``, ``n_sources`` (counts).

    Raises
    ------
    CmkitError
        An unknown language.

    Examples
    --------
    >>> cases = table()
    >>> cases.loc[cases["case_id"] == "habitat-2009", "first_answer_hours_high"].tolist()
    [216.0]
    """
    _known(lang)
    rows = [_row(_read(path), lang) for path in sorted(_folder().glob("*.json"))]
    return pd.DataFrame(rows).sort_values(["trigger_earliest", "case_id"], ignore_index=True)


def load(case_id: str, *, lang: Lang = "en") -> Case:
    """Read one case.

    Parameters
    ----------
    case_id : str
        As in `table`, ``"habitat-2009"`` for instance.
    lang : {"en", "fr"}
        Language of the texts; titles of sources stay as they were published.

    Returns
    -------
    Case
        Texts and tables; see `Case`.

    Raises
    ------
    CmkitError
        No case of that name; an unknown language.

    Examples
    --------
    >>> case = load("habitat-2009")
    >>> case.timeline.loc[case.timeline["role"] == "first answer", "status"].tolist()
    ['found']
    """
    _known(lang)
    paths = {path.stem: path for path in sorted(_folder().glob("*.json"))}
    if case_id not in paths:
        raise fail("no case of that name.", found=repr(case_id), fix=f"use one of {list(paths)}")
    raw = _read(paths[case_id])
    return Case(
        case_id=raw["id"],
        title=raw["title"][lang],
        organisation=raw["organisation"],
        sector=raw["sector"][lang],
        country=raw["country"],
        kind=raw["kind"],
        family=raw["family"][lang],
        platforms=list(raw["platforms"]),
        summary=raw["summary"][lang],
        lesson=raw["lesson"][lang],
        facts=_facts(raw, lang),
        timeline=_timeline(raw, lang),
        response=_response(raw),
        caveats=[caveat[lang] for caveat in raw["caveats"]],
        sources=pd.DataFrame(raw["sources"]).rename(columns={"id": "source_id"}),
    )


def _known(lang: str) -> None:
    if lang not in get_args(Lang):
        raise fail("unknown language.", found=repr(lang), fix=f"use one of {list(get_args(Lang))}")


def _folder() -> Path:
    """Return where the cases lie: beside the package when installed, at the top of a clone."""
    shipped = Path(__file__).parent / "shipped" / "datasets" / "cases"
    return shipped if shipped.is_dir() else Path(__file__).parents[1] / "datasets" / "cases"


def _read(path: Path) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return raw


def _row(raw: dict[str, Any], lang: Lang) -> dict[str, Any]:
    steps = _timeline(raw, lang)
    trigger = steps[steps["role"] == "trigger"].iloc[0]
    low, high = raw["response"]["first_answer_hours"] or (np.nan, np.nan)
    return {
        "case_id": raw["id"],
        "title": raw["title"][lang],
        "organisation": raw["organisation"],
        "sector": raw["sector"][lang],
        "country": raw["country"],
        "kind": raw["kind"],
        "family": raw["family"][lang],
        "trigger_earliest": trigger["earliest"],
        "trigger_latest": trigger["latest"],
        "trigger_status": trigger["status"],
        "first_answer_hours_low": float(low),
        "first_answer_hours_high": float(high),
        "first_answer_status": raw["response"]["status"],
        "n_facts": len(raw["facts"]),
        "n_recalled": sum(part["status"] == "recalled" for part in raw["facts"] + raw["timeline"]),
        "n_sources": len(raw["sources"]),
    }


def _facts(raw: dict[str, Any], lang: Lang) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "fact_id": fact["id"],
                "about": fact["about"],
                "quantity": fact.get("quantity"),
                "text": _marked(fact["text"][lang], fact, lang),
                "status": fact["status"],
                "confidence": fact.get("confidence"),
                "sources": list(fact["sources"]),
            }
            for fact in raw["facts"]
        ]
    ).astype({"quantity": "str", "confidence": "str"})


def _timeline(raw: dict[str, Any], lang: Lang) -> pd.DataFrame:
    steps = pd.DataFrame(
        [
            {
                "what": _marked(step["what"][lang], step, lang),
                "role": step["role"],
                "actor": step["actor"],
                "earliest": _instant(pd.Period(step["earliest"]), raw["timezone"]),
                "latest": _instant(pd.Period(step["latest"]) + 1, raw["timezone"]),
                "precision": step["precision"],
                "status": step["status"],
                "confidence": step.get("confidence"),
                "basis": step.get("basis", {}).get(lang),
                "sources": list(step["sources"]),
            }
            for step in raw["timeline"]
        ]
    ).astype({"confidence": "str", "basis": "str"})
    return steps.sort_values(["earliest", "latest"], ignore_index=True, kind="stable")


def _response(raw: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "scheme": reading["scheme"],
                "strategy": reading["strategy"],
                "status": "inferred",
                "evidence": list(reading["evidence"]),
            }
            for reading in raw["response"]["readings"]
        ],
        columns=["scheme", "strategy", "status", "evidence"],
    )


def _marked(text: str, part: dict[str, Any], lang: Lang) -> str:
    """Append how sure it is, so that no display can lose it."""
    return text + _MARKS[lang][part["status"]]


def _instant(period: pd.Period, timezone: str) -> pd.Timestamp:
    """Return the first instant of a local day, month or minute, as UTC."""
    start = period.start_time.as_unit("s")
    return start.tz_localize(timezone, ambiguous=True, nonexistent="shift_forward").tz_convert(
        "UTC"
    )
