"""The content key: what a report is a function of."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from incuanalysis.files import sha256_bytes, sha256_file
from incuanalysis.project import RESOURCES, Project

__all__ = ["content_key", "static_parts"]

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def _tree(root: Path, pattern: str) -> str:
    """Hash a folder's files by name and content."""
    files = sorted(path for path in root.rglob(pattern) if path.is_file())
    return sha256_bytes("\n".join(f"{path.relative_to(root)} {sha256_file(path)}" for path in files).encode())


def static_parts(project: Project, notebook: Path) -> dict[str, str]:
    """Return the hashes of all that a report depends on beside its parameters and rows."""
    lock = project.carried / "requirements.lock"
    return {
        "notebook": sha256_file(notebook),
        "code": _tree(_PACKAGE, "*.py"),
        "templates": _tree(RESOURCES / "templates", "*") + _tree(RESOURCES / "typst", "*"),
        "fonts": _tree(RESOURCES / "fonts", "*"),
        "lock": sha256_file(lock) if lock.is_file() else "",
        "vocabulary": sha256_bytes(
            "".join(
                sha256_file(path) for path in project.find_all("data/vocabulary", "*").values() if path.is_file()
            ).encode()
        ),
    }


def content_key(parts: dict[str, str], parameters: dict[str, str], rows: list[str]) -> str:
    """Return the key: notebook, parameters, rows read, code, templates, fonts, lock.

    Parameters
    ----------
    parts
        From :func:`static_parts`.
    parameters
        The report's parameters.
    rows
        Digests of what ``load()`` returned, in order.
    """
    whole: dict[str, Any] = {"parts": parts, "parameters": parameters, "rows": rows}
    return sha256_bytes(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode())
