"""Work on many tasks at once, in order, with a bounded number of them in memory."""

from __future__ import annotations

import gc
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from incuanalysis.errors import IncuError
from incuanalysis.intake.processes import undisturbed, worker_context
from incuanalysis.intake.returns.decisions import Decisions
from incuanalysis.intake.returns.journal import Archive
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["Bench", "Workers"]

T = TypeVar("T")
R = TypeVar("R")

# Reading makes many small objects and no cycles worth looking for so often as usual.
_THRESHOLDS = (200_000, 20, 20)


@dataclass
class Bench:
    """What every task needs at hand.

    Parameters
    ----------
    project
        Whose vocabulary is meant.
    archive
        Where the files are kept.
    decisions
        Meanings that people gave.
    spill
        A folder for what is passed from one task to another; removed by its owner.
    """

    project: Project
    archive: Archive
    decisions: Decisions
    spill: Path
    _kept: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> Vocabulary:
        """The vocabulary."""
        return self.once("words", lambda: open_vocabulary(self.project))

    def leave(self, name: str, thing: object) -> None:
        """Leave something for the tasks that follow, in whichever process."""
        (self.spill / name).write_bytes(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))

    def fetch(self, name: str) -> Any:
        """Return what was left under a name."""
        return pickle.loads((self.spill / name).read_bytes())  # noqa: S301 - our own, in a folder that only we read

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what ``make`` returns, which each process calls only once."""
        if name not in self._kept:
            self._kept[name] = make()
        made: T = self._kept[name]
        return made


class Workers(AbstractContextManager["Workers"]):
    """Processes that work at a bench, or this one alone.

    Parameters
    ----------
    bench
        What they share.
    count
        Processes; 1 for this one alone.
    """

    def __init__(self, bench: Bench, count: int) -> None:
        self.bench, self.count = bench, count
        self._pool: ProcessPoolExecutor | None = None
        self._thresholds = gc.get_threshold()
        if count == 1:
            gc.set_threshold(*_THRESHOLDS)
        else:
            context = worker_context()
            self._pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=(bench,))

    def __exit__(self, *_: object) -> None:
        """Wait for the processes to end; what waits is not begun."""
        gc.set_threshold(*self._thresholds)
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(self, do: Callable[[Bench, T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Yield every task with what ``do(bench, task)`` returned, in the order given.

        Parameters
        ----------
        do
            A function of a module's top level.
        tasks
            Are taken as they are needed; ``str(task)`` says where a process died.

        Raises
        ------
        IncuError
            If a process dies.
        """
        waiting = iter(tasks)
        if self._pool is None:
            return ((task, do(self.bench, task)) for task in waiting)
        # The first are begun now, and not when the first result is asked for.
        ahead = deque((task, self._submit(self._pool, do, task)) for task in islice(waiting, 2 * self.count))
        return self._results(self._pool, do, waiting, ahead)

    def _submit(self, pool: ProcessPoolExecutor, do: Callable[[Bench, T], R], task: T) -> Future[R]:
        with undisturbed():  # the first ones start the processes
            return pool.submit(_run, do, task)

    def _results(
        self,
        pool: ProcessPoolExecutor,
        do: Callable[[Bench, T], R],
        waiting: Iterator[T],
        ahead: deque[tuple[T, Future[R]]],
    ) -> Iterator[tuple[T, R]]:
        while ahead:
            task, future = ahead.popleft()
            try:
                result = future.result()
                ahead.extend((task, self._submit(pool, do, task)) for task in islice(waiting, 1))
            except BrokenProcessPool:
                raise IncuError(
                    f"A reading process died at or near {task} (of memory, or killed). Nothing was stored. "
                    "Try again with --workers 1; if it dies again, leave that file out and pass it on to the maintainers."
                ) from None
            yield task, result


_bench: Bench | None = None


def _start(bench: Bench) -> None:
    """Set a worker process up."""
    # Who interrupts means the command, which then ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_THRESHOLDS)
    global _bench  # noqa: PLW0603 - a pool's initializer has no other place to leave what its tasks need
    _bench = bench


def _run(do: Callable[[Bench, T], R], task: T) -> R:
    assert _bench is not None  # noqa: S101 - set by the initializer
    return do(_bench, task)
