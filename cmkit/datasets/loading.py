"""Load tables and truths."""

from collections.abc import Iterator, Mapping

import pandas as pd

from cmkit import readers
from cmkit.datasets import shelf
from cmkit.datasets.shelf import path, present
from cmkit.datasets.storage import read_table

__all__ = ["TruthTables", "load", "truth"]


class TruthTables(Mapping[str, pd.DataFrame]):
    """The tables of a truth by name, as items or as attributes.

    Examples
    --------
    >>> known = TruthTables({"winners": pd.DataFrame({"winner": ["sand"]})})
    >>> known.winners["winner"].tolist(), list(known)
    (['sand'], ['winners'])
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._tables[name]

    def __getattr__(self, name: str) -> pd.DataFrame:
        try:
            return self.__dict__["_tables"][name]
        except KeyError:
            known = list(self.__dict__.get("_tables", {}))
            raise AttributeError(f"this truth has no table {name!r}, it has {known}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name}: {len(table)} rows" for name, table in self._tables.items())
        return f"TruthTables({sizes})"


def load(name: str, *, verify: bool = True) -> pd.DataFrame:
    """Load the table of a dataset.

    Parameters
    ----------
    name : str
        One of `catalogue`.
    verify : bool
        Whether to make sure that the file is the one that was shipped.

    Returns
    -------
    DataFrame
        What a row is, and its columns, stand in the dataset's `card`; datasets of posts have the
        columns of `cmkit.schema.POSTS`. Handles are invented and therefore kept.

    Raises
    ------
    CmkitError
        There is no such dataset; its file is missing, damaged or was edited.

    Examples
    --------
    >>> sorted(load("maison_lupin")["kind"].unique())
    ['post', 'quote', 'reply', 'repost']
    """
    recipe, file = shelf.recipe_of(name), path(name)
    if verify:
        shelf.verify([file], name, "sha256")
    if recipe.export:
        return readers.read(file, pseudonymise=False)
    return read_table(file, recipe.table)


def truth(name: str, *, verify: bool = True) -> TruthTables:
    """Load the truth about a dataset: what its table does not tell.

    Parameters
    ----------
    name : str
        One of `catalogue`.
    verify : bool
        Whether to make sure that the files are those that were shipped.

    Returns
    -------
    TruthTables
        Tables by name, ``truth("maison_lupin").members`` for instance; the card says which. Those
        of a simulated community are described at `cmkit.simulator.Truth`.

    Raises
    ------
    CmkitError
        There is no such dataset; a file of its truth is missing, damaged or was edited.

    Examples
    --------
    >>> truth("maison_lupin").episodes["kind"].tolist()
    ['campaign', 'hashtag_blunder']
    """
    recipe = shelf.recipe_of(name)
    files = shelf.truth_paths(path(name).parent.parent, name)
    for file in files.values():
        present(file)
    if verify:
        shelf.verify(list(files.values()), name, "truth_sha256")
    return TruthTables({part: read_table(file, recipe.truth[part]) for part, file in files.items()})
