"""What the bureau's documents share: head, closing, headings, traces, versions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from incuanalysis import open_report
from incuanalysis.display import documents
from incuanalysis.display.context import Report
from incuanalysis.display.furniture import OpinionBox, Trace, TraceCell, Traces
from incuanalysis.display.items import Cell, Column, Stamp, Table
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.questions import progress_of
from incuanalysis.intake.load import take_queries
from incuanalysis.project import Project

ROOT = Path(__file__).resolve().parents[2]


def opened(store: Path, version: str = "published", region: str = "鹿城区") -> Report:
    return open_report(region, "2024-09", version=version, project=ROOT, store=store)


def test_an_unknown_version_is_refused(demo_store: Path) -> None:
    with pytest.raises(BadInputError, match="published, internal"):
        opened(demo_store, "secret")


def test_the_head_comes_from_the_bureaus_file_and_marks_demonstration_data(demo_store: Path) -> None:
    head = documents.letterhead(opened(demo_store, "internal"), "monthly_monitoring")
    assert (head.issuer, head.issue, head.state, head.version) == (
        "鹿城区科学技术局",
        "2024年第9期",
        "draft",
        "internal",
    )
    assert head.demo
    assert head.number == head.signer == ""


def test_a_region_without_a_bureaus_file_gets_blanks_to_be_filled_in(demo_store: Path) -> None:
    report = open_report("瓯海区", "2024-09", project=ROOT, store=demo_store)
    assert documents.letterhead(report, "monthly_monitoring").issuer == "（发文单位待填）"
    assert documents.closing(report, "monthly_monitoring").date == "（印发日期待填）"
    assert documents.salutation(report, "monthly_monitoring").text == "（主送单位待填）："


@pytest.mark.parametrize(
    ("number", "level", "text"),
    [
        (1, 2, "一、总体"),
        (10, 2, "十、总体"),
        (12, 2, "十二、总体"),
        (20, 2, "二十、总体"),
        (21, 3, "（二十一）总体"),
        (0, 2, "总体"),
    ],
)
def test_headings_have_chinese_numerals(demo_store: Path, number: int, level: int, text: str) -> None:
    assert documents.heading(opened(demo_store), number, "总体", level=level).text == text


def test_the_published_version_shows_no_cell_of_another_body(demo_store: Path) -> None:
    for version in ("published", "internal"):
        report = opened(demo_store, version)
        book = documents.TraceBook(report)
        towns = report.inquiry.observations.query("region != '330302'").head(5)
        own = report.inquiry.observations.query("region == '330302'").head(2)
        first = book.add_rows("各街道", "5", "合计", towns)
        second = book.add_rows("鹿城区", "2", "自报", own)
        traces = {trace.id: trace for trace in book.item().traces}
        assert len(traces[second].cells) == 2
        if version == "internal":
            assert len(traces[first].cells) == 5
            assert all(cell.file and cell.cell for cell in traces[first].cells)
        else:
            assert traces[first].cells == ()
            assert "个单位报送" in traces[first].how


def test_each_value_of_progress_leads_to_the_cell_that_holds_it(demo_store: Path) -> None:
    report = opened(demo_store, "internal", "洞头区")
    book = documents.TraceBook(report)
    rows = progress_of(report.inquiry)
    rows = rows[(rows["region"] == "330305") & (rows["made_of"] == "own") & rows["carrier"].isna()]
    assert len(rows) > 5
    for row in rows.to_dict("records"):
        id = book.add(str(row["target"]), str(row["actual"]), "", str(row["cells"]))
        cells = next(trace for trace in book.item().traces if trace.id == id).cells
        numbers = [float(found[0]) for cell in cells if (found := re.match(r"-?[\d.]+", cell.value))]
        assert row["actual"] in numbers


def test_what_an_inquiry_reads_is_recorded_for_the_report(demo_store: Path) -> None:
    report = opened(demo_store)
    take_queries()
    _ = report.inquiry.observations, report.inquiry.units, report.inquiry.texts
    told = {query.query["what"]: query for query in take_queries()}
    assert {"observations", "records/assessed_units", "texts"} <= set(told) | {"records/assessed_units"}
    assert told["observations"].demo
    assert told["observations"].rows > 1000


def test_a_name_with_markup_stays_text_in_every_bundle() -> None:
    stamp = Stamp("330305", "2023-09")
    name = "<b>甲</b>#$*=1+1"
    trace = Trace("t1", name, "96", name, (TraceCell(name, name, name),))
    items = [
        Table(stamp, name, (Column("a", name),), ((Cell(name, trace="t1"),),)),
        Traces(stamp, name, (trace,)),
        OpinionBox(stamp, name),
    ]
    for item in items:
        assert "<b>" not in item.bundle()["text/html"]
        assert name in item.bundle()["text/plain"]


def test_a_table_says_of_its_cells_only_what_they_have() -> None:
    table = Table(
        Stamp("330305", "2023-09"), "表", (Column("a", "甲", group="组"), Column("b", "乙")),
        (("x", Cell("0", 0.0, "家")), ("y", Cell("未报", tone="muted"))), grow=0,
    )  # fmt: skip
    spec = table.spec()
    assert spec["cells"] == [
        {"row": 0, "col": 1, "value": 0.0, "unit": "家"},
        {"row": 1, "col": 1, "tone": "muted"},
    ]
    assert spec["grow"] == 0
    assert "landscape" not in spec
    assert [column.get("group") for column in spec["columns"]] == ["组", None]


def test_all_of_the_bureaus_kinds_have_their_names(project: Project) -> None:
    from incuanalysis.plans.bureaus import DOCUMENT_KINDS
    from incuanalysis.publishing.kinds import list_kinds

    for name, kind in list_kinds(project).items():
        if name in DOCUMENT_KINDS:
            assert kind.declaration.title["zh"] == DOCUMENT_KINDS[name].zh
            assert "docx" in kind.declaration.formats


def test_an_analysis_that_no_office_took_up_is_neither_a_draft_nor_anybodys_document(demo_store: Path) -> None:
    head = documents.letterhead(opened(demo_store), "cluster_atlas", "plain")
    assert (head.issuer, head.state, head.style) == ("", "issued", "plain")
