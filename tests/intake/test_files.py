"""Each kind of file that is read, and each that is refused with one clear line."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import pytest

from incuanalysis.intake.cells import CellError
from incuanalysis.intake.files import Opened, Unreadable, open_file
from incuanalysis.intake.files.sentences import SENTENCES
from tests.intake import making

ROWS = [["名称", "在孵企业数（家）", "收入"], ["甲孵化器", 12, 35.5], ["乙孵化器", 3, None]]
TEXTS = [[None if value is None else str(value) for value in row] for row in ROWS]
OLE_FILE = making.ole({"Something": b"x"})


def codes(opened: Opened) -> list[str]:
    return [found.code for found in opened.findings]


def refusal(data: bytes, name: str = "报表.xlsx") -> str:
    with pytest.raises(Unreadable) as caught:
        open_file(data, name)
    found = caught.value.finding
    assert caught.value.message == SENTENCES[found.code][1].format_map(found.facts)
    assert found.severity == "error"
    for language in ("zh", "en"):
        assert "\n" not in found.text(language)
        assert "{" not in found.text(language)
    return found.code


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (making.xlsx(ROWS), "报表.xlsx", "xlsx"),
        (making.xls(ROWS), "报表.xls", "xls"),
        (making.locked_xlsx(making.xlsx(ROWS)), "报表.xlsx", "xlsx"),
        (making.locked_xls(making.xls(ROWS)), "报表.xls", "xls"),
        (making.locked_xls(making.xls(ROWS), crypto_api=True), "报表.xls", "xls"),
        (making.spreadsheetml(ROWS), "报表.xml", "xml"),
        (making.spreadsheetml(ROWS, encoding="gb2312"), "报表.xml", "xml"),
        (making.zip_of({"报表.xlsx": making.xlsx(ROWS)}), "报表.zip", "zip"),
    ],
)
def test_a_spreadsheet_gives_its_numbers_and_texts(data, name, format):
    opened = open_file(data, name)
    assert opened.format == format
    (sheet,) = opened.sheets
    assert sheet.rows == ROWS
    assert sheet.name == "Sheet1"
    assert [type(value) for value in sheet.rows[1]] == [str, int, float]
    assert [code for code in codes(opened) if code != "file_builtin_key"] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_text_file_gives_texts_whatever_its_encoding_and_separator(encoding, delimiter):
    opened = open_file(making.csv_bytes(ROWS, encoding, delimiter), "报表.csv")
    assert opened.format == "csv"
    assert opened.sheets[0].rows == TEXTS
    assert opened.findings == ()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk"])
def test_a_saved_page_gives_its_tables(charset):
    opened = open_file(making.html_table(ROWS, charset=charset), "报表.html")
    assert opened.format == "html"
    assert opened.sheets[0].rows == TEXTS


def test_a_document_gives_its_tables():
    opened = open_file(making.docx_table(ROWS), "报表.docx")
    assert opened.format == "docx"
    assert opened.sheets[0].rows == TEXTS


@pytest.mark.parametrize("make", [making.xlsx, making.xls, making.spreadsheetml])
def test_merged_ranges_of_spreadsheets_are_kept(make):
    rows = [["甲", None, "乙"], [None, None, 1], ["丙", None, 2]]
    (sheet,) = open_file(make(rows, [(0, 0, 1, 1), (2, 0, 2, 1)]), "a").sheets
    assert sheet.rows == rows
    assert sorted(sheet.merged) == [(0, 0, 1, 1), (2, 0, 2, 1)]


@pytest.mark.parametrize("make", [making.html_table, making.docx_table])
def test_cells_that_span_columns_and_rows_become_merged_ranges(make):
    rows = [["甲", None, "乙"], [None, None, "1"], ["丙", None, "2"], ["x", "y", "z"]]
    (sheet,) = open_file(make(rows, [(0, 0, 1, 1), (2, 0, 2, 1)]), "a").sheets
    assert sheet.rows == rows
    assert sorted(sheet.merged) == [(0, 0, 1, 1), (2, 0, 2, 1)]


@pytest.mark.parametrize("make", [making.xlsx_book, making.xls_book])
def test_sheets_keep_their_order_and_hidden_ones_are_flagged(make):
    opened = open_file(make({"汇总": [[1]], "码表": [["x"]], "空": []}, hidden=["码表"]), "a")
    assert [(sheet.name, sheet.hidden) for sheet in opened.sheets] == [("汇总", False), ("码表", True), ("空", False)]


@pytest.mark.parametrize("make", [making.xlsx, making.xls])
def test_dates_and_booleans_keep_their_kind(make):
    row = [dt.date(2023, 9, 30), dt.datetime.fromisoformat("2023-09-30T08:30"), True, False]
    (read,) = open_file(make([row]), "a").sheets[0].rows
    assert read == row
    assert [type(value) for value in read] == [dt.date, dt.datetime, bool, bool]


def test_content_counts_and_not_the_suffix():
    for data, name, format in (
        (making.xls(ROWS), "报表.xlsx", "xls"),
        (making.xlsx(ROWS), "报表.xls", "xlsx"),
        (making.html_table(ROWS), "报表.xls", "html"),
        (making.spreadsheetml(ROWS), "报表.xls", "xml"),
        (making.csv_bytes(ROWS, "gbk"), "报表.xls", "csv"),
    ):
        opened = open_file(data, name)
        assert opened.format == format
        assert codes(opened) == ["file_suffix_differs"]
    assert codes(open_file(making.xls(ROWS), "报表")) == []


def test_the_built_in_key_is_told_and_another_key_is_a_password():
    workbook, old = making.xlsx(ROWS), making.xls(ROWS)
    for locked in (making.locked_xlsx(workbook), making.locked_xls(old), making.locked_xls(old, crypto_api=True)):
        assert codes(open_file(locked, "a")) == ["file_builtin_key"]
    for locked in (
        making.locked_xlsx(workbook, "秘密"),
        making.locked_xls(old, "abc"),
        making.locked_xls(old, "abc", crypto_api=True),
        making.locked_xlsx(making.docx_table(ROWS), "abc"),
        making.locked_zip("报表.xlsx", workbook),
    ):
        assert refusal(locked) == "file_password"


def test_a_large_locked_workbook_of_several_key_blocks_is_read():
    rows = [[f"企业{row}-{column}" for column in range(12)] for row in range(300)]
    assert open_file(making.locked_xls(making.xls(rows)), "a.xls").sheets[0].rows == rows
    assert open_file(making.locked_xlsx(making.xlsx(rows)), "a.xlsx").sheets[0].rows == rows


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "file_page_print"),
        (making.zip_of({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<d/>"}), "file_page_print"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "file_picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(40), "file_picture"),
        (b"BM" + bytes(4) + bytes(4) + b"\x36\0\0\0\x28\0\0\0" + bytes(40), "file_picture"),
        (b"II*\0" + bytes(40), "file_picture"),
        (b"Rar!\x1a\x07\x01\0" + bytes(40), "file_other_archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "file_other_archive"),
        (b"\x1f\x8b\x08" + bytes(40), "file_other_archive"),
        (making.ole({"WordDocument": b"x", "1Table": b"y"}), "file_old_word"),
        (making.ole({"ETExtData": b"x", "WpsCustomData": b"y"}), "file_wps_et"),
        (making.ole({"PowerPoint Document": b"x"}), "file_other_format"),
        (OLE_FILE, "file_other_format"),
        (making.zip_of({"xl/workbook.bin": b"x", "[Content_Types].xml": b"<T/>"}), "file_other_format"),
        (making.zip_of({"ppt/presentation.xml": b"<p/>"}), "file_other_format"),
        (
            making.zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<o/>"}),
            "file_other_format",
        ),
        (b"{\\rtf1\\ansi table}", "file_other_format"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "file_other_format"),
        (b'<?xml version="1.0"?><root><a>1</a></root>', "file_other_format"),
        (bytes(range(256)) * 8, "file_unknown_kind"),
        (b"<x><y>1</y></x>", "file_unknown_kind"),
        (making.html_table(ROWS)[110:], "file_unknown_kind"),
        (b"<html><body><p>no table</p></body></html>", "file_no_table"),
        (making.docx_table([], above=["正文"]), "file_no_table"),
        (making.zip_of({}), "file_archive_empty"),
        (making.zip_of({"~$报表.xlsx": b"x"}, folders=["报表"]), "file_archive_empty"),
        (making.xlsx(ROWS)[:-200], "file_damaged"),
        (making.xls(ROWS)[:1500], "file_damaged"),
        (making.with_part(making.xlsx(ROWS), "xl/workbook.xml", b"<workbook"), "file_damaged"),
        (making.with_part(making.docx_table(ROWS), "word/document.xml", b"<w:document"), "file_damaged"),
        (making.spreadsheetml(ROWS)[:-30], "file_damaged"),
        (making.zip_of({"只有一个.pdf": b"%PDF-1.7"}), "file_page_print"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_clear_line(data, code):
    assert refusal(data) == code


def test_every_refusal_says_what_to_do():
    for severity, zh, en in SENTENCES.values():
        if severity == "error":
            assert "请" in zh
            assert zh.endswith("。")
            assert en.endswith(".")


def test_a_workbook_without_a_filled_cell_is_told():
    assert codes(open_file(making.xlsx([]), "a")) == ["file_empty_workbook"]
    assert codes(open_file(making.xls([]), "a")) == ["file_empty_workbook"]
    assert codes(open_file(making.xlsx([[" ", "\u3000\n"]]), "a")) == ["file_empty_workbook"]
    assert codes(open_file(b"\n\n , ,\n", "a")) == ["file_empty_workbook"]
    assert codes(open_file(making.html_table([[None]]), "a")) == ["file_empty_workbook"]
    pictured = making.with_part(making.xlsx([]), "xl/media/image1.png", b"\x89PNG")
    assert codes(open_file(pictured, "a")) == ["file_pictures_only"]


def test_macros_are_told_and_the_values_are_read():
    opened = open_file(making.with_part(making.xlsx(ROWS), "xl/vbaProject.bin", b"\xd0\xcf"), "报表.xlsm")
    assert opened.format == "xlsm"
    assert codes(opened) == ["file_macros"]
    assert opened.sheets[0].rows == ROWS
    old = making.ole({"Workbook": making.workbook_stream(making.xls(ROWS)), "_VBA_PROJECT_CUR": b"x"})
    opened = open_file(old, "报表.xls")
    assert codes(opened) == ["file_macros"]
    assert opened.sheets[0].rows == ROWS


def test_references_to_other_workbooks_are_told():
    linked = making.with_part(making.xlsx(ROWS), "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    opened = open_file(linked, "a")
    assert codes(opened) == ["file_external_links"]
    assert opened.sheets[0].rows == ROWS


def test_a_workbook_in_another_kind_of_lock_is_a_password():
    assert refusal(making.ole({"EncryptedPackage": bytes(40), "DRMContent": b"x"})) == "file_password"


def test_an_archive_gives_each_members_sheets_with_its_path():
    inner = making.zip_of({"季度/第三季度.csv": making.csv_bytes(ROWS, "gbk")})
    opened = open_file(
        making.zip_of(
            {
                "西湖区/汇总.xlsx": making.xlsx_book({"一": ROWS, "二": ROWS}),
                "西湖区/~$汇总.xlsx": b"lock",
                "__MACOSX/西湖区/._汇总.xlsx": b"x",
                "西湖区/.DS_Store": b"x",
                "西湖区/Thumbs.db": b"x",
                "其他.zip": inner,
                "../../说明.txt": "甲,乙\n1,2\n".encode(),
                "扫描件.jpg": b"\xff\xd8\xff\xe0",
            },
            folders=["西湖区"],
        ),
        "报表.zip",
    )
    assert [(sheet.member, sheet.name) for sheet in opened.sheets] == [
        ("西湖区/汇总.xlsx", "一"),
        ("西湖区/汇总.xlsx", "二"),
        ("其他.zip/季度/第三季度.csv", ""),
        ("../../说明.txt", ""),
    ]
    assert codes(opened) == [*["file_member_skipped"] * 4, "file_picture"]
    assert opened.findings[-1].sheet == "扫描件.jpg"
    assert "~$汇总.xlsx" in opened.findings[0].text()


def test_names_in_utf8_and_old_ones_without_a_mark_are_read():
    for gbk in (True, False):
        opened = open_file(making.zip_of({"杭州/报表①.csv": b"a,b\n"}, gbk_names=gbk), "a.zip")
        assert opened.sheets[0].member == "杭州/报表①.csv"


def test_archives_are_opened_one_level_deep():
    csv = making.csv_bytes(ROWS)
    deepest = making.zip_of({"c.csv": csv})
    opened = open_file(making.zip_of({"a.csv": csv, "b.zip": making.zip_of({"d.csv": csv, "e.zip": deepest})}), "a.zip")
    assert [sheet.label for sheet in opened.sheets] == ["a.csv", "b.zip/d.csv"]
    assert codes(opened) == ["file_archive_deep"]
    assert opened.findings[0].sheet == "b.zip/e.zip"


def test_a_damaged_sheet_does_not_keep_the_others_from_being_read():
    data = making.xlsx_book({"好": ROWS, "坏": ROWS})
    opened = open_file(making.with_part(data, "xl/worksheets/sheet2.xml", b"<worksheet><sheetData><row r='1'><c"), "a")
    assert [sheet.name for sheet in opened.sheets if sheet.rows] == ["好"]
    assert codes(opened) == ["file_sheet_damaged"]
    assert opened.findings[0].sheet == "坏"


def test_the_file_name_is_never_used_as_a_path():
    assert open_file(b"a,b\n1,2\n", "../../etc/\0passwd").sheets[0].rows == [["a", "b"], ["1", "2"]]


def test_errors_of_cells_are_errors_and_not_empty():
    rows = open_file(making.xls([["x"]]), "a").sheets[0].rows
    assert rows == [["x"]]
    import io

    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    sheet.write(0, 0, "x")
    sheet.row(1).set_cell_error(2, "#DIV/0!")
    out = io.BytesIO()
    book.save(out)
    rows = open_file(out.getvalue(), "a.xls").sheets[0].rows
    assert rows[1][2] == "#DIV/0!"
    assert isinstance(rows[1][2], CellError)


def test_opening_a_workbook_does_not_load_what_it_does_not_need():
    code = """
import json, sys
from incuanalysis.intake.files import open_file
open_file(open(sys.argv[1], "rb").read(), "a.xlsx")
print(json.dumps([name for name in ("pandas", "lxml", "bs4", "docx", "olefile", "msoffcrypto", "xlrd",
                  "openpyxl", "charset_normalizer", "pyarrow") if name in sys.modules]))
"""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        path.write_bytes(making.xlsx(ROWS))
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
