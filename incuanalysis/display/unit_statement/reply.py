"""What the unit has to send back, by when and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.furniture import OpinionBox
from incuanalysis.display.items import Item
from incuanalysis.plans.bureaus import document_data

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.unit_statement import Statement

__all__ = ["reply"]

_DAYS = 5
# one field for what is objected to and why leaves the statement on two pages
_FIELDS = ("异议事项、理由和依据", "经办人", "负责人", "日期", "盖章")


def reply(data: Statement, report: Report) -> tuple[Item, ...]:
    """Return the box to fill in, which says by when and where to send it."""
    said = document_data(report.project, report.region.id, "unit_statement", report.period, data.unit.id)
    days = said.objection_days
    when = f"收到后{days or _DAYS}个工作日内" + ("" if days else "（期限待填）")
    office = said.objection_office or said.issuer_line
    how = said.objection_contact.line()
    text = (
        f"请于{when}将核对意见加盖公章后报{office}（{how or '联系方式待填'}）。有异议的，请写明指标、数值和依据，并附有关材料；"
        "需更正报表的，请一并重报。"
    )
    return (OpinionBox(stamp(report), text, fields=_FIELDS),)
