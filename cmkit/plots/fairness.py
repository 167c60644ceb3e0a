"""The same sentences of other people: the mean score of each group, side by side."""

from typing import TYPE_CHECKING

import pandas as pd

from cmkit.errors import fail
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["fairness"]

_COLUMNS = ["expected", "by", "group", "n_texts", "n_flips", "score"]
_MARKS = {"negative": ("v", "negative"), "neutral": ("o", "quiet"), "positive": ("^", "positive")}
_TITLES = {"gender": "gender of the name", "origin": "origin of the name", "word": "gendered word"}


def fairness(results: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the mean score of each group, negative, neutral and positive sentences apart.

    Parameters
    ----------
    results : DataFrame, one row per sentence and group
        As `cmkit.evaluation.fairness` gives it.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes
        The marks of one kind stand on one vertical line where the engine treats groups alike.

    Raises
    ------
    CmkitError
        Not the results of `fairness`, or none.

    Examples
    --------
    >>> from cmkit.plots import alt_text
    >>> results = pd.DataFrame(
    ...     {
    ...         "expected": "neutral",
    ...         "by": "word",
    ...         "group": ["feminine", "masculine"],
    ...         "n_texts": 6,
    ...         "n_flips": [0, 3],
    ...         "score": [0.0, -0.2],
    ...     }
    ... )
    >>> alt_text(fairness(results))
    'Mean scores of the same sentences with other names and words, 2 groups, 3 of 12 labels
    flipped. gendered word, neutral sentences: from -0.20 (masculine) to +0.00 (feminine).'
    """
    if not isinstance(results, pd.DataFrame) or not set(_COLUMNS) <= set(results) or results.empty:
        raise fail(
            "these are not the results of a test of fairness, or there are none.",
            found=str(list(getattr(results, "columns", [type(results).__name__]))),
            fix="evaluation.fairness(lang='en')",
        )
    means = (
        results.groupby(["by", "group", "expected"], sort=False)
        .agg(score=("score", "mean"), n_texts=("n_texts", "sum"))
        .reset_index()
    )
    rows = means.drop_duplicates(["by", "group"])[["by", "group"]].reset_index(drop=True)
    # a gap of half a row between two kinds of change
    rows["place"] = rows.index + 0.6 * (rows["by"] != rows["by"].shift()).cumsum()
    means = means.merge(rows, on=["by", "group"])
    ax = axes(ax, height=1.8 + 0.33 * rows["place"].max())
    ax.axvline(0, color=COLOURS["quiet"], linewidth=0.8, alpha=0.6)
    for expected, (mark, colour) in _MARKS.items():
        mine = means[means["expected"] == expected]
        for _, part in mine.groupby("by", sort=False):
            ax.plot(part["score"], part["place"], color=COLOURS[colour], linewidth=1, alpha=0.5)
        if len(mine):
            label = f"{expected} sentences"
            ax.scatter(
                mine["score"], mine["place"], marker=mark, s=55, color=COLOURS[colour],
                label=label, zorder=3,
            )  # fmt: skip
    _rows(ax, rows, means)
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    return describe(ax, _in_words(results, means, len(rows)))


def _rows(ax: "Axes", rows: pd.DataFrame, means: pd.DataFrame) -> None:
    """Name each group, with its number of texts, and above the first of them what changes."""
    texts = means.groupby(["by", "group"])["n_texts"].sum()
    names = [
        f"{group} ({texts[by, group]:,})"
        for by, group in zip(rows["by"], rows["group"], strict=True)
    ]
    ax.set_yticks(rows["place"], names)
    for by, part in rows.groupby("by", sort=False):
        ax.text(
            -0.98, part["place"].min() - 0.55, _TITLES.get(str(by), str(by)), fontsize="small",
            fontweight="bold", va="center",
        )  # fmt: skip
    ax.set(
        xlim=(-1, 1),
        ylim=(rows["place"].max() + 0.6, rows["place"].min() - 1),
        xlabel="mean score of the sentences (-1 negative to 1 positive)",
        ylabel="group (count of texts)",
    )


def _in_words(results: pd.DataFrame, means: pd.DataFrame, n_groups: int) -> str:
    told = []
    for (by, expected), part in means.dropna(subset=["score"]).groupby(
        ["by", "expected"], sort=False
    ):
        low, high = (part.iloc[place] for place in (part["score"].argmin(), part["score"].argmax()))
        span = (
            f"from {low['score']:+.2f} ({low['group']}) to {high['score']:+.2f} ({high['group']})"
        )
        if high["score"] - low["score"] < 0.005:
            span = f"{low['score']:+.2f} in every group"
        told.append(f"{_TITLES.get(str(by), str(by))}, {expected} sentences: {span}.")
    # each text of a given name stands in two groups, by gender and by origin: it is counted once
    once = results[results["by"] != "origin"] if (results["by"] == "gender").any() else results
    flips = f"{int(once['n_flips'].sum())} of {int(once['n_texts'].sum())} labels flipped"
    return (
        f"Mean scores of the same sentences with other names and words, {n_groups} groups, "
        f"{flips}. {' '.join(told)}"
    )
