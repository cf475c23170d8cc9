"""Targets reached and missed by line, and what units brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Item, Prose, Table
from incuanalysis.display.numbers import percent, scale_of
from incuanalysis.display.plan_review.words import LINES, absent_word, counts, labels, names, see, told_absent, when
from incuanalysis.display.sentences import lists
from incuanalysis.display.tables.build import ColumnSpec, build_table

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.plan_review import PlanReview

__all__ = ["contributions", "target_table", "targets", "unit_table"]

_FIRST = 3
# Per cent of the whole from which what no unit accounts for is told.
_MUCH = 10.0
_LINE_NAMES = {"low": ("低线", "low line"), "base": ("目标线", "target"), "high": ("高线", "high line")}


def targets(data: PlanReview, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return how many targets were reached on each line, and the table of all of them."""
    said = Prose(stamp(report), lists.as_markdown(_by_line(data, report)))
    if where := see("targets", data, report):
        return (Prose(stamp(report), f"{said.text}{where}"),)
    return (said, target_table(data, report, traces))


def _by_line(data: PlanReview, report: Report) -> str:
    clauses = []
    for line, (zh, en) in _LINE_NAMES.items():
        rows = data.targets[data.targets["line"] == line]
        if len(rows):
            told = counts(data, report, list(rows["status"]))
            clauses.append(report.say(f"{zh}{len(rows)}项，{told}", f"{en}: {len(rows)}, {told}"))
    lead = report.say(f"{when(data, report)}，按各线统计：", f"{when(data, report)}, by line: ")
    return lead + lists.sentence(*clauses, language=report.language)


def target_table(data: PlanReview, report: Report, traces: TraceBook, annex: str = "") -> Table:
    """Return all lines of all targets with their results."""
    called = names(data, report)
    rows = data.targets.assign(
        label=[
            called[str(target)] + report.say(*LINES[str(line)])
            for target, line in zip(data.targets["target"], data.targets["line"], strict=True)
        ],
        why=data.targets["status"].where(data.targets["status"] == "not_reported", ""),
    )
    book = {}
    for number, row in enumerate(rows.to_dict("records")):
        if row["cells"]:
            value = scale_of([row["actual"]], str(row["unit"])).text(row["actual"], report.language)
            how = ""
            if row["made_of"] == "sum":
                how = report.say(
                    f"所属单位合计（{row['reported']}个单位已报）", f"sum of units ({row['reported']} reported)"
                )
            book[number, "actual"] = traces.add(f"{report.name} {row['label']}", value, how, str(row["cells"]))
    columns = (
        ColumnSpec("label", report.say("目标", "Target")),
        ColumnSpec("measured_in", report.say("单位", "Unit"), "unit", unit_key="unit"),
        ColumnSpec("target_value", report.say("目标值", "Value"), "amount", unit_key="unit"),
        ColumnSpec("due", report.say("期限", "Due"), "date"),
        ColumnSpec("actual", report.say("实绩", "Actual"), "amount", unit_key="unit", absent_key="why"),
        ColumnSpec("completion", report.say("完成率", "Completion"), "completion"),
        ColumnSpec("to_go", report.say("尚差", "Missing"), "amount", unit_key="unit"),
        ColumnSpec("met_at", report.say("首次达到", "First met"), "date"),
        ColumnSpec("status", report.say("结果", "Result"), "status", labels=labels(data, "target")),
    )
    missing = absent_word(data, report)
    notes = (
        report.say(
            f"{missing}的不按零计算。实绩为期限月末的数（未到期的为本期末数），期限后才达到的不算按期完成，达到月份见“首次达到”。",
            f"What is {missing} does not count as nought. Actual: at the end of the due month, or now if it is still to come; "
            "what was met later was not met in time, see the month under First met.",
        ),
    )
    table = build_table(
        stamp(report), report.say(f"{report.name}行动计划目标完成情况表", f"{report.name}: targets and results"), rows, columns,
        language=report.language, units=report.words.units, traces=book, notes=notes, annex=annex, landscape=bool(annex),
        sortable=True,
    )  # fmt: skip
    return told_absent(table, data)


def contributions(data: PlanReview, report: Report) -> tuple[Item, ...]:
    """Return who brought how much to each target, or why that cannot be said."""
    if data.units.empty:
        if not data.assigned:
            text = report.say(
                "没有收到目标分解到各单位的方案，各单位贡献不能说明。",
                "No breakdown of the targets to units is on file, so contributions cannot be told.",
            )
        else:
            text = report.say(
                f"目标已分解到单位，但各单位实绩{absent_word(data, report)}，或不能相加，贡献不能说明。",
                f"The targets are broken down, but the units' results are {absent_word(data, report)}, or cannot be added up.",
            )
        return (Prose(stamp(report), text),)
    called = names(data, report)
    items = [
        f"- {lists.as_markdown(_brought(called[str(target)], rows, report))}"
        for target, rows in data.units.groupby("target", sort=False)
    ]
    said = Prose(stamp(report), "\n".join(items))
    if where := see("units", data, report):
        return (said, Prose(stamp(report), where.strip()))
    return (said, unit_table(data, report))


def _brought(name: str, rows: pd.DataFrame, report: Report) -> str:
    named = rows[rows["unit_id"].notna()]
    first = named[named["actual"] > 0].head(_FIRST)
    scale = scale_of(list(rows["actual"]), str(rows["unit"].iloc[0]))
    told = [
        report.say(
            f"{row['unit_name']}{scale.text(row['actual'])}", f"{row['unit_name']} {scale.text(row['actual'], 'en')}"
        )
        + report.say(f"（占{percent(row['part'])}）", f" ({percent(row['part'])})")
        for row in first.to_dict("records")
    ]
    clauses = []
    if told:
        listed = lists.join(told, language=report.language)
        clauses.append(
            report.say(
                f"{name}：有任务的单位中贡献最多的是{listed}", f"{name}: of units with a part, most from {listed}"
            )
        )
    else:
        clauses.append(report.say(f"{name}：有任务的单位均没有形成实绩", f"{name}: nothing from any unit with a part"))
    short = named[named["gap"] < 0].sort_values("gap", kind="stable")
    if len(short):
        worst = [
            report.say(
                f"{row['unit_name']}（差{scale.text(-row['gap'])}）",
                f"{row['unit_name']} ({scale.text(-row['gap'], 'en')})",
            )
            for row in short.head(_FIRST).to_dict("records")
        ]
        listed = lists.join(worst, language=report.language)
        clauses.append(
            report.say(
                f"未达到分解任务的{len(short)}个单位，差额最大的是{listed}",
                f"{len(short)} units fell short of their part, most of all {listed}",
            )
        )
    rest = rows[rows["unit_id"].isna() & (rows["part"] >= _MUCH)]
    for row in rest.to_dict("records"):
        clauses.append(
            report.say(
                f"其余未分解或未报的占{percent(row['part'])}", f"the rest, not from these, makes {percent(row['part'])}"
            )
        )
    silent = int(named["actual"].isna().sum())
    if silent:
        clauses.append(report.say(f"{silent}个单位未报", f"{silent} units have not reported"))
    return lists.sentence(*clauses, language=report.language)


def unit_table(data: PlanReview, report: Report, annex: str = "") -> Table:
    """Return what each unit brought to each target."""
    called = names(data, report)
    rest = report.say("其余（未分解或未报单位）", "Rest, not from these units")
    rows = data.units.assign(
        target_name=data.units["target"].map(called),
        who=data.units["unit_name"].where(data.units["unit_id"].notna(), rest),
        why=["not_reported" if pd.isna(value) else "" for value in data.units["actual"]],
    )
    columns = (
        ColumnSpec("target_name", report.say("目标", "Target")),
        ColumnSpec("who", report.say("单位", "Unit")),
        ColumnSpec("measured_in", report.say("计量单位", "Measure"), "unit", unit_key="unit"),
        ColumnSpec("expected", report.say("分解任务", "Assigned"), "amount", unit_key="unit"),
        ColumnSpec("actual", report.say("实绩", "Actual"), "amount", unit_key="unit", absent_key="why"),
        ColumnSpec("part", report.say("占比", "Part"), "share"),
        ColumnSpec("gap", report.say("与任务之差", "Less assigned"), "amount", unit_key="unit"),
    )
    notes = (
        report.say(
            "占比为该单位实绩占全区域实绩的比重；其余为全区域数减去已报单位合计。算法为本报告自定。",
            "Part: the unit's share of the region's number; rest: the region's number less those units. Our own method.",
        ),
    )
    return build_table(
        stamp(report), report.say("各单位贡献表", "Contributions of units"), rows, columns, language=report.language,
        units=report.words.units, notes=notes, annex=annex, sortable=True, searchable=bool(annex),
    )  # fmt: skip
