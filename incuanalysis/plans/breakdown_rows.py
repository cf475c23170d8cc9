"""The rows of a breakdown's table: each cell understood, or told with what was expected there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from incuanalysis.errors import BadInputError
from incuanalysis.intake.cells import CellValue, Sheet, cell_name
from incuanalysis.intake.clean.names import is_total
from incuanalysis.intake.clean.numbers import read_number
from incuanalysis.intake.clean.units import unit_id
from incuanalysis.plans.breakdown import LINE_NAMES, plain
from incuanalysis.plans.model import Line, Plan
from incuanalysis.plans.series import Series, find_series, series_of
from incuanalysis.plans.units import UnitBook
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HEADINGS", "BreakdownTable", "TableRow", "find_head"]

_HEADS = {
    "unit": ("单位", "责任单位", "考核单位", "单位名称"),
    "indicator": ("指标", "指标名称", "任务指标"),
    "year": ("年份", "年度"),
    "value": ("目标值", "目标", "目标数", "任务数"),
    "in_unit": ("单位(计量)", "计量单位"),
    "line": ("线", "线别", "目标线"),
    "basis": ("口径",),
    "date": ("下达日期", "日期"),
    "document": ("文号", "文件号"),
    "note": ("备注",),
}
_NEEDED = ("unit", "indicator", "year", "value", "in_unit")
_HEAD_NAMES = {name: role for role, names in _HEADS.items() for name in names}
HEADINGS = {"unit": "单位", "indicator": "指标", "year": "年份", "value": "目标值", "in_unit": "单位（计量）"}
_LINES: dict[str, Line] = {
    "": "base", "base": "base", "基准线": "base", "基本线": "base", "基准": "base", "未标线": "base", "目标线": "base",
    "low": "low", "低线": "low", "high": "high", "高线": "high",
}  # fmt: skip
_OWN_YEAR = {"当年", "本年", "当年数", "本年数", "本年新增", "当年新增", "年度", "period"}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table that was understood.

    Parameters
    ----------
    cells
        In the columns of a breakdown's rows; without a unit where the row is a total.
    series
        What it is about.
    exact
        The value in the indicator's canonical unit.
    whole
        A row 合计.
    row
        Its place in the sheet, counted from 0.
    """

    cells: dict[str, Any]
    series: Series
    exact: Decimal
    whole: bool
    row: int


class BreakdownTable:
    """A sheet's table, being read.

    Parameters
    ----------
    sheet, file
        A sheet in which :func:`find_head` found the headings, and what its rows call the file.
    plan, words
        The plan and the vocabulary.
    listed
        ``assessed_units`` as the records have them.
    """

    def __init__(self, sheet: Sheet, file: str, plan: Plan, words: Vocabulary, listed: pd.DataFrame | None) -> None:
        self.sheet, self.file, self.plan, self.words, self.listed = sheet, file, plan, words, listed
        self.series = series_of(plan, words)
        self.problems: list[tuple[str, str, str]] = []
        self.top, self.columns = _head(sheet)
        self.date, self.document = self._above("date"), self._above("document")
        self._books: dict[int, UnitBook] = {}
        self._undated = False

    def read(self) -> list[TableRow]:
        """Return the rows that were understood; what is wrong in the others is in ``problems``."""
        rows = [self._row(number) for number in range(self.top + 1, len(self.sheet.rows))]
        return [row for row in rows if row is not None]

    def tell(self, row: int, role: str, zh: str, en: str) -> None:
        """Keep what is wrong in a row's cell of a column, in the two languages."""
        column = self.columns.get(role, self.columns["value"])
        self.problems.append((cell_name(row, column), zh, en))

    def _above(self, role: str) -> CellValue:
        """Return a date or document that stands above the header for all rows: 下达日期： and the next cell."""
        for row in self.sheet.rows[: self.top]:
            for column, cell in enumerate(row):
                label, _, behind = str(cell or "").replace("：", ":").partition(":")
                if _HEAD_NAMES.get(normalise(label)) == role:
                    if behind.strip():
                        return behind.strip()
                    value = next((value for value in row[column + 1 :] if value not in (None, "")), None)
                    # an empty cell has the next label behind it
                    return None if isinstance(value, str) and value.rstrip().endswith(("：", ":")) else value
        return None

    def _cell(self, row: int, role: str) -> CellValue:
        column = self.columns.get(role)
        cells = self.sheet.rows[row]
        return cells[column] if column is not None and column < len(cells) else None

    def _text(self, row: int, role: str) -> str:
        value = self._cell(row, role)
        return (
            ""
            if value is None
            else str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
        )

    def _row(self, row: int) -> TableRow | None:
        """Read a row; one without a value sets no target."""
        name, value = self._text(row, "unit"), self._cell(row, "value")
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        before = len(self.problems)
        series, year, line = self._series(row), self._year(row), self._line(row)
        exact, printed = self._value(row, series)
        date = self._date(row)
        if series is None or year is None or line is None or exact is None or date is None:
            return None
        target = series.target_for(year)
        if target is None or line not in {each for t in series.targets for each in t.lines}:
            self.tell(row, "line" if target else "year", *self._no_line(series, year, line))
            return None
        basis = self._basis(row, series)
        whole = self._is_whole(name)
        cells = {} if whole else self._unit(row, name, year)
        if len(self.problems) > before or basis is None or cells is None:
            return None
        document = self._text(row, "document") or str(self.document or "").strip()
        indicator = self.words.indicators.get(series.indicator)
        cells |= {
            "plan": self.plan.id, "target": target.id, "indicator": series.indicator, "line": line, "year": year,
            "basis": str(basis), "value": float(exact), "in_unit": indicator.unit, "printed": printed, "date": date,
            "document": document, "file": self.file, "sheet": self.sheet.name,
            "cell": cell_name(row, self.columns["value"]), "note": self._text(row, "note"),
        }  # fmt: skip
        return TableRow(cells, series, exact, whole, row)

    def _is_whole(self, name: str) -> bool:
        if is_total(name):
            return True
        try:
            return self.words.regions.find(name).id == self.plan.region
        except BadInputError:
            return False

    def _unit(self, row: int, name: str, year: int) -> dict[str, Any] | None:
        if not name:
            self.tell(
                row, "unit", "单位为空；填写单位名称，未落实到单位的写“待分配”", "no unit; name one, or write 待分配"
            )
            return None
        book = self._books.get(year)
        if book is None:
            book = UnitBook(self.plan.region, Month(year, 12), self.words, self.listed, self.plan)
            self._books[year] = book
        try:
            unit = book.find(name)
        except BadInputError as unknown:
            self.tell(row, "unit", unknown.zh.rstrip("。"), unknown.message.rstrip("."))
            return None
        return {"unit": unit.unit, "unit_name": unit.name, "kind": unit.kind}

    def _series(self, row: int) -> Series | None:
        try:
            return find_series(self._text(row, "indicator"), self.series, self.words)
        except BadInputError as error:
            self.tell(row, "indicator", (error.zh or error.message).rstrip("。"), error.message.rstrip("."))
            return None

    def _year(self, row: int) -> int | None:
        text, first, last = self._text(row, "year"), self.plan.first[:4], self.plan.last[:4]
        found = re.fullmatch(r"(\d{4})年?度?", normalise(text))
        if found is None or not first <= found[1] <= last:
            zh, en = f"年份现为“{text}”，应为{first}至{last}年之一", f"the year is {text!r}; expected {first} to {last}"
            self.tell(row, "year", zh, en)
            return None
        return int(found[1])

    def _line(self, row: int) -> Line | None:
        text = self._text(row, "line")
        if (line := _LINES.get(normalise(text))) is None:
            zh = f"线现为“{text}”，应为低线、基准线或高线（空白即基准线）"
            self.tell(row, "line", zh, f"the line is {text!r}; expected 低线, 基准线 or 高线 (empty is 基准线)")
        return line

    def _no_line(self, series: Series, year: int, line: Line) -> tuple[str, str]:
        if series.target_for(year) is None:
            last = series.targets[-1].due
            return (
                f"{series.label}的最后期限为{last}，{year}年没有目标",
                f"{series.indicator} is due by {last}; there is no target for {year}",
            )
        names = "、".join(LINE_NAMES[each] for each in series.lines)
        return (
            f"计划中{series.label}没有{LINE_NAMES[line]}，只有{names}",
            f"the plan gives {series.indicator} no line {line!r}, only {', '.join(series.lines)}",
        )

    def _value(self, row: int, series: Series | None) -> tuple[Decimal | None, str]:
        value = self._cell(row, "value")
        number = read_number(value)
        if number is None or number.value is None or number.qualifier not in ("exact", "over"):
            self.tell(row, "value", f"目标值现为“{value}”，应为一个数", f"the value is {value!r}; expected a number")
            return None, ""
        typed = self._text(row, "in_unit")
        unit = unit_id(typed) if typed else number.unit
        if not unit or (number.unit and typed and number.unit != unit):
            given = f"{typed or '空白'}{'和' + number.unit if number.unit else ''}"
            zh, en = f"计量单位现为“{given}”，应为一个计量单位", f"the unit is {given!r}; expected one unit"
            self.tell(row, "in_unit", zh, en)
            return None, ""
        if series is None:
            return None, ""
        canonical = self.words.indicators.get(series.indicator).unit
        amount = Decimal(str(number.value))
        if amount < 0:
            self.tell(
                row, "value", f"目标值现为“{value}”，不应为负数", f"the value is {value!r}; expected none below 0"
            )
            return None, ""
        try:
            return self.words.units.convert(amount, unit, canonical), f"{plain(amount)}{unit}"
        except BadInputError as error:
            fitting = series.targets[-1].unit
            zh = f"计量单位现为“{unit}”，与{series.label}不符，应与{fitting}同类"
            self.tell(row, "in_unit", zh, f"{error.message.rstrip('.')} (the plan has {fitting})")
            return None, ""

    def _basis(self, row: int, series: Series) -> Basis | None:
        text = normalise(self._text(row, "basis"))
        running = series.basis in (Basis.SINCE_START, Basis.SINCE_FOUNDING)
        if text in _OWN_YEAR and (running or series.basis in (Basis.PER_YEAR, Basis.PERIOD, Basis.YTD)):
            return Basis.PERIOD if running else series.basis
        words = (
            ("累计", "计划期累计", "年底累计", "历史累计") if running else ("年末", "年末数", "期末数", "年底", "年均")
        )
        if text in ("", *words, str(series.basis), normalise(series.basis.label())):
            return series.basis
        expected = "累计或当年" if running else series.basis.label()
        en = f"the basis is {text!r}; expected {'累计 or 当年' if running else series.basis.value}"
        self.tell(row, "basis", f"口径现为“{text}”，应为{expected}", en)
        return None

    def _date(self, row: int) -> str | None:
        value = self._cell(row, "date")
        value = self.date if value is None or value == "" else value
        if isinstance(value, dt.datetime):
            return value.date().isoformat()
        if isinstance(value, dt.date):
            return value.isoformat()
        found = _DATE.fullmatch(str(value or "").strip())
        try:
            if found:
                return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            pass
        if value is None or value == "":
            if not self._undated:
                zh = "下达日期为空；逐行填写，或在表头上方统一填写"
                self.tell(row, "date", zh, "no date of issue; give one in each row, or one above the header")
            self._undated = True
            return None
        said = str(value)
        zh = f"下达日期现为“{said}”，应为日期，如2023-03-01（也可在表头上方统一填写）"
        self.tell(row, "date", zh, f"the date is {said!r}; expected one such as 2023-03-01 (or one above the header)")
        return None


def find_head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and role → column; None if the sheet has none."""
    for number, row in enumerate(sheet.rows[:30]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = normalise(str(cell)) if isinstance(cell, str) else ""
            role = _HEAD_NAMES.get(name)
            if role == "unit" and "unit" in columns:
                role = "in_unit"  # a second column 单位 is the unit of measure
            if role is not None:
                columns.setdefault(role, column)
        if all(role in columns for role in _NEEDED):
            return number, columns
    return None


def _head(sheet: Sheet) -> tuple[int, dict[str, int]]:
    return find_head(sheet) or (0, {})
