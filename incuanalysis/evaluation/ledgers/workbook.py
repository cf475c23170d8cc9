"""A ledger as a workbook that units fill in: locked where it shows, checked where it asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers.dates import as_day, as_month, is_blank, month_end, say_month
from incuanalysis.evaluation.ledgers.layout import LONGEST, Entry, Layout, layout_of, shown_text
from incuanalysis.evaluation.ledgers.marks import OWN_SHEET, LedgerMarks, Row, tidy, write_marks
from incuanalysis.files import atomic_write
from incuanalysis.intake.forms.pack import pack
from incuanalysis.intake.forms.style import column_range, height, paint, paint_rows, protect, put, set_up_page, validate
from incuanalysis.plans.model import Plan

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["HEADER", "SERIAL", "write_ledger"]

SERIAL = "序号"
HEADER = 3  # the row of headings, from 1
_WIDTH = 6.0
_DEMO = "（演示数据）"
_NOTES = (
    "只填底色单元格；没有变化的行不填、不改。状态有变化的，须同时填写状态日期。",
    "状态为“已完成”的，应注明佐证材料；状态为“已调整”的，须填写调整依据文号，时限有变动的另填调整后时限。",
    f"文字栏每格不超过{LONGEST}字。请勿增删行列、改动表头；如任务或责任单位有误，请联系制表机关。",
)


def write_ledger(ledger: pd.DataFrame, path: Path, plan: Plan, *, month: str | None = None, demo: bool = False) -> Path:
    """Write a ledger as a workbook for units to fill in.

    Parameters
    ----------
    ledger
        Of :func:`~incuanalysis.evaluation.ledgers.tasks.task_ledger`, ``site_ledger`` or ``project_ledger``, or those of
        its rows that one unit is to fill in.
    path
        Where the workbook is written (.xlsx), whole or not at all.
    plan
        Its name stands in the title.
    month
        The month reported, as ``2023-09``; by default that of the ledger's day.
    demo
        Demonstration data: said in the title.

    Returns
    -------
    Path
        ``path``. The same arguments give the same bytes.

    Raises
    ------
    BadInputError
        If the frame is no such ledger, has no rows, or has two rows of one key.
    """
    layout = layout_of(ledger)
    rows = ledger.to_dict("records")
    if not rows:
        raise BadInputError(
            "write_ledger: the ledger has no rows; choose a unit or a plan that has some.",
            "台账为空，没有可填报的行，请核对行动计划和责任单位。",
        )
    when = as_month(month if month is not None else rows[0]["at"])
    if when is None:
        raise BadInputError(f"{month!r} is no month; expected 2023-09.", f"“{month}”不是月份，应写作2023-09。")
    title = f"{plan.name()}{layout.title}{_DEMO if demo else ''}"
    marked = [_marked(layout, row) for row in rows]
    keys = [row.key for row in marked]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadInputError(
            f"write_ledger: two rows have the key {' / '.join(twice)}; expected one row each.",
            f"台账中“{'／'.join(twice)}”出现多行，每个对象应只有一行。",
        )
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = layout.sheet
    units = sorted({str(row["unit"]) for row in rows if not is_blank(row["unit"])})
    _lay_out(sheet, layout, marked, title, f"责任单位：{units[0] if len(units) == 1 else '全部'}", str(when))
    protect(sheet)
    hidden = book.create_sheet(OWN_SHEET)
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    marks = LedgerMarks(layout.records, plan.id, str(when), layout.sheet, title, demo, tuple(marked))
    for number, texts in enumerate(write_marks(marks), start=1):
        for column, text in enumerate(texts, start=1):
            if text:
                put(hidden, number, column, text)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator, book.properties.title = "", title
    return atomic_write(path, pack(book, month_end(when)))


def _marked(layout: Layout, row: dict[str, Any]) -> Row:
    """Return what the hidden sheet says of a row."""
    key = tuple(tidy(str(row[name])) for name in layout.keys)
    shown = tuple(tidy(shown_text(shown, row[shown.column])) for shown in layout.shown)
    return Row(key, shown, tuple(_before(layout, entry, row) for entry in layout.entries))


def _before(layout: Layout, entry: Entry, row: dict[str, Any]) -> str:
    """Return what stands in a cell to be filled in, as text."""
    value = row.get(entry.column) if entry.column else None
    if is_blank(value):
        return ""
    if entry.form == "state":
        known = layout.states.get(str(value))
        return known.zh if known else ""
    return tidy(str(value))


def _lay_out(sheet: Worksheet, layout: Layout, rows: list[Row], title: str, unit: str, month: str) -> None:
    headings = [SERIAL, *(shown.heading for shown in layout.shown), *(entry.heading for entry in layout.entries)]
    widths = [_WIDTH, *(shown.width for shown in layout.shown), *(entry.width for entry in layout.entries)]
    last = len(headings)
    put(sheet, 1, 1, title)
    paint(sheet, (1, 1, 1, last), "title", align="center", grid=False)
    sheet.row_dimensions[1].height = height([(title, sum(widths) * 0.65, "title")], 36)
    half = last // 2
    put(sheet, 2, 1, unit)
    paint(sheet, (2, 1, 2, half), grid=False)
    put(sheet, 2, half + 1, f"月份：{say_month(month)}")
    paint(sheet, (2, half + 1, 2, last), grid=False)
    for column, heading in enumerate(headings, start=1):
        put(sheet, HEADER, column, heading)
        paint(sheet, (HEADER, column, HEADER, column), "head", align="center", head=True)
    sheet.row_dimensions[HEADER].height = 36
    first = HEADER + 1
    for place, row in enumerate(rows):
        _row(sheet, first + place, place + 1, row, layout, widths)
    bottom = HEADER + len(rows)
    _paint(sheet, first, layout)
    paint_rows(sheet, first, bottom)
    _checks(sheet, layout, first, bottom)
    for number, note in enumerate(_NOTES, start=1):
        bottom += 1
        text = f"{'填报说明：' if number == 1 else '　　　　　'}{number}．{note}"
        put(sheet, bottom, 1, text)
        paint(sheet, (bottom, 1, bottom, last), "small", grid=False)
    set_up_page(sheet, widths, (HEADER, HEADER), bottom, landscape=True)
    sheet.freeze_panes = f"D{first}"


def _row(sheet: Worksheet, line: int, number: int, row: Row, layout: Layout, widths: list[float]) -> None:
    put(sheet, line, 1, str(number))
    texts = [(text, widths[place], "body") for place, text in enumerate([*row.shown, *row.before], start=1)]
    for column, text in enumerate(row.shown, start=2):
        put(sheet, line, column, text)
    for column, (entry, text) in enumerate(zip(layout.entries, row.before, strict=True), start=2 + len(row.shown)):
        day = as_day(text) if entry.form == "day" else None
        if day is None:
            put(sheet, line, column, text)
        else:
            sheet.cell(line, column, day)
    sheet.row_dimensions[line].height = height(texts, 24)


def _paint(sheet: Worksheet, line: int, layout: Layout) -> None:
    """Style the first row; the others are given its style."""
    paint(sheet, (line, 1, line, 1), align="center")
    for column in range(2, 2 + len(layout.shown)):
        paint(sheet, (line, column, line, column), number_format="@")
    for column, entry in enumerate(layout.entries, start=2 + len(layout.shown)):
        form = "yyyy-mm-dd" if entry.form == "day" else "@"
        align = "left" if entry.form == "text" else "center"
        paint(sheet, (line, column, line, column), align=align, entry=True, number_format=form)


def _checks(sheet: Worksheet, layout: Layout, first: int, last: int) -> None:
    for column, entry in enumerate(layout.entries, start=2 + len(layout.shown)):
        cells = [column_range(column, first, last)]
        match entry.form:
            case "state":
                names = tuple(state.zh for state in layout.states.values())
                said = f"从{'、'.join(names)}中选择。"
                validate(sheet, cells, "list", prompt=said, error=f"状态只能{said}", choices=names)
            case "day":
                validate(sheet, cells, "date", prompt=entry.prompt, error="此处只能填日期，如2023-09-30。")
            case "month":
                error = "此处只能填月份，写作2024-06。"
                validate(sheet, cells, "length", prompt=entry.prompt, error=error, least=7, most=7)
            case _:
                error = f"不能超过{LONGEST}字，请删减。"
                prompt = f"{entry.prompt}不超过{LONGEST}字，没有的留空。"
                validate(sheet, cells, "length", prompt=prompt, error=error, most=LONGEST)
