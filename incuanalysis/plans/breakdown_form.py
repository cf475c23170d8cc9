"""The form of a breakdown (任务分解表): every target of a year × every unit, to be filled in and read back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from incuanalysis.errors import BadInputError
from incuanalysis.files import atomic_write
from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.forms.pack import pack
from incuanalysis.intake.forms.style import (
    check_numbers,
    column_range,
    height,
    paint,
    paint_rows,
    protect,
    put,
    put_number,
    set_up_page,
    validate,
)
from incuanalysis.plans.breakdown import LINE_NAMES
from incuanalysis.plans.breakdown_table import OWN_MARK, OWN_SHEET
from incuanalysis.plans.model import Line, Plan
from incuanalysis.plans.series import Series, series_of
from incuanalysis.plans.units import RESERVE, AssessedUnit, UnitBook
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_breakdown_form"]

_HEADS = ("单位", "指标", "年份", "目标值", "单位（计量）", "线", "口径", "下达日期", "文号", "备注")
_WIDTHS = [20.0, 28.0, 8.0, 14.0, 12.0, 9.0, 9.0, 14.0, 22.0, 24.0]
_UNIT, _INDICATOR, _YEAR, _VALUE, _MEASURE, _LINE, _BASIS, _DATE, _DOCUMENT, _NOTE = range(1, 11)
_TOP = 4  # the row of the headings
_SPARE = 30  # empty rows for departments, carriers and adjustments
_NOTES = (
    "填浅黄色单元格。没有任务的单位留空；同一单位的任务取消的，另起一行填0并写明下达日期。",
    "各单位目标值之和须等于合计行；未落实到单位的填在“待分配”行。街道（乡镇）与部门分别分解的，两类各自等于合计亦可。",
    "年中调整的，在表末空行另列一行并写明新的下达日期和文号，原行保留；同一事项以最后下达的为准。",
    "口径：累计指计划起始至该年底的累计数，当年指该年一年的数；同一指标各单位只用一种口径，合计行保持不变。",
)


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows of one target on one line."""

    series: Series
    line: Line
    unit: str
    total: float | None


def write_breakdown_form(
    plan: Plan, path: Path, year: int, words: Vocabulary, units: pd.DataFrame | None = None
) -> Path:
    """Write the form of a year's breakdown; what was filled in is read by :func:`~incuanalysis.plans.breakdown_table.read_breakdown`.

    Parameters
    ----------
    plan
        The plan.
    path
        The xlsx file to write.
    year
        A year of the plan.
    words
        The vocabulary.
    units
        ``assessed_units`` as :meth:`Records.read` returned them; towns stand in the form without it.

    Raises
    ------
    BadInputError
        If the year is not one of the plan, no target is left to break down, or the name does not end in .xlsx.
    """
    if path.suffix.lower() != ".xlsx":
        raise BadInputError(f"{path}: the form is an Excel workbook; name it *.xlsx.", f"{path}：文件名应以.xlsx结尾。")
    first, last = int(plan.first[:4]), int(plan.last[:4])
    if not first <= year <= last:
        raise BadInputError(
            f"{year} is no year of the plan {plan.id!r}. Expected {first} to {last}.",
            f"{year}年不在计划期内。年份应为{first}至{last}年之一。",
        )
    blocks = list(_blocks(plan, year, words))
    if not blocks:
        raise BadInputError(
            f"The plan {plan.id!r} has no target for the district in or after {year}.",
            f"计划“{plan.id}”在{year}年及以后没有全域目标可分解。",
        )
    book = UnitBook(plan.region, Month(year, 12), words, units, plan)
    addressed = [unit for unit in book.all() if unit.state != "no_task"]
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "任务分解表"
    _lay_out(sheet, plan, year, blocks, addressed, words)
    protect(sheet)
    sheet.protection.autoFilter = False
    hidden = workbook.create_sheet(OWN_SHEET)
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    for row, (name, value) in enumerate([(OWN_MARK, "1"), ("plan", plan.id), ("year", str(year))], start=1):
        put(hidden, row, 1, name)
        put(hidden, row, 2, value)
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.properties.creator, workbook.properties.title = "", "任务分解表"
    return atomic_write(path, pack(workbook, dt.date(year, 1, 1)))


def _blocks(plan: Plan, year: int, words: Vocabulary) -> list[_Block]:
    """Return what is to be broken down; what belongs to one site or platform is not."""
    found = []
    for series in series_of(plan, words):
        target = series.target_for(year)
        if target is None or target.scope.kind in ("site", "platform"):
            continue
        adds_up = words.indicators.get(series.indicator).rollup_regions == "sum"
        for line in series.lines:
            if line not in target.lines:
                continue
            total = series.total(year, line, words) if adds_up else None
            canonical = words.indicators.get(series.indicator).unit
            shown = None if total is None else float(words.units.convert(total.value, canonical, target.unit))
            found.append(_Block(series, line, target.unit, shown))
    return found


def _lay_out(
    sheet: Worksheet, plan: Plan, year: int, blocks: list[_Block], units: list[AssessedUnit], words: Vocabulary
) -> None:
    title = f"{words.regions.name(plan.region, on=year)}{year}年度任务分解表"
    put(sheet, 1, 1, title)
    paint(sheet, (1, 1, 1, _NOTE), "title", align="center", grid=False)
    sheet.row_dimensions[1].height = 36
    put(sheet, 2, 1, f"依据：{plan.name()}{f'（{plan.document.number}）' if plan.document.number else ''}")
    paint(sheet, (2, 1, 2, _NOTE), grid=False)
    sheet.row_dimensions[2].height = height([(plan.name(), sum(_WIDTHS) * 0.8, "body")])
    for column, text in ((_MEASURE, "下达日期："), (_DOCUMENT - 1, "文号：")):
        put(sheet, 3, column, text)
        paint(sheet, (3, column, 3, column), align="right", grid=False)
    paint(sheet, (3, _LINE, 3, _BASIS), entry=True, number_format="yyyy-mm-dd")
    paint(sheet, (3, _DOCUMENT, 3, _NOTE), entry=True, number_format="@")
    for column, text in enumerate(_HEADS, start=1):
        put(sheet, _TOP, column, text)
        paint(sheet, (_TOP, column, _TOP, column), "head", align="center", head=True)
    sheet.row_dimensions[_TOP].height = 24
    row = _TOP + 1
    dates = [cell_name(2, _LINE - 1)]
    for block in blocks:
        row = _block(sheet, row, block, year, units, words)
    start, end = row, row + _SPARE - 1
    for column in range(1, _NOTE + 1):
        paint(sheet, (start, column, start, column), entry=True, number_format=_format(column))
    paint_rows(sheet, start, end)
    labels = tuple(dict.fromkeys(block.series.label for block in blocks))
    _choices(sheet, _INDICATOR, start, end, labels, "指标", "与上表指标列的写法一致。")
    _choices(sheet, _LINE, start, end, tuple(LINE_NAMES.values()), "线", "低线、基准线或高线；空白即基准线。")
    measures = tuple(dict.fromkeys(block.unit for block in blocks))
    _choices(sheet, _MEASURE, start, end, measures, "单位（计量）", "与该指标在上表的计量单位一致。")
    years = (f"{first}" for first in range(int(plan.first[:4]), int(plan.last[:4]) + 1))
    _choices(sheet, _YEAR, start, end, tuple(years), "年份", "计划期内的年份。")
    check_numbers(sheet, "decimal", "见单位（计量）列", [column_range(_VALUE, start, end)])
    dates.append(column_range(_DATE, _TOP + 1, end))
    validate(
        sheet,
        dates,
        "date",
        prompt="下达该目标的文件日期，如2023-03-01；表头上方已填的可留空。",
        error="此处只能填日期，如2023-03-01。",
    )
    row = end + 1
    for number, note in enumerate(_NOTES, start=1):
        text = f"{'填写说明：' if number == 1 else '　　　　　'}{number}．{note}"
        put(sheet, row, 1, text)
        paint(sheet, (row, 1, row, _NOTE), "small", grid=False)
        sheet.row_dimensions[row].height = height([(text, sum(_WIDTHS) * 1.1, "small")], 16)
        row += 1
    set_up_page(sheet, _WIDTHS, (_TOP, _TOP), row - 1, landscape=True)
    sheet.freeze_panes = f"C{_TOP + 1}"


def _block(sheet: Worksheet, row: int, block: _Block, year: int, units: list[AssessedUnit], words: Vocabulary) -> int:
    """Write the rows of a target on a line: the whole, each unit, what no unit has yet; return the row after them."""
    names = [unit.name for unit in units]
    adds_up = words.indicators.get(block.series.indicator).rollup_regions == "sum"
    rows = [*(["合计"] if block.total is not None else []), *names, *([RESERVE] if adds_up else [])]
    running = block.series.basis in (Basis.SINCE_START, Basis.SINCE_FOUNDING)
    basis = "累计" if running else block.series.basis.label()
    entries = []
    for name in rows:
        whole = name == "合计"
        texts = {
            _UNIT: name,
            _INDICATOR: block.series.label,
            _YEAR: str(year),
            _MEASURE: block.unit,
            _LINE: LINE_NAMES[block.line],
            _BASIS: basis,
        }
        for column in range(1, _NOTE + 1):
            if column in texts:
                put(sheet, row, column, texts[column])
            open_ = column in (_VALUE, _DATE, _DOCUMENT, _NOTE) or (column == _BASIS and running)
            align = "right" if column == _VALUE else "left" if column in (_UNIT, _INDICATOR, _NOTE) else "center"
            paint(
                sheet,
                (row, column, row, column),
                align=align,
                head=whole,
                entry=open_ and not whole,
                number_format=_format(column),
            )
        if whole and block.total is not None:
            put_number(sheet, row, _VALUE, block.total, "General")
        sheet.row_dimensions[row].height = height([(block.series.label, _WIDTHS[_INDICATOR - 1], "body")])
        if not whole:
            entries.append(cell_name(row - 1, _VALUE - 1))
        row += 1
    dimension = words.units.get(block.unit).dimension
    kind = "whole" if dimension in ("count", "people") and words.units.get(block.unit).factor == 1 else "decimal"
    check_numbers(sheet, "share" if dimension == "share" else kind, block.unit, entries)
    if running:
        first = row - len(rows) + (block.total is not None)
        _choices(sheet, _BASIS, first, row - 1, ("累计", "当年"), "口径", "同一指标只用一种口径。")
    return row


def _format(column: int) -> str:
    return "General" if column == _VALUE else "yyyy-mm-dd" if column == _DATE else "@"


def _choices(
    sheet: Worksheet, column: int, first: int, last: int, choices: tuple[str, ...], name: str, prompt: str
) -> None:
    error = f"{name}须从列表中选取。"
    validate(sheet, [column_range(column, first, last)], "list", prompt=prompt, error=error, choices=choices)
