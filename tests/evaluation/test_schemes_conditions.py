"""Conditions for recognition: cases on both sides of every threshold of 青岛标杆, 300号 and 国家备案众创空间."""

from __future__ import annotations

from typing import Any

import pytest

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.schemes import Evidence, Score, score
from incuanalysis.evaluation.schemes.conditions import holding

JUDGED = Evidence(True, reviewer="评审人甲", date="2023-03-01")

#: Every value exactly at its threshold (leading class; 5 of the 10 hold).
LEADING: dict[str, Any] = {
    "incubator_graded_c_or_above": True,
    "national_makerspace_with_statistics": False,
    "sme_cumulative": 50,
    "hnte_cumulative": 0,
    "fund": 5000,
    "equity_tenants": 5,
    "professional_services": JUDGED,
    "revenue": 50000,
    "tax": 6000,
    "large_financings": 4,
    "award_firms": 2,
    "contest_firms": 20,
    "contest_winners": 2,
    "patent_applicant_share": 0,
    "valid_ip_share": 0,
    "resident_rd_intensity": 0,
    "tenant_rd_intensity_two_years": 0,
    "headquarters": 0,
    "unicorns": 0,
    "gazelles": 0,
}


def leading(**changed: Any) -> Score:
    return score("qingdao_benchmark_2022", LEADING | changed, "leading")


def result(made: Score, id: str) -> Any:
    every = {one.id: one for one in made.conditions}
    return every.get(id) or {part.id: part for one in made.conditions for part in one.parts}[id]


def test_a_qingdao_benchmark_holds_when_every_value_is_exactly_at_its_threshold() -> None:
    assert leading().meets is True


@pytest.mark.parametrize(
    "changed",
    [
        {"incubator_graded_c_or_above": False},
        {"sme_cumulative": 49},
        {"fund": 4999},
        {"equity_tenants": 4},
        {"professional_services": Evidence(False, reviewer="评审人甲", date="2023-03-01")},
        {"revenue": 49999},
        {"tax": 5999},
        {"large_financings": 3},
        {"award_firms": 1},
        {"contest_firms": 19},
        {"contest_winners": 1},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_qingdao_benchmark_fails_one_below_any_of_them(changed: dict[str, Any]) -> None:
    assert leading(**changed).meets is False


@pytest.mark.parametrize(
    ("fact", "fails", "holds"),
    [
        ("patent_applicant_share", 49.9, 50),
        ("valid_ip_share", 29.9, 30),
        ("resident_rd_intensity", 2.9, 3),
        ("tenant_rd_intensity_two_years", 4.9, 5),
        ("headquarters", 1, 2),
        ("unicorns", 1, 2),
        ("gazelles", 2, 3),
    ],
)
def test_any_five_of_the_ten_will_do(fact: str, fails: float, holds: float) -> None:
    four = {"revenue": 0}
    assert leading(**four, **{fact: fails}).meets is False
    assert leading(**four, **{fact: holds}).meets is True


@pytest.mark.parametrize(("changed", "meets"), [({"hnte_cumulative": 10}, True), ({"hnte_cumulative": 9}, False)])
def test_high_tech_firms_stand_in_for_smes(changed: dict[str, Any], meets: bool) -> None:
    assert leading(sme_cumulative=0, **changed).meets is meets


def test_a_national_makerspace_stands_in_for_an_evaluated_incubator() -> None:
    assert leading(incubator_graded_c_or_above=False, national_makerspace_with_statistics=True).meets is True


def test_the_unit_of_entry_does_not_matter_to_a_condition() -> None:
    assert leading(revenue=Evidence(5, "亿元")).meets is True
    assert leading(revenue=Evidence(499_999, "千元")).meets is False
    assert result(leading(revenue=Evidence(499_999, "千元")), "revenue").gap == pytest.approx(0.00001)


@pytest.mark.parametrize(("fund", "tenants", "meets"), [(1000, 3, None), (999, 3, False), (1000, 2, False)])
def test_the_growing_class_has_its_own_limits_and_a_list_that_was_not_seen(
    fund: float, tenants: int, meets: bool | None
) -> None:
    made = score("qingdao_benchmark_2022", LEADING | {"fund": fund, "equity_tenants": tenants}, "growing")
    assert made.meets is meets, "it can be failed, but never be told to hold"
    assert result(made, "performance_growing").label("zh") == "条件未见"
    assert "未见：成长型的绩效条件清单" in made.explain()


def test_missing_data_leave_a_condition_open_unless_the_rest_decides() -> None:
    without = {key: value for key, value in LEADING.items() if key != "revenue"}
    open_ = score("qingdao_benchmark_2022", without, "leading")
    assert open_.meets is None
    assert result(open_, "performance").label() == "缺数据"
    assert [one.zh for one in open_.lacks] == ["近两年入驻企业累计营业收入"]
    assert score("qingdao_benchmark_2022", without | {"gazelles": 3}, "leading").meets is True
    assert score("qingdao_benchmark_2022", without | {"tax": 0}, "leading").meets is False


def test_a_judgement_needs_a_reviewer_and_a_date() -> None:
    with pytest.raises(BadInputError, match="reviewer"):
        leading(professional_services=True)
    assert result(leading(), "professional_services").judged
    assert "评审意见" in leading().explain()


def test_the_latest_of_several_judgements_counts() -> None:
    later = Evidence(False, reviewer="评审人乙", date="2023-06-01")
    assert leading(professional_services=[later, JUDGED]).meets is False


@pytest.mark.parametrize(("word", "holds"), [("是", True), ("否", False), (1, True), (0, False)])
def test_yes_and_no_are_read_as_tables_have_them(word: object, holds: bool) -> None:
    assert leading(incubator_graded_c_or_above=word).meets is holds


def test_what_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(BadInputError, match="yes or no"):
        leading(incubator_graded_c_or_above="大概")


#: 300号: every value at its threshold.
COMPREHENSIVE: dict[str, Any] = {
    "operating_years": 3,
    "statistics_years": 2,
    "own_area": 10000,
    "tenant_and_public_area": 7500,
    "seed_fund": 500,
    "funded_tenants": 5,
    "fund_use_cases": 3,
    "service_staff": 10,
    "professional_staff": 8,
    "mentors": 5,
    "patent_applicants": 25,
    "valid_ip_holders": 0,
    "tenants": 50,
    "graduates_cumulative": 20,
    "hardship_region": False,
}
SPECIALISED = COMPREHENSIVE | {
    "tenants": 30,
    "graduates_cumulative": 15,
    "funded_tenants": 3,
    "patent_applicants": 15,
    "tenants_in_field": 23,
    "technology_platform": True,
    "mentors": 3,
}


def national(variant: str, **changed: Any) -> Score:
    base = COMPREHENSIVE if variant == "comprehensive" else SPECIALISED
    return score("national_incubator_2018", base | changed, variant)


def test_a_national_incubator_holds_near_every_threshold() -> None:
    # 50 tenants on 10,000 ㎡ are 5 per 1,000, so density has a case of its own.
    assert national("comprehensive").meets is True
    assert national("specialised").meets is True


@pytest.mark.parametrize(
    ("variant", "changed", "condition"),
    [
        ("comprehensive", {"operating_years": 2.9}, "operation"),
        ("comprehensive", {"statistics_years": 1}, "statistics"),
        ("comprehensive", {"own_area": 9999}, "area"),
        ("comprehensive", {"tenant_and_public_area": 7499}, "tenant_area"),
        ("comprehensive", {"seed_fund": 499}, "fund"),
        ("comprehensive", {"funded_tenants": 4}, "funded_tenants"),
        ("comprehensive", {"fund_use_cases": 2}, "use_cases"),
        ("comprehensive", {"professional_staff": 7}, "professional_staff"),
        ("comprehensive", {"professional_staff": 4, "service_staff": 5}, "staff_per_tenants"),
        ("comprehensive", {"mentors": 4}, "mentors_per_tenants"),
        ("comprehensive", {"patent_applicants": 24}, "intellectual_property"),
        ("comprehensive", {"tenants": 49}, "tenants"),
        ("comprehensive", {"graduates_cumulative": 19}, "graduates"),
        ("specialised", {"tenants": 29}, "tenants"),
        ("specialised", {"graduates_cumulative": 14}, "graduates"),
        ("specialised", {"funded_tenants": 2}, "funded_tenants"),
        ("specialised", {"tenants_in_field": 22}, "field"),
        ("specialised", {"technology_platform": False}, "platform"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_national_incubator_fails_below_any_threshold(variant: str, changed: dict[str, Any], condition: str) -> None:
    made = national(variant, **changed)
    assert made.meets is False
    assert [one.id for one in made.conditions if one.holds is False] == [condition]


@pytest.mark.parametrize(("ip", "holds"), [(15, True), (14, False)])
def test_valid_ip_of_thirty_per_cent_stands_in_for_applications(ip: int, holds: bool) -> None:
    assert national("comprehensive", patent_applicants=0, valid_ip_holders=ip).meets is holds


@pytest.mark.parametrize(
    ("variant", "tenants", "area", "holds"),
    [
        ("comprehensive", 60, 20000, True),
        ("comprehensive", 59, 20000, False),
        ("specialised", 40, 20000, True),
        ("specialised", 39, 20000, False),
    ],
)
def test_density_counts_tenants_per_thousand_square_metres(
    variant: str, tenants: int, area: float, holds: bool
) -> None:
    made = national(variant, tenants=tenants, own_area=area)
    assert result(made, "density").holds is holds


def test_the_conditions_of_a_class_are_asked_of_that_class_only() -> None:
    assert {one.id for one in national("specialised").conditions} - {
        one.id for one in national("comprehensive").conditions
    } == {"field", "platform"}


@pytest.mark.parametrize(
    ("changed", "condition"),
    [
        ({"own_area": 8000, "tenant_and_public_area": 6000}, "area"),
        ({"seed_fund": 400}, "fund"),
        ({"tenants": 40, "patent_applicants": 20}, "tenants"),
        ({"graduates_cumulative": 16}, "graduates"),
        ({"patent_applicants": 20}, "intellectual_property"),
        ({"patent_applicants": 0, "valid_ip_holders": 12}, "intellectual_property"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hardship_regions_have_limits_twenty_per_cent_lower(changed: dict[str, Any], condition: str) -> None:
    elsewhere = national("comprehensive", **changed)
    assert result(elsewhere, condition).holds is False
    assert national("comprehensive", **changed, hardship_region=True).meets is True
    lower = {key: max(0, value - 1) for key, value in changed.items()}
    assert result(national("comprehensive", **(changed | lower), hardship_region=True), condition).holds is False


def test_a_case_that_hangs_on_the_region_is_open_until_the_region_is_known() -> None:
    made = national("comprehensive", own_area=8000, tenant_and_public_area=6000, hardship_region=None)
    assert result(made, "area").holds is None
    assert [one.zh for one in result(made, "area").lacks] == ["位于艰苦边远地区"]
    assert national("comprehensive", hardship_region=None).meets is True
    assert result(national("comprehensive", own_area=7999, hardship_region=None), "area").holds is False


def test_a_condition_says_what_is_missing() -> None:
    area = result(national("comprehensive", own_area=9000), "area")
    assert (area.gap, area.unit) == (1000, "平方米")
    assert area.arithmetic.zh == "9000 < 10000平方米"
    assert area.rule.zh == "可自主支配面积不少于10000平方米"


#: 国家备案众创空间: every value at its threshold.
FILED: dict[str, Any] = {
    "operating_years": 1.5,
    "site_area": 500,
    "desks": 0,
    "desk_and_public_area": 375,
    "teams_and_firms": 20,
    "registered_firms": 10,
    "funded": 0,
    "typical_cases": 3,
    "full_time_staff": 3,
    "mentors": 3,
    "events": 10,
    "torch_statistics": True,
}


@pytest.mark.parametrize(
    "changed",
    [
        {"operating_years": 1.4},
        {"site_area": 499, "desks": 29},
        {"desk_and_public_area": 374},
        {"teams_and_firms": 19},
        {"registered_firms": 9, "funded": 4},
        {"typical_cases": 2},
        {"full_time_staff": 2},
        {"mentors": 2},
        {"events": 9},
        {"torch_statistics": False},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_makerspace_is_filed_at_the_thresholds_and_not_below(changed: dict[str, Any]) -> None:
    assert score("national_makerspace_filing", FILED).meets is True
    assert score("national_makerspace_filing", FILED | changed).meets is False


@pytest.mark.parametrize("changed", [{"site_area": 499, "desks": 30}, {"registered_firms": 0, "funded": 5}])
def test_desks_stand_in_for_area_and_funding_for_registrations(changed: dict[str, Any]) -> None:
    assert score("national_makerspace_filing", FILED | changed).meets is True


def test_so_many_of_several_follow_three_valued_logic() -> None:
    assert holding([True, True, None], 2) is True
    assert holding([True, None, False], 2) is None
    assert holding([True, False, False], 2) is False
    assert holding([], 0) is True
