"""Title with three findings, whom it goes to, and what is asked of the unit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.documents.frame import letterhead
from incuanalysis.display.furniture import Letterhead, Salutation
from incuanalysis.display.items import Prose, Title
from incuanalysis.display.sentences import dates, lists
from incuanalysis.intake.forms.naming import full_width
from incuanalysis.plans.bureaus import document_data

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.unit_statement import Statement

__all__ = ["document_name", "figure_words", "head", "lead", "problem_words", "salutation", "target_words", "title"]

_DOCUMENTS = {"month": "月度监测简报", "quarter": "季度通报", "year": "年度考核通报"}


def head(report: Report) -> Letterhead:
    """Return the head: a form of the office in the plain style, which leaves the page to the figures."""
    return dataclasses.replace(letterhead(report, "unit_statement"), style="plain")


def document_name(data: Statement) -> str:
    """Name the document in which the figures will be published."""
    if data.unit.kind == "carrier" and data.period.frequency == "year":
        return "孵化载体绩效评价通报"
    return _DOCUMENTS[data.period.frequency]


def title(data: Statement, report: Report) -> Title:
    """Return the title: what was reported, how the targets stand, what is to be seen to."""
    return Title(
        stamp(report),
        f"{full_width(data.unit.name)}{dates.period(data.period)}数据核对单",
        "",
        "",
        (figure_words(data), target_words(data), problem_words(data)),
        ("演示数据",) if report.inquiry.demo else (),
    )


def figure_words(data: Statement) -> str:
    """Say how many indicators were reported, and from how many files."""
    if data.figures.empty:
        if data.unit.kind == "department":
            return "部门不单独报送指标数据，本单核对任务情况。"
        return lists.sentence(f"{dates.period(data.period)}没有收到本单位报送的数据")
    count = data.figures["indicator"].nunique()
    files = {cell.partition("#")[0] for cells in _cells(data) for cell in cells.split("; ")}
    return lists.sentence(f"{dates.period(data.period)}收到本单位报送的指标{count}项，来自{len(files)}份报表")


def _cells(data: Statement) -> list[str]:
    return [cells for cells in [*data.figures["cells"], *data.figures["running_cells"]] if cells]


def target_words(data: Statement) -> str:
    """Say how many of the assigned targets, or else tasks, stand how."""
    status = data.judged["status"]
    if len(status):
        return lists.sentence(f"{dates.as_of(data.month)}，分解到本单位的{lists.by_status(status)}")
    if len(data.tasks):
        late = int(data.tasks["overdue"].sum())
        done = int((data.tasks["status"] == "done").sum())
        silent = int((data.tasks["status"] == "not_reported").sum())
        counts = [f"已完成{done}项", f"逾期{late}项" if late else "没有逾期", f"未报进展{silent}项" if silent else ""]
        return lists.sentence(f"承担行动计划任务{len(data.tasks)}项，{'，'.join(part for part in counts if part)}")
    return "行动计划没有向本单位分解目标或任务。"


def problem_words(data: Statement) -> str:
    """Say how much is to be checked: what was not used, what looks odd, what is missing."""
    missing = len(set(data.silent) | set(data.absent))
    said = [
        f"未采用{data.cells}格" if data.cells else "",
        f"需核实{len(data.remarked)}处" if data.remarked else "",
        f"未报{missing}项" if missing else "",
    ]
    said = [one for one in said if one]
    return f"需处理的事项：{'，'.join(said)}。" if said else "没有发现需要处理的事项。"


def salutation(data: Statement, report: Report) -> Salutation:
    """Return the line that names the unit."""
    return Salutation(stamp(report), f"{full_width(data.unit.name)}：")


def lead(data: Statement, report: Report) -> Prose:
    """Say what the statement is for."""
    when = dates.period(data.period)
    office = document_data(report.project, report.region.id, "unit_statement", report.period, data.unit.id).issuer
    said = f"下列数据{office and f'由{office}'}拟用于{report.name}{when}的{document_name(data)}，请在发布前核对。本单只列本单位的数据。"
    return Prose(stamp(report), lists.as_markdown(said))
