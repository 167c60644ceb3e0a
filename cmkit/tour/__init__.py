"""The main job from end to end, without a screen: an export in, a report and a mark out."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cmkit import datasets, plots, report, timeline
from cmkit.errors import CmkitError, fail
from cmkit.tour import hand_in
from cmkit.tour.study import Findings, first_reason, study

__all__ = ["Findings", "main", "study"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tour as a command; print what it finds and the paths that it wrote."""
    given = _parser().parse_args(arguments)
    out = Path(given.out)
    try:
        _tour(given, out)
    except CmkitError as error:
        print(error, file=sys.stderr)
        return 2
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
    drawn = _drawn(found)
    pictures = [plots.save(ax, out / f"{name}.png") for name, ax in drawn.items()]
    written = [*_tables(found, out), *pictures, _report(found, drawn, path, out)]
    written += hand_in.grade_one(out)
    print("\nWritten:")
    for file in written:
        print(f"  {file}")


def _story(found: Findings, path: Path) -> Iterator[str]:
    """Say in a few lines what was found."""
    posts = found.posts
    yield f"Read       {path.name}: {len(posts)} posts by {posts['author_id'].nunique()} authors"
    first, last = posts["created_at"].min(), posts["created_at"].max()
    yield f"           from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC, under pseudonyms"
    if len(found.rejected):
        why = first_reason(found.rejected)
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
    days = timeline.activity(found.posts, every="1D", tags=found.tags)
    if days["n_negative"].notna().any():
        mood = plots.sentiment(days)
    else:  # nothing could be tagged: show the posts alone
        mood = plots.crisis(days, found.events.iloc[:0])
    return {
        "ranking": plots.ranking(found.scores, measure="pagerank"),
        "sentiment": mood,
        "crisis": plots.crisis(found.timeline, found.events, baseline=found.baseline),
    }


def _report(found: Findings, drawn: dict[str, Any], path: Path, out: Path) -> Path:
    sections = [
        report.Section("What was read", tuple(_story(found, path))),
        report.Section(
            "Who matters",
            (
                "Three measures side by side: interactions received, people who engaged, PageRank. "
                "Where they disagree, look at the posts before you name anybody. Often the first "
                "is the brand itself.",
                drawn["ranking"],
                "Ranks of everybody who is among the first five by one of them:",
                _leaders(found.scores),
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


def _leaders(scores: pd.DataFrame) -> pd.DataFrame:
    """Put the ranks side by side: one row per author among the first five by any measure."""
    if scores.empty:
        return scores[["author_id"]]
    ranks = scores.pivot_table(index="author_id", columns="measure", values="rank")
    first = ranks[(ranks <= 5).any(axis=1)].sort_values("pagerank", kind="stable")
    return first.astype(int).reset_index().rename_axis(columns=None)
