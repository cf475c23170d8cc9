"""Shared fixtures: the repository as a project, and a built store that tests only read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

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


@pytest.fixture
def own_project(tmp_path: Path) -> Project:
    """A project of its own with copies of the published tables, to be damaged at will."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "data" / "published", root / "data" / "published")
    shutil.copyfile(ROOT / "incu.toml", root / "incu.toml")
    return Project(root)
