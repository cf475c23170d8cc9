"""Files as they really come, from their bytes to the store.

A. Yearbook until 2018 and B. yearbook since 2022: test_provincial_tables.py.

========================================================  ============================================================
A. titles, header over seven rows, spacers, padded names  a_table_printed_until_2018_gives_every_published_number
A. missing is an empty cell                               a_blank_is_neither_stored_nor_quarantined
A. machine header with a wrong unit, columns before       an_inserted_machine_header_and_columns_before_the_table…
A. table numbers move                                     the_editions_sent_together_stand_beside_each_other
A. the wrong suffix                                       an_old_workbook_under_a_new_name_is_read
B. headers of lines, texts, link sheet, lock, names       a_table_exported_since_2022_gives_every_published_number
B. renamed indicator with another unit                    the_editions_sent_together_stand_beside_each_other
B. sums off by rounding                                   the_nation_is_stored_although_it_is_the_sum…
C. quarterly, thousand yuan, cut-off on the 20th          a_quarterly_return_is_of_its_quarter
C. several units of money and area                        units_of_money_and_area_mix_in_one_file
C. names for one idea                                     all_names_of_tenants_are_one_indicator
C. flow and stock of one name                             graduates_of_the_year_and_of_all_years_are_two_indicators
C. signs                                                  signs_of_the_statistical_yearbook_are_no_numbers
D. units                                                  units_printed_with_the_numbers_are_converted
D. another unit a year later                              one_row_in_another_unit_than_the_last_is_converted
D. qualifiers                                             qualifiers_are_kept_with_the_number
D. stock, flow, plan and rate                             of_a_plan_only_outcomes_are_stored; a_rate_of_completion…
D. scope                                                  incubators_on_file_and_in_the_statistics_are_two
D. targets beside outcomes                                targets_and_outcomes_in_one_cell_are_not_stored
D. one figure for two dates                               one_figure_for_two_dates_is_stored_for_both
D. parts that miss the total                              a_total_that_its_parts_miss_is_quarantined…
D. growth that cannot be computed again                   growth_rates_are_not_stored
D. words for grades                                       grades_…
D. one value a line                                       a_table_flattened_to_one_value_a_line_gives_nothing_wrong
D. traditional and spam glyphs                            traditional_characters_…; spam_between_the_characters_…
D. no year                                                a_date_without_a_year_is_no_period
D. scoring tables                                         of_a_scoring_table_neither_weights_nor_points_are_stored
Quarterly figures side by side                            total_quarter_and_year_side_by_side_…
========================================================  ============================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from incuanalysis.intake.returns.ingest import FileResult, ingest
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from tests.intake.making import Rows, csv_bytes, docx_table, html_table, xls, xlsx, xlsx_book

DONGTOU, LUCHENG, WENZHOU = "330305", "330302", "330300"
BEIAO, DAMEN = "330305001", "330305101"


@dataclass(frozen=True)
class Outcome:
    """What an ingest made of one file."""

    file: FileResult
    stored: dict[tuple[str, str, str, str], float]  # region, indicator, basis, period → value
    qualifiers: dict[tuple[str, str], str]  # region, indicator
    refused: dict[str, str]  # cell → code

    @property
    def values(self) -> dict[tuple[str, str], float]:
        """Value by region and indicator."""
        found = {(region, indicator): value for (region, indicator, _, _), value in self.stored.items()}
        assert len(found) == len(self.stored)
        return found


Take = Callable[..., Outcome]


@pytest.fixture
def take(project: Project, tmp_path: Path) -> Take:
    """Take a file into a store of its own."""
    count = iter(range(1000))

    def taken(name: str, data: bytes, period: str = "") -> Outcome:
        folder = tmp_path / str(next(count))
        folder.mkdir()
        (folder / name).write_bytes(data)
        own = Store(folder / "store")
        (file,) = ingest(project, [folder / name], own, period=period).files
        assert file.cells == file.stored + file.quarantined + file.labels
        rows = own.select()
        rows = rows[rows["value"].notna()]
        said = zip(rows["region"], rows["indicator"], rows["basis"], rows["period"], rows["value"], strict=True)
        kept = own.table("quarantine")
        assert len(kept) == file.quarantined
        return Outcome(
            file,
            {(region, indicator, basis, period): value for region, indicator, basis, period, value in said},
            dict(zip(zip(rows["region"], rows["indicator"], strict=True), rows["qualifier"], strict=True)),
            dict(zip(kept["cell"], kept["code"], strict=True)) if len(kept) else {},
        )

    return taken


# --- C. statistical returns


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("科技企业孵化器季度报表", "2023年三季度"),
        ("2023年第三季度科技企业孵化器报表", "截止日期：2023年9月20日"),
        ("科技企业孵化器季度报表（截至2023年9月20日）", None),
    ],
)
def test_a_quarterly_return_is_of_its_quarter(take: Take, title: str, said: str | None) -> None:
    rows: Rows = [
        [title],
        ["填报单位：洞头区科技局", None, None, said],
        ["指标名称", "计量单位", "代码", "本季", "本年累计"],
        ["在孵企业数", "个", "q01", 85, None],
        ["新增在孵企业", "个", "q02", 6, 20],
        ["在孵企业总收入", "千元", "q03", 56000.5, 150000],
        ["孵化场地面积", "平方米", "q04", 12000, None],
        ["在孵企业从业人员", "人", "q05", 1200, None],
    ]
    outcome = take("季报.xls", xls(rows, ((0, 0, 0, 4),)))
    assert outcome.stored == {
        (DONGTOU, "tenants", "stock", "2023Q3"): 85,
        (DONGTOU, "new_tenants", "period", "2023Q3"): 6,
        (DONGTOU, "new_tenants", "ytd", "2023-01..2023-09"): 20,
        (DONGTOU, "tenant_revenue", "period", "2023Q3"): 5600.05,
        (DONGTOU, "tenant_revenue", "ytd", "2023-01..2023-09"): 15000,
        (DONGTOU, "incubation_area", "stock", "2023Q3"): 12000,
        (DONGTOU, "tenant_employees", "stock", "2023Q3"): 1200,
    }
    assert outcome.file.status == "stored"


def test_units_of_money_and_area_mix_in_one_file(take: Take) -> None:
    whole: Rows = [
        ["2023年度孵化器综合情况表"],
        ["填报单位：洞头区科技局", None, "计量单位：千元、平方米"],
        ["指标", "单位", "本年"],
        ["孵化场地面积", "平方米", 12500],
        ["在孵企业总收入", "千元", 81234.5],
        ["当年获得风险投资额", None, 3000],
    ]
    asked: Rows = [
        ["2023年洞头区科技企业孵化器认定情况"],
        ["街道", "孵化场地面积（万平方米）", "当年获得投融资总额（亿元）", "在孵企业R&D投入（万元）"],
        ["北岙街道", 1.25, 0.3, 820.5],
        ["大门镇", 0.4, 0.02, 12],
    ]
    platform: Rows = [
        ["2023年洞头区平台数据"],
        ["单位：万元"],
        ["街道", "累计毕业企业", "在孵企业总收入", "众创空间面积"],
        ["北岙街道", 12, 3456, "1200㎡"],
        ["大门镇", 3, "0.5亿元", "0.08万㎡"],
    ]
    outcome = take("综合.xlsx", xlsx_book({"综合情况": whole, "认定申请": asked, "区级平台": platform}))
    assert outcome.values == {
        (DONGTOU, "incubation_area"): 12500,
        (DONGTOU, "tenant_revenue"): 8123.45,
        (DONGTOU, "venture_capital"): 300,
        (BEIAO, "incubation_area"): 12500,
        (BEIAO, "financing"): 3000,
        (BEIAO, "tenant_rd"): 820.5,
        (DAMEN, "incubation_area"): 4000,
        (DAMEN, "financing"): 200,
        (DAMEN, "tenant_rd"): 12,
        (BEIAO, "graduates_cumulative"): 12,
        (BEIAO, "tenant_revenue"): 3456,
        (BEIAO, "makerspace_area"): 1200,
        (DAMEN, "graduates_cumulative"): 3,
        (DAMEN, "tenant_revenue"): 5000,
        (DAMEN, "makerspace_area"): 800,
    }
    assert outcome.file.quarantined == 0


@pytest.mark.parametrize("name", ["在孵企业", "在孵企业数", "在孵企业总数", "期末在孵企业"])
def test_all_names_of_tenants_are_one_indicator(take: Take, name: str) -> None:
    rows: Rows = [["2023年9月洞头区各街道情况"], ["街道", name, "备注"], ["北岙街道", 12, None], ["大门镇", 4, None]]
    outcome = take("月报.csv", csv_bytes(rows, "gb18030"))
    assert outcome.stored == {
        (BEIAO, "tenants", "stock", "2023-09"): 12,
        (DAMEN, "tenants", "stock", "2023-09"): 4,
    }


def test_graduates_of_the_year_and_of_all_years_are_two_indicators(take: Take) -> None:
    rows: Rows = [
        ["2023年度洞头区各街道毕业企业情况"],
        ["街道", "当年毕业", "累计毕业", "毕业企业"],
        ["北岙街道", 3, 20, 19],
        ["大门镇", 1, 5, 4],
    ]
    outcome = take("年报.xlsx", xlsx(rows))
    assert outcome.stored == {
        (BEIAO, "new_graduates", "period", "2023"): 3,
        (BEIAO, "graduates_cumulative", "since_founding", "2023"): 20,
        (DAMEN, "new_graduates", "period", "2023"): 1,
        (DAMEN, "graduates_cumulative", "since_founding", "2023"): 5,
    }
    # 毕业企业 alone may be either.
    assert set(outcome.refused) == {"D3", "D4"}


def test_signs_of_the_statistical_yearbook_are_no_numbers(take: Take) -> None:
    rows: Rows = [
        ["9-12  2023年温州市孵化器情况"],
        ["指标", "单位", "全市", "洞头区", "鹿城区"],
        ["在统孵化器数量①", "个", 60, 20, 40],
        ["在孵企业*", "家", 900, 400, 500],
        ["#入驻企业中高新技术企业", "家", 90, None, "/"],
        ["在孵企业从业人员", "人", "11000①", "5000*", 6000],
        ["创业导师", "人", None, None, 30],
        ["注：①不含众创空间。"],
        ["*为初步数。#表示其中的主要项，/表示不适用，空格表示数据不足或不详。"],
    ]
    outcome = take("年鉴.xls", xls(rows))
    assert outcome.values == {
        (WENZHOU, "incubators"): 60,
        (DONGTOU, "incubators"): 20,
        (LUCHENG, "incubators"): 40,
        (WENZHOU, "tenants"): 900,
        (DONGTOU, "tenants"): 400,
        (LUCHENG, "tenants"): 500,
        (WENZHOU, "tenant_employees"): 11000,
        (DONGTOU, "tenant_employees"): 5000,
        (LUCHENG, "tenant_employees"): 6000,
        (LUCHENG, "mentors"): 30,
    }
    # A total without parts to check it against waits for a person.
    assert outcome.refused == {"C5": "total_unchecked"}


# --- D. bulletins, news and pages of governments


def test_units_printed_with_the_numbers_are_converted(take: Take) -> None:
    rows: Rows = [
        ["指标", "数值"],
        ["孵化载体面积", "894万平方米"],
        ["新增孵化面积", "20万㎡"],
        ["众创空间面积", "12500平方米"],
        ["在孵企业", "1.2万家"],
        ["在孵企业从业人员", "8.5万人"],
        ["当年获得投融资总额", "3.02亿元"],
    ]
    outcome = take("公报.docx", docx_table(rows, above=["2023年青岛市孵化载体主要指标"]))
    assert outcome.stored == {
        ("370200", "carrier_area", "stock", "2023"): 8_940_000,
        ("370200", "new_carrier_area", "period", "2023"): 200_000,
        ("370200", "makerspace_area", "stock", "2023"): 12_500,
        ("370200", "tenants", "stock", "2023"): 12_000,
        ("370200", "tenant_employees", "stock", "2023"): 85_000,
        ("370200", "financing", "period", "2023"): 30_200,
    }


def test_one_row_in_another_unit_than_the_last_is_converted(take: Take) -> None:
    rows: Rows = [
        ["青岛市众创空间面积"],
        ["年份", "众创空间面积"],
        ["2016年", "12.5万平方米"],
        ["2017年", "134000平方米"],
        ["2018年", "14.1"],
    ]
    outcome = take("面积.html", html_table(rows, ((0, 0, 0, 1),)))
    assert outcome.stored == {
        ("370200", "makerspace_area", "stock", "2016"): 125_000,
        ("370200", "makerspace_area", "stock", "2017"): 134_000,
    }
    assert outcome.refused == {"B5": "no_unit"}


def test_qualifiers_are_kept_with_the_number(take: Take) -> None:
    rows: Rows = [
        ["2022年温州市孵化载体主要指标"],
        ["指标", "数值"],
        ["孵化载体面积", "超200万平方米"],
        ["在孵企业", "近3000家"],
        ["在孵企业从业人员", "2.2万余人"],
        ["累计毕业企业", "1000多家"],
        ["当年获得投融资总额", "约3亿元"],
        ["创业导师", "突破500人"],
        ["众创空间数量", "60家左右"],
        ["国家级孵化器", "21"],
    ]
    outcome = take("通报.html", html_table(rows, ((0, 0, 0, 1),), charset="gb2312"))
    assert {id: (value, outcome.qualifiers[region, id]) for (region, id), value in outcome.values.items()} == {
        "carrier_area": (2_000_000, "over"),
        "tenants": (3000, "about"),
        "tenant_employees": (22_000, "over"),
        "graduates_cumulative": (1000, "over"),
        "financing": (30_000, "about"),
        "mentors": (500, "over"),
        "makerspaces": (60, "about"),
        "national_incubators": (21, "exact"),
    }


def test_an_english_qualifier_is_never_taken_as_exact(take: Take) -> None:
    rows: Rows = [["2022年温州市情况"], ["指标", "数值"], ["国家级孵化器（家）", "over 20"], ["创业导师（人）", 30]]
    outcome = take("英文.xlsx", xlsx(rows))
    assert outcome.values[WENZHOU, "mentors"] == 30
    assert outcome.qualifiers.get((WENZHOU, "national_incubators"), "over") == "over"
    assert outcome.values.get((WENZHOU, "national_incubators"), 20) == 20


def test_of_a_plan_only_outcomes_are_stored(take: Take) -> None:
    rows: Rows = [
        ["洞头区孵化载体建设三年行动计划完成情况（截至2023年9月底）"],
        ["指标", "三年目标（2022-2024年）", "2022年以来累计", "2023年目标", "完成率", "9月末"],
        ["新增孵化面积（万平方米）", 30, 21.5, 10, "82%", None],
        ["孵化载体面积（万平方米）", None, None, None, None, 45.6],
        ["当年毕业企业（家）", 60, 44, 20, "105%", None],
    ]
    outcome = take("进展.xlsx", xlsx(rows))
    assert outcome.stored == {
        (DONGTOU, "new_carrier_area", "since_start", "2022-01..2023-09"): 215_000,
        (DONGTOU, "carrier_area", "stock", "2023-09"): 456_000,
        (DONGTOU, "new_graduates", "since_start", "2022-01..2023-09"): 44,
    }
    assert outcome.file.quarantined == 6


def test_three_years_together_are_not_a_year(take: Take) -> None:
    rows: Rows = [
        ["温州市孵化器集群建设情况"],
        [
            "地区",
            "三年新增孵化面积（万平方米）",
            "截至2023年底孵化面积（万平方米）",
            "2023年新增孵化面积（万平方米）",
            "完成率",
        ],
        ["洞头区", 20, 45, 8, "103%"],
        ["鹿城区", 30, 80, 11, "97%"],
    ]
    outcome = take("集群.xlsx", xlsx(rows))
    assert outcome.values == {
        (DONGTOU, "carrier_area"): 450_000,
        (DONGTOU, "new_carrier_area"): 80_000,
        (LUCHENG, "carrier_area"): 800_000,
        (LUCHENG, "new_carrier_area"): 110_000,
    }
    assert set(outcome.refused) == {"B3", "B4", "E3", "E4"}


@pytest.mark.parametrize(
    "heading",
    [
        "近三年新建成孵化器",
        "近3年新认定市级孵化器",
        "2016年新认定市级孵化器",
        "三年新增孵化载体",
        "“十三五”新增孵化载体",
    ],
)
def test_a_span_in_a_heading_is_never_the_year_of_the_title(take: Take, heading: str) -> None:
    rows: Rows = [["2018年各市孵化器情况"], ["地区", heading, "创业导师（人）"], ["青岛市", 37, 11], ["温州市", 21, 12]]
    outcome = take("情况.xlsx", xlsx(rows))
    found = {key[3] for key in outcome.stored if key[1] != "mentors"}
    assert found <= ({"2016"} if "2016" in heading else set())


_RATES = (
    "完成率",
    "完成率（%）",
    "在孵企业完成率",
    "在孵企业任务完成率（%）",
    "完成年度计划（%）",
    "完成序时计划",
    "占年度计划的比例",
    "在孵企业完成进度",
    "时间进度",
    "在孵企业目标完成率",
    "在孵企业/目标完成率",
    "在孵企业完成率(家)",
)


@pytest.mark.parametrize("heading", _RATES)
@pytest.mark.parametrize("number", [82, "105%"])
def test_a_rate_of_completion_is_never_stored(take: Take, heading: str, number: object) -> None:
    across: Rows = [["2023年9月洞头区各街道进度"], ["街道", "创业导师（人）", heading], ["北岙街道", 7, number]]
    outcome = take("进度.xlsx", xlsx(across))
    assert outcome.values == {(BEIAO, "mentors"): 7}
    assert set(outcome.refused) == {"C3"}
    down: Rows = [["2023年9月洞头区进度"], ["指标", "数值"], ["创业导师（人）", 7], [heading, number]]
    outcome = take("进度.xlsx", xlsx(down))
    assert outcome.values == {(DONGTOU, "mentors"): 7}
    assert set(outcome.refused) == {"B4"}


def test_below_an_indicator_only_the_number_itself_is_it(take: Take) -> None:
    rows: Rows = [
        ["2023年9月洞头区各街道进度"],
        ["街道", "在孵企业（家）", None, None, None, None],
        [None, "目标", "期末数", "完成率", "同比增长（%）", "占全区比重（%）"],
        ["北岙街道", 100, 90, 90, 3.2, 60],
        ["大门镇", 50, 60, 120, 5, 40],
    ]
    outcome = take("进度.xls", xls(rows, ((1, 0, 2, 0), (1, 1, 1, 5))))
    assert outcome.stored == {
        (BEIAO, "tenants", "stock", "2023-09"): 90,
        (DAMEN, "tenants", "stock", "2023-09"): 60,
    }
    assert outcome.file.quarantined == 8


def test_incubators_on_file_and_in_the_statistics_are_two(take: Take) -> None:
    rows: Rows = [
        ["2019年部分省份孵化器数量"],
        ["地区", "备案孵化器数量（家）", "纳入统计的科技企业孵化器（家）"],
        ["福建省", 165, 115],
        ["广东省", 781, 754],
        ["江苏省", 848, 832],
    ]
    outcome = take("口径.csv", csv_bytes(rows, "utf-8-sig"))
    assert outcome.values == {
        ("350000", "incubators_filed"): 165,
        ("350000", "incubators"): 115,
        ("440000", "incubators_filed"): 781,
        ("440000", "incubators"): 754,
        ("320000", "incubators_filed"): 848,
        ("320000", "incubators"): 832,
    }


def test_targets_and_outcomes_in_one_cell_are_not_stored(take: Take) -> None:
    rows: Rows = [
        ["指标", "2023年", "2023年目标", "三年目标"],
        ["新增孵化面积", "完成8.2万平方米，目标10万平方米", "10万平方米", "30万平方米"],
        ["在孵企业", "120家（目标150家）", "150家", ""],
        ["当年毕业企业", "21家", "20家", "60家"],
    ]
    title = "洞头区大孵化器集群建设三年行动计划2023年度进展"
    outcome = take("进展.docx", docx_table(rows, above=[title]))
    assert outcome.values == {(DONGTOU, "new_graduates"): 21}
    assert {"B3", "B4"} <= set(outcome.refused) or {"B2", "B3"} <= set(outcome.refused)


def test_annual_targets_of_a_plan_are_not_stored(take: Take) -> None:
    rows: Rows = [
        ["序号", "任务", "2022年目标", "2023年目标", "2024年目标", "责任单位"],
        [1, "新增孵化面积（万平方米）", 5, 6, 7, "科技局"],
        [2, "新增孵化载体（个）", 2, 2, 3, "科技局"],
    ]
    title = "洞头区大孵化器集群建设三年行动计划（2022—2024年）目标任务分解表"
    outcome = take("计划.docx", docx_table(rows, above=[title]))
    assert (outcome.stored, outcome.file.quarantined) == ({}, 6)


def test_targets_under_plain_years_of_a_plan_are_not_stored(take: Take) -> None:
    rows: Rows = [
        ["序号", "任务", "2022年", "2023年", "2024年"],
        [1, "新增孵化面积（万平方米）", 5, 6, 7],
        [2, "新增孵化载体（个）", 2, 2, 3],
    ]
    title = "洞头区大孵化器集群建设三年行动计划（2022—2024年）年度目标分解表"
    outcome = take("计划.docx", docx_table(rows, above=[title]))
    assert outcome.stored == {}


def test_one_figure_for_two_dates_is_stored_for_both(take: Take) -> None:
    rows: Rows = [
        ["青岛市孵化器面积"],
        ["时间", "投入使用面积（万平方米）", "同比增长（%）"],
        ["2016年12月", 894, None],
        ["2017年9月", 894, 12.5],
    ]
    outcome = take("面积.xlsx", xlsx(rows))
    assert outcome.stored == {
        ("370200", "area_in_use", "stock", "2016-12"): 8_940_000,
        ("370200", "area_in_use", "stock", "2017-09"): 8_940_000,
    }


@pytest.mark.parametrize(("total", "kept"), [(345, False), (343, True)])
def test_a_total_that_its_parts_miss_is_quarantined_and_the_parts_are_stored(
    take: Take, total: int, kept: bool
) -> None:
    rows: Rows = [
        ["2022年温州市部分县（市、区）孵化载体数量"],
        ["地区", "孵化载体（家）"],
        ["鹿城区", 200],
        ["洞头区", 80],
        ["瑞安市", 63],
        ["合计", total],
    ]
    outcome = take("载体.xlsx", xlsx(rows))
    parts = {(LUCHENG, "carriers"): 200.0, (DONGTOU, "carriers"): 80.0, ("330381", "carriers"): 63.0}
    assert outcome.values == parts | ({(WENZHOU, "carriers"): 343.0} if kept else {})
    assert outcome.refused == ({} if kept else {"B6": "total_mismatch"})


def test_growth_rates_are_not_stored(take: Take) -> None:
    rows: Rows = [
        ["全国孵化器情况"],
        ["年份", "在统孵化器数量（个）", "增长率（%）", "比上年增长"],
        ["2017年", 4063, None, None],
        ["2018年", 4849, 17.7, "16.0%"],
    ]
    outcome = take("增长.xlsx", xlsx(rows))
    assert outcome.stored == {
        ("000000", "incubators", "stock", "2017"): 4063,
        ("000000", "incubators", "stock", "2018"): 4849,
    }
    assert set(outcome.refused) == {"C4", "D4"}


# --- grades


def test_grades_of_the_nation_in_full_are_stored(take: Take) -> None:
    rows: Rows = [
        ["2021年度国家级科技企业孵化器评价结果"],
        [
            "地区",
            "参评国家级科技企业孵化器",
            "优秀国家级孵化器",
            "良好国家级孵化器",
            "合格国家级孵化器",
            "不合格国家级孵化器",
        ],
        ["浙江省", 112, 40, 50, 20, 2],
        ["江苏省", 183, 60, 80, 40, 3],
    ]
    outcome = take("评价.xlsx", xlsx(rows))
    kinds = ("evaluated", "grade_a", "grade_b", "grade_c", "grade_d")
    assert outcome.values == {
        (region, f"{kind}_national_incubators"): value
        for region, line in (("330000", (112, 40, 50, 20, 2)), ("320000", (183, 60, 80, 40, 3)))
        for kind, value in zip(kinds, line, strict=True)
    }


@pytest.mark.parametrize(
    "title",
    [
        "2022年度省级孵化器绩效评价结果",
        "2022年度各地区众创空间绩效评价结果",
        "2022年度市级科技企业孵化器考核结果",
        "2022年绩效评价结果",
    ],
)
@pytest.mark.parametrize(
    "words", [("A类", "B类", "C类", "D类"), ("优秀", "良好", "合格", "不合格"), ("参评", "优秀", "合格", "基本合格")]
)
def test_grades_of_others_are_never_those_of_national_incubators(
    take: Take, title: str, words: tuple[str, ...]
) -> None:
    rows: Rows = [[title], ["地区", *words], ["浙江省", 40, 50, 20, 2], ["江苏省", 60, 80, 40, 3]]
    outcome = take("评价.xlsx", xlsx(rows))
    assert not [indicator for _, indicator in outcome.values if "national_incubators" in indicator]


def test_grades_of_single_carriers_are_no_counts(take: Take) -> None:
    rows: Rows = [
        ["2023年洞头区孵化器绩效评价结果"],
        ["序号", "孵化器名称", "得分", "评价结果"],
        [1, "海蓝孵化器", 92.5, "优秀（A）"],
        [2, "半屏孵化器", 71, "C"],
        [3, "望海孵化器", None, "未参评，按D级"],
    ]
    outcome = take("评价.xlsx", xlsx(rows))
    assert outcome.stored == {}
    assert {"C3", "C4"} <= set(outcome.refused)


# --- copies


_NAMES = {"鹿城区": LUCHENG, "洞头区": DONGTOU, "瑞安市": "330381"}
_COLUMNS = {"在孵企业（家）": "tenants", "当年毕业企业（家）": "new_graduates", "创业导师（人）": "mentors"}


def _flattened(count: int, *, header: bool) -> tuple[list[list[str]], dict[tuple[str, str], float]]:
    """Return a table with one value a line (perhaps below a header that stayed whole), and what is true."""
    columns = list(_COLUMNS)[:count]
    rows = [["2023年温州市各县（市、区）孵化器情况"]]
    rows += [["地区", *columns]] if header else [["地区"], *([name] for name in columns)]
    truth = {}
    for i, (name, region) in enumerate(_NAMES.items()):
        rows.append([name])
        for j, column in enumerate(columns):
            number = 100 + 10 * i + 3 * j
            truth[region, _COLUMNS[column]] = float(number)
            rows.append([str(number)])
    return rows, truth


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("header", [False, True])
@pytest.mark.parametrize("suffix", ["html", "csv", "txt", "xlsx", "docx"])
def test_a_table_flattened_to_one_value_a_line_gives_nothing_wrong(
    take: Take, count: int, header: bool, suffix: str
) -> None:
    rows, truth = _flattened(count, header=header)
    data = {
        "html": lambda: html_table(rows),
        "csv": lambda: csv_bytes(rows),
        "txt": lambda: "\n".join("\t".join(row) for row in rows).encode("gb18030"),
        "xlsx": lambda: xlsx(rows),
        "docx": lambda: docx_table([[*row, *[None] * (count + 1 - len(row))] for row in rows]),
    }[suffix]()
    outcome = take(f"表.{suffix}", data)
    assert outcome.values.items() <= truth.items()
    # No number is lost unseen: each is stored or quarantined.
    assert outcome.file.stored + outcome.file.quarantined >= len(truth)
    assert any(message.severity != "info" for message in outcome.file.messages) or outcome.values == truth


@pytest.mark.parametrize("tag", ["p", "div", "li", "span"])
def test_a_page_without_a_table_is_told(take: Take, tag: str) -> None:
    rows, _ = _flattened(2, header=False)
    lines = "".join(f"<{tag}>{row[0]}</{tag}>" for row in rows)
    page = f'<html><head><meta charset="utf-8"></head><body>{lines}</body></html>'
    outcome = take("网页.html", page.encode())
    assert (outcome.file.status, [m.code for m in outcome.file.messages]) == ("unreadable", ["file_no_table"])


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_row_whose_name_is_missing_is_not_the_whole_region(take: Take, at: int) -> None:
    rows: list[list[Any]] = [
        ["2023年温州市各县（市、区）孵化器情况"],
        ["地区", "在孵企业（家）", "创业导师（人）"],
        ["鹿城区", 30, 5],
        ["瑞安市", 41, 7],
    ]
    rows.insert(at, [None, 25, 6])
    outcome = take("缺名.xlsx", xlsx(rows))
    assert outcome.values == {
        (LUCHENG, "tenants"): 30,
        (LUCHENG, "mentors"): 5,
        ("330381", "tenants"): 41,
        ("330381", "mentors"): 7,
    }
    assert outcome.refused == {f"B{at + 1}": "no_row_name", f"C{at + 1}": "no_row_name"}


def test_rows_that_slipped_by_a_cell_are_not_the_whole_region(take: Take) -> None:
    rows = [
        ["2023年温州市各县（市、区）孵化器情况"],
        ["地区", "在孵企业（家）", "当年毕业企业（家）"],
        ["鹿城区", "14", "25", "洞头区"],
        ["36", "47", "瑞安市", "58"],
        ["69"],
    ]
    outcome = take("错位.html", html_table(rows))
    truth = {
        (LUCHENG, "tenants"): 14.0,
        (LUCHENG, "new_graduates"): 25.0,
        (DONGTOU, "tenants"): 36.0,
        (DONGTOU, "new_graduates"): 47.0,
        ("330381", "tenants"): 58.0,
        ("330381", "new_graduates"): 69.0,
    }
    assert outcome.values.items() <= truth.items()


def test_traditional_characters_are_asked_about(take: Take) -> None:
    rows: Rows = [
        ["2023年9月溫州市孵化載體情況"],
        ["地區", "在孵企業（家）", "孵化面積（萬平方米）", "創業導師（人）"],
        ["洞頭區", 30, 1.2, 5],
        ["鹿城區", 120, 3.3, 6],
    ]
    outcome = take("繁體.html", html_table(rows))
    assert (outcome.stored, outcome.file.quarantined) == ({}, 6)
    rows = [["2023年9月温州市孵化载体情况"], ["地区", "在孵企业（家）"], ["洞頭區", 30], ["鹿城区", 120]]
    outcome = take("半繁.html", html_table(rows))
    assert outcome.values == {(LUCHENG, "tenants"): 120}
    assert outcome.refused == {"B3": "unknown_name"}


def test_spam_between_the_characters_is_asked_about(take: Take) -> None:
    rows: Rows = [
        ["2023年9月温州市孵化载体情况"],
        ["地区", "在孵企※业（家）", "孵化★面积（万平方米）", "在孵企业从业人员（人）"],
        ["洞头区▲", 30, 1.2, 500],
        ["鹿城区", 120, 3.3, "8◆00"],
        ["瑞安市", 60, 2.2, "6O0"],
        ["乐清市", 61, 2.3, 700],
    ]
    outcome = take("杂字.html", html_table(rows))
    right = {("330382", "tenant_employees"): 700.0, (DONGTOU, "tenant_employees"): 500.0}
    assert outcome.values.items() <= right.items()
    assert ("330382", "tenant_employees") in outcome.values
    assert {"B3", "B4", "B5", "B6", "C3", "C4", "C5", "C6", "D4", "D5"} <= set(outcome.refused)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("报表.xlsx", "9月孵化载体情况"),
        ("报表.xlsx", "截至9月底孵化载体情况"),
        ("9月报表.xlsx", "孵化载体情况（截至9月30日）"),
        ("报表.xlsx", "三季度孵化载体情况"),
        ("报表.xlsx", "2022年、2023年孵化载体情况"),
        ("报表.xlsx", "2023年6月和2023年9月孵化载体情况"),
        ("报表.xlsx", "2023年6月、9月孵化载体情况"),
    ],
)
def test_a_date_without_a_year_or_with_two_is_no_period(take: Take, name: str, title: str) -> None:
    rows: Rows = [[title], ["地区", "在孵企业（家）"], ["洞头区", 30], ["鹿城区", 120]]
    outcome = take(name, xlsx(rows))
    assert outcome.stored == {}
    assert set(outcome.refused.values()) == {"no_period"}


def test_a_date_without_a_year_is_of_the_option_that_says_it(take: Take) -> None:
    rows: Rows = [["截至9月底孵化载体情况"], ["地区", "在孵企业（家）"], ["洞头区", 30], ["鹿城区", 120]]
    outcome = take("报表.xlsx", xlsx(rows), period="2023-09")
    assert outcome.stored == {
        (DONGTOU, "tenants", "stock", "2023-09"): 30,
        (LUCHENG, "tenants", "stock", "2023-09"): 120,
    }


def test_of_a_scoring_table_neither_weights_nor_points_are_stored(take: Take) -> None:
    rows: Rows = [
        ["2023年洞头区孵化器绩效评分表"],
        ["指标", "权重", "目标值", "实际值", "得分"],
        ["在孵企业（家）", 20, 50, 45, 18],
        ["当年毕业企业（家）", 10, 5, 6, 10],
        ["加分项：国家级孵化器（家）", 5, 1, 1, 5],
        ["合计", 35, None, None, 33],
    ]
    outcome = take("评分.xlsx", xlsx(rows))
    true = {(DONGTOU, "tenants"): 45.0, (DONGTOU, "new_graduates"): 6.0, (DONGTOU, "national_incubators"): 1.0}
    assert outcome.values.items() <= true.items()
    assert {"B3", "C3", "E3", "B4", "C4", "E4", "B5", "C5", "E5", "B6", "E6"} <= set(outcome.refused)


# --- quarterly figures side by side


def _side_by_side(rows: dict[str, tuple[int, int, int, int]]) -> dict[tuple[str, str, str, str], float]:
    said = (
        ("tenants", "stock", "2016Q3"),
        ("new_tenants", "ytd", "2016-01..2016-09"),
        ("graduates_cumulative", "since_founding", "2016Q3"),
        ("new_graduates", "ytd", "2016-01..2016-09"),
    )
    return {
        (region, *what): float(value)
        for region, values in rows.items()
        for what, value in zip(said, values, strict=True)
    }


def test_total_quarter_and_year_side_by_side_are_stock_flow_and_running_total(take: Take) -> None:
    rows: Rows = [
        ["截至2016年第3季度温州市科技企业孵化器情况"],
        ["地区", "在孵企业数（家）", None, "毕业企业（家）", None],
        [None, "当季", "当年新增", "总计", "本年累计"],
        ["鹿城区", 2500, 600, 1300, 120],
        ["洞头区", 1668, 348, 896, 83],
        ["全市", 4168, 948, 2196, 203],
    ]
    expected = _side_by_side(
        {LUCHENG: (2500, 600, 1300, 120), DONGTOU: (1668, 348, 896, 83), WENZHOU: (4168, 948, 2196, 203)}
    )
    merged = ((0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4))
    for name, data in (("季报.xls", xls(rows, merged)), ("季报.html", html_table(rows, merged))):
        outcome = take(name, data)
        assert (outcome.stored, outcome.file.quarantined) == (expected, 0)


@pytest.mark.parametrize("unit", ["", "（家）"])
def test_total_quarter_and_year_side_by_side_as_a_text_file_without_merged_cells(take: Take, unit: str) -> None:
    rows: Rows = [
        ["2016年第三季度温州市科技企业孵化器情况"],
        ["地区", f"在孵企业{unit}", "", "", f"毕业企业{unit}", "", ""],
        ["", "总计", "当季新增", "当年新增", "总计", "当季", "本年累计"],
        ["鹿城区", 2500, 200, 600, 1300, 40, 120],
        ["洞头区", 1668, 148, 348, 896, 23, 83],
    ]
    outcome = take("季报.csv", csv_bytes(rows, "gb18030"))
    expected = _side_by_side({LUCHENG: (2500, 600, 1300, 120), DONGTOU: (1668, 348, 896, 83)})
    expected |= {
        (LUCHENG, "new_tenants", "period", "2016Q3"): 200.0,
        (DONGTOU, "new_tenants", "period", "2016Q3"): 148.0,
        (LUCHENG, "new_graduates", "period", "2016Q3"): 40.0,
        (DONGTOU, "new_graduates", "period", "2016Q3"): 23.0,
    }
    assert outcome.stored == expected


def test_total_quarter_and_year_across_with_indicators_down_are_nothing_wrong(take: Take) -> None:
    rows: Rows = [
        ["指标", "总计", "当季", "当年新增", "本年累计"],
        ["在孵企业（家）", "4168", "4168", "948", ""],
        ["毕业企业（家）", "2196", "", "", "203"],
    ]
    title = "截至2016年第3季度安徽省科技企业孵化器情况"
    outcome = take("季报.docx", docx_table(rows, above=[title]))
    right: dict[Any, float] = _side_by_side({"340000": (4168, 948, 2196, 203)})
    assert outcome.stored.items() <= right.items()
    assert outcome.stored["340000", "tenants", "stock", "2016Q3"] == 4168
