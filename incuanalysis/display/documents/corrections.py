"""What was corrected after a document was issued: the mark in its title, and the list right after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Item, Prose, Title
from incuanalysis.display.numbers import scale_of
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.documents.corrections import Correction, Update, corrections_of, updates_since
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.plans.bureaus import document_data

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["with_corrections"]

# Changes that nobody recorded as a correction; of more only the number is told.
_MOST = 12


def with_corrections(report: Report, kind: str, title: Title) -> tuple[Item, ...]:
    """Return a document's title, and after it what was corrected since it was issued; the title alone if nothing was.

    A correction on record marks the title 更正第N号. Where the bureau's file says that the document was issued, and data
    changed since without a correction on record, these changes are listed too, to be recorded before it goes out.

    Parameters
    ----------
    report
        The report that is made.
    kind
        Kind of document, as in the bureau's file and the records.
    title
        The document's title.
    """
    unit = report.unit or ""
    fixes = corrections_of(report.inquiry, kind, unit)
    updates = _updates(report, kind, fixes)
    if not (fixes or updates):
        return (title,)
    if fixes:
        number = fixes[-1].number
        mark = report.say(f"（更正第{number}号）", f" (correction no. {number})")
    else:
        mark = report.say("（更正稿，更正号待填）", " (to be corrected, number to be given)")
    marked = dataclasses.replace(title, title=f"{title.title}{mark}")
    return (marked, *_block(report, fixes, updates))


def _updates(report: Report, kind: str, fixes: tuple[Correction, ...]) -> tuple[Update, ...]:
    said = document_data(report.project, report.region.id, kind, report.period, report.unit or "")
    if said.state != "issued" or said.date is None:
        return ()
    since = max([said.date, *(dt.date.fromisoformat(one.on) for one in fixes)])
    return updates_since(report.inquiry, since, report.unit or "")


def _block(report: Report, fixes: tuple[Correction, ...], updates: tuple[Update, ...]) -> tuple[Item, ...]:
    names = dict(zip(report.inquiry.units["unit"], report.inquiry.units["name"], strict=True))
    rows = [
        {
            "number": str(one.number),
            "item": f"{full_width(str(names.get(one.unit, one.unit)))}：{one.item}" if one.unit else one.item,
            "before": one.before,
            "after": one.after,
            "reason": one.reason + (f"（{one.document}）" if one.document else ""),
            "on": one.on,
        }
        for one in fixes
    ]
    rows += [_row(one, report) for one in updates[:_MOST]]
    left = len(updates) - min(len(updates), _MOST)
    notes = [report.say(f"另有{left}项数据变动未列出。", f"{left} more changes are not listed.")] if left else []
    if updates:
        notes.append(
            report.say(
                "更正号“待填”的是印发后数据的变动，尚未登记更正；须登记更正事项和原因后再印发。",
                "Changes without a number came in after the issue and are not on record as corrections yet.",
            )
        )
    columns = (
        ColumnSpec("number", report.say("更正号", "No."), align="center"),
        ColumnSpec("item", report.say("更正事项", "Item")),
        ColumnSpec("before", report.say("更正前", "Before"), align="right"),
        ColumnSpec("after", report.say("更正后", "After"), align="right"),
        ColumnSpec("reason", report.say("原因和依据", "Reason")),
        ColumnSpec("on", report.say("日期", "Date"), align="center"),
    )
    text = report.say(
        "对下列数据作出更正，以更正后的为准。",
        "This document was corrected after it was issued; the corrected figures below hold.",
    )
    table = build_table(
        stamp(report),
        report.say("更正说明", "Corrections"),
        rows,
        columns,
        language=report.language,
        notes=tuple(notes),
    )
    return Prose(stamp(report), lists.as_markdown(text)), table


def _row(one: Update, report: Report) -> dict[str, str]:
    scale = scale_of([one.before, one.value], one.measure)
    absent = report.say("未报", "not reported")
    when = dates.period(one.period, report.language)
    return {
        "number": report.say("待填", "—"),
        "item": f"{full_width(one.unit)}：{one.indicator}（{when}，{one.basis}）",
        "before": absent if one.before is None else scale.text(one.before, report.language),
        "after": absent if one.value is None else scale.text(one.value, report.language),
        "reason": report.say("数据更新，原因待填", "data changed, reason to be given"),
        "on": one.on,
    }
