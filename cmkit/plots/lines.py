"""Lines beside each other: what was measured beside what was published, for instance."""

from itertools import cycle
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import seaborn as sns

from cmkit.errors import fail
from cmkit.plots.style import axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["lines"]

_STYLES = ("-", "--", ":", "-.")
_MARKS = ("o", "s", "^", "D", "v", "P")
_MOST_MARKED = 40

Scale = Literal["linear", "log"]


def lines(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    by: str,
    scale: Scale = "linear",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a line for each series, told apart by colour, dash and mark.

    Parameters
    ----------
    table : DataFrame, one row per point
        With the columns ``x`` and ``y`` (numbers) and ``by`` (the series' name), which also name
        the axes.
    x, y, by : str
        Names of columns.
    scale : {"linear", "log"}
        Of both axes.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        A column is not there, or there is no point to draw.

    Examples
    --------
    >>> from cmkit.plots import alt_text
    >>> points = pd.DataFrame(
    ...     {
    ...         "hour": [0, 1, 0, 1],
    ...         "posts": [2, 8, 3, 4],
    ...         "city": ["Lille", "Lille", "Lyon", "Lyon"],
    ...     }
    ... )
    >>> alt_text(lines(points, x="hour", y="posts", by="city"))
    'Line chart of posts by hour, 2 lines. Lille: from 2 to 8, highest 8 at hour 1. Lyon: from 3 to
    4, highest 4 at hour 1.'
    """
    for name in (x, y, by):
        if name not in table.columns:
            raise fail(
                f"the table has no column {name!r}.", found=list(table.columns), fix="name one"
            )
    points = table[[x, y, by]].dropna()
    if points.empty:
        raise fail("there is no point to draw.", found="an empty table", fix="a row per point")
    ax = axes(ax)
    told = []
    colours = sns.color_palette("colorblind").as_hex()
    looks = zip(points[by].unique(), cycle(colours), cycle(_STYLES), cycle(_MARKS))
    for name, colour, style, mark in looks:
        mine = points[points[by] == name].sort_values(x)
        marker = mark if len(mine) <= _MOST_MARKED else None
        ax.plot(mine[x], mine[y], style, color=colour, marker=marker, markersize=5, label=str(name))
        told.append(_told(mine, x, y, str(name)))
    ax.set(xlabel=x, ylabel=y, xscale=scale, yscale=scale)
    ax.legend(frameon=False)
    many = "1 line" if len(told) == 1 else f"{len(told)} lines"
    return describe(ax, f"Line chart of {y} by {x}, {many}. {' '.join(told)}")


def _told(points: pd.DataFrame, x: str, y: str, name: str) -> str:
    first, last = points[y].iloc[0], points[y].iloc[-1]
    top = points.iloc[int(np.argmax(points[y].to_numpy()))]
    return f"{name}: from {first:g} to {last:g}, highest {top[y]:.3g} at {x} {top[x]:g}."
