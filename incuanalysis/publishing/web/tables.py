"""A table's JSON as what the page's template shows: header rows, sort values, tones, links to notes and traces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

__all__ = ["TABLE", "Cell", "Column", "Group", "Note", "TableView", "traces_of"]

TABLE = "application/vnd.incu.table+json"

_ALIGNMENTS = frozenset({"left", "right", "center", "decimal"})
_FRACTION = re.compile(r"\d(\.\d+)?([^\d.]*)$")
_MARKS = {"good": "●", "warn": "▲", "bad": "■", "muted": ""}
_MARKED = re.compile("[●▲■○◆▼△□]")

_WIDEST_HEAD = 6.0
_WIDEST_WORDS, _WIDEST_WORDS_DENSE = 11.0, 8.5
_ROOM, _ROOM_DENSE = 2.6, 1.9  # for padding and the sorting arrow
_DENSE_FROM = 7


@dataclass(frozen=True)
class Column:
    """One column: its head and how its cells stand."""

    label: str
    unit: str
    align: str
    width: float = 0.0
    """Least width in ems, so that a narrow screen scrolls the table instead of crushing its words."""
    group: str = ""
    grow: bool = False
    """Whether the column takes the width that the others leave."""


@dataclass(frozen=True)
class Group:
    """Neighbouring columns under a common heading; ``label`` is empty for a column that stands for itself."""

    label: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Cell:
    """One cell; ``pad`` is the room after it (in digits) that brings decimal points under each other.

    ``mark`` says the tone without colour where the text has no mark of its own, ``value`` is what a column is sorted by,
    ``trace`` and ``anchor`` are the id that the cell links to and its own, ``notes`` are the numbers of footnotes, and
    ``first`` those of them that the table refers to here for the first time.
    """

    text: str
    align: str
    pad: float = 0.0
    head: bool = False
    tone: str = ""
    mark: str = ""
    value: str = ""
    trace: str = ""
    anchor: str = ""
    notes: tuple[int, ...] = ()
    first: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Note:
    """A footnote; ``referred`` tells whether a cell points to it."""

    text: str
    referred: bool = False


@dataclass(frozen=True)
class TableView:
    """A table of the page."""

    caption: str
    columns: list[Column]
    rows: list[list[Cell]]
    emphasis: frozenset[int]
    notes: list[Note]
    named: bool = False
    """Whether the first column names the rows."""
    dense: bool = False
    """Whether there are so many columns that they must stand closer."""
    annex: str = ""
    landscape: bool = False
    sortable: bool = False
    searchable: bool = False

    @property
    def groups(self) -> list[Group]:
        """The columns by common heading, a column without one for itself; empty if no column has one."""
        if not any(column.group for column in self.columns):
            return []
        out = []
        for label, run in groupby(self.columns, key=lambda column: column.group):
            columns = tuple(run)
            out += [Group(label, columns)] if label else [Group("", (column,)) for column in columns]
        return out

    @property
    def referring(self) -> bool:
        """Whether any cell points to a note."""
        return any(note.referred for note in self.notes)

    @classmethod
    def from_spec(cls, spec: dict[str, Any], link: Callable[[str], tuple[str, str]] | None = None) -> TableView:
        """Read the JSON of a ``table`` item (docs/architecture.md).

        Parameters
        ----------
        spec
            The JSON.
        link
            Gives for a trace's id the id to link to and the cell's own, two empty texts for a trace that is not listed.
        """
        raw_columns, raw = _grid(spec)
        details = _details(spec, raw)
        grow = spec.get("grow")
        columns = [
            Column(
                _text(column.get("label", column.get("key"))),
                _text(column.get("unit")),
                str(column["align"]) if column.get("align") in _ALIGNMENTS else "left",
                group=_text(column.get("group")),
                grow=grow == i and not isinstance(grow, bool),
            )
            for i, column in enumerate(raw_columns)
        ]
        dense = len(columns) >= _DENSE_FROM
        columns = [
            replace(c, width=_least_width(c, [row[i] for row in raw], dense=dense)) for i, c in enumerate(columns)
        ]
        pads = [_pads([row[i] for row in raw]) if c.align == "decimal" else {} for i, c in enumerate(columns)]
        names_rows = bool(columns) and columns[0].align == "left" and len(columns) > 1
        texts = _texts(spec.get("notes"))
        seen: set[int] = set()
        rows = []
        for down, row in enumerate(raw):
            cells = []
            for i, text in enumerate(row):
                cell = Cell(text, columns[i].align, pads[i].get(text, 0.0), head=names_rows and i == 0)
                if said := details.get((down, i)):
                    cell = _detailed(cell, said, len(texts), seen, link)
                cells.append(cell)
            rows.append(cells)
        return cls(
            _text(spec.get("caption")),
            columns,
            rows,
            frozenset(int(number) for number in spec.get("emphasis") or []),
            [Note(text, number in seen) for number, text in enumerate(texts, start=1)],
            names_rows,
            dense,
            annex=_text(spec.get("annex")),
            landscape=bool(spec.get("landscape")),
            sortable=bool(spec.get("sortable")),
            searchable=bool(spec.get("searchable")),
        )


def traces_of(spec: dict[str, Any]) -> Iterator[str]:
    """Yield the trace of each cell that has one, in reading order."""
    _, raw = _grid(spec)
    for _place, cell in sorted(_details(spec, raw).items()):
        if trace := _text(cell.get("trace")):
            yield trace


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(values: object) -> list[str]:
    return [_text(value) for value in values] if isinstance(values, list | tuple) else []


def _grid(spec: dict[str, Any]) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Return the columns, and the rows with as many texts as there are columns."""
    columns = [column for column in spec.get("columns") or [] if isinstance(column, dict)]
    rows = [_texts(row)[: len(columns)] for row in spec.get("rows") or []]
    return columns, [row + [""] * (len(columns) - len(row)) for row in rows]


def _details(spec: dict[str, Any], raw: list[list[str]]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return what the spec says of cells, by row and column; cells that do not exist are passed over."""
    out = {}
    for cell in spec.get("cells") or []:
        row, col = cell.get("row"), cell.get("col")
        if isinstance(row, int) and isinstance(col, int) and 0 <= row < len(raw) and 0 <= col < len(raw[row]):
            out[row, col] = cell
    return out


def _detailed(
    cell: Cell,
    said: dict[str, Any],
    notes: int,
    seen: set[int],
    link: Callable[[str], tuple[str, str]] | None,
) -> Cell:
    tone = said.get("tone") if said.get("tone") in _MARKS else ""
    value = said.get("value")
    trace, anchor = link(_text(said["trace"])) if link and said.get("trace") else ("", "")
    numbers = tuple(n for n in said.get("note") or [] if isinstance(n, int) and 1 <= n <= notes)
    first = frozenset(numbers) - seen
    seen |= first
    return replace(
        cell,
        tone=_text(tone),
        mark="" if not tone or _MARKED.search(cell.text) else _MARKS[tone],
        value="" if value is None or isinstance(value, bool) else f"{value:.12g}",
        trace=trace,
        anchor=anchor,
        notes=numbers,
        first=first,
    )


def _ems(text: str) -> float:
    """How wide a text is, roughly: a Chinese character is as wide as it is high."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.56 for character in text)


def _least_width(column: Column, cells: list[str], *, dense: bool) -> float:
    width = min(_ems(column.label), _WIDEST_HEAD)
    if column.align not in ("right", "decimal"):
        words = max(map(_ems, cells), default=0.0)
        width = max(width, min(words, _WIDEST_WORDS_DENSE if dense else _WIDEST_WORDS))
    return round(width + (_ROOM_DENSE if dense else _ROOM), 1)


def _pads(cells: list[str]) -> dict[str, float]:
    """Room after each number: digits it has fewer than the longest fraction, half a digit for the point."""
    fractions = {text: _FRACTION.search(text) for text in cells}
    widths = {text: len(found[1] or "") for text, found in fractions.items() if found}
    longest = max(widths.values(), default=0)
    if not longest:
        return {}
    room = {0: longest - 0.5}
    # words stand at the right edge, single signs (—) below the units
    return {
        text: room.get(widths.get(text, 0), float(longest - widths.get(text, 0)))
        for text in fractions
        if text in widths or len(text) == 1
    }
