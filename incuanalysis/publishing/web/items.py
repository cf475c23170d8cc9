"""The project's own display items, from their MIME bundles to what the page's template needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["HEADLINE", "TABLE", "TITLE", "Card", "Cell", "Column", "TableView", "TitleView"]

TITLE = "application/vnd.incu.title+json"
TABLE = "application/vnd.incu.table+json"
HEADLINE = "application/vnd.incu.headline+json"

_ALIGNMENTS = frozenset({"left", "right", "center", "decimal"})
_FRACTION = re.compile(r"\d(\.\d+)?([^\d.]*)$")

_SIGN = re.compile(r"(?<![\w.])([+\-−–](?=\s?\d)|[↑↓▲▼])")
_PRINTED = re.compile(r"((?:[A-Z]{3} )?[+−-]?\d[\d.,]*%?)\s*(\D*)$")

_WIDEST_HEAD = 6.0
_WIDEST_WORDS, _WIDEST_WORDS_DENSE = 11.0, 8.5
_ROOM, _ROOM_DENSE = 2.6, 1.9  # for padding and the sorting arrow
_DENSE_FROM = 7


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(values: object) -> list[str]:
    return [_text(value) for value in values] if isinstance(values, list | tuple) else []


@dataclass(frozen=True)
class Column:
    """One column: its head and how its cells stand."""

    label: str
    unit: str
    align: str
    width: float = 0.0
    """Least width in ems, so that a narrow screen scrolls the table instead of crushing its words."""


@dataclass(frozen=True)
class Cell:
    """One cell; ``pad`` is the room after it (in digits) that brings decimal points under each other."""

    text: str
    align: str
    pad: float = 0.0
    head: bool = False


@dataclass(frozen=True)
class TableView:
    """A table of the page."""

    caption: str
    columns: list[Column]
    rows: list[list[Cell]]
    emphasis: frozenset[int]
    notes: list[str]
    named: bool = False
    """Whether the first column names the rows."""
    dense: bool = False
    """Whether there are so many columns that they must stand closer."""

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> TableView:
        """Read the JSON of a ``table`` item (docs/architecture.md)."""
        columns = [
            Column(
                _text(column.get("label", column.get("key"))),
                _text(column.get("unit")),
                column.get("align") if column.get("align") in _ALIGNMENTS else "left",
            )
            for column in spec.get("columns", [])
        ]
        raw = [_texts(row)[: len(columns)] for row in spec.get("rows", [])]
        raw = [row + [""] * (len(columns) - len(row)) for row in raw]
        dense = len(columns) >= _DENSE_FROM
        columns = [
            replace(c, width=_least_width(c, [row[i] for row in raw], dense=dense)) for i, c in enumerate(columns)
        ]
        pads = [_pads([row[i] for row in raw]) if c.align == "decimal" else None for i, c in enumerate(columns)]
        names_rows = bool(columns) and columns[0].align == "left" and len(columns) > 1
        rows = [
            [
                Cell(text, columns[i].align, (pads[i] or {}).get(text, 0.0), head=names_rows and i == 0)
                for i, text in enumerate(row)
            ]
            for row in raw
        ]
        return cls(
            _text(spec.get("caption")),
            columns,
            rows,
            frozenset(int(number) for number in spec.get("emphasis") or []),
            _texts(spec.get("notes")),
            names_rows,
            dense,
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
    return {text: room.get(widths.get(text, 0), float(longest - widths.get(text, 0))) for text in fractions}


@dataclass(frozen=True)
class Card:
    """One headline number; the text as printed carries its unit, which is set smaller."""

    label: str
    value: str
    unit: str
    change: str
    note: str
    trend: str

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> Card:
        """Read one entry of a ``headline`` item."""
        printed, change = _text(spec.get("text")), _text(spec.get("change"))
        split = _PRINTED.match(printed)
        if split:
            value, unit = split[1], split[2]
        elif printed:
            value, unit = printed, ""
        else:
            value, unit = _text(spec.get("value")) or "—", _text(spec.get("unit"))
        sign = _SIGN.search(change)
        trend = "" if not sign else "up" if sign[1] in "+↑▲" else "down"
        return cls(_text(spec.get("label")), value, unit, change, _text(spec.get("note")), trend)


@dataclass(frozen=True)
class TitleView:
    """The block on top of the page."""

    title: str
    subtitle: str = ""
    issuer: str = ""
    findings: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> TitleView:
        """Read a ``title`` item."""
        badges = [b.get("text", b.get("label", "")) if isinstance(b, dict) else b for b in spec.get("badges") or []]
        return cls(
            _text(spec.get("title")),
            _text(spec.get("subtitle")),
            _text(spec.get("issuer")),
            tuple(_texts(spec.get("findings"))),
            tuple(_texts(badges)),
        )
