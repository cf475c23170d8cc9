"""The HTML page of an office's document: its furniture, and tables that say more than texts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output

from incuanalysis.display.furniture import Closing, Letterhead, OpinionBox, Salutation, Trace, TraceCell, Traces
from incuanalysis.display.items import Cell, Column, Heading, Item, Prose, Stamp, Table, Title
from incuanalysis.display.show import bundle_digest
from incuanalysis.errors import ReportFailedError
from incuanalysis.publishing.html import IncuHTMLExporter
from incuanalysis.publishing.web.tables import TableView

EVIL = "<script>alert(1)</script>"
STAMP = Stamp("330305", "2023-09")


@pytest.fixture(scope="module")
def exporter() -> IncuHTMLExporter:
    return IncuHTMLExporter()


def notebook(*items: Item, **record: Any) -> Any:
    outputs = []
    for number, item in enumerate(items, start=1):
        bundle = item.bundle()
        details = {"kind": item.kind, "region": "330305", "period": "2023-09", "number": number, "queries": []}
        details |= {"digest": bundle_digest(bundle), **item.details()}
        outputs.append(new_output("display_data", data=bundle, metadata={"incu": details}))
    metadata = {"incu_report": {"language": "zh", "kind": "monthly_monitoring", **record}}
    return new_notebook(cells=[new_code_cell("show(*items)", outputs=outputs, id="a")], metadata=metadata)


def page(exporter: IncuHTMLExporter, *items: Item, **record: Any) -> BeautifulSoup:
    body, _ = exporter.from_notebook_node(notebook(*items, **record))
    return BeautifulSoup(body, "html.parser")


def letterhead(**changes: Any) -> Letterhead:
    values = {"issuer": "洞头区科学技术局", "kind_name": "月度监测简报", "issue": "2023年第9期", "state": "review"}
    return Letterhead(STAMP, **{**values, **changes})


def towns(**changes: Any) -> Table:
    columns = (
        Column("a", "街道"),
        Column("b", "企业", "right", "家", group="总量"),
        Column("c", "增速", "decimal", "%", group="总量"),
        Column("d", "状态"),
    )
    rows = (
        (
            "北岙街道",
            Cell("96", 96.0, "家", trace="t1"),
            Cell("12.5", 12.5, "%", notes=(1,)),
            Cell("已完成", tone="good"),
        ),
        (
            "东屏街道",
            Cell("102", 102.0, "家", trace="t1"),
            Cell("9.0", 9.0, "%", notes=(1, 2)),
            Cell("■滞后", tone="bad"),
        ),
        ("元觉街道", Cell("未报", tone="muted", trace="t9"), "—", "未报"),
    )
    return Table(STAMP, "各街道进展", columns, rows, notes=("口径不同。", "自报。"), **changes)


def traces(mark: str = "") -> Traces:
    cell = TraceCell(f"洞头.xlsx{mark}", "月报", "D12", "洞头区月报", "2023-10-08", "96")
    return Traces(STAMP, "数据出处", (Trace("t1", f"在孵企业{mark}", "96家", "自报", (cell,), (f"第一步{mark}",)),))


def test_an_official_head_has_issuer_kind_issue_and_a_centred_title(exporter: IncuHTMLExporter) -> None:
    soup = page(exporter, letterhead(number="洞科〔2023〕1号", signer="张三"), Title(STAMP, "情况\n通报"))
    assert "official" in soup.body["class"]
    head = soup.select_one("header .letterhead")
    assert [p.get_text(" ", strip=True) for p in head.select("p")] == [
        "洞头区科学技术局", "月度监测简报", "2023年第9期", "洞科〔2023〕1号 签发人：张三",
    ]  # fmt: skip
    assert soup.h1.get_text() == "情况\n通报"
    assert soup.title.get_text().endswith("洞头区科学技术局")


def test_a_plain_head_stays_the_head_of_any_report(exporter: IncuHTMLExporter) -> None:
    soup = page(exporter, letterhead(style="plain"), Title(STAMP, "情况"))
    assert "official" not in soup.body["class"]
    assert "洞头区科学技术局" in soup.select_one("header .issuer").get_text()


@pytest.mark.parametrize(("state", "word"), [("draft", "草稿"), ("review", "送审稿"), ("issued", None)])
def test_the_state_is_a_watermark_and_a_mark_in_the_margin_until_issued(
    exporter: IncuHTMLExporter, state: str, word: str | None
) -> None:
    soup = page(exporter, letterhead(state=state), Title(STAMP, "情况"))
    watermark = soup.select_one(".watermark")
    assert (watermark and watermark["data-text"]) == word
    assert [span.get_text() for span in soup.select("aside.marks span")] == ([word] if word else [])
    margin = re.search(r'@top-right \{ content: "([^"]*)"', soup.style.get_text())
    said = "".join(chr(int(code, 16)) for code in re.findall(r"\\([0-9a-f]+) ", margin[1])) if margin else None
    assert said == word


def test_internal_and_demonstration_marks_are_always_shown_and_not_twice(exporter: IncuHTMLExporter) -> None:
    head = letterhead(state="issued", version="internal", demo=True)
    soup = page(exporter, head, Title(STAMP, "情况", badges=("演示数据", "年报")))
    assert [span.get_text() for span in soup.select("aside.marks span")] == ["内部资料", "演示数据"]
    assert [badge.get_text() for badge in soup.select(".badge")] == ["年报"]
    assert "internal" in soup.body["class"]
    other = page(exporter, Title(STAMP, "情况"), demo=True)
    assert [span.get_text() for span in other.select("aside.marks span")] == ["演示数据"]
    assert page(exporter, Title(STAMP, "情况")).select("aside.marks") == []


def test_salutation_closing_and_opinion_box_stand_where_they_are_shown(exporter: IncuHTMLExporter) -> None:
    soup = page(
        exporter,
        letterhead(),
        Salutation(STAMP, "各街道："),
        Prose(STAMP, "正文。"),
        OpinionBox(STAMP, "请核对。"),
        Closing(STAMP, "洞头区科学技术局", "2023年10月10日", ("区委办公室", "区统计局"), "联系人：张三"),
    )
    assert soup.select_one("main > .salutation").get_text() == "各街道："
    assert [li.get_text() for li in soup.select(".opinion .options li")] == ["□ 确认无误", "□ 有异议"]
    assert [p.get_text() for p in soup.select(".opinion .long")] == ["异议事项", "理由和依据"]
    assert [p.get_text() for p in soup.select(".closing .sign p")] == ["洞头区科学技术局", "2023年10月10日"]
    assert soup.select_one(".closing .copies").get_text() == "抄送：区委办公室，区统计局。"


def test_a_number_links_to_its_trace_and_the_trace_to_every_place_of_the_number(exporter: IncuHTMLExporter) -> None:
    soup = page(exporter, letterhead(), Heading(STAMP, "t1"), towns(), traces())
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    links = soup.select("td a.trace")
    assert [(link.get_text(), link["href"]) for link in links] == [("96", "#t1"), ("102", "#t1")]
    entry = soup.find(id="t1")
    assert entry.name == "li"
    assert [back["href"] for back in entry.select("a.back")] == [f"#{link['id']}" for link in links]
    assert "洞头.xlsx · 月报 · D12" in entry.get_text()
    assert soup.select(".contents.side a")[-1].get_text() == "数据出处"


def test_a_trace_that_is_not_listed_makes_no_link(exporter: IncuHTMLExporter) -> None:
    soup = page(exporter, letterhead(), towns(), traces())
    assert "未报" in soup.select("tbody tr")[2].get_text()
    assert soup.select("tbody tr")[2].select("a") == []
    assert page(exporter, towns()).select("a.trace") == []


def test_traces_that_come_before_their_tables_link_back_as_well(exporter: IncuHTMLExporter) -> None:
    soup = page(exporter, traces(), towns())
    assert len(soup.select("#t1 a.back")) == 2


def test_grouped_columns_have_two_rows_of_heads_with_their_scopes(exporter: IncuHTMLExporter) -> None:
    table = page(exporter, towns()).select_one("table.data")
    first, second = table.select("thead tr")
    assert [(th.get_text(), th["scope"], th.get("rowspan"), th.get("colspan")) for th in first.select("th")] == [
        ("街道", "col", "2", None), ("总量", "colgroup", None, "2"), ("状态", "col", "2", None),
    ]  # fmt: skip
    assert [th["scope"] for th in second.select("th")] == ["col", "col"]
    assert sum(int(group.get("span", 1)) for group in table.select("colgroup")) == 4


def test_the_same_group_apart_is_not_one_heading() -> None:
    columns = [{"key": k, "label": k, "group": g} for k, g in [("a", "甲"), ("b", ""), ("c", "甲"), ("d", "乙")]]
    view = TableView.from_spec({"columns": columns, "rows": []})
    assert [(group.label, len(group.columns)) for group in view.groups] == [("甲", 1), ("", 1), ("甲", 1), ("乙", 1)]


def test_a_tone_is_never_colour_alone(exporter: IncuHTMLExporter) -> None:
    table = page(exporter, towns()).select_one("table.data")
    assert table.select_one("td.good .mark").get_text() == "●"
    assert table.select_one("td.bad").get_text() == "■滞后"
    assert table.select_one("td.bad .mark") is None


def test_footnotes_and_their_places_link_to_each_other(exporter: IncuHTMLExporter) -> None:
    soup = page(exporter, towns())
    signs = soup.select("td sup a")
    assert [sign.get_text() for sign in signs] == ["1)", "1)", "2)"]
    notes = soup.select(".notes li")
    assert all(soup.find(id=sign["href"][1:]) in notes for sign in signs)
    assert [soup.find(id=note.a["href"][1:]).get_text() for note in notes] == ["1)", "2)"]


def test_an_annex_has_its_own_label_and_the_pages_of_its_shape(exporter: IncuHTMLExporter) -> None:
    section = page(exporter, towns(annex="附件1", landscape=True)).select_one("section.table")
    assert {"annex", "landscape"} <= set(section["class"])
    assert section.select_one(".annex-label").get_text() == "附件1"
    assert section.caption.get_text() == "各街道进展"


def test_a_table_carries_the_values_to_sort_by_and_the_box_to_search(exporter: IncuHTMLExporter) -> None:
    soup = page(exporter, letterhead(), towns(sortable=True, searchable=True), towns())
    first, second = soup.select("section.table")
    assert [td.get("data-value") for td in first.select("tbody td:nth-of-type(1)")] == ["96", "102", None]
    assert first.table.has_attr("data-sort")
    assert first.select_one(".filter").has_attr("hidden")
    assert first.select_one(".filter input")["aria-controls"] == first.tbody["id"]
    # an office's document has buttons only where they were asked for
    assert not second.table.has_attr("data-sort")
    assert second.select_one(".filter") is None


def test_markup_in_texts_of_a_document_is_shown_as_text(exporter: IncuHTMLExporter) -> None:
    body, _ = exporter.from_notebook_node(
        notebook(
            letterhead(issuer=EVIL, kind_name=EVIL, issue=EVIL, number=EVIL, signer=EVIL, date=EVIL),
            Salutation(STAMP, EVIL),
            Table(
                STAMP, EVIL, (Column("a", EVIL, group=EVIL),), ((Cell(EVIL, notes=(1,)),),), notes=(EVIL,), annex=EVIL
            ),
            traces(EVIL),
            OpinionBox(STAMP, EVIL, (EVIL,), (EVIL,)),
            Closing(STAMP, EVIL, EVIL, (EVIL,), EVIL),
        )
    )
    assert "<script>alert" not in body
    soup = BeautifulSoup(body, "html.parser")
    for selector in (
        ".office", ".kind-name", ".issue", ".file-line", ".salutation", "caption", "th.group", "td", ".annex-label", ".notes li",
        ".traces p b", ".traces .place", ".traces .steps", ".opinion .lead", ".options", ".field", ".sign", ".contact", ".copies",
    ):  # fmt: skip
        assert EVIL in soup.select_one(selector).get_text(), selector


def test_an_output_that_was_changed_by_hand_is_refused(exporter: IncuHTMLExporter) -> None:
    nb = notebook(towns())
    exporter.from_notebook_node(nb)
    nb.cells[0].outputs[0].data["application/vnd.incu.table+json"]["rows"][0][1] = "97"
    with pytest.raises(ReportFailedError, match="各街道进展"):
        exporter.from_notebook_node(nb)


CELLS = st.fixed_dictionaries(
    {"row": st.integers(-1, 4), "col": st.integers(-1, 4)},
    optional={
        "value": st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
        "tone": st.sampled_from(["good", "bad", "warn", "muted", "no", ""]),
        "note": st.lists(st.integers(-1, 5), max_size=3),
        "trace": st.sampled_from(["", "t1", "t 2", EVIL]),
    },
)


@given(
    rows=st.lists(st.lists(st.text(max_size=6), max_size=4), max_size=4),
    cells=st.lists(CELLS, max_size=6),
    groups=st.lists(st.sampled_from(["", "甲", "乙"]), min_size=1, max_size=4),
)
def test_any_table_keeps_its_texts_and_its_heads_cover_its_columns(
    rows: list[list[str]], cells: list[dict[str, Any]], groups: list[str]
) -> None:
    spec = {
        "columns": [{"key": str(i), "label": str(i), "group": group} for i, group in enumerate(groups)],
        "rows": rows,
        "cells": cells,
        "notes": ["一", "二"],
    }
    view = TableView.from_spec(spec, lambda trace: (trace, ""))
    padded = [(row + [""] * len(groups))[: len(groups)] for row in rows]
    assert [[cell.text for cell in row] for row in view.rows] == padded
    assert sum(len(group.columns) for group in view.groups) in (0, len(groups))
    assert all(1 <= note <= 2 for row in view.rows for cell in row for note in cell.notes)
