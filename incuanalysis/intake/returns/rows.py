"""Entries of many files → rows of the store, with doubles told apart; all by column, as there may be millions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from incuanalysis.intake.cells import CellValue, cell_name, column_letters
from incuanalysis.intake.heads import RowKind
from incuanalysis.intake.returns.journal import Received
from incuanalysis.intake.returns.read import FileReading, TableReading
from incuanalysis.intake.returns.reported import reported
from incuanalysis.intake.returns.resolve import Place, Resolver, quarantined
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Placed", "Read", "gather", "place_files"]

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Read:
    """A file with what was read of it and who reports by it."""

    entry: Received
    reading: FileReading
    series: str


@dataclass(slots=True)
class Placed:
    """What some files add.

    Parameters
    ----------
    rows
        Observations as an Arrow table in the store's columns without ``revision``; None if there are none.
    stored
        Number of the file in the journal → its rows.
    quarantine, returns, texts
        Rows of the side tables of these names.
    """

    rows: pa.Table | None = None
    stored: dict[int, int] = field(default_factory=dict)
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    returns: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Entries:
    """All entries of some files in one batch, and which table of which file each is from."""

    files: Sequence[Read]
    tables: list[tuple[int, TableReading]]
    batch: Any
    #: Of each entry, its place in ``tables``.
    table: Array

    def entry(self, table: int) -> Received:
        """Return the journal's entry of a table."""
        return self.files[self.tables[table][0]].entry

    def refuse(self, at: int, code: str, facts: Any) -> dict[str, Any]:
        """Return the quarantine's row of an entry."""
        table = int(self.table[at])
        of, reading = self.tables[table]
        printed = self.batch["printed"][at].as_py()
        return quarantined(
            self.files[of].entry, self.files[of].series, reading.sheet, self.cell(at), printed, code, facts
        )

    def cell(self, at: int) -> str:
        """Return the name of an entry's cell."""
        return cell_name(self.batch["row"][at].as_py(), self.batch["column"][at].as_py())


def place_files(files: Sequence[Read], joined: pa.RecordBatch | None, resolver: Resolver) -> Placed:
    """Give the entries of files their regions and carriers.

    Parameters
    ----------
    files
        What was read.
    joined
        All their entries, as :func:`gather` gives them.
    resolver
        Knows the names.
    """
    placed = Placed(stored={read.entry.number: 0 for read in files})
    units: dict[int, list[Place]] = {}
    if joined is not None:
        tables = [(of, table) for of, read in enumerate(files) for table in read.reading.tables]
        units = _rows(_Entries(files, tables, joined, joined["table"].to_numpy()), resolver, placed)
    number = 0
    for read in files:
        for table in read.reading.tables:
            _others(read, table, resolver, placed)
            placed.returns += reported(table, units.get(number, []), read.entry, read.series, resolver)
            number += 1
    return placed


def gather(batches: Sequence[pa.RecordBatch | None], tables: Sequence[int]) -> pa.RecordBatch | None:
    """Join the entries of files into one batch; ``table`` then counts the tables of all of them.

    Parameters
    ----------
    batches
        Each file's entries, None where it has none.
    tables
        How many tables each file has.
    """
    import pyarrow as pa

    given = [
        (batch, start) for batch, start in zip(batches, np.cumsum([0, *tables]), strict=False) if batch is not None
    ]
    if not given:
        return None
    numbers = np.concatenate([batch["table"].to_numpy() + start for batch, start in given])
    joined = pa.Table.from_batches([batch for batch, _ in given]).unify_dictionaries().combine_chunks().to_batches()[0]
    return joined.set_column(0, "table", pa.array(numbers.astype(np.int32)))


def _others(read: Read, table: TableReading, resolver: Resolver, placed: Placed) -> None:
    """Place a table's refused cells and its texts."""
    entry, series = read.entry, read.series
    for refusal in table.refusals:
        cell = cell_name(refusal.row, refusal.column)
        placed.quarantine.append(
            quarantined(entry, series, table.sheet, cell, refusal.printed, refusal.code, refusal.facts)
        )
    for text in table.texts:
        place = resolver.place(text.entity, table.context, series, text.last)
        cell = cell_name(text.row, text.column)
        if place.code:
            placed.quarantine.append(quarantined(entry, series, table.sheet, cell, text.text, place.code, place.facts))
            continue
        placed.stored[entry.number] += 1
        placed.texts.append(
            {
                "region": place.region,
                "carrier": place.carrier,
                "first": text.first,
                "last": text.last,
                "field": text.field,
                "text": text.text,
                "series": series,
                "recorded_at": entry.received_on,
                "sequence": entry.number,
                "demo": table.context.demo,
                "file": entry.file,
                "sheet": table.sheet,
                "cell": cell,
            }
        )


def _rows(entries: _Entries, resolver: Resolver, placed: Placed) -> dict[int, list[Place]]:
    """Fill ``placed.rows`` and the quarantine; return table → places of its rows."""
    batch = entries.batch
    entity, names = _codes(batch["entity"])
    pairs, which = np.unique(entries.table.astype(np.int64) * len(names) + entity, return_inverse=True)
    of_table = pairs // len(names)
    kinds, kind_names = _codes(batch["kind"])
    totals = kinds == kind_names.index(RowKind.TOTAL) if RowKind.TOTAL in kind_names else np.zeros(len(kinds), bool)
    found = []
    for pair, number in zip(pairs.tolist(), of_table.tolist(), strict=True):
        of, table = entries.tables[number]
        month = int(table.context.period.last) if table.context.period else 0
        found.append(resolver.place(names[pair % len(names)], table.context, entries.files[of].series, month))
    found = _common_parents(found, of_table, resolver.words)
    places = list(dict.fromkeys((p.region, p.carrier) for p in found if not p.code))
    code_of = {place: code for code, place in enumerate(places)}
    place = np.array([code_of[p.region, p.carrier] if not p.code else -1 for p in found])[which]
    keep = place >= 0
    for at in np.flatnonzero(~keep).tolist():
        problem = found[which[at]]
        placed.quarantine.append(entries.refuse(at, problem.code, problem.facts))
    keep &= _unique(entries, place, keep, totals, placed)
    if keep.any():
        placed.rows = _table(entries, place, keep, places, resolver.words)
        file = np.array([of for of, _ in entries.tables])[entries.table[keep]]
        for of, count in enumerate(np.bincount(file, minlength=len(entries.files)).tolist()):
            placed.stored[entries.files[of].entry.number] += count
    units: dict[int, list[Place]] = {}
    for pair in np.unique(which[keep]).tolist():
        units.setdefault(int(of_table[pair]), []).append(found[pair])
    return units


def _codes(column: Any) -> tuple[Array, list[Any]]:
    return column.indices.to_numpy(zero_copy_only=False), column.dictionary.to_pylist()


def _common_parents(found: list[Place], tables: Array, words: Vocabulary) -> list[Place]:
    """Give a total of a table without a region the lowest region above all its rows."""
    fixed = list(found)
    for at, place in enumerate(found):
        if place.code == "no_region":
            paths = [
                words.regions.path(other.region)[: None if other.carrier else -1]
                for other, table in zip(found, tables, strict=True)
                if table == tables[at] and not other.code
            ]
            common = [steps[0] for steps in zip(*paths, strict=False) if len(set(steps)) == 1]
            if common:
                fixed[at] = Place(common[-1])
    return fixed


def _unique(entries: _Entries, place: Array, keep: Array, totals: Array, placed: Placed) -> Array:
    """Tell which entries may stay: of equal doubles the first (a total gives way), of differing ones none."""
    batch = entries.batch
    groups = {key: code for code, key in enumerate(dict.fromkeys((of, t.member) for of, t in entries.tables))}
    group = np.array([groups[of, t.member] for of, t in entries.tables], np.int64)[entries.table]
    key = (group * (place.max() + 2) + place) * 4096 + batch["indicator"].indices.to_numpy()
    key = (key * 8 + batch["basis"].indices.to_numpy()) * 4096 + _ordinals(batch["first"])
    key = key * 4096 + _ordinals(batch["last"])
    ok = np.ones(len(key), bool)
    at = np.flatnonzero(keep)
    _, inverse, counts = np.unique(key[at], return_inverse=True, return_counts=True)
    if counts.max(initial=0) <= 1:
        return ok
    values, printed = batch["value"], batch["printed"]
    doubles: dict[int, list[int]] = {}
    for one in np.flatnonzero(counts[inverse] > 1).tolist():
        doubles.setdefault(int(inverse[one]), []).append(int(at[one]))
    for double in doubles.values():
        ordered = sorted(double, key=lambda one: (bool(totals[one]), one))
        said: set[CellValue] = {values[one].as_py() for one in double}
        same = len(said) == 1
        for one in ordered[1:] if same else ordered:
            other = next(o for o in ordered if o != one)
            facts = {"other": entries.cell(other), "found": printed[one].as_py(), "value": printed[other].as_py()}
            code = "duplicate_row" if same else "conflicting_rows"
            if entries.table[one] != entries.table[other]:
                # two tables of one file may show one figure: the sum of the towns is that of their carriers
                facts["other"] = f"{entries.tables[entries.table[other]][1].sheet} {facts['other']}".strip()
                code = "same_elsewhere" if same else code
            placed.quarantine.append(entries.refuse(one, code, facts))
            ok[one] = False
    return ok


def _ordinals(column: Any) -> Array:
    """Return months (year × 100 + month) as numbers below 4096, from January 1949."""
    numbers: Array = column.to_numpy().astype(np.int64)
    months: Array = (numbers // 100 - 1949) * 12 + numbers % 100
    return months


def _table(
    entries: _Entries, place: Array, keep: Array, places: list[tuple[str, str | None]], words: Vocabulary
) -> Any:
    """Return the kept entries in the store's columns; texts that repeat are dictionaries."""
    import pyarrow as pa

    kept = entries.batch.filter(pa.array(keep))
    at, table = place[keep], entries.table[keep]
    length = len(kept)
    file = np.array([of for of, _ in entries.tables], np.int32)[table]
    received = [read.entry for read in entries.files]

    def coded(codes: Array, values: list[Any]) -> Any:
        distinct = {value: code for code, value in enumerate(dict.fromkeys(values))}
        again = np.array([distinct[value] for value in values], np.int32)[codes]
        return pa.DictionaryArray.from_arrays(pa.array(again), pa.array(list(distinct), pa.string()))

    def constant(value: str) -> Any:
        return coded(np.zeros(length, np.int32), [value])

    carriers = {carrier: code for code, carrier in enumerate(dict.fromkeys(c for _, c in places if c))}
    carrier_codes = np.array([carriers[c] if c else -1 for _, c in places], np.int32)[at]
    carrier = pa.DictionaryArray.from_arrays(
        pa.array(carrier_codes, pa.int32(), mask=carrier_codes < 0), pa.array(list(carriers), pa.string())
    )
    indicator_codes, indicators = _codes(kept["indicator"])
    first, last = kept["first"].to_numpy(), kept["last"].to_numpy()
    spans, span = np.unique(first.astype(np.int64) * 1_000_000 + last, return_inverse=True)
    periods = [str(Period(Month.from_int(s // 1_000_000), Month.from_int(s % 1_000_000))) for s in spans.tolist()]
    names = [entry.name.rpartition("/")[2] for entry in received]
    said = list(zip(entries.files, names, received, strict=True))
    columns = {
        "region": coded(at, [region for region, _ in places]),
        "carrier": carrier,
        "indicator": kept["indicator"],
        "first": kept["first"],
        "last": kept["last"],
        "period": coded(span, periods),
        "basis": kept["basis"],
        "series": coded(file, [read.series for read in entries.files]),
        "source_class": constant("return"),
        "value": kept["value"],
        "unit": coded(indicator_codes, [words.indicators.get(id).unit for id in indicators]),
        "printed": kept["printed"],
        "qualifier": kept["qualifier"],
        "status": constant("reported"),
        "sequence": pa.array(np.array([entry.number for entry in received], np.int64)[file]),
        "recorded_at": coded(file, [entry.received_on for entry in received]),
        "demo": pa.array(np.array([t.context.demo for _, t in entries.tables])[table]),
        "file": coded(file, [entry.file for entry in received]),
        "sheet": coded(table, [t.sheet for _, t in entries.tables]),
        "cell": _cells(kept),
        "source": coded(file, [f"{r.series}：{name}（{e.received_on}收）" for r, name, e in said]),
        "source_en": coded(file, [f"{r.series}: {name} (received {e.received_on})" for r, name, e in said]),
        "note": kept["note"],
    }
    return pa.table(columns)


def _cells(batch: Any) -> Any:
    """Return the names of cells from their rows and columns."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = batch["column"].to_numpy()
    letters = pa.array([column_letters(column) for column in range(int(columns.max()) + 1)]).take(pa.array(columns))
    numbers = pc.add(batch["row"], 1).cast(pa.string())
    return pc.binary_join_element_wise(letters, numbers, "")
