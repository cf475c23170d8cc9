"""What the register does not say, whether the sums agree, and how the atlas was made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.cluster_atlas.wording import AREA_NAMES, FIELD_NAMES, heading, joined, said
from incuanalysis.display.items import Item, Prose
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.documents.bases import FRESH
from incuanalysis.vocabulary.periods import Month

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.documents import TraceBook
    from incuanalysis.display.items import Table
    from incuanalysis.evaluation.documents.atlas import Atlas

__all__ = ["gaps", "method"]

_NAMED = 5


def gaps(data: Atlas, report: Report) -> tuple[Item, ...]:
    """Return which fields of how many bases are missing; nothing without bases."""
    if data.bases.empty:
        return ()
    top = heading(data, report, "gaps", "资料缺项", "What is missing on file")
    count = len(data.bases)
    lacking = {name for names in data.gaps["names"] for name in names}
    if data.gaps.empty:
        none = report.say(f"{count}家载体的各项资料均已登记。", f"All particulars of the {count} bases are on file.")
        return (top, Prose(stamp(report), none))
    whole = sum(name not in lacking for name in data.bases["name"])
    text = report.say(
        f"{count}家载体中，资料齐全的{whole}家，有缺项的{count - whole}家；空白按未登记列出，不推断为没有。",
        f"Of {count} bases {whole} have all particulars on file, {count - whole} lack some. A blank is listed as missing, "
        "not taken for none.",
    )
    return (top, Prose(stamp(report), lists.as_markdown(text)), _gap_table(data, report))


def _gap_table(data: Atlas, report: Report) -> Table:
    rows = data.gaps.assign(
        label=[said(FIELD_NAMES, one, report) for one in data.gaps["field"]],
        share=100 * data.gaps["missing"] / data.gaps["of"],
        bases=[joined(names, report, _NAMED, "家") for names in data.gaps["names"]],
    ).sort_values("missing", ascending=False, kind="stable")
    unit = report.say("家", "")
    columns = (
        ColumnSpec("label", report.say("资料", "Particular")),
        ColumnSpec("missing", report.say("缺项载体", "Bases without"), "count", unit=unit),
        ColumnSpec("of", report.say("应有", "Of"), "count", unit=unit),
        ColumnSpec("share", report.say("缺项比例", "Share"), "share"),
        ColumnSpec("bases", report.say("载体", "Bases")),
    )
    caption = report.say(f"{report.name}载体资料缺项", f"{report.name}: particulars missing on file")
    return build_table(stamp(report), caption, rows, columns, language=report.language, units=report.words.units)


def method(data: Atlas, report: Report, traces: TraceBook) -> tuple[Item, ...]:
    """Return where everything is from, what was left out, and whether sums agree with what the region reported."""
    top = heading(data, report, "method", "数据和方法", "Data and method")
    found: list[Item] = [
        top,
        Prose(stamp(report), "\n".join(f"- {lists.as_markdown(one)}" for one in _told(data, report))),
    ]
    if len(data.checks):
        found.append(_checks(data, report, traces))
    return tuple(found)


def _told(data: Atlas, report: Report) -> list[str]:
    end = dates.month_end(data.month, report.language, year=True)
    on = dates.day(dt.date.fromisoformat(data.register_at), report.language) if data.register_at else ""
    told = [
        report.say(
            f"载体的类型、级别、产业、运营机构、服务和政策取自载体登记{f'（最近一次{on}收到）' if on else ''}；"
            f"登记的签约、竣工、投用时间晚于{end}的，状态按当时推定。",
            f"Types, levels, industries, operators, services and policies are those of the register"
            f"{f' (last received {on})' if on else ''}; where it dates a state later than the {end}, the state before it is taken.",
        ),
        report.say(
            f"面积均取自报表的月末数，登记不含面积，没有用登记数代替；当月末未报的用此前最近一次报送的数，超过{FRESH}个月的不用（本报告自定）。",
            f"All areas are from returns at the month's end, as the register has none. Where the month was not reported, the "
            f"last report is used if it is no older than {FRESH} months (our own rule).",
        ),
        report.say(
            "空置率＝空置可租面积÷载体面积（本报告自定）。", "Free share = free area ÷ floor area (our own measure)."
        ),
    ]
    left = [
        report.say(f"{zh}的{count}家", f"{count} {en}")
        for count, zh, en in (
            (data.closed, "已关闭", "closed"),
            (data.later, "此后才签约或成立", "that came later"),
        )
        if count
    ]
    if left:
        told.append(report.say(f"{joined(left, report)}未列入。", f"Left out: {joined(left, report)}."))
    if report.language != "zh":
        told.append("Names of bases, operators, industries, services and policies stand as registered, in Chinese.")
    if data.checks.empty:
        told.append(
            report.say(f"{report.name}本级没有报送面积，合计不能核对。", "The region itself reported no areas to check sums against.")
        )  # fmt: skip
    return told


def _checks(data: Atlas, report: Report, traces: TraceBook) -> Table:
    rows, book = [], {}
    for number, row in enumerate(data.checks.to_dict("records")):
        at = Month.from_int(int(row["own_at"]))
        name = said(AREA_NAMES, row["indicator"], report)
        same = not pd.isna(row["difference"]) and abs(row["difference"]) < 1
        state = report.say("●一致", "● equal") if same else report.say("▲不一致", "▲ differs")
        rows.append(row | {"name": name, "at": str(at), "state": state})
        own = data.own_rows[data.own_rows["indicator"] == row["indicator"]]
        label = f"{report.name} {name} {dates.month(at, report.language)}"
        if id := traces.add_rows(
            label, f"{row['own']:.0f}", report.say("本级报送的月末数", "as reported by the region"), own
        ):
            book[number, "own"] = id
    columns = (
        ColumnSpec("name", report.say("指标", "Measure")),
        ColumnSpec("at", report.say("时点", "Month"), "date"),
        ColumnSpec("own", report.say("本级报送", "Reported by the region"), "count", unit="平方米"),
        ColumnSpec("bases", report.say("各载体合计", "Sum of bases"), "count", unit="平方米"),
        ColumnSpec("reported", report.say("已报载体", "Bases with it"), "count", unit=report.say("家", "")),
        ColumnSpec("difference", report.say("差额", "Difference"), "count", unit="平方米"),
        ColumnSpec("state", report.say("核对", "Check")),
    )
    notes = (
        report.say(
            "差额为本级报送数减各载体合计；不一致时，图谱用各载体合计。",
            "Difference: the region's number less the sum. Where they differ, the atlas has the sum of the bases.",
        ),
    )
    caption = report.say(f"{report.name}面积合计核对", f"{report.name}: sums checked")
    return build_table(
        stamp(report), caption, pd.DataFrame(rows), columns, language=report.language, units=report.words.units, traces=book, notes=notes
    )  # fmt: skip
