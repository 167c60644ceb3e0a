"""Hypothesis strategies that several test files share."""

import pandas as pd
from hypothesis import strategies as st

AUTHORS = ["ana", "ben", "cho", "dia", "eli", "fay", "gus", "éva"]
KINDS = ["reply", "repost", "quote", "mention"]


@st.composite
def edge_tables(draw: st.DrawFn, *, loops: bool = False, max_size: int = 25) -> pd.DataFrame:
    """EDGES with up to eight authors: directed, weighted, disconnected, empty, one pair."""
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(AUTHORS),
                st.sampled_from(AUTHORS),
                st.sampled_from(KINDS),
                st.integers(1, 9),
            ),
            max_size=max_size,
            unique_by=lambda row: row[:3],
        )
    )
    kept = [row for row in rows if loops or row[0] != row[1]]
    table = pd.DataFrame(kept, columns=["source", "target", "kind", "weight"])
    return table.astype({"source": "str", "target": "str", "kind": "str", "weight": "float64"})
