"""What the reading of returns depends on beside the files themselves: this code and the vocabulary."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from incuanalysis.files import sha256_file
from incuanalysis.project import Project

__all__ = ["rules_digest"]

_FOLDERS = ("data/vocabulary", "data/forms")


def rules_digest(project: Project) -> str:
    """Return a SHA-256 over the vocabulary, the forms and the code of intake: with other rules, the store is made anew."""
    return _digest(tuple((name, path) for folder in _FOLDERS for name, path in project.find_all(folder, "*").items()))


@cache
def _digest(files: tuple[tuple[str, Path], ...]) -> str:
    hashed = hashlib.sha256()
    package = Path(__file__).parent
    code = [(str(p.relative_to(package)), p) for p in sorted(package.rglob("*.py"))]
    for name, path in (*files, *code):
        if path.is_file():
            hashed.update(f"{name}\0{sha256_file(path)}\n".encode())
    return hashed.hexdigest()
