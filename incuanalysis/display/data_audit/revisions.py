"""Values that were revised since the last edition: old, new, difference, who and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.returns import dated, plain
from incuanalysis.display.data_audit.wording import measured, on_day, said, who
from incuanalysis.display.items import Column, Item, Prose, Table
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    import pandas as pd

    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit import Audit, AuditData

__all__ = ["revisions"]

_MOST = 30


def revisions(data: AuditData, audit: Audit, report: Report) -> list[Item]:
    """Return the table of revisions, or one sentence where there are none."""
    day = on_day(data.since, report)
    repeated = _repeated(audit, report)
    if audit.changed.empty:
        text = report.say(
            f"{day}以后，本地区及所辖单位没有修订数据。{repeated}",
            f"No value of the region or its units was revised after {day}. {repeated}".rstrip(),
        )
        return [Prose(stamp(report), text)]
    total = len(audit.changed)
    text = report.say(
        f"{day}以后，本地区及所辖单位修订数据{total}项。{repeated}",
        f"{said(total, '', 'value', report)} of the region and its units {'was' if total == 1 else 'were'} revised after {day}. {repeated}".rstrip(),
    )
    return [Prose(stamp(report), text), _table(data, audit, report)]


def _repeated(audit: Audit, report: Report) -> str:
    if not audit.repeated:
        return ""
    return report.say(
        f"另有{audit.repeated}项重报后数值未变，不列。",
        f"Sent again without a change and not listed: {audit.repeated}.",
    )


def _table(data: AuditData, audit: Audit, report: Report) -> Table:
    changed = audit.changed.assign(size=_size(audit.changed))
    changed = changed.sort_values("size", ascending=False, kind="stable").head(_MOST)
    rows = tuple(_row(row, data, report) for row in changed.itertuples(index=False))
    total = len(audit.changed)
    more = (f"，列出变动最大的{_MOST}项", f", the {_MOST} largest listed") if total > _MOST else ("", "")
    return Table(
        stamp(report),
        report.say(f"修订的数据（共{total}项{more[0]}）", f"Revised values ({total} in all{more[1]})"),
        (
            Column("unit", report.say("单位（填报单位）", "Unit")),
            Column("indicator", report.say("指标", "Indicator")),
            Column("period", report.say("报告期、口径", "Period, basis")),
            Column("old", report.say("原值", "Old"), "right"),
            Column("new", report.say("新值", "New"), "right"),
            Column("difference", report.say("增减", "Difference"), "right"),
            Column("recorded", report.say("修订日期", "Revised on")),
        ),
        rows,
        notes=(
            report.say(
                "按相对变动幅度从大到小排列；“—”表示该值为空。",
                "By relative size of the change; —: reported as blank before or now. The Chinese edition names the senders.",
            ),
        ),
    )


def _size(changed: pd.DataFrame) -> pd.Series:
    """Return how large a change is beside the larger of the two values; a blank counts as a full change."""
    larger = changed[["old", "value"]].abs().max(axis=1)
    return ((changed["value"] - changed["old"]).abs() / larger).fillna(1.0)


def _row(row: Any, data: AuditData, report: Report) -> tuple[str, ...]:
    values = row._asdict()
    unit = values["carrier"] if isinstance(values["carrier"], str) else values["region"]
    period = Period.from_ints(int(values["first"]), int(values["last"]))
    basis = Basis(values["basis"]).label(report.language)
    difference = values["value"] - values["old"]
    language = report.language
    sign = "+" if difference > 0 else ""
    return (
        _sent(who(unit, data, report), values["series"], report),
        measured(values["indicator"], report),
        report.say(f"{dated(period, report)}，{basis}", f"{dated(period, report)}, {basis}"),
        plain(values["old"], language),
        plain(values["value"], language),
        f"{sign}{plain(difference, language)}" if difference == difference else numbers.MISSING[language],
        values["recorded_at"][:10],
    )


def _sent(unit: str, sender: str, report: Report) -> str:
    """Return a unit's name with that of who sent the number, where it is another; senders have no English names."""
    # a town sends under its whole name: 北岙 is 北岙街道
    same = full_width(sender).startswith(unit)
    return unit if same else report.say(f"{unit}（{full_width(sender)}报）", unit)
