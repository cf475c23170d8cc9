"""The targets and tasks assigned to the unit, with the arithmetic, and its place in its league."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.documents.values import LINES, how_words
from incuanalysis.display.items import Cell, Item, Prose, Table
from incuanalysis.display.numbers import percent, points
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.progress import completion_words
from incuanalysis.display.sentences.ranks import place_words
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.display.tables.formats import Format, unit_label
from incuanalysis.display.unit_statement.exact import exact_scale
from incuanalysis.display.unit_statement.first_page import document_name, target_words
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.plans.units import STATES
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.unit_statement import Statement

__all__ = ["targets"]

_LEAGUES = {"town": "街道（乡镇）", "department": "部门", "carrier": "载体", "park": "园区"}
_ROLES = {"lead": "牵头", "joint": "配合"}
# Tasks in the table; of the others only the number is told.
_MOST = 12


def targets(data: Statement, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return how the unit stands: a sentence, its targets with the arithmetic, else its tasks, and its place."""
    # the table says how each target stands; the title has counted them
    said = [target_words(data)] if data.targets.empty else []
    if len(data.targets):
        said.append(f"分解到本单位的目标{len(data.judged)}项，进展见下表。")
        said += [f"另承担行动计划任务{len(data.tasks)}项。"] if len(data.tasks) else []
    said.append(_place(data))
    items: list[Item] = [Prose(stamp(report), lists.as_markdown("".join(said)))]
    if len(data.targets):
        items.append(_targets(data, report, traces))
    elif len(data.tasks):
        items.append(_tasks(data, report))
    return tuple(items)


def _place(data: Statement) -> str:
    """Say the unit's place in its league, without anybody else's number."""
    one = data.standing
    if one is None:
        return ""
    league = _LEAGUES.get(one.league, one.league)
    if one.state != "ranked":
        return f"本单位{STATES[one.state][0]}，不参加排名。"
    if one.place is None or one.score is None:
        return "本单位未报数，本期不排名。"
    how = "各项任务当年完成率平均" if one.basis == "targets" else "任务完成和按期推进的占比"
    document = document_name(data)
    if one.of == 1:
        where = "同类单位中仅本单位参加，不排名"
    else:
        where = f"在参加排名的{one.of}个{league}中拟列{place_words(one.place, one.of, shared=one.shared)}"
    return f"{document}中，{how}{percent(one.score)}，{where}（排名方法为本报告自定）。"


def _targets(data: Statement, report: Report, traces: TraceBook) -> Table:
    # a range of which both ends are assigned alike is one line
    rows = data.targets.drop_duplicates(["target", "target_value", "due"]).reset_index(drop=True)
    ends = rows["target"].duplicated(keep=False)
    rows = rows.assign(
        label=rows["name"] + rows["line"].map(LINES).where(ends, ""),
        why=rows["status"].where(rows["status"] == "not_reported", ""),
        reckoned=[_reckoned(row) for row in rows.to_dict("records")],
    )
    book = {}
    for number, row in enumerate(rows.to_dict("records")):
        if pd.isna(row["actual"]):
            continue
        value = exact_scale([row["actual"]], str(row["unit"])).text(row["actual"])
        label = f"{full_width(data.unit.name)} {row['label']} {dates.month(data.month)}"
        if id := traces.add(label, value, how_words(row), str(row["cells"]), _steps(row)):
            book[number, "actual"] = id
    columns = (
        ColumnSpec("label", "目标"),
        ColumnSpec("measured_in", "单位", "unit", unit_key="unit"),
        ColumnSpec("target_value", "目标值", "amount", unit_key="unit"),
        ColumnSpec("due", "期限", "date"),
        ColumnSpec("actual", "实际", "amount", unit_key="unit", absent_key="why"),
        ColumnSpec("reckoned", "完成率"),
        ColumnSpec("schedule", "序时进度", "completion"),
        ColumnSpec("status", "状态", "status"),
    )
    notes = ("完成率按期限目标计算；未报的不按零计算，不判断进度。",)
    caption = f"分解到{full_width(data.unit.name)}的目标进展"
    return _exact(build_table(stamp(report), caption, rows, columns, traces=book, notes=notes), rows)


def _exact(table: Table, rows: pd.DataFrame) -> Table:
    """Write the amounts with all digits in their own unit, as the division beside them does."""
    made = []
    for cells, row in zip(table.rows, rows.to_dict("records"), strict=True):
        form = Format(exact_scale([row["target_value"], row["actual"]], str(row["unit"])))
        old = dict(zip((column.key for column in table.columns), cells, strict=True))
        old["measured_in"] = unit_label(str(row["unit"]))
        old["target_value"] = form.cell(row["target_value"])
        if pd.notna(row["actual"]):
            was = old["actual"]
            old["actual"] = form.cell(row["actual"], trace=was.trace if isinstance(was, Cell) else "")
        made.append(tuple(old.values()))
    return dataclasses.replace(table, rows=tuple(made))


def _reckoned(row: Mapping[Hashable, Any]) -> str:
    """Write the division behind a share of a target: 2930÷3300＝88.8%."""
    if pd.isna(row["actual"]) or pd.isna(row["completion"]):
        return "—"
    scale = exact_scale([row["target_value"], row["actual"]], str(row["unit"]))
    share = percent(100 * row["completion"])
    if row["comparator"] == "at_most":
        if row["completion"] >= 1:
            return f"未超过{scale.text(row['target_value'])}，{share}"
        return f"{scale.number(row['target_value'])}÷{scale.number(row['actual'])}＝{share}"
    return f"{scale.number(row['actual'])}÷{scale.number(row['target_value'])}＝{share}"


def _steps(row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    if pd.isna(row["completion"]):
        return ()
    steps = [f"完成率：{_reckoned(row)}"]
    if pd.notna(row["completion_year"]) and pd.notna(row["year_value"]) and row["year_value"] != row["target_value"]:
        due = exact_scale([row["year_value"]], str(row["unit"])).text(row["year_value"])
        steps.append(f"截至当年12月应达{due}，{completion_words(row['completion_year'])}")
    if pd.notna(row["schedule"]) and pd.notna(row["gap_points"]):
        done, due = percent(100 * row["completion"]), percent(100 * row["schedule"])
        sign = "高于" if row["gap_points"] >= 0 else "低于"
        steps.append(f"与序时差：完成率{done}，序时进度{due}，{sign}序时{points(abs(row['gap_points']))}")
    return tuple(steps)


def _tasks(data: Statement, report: Report) -> Table:
    rows = data.tasks.head(_MOST)
    rows = rows.assign(
        part=[_ROLES.get(str(role), str(role)) for role in rows["role"]],
        when=[_due(row) for row in rows.to_dict("records")],
        status=rows["status"].where(~(rows["overdue"] & rows["status"].ne("done")), "overdue"),
        said=rows["milestone"].fillna("").astype("str"),
    )
    columns = (
        ColumnSpec("task", "序号", "count"),
        ColumnSpec("title", "任务"),
        ColumnSpec("part", "分工"),
        ColumnSpec("when", "期限", align="center"),
        ColumnSpec("status", "状态", "status"),
        ColumnSpec("said", "进展"),
    )
    left = len(data.tasks) - len(rows)
    notes = ("序号为行动计划中任务的编号。", *((f"另有{left}项未列出。",) if left else ()))
    return build_table(stamp(report), f"{full_width(data.unit.name)}承担的行动计划任务", rows, columns, notes=notes)


def _due(row: Mapping[Hashable, Any]) -> str:
    due = row["due"]
    if due is None or pd.isna(due) or not str(due):
        return "—"
    return str(due) if isinstance(due, str) else str(due if isinstance(due, Month) else Month.from_int(int(due)))
