"""Milestones and tasks at the end, reasons that units gave, and texts that people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Item, Prose, Table
from incuanalysis.display.plan_review.words import absent_word, counts, labels, names, see
from incuanalysis.display.sentences import lists
from incuanalysis.display.tables.build import ColumnSpec, build_table

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.plan_review import PlanReview

__all__ = ["milestone_table", "milestones", "task_table", "tasks", "texts"]

_SECTIONS = {
    "preface": ("前言", "Preface"),
    "summary": ("总体情况", "Summary"),
    "practices": ("主要做法", "What was done"),
    "reasons": ("原因", "Reasons"),
    "next_steps": ("下一步", "Next steps"),
    "remarks": ("其他", "Remarks"),
}


def milestones(data: PlanReview, report: Report) -> tuple[Item, ...]:
    """Return where the milestones stand, with how each is tested."""
    rows = data.milestones
    if rows.empty:
        return (Prose(stamp(report), report.say("计划没有列出定性目标。", "The plan has no milestones.")),)
    states = counts(data, report, list(rows["status"]), "milestone")
    pending = int((rows["status"] == "pending").sum())
    more = report.say(
        f"待认定的{pending}项没有认定记录，不推定为已实现" if pending else "",
        f"{pending} without a decision on record are not taken for reached" if pending else "",
    )
    lead = report.say(f"定性目标{len(rows)}项，{states}", f"{len(rows)} milestones: {states}")
    said = lists.as_markdown(lists.sentence(lead, more, language=report.language))
    if where := see("milestones", data, report):
        return (Prose(stamp(report), said + where),)
    return (Prose(stamp(report), said), milestone_table(data, report))


def milestone_table(data: PlanReview, report: Report, annex: str = "") -> Table:
    """Return every milestone with its test and result."""
    rows, english = data.milestones, report.language != "zh"
    shown = rows.assign(
        label=rows["name_en" if english else "name"],
        by_what=rows["test_en" if english else "test"],
    )
    columns = (
        ColumnSpec("number", "#" if english else "序号", "serial"),
        ColumnSpec("label", report.say("定性目标", "Milestone")),
        ColumnSpec("by_what", report.say("判定办法", "Test")),
        ColumnSpec("due", report.say("期限", "Due"), "date"),
        ColumnSpec("reached_on", report.say("实现时间", "Reached"), "date"),
        ColumnSpec("status", report.say("结果", "Result"), "status", labels=labels(data, "milestone")),
    )
    caption = report.say("定性目标完成情况表", "Milestones")
    return build_table(
        stamp(report), caption, shown, columns, language=report.language, units=report.words.units, annex=annex,
        landscape=bool(annex),
    )  # fmt: skip


def tasks(data: PlanReview, report: Report) -> tuple[Item, ...]:
    """Return where the tasks stand; without any record only that."""
    rows = data.tasks
    if rows.empty:
        return (Prose(stamp(report), report.say("计划没有列出重点工作。", "The plan lists no tasks.")),)
    if not data.task_records:
        text = report.say(
            f"计划列出重点工作{len(rows)}项，没有收到任务台账，办理情况{absent_word(data, report)}。",
            f"The plan lists {len(rows)} tasks; no ledger of tasks is on file, their progress is {absent_word(data, report)}.",
        )
        return (Prose(stamp(report), text),)
    states = counts(data, report, list(rows["status"]), "task")
    said = report.say(f"重点工作{len(rows)}项，{states}。", f"{len(rows)} tasks: {states}.")
    if where := see("tasks", data, report):
        return (Prose(stamp(report), lists.as_markdown(said) + where),)
    return (Prose(stamp(report), lists.as_markdown(said)), task_table(data, report))


def task_table(data: PlanReview, report: Report, annex: str = "") -> Table:
    """Return every task with how many of its units are done."""
    rows = data.tasks
    shown = rows.assign(
        label=rows[report.say("title", "title_en")],
        finished=[f"{done}/{units}" for done, units in zip(rows["done"], rows["units"], strict=True)],
    )
    columns = (
        ColumnSpec("task", report.say("序号", "No."), "text", align="center"),
        ColumnSpec("label", report.say("重点工作", "Task")),
        ColumnSpec("finished", report.say("已完成单位/责任单位", "Units done / all"), align="center"),
        ColumnSpec("due", report.say("期限", "Due"), "date"),
        ColumnSpec("status", report.say("状态", "State"), "status", labels=labels(data, "task")),
    )
    notes = (
        report.say(
            "一项工作有牵头单位的以牵头单位为准，没有的须全部责任单位完成（本报告自定）。",
            "Lead units decide for a task, all units where none leads (our own rule).",
        ),
    )
    caption = report.say("重点工作完成情况表", "Tasks")
    return build_table(
        stamp(report), caption, shown, columns, language=report.language, units=report.words.units, notes=notes,
        annex=annex,
    )  # fmt: skip


def texts(data: PlanReview, report: Report) -> Prose:
    """Return the reasons that units reported for what was missed, and what was written for this document."""
    called = names(data, report)
    parts = []
    if len(data.missed):
        items = []
        for row in data.missed.to_dict("records"):
            words = [
                f"{report.say(*label)}{report.say('：', ': ')}{row[key]}"
                for key, label in (("reasons", ("原因", "reasons")), ("measures", ("措施", "measures")))
                if row[key]
            ]
            if words:
                told = lists.sentence(*words, language=report.language)
                items.append(f"- {lists.as_markdown(called[str(row['target'])] + report.say('：', ': ') + told)}")
        silent, of = len(data.missed) - len(items), len(data.missed)
        note_zh = f"{of}项未按期完成" + (
            f"，{'均' if silent == of else f'其中{silent}项'}没有报送原因" if silent else ""
        )
        note_en = f"{of} missed" + (f", {'all' if silent == of else silent} without reported reasons" if silent else "")
        lead = report.say(f"**未完成目标。**{note_zh}。", f"**Targets missed.** {note_en}.")
        parts.append("\n\n".join([lead, "\n".join(items)]) if items else lead)
    units = dict(zip(report.inquiry.units["unit"], report.inquiry.units["name"], strict=True))
    for id, label in _SECTIONS.items():
        written = [one for one in data.texts if one.section == id]
        if written:
            said = [
                lists.as_markdown(f"{units.get(one.unit, one.unit)}：{one.text}" if one.unit else one.text)
                for one in written
            ]
            parts.append(f"**{report.say(*label)}{report.say('。', '.')}**" + "\n\n" + "\n\n".join(said))
    if not data.texts:
        parts.append(
            report.say(
                "主要做法、原因和下一步的文字材料：未提供。",
                "Texts on what was done, reasons and next steps: none provided.",
            )
        )
    return Prose(stamp(report), "\n\n".join(parts))
