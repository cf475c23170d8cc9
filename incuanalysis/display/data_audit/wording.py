"""Words that the parts of the audit share: names of units, values, places in files, periods in heads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import label
from incuanalysis.intake.findings import sentence

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit.gather import AuditData
    from incuanalysis.intake.audit.issues import Issue
    from incuanalysis.intake.forms.duties import Due
    from incuanalysis.vocabulary.periods import Period

__all__ = [
    "STATES",
    "dated",
    "heads",
    "issue_text",
    "measured",
    "on_day",
    "place",
    "plain",
    "said",
    "unit_label",
    "who",
]

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
_QUARTERS = "一二三四"
_SHOWN_CELLS = 3


def plain(value: float | None, language: str = "zh") -> str:
    """Write a value in full digits, with the decimals that it has (at most four).

    Examples
    --------
    >>> plain(1258.9), plain(47.0), plain(-0.12345), plain(None)
    ('1258.9', '47', '−0.1235', '—')
    """
    written = numbers.digits(value, language, 4)
    return written.rstrip("0").rstrip(".") if "." in written else written


def who(unit: str, data: AuditData, report: Report) -> str:
    """Return a unit's name: a region's short one, or a carrier's."""
    return data.carriers[unit] if unit in data.carriers else report.region_name(unit)


def due_unit(due: Due, report: Report) -> str:
    """Return the name of the unit that owes a return."""
    if due.carrier or report.language == "zh":
        return due.name
    return report.region_name(due.region)


def due_form(due: Due, report: Report) -> str:
    """Return what a return is called; the project's own title is Chinese."""
    return due.title if report.language == "zh" else _FORMS.get(due.form, due.title)


def unit_label(indicator: str, report: Report) -> str:
    """Return the unit of an indicator's values; English has no word of its own for counts of 家 and 个."""
    return report.words.units.label(report.words.indicators.get(indicator).unit, report.language) or "number"


def measured(indicator: str, report: Report) -> str:
    """Name an indicator with the unit of its values."""
    name, unit = label(indicator, report), unit_label(indicator, report)
    return report.say(f"{name}（{unit}）", f"{name} ({unit})")


def on_day(day: dt.date, report: Report) -> str:
    """Write a day as running text does: 2024年1月5日."""
    return report.say(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def dated(period: Period, report: Report) -> str:
    """Return a period in words."""
    return period.label(report.language)


def heads(periods: Sequence[Period], report: Report) -> list[str]:
    """Return what stands above the columns of a calendar: months of one year without the year.

    A quarter is written 2023年 四季度, which fits a column.
    """
    one_year = len({period.last.year for period in periods}) == 1
    return [_head(period, report, with_year=not one_year) for period in periods]


def _head(period: Period, report: Report, *, with_year: bool) -> str:
    year, month = period.last.year, period.last.month
    part = {
        "month": (f"{month}月", f"{month:02d}"),
        "quarter": (f"{_QUARTERS[(month - 1) // 3]}季度", f"Q{month // 3}"),
        "half": ("上半年" if month == 6 else "下半年", f"H{month // 6}"),
    }.get(period.frequency)
    if part is None:
        return report.say(f"{year}年", str(year))
    if report.language == "zh":
        # The space is where a narrow column breaks.
        return f"{year}年 {part[0]}" if with_year else part[0]
    return f"{year}-{part[1]}"


def issue_text(issue: Issue, report: Report) -> str:
    """Return the finding's sentence, ids of indicators in it replaced by their names."""
    facts = dict(issue.finding.facts)
    if "nearest" in facts:
        facts["nearest"] = _named(facts["nearest"], report)
    for fact, text in facts.items():
        if fact.endswith("file"):
            facts[fact] = text.rsplit("/", 1)[-1]
    return sentence(issue.finding.code, facts, report.language)


def _named(nearest: str, report: Report) -> str:
    known = report.words.indicators
    ids = [re.split(r"[\s（(]", part, maxsplit=1)[0] for part in nearest.split("、") if part]
    names = [known.get(id).name(report.language) if id in known else id for id in ids]
    return report.say("、", ", ").join(names) or report.say("无", "none")


def place(issue: Issue, report: Report) -> str:
    """Say where an issue stands: sheet and cells, the first three of many."""
    sheet = issue.finding.sheet
    cells = "、".join(issue.cells[:_SHOWN_CELLS]) if report.language == "zh" else ", ".join(issue.cells[:_SHOWN_CELLS])
    if len(issue.cells) > _SHOWN_CELLS:
        cells += report.say(f"等{len(issue.cells)}格", f" … ({len(issue.cells)} cells)")
    if not sheet and not cells:
        return report.say("整个文件", "whole file")
    if report.language == "zh":
        return f"{f'“{sheet}”' if sheet else ''}{cells}"
    return " ".join(part for part in (f'"{sheet}"' if sheet else "", cells) if part)


def said(count: int, zh: str, en: str, report: Report) -> str:
    """Say a number of things; ``en`` is the singular, and gets an s for more."""
    return report.say(f"{count}{zh}", f"{count} {en}{'' if count == 1 else 's'}")
