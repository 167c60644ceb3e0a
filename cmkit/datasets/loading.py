"""Load posts and truth."""

from io import BytesIO
from pathlib import Path

import pandas as pd

from cmkit import posts, readers
from cmkit.datasets import shelf
from cmkit.datasets.shelf import TRUTH_FILES, path, present
from cmkit.simulator import Truth
from cmkit.simulator.compressed import read_bytes

__all__ = ["load", "truth"]


def load(name: str, *, verify: bool = True) -> pd.DataFrame:
    """Load the posts of a dataset.

    Parameters
    ----------
    name : str
        One of `catalogue`.
    verify : bool
        Whether to make sure that the file is the one that was shipped.

    Returns
    -------
    DataFrame, one row per post
        See `cmkit.schema.POSTS`. Handles are invented and therefore kept.

    Raises
    ------
    CmkitError
        There is no such dataset; its file is missing, damaged or was edited.

    Examples
    --------
    >>> sorted(load("maison_lupin")["kind"].unique())
    ['post', 'quote', 'reply', 'repost']
    """
    file = path(name)
    if verify:
        shelf.verify([file], name, "sha256")
    if file.suffixes[:1] == [".jsonl"]:
        return readers.read(file, pseudonymise=False)
    table = _read_csv(file)
    for column in ("mentions", "hashtags"):
        table[column] = pd.Series(table[column].str.split().tolist(), dtype=object)
    return posts.validate(table)


def truth(name: str, *, verify: bool = True) -> Truth:
    """Load the truth about a dataset: its members, posts and episodes.

    Parameters
    ----------
    name : str
        One of `catalogue`.
    verify : bool
        Whether to make sure that the files are those that were shipped.

    Returns
    -------
    Truth
        See `cmkit.simulator.Truth`.

    Raises
    ------
    CmkitError
        There is no such dataset; a file of its truth is missing, damaged or was edited.

    Examples
    --------
    >>> truth("maison_lupin").episodes["kind"].tolist()
    ['campaign', 'hashtag_blunder']
    """
    files = [present(path(name).parent / "truth" / file) for file in TRUTH_FILES.values()]
    if verify:
        shelf.verify(files, name, "truth_sha256")
    members, of_posts, episodes = (_read_csv(file) for file in files)
    numbers = {"influence": "float64", "rank": "int64", "activity": "float64", "audience": "int64"}
    members = members.astype(numbers)
    members["joined_at"] = _as_times(members["joined_at"])
    for column in ("is_ironic", "is_spam", "is_excess"):
        of_posts[column] = of_posts[column] == "True"
    of_posts["episode_id"] = of_posts["episode_id"].where(of_posts["episode_id"] != "")
    for column in _times_of(episodes):
        episodes[column] = _as_times(episodes[column])
    lists = pd.Series(episodes["trigger_post_ids"].str.split().tolist(), dtype=object)
    episodes = episodes.assign(trigger_post_ids=lists).astype({"n_excess": "int64"})
    return Truth(members, of_posts, episodes)


def _read_csv(file: Path) -> pd.DataFrame:
    return pd.read_csv(BytesIO(read_bytes(file)), dtype="str", keep_default_na=False)


def _times_of(episodes: pd.DataFrame) -> list[str]:
    ends = ("_at", "_end")
    return [name for name in episodes.columns if name in ("onset", "peak") or name.endswith(ends)]


def _as_times(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts.where(texts != ""), utc=True).dt.as_unit("us")
