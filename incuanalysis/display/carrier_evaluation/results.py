"""Grades and places by class, where points were lost, and the targets that the carriers serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.carrier_evaluation.first_page import tops
from incuanalysis.display.carrier_evaluation.wording import (
    ANNEXED,
    DETAILED,
    OPEN,
    annex_labels,
    by_class,
    distribution,
    level_name,
)
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.league import league
from incuanalysis.display.charts.waterfall import waterfall
from incuanalysis.display.documents.written import objected
from incuanalysis.display.items import Chart, Item, Prose, Table
from incuanalysis.display.monthly_monitoring.first_page import lines_of
from incuanalysis.display.numbers import digits, percent
from incuanalysis.display.sentences import lists
from incuanalysis.display.sentences.grades import distribution_words
from incuanalysis.display.sentences.progress import lines_words
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.documents.targets import judged

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.carrier_evaluation import CarrierEvaluation

__all__ = ["losses", "ranking", "results", "targets", "waterfalls"]

_LOSSES, _TARGETS, _DRAWN = 10, 8, 6
_HOW = {"recorded": "登记", "computed": "方案测算", "open": "缺数据"}


def results(data: CarrierEvaluation, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return the grades in words, the ranking (or where it is), the chart of places, and objections."""
    objections = objected(data.objections)
    more = (Prose(stamp(report), objections),) if objections else ()
    if data.results.empty:
        return (Prose(stamp(report), "没有可评分的载体，本年度没有得分、等次和排名。"), *more)
    parts = [
        lists.sentence(
            distribution_words(rows_of, not_graded=len(data.left_out)) if len(by_class(data)) == 1 else "",
            *[
                f"{name or '全部载体'}{distribution_words(distribution(rows, data))}"
                for name, rows in by_class(data).items()
            ],
        )
        if (rows_of := distribution(data.results, data))
        else "",
        lists.sentence(*tops(data)),
        _differences(data),
    ]
    long = len(data.results) > ANNEXED
    labels = annex_labels(data)
    where = [f"得分、排名和等次见{labels['ranking']}" if long else "", f"各项得分见{labels['matrix']}"]
    parts.append(
        lists.sentence(*where, f"依据和算式见{labels['details']}" if "details" in labels else "", between="，")
    )
    prose = Prose(stamp(report), "\n\n".join(lists.as_markdown(part) for part in parts if part))
    table = () if long else (ranking(data, report, traces),)
    return (prose, *table, *_places(data, report), *more)


def _differences(data: CarrierEvaluation) -> str:
    recorded = data.results[data.results["how"] == "recorded"]
    if recorded.empty:
        return "本年度等次尚未登记，以下为按方案测算的结果，以正式评定为准。"
    lacking = int(recorded["total_known"].isna().sum())
    settled = recorded[recorded["settled"] & (recorded["recorded"] != recorded["computed"])]
    listed = [f"{row['name']}（登记{row['recorded']}，测算{row['computed']}）" for row in settled.to_dict("records")]
    return lists.sentence(
        f"等次已登记的{len(recorded)}家，以登记为准",
        f"其中{lacking}家得分有缺项，所列得分不能与登记等次直接对应" if lacking else "",
        f"登记与测算不一致的{len(listed)}家：{lists.join(listed, most=10)}，请核对" if listed else "",
    )


def ranking(data: CarrierEvaluation, report: Report, traces: TraceBook, annex: str = "") -> Table:
    """Return score, place and grade of each carrier, by class."""
    rows = data.results.assign(
        level_name=[level_name(one) for one in data.results["level"]],
        shown=data.results["grade"].where(data.results["grade"] != "", OPEN),
        source=data.results["how"].map(_HOW),
        most=data.results["max_possible"].where(data.results["total_known"].isna()),
    )
    book: dict[tuple[int, str], str] = {}
    for at, row in enumerate(rows.to_dict("records")):
        if data.scored is None or pd.isna(row["total"]):
            continue
        points = [one for one in data.scored.scores[row["carrier"]].items if one.points]
        listed = " + ".join(f"{one.name.zh}{_short(one.points or 0.0)}" for one in points) or "各项均为0"
        label, value = f"{row['name']} 总分 {data.year}年", f"{digits(row['total'], places=1)}分"
        book[at, "total"] = traces.add(label, value, "各项得分之和", steps=[f"{listed} = {_short(row['total'])}"])
    columns = [
        ColumnSpec("class_name", "类别"),
        ColumnSpec("name", "载体"),
        ColumnSpec("level_name", "级别"),
        ColumnSpec("total", "得分", "score"),
        ColumnSpec("most", "最高可能", "score"),
        ColumnSpec("rank", "名次", "rank"),
        ColumnSpec("shown", "等次"),
        ColumnSpec("source", "等次来源"),
    ]
    if not data.results["class_name"].any():
        columns = columns[1:]
    notes = (
        "名次按类别排列，得分相同的并列。缺数据的项目暂计0分，“最高可能”为补齐并得满分时的总分，无缺项的为“—”。",
        "等次来源：登记为已登记的评定等次，方案测算为按方案得出，缺数据为补齐后才能确定。",
    )
    caption = f"{report.name}{data.year}年度孵化载体绩效评价得分和等次"
    return build_table(
        stamp(report), caption, rows, columns, traces=book, notes=notes, annex=annex, sortable=True,
        searchable=len(rows) > ANNEXED,
    )  # fmt: skip


def _short(value: float) -> str:
    written = digits(value, places=2)
    return written.rstrip("0").rstrip(".") if "." in written else written


def _places(data: CarrierEvaluation, report: Report) -> tuple[Chart, ...]:
    """Return the chart of places where all carriers fit it."""
    if not 1 < len(data.results) <= DETAILED:
        return ()
    rows = data.results.assign(
        entity=data.results["name"], value=data.results["total"], place=data.results["rank"],
        league=data.results["class_name"], status="ranked", reason_zh="", reason_en="",
    )  # fmt: skip
    source = "各载体报送的报表和专家评分；缺数据的项目暂计0分，各类载体分别排名"
    return (league(rows, report, "评价得分", "分", source=source),)


def losses(data: CarrierEvaluation, report: Report) -> tuple[Item, ...]:
    """Say by which items points were lost most, and for which data are missing."""
    told = data.losses[data.losses["share"].notna() & (data.losses["share"] > 0)]
    lacking = data.losses[data.losses["no_data"] > 0].sort_values("no_data", ascending=False, kind="stable")
    if data.losses.empty:
        return (Prose(stamp(report), "没有可比较的得分项目。"),)
    worst = [
        f"{row['name']}（{percent(row['share'])}，平均每家失{digits(row['lost'], places=1)}分）"
        for row in told.head(3).to_dict("records")
    ]
    absent = [f"{row['name']}{row['no_data']}家" for row in lacking.head(5).to_dict("records")]
    said = lists.sentence(
        f"有数据的载体失分率最高的项目依次为{'、'.join(worst)}" if worst else "有数据的项目均得满分",
        f"缺数据的有{'、'.join(absent)}{'等' if len(lacking) > 5 else ''}" if absent else "各项数据均已报齐",
    )
    columns = (
        ColumnSpec("name", "项目"),
        ColumnSpec("count", "有数据的载体", "count", unit="家"),
        ColumnSpec("share", "失分率", "share"),
        ColumnSpec("lost", "平均每家失分", "score"),
        ColumnSpec("no_data", "缺数据的载体", "count", unit="家"),
    )
    notes = ("失分率=失分÷满分，只计有数据的载体，不含加分项（本报告自定）。",)
    caption = "各评价项目失分情况"
    shown = data.losses[data.losses["share"].notna()]
    if len(shown) > _LOSSES:
        caption = f"失分率最高的{_LOSSES}个评价项目"
    prose = Prose(stamp(report), lists.as_markdown(said))
    if shown.empty:
        return (prose,)
    return (prose, build_table(stamp(report), caption, shown.head(_LOSSES), columns, notes=notes, sortable=True))


def targets(data: CarrierEvaluation, report: Report) -> Prose:
    """Say how the region's targets stand that carriers serve, and those that were given to carriers."""
    if data.plan is None:
        return Prose(stamp(report), f"没有{report.name}适用的行动计划，本节无内容可列。")
    if data.targets.empty and data.carrier_targets.empty:
        return Prose(stamp(report), "行动计划目标没有分解到本区域和载体。")
    rows = judged(data.targets)
    parts = [
        lists.as_markdown(lists.sentence(f"按《{data.plan.name()}》，{report.name}{lists.by_status(rows['status'])}"))
    ]
    if len(rows) <= _TARGETS:
        lines = [lines_words([one], lead=False) for one in lines_of(rows, report)]
        parts.append("\n".join(f"- {lists.as_markdown(lists.sentence(line))}" for line in lines))
    else:
        parts.append("各项目标的完成情况见年度考核通报。")
    if len(data.carrier_targets):
        given = data.carrier_targets
        items = [
            f"- {lists.as_markdown(lists.sentence(f'{name}：{lines_words([line], lead=False)}'))}"
            for name, line in list(zip(given["unit_name"], lines_of(given, report), strict=True))[:_TARGETS]
        ]
        more = f"，列出{_TARGETS}项" if len(given) > _TARGETS else ""
        parts.append(f"载体承担任务{len(given)}项{more}。\n\n" + "\n".join(items))
    else:
        parts.append("行动计划目标没有分解到单个载体。")
    return Prose(stamp(report), "\n\n".join(parts))


def waterfalls(data: CarrierEvaluation, report: Report) -> tuple[Chart, ...]:
    """Return, for the internal version, how the last scores of the classes came about: a chart a carrier."""
    if not report.internal or data.scored is None:
        return ()
    last = []
    for rows in by_class(data).values():
        last += rows[rows["rank"].notna()].tail(max(1, _DRAWN // max(1, len(by_class(data)))))["carrier"].tolist()
    found = {row["carrier"]: row for row in data.results.to_dict("records")}
    whose = "各载体报送的报表和专家评分；方案为本报告自定" if data.scheme.ours else ""
    made = []
    for one in last[:_DRAWN]:
        row = found[one]
        grade = f"等次{row['grade']}" if row["grade"] else f"等次{OPEN}"
        made.append(waterfall(data.scored.scores[one], report, str(row["name"]), grade=grade, source=whose))
    return tuple(made)
