"""The offices' files of a project."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from incuanalysis.plans.bureaus.model import Bureau
from incuanalysis.plans.bureaus.reading import read_bureau
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["FOLDER", "bureau_file", "document_kinds", "list_bureaus", "open_bureau"]

FOLDER = "data/bureaus"


def bureau_file(region: str, project: Project | None = None) -> Path | None:
    """Return the file of a region (by its id): the project's own, else the carried one; None if there is none."""
    return (project or find_project()).find_all(FOLDER, "*.yml").get(f"{region}.yml")


def open_bureau(region: str, project: Project | None = None) -> Bureau | None:
    """Return the office that issues documents about a region; None where no file tells.

    Parameters
    ----------
    region
        Region id.
    project
        The project; a file of its own comes before the carried one.

    Raises
    ------
    DamagedFileError
        If something is wrong in the file.
    """
    place = project or find_project()
    path = bureau_file(region, place)
    return None if path is None else _open(path, place)


def list_bureaus(project: Project | None = None) -> list[Bureau]:
    """Return all offices by region id.

    Raises
    ------
    DamagedFileError
        If something is wrong in one of the files.
    """
    place = project or find_project()
    return [_open(path, place) for path in place.find_all(FOLDER, "*.yml").values()]


def document_kinds(project: Project) -> frozenset[str]:
    """Return the kinds of documents that the project has notebooks for."""
    return frozenset(Path(name).stem for name in project.find_all("notebooks", "*.ipynb"))


def _open(path: Path, project: Project) -> Bureau:
    stamp = path.stat()
    return _read(path, (stamp.st_mtime_ns, stamp.st_size), project)


@lru_cache(maxsize=64)
def _read(path: Path, stamp: tuple[int, int], project: Project) -> Bureau:  # noqa: ARG001 - the stamp is the key
    return read_bureau(path, open_vocabulary(project), document_kinds(project))
