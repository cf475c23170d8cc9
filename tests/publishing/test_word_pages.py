"""Pages of Word files: badges, watermark, page numbers, pages on their side, annexes, traces of the internal version."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from nbformat.v4 import new_code_cell, new_notebook, new_output

from incuanalysis.display.furniture import Letterhead, Trace, TraceCell, Traces
from incuanalysis.display.items import Cell, Column, Item, Prose, Stamp, Table
from incuanalysis.display.show import bundle_digest
from incuanalysis.publishing.word import notebook_to_docx

STAMP = Stamp("330305", "2023-09")
HEAD = Letterhead(STAMP, "洞头区科学技术局", "月度监测简报", state="issued")
WIDE = Table(STAMP, "各单位情况", (Column("a", "单位"), Column("b", "数量", "decimal")), (("甲", Cell("96", 96.0, trace="t1")),), annex="附件1", landscape=True)  # fmt: skip
TRACES = Traces(
    STAMP,
    "数据出处",
    (
        Trace(
            "t1",
            "洞头区 在孵企业",
            "96家",
            "自报",
            (TraceCell("月报.xlsx", "月报", "C5", "区科技局", "2023-10-09", "96"),),
        ),
    ),
)


def opened(*items: Item) -> Any:
    outputs = []
    for item in items:
        data = item.bundle()
        said = {"kind": item.kind, "region": "330305", "period": "2023-09", "number": 1, "digest": bundle_digest(data)}
        outputs.append(new_output("display_data", data=data, metadata={"incu": said}))
    nb = new_notebook(cells=[new_code_cell("", outputs=outputs)], metadata={"incu_report": {"language": "zh"}})
    return Document(io.BytesIO(notebook_to_docx(nb)))


def orientations(document: Any) -> list[bool]:
    return [section.orientation == WD_ORIENTATION.LANDSCAPE for section in document.sections]


@pytest.mark.parametrize(
    ("head", "badges", "watermark"),
    [
        (replace(HEAD, state="draft", version="internal", demo=True), "演示数据　内部资料　草稿", "草稿"),
        (replace(HEAD, state="review"), "送审稿", "送审稿"),
        (HEAD, "", ""),
    ],
)
def test_every_page_says_what_the_document_is(head: Letterhead, badges: str, watermark: str) -> None:
    document = opened(head, Prose(STAMP, "正文"), WIDE, Prose(STAMP, "后文"))
    for section in document.sections:
        assert section.header.paragraphs[0].text == badges
        assert not section.different_first_page_header_footer
        drawn = section.header._element.iter("{urn:schemas-microsoft-com:vml}textpath")
        assert [shape.get("string") for shape in drawn if shape.get("string")] == [watermark] * bool(watermark)


def test_pages_are_numbered_by_a_field() -> None:
    foot = opened(HEAD, Prose(STAMP, "正文"), WIDE).sections[-1].footer.paragraphs[0]
    assert foot.text == "— 1 —"
    assert [code.text for code in foot._p.iter(qn("w:instrText"))] == [" PAGE "]


def test_an_official_page_has_official_margins_and_a_plain_one_others() -> None:
    official, plain = (opened(head, Prose(STAMP, "正文")).sections[0] for head in (replace(HEAD, style="official"), replace(HEAD, style="plain")))  # fmt: skip
    assert (round(official.top_margin.cm, 1), round(official.left_margin.cm, 1)) == (3.7, 2.8)
    assert round(plain.top_margin.cm, 1) != 3.7
    assert (round(official.page_width.cm), round(official.page_height.cm)) == (21, 30)


def test_a_wide_annex_lies_on_its_side_and_what_follows_stands_upright() -> None:
    document = opened(HEAD, Prose(STAMP, "正文"), WIDE, replace(WIDE, annex="附件2"), Prose(STAMP, "后文"))
    assert orientations(document) == [False, True, False]
    lying = document.sections[1]
    assert lying.page_width > lying.page_height
    first, second = (p for p in document.paragraphs if p.style.name == "附件标记")
    assert (first.text, second.text) == ("附件1", "附件2")
    assert not first.paragraph_format.page_break_before, "the section itself begins a page"
    assert second.paragraph_format.page_break_before
    assert [p.text for p in document.paragraphs if p.style.name == "附件标题"] == ["各单位情况"] * 2


def test_an_upright_annex_begins_a_page_and_no_empty_page_is_left() -> None:
    document = opened(HEAD, Prose(STAMP, "正文"), replace(WIDE, landscape=False))
    assert orientations(document) == [False]
    label = next(p for p in document.paragraphs if p.text == "附件1")
    assert label.paragraph_format.page_break_before
    alone = opened(WIDE)
    assert orientations(alone) == [True], "an annex at the very beginning turns its own page only"
    assert alone.paragraphs[0].text == "附件1"


def test_numbers_of_the_internal_version_link_to_where_they_come_from() -> None:
    document = opened(replace(HEAD, version="internal"), WIDE, TRACES)
    annex, listed = document.tables
    link = next(annex._tbl.iter(qn("w:hyperlink")))
    assert "".join(text.text for text in link.iter(qn("w:t"))) == "96"
    marks = [mark.get(qn("w:name")) for mark in listed._tbl.iter(qn("w:bookmarkStart"))]
    assert marks == [link.get(qn("w:anchor"))]
    assert [cell.text for cell in listed.rows[1].cells] == [
        "洞头区 在孵企业", "96家", "自报", "月报.xlsx 月报 C5：96；区科技局；2023-10-09登记",
    ]  # fmt: skip


def test_the_published_version_has_no_traces_and_no_page_for_them() -> None:
    document = opened(HEAD, WIDE, TRACES)
    assert len(document.tables) == 1
    assert not list(document.tables[0]._tbl.iter(qn("w:hyperlink")))
    assert orientations(document) == [False, True]


def test_two_tables_in_a_row_stay_two() -> None:
    document = opened(WIDE, WIDE)
    for table in document.tables:
        assert table._tbl.getnext().tag == qn("w:p")
