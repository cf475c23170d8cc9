"""The list of all bases, by stage: an annex on paper, a table to search and sort on screen."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.cluster_atlas.space import earlier
from incuanalysis.display.cluster_atlas.wording import (
    LEVELS,
    STATES,
    place_name,
    place_word,
    said,
    stage_name,
    trace_base,
)
from incuanalysis.display.items import Cell
from incuanalysis.display.sentences import dates
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.display.items import Table
    from incuanalysis.evaluation.documents.atlas import Atlas

__all__ = ["listing"]

_NUMBERS = ("area", "free", "tenants")


def listing(data: Atlas, report: Report, traces: TraceBook) -> tuple[Table, ...]:
    """Return the list of all bases; nothing without any."""
    if data.bases.empty:
        return ()
    rows = [_row(row, report) for row in data.bases.to_dict("records")]
    book = {}
    for number, row in enumerate(data.bases.to_dict("records")):
        told = [column for column in _NUMBERS if not pd.isna(row[column])]
        id = trace_base(data, row, report, traces)
        book.update({(number, column): id for column in told if id})
    columns = _columns(report)
    late = earlier(data, report)
    notes = [
        report.say(
            "按环节排列；载体面积、空置可租面积为月末数，未报的不按零计算，未投用的不报。",
            "By stage. Areas are those of the month's end; what was not reported is no zero, and bases not yet in use do "
            "not report.",
        ),
        late.removeprefix("其中"),
    ]
    if report.internal:
        notes.append(
            report.say(
                "在孵企业为载体报送数，名册企业为企业名册中当月末在孵的户数，两者来源不同。",
                "Tenants are those that the base reported; firms on the roster are counted at the month's end.",
            )
        )
    when = dates.month_end(data.month, report.language, year=True)
    made = build_table(
        stamp(report),
        report.say(f"{report.name}孵化载体一览表（{when}）", f"{report.name}: list of bases, {when}"),
        pd.DataFrame(rows),
        columns,
        language=report.language,
        units=report.words.units,
        traces=book,
        notes=[note for note in notes if note],
        annex=report.say("附件1", "Annex 1"),
        landscape=True,
        sortable=True,
        searchable=True,
    )
    keys = [column.key for column in columns]
    at = keys.index("status")
    lit = tuple((*row[:at], _lit(row[at], rows[n]["active"]), *row[at + 1 :]) for n, row in enumerate(made.rows))
    return (replace(made, rows=lit, grow=keys.index("policies")),)


def _lit(cell: str | Cell, active: bool) -> Cell:
    return Cell(f"{'●' if active else '○'}{cell}", tone="good" if active else "muted")


def _columns(report: Report) -> tuple[ColumnSpec, ...]:
    count = report.say("家", "")
    inner = (
        ColumnSpec("tenants", report.say("在孵企业", "Tenants"), "count", unit=count, absent_key="why"),
        ColumnSpec("listed", report.say("名册企业", "On the roster"), "count", unit=count),
    )
    return (
        ColumnSpec("serial", report.say("序号", "No."), "serial"),
        ColumnSpec("stage", report.say("环节", "Stage")),
        ColumnSpec("name", report.say("载体名称", "Base")),
        ColumnSpec("place", place_word(report)),
        ColumnSpec("level", report.say("级别", "Level")),
        ColumnSpec("status", report.say("状态", "State")),
        ColumnSpec("since", report.say("时间", "Since"), align="center"),
        ColumnSpec("industry", report.say("主导产业", "Leading industry")),
        ColumnSpec("area", report.say("载体面积", "Floor area"), "count", unit="平方米", absent_key="why"),
        ColumnSpec("free", report.say("空置可租面积", "Free area"), "count", unit="平方米", absent_key="why"),
        *(inner if report.internal else ()),
        ColumnSpec("operator", report.say("运营机构", "Operator")),
        ColumnSpec("services", report.say("专业服务", "Services")),
        ColumnSpec("platforms", report.say("公共技术平台", "Platforms")),
        ColumnSpec("policies", report.say("扶持政策", "Policies")),
    )


def _row(row: Mapping[Hashable, Any], report: Report) -> dict[str, Any]:
    blank = report.say("未登记", "Not on file")
    between = report.say("、", ", ")
    texts = {name: row[name] or blank for name in ("name", "operator", "policies")}
    several = {name: between.join(row[name]) or blank for name in ("industry", "services", "platforms")}
    since = "—" if pd.isna(row["status_on"]) else str(Month.from_int(int(row["status_on"]))).replace("-", ".")
    return {
        **texts,
        **several,
        "stage": stage_name(row["stage"], report),
        "place": place_name(row["place"], row["place_name"], report),
        "level": said(LEVELS, row["level"], report),
        "status": said(STATES, row["status"], report),
        "active": bool(row["active"]),
        "since": since,
        **{name: None if pd.isna(row[name]) else float(row[name]) for name in (*_NUMBERS, "listed")},
        "why": "not_reported" if row["active"] else "",
    }
