"""From posts to who engages with whom: edges, sparse matrices, NetworkX.

Credit flows from the one who engages (``source``) to the one who is engaged with (``target``)::

    ben replies to ana       ben ──reply──▶ ana
    cho reposts ana          cho ──repost─▶ ana
    cho names ben in a post  cho ──mention▶ ben
"""

from cmkit.graph.edges import interactions
from cmkit.graph.matrix import AuthorMatrix, to_sparse
from cmkit.graph.nodes import layout, louvain, to_networkx

__all__ = ["AuthorMatrix", "interactions", "layout", "louvain", "to_networkx", "to_sparse"]
