"""The catalogue of a store: which files count, what they were made of, what the writers noted.

It is replaced atomically, after the files that it names were written and before those that it no longer names
are removed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from incuanalysis.errors import BusyError, DamagedFileError, NoDataError
from incuanalysis.files import atomic_write

if TYPE_CHECKING:
    from incuanalysis.intake.parts import Part

__all__ = ["EMPTY", "FILE", "files_of", "parts_of", "publish_catalogue", "read_catalogue", "writing"]

FILE = "catalogue.json"
_FORMAT = 2
_SHAPE = {"rows": int, "parts": list, "tables": dict, "inputs": dict, "state": dict}
#: What stands in the catalogue of a store without content.
EMPTY: dict[str, Any] = {"recorded_at": None, "parts": [], "tables": {}, "inputs": {}, "state": {}}
#: Seconds that a writer waits for another one.
_PATIENCE = 60.0


def read_catalogue(folder: Path) -> dict[str, Any]:
    """Read the catalogue of the store in a folder.

    Raises
    ------
    NoDataError
        If there is none.
    DamagedFileError
        If it is not readable, or of another format.
    """
    path = folder / FILE
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NoDataError(
            f"There is no store in {folder}. Run `incu build` there, or name the project with --project.",
            f"{folder} 中没有数据仓。请先运行 incu build 或 incu ingest，或用 --store、--project 指定。",
        ) from None
    try:
        catalogue: dict[str, Any] = json.loads(text)
        found = catalogue["format"]
        if found == _FORMAT and all(isinstance(catalogue[name], kind) for name, kind in _SHAPE.items()):
            return catalogue
    except (ValueError, KeyError, TypeError):
        found = None
    if found in (None, _FORMAT):
        raise DamagedFileError(f"{path} is damaged. Run `incu build`: it makes the store anew.")
    raise DamagedFileError(
        f"{path} has format {found}; this version reads {_FORMAT}. Run `incu build`: it makes the store anew."
    )


def publish_catalogue(
    folder: Path,
    parts: Sequence[Part],
    recorded_at: str | None,
    inputs: Mapping[str, str],
    tables: Mapping[str, Any],
    state: Mapping[str, Any],
) -> None:
    """Replace the catalogue, then remove the files that it does not name.

    Raises
    ------
    DamagedFileError
        If a file that it would name is not there; the catalogue stays as it was.
    """
    catalogue = {
        "format": _FORMAT,
        "rows": sum(part.rows for part in parts),
        "recorded_at": recorded_at,
        "state": dict(sorted(state.items())),
        "tables": dict(sorted(tables.items())),
        "inputs": dict(sorted(inputs.items())),
        "parts": [part.as_dict() for part in parts],
    }
    kept = {folder / name for name in files_of(catalogue)}
    left = [path for kind in ("parts", "tables") for path in (folder / kind).glob("*")]
    missing = kept.difference(left)
    if missing:
        raise DamagedFileError(f"{min(missing)} is missing. Run `incu build --force`: it makes the store anew.")
    # One part a line: short, yet people can read it.
    text = json.dumps(catalogue, ensure_ascii=False).replace('{"file": "parts/', '\n{"file": "parts/')
    atomic_write(folder / FILE, text + "\n")
    for path in (*left, *folder.glob(f".{FILE}.*.part")):
        if path not in kept:
            try:
                path.unlink()
            except OSError:  # another system keeps files that are open: the next write removes it
                continue


def files_of(catalogue: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names, within the store's folder, of all files that a catalogue names."""
    for entry in (*catalogue["parts"], *catalogue["tables"].values()):
        yield entry["file"]


def parts_of(catalogue: Mapping[str, Any]) -> list[Part]:
    """Return the parts that a catalogue names, in canonical order."""
    from incuanalysis.intake.parts import Part

    return [Part(**part) for part in catalogue["parts"]]


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer to a store; the lock is the kernel's, so a killed process leaves none behind.

    Raises
    ------
    BusyError
        If another process has been writing for a minute.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".writing.lock").open("w") as file:
        _lock(file, folder)
        yield


def _lock(file: TextIO, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on Windows: a single writer there
        return
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise BusyError(
                    f"Another process has been writing to the store in {folder} for a minute. Try again later.",
                    f"另一个程序正在写入数据仓 {folder}，已等待一分钟，请稍后再试。",
                ) from None
            time.sleep(0.02)
        except OSError:  # a folder of a server that knows no locks
            return
