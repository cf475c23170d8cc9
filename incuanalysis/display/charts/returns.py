"""Words of the returns that charts and tables share: values, periods above columns, units and forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incuanalysis.display import numbers

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.forms.duties import Due
    from incuanalysis.vocabulary.periods import Period

__all__ = ["STATES", "dated", "due_form", "due_unit", "heads", "plain"]

#: State of an expected return → name in the two languages.
STATES = {
    "in_time": ("按时", "In time"),
    "late": ("迟报", "Late"),
    "missing": ("未报", "Missing"),
    "not_yet_due": ("未到期", "Not yet due"),
}
_FORMS = {
    "monthly": "Monthly return",
    "quarterly": "Quarterly return",
    "annual": "Annual return",
    "carriers": "Register of carriers",
    "firms": "Roster of firms",
}


def plain(value: float | None, language: str = "zh") -> str:
    """Write a value in full digits, with the decimals that it has (at most four).

    Examples
    --------
    >>> plain(1258.9), plain(47.0), plain(-0.12345), plain(None)
    ('1258.9', '47', '−0.1235', '—')
    """
    written = numbers.digits(value, language, 4)
    return written.rstrip("0").rstrip(".") if "." in written else written


def due_unit(due: Due, report: Report) -> str:
    """Return the name of the unit that owes a return."""
    if due.carrier or report.language == "zh":
        return due.name
    return report.region_name(due.region)


def due_form(due: Due, report: Report) -> str:
    """Return what a return is called; the project's own title is Chinese."""
    return due.title if report.language == "zh" else _FORMS.get(due.form, due.title)


def dated(period: Period, report: Report) -> str:
    """Return a period in words."""
    return period.label(report.language)


def heads(periods: Sequence[Period], report: Report) -> list[str]:
    """Return what stands above the columns of a calendar: months of one year without the year.

    A quarter is written 2023年四季度, which fits a column.
    """
    one_year = len({period.last.year for period in periods}) == 1
    return [_head(period, report, with_year=not one_year) for period in periods]


def _head(period: Period, report: Report, *, with_year: bool) -> str:
    year, month = period.last.year, period.last.month
    part = {
        "month": (f"{month}月", f"{month:02d}"),
        "quarter": (f"{'一二三四'[month // 3 - 1]}季度", f"Q{month // 3}"),
        "half": ("上半年" if month == 6 else "下半年", f"H{month // 6}"),
    }.get(period.frequency)
    if part is None:
        return report.say(f"{year}年", str(year))
    if report.language == "zh":
        return f"{year}年{part[0]}" if with_year else part[0]
    return f"{year}-{part[1]}"
