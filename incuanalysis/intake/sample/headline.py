"""The main indicators of the five action plans: how they stand at each quarter's end.

What the simulated towns and carriers already report (floor area, firms, graduates, cases of financing) is added up from
them, so that a plan's total and the monthly returns agree. The other indicators follow a course of their own towards
the plan's target: some get there early, some in time, some late or never.
"""

from __future__ import annotations

from dataclasses import dataclass

from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.world import AREA, HUNDREDTHS, MONEY, District, World
from incuanalysis.vocabulary.periods import Month, Period

__all__ = ["COURSES", "SITES", "Course", "fill_headlines", "headline_quarters", "parks_of", "rows_of"]

#: Region → parks that its plan sets targets of their own for; the names are the plan's, all figures are invented.
SITES: dict[str, tuple[str, ...]] = {"330302": ("温州城市数字科创园", "温州国际未来科技岛")}
_DIGITAL, _ISLAND = SITES["330302"]

# From this size on, a year's end moves a little with the seed: smaller figures must fit those beside them exactly.
_LARGE = 10_000
_EVEN = (0.23, 0.48, 0.73, 1.0)
_LATE = (0.0, 0.0, 0.0, 1.0)
_RATE = (0.9, 0.94, 0.97, 1.0)


@dataclass(frozen=True, slots=True)
class Course:
    """How one indicator goes.

    Parameters
    ----------
    indicator, basis
        What is reported: ``stock`` and ``share`` at the quarter's end, ``since_start`` and ``ytd`` as running totals.
    ends
        At the end of each year of the plan, in the indicator's canonical unit; of ``ytd`` the year's total.
    start
        At the end of the year before (``stock`` and ``share``).
    late
        Recognised or counted once a year: nothing moves before the fourth quarter.
    rate
        A rate of growth: about the same at each quarter's end.
    carrier
        The park whose figure it is; empty for the region's.
    source
        Indicator of the simulated returns that it is taken from; ``ends`` is empty then.
    parts
        Indicators that it is the sum of; ``ends`` is empty then.
    """

    indicator: str
    basis: str
    ends: tuple[float, ...] = ()
    start: float = 0
    late: bool = False
    rate: bool = False
    carrier: str = ""
    source: str = ""
    parts: tuple[str, ...] = ()


def _stock(indicator: str, start: float, *ends: float, late: bool = False, carrier: str = "") -> Course:
    return Course(indicator, "stock", ends, start, late, carrier=carrier)


def _share(indicator: str, start: float, *ends: float, late: bool = False) -> Course:
    return Course(indicator, "share", ends, start, late)


def _since(indicator: str, *ends: float, late: bool = False, carrier: str = "") -> Course:
    return Course(indicator, "since_start", ends, 0, late, carrier=carrier)


def _year(indicator: str, *ends: float, late: bool = False, rate: bool = False) -> Course:
    return Course(indicator, "ytd", ends, 0, late, rate)


def _from_returns(indicator: str, basis: str, source: str = "") -> Course:
    return Course(indicator, basis, source=source or indicator)


#: Region → its plan's indicators, in the order of the plan.
COURSES: dict[str, tuple[Course, ...]] = {
    "330305": (
        _from_returns("new_carrier_area", "since_start"),
        _from_returns("operators_introduced", "since_start"),
        _from_returns("cooperation_funds", "since_start"),
        _since("new_provincial_or_above_carriers", 0, 1, 1, late=True),
    ),
    "330302": (
        _share("rd_gdp_ratio", 2.05, 2.18, 2.34, 2.46, late=True),
        _year("industrial_rd_growth", 17.2, 15.8, 14.1, rate=True),
        _share("hightech_value_added_share", 52.3, 55.6, 58.4, 61.2),
        _stock("rd_personnel_per_10k_employed", 88, 97, 109, 118, late=True),
        _from_returns("new_carrier_area", "since_start"),
        _stock("demonstration_incubators", 1, 2, 4, 5, late=True),
        # each national carrier was a provincial one before
        _stock("provincial_or_above_carriers", 17, 21, 25, 28, late=True),
        _stock("region_hnte", 176, 214, 262, 309, late=True),
        _stock("region_tech_sme", 1365, 1490, 1640, 1822),
        _stock("provincial_firm_rd_centres", 33, 38, 43, 47, late=True),
        _stock("high_value_patents_per_10k", 5, 6, 7, 8),
        _stock("innovation_platforms", 6, 7, 9, 10, late=True),
        Course("technology_trade", "ytd", parts=("technology_output", "technology_input")),
        _stock("fund_size", 32_000, 50_000, 75_000, 105_000),
        _since("talent_programme_entrants", 19, 45, 71),
        _since("innovation_teams_attracted", 6, 12, 18),
        _since("leading_talent_projects", 24, 50, 76),
        _since("students_and_skilled_attracted", 23_800, 51_200, 78_600),
        _stock("talent_total", 241_000, 254_000, 267_500, 283_500),
        _since("new_hnte", 46, 101, 152, late=True),
        _since("new_tech_sme", 148, 310, 492),
        _since("new_large_hnte", 9, 19, 27, late=True),
        _since("new_innovation_platforms", 1, 3, 4, late=True),
        # of 6, 7, 9 and 10 platforms 3, 4, 6 and 7
        _share("platform_good_share", 50, 57.14, 66.67, 70, late=True),
        _since("new_firm_rd_centres", 21, 44, 66),
        _since("new_provincial_firm_rd_centres", 5, 10, 14, late=True),
        _share("hnte_rd_centre_coverage", 62.5, 74.8, 86.1, 95.3),
        _since("new_national_carriers", 1, 1, 3, late=True),
        _since("new_provincial_carriers", 4, 8, 11, late=True),
        _since("new_provincial_carriers", 1, 2, 3, late=True, carrier=_DIGITAL),
        _stock("site_science_firms", 62, 104, 151, 206, carrier=_DIGITAL),
        _stock("resident_hnte", 5, 9, 14, 18, late=True, carrier=_DIGITAL),
        _since("science_firms_landed", 14, 31, 53, carrier=_ISLAND),
        _stock("hnte_fostered", 0, 2, 5, 8, late=True, carrier=_ISLAND),
        _since("major_science_projects", 6, 12, 17),
        _since("large_projects_attracted", 1, 2, 2, late=True),
        _year("academicians_joined", 1, 2, 1, late=True),
        _since("summit_projects", 38, 75, 112),
        _share("summit_landing_share", 71, 76.3, 81.3, 85.7, late=True),
        _since("college_graduates_attracted", 14_600, 30_100, 46_300),
        _since("research_projects_approved", 4, 8, 13),
        _since("provincial_new_products", 14, 29, 44),
        _share("new_product_output_share", 36.4, 39.2, 42.5, 45.8),
        _year("technology_output", 186_000, 249_000, 312_000),
        _year("technology_input", 61_000, 80_000, 89_000),
        _stock("star_market_firms", 0, 0, 0, 1, late=True),
        _since("new_producer_service_firms", 88, 196, 318),
        _year("innovation_voucher_use", 620, 860, 1_075),
        _since("patent_industrialisation_projects", 41, 92, 148),
        _year("ip_pledge_financing", 64_000, 88_000, 113_000),
        _year("fiscal_science_growth", 18.4, 16.2, 15.3, rate=True),
    ),
    "330483": (
        _stock("incubators_and_makerspaces", 15, 19, 23, 27, late=True),
        _since("new_national_incubators", 0, 0, 1, late=True),
        _since("new_provincial_or_municipal_carriers", 2, 4, 7, late=True),
        _from_returns("carrier_area", "stock"),
        _from_returns("carrier_tenants", "stock", "tenants"),
        _from_returns("new_graduates", "since_start"),
        _stock("thousand_talents", 9, 12, 16, 18),
        _stock("provincial_thousand_talents", 4, 6, 8, 11),
        _stock("leading_entrepreneurs", 22, 31, 39, 46),
    ),
    "420700": (
        _stock("carriers", 11, 13, 15),
        _from_returns("carrier_area", "stock"),
        _from_returns("carrier_tenants", "stock", "tenants"),
        _since("new_provincial_carriers", 1, 2, late=True),
        _since("new_national_carriers", 0, 0, late=True),
        _stock("benchmark_incubators", 0, 0, 1, late=True),
    ),
    "370200": (
        _stock("benchmark_incubators", 0, 2, 5, 8, 10, late=True),
        _stock("offshore_incubators", 1, 1, 2, 3, 3),
        _since("hnte_fostered", 96, 214, 352, 489),
        _since("tech_sme_incubated", 460, 1_010, 1_620, 2_180),
        _from_returns("financing_events", "since_start"),
        _since("training_attendances", 380, 790, 1_240, 1_620),
        _since("brand_events", 118, 232, 358, 512),
        _stock("mentor_pool", 120, 168, 221, 268, 306),
    ),
}


def headline_quarters(district: District) -> list[Period]:
    """Return the quarters for which a district reports on its plan: the one before it begins, then all of it."""
    years = [year for year in district.years if year >= district.plan]
    quarters = [quarter for year in years for quarter in Period.of_year(year).split("quarter")]
    return [Period(Month(year, 10), Month(year, 12)) for year in district.years if year == district.plan - 1] + quarters


def rows_of(district: District, quarter: Period) -> list[Course]:
    """Return what is reported for a quarter: before the plan begins only states, from which its progress is counted."""
    courses = COURSES.get(district.id, ())
    if quarter.last.year < district.plan:
        return [course for course in courses if course.basis in ("stock", "share")]
    return list(courses)


def parks_of(world: World, district: District) -> list[str]:
    """Return the parks of a district that the plan names and the sample has figures of."""
    return [name for name in SITES.get(district.id, ()) if any(entity == name for entity, _, _ in world.headlines)]


def fill_headlines(world: World, district: District, seed: int) -> None:
    """Put the course of each of a district's indicators into the world, quarter by quarter."""
    quarters = headline_quarters(district)
    courses = COURSES.get(district.id, ())
    for course in courses:
        if not course.parts:
            values = (
                _from_world(world, district, course, quarters) if course.source else _towards(district, course, seed)
            )
            world.headlines[course.carrier or district.id, course.indicator, course.basis] = values
    for course in courses:
        if course.parts:
            parts = [world.headlines[district.id, part, course.basis] for part in course.parts]
            world.headlines[district.id, course.indicator, course.basis] = {
                month: sum(part[month] for part in parts) for month in parts[0]
            }


def _from_world(world: World, district: District, course: Course, quarters: list[Period]) -> dict[int, int]:
    """Return what the returns of towns and carriers add up to."""
    values = {}
    for quarter in quarters:
        first = Month(max(district.plan, district.years[0]), 1) if course.basis == "since_start" else quarter.first
        if first <= quarter.last:
            values[int(quarter.last)] = world.value(district.id, course.source, Period(first, quarter.last)) or 0
    return values


def _towards(district: District, course: Course, seed: int) -> dict[int, int]:
    """Return a course of its own at each quarter's end from the year before the plan on, in whole base units."""
    rng = Dice(f"{seed}/{course.carrier or district.id}/{course.indicator}/{course.basis}")
    base = _base(course.indicator)
    ends = [end * rng.uniform(0.99, 1.01) if end >= _LARGE else end for end in course.ends]
    values = {(district.plan - 1) * 100 + 12: round(course.start * base)}
    before = course.start
    for number, end in enumerate(ends):
        if course.basis == "ytd":
            before = 0
        shares = _RATE if course.rate else _LATE if course.late else _EVEN
        for quarter, share in enumerate(shares, start=1):
            moved = share if share in (0.0, 1.0) else share + rng.uniform(-0.01, 0.01)
            value = before + (end - before) * moved
            values[(district.plan + number) * 100 + 3 * quarter] = round(value * base)
        before = end
    return values


def _base(indicator: str) -> int:
    """Return how many base units make one of the canonical unit."""
    if indicator in AREA:
        return 1
    return 10 if indicator in MONEY else 100 if indicator in HUNDREDTHS else 1
