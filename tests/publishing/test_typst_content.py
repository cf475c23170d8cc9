"""What a notebook says, read back from its PDF: Markdown, outputs, tables, pictures, items."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pikepdf
import pypdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from PIL import Image

from incuanalysis.publishing.typst import TypstPDFExporter

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="200pt" height="100pt" viewBox="0 0 200 100">{}</svg>'
)
EXPORTER = TypstPDFExporter(keep_source=True)


class Converted:
    """A PDF made from cells, and ways to look into it."""

    def __init__(self, *cells: Any, folder: Path | None = None, metadata: dict[str, Any] | None = None) -> None:
        resources = {"metadata": {"name": "test", **({"path": str(folder)} if folder else {})}}
        nb = new_notebook(cells=list(cells), metadata=metadata or {})
        self.pdf, self.resources = EXPORTER.from_notebook_node(nb, resources)
        self.pages = pypdf.PdfReader(io.BytesIO(self.pdf)).pages

    @property
    def text(self) -> str:
        """All text, without white space and places to break."""
        return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in self.pages))

    @property
    def source(self) -> str:
        return str(self.resources["typst_source"])

    @property
    def links(self) -> list[str]:
        found = [note.get_object() for page in self.pages for note in page.get("/Annots", [])]
        return [str(note["/A"]["/URI"]) for note in found if "/URI" in note.get("/A", {})]

    @property
    def pictures(self) -> int:
        """How many raster pictures are in the file (an SVG is drawn, not embedded)."""
        return sum(len(page.images) for page in self.pages)

    def tags(self, name: str) -> list[str]:
        """Return the alternative text (often none) of each structure element of a kind."""
        with pikepdf.open(io.BytesIO(self.pdf)) as opened:
            found = [entry for entry in opened.objects if isinstance(entry, pikepdf.Dictionary)]
            return [str(entry.get("/Alt", "")) for entry in found if entry.get("/S") == name]

    def alternatives(self) -> list[str]:
        return sorted(filter(None, self.tags("/Figure")))


def markdown(source: str, **more: Any) -> Any:
    return new_markdown_cell(source, **more)


def shown(data: dict[str, Any], **incu: Any) -> Any:
    metadata = {"incu": {"region": "330000", "period": "2023", **incu}} if incu else {}
    return new_code_cell("", outputs=[new_output("display_data", data=data, metadata=metadata)])


def png(size: tuple[int, int] = (60, 40), mode: str = "RGB", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


# ---- Markdown ---------------------------------------------------------------


def test_markdown_of_all_kinds_comes_through() -> None:
    done = Converted(
        markdown(
            "# 题 *斜*\n\n正文**粗**、~~删~~、`代码 x`、H<sub>2</sub>O、x<sup>2</sup>、<b>旧式</b><br>换行。软\n换行 and\nEnglish。\n\n"
            "1. 甲\n2. 乙\n   - 丙\n     - 丁\n\n- [x] 做完\n- [ ] 没做\n\n> 引文\n\n---\n\n"
            "| 左 | 右 |\n|:--|--:|\n| **甲** | 1.5 |\n\n```python\nx = {'a': 1}\n```\n\n"
            "注[^1]，再注[^1]。\n\n[^1]: 脚注 *内容*\n\n<div align='center'>\n<i>块</i>\n</div>\n"
        )
    )
    for expected in (
        "题斜", "正文粗、删、代码x、H2O、x2、旧式换行。软换行andEnglish。", "1.甲2.乙", "丙", "丁", "☑做完☐没做",
        "引文", "左右甲1.5", "x={'a':1}", "脚注内容", "块",
    ):  # fmt: skip
        assert expected in done.text, expected
    assert done.text.count("脚注内容") == 1, "a note that is called twice is printed once"
    assert {"/L", "/LI", "/Table", "/TH", "/TD", "/BlockQuote", "/Note", "/Code", "/H1"} <= {
        tag for tag in ("/L", "/LI", "/Table", "/TH", "/TD", "/BlockQuote", "/Note", "/Code", "/H1") if done.tags(tag)
    }


def test_strong_chinese_with_a_full_width_mark_inside_is_strong() -> None:
    done = Converted(markdown("**孵化率（%）：**达到12"))
    assert "**" not in done.text
    assert 'strong("孵化率（%）：")' in done.source


def test_links_that_may_be_followed_are_and_others_are_text() -> None:
    done = Converted(
        markdown(
            "[a](https://例.cn/中?q=1&r=2) [b](mailto:a@b.cn) [c](javascript:alert(1)) [d](file:///etc/passwd) "
            "[e](#part) [f](notes.md) 裸链 https://x.org/y，后文 <https://z.org/>"
        )
    )
    assert done.links == [
        "https://%E4%BE%8B.cn/%E4%B8%AD?q=1&r=2",
        "mailto:a@b.cn",
        "https://x.org/y",
        "https://z.org/",
    ]
    assert "abcdef裸链" in done.text


def test_formulas_are_pictures_with_their_tex_as_alternative() -> None:
    done = Converted(
        markdown(
            "率 $r_i=\\frac{a}{b}$，$$\\text{孵化率}=\\frac{x}{y}$$\n\n\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}\n\n"
            "价格是 $5 和 $6。"
        )
    )
    assert [alt for alt in done.alternatives() if "frac" in alt] == [
        "公式：\\text{孵化率}=\\frac{x}{y}",
        "公式：r_i=\\frac{a}{b}",
    ]
    assert "begin{align}" not in done.text
    assert "价格是$5和$6。" in done.text


def test_tex_that_cannot_be_set_is_shown_as_it_is() -> None:
    done = Converted(markdown("$\\nosuchcommand{x}$ $$\\begin{pmatrix}a & b\\end{pmatrix}$$ $\\frac{1}{$ $x😀$"))
    for source in ("\\nosuchcommand{x}", "\\begin{pmatrix}a&b\\end{pmatrix}", "\\frac{1}{", "x〓"):
        assert source in done.text


# ---- pictures -----------------------------------------------------------------


def test_pictures_come_from_the_cell_the_address_or_the_folder(tmp_path: Path) -> None:
    (tmp_path / "my picture.png").write_bytes(png())
    data = base64.b64encode(png((50, 50))).decode()
    done = Converted(
        markdown(
            f"![文件](my%20picture.png) ![地址](data:image/png;base64,{data}) ![附件](attachment:a.png)",
            attachments={"a.png": {"image/png": base64.b64encode(png((70, 70))).decode()}},
        ),
        folder=tmp_path,
    )
    assert done.pictures == 3
    assert done.alternatives() == ["地址", "文件", "附件"]


def test_pictures_outside_the_folder_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    folder = tmp_path / "notebook"
    folder.mkdir()
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    source = f"![上](../secret.png) ![绝](/{tmp_path}/secret.png) ![链](link.png) ![无](none.png) ![坏](data:image/png;base64,AAAA)"
    done = Converted(markdown(source), folder=folder)
    assert done.pictures == 0
    for name in "上绝链无坏":
        assert f"[图片无法显示：{name}]" in done.text


def test_a_remote_picture_becomes_its_description_with_a_link() -> None:
    done = Converted(
        markdown("![远程图](https://example.org/a.png)"), shown({"text/html": "<img src='//h.org/b.png'>"})
    )
    assert done.pictures == 0
    assert done.links == ["https://example.org/a.png"]
    assert "[图片无法显示：远程图]" in done.text


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("P", "GIF"), ("LA", "PNG"), ("RGB", "WEBP"), ("1", "BMP")]
)
def test_raster_pictures_of_all_kinds_are_archived(mode: str, kind: str) -> None:
    data = base64.b64encode(png((80, 80), mode, kind)).decode()
    assert Converted(markdown(f"![x](data:image/{kind.lower()};base64,{data})")).pictures == 1


def test_an_svg_loads_nothing_and_its_text_can_be_set() -> None:
    svg = SVG.format(
        '<image href="/etc/x.png" width="9" height="9"/><image xlink:href="http://h.org/x.png" width="9" height="9"/>'
        '<text x="5" y="20" font-family="SimHei">图中文字 😀 &#x1F600;</text>'
    )
    done = Converted(shown({"image/svg+xml": svg, "text/plain": "说明"}))
    assert "图中文字〓〓" in done.text
    assert "\U0001f600" in done.resources["typst_missing_glyphs"]
    assert done.alternatives() == ["说明"]


@pytest.mark.parametrize(
    "svg", ["<svg><g></svg>", SVG.replace("100", "0").format(""), "<!DOCTYPE svg [<!ENTITY a 'b'>"]
)
def test_an_svg_that_is_none_gives_way_to_the_next_representation(svg: str) -> None:
    assert "代替" in Converted(shown({"image/svg+xml": svg, "text/plain": "代替"})).text


def test_a_picture_that_typst_cannot_read_is_described() -> None:
    done = Converted(shown({"image/svg+xml": SVG.format("<x:y/>"), "text/plain": "描述"}), markdown("后文"))
    assert "描述" in done.text or "描述" in done.alternatives()
    assert "后文" in done.text


def test_a_matplotlib_chart_is_drawn_with_its_clipped_lines() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 3))
    axes = figure.add_subplot()
    axes.plot([0, 1, 2], [0, 5, 1], label="<b> & $")
    axes.set_ylim(0, 2)
    axes.imshow(np.zeros((3, 3)))
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    done = Converted(
        shown({"image/svg+xml": out.getvalue(), "text/plain": "折线"}, kind="figure", alt="折线图", caption="c")
    )
    assert done.alternatives() == ["折线图"]
    assert done.pictures == 1


# ---- outputs --------------------------------------------------------------------


def test_terminal_output_loses_its_colours_and_overwritten_lines() -> None:
    outputs = [
        new_output("stream", name="stdout", text="\x1b[31m红\x1b[0m色\n 10%\r100%\nab\bc\n" + "长" * 300),
        new_output("stream", name="stderr", text="警告"),
        new_output("error", ename="ValueError", evalue="坏 <值>", traceback=["\x1b[0;31m--\x1b[0m", "line 1: f()"]),
    ]
    done = Converted(new_code_cell("x = 1", outputs=outputs))
    for expected in ("x=1", "红色", "100%", "ac", "长" * 300, "警告", "ValueError:坏<值>", "line1:f()"):
        assert expected in done.text
    assert "10%1" not in done.text
    assert "[31m" not in done.text


def test_very_long_output_is_cut_and_says_so() -> None:
    text = "\n".join(f"row {number}" for number in range(5000))
    done = Converted(new_code_cell("", outputs=[new_output("stream", name="stdout", text=text)]), markdown("中"))
    assert "此处省略4850行" in done.text
    assert "row4999" in done.text
    assert len(done.pages) < 6


def test_the_best_of_several_representations_is_taken() -> None:
    both = {"image/png": base64.b64encode(png()).decode(), "text/plain": "<Figure size 1x1>", "text/html": "<b>no</b>"}
    done = Converted(
        shown(both),
        shown({"text/html": "<style>.x{}</style><div>Estimator()</div>", "text/plain": "Estimator()"}),
        shown({"text/html": "<script>1</script>", "text/plain": "没有内容"}),
        shown({"text/latex": "$\\frac{x}{y}$", "text/plain": "x/y"}),
        shown({"text/latex": "\\begin{tabular}{l}q\\end{tabular}", "text/plain": "plain frame"}),
        shown({"application/json": {"键": [1]}, "text/plain": "<IPython.core.display.JSON object>"}),
        shown({"text/html": "<h2>标题</h2><p>段 <b>粗</b> &amp; 尾</p><ul><li>甲<li>乙</ul>"}),
        new_raw_cell("raw *md*", metadata={"raw_mimetype": "text/markdown"}),
        new_raw_cell("\\latex", metadata={"raw_mimetype": "text/latex"}),
    )
    assert done.pictures == 1
    assert done.alternatives() == ["公式：\\frac{x}{y}", "图片，没有文字说明。"]
    for expected in ("Estimator()", "没有内容", "plainframe", '{"键":[1]}', "标题", "段粗&尾", "甲", "rawmd"):
        assert expected in done.text, expected
    for left_out in ("Figure", "tabular", "latex", "no", "IPython"):
        assert left_out not in done.text


def test_tags_and_hidden_sources_are_respected() -> None:
    def cell(source: str, **metadata: Any) -> Any:
        output = new_output("stream", name="stdout", text=f"out-{source}")
        return new_code_cell(source, outputs=[output], metadata=metadata)

    done = Converted(
        cell("a1", tags=["remove-cell"]),
        cell("b2", tags=["hide_input"]),
        cell("c3", tags=["remove_output"]),
        cell("d4", jupyter={"source_hidden": True, "outputs_hidden": True}),
        cell("e5"),
    )
    assert done.text.startswith("testout-b2c3e5out-e5")


# ---- tables ---------------------------------------------------------------------


def test_a_data_frame_keeps_its_levels_index_names_and_spans() -> None:
    columns = pd.MultiIndex.from_product([["甲组", "乙组"], ["均值", "标准差"]])
    frame = pd.DataFrame([[1.5, 2, 3, 4]] * 3, columns=columns, index=pd.Index(["浙江", "江苏", "山东"], name="地区"))
    done = Converted(shown({"text/html": frame._repr_html_(), "text/plain": str(frame)}))
    assert "甲组乙组地区均值标准差均值标准差浙江1.5234" in done.text
    assert done.source.count("colspan: 2") == 2
    assert len(done.tags("/TH")) >= 6


def test_a_wide_frame_is_split_and_each_part_has_the_index() -> None:
    frame = pd.DataFrame(
        np.arange(60).reshape(2, 30), columns=[f"indicator_{n:02d}" for n in range(30)], index=["Ningbo", "Wenzhou"]
    )
    done = Converted(shown({"text/html": frame.to_html(), "text/plain": ""}))
    assert done.source.count("#data-table(") > 1
    assert done.text.count("Ningbo") == done.source.count("#data-table(")
    for number in range(30):
        assert f"indicator_{number:02d}" in done.text


def test_a_table_somewhat_too_wide_is_set_smaller_and_wrapped_not_split() -> None:
    frame = pd.DataFrame({name: ["一段比较长的说明文字，需要换行才能放下。" * 2] for name in "甲乙丙丁"})
    done = Converted(shown({"text/html": frame.to_html(), "text/plain": ""}))
    assert done.source.count("#data-table(") == 1


def test_a_long_table_goes_over_pages_and_repeats_its_head() -> None:
    frame = pd.DataFrame({"年份": range(100), "数值": range(100)})
    done = Converted(shown({"text/html": frame.to_html(), "text/plain": ""}))
    assert len(done.pages) >= 2
    assert all("年份" in page.extract_text() for page in done.pages)


@pytest.mark.parametrize(
    "html",
    [
        "<table></table>",
        "<table><tr></tr></table>",
        "<table><tr><td colspan='3' rowspan='99'>甲</td></tr><tr><td>b<td>c</table>",
        "<table><tr>" + "<td>x</td>" * 300 + "</tr></table>",
        f"<table><tr><td>{'很长的文字' * 600}</td><td>{'y' * 2000}</td></tr></table>",
        "<table><tr><td><table><tr><td>里</td></tr></table></td></tr></table>",
        "<div>" * 200 + "深" + "</div>" * 200 + "<b>" * 200 + "<ul><li>" * 60 + "处",
    ],
)
def test_strange_html_does_no_harm(html: str) -> None:
    assert "后文" in Converted(shown({"text/html": html, "text/plain": "<x>"}), markdown("后文")).text


# ---- items ----------------------------------------------------------------------


def test_a_title_item_is_the_first_heading_with_findings_and_badges() -> None:
    title = {
        "title": "浙江省孵化器画像",
        "subtitle": "（2023年）",
        "issuer": "科技厅",
        "findings": ["第一 #1 *x*", "第二 $2", "第三"],
        "badges": ["演示数据"],
    }
    done = Converted(
        shown({"application/vnd.incu.title+json": title, "text/html": "<h1>no</h1>"}, kind="title"),
        shown({"text/markdown": "## 一、总体情况"}, kind="heading"),
        shown({"text/markdown": "#### （一）小标题"}, kind="heading"),
        metadata={"incu": {"kind": "annual_profile"}, "incu_report": {"language": "zh", "title": "年度画像"}},
    )
    assert done.text.startswith("演示数据浙江省孵化器画像（2023年）科技厅主要结论1.第一#1*x*2.第二$23.第三")
    assert [len(done.tags(name)) for name in ("/H1", "/H2", "/H3")] == [1, 1, 1]
    about = pypdf.PdfReader(io.BytesIO(done.pdf)).metadata
    assert about is not None
    assert (about.title, about.author) == ("浙江省孵化器画像（2023年）", "科技厅")


def test_headline_cards_show_value_unit_and_change() -> None:
    numbers = [
        {
            "id": "a",
            "label": "孵化器",
            "value": 652,
            "unit": "个",
            "text": "652个",
            "change": "比上年 +12.4%",
            "note": "全国第3位",
        },
        {"id": "b", "label": "投融资", "value": 686131, "unit": "万元", "text": "68.61亿元", "change": "", "note": ""},
        {"id": "c", "label": "缺数据", "value": None, "unit": "家", "text": None, "change": None},
    ]
    done = Converted(shown({"application/vnd.incu.headline+json": numbers, "text/html": "<p>no</p>"}, kind="headline"))
    assert "孵化器652个比上年+12.4%全国第3位投融资68.61亿元缺数据—" in done.text


def test_a_table_item_has_caption_number_aligned_columns_and_notes() -> None:
    spec = {
        "caption": "主要指标",
        "columns": [
            {"key": "r", "label": "地区", "align": "left", "unit": ""},
            {"key": "n", "label": "数量", "align": "right", "unit": "家"},
            {"key": "a", "label": "面积", "align": "decimal", "unit": "万平方米"},
        ],
        "rows": [["全国", "15,632", "12.5"], ["浙江", "652", "1.25"], ["江苏", "—", "3"]],
        "emphasis": [0],
        "notes": ["来源：年鉴。"],
    }
    done = Converted(shown({"application/vnd.incu.table+json": spec, "text/html": ""}, kind="table", number=3))
    assert "表3主要指标地区数量（家）面积（万平方米）全国15,63212.5浙江6521.25江苏—3来源：年鉴。" in done.text
    assert len(done.tags("/Caption")) == 1
    assert "shaded: (1,)" in done.source


def test_a_figure_item_has_its_caption_number_alternative_and_note() -> None:
    picture = {"image/svg+xml": SVG.format('<rect width="200" height="100"/>'), "text/plain": "p"}
    item = {"kind": "figure", "number": 2, "caption": "数量 #2 增长", "alt": "柱形图", "note": "缺两年数据"}
    done = Converted(shown(picture, **item))
    assert done.text.startswith("test图2数量#2增长缺两年数据")
    assert done.alternatives() == ["柱形图"]
    english = Converted(shown(picture, **item), metadata={"incu_report": {"language": "en"}})
    assert "Figure2" in english.text


def test_a_remark_and_prose_are_markdown() -> None:
    done = Converted(
        shown({"text/markdown": "**要点**：增长", "text/plain": "x"}, kind="prose"),
        shown({"text/markdown": "注意：*口径*不同", "text/plain": "x"}, kind="remark"),
    )
    assert "要点：增长注意：口径不同" in done.text
    assert "#remark(" in done.source


def test_an_item_with_other_json_than_documented_is_shown_by_its_text(caplog: pytest.LogCaptureFixture) -> None:
    broken = [{"columns": ["a"], "rows": [[1]]}, {"columns": [{"label": "b"}], "rows": 5}]
    done = Converted(
        *(shown({"application/vnd.incu.table+json": spec, "text/plain": "文字"}, kind="table") for spec in broken),
        shown({"application/vnd.incu.title+json": {"title": None, "findings": "一句"}}, kind="title"),
        shown({"text/plain": "x"}, kind="nonsense"),
    )
    assert done.text.count("文字") == 2
    assert "cell 1 (code), output 1" in caplog.text
