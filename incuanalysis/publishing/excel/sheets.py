"""One table as a sheet: caption, heading, numbers, notes; frozen, filtered, and set up for printing."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from incuanalysis.intake.forms.style import clean, height, put, put_number, set_up_page, text_width
from incuanalysis.publishing.excel.formats import marked, number_of, superscript
from incuanalysis.publishing.tabledata import TONES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from incuanalysis.publishing.tabledata import TableCell, TableData

__all__ = ["HEAD_FILL", "Dress", "Place", "look", "set_up_footer", "write_sheet"]

HEAD_FILL = "E9EDF2"
_ROW_FILL = "F5F5F5"
_NARROWEST, _WIDEST = 7.0, 44.0
_NUMERIC = frozenset({"right", "decimal"})


@cache
def look(
    font: str = "宋体",
    size: float = 10.5,
    bold: bool = False,
    color: str = "000000",
    fill: str = "",
    align: str = "left",
    vertical: str = "center",
    grid: bool = True,
) -> dict[str, Any]:
    """Return font, fill, border and alignment of a cell; made once for all cells alike."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="000000")
    return {
        "font": Font(name=font, size=size, bold=bold, color=color),
        "fill": PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        "border": Border(left=line, right=line, top=line, bottom=line) if grid else Border(),
        "alignment": Alignment(horizontal=align, vertical=vertical, wrap_text=True),
    }


class Dress:
    """Styles the cells of one workbook; a style is set once, and copied to all cells alike."""

    def __init__(self) -> None:
        self._models: dict[tuple[object, ...], Any] = {}

    def __call__(self, cell: Any, number_format: str = "General", **how: Any) -> None:
        """Style a cell as :func:`look` says, with a number format; text that must stay text keeps its mark."""
        key = (number_format, bool(cell.quotePrefix), *sorted(how.items()))
        model = self._models.setdefault(key, cell)
        if model is cell:
            cell.number_format = number_format
            for name, value in look(**how).items():
                setattr(cell, name, value)
        else:
            cell._style = copy(model._style)  # noqa: SLF001  one by one it takes twenty times as long


@dataclass(frozen=True)
class Place:
    """What a sheet needs to know of its workbook.

    Attributes
    ----------
    badges
        What every page says: 演示数据, 内部资料, 草稿.
    notes
        What stands before the first note.
    traces
        Trace id → row of the sheet of traces.
    traces_sheet
        That sheet's name; empty where there is none.
    dress
        Styles the workbook's cells.
    """

    badges: tuple[str, ...]
    notes: str
    chinese: bool
    traces: dict[str, int]
    traces_sheet: str = ""
    dress: Dress = field(default_factory=Dress)


def write_sheet(sheet: Worksheet, table: TableData, place: Place) -> None:
    """Write a table into an empty sheet.

    Parameters
    ----------
    sheet
        The sheet.
    table
        The table; its numbers go in as numbers, all else as text that no program takes for a formula.
    place
        What the sheet needs to know of its workbook.
    """
    count = max(len(table.columns), 1)
    widths = _widths(table)
    row = 1
    if table.annex:
        place.dress(put(sheet, row, 1, table.annex), font="黑体", size=12, grid=False)
        row += 1
    title = put(sheet, row, 1, table.caption or table.annex)
    place.dress(title, font="黑体", size=14, align="center", grid=False)
    _merge(sheet, row, 1, row, count)
    sheet.row_dimensions[row].height = height([(table.caption, sum(widths) * 0.75, "title")], 26)
    row += 1
    if place.badges:
        place.dress(put(sheet, row, 1, "　".join(place.badges)), size=9, color="595959", align="right", grid=False)
        _merge(sheet, row, 1, row, count)
        row += 1
    first_head = row
    row = _write_head(sheet, table, row, widths, place)
    last_head = row - 1
    for down, line in enumerate(table.rows):
        for across, cell in enumerate(line):
            _write_cell(sheet, row, across, cell, table, place, strong=down in table.emphasis)
        sheet.row_dimensions[row].height = height([(c.text, w, "body") for c, w in zip(line, widths, strict=True)], 18)
        row += 1
    last = row - 1
    for number, note in enumerate(table.notes, start=1):
        numbered = len(table.notes) > 1 or any(cell.notes for line in table.rows for cell in line)
        sign = f"{number}．" if place.chinese else f"{number}. "
        said = f"{place.notes if number == 1 else ''}{sign if numbered else ''}{note}"
        place.dress(put(sheet, row, 1, said), size=9, grid=False, vertical="top")
        _merge(sheet, row, 1, row, count)
        sheet.row_dimensions[row].height = height([(said, sum(widths), "small")], 14)
        row += 1
    set_up_page(sheet, widths, (first_head, last_head), max(row - 1, 1), landscape=table.landscape or sum(widths) > 110)
    set_up_footer(sheet, chinese=place.chinese, badges=place.badges)
    stub = 2 if count > 2 and table.columns[0].align not in _NUMERIC else 1
    sheet.freeze_panes = sheet.cell(last_head + 1, stub).coordinate
    if table.rows and table.columns:
        sheet.auto_filter.ref = f"A{last_head}:{sheet.cell(last, count).coordinate}"


def _write_head(sheet: Worksheet, table: TableData, row: int, widths: list[float], place: Place) -> int:
    """Write the heading, of one line or of two, and return the row below it."""
    how = {"font": "黑体", "fill": HEAD_FILL, "align": "center"}
    below = row + bool(table.groups)
    for across, column in enumerate(table.columns, start=1):
        for line in range(row, below + 1):
            place.dress(sheet.cell(line, across), **how)
        alone = bool(table.groups) and not column.group
        put(sheet, row if alone else below, across, column.label)
        if alone:
            _merge(sheet, row, across, below, across)
    for group in table.groups:
        put(sheet, row, group.first + 1, group.text)
        _merge(sheet, row, group.first + 1, row, group.first + group.count)
    texts = [(column.label, width, "head") for column, width in zip(table.columns, widths, strict=True)]
    sheet.row_dimensions[below].height = height([t for t in texts if t[0]], 20)
    return below + 1


def _write_cell(
    sheet: Worksheet, row: int, across: int, cell: TableCell, table: TableData, place: Place, *, strong: bool
) -> None:
    align = table.columns[across].align
    found = number_of(cell, numeric=align in _NUMERIC)
    if found is None:
        text = cell.text + (superscript(cell.notes) if cell.notes else "")
        put(sheet, row, across + 1, text)
    else:
        put_number(sheet, row, across + 1, found[0], "General")
    made = sheet.cell(row, across + 1)
    place.dress(
        made,
        marked(found[1], cell.notes) if found else "General",
        bold=strong,
        color=TONES.get(cell.tone, "000000"),
        fill=_ROW_FILL if strong else "",
        align="right" if align == "decimal" else align,
    )
    if cell.trace in place.traces:
        from openpyxl.worksheet.hyperlink import Hyperlink

        quoted = place.traces_sheet.replace("'", "''")
        target = f"'{quoted}'!A{place.traces[cell.trace]}"
        made.hyperlink = Hyperlink(ref=made.coordinate, location=target)


def _widths(table: TableData) -> list[float]:
    """Return the widths of the columns in digits: what most of the texts need, long ones wrap."""
    widths = []
    for place, column in enumerate(table.columns):
        texts = [part for row in table.rows for part in clean(row[place].text).split("\n")]
        body = max((text_width(text) for text in texts), default=0.0)
        head = text_width(column.label)
        # A long heading over short entries takes two lines.
        widths.append(min(max(body + 2.5, min(head, max(head / 2, 14.0)) + 3.5, _NARROWEST), _WIDEST))
    return widths or [_WIDEST]


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def set_up_footer(sheet: Worksheet, *, chinese: bool, badges: tuple[str, ...]) -> None:
    """Put page numbers below and the badges above every printed page."""
    foot, head = sheet.oddFooter, sheet.oddHeader
    if foot is not None and foot.center is not None:
        foot.center.text = "第 &P 页，共 &N 页" if chinese else "Page &P of &N"
    if badges and head is not None and head.right is not None:
        head.right.text = "　".join(badges)
