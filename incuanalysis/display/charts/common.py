"""What the charts share: stamps, labels, and names that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.items import Stamp
from incuanalysis.evaluation.measures import RATIOS

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["label", "listed", "stamp", "tail"]

_RATIOS = {ratio.id: ratio for ratio in RATIOS}
_SHORT_EN = {
    "tenants_per_incubator": "Tenants / incubator",
    "staff_per_tenant": "Staff / tenant",
    "financing_per_tenant": "Financing / tenant",
    "tenant_share": "Tenant share",
    "makerspace_served_per_space": "Served / makerspace",
    "makerspace_investment_per_financed": "Capital / financed team",
    "makerspace_financed_share": "Financed share",
    "subsidy_per_makerspace": "Subsidy / makerspace",
    "jobs_per_makerspace": "Jobs / makerspace",
    "makerspaces_per_incubator": "Makerspaces / incubator",
}
_SHORT_ZH = {
    "tenants_per_incubator": "每个孵化器在孵企业",
    "staff_per_tenant": "户均从业人员",
    "financing_per_tenant": "户均投融资额",
    "tenant_share": "在孵企业占比",
    "makerspace_served_per_space": "每个众创空间服务企业及团队",
    "makerspace_investment_per_financed": "获投团队及企业平均获投额",
    "makerspace_financed_share": "获投团队及企业占比",
    "subsidy_per_makerspace": "每个众创空间财政支持额",
    "jobs_per_makerspace": "每个众创空间吸纳就业",
    "makerspaces_per_incubator": "众创空间与孵化器之比",
}


def stamp(report: Report) -> Stamp:
    """Return the stamp of the report that an item is made for."""
    return Stamp(report.region.id, str(report.period))


def label(name: str, report: Report) -> str:
    """Return the short label of an indicator or ratio in the report's language."""
    if name in _RATIOS:
        return report.say(_SHORT_ZH[name], _SHORT_EN[name])
    indicator = report.words.indicators.get(name)
    return report.say(indicator.short_zh, indicator.short_en)


def listed(parts: list[str], report: Report) -> str:
    """Join a list as its language does: 甲、乙和丙; a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return report.say("、", ", ").join(parts[:-1]) + report.say("和", " and ") + parts[-1]


def tail(report: Report, parts: list[str]) -> str:
    """Join clauses of an alternative text into sentences."""
    return report.say("；", "; ").join(parts) + report.say("。", ".")
