"""The whole sample, made anew from its journal: the same store."""

from __future__ import annotations

import shutil
from pathlib import Path

from incuanalysis.intake.build import build_store
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.sample import make_sample
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake.making import soaking


def test_a_sample_taken_in_by_halves_and_made_anew_is_the_same_store(project: Project, tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    make_sample(project, sample, small=not soaking())
    store = Store(sample / "store")
    folders = sorted((sample / "returns").iterdir())
    halves = [folder for folder in folders if folder.is_dir()]
    for half in (halves[: len(halves) // 2], halves[len(halves) // 2 :]):
        ingest(project, half, store, received_on="2026-01-10")
    digest = store.digest()
    for kind in ("parts", "tables"):
        shutil.rmtree(store.folder / kind)
    store.catalogue_file.unlink()
    assert build_store(project, store).built
    assert store.digest() == digest
    assert not build_store(project, store).built
