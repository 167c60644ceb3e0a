"""The main job from end to end, without a screen: an export in, a report and a mark out."""

import argparse
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from cmkit import crisis, datasets, graph, influence, plots, readers, report, sentiment, timeline
from cmkit.errors import CmkitError, fail

__all__ = ["Findings", "main", "study"]


class Findings(NamedTuple):
    """What a tour finds in an export; each part is a table of `cmkit.schema`.

    Examples
    --------
    >>> Findings._fields[:3]
    ('posts', 'rejected', 'scores')
    """

    posts: pd.DataFrame
    rejected: pd.DataFrame
    scores: pd.DataFrame
    tags: pd.DataFrame
    timeline: pd.DataFrame
    baseline: pd.DataFrame
    events: pd.DataFrame


def study(path: str | Path, **options: Any) -> Findings:
    """Read an export, rank its authors, tag its posts, look for a crisis.

    Parameters
    ----------
    path : str or Path
        An export that `cmkit.readers` knows.
    **options
        Passed to `cmkit.readers.read_with_rejects`: ``columns``, ``timezone``, ``key``...

    Returns
    -------
    Findings
        ``scores`` holds in-strength, distinct engagers and PageRank; the windows of ``timeline``
        last an hour, or a day in an export of more than half a year.

    Raises
    ------
    CmkitError
        The export cannot be read.

    Examples
    --------
    >>> found = study(datasets.path("lupin_export"))
    >>> len(found.tags) == len(found.posts)
    True
    """
    posts, rejected = readers.read_with_rejects(path, **options)
    if posts.empty:
        raise fail(
            "no post could be read from this export.",
            found=f"{len(rejected)} lines left out, the first because {_first_reason(rejected)}",
            fix="look at the file, or tell the reader more: python -m cmkit tour --help",
        )
    scores = influence.rank(graph.interactions(posts))
    tags = sentiment.tag(posts)
    span = posts["created_at"].max() - posts["created_at"].min()
    every = "1h" if span < pd.Timedelta(days=183) else "1D"
    counts = timeline.activity(posts, every=every, tags=tags)
    return Findings(
        posts, rejected, scores, tags, counts, crisis.baseline(counts), crisis.detect(counts)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tour as a command; print what it finds and the paths that it wrote."""
    given = _parser().parse_args(arguments)
    out = Path(given.out)
    try:
        _tour(given, out)
    except CmkitError as error:
        print(error)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 run.py tour",
        description="Read an export, rank influencers, tag sentiment, date the crisis, draw, "
        "report, and grade one hand-in.",
    )
    parser.add_argument(
        "export",
        nargs="?",
        help="a CSV, X API v2 JSONL or Mastodon JSON file; a sample if left out",
    )
    parser.add_argument("--out", default="tour", help="folder to write in (default: tour)")
    parser.add_argument("--timezone", help="where the clock of a CSV without time zones stands")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=HEADER",
        help="which header of a CSV holds what: --column author_id=pseudo",
    )
    return parser


def _tour(given: argparse.Namespace, out: Path) -> None:
    path = Path(given.export) if given.export else datasets.path("lupin_export")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise fail(
            "the folder to write in cannot be made.", found=str(reason), fix="choose another --out"
        ) from None
    columns = dict(pair.partition("=")[::2] for pair in given.column) or None
    found = study(path, columns=columns, timezone=given.timezone)
    for line in _story(found, path):
        print(line)
    written = [*_tables(found, out), *_pictures(found, out), _report(found, path, out)]
    written.append(_grade_one_hand_in(out))
    print("\nWritten:")
    for file in written:
        print(f"  {file}")


def _story(found: Findings, path: Path) -> Iterator[str]:
    """Say in a few lines what was found."""
    posts = found.posts
    yield f"Read       {path.name}: {len(posts)} posts by {posts['author_id'].nunique()} authors"
    first, last = posts["created_at"].min(), posts["created_at"].max()
    yield f"           from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC; authors are pseudonyms"
    if len(found.rejected):
        why = _first_reason(found.rejected)
        yield f"           {len(found.rejected)} lines left out, see rejected.csv; the first: {why}"
    top = found.scores[found.scores["measure"] == "pagerank"].head(3)["author_id"]
    yield f"Influence  first by PageRank: {', '.join(top) or 'nobody, no interactions were found'}"
    shares = found.tags["label"].value_counts(normalize=True)
    yield "Sentiment  " + ", ".join(f"{label} {share:.0%}" for label, share in shares.items())
    yield from (f"Crisis     {line}" for line in _alarms(found))


def _alarms(found: Findings) -> list[str]:
    span = found.posts["created_at"].max() - found.posts["created_at"].min()
    if found.events.empty and span < pd.Timedelta(days=8):
        return ["not looked for: a week of posts is needed to know what is usual"]
    if found.events.empty:
        return ["no alarm"]
    return [
        f"rang at {event['onset']:%Y-%m-%d %H:%M} UTC, peak at {event['peak']:%Y-%m-%d %H:%M} UTC, "
        f"{event['severity']:.1f} times the usual above it"
        for event in found.events.to_dict("records")
    ]


def _first_reason(rejected: pd.DataFrame) -> str:
    return str(rejected["reason"].iloc[0]) if len(rejected) else "it holds none"


def _tables(found: Findings, out: Path) -> list[Path]:
    """Write the tables that one would open next."""
    named = {
        "scores": found.scores,
        "tags": found.tags,
        "timeline": found.timeline,
        "events": found.events,
    }
    if len(found.rejected):
        named["rejected"] = found.rejected
    for name, table in named.items():
        table.to_csv(out / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    return [out / f"{name}.csv" for name in named]


def _drawn(found: Findings) -> dict[str, Any]:
    return {
        "ranking": plots.ranking(found.scores, measure="pagerank"),
        "sentiment": plots.sentiment(_daily(found)),
        "crisis": plots.crisis(found.timeline, found.events, baseline=found.baseline),
    }


def _daily(found: Findings) -> pd.DataFrame:
    return timeline.activity(found.posts, every="1D", tags=found.tags)


def _pictures(found: Findings, out: Path) -> list[Path]:
    return [plots.save(ax, out / f"{name}.png") for name, ax in _drawn(found).items()]


def _report(found: Findings, path: Path, out: Path) -> Path:
    drawn = _drawn(found)
    leaders = found.scores[found.scores["rank"] <= 5].drop(columns=["low", "high"], errors="ignore")
    sections = [
        report.Section("What was read", tuple(_story(found, path))),
        report.Section(
            "Who matters",
            (
                "Three measures side by side: interactions received, people who engaged, PageRank. "
                "Where they disagree, look at the posts before you name anybody.",
                drawn["ranking"],
                leaders,
            ),
        ),
        report.Section(
            "What they feel",
            (
                "Labels come from a lexicon: shares are safer than single posts, and irony is "
                "missed.",
                drawn["sentiment"],
            ),
        ),
        report.Section(
            "Was there a crisis?",
            (
                "An alarm needs unusual volume and an unusual share of negative posts at once.",
                drawn["crisis"],
                found.events,
            ),
        ),
    ]
    return report.write(out / "report.html", title=f"cmkit tour of {path.name}", sections=sections)


def _grade_one_hand_in(out: Path) -> Path:
    """Grade a sample hand-in of the first exercise and print its marks."""
    grading = import_module("cmkit.grading")
    marks: pd.DataFrame = grading.grade_sample(out / "grading")
    print("\nGrading    one hand-in of ex01_influence, by a pretend student:")
    print(marks.to_string(index=False))
    path = out / "marks.csv"
    marks.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return path
