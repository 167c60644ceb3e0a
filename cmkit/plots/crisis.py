"""A crisis on the clock: posts, what was expected, negative posts, alarms."""

from typing import TYPE_CHECKING

import pandas as pd

from cmkit import schema
from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["crisis"]


def crisis(
    timeline: pd.DataFrame,
    events: pd.DataFrame,
    *,
    baseline: pd.DataFrame | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw posts per window, the negative ones among them, the baseline, and each alarm.

    Parameters
    ----------
    timeline : DataFrame, one row per window
        See `cmkit.schema.TIMELINE`.
    events : DataFrame, one row per alarm
        See `cmkit.schema.EVENTS`; may be empty.
    baseline : DataFrame, one row per window, optional
        As `cmkit.crisis.baseline` gives it: ``window_start``, ``expected``, ``spread``.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        A table is not what it should be.

    Examples
    --------
    >>> hours = pd.date_range("2025-03-01", periods=2, freq="h", tz="UTC")
    >>> timeline = pd.DataFrame(
    ...     {
    ...         "window_start": hours,
    ...         "n_posts": [4, 9],
    ...         "n_authors": [3, 7],
    ...         "n_negative": [1, 8],
    ...         "share_negative": [0.25, 0.89],
    ...     }
    ... )
    >>> events = pd.DataFrame(
    ...     {
    ...         "onset": hours[1:],
    ...         "peak": hours[1:],
    ...         "end": hours[1:],
    ...         "kind": "crisis",
    ...         "severity": [3.0],
    ...     }
    ... )
    >>> from cmkit.plots import alt_text
    >>> alt_text(crisis(timeline, events))
    'Line chart of posts in each window from 2025-03-01 00:00 to 2025-03-01 01:00 UTC: at most 9,
    at 2025-03-01 01:00 UTC. 1 alarm: crisis at 2025-03-01 01:00 UTC (3.0 baselines above).'
    """
    schema.check(timeline, schema.TIMELINE)
    schema.check(events, schema.EVENTS)
    ax = axes(ax, width=9)
    when = timeline["window_start"]
    if baseline is not None:
        _draw_baseline(ax, baseline)
    ax.plot(when, timeline["n_posts"], color=COLOURS["main"], linewidth=1, label="posts")
    if timeline["n_negative"].notna().any():
        negative = timeline["n_negative"].fillna(0).astype(float)
        ax.fill_between(
            when,
            negative,
            color=COLOURS["negative"],
            alpha=0.55,
            step="mid",
            label="tagged negative",
        )
    _draw_alarms(ax, events, first=when.min(), span=when.max() - when.min())
    ax.set(xlabel="time (UTC)", ylabel="posts in a window (count)", ylim=(0, None))
    if len(when) > 1:
        ax.set_xlim(when.iloc[0], when.iloc[-1])
    ax.tick_params(axis="x", rotation=30)
    ax.legend(loc="upper left", frameon=False)
    return describe(ax, _in_words(timeline, events))


def _draw_baseline(ax: "Axes", baseline: pd.DataFrame) -> None:
    missing = {"window_start", "expected", "spread"} - set(baseline.columns)
    if missing:
        raise fail(
            f"baseline needs the columns {sorted(missing)}.",
            found=f"columns {list(baseline.columns)}",
            fix="baseline=crisis.baseline(timeline)",
        )
    expected, spread = baseline["expected"], baseline["spread"]
    low, high = (expected - 2 * spread).clip(lower=0), expected + 2 * spread
    when = baseline["window_start"]
    ax.fill_between(
        when,
        low,
        high,
        color=COLOURS["quiet"],
        alpha=0.25,
        label="expected, give or take 2 spreads",
    )
    ax.plot(when, expected, color=COLOURS["quiet"], linestyle="--", linewidth=1)


def _draw_alarms(
    ax: "Axes", events: pd.DataFrame, *, first: pd.Timestamp, span: pd.Timedelta
) -> None:
    row, before = 0, None
    for number, event in enumerate(events.to_dict("records")):
        onset = event["onset"]
        end = onset if pd.isna(event["end"]) else event["end"]
        ax.axvspan(onset, end, color=COLOURS["alarm"], alpha=0.18, zorder=0)
        label = "alarm" if number == 0 else None
        ax.axvline(onset, color=COLOURS["alarm"], linewidth=1.4, label=label)
        # names of alarms that follow each other closely stand on rows of their own
        row = row + 1 if before is not None and onset - before < 0.2 * span else 0
        before = onset
        late = onset > first + 0.85 * span
        ax.annotate(
            f"{event['kind']} {onset:%d %b %H:%M}",
            (onset, 1),
            xycoords=("data", "axes fraction"),
            xytext=(-4 if late else 4, -4 - 13 * (row % 12)),
            textcoords="offset points",
            ha="right" if late else "left",
            va="top",
            fontsize="small",
        )


def _in_words(timeline: pd.DataFrame, events: pd.DataFrame) -> str:
    if timeline.empty:
        return "Line chart of posts in each window. No posts."
    clock = "%Y-%m-%d %H:%M"
    peak = timeline.iloc[int(timeline["n_posts"].argmax())]
    span = [f"{time:{clock}}" for time in timeline["window_start"].iloc[[0, -1]]]
    words = (
        f"Line chart of posts in each window from {span[0]} to {span[1]} UTC: at most "
        f"{peak['n_posts']}, at {peak['window_start']:{clock}} UTC."
    )
    rang = [
        f"{event.kind} at {event.onset:{clock}} UTC ({event.severity:.1f} baselines above)"
        for event in events.itertuples(index=False)
    ]
    if not rang:
        return f"{words} No alarm."
    return f"{words} {len(rang)} alarm{'s' if len(rang) > 1 else ''}: {', '.join(rang)}."
