"""The simulated world behind the demonstration returns: districts, their towns, carriers and what happens in them.

All figures are whole numbers of small units (people, things, square metres by tens, thousand yuan), so that sums
and conversions are exact and every printed number can be compared with the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from incuanalysis.intake.sample.building import areas_of, build
from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.firms import Firm, live
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.regions import RegionBook

__all__ = [
    "AREA",
    "DISTRICTS",
    "HUNDREDTHS",
    "MONEY",
    "Carrier",
    "District",
    "PlannedCarrier",
    "Town",
    "World",
    "canonical",
    "make_county",
    "make_world",
]

#: Indicators of these dimensions, for printing; all others are counts.
AREA = frozenset(
    [
        "new_carrier_area",
        "area_signed",
        "area_completed",
        "area_put_in_use",
        "carrier_area",
        "area_in_use",
        "let_area",
        "free_lettable_area",
        "ready_area",
    ]
)
MONEY = frozenset(
    [
        "carrier_financing",
        "tenant_revenue",
        "tenant_rd",
        "technology_trade",
        "technology_output",
        "technology_input",
        "fund_size",
        "innovation_voucher_use",
        "ip_pledge_financing",
        "carrier_operating_income",
    ]
)
#: Shares and rates in per cent: they are kept in hundredths.
HUNDREDTHS = frozenset(
    [
        "rd_gdp_ratio",
        "industrial_rd_growth",
        "hightech_value_added_share",
        "platform_good_share",
        "hnte_rd_centre_coverage",
        "summit_landing_share",
        "new_product_output_share",
        "fiscal_science_growth",
    ]
)
_STOCKS = frozenset(
    [
        "carrier_area",
        "area_in_use",
        "let_area",
        "free_lettable_area",
        "ready_area",
        "tenants",
        "graduates_cumulative",
        "carrier_jobs",
        "valid_ip",
        "mentors",
    ]
)
# A small district, whose plan asks for little, builds in one carrier a town, and this share of what others add.
_PACE = {"330305": 0.32}
_CHAIN = ("众创空间", "孵化器", "加速器", "科创园")
_ORDER = "甲乙丙丁"
# Its towns have no more carriers than this, so that the chain lacks its last link there.
_SHORT_CHAINS = {"420700": 3}
# What is signed in each of the last four years.
_TO_COME = ("加速器", "科创园", "孵化器", "加速器")
# The zones that report beside districts but lie within one: printed below it as 其中, and part of its figures.
_WITHIN = {"420703400": "420703", "420704401": "420704"}
# One office reports for the street and the zone; the zone's name is on its returns.
_TOGETHER = {"330483004"}
_LABELS = {"330483-jkq": "桐乡经济开发区（高桥街道）", "330302-jkq": "鹿城经开区（筹）", "370271": "青岛高新区"}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier; ``started`` is the month it was founded."""

    name: str
    town: str
    number: int
    kind: str
    level: str
    started: Month


@dataclass(frozen=True, slots=True)
class PlannedCarrier:
    """A carrier that is signed for and then built, and not open yet in the sample's last year."""

    name: str
    town: str
    kind: str
    signed: Month


@dataclass(frozen=True, slots=True)
class Town:
    """A unit that reports: a street, town, county or zone; ``within`` is the unit whose figures include its own."""

    id: str
    label: str
    within: str
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district with its units and years; ``plan`` is the year from which running totals of its plan count.

    ``planned`` are the carriers that its register knows before they are open.
    """

    id: str
    name: str
    years: tuple[int, ...]
    plan: int
    towns: tuple[Town, ...]
    office: str = ""
    planned: tuple[PlannedCarrier, ...] = ()

    @property
    def carriers(self) -> list[Carrier]:
        """All carriers of the district."""
        return [carrier for town in self.towns for carrier in town.carriers]


#: District, first and last year of its plan in the sample; two years before are simulated as well.
DISTRICTS = (
    ("330305", 2022, 2024),
    ("330302", 2022, 2024),
    ("330483", 2018, 2020),
    ("420700", 2024, 2025),
    ("370200", 2019, 2022),
)


def canonical(indicator: str, base: int) -> int | float:
    """Return a figure in the indicator's canonical unit (square metres, 万元, pieces)."""
    return base / 10 if indicator in MONEY else base / 100 if indicator in HUNDREDTHS else base


@dataclass
class World:
    """What is true: figures of every town and carrier by month or quarter.

    ``headlines`` has the main indicators of the plans: (region id or park, indicator, basis) → month → value.
    """

    districts: list[District] = field(default_factory=list)
    firms: dict[str, list[Firm]] = field(default_factory=dict)
    headlines: dict[tuple[str, str, str], dict[int, int]] = field(default_factory=dict)
    _figures: dict[tuple[str, str], tuple[int, Month, list[int | None]]] = field(default_factory=dict)

    def put(self, entity: str, indicator: str, step: int, start: Month, values: list[int | None]) -> None:
        """Keep an entity's figures: ``step`` is 1 for months and 3 for quarters."""
        self._figures[entity, indicator] = (step, start, values)

    def has(self, entity: str, indicator: str) -> bool:
        """Whether there are figures."""
        return (entity, indicator) in self._figures

    def value(self, entity: str, indicator: str, period: Period) -> int | None:
        """Return the flow within a period, or the stock at its end; None where the unit has nothing to report."""
        step, start, values = self._figures[entity, indicator]
        last = (period.last.ordinal - start.ordinal) // step
        if indicator in _STOCKS:
            return values[last]
        first = (period.first.ordinal - start.ordinal) // step
        told = [value for value in values[first : last + 1] if value is not None]
        return sum(told) if told else None

    def add_up(self, whole: str, parts: list[str]) -> None:
        """Make a region's figures the sums of its parts' figures (and its own, if it has some)."""
        indicators = dict.fromkeys(name for entity, name in self._figures if entity in set(parts))
        for indicator in indicators:
            lists = [self._figures[part, indicator] for part in (whole, *parts) if (part, indicator) in self._figures]
            step, start, _ = lists[0]
            columns = zip(*(values for _, _, values in lists), strict=True)
            self.put(whole, indicator, step, start, [_sum(column) for column in columns])


def _sum(values: tuple[int | None, ...]) -> int | None:
    told = [value for value in values if value is not None]
    return sum(told) if told else None


def make_county(id: str, name: str, years: tuple[int, ...], seed: int, numbers: list[int]) -> World:
    """Simulate one invented county without towns; ``numbers`` holds the number of the last firm, counted on."""
    rng = Dice(f"{seed}/{id}")
    carriers = tuple(_carrier(rng, f"{name}{_ORDER[n]}", id, n, years[0]) for n in range(rng.randint(3, 4)))
    town = Town(id, name, "", carriers)
    world = World([District(id, name, years, years[0], (town,), f"{name}科技局")])
    _simulate(world, town, years, seed, numbers)
    return world


def make_world(regions: RegionBook, seed: int, *, small: bool = False) -> World:
    """Simulate the sample's districts.

    Parameters
    ----------
    regions
        Where the towns stand.
    seed
        Chance; the same seed gives the same world.
    small
        Three towns a district and its last year only.
    """
    world, numbers = World(), [0]
    for id, first, last in DISTRICTS:
        years = (last,) if small else tuple(range(first - 2, last + 1))
        towns = _towns(regions, id, last, years[0], seed, small=small)
        name = regions.get(id, str(last)).name
        office = "科学技术局" if id in ("420700", "370200", "330305") else "科技局"
        plan = min(first, years[0]) if small else first
        planned = _planned(regions.get(id, str(last)).short, id, towns, last)
        district = District(id, name, years, plan, towns, name + office, planned)
        world.districts.append(district)
        for town in towns:
            _simulate(world, town, years, seed, numbers)
        inner = [town for town in towns if town.within]
        for outer in dict.fromkeys(town.within for town in inner):
            world.add_up(outer, [town.id for town in inner if town.within == outer])
        world.add_up(id, [town.id for town in towns if not town.within])
    return world


def _towns(regions: RegionBook, id: str, last: int, first: int, seed: int, *, small: bool) -> tuple[Town, ...]:
    found = [region for region in regions.children(id, on=last) if region.id not in _TOGETHER]
    found += [regions.get(zone) for zone in _WITHIN if zone.startswith(id[:4])]
    found.sort(key=lambda region: (_WITHIN.get(region.id, region.id), region.id in _WITHIN))
    if small:
        found = found[:3]
    short = regions.get(id, str(last)).short
    towns, many = [], id == "370200"
    for number, region in enumerate(found, start=1):
        rng = Dice(f"{seed}/{region.id}")
        carriers = tuple(
            _carrier(rng, f"{short}演示{number:02d}{_ORDER[n]}", region.id, n, first)
            for n in range(min(rng.randint(2 if many else 1, 4), _SHORT_CHAINS.get(id, 4)))
        )
        towns.append(Town(region.id, _LABELS.get(region.id, region.name), _WITHIN.get(region.id, ""), carriers))
    return tuple(towns)


def _carrier(rng: Dice, name: str, town: str, number: int, first: int) -> Carrier:
    kind = _CHAIN[number]
    level = rng.choice(("国家级", "省级", "市级", "区级", "区级"))
    return Carrier(name + kind, town, number, kind, level, Month(first - rng.randint(2, 6), rng.randint(1, 12)))


def _planned(short: str, id: str, towns: tuple[Town, ...], last: int) -> tuple[PlannedCarrier, ...]:
    """Return what is to open after the sample's years: only kinds of which the district has a link."""
    found, links = [], _CHAIN[: _SHORT_CHAINS.get(id, 4)]
    for n, kind in enumerate(_TO_COME):
        if kind in links:
            rng = Dice(f"planned/{id}/{n}")
            name, signed = f"{short}演示新设{n + 1:02d}{kind}", Month(last - 3 + n, rng.randint(2, 11))
            found.append(PlannedCarrier(name, rng.choice(towns).id, kind, signed))
    return tuple(found)


def _simulate(world: World, town: Town, years: tuple[int, ...], seed: int, numbers: list[int]) -> None:
    """Fill in a town's months and its carriers' quarters."""
    start, months = Month(years[0], 1), 12 * len(years)
    rng = Dice(f"{seed}/{town.id}/months")
    builds = rng.random() < 0.8
    areas: dict[str, list[int]] = {}
    for carrier in town.carriers:
        own = Dice(f"{seed}/{carrier.name}")
        firms, figures = live(
            own, carrier.name, start, months // 3, own.randint(9, 22), own.uniform(0.06, 0.14), numbers
        )
        world.firms[carrier.name] = firms
        # a third of the floor is for services, laboratories and what is still free
        in_use = round(max(figures["let_area"]) * own.uniform(1.35, 1.6) / 10) * 10
        pace = _PACE.get(town.id[:6], 1.0)
        builds_here = builds and (carrier.number == 0 or pace == 1)
        built = build(own, in_use, months, pace) if builds_here else {}
        stocks = areas_of(in_use, built, months)
        for name, flows in built.items():
            areas[name] = [a + b for a, b in zip(areas.get(name, [0] * months), flows, strict=True)]
        for name, levels in stocks.items():
            areas[name] = [a + b for a, b in zip(areas.get(name, [0] * months), levels, strict=True)]
            figures[name] = levels[2::3]
        pairs = zip(figures["area_in_use"], figures["let_area"], strict=True)
        figures["free_lettable_area"] = [(in_use * 94 // 1000) * 10 - let for in_use, let in pairs]
        fitted = Dice(f"{seed}/{carrier.name}/ready").uniform(0.3, 0.8)
        figures["ready_area"] = [round(free * fitted / 10) * 10 for free in figures["free_lettable_area"]]
        mentors = own.randint(6, 15)
        figures["mentors"] = [mentors + quarter // 2 for quarter in range(months // 3)]
        figures["service_events"] = [own.randint(4, 7) for _ in range(months // 3)]
        for name, values in figures.items():
            world.put(carrier.name, name, 3, start, list(values))
    monthly: dict[str, list[int | None]] = {name: list(values) for name, values in areas.items()}
    for name in ("new_carrier_area", "area_signed", "area_completed", "area_put_in_use"):
        monthly.setdefault(name, [None] * months)
    size = len(town.carriers)
    monthly["new_innovative_projects"] = [rng.randint(size, size + 2) for _ in range(months)]
    monthly["new_young_talent"] = [rng.randint(5 * size, 7 * size) for _ in range(months)]
    monthly["cooperation_funds"] = [int(rng.random() < 0.04) for _ in range(months)]
    monthly["operators_introduced"] = [int(rng.random() < 0.05) for _ in range(months)]
    names = [carrier.name for carrier in town.carriers]
    world.add_up(town.id, names)
    for name, column in monthly.items():
        world.put(town.id, name, 1, start, column)
