"""Forms that come back: exactly what was entered, moved rows followed, changed forms told."""

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles.protection import Protection
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from incuanalysis.intake.cells import Sheet
from incuanalysis.intake.findings import sentences
from incuanalysis.intake.forms.declaration import open_form
from incuanalysis.intake.forms.draft import Addressee
from incuanalysis.intake.forms.hidden import OWN_SHEET, Entry, Fixed, Marks, read_marks, write_marks
from incuanalysis.intake.forms.read import read_form
from incuanalysis.intake.forms.write import write_form
from incuanalysis.intake.heads import Role, RowKind
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Period

TOWN = Addressee("330305001", "北岙街道", "洞头区")
CARRIER = Addressee("330305001", "=海创孵化器", "洞头区", "carrier", "c330305-1")
PREVIOUS = {("tenants", Basis.STOCK): 23.0, ("carrier_area", Basis.STOCK): 1200.55}
PERIODS = {"monthly": "2023-12", "quarterly": "2023Q4", "annual": "2023", "carriers": "2023Q4", "firms": "2023"}


def form_bytes(project, words, name="quarterly", unit=TOWN, **options):
    form = open_form(project, name, words)
    return write_form(form, unit, Period.parse(PERIODS[name]), PREVIOUS, words, **options)


def sheets_of(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = []
    for meta in book.sheets_metadata:
        rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
        plain = [[None if value == "" else value for value in row] for row in rows]
        found.append(Sheet(meta.name, plain, hidden=meta.visible is not SheetVisibleEnum.Visible))
    return found


def filled(data, values, change=None):
    """Type values by label into the form as a person would, change its sheet, save it with another program."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    rows = {row[1].value: row[0].row for row in sheet.iter_rows(max_col=2)}
    for label, value in values.items():
        cell = sheet.cell(rows[label], 4)
        assert not cell.protection.locked
        cell.value = value
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return sheets_of(out.getvalue())


def entries(tables):
    """(label, indicator or text, basis, period, unit, entity) → cell of all entry cells that are not empty."""
    found = {}
    for table in tables:
        for row in table.rows:
            for column in table.columns:
                if row.kind is RowKind.LABEL or column.role is Role.LABEL:
                    continue
                cells = table.sheet.rows[row.index]
                value = cells[column.index] if column.index < len(cells) else None
                if value is not None:
                    what = column.field or column.indicator or row.indicator
                    basis = column.basis or row.basis
                    period = column.period or row.period
                    found[what, str(basis), str(period), column.unit or row.unit, row.entity] = value
    return found


def codes(tables):
    return [finding.code for table in tables for finding in table.findings]


def test_what_was_entered_comes_back_with_its_exact_meaning(project, words):
    values = {
        "新增孵化面积（1—12月累计）": 12000.5,
        "在孵企业": 25,
        "新增在孵企业（本季度）": 2,
        "新增在孵企业（1—12月累计）": 6,
        "累计毕业企业": 11,
        "新招引专业运营机构（2022年1月以来累计）": 0,
        "在孵企业R&D投入（1—12月累计）": 1234.25,
        "滞后原因": "项目用地未落实，\n正在协调。",
        "储备情况": "=1+1",
    }
    tables = read_form(filled(form_bytes(project, words), values, _as_text), words)
    assert entries(tables) == {
        ("new_carrier_area", "ytd", "2023", "平方米", ""): 12000.5,
        ("tenants", "stock", "2023Q4", "家", ""): 25,
        ("new_tenants", "period", "2023Q4", "家", ""): 2,
        ("new_tenants", "ytd", "2023", "家", ""): 6,
        ("graduates_cumulative", "since_founding", "2023Q4", "家", ""): 11,
        ("operators_introduced", "since_start", "2022-01..2023-12", "家", ""): 0,
        ("tenant_rd", "ytd", "2023", "万元", ""): 1234.25,
        ("text:reasons", "None", "2023Q4", "", ""): "项目用地未落实，\n正在协调。",
        ("text:pipeline", "None", "2023Q4", "", ""): "=1+1",
    }
    assert codes(tables) == []


def _as_text(book):
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"


def test_the_context_says_whose_return_it_is_and_for_when(project, words):
    context = read_form(sheets_of(form_bytes(project, words)))[0].context
    assert context.title == ("洞头区2023年第四季度孵化载体发展情况表",)
    assert (str(context.period), context.period_from) == ("2023Q4", "form")
    assert (context.region, context.sender, context.register, context.demo) == ("330305001", "北岙街道", "", False)
    assert read_form(sheets_of(form_bytes(project, words, demo=True)))[0].context.demo


def test_an_empty_form_has_no_entries_and_nothing_but_labels(project, words):
    tables = read_form(sheets_of(form_bytes(project, words)))
    assert entries(tables) == {}
    assert codes(tables) == []


def test_a_carrier_s_numbers_and_texts_are_the_carrier_s(project, words):
    data = form_bytes(project, words, unit=CARRIER)
    tables = read_form(filled(data, {"在孵企业": 3, "下步措施": "无"}))
    assert entries(tables) == {
        ("tenants", "stock", "2023Q4", "家", "=海创孵化器"): 3,
        ("text:measures", "None", "2023Q4", "", "=海创孵化器"): "无",
    }
    assert tables[0].context.register == "carriers"


@pytest.mark.parametrize("name", ["monthly", "annual"])
def test_every_item_of_the_other_forms_comes_back(project, words, name):
    form = open_form(project, name, words)
    data = form_bytes(project, words, name)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    labels = [row[1].value for row in sheet.iter_rows() if not row[3].protection.locked and row[1].value]
    tables = read_form(filled(data, {label: number for number, label in enumerate(labels)}))
    found = entries(tables)
    assert sorted(found.values()) == list(range(len(labels)))
    assert len(labels) == len(list(form.items("town"))) + len(form.texts)


def test_other_files_are_left_to_the_ordinary_way():
    assert read_form([]) is None
    assert read_form([Sheet("表1", [["街道", "在孵企业"], ["北岙街道", 3]])]) is None
    assert read_form([Sheet(OWN_SHEET, [["别人的", 1]])]) is None
    assert read_form([Sheet(OWN_SHEET, [])]) is None


def test_an_inserted_row_is_followed_and_its_own_number_is_not_taken(project, words):
    def change(book):
        sheet = book.worksheets[0]
        move_down(sheet, row_of(sheet, "在孵企业"), 1)
        row = row_of(sheet, "在孵企业") - 1
        sheet.cell(row, 2).value, sheet.cell(row, 4).value = "入驻团队", 99

    tables = read_form(filled(form_bytes(project, words), {"在孵企业": 25, "滞后原因": "无"}, change))
    found = entries(tables)
    assert found["tenants", "stock", "2023Q4", "家", ""] == 25
    assert found["text:reasons", "None", "2023Q4", "", ""] == "无"
    assert "form_moved" in codes(tables)
    extra = [row for row in tables[0].rows if row.role is Role.UNKNOWN]
    assert [(row.text, row.code, row.indicator) for row in extra] == [("入驻团队", "form_extra", "")]
    assert "入驻团队" in sentences()["form_extra"][1].format(heading="入驻团队")


def move_down(sheet, row, count):
    """Insert rows as a spreadsheet program does: merged ranges move too."""
    ranges = [r for r in list(sheet.merged_cells.ranges) if r.min_row >= row]
    for one in ranges:
        sheet.unmerge_cells(str(one))
    sheet.insert_rows(row, count)
    for one in ranges:
        one.shift(row_shift=count)
        sheet.merge_cells(str(one))


def row_of(sheet, label):
    return next(row[1].row for row in sheet.iter_rows(max_col=2) if row[1].value == label)


def test_an_inserted_column_is_followed(project, words):
    def shift(sheet):
        return replace(sheet, rows=[[None, *row] for row in sheet.rows]) if sheet.name != OWN_SHEET else sheet

    sheets = [shift(sheet) for sheet in filled(form_bytes(project, words), {"在孵企业": 25})]
    tables = read_form(sheets)
    assert entries(tables) == {("tenants", "stock", "2023Q4", "家", ""): 25}
    assert "form_moved" in codes(tables)


def test_rows_in_another_order_are_followed_by_their_names(project, words):
    sheets = filled(form_bytes(project, words), {"在孵企业": 25, "新增在孵企业（本季度）": 4})
    rows = sheets[0].rows
    one, other = (
        next(r for r, row in enumerate(rows) if row[1] == name) for name in ("在孵企业", "新增在孵企业（本季度）")
    )
    rows[one], rows[other] = rows[other], rows[one]
    found = entries(read_form(sheets))
    assert found["tenants", "stock", "2023Q4", "家", ""] == 25
    assert found["new_tenants", "period", "2023Q4", "家", ""] == 4


def test_a_renamed_sheet_is_found_and_further_sheets_are_left_alone(project, words):
    def change(book):
        book.worksheets[0].title = "北岙报送"
        book.create_sheet("附表", 0)["A1"] = "说明"

    sheets = filled(form_bytes(project, words), {"在孵企业": 25}, change)
    tables = read_form(sheets)
    assert {table.sheet.name for table in tables} == {"北岙报送"}
    assert entries(tables) == {("tenants", "stock", "2023Q4", "家", ""): 25}


def test_a_changed_last_value_is_told(project, words):
    def change(book):
        sheet = book.worksheets[0]
        sheet.cell(row_of(sheet, "在孵企业"), 5).value = 24

    tables = read_form(filled(form_bytes(project, words), {"在孵企业": 25}, change))
    (told,) = tables[0].findings
    assert (told.code, told.facts["expected"], told.facts["found"]) == ("form_previous", "23", "24")
    assert told.cell.startswith("E")


def relabel(label, text, column=2):
    def change(book):
        sheet = book.worksheets[0]
        sheet.cell(row_of(sheet, label), column).value = text

    return change


def put(cell, text):
    def change(book):
        book.worksheets[0][cell].value = text

    return change


def twice(book):
    sheet = book.worksheets[0]
    move_down(sheet, row_of(sheet, "在孵企业"), 1)
    sheet.cell(row_of(sheet, "在孵企业") - 1, 2).value = "在孵企业"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (relabel("在孵企业", "在孵企业和团队"), "找不到“在孵企业”"),
        (relabel("孵化载体面积", "万平方米", 3), "计量单位应为平方米，现为万平方米"),
        (relabel("孵化载体面积", None, 3), "现为空白"),
        (twice, "“在孵企业”出现2次"),
        (put("A1", "孵化载体发展情况表"), "找不到“洞头区2023年第四季度"),
        (put("A3", None), "填报单位：北岙街道"),
        (put("D4", "本期"), "找不到“本期2023年第四季度”"),
        (lambda book: book.remove(book.worksheets[0]) or book.create_sheet("季度表"), "找不到"),
    ],
)
def test_a_changed_form_is_told_and_left_to_the_ordinary_way(project, words, change, says):
    sheets = filled(form_bytes(project, words), {}, change)
    (table,) = read_form(sheets)
    assert table.sheet.name == OWN_SHEET
    assert table.rows == table.columns == ()
    assert [f.code for f in table.findings] == ["form_changed"]
    assert says in table.findings[0].text()
    assert "layout was changed" in table.findings[0].text("en")


@pytest.mark.parametrize(
    ("cell", "text", "says", "meant"),
    [
        ("A1", "洞头区2024年一季度孵化载体发展情况表", "表面写作2024年第一季度", "period:2024Q1"),
        ("A1", "洞头区东屏街道2023年第四季度孵化载体发展情况表", "表面写作东屏街道", "unit:3303050"),
        ("E3", "报告期：2024Q1", "表面写作2024年第一季度", "period:2024Q1"),
        ("E3", "报告期：三季度", "表面写作2023年第三季度", "period:2023Q3"),
        ("D4", "本期\n2024年第一季度", "表面写作2024年第一季度", "period:2024Q1"),
        ("A3", "填报单位（盖章）：灵昆街道", "表面写作灵昆街道", "unit:"),
    ],
)
def test_a_form_that_shows_another_period_or_unit_is_quarantined(project, words, cell, text, says, meant):
    values = {"在孵企业": 25, "新增在孵企业（本季度）": 2, "滞后原因": "无"}
    (table,) = read_form(filled(form_bytes(project, words), values, put(cell, text)), words)
    assert table.sheet.name == "季度表"
    assert table.context.period is None
    assert sorted(map(str, quarantined(table))) == ["2.0", "25.0", "无"]
    (column,) = [column for column in table.columns if quarantined(table, column)]
    assert (column.role, column.code) == (Role.UNKNOWN, "form_contradicts")
    assert "隐藏工作表为北岙街道2023年第四季度" in column.text
    assert says in column.text
    assert column.nearest[0] == "period:2023Q4"
    assert any(one.startswith(meant) for one in column.nearest)
    assert codes([table]) == []


def quarantined(table, column=None):
    columns = [column] if column else table.columns
    cells = (table.sheet.rows[row.index][c.index] for row in table.rows for c in columns)
    return [value for value in cells if value is not None]


def test_an_empty_form_that_shows_another_period_says_so(project, words):
    (table,) = read_form(filled(form_bytes(project, words), {}, put("E3", "报告期：2024年第一季度")), words)
    assert codes([table]) == ["form_contradicts"]
    assert "2024年第一季度" in table.findings[0].text()
    assert "contradicts" in table.findings[0].text("en")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("A1", "洞头区2023年四季度孵化载体发展情况表"),
        ("A1", "洞头区2023年孵化载体发展情况表"),
        ("A3", "填报单位：洞头区北岙街道办事处"),
        ("A3", "填报单位：经济发展科"),
        ("E3", "报告期：2023年1—12月"),
        ("E2", "制表机关：洞头区科技局（2024年1月5日）"),
    ],
)
def test_other_words_for_the_same_contradict_nothing(project, words, cell, text):
    tables = read_form(filled(form_bytes(project, words), {"在孵企业": 25}, put(cell, text)), words)
    assert all(head.code != "form_contradicts" for table in tables for head in (*table.rows, *table.columns))


def test_a_register_form_that_shows_another_period_is_quarantined(project, words):
    def change(book, _header):
        book.worksheets[0]["A1"] = "洞头区2024年第一季度孵化载体登记表"

    rows = [{"载体名称": "甲孵化器", "载体类型": "孵化器", "建筑面积（平方米）": 5000}]
    (table,) = roster(project, words, "carriers", TOWN, rows, change)
    assert sorted(map(str, quarantined(table))) == ["5000.0", "孵化器"]
    assert {column.code for column in table.columns} == {"form_contradicts"}


def test_the_column_of_the_last_period_filled_instead_of_this_one_is_told(project, words):
    def change(book):
        sheet = book.worksheets[0]
        sheet.cell(row_of(sheet, "在孵企业"), 5).value = 26
        sheet.cell(row_of(sheet, "新增在孵企业（本季度）"), 5).value = 4

    tables = read_form(filled(form_bytes(project, words), {}, change))
    assert codes(tables) == ["form_wrong_column"]
    (told,) = tables[0].findings
    first, last = told.cell.split("…")
    assert first.startswith("E")
    assert last.startswith("E")
    assert "有2项" in told.text()
    assert f"单元格{first}由23改为26，本期栏为单元格{first.replace('E', 'D')}" in told.text()
    assert "from 23 to 26" in told.text("en")


@pytest.mark.parametrize("cell", ["B3", "B8", "C20"])
def test_a_hidden_sheet_that_was_pasted_over_is_told(project, words, cell):
    def change(book):
        book[OWN_SHEET][cell] = "999"

    (table,) = read_form(filled(form_bytes(project, words), {"在孵企业": 25}, change))
    assert [f.code for f in table.findings] == ["form_damaged"]
    assert "隐藏工作表" in table.findings[0].text()


def test_a_form_that_names_what_the_vocabulary_lacks_is_told(project, words):
    sheets = sheets_of(form_bytes(project, words))
    marks = read_marks(sheets[1].rows)
    for odd in (
        Entry(5, 3, "indicator", "unicorns", "甲", "家", Basis.STOCK, marks.period),
        Entry(5, 3, "indicator", "tenants", "甲", "户", Basis.STOCK, marks.period),
        Entry(5, 3, "text", "poems", "甲"),
    ):
        own = Sheet(OWN_SHEET, write_marks(replace(marks, entries=(*marks.entries, odd))), hidden=True)
        (table,) = read_form([sheets[0], own], words)
        assert [f.code for f in table.findings] == ["form_damaged"]


def roster(project, words, name, unit, rows, change=None):
    book = load_workbook(io.BytesIO(form_bytes(project, words, name, unit)))
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    columns = {cell.value.replace("\n", ""): cell.column for cell in header}
    for number, row in enumerate(rows, start=1):
        for label, value in row.items():
            cell = sheet.cell(header[0].row + number, columns[label])
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    if change:
        change(book, header[0].row)
    out = io.BytesIO()
    book.save(out)
    return read_form(sheets_of(out.getvalue()), words)


def test_a_register_form_gives_its_rows_with_fields_and_numbers(project, words):
    (table,) = roster(
        project,
        words,
        "carriers",
        TOWN,
        [
            {"载体名称": "=甲孵化器", "载体类型": "孵化器", "建筑面积（平方米）": 5000},
            {"载体名称": "乙众创空间", "所在街道（乡镇）": "北岙街道", "投用面积（平方米）": 300.5},
        ],
    )
    assert entries([table]) == {
        ("type", "None", "None", "", "=甲孵化器"): "孵化器",
        ("carrier_area", "stock", "2023Q4", "平方米", "=甲孵化器"): 5000,
        ("town", "None", "None", "", "乙众创空间"): "北岙街道",
        ("area_in_use", "stock", "2023Q4", "平方米", "乙众创空间"): 300.5,
    }
    assert table.context.register == "carriers"
    assert [row.entity for row in table.rows] == ["=甲孵化器", "乙众创空间"]
    assert all(column.role in (Role.FIELD, Role.VALUES, Role.LABEL) for column in table.columns)
    assert table.area[2] == len(table.sheet.rows) - 1
    assert codes([table]) == []


def test_totals_and_foreign_columns_of_a_register_form_are_told(project, words):
    def change(book, header):
        sheet = book.worksheets[0]
        sheet.cell(header + 2, 2).value = "合 计"
        sheet.cell(header + 1, 30).value = 7

    rows = [{"企业名称": "甲公司", "从业人员（人）": 12}]
    (table,) = roster(project, words, "firms", replace(CARRIER, name="海创孵化器"), rows, change)
    assert [(row.text, row.kind) for row in table.rows] == [("甲公司", RowKind.DATA), ("合 计", RowKind.LABEL)]
    assert [(c.index, c.code) for c in table.columns if c.role is Role.UNKNOWN] == [(29, "form_extra")]
    assert codes([table]) == ["form_total_row"]


def test_register_columns_in_another_order_are_followed(project, words):
    def change(book, header):
        sheet = book.worksheets[0]
        for row in range(header, header + 3):
            one, other = sheet.cell(row, 3), sheet.cell(row, 4)
            one.value, other.value = other.value, one.value

    rows = [{"企业名称": "甲公司", "所在载体": "海创", "统一社会信用代码": "91330305MA00000000"}]
    (table,) = roster(project, words, "firms", CARRIER, rows, change)
    assert {c.field: c.index for c in table.columns if c.field in ("carrier", "credit_code")} == {
        "carrier": 3,
        "credit_code": 2,
    }
    assert codes([table]) == ["form_moved"]


def test_a_register_form_without_one_of_its_columns_is_told(project, words):
    def change(book, header):
        book.worksheets[0].cell(header, 3).value = "别的"

    (table,) = roster(project, words, "firms", CARRIER, [], change)
    assert "找不到列“所在载体”" in table.findings[0].text()


texts = st.text(max_size=20)
months = st.tuples(st.integers(1990, 2100), st.integers(1, 12))
periods = months.map(lambda m: Period.parse(f"{m[0]}-{m[1]:02d}"))
plain = texts.map(lambda text: text.encode("utf-8", "replace").decode().rstrip("\x00"))


@given(
    st.lists(st.builds(Entry, st.integers(0, 999), st.integers(0, 99), st.just("indicator"), plain, plain, plain,
                       st.sampled_from(Basis), periods, plain), max_size=5),
    st.lists(st.builds(Fixed, st.integers(0, 99), st.integers(0, 9), plain, plain), max_size=3),
    plain, plain, periods, st.booleans(),
)  # fmt: skip
def test_what_the_hidden_sheet_says_is_what_was_written(found, fixed, name, carrier, period, demo):
    marks = Marks("f", "1", "表", name, "330305001", carrier, name, period, "", demo, tuple(found), tuple(fixed))
    rows = [[cell or None for cell in row] for row in write_marks(marks)]
    assert read_marks(rows) == marks


values = st.one_of(st.none(), st.text(max_size=6), st.integers(), st.floats(), st.booleans())
grids = st.lists(st.lists(values, max_size=6), max_size=8)


@given(st.lists(st.builds(Sheet, st.sampled_from(["表", OWN_SHEET, "季度表"]), grids), max_size=3))
def test_no_sheets_make_reading_fail(sheets):
    assert read_form(sheets) is None or all(table.sheet in sheets for table in read_form(sheets))


@given(
    st.lists(
        st.lists(st.sampled_from(["incu_form", "1", "entry", "fixed", "digest", "form", "", None, 3.0]), max_size=4)
    )
)
def test_no_hidden_sheet_makes_reading_fail(rows):
    sheet = Sheet(OWN_SHEET, [["incu_form", "1"], *rows], hidden=True)
    (table,) = read_form([sheet])
    assert table.findings[0].code == "form_damaged"


@pytest.fixture(scope="module")
def returned(project, words):
    return {name: sheets_of(form_bytes(project, words, name)) for name in ("quarterly", "carriers")}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_form_that_was_changed_anywhere_is_read_or_told_but_never_misread(returned, data):
    name = data.draw(st.sampled_from(sorted(returned)))
    form, own = returned[name]
    rows = [list(row) for row in form.rows]
    for _ in range(data.draw(st.integers(1, 4))):
        r = data.draw(st.integers(0, min(len(rows) - 1, 45)))
        match data.draw(st.sampled_from(["cell", "delete", "insert", "copy", "swap"])):
            case "cell":
                c = data.draw(st.integers(0, 7))
                rows[r] = [*rows[r], *[None] * 8][: max(c + 1, len(rows[r]))]
                rows[r][c] = data.draw(values)
            case "delete" if len(rows) > 1:
                del rows[r]
            case "insert":
                rows.insert(r, data.draw(st.lists(values, max_size=6)))
            case "copy":
                rows.insert(r, list(rows[r]))
            case _:
                other = data.draw(st.integers(0, len(rows) - 1))
                rows[r], rows[other] = rows[other], rows[r]
    sheet = replace(form, rows=rows)
    tables = read_form([sheet, own])
    for table in tables:
        for finding in table.findings:
            assert finding.text()
            assert finding.text("en")
        for head in table.rows:
            if head.indicator:
                label, unit = rows[head.index][1], rows[head.index][2]
                assert label == head.text
                assert unit == head.unit


def test_a_form_saved_with_the_protection_taken_off_is_still_read(project, words):
    def change(book):
        book.worksheets[0].protection.sheet = False
        book.security.lockStructure = False
        book[OWN_SHEET].sheet_state = "visible"
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                cell.protection = Protection(locked=False)

    assert entries(read_form(filled(form_bytes(project, words), {"在孵企业": 25}, change)))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=30))
def test_any_unit_name_survives_the_way_there_and_back(project, words, name):
    tables = read_form(sheets_of(form_bytes(project, words, "monthly", Addressee("330305001", name, "洞头区"))))
    assert codes(tables) == []
    assert tables[0].sheet.name == "月度表"
