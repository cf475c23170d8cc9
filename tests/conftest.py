"""Shared fixtures: the repository as a project, and a built store that tests only read."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from incuanalysis.errors import BusyError
from incuanalysis.intake import load
from incuanalysis.intake.build import build_store
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("soak", max_examples=2000, deadline=None)
settings.load_profile("soak" if os.environ.get("INCU_SOAK") else "quick")


@pytest.fixture(scope="session")
def project() -> Project:
    """The repository itself."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def words(project: Project) -> Vocabulary:
    return open_vocabulary(project)


@pytest.fixture(scope="session")
def store(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store built from the published tables."""
    built = Store(tmp_path_factory.mktemp("store"))
    build_store(project, built)
    return built


@pytest.fixture(scope="session")
def demo_store(project: Project, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The store of a small demonstration sample with its records, made once for all worker processes; only to be read."""
    from incuanalysis.evaluation.sample import make_records
    from incuanalysis.files import exclusive
    from incuanalysis.intake.returns.ingest import ingest
    from incuanalysis.intake.sample import make_sample

    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demo"
    while not (folder / "READY").is_file():
        try:
            with exclusive(folder):
                if not (folder / "READY").is_file():
                    make_sample(project, folder / "made", small=True)
                    ingest(project, [folder / "made" / "returns"], Store(folder / "made" / "store"), workers=1)
                    make_records(project, folder / "made" / "store")
                    (folder / "READY").touch()
        except BusyError:
            time.sleep(0.2)
    return folder / "made" / "store"


@pytest.fixture(autouse=True, scope="module")
def _own_session() -> Iterator[None]:
    """Forget after each module what its reports set for ``load()``: other modules run in the same process."""
    yield
    load._session = load._Session()


@pytest.fixture
def own_project(tmp_path: Path) -> Project:
    """A project of its own with copies of the published tables, to be damaged at will."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "data" / "published", root / "data" / "published")
    shutil.copyfile(ROOT / "incu.toml", root / "incu.toml")
    return Project(root)
