"""The HTML page of a notebook: what is in it, and above all what is not."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from incuanalysis.publishing.html import IncuHTMLExporter
from incuanalysis.publishing.mathtext import draw, tex_to_svg
from incuanalysis.publishing.web.items import Card

EVIL = "<script>alert(1)</script>"
PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c63606060f80f0001040100c0a6b5d30000000049454e44ae426082"
    )
).decode()
SVG = (
    '<?xml version="1.0"?>'
    '<svg xmlns="http://www.w3.org/2000/svg" width="460.8pt" height="230pt" viewBox="0 0 460.8 230">'
    '<metadata>made at some time</metadata><defs><path id="glyph" d="M0 0"/></defs><use href="#glyph"/></svg>'
)
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def exporter() -> IncuHTMLExporter:
    return IncuHTMLExporter()


def item(kind: str, number: int = 1, **data: Any) -> Any:
    """One output as ``show()`` emits it."""
    details = data.pop("details", {})
    return new_output(
        "display_data", data=data["data"], metadata={"incu": {"kind": kind, "number": number, "queries": [], **details}}
    )


def table_spec(mark: str = "") -> dict[str, Any]:
    return {
        "caption": f"Incubators{mark}",
        "columns": [
            {"key": "region", "label": f"Region{mark}", "align": "left", "unit": ""},
            {"key": "count", "label": "Number", "align": "right", "unit": "n"},
            {"key": "income", "label": "Income", "align": "decimal", "unit": "bn"},
        ],
        "rows": [[f"A{mark}", "1,108", "112.4"], ["B", "643", "71.25"], ["C", "9", "—"]],
        "emphasis": [1],
        "notes": [f"One{mark}", "Two"],
    }


def report(language: str = "en", mark: str = "") -> Any:
    """A report with every kind of item; all of its own text is English."""
    title = {
        "title": f"Profile{mark}",
        "subtitle": f"2023{mark}",
        "issuer": f"Office{mark}",
        "findings": [f"First{mark}", "Second"],
        "badges": [f"Badge{mark}"],
    }
    cards = [
        {
            "id": "n",
            "label": f"Incubators{mark}",
            "value": 643,
            "unit": "个",
            "text": "643 units",
            "change": "on year +5",
            "note": "",
        },
        {"id": "s", "label": "Share", "value": 82.3, "unit": "%", "text": "82.3%", "change": "", "note": f"note{mark}"},
    ]
    outputs = [
        item("title", data={"application/vnd.incu.title+json": title, "text/html": "<h1>no</h1>", "text/plain": "no"}),
        item("headline", data={"application/vnd.incu.headline+json": cards, "text/plain": "no"}),
        item("heading", data={"text/markdown": f"## Overview{mark}", "text/plain": ""}),
        item("prose", data={"text/markdown": f"Words{mark} and $x_i^2$.\n\n- a\n- b", "text/plain": ""}),
        item(
            "table",
            data={"application/vnd.incu.table+json": table_spec(mark), "text/html": "<table><tr><td>fallback</table>"},
        ),
        item(
            "figure",
            data={"image/svg+xml": SVG, "text/plain": "alt"},
            details={"caption": f"Growth{mark}", "alt": f"A line{mark}", "note": f"Without D{mark}"},
        ),
        item(
            "figure",
            number=2,
            data={"image/svg+xml": SVG, "text/plain": "alt"},
            details={"caption": "Again", "alt": "B"},
        ),
        item("heading", number=2, data={"text/markdown": f"### Detail{mark}", "text/plain": ""}),
        item("remark", data={"text/markdown": f"Small{mark}", "text/plain": ""}),
    ]
    cells = [
        new_code_cell("show(everything)  # the code", outputs=outputs, id="a"),
        new_markdown_cell("## Overview\n\nOnce more.", id="b"),
    ]
    metadata = {
        "incu": {"kind": "annual_profile"},
        "incu_report": {"language": language, "data_date": "2024-11-21", "package": "9.9.9", "key": f"abc{mark}"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    return new_notebook(cells=cells, metadata=metadata)


def foreign() -> Any:
    """A notebook of somebody else, with what such notebooks have."""
    frame = (
        '<style scoped>.dataframe td{color:red}</style><table border="1" class="dataframe">'
        "<thead><tr><th></th><th>x</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table>"
    )
    plotly = '<script src="https://cdn.example.org/plotly.js"></script><div id="plot"></div>'
    outputs = [
        new_output("stream", name="stdout", text="10%\r100%\n"),
        new_output("stream", name="stdout", text=f"done {EVIL}\n"),
        new_output("execute_result", execution_count=1, data={"text/html": frame, "text/plain": "x"}),
        new_output("display_data", data={"image/png": PIXEL, "text/plain": "<Figure size 1x1>"}),
        new_output("display_data", data={"text/html": plotly, "text/plain": "Figure()"}),
        new_output("display_data", data={"application/javascript": "alert(1)"}),
        new_output("display_data", data={"text/latex": r"$\displaystyle \frac{a}{b}$"}),
        new_output(
            "error", ename="ValueError", evalue=f"bad {EVIL}", traceback=[f"\x1b[0;31mValueError\x1b[0m: {EVIL}"]
        ),
    ]
    text = (
        "# Notes\n\nA <b onclick='x()'>bold</b> word, [a link](https://example.org/page), ![far](https://example.org/a.png)"
        " <img src='//example.org/b.png' srcset='https://example.org/c.png 2x'>"
        "<p style=\"color:red;background:url('https://example.org/d.png')\">styled</p>\n\n$$\\begin{pmatrix}1\\end{pmatrix}$$"
    )
    cells = [
        new_markdown_cell(text, id="a"),
        new_markdown_cell("#### Deep\n\n## Data set\n\n### Data set\n\n## top", id="b"),
        new_code_cell("1 / 0", outputs=outputs, execution_count=7, id="c"),
        new_raw_cell("raw <i>text</i>", id="d"),
    ]
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


def page(exporter: IncuHTMLExporter, nb: Any, **resources: Any) -> tuple[str, BeautifulSoup]:
    body, _ = exporter.from_notebook_node(nb, resources or None)
    return body, BeautifulSoup(body, "html.parser")


def assert_asks_for_nothing(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(["script", "img", "link", "iframe", "source", "video", "object", "embed"]):
        for name in ("src", "href", "srcset", "data", "poster"):
            value = tag.get(name)
            assert value is None or str(value).startswith("data:"), (tag.name, name, value)
    styles = [tag.get_text() for tag in soup.find_all("style")] + [tag["style"] for tag in soup.select("[style]")]
    for style in styles:
        assert "@import" not in style
        assert "url(" not in style
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert "default-src 'none'" in policy["content"]
    assert "http" not in policy["content"].replace("http-equiv", "")


def assert_sound(soup: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("make", [report, foreign])
def test_a_page_asks_for_nothing_outside_itself(exporter: IncuHTMLExporter, make: Any) -> None:
    _, soup = page(exporter, make())
    assert_asks_for_nothing(soup)


@pytest.mark.parametrize("make", [report, foreign])
def test_ids_are_unique_and_headings_skip_no_level(exporter: IncuHTMLExporter, make: Any) -> None:
    _, soup = page(exporter, make())
    assert_sound(soup)


@pytest.mark.parametrize("make", [report, foreign])
def test_the_contents_name_the_headings_of_the_page(exporter: IncuHTMLExporter, make: Any) -> None:
    _, soup = page(exporter, make())
    headings = [(tag["id"], tag.get_text(strip=True)) for tag in soup.select("main h2, main h3")]
    assert len(headings) > 1
    for contents in soup.select(".contents.side, .contents.fold nav"):
        links = [(re.sub("^#", "", link["href"]), link.get_text(strip=True)) for link in contents.select("a")]
        assert [(unquote(anchor), text) for anchor, text in links] == headings


@pytest.mark.parametrize("make", [report, foreign])
def test_the_same_notebook_gives_the_same_bytes_and_stays_as_it_was(exporter: IncuHTMLExporter, make: Any) -> None:
    nb = make()
    before = nbformat.writes(nb)
    first, _ = page(exporter, nb)
    second, _ = page(IncuHTMLExporter(), nb)
    assert first == second
    assert nbformat.writes(nb) == before


def test_the_only_script_is_the_pages_own_and_its_policy_names_it(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report(mark=EVIL))
    (script,) = soup.find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy.split("script-src")[1].split(";")[0]


def test_markup_in_any_text_from_data_is_shown_as_text(exporter: IncuHTMLExporter) -> None:
    body, soup = page(exporter, report(mark=EVIL))
    assert EVIL not in body
    for selector in (
        "h1", ".issuer", ".subtitle", ".badge", ".findings li", ".card .name", ".card .note", "caption", "tbody th",
        "thead th", ".table .notes li", "figcaption", "figure .notes", ".prose p", ".remark p", "main h2", "main h3",
        ".contents.side a", "footer", "title",
    ):  # fmt: skip
        assert EVIL in soup.select_one(selector).get_text(), selector
    assert EVIL in soup.select_one("figure img")["alt"]


def test_a_table_is_made_from_its_data_with_caption_scopes_and_notes(exporter: IncuHTMLExporter) -> None:
    body, soup = page(exporter, report())
    assert "fallback" not in body
    table = soup.select_one("section.table table")
    assert table.caption.get_text() == "Table 1 Incubators"
    assert [th["scope"] for th in table.select("thead th")] == ["col"] * 3
    assert [th["scope"] for th in table.select("tbody th")] == ["row"] * 3
    assert [tr.get("class") for tr in table.select("tbody tr")] == [None, ["emphasis"], None]
    assert [note.get_text() for note in soup.select("section.table .notes li")] == ["One", "Two"]
    assert table.parent["tabindex"] == "0"


def test_decimal_points_stand_under_each_other(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report())
    pads = [cell.get("style") for cell in soup.select("td.decimal")]
    assert pads == ["--pad:1.0ch", None, "--pad:2.5ch"]


def test_a_figure_is_a_picture_with_words_and_no_ids_of_its_own(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report())
    first, second = soup.select("figure")
    assert first.figcaption.get_text() == "Figure 1 Growth"
    assert first.img["alt"] == "A line"
    assert (first.img["width"], first.img["height"]) == ("614", "307")
    drawing = base64.b64decode(first.img["src"].split(",")[1]).decode()
    assert "metadata" not in drawing
    assert second["id"] == "figure-2"
    assert not soup.find("svg")


def test_a_headline_number_shows_its_text_as_printed(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report())
    assert [value.get_text(" ", strip=True) for value in soup.select(".card .value")] == ["643 units", "82.3%"]
    assert soup.select_one(".card .value .unit").get_text() == "units"
    assert soup.select_one(".card .change")["class"] == ["change", "up"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "change", "trend"),
    [
        ("68.61亿元", "68.61", "亿元", "比上年 −20.0%", "down"),
        ("CNY 6.86 billion", "CNY 6.86", "billion", "year-on-year +3%", "up"),
        ("第3位", "第3位", "", "持平", ""),
        ("", "7.0", "家", "2019–2021", ""),
    ],
)
def test_a_card_reads_number_unit_and_direction_from_the_text(
    text: str, value: str, unit: str, change: str, trend: str
) -> None:
    card = Card.from_spec({"label": "x", "value": 7.0, "unit": "家", "text": text, "change": change})
    assert (card.value, card.unit, card.trend) == (value, unit, trend)


def test_an_english_page_says_nothing_of_its_own_in_chinese(exporter: IncuHTMLExporter) -> None:
    nb = report("en")
    nb.metadata.incu_report["demo"] = True
    nb.cells.append(foreign().cells[2])
    body, soup = page(exporter, nb, incu_pdf="a.pdf")
    assert soup.html["lang"] == "en"
    assert not CHINESE.search(body)


def test_a_chinese_page_is_labelled_in_chinese(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report("zh"), incu_pdf="profile.zh.pdf")
    assert soup.html["lang"] == "zh-CN"
    text = soup.body.get_text()
    for label in ("目录", "主要结论", "表1", "图1", "图2", "本报告如何计算", "数据日期", "下载 PDF"):
        assert label in text


def test_the_link_to_the_pdf_appears_only_when_there_is_one(exporter: IncuHTMLExporter) -> None:
    _, without = page(exporter, report())
    assert without.select_one("a.pdf") is None
    _, named = page(exporter, report(), incu_pdf="profile.en.pdf")
    assert named.select_one("a.pdf")["href"] == "profile.en.pdf"
    _, same = page(exporter, report(), incu_pdf=True, metadata={"name": "x", "path": ""})
    assert same.select_one("a.pdf")["href"] == "x.pdf"


def test_code_of_a_report_goes_to_a_folded_appendix(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report())
    assert soup.select("details.code") == []
    appendix = soup.select_one("details.appendix")
    assert "show(everything)" in appendix.get_text()
    assert not appendix.has_attr("open")


def test_code_of_a_foreign_notebook_is_folded_where_it_stands(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, foreign())
    assert soup.select("details.appendix") == []
    assert soup.select_one("details.code summary").get_text() == "代码 [7]"


def test_the_footer_tells_data_date_and_version_and_no_clock_time(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report())
    footer = soup.footer.get_text(" ", strip=True)
    assert "2024-11-21" in footer
    assert "incuanalysis 9.9.9" in footer
    assert not re.search(r"\d\d:\d\d", footer)


def test_foreign_html_keeps_tables_and_links_but_no_handler_style_sheet_or_far_picture(
    exporter: IncuHTMLExporter,
) -> None:
    body, soup = page(exporter, foreign())
    assert soup.select_one("table.dataframe").parent["class"] == ["scroll"]
    assert "onclick" not in body
    assert "cdn.example.org" not in body
    assert soup.find("a", href="https://example.org/page")
    assert soup.find("b", string="bold")
    assert soup.find("p", style="color: red")
    assert ".dataframe td{color:red}" not in body
    assert len(soup.select(".omitted")) == 3  # two pictures and one output of JavaScript


def test_an_output_without_harmless_html_falls_back_to_its_text(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, foreign())
    assert "Figure()" in [pre.get_text() for pre in soup.select("pre.result")]


def test_streams_keep_the_last_state_and_errors_are_readable(exporter: IncuHTMLExporter) -> None:
    body, soup = page(exporter, foreign())
    assert soup.select_one("pre.stream").get_text() == f"100%\ndone {EVIL}"
    error = soup.select_one(".error")
    assert "ValueError" in error.p.get_text()
    assert EVIL in error.p.get_text()
    assert error.select_one(".ansi-red-fg")
    assert "\x1b" not in body


def test_formulas_are_pictures_with_tex_or_the_tex_itself(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, report())
    assert soup.select_one("img.tex")["alt"] == "x_i^2"
    _, soup = page(exporter, foreign())
    assert [img["alt"] for img in soup.select("img.tex")] == [r"\frac{a}{b}"]
    assert soup.select_one("code.tex").get_text() == r"\begin{pmatrix}1\end{pmatrix}"


def test_chinese_emphasis_and_line_breaks_are_read_as_chinese(exporter: IncuHTMLExporter) -> None:
    nb = new_notebook(cells=[new_markdown_cell("**重点。**后文，\n下一行，共 $3，另 $5。", id="a")])
    _, soup = page(exporter, nb)
    assert soup.select_one(".prose p").decode_contents() == "<strong>重点。</strong>后文，下一行，共 $3，另 $5。"


def test_only_pictures_in_the_notebooks_folder_are_taken_in(exporter: IncuHTMLExporter, tmp_path: Path) -> None:
    inside = tmp_path / "book"
    inside.mkdir()
    for folder in (inside, tmp_path):
        (folder / "a.png").write_bytes(base64.b64decode(PIXEL))
    cell = new_markdown_cell("![in](a.png) ![out](../a.png) ![kept](attachment:b.png)", id="a")
    cell["attachments"] = {"b.png": {"image/png": PIXEL}}
    _, soup = page(exporter, new_notebook(cells=[cell]), metadata={"name": "n", "path": str(inside)})
    assert [img["alt"] for img in soup.select(".prose img")] == ["in", "kept"]
    assert len(soup.select(".omitted")) == 1


def test_an_empty_notebook_is_a_page_too(exporter: IncuHTMLExporter) -> None:
    _, soup = page(exporter, new_notebook(), metadata={"name": "empty", "path": ""})
    assert soup.h1.get_text() == "empty"


def test_what_nbconvert_is_told_to_leave_out_is_left_out() -> None:
    exporter = IncuHTMLExporter(exclude_input=True, exclude_raw=True)
    _, soup = page(exporter, foreign())
    assert soup.select("details.code, pre.raw") == []


def test_nbconvert_converts_a_plain_notebook_by_the_exporters_name(tmp_path: Path) -> None:
    nbformat.write(foreign(), tmp_path / "notes.ipynb")
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "incu-html", "notes.ipynb"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    soup = BeautifulSoup((tmp_path / "notes.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.h1.get_text() == "Notes"
    assert_asks_for_nothing(soup)
    assert_sound(soup)


@pytest.mark.parametrize(
    "tex", [r"\frac{a}{b}", r"\text{得分}_i \le 5", r"\begin{align} a &= b \\ c &= d \end{align}", r"\tfrac12"]
)
def test_a_formula_is_drawn_the_same_way_twice(tex: str) -> None:
    first = tex_to_svg(tex, display=True)
    draw.cache_clear()
    assert first is not None
    assert first == tex_to_svg(tex, display=True)
    assert "<text" not in first
    assert "date" not in first


@pytest.mark.parametrize("tex", [r"\begin{pmatrix}1\end{pmatrix}", r"\nosuchcommand", "{", "", r"\underbrace{x}"])
def test_a_formula_beyond_mathtext_gives_none(tex: str) -> None:
    assert tex_to_svg(tex, display=False) is None
