"""A table's value cells, read: what is kept, what is refused and why."""

from __future__ import annotations

from array import array
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from incuanalysis.intake.findings import Finding
from incuanalysis.intake.heads import RowKind, Table

__all__ = ["Entries", "Reading", "Record", "Refusal", "Text"]


def _whole_numbers() -> array[int]:
    return array("i")


@dataclass(slots=True)
class Entries:
    """Value cells of indicators as columns of equal length, one entry a cell, row by row.

    ``value`` is in the indicator's canonical unit, None where the sender wrote a sign for nothing.
    ``row`` and ``column`` are the cell's place in the sheet, counted from 0. ``entity`` is the name as printed (empty:
    the context's region); it is resolved later. ``first`` and ``last`` are year × 100 + month.
    """

    row: array[int] = field(default_factory=_whole_numbers)
    column: array[int] = field(default_factory=_whole_numbers)
    kind: list[RowKind] = field(default_factory=list)
    entity: list[str] = field(default_factory=list)
    indicator: list[str] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)
    first: array[int] = field(default_factory=_whole_numbers)
    last: array[int] = field(default_factory=_whole_numbers)
    value: list[float | None] = field(default_factory=list)
    qualifier: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    note: list[str | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.row)

    def drop(self, places: Container[int]) -> None:
        """Remove entries by their places."""
        kept = [place not in places for place in range(len(self))]
        for name in self.__slots__:
            column = getattr(self, name)
            left = list(compress(column, kept))
            setattr(self, name, array("i", left) if isinstance(column, array) else left)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value cell that could not be used.

    Parameters
    ----------
    row, column
        Its place in the sheet, counted from 0.
    printed
        Its text.
    code, facts
        Why, as in a :class:`~incuanalysis.intake.findings.Finding`.
    """

    row: int
    column: int
    printed: str
    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What a table says of one entity of a register: field id → value, and field id → (row, column) of its cell.

    ``name`` is the entity as printed; ``row`` is where it stands.
    """

    register: str
    row: int
    name: str
    values: dict[str, Any]
    cells: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Text:
    """What a unit wrote beside its numbers (field: an id of the texts in registers.yml)."""

    row: int
    column: int
    entity: str
    field: str
    text: str
    first: int
    last: int


@dataclass(slots=True)
class Reading:
    """What became of a table's cells: entries, fields of records and texts are stored, refusals quarantined, the rest labels.

    ``cells`` counts the filled cells of the table's area; ``names`` has the (entity, row) of all entries there were.
    """

    table: Table
    entries: Entries
    refusals: list[Refusal] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    labels: int = 0
    cells: int = 0
    names: set[tuple[str, int]] = field(default_factory=set)
