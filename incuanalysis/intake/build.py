"""``incu build``: make the store from what is kept elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from incuanalysis.files import exclusive, sha256_file
from incuanalysis.intake.checks.published import check_published, refuse_failed
from incuanalysis.intake.published import NOT_OBSERVATIONS, read_published
from incuanalysis.intake.returns.replay import archive_of, bring_up_to_date, is_current
from incuanalysis.intake.schema import STORED, empty
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["BuildResult", "build_store", "published_inputs", "read_published_rows"]


@dataclass(frozen=True)
class BuildResult:
    """What a build did."""

    store: Path
    rows: int
    files: int
    built: bool


def build_store(project: Project, store: Store | None = None, *, force: bool = False) -> BuildResult:
    """Build the store; do nothing when it is made of the same files by the same rules.

    The project's own store is made of the published tables and of the returns in its journal, another one of the
    published tables, or of its own journal alone if it has one.

    Raises
    ------
    DamagedFileError
        If a table, card or check does not hold; the store stays as it was.
    """
    store = store or Store(project.store)
    archive = archive_of(project, store)
    if archive.journal_file.is_file():
        with exclusive(store.folder):
            built = force or not is_current(project, store, archive)
            if built:
                bring_up_to_date(project, store, archive, force=force)
        catalogue = store.catalogue()
        return BuildResult(store.folder, catalogue["rows"], len(archive.entries()), built)
    inputs = published_inputs(project)
    # A store that is damaged, or of an earlier format, is made anew.
    if not force and store.is_whole():
        catalogue = store.catalogue()
        if catalogue["inputs"] == inputs:
            return BuildResult(store.folder, catalogue["rows"], len(inputs), built=False)
    with exclusive(store.folder):
        rows = read_published_rows(project, open_vocabulary(project))
        return BuildResult(store.folder, store.replace(rows, inputs), len(inputs), built=True)


def read_published_rows(project: Project, words: Vocabulary) -> pd.DataFrame:
    """Return the observations of all published tables after their checks, in the columns that the store keeps.

    Raises
    ------
    DamagedFileError
        If a table, card or check does not hold.
    """
    tables = read_published(project, words)
    refuse_failed(check_published(tables, words))
    return pd.concat([table.rows[STORED] for table in tables], ignore_index=True) if tables else empty()[STORED]


def published_inputs(project: Project) -> dict[str, str]:
    """Return file → sha-256 of all that a build reads, this code's own reading rules included."""
    inputs = {}
    for folder, pattern in (("data/published", "*.csv"), ("data/published", "*.yml"), ("data/vocabulary", "*")):
        for name, path in project.find_all(folder, pattern).items():
            if name != NOT_OBSERVATIONS and path.is_file():
                inputs[f"{folder}/{name}"] = sha256_file(path)
    code = Path(__file__).parent
    for path in sorted(code.rglob("*.py")):
        inputs[f"intake/{path.relative_to(code).as_posix()}"] = sha256_file(path)
    return inputs
