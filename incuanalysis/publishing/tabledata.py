"""The JSON of a table, read once for the exporters that make real tables and sheets of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from incuanalysis.publishing.bundles import clean_text, listed

__all__ = ["TONES", "Group", "TableCell", "TableColumn", "TableData", "read_table"]

_ALIGNMENTS = frozenset({"left", "right", "center", "decimal"})
#: Colours of tones, dark enough to read on white and in grey; the text of the cell says the same.
TONES = {"good": "1E6B3A", "warn": "8A5A00", "bad": "A3261B", "muted": "707070"}


@dataclass(frozen=True)
class TableCell:
    """One cell: its text, and what stands behind it (docs/architecture.md)."""

    text: str
    value: float | None = None
    unit: str = ""
    format: str = ""
    trace: str = ""
    tone: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class TableColumn:
    """One column: its heading with the unit, how its cells stand, and the heading over it."""

    label: str
    align: str = "left"
    group: str = ""


@dataclass(frozen=True)
class Group:
    """A heading over neighbouring columns: its text, the first column (from 0) and how many there are."""

    text: str
    first: int
    count: int


@dataclass(frozen=True)
class TableData:
    """A table.

    Attributes
    ----------
    number
        As counted by ``show()``; empty for a table without one.
    annex
        Its label as an annex (附件1); empty for any other table.
    grow
        Column that takes the spare width, if one is named.
    """

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    emphasis: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    number: str = ""
    annex: str = ""
    landscape: bool = False
    grow: int | None = None
    groups: tuple[Group, ...] = field(default=())

    @property
    def traced(self) -> bool:
        """Whether a cell names where its number comes from."""
        return any(cell.trace for row in self.rows for cell in row)


def read_table(spec: Mapping[str, Any], item: Mapping[str, Any], *, chinese: bool = True) -> TableData:
    """Read the JSON of a table item.

    Parameters
    ----------
    spec
        ``application/vnd.incu.table+json``.
    item
        What the output's metadata say: number, and the caption where the JSON has none.
    chinese
        Whether units stand in full-width parentheses.

    Examples
    --------
    >>> table = read_table({"columns": [{"label": "面积", "unit": "万平方米"}], "rows": [["1.2"]]}, {"number": 3})
    >>> table.columns[0].label, table.rows[0][0].text, table.number
    ('面积（万平方米）', '1.2', '3')
    """
    given = [column for column in listed(spec.get("columns")) if isinstance(column, Mapping)]
    columns = tuple(_column(column, chinese=chinese) for column in given)
    more = {
        (cell["row"], cell["col"]): cell
        for cell in listed(spec.get("cells"))
        if isinstance(cell, Mapping) and "row" in cell and "col" in cell
    }
    rows = tuple(
        tuple(
            _cell(text, more.get((down, across), {}))
            for across, text in enumerate([*row, *[""] * len(columns)][: len(columns)])
        )
        for down, row in enumerate(listed(spec.get("rows")))
    )
    grow = spec.get("grow")
    number = item.get("number")
    return TableData(
        caption=clean_text(spec.get("caption") or item.get("caption")).strip(),
        columns=columns,
        rows=rows,
        emphasis=frozenset(int(row) for row in listed(spec.get("emphasis"))),
        notes=tuple(clean_text(note).strip() for note in listed(spec.get("notes"))),
        number="" if number is None else str(number),
        annex=clean_text(spec.get("annex")).strip(),
        landscape=bool(spec.get("landscape")),
        grow=grow if isinstance(grow, int) and 0 <= grow < len(columns) else None,
        groups=_groups(columns),
    )


def _column(column: Mapping[str, Any], *, chinese: bool) -> TableColumn:
    label = clean_text(column.get("label", column.get("key"))).strip()
    unit, align = clean_text(column.get("unit")).strip(), str(column.get("align"))
    if unit and unit not in label:
        label = f"{label}（{unit}）" if chinese else f"{label} ({unit})"
    return TableColumn(label, align if align in _ALIGNMENTS else "left", clean_text(column.get("group")).strip())


def _cell(text: object, more: Mapping[str, Any]) -> TableCell:
    value, tone = more.get("value"), str(more.get("tone") or "")
    number = isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0
    return TableCell(
        clean_text(text),
        float(value) if number and value is not None else None,
        clean_text(more.get("unit")),
        clean_text(more.get("format")),
        clean_text(more.get("trace")),
        tone if tone in TONES else "",
        tuple(int(note) for note in listed(more.get("note"))),
    )


def _groups(columns: tuple[TableColumn, ...]) -> tuple[Group, ...]:
    found: list[Group] = []
    for place, column in enumerate(columns):
        if not column.group:
            continue
        last = found[-1] if found else None
        if last is not None and last.text == column.group and last.first + last.count == place:
            found[-1] = Group(last.text, last.first, last.count + 1)
        else:
            found.append(Group(column.group, place, 1))
    return tuple(found)
