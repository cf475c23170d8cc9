"""Item by item: published score against ours, the arithmetic, what one more would bring, and what was not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.furniture import Trace, TraceCell, Traces
from incuanalysis.display.items import Cell, Column, Prose, Table
from incuanalysis.display.scheme_showcase.first_page import printed
from incuanalysis.display.sentences import lists
from incuanalysis.evaluation.documents.scheme_showcase import PLACES

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.scheme_showcase import Showcase
    from incuanalysis.evaluation.schemes.outcome import ItemScore

__all__ = ["comparison", "one_more", "steps", "traces", "unseen"]

_FORMAT = f"0.{'#' * PLACES}"


def comparison(data: Showcase, report: Report) -> Table:
    """Return published scores against ours."""
    units = report.words.units
    columns = (
        Column("name", report.say("项目", "Item")),
        Column("unit", report.say("单位", "Unit"), "center"),
        Column("marks", report.say("权重", "Weight"), "right"),
        Column("target", report.say("目标", "Target"), "right"),
        Column("actual", report.say("实际", "Actual"), "right"),
        Column("published", report.say("公布得分", "Published"), "decimal"),
        Column("ours", report.say("重算得分", "Computed"), "decimal"),
        Column("same", report.say("核对", "Check"), "center"),
    )
    rows: list[tuple[str | Cell, ...]] = []
    for number, row in enumerate(data.items.to_dict("records"), start=1):
        unit = str(row["unit"])
        rows.append(
            (
                str(row[report.say("name", "name_en")]),
                unit if report.language == "zh" else units.label(unit, "en"),
                *(_number(float(row[key]), unit if key != "marks" else "") for key in ("marks", "target", "actual")),
                _number(float(row["published"]), "", f"t{number}"),
                _number(round(float(row["ours"]), PLACES), "", f"t{number}"),
                _checked(bool(row["same"]), report),
            )
        )
    sums = (
        report.say("基础项合计", "Basic part"),
        "",
        _number(float(data.items["marks"].sum()), ""),
        "",
        "",
        _number(data.published_sum, ""),
        _number(round(data.score.base, PLACES), ""),
        _checked(abs(data.published_sum - data.score.base) < 10.0**-PLACES, report),
    )
    total = (
        report.say("公布总分", "Published total"),
        *("",) * 4,
        _number(data.results.total, ""),
        Cell("—", tone="muted"),
        Cell("—", tone="muted"),
    )
    notes = (
        report.say(
            "总分含未见的加分项，不能重算。合计为公布各项得分之和，公布表未列合计。",
            "The total contains bonus rows that were not seen and cannot be computed. The sum is that of the published "
            "items; none is printed.",
        ),
    )
    caption = report.say("公布得分与重算得分对照表", "Published scores and ours")
    at = len(rows)
    return Table(stamp(report), caption, columns, (*rows, sums, total), (at, at + 1), notes)


def _number(value: float, unit: str, trace: str = "") -> Cell:
    return Cell(printed(value), value, unit, _FORMAT if value % 1 else "0", trace)


def _checked(same: bool, report: Report) -> Cell:
    if same:
        return Cell(report.say("●一致", "● equal"), tone="good")
    return Cell(report.say("■不一致", "■ differs"), tone="bad")


def steps(data: Showcase, report: Report) -> Table:
    """Return the arithmetic of each item."""
    columns = (
        Column("name", report.say("项目", "Item")),
        Column("rule", report.say("计分办法", "Rule")),
        Column("arithmetic", report.say("计算", "Arithmetic")),
    )
    rows = tuple(
        (
            report.say(item.name.zh, item.name.en),
            report.say(item.rule.zh, item.rule.en),
            report.say(item.arithmetic.zh, item.arithmetic.en),
        )
        for item in data.basic
    )
    return Table(stamp(report), report.say("逐项计算表", "Arithmetic by item"), columns, rows)


def one_more(data: Showcase, report: Report) -> Table:
    """Return what one more unit of each item would have brought: in the basic part, and as bonus."""
    columns = (
        Column("name", report.say("项目", "Item")),
        Column("part", report.say("类别", "Part"), "center"),
        Column("points", report.say("现得分", "Points now"), "right"),
        Column("full", report.say("满分", "Full marks"), "right"),
        Column("more", report.say("再增1个加分", "One more brings"), "right"),
        Column("advice", report.say("说明", "In words")),
    )
    items = [*data.basic, *(item for item in data.bonus if item.points is not None)]
    ordered = sorted(items, key=lambda item: -(item.one_more or 0.0))
    rows = tuple(_more(item, report) for item in ordered)
    notes = (
        report.say(
            "一个单位为该项的计量单位；按现有办法推算，各项互不影响，不是对以后年度得分的预测。"
            "加分项“超额完成”从超过目标起计，由文件的公布得分推定。",
            "A unit is that of the item's own measure. Each item is taken alone under the rules as they are; nothing is "
            "said of later years. Bonus for going beyond a target counts from the target on, as the published scores imply.",
        ),
    )
    caption = report.say("再增1个单位的得分变化表", "What one more unit would bring")
    return Table(stamp(report), caption, columns, rows, notes=notes)


def _more(item: ItemScore, report: Report) -> tuple[str | Cell, ...]:
    more = item.one_more
    advice = "" if item.advice is None else report.say(item.advice.zh, item.advice.en)
    return (
        report.say(item.name.zh, item.name.en),
        report.say("加分项", "bonus") if item.bonus else report.say("基础项", "basic"),
        _number(round(item.points or 0.0, PLACES), ""),
        Cell("—", tone="muted") if item.full is None else _number(item.full, ""),
        Cell("—", tone="muted") if more is None else _number(round(more, PLACES), ""),
        advice,
    )


def unseen(data: Showcase, report: Report) -> Prose:
    """Say what is not published, and what that leaves open."""
    items = [f"- {lists.as_markdown(report.say(one.zh, one.en))}" for one in data.score.unseen]
    items += [
        "- "
        + lists.as_markdown(
            report.say(f"{item.name.zh}：未公布，暂计0分", f"{item.name.en}: not published, counts 0 for now")
        )
        for item in data.bonus
        if item.points is None
    ]
    lead = report.say(
        f"公布总分{printed(data.results.total)}分减去基础项合计{printed(data.published_sum)}分，余约"
        f"{data.unexplained:.1f}分，来自未见的加分项。以下内容未公布或未见：",
        f"The published total {printed(data.results.total)} less the basic items {printed(data.published_sum)} leaves "
        f"about {data.unexplained:.1f}, from bonus rows that were not seen. Not published or not seen:",
    )
    return Prose(stamp(report), lists.as_markdown(lead) + "\n\n" + "\n".join(items))


def traces(data: Showcase, report: Report) -> Traces:
    """Return where each item's numbers stand, and how its score came about."""
    results = data.results
    source = report.say(results.source.citation, results.source.citation_en)
    recorded = results.card.recorded_at.isoformat()
    made = []
    for number, row in enumerate(data.items.to_dict("records"), start=1):
        cells = tuple(
            TraceCell(results.file, "", f"{letter}{row['line']}", source, recorded, printed(float(row[key])))
            for letter, key in (("B", "marks"), ("C", "target"), ("D", "actual"), ("F", "published"))
        )
        said = str(row[report.say("arithmetic_zh", "arithmetic_en")])
        made.append(
            Trace(
                f"t{number}",
                str(row[report.say("name", "name_en")]),
                printed(float(row["ours"])),
                report.say(
                    "权重、目标、实际、公布得分依次如下", "weight, target, actual and published score in this order"
                ),
                cells,
                (said,),
            )
        )
    return Traces(stamp(report), report.say("数据出处", "Where the numbers come from"), tuple(made))
