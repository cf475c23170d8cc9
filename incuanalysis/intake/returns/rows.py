"""A file's entries → rows of the store, with doubles told apart; all by column, as there may be millions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from incuanalysis.intake.cells import CellValue, cell_name
from incuanalysis.intake.heads import RowKind
from incuanalysis.intake.returns.journal import Received
from incuanalysis.intake.returns.read import FileReading, TableReading
from incuanalysis.intake.returns.resolve import Place, Resolver, quarantined
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Placed", "place_entries"]

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(slots=True)
class Placed:
    """What a file adds.

    Parameters
    ----------
    rows
        Observations as an Arrow table in the store's columns without ``revision``; None if there are none.
    quarantine, returns, texts
        Rows of the side tables of these names.
    """

    rows: pa.Table | None = None
    quarantine: list[dict[str, Any]] = field(default_factory=list)
    returns: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)


def place_entries(reading: FileReading, entry: Received, series: str, resolver: Resolver) -> Placed:
    """Give the entries of a file their regions and carriers.

    Parameters
    ----------
    reading
        What was read; its ``rows`` are the entries.
    entry
        The file's entry in the journal.
    series
        Who reports.
    resolver
        Knows the names.
    """
    placed = Placed()
    places: list[tuple[int, Place]] = []
    if reading.rows is not None and len(reading.rows):
        places = _rows(reading, entry, series, resolver, placed)
    for number, table in enumerate(reading.tables):
        for refusal in table.refusals:
            placed.quarantine.append(
                quarantined(
                    entry,
                    series,
                    table.sheet,
                    cell_name(refusal.row, refusal.column),
                    refusal.printed,
                    refusal.code,
                    refusal.facts,
                )
            )
        for text in table.texts:
            place = resolver.place(text.entity, table.context, series, text.last)
            cell = cell_name(text.row, text.column)
            if place.code:
                placed.quarantine.append(
                    quarantined(entry, series, table.sheet, cell, text.text, place.code, place.facts)
                )
                continue
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
        placed.returns += _returns(number, table, places, entry, series)
    return placed


def _rows(
    reading: FileReading, entry: Received, series: str, resolver: Resolver, placed: Placed
) -> list[tuple[int, Place]]:
    """Fill ``placed.rows`` and the quarantine; return (table, place) of all rows that were placed."""
    batch = reading.rows
    assert batch is not None  # noqa: S101 - asked by the caller
    table = batch["table"].to_numpy()
    entity, names = _codes(batch["entity"])
    pairs, which = np.unique(table.astype(np.int64) * len(names) + entity, return_inverse=True)
    kinds, kind_names = _codes(batch["kind"])
    totals = kinds == kind_names.index(RowKind.TOTAL) if RowKind.TOTAL in kind_names else np.zeros(len(kinds), bool)
    found = [
        resolver.place(
            names[pair % len(names)],
            reading.tables[pair // len(names)].context,
            series,
            _month(reading, pair // len(names)),
        )
        for pair in pairs.tolist()
    ]
    found = _common_parents(found, pairs // len(names), resolver.words)
    places = list(dict.fromkeys((p.region, p.carrier) for p in found if not p.code))
    code_of = {place: code for code, place in enumerate(places)}
    place = np.array([code_of.get((p.region, p.carrier), -1) if not p.code else -1 for p in found])[which]
    keep = place >= 0
    cells = batch["cell"]
    for at in np.flatnonzero(~keep).tolist():
        problem = found[which[at]]
        sheet = reading.tables[table[at]].sheet
        printed = batch["printed"][at].as_py()
        placed.quarantine.append(
            quarantined(entry, series, sheet, cells[at].as_py(), printed, problem.code, problem.facts)
        )
    keep &= _unique(batch, place, keep, totals, reading, entry, series, placed)
    placed.rows = _table(batch, place, keep, places, reading, entry, series, resolver.words)
    seen = dict.fromkeys(zip(table[keep].tolist(), which[keep].tolist(), strict=True))
    return [(number, found[pair]) for number, pair in seen]


def _codes(column: Any) -> tuple[Array, list[Any]]:
    return column.indices.to_numpy(zero_copy_only=False), column.dictionary.to_pylist()


def _month(reading: FileReading, table: int) -> int:
    period = reading.tables[table].context.period
    return int(period.last) if period else 0


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


def _unique(
    batch: Any,
    place: Array,
    keep: Array,
    totals: Array,
    reading: FileReading,
    entry: Received,
    series: str,
    placed: Placed,
) -> Array:
    """Tell which entries may stay: of equal doubles the first (a total gives way), of differing ones none."""
    members = {m: i for i, m in enumerate(dict.fromkeys(t.member for t in reading.tables))}
    member = np.array([members[t.member] for t in reading.tables])[batch["table"].to_numpy()]
    indicator, basis = batch["indicator"].indices.to_numpy(), batch["basis"].indices.to_numpy()
    key = (member.astype(np.int64) * (place.max() + 2) + place) * 4096 + indicator
    key = (key * 8 + basis) * 4096 + _ordinals(batch["first"])
    key = key * 4096 + _ordinals(batch["last"])
    ok = np.ones(len(key), bool)
    at = np.flatnonzero(keep)
    _, inverse, counts = np.unique(key[at], return_inverse=True, return_counts=True)
    if counts.max(initial=0) <= 1:
        return ok
    values, cells, printed = batch["value"], batch["cell"], batch["printed"]
    groups: dict[int, list[int]] = {}
    for one in np.flatnonzero(counts[inverse] > 1).tolist():
        groups.setdefault(int(inverse[one]), []).append(int(at[one]))
    for group in groups.values():
        ordered = sorted(group, key=lambda one: (bool(totals[one]), one))
        said: set[CellValue] = {values[one].as_py() for one in group}
        same = len(said) == 1
        for one in ordered[1:] if same else ordered:
            other = next(o for o in ordered if o != one)
            facts = {"other": cells[other].as_py(), "found": printed[one].as_py(), "value": printed[other].as_py()}
            code = "duplicate_row" if same else "conflicting_rows"
            sheet = reading.tables[batch["table"][one].as_py()].sheet
            if batch["table"][one] != batch["table"][other]:
                # two tables of one file may show one figure: the sum of the towns is that of their carriers
                facts["other"] = f"{reading.tables[batch['table'][other].as_py()].sheet} {facts['other']}".strip()
                code = "same_elsewhere" if same else code
            placed.quarantine.append(
                quarantined(entry, series, sheet, cells[one].as_py(), printed[one].as_py(), code, facts)
            )
            ok[one] = False
    return ok


def _ordinals(column: Any) -> Array:
    """Return months (year × 100 + month) as numbers below 4096, from January 1949."""
    numbers: Array = column.to_numpy().astype(np.int64)
    months: Array = (numbers // 100 - 1949) * 12 + numbers % 100
    return months


def _table(
    batch: Any,
    place: Array,
    keep: Array,
    places: list[tuple[str, str | None]],
    reading: FileReading,
    entry: Received,
    series: str,
    words: Vocabulary,
) -> Any:
    import pyarrow as pa

    if not keep.any():
        return None
    mask = pa.array(keep)
    kept = batch.filter(mask)
    at = place[keep]
    length = len(kept)

    def coded(codes: Array, values: list[Any]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(values, pa.string()))

    def constant(value: str | None) -> Any:
        return coded(np.zeros(length, np.int32), [value]) if value is not None else pa.nulls(length, pa.string())

    carriers = list(dict.fromkeys(carrier for _, carrier in places if carrier))
    carrier_codes = np.array([carriers.index(c) if c else -1 for _, c in places])[at]
    carrier = pa.DictionaryArray.from_arrays(
        pa.array(carrier_codes, pa.int32(), mask=carrier_codes < 0), pa.array(carriers, pa.string())
    )
    indicator_codes, indicators = _codes(kept["indicator"])
    first, last = kept["first"].to_numpy(), kept["last"].to_numpy()
    spans, span = np.unique(first.astype(np.int64) * 1_000_000 + last, return_inverse=True)
    tables = kept["table"].to_numpy()
    name = entry.name.rpartition("/")[2]
    columns = {
        "region": coded(at, [region for region, _ in places]),
        "carrier": carrier,
        "indicator": kept["indicator"],
        "first": kept["first"],
        "last": kept["last"],
        "period": coded(
            span, [str(Period(Month.from_int(s // 1_000_000), Month.from_int(s % 1_000_000))) for s in spans.tolist()]
        ),
        "basis": kept["basis"],
        "series": constant(series),
        "source_class": constant("return"),
        "value": kept["value"],
        "unit": coded(indicator_codes, [words.indicators.get(id).unit for id in indicators]),
        "printed": kept["printed"],
        "qualifier": kept["qualifier"],
        "status": constant("reported"),
        "sequence": pa.array(np.full(length, entry.number), pa.int64()),
        "recorded_at": constant(entry.received_on),
        "demo": pa.array(np.array([t.context.demo for t in reading.tables])[tables]),
        "file": constant(entry.file),
        "sheet": coded(tables, [t.sheet for t in reading.tables]),
        "cell": kept["cell"],
        "source": constant(f"{series}：{name}（{entry.received_on}收）"),
        "source_en": constant(f"{series}: {name} (received {entry.received_on})"),
        "note": kept["note"],
    }
    return pa.table(columns)


def _returns(
    number: int, table: TableReading, places: list[tuple[int, Place]], entry: Received, series: str
) -> list[dict[str, Any]]:
    """Return who is thereby known to have reported for which period."""
    context = table.context
    if context.period is None:
        return []
    units = [place for of, place in places if of == number]
    if not units and (table.texts or table.records) and context.region:
        units = [Place(context.region)]
    return [
        {
            "region": region,
            "carrier": carrier,
            "register": context.register if table.records else "",
            "frequency": context.period.frequency,
            "first": int(context.period.first),
            "last": int(context.period.last),
            "received_at": entry.received_on,
            "series": series,
            "sequence": entry.number,
            "file": entry.file,
            "sheet": table.sheet,
            "demo": context.demo,
        }
        for region, carrier in dict.fromkeys((unit.region, unit.carrier) for unit in units)
    ]
