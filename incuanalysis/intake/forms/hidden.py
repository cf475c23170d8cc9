"""The hidden sheet of a form: which cell is what, so that what comes back is read without a mapping.

Everything in it is text, row by row, sealed as :mod:`incuanalysis.intake.forms.sealed` describes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from incuanalysis.intake.cells import CellValue
from incuanalysis.intake.forms.sealed import OWN_SHEET, MarksError, begins, seal, unseal
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["OWN_SHEET", "Entry", "Fixed", "Marks", "is_ours", "read_marks", "write_marks"]

_FIRST = ("incu_form", "1")
_PLAIN = ("form", "version", "sheet", "title", "region", "carrier", "name", "period", "register", "demo")
_KINDS = {"indicator", "field", "text", "name"}
_WIDTH = 11  # columns of an entry's row, the longest


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell to be filled in, or a column of them in a register form.

    Parameters
    ----------
    row, column
        Its place, counted from 0; of a register's column, that of its header.
    kind
        ``indicator``, ``field``, ``text`` or ``name`` (of a register's entity).
    id
        Of the indicator, field or text; empty for a name.
    label
        What stands in the label's column of its row, or in the header.
    unit
        Printed beside it; an id of units.yml.
    basis, period
        Of an indicator.
    previous
        What the form shows of the last period, as text; empty if nothing.
    """

    row: int
    column: int
    kind: str
    id: str
    label: str
    unit: str = ""
    basis: Basis | None = None
    period: Period | None = None
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text that must still stand in the form; ``role`` says whether it heads a column (``label``, ``value`` …)."""

    row: int
    column: int
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What a form says of itself.

    Parameters
    ----------
    form, version
        Its declaration.
    sheet, title
        Name of the sheet that is filled in, and its title.
    region, carrier, name
        Whose return it is: ids (``carrier`` is empty for a region's) and the unit's name.
    period
        Reporting period.
    register
        Of a register form.
    demo
        Demonstration data.
    entries, fixed
        Its cells.
    """

    form: str
    version: str
    sheet: str
    title: str
    region: str
    carrier: str
    name: str
    period: Period
    register: str = ""
    demo: bool = False
    entries: tuple[Entry, ...] = field(default=())
    fixed: tuple[Fixed, ...] = field(default=())


def write_marks(marks: Marks) -> list[list[str]]:
    """Return the rows of the hidden sheet."""
    rows = [list(_FIRST)]
    for name in _PLAIN:
        value = getattr(marks, name)
        rows.append([name, ("1" if value else "0") if name == "demo" else str(value)])
    for f in marks.fixed:
        rows.append(["fixed", str(f.row), str(f.column), f.role, f.text])
    for e in marks.entries:
        months = [str(int(e.period.first)), str(int(e.period.last))] if e.period else ["", ""]
        rows.append(
            ["entry", str(e.row), str(e.column), e.kind, e.id, e.label, e.unit, e.basis or "", *months, e.previous]
        )
    return seal(rows)


def is_ours(rows: Sequence[Sequence[CellValue]]) -> bool:
    """Tell whether a sheet begins like a hidden sheet of ours."""
    return begins(rows, _FIRST)


def read_marks(rows: Sequence[Sequence[CellValue]]) -> Marks:
    """Read the hidden sheet.

    Raises
    ------
    ValueError
        If it is not what :func:`write_marks` wrote (also as BadInputError's kin, an IncuError, for a month or
        period that is none).
    """
    plain: dict[str, str] = {}
    fixed: list[Fixed] = []
    entries: list[Entry] = []
    for short in unseal(rows, _FIRST):
        row = short + [""] * (_WIDTH - len(short))
        if row[0] == "fixed":
            fixed.append(Fixed(int(row[1]), int(row[2]), row[3], row[4]))
        elif row[0] == "entry":
            entries.append(_entry(row))
        else:
            plain[row[0]] = row[1]
    if set(plain) != set(_PLAIN):
        raise MarksError("keys are missing")
    period, demo = Period.parse(plain.pop("period")), plain.pop("demo") == "1"
    return Marks(**plain, period=period, demo=demo, entries=tuple(entries), fixed=tuple(fixed))


def _entry(row: list[str]) -> Entry:
    _, line, column, kind, id, label, unit, basis, first, last, previous = row[:_WIDTH]
    if kind not in _KINDS:
        raise MarksError(f"an entry of the unknown kind {kind!r}")
    period = Period(Month.from_int(int(first)), Month.from_int(int(last))) if first else None
    return Entry(int(line), int(column), kind, id, label, unit, Basis(basis) if basis else None, period, previous)
