"""The columns of returns: which indicators a month's and a quarter's returns ask for, on which basis, in which unit."""

from __future__ import annotations

from incuanalysis.intake.sample.pages import Field
from incuanalysis.intake.sample.world import AREA, MONEY, District
from incuanalysis.vocabulary.periods import Period

__all__ = ["FLOWS", "STOCKS", "operation", "progress", "side_by_side", "unit_of"]

FLOWS = (
    ("new_carrier_area", "新增孵化面积", ""),
    ("area_signed", "其中：签约面积", ""),
    ("area_completed", "竣工孵化面积", ""),
    ("area_put_in_use", "新增投用孵化面积", ""),
    ("new_innovative_projects", "新增入孵创新型项目", "个"),
    ("new_young_talent", "新增青年创新创业人才", "人"),
    ("cooperation_funds", "新设立或引进合作基金", "支"),
)
STOCKS = (("carrier_area", "孵化载体面积", ""), ("area_in_use", "投入使用面积", ""))
_STATES = (
    ("tenants", "在孵企业", "家"),
    ("carrier_jobs", "孵化载体吸纳就业", "人"),
    ("valid_ip", "在孵企业及团队有效知识产权", "件"),
    ("mentors", "创业导师", "人"),
)
_MOVES = (
    ("new_tenants", "新增在孵企业", "家"),
    ("tenants_left", "退出在孵企业", "家"),
    ("new_graduates", "新增毕业企业", "家"),
    ("firms_financed", "获得投融资企业", "家"),
    ("financing_events", "投融资家次", "家次"),
    ("carrier_financing", "孵化载体企业和团队投融资", ""),
    ("service_events", "科技服务活动", "场次"),
)
_YEARLY = (("tenant_revenue", "在孵企业总收入", ""), ("tenant_rd", "在孵企业R&D投入", ""))
_FLOORS = (
    ("carrier_area", "孵化载体面积", ""),
    ("area_in_use", "投入使用面积", ""),
    ("let_area", "已出租孵化面积", ""),
    ("free_lettable_area", "空置可租孵化面积", ""),
)


def unit_of(indicator: str, unit: str, area: str, money: str) -> str:
    """Return the unit an indicator is printed in: its own, else that of areas or of money; empty where it has none."""
    return unit or (area if indicator in AREA else money if indicator in MONEY else "")


def progress(district: District, month: Period, area: str, *, now: bool = True) -> list[Field]:
    """Return the columns of a monthly return: this month, since January, since the plan's start, at its end."""
    to_date = month.year_to_date()
    columns = []
    for indicator, name, unit in FLOWS:
        shown = unit_of(indicator, unit, area, "")
        if now:
            columns.append(Field(indicator, "period", month, shown, (name, "本月")))
            words = f"1—{month.last.month}月累计" if month.last.month > 1 and district.id == "330305" else "本年累计"
            columns.append(Field(indicator, "ytd", to_date, shown, (name, words)))
        else:  # the title says from when; in January it names the month alone
            basis = "ytd" if month.last.month > 1 else "period"
            columns.append(Field(indicator, basis, to_date, shown, (name,)))
    if district.plan <= month.last.year:
        since = Period.from_ints(district.plan * 100 + 1, int(month.last))
        name = "新招引专业运营机构"
        columns.append(Field("operators_introduced", "since_start", since, "家", (name, f"{district.plan}年以来累计")))
    columns += [Field(indicator, "stock", month, area, (name,)) for indicator, name, _ in STOCKS]
    return columns


def operation(quarter: Period, area: str, money: str, *, floors: bool, both: bool) -> list[Field]:
    """Return the columns of a quarterly return; ``both`` adds the year to date to the quarter's flows."""
    to_date = quarter.year_to_date()
    fields = [Field(name, "stock", quarter, unit, (zh, "期末")) for name, zh, unit in _STATES]
    fields.append(Field("graduates_cumulative", "since_founding", quarter, "家", ("累计毕业企业",)))
    for name, zh, unit in _MOVES:
        shown = unit_of(name, unit, area, money)
        fields.append(Field(name, "period", quarter, shown, (zh, "当季")))
        if both:
            fields.append(Field(name, "ytd", to_date, shown, (zh, "本年累计")))
    fields += [Field(name, "ytd", to_date, money, (zh, "本年累计")) for name, zh, _ in _YEARLY]
    if floors:
        fields += [Field(name, "stock", quarter, area, (zh, "期末")) for name, zh, _ in _FLOORS]
    return fields


def side_by_side(quarter: Period) -> list[Field]:
    """Return columns as the quarterly figures of a province were printed: 总计, 当季, 当年新增, 本年累计 side by side."""
    to_date = quarter.year_to_date()
    rows = [
        ("tenants", "stock", quarter, "家", ("在孵企业", "总计")),
        ("new_tenants", "period", quarter, "家", ("在孵企业", "当季新增")),
        ("new_tenants", "ytd", to_date, "家", ("在孵企业", "当年新增")),
        ("graduates_cumulative", "since_founding", quarter, "家", ("毕业企业", "总计")),
        ("new_graduates", "period", quarter, "家", ("毕业企业", "当季新增")),
        ("new_graduates", "ytd", to_date, "家", ("毕业企业", "本年累计新增")),
        ("tenants_left", "period", quarter, "家", ("退出在孵企业", "当季")),
        ("tenants_left", "ytd", to_date, "家", ("退出在孵企业", "本年累计")),
        ("carrier_financing", "period", quarter, "万元", ("孵化载体企业和团队投融资", "当季")),
        ("carrier_financing", "ytd", to_date, "万元", ("孵化载体企业和团队投融资", "本年累计")),
        ("carrier_jobs", "stock", quarter, "人", ("孵化载体吸纳就业", "总计")),
        ("tenant_revenue", "ytd", to_date, "万元", ("在孵企业总收入", "本年累计")),
        ("tenant_rd", "ytd", to_date, "万元", ("在孵企业R&D投入", "本年累计")),
    ]
    return [Field(*row) for row in rows]
