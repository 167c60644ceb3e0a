"""The episodes that can be asked for: ten crises and two distractors, with their parameters.

Shapes and shares are calibrated on the documented cases that each one names; they are editorial
choices. Hours count from the start, shares lie between 0 and 1.
"""

from dataclasses import dataclass

import pandas as pd

from cmkit.simulator.responses import Response

__all__ = ["PRESETS", "Episode", "Wave"]


@dataclass(frozen=True, slots=True)
class Wave:
    """Another pulse: ``after`` so many hours, ``times`` the first one, with its own rise."""

    after: float
    times: float
    rise_hours: float


@dataclass(frozen=True, slots=True)
class Episode:
    """The parameters of an episode.

    ``trigger`` is who starts it (brand, member, journalist, outsider, ring), ``n_triggers`` with
    how many posts. The first pulse makes a peak of ``peak_ratio`` times the ordinary posts an hour
    within ``rise_hours``, and decays with ``tau_hours``. ``branching`` is the nominal mean number
    of posts that one excess post brings about, before fewer of them are written at night (about
    0.72 of it is left). ``negative_later`` is the share of negative posts after a day without an
    answer, where it rises with silence. ``share_new`` counts authors. ``waves`` are further pulses,
    ``responses`` what the brand answers and when.
    """

    kind: str
    start: pd.Timestamp | None = None
    trigger: str = "brand"
    n_triggers: int = 1
    peak_ratio: float = 15.0
    rise_hours: float = 2.0
    tau_hours: float = 4.0
    branching: float = 0.9
    share_negative: float = 0.8
    negative_later: float | None = None
    share_irony: float = 0.15
    share_new: float = 0.85
    waves: tuple[Wave, ...] = ()
    responses: tuple[Response, ...] = ()
    #: Part of the span in which it begins by itself, and local hours of the day.
    begins: tuple[float, float, float, float] = (0.5, 0.68, 9.5, 14.5)
    #: Hashtag of the triggers in each language, made with the brand's short name; "" = none.
    tags: tuple[str, str] = ("", "")
    #: What it is about, of the twelve aspects.
    aspect: str = "staff"
    #: Whether a community manager should ring the alarm.
    is_crisis: bool = True


def _preset(kind: str, **values: object) -> Episode:
    return Episode(kind=kind, **values)  # type: ignore[arg-type]


PRESETS = {
    episode.kind: episode
    for episode in (
        _preset(  # Habitat 2009: advertising under the hashtag of others, then a scapegoat
            "hashtag_blunder",
            n_triggers=4,
            peak_ratio=18.0,
            branching=1.0,
            share_negative=0.83,
            share_irony=0.3,
            share_new=0.89,
            responses=(Response(2.5, "deletion"), Response(28.0, "scapegoat")),
            tags=("SolidariteCrue", "FloodRelief"),
            aspect="price",
        ),
        _preset(  # an invitation that is answered with bad stories, withdrawn within hours
            "invited_tag",
            n_triggers=2,
            peak_ratio=25.0,
            rise_hours=1.2,
            tau_hours=3.0,
            branching=1.1,
            share_negative=0.67,
            share_irony=0.5,
            share_new=0.85,
            responses=(Response(2.0, "correction"),),
            tags=("MaVieAvec{name}", "MyLifeWith{name}"),
            aspect="contest",
        ),
        _preset(  # a dangerous product: slow at first, a relapse when the replacement fails too
            "product_harm",
            trigger="member",
            n_triggers=3,
            peak_ratio=9.0,
            rise_hours=36.0,
            tau_hours=24.0,
            share_negative=0.62,
            negative_later=0.7,
            share_new=0.6,
            share_irony=0.08,
            waves=(Wave(40 * 24.0, 2.2, 10.0),),
            responses=(Response(9 * 24.0, "apology"), Response(48 * 24.0, "correction")),
            begins=(0.12, 0.2, 8.0, 12.0),
            aspect="quality",
        ),
        _preset(  # Domino's 2009: a video from the work floor, two days of silence
            "employee_video",
            trigger="outsider",
            n_triggers=2,
            peak_ratio=30.0,
            rise_hours=14.0,
            tau_hours=12.0,
            branching=1.0,
            share_new=0.9,
            responses=(Response(48.0, "apology"),),
            aspect="staff",
        ),
        _preset(  # an accident on a Friday night, nobody answers before Monday
            "weekend_silence",
            trigger="member",
            n_triggers=3,
            peak_ratio=8.0,
            rise_hours=4.5,
            tau_hours=6.0,
            share_negative=0.5,
            negative_later=0.8,
            share_new=0.6,
            waves=(Wave(15.0, 0.8, 4.0), Wave(39.0, 0.6, 4.0)),
            responses=(Response(62.0, "correction"),),
            begins=(0.5, 0.68, 19.0, 21.5),
            aspect="delivery",
        ),
        _preset(  # Cora 2011: the press tells of an unjust dismissal; taken back the same day
            "unjust_decision",
            trigger="journalist",
            n_triggers=2,
            peak_ratio=28.0,
            rise_hours=3.0,
            tau_hours=6.0,
            share_negative=0.9,
            responses=(Response(2.0, "holding"), Response(12.0, "correction")),
            begins=(0.5, 0.68, 7.5, 9.5),
            aspect="staff",
        ),
        _preset(  # Gap 2010: a new logo, defended for days, then withdrawn
            "design_rejection",
            n_triggers=2,
            peak_ratio=7.5,
            rise_hours=9.0,
            tau_hours=24.0,
            branching=0.7,
            share_negative=0.7,
            share_irony=0.4,
            share_new=0.4,
            responses=(Response(60.0, "excuse"), Response(7 * 24.0, "correction")),
            aspect="design",
        ),
        _preset(  # La Redoute 2012: an embarrassing picture on the site, answered within the hour
            "content_error",
            trigger="outsider",
            peak_ratio=25.0,
            rise_hours=1.2,
            branching=0.8,
            share_negative=0.35,
            share_irony=0.75,
            responses=(Response(1.2, "apology"), Response(2.2, "correction")),
            aspect="website",
        ),
        _preset(  # the site is down on the first day of the sales
            "service_outage",
            trigger="member",
            n_triggers=4,
            peak_ratio=12.0,
            rise_hours=0.7,
            tau_hours=5.0,
            branching=0.6,
            share_negative=0.7,
            share_irony=0.2,
            share_new=0.45,
            responses=(Response(1.0, "holding"), Response(9.0, "correction")),
            begins=(0.5, 0.68, 8.0, 10.0),
            aspect="website",
        ),
        _preset(  # an association attacks the brand's wood, in two planned waves
            "activist_campaign",
            trigger="outsider",
            n_triggers=6,
            peak_ratio=14.0,
            rise_hours=2.5,
            tau_hours=10.0,
            branching=0.95,
            share_negative=0.85,
            share_irony=0.12,
            share_new=0.8,
            waves=(Wave(72.0, 0.7, 2.0),),
            responses=(Response(26.0, "denial"),),
            tags=("BoisVole", "StolenWood"),
            aspect="sustainability",
        ),
        _preset(  # a distractor: a contest that goes well
            "campaign",
            n_triggers=2,
            peak_ratio=12.0,
            rise_hours=0.7,
            tau_hours=2.0,
            share_negative=0.08,
            share_irony=0.0,
            share_new=0.8,
            begins=(0.2, 0.35, 12.0, 18.0),
            tags=("MonCoin{name}", "My{name}Corner"),
            aspect="contest",
            is_crisis=False,
        ),
        _preset(  # a distractor: a ring of accounts, over within the hour
            "bot_burst",
            trigger="ring",
            peak_ratio=45.0,
            rise_hours=0.33,
            tau_hours=0.36,
            branching=0.0,
            share_negative=0.0,
            share_irony=0.0,
            share_new=0.0,
            begins=(0.36, 0.48, 9.0, 20.0),
            aspect="price",
            is_crisis=False,
        ),
    )
}
