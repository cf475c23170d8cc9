"""What stands around tables, awkward tables, and sheets of anything."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.intake.cells import CellError, Sheet
from incuanalysis.intake.clean.headings import Headings, Saved
from incuanalysis.intake.findings import sentences
from incuanalysis.intake.heads import Hints, Role, RowKind, Table
from incuanalysis.intake.layout import find_no_header, read_tables, stray_cells
from incuanalysis.intake.layout.sentences import SENTENCES
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary
from tests.intake import layouts

N = None
TOWNS = [["街道", "在孵企业", "孵化面积（平方米）"], ["北岙街道", 120, 32000], ["东屏街道", 80, 21000]]


@pytest.fixture(scope="session")
def headings(words: Vocabulary) -> Headings:
    return Headings(words, {})


def read(
    headings: Headings, rows: list[Any], name: str = "Sheet1", merged: Any = (), **hints: Any
) -> tuple[Table, ...]:
    return read_tables(layouts.sheet(rows, merged, name), headings, Hints(**hints))


def context_of(headings: Headings, *lines: list[Any], name: str = "Sheet1", **hints: Any) -> Any:
    (table,) = read(headings, [*lines, *TOWNS], name, **hints)
    return table.context


@pytest.mark.parametrize(
    ("lines", "name", "file", "period", "source"),
    [
        ([["2023年9月情况"]], "Sheet1", "", "2023-09", "title"),
        ([["2023年度情况"]], "9月", "", "2023-09", "sheet"),
        ([["2023年度情况"]], "2022年9月", "", "2023", "title"),
        ([["9月份情况"]], "2023年", "", "2023-09", "title"),
        ([["三季度情况"]], "Sheet1", "2023年报表.xlsx", "2023Q3", "title"),
        ([["情况"]], "2023年9月", "2023年8月.xlsx", "2023-09", "sheet"),
        ([["情况"]], "Sheet1", "洞头2023年8月.xlsx", "2023-08", "file"),
        ([["情况"], ["报告期：2023年1-9月", "填报日期：2023年10月8日"]], "Sheet1", "", "2023-01..2023-09", "title"),
        ([["情况"], ["填报日期：2023年10月8日"]], "Sheet1", "", "", ""),
        ([["情况"]], "Sheet1", "情况.xlsx", "", ""),
    ],
)
def test_the_period_comes_from_title_sheet_or_file(
    headings: Headings, lines: list[Any], name: str, file: str, period: str, source: str
) -> None:
    context = context_of(headings, *lines, name=name, file_name=file)
    assert (str(context.period or ""), context.period_from) == (period, source)


def test_a_period_that_only_the_files_name_says_is_told(headings: Headings) -> None:
    (table,) = read(headings, TOWNS, file_name="2023年8月.xlsx")
    assert [f.code for f in table.findings] == ["period_from_file"]


def test_a_title_and_a_file_of_different_periods_are_told(headings: Headings) -> None:
    (table,) = read(headings, [["2023年9月情况"], *TOWNS], file_name="2023年8月上报.xlsx")
    assert [f.code for f in table.findings] == ["period_conflict"]
    assert table.findings[0].severity == "warning"
    assert "2023年9月" in table.findings[0].text()
    (table,) = read(headings, [["2023年9月情况"], *TOWNS], file_name="2023年上报.xlsx")
    assert table.findings == ()


def test_a_period_given_by_the_person_wins_and_a_difference_is_told(headings: Headings) -> None:
    (table,) = read(headings, [["2023年9月情况"], *TOWNS], period=Period.parse("2023-08"))
    assert (str(table.context.period), table.context.period_from) == ("2023-08", "option")
    assert [f.code for f in table.findings] == ["period_overruled"]


@pytest.mark.parametrize(
    ("title", "period", "basis"),
    [
        ("2023年1—9月情况", "2023-01..2023-09", Basis.YTD),
        ("截至2023年9月底情况", "2023-09", Basis.STOCK),
        ("2022年以来孵化载体建设情况（2023年9月）", "2022-01..2023-09", Basis.SINCE_START),
        ("2023年9月情况", "2023-09", None),
    ],
)
def test_a_title_states_the_basis(headings: Headings, title: str, period: str, basis: Basis | None) -> None:
    context = context_of(headings, [title])
    assert (str(context.period), context.basis) == (period, basis)


@pytest.mark.parametrize(
    ("line", "units", "sender"),
    [
        (["单位：万元、家"], ("万元", "家"), ""),
        (["填报单位：洞头区科技局", N, "金额单位：千元"], ("千元",), "洞头区科技局"),
        (["填报单位（盖章）：洞头区科技局  填报日期：2023.10.8  单位：万元"], ("万元",), "洞头区科技局"),
        (["报送单位：", "洞头区科技局", "计量单位：平方米"], ("平方米",), "洞头区科技局"),
        (["单位：洞头区科技局"], (), "洞头区科技局"),
        (["孵化载体情况（单位：平方米）"], ("平方米",), ""),
    ],
)
def test_lines_above_state_units_and_sender(headings: Headings, line: list[Any], units: Any, sender: str) -> None:
    context = context_of(headings, ["2023年9月情况"], line)
    assert (context.units, context.sender) == (units, sender)
    assert context.region == ("330305" if sender else "")


def test_the_finest_region_of_a_title_is_the_tables(headings: Headings) -> None:
    assert context_of(headings, ["浙江省温州市洞头区2023年9月情况"]).region == "330305"
    assert context_of(headings, ["鹿城区、瓯海区2023年9月情况"]).region == ""


@pytest.mark.parametrize("rows", [[["（演示数据）2023年9月情况"], *TOWNS], [*TOWNS, ["注：演示数据。"]]])
def test_demonstration_data_are_marked(headings: Headings, rows: list[Any]) -> None:
    (table,) = read(headings, rows)
    assert table.context.demo
    (table,) = read(headings, TOWNS, name="演示数据")
    assert table.context.demo


# --- columns


def test_computed_columns_are_neither_stored_nor_lost(headings: Headings) -> None:
    rows = [
        ["2023年9月情况"],
        ["排名", "街道", "在孵企业", N, N, "完成率(%)", "年度目标"],
        [N, N, "本期", "上年同期", "同比增长", N, N],
        [1, "北岙街道", 120, 100, 20.0, 80, 150],
    ]
    merged = ((1, 2, 1, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 5, 2, 5), (1, 6, 2, 6))
    (table,) = read(headings, rows, merged=merged)
    got = {head.index: (head.role, head.indicator, str(head.period or ""), head.code) for head in table.columns}
    assert got[2] == (Role.VALUES, "tenants", "", "")
    assert got[3] == (Role.VALUES, "tenants", "2022-09", "")
    assert got[4][::3] == got[5][::3] == got[0][::3] == (Role.UNKNOWN, "computed_column")
    assert got[6][::3] == (Role.UNKNOWN, "derived_heading")


def test_a_share_that_the_vocabulary_knows_is_no_computed_column(headings: Headings) -> None:
    (table,) = read(headings, [["地区", "民营孵化器占比"], ["鹿城区", 80.5], ["洞头区", 70]])
    assert table.columns[1].role is Role.VALUES


def test_a_column_without_a_heading_is_unknown_as_soon_as_it_holds_something(headings: Headings) -> None:
    rows = [["街道", "在孵企业", N], ["北岙街道", 120, 7], ["东屏街道", 80, N]]
    (table,) = read(headings, rows)
    assert (table.columns[2].role, table.columns[2].code) == (Role.UNKNOWN, "no_heading")


def test_spacer_columns_and_rows_do_not_cut_a_table(headings: Headings) -> None:
    rows = [
        ["2023年9月情况"],
        [],
        ["街道", N, "在孵企业", N, "创业导师"],
        [],
        ["北岙街道", N, 120, N, 12],
        [],
        ["东屏街道", N, 80, N, 8],
        [],
        [],
    ]
    (table,) = read(headings, rows)
    assert [head.index for head in table.columns] == [0, 2, 4]
    assert [row.entity for row in table.rows] == ["北岙街道", "东屏街道"]


def test_names_of_places_are_told_without_a_heading(headings: Headings) -> None:
    (table,) = read(headings, [[N, "在孵企业", "创业导师"], ["鹿城区", 120, 12], ["洞头区", 30, 3]])
    assert [row.entity for row in table.rows] == ["鹿城区", "洞头区"]


def test_an_unknown_heading_of_names_still_names_the_rows(headings: Headings) -> None:
    (table,) = read(headings, [["承办方", "在孵企业", "创业导师"], ["甲方", 120, 12], ["乙方", 30, 3]])
    assert [row.entity for row in table.rows] == ["甲方", "乙方"]


def test_numbers_without_a_name_are_unknown_where_rows_have_names(headings: Headings) -> None:
    (table,) = read(headings, [*TOWNS, [N, 5, 6]])
    assert (table.rows[-1].role, table.rows[-1].code) == (Role.UNKNOWN, "no_row_name")


def test_names_merged_downwards_hold_for_every_row(headings: Headings) -> None:
    rows = [
        ["地区", "指标", "数值"],
        ["鹿城区", "在孵企业", 120],
        [N, "创业导师", 12],
        ["洞头区", "在孵企业", 30],
        [N, "创业导师", 3],
    ]
    (table,) = read(headings, rows, merged=((1, 0, 2, 0), (3, 0, 4, 0)))
    assert [(row.entity, row.indicator) for row in table.rows] == [
        ("鹿城区", "tenants"),
        ("鹿城区", "mentors"),
        ("洞头区", "tenants"),
        ("洞头区", "mentors"),
    ]


def test_a_subtotal_beside_a_wider_region_is_that_regions(headings: Headings) -> None:
    rows = [["地市", "县（市、区）", "在孵企业"], ["温州市", "鹿城区", 120], [N, "洞头区", 30], [N, "小计", 150]]
    (table,) = read(headings, rows, merged=((1, 0, 3, 0),))
    assert [(row.entity, row.kind) for row in table.rows] == [
        ("鹿城区", RowKind.DATA),
        ("洞头区", RowKind.DATA),
        ("温州市", RowKind.TOTAL),
    ]


def test_a_column_of_totals_beside_regions_is_a_total(headings: Headings) -> None:
    rows = [["指标", "合计", "鹿城区", "洞头区"], ["在孵企业", 150, 120, 30]]
    (table,) = read(headings, rows)
    assert table.columns[1].kind is RowKind.TOTAL


def test_a_persons_decision_on_a_heading_holds(words: Vocabulary) -> None:
    decided = Headings(words, {"怪列": Saved("mentors")})
    (table,) = read_tables(layouts.sheet([["街道", "怪列"], ["北岙街道", 5]]), decided, Hints())
    assert table.columns[1].indicator == "mentors"


def test_an_error_of_the_program_does_not_hide_its_row(headings: Headings) -> None:
    rows = [["街道", "在孵企业"], ["北岙街道", CellError("#REF!")], ["东屏街道", 80]]
    (table,) = read(headings, rows)
    assert [row.entity for row in table.rows] == ["北岙街道", "东屏街道"]


def test_telephones_in_a_table_of_regions_are_labels(headings: Headings) -> None:
    (table,) = read(headings, [["街道", "在孵企业", "联系人", "联系电话"], ["北岙街道", 120, "张三", "13800000000"]])
    assert [head.role for head in table.columns] == [Role.LABEL, Role.VALUES, Role.LABEL, Role.LABEL]


def test_signs_for_nothing_do_not_make_a_header_of_a_row(headings: Headings) -> None:
    rows = [["街道", "在孵企业", "创业导师"], ["北岙街道", "-", "—"], ["东屏街道", 80, "…"]]
    (table,) = read(headings, rows)
    assert [row.entity for row in table.rows] == ["北岙街道", "东屏街道"]


def test_periods_and_group_headings_in_one_header(headings: Headings) -> None:
    rows = [
        ["温州市情况"],
        ["地区", "2022年", N, "2023年", N],
        [N, "在孵企业", "创业导师", "在孵企业", "创业导师"],
        ["鹿城区", 110, 10, 120, 12],
    ]
    (table,) = read(headings, rows, merged=((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4)))
    assert [(h.indicator, str(h.period)) for h in table.columns[1:]] == [
        ("tenants", "2022"),
        ("mentors", "2022"),
        ("tenants", "2023"),
        ("mentors", "2023"),
    ]


def test_a_table_to_the_right_that_starts_lower_is_found(headings: Headings) -> None:
    rows = [
        ["2023年9月情况"],
        ["街道", "在孵企业"],
        ["北岙街道", 120, N, "街道", "创业导师"],
        ["东屏街道", 80, N, "北岙街道", 12],
        [N, N, N, "东屏街道", 8],
    ]
    sheet = layouts.sheet(rows)
    tables = read_tables(sheet, headings, Hints())
    assert [[row.entity for row in t.rows] for t in tables] == [["北岙街道", "东屏街道"]] * 2
    assert stray_cells(sheet, tables) == []


def test_values_that_look_like_years_are_values(headings: Headings) -> None:
    (table,) = read(headings, [["街道", "在孵企业"], ["北岙街道", 2001], ["东屏街道", 2010], ["大门镇", 5]])
    assert [row.entity for row in table.rows] == ["北岙街道", "东屏街道", "大门镇"]
    (table,) = read(headings, [["指标", "数值"], ["在孵企业", 2001], ["创业导师", 2010]])
    assert [row.indicator for row in table.rows] == ["tenants", "mentors"]


def test_a_unit_in_the_corner_of_a_header_holds_for_the_table(headings: Headings) -> None:
    (table,) = read(headings, [["单位：平方米", "2022年", "2023年"], ["孵化面积", 5, 6]])
    assert (table.context.units, table.rows[0].indicator) == (("平方米",), "carrier_area")


def test_groups_of_indicators_stand_beside_them(headings: Headings) -> None:
    rows = [
        ["一级指标", "二级指标", "2022年", "2023年"],
        ["企业", "在孵企业", 5, 6],
        [N, "当年毕业企业", 1, 2],
        ["队伍", "创业导师", 3, 4],
    ]
    (table,) = read(headings, rows, merged=((1, 0, 2, 0),))
    assert [row.indicator for row in table.rows] == ["tenants", "new_graduates", "mentors"]
    assert [str(head.period) for head in table.columns[2:]] == ["2022", "2023"]


def test_notes_and_signatures_in_several_cells_are_no_rows(headings: Headings) -> None:
    rows = [*TOWNS, ["注：", "数据为快报数。"], ["填表人：张三", "联系电话：", 13800000000]]
    sheet = layouts.sheet(rows)
    tables = read_tables(sheet, headings, Hints())
    assert [row.entity for row in tables[0].rows] == ["北岙街道", "东屏街道"]
    assert stray_cells(sheet, tables) == []


def test_a_second_roster_after_an_empty_row_is_another_table(headings: Headings) -> None:
    rows = [
        ["企业名称", "孵化状态"],
        ["温州海蓝科技有限公司", "在孵"],
        [],
        ["载体名称", "级别"],
        ["海蓝孵化器", "市级"],
    ]
    assert [table.context.register for table in read(headings, rows)] == ["firms", "carriers"]


def test_every_layout_accounts_for_every_cell(headings: Headings) -> None:
    for build in layouts.ALL:
        sheet = build()
        tables = read_tables(sheet, headings, Hints())
        check(sheet, tables)
        inside = sum(
            value is not None
            for t in tables
            for row in sheet.rows[t.area[0] : t.area[2] + 1]
            for value in row[t.area[1] : t.area[3] + 1]
        )
        assert inside + len(stray_cells(sheet, tables)) == sheet.filled()


def test_every_code_of_this_folder_has_its_sentence_once() -> None:
    assert sentences().items() >= SENTENCES.items()


# --- anything

_WORDS = [
    "街道", "地区", "在孵企业", "孵化面积", "合计", "其中：", "北岙街道", "2023年9月", "1月", "单位：万元", "（家）", "注：", "-",
    "一、", "企业名称", "指标", "单位", "数值", "Region", "甲", "1", "12.5", "2023", "序号", "上年同期", "同比", "", " ", "#REF!",
]  # fmt: skip
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(_WORDS),
    st.integers(-5, 3000),
    st.floats(),
    st.text(max_size=6),
    st.booleans(),
    st.just(dt.datetime.fromisoformat("2023-09-01")),
    st.just(dt.time(9)),
    st.just(CellError("=A1")),
)
_NUMBERS = st.integers(-2, 14)


def check(sheet: Sheet, tables: tuple[Table, ...]) -> None:
    """Areas do not overlap, heads lie in them, and no number in a body is left without a head."""
    taken: set[tuple[int, int]] = set()
    for table in tables:
        top, left, bottom, right = table.area
        cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        assert not cells & taken
        taken |= cells
        rows = [row.index for row in table.rows]
        columns = [head.index for head in table.columns]
        assert rows == sorted(set(rows))
        assert columns == sorted(set(columns))
        assert all(top <= r <= bottom for r in rows)
        assert all(left <= c <= right for c in columns)
        for row in table.rows:
            if row.kind is RowKind.LABEL:
                continue
            for c, value in enumerate(sheet.rows[row.index]):
                if left <= c <= right and isinstance(value, float) and value == value:
                    assert c in columns


@given(st.lists(st.lists(_CELLS, max_size=9), max_size=14), st.lists(st.tuples(*[_NUMBERS] * 4), max_size=6))
def test_any_grid_is_read_without_an_error(headings: Headings, rows: list[Any], merged: list[Any]) -> None:
    sheet = layouts.sheet(rows, tuple(merged))
    tables = read_tables(sheet, headings, Hints(file_name="x.xlsx"))
    check(sheet, tables)
    for table in tables:
        for told in table.findings:
            assert told.text()
            assert told.text("en")
    assert [told.code for told in find_no_header(sheet, tables)] in ([], ["no_header"])


@given(st.data())
def test_a_damaged_layout_is_read_without_an_error(headings: Headings, data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(layouts.ALL))()
    rows = [list(row) for row in sheet.rows]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        match data.draw(st.integers(0, 3)):
            case 0 if len(rows) > 1:
                del rows[row]
            case 1:
                rows.insert(row, data.draw(st.lists(_CELLS, max_size=6)))
            case 2 if rows[row]:
                rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(_CELLS)
            case _:
                rows.insert(row, list(rows[row]))
    sheet = layouts.sheet(rows, sheet.merged)
    check(sheet, read_tables(sheet, headings, Hints()))


def test_a_heading_merged_beyond_the_last_filled_cell_lies_in_its_table(headings: Headings) -> None:
    whole = layouts.quarterly_side_by_side()
    rows = [whole.rows[1], [CellError("=A1")], *whole.rows[2:]]
    sheet = layouts.sheet(rows, whole.merged)
    check(sheet, read_tables(sheet, headings, Hints()))


@pytest.mark.parametrize("kind", ["numbers", "texts", "merged", "headers", "spaced", "repeated", "bare"])
def test_a_large_sheet_takes_time_in_proportion_to_its_cells(headings: Headings, kind: str) -> None:
    merged: list[tuple[int, int, int, int]] = []
    rows: list[list[Any]]
    match kind:
        case "numbers":
            rows = [["街道", *["在孵企业"] * 20], *([f"第{r}街道", *range(20)] for r in range(5000))]
        case "texts":
            rows = [[f"文字{r}", f"内容{r}", f"说明{r}"] for r in range(20000)]
        case "merged":
            rows = [["街道", *["在孵企业"] * 20], *([f"第{r}街道", *range(20)] for r in range(1000))]
            merged = [(0, 0, 5000, 5000)] * 3000
        case "spaced":
            rows = [["街道", "在孵企业"], *([f"第{r}处", r * 1.5] if r % 2 else [] for r in range(8000))]
        case "repeated":
            rows = [["街道", "在孵企业"]] * 8000
        case "bare":
            rows = [[f"第{r}处", r * 1.5, 7.5] for r in range(8000)]
        case _:
            rows = [["街道", "在孵企业"], ["北岙街道", 5], []] * 4000
    start = time.process_time()
    sheet = layouts.sheet(rows, tuple(merged))
    stray_cells(sheet, read_tables(sheet, headings, Hints()))
    assert time.process_time() - start < 10
