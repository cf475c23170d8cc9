"""Points of items: every rule, the published scores, missing data, and what one more unit brings."""

from __future__ import annotations

import csv
import datetime as dt
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.evaluation.schemes import Evidence, Scheme, open_scheme, score, to_assessment_points
from incuanalysis.evaluation.schemes.rules import BandsRule, PerUnitRule, TargetRule, ThresholdRule, points_of

GOLDEN = Path(__file__).parents[1] / "golden" / "schemes" / "taizhou_qidi_2023.csv"
ROWS = list(csv.DictReader(GOLDEN.read_text("utf-8").splitlines()))
ITEMS = [row for row in ROWS if row["item"] != "total"]
ACTUAL = {row["item"]: float(row["actual"]) for row in ITEMS}
MAKER = "makerspace_maker_class"


def made(items: str, **more: object) -> Scheme:
    """A scheme of ours with items written in YAML."""
    import yaml

    return Scheme.model_validate(
        {"id": "made", "name": {"zh": "方案", "en": "scheme"}, "ours": True, **more, "groups": yaml.safe_load(items)}
    )


@pytest.mark.parametrize("row", ITEMS, ids=lambda row: row["item"])
def test_the_ten_published_items_of_taizhou_come_out_to_three_decimals(row: dict[str, str]) -> None:
    item = score("taizhou_qidi_2023", ACTUAL).item(row["item"])
    assert item.full == float(row["marks"])
    assert item.points is not None
    assert round(item.points, 3) == float(row["published"])


def test_the_published_total_differs_by_rows_that_were_not_seen_and_nothing_is_made_up() -> None:
    result = score("taizhou_qidi_2023", ACTUAL)
    published = float(ROWS[-1]["published"])
    assert round(result.base, 3) == 52.458
    assert result.bonus == 0
    assert result.total_known is None, "two bonus rows have no data"
    assert published - result.total == pytest.approx(1.0, abs=0.01)
    assert result.unseen
    assert any("53.46" in note.zh for note in open_scheme("taizhou_qidi_2023").notes)


def test_bonus_of_taizhou_counts_what_is_above_the_target_up_to_its_caps() -> None:
    result = score("taizhou_qidi_2023", {**ACTUAL, "firms_registered": 14, "overseas_engineers": 9, "leading_teams": 0})
    assert [item.points for item in result.items if item.bonus] == [12, 0, 15, 0]
    assert result.bonus == 27
    assert result.total_known == result.total == pytest.approx(79.4583, abs=1e-4)


def test_all_bonus_items_together_stay_below_the_cap_of_fifty() -> None:
    facts = {**ACTUAL, "firms_registered": 99, "high_end_talents": 99, "overseas_engineers": 99, "leading_teams": 99}
    result = score("taizhou_qidi_2023", facts)
    assert sum(item.points or 0 for item in result.items if item.bonus) == 60
    assert result.bonus == 50


@pytest.mark.parametrize(
    ("fact", "item", "cases"),
    [
        ("desks", "desks", {49: 0, 50: 5, 51: 5.1, 60: 6, 100: 10, 500: 10}),
        ("outside_mentors", "mentors", {0: 0, 4: 4, 5: 5, 6: 5}),
        ("moved_in", "moved_in", {4: 0, 5: 5, 6: 5.5, 25: 15, 26: 15}),
        ("commercialised", "commercialised", {3: 6, 4: 8, 5: 8}),
        ("team_financing", "team_financing", {29.9: 0, 30: 1, 59: 1, 60: 2, 240: 8, 900: 8}),
        ("team_tax", "team_tax", {2.9: 0, 3: 1, 24: 8, 30: 8}),
    ],
)
def test_every_rule_of_the_maker_class_holds_on_both_sides_of_its_steps(
    fact: str, item: str, cases: dict[float, float]
) -> None:
    for value, points in cases.items():
        assert score(MAKER, {fact: value}).item(item).points == pytest.approx(points), value


@pytest.mark.parametrize(("in_use", "points"), [(59, 0), (60, 6), (61, 6.1), (99, 9.9), (100, 10)])
def test_occupancy_is_a_share_of_two(in_use: int, points: float) -> None:
    found = score(MAKER, {"desks": 100, "desks_in_use": in_use}).item("desk_occupancy")
    assert found.points == pytest.approx(points)


def test_a_share_of_nothing_is_missing_and_not_an_error() -> None:
    found = score(MAKER, {"desks": 0, "desks_in_use": 0}).item("desk_occupancy")
    assert found.points is None
    assert "不能计算比例" in found.lacks[0].zh


def test_talents_count_by_degree_up_to_the_cap() -> None:
    degrees = {"talent_college": 1, "talent_bachelor": 1, "talent_master": 1, "talent_doctor": 1}
    assert score(MAKER, degrees).item("talents").points == 6.5
    assert score(MAKER, degrees | {"talent_doctor": 2}).item("talents").points == 8


def test_joint_events_count_half() -> None:
    events = {"events_hosted": 2, "events_organised": 2, "events_hosted_jointly": 2, "events_organised_jointly": 2}
    found = score(MAKER, events).item("events")
    assert found.points == 4.5
    assert found.arithmetic.zh == "2 × 1 + 2 × 0.5 + 2 × 0.5 + 2 × 0.25 = 4.5"


def test_a_category_without_data_leaves_the_item_without_points() -> None:
    found = score(MAKER, {"talent_doctor": 2}).item("talents")
    assert found.points is None
    assert len(found.lacks) == 3


def test_missing_inputs_are_never_silent() -> None:
    result = score("taizhou_qidi_2023", {"firms_registered": 5, "events_held": None})
    assert result.item("events_held").points is None
    assert result.item("events_held").arithmetic.zh == "缺数据"
    assert result.total == 10
    assert result.total_known is None
    assert result.max_possible == 10 + 80 + 45, "the missing items in full, and three bonus items that are open"
    assert "缺数据（年度举办活动数）" in result.explain()
    assert "no data (events held in the year)" in result.explain("en")


def test_a_reported_zero_is_not_missing() -> None:
    item = score("taizhou_qidi_2023", {"national_hnte_fostered": 0}).item("national_hnte_fostered")
    assert item.points == 0
    assert not item.lacks


def test_what_is_beyond_full_marks_is_said_in_words() -> None:
    item = score("taizhou_qidi_2023", {"firms_registered": 15}).item("firms_registered")
    assert item.arithmetic.zh == "20 × 15/10 = 30，超过满分，按20分计"
    assert item.arithmetic.en == "20 × min(1, 15/10) = 20"


def test_a_score_explains_itself_item_by_item() -> None:
    evidence = Evidence(350, "千元", source="2023年年报")
    item = score("taizhou_qidi_2023", ACTUAL | {"tenant_financing": evidence}).item("tenant_financing")
    assert item.arithmetic.zh == "5 × 35/300 = 0.583"
    assert item.arithmetic.en == "5 × min(1, 35/300) = 0.583"
    assert item.evidence[0].source == "2023年年报"
    assert item.evidence[0].value == 35
    assert item.evidence[0].given == "350 千元"
    assert item.rule.zh == "完成值与目标（300万元）之比乘以5分，超额不加分"
    assert item.rule.en == "5 points × actual ÷ target (300 × 10,000 yuan), no more than 5"


@pytest.mark.parametrize(
    ("facts", "item", "one_more", "advice"),
    [
        ({"desks": 49}, "desks", 5, "再增1个，加5分"),
        ({"desks": 40}, "desks", 0, "再增1个不加分；再增10个，加5分"),
        ({"desks": 500}, "desks", 0, "已得满分"),
        ({"team_financing": 65}, "team_financing", 0, "再增1万元不加分；再增25万元，加1分"),
        ({"outside_mentors": 3}, "mentors", 1, "再增1人，加1分"),
    ],
)
def test_a_score_says_what_one_more_unit_would_bring(
    facts: dict[str, float], item: str, one_more: float, advice: str
) -> None:
    found = score(MAKER, facts).item(item)
    assert found.one_more == pytest.approx(one_more)
    assert found.advice is not None
    assert found.advice.zh == advice


def test_one_more_unit_brings_nothing_where_the_bonus_is_at_its_cap() -> None:
    facts = {**ACTUAL, "firms_registered": 99, "high_end_talents": 99, "overseas_engineers": 99, "leading_teams": 1}
    assert score("taizhou_qidi_2023", facts).item("leading_teams").one_more == 2
    found = score("taizhou_qidi_2023", facts | {"leading_teams": 2}).item("leading_teams")
    assert found.full == 15
    assert found.one_more == 0
    assert found.advice is not None
    assert "上限" in found.advice.zh


def test_reviewers_points_need_a_name_and_a_date() -> None:
    with pytest.raises(BadInputError, match="reviewer") as caught:
        score("huzhou_makerspace", {"attracted": 12})
    assert "评审人" in caught.value.zh
    with pytest.raises(BadInputError, match="ISO date"):
        score("huzhou_makerspace", {"attracted": Evidence(12, reviewer="评审人甲", date="去年")})


def test_reviewers_points_are_averaged_and_may_not_pass_full_marks() -> None:
    reviews = [Evidence(points, reviewer=f"评审人{n}", date="2024-01-08") for n, points in enumerate((10, 12, 14))]
    assert score("huzhou_makerspace", {"attracted": reviews}).item("attracted").points == 12
    with pytest.raises(BadInputError, match="points from 0 to 15"):
        score("huzhou_makerspace", {"attracted": [Evidence(16, reviewer="甲", date="2024-01-08")]})
    with pytest.raises(BadInputError, match="two reviews by"):
        score("huzhou_makerspace", {"attracted": [reviews[0], reviews[0]]})


def test_the_trimmed_mean_leaves_out_the_highest_and_the_lowest() -> None:
    reviews = [Evidence(p, reviewer=f"评审人{n}", date="2024-01-08") for n, p in enumerate((10, 2, 8, 7, 6))]
    found = score("default_bureau", {"services_review": reviews}, "comprehensive").item("services")
    assert found.points == 7
    assert found.arithmetic.zh == "(6 + 7 + 8) ÷ 3 = 7（去掉2、10）"


def test_too_few_reviewers_for_a_trimmed_mean_leave_the_item_open() -> None:
    reviews = [Evidence(8, reviewer=f"评审人{n}", date="2024-01-08") for n in range(2)]
    found = score("default_bureau", {"services_review": reviews}, "comprehensive").item("services")
    assert found.points is None
    assert "需3人评分，现有2人" in found.lacks[0].zh


def test_a_target_may_be_each_carriers_own() -> None:
    scheme = made(
        """
- id: g
  name: {zh: 组, en: group}
  items:
    - id: tenants
      name: {zh: 新增, en: new}
      marks: 10
      input: {indicator: new_tenants}
      rule: {kind: target, target_from: {fact: aim}}
""",
        facts={"aim": {"zh": "年度目标", "en": "the year's target", "unit": "家"}},
    )
    assert score(scheme, {"new_tenants": 6, "aim": 8}).total == 7.5
    assert score(scheme, {"new_tenants": 6}).total_known is None
    with pytest.raises(BadInputError, match="target above 0"):
        score(scheme, {"new_tenants": 6, "aim": 0})


def test_blocks_with_percentages_scale_the_weights_inside() -> None:
    # A block of 15 % with weights 0.8 and 1.2 inside, as in the evaluation of national high-tech zones.
    scheme = made(
        """
- id: quality
  name: {zh: 质效, en: quality}
  percent: 15
  items:
    - {id: a, name: {zh: 甲, en: a}, marks: 0.8, input: {indicator: new_tenants}, rule: {kind: target, target: 10}}
    - {id: b, name: {zh: 乙, en: b}, marks: 1.2, input: {indicator: new_graduates}, rule: {kind: target, target: 10}}
- id: rest
  name: {zh: 其他, en: rest}
  percent: 85
  items:
    - {id: c, name: {zh: 丙, en: c}, marks: 1, input: {indicator: tenants}, rule: {kind: target, target: 10}}
""",
        full_marks=100.0,
    )
    result = score(scheme, {"new_tenants": 5, "new_graduates": 10, "tenants": 10})
    assert [item.full for item in result.items] == [6, 9, 85]
    assert [item.points for item in result.items] == [3, 9, 85]
    assert result.total_known == 97
    assert "折算 0.4 × 7.5 = 3" in result.items[0].arithmetic.zh


def test_the_total_is_rounded_half_up_where_the_document_says_so() -> None:
    items = """
- id: g
  name: {zh: 组, en: group}
  items:
    - {id: a, name: {zh: 甲, en: a}, marks: 1, input: {indicator: tenants}, rule: {kind: target, target: 8}}
"""
    assert score(made(items, decimals=2), {"tenants": 1}).total == 0.13
    assert score(made(items), {"tenants": 1}).total == 0.125


def test_the_total_is_capped_where_the_document_caps_it() -> None:
    # 杭州 2023: bonus is added, the total stays at 100.
    scheme = open_scheme("taizhou_qidi_2023").model_copy(update={"total_cap": 100.0})
    best = dict.fromkeys(ACTUAL, 1000)
    assert score(scheme, best).total == 100
    assert score(scheme, best).bonus == 30


def test_a_table_of_facts_scores_every_carrier() -> None:
    table = pd.DataFrame(
        [
            ("乙", "tenants", 10, "家", "makerspace"),
            ("乙", "service_events", 5, "场次", None),
            ("甲", "service_events", 12, "场次", "comprehensive"),
        ],
        columns=["carrier", "indicator", "value", "unit", "variant"],
    )
    scores = score("default_bureau", table)
    assert [one.carrier for one in scores] == ["乙", "甲"]
    assert scores["甲"].item("events").points == 8
    assert scores["乙"].item("events").points == 5
    assert set(scores.frame().columns) >= {"carrier", "total", "total_known", "max_possible", "lacks"}
    assert set(scores.items()["carrier"]) == {"甲", "乙"}


def test_two_values_of_one_input_are_asked_back() -> None:
    table = pd.DataFrame({"carrier": ["甲", "甲"], "fact": ["events_held"] * 2, "value": [1, 2]})
    with pytest.raises(BadInputError, match="one value"):
        score("taizhou_qidi_2023", table)


def test_facts_may_be_named_in_chinese() -> None:
    assert score("taizhou_qidi_2023", {"年度举办活动数": 15}).item("events_held").points == 10
    with pytest.raises(BadInputError, match="twice"):
        score("taizhou_qidi_2023", {"年度举办活动数": 15, "events_held": 15})


@pytest.mark.parametrize(
    ("facts", "error", "message"),
    [
        ({"events_hold": 3}, UnknownNameError, "events_held"),
        ({"events_held": -1}, BadInputError, "not below 0"),
        ({"events_held": float("inf")}, BadInputError, "a number"),
        ({"events_held": "十五"}, BadInputError, "a number"),
        ({"events_held": True}, BadInputError, "a number"),
        ({"events_held": Evidence(3, "万元")}, BadInputError, "converted"),
        ({"events_held": Evidence(3, "不存在")}, UnknownNameError, "Unknown unit"),
    ],
)
def test_a_bad_fact_is_one_clear_message(facts: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        score("taizhou_qidi_2023", facts)


def test_indicators_that_a_scheme_does_not_use_are_allowed() -> None:
    assert score("taizhou_qidi_2023", {"tenants": 30, "events_held": 15}).total == 10


def test_a_scheme_is_refused_on_a_day_on_which_it_is_not_valid() -> None:
    assert score("taizhou_qidi_2023", ACTUAL, on=dt.date(2023, 12, 31)).on == dt.date(2023, 12, 31)
    with pytest.raises(BadInputError, match="2023-12-31"):
        score("taizhou_qidi_2023", ACTUAL, on=dt.date(2024, 1, 1))


def test_a_scheme_with_variants_asks_for_one() -> None:
    with pytest.raises(BadInputError, match="comprehensive, specialised, makerspace") as caught:
        score("default_bureau", {})
    assert "专业孵化器" in caught.value.zh
    with pytest.raises(UnknownNameError, match="specialised"):
        score("default_bureau", {}, "specialized")


def test_points_in_the_overall_assessment_follow_the_declared_weight() -> None:
    result = score("taizhou_qidi_2023", ACTUAL)
    made_of = to_assessment_points(result, 8)
    assert made_of.points == pytest.approx(8 * result.total / 100)
    assert made_of.most == pytest.approx(8 * 82.4583 / 100, abs=1e-3)
    assert made_of.arithmetic.zh == "8 × 52.458/100 = 4.197"
    over = score("taizhou_qidi_2023", dict.fromkeys(ACTUAL, 1000))
    assert to_assessment_points(over, 8).points == 8
    assert to_assessment_points(over, 8, capped=False).points == pytest.approx(10.4)


def test_points_cannot_be_converted_without_full_marks_or_weight() -> None:
    with pytest.raises(BadInputError, match="full marks"):
        to_assessment_points(score("fuyang_2021", {"total": 80}), 5)
    with pytest.raises(BadInputError, match="above 0"):
        to_assessment_points(score("taizhou_qidi_2023", ACTUAL), 0)


def test_bands_belong_to_their_lower_end() -> None:
    bands = [{"below": 50, "points": 0}, {"from": 50, "below": 75, "points": 3}, {"from": 75, "points": 6}]
    rule = BandsRule.model_validate({"kind": "bands", "bands": bands})
    full = Fraction(6)
    assert [points_of(rule, Fraction(value), full) for value in (0, 49, 50, 74, 75, 100)] == [0, 0, 3, 3, 6, 6]


def test_rules_are_exact_where_floats_are_not() -> None:
    rule = ThresholdRule.model_validate({"kind": "threshold", "at": 0, "base": 0, "step": 0.1})
    assert points_of(rule, Fraction(3), Fraction(10)) == Fraction(3, 10)
    per = PerUnitRule.model_validate({"kind": "per_unit", "points": 1, "per": 0.1, "whole": True})
    assert points_of(per, Fraction(3, 10), Fraction(10)) == 3
    aim = TargetRule.model_validate({"kind": "target", "target": 3})
    assert 3 * points_of(aim, Fraction(1), Fraction(20)) == 20


def test_every_carried_scheme_says_where_it_comes_from_or_that_it_is_ours() -> None:
    from incuanalysis.evaluation.schemes import list_schemes

    for id in list_schemes()["id"]:
        scheme = open_scheme(id)
        assert scheme.ours or all(one.url for one in scheme.source), id
        if scheme.ours:
            assert not any(item.stated for _, item in scheme.items("comprehensive")), id


def test_an_item_may_give_its_marks_for_a_condition() -> None:
    scheme = made(
        """
- id: g
  name: {zh: 组, en: group}
  items:
    - id: platform
      name: {zh: 平台, en: platform}
      marks: 5
      rule: {kind: condition}
      condition: {need: 2, of: [{input: {indicator: tenants}, at_least: 30}, {input: {indicator: mentors}, above: 2}]}
"""
    )
    assert score(scheme, {"tenants": 30, "mentors": 3}).total == 5
    assert score(scheme, {"tenants": 30, "mentors": 2}).total_known == 0
    assert score(scheme, {"tenants": 30}).item("platform").lacks[0].zh == "创业导师"
    assert score(scheme, {"tenants": 29}).item("platform").points == 0


def test_nothing_is_said_of_the_most_possible_where_no_full_marks_are_stated() -> None:
    assert score("fuyang_2021", {}).max_possible is None
    assert score("fuyang_2021", {"total": 88}).max_possible == 88


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(BadInputError, match="carrier, fact"):
        score("taizhou_qidi_2023", pd.DataFrame({"载体": ["甲"]}))
    both = pd.DataFrame(
        {"carrier": ["甲"] * 2, "fact": ["tenants"] * 2, "value": [1, 2], "variant": ["makerspace", "specialised"]}
    )
    with pytest.raises(BadInputError, match="two variants"):
        score("default_bureau", both)


def test_a_score_explains_itself_in_english_too() -> None:
    text = score(MAKER, {"desks": 60, "desks_in_use": 30, "team_financing": 65}).explain("en")
    assert "0 below 50; 5 at it; +0.1 for every one more; at most 10" in text
    assert "1 for every full 30 × 10,000 yuan; at most 8" in text
    assert "not seen: issuer, number and date of the document" in text


def test_one_more_of_a_ratio_is_one_more_of_its_upper_number() -> None:
    facts = {"tenants": 40, "mentors": 1}
    now = score("default_bureau", facts, "makerspace").item("mentors")
    more = score("default_bureau", facts | {"mentors": 2}, "makerspace").item("mentors")
    assert now.advice is not None
    assert now.advice.zh == "创业导师再增1人，加2.5分"
    assert now.one_more == (more.points or 0) - (now.points or 0)


def test_one_more_of_a_percentage_is_a_percentage_point() -> None:
    found = score("default_bureau", {"let_area": 70, "area_in_use": 100}, "makerspace").item("occupancy")
    assert found.advice is not None
    assert found.advice.zh == "再增1个百分点不加分；再增5个百分点，加3分"
    assert found.advice.en == "1 percentage point more brings nothing; 5 percentage points more bring 3"
