"""From a timeline to alarms: one shape for every method, one way to count an alarm."""

from typing import Literal, get_args

import numpy as np
import pandas as pd

from cmkit.crisis import ewma, k_times_mean, robust_z, two_conditions
from cmkit.crisis.excess import excess, peak_between
from cmkit.crisis.seasonal import expectation, trailing_sum
from cmkit.crisis.windows import Grid, grid
from cmkit.errors import fail

__all__ = ["Kind", "Method", "detect"]

Kind = Literal["crisis", "buzz"]
Method = Literal["two_conditions", "ewma", "robust_z", "k_times_mean"]

_SCORES = {"ewma": ewma.score, "robust_z": robust_z.score, "k_times_mean": k_times_mean.score}


def detect(
    timeline: pd.DataFrame,
    *,
    kind: Kind = "crisis",
    method: Method | None = None,
    limit: float | None = None,
    share_limit: float = 2.5,
    quiet: str | pd.Timedelta = "3h",
    timezone: str = "UTC",
    minimum_posts: float = 5,
) -> pd.DataFrame:
    """Ring where the talk leaves its ordinary course.

    A *crisis* is more talk than usual of which more than usual is negative; a *buzz* is more
    talk, whatever it says. An alarm begins when its condition holds after at least ``quiet``
    without it, and ends with its last window; what stops and starts again sooner is one alarm.
    Only what was known at the end of a window decides whether it rings.

    Parameters
    ----------
    timeline : DataFrame, one row per window
        See `cmkit.schema.TIMELINE`; windows of one minute to one day. A crisis needs
        ``n_negative``: count with tags, ``timeline.activity(posts, tags=tags)``.
    kind : {"crisis", "buzz"}
        What to look for. It decides what is counted: all posts for a buzz; for a crisis both
        conditions, or the negative posts alone with the other methods.
    method : {"two_conditions", "ewma", "robust_z", "k_times_mean"}, optional
        ``two_conditions`` for a crisis and ``ewma`` for a buzz, when not given.
        ``k_times_mean`` is the naive rule, there to be compared with.
    limit : float, optional
        When the score rings: robust standard deviations, or the multiple of the mean for
        ``k_times_mean``. Each method has its own default, chosen on simulated series.
    share_limit : float
        The same for the negative share, in standard deviations (``two_conditions`` only).
    quiet : str or Timedelta
        Time without the condition before another alarm can begin.
    timezone : str
        Where the audience lives; its clock gives the hours of the baseline.
    minimum_posts : float
        Posts above the expected number, in the trailing hour, below which nothing rings.

    Returns
    -------
    DataFrame, one row per alarm, in order of time
        See `cmkit.schema.EVENTS`. ``onset`` is the end of the first window that rings: nobody
        could have heard it sooner. ``peak`` and ``severity`` come from the excess over the
        baseline in the hour around each window; ``severity`` is in baselines, of at least one
        post per hour. ``end`` is missing where the alarm still rings as the timeline stops.

    Raises
    ------
    CmkitError
        Not a TIMELINE; a crisis is asked for and nothing is tagged; an unknown kind or method; a
        limit that is not positive.

    Notes
    -----
    Nothing rings in the first week, and little is trusted in the second. Days without any tag
    cannot ring a crisis. An alarm says that the talk is unusual, not that the brand is at fault.

    References
    ----------
    .. [1] Roberts (1959), Technometrics 1, doi:10.1080/00401706.1959.10489860 (EWMA).

    Examples
    --------
    >>> hours = pd.date_range("2025-03-03", periods=10 * 24, freq="1h", tz="UTC")
    >>> timeline = pd.DataFrame({"window_start": hours, "n_posts": 10, "n_authors": 5})
    >>> timeline = timeline.assign(n_negative=2, share_negative=0.2)
    >>> timeline.loc[220:223, ["n_posts", "n_negative"]] = [60, 45]
    >>> detect(timeline)[["onset", "end", "kind", "severity"]]
                          onset                       end    kind  severity
    0 2025-03-12 05:00:00+00:00 2025-03-12 08:00:00+00:00  crisis       5.0
    """
    method = _method(kind, method)
    limit = DEFAULT_LIMITS[method, kind] if limit is None else limit
    for name, value in (("limit", limit), ("share_limit", share_limit)):
        if not value > 0:
            raise fail(f"'{name}' must be positive.", found=repr(value), fix=f"{name}=3.0")
    windows = grid(timeline, timezone=timezone)
    if kind == "crisis" and np.isnan(windows.n_negative).all() and len(windows):
        raise fail(
            "a crisis needs to know which posts are negative.",
            found="a timeline whose 'n_negative' is missing throughout",
            fix="pass tags: timeline.activity(posts, tags=sentiment.tag(posts)); "
            "or ask for volume alone: crisis.detect(timeline, kind='buzz')",
        )
    counts = windows.n_negative if kind == "crisis" else windows.n_posts
    if method == "two_conditions":
        score = two_conditions.score(windows, limit=limit, share_limit=share_limit)
    else:
        score = _SCORES[method](counts, windows)
    usual = expectation(counts, windows).expected
    rings = (score > limit) & (_trailing_excess(counts, usual, windows) >= minimum_posts)
    return _alarms(rings, windows, kind=kind, quiet=pd.Timedelta(quiet))


#: Where each method rings by default: above the limit that benchmarks/crisis.py finds for a quarter
#: of a false alarm a week, so that weeks without any episode stay below that too.
DEFAULT_LIMITS: dict[tuple[str, str], float] = {
    ("two_conditions", "crisis"): 1.75,
    ("ewma", "crisis"): 3.5,
    ("robust_z", "crisis"): 3.5,
    ("k_times_mean", "crisis"): 5.0,
    ("ewma", "buzz"): 3.5,
    ("robust_z", "buzz"): 3.5,
    ("k_times_mean", "buzz"): 4.0,
}


def _method(kind: Kind, method: Method | None) -> Method:
    if kind not in get_args(Kind):
        raise fail("unknown kind.", found=repr(kind), fix=f"use one of {list(get_args(Kind))}")
    if method is None:
        return "two_conditions" if kind == "crisis" else "ewma"
    if method not in get_args(Method):
        raise fail(
            "unknown method.", found=repr(method), fix=f"use one of {list(get_args(Method))}"
        )
    if method == "two_conditions" and kind == "buzz":
        raise fail(
            "two conditions make a crisis alarm, not a buzz.",
            found="kind='buzz', method='two_conditions'",
            fix="use method='ewma' for a buzz, or kind='crisis'",
        )
    return method


def _trailing_excess(counts: np.ndarray, usual: np.ndarray, windows: Grid) -> np.ndarray:
    """Return how many more than expected came in the trailing hour; nothing known adds 0."""
    return trailing_sum(np.nan_to_num(counts - usual), windows.n_windows("1h"))


def _alarms(rings: np.ndarray, windows: Grid, *, kind: Kind, quiet: pd.Timedelta) -> pd.DataFrame:
    ringing = np.flatnonzero(rings)
    n_quiet = max(quiet / windows.step, 1)
    opens = np.diff(ringing, prepend=-np.inf) - 1 >= n_quiet
    first, last = ringing[opens], ringing[np.append(opens, [True])[1:]]
    above = excess(windows)
    spans = list(zip(first, last, strict=True))
    peak = [peak_between(above, int(a), int(b)) for a, b in spans]
    severity = [np.nan_to_num(above.in_baselines[a : b + 1]).max(initial=0.0) for a, b in spans]
    still_on = len(windows) - 1 - last < n_quiet
    return pd.DataFrame(
        {
            "onset": windows.end[first],
            "peak": windows.start[np.array(peak, dtype=np.int64)],
            "end": windows.end[last].where(~still_on),
            "kind": pd.Series([kind] * len(first), dtype="str"),
            "severity": np.array(severity, dtype=float),
        }
    )
