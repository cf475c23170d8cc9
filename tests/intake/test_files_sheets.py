"""Spreadsheets, pages, documents and texts that are not as they should be, and what is made of them."""

from __future__ import annotations

import struct

import pytest

from incuanalysis.intake.cells import CellError
from incuanalysis.intake.files import Unreadable, open_file
from incuanalysis.intake.files.biff import walk
from incuanalysis.intake.files.ole import Container, build_container
from tests.intake import making


def rows_of(body: str):
    return open_file(making.with_sheet_xml(body), "a.xlsx").sheets[0].rows


def test_error_cells_of_every_excel_version_are_kept_as_errors():
    names = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"]
    cells = "".join(f'<c r="{"ABCDEFGHIJ"[i]}1" t="e"><v>{name}</v></c>' for i, name in enumerate(names))
    (row,) = rows_of(f'<row r="1">{cells}<c r="K1"><v>7</v></c></row>')
    assert row == [*names, 7]
    assert all(isinstance(value, CellError) for value in row[:-1])


def test_a_formula_without_a_stored_result_shows_itself():
    rows = rows_of(
        '<row r="1"><c r="A1"><f>B1+1</f></c><c r="B1"><f>SUM(C1:D1)</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>IF(C1,"")</f><v></v></c><c r="E1" s="0"/></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:B2" si="0">A1*2</f></c><c r="B2"><f t="shared" si="0"/></c></row>'
    )
    assert rows[0] == ["=B1+1", "=SUM(C1:D1)", 2, None]
    assert rows[1] == ["=A1*2", "=B1*2", None, None]
    assert isinstance(rows[0][0], CellError)
    assert isinstance(rows[1][1], CellError)


def test_formulas_that_openpyxl_writes_have_no_result_and_show_themselves():
    (row,) = open_file(making.xlsx([[1, 2, "=A1+B1"]]), "a").sheets[0].rows
    assert row == [1, 2, "=A1+B1"]
    assert isinstance(row[2], CellError)


def test_a_text_that_looks_like_an_error_or_formula_stays_a_text():
    (row,) = open_file(making.xlsx([["=", "#", "x=1"]]), "a").sheets[0].rows
    assert [type(value) for value in row] == [str, str, str]


def test_an_old_workbook_none_of_whose_formulas_has_a_result_is_told():
    opened = open_file(making.xls([["x", "=1+1"], ["y", "=2+2"]]), "a")
    (found,) = opened.findings
    assert found.code == "file_formulas_unsaved"
    assert found.cell == "B1"
    assert "2个公式" in found.text()


def test_texts_are_kept_as_they_are_and_blanks_are_empty():
    (row,) = open_file(making.xlsx([[" 甲 ", "a\nb", "0012", " ", "\u3000", "全    国"]]), "a").sheets[0].rows
    assert row == [" 甲 ", "a\nb", "0012", None, None, "全    国"]


def test_whole_numbers_are_whole_and_large_ones_stay_as_they_are():
    (row,) = open_file(making.xlsx([[12.0, -3.0, 0.5, 1e15, 1e20]]), "a").sheets[0].rows
    assert [str(value) for value in row] == ["12", "-3", "0.5", "1000000000000000", "1e+20"]


@pytest.mark.parametrize(
    "body",
    [
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
        '<row r="2"><c r="A2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row><row r='2'><c r='A2'><v>3</v></c></row>",
        '<row r="1"><c s="0" r="A1"><v>1</v></c><c s="0" r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>',
        '<row r="1"><c\nr = "A1"><v>1</v></c><c\tr="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>',
    ],
)
def test_unusual_ways_to_write_cells_give_the_same_sheet(body):
    assert rows_of(body) == [[1, 2], [3, None]]


def test_a_sheet_whose_elements_have_a_prefix_is_read():
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1">'
        '<x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="e"><x:v>#N/A</x:v></x:c><x:c r="C1"><x:f>A1</x:f></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    data = making.with_part(making.xlsx([["x"]]), "xl/worksheets/sheet1.xml", xml.encode())
    assert open_file(data, "a").sheets[0].rows == [[1, "#N/A", "=A1"]]


def test_entities_of_a_sheet_or_document_are_not_resolved():
    head = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY b "bomb">]>'
    xml = (
        head + '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="str"><v>&e;&b;</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(Unreadable) as caught:
        open_file(making.with_part(making.xlsx([["x"]]), "xl/worksheets/sheet1.xml", xml.encode()), "a")
    assert caught.value.finding.code == "file_damaged"
    document = making.zip_parts(making.docx_table([["x"]]))["word/document.xml"].decode()
    document = head + document.partition("?>")[2].replace(">x<", ">x&b;&e;<")
    opened = open_file(making.with_part(making.docx_table([["x"]]), "word/document.xml", document.encode()), "a")
    assert opened.sheets[0].rows == [["x"]]


def test_a_spreadsheet_in_one_xml_file_keeps_places_errors_and_dates():
    xml = making.spreadsheetml([["a"]]).decode()
    cells = (
        '<Cell ss:Index="3"><Data ss:Type="DateTime">2023-09-30T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Error">#REF!</Data></Cell><Cell ss:Formula="=RC[-1]"/>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell></Row><Row ss:Index="3">'
    )
    (row, empty, _) = (
        open_file(xml.replace("</Row>", cells + "<Cell><Data>z</Data></Cell></Row>").encode(), "a").sheets[0].rows
    )
    assert [str(value) for value in row] == ["a", "None", "2023-09-30", "#REF!", "=RC[-1]", "True"]
    assert isinstance(row[3], CellError)
    assert isinstance(row[4], CellError)
    assert set(empty) == {None}


# old workbooks


def with_records(data: bytes, records: bytes) -> bytes:
    """An .xls whose last sheet has more records before its end."""
    stream = making.workbook_stream(data)
    end = stream.rstrip(b"\0").rfind(b"\x0a")
    return making.ole({"Workbook": stream[:end] + records + stream[end:]})


def record(name: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", name, len(body)) + body


def test_a_chart_in_an_old_sheet_neither_adds_cells_nor_ends_the_sheet():
    chart = record(0x0809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
    chart += record(0x203, struct.pack("<HHHd", 5, 5, 0, 99.0)) + record(0x0A)
    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 0))
    number = record(0x203, struct.pack("<HHHd", 1, 1, 15, 7.0))
    (sheet,) = open_file(with_records(making.xls([["x", 1], [None, 2]]), chart + number + merged), "a").sheets
    assert sheet.rows == [["x", 1], [None, 7]]
    assert sheet.merged == ((0, 0, 1, 0),)


def test_saved_results_of_old_formulas_are_read_whatever_the_formulas_are():
    def formula(column: int, result: bytes) -> bytes:
        # the formula itself is 40 bytes that mean nothing
        return record(0x06, struct.pack("<HHH", 1, column, 15) + result + struct.pack("<HIH", 0, 0, 40) + b"\xee" * 40)

    special = {0: b"\0", 1: b"\x01", 2: b"\x17", 3: b"\0"}
    records = formula(0, struct.pack("<d", 2.5))
    for column, kind in enumerate((0, 1, 2, 3), 1):
        records += formula(column, bytes((kind, 0)) + special[kind] + bytes(3) + b"\xff\xff")
        if kind == 0:
            records += record(0x207, struct.pack("<HB", 2, 1) + "甲乙".encode("utf-16-le"))
    opened = open_file(with_records(making.xls([["x"]]), records), "a")
    row = opened.sheets[0].rows[1]
    assert row[:4] == [2.5, "甲乙", True, "#REF!"]
    assert isinstance(row[3], CellError)
    assert opened.findings == ()


def test_a_reference_to_another_workbook_in_an_old_one_is_told():
    stream = making.workbook_stream(making.xls([["x"]]))
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    link = record(0x1AE, struct.pack("<HHB", 1, 9, 0) + b"other.xls" + struct.pack("<HB", 1, 0) + b"A")
    made = bytearray(stream[:first] + link + stream[first:])
    at = made.find(struct.pack("<H", 0x85), first)
    while struct.unpack_from("<H", made, at)[0] != 0x85 or made[at + 10 : at + 11] != b"\x06":
        at = made.find(struct.pack("<H", 0x85), at + 1)
    place = struct.unpack_from("<I", made, at + 4)[0] + len(link)
    made[at + 4 : at + 8] = struct.pack("<I", place)
    opened = open_file(making.ole({"Workbook": bytes(made)}), "a")
    assert [found.code for found in opened.findings] == ["file_external_links"]
    assert opened.sheets[0].rows == [["x"]]


def test_a_workbook_of_records_without_a_container_is_read():
    stream = record(0x0009, struct.pack("<HH", 2, 0x10)) + record(0x0003, struct.pack("<HH3xd", 0, 0, 7.0))
    stream += record(0x0004, struct.pack("<HH3xB", 0, 1, 2) + b"ab") + record(0x0A)
    assert open_file(stream, "a.xls").sheets[0].rows == [[7, "ab"]]


def test_sizes_that_an_old_workbook_claims_are_not_believed():
    stream = bytearray(making.workbook_stream(making.xls([["x", 1]])))
    found = walk(bytes(stream))
    assert found.sound
    assert (found.sheets[0].rows, found.sheets[0].columns) == (1, 2)
    at = stream.find(struct.pack("<HH", 0x200, 14))
    stream[at + 4 : at + 18] = struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
    assert open_file(making.ole({"Workbook": bytes(stream)}), "a").sheets[0].rows == [["x", 1]]
    at = stream.find(struct.pack("<H", 0xFC))
    stream[at + 8 : at + 12] = b"\xff\xff\xff\x7f"
    assert not walk(bytes(stream)).sound


@pytest.mark.parametrize("size", [1, 4096, 5000, 1_000_000, 9_000_000])
def test_a_container_made_for_the_reader_holds_the_stream(size):
    stream = bytes(range(251)) * (size // 251) + bytes(range(size % 251))
    read = Container(build_container(stream)).read("workbook")
    assert read is not None
    assert read[: len(stream)] == stream
    assert not read[len(stream) :].strip(b"\0")


# pages and documents


def test_tables_in_tables_are_sheets_of_their_own_and_scripts_are_not_text():
    page = (
        "<html><head><style>td{}</style></head><body><table><tr><td>外<script>x()</script><style>y</style>"
        "<table><tr><td>内</td></tr></table></td></tr></table></body></html>"
    )
    assert [sheet.rows for sheet in open_file(page.encode(), "a").sheets] == [[["外"]], [["内"]]]


def test_the_caption_and_short_lines_above_a_table_become_its_first_rows():
    page = (
        "<body><p>很久以前的一段正文，说明了许多与表格无关的事情，因此不属于这张表的标题，也不应当读入表格之中，以免误作表头处理，"
        "造成口径混乱，这里再补几个字。</p><h2>表1 孵化器情况</h2><p>单位：万元</p>"
        "<table><caption>2023年</caption><tr><td>a</td><td>b</td></tr></table></body>"
    )
    (sheet,) = open_file(page.encode(), "a").sheets
    assert sheet.rows == [["表1 孵化器情况", None], ["单位：万元", None], ["2023年", None], ["a", "b"]]
    assert sheet.merged == ((0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1))
    (sheet,) = open_file(
        making.docx_table([["a", "b"]], above=["x" * 80, "表1", "", "单位：万元"], below=["注"]), "a"
    ).sheets
    assert sheet.rows == [["表1", None], ["单位：万元", None], ["a", "b"]]


def test_texts_of_a_page_read_as_they_are_seen():
    page = "<table><tr><td>在孵\n   企业<br>（家）</td><td> 1&nbsp;234 </td><td>&nbsp;</td><th><p>甲</p><p>乙</p></th></tr></table>"
    assert open_file(page.encode(), "a").sheets[0].rows == [["在孵 企业\n（家）", "1\xa0234", None, "甲\n乙"]]


def test_a_page_that_ends_within_a_table_is_told():
    page = making.html_table([["名称", "在孵企业"], ["甲", 12], ["乙", 3]])
    opened = open_file(page[: page.find("乙".encode())], "a.html")
    assert opened.sheets[0].rows[:2] == [["名称", "在孵企业"], ["甲", "12"]]
    assert [found.code for found in opened.findings] == ["file_page_cut"]


def test_spans_that_reach_out_of_the_table_end_with_it():
    page = '<table><tr><td rowspan="9">a</td><td colspan="0">b</td></tr><tr><td rowspan="x">c</td></tr></table>'
    (sheet,) = open_file(page.encode(), "a").sheets
    assert sheet.rows == [["a", "b"], [None, "c"]]
    assert sheet.merged == ((0, 0, 1, 0),)


def test_deleted_text_of_a_document_is_not_read_and_inserted_rows_are():
    document = making.zip_parts(making.docx_table([["x"]]))["word/document.xml"].decode()
    cell = "<w:tc><w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p></w:tc>"
    document = document.replace("</w:tbl>", f"<w:sdt><w:sdtContent><w:tr>{cell}</w:tr></w:sdtContent></w:sdt></w:tbl>")
    data = making.with_part(making.docx_table([["x"]]), "word/document.xml", document.encode())
    assert open_file(data, "a").sheets[0].rows == [["x"], ["新"]]


# texts


def test_the_separator_is_the_one_that_gives_rows_of_one_width():
    text = "2023年孵化器情况;;\n名称;收入;人数\n甲;1,234;5\n乙;12;6\n"
    assert open_file(text.encode(), "a").sheets[0].rows[2] == ["甲", "1,234", "5"]
    assert open_file(b"sep=|\na|b;c\n", "a").sheets[0].rows == [["a", "b;c"]]
    assert open_file("只有一列\n甲\n".encode(), "a").sheets[0].rows == [["只有一列"], ["甲"]]


def test_quotes_are_read_as_they_are_meant():
    assert open_file(b'a,"b ""x"", c"\r\nd,"e\nf"\r\n', "a").sheets[0].rows == [["a", 'b "x", c'], ["d", "e\nf"]]
    # opened and never closed: a sign like others, not the end of the table
    rows = open_file(b'a,"b\n' + b"c,d\n" * 50, "a").sheets[0].rows
    assert len(rows) == 51
    assert rows[0] == ["a", '"b']


def test_empty_lines_keep_their_place_and_trailing_ones_go():
    assert open_file(b"a,b\n\n,\nc,d\n\n,,\n", "a").sheets[0].rows == [["a", "b"], [], [None, None], ["c", "d"]]


def test_another_encoding_is_guessed_and_told():
    data = ("Région;Incubateurs;Élèves\n" + "Île-de-France;12;3\nRhône;4;5\n" * 40).encode("cp1252")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        opened = open_file(data, "a.csv")
        assert [found.code for found in opened.findings] == ["file_encoding_guessed"]
        assert len(opened.sheets[0].rows) == 81


def test_nothing_is_printed_for_files_that_can_be_read(capfd):
    for data in (making.xls([["x", "=1+1"]]), making.xlsx([["x", "=1+1"]]), making.csv_bytes([["x"]])):
        assert open_file(data, "a").sheets
    assert capfd.readouterr() == ("", "")
