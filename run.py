#!/usr/bin/env python3
"""One door to cmkit: python3 run.py VERB. Standard library only; Linux, macOS, Windows.

The first verb that needs packages makes .venv and installs requirements.lock in it (every file
checked by its hash). A later run starts at once; an interrupted one is made good by the next.
"""

from __future__ import annotations  # an older Python must live to read the message below

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")
#: Written first: this .venv is ours to rebuild. Written last: it is whole, for these inputs.
OURS, WHOLE = VENV / "cmkit-made", VENV / "cmkit-whole"
OLDEST, NEWEST = (3, 11), (3, 14)

#: Debian package -> the program it brings, and what cannot be done without it.
SYSTEM_PACKAGES = {
    "chromium": ("chromium", "the tests that open JupyterLab in a browser"),
    "bubblewrap": ("bwrap", "the sandbox for students' code, and its tests"),
}


class Stop(Exception):
    """What a person must know or do before the verb can go on."""


# --- the verbs -----------------------------------------------------------------------------


def lab(arguments: Sequence[str]) -> int:
    """Open JupyterLab at the start page; passes on --no-browser, --port and the like."""
    _set_up()
    environment = _environment_of_tools()
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
        filter(None, [str(ROOT / "notebooks" / "_lab"), os.environ.get("JUPYTER_CONFIG_PATH")])
    )
    # the address that is printed opens the start page too, where no browser is opened
    start = "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb"
    command = [str(PYTHON), "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", start]
    return _run([*command, *arguments], environment)


def test(arguments: Sequence[str]) -> int:
    """Run all tests; -k, -m and paths go to pytest."""
    _set_up()
    for package, (program, use) in _missing_system_packages().items():
        print(f"Left out: {use} ('{program}' is not on this machine).")
        print(f"  To have them: python3 run.py system-packages --install   ({package})")
    parallel = [] if _has_option(arguments, "-n") else ["-n", "auto", "--dist", "worksteal"]
    return _run([str(PYTHON), "-m", "pytest", *parallel, *arguments], _environment_of_tools())


def tour(arguments: Sequence[str]) -> int:
    """Do the main job without a screen: [EXPORT] [--out DIR]; ends with the paths it wrote."""
    _set_up()
    return _run(
        [str(PYTHON), "-m", "cmkit", "tour", *arguments], _environment_of_tools(), here=True
    )


def check(arguments: Sequence[str]) -> int:
    """Look at the code: ruff, its formatter, mypy --strict, the floors."""
    _set_up()
    python = str(PYTHON)
    steps = [
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [python, "-m", "pytest", "-q", "tests/test_floors.py"],
    ]
    codes = [_run([*step, *arguments], _environment_of_tools()) for step in steps]
    return max(codes)


def build(arguments: Sequence[str]) -> int:
    """Make everything that is generated, or what is named: datasets, course."""
    _set_up()
    return _run([str(PYTHON), "-m", "cmkit", "build", *arguments], _environment_of_tools())


def bench(arguments: Sequence[str]) -> int:
    """Run benchmarks/*.py and write benchmarks/results; names choose: bench crisis."""
    _set_up()
    chosen = [ROOT / "benchmarks" / f"{name}.py" for name in arguments]
    scripts = chosen or sorted((ROOT / "benchmarks").glob("[!_]*.py"))
    for script in scripts:
        if not script.exists():
            names = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py"))
            raise Stop(f"There is no benchmark '{script.stem}'. There are: {', '.join(names)}.")
    return max(_run([str(PYTHON), str(script)], _environment_of_tools()) for script in scripts)


def system_packages(arguments: Sequence[str]) -> int:
    """Name the Debian packages that some tests and the sandbox want; --install installs them."""
    missing = _missing_system_packages()
    for package, (program, use) in SYSTEM_PACKAGES.items():
        state = "missing" if package in missing else "here"
        print(f"{package:12} {state:8} brings {program}: {use}")
    if not missing or "--install" not in arguments:
        return 0
    if shutil.which("apt-get") is None:
        raise Stop(
            "There is no apt-get here: install these with your system's own package manager."
        )
    as_root = [] if getattr(os, "geteuid", lambda: 0)() == 0 else ["sudo"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    update = _run([*as_root, "apt-get", "update", "-q"], environment)
    return update or _run([*as_root, "apt-get", "install", "-qy", *missing], environment)


def lock(arguments: Sequence[str]) -> int:
    """Work out requirements.lock anew from pyproject.toml (for whoever changes dependencies)."""
    _set_up()
    command = [str(BIN / "uv"), "pip", "compile", "pyproject.toml", "--extra", "dev", "--universal"]
    options = [
        "--generate-hashes",
        "--python-version",
        "3.11",
        "--no-emit-index-url",
        "--no-header",
    ]
    return _run([*command, *options, "-q", "-o", LOCK.name, *arguments], _environment_of_tools())


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "lab": lab,
    "test": test,
    "tour": tour,
    "check": check,
    "build": build,
    "bench": bench,
    "system-packages": system_packages,
    "lock": lock,
}


# --- setting up ----------------------------------------------------------------------------


def _set_up() -> None:
    """Make sure that .venv is whole and made from the lock as it is now."""
    if _is_whole():
        return
    with _one_at_a_time():
        if _is_whole():  # another run finished while this one waited
            return
        print("Setting up .venv (once; about a minute).", flush=True)
        _make_venv()
        _install()
        WHOLE.write_text(_fingerprint(), encoding="utf-8")


def _is_whole() -> bool:
    return WHOLE.exists() and WHOLE.read_text(encoding="utf-8") == _fingerprint()


def _fingerprint() -> str:
    """Sum up what .venv is made from: the lock, the project's own metadata, the place."""
    metadata = (ROOT / "pyproject.toml").read_bytes().partition(b"[tool.")[0]
    parts = [LOCK.read_bytes(), metadata, os.fsencode(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _make_venv() -> None:
    if VENV.exists():
        if not OURS.exists() and any(VENV.iterdir()):
            raise Stop(
                f"There is a .venv that this script did not make.\n  Found: {VENV}\n"
                "  To fix: move it away, or delete it if you do not need it, and run again."
            )
        _remove(VENV)
    VENV.mkdir()
    OURS.touch()
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise Stop(_why_no_venv(made.stdout + made.stderr))


def _check_python() -> None:
    version = sys.version_info[:2]
    if not OLDEST <= version <= NEWEST:
        raise Stop(
            "cmkit needs Python 3.11 to 3.14.\n"
            f"  Found: Python {version[0]}.{version[1]} ({sys.executable})\n"
            "  To fix: run this with another one, for instance: python3.12 run.py lab"
        )


def _why_no_venv(said: str) -> str:
    if "ensurepip" in said:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return (
            "Python cannot make a virtual environment: its 'ensurepip' module is missing.\n"
            f"  Found: {sys.executable}\n"
            f"  To fix: on Debian or Ubuntu, sudo apt-get install {package}"
        )
    return f"Python could not make a virtual environment in {VENV}.\n  Found: {said.strip()[-600:]}"


def _install() -> None:
    """Install the lock with uv, which is ten times as fast, or with pip where uv cannot be had."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    uv_works = _quietly([*pip, "install", "-q", "--require-hashes", "-r", "{uv}"]) is None
    if uv_works:
        uv = [str(PYTHON), "-m", "uv", "pip", "install", "-q", "--python", str(PYTHON)]
        uv_works = _quietly([*uv, "--require-hashes", "-r", str(LOCK)]) is None
    if not uv_works:
        failure = _quietly([*pip, "install", "-q", "--require-hashes", "-r", str(LOCK)])
        if failure is not None:
            raise Stop(_why_no_install(failure))
    failure = _quietly(
        [*pip, "install", "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    )
    if failure is not None:
        raise Stop(f"cmkit itself could not be installed.\n  Found: {failure}")
    _make_link_plain()


def _make_link_plain() -> None:
    """Point .venv to this folder without naming it: Python may read the name in another encoding.

    A folder called "Élève" would otherwise stop Python itself at its start, wherever the system's
    encoding is not UTF-8.
    """
    for link in VENV.rglob("*cmkit*.pth"):
        link.write_text(
            "import os, sys; sys.path.append(os.path.dirname(sys.prefix))\n", encoding="ascii"
        )


def _quietly(command: list[str]) -> str | None:
    """Run a command; return None when it went well, else the end of what it said."""
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(_lines_of_uv(), encoding="utf-8")
        filled = [str(only_uv) if part == "{uv}" else part for part in command]
        done = subprocess.run(
            filled,
            cwd=ROOT,
            env=_environment_of_tools(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    return None if done.returncode == 0 else (done.stdout + done.stderr).strip()[-1500:]


def _lines_of_uv() -> str:
    """Cut uv's own entry, with its hashes, out of the lock."""
    entry = re.search(
        r"^uv==.*?(?=^\S)", LOCK.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return entry.group() if entry else ""


def _why_no_install(said: str) -> str:
    offline = ("connection", "resolve", "network", "timed out", "no matching distribution", "proxy")
    if any(word in said.lower() for word in offline):
        return (
            "The packages could not be fetched: is this machine online?\n"
            f"  Found: {said.splitlines()[-1] if said else 'no answer'}\n"
            "  To fix: connect (a proxy goes into HTTPS_PROXY), then run the same command again."
        )
    return (
        f"The packages could not be installed.\n  Found: {said}\n  To fix: run again; if it stays,"
        " report this text."
    )


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one run set up while others wait; the system frees the lock of a killed run."""
    with (ROOT / ".venv-setup.lock").open("a+b") as handle:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            while True:
                with contextlib.suppress(OSError):  # LK_LOCK gives up after ten seconds
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as reason:
        raise Stop(
            f"The half-made {folder.name} could not be removed.\n  Found: {reason}\n"
            "  To fix: close JupyterLab and any terminal that uses it, then run again."
        ) from None


# --- small matters -------------------------------------------------------------------------


def _environment_of_tools() -> dict[str, str]:
    """Return this environment with .venv first, so that tools started by tools are found."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PATH"] = os.pathsep.join([str(BIN), environment.get("PATH", "")])
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    environment.setdefault("PYTHONUTF8", "1")
    return environment


def _run(command: list[str], environment: dict[str, str], *, here: bool = False) -> int:
    """Run a command, at the top of the project unless ``here``; an interrupt is passed on."""
    folder = None if here else ROOT
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the child got it too, and ends in its own way


def _missing_system_packages() -> dict[str, tuple[str, str]]:
    return {
        package: what for package, what in SYSTEM_PACKAGES.items() if shutil.which(what[0]) is None
    }


def _has_option(arguments: Sequence[str], option: str) -> bool:
    return any(argument.startswith(option) for argument in arguments)


def _usage() -> str:
    lines = [f"  {verb:16} {(function.__doc__ or '').strip()}" for verb, function in VERBS.items()]
    return "Use: python3 run.py VERB\n\n" + "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Run the verb; return the exit code."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(_usage())
        return 0
    verb, *rest = arguments
    if verb not in VERBS:
        print(f"There is no verb '{verb}'.\n\n{_usage()}", file=sys.stderr)
        return 2
    try:
        _check_python()
        return VERBS[verb](rest)
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next run takes it up again.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
