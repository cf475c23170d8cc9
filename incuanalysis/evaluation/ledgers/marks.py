"""The hidden sheet of a ledger's workbook: which row is what, and what it said when it was sent out.

Everything in it is text, sealed as in the forms (:mod:`incuanalysis.intake.forms.sealed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from incuanalysis.intake.cells import CellValue
from incuanalysis.intake.forms.sealed import OWN_SHEET, MarksError, begins, seal, unseal
from incuanalysis.intake.forms.style import clean

__all__ = ["OWN_SHEET", "LedgerMarks", "MarksError", "Row", "is_ours", "read_marks", "tidy", "write_marks"]

_FIRST = ("incu_ledger", "1")
_PLAIN = ("kind", "plan", "month", "sheet", "title", "demo")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ledger: its key, the texts of its locked cells, and what stood in the cells to be filled in."""

    key: tuple[str, ...]
    shown: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerMarks:
    """What a workbook says of itself: kind of records, plan, month (``2023-09``), sheet, title, rows in their order."""

    kind: str
    plan: str
    month: str
    sheet: str
    title: str
    demo: bool = False
    rows: tuple[Row, ...] = field(default=())


def tidy(text: str) -> str:
    """Return a text as a workbook keeps it, without blanks at its ends."""
    return clean(text).strip()


def write_marks(marks: LedgerMarks) -> list[list[str]]:
    """Return the rows of the hidden sheet."""
    rows = [list(_FIRST)]
    for name in _PLAIN:
        value = getattr(marks, name)
        rows.append([name, ("1" if value else "0") if name == "demo" else tidy(str(value))])
    for row in marks.rows:
        parts = (row.key, row.shown, row.before)
        rows.append(["row", *(str(len(part)) for part in parts), *(tidy(text) for part in parts for text in part)])
    return seal(rows)


def is_ours(rows: Sequence[Sequence[CellValue]]) -> bool:
    """Tell whether a sheet begins like the hidden sheet of a ledger."""
    return begins(rows, _FIRST)


def read_marks(rows: Sequence[Sequence[CellValue]]) -> LedgerMarks:
    """Read the hidden sheet.

    Raises
    ------
    MarksError
        If it is not what :func:`write_marks` wrote.
    """
    plain: dict[str, str] = {}
    found: list[Row] = []
    for row in unseal(rows, _FIRST):
        if row[0] != "row":
            plain[row[0]] = row[1] if len(row) > 1 else ""
            continue
        try:
            keys, shown, before = (int(size) for size in row[1:4])
        except ValueError as error:
            raise MarksError("a row without its sizes") from error
        cells = row[4:] + [""] * (keys + shown + before - len(row) + 4)
        ends = (keys, keys + shown, keys + shown + before)
        found.append(Row(tuple(cells[: ends[0]]), tuple(cells[ends[0] : ends[1]]), tuple(cells[ends[1] : ends[2]])))
    if set(plain) != set(_PLAIN):
        raise MarksError("keys are missing")
    demo = plain.pop("demo") == "1"
    return LedgerMarks(**plain, demo=demo, rows=tuple(found))
