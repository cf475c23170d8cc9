"""The calendar of returns as chart and table, and the list of late and missing ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.calendar import MOST_ROWS, calendar, shown_rows
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.returns import STATES, dated, due_form, due_unit, heads
from incuanalysis.display.items import Column, Item, Prose, Table

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit import Audit, AuditData
    from incuanalysis.intake.audit.coverage import Calendar, Slot

__all__ = ["coverage", "late"]

_FREQUENCIES = {
    "year": ("年报", "Yearly returns"),
    "half": ("半年报", "Half-yearly returns"),
    "quarter": ("季报", "Quarterly returns"),
    "month": ("月报", "Monthly returns"),
}
_MOST_LISTED = 40


def coverage(data: AuditData, audit: Audit, report: Report) -> list[Item]:
    """Return for each frequency the calendar as a chart and as a table."""
    if data.dues is None:
        return [
            Prose(
                stamp(report),
                report.say(
                    "本项目未设定报送要求（没有报送要求文件 duties.yml），无法判断哪些单位应报、何时应报，不列报送日历。",
                    "This project lays down no duties to report (there is no duties.yml): who must report by when is not known, "
                    "so there is no calendar.",
                ),
            )
        ]
    if audit.slots is None:
        text = report.say("尚未收到任何报表，不列报送日历。", "No return has ever come in, so there is no calendar.")
        return [Prose(stamp(report), text)]
    if not audit.calendars:
        text = report.say(
            "报送要求未涉及本地区及所辖单位，不列报送日历。", "No duties concern this region or its units."
        )
        return [Prose(stamp(report), text)]
    items: list[Item] = []
    for one in audit.calendars:
        name = report.say(*_FREQUENCIES[one.frequency])
        items += [calendar(one, name, report), _table(one, name, report)]
    return items


def _table(one: Calendar, name: str, report: Report) -> Table:
    rows, left = shown_rows(one)
    forms = len(one.forms) > 1
    columns = [
        Column("unit", report.say("单位", "Unit")),
        *([Column("form", report.say("报表", "Return"))] if forms else []),
        *(Column(str(p), head, "center") for p, head in zip(one.periods, heads(one.periods, report), strict=True)),
    ]
    listed = tuple(
        (
            due_unit(due, report),
            *([due_form(due, report)] if forms else []),
            *(_cell(slots.get(period), report) for period in one.periods),
        )
        for due, slots in rows
    )
    first, last = dated(one.periods[0], report), dated(one.periods[-1], report)
    notes = (_left_out(left, report),) if left else ()
    return Table(
        stamp(report),
        report.say(f"{name}报送情况（{first}至{last}）", f"{name}, {first} to {last}"),
        tuple(columns),
        listed,
        notes=(
            report.say(
                "“迟N天”为收到日期晚于应报日期的天数；“—”为该期没有报送要求。",
                "Late N d: received that many days after the day due; —: nothing to report for that period.",
            ),
            *notes,
        ),
    )


def _left_out(left: int, report: Report) -> str:
    return report.say(
        f"共{left + MOST_ROWS}行，列出迟报、缺报较多的{MOST_ROWS}行。",
        f"{MOST_ROWS} of {left + MOST_ROWS} rows are listed: those with most late or missing returns.",
    )


def _cell(slot: Slot | None, report: Report) -> str:
    if slot is None:
        return "—"
    if slot.state == "late":
        return report.say(f"迟{slot.days}天", f"Late {slot.days} d")
    return report.say(*STATES[slot.state])


def late(audit: Audit, report: Report) -> Item:
    """Return the list of the period's late and missing returns, or one sentence."""
    if audit.slots is None:
        return Prose(
            stamp(report),
            report.say("没有报送要求或报表，不判断迟报和缺报。", "Without duties or returns, lateness is not judged."),
        )
    found = [slot for slot in audit.slots if slot.state in ("late", "missing")]
    if not found:
        text = (
            report.say("本期没有迟报和缺报。", "No return of this period is late or missing.")
            if audit.slots
            else report.say("本期没有应报的报表。", "No return is due for this period.")
        )
        return Prose(stamp(report), text)
    found.sort(key=lambda slot: (slot.state != "missing", -slot.days, slot.due.title, slot.due.name))
    rows = tuple(
        (
            due_unit(slot.due, report),
            due_form(slot.due, report),
            dated(slot.due.period, report),
            slot.due.date.isoformat(),
            report.say(*STATES[slot.state]),
            slot.received_on.isoformat() if slot.received_on else "—",
            str(slot.days),
        )
        for slot in found[:_MOST_LISTED]
    )
    notes = [
        report.say(
            "未报的天数从应报日期算到数据截至日，迟报的算到收到之日；未报在前，天数多的在前。",
            "Days run from the day due to the day of the data for missing returns, to the day of receipt for late ones; missing ones first.",
        )
    ]
    if len(found) > _MOST_LISTED:
        notes.append(
            report.say(f"共{len(found)}份，列出{_MOST_LISTED}份。", f"{_MOST_LISTED} of {len(found)} are listed.")
        )
    return Table(
        stamp(report),
        report.say(
            f"本期缺报和迟报的报表（共{len(found)}份）", f"Missing and late returns of the period ({len(found)})"
        ),
        (
            Column("unit", report.say("单位", "Unit")),
            Column("form", report.say("报表", "Return")),
            Column("period", report.say("报告期", "Period")),
            Column("due", report.say("应报日期", "Due")),
            Column("state", report.say("状态", "State")),
            Column("received", report.say("收到日期", "Received")),
            Column("days", report.say("逾期", "Overdue"), "right", report.say("天", "days")),
        ),
        rows,
        notes=tuple(notes),
    )
