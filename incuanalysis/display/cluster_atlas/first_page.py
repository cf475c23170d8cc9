"""The first page: the cluster in three findings, the chain, and how many bases and how much space there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.chain import chain
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.free_space import widest
from incuanalysis.display.cluster_atlas.links import most_missing, own_chain
from incuanalysis.display.cluster_atlas.wording import (
    FIELD_NAMES,
    area,
    capital,
    heading,
    place_name,
    rate,
    said,
    stage_name,
    states_said,
    trace_sum,
)
from incuanalysis.display.documents import letterhead
from incuanalysis.display.items import Chart, Headline, Headlines, Item, Prose, Title
from incuanalysis.display.numbers import percent
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.documents.atlas import KIND
from incuanalysis.evaluation.documents.bases import STAGES
from incuanalysis.plans.bureaus import DOCUMENT_KINDS
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.display.furniture import Letterhead
    from incuanalysis.display.items import Table
    from incuanalysis.evaluation.documents.atlas import Atlas

__all__ = ["chart", "head", "overview", "title"]


def head(report: Report) -> Letterhead:
    """Return the head of the page, in the report's language."""
    made = letterhead(report, KIND, style="plain")
    return made if report.language == "zh" else replace(made, issuer="", kind_name=DOCUMENT_KINDS[KIND].en, issue="")


def title(data: Atlas, report: Report) -> Title:
    """Return the title: how many bases and how much space, which links are missing, where the space is and what is unknown."""
    when = dates.period(report.period, report.language)
    findings = (
        (_size(data, report), _chain(data, report), _space(data, report)) if len(data.bases) else _none(data, report)
    )
    return Title(
        stamp(report),
        report.say(f"{report.name}孵化集群“一件事”图谱", f"Atlas of the incubation cluster: {report.name}"),
        when,
        "",
        findings,
        (report.say("演示数据", "Demonstration data"),) if report.inquiry.demo else (),
    )


def _none(data: Atlas, report: Report) -> tuple[str, ...]:
    when = dates.as_of(data.month, report.language, year=True)
    left = data.closed + data.later
    why = (
        report.say(
            f"登记中有{data.closed}家已关闭、{data.later}家在此之后签约或成立，均未列入。",
            f"{data.closed} on file are closed and {data.later} came later; they are left out.",
        )
        if left
        else report.say(
            "没有收到载体登记表，这不表示当地没有载体。", "No register of carriers has come in, which is no zero."
        )
    )
    return (
        report.say(f"{when}，登记中没有{report.name}的孵化载体。", f"{when} the register has no base of {report.name}."),
        why,
        report.say("收录载体登记表和月报后，图谱列出载体、空间和缺环。", "Once registers and returns are taken in, bases, space and missing links are listed."),
    )  # fmt: skip


def _size(data: Atlas, report: Report) -> str:
    when = dates.as_of(data.month, report.language)
    count, states = len(data.bases), states_said(data.bases, report)
    free, share = data.total("free"), rate(data.bases)
    vacancy = report.say(f"，空置率{percent(share)}", f" ({percent(share)})") if share is not None else ""
    floor = area(data.total("area"), report)
    vacancy += _dated(data, report)
    return report.say(
        f"{when}，在册孵化载体{count}家（{states}），载体面积{floor}，空置可租面积{area(free, report)}{vacancy}。",
        f"{when} {count} bases are on the register ({states}); floor area {floor}, free area {area(free, report)}{vacancy}.",
    )


def _dated(data: Atlas, report: Report) -> str:
    """Say of which month the areas are, where not all are of the atlas's month."""
    old = data.bases[data.bases["free_at"].notna() & (data.bases["free_at"] < int(data.month))]
    if old.empty:
        return ""
    count, reported, months = len(old), int(data.bases["free_at"].notna().sum()), set(old["free_at"])
    if count == reported and len(months) == 1:
        when = dates.month_end(Month.from_int(int(months.pop())), report.language, year=True)
        return report.say(f"（面积为{when}数）", f" (areas as of the {when})")
    return report.say(f"（其中{count}家的面积为此前报送数）", f" (areas of {count} bases as last reported before)")


def _chain(data: Atlas, report: Report) -> str:
    return capital(lists.sentence(own_chain(data, report), most_missing(data, report), language=report.language))


def _space(data: Atlas, report: Report) -> str:
    placed = data.places[(data.places["place"] != "") & data.places["free"].notna()]
    clauses = []
    if len(placed):
        names = [place_name(id, name, report) for id, name in zip(placed["place"], placed["name"], strict=True)]
        clauses.append(widest(placed.assign(name=names), report))
    else:
        clauses.append(report.say("空置可租面积未报", "free area was not reported"))
    if len(data.gaps):
        worst = data.gaps.sort_values("missing", ascending=False, kind="stable").iloc[0]
        name, missing, of = said(FIELD_NAMES, worst["field"], report), int(worst["missing"]), int(worst["of"])
        clauses.append(
            report.say(f"资料缺项最多的是{name}（{of}家中缺{missing}家）", f"missing most often on file: {name.lower()} ({missing} of {of})")
        )  # fmt: skip
    else:
        clauses.append(report.say("登记资料齐全", "the register is complete"))
    return capital(lists.sentence(*clauses, language=report.language))


def chart(data: Atlas, report: Report) -> tuple[Chart, ...]:
    """Return the chain of the region; nothing without bases."""
    if data.bases.empty:
        return ()
    return (chain(data.stages[["stage", "count", "area"]], report),)


def overview(data: Atlas, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return how many bases and how much space there are, by stage."""
    top = heading(data, report, "overview", "总体情况", "Overview")
    if data.bases.empty:
        return (top, Prose(stamp(report), lists.as_markdown("".join(_none(data, report)[:2]))))
    return (top, _headlines(data, report), Prose(stamp(report), _told(data, report)), _by_stage(data, report, traces))


def _headlines(data: Atlas, report: Report) -> Headlines:
    free, floor, share = data.total("free"), data.total("area"), rate(data.bases)
    in_use, whole = len(data.active), len(data.bases)
    missing, unit = len(data.missing), report.say("家", "")
    found = [
        Headline("bases", report.say("在册载体", "Bases"), float(whole), "家", f"{whole}{unit}", "", report.say(f"投用{in_use}家", f"{in_use} in use")),
        Headline("area", report.say("载体面积", "Floor area"), floor, "平方米", area(floor, report)),
        Headline("free", report.say("空置可租面积", "Free area"), free, "平方米", area(free, report), "", "" if share is None else report.say(f"空置率{percent(share)}", f"{percent(share)} of the area")),
        Headline("missing_links", report.say("缺少的环节", "Missing links"), float(missing), "个", f"{missing}{report.say('个', '')}"),
    ]  # fmt: skip
    return Headlines(stamp(report), tuple(found))


def _told(data: Atlas, report: Report) -> str:
    recognised = data.bases[~data.bases["level"].isin(["", "none"])]
    high = int(recognised["level"].isin(["national", "provincial"]).sum())
    operators = int((data.bases["operator"] != "").sum())
    policies = int((data.bases["policies"] != "").sum())
    text = report.say(
        f"在册载体中，省级以上{high}家；已登记运营机构的{operators}家，有扶持政策的{policies}家。",
        f"{high} bases are of provincial or national level; an operator is on file for {operators}, policies for {policies}.",
    )
    if report.internal and (tenants := data.total("tenants")) is not None:
        text += report.say(f"在孵企业合计{tenants:.0f}家。", f" Tenants: {tenants:.0f}.")
    more = report.say("各载体的资料见附件1。", " All bases are listed in Annex 1.")
    return lists.as_markdown(text + more)


def _by_stage(data: Atlas, report: Report, traces: TraceBook) -> Table:
    groups = [(stage_name(stage, report), data.bases[data.bases["stage"] == stage]) for stage in (*STAGES, "")]
    groups = [(name, rows) for number, (name, rows) in enumerate(groups) if len(rows) or number < len(STAGES)]
    groups.append((report.say("合计", "Total"), data.bases))
    found, book = [], {}
    for number, (name, rows) in enumerate(groups):
        in_use = int(rows["active"].sum())
        found.append(
            {
                "stage": name, "bases": len(rows), "in_use": in_use, "coming": len(rows) - in_use,
                "area": data.total("area", rows), "free": data.total("free", rows), "rate": rate(rows),
                "reported": int(rows["free"].notna().sum()),
                "why": "not_reported" if in_use else "",
            }
        )  # fmt: skip
        for column in ("area", "free"):
            if id := trace_sum(data, rows, column, f"{report.name} {name}", report, traces):
                book[number, column] = id
    unit = report.say("家", "")
    columns = (
        ColumnSpec("stage", report.say("环节", "Stage")),
        ColumnSpec("bases", report.say("在册", "On file"), "count", unit=unit),
        ColumnSpec("in_use", report.say("投用", "In use"), "count", unit=unit),
        ColumnSpec("coming", report.say("未投用", "Not yet"), "count", unit=unit),
        ColumnSpec(
            "area", report.say("载体面积", "Floor area"), "indicator", unit="平方米", shared="area", absent_key="why"
        ),
        ColumnSpec(
            "free", report.say("空置可租面积", "Free area"), "indicator", unit="平方米", shared="area", absent_key="why"
        ),
        ColumnSpec("rate", report.say("空置率", "Free share"), "share"),
        ColumnSpec("reported", report.say("已报面积载体", "Bases with areas"), "count", unit=unit),
    )
    return build_table(
        stamp(report),
        report.say(f"{report.name}孵化链条各环节载体和空间", f"{report.name}: bases and space by stage"),
        pd.DataFrame(found),
        columns,
        language=report.language,
        units=report.words.units,
        traces=book,
        emphasis=[len(found) - 1],
    )
