"""Basis, method, scores and places, and where the targets stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.annual_assessment.first_page import named_document, places
from incuanalysis.display.annual_assessment.wording import (
    arithmetic,
    league_name,
    number,
    why_unranked,
)
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.documents.written import objected
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.monthly_monitoring.first_page import lines_of
from incuanalysis.display.numbers import digits
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.grades import not_graded_words
from incuanalysis.display.sentences.progress import lines_words
from incuanalysis.display.tables.build import ColumnSpec, build_table

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.evaluation.documents.annual_assessment import Annual

__all__ = ["SHORT", "basis", "method", "results", "targets"]

#: Targets that are told one by one in the text; of more, the annex tells all.
SHORT = 8


def basis(data: Annual, report: Report) -> Prose:
    """Say on what the assessment rests, whom it covers, and who is not ranked, by name."""
    asked = [one.name.zh for one in data.plan.rhythm if one.what == "assessment"]
    said = [
        f"考核依据为{named_document(data)}"
        + (f"中的“{'”“'.join(asked)}”安排" if asked else "，其中未列考核周期和办法"),
        f"考核期为{data.year}年，数据为各单位报送的报表，截至{dates.month_end(data.month, year=True)}",
    ]
    paragraphs = [lists.sentence(*said)]
    if data.units.empty:
        paragraphs.append(f"行动计划目标尚未分解到单位，本年度只通报{report.name}目标完成情况，不作单位排名。")
    else:
        counts = [
            f"{league_name(report, str(id))}{len(rows)}个" for id, rows in data.ranked.groupby("league", sort=False)
        ]
        unranked = {
            str(row["name"]): why_unranked(row).removesuffix("，不参加排名").removesuffix("，不排名")
            for row in data.units[data.units["place"].isna()].to_dict("records")
        }
        paragraphs.append(
            lists.sentence(
                f"参加排名的单位{len(data.ranked)}个" + (f"，其中{'、'.join(counts)}" if len(counts) > 1 else ""),
                not_graded_words(unranked, "个").replace("未参评", "不参加排名的", 1),
            )
        )
    return Prose(stamp(report), "\n\n".join(lists.as_markdown(one) for one in paragraphs))


def method(data: Annual, report: Report) -> Prose:
    """Say how the score comes about, and what of it is ours."""
    worth = [one.zh for one in data.plan.consequences if "考绩" in one.zh or "考核" in one.zh]
    items = [
        (
            "**公式。**综合得分=责任目标得分+加分。责任目标得分为各项任务得分的平均值；每项任务得分=100×完成数÷当年任务数，最高100分，"
            "不超过类指标在限额以内的得100分。"
        ),
        "**权重。**行动计划未列各项任务的权重，本次各项相等；未列加分事项，本次不计加分。",
        (
            "**口径。**有低线和高线的目标按基准线计分，没有基准线的按低线；未报的任务不计入平均，也不按零计算，在说明中注明；"
            "得分相同的并列。"
        ),
        "**说明。**行动计划没有规定计分办法，公式、权重和位次办法为本报告自定；"
        + (
            f"行动计划所列“{lists.as_markdown('”“'.join(worth))}”未列分值，本次不作折算。"
            if worth
            else "未作分值折算。"
        ),
    ]
    if data.units.empty:
        return Prose(
            stamp(report), "目标尚未分解到单位，本年度不计单位得分。区域目标按完成率和到期情况判定，见第四部分。"
        )
    return Prose(stamp(report), "\n".join(f"- {one}" for one in items))


def results(data: Annual, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return who has which score and place, and objections to it."""
    objections = objected(data.objections)
    more = (Prose(stamp(report), objections),) if objections else ()
    if data.units.empty:
        return (Prose(stamp(report), "目标尚未分解到单位，没有单位得分和位次。"), *more)
    said = lists.sentence(*places(data, report)) if len(data.ranked) else "没有单位参加排名。"
    return (
        Prose(stamp(report), lists.as_markdown(f"{said}各项任务的得分和算式见附件1。")),
        _table(data, report, traces),
        *more,
    )


def _table(data: Annual, report: Report, traces: TraceBook) -> Item:
    rows = data.units.assign(
        group=[league_name(report, str(one)) for one in data.units["league"]],
        bonus=None,
        total=data.units["score"],
        note=[why_unranked(row) or "—" for row in data.units.to_dict("records")],
    )
    book = {}
    for at, row in enumerate(rows.to_dict("records")):
        own = data.shares[data.shares["unit_id"] == row["unit"]]
        if pd.notna(row["score"]):
            steps = [f"{one['name']}：{arithmetic(one)}" for one in own.to_dict("records")]
            cells = "; ".join(str(one) for one in own["cells"] if one)
            value = f"{digits(row['score'], places=1)}分"
            label = f"{row['name']} 责任目标得分 {data.year}年"
            book[at, "score"] = traces.add(label, value, "各项任务得分的平均值", cells, [*steps, mean_words(own)])
    many = rows["group"].nunique() > 1
    columns = (
        *((ColumnSpec("group", "组别"),) if many else ()),
        ColumnSpec("name", "单位"),
        ColumnSpec("score", "责任目标得分", "score"),
        ColumnSpec("bonus", "加分", "score"),
        ColumnSpec("total", "综合得分", "score"),
        ColumnSpec("place", "排名", "rank"),
        ColumnSpec("note", "说明"),
    )
    notes = (
        "满分100分。行动计划未列加分事项，加分栏为“—”；计分和位次办法为本报告自定。各单位任务数不同，明细见附件1。",
    )
    caption = f"{report.name}{data.year}年度孵化载体建设目标任务考核得分和排名"
    return build_table(stamp(report), caption, rows, columns, traces=book, notes=notes, sortable=True)


def mean_words(own: pd.DataFrame) -> str:
    """Say the mean of a unit's points as arithmetic: (100 + 50) ÷ 2 = 75."""
    points = [float(one) for one in own["points"] if pd.notna(one)]
    if not points:
        return "没有可计分的任务"
    if len(points) == 1:
        return f"平均：{number(points[0])}"
    return f"平均：（{' + '.join(number(one) for one in points)}）÷ {len(points)} = {number(sum(points) / len(points))}"


def targets(data: Annual, report: Report) -> Prose:
    """Say how the region's targets stand, one by one where they are few."""
    if data.targets.empty:
        return Prose(stamp(report), f"{report.name}本年没有到期或在办的目标。")
    done = list(data.judged.loc[data.judged["status"] == "done", "name"])
    lead = lists.sentence(
        f"{dates.as_of(data.month, year=True)}，{report.name}{lists.by_status(data.judged['status'])}",
        f"已完成的有{lists.join(done, word='项', most=6)}" if 0 < len(done) < len(data.judged) else "",
    )
    annex = 2 if len(data.shares) else 1
    end = f"各项目标的各条线见附件{annex}。"
    if len(data.targets) > SHORT:
        return Prose(stamp(report), lists.as_markdown(f"{lead}{end}"))
    told = [lines_words(lines_of(rows, report), lead=False) for _, rows in data.targets.groupby("target", sort=False)]
    items = "\n".join(f"- {lists.as_markdown(lists.sentence(one))}" for one in told)
    return Prose(stamp(report), f"{lists.as_markdown(lead)}\n\n{items}\n\n{end}")
