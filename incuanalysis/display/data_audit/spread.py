"""How the units' values are spread: the chart, the outliers by name, and what the checks say of single values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.returns import dated, plain
from incuanalysis.display.charts.spread import spread_chart
from incuanalysis.display.data_audit.kinds import kind_name
from incuanalysis.display.data_audit.wording import issue_text, measured, place, who
from incuanalysis.display.items import Column, Item, Prose, Table
from incuanalysis.intake.audit.spread import FEWEST_JUDGED, LIMIT

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit import Audit, AuditData

__all__ = ["distributions"]

_OF_VALUES = ("out_of_range", "negative_value", "unit_slip", "digit_slip", "jump")
_MOST = 20


def distributions(data: AuditData, audit: Audit, report: Report) -> list[Item]:
    """Return the chart with its values in a table, the outliers, and the checks' doubts about single values."""
    items: list[Item] = []
    if audit.spreads:
        items += [
            spread_chart(audit.spreads, lambda unit: who(unit, data, report), report),
            _values(data, audit, report),
        ]
        items += _outliers(data, audit, report)
    else:
        items.append(
            Prose(
                stamp(report),
                report.say(
                    "本期填报同一指标的下级单位不足3个，不作分布图，不判断离群。",
                    "Fewer than 3 units below report the same indicator for the period: no chart, and no outliers are judged.",
                ),
            )
        )
    return items + _doubts(data, audit, report)


def _values(data: AuditData, audit: Audit, report: Report) -> Table:
    rows = []
    for spread in audit.spreads:
        least, most = spread.values.idxmin(), spread.values.idxmax()
        language = report.language
        period, comma = dated(spread.period, report), report.say("，", ", ")
        ends = [
            f"{plain(value, language)}{_of(who(str(unit), data, report), report)}"
            for value, unit in ((spread.values.min(), least), (spread.values.max(), most))
        ]
        rows.append(
            (
                comma.join((measured(spread.indicator, report), period, spread.basis.label(language))),
                str(len(spread.values)),
                plain(spread.median, language),
                comma.join(ends),
                str(len(spread.outliers)) if spread.judged else numbers.MISSING[language],
            )
        )
    return Table(
        stamp(report),
        report.say("主要指标的分布", "Spread of the main indicators"),
        (
            Column("indicator", report.say("指标、报告期、口径", "Indicator, period, basis")),
            Column("units", report.say("单位数", "Units"), "right", report.say("个", "number")),
            Column("median", report.say("中位数", "Median"), "right"),
            Column("range", report.say("最小值、最大值", "Least and most")),
            Column("outliers", report.say("离群值", "Outliers"), "right", report.say("个", "number")),
        ),
        tuple(rows),
        notes=(
            report.say(
                f"中位数按正值计算；正值不足{FEWEST_JUDGED}个的不判断离群，记“—”。",
                f"Medians are of positive values; with fewer than {FEWEST_JUDGED} of these, outliers are not judged (—).",
            ),
        ),
    )


def _of(name: str, report: Report) -> str:
    return report.say(f"（{name}）", f" ({name})")


def _outliers(data: AuditData, audit: Audit, report: Report) -> list[Item]:
    judged = [spread for spread in audit.spreads if spread.judged]
    if not judged:
        text = report.say(
            f"各指标的正值都不足{FEWEST_JUDGED}个，不判断离群。",
            f"No indicator has {FEWEST_JUDGED} positive values or more, so outliers are not judged.",
        )
        return [Prose(stamp(report), text)]
    named = [(spread, outlier) for spread in judged for outlier in spread.outliers]
    if not named:
        text = report.say(
            f"在判断离群的{len(judged)}项指标中，没有修正Z值超过{LIMIT}的数值。",
            f"Among the {len(judged)} indicators that are judged, no value has a modified z-score beyond {LIMIT}.",
        )
        return [Prose(stamp(report), text)]
    named.sort(key=lambda pair: -abs(pair[1].score))
    rows = tuple(
        (
            who(outlier.unit, data, report),
            measured(spread.indicator, report),
            plain(outlier.value, report.language),
            plain(spread.median, report.language),
            numbers.signed(outlier.score, report.language, unit=""),
        )
        for spread, outlier in named[:_MOST]
    )
    total = len(named)
    more = (f"，列出{_MOST}个", f", {_MOST} listed") if total > _MOST else ("", "")
    return [
        Table(
            stamp(report),
            report.say(f"离群值（共{total}个{more[0]}）", f"Outliers ({total} in all{more[1]})"),
            (
                Column("unit", report.say("单位", "Unit")),
                Column("indicator", report.say("指标", "Indicator")),
                Column("value", report.say("数值", "Value"), "right"),
                Column("median", report.say("中位数", "Median"), "right"),
                Column("score", report.say("修正Z值", "Modified z-score"), "right"),
            ),
            rows,
            notes=(
                report.say(
                    "离群只说明与其他单位差别大，可能是填报差错，也可能是实际情况，请逐一核实。",
                    "An outlier only differs much from the other units: it may be an error or a fact. Verify each.",
                ),
            ),
        )
    ]


def _doubts(data: AuditData, audit: Audit, report: Report) -> list[Item]:
    """List values that the checks doubt, of the checks that look at one value."""
    doubted = [issue for issue in audit.issues if issue.finding.code in _OF_VALUES]
    if not doubted:
        return []
    rows = tuple(
        (
            who(issue.region, data, report) if issue.region else "—",
            kind_name(issue.finding.code, report.language),
            issue.file,
            place(issue, report),
            issue_text(issue, report),
        )
        for issue in doubted[:_MOST]
    )
    total = len(doubted)
    more = (f"，列出{_MOST}个", f", {_MOST} listed") if total > _MOST else ("", "")
    return [
        Table(
            stamp(report),
            report.say(
                f"核查存疑的数值（共{total}个{more[0]}）", f"Values that the checks doubt ({total} in all{more[1]})"
            ),
            (
                Column("unit", report.say("单位", "Unit")),
                Column("kind", report.say("类别", "Kind")),
                Column("file", report.say("文件", "File")),
                Column("place", report.say("位置", "Place")),
                Column("finding", report.say("发现", "Finding")),
            ),
            rows,
            notes=(
                report.say(
                    "“单位”一列为“—”的，该单元格未入库，详见所列文件。",
                    "Unit —: the cell was not stored; see the file.",
                ),
            ),
        )
    ]
