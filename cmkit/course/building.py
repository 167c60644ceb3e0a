"""Build every notebook of a course from its scripts, and say which are stale."""

import re
from pathlib import Path

import pandas as pd

from cmkit.course.notebook import to_bytes, to_notebook
from cmkit.course.release import release
from cmkit.course.rules import check_exercise, check_lesson
from cmkit.course.script import Script, fault, read
from cmkit.errors import fail

__all__ = ["build", "build_exercise", "check", "exercises", "scripts"]


def build(root: str | Path = ".") -> pd.DataFrame:
    r"""Write the notebook of every script.

    Parameters
    ----------
    root : path, default "."
        The folder that holds ``notebooks/_src`` or ``exercises/_src``, or both.

    Returns
    -------
    DataFrame, one row per notebook
        ``path`` (from root), ``kind`` (lesson, source or release), ``changed`` (bool: whether its
        bytes are new). ``source`` notebooks hold the solutions: never give or commit them.

    Raises
    ------
    CmkitError
        No script at all, or one that breaks the format's rules; nothing is written then.

    Examples
    --------
    >>> import tempfile
    >>> root = Path(tempfile.mkdtemp())
    >>> (root / "notebooks/_src").mkdir(parents=True)
    >>> script = "# ---\n# title: First\n# lang: en\n# ---\n\n# %%\n1 + 1\n"
    >>> _ = (root / "notebooks/_src/01_first.py").write_text(script, encoding="utf-8")
    >>> build(root).to_dict("records")
    [{'path': 'notebooks/01_first.ipynb', 'kind': 'lesson', 'changed': True}]
    """
    return _write(Path(root), _made(Path(root)))


def check(root: str | Path = ".") -> pd.DataFrame:
    """Say which committed notebooks are not what their scripts make of them.

    Parameters
    ----------
    root : path, default "."
        As for `build`.

    Returns
    -------
    DataFrame, one row per stale file, empty when all is well
        ``path`` (from root), ``reason`` (missing, differs, or no script).

    Raises
    ------
    CmkitError
        As for `build`.
    """
    folder = Path(root)
    wanted = {path: content for path, (kind, content) in _made(folder).items() if kind != "source"}
    rows = [
        (path, "differs" if (folder / path).is_file() else "missing")
        for path, content in wanted.items()
        if not (folder / path).is_file() or (folder / path).read_bytes() != content
    ]
    there = {
        path.relative_to(folder).as_posix()
        for pattern in ("notebooks/*.ipynb", "notebooks/??/*.ipynb", "exercises/release/*/*.ipynb")
        for path in folder.glob(pattern)
    }
    rows += [(path, "no script") for path in there - set(wanted)]
    return pd.DataFrame(sorted(rows), columns=["path", "reason"])


def scripts(root: str | Path = ".") -> dict[str, Path]:
    """Return the lessons' scripts: name (``01_first``, ``fr/01_first``) to path.

    Parameters
    ----------
    root : path, default "."
        As for `build`.

    Returns
    -------
    dict
        In order of name.
    """
    return {
        "/".join([*folders, path.stem]): path
        for path, folders in _found(Path(root) / "notebooks" / "_src")
    }


def exercises(folder: str | Path = "exercises") -> dict[str, Path]:
    """Return the exercises' scripts: name (``ex01_first``, ``ex01_first_fr``) to path.

    Parameters
    ----------
    folder : path, default "exercises"
        The course folder, which holds ``_src``.

    Returns
    -------
    dict
        In order of name.
    """
    return {
        "_".join([path.stem, *folders]): path for path, folders in _found(Path(folder) / "_src")
    }


def build_exercise(folder: str | Path, exercise: str) -> pd.DataFrame:
    """Write the two notebooks of one exercise.

    Parameters
    ----------
    folder : path
        The course folder, which holds ``_src``.
    exercise : str
        Its name, ``ex01_name``.

    Returns
    -------
    DataFrame, two rows
        As `build`, with paths from ``folder``.

    Raises
    ------
    CmkitError
        No such exercise, or it breaks the format's rules.
    """
    known = exercises(folder)
    if exercise not in known:
        raise fail("there is no such exercise.", found=exercise, fix=f"one of {sorted(known)}")
    return _write(Path(folder), _made_exercise(exercise, known[exercise]))


def _found(folder: Path) -> list[tuple[Path, list[str]]]:
    """Return the scripts of a folder and of its language folders."""
    paths = sorted([*folder.glob("*.py"), *folder.glob("*/*.py")])
    return [(path, list(path.relative_to(folder).parts[:-1])) for path in paths]


def _made(root: Path) -> dict[str, tuple[str, bytes]]:
    """Make every notebook in memory: path from root to kind and content."""
    lessons, tasks = scripts(root), exercises(root / "exercises")
    if not lessons and not tasks:
        fix = "give the folder that holds notebooks/_src or exercises/_src"
        raise fail("there is nothing to build.", found=f"no script under {root}", fix=fix)
    made: dict[str, tuple[str, bytes]] = {}
    for name, path in lessons.items():
        script = _read(path, r"\d\d_\w+")
        check_lesson(script)
        made[f"notebooks/{name}.ipynb"] = ("lesson", to_bytes(to_notebook(script)))
    for name, path in tasks.items():
        both = _made_exercise(name, path)
        made |= {f"exercises/{where}": notebook for where, notebook in both.items()}
    return made


def _made_exercise(name: str, path: Path) -> dict[str, tuple[str, bytes]]:
    """Make the two notebooks of an exercise: path from its course folder to kind and content."""
    script = _read(path, r"ex\d\d_\w+")
    check_exercise(script)
    source = to_notebook(script)
    return {
        f"source/{name}/{name}.ipynb": ("source", to_bytes(source)),
        f"release/{name}/{name}.ipynb": ("release", to_bytes(release(source))),
    }


def _write(root: Path, made: dict[str, tuple[str, bytes]]) -> pd.DataFrame:
    rows = []
    for path, (kind, content) in made.items():
        target = root / path
        changed = not target.is_file() or target.read_bytes() != content
        if changed:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        rows.append((path, kind, changed))
    return pd.DataFrame(rows, columns=["path", "kind", "changed"])


def _read(path: Path, pattern: str) -> Script:
    script = read(path)
    if re.fullmatch(pattern, path.stem) is None:
        fix = "lessons are 01_name.py, exercises ex01_name.py"
        raise fault(path, 1, "a script's name has a number in front.", path.name, fix)
    folder = path.parent.name
    if folder != "_src" and folder != script.header["lang"]:
        found = f"lang {script.header['lang']} in folder {folder}"
        fix = "other languages stand in _src/fr and the like; say the same in the header"
        raise fault(path, 1, "the language and the folder differ.", found, fix)
    return script
