"""Ordinary kernels, without the port race.

A kernel on TCP is told ports that were free a moment ago; with several at once
a few lose that race and die. Over ``ipc`` there are no ports. Socket paths
longer than 107 bytes fail, so they get a short private folder.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir

__all__ = ["IpcKernelManager", "kernel_environment", "runtime_folder"]

_SINGLE_THREADED = {
    # Workers run side by side, one report each: more threads than cores only cost.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # Not to be warned of by every kernel; frozen modules cannot be debugged, and nobody debugs here.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class IpcKernelManager(AsyncKernelManager):
    """A kernel manager over Unix sockets, in the runtime folder under a name of its own.

    By default jupyter_client puts the sockets into the working directory under one fixed name,
    where two kernels would answer for each other.
    """

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        if hasattr(os, "mkfifo"):  # Unix sockets are there where named pipes are
            self.transport = "ipc"
            self.ip = str(Path(jupyter_runtime_dir()) / secrets.token_hex(4))


@contextmanager
def runtime_folder() -> Iterator[Path]:
    """Make a short private folder for connection files and sockets, and remove it afterwards."""
    short = Path(os.sep, "tmp")  # TMPDIR may be long
    folder = Path(tempfile.mkdtemp(prefix="incu-", dir=short if short.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kernel_environment(project: Path, store: Path, runtime: Path) -> dict[str, str]:
    """Return the variables a report's kernel is started with, beside those of this process."""
    named = {"INCU_PROJECT": str(project)} if (project / "incu.toml").is_file() else {}
    return {**_SINGLE_THREADED, **named, "INCU_STORE": str(store), "JUPYTER_RUNTIME_DIR": str(runtime)}
