"""What waits for a decision and what the checks found: by kind, and the most important one by one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.data_audit.kinds import SEVERITIES, kind_name
from incuanalysis.display.data_audit.wording import issue_text, place
from incuanalysis.display.items import Column, Item, Prose, Table

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.intake.audit import Audit, AuditData
    from incuanalysis.intake.audit.issues import Issue

__all__ = ["found"]

_MOST = 15
#: Of one kind, this many come before the rest of it, so that a frequent kind does not hide the others.
_FIRST_OF_A_KIND = 3


def found(data: AuditData, audit: Audit, report: Report) -> list[Item]:
    """Return findings by kind with an example each, and the most important ones; one sentence where there are none."""
    if not audit.issues:
        text = (
            report.say("本期文件没有待处理的数据，核查没有发现问题。", "No cell of the period's files waits, and the checks found nothing.")
            if len(data.files)
            else report.say("本期没有收到报表文件，没有待处理的数据和核查发现。", "No file was received for the period: nothing waits, nothing was checked.")
        )  # fmt: skip
        return [Prose(stamp(report), text)]
    items: list[Item] = [_by_kind(audit, report)]
    important = _important(audit.issues)
    if important:
        items.append(_listed(important, report))
    return items


def _important(issues: tuple[Issue, ...]) -> list[Issue]:
    """Return errors and warnings: errors first, of each kind the first few before the rest."""
    seen: Counter[str] = Counter()
    ranked = []
    for number, issue in enumerate(one for one in issues if one.severity != "info"):
        seen[issue.finding.code] += 1
        ranked.append((issue.severity != "error", seen[issue.finding.code] > _FIRST_OF_A_KIND, number, issue))
    return [issue for *_, issue in sorted(ranked, key=lambda entry: entry[:3])]


def _by_kind(audit: Audit, report: Report) -> Table:
    rows = tuple(
        (
            kind_name(kind.code, report.language),
            report.say(*SEVERITIES[kind.severity]),
            str(kind.places),
            str(kind.files),
            report.say(
                f"{kind.example.file}{_at(place(kind.example, report))}：{issue_text(kind.example, report)}",
                f"{kind.example.file}, {place(kind.example, report)}: {issue_text(kind.example, report)}",
            ),
        )
        for kind in audit.kinds
    )
    return Table(
        stamp(report),
        report.say("待处理与核查发现的类别", "What waits and what the checks found, by kind"),
        (
            Column("kind", report.say("类别", "Kind")),
            Column("severity", report.say("程度", "Severity")),
            Column("places", report.say("数量", "Number"), "right", report.say("处", "places")),
            Column("files", report.say("文件", "Files"), "right", report.say("个", "number")),
            Column("example", report.say("举例", "Example")),
        ),
        rows,
        notes=(
            report.say(
                "一个单元格计一处；整个文件或工作表的问题各计一处。",
                "Each cell counts as one place, and so does a problem of a whole file or sheet.",
            ),
        ),
    )


def _at(where: str) -> str:
    return f"，{where}" if where else ""


def _listed(important: list[Issue], report: Report) -> Table:
    rows = tuple(
        (
            report.say(*SEVERITIES[issue.severity]),
            issue.file,
            place(issue, report),
            issue_text(issue, report),
        )
        for issue in important[:_MOST]
    )
    total = len(important)
    more = f"，列出{_MOST}条" if total > _MOST else ""
    more_en = f", {_MOST} listed" if total > _MOST else ""
    return Table(
        stamp(report),
        report.say(f"主要问题（共{total}条{more}）", f"Main problems ({total} in all{more_en})"),
        (
            Column("severity", report.say("程度", "Severity")),
            Column("file", report.say("文件", "File")),
            Column("place", report.say("位置", "Place")),
            Column("finding", report.say("发现", "Finding")),
        ),
        rows,
        notes=(
            report.say(
                f"同一工作表中原因相同的单元格合为一条；错误在前，各类的前{_FIRST_OF_A_KIND}条在前，涉及单元格多的在前。",
                f"Cells of a sheet with the same problem are one entry; errors first, the first {_FIRST_OF_A_KIND} of each kind before the rest.",
            ),
        ),
    )
