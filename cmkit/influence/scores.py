"""From values to ranks, once for every measure."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmkit import schema

__all__ = ["ranked"]


def ranked(authors: pd.Index, values: NDArray[np.float64], *, measure: str) -> pd.DataFrame:
    """Rank authors by a measure; equal values share the smaller rank.

    Parameters
    ----------
    authors : Index
        One author_id per value.
    values : array of float
        Higher is more influential.
    measure : str
        The measure's name.

    Returns
    -------
    DataFrame, one row per author, highest first, then by author_id
        See `cmkit.schema.SCORES`.

    Notes
    -----
    Values that agree to twelve digits are equal: what differs beyond is the order of additions.

    Examples
    --------
    >>> ranked(pd.Index(["a", "b", "c"]), np.array([1.0, 3.0, 3.0]), measure="x")["rank"].tolist()
    [1, 1, 3]
    """
    largest = float(np.abs(values).max()) if len(values) else 0.0
    steady = np.round(values / largest, 12) if largest > 0 else values
    table = pd.DataFrame(
        {
            "author_id": pd.Series(authors, dtype="str"),
            "measure": pd.Series(measure, index=range(len(authors)), dtype="str"),
            "score": values,
            "rank": pd.Series(steady).rank(method="min", ascending=False).astype("int64"),
        }
    )
    table = table.sort_values(["rank", "author_id"], ignore_index=True)
    return schema.check(table, schema.SCORES)
