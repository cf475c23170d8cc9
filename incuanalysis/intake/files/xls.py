"""Old Office files (OLE containers): workbooks (.xls) → sheets; what else may be in such a container."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.cells import CellError, CellValue, Sheet, cell_name
from incuanalysis.intake.files.biff import ERRORS, BiffSheet, Stream, walk
from incuanalysis.intake.files.limits import MAX_GRID, Budget, keep_box
from incuanalysis.intake.files.locks import unlock_package, unlock_stream
from incuanalysis.intake.files.ole import Container, build_container
from incuanalysis.intake.files.opened import Opened, damaged, refuse
from incuanalysis.intake.files.values import clip_merged, plain_row
from incuanalysis.intake.findings import Finding, finding

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["open_container", "open_stream"]

_MAX_SHARED_TEXT = 300 << 20
_MAX_SLOW = 20 << 20
_WORKSHEET = 0x10
_STRAY_SHOWN = 5
_WPS = ("etextdata", "wpscustomdata", "wpsdocument", "wps office")
_OTHERS = {
    "powerpoint document": "PowerPoint .ppt",
    "visiodocument": "Visio .vsd",
    "__properties_version1.0": "Outlook .msg",
    "contents": "Works .wps",
    "hwpsummaryinformation": "HWP",
}


def open_container(data: bytes, budget: Budget) -> Opened | bytes:
    """Read an OLE container.

    Returns
    -------
    Opened or bytes
        The workbook's sheets; for a locked OOXML file the zip container that was in it.

    Raises
    ------
    Unreadable
        If it is damaged, locked with a password, or something else than a workbook.
    """
    try:
        container = Container(data)
        stream = container.read("Workbook") or container.read("Book")
        info = container.read("EncryptionInfo")
    except Exception as error:
        raise damaged("xls") from error
    names = container.streams
    if stream is None:
        if info is not None:
            return unlock_package(data, info)
        if "encryptedpackage" in names or any("drm" in name for name in names):
            raise refuse("file_password")
        raise _other(names)
    macros = any("_vba_project" in name for name in names)
    return open_stream(stream, budget, macros)


def _other(names: Any) -> Exception:
    listed = [name.lower().strip("\x01\x05\x06") for name in names]
    if any(known in name for name in listed for known in _WPS) and "worddocument" not in listed:
        return refuse("file_wps_et")
    if "worddocument" in listed:
        return refuse("file_old_word")
    kind = next((kind for name, kind in _OTHERS.items() if name in listed), "OLE")
    return refuse("file_other_format", kind=kind)


def open_stream(stream: bytes, budget: Budget, macros: bool = False) -> Opened:
    """Read a workbook stream (BIFF); nothing is computed, followed or run.

    Raises
    ------
    Unreadable
        If it is damaged, locked or too large.
    """
    findings: list[Finding] = []
    found = walk(stream)
    if found.locked:
        stream = unlock_stream(stream)
        found = walk(stream)
        findings.append(finding("file_builtin_key"))
    if macros:
        findings.append(finding("file_macros"))
    if found.external:
        findings.append(finding("file_external_links"))
    sheets = _quick(found, budget)
    if sheets is None:
        sheets = _slow(found, stream, budget, findings)
    else:
        findings += _unsaved(found, sheets)
    if not any(value is not None for sheet in sheets for row in sheet.rows for value in row):
        findings.append(finding("file_empty_workbook"))
    return Opened(tuple(sheets), tuple(findings), "xls")


def _quick(found: Stream, budget: Budget) -> list[Sheet] | None:
    """Read with the quick reader; None where its sizes are not to be trusted or it gives up."""
    worksheets = [sheet for sheet in found.sheets if sheet.kind == _WORKSHEET]
    grid = sum(sheet.rows * sheet.columns for sheet in worksheets)
    texts = sum(sheet.shared for sheet in worksheets) * found.longest_text
    if not found.sound or not found.sheets or grid > MAX_GRID - budget.grid or texts > _MAX_SHARED_TEXT:
        return None
    if not all(sheet.ordered for sheet in worksheets):
        return None
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(build_container(found.data)))
        listed = book.sheets_metadata
        sheets = (
            [_sheet(book, place, sheet) for place, sheet in enumerate(found.sheets) if sheet.kind == _WORKSHEET]
            if len(listed) == len(found.sheets)
            else None
        )
    except BaseException as error:
        # The reader's own faults come as PanicException, which is no Exception; interrupts go on.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return None
    if sheets is not None:
        budget.take_grid(grid)
    return sheets


def _sheet(book: CalamineWorkbook, place: int, found: BiffSheet) -> Sheet:
    from python_calamine import SheetVisibleEnum

    about = book.sheets_metadata[place]
    rows = [plain_row(row) for row in book.get_sheet_by_index(place).to_python(skip_empty_area=False)]
    _put(rows, {where: CellError(text) for where, text in found.errors.items()})
    width = max(map(len, rows), default=0)
    merged = clip_merged(found.merged, len(rows), width)
    return Sheet(about.name, rows, merged, about.visible != SheetVisibleEnum.Visible)


def _put(rows: list[list[CellValue]], errors: dict[tuple[int, int], CellError]) -> None:
    for (row, column), text in errors.items():
        while len(rows) <= row:
            rows.append([])
        line = rows[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = text


def _unsaved(found: Stream, sheets: list[Sheet]) -> list[Finding]:
    """Tell of sheets none of whose formulas has a result: a program wrote them that does not compute.

    The format keeps "no result" and "the result is an empty text" alike, so a few empty ones among others say nothing.
    """
    told = []
    worksheets = [sheet for sheet in found.sheets if sheet.kind == _WORKSHEET]
    for about, sheet in zip(worksheets, sheets, strict=True):
        if about.formulas and len(about.without_result) == about.formulas:
            first = cell_name(*about.without_result[0])
            told.append(finding("file_formulas_unsaved", sheet.name, first, count=about.formulas, first=first))
    return told


def _slow(found: Stream, stream: bytes, budget: Budget, findings: list[Finding]) -> list[Sheet]:
    """Read with xlrd, which allots no more than the cells that are there, and reads versions before Excel 5."""
    if len(stream) > _MAX_SLOW:
        raise damaged("xls")
    book = _xlrd_book(stream)
    worksheets = [sheet for sheet in found.sheets if sheet.kind == _WORKSHEET] if found.sound else []
    merged = [sheet.merged for sheet in worksheets] if len(worksheets) == book.nsheets else [[]] * book.nsheets
    read = [
        _from_xlrd(sheet, ranges, book.datemode, budget, findings)
        for sheet, ranges in zip(book.sheets(), merged, strict=True)
    ]
    if not read:
        raise damaged("xls")
    return read


def _xlrd_book(stream: bytes) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=stream, logfile=io.StringIO(), ragged_rows=True)
    except Exception as error:
        raise damaged("xls") from error


def _from_xlrd(
    sheet: Any, merged: list[tuple[int, int, int, int]], datemode: int, budget: Budget, findings: list[Finding]
) -> Sheet:
    cells: dict[tuple[int, int], CellValue] = {}
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        for column, value in enumerate(values):
            if kinds[column] not in (0, 6):
                cells[row, column] = _xlrd_value(kinds[column], value, datemode)
    height, width = keep_box(cells, MAX_GRID - budget.grid)
    budget.take_grid(height * width)
    stray = [place for place in cells if place[0] >= height or place[1] >= width]
    if stray:
        shown = "、".join(f"{cell_name(*place)}（{cells[place]}）" for place in stray[:_STRAY_SHOWN])
        shown += "…" if len(stray) > _STRAY_SHOWN else ""
        findings.append(finding("file_far_cells", sheet.name, count=len(stray), cells=shown))
    rows: list[list[CellValue]] = [[None] * width for _ in range(height)]
    for (row, column), value in cells.items():
        if row < height and column < width:
            rows[row][column] = value
    return Sheet(
        sheet.name, [plain_row(row) for row in rows], clip_merged(merged, height, width), sheet.visibility != 0
    )


def _xlrd_value(kind: int, value: Any, datemode: int) -> CellValue:
    if kind == 3:
        from xlrd import xldate

        try:
            moment: dt.datetime = xldate.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError, xldate.XLDateError):
            return float(value)
        if 0 <= value < 1:
            return moment.time()
        return moment.date() if moment.time() == dt.time() else moment
    if kind == 4:
        return bool(value)
    if kind == 5:
        return CellError(ERRORS.get(value, "#N/A"))
    return str(value) if kind == 1 else float(value)
