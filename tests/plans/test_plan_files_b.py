"""The plan of 鹿城 2022–2024 as data, against a second transcription from the document."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from incuanalysis.plans.library import target_lines
from incuanalysis.plans.model import LINES, Plan, Target
from incuanalysis.plans.reading import read_plan
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import Vocabulary

END = "2024-12"

#: Typed from the document, in its order: indicator, line, value, upper end, unit, basis, first section, printed number.
TYPED: list[tuple[str, str, float, float | None, str, str, str, str]] = [
    # 二、总体目标, paragraph by paragraph
    ("rd_gdp_ratio", "base", 2.5, None, "%", "share", "二、创新实力大幅提升", "2.5%"),
    ("industrial_rd_growth", "base", 15, None, "%", "per_year", "二、创新实力大幅提升", "15%"),
    ("hightech_value_added_share", "base", 60, None, "%", "share", "二、创新实力大幅提升", "60%"),
    ("rd_personnel_per_10k_employed", "base", 120, None, "人年", "stock", "二、创新实力大幅提升", "120人年"),
    ("new_carrier_area", "low", 80, None, "万平方米", "since_start", "二、孵化集群成效显著", "低线80万"),
    ("new_carrier_area", "base", 120, None, "万平方米", "since_start", "二、孵化集群成效显著", "120万"),
    ("new_carrier_area", "high", 150, None, "万平方米", "since_start", "二、孵化集群成效显著", "高线150万"),
    ("demonstration_incubators", "base", 5, None, "家", "stock", "二、孵化集群成效显著", "5家"),
    ("provincial_or_above_carriers", "base", 30, None, "家", "stock", "二、孵化集群成效显著", "30家"),
    ("region_hnte", "base", 300, None, "家", "stock", "二、创新动能明显转换", "300家"),
    ("region_tech_sme", "base", 1800, None, "家", "stock", "二、创新动能明显转换", "1800家"),
    ("provincial_firm_rd_centres", "base", 50, None, "家", "stock", "二、创新动能明显转换", "50家以上"),
    ("high_value_patents_per_10k", "base", 7.7, None, "件", "stock", "二、创新动能明显转换", "7.7件"),
    ("innovation_platforms", "base", 10, None, "家", "stock", "二、创新生态显著优化", "10家"),
    ("technology_trade", "base", 40, None, "亿元", "per_year", "二、创新生态显著优化", "40亿元"),
    ("fund_size", "base", 10, None, "亿元", "stock", "二、创新生态显著优化", "10亿元以上"),
    ("talent_programme_entrants", "base", 75, None, "人", "since_start", "二、创新人才大量集聚", "75人"),
    ("innovation_teams_attracted", "base", 15, None, "支", "since_start", "二、创新人才大量集聚", "15支"),
    ("leading_talent_projects", "base", 75, None, "个", "since_start", "二、创新人才大量集聚", "75个"),
    ("students_and_skilled_attracted", "base", 7.5, None, "万人", "since_start", "二、创新人才大量集聚", "7.5万人"),
    ("talent_total", "base", 28, None, "万人", "stock", "二、创新人才大量集聚", "28万人以上"),
    # 三、主要任务, task by task
    ("new_hnte", "base", 140, None, "家", "since_start", "三、（一）1", "140家"),
    ("new_tech_sme", "base", 450, None, "家", "since_start", "三、（一）1", "450家以上"),
    ("new_large_hnte", "base", 30, None, "家", "since_start", "三、（一）1", "30家以上"),
    ("new_innovation_platforms", "base", 3, None, "家", "since_start", "三、（一）2", "3家"),
    ("platform_good_share", "base", 70, None, "%", "share", "三、（一）2", "70%以上"),
    ("new_firm_rd_centres", "base", 50, None, "家", "since_start", "三、（一）3", "50家"),
    ("new_provincial_firm_rd_centres", "base", 15, None, "家", "since_start", "三、（一）3", "15家以上"),
    ("hnte_rd_centre_coverage", "base", 100, None, "%", "share", "三、（一）3", "100%以上"),
    ("new_national_carriers", "base", 3, None, "个", "since_start", "三、（二）4", "3个"),
    ("new_provincial_carriers", "base", 10, None, "个", "since_start", "三、（二）4", "10个以上"),
    ("new_provincial_carriers", "base", 3, None, "个", "since_start", "三、（二）5", "3个以上"),
    ("site_science_firms", "base", 200, None, "家", "stock", "三、（二）5", "200家"),
    ("resident_hnte", "base", 20, None, "家", "stock", "三、（二）5", "20家以上"),
    ("science_firms_landed", "base", 50, None, "家", "since_start", "三、（二）5", "50家"),
    ("hnte_fostered", "base", 10, None, "家", "stock", "三、（二）5", "10家以上"),
    ("major_science_projects", "base", 15, None, "个", "since_start", "三、（二）6", "15个"),
    ("large_projects_attracted", "base", 3, None, "个", "since_start", "三、（二）6", "3个以上"),
    ("academicians_joined", "base", 1, 2, "名", "per_year", "三、（三）8", "1至2名"),
    ("academicians_joined", "base", 1, 2, "名", "per_year", "三、（三）8", "1至2名"),
    ("academicians_joined", "base", 1, 2, "名", "per_year", "三、（三）8", "1至2名"),
    ("summit_projects", "base", 100, None, "个", "since_start", "三、（三）8", "100个以上"),
    ("summit_landing_share", "base", 85, None, "%", "share", "三、（三）8", "85%以上"),
    ("college_graduates_attracted", "base", 5, None, "万人", "since_start", "三、（三）9", "5万人"),
    ("research_projects_approved", "base", 10, None, "项", "since_start", "三、（四）11", "10项以上"),
    ("provincial_new_products", "base", 50, None, "项", "since_start", "三、（四）11", "50项以上"),
    ("new_product_output_share", "base", 45, None, "%", "share", "三、（四）11", "45%以上"),
    ("technology_output", "base", 30, None, "亿元", "per_year", "三、（五）13", "30亿元"),
    ("technology_input", "base", 10, None, "亿元", "per_year", "三、（五）13", "10亿元以上"),
    ("star_market_firms", "base", 1, None, "家", "stock", "三、（五）14", "1家以上"),
    ("new_producer_service_firms", "base", 300, None, "家", "since_start", "三、（五）15", "300家以上"),
    ("innovation_voucher_use", "base", 1000, None, "万元", "per_year", "三、（五）15", "1000万元以上"),
    ("patent_industrialisation_projects", "base", 150, None, "项", "since_start", "三、（六）16", "150项以上"),
    ("ip_pledge_financing", "base", 10, None, "亿元", "per_year", "三、（六）16", "10亿元以上"),
    # 四、保障举措
    ("fiscal_science_growth", "base", 15, None, "%", "per_year", "四、（二）", "15%以上"),
]

#: What the document says twice or three times: indicator, further sections.
REPEATED = {
    "new_carrier_area": ("三、（二）4",),
    "innovation_platforms": ("二、总体目标", "三、（一）2"),
    "fund_size": ("二、总体目标", "三、（五）14"),
    "talent_programme_entrants": ("三、（三）7",),
    "talent_total": ("三、（三）9",),
}

#: Typed from the brackets after each task, a star before each lead unit.
UNITS = {
    1: "*区科技局、区发改局、区经信局、各街镇",
    2: "*区科技局、区委组织部〈区人才办〉、区经信局、区投资促进服务中心",
    3: "*区科技局、区发改局、区经信局、各街镇",
    4: "*区科技局、区发改局、区经信局、鹿城经开区〈筹〉管委会、区投资促进服务中心、各街镇",
    5: "*鹿城经开区〈筹〉管委会、*南郊街道、*七都街道、区委组织部〈区人才办〉、区发改局、区经信局、区科技局、区住建局、"
    "区综合行政执法局、市自然资源和规划局鹿城分局、区投资促进服务中心",
    6: "*区投资促进服务中心、*区科技局、区发改局、区经信局、区商务局、鹿城经开区〈筹〉管委会",
    7: "*区委组织部〈区人才办〉、区委宣传部、区经信局、区教育局、区科技局、区人力社保局、区卫生健康局、区金融办、"
    "区投资促进服务中心",
    8: "*区科协、区委组织部〈区人才办〉、区科技局、七都街道",
    9: "*区委组织部〈区人才办〉、*区人力社保局、区教育局、区住建局、区金融办、区房产管理中心",
    10: "*区科技局、*区农业农村局、区发改局、市自然资源和规划局鹿城分局、藤桥镇、山福镇",
    11: "*区经信局、*区科技局、各街镇",
    12: "*区科技局、区委改革办、区大数据管理中心",
    13: "*区科技局、区大数据管理中心、区科协",
    14: "*区科技局、*区金融办、区发改局、区财政局、区人力社保局、区工业发展集团",
    15: "*区发改局、*区科技局、区经信局、区市场监管局、区投资促进服务中心、各街镇",
    16: "*区市场监管局、区法院、区科技局、区人力社保局",
    17: "*区科技局、区委改革办、区财政局",
    18: "*区科技局、区科协、各街镇",
}
GROUPS = {
    "（一）": (1, 3),
    "（二）": (4, 6),
    "（三）": (7, 9),
    "（四）": (10, 12),
    "（五）": (13, 15),
    "（六）": (16, 18),
}


@pytest.fixture(scope="module")
def plan(project: Project, words: Vocabulary) -> Plan:
    return read_plan(project.find("data/plans/lucheng.yml"), words)


def _target(plan: Plan, id: str) -> Target:
    return next(target for target in plan.targets if target.id == id)


def test_there_are_53_targets_with_55_lines(plan: Plan) -> None:
    assert len(plan.targets) == 53
    assert sum(len(target.lines) for target in plan.targets) == 55


def test_every_target_line_is_as_typed_from_the_document(plan: Plan) -> None:
    found = [
        (target.indicator, line, value.value, value.high, target.unit, str(target.basis), target.section)
        for target in plan.targets
        for line in LINES
        if (value := target.lines.get(line))
    ]
    assert found == [row[:7] for row in TYPED]


def test_every_first_citation_carries_the_number_as_printed(plan: Plan) -> None:
    printed = [target.cites[0].printed for target in plan.targets for _ in target.lines]
    assert [row[7] for row, text in zip(TYPED, printed, strict=True) if row[7] not in text] == []


def test_everything_is_due_at_the_end_of_the_span_and_met_from_its_value_upwards(plan: Plan) -> None:
    assert (plan.first, plan.last) == ("2022-01", END)
    assert {target.due for target in plan.targets if target.indicator != "academicians_joined"} == {END}
    yearly = [target.due for target in plan.targets if target.indicator == "academicians_joined"]
    assert yearly == ["2022-12", "2023-12", END]
    assert {target.comparator for target in plan.targets} == {"at_least"}
    assert {stone.due for stone in plan.milestones} == {"2022-12", END}


def test_a_repeat_is_one_target_that_cites_every_place(plan: Plan) -> None:
    repeated = {
        target.indicator: tuple(cite.section for cite in target.cites[1:])
        for target in plan.targets
        if len(target.cites) > 1
    }
    assert repeated == REPEATED


def test_the_units_convert_to_those_of_the_indicators(plan: Plan, words: Vocabulary) -> None:
    for target in plan.targets:
        canonical = words.indicators.get(target.indicator).unit
        for value in target.lines.values():
            there = words.units.convert(str(value.value), target.unit, canonical)
            assert words.units.convert(there, canonical, target.unit) == Decimal(str(value.value))


def test_the_table_of_lines_converts_the_large_units_exactly(plan: Plan, words: Vocabulary) -> None:
    table = target_lines(plan, words)
    area = table[table["indicator"] == "new_carrier_area"]
    assert list(area["value"]) == [800_000, 1_200_000, 1_500_000]
    values = table.set_index("indicator")["value"]
    assert values["technology_trade"] == 400_000
    assert values["innovation_voucher_use"] == 1000
    assert values["students_and_skilled_attracted"] == 75_000


def test_every_value_is_plausible_by_its_indicator(plan: Plan, words: Vocabulary) -> None:
    table = target_lines(plan, words)
    for indicator, value in zip(table["indicator"], table["value"], strict=True):
        low, high = words.indicators.get(indicator).range
        assert low <= value <= high


def test_running_totals_stand_on_flows_and_states_on_stocks(plan: Plan, words: Vocabulary) -> None:
    expected = {"since_start": {"period"}, "stock": {"stock"}, "share": {"share"}, "per_year": {"period", "share"}}
    for target in plan.targets:
        assert words.indicators.get(target.indicator).basis in expected[target.basis]


def test_the_new_area_says_that_the_document_is_silent_on_its_state_and_baseline(plan: Plan) -> None:
    area = _target(plan, "new_area")
    assert (area.area_state, area.measure) == ("unstated", "unstated")
    assert area.baseline is not None
    assert (area.baseline.at, area.baseline.value) == ("2021-12", None)


def test_no_baseline_is_invented_and_every_state_says_that_it_needs_one(plan: Plan) -> None:
    assert all(target.baseline is None or target.baseline.value is None for target in plan.targets)
    assert all(target.baseline is not None for target in plan.targets if target.basis in ("stock", "share"))


def test_sites_platforms_and_firms_are_named(plan: Plan) -> None:
    named = Counter((target.scope.kind, target.scope.name.zh) for target in plan.targets if target.scope.name)
    assert named == {
        ("firms", "规模以上工业企业"): 2,
        ("firms", "高新技术企业"): 1,
        ("site", "温州城市数字科创园"): 3,
        ("site", "温州国际未来科技岛"): 2,
        ("platform", "科创平台"): 1,
        ("platform", "瓯越院士之家"): 3,
    }
    assert _target(plan, "provincial_carriers").scope.carrier_types == ("makerspace", "incubator")


@pytest.mark.parametrize(
    "id",
    ["rd_gdp", "star_market", "technology_trade", "technology_output", "technology_input", "graduates",
     "students_and_skilled", "provincial_rd_centres", "new_provincial_rd_centres", "academicians", "new_area"],
)  # fmt: skip
def test_ambiguous_places_record_both_readings(plan: Plan, id: str) -> None:
    reading = _target(plan, id).reading
    assert reading is not None
    assert reading.chosen.zh != reading.other.zh


def test_the_lines_say_that_the_document_does_not_state_what_they_trigger(plan: Plan) -> None:
    assert not plan.lines_stated
    assert plan.low_line is not None
    assert plan.high_line is not None
    assert "未标线" in plan.low_line.zh
    assert "未标线" in plan.high_line.zh


def test_targets_of_the_third_part_point_to_their_task(plan: Plan) -> None:
    for target in plan.targets:
        numbers = {int(cite.section.split("）")[1]) for cite in target.cites if cite.section.startswith("三、")}
        assert numbers == ({target.task} if target.task else set())


def test_all_eighteen_tasks_have_their_units_as_printed(plan: Plan) -> None:
    found = {task.number: "、".join([*(f"*{unit}" for unit in task.lead), *task.joint]) for task in plan.tasks}
    assert found == UNITS


def test_tasks_stand_in_the_section_and_group_of_their_number(plan: Plan) -> None:
    groups: dict[str, set[str]] = {}
    for task in plan.tasks:
        (section,) = (part for part, (first, last) in GROUPS.items() if first <= task.number <= last)
        assert [cite.section for cite in task.cites] == [f"三、{section}{task.number}"]
        assert task.group is not None
        groups.setdefault(section, set()).add(task.group.zh)
    assert [len(names) for names in groups.values()] == [1] * 6
    assert len(set.union(*groups.values())) == 6


def test_a_task_has_a_due_month_where_its_text_sets_a_number_or_a_year(plan: Plan) -> None:
    assert [task.number for task in plan.tasks if task.due is None] == [10, 12, 17, 18]


def test_every_milestone_says_that_its_test_is_ours(plan: Plan) -> None:
    for stone in plan.milestones:
        assert stone.test.zh.startswith("判定办法由本系统设定：")
        assert stone.test.en.startswith("Our test")


def test_slogans_are_milestones_and_those_that_data_can_tell_have_a_limit(plan: Plan, words: Vocabulary) -> None:
    stones = {stone.id: stone for stone in plan.milestones}
    assert {"layout_5510", "layout_3_3", "first_tier", "double_growth", "double_entry", "platforms_cover_all"} <= set(
        stones
    )
    assert (stones["provincial_zone_application"].due, stones["provincial_zone_approval"].due) == ("2022-12", "2022-12")
    tested = {stone.indicator: stone.at_least for stone in plan.milestones if stone.indicator}
    assert tested == {
        "national_incubators": 1,
        "innovation_platforms": 10,
        "carrier_area": 1_000_000,
        "hightech_output": 10_000_000,
        "senior_talent": 10_000,
        "fund_size": 100_000,
    }
    assert all(indicator in words.indicators for indicator in tested)


def test_the_qualitative_goals_of_each_task_are_milestones(plan: Plan) -> None:
    found = Counter(stone.cites[0].section.removeprefix("三、") for stone in plan.milestones)
    tasks = {
        "（一）1": 2, "（一）2": 1, "（一）3": 1, "（二）4": 1, "（二）5": 6, "（二）6": 1, "（三）8": 2, "（三）9": 1,
        "（四）10": 2, "（四）11": 1, "（四）12": 1, "（五）13": 2, "（五）14": 1, "（六）16": 1, "（六）17": 2, "（六）18": 1,
    }  # fmt: skip
    assert {section: count for section, count in found.items() if section.startswith("（")} == tasks
    assert found["四、（一）"] == 1
    assert found["二、总体目标"] == 9
    assert len(plan.milestones) == sum(found.values()) == 42


def test_parts_of_the_slogan_that_are_also_targets_have_the_same_value(plan: Plan, words: Vocabulary) -> None:
    values = target_lines(plan, words).set_index("indicator")["value"]
    for stone in plan.milestones:
        if stone.indicator in ("innovation_platforms", "fund_size"):
            assert values[stone.indicator] == stone.at_least
            assert "同值" in stone.test.zh


def test_standards_without_numbers_say_so_and_only_the_platform_contest_has_a_rhythm(plan: Plan) -> None:
    assert not any(standard.stated for standard in plan.standards)
    items = {standard.id: len(standard.items) for standard in plan.standards}
    assert items["six_campaigns"] == 6
    assert items["platform_performance"] == 3
    assert items["eight_actions"] == 0
    assert [entry.name.zh for entry in plan.rhythm if entry.every != "unstated"] == ["科创平台年度绩效比拼"]
    assert not plan.thresholds.stated


def test_the_document_and_the_region_are_known(plan: Plan, words: Vocabulary) -> None:
    assert words.regions.get(plan.region).id == "330302"
    assert plan.document.number == "温鹿政发〔2022〕68号"
    assert plan.document.date.isoformat() == "2022-06-27"
    assert any("附件" in note.zh for note in plan.notes)
