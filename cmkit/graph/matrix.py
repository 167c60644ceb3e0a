"""From edges to a sparse matrix, for arithmetic over millions of them."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from cmkit import schema
from cmkit.errors import fail

__all__ = ["AuthorMatrix", "to_sparse"]


class AuthorMatrix(NamedTuple):
    """Edges as a matrix, with the author of each row and column.

    Examples
    --------
    >>> AuthorMatrix(sparse.csr_array((1, 1)), pd.Index(["ana"])).authors[0]
    'ana'
    """

    weights: sparse.csr_array
    authors: pd.Index


def to_sparse(edges: pd.DataFrame) -> AuthorMatrix:
    """Turn edges into a sparse matrix; kinds are added up.

    Parameters
    ----------
    edges : DataFrame, one row per (source, target, kind)
        See `cmkit.schema.EDGES`.

    Returns
    -------
    AuthorMatrix
        ``weights[i, j]`` is how much ``authors[i]`` engaged with ``authors[j]``; ``authors`` is
        sorted.

    Raises
    ------
    CmkitError
        ``edges`` is not an EDGES table; a weight is not a positive number.

    Examples
    --------
    >>> edges = pd.DataFrame(
    ...     {"source": ["ben"], "target": ["ana"], "kind": ["reply"], "weight": [2.0]}
    ... )
    >>> to_sparse(edges).weights.toarray()
    array([[0., 0.],
           [2., 0.]])
    """
    _check_weights(edges)
    ends = pd.concat([edges["source"], edges["target"]], ignore_index=True).astype("str")
    codes, authors = pd.factorize(ends, sort=True)
    rows, columns = codes[: len(edges)], codes[len(edges) :]
    weights = sparse.coo_array(
        (edges["weight"].to_numpy(np.float64), (rows, columns)), shape=(len(authors), len(authors))
    )
    return AuthorMatrix(sparse.csr_array(weights), pd.Index(authors, name="author_id"))


def _check_weights(edges: pd.DataFrame) -> None:
    schema.check(edges, schema.EDGES)
    wrong = edges[~(edges["weight"] > 0) | np.isinf(edges["weight"])]
    if len(wrong):
        raise fail(
            "edges: a weight must be a positive number.",
            found=float(wrong["weight"].iloc[0]),
            fix="edges = edges[edges['weight'] > 0]",
        )
