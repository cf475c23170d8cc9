"""How the data stand: months without numbers, what is published otherwise, and what the plan leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Item, Prose, Table
from incuanalysis.display.plan_review.words import absent_word, names, readings, see, span
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.vocabulary.periods import Month, Period

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.plan_review import PlanReview

__all__ = ["gap_table", "gaps", "open_points", "published", "reading_table"]

_FIGURES = 15
_QUALIFIERS = {"about": ("约", "about "), "over": ("超过", "over "), "under": ("不足", "under ")}


def gaps(data: PlanReview, report: Report) -> tuple[Item, ...]:
    """Return for each target how many months have a number."""
    rows = data.gaps
    missing = absent_word(data, report)
    months = int(rows["months"].sum())
    if not rows["known"].sum():
        text = report.say(
            f"计划期内{len(rows)}项主要目标各月均{missing}。",
            f"For none of {len(rows)} main targets any month was {missing[4:]}.",
        )
        return (Prose(stamp(report), text),)
    have = int(rows["known"].sum())
    full = int((rows["known"] == rows["months"]).sum())
    said = report.say(
        f"{len(rows)}项主要目标按月应有{months}个数，已有{have}个；各月齐全的{full}项。",
        f"{len(rows)} main targets over their months make {months} numbers, of which {have} are known; targets with all of them: {full}.",
    )
    if where := see("gaps", data, report):
        return (Prose(stamp(report), said + where),)
    return (Prose(stamp(report), said), gap_table(data, report))


def gap_table(data: PlanReview, report: Report, annex: str = "") -> Table:
    """Return for each main target which months have no number."""
    rows, missing, called = data.gaps, absent_word(data, report), names(data, report)
    shown = rows.assign(
        label=rows["target"].map(called),
        absent=[len(months) for months in rows["missing"]],
        which=[_runs(months, report) for months in rows["missing"]],
    )
    columns = (
        ColumnSpec("label", report.say("目标", "Target")),
        ColumnSpec("months", report.say("应有月份", "Months"), "count"),
        ColumnSpec("known", report.say("有数月份", "Known"), "count"),
        ColumnSpec("absent", report.say(f"{missing}月份", missing.capitalize()), "count"),
        ColumnSpec("last", report.say("最近有数", "Last known"), "date"),
        ColumnSpec("which", report.say(f"{missing}的月份", "Which")),
    )
    notes = (
        report.say(
            "按月统计至目标期限；按季或按年报送的指标，其间各月没有数不等于漏报。",
            "Counted by month up to the deadline; of what is reported by quarter or year the months between are no omission.",
        ),
    )
    caption = report.say("主要目标数据齐全情况表", "Months with numbers")
    return build_table(
        stamp(report), caption, shown, columns, language=report.language, units=report.words.units, notes=notes,
        annex=annex,
    )  # fmt: skip


def _runs(months: tuple[int, ...], report: Report) -> str:
    """Write months in runs: 2022年1月—3月、2023年5月."""
    runs: list[list[Month]] = []
    for month in map(Month.from_int, months):
        if runs and month == runs[-1][-1].plus(1):
            runs[-1].append(month)
        else:
            runs.append([month])
    said = [
        dates.month(run[0], report.language)
        if len(run) == 1
        else f"{dates.month(run[0], report.language)}{report.say('至', ' to ')}{dates.month(run[-1], report.language)}"
        for run in runs
    ]
    return lists.join(said, most=4, word=report.say("段", ""), language=report.language) or report.say("无", "none")


def published(data: PlanReview, report: Report) -> tuple[Item, ...]:
    """Return what is published of the region; it counts other things than the targets, and is not taken for them."""
    rows = data.figures
    if rows.empty:
        text = report.say("公开数据中未见该区域的孵化载体数据。", "No published figure of the region was found.")
        return (Prose(stamp(report), text),)
    inside = int(rows["within"].sum())
    wanted = {one.indicator for one in data.plan.targets}
    own = rows["indicator"].isin(wanted)
    if inside:
        about = report.say(
            f"其中计划期（{span(data, report)}）内{inside}项，口径与计划目标不尽相同，不替代实绩",
            f"{inside} of them within {span(data, report)}; they may count other things than the targets and are not taken "
            "for results",
        )
    else:
        about = report.say(
            f"均在计划期（{span(data, report)}）以前，不替代实绩",
            f"all from before {span(data, report)}, and not taken for results",
        )
    if own.any():
        about += report.say(
            f"；与计划目标同一指标的{int(own.sum())}项，列在最前",
            f"; {int(own.sum())} are of the targets' own indicators and stand first",
        )
    said = report.say(
        f"公开数据中见到{report.name}{len(rows)}项指标的数据（每项取最近一次），{about}。",
        f"Published figures of {report.name} were found for {len(rows)} indicators (the latest of each), {about}.",
    )
    rows = pd.concat([rows[own], rows[~own]])
    book = report.words.indicators
    few = rows.head(_FIGURES)
    english = report.language != "zh"
    shown = pd.DataFrame(
        {
            "label": [book.get(str(id)).en if english else book.get(str(id)).zh for id in few["indicator"]],
            "when": [
                Period.from_ints(first, last).label(report.language)
                for first, last in zip(few["first"], few["last"], strict=True)
            ],
            "unit": list(few["unit"]),
            "value": list(few["value"]),
            "how": [
                report.say(*_QUALIFIERS.get(str(one), ("", ""))).strip() or report.say("确数", "exact")
                for one in few["qualifier"]
            ],
            "source": list(few["source_en" if english else "source"]),
        }
    )
    columns = (
        ColumnSpec("label", report.say("指标", "Indicator")),
        ColumnSpec("when", report.say("时间", "When"), align="center"),
        ColumnSpec("measured_in", report.say("单位", "Unit"), "unit", unit_key="unit"),
        ColumnSpec("value", report.say("公布数", "Figure"), "amount", unit_key="unit"),
        ColumnSpec("how", report.say("精度", "Precision"), align="center"),
        ColumnSpec("source", report.say("来源", "Source")),
    )
    notes: tuple[str, ...] = ()
    if len(rows) > _FIGURES:
        notes = (report.say(f"列出最近的{_FIGURES}项，共{len(rows)}项。", f"The latest {_FIGURES} of {len(rows)}."),)
    caption = report.say(f"{report.name}已公布数据", f"Published figures of {report.name}")
    table = build_table(
        stamp(report), caption, shown, columns, language=report.language, units=report.words.units, notes=notes
    )
    return (Prose(stamp(report), lists.as_markdown(said)), table)


def open_points(data: PlanReview, report: Report) -> tuple[Item, ...]:
    """Return what the plan leaves open: baselines, readings, and remarks on the document."""
    found: list[Item] = []
    called = names(data, report)
    if data.unknown_baselines:
        listed = lists.named([called[one.id] for one in data.unknown_baselines], "项", most=6, language=report.language)
        text = report.say(
            f"期初数不明的目标{listed}，增长多少不能说明。",
            f"Value at the start unknown: {listed}; growth cannot be told.",
        )
        found.append(Prose(stamp(report), lists.as_markdown(text)))
    told = readings(data, report)
    if where := see("readings", data, report):
        said = report.say(f"可作两种理解的事项{len(told)}类。", f"{len(told)} points can be read in two ways.")
        found.append(Prose(stamp(report), said + where))
    elif told:
        found.append(reading_table(data, report))
    if data.plan.notes:
        items = [f"- {lists.as_markdown(report.say(one.zh, one.en))}" for one in data.plan.notes]
        found.append(Prose(stamp(report), "\n".join(items)))
    if not found:
        text = report.say("未发现文件没有说清的事项。", "Nothing was found that the plan leaves open.")
        found.append(Prose(stamp(report), text))
    return tuple(found)


def reading_table(data: PlanReview, report: Report, annex: str = "") -> Table:
    """Return what the plan's text leaves to two readings, and which is taken here."""
    columns = (
        ColumnSpec("what", report.say("事项", "What")),
        ColumnSpec("chosen", report.say("本报告采用（本报告自定）", "Read here as (our choice)")),
        ColumnSpec("other", report.say("另一种读法", "Other reading")),
    )
    caption = report.say("文件可作两种理解的事项", "What can be read in two ways")
    return build_table(stamp(report), caption, readings(data, report), columns, language=report.language, annex=annex)
