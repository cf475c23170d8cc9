"""Tables from frames: a column is declared once, and its cells are written alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from incuanalysis.display.items import Cell, Column, Stamp, Table
from incuanalysis.display.tables.formats import (
    Format,
    absent_cell,
    column_format,
    completion_cell,
    date_cell,
    format_of,
    is_absent,
    points_format,
    rank_cell,
    status_cell,
    unit_label,
)
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.states import Label

if TYPE_CHECKING:
    from incuanalysis.vocabulary.units import UnitBook

__all__ = ["ColumnSpec", "build_table"]

Kind = Literal[
    "text",
    "serial",
    "indicator",
    "amount",
    "unit",
    "count",
    "score",
    "share",
    "completion",
    "points",
    "rank",
    "status",
    "date",
]
_ALIGN: Mapping[str, str] = {
    "text": "left", "serial": "center", "unit": "center", "rank": "center", "status": "left", "date": "center",
    "amount": "decimal",
}  # fmt: skip


@dataclass(frozen=True)
class ColumnSpec:
    """What a column of a table holds, and how it is written.

    Parameters
    ----------
    key
        Column of the frame, and of the table; unique.
    label
        Heading.
    kind
        ``text``; ``serial`` – 1, 2, 3, no column of the frame; ``indicator`` – values of one unit, in one scale for the
        column, the unit in the heading; ``amount`` – each row has its own unit (``unit_key``), in one scale for all
        amounts of the row; ``unit`` – the unit that the row's amounts are written in; ``count`` – whole numbers;
        ``score`` – fixed decimals; ``share`` – per cent; ``completion`` – a share of a target
        (0.8) as per cent; ``points`` – differences in 百分点, with their sign; ``rank``;
        ``status``; ``date`` – days and months.
    unit
        Canonical unit of an ``indicator``; unit of a ``count`` or ``score``, for the heading.
    unit_key
        Column of the frame with the canonical unit, for ``amount`` and ``unit``.
    shared
        Indicator columns with the same word are in one scale.
    factor
        By what values are multiplied first: 100 for fractions as ``share``.
    places
        Decimals of a ``score``, ``share`` or ``points``.
    absent_key
        Column of the frame that says why a value is missing (a key of
        :data:`incuanalysis.display.tables.formats.ABSENT`); other words in it, such as ``done``, say nothing.
    align, group
        As in :class:`incuanalysis.display.items.Column`; by default the kind's alignment.
    labels
        Names of statuses, where they are not those of targets, tasks or milestones.
    """

    key: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    unit_key: str = ""
    shared: str = ""
    factor: float = 1.0
    places: int = 1
    absent_key: str = ""
    align: str = ""
    group: str = ""
    labels: Mapping[str, Label] | None = None


def build_table(
    stamp: Stamp,
    caption: str,
    frame: pd.DataFrame | Iterable[Mapping[Any, Any]],
    columns: Sequence[ColumnSpec],
    *,
    language: str = "zh",
    units: UnitBook | None = None,
    traces: Mapping[tuple[int, str], str] | None = None,
    cell_notes: Mapping[tuple[int, str], tuple[int, ...]] | None = None,
    emphasis: Iterable[int] = (),
    notes: Sequence[str] = (),
    annex: str = "",
    landscape: bool = False,
    sortable: bool = False,
    searchable: bool = False,
    grow: str = "",
) -> Table:
    """Make a table of rows.

    Parameters
    ----------
    stamp, caption
        Of the table.
    frame
        Rows in their order; a frame's index does not matter.
    columns
        The columns in their order.
    language
        ``zh`` or ``en``.
    units
        The vocabulary's units: what English headings call them.
    traces, cell_notes
        (row from 0, key of the column) → id of a trace, numbers of notes.
    grow
        Key of the column that takes up spare width.
    emphasis, notes, annex, landscape, sortable, searchable
        As in :class:`incuanalysis.display.items.Table`.

    Returns
    -------
    Table
        A row of cells for each row; plain text stays plain text.

    Raises
    ------
    BadInputError
        If a key stands twice or is no column of the frame, a unit is not said, or a value is not of its column's kind.

    Examples
    --------
    >>> rows = [{"unit": "甲镇", "area": 11850.0, "share": 0.35, "status": "behind"},
    ...         {"unit": "乙镇", "area": "not_reported", "share": None, "status": "not_reported"}]
    >>> table = build_table(Stamp("330305", "2023-09"), "面积", rows, [
    ...     ColumnSpec("unit", "街道（乡镇）"), ColumnSpec("area", "新增面积", "indicator", unit="平方米"),
    ...     ColumnSpec("share", "完成率", "completion"), ColumnSpec("status", "状态", "status")])
    >>> [[str(cell) for cell in row] for row in table.rows]
    [['甲镇', '1.2', '35.0%', '▲滞后'], ['乙镇', '未报', '—', '○未报']]
    >>> table.columns[1].unit, table.rows[0][2].value
    ('万㎡', 35.0)
    """
    records = frame.to_dict("records") if isinstance(frame, pd.DataFrame) else [dict(row) for row in frame]
    known = set(frame.columns) if isinstance(frame, pd.DataFrame) else {key for row in records for key in row}
    _check(columns, known, any_rows=bool(records))
    kept = [_values(records, spec) for spec in columns]
    by_column = _column_formats(columns, kept)
    by_row = _row_formats(columns, records, kept)
    traces, cell_notes = traces or {}, cell_notes or {}
    rows = []
    for number, record in enumerate(records):
        row: list[str | Cell] = []
        for spec, values in zip(columns, kept, strict=True):
            at = (number, spec.key)
            row.append(
                _cell(
                    spec,
                    values[number],
                    number,
                    by_row[number].get(_unit_of(spec, record))
                    if spec.kind in ("amount", "unit")
                    else by_column.get(spec.key),
                    language,
                    units,
                    traces.get(at, ""),
                    tuple(cell_notes.get(at, ())),
                )
            )
        rows.append(tuple(row))
    made = tuple(
        Column(
            spec.key,
            spec.label,
            spec.align or _ALIGN.get(spec.kind, "right"),
            by_column[spec.key].label(language, units) if spec.key in by_column else "",
            spec.group,
        )
        for spec in columns
    )
    return Table(
        stamp,
        caption,
        made,
        tuple(rows),
        tuple(emphasis),
        tuple(notes),
        annex,
        landscape,
        sortable,
        searchable,
        next((place for place, spec in enumerate(columns) if spec.key == grow), None),
    )


def _check(columns: Sequence[ColumnSpec], known: set[Hashable], *, any_rows: bool) -> None:
    seen: set[str] = set()
    for spec in columns:
        if spec.key in seen:
            raise BadInputError(f"Column {spec.key!r} stands twice.", f"列“{spec.key}”重复。")
        seen.add(spec.key)
        if spec.kind == "indicator" and not spec.unit:
            raise BadInputError(f"Column {spec.key!r} has no unit.", f"列“{spec.key}”没有计量单位。")
        if spec.kind in ("amount", "unit") and not spec.unit_key:
            raise BadInputError(
                f"Column {spec.key!r} does not say in which column its units are (unit_key).",
                f"列“{spec.key}”没有指明计量单位所在的列。",
            )
        wanted = [spec.key] if spec.kind not in ("serial", "unit") else []
        for name in [*wanted, *filter(None, (spec.unit_key, spec.absent_key))]:
            if any_rows and name not in known:
                raise BadInputError(f"The rows have no column {name!r}.", f"数据中没有“{name}”列。")


def _values(records: Sequence[Mapping[Any, Any]], spec: ColumnSpec) -> list[object]:
    """Return a column's values, multiplied, with the reasons of those that are missing."""
    found = []
    for record in records:
        value = record.get(spec.key)
        if is_absent(value):
            why = record.get(spec.absent_key) if spec.absent_key else None
            if not isinstance(value, str) and isinstance(why, str) and is_absent(why):
                value = why
        elif spec.factor != 1 and not isinstance(value, str):
            value = spec.factor * float(value)  # type: ignore[arg-type] # not absent, no text: a number
        found.append(value)
    return found


def _column_formats(columns: Sequence[ColumnSpec], kept: Sequence[list[object]]) -> dict[str, Format]:
    """Return the format of each column of numbers in one unit."""
    together: dict[tuple[str, str], list[object]] = {}
    for spec, values in zip(columns, kept, strict=True):
        if spec.kind == "indicator":
            together.setdefault((spec.shared or spec.key, spec.unit), []).extend(values)
    formats = {}
    for spec in columns:
        match spec.kind:
            case "indicator":
                formats[spec.key] = column_format(together[spec.shared or spec.key, spec.unit], spec.unit)
            case "count":
                formats[spec.key] = format_of(spec.unit)
            case "score":
                formats[spec.key] = format_of(spec.unit, spec.places)
            case "share":
                formats[spec.key] = format_of("%", spec.places)
            case "points":
                formats[spec.key] = points_format(spec.places)
    return formats


def _row_formats(
    columns: Sequence[ColumnSpec], records: Sequence[Mapping[Any, Any]], kept: Sequence[list[object]]
) -> list[dict[str, Format]]:
    """Return for each row: unit → the format of all amounts of the row in it."""
    formats = []
    for number, record in enumerate(records):
        together: dict[str, list[object]] = {}
        for spec, values in zip(columns, kept, strict=True):
            if spec.kind in ("amount", "unit"):
                unit = _unit_of(spec, record)
                together.setdefault(unit, []).extend([values[number]] if spec.kind == "amount" else [])
        formats.append({unit: column_format(values, unit) for unit, values in together.items() if unit})
    return formats


def _unit_of(spec: ColumnSpec, record: Mapping[Any, Any]) -> str:
    unit = record.get(spec.unit_key)
    return unit if isinstance(unit, str) else ""


def _cell(
    spec: ColumnSpec,
    value: object,
    number: int,
    form: Format | None,
    language: str,
    units: UnitBook | None,
    trace: str,
    notes: tuple[int, ...],
) -> str | Cell:
    match spec.kind:
        case "serial":
            return Cell(str(number + 1), float(number + 1), "", "0", trace, notes=notes)
        case "unit":
            text = "" if form is None else unit_label(form.scale.unit, language, units)
            return text or (absent_cell(None, language) if form is None else "")
        case "text":
            text = absent_cell(value, language).text if is_absent(value) and not isinstance(value, str) else str(value)
            return Cell(text, trace=trace, notes=notes) if trace or notes else text
        case "completion":
            return completion_cell(value, language, trace=trace, notes=notes)
        case "rank":
            return rank_cell(value, language, trace=trace, notes=notes)
        case "status":
            return status_cell(value, language, labels=spec.labels, trace=trace, notes=notes)
        case "date":
            return date_cell(value, language, trace=trace, notes=notes)
    if form is None:
        if is_absent(value):
            return absent_cell(value, language, trace=trace, notes=notes)
        raise BadInputError(
            f"Column {spec.key!r}, row {number + 1}: a number without a unit.",
            f"“{spec.label}”第{number + 1}行的数没有计量单位。",
        )
    return form.cell(value, language, trace=trace, notes=notes)
