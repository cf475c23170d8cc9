"""Figures of a carrier that only the yearly register tells: its staff, what its firms achieved, what it earned."""

from __future__ import annotations

from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.pages import Field
from incuanalysis.intake.sample.world import Carrier, World
from incuanalysis.vocabulary.periods import Period

__all__ = ["figure", "yearly_fields"]


def yearly_fields(december: Period) -> list[Field]:
    """Return the columns for a year that ends with a month: states at its end, amounts since January."""
    year = december.year_to_date()
    return [
        Field("incubator_staff", "stock", december, "人", ("孵化器服务和管理人员",)),
        Field("tech_sme_incubated", "ytd", year, "家", ("孵化国家科技型中小企业本年累计",)),
        Field("hnte_fostered", "stock", december, "家", ("载体培育高新技术企业",)),
        Field("tenant_patent_applications", "ytd", year, "件", ("在孵企业申请专利本年累计",)),
        Field("carrier_operating_income", "ytd", year, "万元", ("孵化机构运营收入本年累计",)),
    ]


def figure(world: World, carrier: Carrier, item: Field) -> int | None:
    """Return a carrier's figure in its base unit: the simulated one, else one that goes by its size."""
    if world.has(carrier.name, item.indicator):
        return world.value(carrier.name, item.indicator, item.period)
    end = item.period.last
    at_end = Period(end, end)
    rng = Dice(f"yearly/{carrier.name}/{item.indicator}/{end}")
    tenants = world.value(carrier.name, "tenants", at_end) or 0
    match item.indicator:
        case "incubator_staff":
            return 2 + round(tenants * rng.uniform(0.06, 0.12))
        case "tech_sme_incubated":
            return round(tenants * rng.uniform(0.25, 0.6))
        case "hnte_fostered":
            return sum(firm.high_tech and firm.entered <= end for firm in world.firms[carrier.name])
        case "tenant_patent_applications":
            return round(tenants * rng.uniform(0.8, 2.2))
        case "carrier_operating_income":  # rents and services: some hundred yuan a square metre, in thousand yuan
            return round((world.value(carrier.name, "let_area", at_end) or 0) * rng.uniform(0.15, 0.4))
    return None
