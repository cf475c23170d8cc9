"""Words that the parts of the audit share: names of units and indicators, places in files, sentences of findings."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import label
from incuanalysis.intake.findings import sentence
from incuanalysis.intake.forms.naming import full_width

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit.gather import AuditData
    from incuanalysis.intake.audit.issues import Issue

__all__ = ["issue_text", "measured", "on_day", "place", "said", "unit_label", "who"]

_SHOWN_CELLS = 3


def who(unit: str, data: AuditData, report: Report) -> str:
    """Return a unit's name: a region's short one, or a carrier's."""
    name = data.carriers[unit] if unit in data.carriers else report.region_name(unit)
    return full_width(name) if report.language == "zh" else name


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
