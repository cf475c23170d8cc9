"""The plans of 洞头, 桐乡, 鄂州 and 青岛: every number once more, typed from the documents and not from the plan files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.plans.model import Plan, Target
from incuanalysis.plans.reading import read_plan
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.units import read_yaml
from incuanalysis.vocabulary.words import Vocabulary

FOLDER = Path(__file__).resolve().parents[2] / "data/plans"
IDS = ("dongtou", "tongxiang", "ezhou", "qingdao")
PLANS = {id: Plan.model_validate(read_yaml(FOLDER / f"{id}.yml")) for id in IDS}
EVERY_PLAN = pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
TARGETS = [(plan, target) for plan in PLANS.values() for target in plan.targets]
EVERY_TARGET = pytest.mark.parametrize(
    ("plan", "target"), TARGETS, ids=[f"{plan.id}-{target.id}" for plan, target in TARGETS]
)

# indicator, line, value, upper end, unit, due, basis, section
Row = tuple[str, str, float, float | None, str, str, str, str]
PROVINCIAL = "new_provincial_or_above_carriers"
EXPECTED: dict[str, list[Row]] = {
    "dongtou": [
        ("new_carrier_area", "base", 1, None, "万平方米", "2022-12", "since_start", "二、（一）"),
        ("new_carrier_area", "high", 1, None, "万平方米", "2022-12", "since_start", "二、（一）"),
        ("new_carrier_area", "base", 2, None, "万平方米", "2023-12", "since_start", "二、（一）"),
        ("new_carrier_area", "high", 2, None, "万平方米", "2023-12", "since_start", "二、（一）"),
        ("new_carrier_area", "base", 3, None, "万平方米", "2024-12", "since_start", "二、（一）"),
        ("new_carrier_area", "high", 3, None, "万平方米", "2024-12", "since_start", "二、（一）"),
        ("operators_introduced", "base", 1, None, "个", "2022-12", "since_start", "二、（二）"),
        ("operators_introduced", "base", 2, None, "个", "2023-12", "since_start", "二、（二）"),
        ("cooperation_funds", "base", 1, None, "支", "2022-12", "since_start", "二、（三）"),
        ("cooperation_funds", "base", 2, None, "支", "2023-12", "since_start", "二、（三）"),
        ("cooperation_funds", "base", 3, None, "支", "2024-12", "since_start", "二、（三）"),
        (PROVINCIAL, "base", 1, None, "家", "2023-12", "since_start", "二、（四）"),
        (PROVINCIAL, "base", 2, None, "家", "2024-12", "since_start", "二、（四）"),
    ],
    "tongxiang": [
        ("incubators_and_makerspaces", "base", 26, None, "家", "2020-12", "stock", "一、（二）"),
        ("new_national_incubators", "base", 1, None, "家", "2020-12", "since_start", "一、（二）"),
        ("new_provincial_or_municipal_carriers", "base", 6, None, "家", "2020-12", "since_start", "一、（二）"),
        ("carrier_area", "base", 60, None, "万平方米", "2020-12", "stock", "一、（二）"),
        ("carrier_tenants", "base", 600, None, "家", "2020-12", "stock", "一、（二）"),
        ("new_graduates", "base", 100, None, "家", "2020-12", "since_start", "一、（二）"),
        ("thousand_talents", "base", 20, None, "名", "2020-12", "stock", "一、（二）"),
        ("provincial_thousand_talents", "base", 10, None, "名", "2020-12", "stock", "一、（二）"),
        ("leading_entrepreneurs", "base", 50, None, "名", "2020-12", "stock", "一、（二）"),
    ],
    "ezhou": [
        ("carriers", "base", 15, None, "家", "2025-12", "stock", "一、总体要求"),
        ("carrier_area", "base", 10, None, "万平方米", "2025-12", "stock", "一、总体要求"),
        ("carrier_tenants", "base", 500, None, "家", "2025-12", "stock", "一、总体要求"),
        ("new_provincial_carriers", "base", 2, 3, "家", "2025-12", "since_start", "一、总体要求"),
        ("new_national_carriers", "base", 1, 2, "家", "2025-12", "since_start", "一、总体要求"),
        ("benchmark_incubators", "base", 1, 2, "家", "2025-12", "stock", "二、（四）"),
    ],
    "qingdao": [
        ("benchmark_incubators", "base", 10, None, "家", "2022-12", "stock", "一、（二）"),
        ("offshore_incubators", "base", 3, 5, "家", "2022-12", "stock", "一、（二）"),
        ("hnte_fostered", "base", 500, None, "家", "2022-12", "since_start", "一、（二）"),
        ("tech_sme_incubated", "base", 2000, None, "家", "2022-12", "since_start", "一、（二）"),
        ("financing_events", "base", 500, None, "家次", "2022-12", "since_start", "一、（二）"),
        ("training_attendances", "base", 1000, None, "人次", "2022-12", "since_start", "一、（二）"),
        ("brand_events", "base", 500, None, "场", "2022-12", "since_start", "一、（二）"),
        ("mentor_pool", "base", 300, None, "名", "2022-12", "stock", "二、（三）2"),
    ],
}

TOWNS = "各街道（乡镇）"
OFFICE = "区委组织部（人才办）"
# the annex of 洞头, row by row
DONGTOU_UNITS: dict[int, str] = {
    1: f"区科技局 区发改局 区投促中心 区经信局 区资规局 {TOWNS}",
    2: f"区科技局 {TOWNS}",
    3: f"区经信局 区发改局 区财政局 区文广旅体局 区资规局 {TOWNS}",
    4: "区经信局 区科技局",
    5: f"区经信局 {TOWNS}",
    6: "区科技局 在洞科研院所",
    7: "区科技局",
    8: f"区投促中心 区经信局 {TOWNS}",
    9: f"{OFFICE} 区教育局 区人社局 区科技局 区投促中心",
    10: "区科技局 区经信局 区财政局",
    11: f"区科技局 {TOWNS}",
    12: f"区科技局 {TOWNS}",
    13: f"区科技局 区投促中心 {TOWNS}",
    14: f"区科技局 区经信局 区人社局 区金融工作服务中心 区人行 {TOWNS}",
    15: f"区财政局 区经信局 区科技局 区金融工作服务中心 {TOWNS}",
    16: f"区财政局 区发改局 区金融工作服务中心 {TOWNS}",
    17: "区财政局 区金融工作服务中心",
    18: f"区科协 {OFFICE} 区科技局",
    19: f"区科技局 {OFFICE} 区经信局 区人社局 团区委",
    20: f"区科技局 区科协 {TOWNS}",
    21: f"区科技局 {TOWNS}",
    22: f"区科技局 区发改局 区教育局 区卫健局 区交通局 区文广旅体局 区综合行政执法局 {TOWNS}",
    23: TOWNS,
}
ZONE = "开发区（高桥街道）"
TONGXIANG_UNITS: dict[str, str] = {
    "二、（一）1": "科技局 发改局 经信局 开发区 各镇（街道）",
    "二、（一）2": f"科技局 人才办 发改局 经信局 {ZONE} 梧桐街道 濮院镇 乌镇镇",
    "二、（一）3": "开发区 各镇（街道）",
    "二、（一）4": f"{ZONE} 乌镇镇",
    "二、（二）1": "科技局 发改局 经信局 开发区 各镇（街道）",
    "二、（二）2": "科技局 开发区 各镇（街道）",
    "二、（二）3": "发改局 经信局 科技局 金融办 开发区 各镇（街道）",
    "二、（二）4": "科技局 经信局 开发区 各镇（街道）",
}


def rows(plan: Plan) -> list[Row]:
    return [
        (target.indicator, line, value.value, value.high, target.unit, target.due, str(target.basis), target.section)
        for target in plan.targets
        for line, value in target.lines.items()
    ]


def texts(value: Any, language: str) -> Iterator[str]:
    """Every text of ours in one language."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == language:
                yield part
            else:
                yield from texts(part, language)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part, language)


def target(plan: str, id: str) -> Target:
    (found,) = [one for one in PLANS[plan].targets if one.id == id]
    return found


@EVERY_PLAN
def test_every_number_of_the_document_is_there_and_no_other(plan: Plan) -> None:
    assert rows(plan) == EXPECTED[plan.id]


@EVERY_PLAN
def test_the_file_is_read_without_a_complaint(words: Vocabulary, plan: Plan) -> None:
    assert read_plan(FOLDER / f"{plan.id}.yml", words) == plan


def test_the_plans_have_33_targets_in_all() -> None:
    assert {id: len(plan.targets) for id, plan in PLANS.items()} == {
        "dongtou": 10, "tongxiang": 9, "ezhou": 6, "qingdao": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("id", "region", "first", "last", "issuer", "date", "number"),
    [
        ("dongtou", "洞头区", "2022-01", "2024-12", "温州市洞头区人民政府办公室", "2022-09-30", "洞政办发〔2022〕39号"),
        ("tongxiang", "桐乡市", "2018-01", "2020-12", "桐乡市人民政府办公室", "2018-07-19", ""),
        ("ezhou", "鄂州市", "2024-01", "2025-12", "鄂州市科学技术局", "2024-02-13", ""),
        ("qingdao", "青岛市", "2019-01", "2022-12", "青岛市科学技术局", "2019-12-27", ""),
    ],
)
def test_each_plan_names_its_region_span_and_document(
    words: Vocabulary, id: str, region: str, first: str, last: str, issuer: str, date: str, number: str
) -> None:
    plan = PLANS[id]
    assert plan.id == id
    assert words.regions.get(plan.region).name == region
    assert (plan.first, plan.last, plan.document.issuer) == (first, last, issuer)
    assert (plan.document.date.isoformat(), plan.document.number) == (date, number)


@EVERY_TARGET
def test_every_target_has_a_known_indicator_and_a_unit_that_converts_to_its_own(
    words: Vocabulary, plan: Plan, target: Target
) -> None:
    indicator = words.indicators.get(target.indicator)
    for line in target.lines.values():
        value = words.units.convert(line.value, target.unit, indicator.unit)
        assert indicator.range[0] < value <= indicator.range[1], plan.id
        assert line.high is None or line.high > line.value


@EVERY_TARGET
def test_every_target_is_due_within_the_span_and_met_at_its_value_or_above(plan: Plan, target: Target) -> None:
    assert plan.first <= target.due <= plan.last
    assert target.comparator == "at_least"
    assert "base" in target.lines
    assert target.lines.get("high", target.lines["base"]).value >= target.lines["base"].value


@EVERY_TARGET
def test_the_number_as_printed_holds_the_value_and_the_upper_end(plan: Plan, target: Target) -> None:
    printed = target.cites[0].printed
    numbers = [float(number) for number in re.findall(r"\d+", printed)]
    wanted = [target.lines["base"].value, target.lines["base"].high]
    if "high" in target.lines:
        wanted[1] = target.lines["high"].value
    assert numbers == [number for number in wanted if number is not None], plan.id
    assert target.unit in re.sub(r"（高线\d+万）", "", printed)


@EVERY_TARGET
def test_area_says_its_state_and_new_area_whether_gross_or_net_and_its_baseline(plan: Plan, target: Target) -> None:
    area = target.unit == "万平方米"
    assert target.area_state == ("unstated" if area else None)
    new = area and target.basis is Basis.SINCE_START
    assert target.measure == ("unstated" if new else None)
    if area:
        assert target.baseline is not None
        assert target.baseline.value is None
        assert target.baseline.at < plan.first


@EVERY_TARGET
def test_no_baseline_is_invented(plan: Plan, target: Target) -> None:
    if target.basis is Basis.STOCK:
        assert target.baseline is not None, plan.id
    if target.baseline is not None:
        assert target.baseline.value is None
        assert target.baseline.source


@EVERY_TARGET
def test_a_target_names_a_task_that_exists(plan: Plan, target: Target) -> None:
    assert target.task is None or target.task in {task.number for task in plan.tasks}


@EVERY_PLAN
def test_ids_and_meanings_of_targets_are_unique(plan: Plan) -> None:
    for parts in (plan.targets, plan.milestones, plan.standards):
        assert len({part.id for part in parts}) == len(parts)
    meanings = [(one.indicator, one.due, one.basis, one.scope.model_dump_json()) for one in plan.targets]
    assert len(set(meanings)) == len(meanings)


@EVERY_PLAN
def test_tasks_are_numbered_and_every_one_has_units_and_no_lead_that_the_document_does_not_mark(plan: Plan) -> None:
    assert [task.number for task in plan.tasks] == list(range(1, len(plan.tasks) + 1))
    for task in plan.tasks:
        assert task.joint
        assert task.lead == ()
        assert task.due is None
        assert len(set(task.joint)) == len(task.joint)


def test_the_23_tasks_of_dongtou_have_the_units_of_the_annex_in_8_groups() -> None:
    tasks = PLANS["dongtou"].tasks
    assert {task.number: " ".join(task.joint) for task in tasks} == DONGTOU_UNITS
    groups = [task.group.zh for task in tasks if task.group is not None]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [2, 4, 3, 2, 3, 3, 4, 2]
    assert [task.cites[-1].section for task in tasks] == [f"附件 {number}" for number in range(1, 24)]
    by_section = "一一二二二二三三三四四五五五六六六七七七七八八"
    assert [task.cites[0].section for task in tasks] == [f"三、（{number}）" for number in by_section]


def test_the_tasks_of_tongxiang_have_the_units_that_the_copy_shows() -> None:
    tasks = PLANS["tongxiang"].tasks
    assert {task.cites[0].section: " ".join(task.joint) for task in tasks} == TONGXIANG_UNITS


@pytest.mark.parametrize(("id", "sections"), [("ezhou", 8), ("qingdao", 15)])
def test_where_no_unit_is_marked_each_task_says_that_its_units_are_our_reading(id: str, sections: int) -> None:
    tasks = PLANS[id].tasks
    assert len({task.cites[0].section for task in tasks}) == len(tasks) == sections
    assert all(task.reading is not None and "未标责任单位" in task.reading.chosen.zh for task in tasks)


def test_what_the_lines_trigger_is_declared_by_us_and_marked_so() -> None:
    assert not any(plan.lines_stated or plan.thresholds.stated for plan in PLANS.values())
    assert all(plan.low_line is None for plan in PLANS.values())
    assert [id for id, plan in PLANS.items() if plan.high_line] == ["dongtou"]


@EVERY_PLAN
def test_milestones_are_due_within_the_span_and_their_tests_say_that_they_are_ours(plan: Plan) -> None:
    assert plan.milestones
    for milestone in plan.milestones:
        assert plan.first <= milestone.due <= plan.last
        assert milestone.test.zh.startswith("自定判定：")
        assert milestone.test.en.startswith("Our test: ")


@pytest.mark.parametrize(
    ("id", "sections"),
    [
        ("dongtou", "三（一） 三（四） 三（六）×2 三（七） 四（一）×3 四（二） 四（三） 四（四）"),
        ("tongxiang", "一（二）×8 二（一）2×2"),
        ("ezhou", "一 二（一）×5 二（二） 二（五） 二（六） 三（一）×2"),
        ("qingdao", "一（二）×2 二（一）3 二（二）2×2 二（二）3 二（三）1 二（四）3 二（五）2×2 三（二） 三（三）"),
    ],
)
def test_the_qualitative_goals_of_each_section_are_milestones(id: str, sections: str) -> None:
    expected = {part.split("×")[0]: int([*part.split("×"), "1"][1]) for part in sections.split()}
    found = [one.cites[0].section.replace("、", "").removesuffix("总体要求") for one in PLANS[id].milestones]
    assert {section: found.count(section) for section in found} == expected


def test_rewards_and_subsidies_of_qingdao_are_consequences_and_those_of_ezhou_are_in_other_documents() -> None:
    told = "；".join(one.zh for one in PLANS["qingdao"].consequences)
    assert all(word in told for word in ("择优奖励", "一次性奖励", "每认定1家高新技术企业", "运营补贴", "动态管理"))
    assert any("鄂州办发〔2021〕10号" in note.zh for note in PLANS["ezhou"].notes)


def test_tongxiang_names_seven_elements() -> None:
    (seven,) = PLANS["tongxiang"].standards
    assert "".join(item.zh for item in seven.items) == "政产学研金介用"


@EVERY_PLAN
def test_no_standard_claims_numbers_that_the_document_does_not_give(plan: Plan) -> None:
    assert not any(standard.stated for standard in plan.standards)


def test_dongtou_names_seven_items_and_the_six_contests_without_theirs() -> None:
    seven, six = PLANS["dongtou"].standards
    assert (seven.id, len(seven.items)) == ("seven_ones", 7)
    assert (six.id, six.items) == ("six_contests", ())


@pytest.mark.parametrize(
    ("id", "rhythm"),
    [
        ("dongtou", [("monitoring", "month"), ("bulletin", "quarter"), ("assessment", "year")]),
        ("tongxiang", []),
        ("ezhou", [(what, "unstated") for what in ("monitoring", "bulletin", "assessment", "evaluation")]),
        ("qingdao", [(what, "unstated") for what in ("assessment", "evaluation", "monitoring", "evaluation")]),
    ],
)
def test_the_rhythm_is_the_stated_one(id: str, rhythm: list[tuple[str, str]]) -> None:
    assert [(one.what, one.every) for one in PLANS[id].rhythm] == rhythm


def test_consequences_are_those_of_the_documents_and_none_where_none_was_seen() -> None:
    short = {id: "；".join(one.zh for one in plan.consequences) for id, plan in PLANS.items()}
    assert "通报批评" in short["dongtou"]
    assert "限期整改" in short["ezhou"]
    assert "摘牌" in short["ezhou"]
    assert short["tongxiang"] == ""


@pytest.mark.parametrize(
    ("plan", "id"),
    [
        ("dongtou", "area_2024"), ("dongtou", "provincial_2023"), ("dongtou", "provincial_2024"),
        ("dongtou", "operators_2023"), ("tongxiang", "carriers"), ("tongxiang", "national_talent"),
        ("ezhou", "provincial"), ("ezhou", "national"), ("ezhou", "benchmark"), ("qingdao", "high_tech_firms"),
        ("qingdao", "tech_smes"), ("qingdao", "financing_cases"), ("qingdao", "mentor_pool"),
    ],
)  # fmt: skip
def test_ambiguous_places_record_the_chosen_and_the_other_reading(plan: str, id: str) -> None:
    reading = target(plan, id).reading
    assert reading is not None
    assert reading.chosen != reading.other


def test_financing_is_counted_in_cases_and_not_in_firms(words: Vocabulary) -> None:
    cases = target("qingdao", "financing_cases")
    assert words.units.get(cases.unit).dimension == "firm_events"
    assert not words.indicators.comparable("financing_events", "firms_financed")


def test_the_copy_of_tongxiang_says_where_it_ends() -> None:
    assert any("二、（二）4" in note.zh and "未见" in note.zh for note in PLANS["tongxiang"].notes)


@EVERY_PLAN
def test_chinese_texts_have_full_width_punctuation_and_no_space_beside_numbers(plan: Plan) -> None:
    for text in texts(plan.model_dump(), "zh"):
        assert not re.search(r"[,;:()!?]", text), text
        assert not re.search(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]", text), text
        assert text == text.strip()


@EVERY_PLAN
def test_english_texts_have_no_full_width_punctuation(plan: Plan) -> None:
    for text in texts(plan.model_dump(), "en"):
        assert not re.search(r"[，。；：（）]", text), text
        assert text == text.strip()


@EVERY_PLAN
def test_milestones_with_an_indicator_name_a_known_one(words: Vocabulary, plan: Plan) -> None:
    for milestone in plan.milestones:
        assert (milestone.indicator is None) == (milestone.at_least is None)
        assert milestone.indicator is None or milestone.indicator in words.indicators


@given(st.sampled_from(TARGETS), st.floats(0.001, 1000, allow_nan=False))
def test_a_value_converted_to_the_canonical_unit_and_back_is_as_printed(
    words: Vocabulary, chosen: tuple[Plan, Target], factor: float
) -> None:
    _, one = chosen
    canonical = words.indicators.get(one.indicator).unit
    for line in one.lines.values():
        for value in (line.value, line.value * factor):
            there = words.units.convert(value, one.unit, canonical)
            assert words.units.convert(there, canonical, one.unit) == pytest.approx(value)


@EVERY_PLAN
def test_a_plan_file_holds_what_its_plan_holds(plan: Plan) -> None:
    assert Plan.model_validate(plan.model_dump()) == plan
