"""The annexes: ranking where it is long, points of every item by class, each item with its arithmetic, conditions of the next level."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.carrier_evaluation.method import items
from incuanalysis.display.carrier_evaluation.results import ranking
from incuanalysis.display.carrier_evaluation.wording import (
    ANNEXED,
    DETAILED,
    annex_labels,
    blocks_of,
    by_class,
    level_name,
)
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Cell, Column, Table
from incuanalysis.display.numbers import amount, digits
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.schemes.wording import with_unit
from incuanalysis.vocabulary.basis import Basis

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.carrier_evaluation import CarrierEvaluation, Step
    from incuanalysis.evaluation.schemes.outcome import ItemScore

__all__ = ["annexes"]

_STATES = {
    "met": ("●满足", "good"), "failed": ("■不满足", "bad"), "no_data": ("○缺数据", "muted"),
    "judged": ("○待评审", "muted"), "unknown": ("○未见公开条件", "muted"),
}  # fmt: skip


def annexes(data: CarrierEvaluation, report: Report, traces: TraceBook) -> tuple[Table, ...]:
    """Return the annexes that have something to show, numbered from 1."""
    made: dict[str, Callable[[], list[Table]]] = {
        "items": lambda: [items(data, report)],
        "ranking": lambda: [ranking(data, report, traces)],
        "matrix": lambda: _matrices(data, report),
        "details": lambda: [_details(data, report, traces)],
        "steps": lambda: [_block(one, report) for one in blocks_of(data)],
    }
    found: list[Table] = []
    for name, label in annex_labels(data).items():
        # the tables of one annex follow one another; only the first begins a page
        found += [_annexed(table, label if not at else "") for at, table in enumerate(made[name]())]
    return tuple(found)


def _annexed(table: Table, annex: str) -> Table:
    return replace(table, annex=annex)


def _matrices(data: CarrierEvaluation, report: Report) -> list[Table]:
    """Return for each class the points of every item."""
    made = []
    for name, rows in by_class(data).items():
        scores = {row["carrier"]: data.scored.scores[row["carrier"]] for row in rows.to_dict("records")}  # type: ignore[union-attr] # rows come of it
        first = next(iter(scores.values()))
        titles = {group.id: group.name.zh for group in data.scheme.groups}
        columns = [ColumnSpec("rank", "名次", "rank"), ColumnSpec("name", "载体")]
        for item in first.items:
            full = "" if item.full is None else f"（{_plain(item.full)}）"
            group = "加分项" if item.bonus else titles.get(item.group, "")
            columns.append(ColumnSpec(item.id, f"{item.name.zh}{full}", "score", group=group))
        columns.append(ColumnSpec("total", "总分", "score"))
        told = []
        for row in rows.to_dict("records"):
            points = {one.id: one.points for one in scores[row["carrier"]].items}
            told.append({"rank": row["rank"], "name": row["name"], "total": row["total"], **points})
        notes: tuple[str, ...] = ("括号内为满分；“—”为缺数据，暂计0分。",)
        if len(data.results) > DETAILED:
            notes += (f"参评载体超过{DETAILED}家，各项依据和算式不在本件列出，由各载体的数据核对单提供。",)
        made.append(
            build_table(
                stamp(report),
                f"{name or '载体'}各项得分（共{len(rows)}家）",
                told,
                columns,
                notes=notes,
                landscape=True,
                sortable=True,
                searchable=len(rows) > ANNEXED,
            )
        )
    return made


def _details(data: CarrierEvaluation, report: Report, traces: TraceBook) -> Table:
    """Return each item of each carrier with evidence and arithmetic."""
    rows: list[dict[Hashable, Any]] = []
    book: dict[tuple[int, str], str] = {}
    emphasis = []
    for row in data.results.to_dict("records"):
        score = data.scored.scores[row["carrier"]]  # type: ignore[union-attr] # rows come of it
        for item in score.items:
            book[len(rows), "points"] = _trace(row, item, data, report, traces)
            full = "—" if item.full is None else _plain(item.full)
            rows.append(
                {
                    "carrier": row["name"],
                    "item": item.name.zh,
                    "full": full,
                    "evidence": _evidence(item, data, report) or "—",
                    "how": item.arithmetic.zh
                    if item.points is not None
                    else f"缺{'、'.join(one.zh for one in item.lacks)}",
                    "points": item.points,
                }
            )
        emphasis.append(len(rows))
        sums = f"{_plain(score.base)} + 加分{_plain(score.bonus)} = {_plain(score.total)}" if score.bonus else ""
        rows.append(
            {"carrier": row["name"], "item": "总分", "full": _plain(score.full_marks or 0.0) if score.full_marks else "—",
             "evidence": "—", "how": sums or "各项之和", "points": score.total}
        )  # fmt: skip
    columns = (
        ColumnSpec("carrier", "载体"),
        ColumnSpec("item", "项目"),
        ColumnSpec("full", "满分", align="right"),
        ColumnSpec("evidence", "依据"),
        ColumnSpec("how", "算式"),
        ColumnSpec("points", "得分", "score", places=2),
    )
    notes = ("得分为“—”的项目缺数据，暂计0分；算式按未取整的数计算。",)
    caption = f"{report.name}{data.year}年度孵化载体逐项得分、依据和算式"
    return build_table(
        stamp(report),
        caption,
        rows,
        columns,
        traces=book,
        emphasis=emphasis,
        notes=notes,
        landscape=True,
        searchable=True,
    )


def _evidence(item: ItemScore, data: CarrierEvaluation, report: Report) -> str:
    """Say what an item rests on: numbers, and how many reviewers gave points, in the internal version by name.

    In which cells the numbers stand is told by the traces.
    """
    said, reviews = [], []
    for seen in item.evidence:
        value = ("是" if seen.value else "否") if isinstance(seen.value, bool) else with_unit(seen.value, seen.unit)
        fact = data.scheme.facts.get(seen.key)
        if fact is not None and fact.kind == "review":
            reviews.append(f"{seen.reviewer}{value}")
        else:
            said.append(f"{seen.name.zh}{value}")
    if reviews:
        said.append(f"{len(reviews)}名专家评分" + (f"（{'、'.join(reviews)}）" if report.internal else ""))
    return "；".join(said)


def _trace(
    row: dict[Hashable, Any], item: ItemScore, data: CarrierEvaluation, report: Report, traces: TraceBook
) -> str:
    """Keep which reports an item's points rest on."""
    if item.points is None:
        return ""
    keys = {seen.key for seen in item.evidence if not seen.reviewer}
    used = _used(report.inquiry.observations, str(row["carrier"]), keys, data.year)
    if used.empty:
        return ""
    label = f"{row['name']} {item.name.zh} {data.year}年"
    return traces.add_rows(label, f"{_plain(item.points)}分", item.arithmetic.zh, used)


def _used(held: pd.DataFrame, carrier: str, keys: set[str], year: int) -> pd.DataFrame:
    """Return the reports that a year's numbers rest on: the last state or running total, and all parts of what flows."""
    within = held["first"].ge(year * 100 + 1) & held["last"].le(year * 100 + 12)
    own = held[(held["carrier"] == carrier) & held["indicator"].isin(keys) & within & held["value"].notna()]
    own = own.sort_values(["last", "recorded_at", "sequence"], kind="stable")
    parts = own[own["basis"] == Basis.PERIOD].drop_duplicates(["indicator", "first", "last"], keep="last")
    whole = own[own["basis"] != Basis.PERIOD].drop_duplicates("indicator", keep="last")
    parts = parts[~parts["indicator"].isin(whole["indicator"])]
    return pd.concat([whole, parts]).sort_values(["indicator", "last"], kind="stable")


def _block(one: Step, report: Report) -> Table:
    """Return what a carrier fulfils and lacks of the conditions of its next level."""
    columns = (
        ColumnSpec("name_zh", "条件"),
        ColumnSpec("required", "要求", "text"),
        ColumnSpec("actual", "现状", "text"),
        ColumnSpec("gap", "差额", "text"),
        ColumnSpec("text_zh", "说明"),
    )
    told = one.conditions if one.conditions is not None else pd.DataFrame()
    rows = []
    for row in told.to_dict("records"):
        unit = row["unit"] if isinstance(row["unit"], str) else ""
        gap_unit = row["gap_unit"] if isinstance(row["gap_unit"], str) else unit
        rows.append(
            {
                "name_zh": row["name_zh"],
                "required": _amount(row["required"], unit),
                "actual": _amount(row["actual"], unit),
                "gap": "—" if row["holds"] is True or not row["gap"] else _amount(row["gap"], gap_unit),
                "text_zh": row["text_zh"],
            }
        )
    fulfilled = len(rows) - one.open - one.unseen
    caption = f"{one.name}：{level_name(one.next)}条件对照（{len(rows)}项中满足{fulfilled}项）"
    notes = [f"依据：{one.source}；适用标准：{one.standard}。"]
    if not one.stated:
        notes.append("部分条件的数值文件未列，为本报告自定。")
    made = build_table(stamp(report), caption, rows, columns, notes=tuple(notes))
    return _with_states(made, told)


def _with_states(made: Table, told: pd.DataFrame) -> Table:
    """Add the state of each condition as a light."""
    cells = []
    for state, holds in zip(told["state"], told["holds"], strict=True):
        text, tone = _STATES[str(state)]
        if state == "judged" and pd.notna(holds):
            text, tone = ("●评审符合", "good") if holds else ("■评审不符合", "bad")
        cells.append(Cell(text, tone=tone))
    columns = (*made.columns[:1], Column("state", "状态"), *made.columns[1:])
    rows = tuple((*row[:1], cell, *row[1:]) for row, cell in zip(made.rows, cells, strict=True))
    return replace(made, columns=columns, rows=rows)


def _amount(value: Any, unit: str) -> str:
    if value is None or pd.isna(value):
        return "—"
    return amount(float(value), unit) if unit else _plain(float(value))


def _plain(value: float) -> str:
    written = digits(value, places=2)
    return written.rstrip("0").rstrip(".") if "." in written else written
