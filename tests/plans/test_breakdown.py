"""Breakdowns: tables of yearly values per unit, checked against the plan's totals; the form for them."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.plans.breakdown import open_breakdown, record_breakdown
from incuanalysis.plans.breakdown_form import write_breakdown_form
from incuanalysis.plans.breakdown_table import read_breakdown
from incuanalysis.plans.records import Records
from incuanalysis.plans.units import UnitBook, assessed_units
from incuanalysis.vocabulary.periods import Month
from tests.intake.making import xlsx
from tests.plans.making import plan, raw, target

HEAD = ["单位", "指标", "年份", "目标值", "单位（计量）", "线", "下达日期", "文号", "备注"]
PLAN = plan()


def row(
    unit,
    value,
    year=2023,
    date="2023-03-01",
    line="",
    indicator="新增孵化面积",
    measure="万平方米",
    document="洞科〔2023〕1号",
):
    return [unit, indicator, year, value, measure, line, date, document, None]


WHOLE = [row("北岙街道", 1.2), row("霓屿街道办事处", 0.3), row("待分配", 0.5)]


@pytest.fixture
def read(tmp_path, words):
    def _read(rows, head=HEAD, above=(), **options):
        path = tmp_path / "任务分解表.xlsx"
        path.write_bytes(xlsx([["洞头区任务分解表"], *above, head, *rows]))
        return read_breakdown(path, options.pop("plan", PLAN), words, **options)

    return _read


def refused(read, rows, **options):
    with pytest.raises(BadInputError) as caught:
        read(rows, **options)
    return caught.value


def test_a_table_that_makes_the_whole_is_read_with_cells_and_canonical_units(read):
    rows = read(WHOLE).rows
    assert rows[["unit", "kind", "value", "in_unit", "printed", "cell", "target"]].values.tolist() == [
        ["330305001", "town", 12000.0, "平方米", "1.2万平方米", "D3", "a23"],
        ["330305005", "town", 3000.0, "平方米", "0.3万平方米", "D4", "a23"],
        ["待分配", "reserve", 5000.0, "平方米", "0.5万平方米", "D5", "a23"],
    ]


def test_parts_that_are_not_the_whole_are_refused_with_cells_and_difference(read):
    error = refused(read, WHOLE[:2])
    assert "D3、D4" in error.zh
    assert "少5000平方米" in error.zh
    assert "5000平方米 less" in error.message
    assert "多1000平方米" in refused(read, [row("北岙街道", 2.1)]).zh


def test_a_sum_that_is_the_year_s_own_share_is_pointed_out_and_accepted_as_such(read):
    assert "口径写“当年”" in refused(read, [row("北岙街道", 1)]).zh
    rows = read([[*row("北岙街道", 1), "当年"]], [*HEAD, "口径"]).rows
    assert rows["basis"].tolist() == ["period"]


def test_towns_and_departments_may_each_make_the_whole(read):
    assert len(read([row("北岙街道", 2), row("区科技局", 2)]).rows) == 2
    assert len(read([row("北岙街道", 1.5), row("区科技局", 0.5)]).rows) == 2
    assert "多" in refused(read, [row("北岙街道", 2), row("区科技局", 0.5)]).zh


def test_a_range_is_met_between_its_ends_and_shares_are_not_added(read):
    def national(value):
        return row("北岙街道", value, 2024, indicator="new_national_incubators", measure="家")

    assert len(read([national(2)]).rows) == len(read([national(3)]).rows) == 1
    assert "4家" in refused(read, [national(4)]).zh
    shares = [row(name, 3, 2024, indicator="share", measure="%") for name in ("北岙街道", "大门镇")]
    assert "未核对" in read(shares).notes[0][0]


def test_a_year_without_a_total_is_taken_with_a_note(read):
    found = read([row("北岙街道", 1, 2023, indicator="new_national_incubators", measure="家")])
    assert found.rows["target"].tolist() == ["national"]
    assert "未核对" in found.notes[0][0]


def test_the_last_issued_counts_and_earlier_states_are_kept(read):
    later = [row("北岙街道", 1, date="2023-07-01"), row("大门镇", 0.2, date=dt.date(2023, 7, 1))]
    found = read([*WHOLE, *later])
    assert found.values(2023)[["unit_name", "value"]].values.tolist() == [
        ["北岙街道", 10000.0], ["霓屿街道", 3000.0], ["大门镇", 2000.0],
    ] or sorted(found.values(2023)["value"]) == [2000, 3000, 10000]  # fmt: skip
    assert sorted(found.values(2023, as_of="2023-06-30")["value"]) == [3000, 12000]
    assert not found.notes


def test_an_earlier_state_that_was_not_whole_is_told_and_not_refused(read):
    found = read([row("北岙街道", 1), row("大门镇", 1, date="2023-07-01")])
    assert "截至2023-03-01" in found.notes[0][0]


def test_adjustments_alone_are_checked_with_what_was_recorded(read, tmp_path, words):
    records = Records(tmp_path / "records")
    assert record_breakdown(records, read(WHOLE), "张三", "2023-03-05") == 3
    assert record_breakdown(records, read(WHOLE, earlier=records.read("breakdown")), "张三", "2023-03-06") == 0
    moved = [row("待分配", 0, date="2023-07-01", document="2号"), row("大门镇", 0.5, date="2023-07-01", document="2号")]
    known = read(moved, earlier=records.read("breakdown"))
    assert record_breakdown(records, known, "张三", "2023-07-02") == 2
    again = open_breakdown(PLAN, records, words)
    assert again.at()["value"].sum() == open_breakdown(PLAN, records, words, "2023-06-30").at()["value"].sum() == 20000
    less = [row("大门镇", 0.4, date="2023-08-01")]
    assert "少1000平方米" in refused(read, less, earlier=records.read("breakdown")).zh


@pytest.mark.parametrize(
    ("change", "cell", "message"),
    [
        ({0: "北奥街道"}, "A3", "北岙街道"),
        ({0: None}, "A3", "no unit"),
        ({0: "鹿城区"}, "A3", "鹿城区"),
        ({1: "孵化器数"}, "B3", "Unknown target"),
        ({2: 2025}, "C3", "expected 2022 to 2024"),
        ({3: "若干"}, "D3", "expected a number"),
        ({3: "约2"}, "D3", "expected a number"),
        ({3: -2}, "D3", "below 0"),
        ({4: "家"}, "E3", "cannot be converted"),
        ({4: None}, "E3", "expected one unit"),
        ({5: "中线"}, "F3", "低线"),
        ({5: "高线", 2: 2025}, "C3", "2022 to 2024"),
        ({6: "年初"}, "G3", "2023-03-01"),
        ({6: None}, "G3", "no date"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_cell(read, change, cell, message):
    cells = row("北岙街道", 2)
    for column, value in change.items():
        cells[column] = value
    error = refused(read, [cells])
    assert f"{cell}：" in error.zh
    assert f"{cell}: " in error.message
    assert message in error.text


def test_two_values_of_one_thing_on_one_day_are_refused_and_doubles_are_not(read):
    assert "D3重复" in refused(read, [row("北岙街道", 2), row("北岙街道办事处", 1)]).zh
    assert len(read([row("北岙街道", 2), row("北岙街道", 2)]).values(2023)) == 1


def test_a_row_given_twice_alike_is_told_and_recorded_once(read, tmp_path):
    found = read([*WHOLE, WHOLE[0]])
    records = Records(tmp_path / "records")
    assert "D6与" in found.notes[0][0]
    assert "D3" in found.notes[0][0]
    assert record_breakdown(records, found, "张三", "2023-03-05") == 3
    assert len(records.read("breakdown")) == 3
    other = row("北岙街道", 1.2, document="洞科〔2023〕2号")
    assert len(read([*WHOLE, other]).rows) == 4, "another document is another row"


def test_a_basis_unlike_the_others_is_told_in_its_own_cell_alone(read):
    head = [*HEAD, "口径"]
    odd = [[*row("北岙街道", 0.2), "当年"], [*row("霓屿街道", 1.3), "累计"], [*row("待分配", 0.5), None]]
    error = refused(read, odd, head=head)
    assert "有1处" in error.zh
    assert "J3：口径为“当年”，同一指标、年份和线的另外2行为“累计”" in error.zh
    unknown = refused(read, [[*row("北岙街道", 2), "大概"]], head=head)
    assert "有1处" in unknown.zh
    assert "J3：口径现为“大概”，应为累计或当年" in unknown.zh


def test_a_total_row_is_checked_and_no_part(read):
    assert len(read([row("合计", 2), *WHOLE]).rows) == 3
    assert "D3" in refused(read, [row("全区合计", 1.9), *WHOLE]).zh


def test_date_and_document_may_stand_above_the_header(read):
    bare = [[*cells[:6], None, None, None] for cells in WHOLE]
    rows = read(bare, above=[["下达日期：", "2023年3月1日", "文号：", "洞科〔2023〕1号"]]).rows
    assert set(rows["date"]) == {"2023-03-01"}
    assert set(rows["document"]) == {"洞科〔2023〕1号"}
    assert "下达日期为空" in refused(read, bare, above=[["下达日期：", None, "文号：", "1号"]]).zh


def test_a_file_without_the_table_is_refused(tmp_path, words, read):
    assert "没有任务分解表" in refused(read, WHOLE, head=["甲", "乙"]).zh
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    for name in ("x.xlsx", "none.xlsx"):
        with pytest.raises(BadInputError):
            read_breakdown(tmp_path / name, PLAN, words)


towns = ["北岙街道", "灵昆街道", "东屏街道", "元觉街道", "霓屿街道", "大门镇", "鹿西乡"]


@settings(max_examples=15)
@given(st.lists(st.integers(0, 10000), min_size=1, max_size=7), st.integers(-300, 300), st.randoms())
def test_parts_are_accepted_if_and_only_if_they_make_the_total(tmp_path_factory, words, parts, off, random):
    total = sum(parts) / 10000
    own = plan(targets=[target("t", "2023-12", total)], tasks=[])
    rows = [row(name, value, measure="平方米") for name, value in zip(towns, parts, strict=False)]
    if off > 0:
        rows.append(row("待分配", off, measure="平方米"))
    random.shuffle(rows)
    path = tmp_path_factory.mktemp("b") / "t.xlsx"
    path.write_bytes(xlsx([HEAD, *rows]))
    if off > 0:
        with pytest.raises(BadInputError, match=f"{off}平方米 more"):
            read_breakdown(path, own, words)
    else:
        assert read_breakdown(path, own, words).values(2023)["value"].sum() == sum(parts)


@settings(max_examples=8)
@given(st.integers(2022, 2024), st.lists(st.integers(0, 14), min_size=7, max_size=7))
def test_what_was_written_and_filled_reads_back(tmp_path_factory, words, year, parts):
    path = tmp_path_factory.mktemp("f") / "form.xlsx"
    write_breakdown_form(PLAN, path, year, words)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert book.security.lockStructure
    sheet["F3"], sheet["I3"] = dt.date(year, 3, 1), "洞科1号"
    filled, total = {}, None
    for cells in sheet.iter_rows(min_row=5):
        name, indicator, line = cells[0].value, cells[1].value, cells[5].value
        if name == "合计":
            total = cells[3].value
        elif (indicator, line) == ("新增孵化面积", "基准线") and name:
            if name == "待分配":
                cells[3].value = round(total - sum(filled.values()), 2)
            elif len(filled) < 7:
                assert not cells[3].protection.locked
                cells[3].value = filled[name] = parts[len(filled)] / 100
    book.save(path)
    found = read_breakdown(path, PLAN, words)
    base = found.values(year)
    assert dict(zip(base["unit_name"], base["value"] / 10000, strict=True)) == pytest.approx(filled)
    assert set(found.rows["document"]) == {"洞科1号"}


def test_the_form_is_the_same_bytes_for_the_same_plan(tmp_path, words):
    one, two = (write_breakdown_form(PLAN, tmp_path / name, 2023, words).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_a_form_of_another_plan_an_odd_year_and_an_odd_name_are_refused(tmp_path, words):
    path = write_breakdown_form(PLAN, tmp_path / "f.xlsx", 2023, words)
    other = type(PLAN).model_validate(PLAN.model_dump() | {"id": "other"})
    with pytest.raises(BadInputError, match="for the plan 'mine'"):
        read_breakdown(path, other, words)
    with pytest.raises(BadInputError, match="2022 to 2024"):
        write_breakdown_form(PLAN, tmp_path / "f.xlsx", 2030, words)
    with pytest.raises(BadInputError, match="xlsx"):
        write_breakdown_form(PLAN, tmp_path / "f.csv", 2023, words)


def test_assessed_units_are_a_dated_list(tmp_path, words):
    records = Records(tmp_path)
    listed = [
        {"unit": "灵昆街道", "kind": "town", "state": "entrusted", "first": "2023-07", "document": "3号"},
        {"unit": "海创园", "kind": "carrier", "league": "甲组", "region": "北岙街道", "state": "ranked"},
        {"unit": "别处园", "kind": "carrier", "region": "鹿城区", "state": "ranked"},
        {"unit": "旧园", "kind": "park", "region": "洞头区", "last": "2022-12", "state": "ranked"},
    ]
    records.append("assessed_units", listed, "张三", "2023-07-02")

    def states(month, as_of=None):
        frame = assessed_units(records, words, "330305", Month(*month), as_of)
        return dict(zip(frame["name"], frame["state"], strict=True))

    assert states((2023, 6))["灵昆街道"] == "ranked"
    assert states((2023, 7))["灵昆街道"] == "entrusted"
    assert states((2023, 7), "2023-07-01")["灵昆街道"] == "ranked"
    assert states((2023, 7))["海创园"] == "ranked"
    assert not {"别处园", "旧园"} & set(states((2023, 7)))
    book = UnitBook("330305", Month(2023, 7), words, records.read("assessed_units"), PLAN)
    assert book.find("灵昆街道办事处").state == "entrusted"
    assert book.find("区发改局").kind == "department"
    with pytest.raises(UnknownNameError):
        book.find("各街道（乡镇）")


def test_series_of_one_indicator_must_be_named(read):
    site = target("site", "2023-12", 1, scope={"kind": "site", "name": {"zh": "某园", "en": "a site"}})
    both = plan(targets=[*raw()["targets"], site])
    assert "名称a24" in refused(read, WHOLE, plan=both).zh
    named = [[cells[0], "名称a24", *cells[2:]] for cells in WHOLE]
    assert set(read(named, plan=both).rows["target"]) == {"a23"}
