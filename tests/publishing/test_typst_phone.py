"""The PDF for a telephone: narrow pages, wide tables row by row, and nothing left out."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pypdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from incuanalysis.display.furniture import Letterhead, OpinionBox
from incuanalysis.display.items import Column, Headline, Headlines, Item, Stamp, Table, Title
from incuanalysis.publishing.typst import TypstPDFExporter
from incuanalysis.publishing.typst.grid import Cell, Grid, fit
from incuanalysis.publishing.typst.sheet import OFFICIAL, PHONE

STAMP = Stamp("330305", "2023-09")
PHONE_EXPORTER = TypstPDFExporter(paper="phone", keep_source=True)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="460pt" height="200pt"><rect width="460" height="200"/></svg>'


def shown(item: Item) -> Any:
    output = new_output("display_data", data=item.bundle(), metadata={"incu": {"kind": item.kind, "number": 1}})
    return new_code_cell("", outputs=[output])


def made(*content: Any, exporter: TypstPDFExporter = PHONE_EXPORTER) -> tuple[bytes, str, str]:
    cells = [shown(part) if isinstance(part, Item) else part for part in content]
    nb = new_notebook(cells=cells, metadata={"incu_report": {"language": "zh"}})
    pdf, resources = exporter.from_notebook_node(nb)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return pdf, re.sub(r"[\s\u200b]", "", text), resources.get("typst_source", "")


def wide(columns: int, **stated: Any) -> Table:
    heads = [Column("n", "序号", "right"), Column("u", "街道（乡镇）")]
    heads += [
        Column(f"k{place}", f"指标{place}", "decimal", "家", "一组" if place < 3 else "") for place in range(columns)
    ]
    rows = tuple((str(row), f"街道{row}", *(f"{row}{place}.5" for place in range(columns))) for row in range(1, 9))
    return Table(STAMP, "进展表", tuple(heads), rows, notes=("来源：月报。",), **stated)


def test_pages_are_as_narrow_as_a_telephone() -> None:
    pdf, _text, _source = made(Title(STAMP, "题", findings=("一", "二")), wide(10, annex="附件1", landscape=True))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sizes = {tuple(round(float(number) / 72 * 25.4) for number in page.mediabox[2:]) for page in opened.pages}
    assert sizes == {(90, 195)}, "nor is a page turned"


def test_a_wide_table_is_written_row_by_row_with_every_value() -> None:
    _pdf, text, source = made(wide(10))
    assert source.count("#records(") == 1
    assert "data-table" not in source
    assert "表1进展表" in text
    assert "1街道1一组·指标0（家）10.5一组·指标1（家）11.5" in text
    for row in range(1, 9):
        for place in range(10):
            assert f"{row}{place}.5" in text
    assert "来源：月报。" in text


def test_a_small_table_stays_a_table() -> None:
    table = Table(STAMP, "小表", (Column("a", "甲"), Column("b", "乙", "decimal")), (("一", "1.5"),))
    _pdf, text, source = made(table)
    assert "records" not in source
    assert "甲乙一1.5" in text


def test_a_table_of_markdown_without_room_becomes_records_too() -> None:
    head = "|".join(f"很长的栏目名称{place}" for place in range(8))
    row = "|".join(f"一段说明文字{place}" for place in range(8))
    _pdf, text, source = made(new_markdown_cell(f"# 题\n\n|{head}|\n|{'-|' * 8}\n|{row}|"))
    assert "#records(" in source
    assert "很长的栏目名称3一段说明文字3" in text


def test_the_same_content_is_on_both_papers() -> None:
    content = (
        Letterhead(STAMP, "洞头区科学技术局", "月度监测简报", state="draft", demo=True),
        Title(STAMP, "洞头区孵化载体集群2023年9月建设进展情况通报", findings=("结论。",)),
        Headlines(STAMP, tuple(Headline(str(n), f"指标{n}", 1.0, "家", f"{n}23家") for n in range(5))),
        new_markdown_cell("## 一、题\n\n正文**粗**。\n\n```\n" + "x = 1 " * 40 + "\n```"),
        new_code_cell("", outputs=[new_output("display_data", data={"image/svg+xml": SVG, "text/plain": "柱形图"})]),
        wide(6),
        OpinionBox(STAMP, "请核对。"),
    )
    _pdf, narrow, _source = made(*content)
    _pdf, broad, _source = made(*content, exporter=TypstPDFExporter())
    for said in (
        "月度监测简报",
        "进展情况通报",
        "结论。",
        "指标4",
        "正文粗",
        "街道8",
        "85.5",
        "理由和依据：",
        "演示数据",
    ):
        assert said in narrow, said
        assert said in broad, said
    assert narrow.count("草稿") >= 2


def test_the_same_notebook_gives_the_same_bytes_on_a_telephone() -> None:
    assert made(wide(9))[0] == made(wide(9), exporter=TypstPDFExporter(paper="phone", keep_source=True))[0]


@pytest.mark.parametrize("sheet", [PHONE, OFFICIAL])
def test_widths_fit_every_sheet(sheet: Any) -> None:
    for columns in (1, 3, 6, 20):
        for text in ("1", "一段文字" * 10, "unbreakable" * 4, "12,345.67"):
            for grow in (None, 0, columns - 1):
                grid = Grid(
                    [[Cell("题", "题", True)] * columns],
                    [[Cell(text, text) for _ in range(columns)]],
                    ["left"] * columns,
                )
                grid.grow = grow
                parts = fit(grid, None, sheet)
                assert all(sum(part.widths) <= sheet.width + 0.01 for part in parts)
                assert {place for part in parts for place in part.columns} == set(range(columns))
