"""A target line at a month's end, as the sentences on it need it, and the words for the line itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.display.numbers import Scale, rounded, scale_of
from incuanalysis.display.sentences import dates
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month

__all__ = ["TargetLine", "after_name", "difference_words", "target_line", "target_words"]

_YEARLY = frozenset({Basis.PER_YEAR, Basis.PERIOD, Basis.YTD})
_TOTALS = frozenset({Basis.SINCE_START, Basis.SINCE_FOUNDING})
_LINES = {"low": ("低线", "low line"), "base": ("", ""), "high": ("高线", "high line")}


@dataclass(frozen=True)
class TargetLine:
    """A line of a target at a month's end.

    Parameters
    ----------
    name
        What is counted, in the language of the sentence: 在孵企业.
    unit
        The indicator's canonical unit, in which all values are.
    basis, comparator, line, status
        As in :func:`incuanalysis.evaluation.progress.measured.progress`.
    month, due
        Seen at the end of ``month``; due by the end of ``due``.
    target
        The line's value; ``high`` is the upper end of a range.
    actual, expected, completion, gap_points
        At the month; ``completion`` is a share of the target (0.8), ``gap_points`` percentage points; None if not known.
    latest, latest_at
        The last value reported, and for which month.
    met_at
        The first month for which the line was reported as met.
    lower
        Whether less is better.
    within
        The scale to write values in where they stand beside others; by default the one that suits the line.
    """

    name: str
    unit: str
    basis: str
    month: Month
    due: Month
    target: float
    status: str
    actual: float | None = None
    expected: float | None = None
    completion: float | None = None
    gap_points: float | None = None
    latest: float | None = None
    latest_at: Month | None = None
    met_at: Month | None = None
    comparator: str = "at_least"
    line: str = "base"
    high: float | None = None
    lower: bool = False
    within: Scale | None = None

    @property
    def yearly(self) -> bool:
        """Whether it is a target of one calendar year."""
        return self.basis in _YEARLY

    @property
    def total(self) -> bool:
        """Whether values are running totals over years."""
        return self.basis in _TOTALS

    @property
    def share(self) -> bool:
        """Whether values are per cent."""
        return self.unit == "%"

    @property
    def over(self) -> bool:
        """Whether the due month's end is reached."""
        return self.month >= self.due

    @property
    def scale(self) -> Scale:
        """The scale in which all values of the line, and what lies between them, are written."""
        short = None if self.actual is None else self.target - self.actual
        return self.within or scale_of([self.target, self.high, self.actual, short], self.unit)

    @property
    def missing(self) -> float | None:
        """What is missing to the target (where less is better: what is too much), as printed; None if not known or nothing."""
        if self.actual is None:
            return None
        more, less = (self.actual, self.target) if self.lower else (self.target, self.actual)
        return self.scale.gap(more, less) if more > less else None

    @property
    def seen_at(self) -> Month:
        """The month that ``actual`` stands for: of a line that is over it may be an earlier one than ``month``."""
        if self.over and self.latest_at is not None and self.latest_at < self.month:
            return self.latest_at
        return self.month


def target_line(row: Mapping[Any, Any], name: str, *, direction: str = "higher") -> TargetLine:
    """Make a target line of a row of progress.

    Parameters
    ----------
    row
        A row of :func:`incuanalysis.evaluation.progress.measured.progress`, as a mapping or Series.
    name
        What is counted.
    direction
        Of the indicator.

    Examples
    --------
    >>> row = {"unit": "家", "basis": "stock", "month": 202309, "due": 202312, "target_value": 120.0, "target_high": None,
    ...        "actual": 96.0, "expected": 90.0, "completion": 0.8, "gap_points": 5.0, "latest": 96.0, "actual_at": 202309,
    ...        "met_at": None, "comparator": "at_least", "line": "base", "status": "on_schedule"}
    >>> target_line(row, "在孵企业").missing
    24.0
    """
    comparator = str(row["comparator"])
    return TargetLine(
        name=name,
        unit=str(row["unit"]),
        basis=str(row["basis"]),
        month=Month.from_int(int(row["month"])),
        due=Month.from_int(int(row["due"])),
        target=float(row["target_value"]),
        status=str(row["status"]),
        actual=_number(row["actual"]),
        expected=_number(row["expected"]),
        completion=_number(row["completion"]),
        gap_points=_number(row["gap_points"]),
        latest=_number(row["latest"]),
        latest_at=_month(row["actual_at"]),
        met_at=_month(row["met_at"]),
        comparator=comparator,
        line=str(row["line"]),
        high=_number(row["target_high"]),
        lower=comparator == "at_most" or (comparator != "at_least" and direction == "lower"),
    )


def target_words(one: TargetLine, language: str = "zh", *, value: bool = True) -> str:
    """Name the target with its value: 年度目标（120家）, 2024年低线目标（约3家）, 2023年6月目标（不超过20.0%）.

    Examples
    --------
    >>> one = TargetLine("在孵企业", "家", "stock", Month(2023, 9), Month(2023, 12), 120, "behind")
    >>> target_words(one), target_words(one, value=False), target_words(one, "en")
    ('年度目标（120家）', '年度目标', 'the 2023 target (120)')
    """
    mark = _LINES[one.line][0 if language == "zh" else 1]
    wanted = _wanted(one, language)
    if language == "zh":
        if one.due.month != 12:
            when = dates.month(one.due)
        else:
            when = "年度" if one.due.year == one.month.year else f"{one.due.year}年"
        if one.total:  # 年度 would be taken for what the year alone has to add
            when = f"{one.due.year}年" if one.due.month == 12 else when
            mark += "累计"
        return f"{when}{mark}目标" + (f"（{wanted}）" if value else "")
    when = str(one.due.year) if one.due.month == 12 else dates.month(one.due, "en")
    more = ", ".join(part for part in (mark, wanted if value else "") if part)
    return f"the {when} target" + (f" ({more})" if more else "")


def after_name(name: str, text: str, *, link: str = "为") -> str:
    """Put a text after a name; a numeral does not stand right after a Latin letter or another numeral.

    Examples
    --------
    >>> after_name("在孵企业", "96家"), after_name("R&D/GDP", "2.2%"), after_name("R&D/GDP", "9月数据未报", link="的")
    ('在孵企业96家', 'R&D/GDP为2.2%', 'R&D/GDP的9月数据未报')
    """
    touching = name[-1:].isascii() and name[-1:].isalnum() and text[:1].isascii()
    return f"{name}{link if touching else ''}{text}"


def difference_words(scale: Scale, printed: float, language: str = "zh") -> str:
    """Write a difference of printed numbers; of per cent it is in percentage points, and one printed as nothing is small.

    Examples
    --------
    >>> difference_words(Scale("家"), 24), difference_words(Scale("%", places=1), 4.8)
    ('24家', '4.8个百分点')
    >>> difference_words(Scale("万平方米", 1e4, 1), 0), difference_words(Scale("%", places=1), 4.8, "en")
    ('不足0.1万平方米', '4.8 percentage points')
    """
    own = Scale("百分点", 1.0, scale.places) if scale.unit == "%" else scale
    size = abs(printed)
    if rounded(size, scale.places) == 0:
        least = own.written(10.0**-scale.places, language)
        return f"不足{least}" if language == "zh" else f"less than {least}"
    return own.written(size, language)


def _wanted(one: TargetLine, language: str) -> str:
    scale = one.scale
    text = scale.text(one.target, language)
    if one.high is not None:
        high = scale.text(one.high, language)
        low = text.removesuffix(scale.unit) if scale.unit != "%" else text
        text = f"{low}至{high}" if language == "zh" else f"{text} to {high}"
    if one.lower:
        return f"不超过{text}" if language == "zh" else f"at most {text}"
    if one.comparator == "about":
        return f"约{text}" if language == "zh" else f"about {text}"
    return text


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _month(value: Any) -> Month | None:
    return None if value is None or pd.isna(value) else Month.from_int(int(value))
