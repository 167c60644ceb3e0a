"""The command line: ``python -m cmkit ...``; every part explains itself with ``--help``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cmkit
from cmkit.errors import CmkitError, fail

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["main"]

#: What `build` makes: the tables, and the notebooks with their releases.
_GENERATED = ("datasets", "course")
_EXAMPLES = """\
the way of an exercise:
  cmkit course build                     scripts -> notebooks
  cmkit course try ex01_influence        does every stored answer earn what it should?
  cmkit course release ex01_influence    record it in the gradebook; give out the notebook named
  cmkit course submit FILE --student ana take a notebook in
  cmkit course grade ex01_influence --trust-submissions
  cmkit course feedback ex01_influence   a page for each student
  cmkit course export marks.csv          everybody's marks
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : list of str, optional
        What stands behind ``python -m cmkit``; by default the command line's.

    Returns
    -------
    int
        0 when all went well, 1 when what was looked at is not well (a stale notebook, a failed
        hand-in), 2 when it could not be done; the reason is on stderr, without a traceback.

    Examples
    --------
    >>> main(["course", "build", "--root", "/no/such/folder"])
    2
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["tour"]:
        return _tour(given[1:])
    options = _parser().parse_args(given)
    if not hasattr(options, "run"):
        options.parser.print_help()
        return 2
    try:
        return int(options.run(options))
    except (CmkitError, OSError) as error:  # such as a folder that cannot be written
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("stopped.\n")
        return 130


def _tour(arguments: list[str]) -> int:
    from cmkit import tour

    try:
        return int(tour.main(arguments) or 0)
    except CmkitError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cmkit",
        description="A research and training kit for community management.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(parser=parser)
    parser.add_argument("--version", action="version", version=f"cmkit {cmkit.__version__}")
    parts = parser.add_subparsers(title="parts", metavar="PART")
    parts.add_parser("tour", help="from an export to a report, in a few minutes", add_help=False)
    everything = parts.add_parser("build", help="make everything that is generated")
    everything.add_argument("what", nargs="*", help="datasets, course; by default both")
    everything.set_defaults(run=_build_all, parser=everything)
    _add_course(parts)
    _add_datasets(parts)
    return parser


def _add_course(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    course = parts.add_parser(
        "course",
        help="build lessons and exercises; hand out, take in, grade",
        description="Build lessons and exercises; hand out, take in, grade.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    course.set_defaults(parser=course)
    verbs = course.add_subparsers(title="verbs", metavar="VERB")
    for name, (run, explained, needs) in _VERBS.items():
        verb = verbs.add_parser(name, help=explained, description=_long(run, explained))
        verb.set_defaults(run=run, parser=verb)
        for need in needs:
            flags, settings = _ARGUMENTS[need]
            verb.add_argument(*flags, **settings)


def _add_datasets(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    datasets = parts.add_parser("datasets", help="rebuild the shipped datasets")
    datasets.set_defaults(parser=datasets)
    verbs = datasets.add_subparsers(title="verbs", metavar="VERB")
    build = verbs.add_parser("build", help="simulate every dataset again, byte for byte")
    build.add_argument("names", nargs="*", help="which; by default all")
    build.add_argument("--folder", default="datasets", help="where to write (default: datasets)")
    build.set_defaults(run=_datasets_build, parser=build)


def _long(run: object, explained: str) -> str:
    """Return a verb's docstring, or its one line of help."""
    return (getattr(run, "__doc__", None) or explained).strip()


def _build_all(options: argparse.Namespace) -> int:
    """Make the datasets, the notebooks and the releases, in the folder one stands in."""
    from cmkit import course, datasets

    what = options.what or _GENERATED
    if set(what) - set(_GENERATED):
        raise fail("no such thing to build.", found=str(what), fix="datasets, course, or both")
    if "datasets" in what:
        datasets.build(Path("datasets"))
    if "course" in what:
        _show(course.build("."), "no script")
    return 0


def _build(options: argparse.Namespace) -> int:
    """Write the notebook of every script under ROOT; with --check, only say which are stale."""
    from cmkit import course

    if options.check:
        stale = course.check(options.root)
        _show(stale, "every notebook is what its script makes of it")
        return int(len(stale) > 0)
    built = course.build(options.root)
    _show(built[built["changed"]].drop(columns="changed"), "nothing has changed")
    return 0


def _review(options: argparse.Namespace) -> int:
    """Read the notebooks under ROOT (or PATH) for what makes them hard to read."""
    import pandas as pd

    from cmkit import course

    root = Path(options.root)
    paths = [options.path] if options.path else [root / "notebooks", root / "exercises/release"]
    if not options.path:
        paths = [path for path in paths if any(path.rglob("*.ipynb"))]
    if not paths:
        raise fail("there is no notebook to review.", found=str(root), fix="course build first")
    remarks = pd.concat([course.review(path) for path in paths], ignore_index=True)
    _show(remarks, "no remarks")
    return int((remarks["severity"] == "fault").any())


def _try(options: argparse.Namespace) -> int:
    """Give the checks of an exercise every answer that its author stored, in one kernel."""
    from cmkit import course, grading

    known = course.exercises(options.folder)
    if options.exercise not in known:
        raise fail("there is no such exercise.", found=options.exercise, fix=f"{list(known)}")
    tried = grading.try_answers(known[options.exercise])
    _show(tried.assign(message=tried["message"].str.split("\n").str[0].str[:60]), "no question")
    return int(not tried["holds"].all())


def _release(options: argparse.Namespace) -> int:
    """Make an exercise ready and record its questions; prints the notebook to hand out."""
    from cmkit import grading

    sys.stdout.write(f"{grading.release(options.exercise, folder=options.folder)}\n")
    return 0


def _submit(options: argparse.Namespace) -> int:
    """Take in one student's notebook; an earlier one of hers is replaced."""
    from cmkit import grading

    path = grading.submit(
        options.notebook, options.student, exercise=options.of, folder=options.folder
    )
    sys.stdout.write(f"{path}\n")
    return 0


def _grade(options: argparse.Namespace) -> int:
    """Run and mark the hand-ins of an exercise.

    Students' code runs on this machine, as you: it can read and change what you can. Without
    --trust-submissions nothing is run.
    """
    from cmkit import grading

    grades = grading.autograde(
        options.exercise,
        students=options.student_ids or None,
        folder=options.folder,
        trust=options.trust_submissions,
    )
    _show(grades, "nothing to grade")
    return int((grades["status"] == "failed").any())


def _feedback(options: argparse.Namespace) -> int:
    """Write a page for each graded hand-in, without hidden tests."""
    from cmkit import grading

    _show(grading.feedback(options.exercise, folder=options.folder), "nobody handed in")
    return 0


def _export(options: argparse.Namespace) -> int:
    """Write everybody's marks to a CSV file."""
    from cmkit import grading

    _show(grading.export(options.path, folder=options.folder), "no marks yet")
    return 0


def _status(options: argparse.Namespace) -> int:
    """Say how far each exercise is: handed in, graded, failed, waiting for a person."""
    from cmkit import grading

    _show(grading.status(folder=options.folder), "no exercise yet")
    return 0


def _datasets_build(options: argparse.Namespace) -> int:
    from cmkit import datasets

    datasets.build(Path(options.folder), names=options.names or None)
    return 0


def _show(table: "pd.DataFrame", nothing: str) -> None:
    """Print a table without cutting it, or a sentence when it is empty."""
    sys.stdout.write(f"{table.to_string(index=False, na_rep='-') if len(table) else nothing}\n")


_ARGUMENTS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "root": (("--root",), {"default": ".", "help": "the clone's folder (default: here)"}),
    "check": (("--check",), {"action": "store_true", "help": "write nothing"}),
    "path": (("path",), {"nargs": "?", "help": "a notebook or folder; by default all of ROOT"}),
    "folder": (
        ("--folder",),
        {"default": "exercises", "help": "the course folder (default: exercises)"},
    ),
    "exercise": (("exercise",), {"help": "its name, such as ex01_influence"}),
    "notebook": (("notebook",), {"help": "the notebook that was handed in"}),
    "student": (("--student",), {"required": True, "help": "who handed it in"}),
    "of": (("--exercise",), {"dest": "of", "help": "which exercise, if its name does not say"}),
    "students": (
        ("--student",),
        {
            "dest": "student_ids",
            "metavar": "STUDENT",
            "action": "append",
            "help": "only this one; may be repeated",
        },
    ),
    "trust": (
        ("--trust-submissions",),
        {"action": "store_true", "help": "accept that students' code runs as you"},
    ),
    "csv": (("path",), {"help": "the CSV file to write"}),
}

_VERBS = {
    "build": (_build, "scripts -> notebooks", ("root", "check")),
    "review": (_review, "headings, alternative texts, long cells", ("path", "root")),
    "try": (_try, "does every stored answer earn what it should?", ("exercise", "folder")),
    "release": (_release, "make an exercise ready to hand out", ("exercise", "folder")),
    "submit": (_submit, "take in a notebook", ("notebook", "student", "of", "folder")),
    "grade": (_grade, "run and mark the hand-ins", ("exercise", "students", "trust", "folder")),
    "feedback": (_feedback, "write a page for each student", ("exercise", "folder")),
    "export": (_export, "write the marks as CSV", ("csv", "folder")),
    "status": (_status, "how far is each exercise?", ("folder",)),
}


if __name__ == "__main__":
    sys.exit(main())
