"""Forms: declarations, what an official gets, and the same bytes for the same inputs."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from openpyxl import load_workbook

from incuanalysis.errors import BadInputError, DamagedFileError, NoDataError, UnknownNameError
from incuanalysis.intake.forms.declaration import form_names, open_form
from incuanalysis.intake.forms.draft import Addressee
from incuanalysis.intake.forms.hidden import OWN_SHEET
from incuanalysis.intake.forms.send import file_name, previous_values, write_forms
from incuanalysis.intake.forms.write import write_form
from incuanalysis.project import Project
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

Q4 = Period.parse("2023Q4")
TOWN = Addressee("330305001", "北岙街道", "洞头区")
PERIODS = {"month": "2023-12", "quarter": "2023Q4", "half": "2023H2", "year": "2023"}


def written(project, words, name="quarterly", unit=TOWN, previous=None, period=None, **options):
    form = open_form(project, name, words)
    period = Period.parse(period or PERIODS[form.frequency])
    return write_form(form, unit, period, previous or {}, words, **options)


def opened(data):
    return load_workbook(io.BytesIO(data))


def row_of(sheet, label, column=2):
    return next(row[column - 1].row for row in sheet.iter_rows() if row[column - 1].value == label)


@pytest.mark.parametrize("name", ["monthly", "quarterly", "annual", "carriers", "firms"])
def test_every_carried_form_is_declared_and_written_for_all_its_audience(project, words, name):
    form = open_form(project, name, words)
    assert name in form_names(project)
    for kind in form.audience:
        unit = Addressee("330305001", "北岙街道", "洞头区", kind, "c1" if kind == "carrier" else "")
        sheet = opened(written(project, words, name, unit)).worksheets[0]
        assert sheet.title == form.short
        assert sheet["A1"].value == f"洞头区{Period.parse(PERIODS[form.frequency]).label()}{form.zh}"


def test_the_example_of_duties_is_not_a_form(project):
    assert form_names(project) == ["annual", "carriers", "firms", "monthly", "quarterly"]


def test_only_the_cells_to_be_filled_in_are_open_and_nothing_has_a_password(project, words):
    book = opened(written(project, words))
    sheet = book.worksheets[0]
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    form = open_form(project, "quarterly", words)
    area, reasons = row_of(sheet, "新增孵化面积（1—12月累计）"), row_of(sheet, "滞后原因")
    numbers = {c for c in open_cells if c.startswith("D")}
    assert f"D{area}" in open_cells
    assert len(numbers) == len(list(form.items("town"))) + len(form.texts)
    assert open_cells - numbers == {f"{c}{reasons + n}" for c in "EF" for n in range(4)}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert book.security.lockStructure
    assert not book.security.workbookPassword


def test_the_entry_cells_check_what_is_typed_and_say_so_in_chinese(project, words):
    sheet = opened(written(project, words)).worksheets[0]

    def covering(label):
        cell = f"D{row_of(sheet, label)}"
        return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)

    tenants, area, reasons = covering("在孵企业"), covering("孵化载体面积"), covering("滞后原因")
    assert (tenants.type, tenants.operator, tenants.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert (tenants.promptTitle, tenants.errorStyle) == ("单位：家", "stop")
    assert "整数" in tenants.prompt
    assert "不带单位" in tenants.error
    assert (area.type, area.formula1) == ("decimal", "0")
    assert (reasons.type, reasons.formula1) == ("textLength", "500")
    for rule in sheet.data_validations.dataValidation:
        assert len(rule.prompt) <= 255
        assert len(rule.error) <= 225
        assert len(rule.promptTitle) <= 32


def test_a_printed_form_fits_the_paper_and_repeats_its_header(project, words):
    sheet = opened(written(project, words)).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "C5"
    assert sheet["A1"].font.name == "黑体"
    assert sheet["B6"].font.name == "宋体"
    assert [sheet.cell(4, c).value for c in range(1, 7)] == [
        "序号", "指标名称", "计量单位", "本期\n2023年第四季度", "上期\n2023年第三季度", "指标说明",
    ]  # fmt: skip


def test_every_row_is_high_enough_for_its_texts(project, words):
    for name in ("monthly", "quarterly", "annual"):
        sheet = opened(written(project, words, name)).worksheets[0]
        for row in range(5, sheet.max_row + 1):
            for column, points in ((2, 15), (6, 13)):
                cell = sheet.cell(row, column)
                width = sheet.column_dimensions["ABCDEF"[column - 1]].width
                if isinstance(cell.value, str):
                    lines = -(-sum(2 if ord(c) > 0x2E80 else 1 for c in cell.value) // (width - 2))
                    assert sheet.row_dimensions[row].height >= lines * points


def test_the_last_periods_values_stand_beside_in_the_printed_unit(project, words):
    previous = {
        ("new_carrier_area", Basis.YTD): 12000.5,
        ("tenants", Basis.STOCK): 23.0,
        ("new_tenants", Basis.YTD): 7.0,
    }
    sheet = opened(written(project, words, previous=previous)).worksheets[0]
    beside = {row[1].value: row[4].value for row in sheet.iter_rows(min_row=5) if row[4].value is not None}
    assert beside == {"新增孵化面积（1—12月累计）": 12000.5, "在孵企业": 23, "新增在孵企业（1—12月累计）": 7}
    assert all(sheet.cell(row, 4).value is None for row in range(5, row_of(sheet, "滞后原因") + 4))


def test_the_hidden_sheet_cannot_be_shown_by_a_click(project, words):
    hidden = opened(written(project, words))[OWN_SHEET]
    assert hidden.sheet_state == "veryHidden"
    rows = {row[0]: row[1:] for row in hidden.iter_rows(values_only=True)}
    assert (rows["form"][0], rows["version"][0]) == ("quarterly", "1")
    assert (rows["region"][0], rows["period"][0], rows["name"][0]) == ("330305001", "2023Q4", "北岙街道")
    assert len(rows["digest"][0]) == 64


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","甲")', "+甲", "-乙", "@丙", "#REF!"])
def test_names_that_look_like_formulas_stay_texts_everywhere(project, words, name):
    for form in ("monthly", "firms", "carriers"):
        kind = "town" if form == "carriers" else "carrier"
        unit = Addressee("330305001", name, name, kind, name)
        data = written(project, words, form, unit)
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            for part in file.namelist():
                if part.startswith("xl/worksheets/"):
                    assert b"<f>" not in file.read(part)
                    assert b"<f " not in file.read(part)
        book = opened(data)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" or cell.value is None
                    if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                        assert cell.data_type == "s" or cell.quotePrefix


def test_a_title_that_begins_like_a_formula_is_quoted(project, words):
    with zipfile.ZipFile(io.BytesIO(written(project, words, unit=Addressee("330305001", "甲", "=1+1")))) as file:
        assert 'quotePrefix="1"' in file.read("xl/styles.xml").decode()
        assert 't="inlineStr"' in file.read("xl/worksheets/sheet1.xml").decode().split("</c>")[0]


def test_same_inputs_give_the_same_bytes(project, words):
    one = written(project, words, previous={("tenants", Basis.STOCK): 3.0})
    assert one == written(project, words, previous={("tenants", Basis.STOCK): 3.0})
    with zipfile.ZipFile(io.BytesIO(one)) as file:
        assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.read("docProps/core.xml").count(b"2023-12-31T00:00:00Z") == 2


def test_demonstration_data_is_said_in_the_title(project, words):
    assert opened(written(project, words, demo=True)).worksheets[0]["A1"].value.endswith("（演示数据）")


def test_carriers_are_not_asked_what_only_a_town_knows(project, words):
    carrier = Addressee("330305001", "海创孵化器", "洞头区", "carrier", "c1")
    labels = {row[1].value for row in opened(written(project, words, unit=carrier)).worksheets[0].iter_rows()}
    assert "创业孵化机构总数" not in labels
    assert "在孵企业" in labels


def test_a_register_form_has_lists_to_choose_from_and_asks_for_nothing_personal(project, words):
    sheet = opened(written(project, words, "carriers")).worksheets[0]
    heads = [cell.value for cell in next(r for r in sheet.iter_rows() if r[0].value == "序号")]
    assert heads[:4] == ["序号", "载体名称", "所在街道（乡镇）", "载体类型"]
    assert "建筑面积\n（平方米）" in heads
    assert not {"联系人", "联系电话"} & set(heads)
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert '"众创空间,孵化器,加速器,科创园"' in lists
    assert '"北岙街道"' in lists


@pytest.mark.parametrize(
    ("name", "period", "message"),
    [("quarterly", "2023", "2023Q4"), ("annual", "2023Q4", "年度表"), ("monthly", "2023-01..2023-02", "2023-09")],
)
def test_a_form_is_refused_for_a_period_of_another_length(project, words, name, period, message):
    with pytest.raises(BadInputError, match=message):
        written(project, words, name, period=period)


def test_a_form_is_refused_for_units_it_is_not_for(project, words):
    with pytest.raises(BadInputError, match="孵化载体"):
        written(project, words, "carriers", Addressee("330305001", "甲", "洞头区", "carrier", "c1"))


def test_a_period_before_the_plan_is_refused_and_another_start_is_taken(project, words):
    with pytest.raises(BadInputError, match="2022-01"):
        written(project, words, period="2019Q4")
    sheet = opened(written(project, words, period="2019Q4", since=Month(2018, 7))).worksheets[0]
    assert row_of(sheet, "新招引专业运营机构（2018年7月以来累计）")


def declared(tmp_path, **changes):
    base = {
        "id": "own", "zh": "表", "en": "Form", "short": "自制表", "frequency": "quarter", "audience": ["town"],
        "sections": [{"zh": "甲", "en": "A", "items": [{"indicator": "tenants", "basis": "stock", "unit": "家"}]}],
    }  # fmt: skip
    (tmp_path / "data/forms").mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(base | changes, allow_unicode=True)
    (tmp_path / "data/forms/own.yml").write_text(text, encoding="utf-8")
    return Project(tmp_path)


def items(*items):
    return [{"zh": "甲", "en": "A", "items": list(items)}]


TENANTS = {"indicator": "tenants", "basis": "stock", "unit": "家"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sections": items({**TENANTS, "indicator": "tenant"})}, "tenants"),
        ({"sections": items({**TENANTS, "unit": "平方米"})}, "different things"),
        ({"sections": items({**TENANTS, "unit": "户"})}, "Unknown unit"),
        ({"sections": items(TENANTS, TENANTS)}, "printed like"),
        ({"sections": items({**TENANTS, "basis": "since_start"})}, "since"),
        ({"sections": items({**TENANTS, "basis": "level"})}, "basis"),
        ({"sections": []}, "sections"),
        ({"texts": ["reason"]}, "reasons"),
        ({"texts": ["reasons", "reasons"]}, "twice"),
        ({"frequency": "week"}, "frequency"),
        ({"since": 2022}, "2022-01"),
        ({"id": "other"}, "'id'"),
        ({"short": "a/b"}, "short"),
        ({"colour": "red"}, "colour"),
        ({"sections": [], "register": "carriers", "fields": ["phone"]}, "personal"),
        ({"sections": [], "register": "carriers", "fields": ["colour"]}, "colour"),
        ({"sections": [], "register": "ships", "fields": ["type"]}, "ships"),
        ({"sections": [], "register": "carriers"}, "needs fields"),
        ({"fields": ["type"]}, "go with a register"),
    ],
)
def test_a_declaration_that_is_wrong_is_refused_with_file_and_field(tmp_path, words, changes, message):
    with pytest.raises(DamagedFileError, match=message) as error:
        open_form(declared(tmp_path, **changes), "own", words)
    assert "own.yml" in str(error.value)


def test_a_declaration_that_is_no_yaml_is_refused(tmp_path, words):
    project = declared(tmp_path)
    (tmp_path / "data/forms/own.yml").write_bytes(b"id: [\xff")
    with pytest.raises(DamagedFileError, match=r"own\.yml"):
        open_form(project, "own", words)


def test_an_unknown_form_is_named_with_the_nearest(project, words):
    with pytest.raises(UnknownNameError, match="quarterly"):
        open_form(project, "quarter", words)


def test_a_project_s_own_form_comes_before_the_carried_one(tmp_path, words):
    own = declared(tmp_path)
    (tmp_path / "data/forms/monthly.yml").write_text(
        (tmp_path / "data/forms/own.yml")
        .read_text("utf-8")
        .replace("id: own", "id: monthly")
        .replace("quarter", "month"),
        encoding="utf-8",
    )
    assert open_form(own, "monthly", words).short == "自制表"


CARRIERS = pd.DataFrame(
    {
        "id": ["c1", "c2", "c3"],
        "name": ["海创孵化器", "../../=坏\\名|字\u202e", "别处众创空间"],
        "region": ["330305001", "330305101", "330302006"],
    }
)


def test_forms_are_written_for_all_towns_and_carriers_of_a_district(project, tmp_path):
    files = write_forms(project, "quarterly", "330305", Q4, tmp_path, carriers=CARRIERS)
    names = [file.name for file in files]
    assert names[0] == "洞头区-北岙街道-2023Q4-季度表.xlsx"
    assert "洞头区-海创孵化器-2023Q4-季度表.xlsx" in names
    assert len(names) == 8 + 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert not any(set(name) & set('/\\:*?"<>|=\u202e') - {"="} for name in names)


def test_two_units_of_one_name_get_two_files(project, tmp_path):
    twins = pd.DataFrame({"id": ["c1", "c2"], "name": ["甲Space", "甲SPACE"], "region": ["330305001", "330305101"]})
    names = [f.name for f in write_forms(project, "firms", "330305", Period.parse("2023"), tmp_path, carriers=twins)]
    assert [name for name in names if "甲" in name] == [
        "洞头区-甲Space-2023-企业名册.xlsx",
        "洞头区-甲SPACE-2023-企业名册-2.xlsx",
    ]


def test_a_region_without_towns_or_carriers_is_told(project, tmp_path):
    with pytest.raises(NoDataError, match="街道"):
        write_forms(project, "carriers", "330305001", Q4, tmp_path)


@pytest.mark.parametrize("name", ["", "...", "CON", "a" * 300, "孵" * 300, "\x00\x1b[31m红\n", "甲 / 乙"])
def test_file_names_are_safe_whatever_the_unit_is_called(name):
    made = file_name(Addressee("330305001", name, "洞头区"), Q4, "季度表")
    assert Path(made).name == made
    assert len(made.encode()) <= 255
    assert made.startswith("洞头区-")
    assert all(c.isprintable() and not c.isspace() for c in made)


def observation(**changes):
    base = {
        "region": "330305001", "carrier": None, "indicator": "tenants", "first": 202307, "last": 202309, "basis": "stock",
        "series": "北岙街道", "value": 10.0, "recorded_at": "2023-10-05",
    }  # fmt: skip
    return base | changes


def test_previous_values_are_the_unit_s_own_of_the_period_before(project, words):
    form = open_form(project, "quarterly", words)
    rows = pd.DataFrame(
        [
            observation(),
            observation(value=12.0, recorded_at="2023-10-08"),
            observation(region="330305002", value=99.0),
            observation(carrier="c1", value=4.0),
            observation(indicator="new_tenants", basis="ytd", first=202301, value=5.0),
            observation(indicator="new_tenants", basis="period", value=2.0),
            observation(indicator="tenant_rd", basis="ytd", first=202301, value=None),
            observation(indicator="carrier_area", first=202309, value=800.0),
            observation(indicator="operators_introduced", basis="since_start", first=202201, value=1.0),
            observation(indicator="carriers", first=202304, last=202306, value=9.0),
        ]
    )
    assert previous_values(form, TOWN, Q4, rows) == {
        ("tenants", Basis.STOCK): 12.0,
        ("new_tenants", Basis.YTD): 5.0,
        ("new_tenants", Basis.PERIOD): 2.0,
        ("carrier_area", Basis.STOCK): 800.0,
        ("operators_introduced", Basis.SINCE_START): 1.0,
    }
    carrier = Addressee("330305001", "海创孵化器", "洞头区", "carrier", "c1")
    assert previous_values(form, carrier, Q4, rows) == {("tenants", Basis.STOCK): 4.0}


def test_a_first_quarter_shows_the_whole_year_before_as_last_value_of_a_running_total(project, words):
    form = open_form(project, "quarterly", words)
    rows = pd.DataFrame([observation(indicator="new_tenants", basis="ytd", first=202301, last=202312, value=8.0)])
    assert previous_values(form, TOWN, Period.parse("2024Q1"), rows) == {("new_tenants", Basis.YTD): 8.0}
    assert previous_values(form, TOWN, Period.parse("2022Q1"), rows) == {}


def test_written_files_carry_the_last_values_of_the_store(project, tmp_path):
    files = write_forms(project, "quarterly", "330305", Q4, tmp_path, observations=pd.DataFrame([observation()]))
    sheet = load_workbook(files[0]).worksheets[0]
    assert sheet.cell(row_of(sheet, "在孵企业"), 5).value == 10
    other = load_workbook(files[1]).worksheets[0]
    assert other.cell(row_of(other, "在孵企业"), 5).value is None


def test_a_credit_code_is_asked_for_with_its_eighteen_characters(project, words):
    for name in ("firms", "carriers"):
        unit = Addressee("330305001", "海创", "洞头区", "carrier", "c1") if name == "firms" else TOWN
        form = open_form(project, name, words)
        period = {"month": "2023-12", "quarter": "2023Q4", "half": "2023H2", "year": "2023"}[form.frequency]
        data = write_form(form, unit, Period.parse(period), {}, words)
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        (rule,) = [r for r in sheet.data_validations.dataValidation if "统一社会信用代码" in (r.prompt or "")]
        assert (rule.type, rule.operator, rule.formula1) == ("textLength", "equal", "18")
        assert "18位" in rule.prompt
        assert "18位" in rule.error
        header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "统一社会信用代码")
        assert sheet.cell(header.row + 1, header.column).coordinate in rule.sqref
