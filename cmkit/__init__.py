"""cmkit: a research and training kit for community management.

Tables in, tables out. Each module is loaded when it is first used, so that ``import cmkit``
costs nothing:

>>> import cmkit as cm
>>> cm.errors.fail("no such thing.").args
('no such thing.',)
"""

from importlib import import_module
from types import ModuleType

__version__ = "2026.1.0"

#: The public modules, from the ground up.
MODULES = (
    "errors",
    "schema",
    "text",
    "linear",
    "posts",
    "privacy",
    "readers",
    "simulator",
    "cases",
    "datasets",
    "graph",
    "timeline",
    "influence",
    "sentiment",
    "crisis",
    "triage",
    "moderation",
    "evaluation",
    "plots",
    "widgets",
    "checks",
    "report",
    "course",
    "grading",
    "tour",
)

__all__ = ["MODULES", "__version__"]


def __getattr__(name: str) -> ModuleType:
    if name in MODULES:
        return import_module(f"cmkit.{name}")
    raise AttributeError(f"cmkit has no module {name!r}; it has: {', '.join(MODULES)}")


def __dir__() -> list[str]:
    return [*__all__, *MODULES]
