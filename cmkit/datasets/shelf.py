"""Where the datasets lie, what the catalogue says of them, and whether they are as shipped."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from cmkit.errors import fail
from cmkit.simulator.compressed import read_bytes

__all__ = [
    "DATASETS",
    "TRUTH_FILES",
    "Dataset",
    "card",
    "catalogue",
    "digest",
    "home",
    "known",
    "path",
    "present",
    "verify",
]

#: The files of the truth, beside the posts in a folder of their own.
TRUTH_FILES = {"members": "members.csv", "posts": "posts.csv.gz", "episodes": "episodes.csv"}


class Dataset(NamedTuple):
    """A dataset's title and the file of its posts."""

    title: str
    file: str


DATASETS = {
    "lupin_export": Dataset("An export of X's API v2 around the blunder", "maison_lupin.jsonl.gz"),
    "maison_lupin": Dataset("Eight weeks of a brand's community, two episodes", "posts.csv.gz"),
}


def catalogue() -> pd.DataFrame:
    """List the datasets.

    Returns
    -------
    DataFrame, one row per dataset
        ``name``; ``title``; ``file``; ``rows`` (posts); ``bytes`` and ``sha256`` of the file's
        content, unpacked; ``truth_sha256`` of the truth's; ``licence``; ``synthetic`` (bool);
        ``generator_version``; ``seed``.

    Raises
    ------
    CmkitError
        There is no catalogue where cmkit looks for it.

    Examples
    --------
    >>> catalogue()["name"].tolist()
    ['lupin_export', 'maison_lupin']
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
    """Return where a dataset's posts lie, for a reader for instance.

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
    return present(home() / name / DATASETS[name].file)


def known(names: Iterable[str]) -> list[str]:
    """Return the names as a list; refuse one that no dataset bears."""
    listed = [names] if isinstance(names, str) else list(names)
    for name in listed:
        if name not in DATASETS:
            raise fail("no dataset of that name.", found=name, fix=f"one of {sorted(DATASETS)}")
    return listed


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
