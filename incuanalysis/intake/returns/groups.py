"""Files that are read and placed together: what is done once for many of them costs little for each.

A group is read (:func:`read_group`), its names are registered in the order of the journal, then it is placed
(:func:`place_groups`). Both may run in any process; what is large goes from one to the other through a folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.clean.names import NameBook
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.heads import Hints
from incuanalysis.intake.returns.journal import Received
from incuanalysis.intake.returns.messages import messages_of
from incuanalysis.intake.returns.pool import Bench
from incuanalysis.intake.returns.read import FileReading, TableReading, read_file
from incuanalysis.intake.returns.register import Carriers
from incuanalysis.intake.returns.resolve import Resolver
from incuanalysis.intake.returns.rows import Read, gather, place_files
from incuanalysis.intake.returns.runs import Run, write_run
from incuanalysis.intake.returns.tables import side_table
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Counted", "Group", "GroupReading", "Known", "Placing", "PlacingTask", "place_groups", "read_group"]

_TABLES = ("files", "returns", "quarantine", "findings", "texts")


@dataclass(frozen=True)
class Group:
    """Received files that are read together."""

    number: int
    entries: tuple[Received, ...]

    def __str__(self) -> str:
        return self.entries[0].name


@dataclass(slots=True)
class GroupReading:
    """What registering needs of a group: its readings without their cells and findings, and the number of entries."""

    readings: list[FileReading]
    rows: int


@dataclass(frozen=True, slots=True)
class Known:
    """What registering found out of a file: who reports by it, cells that were refused, and what is to be told."""

    series: str
    refused: list[dict[str, Any]]
    findings: list[Finding]


@dataclass(frozen=True)
class PlacingTask:
    """Groups that are placed one after the other into one run of rows."""

    number: int
    groups: list[Group]
    known: dict[int, Known]
    demo_allowed: bool

    def __str__(self) -> str:
        return str(self.groups[0])


@dataclass(slots=True)
class Counted:
    """What became of one file's cells."""

    status: str
    cells: int = 0
    stored: int = 0
    quarantined: int = 0
    labels: int = 0
    messages: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Placing:
    """What placing gave: the run of rows, pieces of the side tables, and what became of every file by its number."""

    run: Run | None
    tables: dict[str, pa.Table]
    counts: dict[int, Counted]
    touched: set[str]


def read_group(bench: Bench, group: Group) -> GroupReading:
    """Read files and leave all that was read of them for :func:`place_groups`."""
    import pyarrow as pa

    readings = [_read(bench, entry) for entry in group.entries]
    joined = gather([reading.rows for reading in readings], [len(reading.tables) for reading in readings])
    if joined is not None:
        with (
            pa.OSFile(str(bench.spill / f"{group.number}.arrow"), "wb") as file,
            pa.ipc.new_file(file, joined.schema) as out,
        ):
            out.write_batch(joined)
    for reading in readings:
        reading.rows = None
    bench.leave(f"{group.number}.read", readings)
    light = [
        FileReading(
            tables=[TableReading(t.sheet, t.member, t.context, [], t.records, []) for t in reading.tables],
        )
        for reading in readings
    ]
    return GroupReading(light, 0 if joined is None else len(joined))


def _read(bench: Bench, entry: Received) -> FileReading:
    data = bench.archive.content(entry.sha256)
    hints = Hints(
        entry.name.rpartition("/")[2],
        Period.parse(entry.period) if entry.period else None,
        _region(bench, entry),
        entry.sender,
    )
    try:
        return read_file(data, hints, bench.words, bench.decisions.headings_of(entry.sender) or None)
    except Exception as error:  # noqa: BLE001 - one file's trouble stops no other, and is told as such
        return FileReading(findings=[finding("internal_error", error=f"{type(error).__name__}: {error}")])


def _region(bench: Bench, entry: Received) -> str:
    if entry.region:
        return bench.words.regions.find(entry.region).id
    if not entry.sender:
        return ""
    book = bench.once("names", lambda: NameBook(bench.words.regions))
    match = book.find(entry.sender, kind="region")
    return match.id if match.kind == "region" else ""


def place_groups(bench: Bench, task: PlacingTask) -> Placing:
    """Place the entries of groups that were read, and write them as one run."""
    resolver = bench.once("resolver", lambda: _resolver(bench, task.demo_allowed))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _TABLES}
    placing = Placing(None, {}, {}, set())
    tables = []
    for group in task.groups:
        placed = _place(bench, group, task.known, resolver, rows, placing)
        if placed is not None:
            tables.append(placed)
    placing.tables = {name: side_table(name, listed) for name, listed in rows.items()}
    placing.touched.update(row["region"] for row in rows["returns"])
    if tables:
        placing.run = write_run(bench.spill / f"run-{task.number}.arrow", tables)
        placing.touched.update(placing.run.places)
    return placing


def _resolver(bench: Bench, demo_allowed: bool) -> Resolver:
    carriers: Carriers = bench.fetch("carriers")
    return Resolver(bench.words, carriers, bench.decisions, demo_allowed=demo_allowed)


def _place(
    bench: Bench,
    group: Group,
    known: Mapping[int, Known],
    resolver: Resolver,
    rows: dict[str, list[dict[str, Any]]],
    placing: Placing,
) -> pa.Table | None:
    """Place one group; return its observations."""
    import pyarrow as pa

    readings: list[FileReading] = bench.fetch(f"{group.number}.read")
    reads = [
        Read(entry, reading, known[entry.number].series) for entry, reading in zip(group.entries, readings, strict=True)
    ]
    joined = None
    file = bench.spill / f"{group.number}.arrow"
    if file.is_file():
        with pa.OSFile(str(file), "rb") as source:
            joined = pa.ipc.open_file(source).get_batch(0)
        file.unlink()
    placed = place_files(reads, joined, resolver)
    rows["texts"] += placed.texts
    rows["returns"] += placed.returns
    waiting: dict[int, list[dict[str, Any]]] = {}
    for row in placed.quarantine:
        waiting.setdefault(row["sequence"], []).append(row)
    for read in reads:
        number, told = read.entry.number, known[read.entry.number]
        quarantine = waiting.get(number, []) + told.refused
        fields = sum(len(r.values) for t in read.reading.tables for r in t.records) - len(told.refused)
        reading = replace(read.reading, findings=[*read.reading.findings, *told.findings])
        placing.counts[number] = _note(replace(read, reading=reading), placed.stored[number] + fields, quarantine, rows)
    (bench.spill / f"{group.number}.read").unlink()
    return placed.rows


def _note(
    read: Read, stored: int, quarantine: Sequence[dict[str, Any]], rows: dict[str, list[dict[str, Any]]]
) -> Counted:
    """Note what became of one file."""
    entry, reading = read.entry, read.reading
    rows["quarantine"] += quarantine
    rows["findings"] += [
        {
            "file": entry.file,
            "sequence": entry.number,
            "sheet": found.sheet,
            "cell": found.cell,
            "code": found.code,
            "facts": json.dumps(dict(found.facts), ensure_ascii=False, sort_keys=True),
        }
        for found in reading.findings
    ]
    status = _status(reading, stored, len(quarantine))
    rows["files"].append(
        {
            "sequence": entry.number,
            "file": entry.file,
            "name": entry.name,
            "series": read.series,
            "received_on": entry.received_on,
            "format": reading.format,
            "status": status,
            "cells": reading.cells,
            "stored": stored,
            "quarantined": len(quarantine),
            "labels": reading.labels,
            "demo": any(table.context.demo for table in reading.tables),
        }
    )
    messages = [*reading.findings, *messages_of(quarantine)]
    return Counted(status, reading.cells, stored, len(quarantine), reading.labels, messages)


def _status(reading: FileReading, stored: int, quarantined: int) -> str:
    if not reading.format:
        return "unreadable"
    if not stored and not quarantined:
        return "empty"
    if not quarantined:
        return "stored"
    return "partly" if stored else "quarantined"
