"""Headings of the audit, and its method: terms, rules, and what is not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.data_audit.wording import on_day
from incuanalysis.display.items import Heading, Prose
from incuanalysis.intake.audit.spread import FEWEST_JUDGED, LIMIT

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit import AuditData

__all__ = ["heading", "method"]

_HEADINGS = {
    "overview": ("一、概况", "1 Overview"),
    "coverage": ("二、报送日历", "2 Calendar of returns"),
    "issues": ("三、待处理与核查发现", "3 What waits and what was found"),
    "late": ("四、缺报与迟报", "4 Missing and late returns"),
    "revisions": ("五、修订", "5 Revisions"),
    "spread": ("六、分布与离群", "6 Spread and outliers"),
    "method": ("七、说明", "7 Method"),
}


def heading(section: str, report: Report) -> Heading:
    """Return a section's heading."""
    return Heading(stamp(report), report.say(*_HEADINGS[section]))


def method(data: AuditData, report: Report) -> Prose:
    """Say how the audit counts, what its words mean, and what it does not check."""
    since = on_day(data.since, report)
    zh = [
        (
            "**范围。**本报告审核本地区及所辖单位（下级地区和登记的孵化载体）的报表。报告期在本期之内，或从年初累计到本期末的报表，计入本期。"
            "无法判明填报单位的文件（如无法读取的文件），按来文单位归入地区，按文件名所写时期归入报告期；文件名未写时期的，按收文日期归入，"
            "收文区间为本期起始月的次月初至本期末月的次月末。一份文件含多个单位的，其待处理数据全部计入。"
        ),
        (
            "**应报、按时、迟报、未报。**应报按本项目的报送要求计算，一个单位一期一张表为一份。首次收到日期不晚于应报日期的为按时，晚于的为迟报；"
            "到数据截至日仍未收到的，应报日期已过的为未报，未过的为未到期。收到的文件无法读取，或其数据全部待处理的，不计为已报。应报日期遇周末和节假日不顺延。数据截至日为指定的日期，未指定的为最近一次收文日期。"
            "用年初以来累计数填报的单位，其报表视为截止月、截止季的报表。"
        ),
        (
            "**入库、待处理。**数据格指表中应为数据的非空单元格。含义、时期、口径和计量单位都能确定的入库；有一项不能确定，或与其他格矛盾的，"
            "原样保留、注明原因，列为待处理，经核实或重报后入库。"
        ),
        "**错误、提醒、说明。**错误为数据未能采用或有明显差错，提醒为需要核对，说明为已作的处理。",
        f"**修订。**同一单位、指标、报告期、口径和填报单位的数据，{since}以后收到的与此前不同的，为修订。",
        (
            f"**离群。**取下级地区的数值；下级地区不足{FEWEST_JUDGED}个而填报的载体更多时，取载体的数值。各指标取填报单位最多的报告期和口径。"
            f"正值取对数后计算修正Z值（与中位数之差除以1.4826倍绝对中位差），绝对值超过{LIMIT}的为离群；正值不足{FEWEST_JUDGED}个的不判断。零值不参与判断。"
        ),
        (
            "**未作的审核。**本报告不核对报表与原始凭证、财务账目和其他部门数据是否一致，不判断数据是否真实；未入库的数据不参与分布和修订的审核；"
            "没有前期数据的，不作前后期比较。"
        ),
    ]
    en = [
        ("**Scope.** Returns of the region and its units (regions below, registered carriers). Returns about the period or a part of it, and "
        "running totals from January to its end, belong to the period. A file of which it is not known for whom it reports (such as an "
        "unreadable one) belongs to the region of its sender and to the period that its name says, else to that in which it was received, "
        "from one month after the period's beginning to one month after its end. What waits in a file about several units is counted in full."),
        ("**Due, in time, late, missing.** What is due follows from the project's duties; one return is one form of one unit for one period. "
        "First received by the day due: in time; later: late. Not received by the day of the data: missing if the day due has passed, else not "
        "yet due. A file that could not be read, or whose data all wait, does not count as received. Weekends and holidays do not move the day due. The day of the data is the one given, else the day of the last receipt. A "
        "return with totals since January counts for the month and quarter that it ends with, where a unit reports so."),
        ("**Stored, waiting.** Cells of data are non-empty cells where a table should hold data. Those whose meaning, period, basis and unit are "
        "certain are stored; the others, or those that contradict one another, are kept as they are with the reason, and wait."),
        "**Error, warning, note.** Error: a value could not be used or is clearly wrong; warning: to be verified; note: what was done.",
        f"**Revisions.** A value of the same unit, indicator, period, basis and sender that came in after {since} and differs from the one before.",
        (f"**Outliers.** Values of the regions below; of carriers, where fewer than {FEWEST_JUDGED} regions and more carriers report. Of each "
        "indicator the period and basis that most units report. Modified z-scores of the logarithms of positive values (distance from the median "
        f"over 1.4826 median absolute deviations); beyond {LIMIT} a value is named, with at least {FEWEST_JUDGED} positive values. Zeros are not judged."),
        ("**Not checked.** Whether returns agree with vouchers, accounts or other offices' data, and whether they are true. Values that are not "
        "stored take no part in spreads and revisions; without earlier data nothing is compared."),
    ]  # fmt: skip
    return Prose(stamp(report), "\n\n".join(report.say(one, other) for one, other in zip(zh, en, strict=True)))
