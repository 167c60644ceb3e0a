"""Write a world of any size to Parquet, part by part, with memory that does not grow."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm.auto import tqdm

from cmkit.errors import fail
from cmkit.simulator import assembly, rhythm, settings, society
from cmkit.simulator.census import member_truth
from cmkit.simulator.encounters import pools_of
from cmkit.simulator.parameters import Parameters
from cmkit.simulator.planning import Request, planned
from cmkit.simulator.pools import expected_cascade

__all__ = ["write"]

#: Rows that are written, and put into words, at a time.
_ROWS = 200_000


def write(  # noqa: PLR0913 - the arguments of `community`, one by one
    folder: str | os.PathLike[str],
    *,
    seed: int,
    n_members: int = 1_000,
    weeks: int = 6,
    language_mix: Mapping[str, float] | None = None,
    episodes: Sequence[Request] = ("hashtag_blunder",),
    brand: str = "Maison Lupin",
    start: str | pd.Timestamp = "2025-03-03",
    parameters: Parameters | Mapping[str, Any] | None = None,
    progress: bool = True,
) -> Path:
    """Simulate a community and write it to Parquet: the same posts that `community` makes.

    Parameters
    ----------
    folder : path of a folder
        Made when it is not there; must be empty.
    seed, n_members, weeks, language_mix, episodes, brand, start, parameters
        As in `cmkit.simulator.community`.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    Path
        The folder. It holds ``posts/`` (POSTS, see `cmkit.schema.POSTS`) and ``truth/`` with
        ``posts/``, ``threads/``, ``members.parquet`` and ``episodes.parquet``: the columns of
        `cmkit.simulator.Truth`. The follow graph is not written.

    Raises
    ------
    CmkitError
        The folder holds something; an argument is out of range, as in `community`.

    Notes
    -----
    A file of ``posts/`` holds the threads that begin in one week (in one day, above 200,000
    members) or belong to one episode, in order of time within the file; a late reply stands in the
    file of its thread. Sort by ``created_at`` where the order matters. Memory follows the longest
    chapter and the number of members, not the length of the span.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     written = write(f"{place}/lupin", seed=7, n_members=80, weeks=2, progress=False)
    ...     sorted(path.name for path in (written / "posts").iterdir())
    ['part-0000.parquet', 'part-0001.parquet', 'part-5000.parquet']
    """
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise fail("this folder is not empty.", found=str(place), fix="give the name of a new one")
    world = settings.world(
        seed=seed,
        n_members=n_members,
        weeks=weeks,
        language_mix=language_mix,
        brand=brand,
        start=start,
        given=parameters,
    )
    plan = planned(world, episodes)
    members = society.everybody(world)
    everybody, first_posts, outcomes, triggers = members, [], [], []
    bar = tqdm(total=len(rhythm.chapters(world)) + len(plan), disable=not progress, unit="part")
    with bar:
        for part in society.parts(world, members, plan):
            everybody = part.people
            if part.truth is not None:
                outcomes.append(part.truth)
                triggers.append(assembly.trigger_ids(world, part))
            first_posts.append(_write_part(place, world, part, len(members)))
            bar.update()
    _write_people(place, world, members, everybody, first_posts)
    truth = assembly.episode_truth(plan, outcomes, triggers)
    _write(place / "truth" / "episodes.parquet", truth)
    return place


def _write_part(
    place: Path, world: settings.World, part: society.Part, n_members: int
) -> pd.DataFrame:
    """Write one part; return the first post of each outsider in it."""
    done = assembly.written(world, part)
    name = f"part-{part.number:04d}.parquet"
    _write(place / "posts" / name, done.posts)
    _write(place / "truth" / "posts" / name, done.truth)
    _write(place / "truth" / "threads" / name, done.threads)
    if part.truth is None:
        return done.posts[["author_id", "created_at"]].head(0)
    outside = part.people["author_id"].iloc[n_members:]
    rows = done.posts[done.posts["author_id"].isin(outside)]
    return rows.drop_duplicates("author_id")[["author_id", "created_at"]]


def _write_people(
    place: Path,
    world: settings.World,
    members: pd.DataFrame,
    everybody: pd.DataFrame,
    first_posts: Sequence[pd.DataFrame],
) -> None:
    influence = expected_cascade(members, pools_of(members).reposters)
    first = pd.concat(first_posts, ignore_index=True).sort_values("created_at")
    truth = member_truth(world, members, everybody, influence, first)
    _write(place / "truth" / "members.parquet", truth)


def _write(path: Path, table: pd.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = pa.Table.from_pandas(table, preserve_index=False)
    pq.write_table(whole, path, compression="zstd", row_group_size=_ROWS)
