"""Who was mistaken for whom: each truth a row, each label given a column."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmkit.errors import fail
from cmkit.plots.style import axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["confusion"]

#: From this share on a cell is so dark that its figures must be white.
_DARK = 0.55


def confusion(table: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw a table of confusion: the darker a cell, the greater its share of the row.

    Parameters
    ----------
    table : DataFrame, one row per true label, one column per given label
        Counts, as `cmkit.evaluation.confusion` gives them. A row's share on the diagonal is the
        label's recall. Labels that never truly occur are left out as rows.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        Not a table of counts, or nothing counted.

    Notes
    -----
    Shares of a row of few posts jump: read the counts. Above some twelve labels the figures no
    longer fit their cells.

    Examples
    --------
    >>> from cmkit.evaluation import confusion as count
    >>> from cmkit.plots import alt_text
    >>> labels, truth = ["negative", "neutral", "neutral"], ["negative", "negative", "neutral"]
    >>> alt_text(confusion(count(labels, truth)))
    'Confusion table of 3 posts: 2 of 3 labels right. Truly negative (2 posts): labelled negative
    1, neutral 1. Truly neutral (1 post): labelled neutral 1.'
    """
    counts = _counts(table)
    shares = counts.to_numpy() / counts.to_numpy().sum(axis=1, keepdims=True)
    n_rows, n_columns = counts.shape
    ax = axes(ax, width=2.6 + 1.25 * n_columns, height=1.7 + 0.85 * n_rows)
    ax.pcolormesh(shares, cmap="Blues", vmin=0, vmax=1, edgecolors="white", linewidth=2)
    _figures(ax, counts, shares)
    ax.set_xticks(np.arange(n_columns) + 0.5, [str(name) for name in counts.columns])
    ax.set_yticks(np.arange(n_rows) + 0.5, [str(name) for name in counts.index])
    ax.set(xlabel="label given (count, share of the row)", ylabel="truth")
    ax.invert_yaxis()
    ax.tick_params(length=0)
    described = describe(ax, _in_words(counts))
    for spine in ax.spines.values():
        spine.set_visible(False)
    return described


def _figures(ax: "Axes", counts: pd.DataFrame, shares: npt.NDArray[np.float64]) -> None:
    numbers = counts.to_numpy()
    for (row, column), share in np.ndenumerate(shares):
        ax.text(
            column + 0.5,
            row + 0.5,
            f"{numbers[row, column]:,}\n{share:.0%}".replace("%", " %"),
            ha="center",
            va="center",
            color="white" if share >= _DARK else "black",
            fontweight="bold" if counts.index[row] == counts.columns[column] else "normal",
        )


def _counts(table: pd.DataFrame) -> pd.DataFrame:
    numbers = isinstance(table, pd.DataFrame) and all(
        pd.api.types.is_integer_dtype(dtype) for dtype in table.dtypes
    )
    if not numbers or not table.to_numpy().sum() > 0:
        raise fail(
            "this is not a table of confusion, or it counts nothing.",
            found=str(list(getattr(table, "columns", [type(table).__name__]))),
            fix="evaluation.confusion(labels, truth)",
        )
    return table[table.sum(axis=1) > 0]


def _in_words(counts: pd.DataFrame) -> str:
    total = int(counts.to_numpy().sum())
    right = sum(int(row.get(name, 0)) for name, row in counts.iterrows())
    told = []
    for name, row in counts.iterrows():
        many = int(row.sum())
        given = ", ".join(f"{label} {n}" for label, n in row.items() if n)
        told.append(f"Truly {name} ({many} post{'s' if many > 1 else ''}): labelled {given}.")
    return f"Confusion table of {total} posts: {right} of {total} labels right. {' '.join(told)}"
