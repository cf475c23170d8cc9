"""``incu init``: lay out a working project from what the package carries."""

from __future__ import annotations

import shutil
from pathlib import Path

from incuanalysis.errors import BadInputError
from incuanalysis.project import SETTINGS_FILE, Project

__all__ = ["lay_out"]

_FOLDERS = ("notebooks", "data/published", "data/vocabulary", "data/forms", "data/bureaus", "data/records", "reports")
_DUTIES = "data/forms/duties.example.yml"
# What the carried settings list from here on is for the package's own demonstration.
_DEMONSTRATION = "# On demonstration returns"
_EXAMPLE = """\
# The bureau's documents: take away the marks before these lines, and put in your district.
#
# [[report]]
# kind = "monthly_monitoring"      # also quarterly_bulletin, annual_assessment, carrier_evaluation, cluster_atlas
# regions = ["洞头区"]
# periods = ["2023-09"]
# options = { version = ["published", "internal"] }
"""
_README = """\
# An incuanalysis project

- `incu.toml`: which reports are made, for which regions and periods.
- `notebooks/`: the report templates; copies of your own, to be changed at will.
- `data/bureaus/`: who issues documents, to whom, in which state; one file a region.
- `data/published/`, `data/vocabulary/`, `data/forms/`: put a file here to override the one of the same name that the package carries.
- `data/records/`: what you write yourselves. Copy `duties.example.yml` to `duties.yml` to say who must report what by when.
- `data/raw/` (made by `incu ingest`): every file received, and the journal. Back it up together with `data/records/`.
- `reports/`: what is published.

`incu build`, then `incu batch`; `incu ingest FOLDER` takes returns in; `incu --help` lists the rest.
"""


def lay_out(folder: Path) -> list[str]:
    """Make a project in a folder; files that are already there are left as they are.

    Returns
    -------
    list of str
        The files written, relative to the folder.

    Raises
    ------
    BadInputError
        If the folder is already a project, or a file.
    """
    if folder.exists() and not folder.is_dir():
        raise BadInputError(f"{folder} is a file; `incu init` takes a folder.")
    if (folder / SETTINGS_FILE).exists():
        raise BadInputError(f"{folder} is a project already (it has an {SETTINGS_FILE}).")
    carried = Project(folder).carried
    written = []
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    notebooks = sorted((carried / "notebooks").glob("*.ipynb"))
    for source, name in [
        (carried / _DUTIES, "data/records/duties.example.yml"),
        *((path, f"notebooks/{path.name}") for path in notebooks),
    ]:
        if not (folder / name).exists():
            shutil.copyfile(source, folder / name)
            written.append(name)
    (folder / SETTINGS_FILE).write_text(_settings((carried / SETTINGS_FILE).read_text("utf-8")), encoding="utf-8")
    written.insert(0, SETTINGS_FILE)
    if not (folder / "README.md").exists():
        (folder / "README.md").write_text(_README, encoding="utf-8")
        written.append("README.md")
    return written


def _settings(carried: str) -> str:
    """Return the settings of a new project: those carried, without what needs the demonstration returns."""
    return carried.split(_DEMONSTRATION, maxsplit=1)[0] + _EXAMPLE
