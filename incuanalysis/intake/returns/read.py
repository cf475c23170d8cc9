"""One received file → what was read of it. This part runs in worker processes and knows nothing of other files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.checks.table import check_table
from incuanalysis.intake.clean.headings import Headings, Saved
from incuanalysis.intake.clean.numbers import read_number
from incuanalysis.intake.files import Unreadable, open_file
from incuanalysis.intake.findings import Finding, finding
from incuanalysis.intake.forms.read import read_form
from incuanalysis.intake.heads import Context, Hints, Table
from incuanalysis.intake.layout import find_no_header, read_tables, stray_cells
from incuanalysis.intake.returns.assemble import assemble
from incuanalysis.intake.returns.doubles import set_doubles_aside
from incuanalysis.intake.returns.reading import Entries, Reading, Record, Refusal, Text
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ENTRY_COLUMNS", "FileReading", "TableReading", "read_file"]

#: Columns of :attr:`FileReading.rows`; ``table`` is the number of the table among those of the file.
ENTRY_COLUMNS = (
    "table",
    "kind",
    "entity",
    "indicator",
    "basis",
    "first",
    "last",
    "value",
    "qualifier",
    "printed",
    "row",
    "column",
    "note",
)
_WHOLE = ("first", "last", "row", "column")
_REPEATING = ("kind", "entity", "indicator", "basis", "qualifier", "note")


@dataclass(slots=True)
class TableReading:
    """A table without its cells: what the parent needs to place its entries."""

    sheet: str
    member: str
    context: Context
    refusals: list[Refusal]
    records: list[Record]
    texts: list[Text]


@dataclass(slots=True)
class FileReading:
    """What one file gave.

    Parameters
    ----------
    format
        ``xlsx``, ``csv`` …; empty if it could not be opened.
    cells, labels
        Filled cells, and those of them that describe others.
    tables
        In the order of the file.
    rows
        All entries of all tables as an Arrow record batch with :data:`ENTRY_COLUMNS`; None without entries.
    findings
        About the file, its sheets and cells.
    """

    format: str = ""
    cells: int = 0
    labels: int = 0
    tables: list[TableReading] = field(default_factory=list)
    rows: pa.RecordBatch | None = None
    findings: list[Finding] = field(default_factory=list)


def read_file(data: bytes, hints: Hints, words: Vocabulary, saved: Mapping[str, Saved] | None = None) -> FileReading:
    """Read a received file.

    Parameters
    ----------
    data
        Its content.
    hints
        What is known of it.
    words
        The vocabulary.
    saved
        Headings decided for the sender, by their normalised text.

    Returns
    -------
    FileReading
        Also of a file that cannot be opened: then with the finding that says why, and no cells.
    """
    reading = FileReading()
    try:
        opened = open_file(data, hints.file_name)
    except Unreadable as error:
        reading.findings.append(error.finding)
        return reading
    reading.format = opened.format
    reading.findings += opened.findings
    headings = Headings(words, saved or {}) if saved else _headings(words)
    entries: list[tuple[int, Entries]] = []
    for member, sheets in _by_member(opened.sheets).items():
        own = replace(hints, file_name=member.rpartition("/")[2]) if member else hints
        tables = read_form(sheets, words)
        for sheet in sheets:
            outside = filled = sheet.filled()
            reading.cells += filled
            reading.labels += filled
            found = tuple(t for t in tables if t.sheet is sheet) if tables else ()
            if not found and not (tables and sheet.hidden):
                found = read_tables(sheet, headings, own, words=words)
            for table in found:
                kept, inside = _read_table(table, own, words, reading)
                outside -= inside
                reading.labels -= len(kept) + len(reading.tables[-1].refusals) + _stored_fields(reading.tables[-1])
                entries.append((len(reading.tables) - 1, kept))
            if outside and not sheet.hidden:
                _stray(sheet, found, reading)
    reading.rows = _batch(entries)
    if opened.sheets and not reading.tables and not any(f.severity == "error" for f in reading.findings):
        reading.findings.append(finding("no_table"))
    return reading


_kept: dict[int, tuple[Vocabulary, Headings]] = {}


def _headings(words: Vocabulary) -> Headings:
    """Return the headings of a vocabulary without a sender's mapping, kept with all that they have looked up."""
    if id(words) not in _kept:
        _kept[id(words)] = (words, Headings(words, {}))
    return _kept[id(words)][1]


def _by_member(sheets: tuple[Sheet, ...]) -> dict[str, list[Sheet]]:
    groups: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        groups.setdefault(sheet.member, []).append(sheet)
    return groups


def _read_table(table: Table, hints: Hints, words: Vocabulary, into: FileReading) -> tuple[Entries, int]:
    """Assemble and check a table; return its entries, which alone are not in the file's reading, and its filled cells."""
    read: Reading = assemble(table, words)
    set_doubles_aside(read)
    verdict = check_table(read, words)
    sheet = table.sheet.label
    entries = read.entries
    for place, (code, facts) in sorted(verdict.refused.items()):
        read.refusals.append(
            Refusal(entries.row[place], entries.column[place], entries.printed[place], code, dict(facts))
        )
    if verdict.refused:
        entries.drop(verdict.refused)
    context = table.context if table.context.region else replace(table.context, region=hints.region)
    into.tables.append(TableReading(sheet, table.sheet.member, context, read.refusals, read.records, read.texts))
    into.findings += [f if f.sheet else replace(f, sheet=sheet) for f in (*read.findings, *verdict.findings)]
    return entries, read.cells


def _stored_fields(table: TableReading) -> int:
    return sum(len(record.values) for record in table.records) + len(table.texts)


def _stray(sheet: Sheet, tables: tuple[Table, ...], into: FileReading) -> None:
    """Numbers outside all tables are refused, so that none is lost unseen; texts there are labels."""
    into.findings += find_no_header(sheet, tables)
    refusals = []
    for row, column in stray_cells(sheet, tables):
        value = sheet.rows[row][column]
        number = read_number(value) if not isinstance(value, bool) else None
        if number is not None and number.value is not None:
            refusals.append(Refusal(row, column, str(value).strip(), "stray_number", {"found": str(value).strip()}))
    if refusals:
        into.labels -= len(refusals)
        into.tables.append(TableReading(sheet.label, sheet.member, Context(), refusals, [], []))


def _batch(tables: list[tuple[int, Entries]]) -> Any:
    """Return all entries as one record batch; texts that repeat are dictionary-encoded."""
    import pyarrow as pa

    tables = [(number, entries) for number, entries in tables if len(entries)]
    if not tables:
        return None
    numbers = np.repeat([number for number, _ in tables], [len(entries) for _, entries in tables])
    arrays = [pa.array(numbers.astype(np.int32))]
    for name in ENTRY_COLUMNS[1:]:
        parts = [getattr(entries, name) for _, entries in tables]
        if name in _WHOLE:
            arrays.append(pa.array(np.concatenate(parts)))
            continue
        values = parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))
        if name in _REPEATING:
            arrays.append(_coded(values))
        else:
            arrays.append(pa.array(values, pa.float64() if name == "value" else pa.string()))
    return pa.RecordBatch.from_arrays(arrays, names=list(ENTRY_COLUMNS))


def _coded(values: list[Any]) -> Any:
    """Return texts as a dictionary array; most columns say the same of all cells, which is quicker seen than encoded."""
    import pyarrow as pa

    only = values[0]
    if values.count(only) == len(values):
        codes = pa.array(np.zeros(len(values), np.int32), mask=np.full(len(values), only is None))
        return pa.DictionaryArray.from_arrays(codes, pa.array([] if only is None else [only], pa.string()))
    code = {value: number for number, value in enumerate(dict.fromkeys(values))}
    if None in code:
        return pa.array(values, pa.string()).dictionary_encode()
    codes = np.fromiter(map(code.__getitem__, values), np.int32, len(values))
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(list(code), pa.string()))
