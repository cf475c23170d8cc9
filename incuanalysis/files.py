"""Writing files so that a reader never sees half of one, and hashing them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from incuanalysis.errors import BusyError

__all__ = ["atomic_write", "exclusive", "flush_files", "sha256_bytes", "sha256_file"]

_FLUSHING = 16


def atomic_write(path: Path, content: bytes | str, *, flush: bool = True) -> Path:
    """Write beside, flush to disk, rename: the final name holds the old or the new whole.

    Parameters
    ----------
    path
        The final name; its folder is made where it is missing.
    content
        Bytes, or text to be written as UTF-8.
    flush
        Wait until the content is on the disk; who leaves it out calls :func:`flush_files` before relying on it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if flush:
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes private files; what is published follows the user's umask.
            mask = os.umask(0)
            os.umask(mask)
            os.fchmod(file.fileno(), 0o666 & ~mask)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return path


def flush_files(paths: Sequence[Path]) -> None:
    """Wait until files are on the disk; many at a time, as the disk then writes them together."""
    with ThreadPoolExecutor(_FLUSHING) as pool:
        for _ in pool.map(_flush, paths):
            pass


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_bytes(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Be the only one to publish to a folder; the lock is the kernel's, so a killed process leaves none behind.

    Raises
    ------
    BusyError
        If another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            import fcntl
        except ImportError:  # no such locks on Windows: a single user there
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(
                f"Another process is writing to {folder}. Wait for it, or choose another folder.",
                f"另一个程序正在写入 {folder}，请等它完成后再试，或另行指定文件夹。",
            ) from None
        yield
