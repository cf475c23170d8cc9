"""How a form looks: fonts, borders, widths, heights, the checks of its cells; and texts that stay texts."""

from __future__ import annotations

import math
import re
import unicodedata
from copy import copy
from typing import TYPE_CHECKING, Any, cast

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "check_numbers",
    "clean",
    "column_range",
    "height",
    "paint",
    "paint_rows",
    "protect",
    "put",
    "put_number",
    "set_up_page",
    "text_width",
    "validate",
]

_LINE = Side(style="thin", color="000000")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_ENTRY = PatternFill("solid", fgColor="FFF9E5")
_HEAD = PatternFill("solid", fgColor="DDE6EE")
_OPEN = Protection(locked=False)
_FONTS = {
    "title": Font(name="黑体", size=16),
    "head": Font(name="黑体", size=11),
    "section": Font(name="黑体", size=11),
    "body": Font(name="宋体", size=11),
    "small": Font(name="宋体", size=9.5),
    "faint": Font(name="宋体", size=11, color="595959"),
}
_LINE_HEIGHT = {"title": 26.0, "small": 13.0}  # points a line
_FORMULA_STARTS = tuple("=+-@")
_LONGEST = 8000
# XML turns the first into line breaks and knows no noncharacters; spreadsheet programs read _x0041_ as A
_REPLACED = str.maketrans({"\r": "\n", "\t": " ", "\ufffe": None, "\uffff": None})
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """Return a text without what a workbook cannot hold as it is: control characters, halves of characters, escapes."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return _ESCAPE.sub("＿", plain.translate(_REPLACED))[:_LONGEST]


def put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text as a text, never as a formula, a number or an error; row and column are counted from 1."""
    plain = clean(text)
    cell = cast("Cell", sheet.cell(row, column))  # texts are put before their cells are merged
    cell.value = plain
    if plain:
        cell.data_type = "s"
    if plain[:1] in _FORMULA_STARTS:
        cell.quotePrefix = True
    return cell


def put_number(sheet: Worksheet, row: int, column: int, number: float, number_format: str) -> None:
    """Write a number with its format."""
    cell = sheet.cell(row, column)
    cell.value = int(number) if float(number).is_integer() and abs(number) < 1e15 else number
    cell.number_format = number_format


def paint(
    sheet: Worksheet,
    area: tuple[int, int, int, int],
    font: str = "body",
    *,
    align: str = "left",
    vertical: str = "center",
    grid: bool = True,
    head: bool = False,
    entry: bool = False,
    indent: int = 0,
    number_format: str = "",
) -> None:
    """Style an area (first row, first column, last row, last column, from 1) and merge it if it has several cells."""
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    first = sheet.cell(top, left)
    first.font = _FONTS[font]
    first.alignment = Alignment(horizontal=align, vertical=vertical, wrap_text=True, indent=indent)
    if grid:
        first.border = _GRID
    if head:
        first.fill = _HEAD
    if entry:
        first.fill, first.protection = _ENTRY, _OPEN
    if number_format:
        first.number_format = number_format
    for line in sheet.iter_rows(top, bottom, left, right):
        for cell in line:
            _share_style(first, cell)


def paint_rows(sheet: Worksheet, first: int, last: int) -> None:
    """Style the rows below one like it, cell by cell (from 1)."""
    for line in sheet.iter_rows(first + 1, last):
        for model, cell in zip(sheet[first], line, strict=True):
            _share_style(model, cell)


def _share_style(model: Any, cell: Any) -> None:
    """Give a cell another one's style; setting fonts and borders one by one takes twenty times as long."""
    if cell is not model:
        cell._style = copy(model._style)  # noqa: SLF001  openpyxl has no public name for it


def text_width(text: str) -> float:
    """Return the width of a text in digits: a Chinese character is two wide.

    Examples
    --------
    >>> text_width("面积 12")
    7.0
    """
    return float(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text))


def height(texts: list[tuple[str, float, str]], least: float = 20.0) -> float:
    """Return the height in points of a row that shows each text (text, column width in digits, font) whole."""
    needed = [least]
    for text, width, font in texts:
        # a line does not break in the middle of a character and full stops hang over: two digits are lost a line
        lines = sum(math.ceil(max(text_width(part), 1) / max(width - 2, 2)) for part in text.split("\n"))
        needed.append(lines * _LINE_HEIGHT.get(font, 15.0) + 6)
    return min(max(needed), 400.0)


def validate(
    sheet: Worksheet,
    cells: list[str],
    kind: str,
    *,
    prompt: str,
    error: str,
    unit: str = "",
    least: float = 0,
    most: float | None = None,
    choices: tuple[str, ...] = (),
) -> None:
    """Add a check with a prompt to cells.

    Parameters
    ----------
    cells
        Ranges, such as ``["D6", "D8:D10"]``.
    kind
        ``whole``, ``decimal``, ``length`` (of a text), ``date`` or ``list``.
    prompt, error
        What the program shows on entering the cell, and when it refuses an entry.
    unit
        Stands in the prompt's title.
    least, most
        Bounds of a number; of a length, ``most``, or both where it is fixed.
    choices
        Of a list; left without a check where a spreadsheet program could not hold them.
    """
    if not cells:
        return
    formula = '"' + ",".join(choices) + '"'
    if kind == "list" and (not choices or len(formula) > 255 or any(set(c) & set(',"') for c in choices)):
        return
    rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True, errorStyle="stop")
    match kind:
        case "list":
            rule.type, rule.formula1 = "list", formula
        case "date":
            rule.type, rule.operator = "date", "between"
            rule.formula1, rule.formula2 = "DATE(1949,10,1)", "DATE(2199,12,31)"
        case "length":
            rule.type, rule.formula1 = "textLength", f"{most:g}"
            rule.operator = "equal" if least == most else "lessThanOrEqual"
        case _:
            rule.type = "whole" if kind == "whole" else "decimal"
            rule.operator = "greaterThanOrEqual" if most is None else "between"
            rule.formula1 = f"{least:g}"
            rule.formula2 = None if most is None else f"{most:g}"
    rule.promptTitle = f"单位：{unit}" if unit else "填写要求"
    rule.prompt, rule.errorTitle, rule.error = prompt[:250], "请核对", error[:220]
    for cell in cells:
        rule.add(cell)
    sheet.add_data_validation(rule)


def check_numbers(sheet: Worksheet, kind: str, unit: str, cells: list[str]) -> None:
    """Add the check of numbers to cells: whole ones for what is counted, shares up to 100."""
    if kind == "whole":
        prompt = f"填大于或等于0的整数，单位为{unit}；没有发生的填0，暂时无法取得的留空。"
        error = f"此处只能填大于或等于0的整数（单位：{unit}），不带单位和其他文字。"
        validate(sheet, cells, "whole", prompt=prompt, error=error, unit=unit)
        return
    most = 100.0 if kind == "share" else None
    bounds = "0到100之间的数" if kind == "share" else "大于或等于0的数"
    prompt = f"填{bounds}，单位为{unit}，可带小数；没有发生的填0，暂时无法取得的留空。"
    error = f"此处只能填{bounds}（单位：{unit}），不带单位和其他文字。"
    validate(sheet, cells, "decimal", prompt=prompt, error=error, unit=unit, most=most)


def protect(sheet: Worksheet) -> None:
    """Lock all but the entry cells, without a password; rows may be made higher and columns wider."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = False
    sheet.protection.formatColumns = False


def set_up_page(sheet: Worksheet, widths: list[float], header: tuple[int, int], last: int, *, landscape: bool) -> None:
    """Set column widths, A4 print fitted to the width with the header (first and last row) on every page."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header[0]}:{header[1]}"
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{last}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.35
    footer = sheet.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "第 &P 页，共 &N 页"
    sheet.sheet_view.showGridLines = False


def column_range(column: int, first: int, last: int) -> str:
    """Return a range of one column (all counted from 1)."""
    letters = get_column_letter(column)
    return f"{letters}{first}:{letters}{last}"
