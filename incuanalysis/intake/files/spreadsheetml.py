"""Spreadsheets as one XML file (Excel 2003), which many systems export under the name .xls."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from incuanalysis.intake.cells import CellError, CellValue, Sheet
from incuanalysis.intake.files.limits import Budget, bounding
from incuanalysis.intake.files.opened import Opened, damaged
from incuanalysis.intake.files.values import clip_merged, plain_row
from incuanalysis.intake.findings import finding

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["is_spreadsheetml", "open_spreadsheetml"]

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384


def is_spreadsheetml(text: str) -> bool:
    """Return whether a text is a spreadsheet of this kind."""
    beginning = text[:8192].lstrip()
    return beginning.startswith("<") and _SPACE in beginning and "Workbook" in beginning


def open_spreadsheetml(text: str, budget: Budget) -> Opened:
    """Read its sheets; entities are not resolved.

    Raises
    ------
    Unreadable
        If it is damaged or has too many cells.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, encoding="utf-8"
    )
    try:
        # The text is decoded already: what it declares of its encoding no longer holds.
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged("xml") from error
    sheets = [_sheet(element, budget) for element in root.iter(f"{{{_SPACE}}}Worksheet")]
    if not sheets:
        raise damaged("xml")
    findings = () if any(sheet.filled() for sheet in sheets) else (finding("file_empty_workbook"),)
    return Opened(tuple(sheets), findings, "xml")


def _sheet(element: _Element, budget: Budget) -> Sheet:
    cells: dict[tuple[int, int], CellValue] = {}
    merged: list[tuple[int, int, int, int]] = []
    row = -1
    for line in element.iterfind(f"{{{_SPACE}}}Table/{{{_SPACE}}}Row"):
        row = _number(line, "Index", row + 2, _MAX_ROW) - 1
        column = -1
        for cell in line.iterfind(f"{{{_SPACE}}}Cell"):
            column = _number(cell, "Index", column + 2, _MAX_COLUMN) - 1
            value = _value(cell)
            if value is not None:
                cells[row, column] = value
            across, down = _number(cell, "MergeAcross", 0, _MAX_COLUMN), _number(cell, "MergeDown", 0, _MAX_ROW)
            if across or down:
                merged.append((row, column, row + down, column + across))
            column += across
    height, width = bounding(cells)
    budget.take_grid(height * width)
    rows: list[list[CellValue]] = [[None] * width for _ in range(height)]
    for (at, where), value in cells.items():
        rows[at][where] = value
    hidden = any((entry.text or "").startswith("SheetHidden") for entry in element.iter("{*}Visible"))
    name = element.get(f"{{{_SPACE}}}Name") or ""
    return Sheet(name, [plain_row(line) for line in rows], clip_merged(merged, height, width), hidden)


def _number(element: _Element, name: str, otherwise: int, limit: int) -> int:
    said = (element.get(f"{{{_SPACE}}}{name}") or "").strip()
    return min(int(said[:8]), limit) if said.isascii() and said.isdigit() and int(said[:8]) else min(otherwise, limit)


def _value(cell: _Element) -> CellValue:
    data = cell.find(f"{{{_SPACE}}}Data")
    formula = cell.get(f"{{{_SPACE}}}Formula")
    if data is None:
        return CellError(formula if formula.startswith("=") else f"={formula}") if formula else None
    text = "".join(str(piece) for piece in data.itertext())
    kind = data.get(f"{{{_SPACE}}}Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
            return moment.date() if moment.time() == dt.time() else moment
    except ValueError:
        return text or None
    if kind == "Boolean":
        return text.strip() == "1"
    return CellError(text) if kind == "Error" and text else text or None
