"""Reading many files at once, in order, with a bounded number of them in memory."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from incuanalysis.errors import IncuError
from incuanalysis.intake.clean.headings import Saved
from incuanalysis.intake.clean.names import NameBook
from incuanalysis.intake.findings import finding
from incuanalysis.intake.heads import Hints
from incuanalysis.intake.returns.decisions import Decisions
from incuanalysis.intake.returns.journal import Archive, Received
from incuanalysis.intake.returns.read import FileReading, read_file
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["load_rows", "read_entries"]

# Below this many files, starting processes costs more than it saves.
_ALONE = 24
_AHEAD = 48


@dataclass
class _Reader:
    """Reads files of an archive and spills their entries, which are many, into a folder."""

    archive: Archive
    spill: Path
    words: Vocabulary
    decisions: Decisions

    def read(self, entry: Received) -> FileReading:
        """Read one file; its entries go to ``spill`` and are left out of what is returned."""
        data = self.archive.content(entry.sha256)
        try:
            reading = self._read(entry, data)
        except Exception as error:  # noqa: BLE001 - one file's trouble stops no other, and is told as such
            return FileReading(findings=[finding("internal_error", error=f"{type(error).__name__}: {error}")])
        if reading.rows is not None:
            import pyarrow as pa

            name = str(_rows_file(self.spill, entry.number))
            with pa.OSFile(name, "wb") as file, pa.ipc.new_file(file, reading.rows.schema) as writer:
                writer.write_batch(reading.rows)
            reading.rows = None
        return reading

    def _read(self, entry: Received, data: bytes) -> FileReading:
        hints = Hints(
            entry.name.rpartition("/")[2],
            Period.parse(entry.period) if entry.period else None,
            self._region(entry),
            entry.sender,
        )
        return read_file(data, hints, self.words, self._saved(entry.sender))

    def _saved(self, sender: str) -> Mapping[str, Saved] | None:
        return self.decisions.headings_of(sender) or None

    def _region(self, entry: Received) -> str:
        if entry.region:
            return self.words.regions.find(entry.region).id
        match = NameBook(self.words.regions).find(entry.sender, kind="region") if entry.sender else None
        return match.id if match is not None and match.kind == "region" else ""


def read_entries(
    project: Project, archive: Archive, entries: Iterable[Received], decisions: Decisions, spill: Path, workers: int
) -> Iterator[tuple[Received, FileReading]]:
    """Read received files, in the order given.

    Parameters
    ----------
    project
        Whose vocabulary is meant.
    archive
        Where the files are kept.
    entries
        Which files.
    decisions
        Meanings that people gave.
    spill
        A folder for the entries of each file; see :func:`load_rows`.
    workers
        Processes to read with; 0 for as many as there are cores.
    """
    waiting = list(entries)
    count = (
        workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else workers or os.cpu_count() or 1
    )
    if count <= 1 or len(waiting) < _ALONE:
        reader = _Reader(archive, spill, open_vocabulary(project), decisions)
        for entry in waiting:
            yield entry, reader.read(entry)
        return
    context = get_context("forkserver") if hasattr(os, "fork") else get_context("spawn")
    if hasattr(os, "fork"):
        context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_start, initargs=(project.root, archive.folder, decisions, spill)
    ) as pool:
        ahead: deque[tuple[Received, Future[FileReading]]] = deque()
        while waiting or ahead:
            while waiting and len(ahead) < _AHEAD:
                ahead.append((waiting[0], pool.submit(_read, waiting.pop(0))))
            entry, future = ahead.popleft()
            try:
                yield entry, future.result()
            except BrokenProcessPool:
                raise IncuError(
                    f"A reading process died at or near {entry.name} (of memory, or killed). Nothing was stored. "
                    "Try again with --workers 1; if it dies again, leave that file out and pass it on to the maintainers."
                ) from None


def load_rows(spill: Path, number: int) -> pa.RecordBatch | None:
    """Return the entries of the file with a number in the journal, and remove them from the folder."""
    import pyarrow as pa

    file = _rows_file(spill, number)
    if not file.is_file():
        return None
    with pa.OSFile(str(file), "rb") as source:
        batch = pa.ipc.open_file(source).get_batch(0)
    file.unlink()
    return batch


def _rows_file(spill: Path, number: int) -> Path:
    return spill / f"{number}.arrow"


_reader: _Reader | None = None


def _start(root: Path, folder: Path, decisions: Decisions, spill: Path) -> None:
    """Set a worker process up."""
    # Who interrupts means the command, which then ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Reading makes many small objects and no cycles worth looking for so often.
    gc.set_threshold(200_000, 20, 20)
    global _reader  # noqa: PLW0603 - a pool's initializer has no other place to leave what its tasks need
    _reader = _Reader(Archive(folder), spill, open_vocabulary(Project(root)), decisions)


def _read(entry: Received) -> FileReading:
    assert _reader is not None  # noqa: S101 - set by the initializer
    return _reader.read(entry)
