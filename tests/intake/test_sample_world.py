"""The simulated world behind the demonstration, the writers of its files, and its thousands of counties."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from itertools import pairwise

import msoffcrypto
import openpyxl
import pytest
import xlrd
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.intake.cells import CellError
from incuanalysis.intake.checks.codes import code_fault
from incuanalysis.intake.sample import make_sample
from incuanalysis.intake.sample.firms import credit_code
from incuanalysis.intake.sample.formats import encode
from incuanalysis.intake.sample.locks import BUILT_IN, lock_xls, lock_xlsx
from incuanalysis.intake.sample.pages import Field, Line, Page, transposed, wide
from incuanalysis.intake.sample.world import AREA, MONEY, District, World, make_world
from incuanalysis.intake.sample.zips import write_zip
from incuanalysis.project import find_project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.regions import RegionBook

FLOWS = ("new_carrier_area", "area_signed", "area_completed", "area_put_in_use")


@pytest.fixture(scope="module")
def world(words) -> World:
    return make_world(words.regions, 1)


def _quarters(district: District) -> list[Period]:
    return [quarter for year in district.years for quarter in Period.of_year(year).split("quarter")]


def _months(district: District) -> list[Period]:
    return [month for year in district.years for month in Period.of_year(year).split("month")]


def _entities(district: District) -> list[str]:
    return [district.id, *(town.id for town in district.towns), *(carrier.name for carrier in district.carriers)]


def test_tenants_roll_forward_everywhere(world):
    for district in world.districts:
        for entity in _entities(district):
            for before, quarter in pairwise(_quarters(district)):

                def told(indicator, period=quarter, entity=entity):
                    return world.value(entity, indicator, period)

                came, went = told("new_tenants"), told("tenants_left") + told("new_graduates")
                assert told("tenants") == told("tenants", before) + came - went
                graduates = told("graduates_cumulative", before)
                assert told("graduates_cumulative") == graduates + told("new_graduates")


def test_districts_are_the_sums_of_their_towns_and_towns_of_their_carriers(world):
    for district in world.districts:
        outer = [town for town in district.towns if not town.within]
        for quarter in _quarters(district)[::3]:
            for indicator in ("tenants", "carrier_financing", "tenant_revenue", "area_in_use", "let_area"):
                parts = [world.value(town.id, indicator, quarter) for town in outer]
                assert world.value(district.id, indicator, quarter) == sum(parts)
                for town in district.towns:
                    inner = [zone.id for zone in district.towns if zone.within == town.id]
                    own = [world.value(carrier.name, indicator, quarter) for carrier in town.carriers]
                    zones = [world.value(zone, indicator, quarter) for zone in inner]
                    assert world.value(town.id, indicator, quarter) == sum(own) + sum(zones)


def test_what_is_signed_is_at_least_what_is_completed_and_that_at_least_what_is_put_into_use(world):
    for district in world.districts:
        for town in district.towns:
            for month in _months(district):
                flows = [world.value(town.id, indicator, month) for indicator in FLOWS]
                if flows[0] is None:
                    assert flows == [None] * 4
                else:
                    assert flows == sorted(flows, reverse=True)
                assert world.value(town.id, "carrier_area", month) >= world.value(town.id, "area_in_use", month)


def test_areas_grow_by_what_is_completed_and_put_into_use(world):
    for district in world.districts:
        for before, month in pairwise(_months(district)):
            for stock, flow in (("carrier_area", "area_completed"), ("area_in_use", "area_put_in_use")):
                grown = world.value(district.id, flow, month) or 0
                assert world.value(district.id, stock, month) == world.value(district.id, stock, before) + grown


def test_no_more_is_let_than_is_in_use_and_something_is_always_free(world):
    for district in world.districts:
        for carrier in district.carriers:
            for quarter in _quarters(district):
                let, free = (world.value(carrier.name, name, quarter) for name in ("let_area", "free_lettable_area"))
                assert let > 0
                assert free > 0
                assert let + free <= world.value(carrier.name, "area_in_use", quarter)


def test_honest_figures_move_so_little_that_none_looks_like_a_slip(world):
    for district in world.districts:
        for entity in _entities(district):
            for indicator in ("tenants", "carrier_jobs", "tenant_revenue", "tenant_rd", "valid_ip", "area_in_use"):
                values = [world.value(entity, indicator, quarter) for quarter in _quarters(district)]
                for one, other in pairwise(values):
                    assert other < 2.2 * one + 20
                    assert one < 2.2 * other + 20


def test_firms_keep_to_the_rules_and_their_financing_adds_up(world):
    for district in world.districts:
        for carrier in district.carriers:
            firms = world.firms[carrier.name]
            for firm in firms:
                assert firm.founded < firm.entered
                assert firm.entered.ordinal - firm.founded.ordinal <= 24
                assert firm.stay <= 40
                assert all(firm.entered <= month <= (firm.out or month) for month, _ in firm.rounds)
            for year in district.years:
                raised = [amount for firm in firms for month, amount in firm.rounds if month.year == year]
                total = world.value(carrier.name, "carrier_financing", Period.of_year(year))
                assert total == sum(raised)
                events = world.value(carrier.name, "financing_events", Period.of_year(year))
                assert events == len(raised)


@given(st.integers(0, 9_999_999))
def test_credit_codes_are_well_formed(number):
    assert code_fault(credit_code(number)) is None


def test_zip_archives_are_read_by_the_library_with_their_names():
    data = write_zip([("表一.csv", b"1"), ("b.txt", b"2" * 1000)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["表一.csv", "b.txt"]
        assert archive.read("b.txt") == b"2" * 1000
    with zipfile.ZipFile(
        io.BytesIO(write_zip([("表一.csv", b"1")], encoding="gbk")), metadata_encoding="gbk"
    ) as archive:
        assert archive.namelist() == ["表一.csv"]


def _page() -> Page:
    month = Period.parse("2023-09")
    fields = [
        Field("area_signed", "period", month, "平方米", ("签约面积", "本月")),
        Field("area_signed", "ytd", month.year_to_date(), "平方米", ("签约面积", "本年累计")),
        Field("carrier_area", "stock", month, "平方米", ("孵化载体面积",)),
    ]
    lines = [Line("甲镇<&>", "a"), Line("乙镇", "b"), Line("合计", "c", total=True)]
    return wide("月报", "演示数据", lines, fields, lambda line, _: 120 if line.region != "b" else None, label="乡镇")


def test_a_lean_workbook_is_opened_by_another_library_without_complaint():
    page = _page()
    page.set((3, 1), CellError("#REF!"))
    book = openpyxl.load_workbook(io.BytesIO(encode([page], "xlsx")))
    sheet = book["月报"]
    assert sheet["A4"].value == "甲镇<&>"
    assert sheet["B4"].value == "#REF!"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", "A2:A3", "B2:C2", "D2:D3"}


def test_a_heading_of_two_levels_is_merged_over_its_columns_and_a_short_one_down():
    page = _page()
    assert page.rows[1] == ["乡镇", "签约面积（平方米）", None, "孵化载体面积（平方米）"]
    assert page.rows[2] == [None, "本月", "本年累计", None]
    assert [(spot.row, spot.column) for spot in page.spots if spot.line.total] == [(5, 1), (5, 2), (5, 3)]


def test_a_row_typed_twice_moves_all_that_stands_below_it():
    page = _page()
    copies = page.repeat_row(3)
    assert [spot.row for spot in copies] == [4, 4, 4]
    assert page.rows[4] == page.rows[3]
    assert {spot.row for spot in page.spots if spot.line.total} == {6}
    assert {spot.name_at for spot in page.spots if spot.line.total} == {(6, 0)}


def test_a_transposed_table_has_its_units_in_a_column():
    wider = _page()
    fields = list(dict.fromkeys(spot.field for spot in wider.spots))
    lines = list(dict.fromkeys(spot.line for spot in wider.spots))
    page = transposed("表", "演示数据", lines, fields, lambda _, item: len(item.heading))
    assert page.rows[1][:3] == ["指标", "口径", "计量单位"]
    assert page.rows[2][:3] == ["签约面积", "本月", "平方米"]
    assert page.rows[3][:3] == [None, "本年累计", "平方米"]
    assert page.at((4, 3)) == 1


@pytest.mark.parametrize("password", [BUILT_IN, "another"])
def test_locked_workbooks_open_with_their_password_and_no_other(password):
    book = xlwt.Workbook(encoding="utf-8")
    sheets = [book.add_sheet(name) for name in ("甲", "乙")]
    for sheet in sheets:
        for row in range(80):
            for column in range(12):
                sheet.write(row, column, f"{sheet.name}{row}" if column % 2 else row * column)
    old = lock_xls(book.get_biff_data(), password)
    opened = xlrd.open_workbook(file_contents=_opened(old, password))
    assert opened.sheet_names() == ["甲", "乙"]
    assert opened.sheet_by_name("乙").row_values(79)[:4] == [0, "乙79", 158, "乙79"]
    plain = encode([_page()], "xlsx")
    assert openpyxl.load_workbook(io.BytesIO(_opened(lock_xlsx(plain, password), password)))["月报"]["B4"].value == 120
    assert lock_xlsx(plain, password) == lock_xlsx(plain, password)
    for data in (old, lock_xlsx(plain, password)):
        with pytest.raises((msoffcrypto.exceptions.InvalidKeyError, msoffcrypto.exceptions.DecryptionError)):
            _opened(data, "wrong")


def _opened(data: bytes, password: str) -> bytes:
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    if hasattr(file, "secret_key"):
        file.load_key(password=password, verify_password=True)
    else:
        file.load_key(password=password)
    out = io.BytesIO()
    file.decrypt(out)
    return out.getvalue()


def test_thousands_of_counties_begin_with_a_few_as_a_project_of_their_own(project, tmp_path):
    made = make_sample(project, tmp_path / "out", regions=4)
    own = find_project(tmp_path / "out")
    assert own.settings.edition.title == "孵化载体报告（演示数据）"
    book = RegionBook.read(own.find("data/vocabulary/regions.csv"))
    assert book.find("演示县0003").id == "990003"
    assert book.path("990003") == ("000000", "980100", "990003")
    assert book.find("浙江").id == "330000"
    assert 30 <= made.files <= 36
    truth = (tmp_path / "out" / "truth.csv").read_text("utf-8")
    assert ",tenants,2023Q1,stock," in truth
    again = make_sample(project, tmp_path / "again", regions=4)
    assert again.cells == made.cells
    files = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    twins = [tmp_path / "again" / path.relative_to(tmp_path / "out") for path in files]
    assert [path.read_bytes() for path in files] == [path.read_bytes() for path in twins]


@pytest.mark.parametrize("number", [0, 10_000])
def test_a_number_of_counties_that_ids_do_not_reach_is_refused(project, tmp_path, number):
    with pytest.raises(BadInputError, match="9999"):
        make_sample(project, tmp_path / "out", regions=number)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not os.environ.get("INCU_SOAK"), reason="writes some thousand files; set INCU_SOAK")
def test_memory_does_not_grow_with_the_number_of_counties(project, tmp_path):
    peaks = []
    for number in (10, 80):
        tracemalloc.start()
        make_sample(project, tmp_path / str(number), regions=number)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 5_000_000


def test_every_indicator_printed_has_the_dimension_its_unit_says(words):
    assert {words.indicators.get(name).unit for name in AREA} == {"平方米"}
    assert {words.indicators.get(name).unit for name in MONEY} == {"万元"}
