"""The yearly registers: carriers of a district with what is kept of them, and its roster of firms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from incuanalysis.intake.sample.firms import Firm
from incuanalysis.intake.sample.headline import parks_of
from incuanalysis.intake.sample.layouts import NOTE, Document
from incuanalysis.intake.sample.pages import Field, Line, Page, Spot, number
from incuanalysis.intake.sample.particulars import HEADINGS, heading_of, particulars, planned_particulars
from incuanalysis.intake.sample.world import District, World
from incuanalysis.intake.sample.yearly import figure, yearly_fields
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["carrier_register", "firm_roster"]

_NOTE_ON_PARKS = "注：本表为演示数据，除{}的名称外，所列单位和企业均为虚构。"


def carrier_register(world: World, district: District, year: int) -> Document:
    """Return the register of a district's carriers at the end of a year; before the first year, without figures."""
    period = Period.of_year(year)
    figures = year in district.years
    parks = parks_of(world, district)
    december = Period.from_ints(year * 100 + 12, year * 100 + 12)
    headings = [heading_of(district, heading) for heading in HEADINGS]
    fields = [
        Field("carrier_area", "stock", december, "平方米", ("孵化载体面积",)),
        Field("free_lettable_area", "stock", december, "平方米", ("空置可租孵化面积",)),
        Field("ready_area", "stock", december, "平方米", ("可拎包入驻面积",)),
        Field("mentors", "stock", december, "人", ("创业导师",)),
        *yearly_fields(december),
    ]
    if figures:
        headings += [f"{item.heading[0]}（{item.unit}）" for item in fields]
    rows: list[list[Any]] = [
        [f"{district.name}孵化载体登记表（截至{year}年12月底，演示数据）"],
        [f"填报单位：{district.office}", None, None, _NOTE_ON_PARKS.format("、".join(parks)) if parks else NOTE],
        headings,
    ]
    page = Page("登记表", rows)
    for n, carrier in enumerate(district.carriers):
        row = len(rows)
        rows.append(list(particulars(district, carrier, n).values()))
        if not figures:
            continue
        line = Line(carrier.name, carrier.town, carrier.name)
        for column, item in enumerate(fields, start=len(rows[row])):
            base = figure(world, carrier, item)
            rows[row].append(number(base or 0, item.unit, item.indicator))
            page.spots.append(Spot(row, column, line, item, base, (row, 0), (2, column), (2, column)))
    others = [planned_particulars(district, one, year) for one in district.planned if one.signed.year <= year]
    others += [{"载体名称": park, "载体类型": "科创园", "状态": "运营"} for park in parks]
    unused = [None] * (len(headings) - len(HEADINGS))
    rows += [[*(said.get(heading) for heading in HEADINGS), *unused] for said in others]
    stem = f"{district.name}{year}年孵化载体登记表（演示数据）"
    return Document(
        "carrier_register", district.id, period, f"{district.name}/{year}", stem, district.office, [page], "xlsx"
    )


def firm_roster(world: World, district: District, year: int, *, format: str = "xlsx") -> Document:
    """Return the roster of a district's firms for a year: who was in at its end, who graduated or left within it."""
    period = Period.of_year(year)
    headings = [
        "企业名称",
        "统一社会信用代码",
        "所在载体",
        "企业成立时间",
        "企业入驻时间",
        "孵化状态",
        "毕业时间",
        "退出时间",
        "是否高新技术企业",
        "技术领域",
        "占用场地面积（平方米）",
        "从业人员（人）",
        "总收入（万元）",
        "研发投入（万元）",
        "有效知识产权（件）",
        "融资时间",
        "融资金额（万元）",
    ]
    rows: list[list[Any]] = [
        [f"{district.name}{year}年孵化企业名册（演示数据）"],
        [f"填报单位：{district.office}", None, None, NOTE],
        headings,
    ]
    for carrier in district.carriers:
        for firm in world.firms[carrier.name]:
            rows += roster_rows(firm, year)
    stem = f"{district.name}{year}年孵化企业名册（演示数据）"
    folder = f"{district.name}/{year}"
    return Document("firm_roster", district.id, period, folder, stem, district.office, [Page("名册", rows)], format)


def roster_rows(firm: Firm, year: int) -> list[list[Any]]:
    """Return a firm's rows in a year's roster: one a case of financing, at least one; none if it was not in then."""
    first, end = Month(year, 1), Month(year, 12)
    if firm.entered > end or (firm.out and firm.out < first):
        return []
    gone = firm.out if firm.out and firm.out <= end else None
    state = "在孵" if gone is None else "毕业" if firm.graduates else "退出"
    revenue = sum(amount for quarter, amount in firm.revenues.items() if quarter.year == year)
    row = [
        firm.name,
        firm.code,
        firm.carrier,
        _day(firm.founded, firm.number),
        _day(firm.entered, firm.number),
        state,
        _day(gone, firm.number) if gone and firm.graduates else None,
        _day(gone, firm.number) if gone and not firm.graduates else None,
        "是" if firm.high_tech else "否",
        firm.technology,
        firm.area,
        firm.employees(gone or end),
        revenue / 10,
        round(revenue * firm.rd_share) / 10,
        firm.rights(gone or end),
    ]
    raised = [(month, amount) for month, amount in firm.rounds if month.year == year]
    return [[*row, _day(month, firm.number), amount // 10] for month, amount in raised] or [[*row, None, None]]


def _day(month: Month, number: int) -> dt.date:
    """Return a day in a month: which one depends on the firm only."""
    return dt.date(month.year, month.month, number % 28 + 1)
