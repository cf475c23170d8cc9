"""The annexes: every score with its arithmetic, every target with its lines, the plan's tasks by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incuanalysis.display.annual_assessment.results import mean_words
from incuanalysis.display.annual_assessment.wording import arithmetic
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Table
from incuanalysis.display.sentences import dates
from incuanalysis.display.tables.build import ColumnSpec, build_table

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.annual_assessment import Annual

__all__ = ["annexes"]

_LINES = {"low": "（低线）", "base": "", "high": "（高线）"}


def annexes(data: Annual, report: Report, traces: TraceBook) -> tuple[Table, ...]:
    """Return the annexes that have something to show, numbered from 1."""
    found: list[Table] = []
    if len(data.shares):
        found.append(_scores(data, report, traces, f"附件{len(found) + 1}"))
    if len(data.targets):
        found.append(_targets(data, report, traces, f"附件{len(found) + 1}"))
    if len(data.tasks):
        found.append(_tasks(data, report, f"附件{len(found) + 1}"))
    return tuple(found)


def _scores(data: Annual, report: Report, traces: TraceBook, annex: str) -> Table:
    rows: list[dict[Any, Any]] = []
    book: dict[tuple[int, str], str] = {}
    emphasis = []
    order = [unit for unit in data.units["unit"] if unit in set(data.shares["unit_id"])]
    order += [unit for unit in data.shares["unit_id"].drop_duplicates() if unit not in order]
    for unit in order:
        own = data.shares[data.shares["unit_id"] == unit]
        for row in own.to_dict("records"):
            label = f"{row['name']}{_LINES[str(row['line'])]}"
            if row["cells"]:
                trace = traces.add(
                    f"{row['unit_name']} {label} {dates.month(data.month)}",
                    f"{row['actual']:g}{row['unit']}",
                    "",
                    str(row["cells"]),
                )
                book[len(rows), "actual"] = trace
            why = row["status"] if row["status"] == "not_reported" else ""
            rows.append(row | {"label": label, "how": arithmetic(row), "why": why})
        points = own["points"].dropna()
        mean: dict[Any, Any] = {
            "unit_name": str(own["unit_name"].iloc[0]),
            "label": "责任目标得分",
            "how": mean_words(own),
            "why": "",
        }
        mean |= {"points": float(points.mean()) if len(points) else None}
        emphasis.append(len(rows))
        rows.append(dict.fromkeys(("unit", "year_value", "actual", "completion_year")) | mean)
    columns = (
        ColumnSpec("unit_name", "单位"),
        ColumnSpec("label", "任务"),
        ColumnSpec("measured_in", "计量单位", "unit", unit_key="unit"),
        ColumnSpec("year_value", "当年任务", "amount", unit_key="unit"),
        ColumnSpec("actual", "完成", "amount", unit_key="unit", absent_key="why"),
        ColumnSpec("completion_year", "完成率", "completion"),
        ColumnSpec("points", "得分", "score", places=2),
        ColumnSpec("how", "算式"),
    )
    notes = (
        "算式中的数为未换算单位的原数；得分按未取整的数计算，列示两位小数。",
        "当年任务为按任务分解表到当年底应达到的数，期限在以后年份的按进度推算；每项最高100分，未报的不计入平均（本报告自定）。",
    )
    caption = f"{report.name}{data.year}年度各单位得分明细"
    return build_table(
        stamp(report), caption, rows, columns, traces=book, emphasis=emphasis, notes=notes, annex=annex, landscape=True
    )


def _targets(data: Annual, report: Report, traces: TraceBook, annex: str) -> Table:
    rows = data.targets.assign(
        label=data.targets["name"] + data.targets["line"].map(_LINES),
        why=data.targets["status"].where(data.targets["status"] == "not_reported", ""),
    )
    book = {}
    for number, row in enumerate(rows.to_dict("records")):
        if row["cells"]:
            how = f"所属单位合计（{row['reported']}个单位已报）" if row["made_of"] == "sum" else ""
            label = f"{report.name} {row['label']} {dates.month(data.month)}"
            book[number, "actual"] = traces.add(label, f"{row['actual']:g}{row['unit']}", how, str(row["cells"]))
    columns = (
        ColumnSpec("label", "目标"),
        ColumnSpec("measured_in", "单位", "unit", unit_key="unit"),
        ColumnSpec("target_value", "目标值", "amount", unit_key="unit"),
        ColumnSpec("due", "期限", "date"),
        ColumnSpec("year_value", "当年任务", "amount", unit_key="unit"),
        ColumnSpec("actual", f"{data.year}年底", "amount", unit_key="unit", absent_key="why"),
        ColumnSpec("completion", "完成率", "completion"),
        ColumnSpec("completion_year", "完成当年任务", "completion"),
        ColumnSpec("status", "状态", "status"),
    )
    notes = ("没有分年数的目标，当年任务按行动计划登记的进度办法推算，可能不是整数（本报告自定）；未报的不按零计算。",)
    caption = f"{report.name}{data.year}年度目标完成情况"
    return build_table(
        stamp(report), caption, rows, columns, traces=book, notes=notes, annex=annex, landscape=True, sortable=True
    )


def _tasks(data: Annual, report: Report, annex: str) -> Table:
    rows = data.tasks.sort_values(["completion", "unit"], ascending=[False, True], kind="stable", na_position="last")
    columns = (
        ColumnSpec("unit", "单位"),
        ColumnSpec("tasks", "承担任务", "count", unit="项"),
        ColumnSpec("lead", "其中牵头", "count", unit="项"),
        ColumnSpec("done", "已完成", "count", unit="项"),
        ColumnSpec("under_way", "推进中", "count", unit="项"),
        ColumnSpec("behind", "滞后", "count", unit="项"),
        ColumnSpec("not_started", "未启动", "count", unit="项"),
        ColumnSpec("not_reported", "未报", "count", unit="项"),
        ColumnSpec("changed", "已调整", "count", unit="项"),
        ColumnSpec("overdue", "其中逾期", "count", unit="项"),
        ColumnSpec("completion", "完成率", "completion"),
    )
    notes = ("完成率=已完成÷（承担任务−已调整）；重点任务完成情况不计入本次得分（本报告自定）。",)
    caption = f"{report.name}{data.year}年底行动计划重点任务完成情况"
    return build_table(stamp(report), caption, rows, columns, notes=notes, annex=annex, landscape=True, sortable=True)
