"""Tables as text files and back, by their declaration: the same table makes the same bytes."""

from io import BytesIO
from pathlib import Path

import pandas as pd

from cmkit.schema import Table
from cmkit.simulator.compressed import read_bytes, write_text

__all__ = ["read_table", "write_table"]

#: Sorted numbers keep at most this many digits after the point: enough, and the same everywhere.
_DIGITS = 6


def write_table(path: Path, table: pd.DataFrame, declared: Table) -> None:
    """Write the declared columns as CSV: times in ISO 8601 (UTC), lists with a space between."""
    texts = pd.DataFrame(index=table.index)
    for name, column in declared.columns.items():
        values = table[name]
        if column.kind == "time":
            values = values.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif column.kind == "texts":
            values = pd.Series([" ".join(cell) for cell in values], index=table.index, dtype="str")
        elif column.kind == "number":
            values = values.round(_DIGITS)
        texts[name] = values
    write_text(path, str(texts.to_csv(index=False, lineterminator="\n")))


def read_table(path: Path, declared: Table) -> pd.DataFrame:
    """Read what `write_table` wrote, each column in its declared kind; an empty cell is missing."""
    raw = pd.read_csv(BytesIO(read_bytes(path)), dtype="str", keep_default_na=False)
    return pd.DataFrame(
        {
            name: _typed(raw[name], column.kind, may_be_empty=column.empty)
            for name, column in declared.columns.items()
        }
    )


def _typed(texts: pd.Series, kind: str, *, may_be_empty: bool) -> pd.Series:
    filled = texts.where(texts != "") if may_be_empty else texts
    if kind == "time":
        return pd.to_datetime(filled, utc=True, format="%Y-%m-%dT%H:%M:%SZ").dt.as_unit("us")
    if kind == "count":
        return filled.astype("Int64") if filled.isna().any() else filled.astype("int64")
    if kind == "number":
        return filled.astype("float64")
    if kind == "flag":
        return texts == "True"
    if kind == "texts":
        return pd.Series(texts.str.split().tolist(), index=texts.index, dtype=object)
    return filled
