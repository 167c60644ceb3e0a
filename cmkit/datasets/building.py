"""Simulate the datasets again and write them."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from cmkit import posts, simulator
from cmkit.datasets.shelf import DATASETS, TRUTH_FILES, digest, home, known
from cmkit.simulator import Truth
from cmkit.simulator.compressed import read_bytes, write_text

__all__ = ["build"]

_LICENCE = "CC-BY-4.0"
_SEED = 2025
_MAISON_LUPIN: dict[str, Any] = {
    "seed": _SEED,
    "n_members": 600,
    "weeks": 8,
    "episodes": [
        {"kind": "campaign", "start": "2025-03-20 17:30"},
        {"kind": "hashtag_blunder", "start": "2025-04-08 11:10", "peak_ratio": 14},
    ],
}
#: The export holds what a search around the blunder would bring: days before, hours after.
_DAYS_BEFORE, _HOURS_AFTER = 8, 32


def build(
    folder: str | os.PathLike[str] | None = None, *, names: Iterable[str] | None = None
) -> pd.DataFrame:
    """Simulate the datasets again and write them, their truth and the catalogue.

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
    machine's zlib, so a file that already holds the content is left alone. Cards are written by
    hand: a card that ``folder`` lacks is copied there.
    """
    wanted = sorted(DATASETS) if names is None else known(names)
    place = home() if folder is None else Path(folder)
    simulation = simulator.community(**_MAISON_LUPIN)
    rows = [_built(place, name, simulation) for name in wanted]
    table = pd.DataFrame(rows)
    catalog = place / "catalog.csv"
    if catalog.is_file():
        others = pd.read_csv(catalog, dtype={"generator_version": "str"})
        others = others[~others["name"].isin(wanted)]
        table = pd.concat([others, table], ignore_index=True) if len(others) else table
    table = table.sort_values("name", ignore_index=True)
    write_text(catalog, str(table.to_csv(index=False, lineterminator="\n")))
    return table[table["name"].isin(wanted)].reset_index(drop=True)


def _built(place: Path, name: str, simulation: simulator.Simulation) -> dict[str, Any]:
    """Write one dataset and return its row of the catalogue."""
    file = place / name / DATASETS[name].file
    if name == "lupin_export":
        simulation = _around_blunder(simulation)
        simulator.export(simulation.posts, file, format="x_v2", members=simulation.truth.members)
    else:
        simulator.export(simulation.posts, file, format="csv")
    folder = place / name / "truth"
    for part, file_name in TRUTH_FILES.items():
        write_text(folder / file_name, _as_csv(getattr(simulation.truth, part)))
    described = home() / name / "README.md"
    if described.is_file() and not (place / name / "README.md").exists():
        write_text(place / name / "README.md", described.read_text(encoding="utf-8"))
    return {
        "name": name,
        "title": DATASETS[name].title,
        "file": DATASETS[name].file,
        "rows": len(simulation.posts),
        "bytes": len(read_bytes(file)),
        "sha256": digest([file]),
        "truth_sha256": digest([folder / file_name for file_name in TRUTH_FILES.values()]),
        "licence": _LICENCE,
        "synthetic": True,
        "generator_version": simulator.VERSION,
        "seed": _SEED,
    }


def _around_blunder(simulation: simulator.Simulation) -> simulator.Simulation:
    """Cut the days around the blunder out, as a search by date would."""
    table, known = simulation
    onset = known.episodes["onset"].iloc[-1]
    first, last = onset - pd.Timedelta(days=_DAYS_BEFORE), onset + pd.Timedelta(hours=_HOURS_AFTER)
    cut = posts.select(table, since=first.floor("1h"), until=last.floor("1h"))
    of_posts = known.posts[known.posts["post_id"].isin(cut["post_id"])].reset_index(drop=True)
    wrote = known.members["author_id"].isin(cut["author_id"])
    members = known.members[wrote].reset_index(drop=True)
    return simulator.Simulation(cut, Truth(members, of_posts, known.episodes.tail(1)))


def _as_csv(table: pd.DataFrame) -> str:
    texts = table.copy()
    for column in texts.columns:
        if isinstance(texts[column].dtype, pd.DatetimeTZDtype):
            texts[column] = texts[column].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if "trigger_post_ids" in texts:
        texts["trigger_post_ids"] = [" ".join(ids) for ids in texts["trigger_post_ids"]]
    return str(texts.to_csv(index=False, lineterminator="\n"))
