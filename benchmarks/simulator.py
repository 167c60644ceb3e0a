"""Time and memory of the simulator, by size and way; writes results/simulator.csv.

Each case runs in a process of its own, so that its peak of memory is its own. "in memory" is
`simulator.community`, "to Parquet" is `simulator.write`. No other package simulates a community
with its truth, so there is no peer to run beside it.

Run it with ``python benchmarks/simulator.py`` (about ten minutes); ``--huge`` adds ten million
posts to Parquet (another ten), and ``--case WAY MEMBERS WEEKS`` runs one alone.
"""

import csv
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CASES = [
    ("in memory", 1_000, 6),
    ("in memory", 8_000, 8),
    ("in memory", 60_000, 12),
    ("to Parquet", 8_000, 8),
    ("to Parquet", 60_000, 12),
    ("to Parquet", 60_000, 24),
]
HUGE = [("to Parquet", 250_000, 30)]
COLUMNS = ["way", "members", "weeks", "posts", "seconds", "posts_a_second", "peak_gigabytes"]


def main() -> None:
    if sys.argv[1:2] == ["--case"]:
        print(",".join(map(str, one(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))))
        return
    cases = CASES + (HUGE if "--huge" in sys.argv else [])
    rows = []
    for case in cases:
        command = [sys.executable, __file__, "--case", *map(str, case)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows.append([*case, *said.strip().splitlines()[-1].split(",")])
        print(*rows[-1], sep="\t", flush=True)
    write(rows)


def one(way: str, members: int, weeks: int) -> tuple[int, float, int, float]:
    """Run one case and measure it."""
    from cmkit import simulator

    settings = {"seed": 1, "n_members": members, "weeks": weeks, "episodes": ["hashtag_blunder"]}
    start = time.perf_counter()
    if way == "in memory":
        posts = len(simulator.community(**settings).posts)
    else:
        import pyarrow.parquet as pq

        folder = tempfile.mkdtemp()
        place = simulator.write(Path(folder) / "world", progress=False, **settings)
        posts = sum(pq.read_metadata(file).num_rows for file in (place / "posts").iterdir())
        shutil.rmtree(folder)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return posts, round(seconds, 1), round(posts / seconds), round(peak, 2)


def write(rows: list[list[object]]) -> None:
    import numpy as np
    import pandas as pd

    from cmkit import simulator

    versions = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "simulator": simulator.VERSION,
        "cores": os.cpu_count(),
    }
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    with (results / "simulator.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*COLUMNS, *versions])
        table.writerows([*row, *versions.values()] for row in rows)


if __name__ == "__main__":
    main()
