"""Free space: where it is, by place and industry, and which bases have most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.free_space import free_space
from incuanalysis.display.cluster_atlas.wording import (
    area,
    heading,
    joined,
    place_name,
    place_word,
    rate,
    stage_name,
    stages_said,
    trace_sum,
)
from incuanalysis.display.items import Chart, Item, Prose
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.documents.bases import STAGES
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.display.items import Table
    from incuanalysis.evaluation.documents.atlas import Atlas

__all__ = ["earlier", "roomy", "space"]

_NAMED = 3


def space(data: Atlas, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return the free space by place and by industry; nothing without bases."""
    if data.bases.empty:
        return ()
    return (
        heading(data, report, "space", "空间供给", "Free space"),
        Prose(stamp(report), _told(data, report)),
        *_charts(data, report),
        _table(data, report, traces),
    )


def roomy(rows: pd.DataFrame, report: Report, most: int = _NAMED) -> str:
    """Name the bases with most free space: 甲孵化器（7470平方米）、….; empty where nobody has any."""
    free = rows[rows["free"] > 0].sort_values("free", ascending=False, kind="stable").head(most)
    brackets = ("（", "）") if report.language == "zh" else (" (", ")")
    named = [
        f"{name}{brackets[0]}{area(float(value), report)}{brackets[1]}"
        for name, value in free[["name", "free"]].itertuples(index=False)
    ]
    return joined(named, report)


def _told(data: Atlas, report: Report) -> str:
    free = data.total("free")
    if free is None:
        return report.say(
            "没有载体在12个月内报送空置可租面积，本节不作推算。",
            "No base has reported its free area within 12 months; nothing is estimated.",
        )
    reported, active = int(data.active["free"].notna().sum()), len(data.active)
    said = [
        report.say(
            f"投用载体{active}家中，{reported}家报送了空置可租面积，合计{area(free, report)}",
            f"{reported} of {active} bases in use reported their free area, {area(free, report)} in all",
        )
    ]
    if named := roomy(data.bases, report):
        said.append(report.say(f"空置较多的载体为{named}", f"most of it is in {named}"))
    full = int((data.bases["free"] == 0).sum())
    if full:
        said.append(report.say(f"没有空置的{full}家", f"{full} have none"))
    text = lists.sentence(*said, language=report.language)
    return lists.as_markdown(text + ("" if report.language == "zh" else " ") + earlier(data, report))


def earlier(data: Atlas, report: Report) -> str:
    """Say how many areas are of an earlier month, as a sentence; empty where all are of the month."""
    old = data.bases[(data.bases["free_at"].notna()) & (data.bases["free_at"] < int(data.month))]
    if old.empty:
        return ""
    months = sorted({Month.from_int(int(one)) for one in old["free_at"]})
    names = joined([dates.month_end(one, report.language, year=True) for one in months], report)
    return report.say(
        f"其中{len(old)}家当月末未报，用此前最近一次报送的数（{names}）。",
        f"{len(old)} did not report for the month; their last reports ({names}) are used.",
    )


def _charts(data: Atlas, report: Report) -> list[Chart]:
    found = []
    places = _named_places(data, report)
    if places["free"].notna().sum() > 1:
        found.append(free_space(places.assign(count=places["free_reported"]), report))
    rows = [[one.name, data.total("free", one.bases), int(one.bases["free"].notna().sum())] for one in data.industries]
    industries = pd.DataFrame(rows, columns=["name", "free", "count"]).astype({"free": "float64"})
    if industries["free"].notna().sum() > 1:
        made = free_space(industries, report)
        found.append(made)
    return found


def _named_places(data: Atlas, report: Report) -> pd.DataFrame:
    names = [place_name(id, name, report) for id, name in zip(data.places["place"], data.places["name"], strict=True)]
    return data.places.assign(name=names)


def _table(data: Atlas, report: Report, traces: TraceBook) -> Table:
    rows, book = [], {}
    for number, row in enumerate(_named_places(data, report).to_dict("records")):
        own = data.bases[data.bases["place"] == row["place"]]
        missing = [stage for stage in STAGES if not row[stage]]
        rows.append(
            row
            | {
                "rate": rate(own),
                "missing": stages_said(missing, report) or report.say("无", "none"),
                "why": "not_reported" if row["count"] else "",
            }
        )
        for column in ("area", "free"):
            if id := trace_sum(data, own, column, str(row["name"]), report, traces):
                book[number, column] = id
    rows.append(
        {
            "name": report.say("合计", "Total"), "bases": len(data.bases), "area": data.total("area"), "free": data.total("free"),
            "rate": rate(data.bases), "why": "not_reported", "missing": stages_said(data.missing, report) or report.say("无", "none"),
            **dict(zip(data.stages["stage"], data.stages["count"], strict=True)),
        }
    )  # fmt: skip
    for column in ("area", "free"):
        if id := trace_sum(data, data.bases, column, report.name, report, traces):
            book[len(rows) - 1, column] = id
    group = report.say("投用载体（家）", "Bases in use")
    columns = (
        ColumnSpec("name", place_word(report)),
        ColumnSpec("bases", report.say("在册", "On file"), "count", unit=report.say("家", "")),
        *(ColumnSpec(stage, stage_name(stage, report), "count", group=group) for stage in STAGES),
        ColumnSpec(
            "area", report.say("载体面积", "Floor area"), "indicator", unit="平方米", shared="area", absent_key="why"
        ),
        ColumnSpec(
            "free", report.say("空置可租面积", "Free area"), "indicator", unit="平方米", shared="area", absent_key="why"
        ),
        ColumnSpec("rate", report.say("空置率", "Free share"), "share"),
        ColumnSpec("missing", report.say("缺少的环节", "Missing links")),
    )
    notes = (
        report.say("空置率按两项面积都已报的载体计算。", "The free share is that of bases that reported both areas."),
    )
    return build_table(
        stamp(report),
        report.say(
            f"{report.name}分{place_word(report)}载体和空间",
            f"{report.name}: bases and space by {place_word(report).lower()}",
        ),
        pd.DataFrame(rows),
        columns,
        language=report.language,
        units=report.words.units,
        traces=book,
        emphasis=[len(rows) - 1],
        notes=notes,
        sortable=True,
    )
