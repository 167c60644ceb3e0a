"""Who engages with whom, around the authors that matter most."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmkit import schema
from cmkit.graph import layout, to_sparse
from cmkit.plots.style import COLOURS, axes, describe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["network"]

#: One marker a community, so that colour is never the only sign.
_MARKERS = "os^Dv<>ph*"


def network(
    edges: pd.DataFrame,
    *,
    communities: pd.DataFrame | None = None,
    top: int = 60,
    names: int = 8,
    seed: int = 0,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the most engaged-with authors and the interactions between them.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.
    communities : DataFrame, one row per author, optional
        ``author_id`` and ``community``, as `cmkit.influence.communities` gives them; each has a
        colour and a shape.
    top : int
        How many authors: beyond a hundred nobody can read the picture.
    names : int
        How many of them carry their name, unless it would cover the name of a greater one.
    seed : int
        The layout starts from random places.
    ax : matplotlib Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table.

    Notes
    -----
    Nearness in such a drawing is a hint, not a measure. Conclude from `cmkit.influence`.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["ben"], "target": ["ana"], "kind": ["reply"], "weight": [2.0]}
    ... )
    >>> from cmkit.plots import alt_text
    >>> alt_text(network(edges))
    'Network of the 2 authors who received most, of 2, with 1 links between them. Most engaged
    with: ana (2), ben (0).'
    """
    received = _received(schema.check(edges, schema.EDGES))
    kept = received.head(top)
    inside = edges[edges["source"].isin(kept.index) & edges["target"].isin(kept.index)]
    places = layout(inside, authors=kept.index, seed=seed)
    ax = axes(ax, width=8, height=6.5)
    _draw_links(ax, inside, places)
    sizes = 30 + 500 * kept.to_numpy() / max(float(kept.max()), 1.0) if len(kept) else np.empty(0)
    _draw_authors(ax, places, sizes, _community_of(kept.index, communities))
    _write_names(ax, places.loc[kept.index[:names]])
    ax.set_axis_off()
    if communities is not None and len(kept):
        legend = ax.legend(title="community", loc="lower left", fontsize="small", frameon=False)
        for handle in filter(None, legend.legend_handles):
            handle.set(sizes=[60])  # the size of a marker means nothing here
    n_links = len(inside[["source", "target"]].drop_duplicates())
    listed = ", ".join(f"{author} ({value:.0f})" for author, value in kept.head(5).items())
    words = (
        f"Network of the {len(kept)} authors who received most, of {len(received)}, with {n_links} "
        f"links between them. Most engaged with: {listed}."
    )
    return describe(ax, words)


def _received(edges: pd.DataFrame) -> pd.Series:
    """Sum what each author received, most first."""
    matrix = to_sparse(edges)
    total = np.asarray(matrix.weights.sum(axis=0), dtype=np.float64).ravel()
    by_author = (
        pd.Series(total, index=matrix.authors).rename_axis("author_id").reset_index(name="n")
    )
    ordered = by_author.sort_values(["n", "author_id"], ascending=[False, True])
    return ordered.set_index("author_id")["n"]


def _draw_links(ax: "Axes", edges: pd.DataFrame, places: pd.DataFrame) -> None:
    from matplotlib.collections import LineCollection

    summed = edges.groupby(["source", "target"], sort=True)["weight"].sum().reset_index()
    starts, ends = (places.loc[summed[end]].to_numpy() for end in ("source", "target"))
    widths = 0.4 + 1.6 * np.log1p(summed["weight"].to_numpy()) / np.log(10)
    lines = LineCollection(np.stack([starts, ends], axis=1).tolist(), linewidths=widths.tolist())
    lines.set(color=COLOURS["quiet"], alpha=0.35, zorder=1)
    ax.add_collection(lines)


def _draw_authors(
    ax: "Axes", places: pd.DataFrame, sizes: NDArray[np.float64], community: pd.Series
) -> None:
    import seaborn as sns

    palette = sns.color_palette("colorblind").as_hex()
    for number, name in enumerate(sorted(community.unique())):
        here = (community == name).to_numpy()
        ax.scatter(
            places.loc[here, "x"],
            places.loc[here, "y"],
            s=sizes[here],
            color=palette[number % len(palette)],
            marker=_MARKERS[number % len(_MARKERS)],
            edgecolor="white",
            label=str(name),
            zorder=2,
        )


def _write_names(ax: "Axes", places: pd.DataFrame) -> None:
    """Write names above their authors, the greatest first, none over another."""
    from matplotlib.patheffects import withStroke

    width, height = (np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim()))
    written: list[tuple[float, float]] = []
    for author, x, y in places.itertuples():
        covers = any(abs(x - a) < 0.14 * width and abs(y - b) < 0.03 * height for a, b in written)
        if covers:
            continue
        written.append((x, y))
        ax.annotate(
            author,
            (x, y),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            path_effects=[withStroke(linewidth=3, foreground="white")],
        )


def _community_of(authors: pd.Index, communities: pd.DataFrame | None) -> pd.Series:
    if communities is None:
        return pd.Series(0, index=authors)
    known = communities.set_index("author_id")["community"]
    return known.reindex(authors).fillna(-1).astype(int)
