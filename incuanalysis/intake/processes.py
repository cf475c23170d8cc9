"""The process that worker processes are divided from: what all of them need is imported there once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.context import BaseContext
from pathlib import Path

__all__ = ["MANY", "cores", "expect_workers", "undisturbed", "worker_context"]

MANY = 24
"""Below so many files, starting processes costs more than it saves."""
# What workers need; imported once for all of them where the system can do that.
_NEEDED = ("incuanalysis.intake.returns.groups", "incuanalysis.intake.returns.runs", "pyarrow.parquet")


def worker_context() -> BaseContext:
    """Return the way in which worker processes are started here."""
    if not hasattr(os, "fork"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_NEEDED))
    return context


def expect_workers(paths: Iterable[Path], workers: int) -> None:
    """Let the imports of workers begin now, beside those of this process, if they will be wanted.

    Parameters
    ----------
    paths
        Files and folders that will be read.
    workers
        As asked for; 0 for one a core.
    """
    if cores(workers) == 1 or not hasattr(os, "fork"):
        return
    files = chain.from_iterable(path.rglob("*") if path.is_dir() else [path] for path in paths)
    if len(list(islice(files, MANY))) == MANY:
        from multiprocessing import forkserver, resource_tracker

        worker_context()
        resource_tracker.ensure_running()  # which else would be started in between, and unblock signals when done
        with undisturbed():
            forkserver.ensure_running()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put interrupts off while processes are begun: half begun, they would find nothing of what they share, and say so.

    The mask is for the processes, which keep it, the handler for this one: another of its threads may take the signal.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        if held:
            signal.raise_signal(signal.SIGINT)


def cores(workers: int) -> int:
    """Return how many processes are meant: as many as there are cores for 0."""
    if workers:
        return workers
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
