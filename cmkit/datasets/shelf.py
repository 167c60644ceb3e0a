"""Where the datasets lie, what the catalogue says of them, and whether they are as shipped."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from cmkit.datasets.recipe import Recipe
from cmkit.datasets.recipes import DATASETS
from cmkit.errors import fail
from cmkit.simulator.compressed import read_bytes

__all__ = [
    "card",
    "catalogue",
    "digest",
    "home",
    "known",
    "path",
    "present",
    "recipe_of",
    "truth_paths",
    "verify",
]


def catalogue() -> pd.DataFrame:
    """List the datasets.

    Returns
    -------
    DataFrame, one row per dataset
        ``name``; ``title``; ``module`` (of the course); ``file``; ``rows``; ``bytes`` and
        ``sha256`` of the file's content, unpacked; ``truth_sha256`` of the truth's; ``licence``;
        ``synthetic`` (bool); ``generator_version``; ``seed``.

    Raises
    ------
    CmkitError
        There is no catalogue where cmkit looks for it.

    Examples
    --------
    >>> catalogue()["name"].tolist()[:3]
    ['activity', 'ballots', 'contest']
    """
    file = home() / "catalog.csv"
    if not file.is_file():
        raise fail(
            "the datasets are not where cmkit looks for them.",
            found=str(file),
            fix="build them: python -m cmkit datasets build",
        )
    return pd.read_csv(file, dtype={"generator_version": "str"})


def card(name: str) -> str:
    """Return a dataset's card: why and how it was made, what is not realistic, its licence.

    Returns
    -------
    str
        Markdown, after Gebru et al. (2021), Datasheets for Datasets, doi:10.1145/3458723.

    Raises
    ------
    CmkitError
        There is no such dataset.

    Examples
    --------
    >>> card("maison_lupin").splitlines()[0]
    '# maison_lupin'
    """
    return present(path(name).parent / "README.md").read_text(encoding="utf-8")


def path(name: str) -> Path:
    """Return where a dataset's table lies, for a reader for instance.

    Raises
    ------
    CmkitError
        There is no such dataset, or its file is missing.

    Examples
    --------
    >>> path("lupin_export").name
    'maison_lupin.jsonl.gz'
    """
    known([name])
    return present(home() / name / DATASETS[name].file_of(name))


def truth_paths(place: Path, name: str) -> dict[str, Path]:
    """Return the file of each table of a dataset's truth."""
    recipe = DATASETS[name]
    return {part: place / name / "truth" / recipe.truth_file(part) for part in recipe.truth}


def known(names: Iterable[str]) -> list[str]:
    """Return the names as a list; refuse one that no dataset bears."""
    listed = [names] if isinstance(names, str) else list(names)
    for name in listed:
        if name not in DATASETS:
            raise fail("no dataset of that name.", found=name, fix=f"one of {sorted(DATASETS)}")
    return listed


def recipe_of(name: str) -> Recipe:
    """Return the recipe of a dataset."""
    known([name])
    return DATASETS[name]


def present(file: Path) -> Path:
    """Return the file, or say that it is missing."""
    if not file.is_file():
        raise fail(
            f"{file.name} is missing.", found=str(file), fix="python -m cmkit datasets build"
        )
    return file


def verify(files: list[Path], name: str, column: str) -> None:
    """Compare the files with the catalogue."""
    table = catalogue().set_index("name")
    expected = table[column].get(name)
    found = digest(files)
    if found != expected:
        raise fail(
            f"the files of {name!r} are not those that were shipped: they were edited or damaged.",
            found=f"{', '.join(file.name for file in files)}: sha256 {found[:12]}..., "
            f"expected {str(expected)[:12]}...",
            fix=f"restore them: python -m cmkit datasets build {name}; to read them as they are: "
            "verify=False",
        )


def digest(files: list[Path]) -> str:
    """Return the SHA-256 of what the files hold, unpacked, one after the other."""
    summed = hashlib.sha256()
    for file in files:
        # git may have written the line ends of Windows
        summed.update(read_bytes(file).replace(b"\r\n", b"\n"))
    return summed.hexdigest()


def home() -> Path:
    """Return the folder of the datasets: in a clone at its top, else within the package."""
    shipped = Path(__file__).parents[1] / "shipped" / "datasets"
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "datasets"
