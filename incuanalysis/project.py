"""Where the project's files are, and what ``incu.toml`` says.

A project is a folder with an ``incu.toml``. It is found by ``--project`` or
``INCU_PROJECT``, else upwards from the working directory; without one, the
resources that the package carries are used. A project's file overrides the
packaged file of the same name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.errors import BadInputError

if TYPE_CHECKING:
    from incuanalysis.settings import Settings

__all__ = ["RESOURCES", "Project", "find_project"]

SETTINGS_FILE = "incu.toml"
_PACKAGE = Path(__file__).resolve().parent
#: Resources that belong to the package itself: fonts and templates.
RESOURCES = _PACKAGE / "resources"


def _carried() -> Path:
    """Return the root of the carried notebooks and data.

    The wheel maps them into ``resources``; an editable install does not see
    that mapping, so there they are in the repository's root.
    """
    return RESOURCES if (RESOURCES / "notebooks").is_dir() else _PACKAGE.parent


@dataclass(frozen=True)
class Project:
    """A project's folder, laid over the carried resources.

    Parameters
    ----------
    root
        The project's folder; where nothing was found, the working directory.
    """

    root: Path

    @cached_property
    def carried(self) -> Path:
        """Root of the notebooks and data that the package carries."""
        return _carried()

    def find(self, name: str) -> Path:
        """Return the project's file or folder of that name, else the carried one.

        Raises
        ------
        BadInputError
            If neither has it.
        """
        for root in (self.root, self.carried):
            if (root / name).exists():
                return root / name
        raise BadInputError(
            f"{name} is neither in the project ({self.root}) nor in the package. "
            "Run `incu init DIR` to lay out a project, or name one with --project."
        )

    def find_all(self, folder: str, pattern: str) -> dict[str, Path]:
        """Return one path for each file name in a folder, the project's before the carried, sorted by name."""
        found: dict[str, Path] = {}
        for root in (self.carried, self.root):
            if (root / folder).is_dir():
                found.update({path.name: path for path in sorted((root / folder).glob(pattern))})
        return dict(sorted(found.items()))

    @property
    def store(self) -> Path:
        """The default store."""
        return self.root / "data" / "store"

    @property
    def reports(self) -> Path:
        """The folder that editions are published to."""
        return self.root / "reports"

    @cached_property
    def settings(self) -> Settings:
        """What ``incu.toml`` says (checked; the carried file where the project has none)."""
        from incuanalysis.settings import read_settings

        return read_settings(self.find(SETTINGS_FILE))


def find_project(folder: str | os.PathLike[str] | None = None) -> Project:
    """Find the project.

    Parameters
    ----------
    folder
        A project's folder; by default ``INCU_PROJECT``, else the nearest folder
        upwards with an ``incu.toml``, else the working directory.

    Raises
    ------
    BadInputError
        If a folder was named that has no ``incu.toml``.
    """
    named = folder or os.environ.get("INCU_PROJECT")
    if named:
        root = Path(named).expanduser().resolve()
        if not (root / SETTINGS_FILE).is_file():
            raise BadInputError(f"{root} has no {SETTINGS_FILE}. Run `incu init {named}` to make it a project.")
        return Project(root)
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if (candidate / SETTINGS_FILE).is_file():
            return Project(candidate)
    return Project(here)
