"""The PDF as a document: tags, metadata, outline, fonts, pages, and the same bytes every time."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pypdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from incuanalysis.errors import IncuError, ReportFailedError
from incuanalysis.publishing.typst import TypstPDFExporter, compiler

PLAIN = new_notebook(
    cells=[
        new_markdown_cell("# 孵化器\n\n第一段文字。\n\n## 数据\n\n第二段文字。"),
        new_code_cell("print('one')", outputs=[new_output("stream", name="stdout", text="one\n")]),
    ]
)


@pytest.fixture(scope="module")
def exporter() -> TypstPDFExporter:
    return TypstPDFExporter()


def report(**stated: Any) -> nbformat.NotebookNode:
    """A small notebook with a report's metadata."""
    nb = nbformat.from_dict(PLAIN)
    nb.metadata = {
        "incu": {"kind": "annual_profile", "title": {"zh": "年度画像", "en": "Annual profile"}},
        "incu_report": {"language": "zh", "title": "浙江省年度画像", "data_date": "2024-06-30", **stated},
    }
    return nbformat.from_dict(nb)


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def outline_of(pdf: bytes) -> list[tuple[int, str]]:
    """Return (depth, title) of the bookmarks."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        found: list[tuple[int, str]] = []

        def walk(items: Any, depth: int) -> None:
            for item in items:
                found.append((depth, str(item.title)))
                walk(item.children, depth + 1)

        walk(outline.root, 1)
        return found


def test_a_report_is_tagged_archival_and_says_what_it_is(exporter: TypstPDFExporter) -> None:
    pdf, resources = exporter.from_notebook_node(
        report(issuer="浙江省科技厅", keywords=["孵化器", "2023"], description="年度评价")
    )
    assert pdf.startswith(b"%PDF-1.7")
    assert resources["output_extension"] == ".pdf"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "zh-CN"
        assert root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as xmp:
            assert str(xmp["pdfuaid:part"]) == "1"
            assert (str(xmp["pdfaid:part"]), xmp["pdfaid:conformance"]) == ("2", "B")
            assert xmp["dc:title"] == "浙江省年度画像"
            assert "年度评价" in str(xmp["dc:description"])
        box = [round(float(number), 1) for number in opened.pages[0].mediabox]
        assert box == [0, 0, 595.3, 841.9]
    about = read(pdf).metadata
    assert about is not None
    assert (about.title, about.author) == ("浙江省年度画像", "浙江省科技厅")
    assert about["/Keywords"] == "孵化器, 2023"
    assert str(about["/CreationDate"]).startswith("D:20240630")


def test_all_fonts_are_embedded_and_carried(exporter: TypstPDFExporter) -> None:
    pdf, _ = exporter.from_notebook_node(PLAIN)
    names = set()
    for page in read(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), "an embedded font program"
            names.add(str(inner["/BaseFont"]).split("+")[1])
    assert names == {"NotoSansSC-Regular", "NotoSansSC-Bold", "DejaVuSansMono"}


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is not installed")
def test_poppler_sees_embedded_truetype_with_unicode(exporter: TypstPDFExporter, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(exporter.from_notebook_node(PLAIN)[0])
    lines = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert lines
    for line in lines:
        assert "CID TrueType" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], "embedded, subset, with a Unicode map"


def test_the_same_notebook_gives_the_same_bytes(exporter: TypstPDFExporter) -> None:
    first, _ = exporter.from_notebook_node(report())
    assert TypstPDFExporter().from_notebook_node(report())[0] == first
    later, _ = exporter.from_notebook_node(report(data_date="2024-07-01"))
    assert later != first


def test_converting_leaves_the_notebook_as_it_was(exporter: TypstPDFExporter) -> None:
    nb = report()
    before = nbformat.writes(nb)
    exporter.from_notebook_node(nb)
    assert nbformat.writes(nb) == before


def test_skipped_heading_levels_are_closed_up(exporter: TypstPDFExporter) -> None:
    cells = [
        new_markdown_cell("### 从第三级开始\n\n##### 再跳一级"),
        new_code_cell("", outputs=[new_output("display_data", data={"text/markdown": "#### 输出里的标题"})]),
        new_markdown_cell("## 回到上面\n\n###### 最深"),
    ]
    pdf, _ = exporter.from_notebook_node(new_notebook(cells=cells))
    assert outline_of(pdf) == [
        (1, "从第三级开始"),
        (2, "再跳一级"),
        (2, "输出里的标题"),
        (1, "回到上面"),
        (2, "最深"),
    ]


def test_a_notebook_without_headings_gets_its_name_as_title(exporter: TypstPDFExporter) -> None:
    nb = new_notebook(cells=[new_markdown_cell("只有文字")])
    pdf, _ = exporter.from_notebook_node(nb, {"metadata": {"name": "调查_2023"}})
    assert outline_of(pdf) == [(1, "调查_2023")]
    assert read(pdf).metadata["/Title"] == "调查_2023"  # type: ignore[index]


def test_sections_are_the_bookmarks_of_a_report_not_its_title(exporter: TypstPDFExporter) -> None:
    nb = report()
    nb.cells = [new_markdown_cell("## 一、总体\n\n文字\n\n### （一）细\n\n## 二、比较\n\n文字")]
    pdf, _ = exporter.from_notebook_node(nb)
    assert outline_of(pdf) == [(1, "一、总体"), (2, "（一）细"), (1, "二、比较")]
    assert text_of(pdf).startswith("浙江省年度画像")


@pytest.mark.parametrize("lines", [24, 25, 33, 34])
def test_headings_and_captions_are_not_left_behind_at_the_end_of_a_page(exporter: TypstPDFExporter, lines: int) -> None:
    rows = [[f"行{number:02d}甲", "1.5"] for number in range(60)]
    spec = {"caption": "长表之题", "columns": [{"key": "a", "label": "栏"}, {"key": "b", "label": "数"}], "rows": rows}
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="200pt"><rect width="400" height="200"/></svg>'
    shown = {
        "长表之题": ({"application/vnd.incu.table+json": spec}, {"kind": "table", "number": 1}),
        "图之题": ({"image/svg+xml": svg}, {"kind": "figure", "number": 1, "caption": "图之题"}),
    }
    for caption, (data, item) in shown.items():
        output = new_output("display_data", data=data, metadata={"incu": item})
        cells = [
            new_markdown_cell("# 题\n\n" + "\n\n".join(["段" * 20] * lines) + "\n\n## 小节标题"),
            new_code_cell("", outputs=[output]),
        ]
        pages = [page.extract_text() for page in read(exporter.from_notebook_node(new_notebook(cells=cells))[0]).pages]
        page = next(page for page in pages if "小节标题" in page)
        assert caption in page
        assert "table" not in item["kind"] or "00" in page, "the first row stands below its caption"


@pytest.mark.parametrize("source", ["# $x^2$", "# ![logo](no.png)", "# \u200b", "## <br>", "# `code`", "#"])
def test_a_heading_without_letters_does_no_harm(exporter: TypstPDFExporter, source: str) -> None:
    pdf, _ = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(source)]))
    assert len(outline_of(pdf)) == 1


def test_pages_are_numbered_in_the_reports_language(exporter: TypstPDFExporter) -> None:
    paragraphs = "\n\n".join(["这一段文字占一些地方。" * 20] * 40)
    nb = report()
    nb.cells.append(new_markdown_cell(paragraphs))
    pdf, _ = exporter.from_notebook_node(nb)
    pages = read(pdf).pages
    assert len(pages) > 2
    squeezed = [re.sub(r"\s", "", page.extract_text()) for page in pages]
    for number, page in enumerate(squeezed, start=1):
        assert f"第{number}页共{len(pages)}页" in page
    assert "浙江省年度画像" in squeezed[1], "the title stands in the header of later pages"
    nb.metadata.incu_report.language = "en"
    pdf, _ = exporter.from_notebook_node(nb)
    pages = read(pdf).pages
    assert f"Page 2 of {len(pages)}" in pages[1].extract_text()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "en-GB"


def test_demonstration_data_is_marked_on_every_page(exporter: TypstPDFExporter) -> None:
    nb = report(demo=True)
    nb.cells.append(new_markdown_cell("\n\n".join(["文字。" * 60] * 40)))
    pdf, _ = exporter.from_notebook_node(nb)
    assert all("演示数据" in page.extract_text() for page in read(pdf).pages)


def test_code_is_hidden_in_reports_and_shown_elsewhere() -> None:
    assert "print" in text_of(TypstPDFExporter().from_notebook_node(PLAIN)[0])
    assert "print" not in text_of(TypstPDFExporter().from_notebook_node(report())[0])
    assert "print" not in text_of(TypstPDFExporter(exclude_input=True).from_notebook_node(PLAIN)[0])
    assert "print" in text_of(TypstPDFExporter(exclude_input=False).from_notebook_node(report())[0])


def test_language_is_stated_told_by_metadata_or_seen() -> None:
    def language(nb: nbformat.NotebookNode, **traits: Any) -> str:
        with pikepdf.open(io.BytesIO(TypstPDFExporter(**traits).from_notebook_node(nb)[0])) as opened:
            return str(opened.Root.Lang)

    english = new_notebook(cells=[new_markdown_cell("# Plain\n\nNo Han in here.")])
    assert language(english) == "en-GB"
    assert language(english, language="zh") == "zh-CN"
    assert language(PLAIN) == "zh-CN"
    assert language(report(language="en")) == "en-GB"


def test_a_character_without_a_font_is_shown_as_geta_and_named(
    exporter: TypstPDFExporter, caplog: pytest.LogCaptureFixture
) -> None:
    nb = new_notebook(cells=[new_markdown_cell("笑脸 \U0001f600 与私用区 \ue123，又一个 \U0001f600")])
    with caplog.at_level(logging.WARNING):
        pdf, resources = exporter.from_notebook_node(nb)
    assert resources["typst_missing_glyphs"] == ["\U0001f600", "\ue123"]
    assert "U+1F600" in caplog.text
    assert text_of(pdf).count("〓") == 3


def test_what_typst_itself_refuses_is_replaced_on_a_second_attempt(
    exporter: TypstPDFExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from incuanalysis.publishing.typst import glyphs

    monkeypatch.setitem(glyphs._TABLE, ord("\U0001f680"), "\U0001f680")  # as if a font had it
    pdf, resources = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell("火箭 \U0001f680")]))
    assert "〓" in text_of(pdf)
    assert resources["typst_missing_glyphs"] == ["\U0001f680"]


def test_a_failure_names_the_cell_and_what_typst_said(
    exporter: TypstPDFExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from incuanalysis.publishing.typst import notebook
    from incuanalysis.publishing.typst.markup import Code

    monkeypatch.setattr(notebook, "write_output", lambda _draft, _output: [Code('panic("broken")')])
    with pytest.raises(ReportFailedError, match=r"cell 2 \(code\), output 1.*broken") as caught:
        exporter.from_notebook_node(PLAIN)
    assert isinstance(caught.value, IncuError)


def test_the_source_is_kept_only_on_request() -> None:
    _, resources = TypstPDFExporter(keep_source=True).from_notebook_node(PLAIN)
    assert resources["typst_source"].startswith('#import "report.typ"')
    assert "typst_source" not in TypstPDFExporter().from_notebook_node(PLAIN)[1]


def test_a_forked_process_is_told_instead_of_hanging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "_compiled_in", {os.getpid() + 1})
    with pytest.raises(ReportFailedError, match="forked"):
        TypstPDFExporter().from_notebook_node(PLAIN)


def test_preprocessors_still_work() -> None:
    exporter = TypstPDFExporter(config={"ClearOutputPreprocessor": {"enabled": True}})
    found = text_of(exporter.from_notebook_node(PLAIN)[0])
    assert "print" in found
    assert found.count("one") == 1


def test_nbconvert_converts_any_notebook(tmp_path: Path) -> None:
    path = tmp_path / "any notebook.ipynb"
    nbformat.write(PLAIN, path)
    command = [sys.executable, "-m", "nbconvert", "--to", "typst-pdf", "--no-input", path.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    pdf = (tmp_path / "any notebook.pdf").read_bytes()
    assert outline_of(pdf) == [(1, "孵化器"), (2, "数据")]
    assert "print" not in text_of(pdf)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["any notebook.ipynb", "any notebook.pdf"]
