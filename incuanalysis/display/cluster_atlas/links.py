"""Missing links of the chain: of the region, and of each leading industry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.chain import chain
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.cluster_atlas.wording import (
    area,
    capital,
    heading,
    joined,
    stage_name,
    stages_said,
    trace_sum,
)
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.sentences import lists
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.documents.bases import STAGES

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.display.items import Table
    from incuanalysis.evaluation.documents.atlas import Atlas, Industry

__all__ = ["links", "most_missing", "own_chain"]

_NAMED = 6


def own_chain(data: Atlas, report: Report) -> str:
    """Say which links the region has, as a clause."""
    missing = stages_said(data.missing, report)
    if not data.missing:
        return report.say("孵化链条四个环节齐备", "the chain has all four stages")
    waiting = _coming(data.stages, report)
    more = report.say(f"（{waiting}）", f" ({waiting})") if waiting else ""
    return report.say(f"孵化链条缺{missing}{more}", f"the chain has no {missing}{more}")


def _coming(stages: pd.DataFrame, report: Report) -> str:
    """Name the missing stages that have bases on the way."""
    rows = stages[(stages["count"] == 0) & (stages["coming"] > 0)]
    parts = [
        report.say(f"{stage_name(stage, report)}有{count}家未投用", f"{stage_name(stage, report).lower()}: {count} on the way")
        for stage, count in rows[["stage", "coming"]].itertuples(index=False)
    ]  # fmt: skip
    return joined(parts, report)


def most_missing(data: Atlas, report: Report) -> str:
    """Say how many industries have the whole chain, and which link is missing most often, as a clause."""
    if not data.industries:
        return report.say("载体均未登记主导产业", "no base has a leading industry on file")
    whole, of = sum(not one.missing for one in data.industries), len(data.industries)
    lacking = {stage: sum(stage in one.missing for one in data.industries) for stage in STAGES}
    most = max(lacking.values())
    if not most:
        return report.say(f"{of}个主导产业链条均齐备", f"all {of} leading industries have the whole chain")
    widest = [stage for stage, count in lacking.items() if count == most]
    names, each = stages_said(widest, report), "各" if len(widest) > 1 else ""
    zh = f"{of}个主导产业中链条齐备的{whole}个" if whole else f"{of}个主导产业均有缺环"
    en = f"of {of} leading industries {whole or 'none'} {'has' if whole < 2 else 'have'} the whole chain"
    return report.say(f"{zh}，缺得最多的是{names}（{each}{most}个产业）", f"{en}; missing most often: {names} ({most})")


def links(data: Atlas, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return the missing links in words, as a chart of the industries' chains, and as a table; nothing without bases."""
    if data.bases.empty:
        return ()
    found: list[Item] = [
        heading(data, report, "links", "链条缺环", "Missing links"),
        Prose(stamp(report), _told(data, report)),
    ]
    if data.industries:
        stages = pd.concat([one.stages.assign(name=one.name) for one in data.industries])
        found += [chain(stages[["stage", "count", "area", "name"]], report), _table(data, report, traces)]
    return tuple(found)


def _told(data: Atlas, report: Report) -> str:
    end = report.language
    parts = [capital(lists.sentence(own_chain(data, report), most_missing(data, report), language=end))]
    items = []
    for stage in STAGES:
        lacking = [one for one in data.industries if stage in one.missing]
        if lacking:
            names = joined([one.name for one in lacking], report, _NAMED, "个产业")
            name = stage_name(stage, report)
            items.append(report.say(f"缺{name}的：{names}", f"{name}: none in {names}"))
    waiting = [
        (one, stage)
        for one in data.industries
        for stage, count, coming in one.stages[["stage", "count", "coming"]].itertuples(index=False)
        if not count and coming
    ]
    if waiting:
        names = joined([_pair(one, str(stage), report) for one, stage in waiting], report, _NAMED, "项")
        items.append(report.say(f"已有载体签约、在建或竣工，投用后可补的：{names}", f"On the way: {names}"))
    rule = report.say(
        "某环节有投用的载体即为具备；一家载体登记几个产业的，在各产业分别计数（本报告自定）。",
        "A link is there where a base of it is in use; a base with several industries counts in each (our own rule).",
    )
    told = [lists.as_markdown(parts[0] + ("" if report.language == "zh" else " ") + rule)]
    return "\n\n".join(
        [*told, "\n".join(f"- {lists.as_markdown(lists.sentence(one, language=end))}" for one in items)]
    ).strip()


def _pair(one: Industry, stage: str, report: Report) -> str:
    name = stage_name(stage, report)
    return report.say(f"{one.name}的{name}", f"{name.lower()} in {one.name}")


def _table(data: Atlas, report: Report, traces: TraceBook) -> Table:
    rows, book = [], {}
    for number, one in enumerate(data.industries):
        counts = dict(zip(one.stages["stage"], one.stages["count"], strict=True))
        rows.append(
            {
                "name": one.name, "bases": len(one.bases), **counts, "area": data.total("area", one.bases),
                "free": data.total("free", one.bases), "missing": stages_said(one.missing, report) or report.say("无", "none"),
                "why": "not_reported" if one.bases["active"].any() else "",
            }
        )  # fmt: skip
        for column in ("area", "free"):
            if id := trace_sum(data, one.bases, column, f"{report.name} {one.name}", report, traces):
                book[number, column] = id
    group = report.say("投用载体（家）", "Bases in use")
    columns = (
        ColumnSpec("name", report.say("主导产业", "Leading industry")),
        ColumnSpec("bases", report.say("在册", "On file"), "count", unit=report.say("家", "")),
        *(ColumnSpec(stage, stage_name(stage, report), "count", group=group) for stage in STAGES),
        ColumnSpec(
            "area", report.say("载体面积", "Floor area"), "indicator", unit="平方米", shared="area", absent_key="why"
        ),
        ColumnSpec(
            "free", report.say("空置可租面积", "Free area"), "indicator", unit="平方米", shared="area", absent_key="why"
        ),
        ColumnSpec("missing", report.say("缺少的环节", "Missing links")),
    )
    unnamed = int((~data.bases["industry"].astype(bool)).sum())
    total = area(data.total("area"), report)
    notes = [
        report.say(
            f"登记几个产业的载体在各产业分别计数，各行之和不等于全部载体的合计（面积{total}）。",
            f"Bases with several industries count in each: the rows do not add up to the whole (floor area {total}).",
        )
    ]
    if unnamed:
        notes.append(
            report.say(f"未登记主导产业的{unnamed}家未列入本表。", f"{unnamed} bases without a leading industry are not in it.")
        )  # fmt: skip
    return build_table(
        stamp(report),
        report.say(f"{report.name}分产业孵化链条", f"{report.name}: the chain by leading industry"),
        pd.DataFrame(rows),
        columns,
        language=report.language,
        units=report.words.units,
        traces=book,
        notes=notes,
        sortable=True,
    )
