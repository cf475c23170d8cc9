"""The first page: title with three findings, headline numbers, and how the returns stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import label, listed, stamp
from incuanalysis.display.charts.returns import dated
from incuanalysis.display.data_audit.wording import on_day, said, who
from incuanalysis.display.items import Headline, Headlines, Prose, Title

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit import Audit, AuditData

__all__ = ["headlines", "overview", "title"]


def title(data: AuditData, audit: Audit, report: Report) -> Title:
    """Return the title block: how the returns stand, what waits, what changed or lies far from the rest."""
    settings = report.project.settings.edition
    return Title(
        stamp(report),
        report.say(
            f"{report.name}孵化载体数据质量审核报告", f"Data quality audit of business incubators: {report.name}"
        ),
        report.say(f"（{dated(report.period, report)}）", dated(report.period, report)),
        report.say(settings.issuer, settings.issuer_en),
        (_returns(data, audit, report), _cells(data, audit, report), _values(data, audit, report)),
        (report.say("演示数据", "Demonstration data"),) if data.demo else (),
    )


def _returns(data: AuditData, audit: Audit, report: Report) -> str:
    lead = report.say("报送：", "Returns: ")
    if audit.slots is None:
        return lead + (
            report.say("未设定报送要求，不判断迟报和缺报。", "no duties are laid down, so lateness is not judged.")
            if data.dues is None
            else report.say("尚未收到任何报表。", "no return has ever come in.")
        )
    if not audit.slots:
        return lead + report.say("本期没有应报的报表。", "none is due for this period.")
    states = audit.states()
    came = states["in_time"] + states["late"]
    waiting = states["not_yet_due"]
    return lead + report.say(
        f"应报{len(audit.slots)}份，已报{came}份"
        + (f"，其中迟报{states['late']}份" if states["late"] else "")
        + f"；未报{states['missing']}份"
        + (f"，未到期{waiting}份" if waiting else "")
        + "。",
        f"of {len(audit.slots)} due, {came} came in, {states['late']} of them late; {states['missing']} missing"
        + (f", {waiting} not yet due" if waiting else "")
        + ".",
    )


def _cells(data: AuditData, audit: Audit, report: Report) -> str:
    lead = report.say("数据：", "Data: ")
    if not len(data.files):
        return lead + report.say("本期没有收到报表文件。", "no file was received for the period.")
    counted = audit.severities()
    share = numbers.share_of(audit.share_quarantined, report.language)
    zh = f"收到文件{len(data.files)}个、数据{audit.received}格，待处理{audit.quarantined}格"
    en = f"{said(len(data.files), '', 'file', report)} with {audit.received} cells of data, {audit.quarantined} waiting"
    if audit.received:
        zh, en = f"{zh}（占{share}）", f"{en} ({share})"
    return lead + report.say(
        f"{zh}；查出错误{counted['error']}处、提醒{counted['warning']}处。",
        f"{en}; {counted['error']} errors and {counted['warning']} warnings.",
    )


def _values(data: AuditData, audit: Audit, report: Report) -> str:
    lead = report.say("数值：", "Values: ")
    far = [(spread, outlier) for spread in audit.spreads for outlier in spread.outliers]
    day = on_day(data.since, report)
    zh = f"{day}以后修订{len(audit.changed)}项" if len(audit.changed) else f"{day}以后没有修订"
    en = f"{len(audit.changed)} revised after {day}" if len(audit.changed) else f"none revised after {day}"
    if far:
        names = listed(
            [
                report.say(f"{who(o.unit, data, report)}（{label(s.indicator, report)}）", f"{who(o.unit, data, report)} ({label(s.indicator, report)})")
                for s, o in far[:3]
            ],
            report,
        )  # fmt: skip
        more = len(far) > 3
        zh += f"；离群值{len(far)}个：{names}{'等' if more else ''}"
        en += f"; {said(len(far), '', 'outlier', report)}: {names}{' and others' if more else ''}"
    elif any(spread.judged for spread in audit.spreads):
        zh, en = f"{zh}；未发现离群值", f"{en}; no outliers"
    else:
        zh, en = f"{zh}；填报单位不足，不判断离群", f"{en}; too few units to judge outliers"
    return lead + report.say(f"{zh}。", f"{en}.")


def headlines(data: AuditData, audit: Audit, report: Report) -> Headlines:
    """Return the headline numbers that there are: returns, cells and findings; of published data, their number."""
    cards: list[Headline] = []
    if audit.slots:
        states = audit.states()
        units = len({(slot.due.region, slot.due.carrier) for slot in audit.slots})
        came = states["in_time"] + states["late"]
        waiting = states["not_yet_due"]
        cards += [
            _card("returns_due", "应报", "Returns due", len(audit.slots), "份", report,
                  report.say(f"涉及{units}个单位", f"from {said(units, '', 'unit', report)}")),
            _card("returns_received", "已报", "Returns received", came, "份", report,
                  report.say(f"其中迟报{states['late']}份", f"{states['late']} of them late") if states["late"] else ""),
            _card("returns_missing", "未报", "Returns missing", states["missing"], "份", report,
                  report.say(f"另有未到期{waiting}份", f"{waiting} more not yet due") if waiting else ""),
        ]  # fmt: skip
    if len(data.files):
        counted = audit.severities()
        share = numbers.share_of(audit.share_quarantined, report.language)
        cards += [
            _card("files", "收到文件", "Files received", len(data.files), "个", report),
            _card("cells_received", "收到数据", "Cells of data", audit.received, "格", report,
                  report.say(f"入库{audit.stored}格", f"{audit.stored} stored")),
            _card("cells_quarantined", "待处理", "Cells waiting", audit.quarantined, "格", report,
                  report.say(f"占{share}", f"{share} of cells") if audit.received else ""),
            _card("errors", "错误", "Errors", counted["error"], "处", report),
            _card("warnings", "提醒", "Warnings", counted["warning"], "处", report),
        ]  # fmt: skip
    if not cards:
        own = int((data.values["region"] == data.region).sum())
        cards += [
            _card("observations", "库内本期数据", "Observations held", len(data.values), "条", report,
                  report.say(f"其中{report.short}{own}条", f"{own} of {report.short}")),
            _card("revised", "修订", "Values revised", len(audit.changed), "项", report),
            _card("outliers", "离群值", "Outliers", sum(len(s.outliers) for s in audit.spreads), "个", report),
        ]  # fmt: skip
    return Headlines(stamp(report), tuple(cards))


def _card(id: str, zh: str, en: str, value: int, unit: str, report: Report, note: str = "") -> Headline:
    return Headline(id, report.say(zh, en), float(value), unit, report.say(f"{value}{unit}", str(value)), "", note)


def overview(data: AuditData, report: Report) -> Prose:
    """Say what the audit rests on: the day, the files, the data that are held."""
    zh, en = [], []
    if data.today is not None:
        if data.latest is None or data.latest == data.today:
            zh.append(f"数据截至{on_day(data.today, report)}，迟报、未报按这一天判断。")
            en.append(f"Data as of {data.today.isoformat()}, by which lateness is judged.")
        else:
            zh.append(
                f"数据截至{on_day(data.today, report)}，迟报、未报按这一天判断；本报告用到的数据中，最晚的收于"
                f"{on_day(data.latest, report)}（即本报告所列的数据日期）。"
            )
            en.append(
                f"Data as of {data.today.isoformat()}, by which lateness is judged; the latest of the data used here came in on "
                f"{data.latest.isoformat()} (the data date that this report gives)."
            )
    if len(data.files):
        by = data.files["status"].value_counts()
        read = {state: int(by.get(state, 0)) for state in ("stored", "partly", "quarantined", "empty", "unreadable")}
        senders = data.files["series"].nunique()
        names = {
            "stored": "全部入库",
            "partly": "部分入库",
            "quarantined": "全部待处理",
            "empty": "无数据",
            "unreadable": "无法读取",
        }
        counts = "，".join(f"{name}{read[state]}个" for state, name in names.items() if read[state])
        zh.append(f"本期共收到{senders}个来文单位的文件{len(data.files)}个，其中{counts}。")
        en.append(
            f"{said(len(data.files), '', 'file', report)} came from {said(senders, '', 'sender', report)}: {read['stored']} stored in "
            f"full, {read['partly']} in part, {read['quarantined']} waiting in full, {read['empty']} without data, {read['unreadable']} "
            "unreadable."
        )
        if data.shared:
            zh.append(f"其中{data.shared}个文件还含其他地区的数据，无法区分所属单位的待处理数据和核查发现一并计入。")
            en.append(
                f"Files that also report for units elsewhere: {data.shared}; what waits in them is counted in full."
            )
    else:
        zh.append("本期没有收到本地区及所辖单位的报表文件，以下只审核库内已有数据。")
        en.append(
            "No file of the region or its units was received for the period; only data that are held are audited below."
        )
    own = data.values[data.values["region"] == data.region]
    zh.append(
        f"库内有本地区及所辖单位的本期数据{len(data.values)}条，其中{report.short}本级{int(own['carrier'].isna().sum())}条。"
    )
    en.append(
        f"{said(len(data.values), '', 'observation', report)} of the region and its units are held for the period, "
        f"{int(own['carrier'].isna().sum())} of {report.short} itself."
    )
    return Prose(stamp(report), report.say("".join(zh), " ".join(en)))
