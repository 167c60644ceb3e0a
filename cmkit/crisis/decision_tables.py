"""Decision tables kept as data, so that a reader can check them against their sources."""

from pathlib import Path

import pandas as pd

__all__ = ["matching", "table"]

_FOLDER = Path(__file__).parent / "data"


def table(name: str) -> pd.DataFrame:
    """Read a decision table; ``*`` in a condition stands for any value."""
    return pd.read_csv(_FOLDER / f"{name}.csv", dtype="str", encoding="utf-8").fillna("")


def matching(rules: pd.DataFrame, situation: dict[str, str]) -> pd.DataFrame:
    """Keep the rows whose every condition is met, in the order of the table."""
    keep = pd.Series(data=True, index=rules.index)
    for condition, value in situation.items():
        keep &= rules[condition].isin(["*", value])
    return rules[keep].reset_index(drop=True)
