"""Workbooks of the XML kind (.xlsx, .xlsm) → sheets."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.cells import CellValue, Sheet
from incuanalysis.intake.files.limits import MAX_GRID, Budget, oversize
from incuanalysis.intake.files.opened import Opened, Unreadable, damaged
from incuanalysis.intake.files.packed import Pack, pack_parts
from incuanalysis.intake.files.sheetxml import SMALL_ROWS, Vetted, vet
from incuanalysis.intake.files.values import clip_merged, plain_row
from incuanalysis.intake.findings import Finding, finding

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["open_workbook"]

# Parts that say nothing of cells; they may be large (pictures) and are not unpacked.
_UNREAD = re.compile(
    r"(?:^|/)(?:docProps|theme|drawings|media|charts|chartsheets|externalLinks|customXml|pivot\w*|embeddings|printerSettings"
    r"|ctrlProps|activeX|diagrams|queryTables|slicer\w*|threadedComments|persons|tables|timeline\w*|richData|webextensions)/"
    r"|(?:^|/)(?:calcChain|comments\d*|connections|metadata|volatileDependencies)\.xml$"
)
_MAX_SHARED_TEXT = 300 << 20
_SHARED = re.compile(rb"\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})")
_MANY = 5


def open_workbook(pack: Pack) -> Opened:
    """Read all sheets of a workbook; nothing is computed, followed or run.

    Raises
    ------
    Unreadable
        If it is damaged, locked or too large.
    """
    names = pack.names
    macros = any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names)
    format = "xlsm" if macros else "xlsx"
    findings: list[Finding] = []
    if macros:
        findings.append(finding("file_macros"))
    if any(name.startswith("xl/externalLinks/") and name.endswith(".xml") for name in names):
        findings.append(finding("file_external_links"))
    parts: dict[str, bytes] = {}
    as_received = pack.is_plain
    vetted: dict[str, Vetted] = {}
    for name, info in names.items():
        if _UNREAD.search(name) or not name.endswith((".xml", ".rels")):
            continue
        part = pack.read(info)
        if b"sheetData" in part and not name.endswith(("workbook.xml", "sharedStrings.xml", "styles.xml")):
            try:
                vetted[name] = found = vet(part, MAX_GRID - pack.budget.grid)
            except Unreadable as error:
                if error.finding.code != "file_damaged":
                    raise
                # Without its part the sheet is told as damaged, and the others are read.
                as_received = False
                continue
            pack.budget.take_grid(found.grid)
            as_received = as_received and found.xml is part
            part = found.xml
        parts[name] = part
    _check_shared_texts(parts, vetted)
    for name, found in vetted.items():
        if found.stray:
            shown = "、".join(found.stray[:_MANY]) + ("…" if len(found.stray) > _MANY else "")
            sheet = _sheet_name(parts, name)
            findings.append(finding("file_far_cells", sheet, count=len(found.stray), cells=shown))
    data = pack.data if as_received else pack_parts(parts.items())
    sheets, broken = _read(data, any(found.marked for found in vetted.values()), format, pack.budget)
    findings += broken
    if not any(value is not None for sheet in sheets for row in sheet.rows for value in row) and not broken:
        pictures = any(name.startswith("xl/media/") for name in names)
        findings.append(finding("file_pictures_only" if pictures else "file_empty_workbook"))
    return Opened(tuple(sheets), tuple(findings), format)


def _read(data: bytes, marked: bool, format: str, budget: Budget) -> tuple[list[Sheet], list[Finding]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        listed = book.sheets_metadata
    except BaseException as error:
        raise _fault(error, format) from error
    sheets: list[Sheet] = []
    broken: list[Finding] = []
    for place, about in enumerate(listed):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        try:
            grid, ranges = _grid(book, place, format)
        except Unreadable:
            broken.append(finding("file_sheet_damaged", about.name, name=about.name))
            continue
        rows: list[list[CellValue]] = [plain_row(row, marked) for row in grid]
        width = len(rows[0]) if rows else 0
        if len(rows) <= SMALL_ROWS:
            budget.take_grid(len(rows) * width)
        hidden = about.visible != SheetVisibleEnum.Visible
        sheets.append(Sheet(about.name, rows, clip_merged(ranges, len(rows), width), hidden))
    if not sheets:
        raise damaged(format)
    return sheets, broken


def _grid(book: CalamineWorkbook, place: int, format: str) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    try:
        sheet = book.get_sheet_by_index(place)
        merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
        return sheet.to_python(skip_empty_area=False), merged
    except BaseException as error:
        raise _fault(error, format) from error


def _fault(error: BaseException, format: str) -> Exception:
    """Return the refusal for a reader's error; interrupts go on.

    The reader's own faults (index out of range and the like) come as PanicException, which is no Exception.
    """
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error
    return damaged(format)


def _check_shared_texts(parts: dict[str, bytes], vetted: dict[str, Vetted]) -> None:
    """Refuse workbooks in which few long texts stand in so many cells that they fill the memory."""
    texts = next((part for name, part in parts.items() if name.lower().endswith("sharedstrings.xml")), b"")
    cells = sum(found.shared for found in vetted.values())
    if len(texts) * cells <= _MAX_SHARED_TEXT:
        return
    sizes = [len(text) for text in texts.split(b"si>")[1::2]]
    if max(sizes, default=0) * cells <= _MAX_SHARED_TEXT:
        return
    total = sum(
        sizes[int(place)] if int(place) < len(sizes) else 0
        for found in vetted.values()
        for place in _SHARED.findall(found.xml)
    )
    if total > _MAX_SHARED_TEXT:
        raise oversize(total, _MAX_SHARED_TEXT, "bytes")


def _sheet_name(parts: dict[str, bytes], part: str) -> str:
    """Return the name of the sheet whose XML is that part; the part's own where the workbook does not say."""
    relations = parts.get("xl/_rels/workbook.xml.rels", b"").decode("utf-8", "replace")
    book = parts.get("xl/workbook.xml", b"").decode("utf-8", "replace")
    for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        target = re.search(r'\bTarget="([^"]*)"', relation)
        key = re.search(r'\bId="([^"]*)"', relation)
        if target and key and part.endswith(target[1].lstrip("/").removeprefix("xl/")):
            for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
                name = re.search(r'\bname="([^"]*)"', sheet)
                if name and f'"{key[1]}"' in sheet:
                    return unescape(name[1])
    return part
