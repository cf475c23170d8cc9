"""Tables as they were understood: what each row and each column says of its cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.findings import Finding
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period

__all__ = ["Context", "Head", "Hints", "Role", "RowKind", "Table"]


class Role(StrEnum):
    """What the cells of a row or column are."""

    VALUES = "values"  # numbers of indicators
    FIELD = "field"  # an entry of a register (text, date, number …) or a narrative text
    LABEL = "label"  # names, serial numbers, units, English names, notes: they describe other cells
    UNKNOWN = "unknown"  # a heading that nothing is known of: its cells are quarantined


class RowKind(StrEnum):
    """What a row is among the rows of its table."""

    DATA = "data"
    TOTAL = "total"  # 合计: checked against its parts, stored for their common parent
    PART = "part"  # #, 其中: part of the row above it
    LABEL = "label"  # section lines, repeated headers: no values


@dataclass(frozen=True, slots=True)
class Head:
    """What one row or one column says of all its cells; an empty attribute is left to the other axis or the context.

    Parameters
    ----------
    index
        Row or column number in the sheet, counted from 0.
    text
        The heading or label as printed, its parts joined by ``/``.
    role
        Of a column in a table of rows; a row's is VALUES unless all its cells are labels.
    kind
        Of a row (columns are DATA, or TOTAL for a 合计 column).
    entity
        Name of the region, carrier, firm, site or project as printed.
    indicator
        Indicator id.
    basis, unit, period
        As the heading states them; ``unit`` is an id of units.yml.
    field
        Id of a register's field (registers.yml).
    nearest
        For UNKNOWN: ids that may be meant, best first.
    code
        For UNKNOWN: why (a code of findings.py, such as ``unknown_heading`` or ``ambiguous_heading``).
    """

    index: int
    text: str
    role: Role = Role.VALUES
    kind: RowKind = RowKind.DATA
    entity: str = ""
    indicator: str = ""
    basis: Basis | None = None
    unit: str = ""
    period: Period | None = None
    field: str = ""
    nearest: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a table and holds for all of it.

    Parameters
    ----------
    title
        Lines above the header, as printed.
    period, period_from
        The period that the table is about, and where it says so: ``title``, ``sheet``, ``file``, ``option`` or ``form``.
    basis
        Where the title says it (1—9月 is ``ytd`` for what flows).
    units
        Unit ids of a line such as 单位：万元、家; a column takes the one of its dimension.
    region
        Id of the region that the title or the sender's line names.
    sender
        Text of the 填报单位 line.
    register
        Id of the register whose entities the rows are (``carriers``, ``firms``, ``sites``, ``projects``); empty for regions.
    demo
        The file says that it is demonstration data (演示数据).
    """

    title: tuple[str, ...] = ()
    period: Period | None = None
    period_from: str = ""
    basis: Basis | None = None
    units: tuple[str, ...] = ()
    region: str = ""
    sender: str = ""
    register: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a sheet.

    Value cells are those in a row of ``rows`` (kind not LABEL) and a column of ``columns`` that is not a LABEL; every
    other non-empty cell of ``area`` is a label.

    Parameters
    ----------
    sheet
        The sheet it stands in.
    area
        (first row, first column, last row, last column) with title, header, body and notes, counted from 0, ends included.
    rows, columns
        Heads of the body's rows and columns, in the order of the sheet.
    context
        What holds for the whole table.
    findings
        What layout found worth telling.
    """

    sheet: Sheet
    area: tuple[int, int, int, int]
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    context: Context
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a file before it is read.

    Parameters
    ----------
    file_name
        The name under which it came, without its folder.
    period
        Given by the person who takes the file in; it wins over what the file says.
    region
        Id of the region that the sender answers for.
    sender
        Who sent it.
    """

    file_name: str = ""
    period: Period | None = None
    region: str = ""
    sender: str = ""
