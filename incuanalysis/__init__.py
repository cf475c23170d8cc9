"""incuanalysis: evaluation of business incubators.

The names that a notebook or a researcher imports. They are loaded when first
used, so that starting the command line costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from incuanalysis.display.context import Report as Report
    from incuanalysis.display.context import open_report as open_report
    from incuanalysis.display.show import show as show
    from incuanalysis.intake.load import load as load
    from incuanalysis.project import find_project as find_project
    from incuanalysis.vocabulary.periods import Period as Period

__version__ = "0.1.0"

_PUBLIC = {
    "Period": "incuanalysis.vocabulary.periods",
    "Report": "incuanalysis.display.context",
    "charts": "incuanalysis.display",
    "find_project": "incuanalysis.project",
    "load": "incuanalysis.intake.load",
    "open_report": "incuanalysis.display.context",
    "profile": "incuanalysis.research",
    "show": "incuanalysis.display.show",
}
__all__ = list(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in ("charts", "profile"):
        return import_module(f"{_PUBLIC[name]}.{name}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
