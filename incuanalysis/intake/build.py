"""``incu build``: make the store from what is kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from incuanalysis.files import sha256_file
from incuanalysis.intake.checks.published import check_published, refuse_failed
from incuanalysis.intake.published import NOT_OBSERVATIONS, read_published
from incuanalysis.intake.schema import COLUMNS, empty
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["BuildResult", "build_store"]


@dataclass(frozen=True)
class BuildResult:
    """What a build did."""

    store: Path
    rows: int
    files: int
    built: bool


def build_store(project: Project, store: Store | None = None, *, force: bool = False) -> BuildResult:
    """Build the store from the published tables; do nothing when it is made of the same files.

    Raises
    ------
    DamagedFileError
        If a table, card or check does not hold; the store stays as it was.
    """
    store = store or Store(project.store)
    inputs = _inputs(project)
    if store.exists() and not force:
        catalogue = store.catalogue()
        if catalogue["inputs"] == inputs and all(
            (store.folder / part["file"]).is_file() for part in catalogue["parts"]
        ):
            return BuildResult(store.folder, catalogue["rows"], len(inputs), built=False)
    words = open_vocabulary(project)
    tables = read_published(project, words)
    refuse_failed(check_published(tables, words))
    columns = [name for name in COLUMNS if name != "revision"]
    frame = pd.concat([table.rows[columns] for table in tables], ignore_index=True) if tables else empty()
    return BuildResult(store.folder, store.replace(frame, inputs), len(inputs), built=True)


def _inputs(project: Project) -> dict[str, str]:
    """Return file → sha-256 of all that a build reads, this code's own reading rules included."""
    inputs = {}
    for folder, pattern in (("data/published", "*.csv"), ("data/published", "*.yml"), ("data/vocabulary", "*")):
        for name, path in project.find_all(folder, pattern).items():
            if name != NOT_OBSERVATIONS and path.is_file():
                inputs[f"{folder}/{name}"] = sha256_file(path)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        inputs[f"intake/{path.name}"] = sha256_file(path)
    return inputs
