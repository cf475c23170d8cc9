"""Texts of the sample's documents: what units did, why some are behind, what comes next."""

from __future__ import annotations

import datetime as dt

from incuanalysis.evaluation.progress import progress
from incuanalysis.evaluation.sample.district import Row, SampleDistrict, dated, quarters
from incuanalysis.vocabulary.periods import Month

__all__ = ["narrative_rows"]

_PRACTICES = (
    "组织辖区孵化载体开展空置场地摸排，形成可用空间清单，按周更新并向招商部门推送。（演示）",
    "建立载体联系人制度，由专人对接在孵企业办理证照、申报项目等事项，定期收集问题清单。（演示）",
    "与运营机构签订年度服务协议，明确项目引进、活动举办和报表报送要求，按季核对完成情况。（演示）",
    "将闲置厂房改造纳入年度项目库，同步办理消防、结构安全等手续，成熟一处、启用一处。（演示）",
)
_REASONS = (
    "改造项目消防验收时间较长，场地未能按期投用。（演示）",
    "原洽谈的运营机构未签约，正在重新比选。（演示）",
    "部分载体运营团队更换，新入驻项目减少。（演示）",
    "上报项目尚在公示，未计入本期数据。（演示）",
)
_NEXT = (
    "对进度滞后的指标逐项列出清单，明确责任人和完成时间，按月调度。（演示）",
    "完成在建孵化场地的竣工验收，做好项目入驻准备。（演示）",
    "组织载体核对在孵企业名册和报表数据，减少漏报、迟报。（演示）",
    "指导符合条件的载体准备下一年度认定申报材料。（演示）",
)
_PREFACE = "现将本期孵化载体建设情况通报如下。数据来自各单位报送的报表。（演示）"


_MOST_REASONS = 3


def narrative_rows(district: SampleDistrict) -> list[Row]:
    """Return texts for the monthly, quarterly and yearly documents, each by a unit or by the bureau.

    Reasons are given by towns that are behind in the quarter, accounts of what was done by others.
    """
    rows = []
    last = {quarter: quarter.last for quarter in quarters(district.plan_years)}
    behind = _behind(district, list(last.values()))
    for quarter, month in last.items():
        dice = district.dice(f"texts/{quarter}")
        towns = [name for id, name in district.towns if id not in district.states]
        slow = [name for name in towns if name in behind.get(int(month), ())][:_MOST_REASONS]
        day = _after(month)
        about = {"kind": "quarterly_bulletin", "region": district.id, "period": str(quarter)}
        rest = [name for name in towns if name not in slow] or towns
        doing = dice.sample(rest, min(2, len(rest)))
        for name, text in zip(doing, dice.sample(_PRACTICES, 2), strict=False):
            rows.append(dated(about | {"section": "practices", "unit": name, "text": text}, day, name, days=0))
        for name, text in zip(slow, dice.sample(_REASONS, _MOST_REASONS), strict=False):
            rows.append(dated(about | {"section": "reasons", "unit": name, "text": text}, day, name, days=0))
        text = "\n".join(dice.sample(_NEXT, 2))
        rows.append(dated(about | {"section": "next_steps", "text": text}, day, district.office, days=0))
        for part in quarter.split("month"):
            about, day = about | {"kind": "monthly_monitoring", "period": str(part)}, _after(part.last)
            if part.last == month and slow:
                row = about | {"section": "reasons", "unit": slow[0], "text": dice.choice(_REASONS)}
                rows.append(dated(row, day, slow[0], days=0))
            row = about | {"section": "next_steps", "text": dice.choice(_NEXT)}
            rows.append(dated(row, day, district.office, days=0))
    for year in district.plan_years:
        for kind in ("annual_assessment", "carrier_evaluation"):
            about = {"kind": kind, "region": district.id, "period": str(year)}
            day = _after(Month(year, 12))
            rows.append(dated(about | {"section": "preface", "text": _PREFACE}, day, district.office, days=0))
            rows.append(dated(about | {"section": "next_steps", "text": _NEXT[year % 4]}, day, district.office, days=0))
    return sorted(rows, key=lambda row: row["recorded_at"])


def _after(month: Month) -> dt.date:
    """Return the day in the next month on which texts are due."""
    following = month.plus(1)
    return dt.date(following.year, following.month, 5)


def _behind(district: SampleDistrict, months: list[Month]) -> dict[int, set[str]]:
    """Return month → names of the towns that are behind with something that the breakdown gives them."""
    inquiry, names = district.inquiry, dict(district.towns)
    if inquiry.breakdown is None:
        return {}
    plan = inquiry.the_plan()
    rows = progress(plan, district.observations, plan.region, months, inquiry.words, inquiry.breakdown.rows)
    rows = rows[
        rows["status"].isin(["behind", "far_behind"]) & rows["region"].isin(list(names)) & rows["carrier"].isna()
    ]
    found: dict[int, set[str]] = {}
    for month, region in zip(rows["month"], rows["region"], strict=True):
        found.setdefault(int(month), set()).add(names[str(region)])
    return found
