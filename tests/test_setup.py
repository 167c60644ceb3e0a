"""run.py, the lock, environment.yml: setting up says what it does and repairs itself."""

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
#: One entry of the lock: name==version, perhaps a marker, then its hashes.
ENTRY = re.compile(r"(?m)^(?P<pin>[^\s#][^\\\n]*?)\s*\\\n(?P<hashes>(?: {4}--hash=.*\n)+)")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run.py as a module whose project is an empty folder."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "OURS": venv / "cmkit-made",
        "WHOLE": venv / "cmkit-whole",
    }.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / "pyproject.toml").write_text("[project]\n[tool.x]\n", encoding="utf-8")
    return module


def pins() -> list[Requirement]:
    return [Requirement(entry["pin"]) for entry in ENTRY.finditer(LOCK)]


# --- the lock and its neighbours -----------------------------------------------------------


def test_every_entry_of_the_lock_is_pinned_and_hashed():
    named = [line for line in LOCK.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(named) == len(pins()) > 100
    assert all(str(pin.specifier).startswith("==") for pin in pins())


def test_the_lock_names_no_address():
    assert not re.search(r"https?://|file://|--(extra-)?index-url|--find-links", LOCK)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
def test_the_lock_serves_every_python_and_system(python, system):
    """Each package that pyproject asks for is pinned once, at a version it allows."""
    environment = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.7",
        "platform_system": system,
        "sys_platform": {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}[system],
        "os_name": "nt" if system == "Windows" else "posix",
    }
    chosen = {}
    for pin in pins():
        if pin.marker is None or pin.marker.evaluate(environment):
            assert canonicalize_name(pin.name) not in chosen, f"{pin.name} twice"
            chosen[canonicalize_name(pin.name)] = str(pin.specifier).removeprefix("==")
    asked = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    for requirement in map(Requirement, asked):
        version = chosen[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), requirement


def test_every_cap_has_its_reason_written():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if re.match(r'\s+"[A-Za-z].*(<|!=)\d', line):
            assert "#" in line, line


def test_environment_yml_names_the_same_packages():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    wanted = text.partition("dependencies:")[2]
    listed = dict(re.findall(r"(?m)^  - ([A-Za-z0-9_-]+)(>=[\d.]+)?", wanted))
    conda = {canonicalize_name(name): bound for name, bound in listed.items()}
    assert conda.pop("python")
    conda.pop("pip")
    asked = {
        canonicalize_name(requirement.name): str(requirement.specifier)
        for requirement in map(Requirement, PROJECT["dependencies"])
    }
    assert conda == asked


# --- run.py --------------------------------------------------------------------------------


def test_alone_it_lists_the_verbs(run, capsys):
    assert run.main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {verb} " in shown for verb in run.VERBS)


def test_an_unknown_verb_is_named(run, capsys):
    assert run.main(["labb"]) == 2
    assert "There is no verb 'labb'" in capsys.readouterr().err


def test_another_python_is_refused_plainly(run, capsys, monkeypatch):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 1))
    assert run.main(["lab"]) == 1
    shown = capsys.readouterr().err
    assert "needs Python 3.11 to 3.14" in shown
    assert "Found: Python 3.10" in shown


def test_it_parses_on_an_old_python():
    """The message above must be reached, so the file keeps to syntax that Python 3.8 reads."""
    import ast

    source = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
    assert source.index("from __future__ import annotations") < source.index("import contextlib")


def test_it_uses_the_standard_library_only():
    import ast

    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert all(alias.name.split(".")[0] in sys.stdlib_module_names for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] in sys.stdlib_module_names | {"__future__"}


def test_a_venv_that_is_not_ours_is_left_alone(run):
    run.VENV.mkdir()
    (run.VENV / "pyvenv.cfg").touch()
    with pytest.raises(run.Stop, match="did not make"):
        run._make_venv()
    assert (run.VENV / "pyvenv.cfg").exists()


def test_a_half_made_venv_is_made_anew(run, monkeypatch):
    """As after a kill in the middle: our mark is there, the last one is not."""
    run.VENV.mkdir()
    run.OURS.touch()
    (run.VENV / "half").touch()
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))
    run._make_venv()
    assert not (run.VENV / "half").exists()
    assert run.OURS.exists()
    assert not run._is_whole()


def test_a_whole_venv_is_not_touched_until_its_inputs_change(run, monkeypatch):
    made = []
    monkeypatch.setattr(run, "_make_venv", lambda: (made.append(1), run.VENV.mkdir(exist_ok=True)))
    monkeypatch.setattr(run, "_install", lambda: None)
    run._set_up()
    run._set_up()
    assert len(made) == 1
    (run.ROOT / "pyproject.toml").write_text("[project]\nname='x'\n[tool.x]\n", encoding="utf-8")
    run._set_up()
    assert len(made) == 2


def test_a_failed_install_leaves_no_mark_of_success(run, monkeypatch):
    monkeypatch.setattr(run, "_make_venv", lambda: run.VENV.mkdir(exist_ok=True))
    monkeypatch.setattr(run, "_quietly", lambda _command: "Could not resolve host: example.org")
    with pytest.raises(run.Stop, match="online"):
        run._set_up()
    assert not run._is_whole()


def test_missing_ensurepip_names_the_package(run, monkeypatch):
    said = subprocess.CompletedProcess([], 1, "ensurepip is not available", "")
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: said)
    with pytest.raises(run.Stop, match=r"apt-get install python3\.\d+-venv"):
        run._make_venv()


def test_pip_serves_where_uv_cannot_be_had(run, monkeypatch):
    tried = []

    def quietly(command):
        tried.append(command)
        return "no wheel of uv for this machine" if "{uv}" in command else None

    monkeypatch.setattr(run, "_quietly", quietly)
    run._install()
    assert not any("uv" in command for command in tried[1:])
    assert any(str(run.LOCK) in command and "--require-hashes" in command for command in tried)


def test_the_way_to_cmkit_names_no_folder(run, monkeypatch):
    """An accented folder in a .pth stops Python where the system's encoding is not UTF-8."""
    link = run.VENV / "lib" / "site-packages" / "_editable_impl_cmkit.pth"
    link.parent.mkdir(parents=True)
    link.write_text("/home/élève/cmkit\n", encoding="utf-8")
    monkeypatch.setattr(run, "_quietly", lambda _command: None)
    run._install()
    line = link.read_bytes().decode("ascii")
    names = {"sys": types.SimpleNamespace(prefix=str(run.VENV), path=[])}
    exec(line.replace("import os, sys; ", ""), names | {"os": os})
    assert names["sys"].path == [str(run.ROOT)]


def test_uv_is_cut_out_of_the_lock_with_its_hashes(run):
    entry = run._lines_of_uv()
    assert entry.startswith("uv==")
    assert "--hash=sha256:" in entry
    assert entry.count("==") == 1


def test_missing_programs_are_said_with_the_command_that_brings_them(run, capsys, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda _name: None)
    monkeypatch.setattr(run, "_set_up", lambda: None)
    monkeypatch.setattr(run, "_run", lambda *_, **__: 0)
    assert run.main(["test", "-k", "nothing"]) == 0
    shown = capsys.readouterr().out
    assert "Left out: the tests that open JupyterLab" in shown
    assert "python3 run.py system-packages --install" in shown


def test_a_benchmark_that_is_not_there_is_named(run, capsys, monkeypatch):
    monkeypatch.setattr(run, "_set_up", lambda: None)
    assert run.main(["bench", "nothing"]) == 1
    assert "no benchmark 'nothing'" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="flock is for POSIX systems")
def test_two_runs_do_not_set_up_at_once(run):
    import fcntl

    with (
        run._one_at_a_time(),
        (run.ROOT / ".venv-setup.lock").open("a") as other,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
