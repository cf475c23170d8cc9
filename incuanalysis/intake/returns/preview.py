"""``incu check FILE``: what taking a file in would say, without taking it in."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from incuanalysis.files import exclusive
from incuanalysis.intake.returns.collect import collect
from incuanalysis.intake.returns.ingest import FileResult
from incuanalysis.intake.returns.journal import Archive, Entry, Received
from incuanalysis.intake.returns.replay import archive_of, bring_up_to_date, take
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["preview"]


@dataclass(frozen=True)
class _Beside(Archive):
    """A temporary archive that knows the journal of another one."""

    other: Archive

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the other archive's entries."""
        return self.other.entries(after)


def preview(
    project: Project, paths: Sequence[Path], store: Store, *, sender: str = "", region: str = "", period: str = ""
) -> list[FileResult]:
    """Read files as an ingest would, against what the store holds, and keep nothing.

    Parameters
    ----------
    project, paths, store, sender, region, period
        As for :func:`~incuanalysis.intake.returns.ingest.ingest`.

    Returns
    -------
    list of FileResult
        With the messages that taking them in would give.
    """
    region = open_vocabulary(project).regions.find(region).id if region else ""
    period = str(Period.parse(period)) if period else ""
    archive = archive_of(project, store)
    incoming = collect(paths)
    with exclusive(store.folder):
        bring_up_to_date(project, store, archive)
        spill = Path(tempfile.mkdtemp(prefix=".reading-", dir=store.folder))
        try:
            beside = _Beside(spill / "raw", archive)
            number = max((e.number for e in archive.entries()), default=0)
            today = dt.datetime.now(dt.UTC).astimezone().date().isoformat()
            entries = []
            for place, one in enumerate(incoming, start=number + 1):
                data = one.path.read_bytes()
                entries.append(
                    Received(
                        place,
                        beside.keep(data),
                        len(data),
                        one.name,
                        one.received_on or today,
                        today,
                        "",
                        one.sender or sender,
                        one.region or region,
                        one.period or period,
                    )
                )
            taken = take(project, store, beside, entries, spill, counting=True)
        finally:
            shutil.rmtree(spill, ignore_errors=True)
    results = []
    for entry in entries:
        counted = taken.counts[entry.number]
        results.append(
            FileResult(
                entry.name,
                counted.status,
                counted.cells,
                counted.stored,
                counted.quarantined,
                counted.labels,
                counted.messages,
            )
        )
    return results
