"""Draw the datasets again and write them."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from cmkit import simulator
from cmkit.datasets.recipe import Made, Recipe
from cmkit.datasets.recipes import DATASETS
from cmkit.datasets.shelf import digest, home, known, truth_paths
from cmkit.datasets.storage import write_table
from cmkit.simulator.compressed import read_bytes, write_text

__all__ = ["SEED", "build"]

_LICENCES = {True: "CC0-1.0", False: "CC-BY-4.0"}
#: Of all shipped datasets; variants have others.
SEED = 2025


def build(
    folder: str | os.PathLike[str] | None = None, *, names: Iterable[str] | None = None
) -> pd.DataFrame:
    """Draw the datasets again and write them, their truth and the catalogue.

    Parameters
    ----------
    folder : path of a folder, optional
        Where to write; where cmkit looks for its datasets when not given.
    names : list of str, optional
        Which; all when not given. The rows of the others stay in the catalogue.

    Returns
    -------
    DataFrame, one row per dataset built
        Its rows of the catalogue.

    Raises
    ------
    CmkitError
        A name is not known.

    Notes
    -----
    The content is the same byte for byte on every machine; how it is packed depends on the
    machine's zlib, so a file that already holds the content is left alone. Cards, and data that
    people wrote, are not drawn: where ``folder`` lacks them they are copied there.
    """
    wanted = sorted(DATASETS) if names is None else known(names)
    place = home() if folder is None else Path(folder)
    table = pd.DataFrame([_built(place, name, DATASETS[name]) for name in wanted])
    catalog = place / "catalog.csv"
    if catalog.is_file():
        others = pd.read_csv(catalog, dtype={"generator_version": "str"})
        others = others[~others["name"].isin(wanted)]
        table = pd.concat([others, table], ignore_index=True) if len(others) else table
    table = table.sort_values("name", ignore_index=True)
    write_text(catalog, str(table.to_csv(index=False, lineterminator="\n")))
    return table[table["name"].isin(wanted)].reset_index(drop=True)


def _built(place: Path, name: str, recipe: Recipe) -> dict[str, Any]:
    """Write one dataset and return its row of the catalogue."""
    made = recipe.make(SEED)
    file = place / name / recipe.file_of(name)
    if recipe.export:
        members = made.truth["members"]
        simulator.export(made.table, file, format="x_v2", members=members)
    else:
        write_table(file, made.table, recipe.table)
    _write_truth(place, name, recipe, made)
    described = home() / name / "README.md"
    if described.is_file() and not (place / name / "README.md").exists():
        write_text(place / name / "README.md", described.read_text(encoding="utf-8"))
    return {
        "name": name,
        "title": recipe.title,
        "module": recipe.module,
        "file": recipe.file_of(name),
        "rows": len(made.table),
        "bytes": len(read_bytes(file)),
        "sha256": digest([file]),
        "truth_sha256": digest(list(truth_paths(place, name).values())),
        "licence": _LICENCES[recipe.by_hand],
        "synthetic": not recipe.by_hand,
        "generator_version": simulator.VERSION,
        "seed": SEED,
    }


def _write_truth(place: Path, name: str, recipe: Recipe, made: Made) -> None:
    for part, file in truth_paths(place, name).items():
        write_table(file, made.truth[part], recipe.truth[part])
