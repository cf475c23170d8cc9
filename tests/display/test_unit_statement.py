"""A unit's statement and the list of corrections as a reader sees them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import pytest

from incuanalysis.display import documents
from incuanalysis.display import unit_statement as say
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.context import Report, open_report
from incuanalysis.display.items import Item, Table, Title
from incuanalysis.evaluation.documents.corrections import corrections_of, updates_since
from incuanalysis.evaluation.documents.unit_statement import Statement, evaluate
from incuanalysis.evaluation.documents.units import units_with_figures
from incuanalysis.plans.bureaus import document_data
from incuanalysis.plans.records import Records


def text(items: tuple[Item, ...]) -> str:
    return "\n".join(str(item.bundle()["text/plain"]) for item in items)


@pytest.fixture(scope="module")
def report(demo_store: Path) -> Report:
    return open_report("鹿城区", "2024Q3", store=demo_store)


@pytest.fixture(scope="module")
def data(report: Report) -> Statement:
    return evaluate(report.inquiry, units_with_figures(report.inquiry)[0].id)


def test_every_number_of_the_figures_has_a_trace_with_its_cell(report: Report, data: Statement) -> None:
    traces = documents.TraceBook(report, data.unit.id)
    (table,) = say.figures(data, report, traces)
    assert isinstance(table, Table)
    numbers = [cell for row in table.rows for cell in row if getattr(cell, "value", None) is not None]
    assert numbers
    assert all(cell.trace for cell in numbers)  # type: ignore[union-attr] # cells with a value
    listed = traces.items()[0].traces
    assert all(one.cells for one in listed)
    assert all(set(row[-1]) & set("①②③④⑤⑥⑦⑧⑨⑩") for row in table.rows)


def test_no_other_unit_is_named(report: Report, data: Statement) -> None:
    traces = documents.TraceBook(report, data.unit.id)
    parts = (say.title(data, report), say.lead(data, report), *say.targets(data, report, traces))
    said = text((*parts, *say.figures(data, report, traces), *say.reply(data, report)))
    others = [name for name in report.inquiry.units["name"] if name != data.unit.name]
    assert not [name for name in others if name in said and name not in data.unit.name and not name.endswith("局")]
    assert data.unit.name in said


def test_a_unit_without_figures_is_told_so(demo_store: Path) -> None:
    asked = open_report("鹿城区", "2019-03", store=demo_store)
    found = evaluate(asked.inquiry, asked.inquiry.units["unit"].iloc[0])
    said = text((*say.figures(found, asked, documents.TraceBook(asked)), *say.found(found, asked)))
    assert "没有收到本单位报送的数据" in said
    assert "表" not in say.title(found, asked).findings[1]


def other_records(report: Report, folder: Path) -> Report:
    """Return the report with an empty folder of records beside links to its store."""
    assert report.store is not None
    folder.mkdir()
    for part in report.store.iterdir():
        if part.name != "records":
            (folder / part.name).symlink_to(part)
    shutil.copytree(report.store / "records", folder / "records")
    (folder / "records" / "correction.csv").unlink(missing_ok=True)
    return open_report("鹿城区", "2024Q3", store=folder)


def test_corrections_on_record_mark_the_title_and_are_listed_after_it(report: Report, tmp_path: Path) -> None:
    mine = other_records(report, tmp_path / "store")
    title = Title(stamp(mine), "季度通报")
    assert documents.with_corrections(mine, "quarterly_bulletin", title) == (title,)
    row = {
        "kind": "quarterly_bulletin", "region": "330302", "period": "2024Q3", "number": 1, "unit": "<b>甲</b>街道",
        "item": "新增*项目*", "before": "26个", "after": "28个", "reason": "经核对属实", "date": "2024-10-27",
    }  # fmt: skip
    rows = [
        row,
        row | {"item": "在孵企业"},
        row | {"number": 2, "before": "28个", "after": "29个"},
        row | {"period": "2024Q2"},
    ]
    Records(tmp_path / "store" / "records").append("correction", rows, by="某", on="2024-10-30")
    again = open_report("鹿城区", "2024Q3", store=tmp_path / "store")
    marked, _, table = documents.with_corrections(again, "quarterly_bulletin", title)
    assert isinstance(marked, Title)
    assert marked.title == "季度通报（更正第2号）"
    assert isinstance(table, Table)
    assert [[str(cell) for cell in line][:4] for line in table.rows] == [
        ["1", "<b>甲</b>街道：新增*项目*", "26个", "28个"],
        ["1", "<b>甲</b>街道：在孵企业", "26个", "28个"],
        ["2", "<b>甲</b>街道：新增*项目*", "28个", "29个"],
    ]
    assert corrections_of(again.inquiry, "monthly_monitoring") == ()


def test_data_that_changed_after_the_issue_are_listed_until_they_are_recorded(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = Title(stamp(report), "季度通报")

    def told(day: dt.date) -> tuple[Item, ...]:
        said = document_data(report.project, "330302", "quarterly_bulletin", "2024Q3")
        issued = dataclasses.replace(said, state="issued", date=day)
        monkeypatch.setattr("incuanalysis.display.documents.corrections.document_data", lambda *_: issued)
        return documents.with_corrections(report, "monthly_monitoring", title)

    assert told(dt.date(2030, 1, 1)) == (title,)
    marked, _, table = told(dt.date(2024, 5, 1))
    assert isinstance(marked, Title)
    assert marked.title == "季度通报（更正稿，更正号待填）"
    assert isinstance(table, Table)
    assert {str(row[0]) for row in table.rows} == {"待填"}
    assert all(str(row[2]) != str(row[3]) for row in table.rows)


def test_what_came_in_after_a_day_is_an_update_and_what_was_there_is_none(report: Report) -> None:
    rows = report.inquiry.observations
    days = sorted(rows.loc[rows["last"].between(202401, 202409), "recorded_at"].astype("str").str[:10])
    assert updates_since(report.inquiry, dt.date.fromisoformat(max(days))) == ()
    found = updates_since(report.inquiry, dt.date.fromisoformat(days[0]))
    assert found
    assert all(one.on > days[0] and one.before != one.value for one in found)
