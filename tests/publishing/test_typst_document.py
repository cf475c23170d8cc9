"""An office's document as PDF: head, marks on every page, annexes, forms, traces, and the faces it is set in."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from incuanalysis.display.furniture import Closing, Letterhead, OpinionBox, Salutation, Trace, TraceCell, Traces
from incuanalysis.display.items import Cell, Column, Headline, Headlines, Item, Stamp, Table, Title
from incuanalysis.display.show import bundle_digest
from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.typst import TypstPDFExporter
from incuanalysis.publishing.typst.bureau import title_lines

STAMP = Stamp("330305", "2023-09")
EXPORTER = TypstPDFExporter(keep_source=True)
HARMFUL = "#*_$@<>\\[]`=-+/~\"'(){};:,.%&|^!?孵化器甲乙abc12"
LONG = new_markdown_cell("\n\n".join(["这一段文字占一些地方。" * 20] * 16))


def head(**stated: Any) -> Letterhead:
    return Letterhead(STAMP, "洞头区科学技术局", "月度监测简报", **{"state": "issued", **stated})


def cell(item: Item, **incu: Any) -> Any:
    bundle = item.bundle()
    metadata = {"kind": item.kind, "region": "330305", "period": "2023-09", "digest": bundle_digest(bundle)}
    output = new_output("display_data", data=bundle, metadata={"incu": {**metadata, **item.details(), **incu}})
    return new_code_cell("", outputs=[output])


class Made:
    """A PDF made from items and cells, and ways to look into it."""

    def __init__(self, *content: Any, exporter: TypstPDFExporter = EXPORTER, language: str = "zh") -> None:
        cells = [cell(part, number=place) if isinstance(part, Item) else part for place, part in enumerate(content, 1)]
        report = {"language": language, "data_date": "2023-10-08"}
        self.notebook = new_notebook(cells=cells, metadata={"incu": {"kind": "x"}, "incu_report": report})
        self.pdf, self.resources = exporter.from_notebook_node(self.notebook)
        self.pages = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(self.pdf)).pages]

    @property
    def text(self) -> str:
        return "".join(self.pages)

    @property
    def source(self) -> str:
        return str(self.resources.get("typst_source"))

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Width and height of each page in millimetres."""
        with pikepdf.open(io.BytesIO(self.pdf)) as opened:
            boxes = [[float(number) for number in page.mediabox] for page in opened.pages]
            return [(round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4)) for box in boxes]

    @property
    def fonts(self) -> set[str]:
        with pikepdf.open(io.BytesIO(self.pdf)) as opened:
            found = [entry for entry in opened.objects if isinstance(entry, pikepdf.Dictionary)]
            return {str(entry.FontName).split("+")[1] for entry in found if entry.get("/Type") == "/FontDescriptor"}

    def spoken(self, folder: Path) -> str:
        """Return what a screen reader would read: the text of the structure tree."""
        path = folder / "spoken.pdf"
        path.write_bytes(self.pdf)
        done = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True)
        return squeezed(done.stdout.decode(errors="replace"))

    def outline(self) -> list[str]:
        with pikepdf.open(io.BytesIO(self.pdf)) as opened, opened.open_outline() as outline:
            return [str(item.title) for item in outline.root]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def wide_table(**stated: Any) -> Table:
    columns = [Column("n", "序号", "right"), Column("u", "街道（乡镇）")]
    for group in ("在孵企业", "毕业企业", "众创空间"):
        columns += [
            Column(f"{group}{key}", label, "decimal", unit, group)
            for key, label, unit in (("a", "目标", "家"), ("b", "累计", "家"), ("c", "完成率", "%"))
        ]
    columns.append(Column("s", "说明"))
    rows = tuple(
        (str(row + 1), f"街道{row + 1:02d}甲", *(f"{(row * 7 + place) % 90}.5" for place in range(9)), "正常")
        for row in range(40)
    )
    return Table(STAMP, "各街道（乡镇）进展情况表", tuple(columns), rows, **stated)


# ---- head, body, closing --------------------------------------------------------------


def test_a_bulletin_has_its_office_name_and_issue_above_the_title() -> None:
    made = Made(
        head(issue="2023年第9期", number="洞科〔2023〕12号", signer="李四", date="2023年10月10日"),
        Title(STAMP, "洞头区孵化载体集群建设进展情况通报", "（2023年9月）", "洞头区科学技术局", ("结论一。",)),
        Salutation(STAMP, "各街道办事处、乡镇人民政府："),
        new_markdown_cell("## 一、总体进展\n\n正文。\n\n### （一）企业\n\n正文。"),
        Closing(STAMP, "洞头区科学技术局", "2023年10月10日", ("区委办公室", "区政府办公室"), "联系人：张三"),
    )
    assert made.text.startswith(
        "洞头区科学技术局月度监测简报2023年第9期洞科〔2023〕12号签发人：李四2023年10月10日"
        "洞头区孵化载体集群建设进展情况通报（2023年9月）主要结论1.结论一。各街道办事处、乡镇人民政府："
    )
    assert made.pages[-1].endswith("洞头区科学技术局2023年10月10日（联系人：张三）抄送：区委办公室，区政府办公室。—1—")
    assert made.outline() == ["一、总体进展"]
    about = pypdf.PdfReader(io.BytesIO(made.pdf)).metadata
    assert about is not None
    assert (about.title, about.author) == ("洞头区孵化载体集群建设进展情况通报（2023年9月）", "洞头区科学技术局")


def test_number_and_signer_stand_in_the_head_only_where_they_are_given() -> None:
    made = Made(head(issue="2023年第9期"), LONG)
    assert "签发人" not in made.text
    assert "row: ()" in made.source
    document = Made(head(number="洞科〔2023〕12号"), Title(STAMP, "题"), LONG)
    assert document.text.startswith("洞头区科学技术局洞科〔2023〕12号"), (
        "a document with a number names its office alone"
    )


def test_running_text_is_in_the_serif_and_rare_characters_show() -> None:
    made = Made(head(), new_markdown_cell("## 一、题\n\n喆、堃、𫟹，**粗**，\U00030edd\n\n### （一）小题\n\n文"))
    assert {"NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Bold"} <= made.fonts
    assert "NotoSansSC-Regular" in made.fonts, "what is not in the serif falls back to the sans"
    assert "喆、堃、𫟹，粗" in made.text
    assert made.resources["typst_missing_glyphs"] == []


def test_a_report_without_letterhead_embeds_no_serif() -> None:
    assert not any("Serif" in name for name in Made(LONG, wide_table()).fonts)
    assert not any("Serif" in name for name in Made(head(style="plain"), LONG).fonts)


@pytest.mark.parametrize(
    "title",
    [
        "洞头区孵化载体集群2023年9月建设进展情况通报",
        "关于2023年度科技企业孵化器绩效评价结果的通报",
        "关于洞头区科技企业孵化载体集群建设三年行动计划实施情况终期评估结果的通报",
    ],
)
def test_a_long_title_is_broken_into_even_lines_where_it_makes_sense(title: str) -> None:
    lines = title_lines(title, 19)
    assert "".join(lines) == title
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 8
    assert not any(re.search(r"\d$|年$", line) for line in lines[:-1]), "a date stays whole"
    assert not lines[1].startswith("的")


# ---- marks on every page -----------------------------------------------------------------


@pytest.mark.parametrize("style", ["official", "plain"])
def test_state_version_and_demonstration_data_are_said_on_every_page(style: str) -> None:
    made = Made(head(state="draft", version="internal", demo=True, style=style), Title(STAMP, "题"), LONG)
    assert len(made.pages) > 2
    for page in made.pages:
        assert page.count("草稿") == 2, "once across the page and once in the header"
        assert "演示数据" in page
        assert "内部资料" in page


def test_an_issued_document_has_no_mark_but_what_it_needs() -> None:
    made = Made(head(), Title(STAMP, "题"), LONG)
    for mark in ("草稿", "送审稿", "内部资料", "演示数据"):
        assert mark not in made.text
    assert all("送审稿" in page for page in Made(head(state="review"), LONG).pages)
    assert all("Draft" in page for page in Made(head(state="draft"), LONG, language="en").pages)


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_the_mark_across_the_page_is_no_part_of_the_text_that_is_read_aloud(tmp_path: Path) -> None:
    made = Made(head(state="draft", version="internal"), Title(STAMP, "题"), LONG)
    spoken = made.spoken(tmp_path)
    assert "这一段文字占一些地方" in spoken
    assert "洞头区科学技术局" in spoken
    assert "草稿" not in spoken


def test_a_page_number_stands_between_two_dashes() -> None:
    made = Made(head(), LONG)
    assert [page[-3:] for page in made.pages[:3]] == ["—1—", "—2—", "—3—"]


def test_it_stays_archival_accessible_and_the_same_twice() -> None:
    content = (head(state="draft", demo=True), Title(STAMP, "题"), wide_table(annex="附件1", landscape=True))
    made = Made(*content)
    assert Made(*content).pdf == made.pdf
    with pikepdf.open(io.BytesIO(made.pdf)) as opened, opened.open_metadata() as xmp:
        assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "2", "B")


# ---- tables --------------------------------------------------------------------------------


def test_a_wide_annex_turns_its_pages_and_repeats_its_heading() -> None:
    made = Made(head(), new_markdown_cell("## 一、题\n\n文"), wide_table(annex="附件1", landscape=True), LONG)
    turned = [page for page, size in zip(made.pages, made.sizes, strict=True) if size == (297, 210)]
    assert len(turned) >= 2
    assert turned[0].startswith("附件1表3各街道（乡镇）进展情况表")
    assert all("众创空间" in page and "完成率（%）" in page for page in turned)
    assert made.source.count("data-table(") == 1, "twelve columns stand on the turned page without being split"
    assert made.sizes[0] == made.sizes[-1] == (210, 297)
    assert made.outline() == ["一、题", "附件1"]


def test_no_row_is_split_between_pages() -> None:
    made = Made(head(), wide_table(annex="附件1", landscape=True))
    for row in range(1, 41):
        (page,) = [page for page in made.pages if f"街道{row:02d}甲" in page]
        line = page.split(f"街道{row:02d}甲")[1]
        assert line.index("正常") < 60, "all cells of the row follow on the same page"


def test_tables_of_one_annex_share_its_label_and_another_begins_a_page() -> None:
    short = Table(STAMP, "短表", (Column("a", "甲"), Column("b", "乙")), (("1", "2"),), annex="附件1")
    other = Table(STAMP, "另表", (Column("a", "甲"), Column("b", "乙")), (("1", "2"),), annex="附件2")
    made = Made(new_markdown_cell("# 题\n\n文"), short, short, other)
    assert [page.count("附件1") for page in made.pages] == [0, 1, 0]
    assert made.pages[2].startswith("题附件2表4另表")


def test_columns_of_a_group_stand_under_its_heading() -> None:
    columns = (
        Column("r", "地区"),
        Column("a", "数量", "decimal", "家", "在孵"),
        Column("b", "同比", "decimal", "%", "在孵"),
        Column("c", "备注"),
    )
    made = Made(Table(STAMP, "表题", columns, (("洞头", "96", "1.5", "无"),)))
    assert made.source.count("colspan: 2") == 1
    assert made.source.count("rowspan: 2") == 2
    assert "在孵地区备注数量（家）同比（%）洞头961.5无" in made.text


def test_tones_and_notes_of_cells_are_shown_beside_their_text() -> None:
    rows = (("甲", Cell("96", 96.0, notes=(1, 2)), Cell("■ 滞后", tone="bad")), ("乙", "100.25", "● 正常"))
    columns = (Column("a", "栏"), Column("b", "数", "decimal"), Column("c", "状态"))
    made = Made(Table(STAMP, "题", columns, rows, notes=("推算。", "暂定。", "来源：月报。")))
    assert "甲96①②■滞后乙100.25●正常" in made.text
    assert "①推算。②暂定。来源：月报。" in made.text, "a note that no cell calls has no mark"
    assert 'toned("bad"' in made.source
    unknown = {"columns": [{"label": "a"}], "rows": [["x"]], "cells": [{"row": 0, "col": 0, "tone": "purple"}]}
    assert "toned" not in Made(shown({"application/vnd.incu.table+json": unknown}, kind="table")).source


def test_the_column_that_grows_takes_the_spare_width() -> None:
    spec = {"columns": [{"label": "甲"}, {"label": "说明"}, {"label": "乙"}], "rows": [["1", "短", "2"]], "grow": 1}
    made = Made(shown({"application/vnd.incu.table+json": spec}, kind="table"))
    (found,) = re.findall(r"widths: \((.*?),\)", made.source)
    widths = [float(width.removesuffix("pt")) for width in found.split(", ")]
    assert widths[1] > 300
    assert sum(widths) == pytest.approx(459, abs=0.1)


def test_a_long_text_in_the_growing_column_leaves_the_others_on_one_line() -> None:
    text = "进度慢于时间进度，主要因为新建场地尚未交付使用。" * 4
    spec = {
        "columns": [{"label": "序号"}, {"label": "责任单位"}, {"label": "进展"}, {"label": "状态"}],
        "rows": [["1", "区科学技术局办公室", text, "▲ 关注"]],
        "grow": 2,
    }
    made = Made(shown({"application/vnd.incu.table+json": spec}, kind="table"))
    assert "区科学技术局办公室" in made.text
    (found,) = re.findall(r"widths: \((.*?),\)", made.source)
    widths = [float(width.removesuffix("pt")) for width in found.split(", ")]
    assert widths[1] > 9 * 8
    assert widths[2] > 200


# ---- traces, the form ------------------------------------------------------------------------


def traces() -> Traces:
    found = TraceCell("洞头.xlsx", "月报", "C7", "月报表", "2023-10-08", "96")
    return Traces(STAMP, "数据出处", (Trace("t1", "洞头区 在孵企业", "96家", "自报", (found,), ("减去重复3家",)),))


def test_traces_are_an_annex_of_the_internal_version_only() -> None:
    internal = Made(head(version="internal"), new_markdown_cell("文"), traces())
    assert "t1洞头区在孵企业96家自报月报表·洞头.xlsx·月报·C7：96（2023-10-08）减去重复3家" in internal.pages[-1]
    assert internal.outline()[-1] == "数据出处"
    for other in (Made(head(), new_markdown_cell("文"), traces()), Made(new_markdown_cell("文"), traces())):
        assert "数据出处" not in other.text
        assert "洞头.xlsx" not in other.text
    assert "数据出处" not in Made(head(version="internal"), new_markdown_cell("文"), Traces(STAMP, "数据出处", ())).text


def test_a_form_has_squares_and_lines_for_every_field() -> None:
    made = Made(head(), OpinionBox(STAMP, "请核对，并于10月15日前反馈。"))
    for expected in (
        "请核对，并于10月15日前反馈。",
        "确认无误",
        "有异议",
        "异议事项：",
        "理由和依据：",
        "经办人：",
        "盖章：",
    ):
        assert expected in made.text
    assert made.text.index("理由和依据") < made.text.index("经办人")


# ---- what is not as documented ---------------------------------------------------------------


def shown(data: Mapping[str, Any], **incu: Any) -> Any:
    return new_code_cell("", outputs=[new_output("display_data", data=dict(data), metadata={"incu": incu})])


def test_an_unknown_type_is_shown_by_its_text() -> None:
    data = {"application/vnd.incu.novelty+json": {"a": 1}, "text/plain": "文字代替"}
    assert "文字代替" in Made(head(), shown(data, kind="novelty")).text


@pytest.mark.parametrize("name", ["document", "salutation", "closing", "traces", "opinion", "table"])
@pytest.mark.parametrize("spec", [{}, {"text": None}, {"cc": 5, "traces": [1], "fields": "x", "rows": 7}, "no object"])
def test_items_with_other_json_than_documented_do_no_harm(name: str, spec: object) -> None:
    data = {f"application/vnd.incu.{name}+json": spec, "text/plain": "文字"}
    assert "后文" in Made(shown(data, kind=name), new_markdown_cell("后文")).text


def test_an_output_changed_by_hand_is_refused() -> None:
    table = Table(STAMP, "进展", (Column("a", "甲"),), (("96",),))
    nb = Made(head(), table).notebook
    EXPORTER.from_notebook_node(nbformat.reads(nbformat.writes(nb), as_version=4))
    nb.cells[1].outputs[0].data["application/vnd.incu.table+json"]["rows"][0][0] = "97"
    with pytest.raises(ReportFailedError, match="Cell 2: “进展”") as caught:
        EXPORTER.from_notebook_node(nb)
    assert "第2个单元格的“进展”在运行后被改动" in caught.value.zh


@given(st.text(alphabet=HARMFUL, min_size=1, max_size=40), st.sampled_from([EXPORTER, TypstPDFExporter(paper="phone")]))
def test_marks_that_typst_reads_are_printed_as_they_are(text: str, exporter: TypstPDFExporter) -> None:
    trace = Trace("t1", text, text, text, (TraceCell(text, text, text, text, "2023", text),), (text,))
    table = Table(
        STAMP, text, (Column("a", text, group=text), Column("b", text, group=text)),
        ((Cell(text, tone="bad", notes=(1,)), text),), notes=(text,), annex=text, landscape=True,
    )  # fmt: skip
    said = [
        Letterhead(STAMP, text, text, "official", text, text, text, text, "draft", "internal"),
        Title(STAMP, text, text, text, (text,)),
        Headlines(STAMP, (Headline("a", text, 1.0, text, text),)),
        Salutation(STAMP, text),
        Closing(STAMP, text, text, (text,), text),
        OpinionBox(STAMP, text, (text,), (text,)),
        table,
        Traces(STAMP, text, (trace,)),
    ]
    assert Made(*said, exporter=exporter).text.count(text) >= 25
