"""Taking returns in: keep, read, place, check, store. The same way makes the store anew from the journal."""

from __future__ import annotations

import datetime as dt
import getpass
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incuanalysis.errors import BadInputError
from incuanalysis.files import exclusive, sha256_bytes
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.returns.collect import Incoming, collect
from incuanalysis.intake.returns.journal import Archive, Received
from incuanalysis.intake.returns.replay import archive_of, bring_up_to_date, replay, take
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["FileResult", "IngestResult", "ingest", "user_name"]


@dataclass(slots=True)
class FileResult:
    """What became of one file.

    ``status`` is ``stored`` (all value cells), ``partly`` (some quarantined), ``quarantined`` (all), ``empty`` (no value
    cells), ``unreadable`` or ``already`` (the same content was received before).
    """

    path: str
    status: str
    cells: int = 0
    stored: int = 0
    quarantined: int = 0
    labels: int = 0
    messages: list[Finding] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        return {
            "path": self.path,
            "status": self.status,
            "cells": self.cells,
            "stored": self.stored,
            "quarantined": self.quarantined,
            "labels": self.labels,
            "messages": [message.as_dict() for message in self.messages],
        }


@dataclass(slots=True)
class IngestResult:
    """What an ingest did, file by file."""

    files: list[FileResult]
    replayed: bool = False

    @property
    def stored(self) -> int:
        """Value cells stored."""
        return sum(file.stored for file in self.files)

    @property
    def quarantined(self) -> int:
        """Value cells quarantined."""
        return sum(file.quarantined for file in self.files)


def ingest(
    project: Project,
    paths: Sequence[Path],
    store: Store,
    *,
    sender: str = "",
    region: str = "",
    period: str = "",
    received_on: str = "",
    by: str = "",
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> IngestResult:
    """Take files and folders in.

    Parameters
    ----------
    project
        Whose vocabulary is meant.
    paths
        Files and folders; a list 收文登记.csv in a folder says when and from whom each came.
    store
        The project's store, or another one, which then holds only what is ingested there.
    sender, region, period, received_on
        What holds for all the files; a list says it file by file.
    by
        Who takes them in (by default, the user's name).
    workers
        Processes to read with; 0 for one a core. A script that asks for more than one needs the usual
        ``if __name__ == "__main__":``, as the processes import it.
    progress
        Called with the number of files done and of all.

    Raises
    ------
    BadInputError
        If a path does not exist or an option cannot be read.
    BusyError
        If another process is writing to the store.
    """
    words = open_vocabulary(project)
    region = words.regions.find(region).id if region else ""
    period = str(Period.parse(period)) if period else ""
    day = _day(received_on)
    incoming = collect(paths)
    archive = archive_of(project, store)
    with exclusive(store.folder):
        bring_up_to_date(project, store, archive, workers=workers)
        results, entries = _receive(incoming, archive, sender, region, period, day, by or user_name())
        if not entries:
            return IngestResult([results[one.path] for one in incoming])
        replayed = _store(project, store, archive, entries, results, workers, progress)
    return IngestResult([results[one.path] for one in incoming], replayed)


def _receive(
    incoming: Iterable[Incoming], archive: Archive, sender: str, region: str, period: str, day: str, by: str
) -> tuple[dict[Path, FileResult], dict[Received, Path]]:
    """Keep the files and return their entries, which are not yet in the journal."""
    known = {e.sha256: e for e in archive.entries() if isinstance(e, Received)}
    number = max((e.number for e in archive.entries()), default=0)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    results: dict[Path, FileResult] = {}
    entries: dict[Received, Path] = {}
    # What came in first is numbered first, so that a correction under an earlier name stays a correction.
    for one in sorted(incoming, key=lambda one: (one.received_on or day, one.name)):
        try:
            data = one.path.read_bytes()
        except OSError as error:
            raise BadInputError(
                f"{one.path}: cannot be read ({error.strerror}). Nothing was taken in.",
                f"无法读取“{one.path}”，本次未接收任何文件。",
            ) from None
        if (sha256 := sha256_bytes(data)) in known:
            results[one.path] = FileResult(one.name, "already", messages=[finding("already_received")])
            continue
        archive.keep(data)
        number += 1
        entry = Received(
            number=number,
            sha256=sha256,
            size=len(data),
            name=one.name,
            received_on=one.received_on or day,
            recorded_at=now,
            by=by,
            sender=one.sender or sender,
            region=one.region or region,
            period=one.period or period,
        )
        known[sha256] = entry
        entries[entry] = one.path
        results[one.path] = FileResult(one.name, "empty")
    return results, entries


def _store(
    project: Project,
    store: Store,
    archive: Archive,
    entries: dict[Received, Path],
    results: dict[Path, FileResult],
    workers: int,
    progress: Callable[[int, int], None] | None,
) -> bool:
    """Read the new files and add them; return whether the whole store had to be made anew."""
    spill = Path(tempfile.mkdtemp(prefix=".reading-", dir=store.folder))
    try:
        done = take(project, store, archive, list(entries), spill, workers=workers, progress=progress)
        anew = done.affects_earlier
        archive.append(list(entries))
        if anew:
            done = replay(project, store, archive, spill, workers=workers, progress=progress)
        else:
            done.commit()
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    for entry, path in entries.items():
        counted = done.counts[entry.number]
        result = results[path]
        result.cells, result.stored = counted.cells, counted.stored
        result.quarantined, result.labels = counted.quarantined, counted.labels
        result.status = counted.status
        result.messages = counted.messages
    return anew


def _day(text: str) -> str:
    if not text:
        return dt.datetime.now(dt.UTC).astimezone().date().isoformat()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadInputError(
            f"{text!r} is no date. Expected the day of receipt, such as 2024-01-12.",
            f"“{text}”不是日期。收文日期写作2024-01-12。",
        ) from None
    if day > dt.datetime.now(dt.UTC).astimezone().date():
        raise BadInputError(
            f"{text} lies in the future. Expected the day of receipt.", f"收文日期{text}晚于今天，请核对。"
        )
    return day.isoformat()


def user_name() -> str:
    """Return the name under which the user is logged in; empty where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
