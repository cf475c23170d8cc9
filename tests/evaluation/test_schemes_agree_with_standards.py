"""Conditions that stand both as a scheme and as a standard say the same of the same carrier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.evaluation.schemes import Evidence, Score, score
from incuanalysis.evaluation.standards import assess, open_standards, summarise
from incuanalysis.evaluation.standards.read import open_facts

ON = dt.date(2023, 12, 31)
BOOK = open_facts()
STANDARDS = open_standards()
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """A scheme of a variant and the standard of the same document.

    ``limits``: fact of the standard → the numbers around which a condition turns; ``yes``: its facts that are yes or no.
    ``facts`` gives the scheme's facts for those of the standard, ``conditions`` the standard's id of each condition.
    """

    scheme: str
    variant: str | None
    standard: str
    limits: Mapping[str, tuple[float, ...]]
    yes: tuple[str, ...]
    facts: Callable[[Facts], dict[str, Any]]
    conditions: Mapping[str, str]


def renamed(names: Mapping[str, str]) -> Callable[[Facts], dict[str, Any]]:
    return lambda facts: {names.get(fact, fact): value for fact, value in facts.items()}


def national(facts: Facts) -> dict[str, Any]:
    names = {
        "tenant_area": "tenant_and_public_area", "fund_size": "seed_fund", "fund_cases": "fund_use_cases",
        "patent_tenants": "patent_applicants", "ip_tenants": "valid_ip_holders", "field_tenants": "tenants_in_field",
        "hardship": "hardship_region",
    }  # fmt: skip
    given = renamed(names)(facts)
    platforms = given.pop("technical_platforms", None)
    return given | ({} if platforms is None else {"technology_platform": platforms >= 1})


def benchmark(facts: Facts) -> dict[str, Any]:
    names = {
        "smes_cumulative": "sme_cumulative", "hnte_fostered": "hnte_cumulative", "fund_size": "fund",
        "equity_funded_tenants": "equity_tenants", "resident_revenue_2y": "revenue", "resident_tax_2y": "tax",
        "firms_financed_10m": "large_financings", "tenant_rd_intensity": "tenant_rd_intensity_two_years",
    }  # fmt: skip
    given = renamed(names)(facts)
    level, passed = given.pop("level_rank", None), given.pop("passed_last_assessment", None)
    filed, statistics = given.pop("national_makerspace", None), given.pop("torch_statistics", None)
    given["incubator_graded_c_or_above"] = both(None if level is None else level >= 2, passed)
    given["national_makerspace_with_statistics"] = both(filed, statistics)
    tenants = given.pop("tenants", None)
    for counted, percent in (("patent_tenants", "patent_applicant_share"), ("ip_tenants", "valid_ip_share")):
        count = given.pop(counted, None)
        given[percent] = None if count is None or not tenants else Decimal(100) * count / tenants
    if (judged := given.pop("services", None)) is not None:
        given["professional_services"] = Evidence(judged, reviewer="评审人甲", date="2023-12-01")
    return given


def both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


NATIONAL_LIMITS = {
    "operating_years": (3,), "statistics_years": (2,), "own_area": (8000, 10000, 15000), "tenant_area": (6000, 7500),
    "fund_size": (400, 500), "funded_tenants": (3, 5), "fund_cases": (3,), "service_staff": (5, 10),
    "professional_staff": (4, 5, 8), "mentors": (3, 5), "patent_tenants": (12, 15, 20, 25), "ip_tenants": (8, 9, 12, 15),
    "tenants": (24, 30, 40, 50, 60), "graduates_cumulative": (12, 15, 16, 20),
}  # fmt: skip
NATIONAL = {
    "operation": "operation", "statistics": "statistics", "area": "area", "tenant_area": "tenant_area_share",
    "fund": "fund", "funded_tenants": "funded_share", "use_cases": "fund_cases",
    "professional_staff": "professional_share", "staff_per_tenants": "professional_per_tenants",
    "mentors_per_tenants": "mentors_per_tenants", "intellectual_property": "ip", "patent_applicants": "ip_applied",
    "valid_ip": "ip_valid", "tenants": "tenants", "density": "tenant_density", "graduates": "graduates",
}  # fmt: skip
BENCHMARK_LIMITS = {
    "level_rank": (1, 2), "smes_cumulative": (50,), "hnte_fostered": (10,), "fund_size": (1000, 5000),
    "equity_funded_tenants": (3, 5),
}  # fmt: skip
BENCHMARK_YES = ("passed_last_assessment", "national_makerspace", "torch_statistics", "services")
BENCHMARK = {
    "qualification": "status", "fostered": "fostered", "fund": "fund", "equity_tenants": "equity",
    "professional_services": "services",
}  # fmt: skip
PAIRS = {
    "综合孵化器": Pair(
        "national_incubator_2018", "comprehensive", "national_general_2018",
        NATIONAL_LIMITS, ("hardship",), national, NATIONAL,
    ),
    "专业孵化器": Pair(
        "national_incubator_2018", "specialised", "national_specialised_2018",
        NATIONAL_LIMITS | {"field_tenants": (23, 38), "technical_platforms": (1,)}, ("hardship",), national,
        NATIONAL | {"field": "one_field", "platform": "platform"},
    ),
    "众创空间": Pair(
        "national_makerspace_filing", None, "national_makerspace",
        {
            "operating_years": (1.5,), "makerspace_area": (500,), "makerspace_workstations": (30,),
            "desk_and_public_area": (375,), "makerspace_served": (20,), "makerspace_new_firms": (10,),
            "makerspace_financed": (5,), "typical_cases": (3,), "makerspace_staff": (3,), "mentors": (3,),
            "service_events": (10,),
        },
        ("torch_statistics",),
        renamed({
            "makerspace_area": "site_area", "makerspace_workstations": "desks", "makerspace_served": "teams_and_firms",
            "makerspace_new_firms": "registered_firms", "makerspace_financed": "funded",
            "makerspace_staff": "full_time_staff", "service_events": "events",
        }),
        {
            "operation": "operation", "site": "site", "public_share": "desk_share", "teams_and_firms": "served",
            "results": "results", "cases": "cases", "staff": "staff", "mentors": "mentors", "events": "events",
            "statistics": "statistics",
        },
    ),
    "引领型标杆": Pair(
        "qingdao_benchmark_2022", "leading", "qingdao_benchmark_leading_2022",
        BENCHMARK_LIMITS | {
            "resident_revenue_2y": (50000,), "resident_tax_2y": (6000,), "firms_financed_10m": (4,), "award_firms": (2,),
            "contest_firms": (20,), "contest_winners": (2,), "resident_rd_intensity": (3,), "tenant_rd_intensity": (5,),
            "headquarters": (2,), "unicorns": (2,), "gazelles": (3,), "patent_tenants": (20, 25), "ip_tenants": (12, 15),
            "tenants": (40, 50),
        },
        BENCHMARK_YES, benchmark,
        BENCHMARK | {
            "performance": "results", "revenue": "revenue", "tax": "tax", "large_financings": "financed",
            "awards": "awards", "contests": "contests", "intellectual_property": "ip", "rd": "rd",
            "headquarters": "headquarters", "unicorns": "unicorns", "gazelles": "gazelles",
        },
    ),
    "成长型标杆": Pair(
        "qingdao_benchmark_2022", "growing", "qingdao_benchmark_growing_2022",
        BENCHMARK_LIMITS, BENCHMARK_YES, benchmark, BENCHMARK | {"performance_growing": "results"},
    ),
}  # fmt: skip


@st.composite
def drawn(draw: st.DrawFn, pair: Pair) -> dict[str, Any]:
    """Facts of the standard; now and then one is missing or nought, most are at or about a limit."""
    facts: dict[str, Any] = {}
    for fact, limits in pair.limits.items():
        # shares of the scheme are given in per cent, which only some numbers of tenants write without a rest
        slack = (0,) if fact == "tenants" and pair.facts is benchmark else (-1, 0, 0, 0, 1)
        unit = 0.25 if fact in ("operating_years", "resident_rd_intensity", "tenant_rd_intensity") else 1
        near = [max(limit + unit * step, 0) for limit in limits for step in slack]
        facts[fact] = draw(st.sampled_from([None, 0, 1000 * max(limits), *near, *near, *near]))
    facts |= {fact: draw(st.sampled_from([True, False, None, True])) for fact in pair.yes}
    if "hardship" in facts and facts["hardship"] is None:
        facts["hardship"] = False  # of a standard, a carrier lies in no hardship region unless it is known to
    if pair.facts is benchmark and facts.get("tenants", 1) not in (None, 0):
        facts["tenants"] = draw(st.sampled_from([40, 50, 80]))
    return {fact: value for fact, value in facts.items() if value is not None}


def said_by_the_standard(pair: Pair, facts: Facts) -> tuple[dict[str, bool | None], bool | None]:
    rows = [["a", fact, value, "2023-12"] for fact, value in facts.items() if fact not in ("hardship", "services")]
    judged = None
    if "services" in facts:
        said = {"carrier": "a", "standard": pair.standard, "condition": "services", "holds": facts["services"]}
        judged = pd.DataFrame([said | {"on": "2023-12-01", "by": "评审人甲", "document": "评审意见"}])
    carriers = pd.DataFrame([{"carrier": "a", "hardship": facts.get("hardship", False)}])
    table = pd.DataFrame(rows, columns=["carrier", "fact", "value", "month"])
    found = assess(STANDARDS[pair.standard], carriers, table, judged, ON, BOOK)
    whole = summarise(found, STANDARDS)["holds"].iloc[0]
    each = {row.condition: None if pd.isna(row.holds) else bool(row.holds) for row in found.itertuples()}
    return each, None if pd.isna(whole) else bool(whole)


def said_by_the_scheme(pair: Pair, facts: Facts) -> tuple[dict[str, bool | None], bool | None]:
    made: Score = score(pair.scheme, pair.facts(facts), pair.variant)
    waiting, each = list(made.conditions), {}
    while waiting:
        one = waiting.pop()
        each[one.id] = one.holds
        waiting += one.parts
    return each, made.meets


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_every_condition_of_the_scheme_has_its_counterpart(pair: Pair) -> None:
    by_standard, by_scheme = said_by_the_standard(pair, {})[0], said_by_the_scheme(pair, {})[0]
    top = {condition.id for condition in STANDARDS[pair.standard].conditions}
    assert top <= set(pair.conditions.values()) <= set(by_standard)
    assert {one for one in by_scheme if one} <= set(pair.conditions) | {""}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_scheme_and_standard_say_the_same_of_each_condition_and_of_the_whole(pair: Pair, data: st.DataObject) -> None:
    facts = data.draw(drawn(pair))
    by_standard, whole = said_by_the_standard(pair, facts)
    by_scheme, meets = said_by_the_scheme(pair, facts)
    differing = {
        one: (by_scheme[one], by_standard[other])
        for one, other in pair.conditions.items()
        if by_scheme[one] is not by_standard[other]
    }
    assert differing == {}, "condition: (the scheme, the standard)"
    assert meets is whole
