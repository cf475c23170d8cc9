"""Every real layout: the right cells get the right indicator, entity, period, basis and unit."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.clean.headings import Headings
from incuanalysis.intake.heads import Hints, Role, RowKind, Table
from incuanalysis.intake.layout import find_no_header, read_tables, stray_cells
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary
from tests.intake import layouts


class Value(NamedTuple):
    """A value cell with what its row, its column and the context say of it."""

    entity: str
    indicator: str
    period: str
    basis: str
    unit: str
    value: Any


@pytest.fixture(scope="session")
def headings(words: Vocabulary) -> Headings:
    return Headings(words, {})


def tables_of(sheet: Sheet, headings: Headings, file: str = "", **hints: Any) -> tuple[Table, ...]:
    return read_tables(sheet, headings, Hints(file_name=file, **hints))


def one(sheet: Sheet, headings: Headings, file: str = "", **hints: Any) -> Table:
    tables = tables_of(sheet, headings, file, **hints)
    assert len(tables) == 1
    assert not stray_cells(sheet, tables)
    return tables[0]


def values(table: Table) -> list[Value]:
    """Return what would be stored: cells of known indicators."""
    found = []
    for row in table.rows:
        for column in table.columns:
            if row.kind is RowKind.LABEL or {row.role, column.role} != {Role.VALUES}:
                continue
            cells = table.sheet.rows[row.index]
            value = cells[column.index] if column.index < len(cells) else None
            indicator = column.indicator or row.indicator
            period = column.period or row.period or table.context.period
            basis = column.basis or row.basis
            entity = (column.entity or row.entity).replace(" ", "")
            unit = column.unit or row.unit
            found.append(Value(entity, indicator, str(period or ""), str(basis or ""), unit, value))
    return found


def kinds(table: Table) -> dict[str, RowKind]:
    return {row.text: row.kind for row in table.rows}


def column(table: Table, index: int) -> Any:
    return next(head for head in table.columns if head.index == index)


@pytest.mark.parametrize("machine", ["none", "top", "before", "after"])
def test_a_yearbook_sheet_is_read_with_a_row_for_machines_anywhere(headings: Headings, machine: str) -> None:
    table = one(layouts.yearbook_2016(machine=machine), headings)
    found = values(table)
    assert [v[:5] for v in found[:5]] == [
        ("全国", "incubators", "2016", "", "个"),
        ("全国", "resident_firms", "2016", "", "个"),
        ("全国", "tenants", "2016", "", "个"),
        ("全国", "tenant_employees", "2016", "", "人"),
        ("全国", "venture_capital", "2016", "period", "千元"),
    ]
    assert {v.entity for v in found} == {"全国", "北京", "内蒙古", "西藏"}
    assert found[-1] == ("西藏", "venture_capital", "2016", "period", "千元", None)
    assert [row.kind for row in table.rows] == [RowKind.TOTAL, RowKind.DATA, RowKind.DATA, RowKind.DATA]
    assert table.context.period_from == "title"
    assert table.context.title[0].startswith("9-16 各地区")


def test_header_cells_of_several_lines_and_numbers_as_texts_are_read(headings: Headings) -> None:
    found = values(one(layouts.yearbook_2022(), headings))
    assert found[0] == ("全国", "incubators", "2022", "", "个", "60")
    assert found[-2] == ("新疆", "tenant_employees", "2022", "", "人", "6000")
    assert found[-1] == ("新疆", "financing", "2022", "period", "万元", "2685.76")


def test_a_sheet_with_a_link_only_holds_no_table(headings: Headings) -> None:
    assert tables_of(layouts.link_only(), headings) == ()


def test_a_form_with_indicators_down_has_this_year_and_the_year_before(headings: Headings) -> None:
    table = one(layouts.torch_form(), headings)
    found = values(table)
    assert ("海蓝科技孵化器", "incubation_area", "2023", "", "平方米", 12000) in found
    assert ("海蓝科技孵化器", "incubation_area", "2022", "", "平方米", 11000) in found
    assert ("海蓝科技孵化器", "tenant_revenue", "2023", "", "千元", 56000.5) in found
    assert table.context.register == "carriers"
    assert table.context.units == ("千元",)
    assert kinds(table)["一、孵化器场地"] is RowKind.LABEL
    assert table.context.period == Period.parse("2023")  # not the one until which the form is valid


def test_units_in_a_row_of_their_own_and_numbered_columns_are_no_body(headings: Headings) -> None:
    table = one(layouts.torch_wide(), headings)
    found = values(table)
    assert found[:3] == [
        ("海蓝孵化器", "tenants", "2023Q3", "", "个", 30),
        ("海蓝孵化器", "incubation_area", "2023Q3", "", "平方米", 5000),
        ("海蓝孵化器", "tenant_revenue", "2023Q3", "", "千元", 1200.5),
    ]
    assert [row.kind for row in table.rows] == [RowKind.DATA, RowKind.DATA, RowKind.TOTAL]
    assert column(table, 5).field == "text:remarks"
    assert (table.context.region, table.context.sender) == ("330305", "洞头区科技局")
    assert table.context.units == ("千元", "平方米")


def test_a_bulletin_of_nine_months_is_a_running_total(headings: Headings) -> None:
    table = one(layouts.bulletin(), headings)
    assert table.context.basis == "ytd"
    assert str(table.context.period) == "2023-01..2023-09"
    assert {v.indicator for v in values(table)} == {"carrier_area", "tenants", "new_graduates"}
    growth = column(table, 2)
    assert (growth.role, growth.code) == (Role.UNKNOWN, "computed_column")
    assert [f.code for f in table.findings] == ["computed_column"]
    assert "不入库的计算列" in table.findings[0].text()


@pytest.mark.parametrize("build", [layouts.quarterly_side_by_side, layouts.quarterly_unmerged])
def test_totals_and_flows_side_by_side_are_told_apart(headings: Headings, build: Any) -> None:
    table = one(build(), headings)
    assert [(h.indicator, str(h.basis)) for h in table.columns[1:]] == [
        ("tenants", "stock"),
        ("new_tenants", "period"),
        ("new_tenants", "ytd"),
        ("graduates_cumulative", "since_founding"),
        ("new_graduates", "ytd"),
    ]
    assert values(table)[0] == ("北岙街道", "tenants", "2023Q3", "stock", "", 120)


def test_sections_totals_parts_and_notes_of_a_monthly_table_are_told_apart(headings: Headings) -> None:
    table = one(layouts.monthly_wide(), headings)
    assert kinds(table) == {
        "一、街道": RowKind.LABEL,
        "北岙街道": RowKind.DATA,
        "东屏街道": RowKind.DATA,
        "小计": RowKind.TOTAL,
        "二、乡镇": RowKind.LABEL,
        "大门镇": RowKind.DATA,
        "其中：鹿西乡": RowKind.PART,
        "合 计": RowKind.TOTAL,
    }
    found = values(table)
    assert found[:3] == [
        ("北岙街道", "carrier_area", "2023-09", "", "万平方米", 3.2),
        ("北岙街道", "new_carrier_area", "2023-09", "", "万平方米", 0.4),
        ("北岙街道", "tenants", "2023-09", "", "家", 120),
    ]
    assert ("鹿西乡", "tenants", "2023-09", "", "家", 6) in found
    assert (table.context.region, table.context.sender) == ("330305", "洞头区科技局")


def test_a_header_repeated_on_the_next_page_is_a_label(headings: Headings) -> None:
    table = one(layouts.two_pages(), headings)
    assert [row.kind for row in table.rows] == [
        RowKind.DATA, RowKind.DATA, RowKind.LABEL, RowKind.LABEL, RowKind.DATA, RowKind.TOTAL,
    ]  # fmt: skip
    assert values(table)[-1] == ("", "carrier_area", "2023-09", "", "平方米", 63000)


def test_one_row_without_a_name_is_the_regions_own(headings: Headings) -> None:
    table = one(layouts.one_row(), headings)
    assert values(table) == [
        ("", "tenants", "2023-09", "", "家", 230),
        ("", "carrier_area", "2023-09", "", "万平方米", 6.3),
        ("", "mentors", "2023-09", "", "人", 45),
    ]
    assert table.context.region == "330305"


def test_one_row_an_observation(headings: Headings) -> None:
    table = one(layouts.long_table(), headings)
    assert values(table) == [
        ("北岙街道", "tenants", "2023-09", "", "家", 120),
        ("北岙街道", "carrier_area", "2023-09", "", "万平方米", 3.2),
        ("东屏街道", "tenants", "2023-08", "", "家", 80),
    ]
    assert (table.rows[3].role, table.rows[3].code) == (Role.UNKNOWN, "unknown_heading")


def test_indicators_down_and_regions_across(headings: Headings) -> None:
    table = one(layouts.indicators_by_regions(), headings)
    found = values(table)
    assert found[0] == ("鹿城区", "tenants", "2023", "", "家", 120)
    assert found[-2] == ("洞头区", "carrier_area", "2023", "", "万平方米", 1.0)
    assert column(table, 5).kind is RowKind.TOTAL
    assert table.context.register == ""
    assert table.rows[1].kind is RowKind.PART
    assert table.rows[1].role is Role.UNKNOWN  # 高新技术企业 of whom is not said


def test_indicators_down_and_months_across(headings: Headings) -> None:
    found = values(one(layouts.indicators_by_months(), headings))
    assert [(v.indicator, v.period, v.unit, v.value) for v in found[:3]] == [
        ("tenants", "2023-01", "家", 120),
        ("tenants", "2023-02", "家", 121),
        ("tenants", "2023-03", "家", 125),
    ]
    assert found[3].unit == "平方米"


def test_years_across_may_be_numbers(headings: Headings) -> None:
    found = values(one(layouts.indicators_by_years(), headings))
    assert [v.period for v in found] == ["2021", "2022", "2023"] * 2
    assert {v.indicator for v in found} == {"tenants", "carrier_area"}


def test_the_indicator_of_a_table_may_stand_in_its_title(headings: Headings) -> None:
    table = one(layouts.regions_by_quarters(), headings)
    assert values(table)[1] == ("鹿城区", "tenants", "2023Q2", "", "家", 119)
    assert table.rows[-1].kind is RowKind.TOTAL


def test_years_down_give_each_row_its_period(headings: Headings) -> None:
    table = one(layouts.years_down(), headings)
    assert [v[:3] for v in values(table)[::2]] == [("", "tenants", year) for year in ("2021", "2022", "2023")]
    assert table.context.period is None


def test_each_indicator_with_years_below_it(headings: Headings) -> None:
    found = values(one(layouts.grouped_years(), headings))
    assert found[0] == ("鹿城区", "tenants", "2022", "", "", 110)
    assert found[3] == ("鹿城区", "carrier_area", "2023", "", "万平方米", 3.2)


def test_a_form_of_pairs_is_read_for_the_carrier_that_it_names(headings: Headings) -> None:
    sheet = layouts.key_value_form()
    tables = tables_of(sheet, headings)
    assert not stray_cells(sheet, tables)
    assert {t.context.register for t in tables} == {"carriers"}
    found = [value for table in tables for value in values(table)]
    assert ("海蓝科技孵化器", "tenants", "2023", "", "", 85) in found
    assert ("海蓝科技孵化器", "graduates_cumulative", "2023", "", "", 40) in found
    assert [row.field for table in tables for row in table.rows if row.role is Role.FIELD] == ["founded"]


def test_labels_values_and_units_without_a_header_are_read(headings: Headings) -> None:
    table = one(layouts.key_value_list(), headings)
    assert values(table) == [
        ("", "tenants", "2023-09", "", "家", 230),
        ("", "carrier_area", "2023-09", "", "万平方米", 6.3),
    ]
    assert table.rows[2].role is Role.UNKNOWN


def test_tables_below_each_other_keep_their_titles_and_notes(headings: Headings) -> None:
    sheet = layouts.tables_below()
    first, second = tables_of(sheet, headings)
    assert (first.area, second.area) == ((0, 0, 4, 1), (6, 0, 9, 1))
    assert values(first)[0].indicator == "tenants"
    assert values(second)[0].indicator == "mentors"
    assert stray_cells(sheet, (first, second)) == []


def test_the_same_header_under_another_year_is_another_table(headings: Headings) -> None:
    first, second = tables_of(layouts.same_header_other_year(), headings)
    assert (str(first.context.period), str(second.context.period)) == ("2022", "2023")
    assert [v.value for v in values(second)] == [120]


def test_tables_beside_each_other_share_the_title_above_both(headings: Headings) -> None:
    sheet = layouts.tables_beside()
    left, right = tables_of(sheet, headings)
    assert [v.value for v in values(left)] == [120, 80, 30]
    assert [(v.entity, v.period, v.value) for v in values(right)] == [
        ("海蓝孵化器", "2023-09", 30),
        ("半屏孵化器", "2023-09", 25),
    ]
    assert (left.context.register, right.context.register) == ("", "carriers")
    assert stray_cells(sheet, (left, right)) == []


def test_a_folded_table_is_cut_where_its_headings_begin_anew(headings: Headings) -> None:
    tables = tables_of(layouts.folded(), headings)
    found = [value for table in tables for value in values(table)]
    assert [(v.entity, v.period, v.value) for v in found] == [
        ("鹿城区", "2023", 120),
        ("洞头区", "2023", 30),
        ("瑞安市", "2023", 60),
        ("乐清市", "2023", 70),
    ]


def test_a_register_of_carriers_has_fields_and_numbers(headings: Headings) -> None:
    table = one(layouts.carrier_register(), headings)
    assert table.context.register == "carriers"
    fields = {head.field for head in table.columns if head.role is Role.FIELD}
    assert fields == {"town", "type", "level", "recognised", "contact", "phone"}
    assert values(table)[0] == ("海蓝孵化器", "tenants", "2023-09", "", "", 30)
    assert table.rows[-1].kind is RowKind.TOTAL


def test_a_roster_of_firms_knows_its_fields_and_no_others(headings: Headings) -> None:
    table = one(layouts.firm_roster(), headings)
    assert table.context.register == "firms"
    assert [row.entity for row in table.rows] == ["温州海蓝科技有限公司", "温州半屏信息有限公司"]
    assert column(table, 2).field == "carrier"
    assert (column(table, 5).field, column(table, 5).unit) == ("capital", "万元")
    assert (column(table, 7).role, column(table, 7).code) == (Role.UNKNOWN, "unknown_heading")


def test_a_roster_of_texts_alone_has_one_header_row(headings: Headings) -> None:
    table = one(layouts.text_roster(), headings)
    assert table.context.register == "firms"
    assert len(table.rows) == 2


def test_a_page_of_text_holds_no_table_and_numbers_without_a_header_are_told(headings: Headings) -> None:
    text, bare = layouts.only_text(), layouts.no_header()
    assert tables_of(text, headings) == ()
    assert find_no_header(text, ()) == ()
    assert tables_of(bare, headings) == ()
    (told,) = find_no_header(bare, ())
    assert (told.code, told.severity, told.facts["rows"]) == ("no_header", "warning", "1、2")
    assert len(stray_cells(bare, ())) == 6


def monthly_header(second: list[str]) -> list[list[Any]]:
    first = ["街道", "新增孵化面积", None, "新增入孵创新型项目", None]
    return [["洞头区2023年9月孵化空间建设进度月报表", None, None, None, None], first, [None, *second]]


LEVELS = ["本月", "本年累计", "本月", "本年累计"]
MERGED = ((0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4))


@pytest.mark.parametrize("units", [True, False])
@pytest.mark.parametrize("total_first", [True, False])
def test_two_levels_with_this_month_and_this_year(headings: Headings, units: bool, total_first: bool) -> None:
    rows = monthly_header(LEVELS)
    if units:
        rows.append([None, "（平方米）", "（平方米）", "（个）", "（个）"])
    body = [["北岙街道", 100, 900, 3, 20], ["东屏街道", 50, 800, 2, 17]]
    total = ["合计", 150, 1700, 5, 37]
    rows += [total, *body] if total_first else [*body, total]
    table = one(layouts.sheet(rows, MERGED), headings)
    said = [(c.indicator, str(c.basis or ""), c.unit) for c in table.columns[1:]]
    area = "平方米" if units else ""
    assert said[:2] == [("new_carrier_area", "period", area), ("new_carrier_area", "ytd", area)]
    assert [(id, basis) for id, basis, _ in said[2:]] == [
        ("new_innovative_projects", "period"),
        ("new_innovative_projects", "ytd"),
    ]


def test_what_is_unknown_does_not_cost_the_others_their_second_level(headings: Headings) -> None:
    rows = monthly_header(LEVELS)
    rows[1][3] = "孵化活跃指数"
    table = one(layouts.sheet([*rows, ["北岙街道", 100, 900, 3, 20]], MERGED), headings)
    assert [str(c.basis or "") for c in table.columns[1:3]] == ["period", "ytd"]
    assert [c.role for c in table.columns[3:]] == [Role.UNKNOWN, Role.UNKNOWN]


def test_a_column_beside_the_indicators_says_since_when(headings: Headings) -> None:
    rows = [
        ["青岛市2022年4月孵化空间建设进度月报表", None, None, None, None],
        ["指标", "口径", "计量单位", "市南区", "黄岛曲"],
        ["新增孵化面积", "本月", "万平方米", 0.03, 0.051],
        [None, "本年累计", "万平方米", 0.112, 0.182],
        ["孵化载体面积", None, "万平方米", 3.5, 4.5],
        ["其中：签约面积", "本月", "万平方米", 0.02, 0.04],
    ]
    table = one(layouts.sheet(rows, ((0, 0, 0, 4), (2, 0, 3, 0))), headings)
    assert [(r.indicator, str(r.basis or ""), r.kind) for r in table.rows] == [
        ("new_carrier_area", "period", RowKind.DATA),
        ("new_carrier_area", "ytd", RowKind.DATA),
        ("carrier_area", "", RowKind.DATA),
        ("area_signed", "period", RowKind.PART),
    ]
    # a name that is misspelt among names is asked for as a name
    assert [(c.role, c.entity) for c in table.columns[3:]] == [(Role.VALUES, "市南区"), (Role.VALUES, "黄岛曲")]


def test_one_figure_a_line_with_its_kind_of_total(headings: Headings) -> None:
    rows = [
        ["载体名称", "指标名称", "期间", "口径", "计量单位", "数值"],
        ["甲众创空间", "在孵企业", "2020年第二季度", "期末", "家", "待统计"],
        ["甲众创空间", "新增在孵企业", "2020年第二季度", "当季", "家", "二"],
        ["甲众创空间", "在孵企业总收入", "2020年上半年", "本年累计", "千元", "33989"],
        ["乙孵化器", "在孵企业", "2020年第二季度", "期末", "家", "十八"],
    ]
    table = one(layouts.sheet(rows), headings)
    assert [(v.entity, v.indicator, v.period, v.basis) for v in values(table)] == [
        ("甲众创空间", "tenants", "2020Q2", "stock"),
        ("甲众创空间", "new_tenants", "2020Q2", "period"),
        ("甲众创空间", "tenant_revenue", "2020H1", "ytd"),
        ("乙孵化器", "tenants", "2020Q2", "stock"),
    ]


def test_a_period_beside_the_word_for_it_is_that_period(headings: Headings) -> None:
    rows = [
        ["洞头区2023年第四季度情况", None, None],
        ["指标", "上期\n2023年第三季度", "本期"],
        ["在孵企业（家）", 118, 120],
        ["创业导师（人）", 30, 31],
    ]
    table = one(layouts.sheet(rows, ((0, 0, 0, 2),)), headings)
    assert [v.period for v in values(table)] == ["2023Q3", "2023Q4"] * 2


def test_rows_without_names_are_of_the_town_that_reports(headings: Headings) -> None:
    lines = [["洞头区2023年9月孵化载体情况表", None], ["填报单位：北岙街道办事处", None]]
    form = [["在孵企业（家）", 120], ["创业导师（人）", 30], ["孵化载体面积（平方米）", 32_000]]
    assert one(layouts.sheet([*lines, *form]), headings).context.region == "330305001"
    named = [["街道", "在孵企业"], ["北岙街道", 120], ["东屏街道", 80]]
    assert one(layouts.sheet([*lines, *named]), headings).context.region == "330305"
