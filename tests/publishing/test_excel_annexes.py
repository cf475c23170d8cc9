"""Excel annexes read back: numbers as numbers, texts as texts, headings, notes, printing, the list of sheets."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output
from openpyxl import load_workbook

from incuanalysis.display.furniture import Letterhead, Trace, TraceCell, Traces
from incuanalysis.display.items import Cell, Column, Item, Prose, Stamp, Table, Title
from incuanalysis.display.show import bundle_digest
from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.excel import notebook_to_xlsx
from incuanalysis.publishing.excel.formats import number_of
from incuanalysis.publishing.tabledata import TableCell

STAMP = Stamp("330305", "2023-09")
HEAD = Letterhead(STAMP, "洞头区科学技术局", "月度监测简报", state="issued", demo=True)
TABLE = Table(
    STAMP,
    "各街道指标",
    (
        Column("name", "街道"),
        Column("count", "数量", "decimal", "家", group="在孵企业"),
        Column("share", "完成率", "decimal", group="在孵企业"),
        Column("state", "状态", "center"),
    ),
    (
        ("=1+1", Cell("96", 96.0, "家", "0", trace="t1"), Cell("35.0%", 35.0, "%", '0.0"%"'), Cell("●已完成", tone="good")),
        ("@合计", Cell("1,096", 1096.0, "家", "#,##0"), Cell("5%", 5.0, "%", '0"%"', notes=(1,)), Cell("○未报", notes=(2,))),
        ("-北岙", "未报", "—", "+"),
    ),
    emphasis=(1,),
    notes=("按序时进度判断。", "未报的不计入。"),
)  # fmt: skip
TRACES = Traces(
    STAMP,
    "数据出处",
    (
        Trace("t0", "其他", "1家", "推算", steps=("合计",)),
        Trace(
            "t1", "在孵企业", "96家", "自报", (TraceCell("月报.xlsx", "月报", "C5", "区科技局", "2023-10-09", "96"),)
        ),
    ),
)


def made(*items: Item, **more: Any) -> bytes:
    outputs = []
    for number, item in enumerate(items, start=1):
        data = item.bundle()
        said = {"kind": item.kind, "region": "330305", "period": "2023-09", "number": number, "digest": bundle_digest(data)}  # fmt: skip
        outputs.append(new_output("display_data", data=data, metadata={"incu": said}))
    metadata = {"incu_report": {"language": "zh", "region_name": "洞头区", "period": "2023-09", **more}}
    return notebook_to_xlsx(new_notebook(cells=[new_code_cell("", outputs=outputs)], metadata=metadata))


def opened(*items: Item, **more: Any) -> Any:
    return load_workbook(io.BytesIO(made(*items, **more)))


def rows(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_annexes_come_first_and_every_table_has_its_sheet() -> None:
    book = opened(TABLE, replace(TABLE, annex="附件1", caption="各单位：完成/情况"), TABLE)
    assert book.sheetnames == ["目录", "附件1 各单位：完成／情况", "表1", "表3"]


def test_numbers_are_numbers_with_the_formats_that_print_them_as_the_report_does() -> None:
    sheet = opened(TABLE)["表1"]
    assert (sheet["B4"].value, sheet["B4"].number_format) == (96, "0")
    assert (sheet["C4"].value, sheet["C4"].number_format) == (35, '0.0"%"')
    assert (sheet["B5"].value, sheet["B5"].number_format) == (1096, "#,##0")
    assert (sheet["C5"].value, sheet["C5"].number_format) == (5, '0"%""¹"'), "the note's number stands in the format"
    assert {sheet[name].data_type for name in ("B4", "C4", "B5", "C5")} == {"n"}
    assert (sheet["B6"].value, sheet["C6"].value) == ("未报", "—")


def test_texts_are_never_formulas() -> None:
    sheet = opened(TABLE)["表1"]
    for name, text in (("A4", "=1+1"), ("A5", "@合计"), ("A6", "-北岙"), ("D6", "+")):
        assert (sheet[name].value, sheet[name].data_type, sheet[name].quotePrefix) == (text, "s", True)
    assert sheet["D5"].value == "○未报²"


@given(st.text(max_size=40))
def test_any_text_makes_a_workbook_without_formulas(text: str) -> None:
    table = Table(
        STAMP,
        text,
        (Column("a", text, group=text), Column("b", "b", "decimal")),
        ((text, text),),
        notes=(text,),
        annex=text,
    )
    book = opened(table)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_captions_headings_and_notes_stand_around_the_numbers() -> None:
    sheet = opened(TABLE)["表1"]
    assert rows(sheet)[:3] == [
        ["各街道指标", None, None, None],
        ["街道", "在孵企业", None, "状态"],
        [None, "数量（家）", "完成率", None],
    ]
    assert rows(sheet)[6:] == [["注：1．按序时进度判断。", None, None, None], ["2．未报的不计入。", None, None, None]]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", "A2:A3", "B2:C2", "D2:D3", "A7:D7", "A8:D8"}
    assert sheet["A5"].font.bold, "the emphasised row is bold"
    assert sheet["D4"].font.color.rgb == "001E6B3A"


def test_a_sheet_is_frozen_filtered_and_ready_to_print() -> None:
    sheet = opened(replace(TABLE, annex="附件1", landscape=True))["附件1 各街道指标"]
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:D7"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.paperSize == 9
    assert opened(TABLE)["表1"].page_setup.orientation == "portrait"


def test_the_first_sheet_says_what_the_workbook_is_and_leads_to_the_others() -> None:
    book = opened(HEAD, Title(STAMP, "九月简报", "（2023年9月）"), TABLE, Prose(STAMP, "正文"))
    sheet = book["目录"]
    said = rows(sheet)
    assert said[0][0] == "九月简报（2023年9月）"
    assert [row[:2] for row in said[1:5]] == [
        ["发布单位", "洞头区科学技术局"],
        ["期别", "2023年9月"],
        ["地区", "洞头区"],
        ["说明", "演示数据"],
    ]
    assert said[-1] == [1, "表3", "各街道指标", 3]
    assert sheet.cell(len(said), 2).hyperlink.location == "'表3'!A1"
    assert book["表3"]["A2"].value == "演示数据"
    assert book["表3"].oddHeader.right.text == "演示数据"


def test_the_internal_version_leads_from_numbers_to_cells_and_the_published_one_does_not() -> None:
    book = opened(replace(HEAD, version="internal"), TABLE, TRACES)
    assert book.sheetnames == ["目录", "表2", "数据出处"]
    target = book["表2"]["B5"].hyperlink.location
    assert target == "'数据出处'!A5"
    listed = [cell.value for cell in book["数据出处"][5]]
    assert listed == ["在孵企业", "96家", "自报", "月报.xlsx", "月报", "C5", "96", "区科技局", "2023-10-09"]
    published = opened(HEAD, TABLE, TRACES)
    assert published.sheetnames == ["目录", "表2"]
    assert published["表2"]["B5"].hyperlink is None


def test_a_notebook_without_tables_gives_a_workbook_that_says_so() -> None:
    assert opened(Prose(STAMP, "正文")).sheetnames == ["目录"]


def test_a_table_without_rows_has_its_heading_and_no_filter() -> None:
    sheet = opened(replace(TABLE, rows=(), emphasis=()))["表1"]
    assert sheet.auto_filter.ref is None
    assert sheet["B3"].value == "数量（家）"


def test_the_same_notebook_gives_the_same_bytes_and_no_clock_time() -> None:
    data = made(HEAD, TABLE, data_date="2023-10-09")
    assert data == made(HEAD, TABLE, data_date="2023-10-09")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = load_workbook(io.BytesIO(data)).properties
    assert properties.created.isoformat()[:10] == properties.modified.isoformat()[:10] == "2023-10-09"
    assert properties.creator == "洞头区科学技术局"


def test_an_output_that_was_changed_is_refused() -> None:
    data = TABLE.bundle()
    output = new_output("display_data", data=data, metadata={"incu": {"kind": "table", "number": 1, "caption": "各街道指标", "digest": bundle_digest(data)}})  # fmt: skip
    output.data["application/vnd.incu.table+json"]["cells"][0]["value"] = 960.0
    with pytest.raises(ReportFailedError, match="各街道指标"):
        notebook_to_xlsx(new_notebook(cells=[new_code_cell("", outputs=[output])]))


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("+12.4%", None, (12.4, '"+"0.0"%";-0.0"%";0.0"%"')),
        ("−3", None, (-3.0, "0")),
        ("1,234.50", None, (1234.5, "#,##0.00")),
        ("约1.2万平方米", 1.2, (1.2, '"约"0.0"万平方米"')),
        ("007", None, None),
        ("第3位", None, None),
        ("12家", None, None),
        ("2023-09", None, None),
        ("—", None, None),
        ("", None, None),
        ("1/3", 0.5, (0.5, "General")),
    ],
)
def test_a_number_is_read_only_where_the_text_is_nothing_else(text: str, value: float | None, expected: object) -> None:
    assert number_of(TableCell(text, value), numeric=True) == expected


def test_a_format_that_a_program_could_act_on_is_not_used() -> None:
    assert number_of(TableCell("5", 5.0, format="[$-F800]dddd"), numeric=True) == (5.0, "0")
    assert number_of(TableCell("5"), numeric=False) is None
