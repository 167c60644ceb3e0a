"""The architecture, as a list: a module imports only from lines above its own."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cmkit"

#: From the ground up. Modules on one line do not know each other.
FLOORS = [
    ["errors"],
    ["schema"],
    ["text"],
    ["linear"],
    ["posts", "privacy"],  # ground
    ["readers", "simulator", "cases"],
    ["datasets"],  # sources
    ["graph", "timeline"],  # views
    ["influence", "sentiment", "crisis"],
    ["triage", "moderation"],
    ["evaluation"],  # measures
    ["plots", "checks"],
    ["widgets", "report"],  # shows
    ["course"],
    ["grading"],  # course
    ["tour"],
    ["__main__"],  # the command line
]

#: A heavy library is imported by these modules alone.
DOORS = {
    "networkx": {"graph"},
    "matplotlib": {"plots"},
    "seaborn": {"plots"},
    "ipywidgets": {"widgets"},
    "nbgrader": {"grading", "course"},  # course makes the release with nbgrader's own steps
    "nltk": {"text", "evaluation"},
    "jupytext": {"course"},
}

FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "shipped" not in path.parts)


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports when it runs, at the top or late, as dotted names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in for_types_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_module_stands_on_one_floor():
    modules = {module_of(path) for path in FILES} - {"__init__"}
    assert modules == set(FLOOR_OF)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_floors_below(path):
    module = module_of(path)
    if module == "__init__":
        return
    for name in imports_of(path):
        if not name.startswith("cmkit."):
            continue
        other = name.split(".")[1]
        assert other == module or FLOOR_OF[other] < FLOOR_OF[module], f"{module} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_have_one_door(path):
    for name in imports_of(path):
        library = name.split(".")[0]
        assert module_of(path) in DOORS.get(library, {module_of(path)}), f"{path.name}: {name}"


def test_no_module_is_called_after_nothing():
    names = {path.stem for path in FILES}
    assert not names & {"utils", "util", "helpers", "common", "base", "misc", "core"}


def test_modules_stay_under_300_lines():
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in FILES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long


def test_functions_stay_under_40_lines_of_code():
    long = [
        f"{path.relative_to(PACKAGE)}:{node.name} ({lines})"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (lines := lines_of_code(node)) > 40
    ]
    assert not long


def lines_of_code(node: ast.FunctionDef) -> int:
    docstring = ast.get_docstring(node, clean=False)
    first = node.body[1] if docstring is not None and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_import_is_light():
    code = (
        "import sys, cmkit; heavy = {'pandas', 'numpy', 'matplotlib', 'networkx', 'nltk',"
        " 'seaborn', 'IPython'} & set(sys.modules); sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_lists_every_module():
    import cmkit

    assert set(cmkit.MODULES) == set(FLOOR_OF) - {"__main__"}
