"""The annexes: every target line, the places of units, the plan's tasks with their map, the contests."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.war_map import war_map
from incuanalysis.display.documents.leagues import league_name
from incuanalysis.display.documents.values import trace_values
from incuanalysis.display.items import Item, Table
from incuanalysis.display.numbers import percent, scale_of
from incuanalysis.display.quarterly_bulletin.wording import annex_labels, quarter, why_unranked
from incuanalysis.display.sentences import dates
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.documents.targets import judged
from incuanalysis.evaluation.ledgers import checklist
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.quarterly import ContestResult, Quarterly

__all__ = ["annexes"]

_FIRM = {"tied": "并列", "narrow": "差距小", "firm": "差距大", "": "—"}
_LONG = 30


def annexes(data: Quarterly, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return the annexes that there are, each with its label."""
    labels = annex_labels(data)
    items: list[Item] = []
    if "targets" in labels:
        items.append(_targets(data, report, traces, labels["targets"]))
    if "places" in labels:
        items.append(_places(data, report, traces, labels["places"]))
    if "tasks" in labels:
        items.append(_tasks(data, report, labels["tasks"]))
        items.append(war_map(data.lights, report, "tasks", source="重点任务台账"))
    items += [_contest(one, data, report, traces, labels["contests"]) for one in data.contests[:1]]
    items += [_contest(one, data, report, traces, "") for one in data.contests[1:]]
    return tuple(items)


def _targets(data: Quarterly, report: Report, traces: TraceBook, annex: str) -> Table:
    own = data.targets.assign(unit_id=report.region.id, unit_name=f"{report.name[-1]}本级")
    every = pd.concat([own, data.unit_targets], ignore_index=True)
    shown = _one_each(every)
    shown["due_text"] = [dates.month_end(Month.from_int(int(due)), year=True) for due in shown["due"]]
    shown["why"] = shown["status"].where(shown["status"].isin(["not_reported", "not_due_yet"]), "")
    found = trace_values(shown, traces)
    lines = [
        ColumnSpec(key, label, "amount", unit_key="unit", group="目标" if len(_used(shown)) > 1 else "")
        for key, label in _used(shown)
    ]
    columns = (
        ColumnSpec("unit_name", "责任单位"),
        ColumnSpec("name", "指标"),
        ColumnSpec("measured_in", "单位", "unit", unit_key="unit"),
        *lines,
        ColumnSpec("due_text", "期限", align="center"),
        ColumnSpec("actual", f"{dates.as_of(data.month)}", "amount", unit_key="unit", absent_key="why"),
        ColumnSpec("completion", "完成率", "completion"),
        ColumnSpec("schedule", "序时进度", "completion"),
        ColumnSpec("gap_points", "差（百分点）", "points"),
        ColumnSpec("completion_year", "完成当年任务", "completion"),
        ColumnSpec("status", "状态", "status"),
    )
    return build_table(
        stamp(report),
        f"{report.name}{quarter(data)}指标完成情况表",
        shown,
        columns,
        traces=found,
        notes=(
            "完成率、序时进度和状态按目标值判定（只有低线的按低线），差为完成率减序时进度。",
            "完成当年任务按截至当年12月应达到的数计算。",
            "未报的不按零计算，不判断进度；推进中为数额较小或按年度、节点完成的目标，不判定快慢。",
        ),
        annex=annex,
        landscape=True,
        sortable=True,
        searchable=len(shown) > _LONG,
        grow="name",
    )


def _one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each entity and target, judged by its main line, with the values of all its lines."""
    keys = ["unit_id", "target"]
    values = rows.pivot_table(index=keys, columns="line", values="target_value", aggfunc="first", sort=False)
    values = values.reindex(columns=["low", "base", "high"]).reset_index()
    return judged(rows).merge(values, on=keys, how="left")


def _used(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the lines that any target has."""
    named = (("low", "低线"), ("base", "目标"), ("high", "高线"))
    found = [(key, label) for key, label in named if rows[key].notna().any()]
    return (
        [(found[0][0], "目标")]
        if len(found) == 1
        else [(key, "基准" if key == "base" else label) for key, label in found]
    )


def _places(data: Quarterly, report: Report, traces: TraceBook, annex: str) -> Table:
    records = data.units.to_dict("records")
    rows = data.units.assign(
        league_name=[league_name(str(one), report, short=True) for one in data.units["league"]],
        moved_text=[_moved(row) for row in records],
        standing=[_standing(row) for row in records],
        firm=[_FIRM.get(str(row["firmness"]), "—") for row in records],
    )
    columns = [
        ColumnSpec("league_name", "组别"),
        ColumnSpec("name", "单位"),
        ColumnSpec("targets", "任务数", "count", unit="项", group="任务完成情况"),
        ColumnSpec("done", "已完成", "count", unit="项", group="任务完成情况"),
        ColumnSpec("on_schedule", "达进度", "count", unit="项", group="任务完成情况"),
        ColumnSpec("behind", "滞后", "count", unit="项", group="任务完成情况"),
        ColumnSpec("in_progress", "不判快慢", "count", unit="项", group="任务完成情况"),
        ColumnSpec("not_reported", "未报", "count", unit="项", group="任务完成情况"),
        ColumnSpec("score", "完成水平", "share", group="水平"),
        ColumnSpec("place", "位次", "rank", group="水平"),
        ColumnSpec("moved_text", "较上季度", group="水平"),
        ColumnSpec("gain", "提升（百分点）", "points", group="进步"),
        ColumnSpec("place_gain", "位次", "rank", group="进步"),
    ]
    notes = [
        "完成水平：有分解任务的组别为当年任务平均完成率（每项最高按100%计，只计已报的任务），没有的为重点任务达进度的比重。",
        "达进度指已完成或在时限内推进。排名方法为本报告自定。",
        "提升为完成水平与上季度末之差，两端均按当年任务计算。分组排名，数值相同的位次并列。",
    ]
    if report.internal:
        columns += [
            ColumnSpec("margin", "与邻位差（百分点）", "score", group="稳固程度（内部）"),
            ColumnSpec("firm", "稳固程度", group="稳固程度（内部）"),
        ]
        notes.append("差距小：完成水平变动5%以内位次即会变化（界限为本报告自定），仅供内部参考。")
    columns.append(ColumnSpec("standing", "说明"))
    caption = f"{report.name}{quarter(data)}各单位任务完成情况和位次"
    return build_table(
        stamp(report), caption, rows, columns, traces=_scores(data, traces), notes=notes, annex=annex, landscape=True, sortable=True,
        searchable=len(rows) > _LONG,
    )  # fmt: skip


def _scores(data: Quarterly, traces: TraceBook) -> dict[tuple[int, str], str]:
    """Keep the arithmetic of each score: the unit's tasks one by one, or how many of the plan's tasks stand how."""
    lines = judged(data.unit_targets)
    found = {}
    for number, row in enumerate(data.units.to_dict("records")):
        if pd.isna(row["score"]):
            continue
        own = lines[(lines["unit_id"] == row["unit"]) & lines["completion_year"].notna()]
        if row["basis"] == "targets":
            how = "各项完成当年任务（最高按100%计）的平均"
            cells = "; ".join(one for one in own["cells"] if one)
            steps = tuple(_step(one) for one in own.to_dict("records"))
        else:
            how, cells = "重点任务中已完成和在时限内推进的比重", ""
            steps = (f"已完成{row['done']}项，在时限内推进{row['on_schedule']}项，共{row['targets']}项",)
        label = f"{row['name']} 完成水平 {quarter(data)}"
        if id := traces.add(label, percent(row["score"]), how, cells, steps):
            found[number, "score"] = id
    return found


def _step(row: Mapping[Hashable, Any]) -> str:
    scale = scale_of([row["actual"], row["year_value"]], str(row["unit"]))
    counted = percent(100 * min(max(row["completion_year"], 0.0), 1.0))
    return f"{row['name']}：{scale.text(row['actual'])}，当年应达{scale.text(row['year_value'])}，计{counted}"


def _moved(row: Mapping[Hashable, Any]) -> str:
    if pd.isna(row["place"]):
        return "—"
    if pd.isna(row["moved"]):
        return "首次排名"
    moved = int(row["moved"])
    return "持平" if moved == 0 else f"{'升' if moved > 0 else '降'}{abs(moved)}位"


def _standing(row: Mapping[Hashable, Any]) -> str:
    if why := why_unranked(row):
        return why
    return "缺上季度数，不排进步位次" if pd.isna(row["place_gain"]) else ""


def _tasks(data: Quarterly, report: Report, annex: str) -> Table:
    rows = checklist(data.ledger)
    states = data.tasks.set_index("task")
    late = rows["number"].map(states["overdue"]).astype(bool)
    rows["state"] = rows["number"].map(states["status"]).mask(late, "overdue")
    columns = (
        ColumnSpec("number", "序号", "count", align="center"),
        ColumnSpec("task", "任务"),
        ColumnSpec("units", "责任单位"),
        ColumnSpec("progress", "进展"),
        ColumnSpec("due", "完成时限"),
        ColumnSpec("state", "状态", "status"),
    )
    return build_table(
        stamp(report),
        f"{report.name}{quarter(data)}重点任务进展表",
        rows,
        columns,
        notes=("状态按牵头单位（没有牵头单位的按全部责任单位）报送的情况综合，判定规则为本报告自定。",),
        annex=annex,
        landscape=True,
        searchable=len(rows) > _LONG,
    )


def _contest(one: ContestResult, data: Quarterly, report: Report, traces: TraceBook, annex: str) -> Table:
    level = one.places[one.places["kind"] == "level"]
    gain = one.places[one.places["kind"] == "progress"].set_index(["league", "item", "entity"])["place"]
    items = {item.id: item for item in one.rules.items}
    rows, found = [], {}
    for row in level.to_dict("records"):
        item = items[row["item"]]
        unit = (
            report.words.indicators.get(item.indicator).unit if item.indicator in report.words.indicators else item.unit
        )
        place_gain = gain.get((row["league"], row["item"], row["entity"]))
        rows.append(
            {
                **row,
                "item_name": item.name.zh,
                "in": unit,
                "place_gain": place_gain,
                "firm": _FIRM.get(str(row.get("firmness") or ""), "—"),
                "why": "not_reported" if row["status"] == "not_reported" else "",
                "said": row["reason_zh"] if row["status"] == "unranked" else "",
            }
        )
        if pd.notna(row["value"]):
            text = scale_of([row["value"]], unit).text(row["value"])
            name = f"{row['entity']} {item.name.zh} {dates.month(data.month)}"
            if id := traces.add_rows(name, text, "", _cells(data, report, str(row["entity"]), item.indicator)):
                found[len(rows) - 1, "value"] = id
    columns = [
        ColumnSpec("item_name", "项目"),
        ColumnSpec("entity", "单位"),
        ColumnSpec("measured_in", "计量单位", "unit", unit_key="in"),
        ColumnSpec("value", dates.as_of(data.month), "amount", unit_key="in", absent_key="why"),
        ColumnSpec("before", "上季度末", "amount", unit_key="in"),
        ColumnSpec("place", "位次", "rank"),
        ColumnSpec("place_gain", "进步位次", "rank"),
    ]
    if report.internal:
        columns.append(ColumnSpec("firm", "稳固程度（内部）"))
    columns.append(ColumnSpec("said", "说明"))
    note = "未报的列末位，不按零计；进步位次按比上季度末增加的数排。"
    if not one.rules.stated:
        note += "文件未列各项内容和权重，项目和权重为本报告自定。"
    return build_table(
        stamp(report), f"{report.name}{quarter(data)}{one.rules.name.zh}情况表", rows, columns, traces=found,
        notes=(note,), annex=annex, sortable=True, searchable=len(rows) > _LONG,
    )  # fmt: skip


def _cells(data: Quarterly, report: Report, entity: str, indicator: str) -> pd.DataFrame:
    """Return the observations that a unit's value of the year so far or at the month's end rests on."""
    units = {name: id for id, name in data.names.items()}
    rows = report.inquiry.observations
    mine = rows["region"].eq(units.get(entity, entity)) & rows["carrier"].isna() & rows["indicator"].eq(indicator)
    since = data.month.year * 100 + 1
    return rows[mine & rows["last"].between(since, int(data.month))]
