"""What a notebook shows, read back from its Word file: words, styles, tables, pictures, links."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from incuanalysis.display.furniture import Closing, Letterhead, OpinionBox, Salutation
from incuanalysis.display.items import Cell, Column, Heading, Headline, Headlines, Prose, Remark, Stamp, Table, Title
from incuanalysis.display.show import bundle_digest
from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.word import notebook_to_docx

STAMP = Stamp("330305", "2023-09")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt" viewBox="0 0 200 100">'
    '<rect x="20" y="20" width="60" height="60" fill="#1F3A5F"/></svg>'
)
HEAD = Letterhead(STAMP, "洞头区科学技术局", "月度监测简报", issue="2023年第9期", date="2023年10月10日")
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
        ("北岙街道", Cell("96", 96.0, "家", "0"), Cell("35.0%", 35.0, "%", '0.0"%"'), Cell("●已完成", tone="good")),
        ("合计", Cell("1,096", 1096.0, "家", "#,##0"), Cell("5%", notes=(1, 2)), Cell("○未报", tone="muted")),
    ),
    emphasis=(1,),
    notes=("按序时进度判断。", "未报的不计入。"),
)  # fmt: skip


def shown(item: Any, number: int = 1, **more: Any) -> Any:
    """Return the output that ``show()`` would have emitted."""
    data = item.bundle()
    said = {"kind": item.kind, "region": "330305", "period": "2023-09", "number": number, **item.details()}
    return new_output("display_data", data=data, metadata={"incu": {**said, "digest": bundle_digest(data), **more}})


def picture(**incu: Any) -> Any:
    data = {"image/svg+xml": SVG, "text/plain": "柱形图"}
    said = {"kind": "figure", "region": "330305", "period": "2023-09", "digest": bundle_digest(data), **incu}
    return new_output("display_data", data=data, metadata={"incu": said})


def notebook(*outputs: Any, language: str = "zh", **more: Any) -> Any:
    metadata = {"incu_report": {"language": language, "region_name": "洞头区", "period": "2023-09", **more}}
    return new_notebook(cells=[new_code_cell("secret = 1", outputs=list(outputs))], metadata=metadata)


def opened(*outputs: Any, **more: Any) -> Any:
    return Document(io.BytesIO(notebook_to_docx(notebook(*outputs, **more))))


def texts(document: Any, style: str = "") -> list[str]:
    return [p.text for p in document.paragraphs if p.text and style in ("", p.style.name)]


def cell_texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


# ---- words ------------------------------------------------------------------


def test_title_headings_prose_and_remarks_have_styles_of_their_own() -> None:
    document = opened(
        shown(Title(STAMP, "九月简报", "（2023年9月）", findings=("在孵企业96家。",))),
        shown(Heading(STAMP, "一、总体情况")),
        shown(Heading(STAMP, "（一）企业", 3)),
        shown(Prose(STAMP, "全区**在孵企业**96家。")),
        shown(Remark(STAMP, "数据为月报。")),
    )
    assert texts(document, "Title") == ["九月简报"]
    assert texts(document, "Subtitle") == ["（2023年9月）"]
    assert texts(document, "Heading 1") == ["一、总体情况"]
    assert texts(document, "Heading 2") == ["（一）企业"]
    assert texts(document, "说明") == ["数据为月报。"]
    body = next(p for p in document.paragraphs if p.text == "全区在孵企业96家。")
    assert body.style.name == "Body Text"
    assert [run.text for run in body.runs if run.bold] == ["在孵企业"]
    finding = next(p for p in document.paragraphs if p.text == "在孵企业96家。")
    assert finding._p.pPr.numPr is not None, "findings are a numbered list"


def test_official_documents_name_the_fonts_of_official_documents() -> None:
    document = opened(shown(HEAD), shown(Title(STAMP, "简报")))
    fonts = {style.name: style.element.rPr.rFonts.get(qn("w:eastAsia")) for style in document.styles if style.type == 1}
    assert fonts["Title"] == "宋体"
    assert fonts["Body Text"] == "仿宋_GB2312"
    assert fonts["Heading 1"] == "黑体"
    assert fonts["Heading 2"] == "楷体_GB2312"
    assert document.styles["Title"].font.bold
    assert document.styles["Title"].font.size.pt == 22
    packed = zipfile.ZipFile(io.BytesIO(notebook_to_docx(notebook(shown(HEAD)))))
    named = packed.read("word/fontTable.xml").decode()
    assert '"仿宋_GB2312"><w:altName w:val="仿宋"/>' in named
    assert not [name for name in packed.namelist() if "font" in name and name != "word/fontTable.xml"]


def test_signs_from_data_stay_text() -> None:
    name = "<b>喆堃𫟹</b>公司=1+1#$&amp;"
    document = opened(
        shown(Prose(STAMP, "名称<b>喆堃𫟹</b>公司=1+1#$。\n\n<script>x</script>")), shown(Salutation(STAMP, name))
    )
    assert "名称<b>喆堃𫟹</b>公司=1+1#$。" in texts(document)
    assert "<script>x</script>" in texts(document)
    assert texts(document, "Salutation") == [name]


@given(st.text(max_size=60))
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    table = Table(
        STAMP, text, (Column("a", text), Column("b", "b", "decimal")), ((text, Cell(text, notes=(1,))),), notes=(text,)
    )
    document = opened(shown(table), shown(Prose(STAMP, text)), shown(Title(STAMP, text, findings=(text,))))
    kept = "".join(c for c in text if c.isalnum())
    found = "".join(c for c in document.tables[0].rows[1].cells[0].text if c.isalnum())
    assert found == kept


def test_lists_count_anew_and_links_lead_where_they_may() -> None:
    document = opened(
        shown(
            Prose(
                STAMP,
                "1. 甲\n2. 乙\n\n段落\n\n1. 丙\n\n- 丁\n  - 戊\n\n[公开](https://例.cn/a?b=1) [代码](javascript:alert(1))",
            )
        )
    )
    numbers = {p.text: p._p.pPr.numPr for p in document.paragraphs if p._p.pPr.numPr is not None}
    assert numbers["甲"].numId.val == numbers["乙"].numId.val
    assert numbers["丙"].numId.val != numbers["甲"].numId.val
    assert numbers["戊"].ilvl.val == 1
    links = [p.hyperlinks for p in document.paragraphs if p.hyperlinks]
    assert [[link.address for link in found] for found in links] == [["https://%E4%BE%8B.cn/a?b=1"]]
    assert texts(document)[-1] == "公开 代码"


def test_markdown_of_an_author_keeps_tables_notes_and_formulas() -> None:
    cell = new_markdown_cell(
        "| 甲 | 乙 |\n|:--|--:|\n| a | 1.5 |\n\n注[^1]<br>下一行。\n\n[^1]: 脚注\n\n$$x=\\frac{a}{b}$$"
    )
    nb = new_notebook(cells=[cell], metadata={"incu_report": {"language": "zh"}})
    document = Document(io.BytesIO(notebook_to_docx(nb)))
    assert cell_texts(document.tables[0]) == [["甲", "乙"], ["a", "1.5"]]
    assert "注1\n下一行。" in texts(document)
    assert "1脚注" in texts(document)
    formula = document.inline_shapes[0]._inline.docPr
    assert formula.get("descr") == "公式：x=\\frac{a}{b}"


def test_code_of_a_report_is_left_out_and_of_any_other_notebook_shown() -> None:
    assert not any("secret" in text for text in texts(opened(shown(Prose(STAMP, "正文")))))
    other = new_notebook(cells=[new_code_cell("secret = 1", outputs=[new_output("stream", text="printed\n")])])
    assert texts(Document(io.BytesIO(notebook_to_docx(other)))) == ["secret = 1", "printed"]


# ---- tables -----------------------------------------------------------------


def test_a_table_has_two_heading_rows_that_repeat_and_rows_that_stay_whole() -> None:
    document = opened(shown(TABLE, 3))
    table = document.tables[0]
    assert cell_texts(table)[:2] == [["街道", "在孵企业", "在孵企业", "状态"], ["街道", "数量（家）", "完成率", "状态"]]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[0].cells[1]._tc.grid_span == 2
    caption = next(p for p in document.paragraphs if p.style.name == "Caption")
    assert caption.text == "表3　各街道指标"
    assert caption.paragraph_format.keep_with_next


def test_cells_keep_numbers_tones_notes_and_alignment() -> None:
    document = opened(shown(TABLE))
    table = document.tables[0]
    assert cell_texts(table)[2:] == [["北岙街道", "96", "35.0%", "●已完成"], ["合计", "1,096", "5%1,2", "○未报"]]
    state, share = table.rows[2].cells[3].paragraphs[0], table.rows[3].cells[2].paragraphs[0]
    assert str(state.runs[0].font.color.rgb) == "1E6B3A"
    assert [run.font.superscript for run in share.runs] == [None, True]
    assert share.runs[0].bold, "the emphasised row is bold"
    indents = [row.cells[2].paragraphs[0].paragraph_format.right_indent for row in table.rows[2:]]
    assert indents[0] is None, "the longest fraction stands at the edge"
    assert indents[1].pt > 3, "a shorter one stands under its decimal point"
    assert texts(document, "表注") == ["注：1．按序时进度判断。", "2．未报的不计入。"]


def test_widths_of_a_wide_table_stay_within_the_page() -> None:
    columns = (Column("n", "单位"), *(Column(f"k{i}", f"第{i}项完成情况", "decimal", "万元") for i in range(11)))
    rows = tuple(("某某科技企业孵化器有限公司", *("123,456.7",) * 11) for _ in range(40))
    document = opened(shown(Table(STAMP, "各单位", columns, rows, annex="附件1", landscape=True)))
    section = document.sections[-1] if document.sections[-1].orientation else document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    widths = [cell.width for cell in document.tables[0].rows[5].cells]
    assert sum(widths) <= room + 635 * 12, "but for the rounding of each column"
    assert widths[0] > widths[1]


def test_headline_numbers_are_a_table_without_empty_columns() -> None:
    numbers = Headlines(STAMP, (Headline("tenants", "在孵企业", 96.0, "家", "96家", "增加3家"),))
    assert cell_texts(opened(shown(numbers)).tables[0]) == [["指标", "数值", "变化"], ["在孵企业", "96家", "增加3家"]]


# ---- pictures ---------------------------------------------------------------


def test_a_figure_is_a_picture_with_its_alternative_text_and_caption() -> None:
    document = opened(picture(number=2, caption="在孵企业逐月增加", alt="柱形图：九月96家", note="月报数。"))
    shape = document.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "柱形图：九月96家"
    assert (round(shape.width.pt), round(shape.height.pt)) == (200, 100)
    assert shape._inline.get("distL") == "0", "some programs push a picture aside where this is left out"
    blob = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
    assert blob.startswith(b"\x89PNG")
    from PIL import Image

    with Image.open(io.BytesIO(blob)) as drawn:
        assert drawn.size == (556, 278)
        assert drawn.convert("RGB").getpixel((138, 138)) == (0x1F, 0x3A, 0x5F)
        assert drawn.convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    assert texts(document, "Caption") == ["图2　在孵企业逐月增加"]
    assert "注：月报数。" in texts(document)


def test_the_second_figure_of_the_same_drawing_is_stored_once() -> None:
    data = notebook_to_docx(notebook(picture(number=1, caption="甲"), picture(number=2, caption="乙")))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert len([name for name in packed.namelist() if name.startswith("word/media/")]) == 1


# ---- furniture --------------------------------------------------------------


def test_letterhead_salutation_closing_and_box_stand_in_their_places() -> None:
    document = opened(
        shown(HEAD),
        shown(Title(STAMP, "简报")),
        shown(Salutation(STAMP, "各街道办事处：")),
        shown(OpinionBox(STAMP, "请于10日前反馈：")),
        shown(Closing(STAMP, "洞头区科学技术局", "2023年10月10日", ("区府办", "各街道"), "联系人：张三")),
    )
    assert texts(document, "发文机关标志") == ["洞头区科学技术局", "月度监测简报"]
    assert "2023年第9期" in texts(document, "版头文字")
    assert texts(document, "Closing") == ["洞头区科学技术局", "2023年10月10日"]
    assert texts(document, "版记") == ["抄送：区府办，各街道。"]
    assert "（联系人：张三）" in texts(document)
    box = cell_texts(document.tables[0])
    assert box[0][0] == "请于10日前反馈：\n□ 确认无误　　□ 有异议"
    assert [row[0] for row in box[1:]] == ["异议事项", "理由和依据", "经办人", "负责人", "日期", "盖章"]


# ---- integrity --------------------------------------------------------------


def test_an_output_that_was_changed_is_refused() -> None:
    nb = notebook(shown(TABLE))
    nb.cells[0].outputs[0].data["application/vnd.incu.table+json"]["rows"][0][1] = "960"
    with pytest.raises(ReportFailedError) as raised:
        notebook_to_docx(nb)
    assert "各街道指标" in raised.value.text


def test_the_same_notebook_gives_the_same_bytes_and_no_clock_time() -> None:
    nb = notebook(shown(HEAD), shown(Title(STAMP, "简报")), shown(TABLE), picture(number=1), data_date="2023-10-09")
    data = notebook_to_docx(nb)
    assert data == notebook_to_docx(nb)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in packed.namelist() if "thumbnail" in name or "customXml" in name]
    properties = Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by) == ("洞头区科学技术局",) * 2
    assert properties.created.isoformat()[:10] == properties.modified.isoformat()[:10] == "2023-10-09"
    assert (properties.title, properties.language) == ("简报", "zh-CN")


def test_badges_of_the_title_stand_on_every_page_once() -> None:
    document = opened(shown(replace(HEAD, demo=True)), shown(Title(STAMP, "简报", badges=("演示数据", "初步数"))))
    assert document.sections[0].header.paragraphs[0].text == "演示数据　草稿　初步数"


def test_an_english_report_is_in_english() -> None:
    document = opened(shown(Title(STAMP, "Brief", findings=("One.",))), shown(TABLE), language="en", demo=True)
    assert "Main findings" in texts(document)
    assert "Table 1  各街道指标" in texts(document, "Caption")
    assert document.sections[0].header.paragraphs[0].text == "Demonstration data"
    assert "Table Text" in {style.name for style in document.styles}
