"""Statistics of networks of pairs: how mutual, how divided into given groups."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["modularity", "reciprocity"]


def reciprocity(pairs: NDArray[Any]) -> float:
    """Return the share of directed links that are returned; links to oneself do not count.

    Parameters
    ----------
    pairs : array of two columns
        Source and target of each interaction; repeated ones count once.
    """
    source, target, size = _coded(pairs)
    links = np.unique((source * size + target)[source != target])
    if not len(links):
        return float("nan")
    back = links % size * size + links // size
    return float(np.isin(back, links).mean())


def modularity(pairs: NDArray[Any], groups: pd.Series) -> float:
    """Return the modularity of given groups in an undirected network, each pair counted once.

    Newman and Girvan (2004), doi:10.1103/PhysRevE.69.026113. Authors without a group are left out.
    """
    known = pd.DataFrame(pairs, columns=["source", "target"])
    codes = pd.Series(pd.factorize(groups)[0], index=groups.index)
    known = known[known["source"].isin(codes.index) & known["target"].isin(codes.index)]
    source, target, size = _coded(known.to_numpy())
    low, high = np.minimum(source, target), np.maximum(source, target)
    links = np.unique((low * size + high)[low != high])
    if not len(links):
        return float("nan")
    handles = pd.Series(known.to_numpy().ravel(), dtype=object).drop_duplicates()
    group = handles.map(codes).to_numpy()
    ends = np.stack([group[links // size], group[links % size]])
    degree = np.bincount(ends.ravel(), minlength=group.max() + 1) / (2 * len(links))
    return float((ends[0] == ends[1]).mean() - np.sum(degree**2))


def _coded(pairs: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], int]:
    """Give each author a number, in order of first appearance, row by row."""
    codes, handles = pd.factorize(pd.Series(pairs.ravel(), dtype=object))
    both = codes.reshape(-1, 2)
    return both[:, 0], both[:, 1], max(len(handles), 1)
