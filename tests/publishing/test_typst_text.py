"""Text from data is text: whatever it holds, Typst takes it as such, and a reader finds it in the PDF."""

from __future__ import annotations

import io
import re
import unicodedata

import pypdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from incuanalysis.publishing.typst import TypstPDFExporter
from incuanalysis.publishing.typst.fonts import coverage, text_width
from incuanalysis.publishing.typst.glyphs import GETA, GlyphFilter, break_long, plain, strip_terminal
from incuanalysis.publishing.typst.grid import Cell, Grid, fit
from incuanalysis.publishing.typst.markup import Code, call, literal, sequence

EXPORTER = TypstPDFExporter()
HARMFUL = "#*_$@<>\\[]`=-+/~\"'(){};:,.%&|^!?孵化器甲乙abc12"
MARKS = "# ¦##### ¦*¦**¦_¦`¦$¦$$¦\\¦[¦](¦)¦![¦<b>¦</b>¦<br>¦|¦-|-¦> ¦- ¦1. ¦    ¦[^1]¦[^1]: ¦文字¦text¦&amp;¦<!--"
FRAGMENTS = [*MARKS.split("¦"), "\n", "\n\n", "```\n", "---\n", "https://a.cn/", "\\begin{a}"]
INJECTIONS = [
    '"); #panic("x") //',
    '#read("/etc/passwd")',
    "\\u{41} \\n \\",
    "*/ /* // ```",
    "$ x $ #let x = 1",
    "<label> @ref",
    "= 标题\n- 列表",
]


def pdf_text(*cells: object, metadata: dict[str, object] | None = None) -> str:
    pdf, _ = EXPORTER.from_notebook_node(new_notebook(cells=list(cells), metadata=metadata or {}))
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def items(text: str) -> object:
    """Every kind of item with the text in every place."""
    table = {
        "caption": text,
        "columns": [
            {"key": "a", "label": text, "align": "left", "unit": text},
            {"key": "b", "label": "数", "align": "decimal"},
        ],
        "rows": [[text, "1.5"], ["甲", text]],
        "notes": [text],
    }
    title = {"title": text, "subtitle": text, "issuer": text, "findings": [text], "badges": [text]}
    headline = [{"label": text, "value": 1, "unit": text, "text": text, "change": text, "note": text}]
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    bundles = [
        ({"application/vnd.incu.title+json": title}, {"kind": "title"}),
        ({"application/vnd.incu.headline+json": headline}, {"kind": "headline"}),
        ({"application/vnd.incu.table+json": table}, {"kind": "table", "number": 1}),
        ({"image/svg+xml": svg}, {"kind": "figure", "number": 1, "caption": text, "alt": text, "note": text}),
        ({"text/plain": text}, {}),
    ]
    outputs = [new_output("display_data", data=data, metadata={"incu": item}) for data, item in bundles]
    outputs.append(new_output("error", ename=text, evalue=text, traceback=[text]))
    return new_code_cell(text, outputs=outputs)


@given(st.text(alphabet=HARMFUL, min_size=1, max_size=40))
@example("=" * 30)
@example("\\" * 5 + '"')
def test_marks_that_typst_reads_are_printed_as_they_are(text: str) -> None:
    found = pdf_text(items(text))
    assert found.count(text) >= 10, "in table, caption, title, findings, cards, notes and outputs"


@given(st.text(max_size=60))
@example("\ud800\x00\x1b[31m\ufeff\u202e\ufffe\U000e0041")
@example("\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0301\u0308 عربي हिन्दी")
@example("\r\n\t\x0b\x0c\x85\u2028\u2029")
def test_no_text_at_all_can_stop_a_report(text: str) -> None:
    pdf_text(items(text), new_markdown_cell(text), metadata={"title": text, "authors": [{"name": text}]})


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_no_markdown_at_all_can_stop_a_report(source: str) -> None:
    pdf_text(new_markdown_cell(source))


@pytest.mark.parametrize("text", INJECTIONS)
def test_typst_code_in_data_is_not_run(text: str) -> None:
    found = pdf_text(items(text), metadata={"title": text})
    assert squeezed(text) in found


def test_only_code_is_written_as_code() -> None:
    assert literal('a"b\\c\n') == '"a\\"b\\\\c\\n"'
    assert call("f", "x", Code("y"), some_name=[1, True, None, 2.5]) == 'f("x", y, some-name: (1, true, none, 2.5,))'
    assert sequence(["a", "", Code("b()")]) == '{"a"; b()}'
    assert sequence([]) == "[]"
    assert type(Code("a") + "b") is str, "joining code with text must not make code"
    with pytest.raises(TypeError, match="object"):
        literal(object())


def test_every_character_that_the_filter_lets_through_has_a_glyph() -> None:
    text = "".join(map(chr, range(0x20, 0x3000)))
    shown = GlyphFilter().lines(text)
    assert all(ord(character) in coverage() or character in "\n\u200b\u00a0" for character in shown)
    assert not any(unicodedata.category(character) in ("Co", "Cs", "Cn") for character in shown)


def test_rare_hanzi_and_signs_of_reports_are_covered() -> None:
    text = "孵化器镕喆垚堃𫟹㎡℃‰①⑩Ⅷ×÷≥≤±→↑▲▼“”‘’—…·《》「」％＋－＝"
    filtered = GlyphFilter()
    assert filtered.text(text) == text
    assert filtered.missing == {}


def test_missing_characters_are_counted_and_their_attachments_dropped() -> None:
    filtered = GlyphFilter()
    assert filtered.text("a\U0001f44d\U0001f3fd b\u2764\ufe0f\u200d c \u200e") == f"a{GETA}{GETA} b\u2764 c "
    assert filtered.missing == {"\U0001f44d": 1, "\U0001f3fd": 1}


def test_terminal_text_is_what_a_reader_would_see() -> None:
    assert strip_terminal("\x1b[1;31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07\r\n") == "red link\n"
    assert strip_terminal(" 10%\r100%\nabc\b\bX") == "100%\naX"
    assert plain(" a\x00\n b\ufeff ") == "a b"
    assert break_long("x" * 25, 10).count("\u200b") == 2


def test_widths_fit_the_page_whatever_the_table() -> None:
    for columns in (1, 2, 5, 9, 14, 40):
        for text in ("1", "一段文字" * 20, "unbreakable" * 6, "12,345.67"):
            cell = Cell(text, text)
            grid = Grid(
                [[Cell("标题", "标题", True)] * 1 * columns],
                [[Cell(text, text) for _ in range(columns)]],
                ["left"] * columns,
            )
            parts = fit(grid)
            assert all(sum(part.widths) <= 459.01 for part in parts)
            assert all(part.size >= 7 for part in parts)
            assert {place for part in parts for place in part.columns} == set(range(columns))
            assert cell.text == text
    assert text_width("孵化器12") == pytest.approx(3 + 0.25 + 2 * 0.555, abs=0.02)
