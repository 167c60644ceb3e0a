"""Stylised facts: each statistic of some posts beside the band that was published."""

from typing import TYPE_CHECKING

import pandas as pd

from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["facts"]


def facts(described: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw each statistic that has a published band: the band as a bar, the value as a mark.

    Parameters
    ----------
    described : DataFrame, one row per statistic
        As `cmkit.simulator.describe` gives it: ``statistic``, ``value``, ``low``, ``high``.
    ax : matplotlib Axes, optional
        Where to draw. Every band is drawn from 0 (its low end) to 1 (its high end), since the
        statistics have different units; the figures stand beside the names.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        A column is not there, or no statistic has a band.

    Examples
    --------
    >>> from cmkit.plots import alt_text
    >>> table = pd.DataFrame(
    ...     {"statistic": ["weekend_ratio"], "value": [0.8], "low": [0.7], "high": [1.0]}
    ... )
    >>> alt_text(facts(table))
    'Values beside published bands, 1 of 1 within. weekend ratio 0.8 (0.7 to 1), within.'
    """
    needed = ["statistic", "value", "low", "high"]
    if not set(needed) <= set(described.columns):
        raise fail(
            "this is not a description.", found=list(described.columns), fix="describe(posts)"
        )
    rows = described[needed].dropna().iloc[::-1]
    if rows.empty:
        raise fail("no statistic has a published band.", found="no row", fix="describe(posts)")
    ax = axes(ax, height=1 + 0.42 * len(rows))
    place = (rows["value"] - rows["low"]) / (rows["high"] - rows["low"])
    within = place.between(0, 1)
    height = range(len(rows))
    ax.barh(height, 1, color=COLOURS["quiet"], alpha=0.25, height=0.55, label="published")
    _marks(ax, place, within)
    names = [name.replace("_", " ") for name in rows["statistic"]]
    ends = zip(names, rows["value"], rows["low"], rows["high"], strict=True)
    labels = [f"{name}  {value:.3g} ({low:g} to {high:g})" for name, value, low, high in ends]
    ax.set_yticks(list(height), labels)
    ax.set(
        xlim=(-0.5, 1.5),
        xlabel="place in the published band, as a share of it (0 = its low end, 1 = its high end)",
        ylabel="statistic: value (band)",
    )
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    told = [
        f"{label.replace('  ', ' ')}, {'within' if inside else 'outside'}."
        for label, inside in zip(labels, within, strict=True)
    ][::-1]
    head = f"Values beside published bands, {int(within.sum())} of {len(rows)} within."
    return describe(ax, f"{head} {' '.join(told)}")


def _marks(ax: "Axes", place: pd.Series, within: pd.Series) -> None:
    """Mark each value; one far outside its band stands at the edge."""
    rows = pd.Series(range(len(place)), index=place.index)
    for inside, mark, colour in ((True, "o", "main"), (False, "X", "negative")):
        chosen = within == inside
        if chosen.any():
            ax.scatter(
                place[chosen].clip(-0.4, 1.4),
                rows[chosen],
                marker=mark,
                s=70,
                color=COLOURS[colour],
                label="value, within" if inside else "value, outside",
                zorder=3,
            )
