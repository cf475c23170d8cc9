"""The tables: every target of the region, and the places of its units."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.bullet import bullet
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.documents.leagues import league_word
from incuanalysis.display.items import Chart, Item, Prose, Table
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.ranks import Placed, first_and_last
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.plans.units import STATES
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.monthly import Monthly

__all__ = ["annexes", "progress_chart", "targets", "units"]

# Rows of the table in the text: two pages hold no more.
_SHORT = 8
# Targets in the chart.
_DRAWN = 6
_LINES = {"low": "（低线）", "base": "", "high": "（高线）"}
_HOW = {
    "stock": "月末数", "ytd": "本年累计报送数", "since_start": "计划以来累计报送数", "since_founding": "历年累计报送数",
}  # fmt: skip


def progress_chart(data: Monthly, report: Report) -> tuple[Chart, ...]:
    """Return the chart of progress against schedule; nothing where no target has a number."""
    return (bullet(data.targets, report, most=_DRAWN),) if data.targets["actual"].notna().any() else ()


def targets(data: Monthly, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return where each target stands: in a table, or, if there are many, where to find them."""
    if len(data.targets) > _SHORT:
        return (Prose(stamp(report), "各项指标的目标、实际、完成率和状态见附件1。"),)
    return (_table(data.targets, data, report, traces),)


def annexes(data: Monthly, report: Report, traces: TraceBook) -> tuple[Table, ...]:
    """Return the tables that are too long for the text."""
    found: list[Table] = []
    if len(data.targets) > _SHORT:
        found.append(_table(data.targets, data, report, traces, annex="附件1"))
    if len(data.units) > _SHORT:
        found.append(_unit_table(data, report, f"附件{len(found) + 1}"))
    return tuple(found)


def _table(rows: pd.DataFrame, data: Monthly, report: Report, traces: TraceBook, annex: str = "") -> Table:
    names = rows["name"] + rows["line"].map(_LINES)
    month = dates.month(data.month)
    shown = rows.assign(label=names, why=rows["status"].where(rows["status"] == "not_reported", ""))
    book = {}
    for number, row in enumerate(shown.to_dict("records")):
        if row["cells"]:
            how = (
                f"所属单位合计（{row['reported']}个单位已报）"
                if row["made_of"] == "sum"
                else _HOW.get(str(row["how"]), "")
            )
            book[number, "actual"] = traces.add(
                f"{report.name} {row['label']} {month}", f"{row['actual']:g}{row['unit']}", how, str(row["cells"])
            )
    # A deadline that all share is told once.
    same = shown["due"].nunique() == 1
    due = () if same else (ColumnSpec("due", "期限", "date"),)
    when = f"目标期限均为{dates.month_end(Month.from_int(int(shown['due'].iloc[0])), year=True)}。" if same else ""
    columns = (
        ColumnSpec("label", "指标"),
        ColumnSpec("measured_in", "单位", "unit", unit_key="unit"),
        ColumnSpec("target_value", "目标", "amount", unit_key="unit"),
        *due,
        ColumnSpec("actual", f"{dates.as_of(data.month)}", "amount", unit_key="unit", absent_key="why"),
        ColumnSpec("completion", "完成率", "completion"),
        ColumnSpec("schedule", "序时进度", "completion"),
        ColumnSpec("gap_points", "与序时差", "points"),
        ColumnSpec("completion_year", "完成当年任务", "completion"),
        ColumnSpec("status", "状态", "status"),
    )
    caption = f"{report.name}{month}指标进展情况表"
    notes = (f"{when}完成率按期限目标计算，完成当年任务按截至当年12月应达到的数计算；未报的不按零计算，不判断进度。",)
    return build_table(
        stamp(report),
        caption,
        shown,
        columns,
        traces=book,
        notes=notes,
        annex=annex,
        landscape=bool(annex),
        grow="label",
        sortable=True,
    )


def units(data: Monthly, report: Report) -> tuple[Item, ...]:
    """Return how the units stand: a sentence for each league, and the table; or that nothing was assigned."""
    if data.units.empty:
        return (Prose(stamp(report), "行动计划目标尚未分解到单位，本期不作单位排名。"),)
    said = []
    for league, rows in data.units.groupby("league", sort=False):
        placed = [
            Placed(str(row["name"]), None if pd.isna(row["place"]) else int(row["place"]))
            for row in rows.to_dict("records")
        ]
        ranked = [one for one in placed if one.place is not None]
        if ranked:
            said.append(first_and_last(ranked, word=league_word(str(league), report)))
    lead = "按分解任务当年完成情况的平均值排名（每项最高按100%计，排名方法为本报告自定）。"
    text = lists.as_markdown(lead + lists.sentence(*said))
    if len(data.units) > _SHORT:
        annex = 2 if len(data.targets) > _SHORT else 1
        return (Prose(stamp(report), f"{text}各单位位次见附件{annex}。"),)
    return (Prose(stamp(report), text), _unit_table(data, report))


def _moved(row: Mapping[Hashable, Any]) -> str:
    if pd.isna(row["place"]):
        return "—"
    if pd.isna(row["moved"]):
        return "首次排名"
    moved = int(row["moved"])
    return "持平" if moved == 0 else f"{'升' if moved > 0 else '降'}{abs(moved)}位"


def _why(row: Mapping[Hashable, Any]) -> str:
    if row["state"] != "ranked":
        return STATES[str(row["state"])][0]
    if not row["targets"]:
        return "无任务"
    if pd.isna(row["place"]):
        return "未报数"
    return ""


def _unit_table(data: Monthly, report: Report, annex: str = "") -> Table:
    rows = data.units.assign(
        moved_text=[_moved(row) for row in data.units.to_dict("records")],
        standing=[_why(row) for row in data.units.to_dict("records")],
    )
    columns = (
        ColumnSpec("name", "单位"),
        ColumnSpec("targets", "任务数", "count", unit="项"),
        ColumnSpec("done", "已完成", "count", unit="项"),
        ColumnSpec("on_schedule", "达序时", "count", unit="项"),
        ColumnSpec("behind", "滞后", "count", unit="项"),
        ColumnSpec("not_reported", "未报", "count", unit="项"),
        ColumnSpec("score", "平均完成率", "share"),
        ColumnSpec("place", "位次", "rank"),
        ColumnSpec("moved_text", "较上月"),
        ColumnSpec("standing", "说明"),
    )
    notes = ("平均完成率只计已报的任务；未报的任务另列，不按零计算。托管、过渡期、无任务和未报数的单位不排名。",)
    caption = f"各单位{dates.month(data.month)}任务完成情况和位次"
    return build_table(stamp(report), caption, rows, columns, notes=notes, annex=annex, sortable=True)
