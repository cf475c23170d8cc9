"""The page of a scheme: published scores against ours, in two languages, and what is not published said as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from incuanalysis import open_report
from incuanalysis.display import scheme_showcase as say
from incuanalysis.display.context import Report
from incuanalysis.display.items import Cell, Table
from incuanalysis.evaluation.documents.scheme_showcase import Showcase, evaluate
from incuanalysis.intake.store import Store
from tests.display.charting import check, check_within

ROOT = Path(__file__).resolve().parents[2]


def opened(store: Store, language: str = "zh") -> Report:
    return open_report("331000-tzwxq", "2023", language, project=ROOT, store=store.folder)


def made(store: Store, language: str = "zh") -> tuple[Showcase, Report]:
    report = opened(store, language)
    return evaluate(report.inquiry), report


def cell(table: Table, row: int, key: str) -> Cell:
    found = table.rows[row][[column.key for column in table.columns].index(key)]
    assert isinstance(found, Cell)
    return found


def test_the_findings_say_the_agreement_the_losses_and_what_is_left(store: Store) -> None:
    agreed, lost, left = say.title(*made(store)).findings
    assert "10项基础项" in agreed
    assert "各项与公布得分一致" in agreed
    assert "52.458分" in agreed
    assert lost.startswith("失分47.542分，5项未得满分")
    assert "53.46分，比基础项合计多约1.0分" in left


def test_the_table_has_ten_items_the_sum_and_the_total(store: Store) -> None:
    table = say.comparison(*made(store))
    assert len(table.rows) == 12
    assert table.emphasis == (10, 11)
    assert [str(cell(table, 5, key)) for key in ("published", "ours", "same")] == ["0.583", "0.583", "●一致"]
    assert cell(table, 5, "ours").trace == "t6"
    assert str(cell(table, 11, "ours")) == "—"


def test_every_traced_cell_has_its_place_in_the_file(store: Store) -> None:
    listed = say.traces(*made(store))
    assert [trace.id for trace in listed.traces] == [f"t{number}" for number in range(1, 11)]
    financing = listed.traces[5]
    assert [one.cell for one in financing.cells] == ["B7", "C7", "D7", "F7"]
    assert [one.value for one in financing.cells] == ["5", "300", "35", "0.583"]
    assert financing.steps == ("5 × 35/300 = 0.583",)


def test_what_one_more_brings_is_listed_from_the_most_on(store: Store) -> None:
    table = say.one_more(*made(store))
    more = [value for row in table.rows if isinstance(row[4], Cell) and (value := row[4].value) is not None]
    assert more == sorted(more, reverse=True)
    assert more[0] == 7.5
    assert not {"新增省级海外工程师"} & {str(row[0]) for row in table.rows}


def test_what_is_not_published_is_named(store: Store) -> None:
    text = say.unseen(*made(store)).text
    assert "新增省级海外工程师：未公布，暂计0分" in text
    assert "加分项第14行以后各行" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_in_one_language_and_no_demonstration(store: Store, language: str) -> None:
    data, report = made(store, language)
    # tenants are no missing number, which the whole check would take them for
    (check if language == "zh" else check_within)(say.chart(data, report))
    assert not say.head(report).demo
    if language == "en":
        shown = " ".join(
            item.bundle()["text/plain"]
            for item in (
                say.title(data, report),
                say.comparison(data, report),
                say.steps(data, report),
                say.unseen(data, report),
            )
        )
        assert not any("\u4e00" <= mark <= "\u9fff" for mark in shown)
