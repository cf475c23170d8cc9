"""The review of a plan in words: findings, sections that are never empty, 未公布 and 未报 kept apart, names from data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from incuanalysis import open_report
from incuanalysis.display import documents
from incuanalysis.display import plan_review as say
from incuanalysis.display.context import Report
from incuanalysis.display.items import Chart, Item, Prose, Table
from incuanalysis.evaluation.documents.plan_review import PlanReview, evaluate
from incuanalysis.intake.store import Store
from tests.display.charting import NASTY, check
from tests.evaluation.review_making import review_store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return review_store(tmp_path_factory.mktemp("review"), demo=True)


def made(store: Path, region: str, period: str, language: str = "zh") -> tuple[PlanReview, Report]:
    report = open_report(region, period, language, project=ROOT, store=store)
    return evaluate(report.inquiry), report


@pytest.fixture(scope="module")
def dongtou(filled: Path) -> tuple[PlanReview, Report]:
    return made(filled, "洞头区", "2024")


@pytest.fixture(scope="module")
def qingdao(store: Store) -> tuple[PlanReview, Report]:
    return made(store.folder, "青岛市", "2022")


def sections(data: PlanReview, report: Report) -> dict[str, tuple[Item, ...]]:
    traces = documents.TraceBook(report)
    return {
        "targets": say.targets(data, report, traces),
        "courses": say.courses(data, report),
        "contributions": say.contributions(data, report),
        "milestones": say.milestones(data, report),
        "tasks": say.tasks(data, report),
        "texts": (say.texts(data, report),),
        "gaps": say.gaps(data, report),
        "published": say.published(data, report),
        "open": say.open_points(data, report),
        "annexes": say.annexes(data, report, traces),
    }


def text(items: tuple[Item, ...]) -> str:
    return "\n".join(str(item.bundle()["text/plain"]) for item in items)


def test_findings_give_what_was_missed_and_what_came_late(dongtou: tuple[PlanReview, Report]) -> None:
    state, missed, duties = say.title(*dongtou).findings
    assert "到期的量化目标10项，未报7项，已完成1项，未完成2项" in state
    assert missed.startswith("未按期完成2项，即新增孵化场地面积（2022年底）（完成90.0%）")
    assert "其中1项在期限后达到" in missed
    assert "待认定11项" in duties
    assert say.title(*dongtou).badges == ("演示数据",)


def test_no_section_is_empty_and_charts_have_data(
    dongtou: tuple[PlanReview, Report], qingdao: tuple[PlanReview, Report]
) -> None:
    for data, report in (dongtou, qingdao):
        found = sections(data, report)
        for name, items in found.items():
            assert items or name == "annexes", name
            for item in items:
                if isinstance(item, Chart):
                    check(item)
                if isinstance(item, Table):
                    assert item.rows
                if isinstance(item, Prose):
                    assert item.text.strip()
    assert say.first_chart(*qingdao) == ()
    assert len(say.first_chart(*dongtou)) == 1


def test_where_nobody_was_asked_nothing_is_called_unreported(qingdao: tuple[PlanReview, Report]) -> None:
    data, report = qingdao
    everything = text((say.title(data, report), say.headlines(data, report)))
    everything += "".join(text(items) for items in sections(data, report).values())
    assert "未公布" in everything
    assert "未报" not in everything
    assert say.title(data, report).badges == ()
    values = {card.id: card.value for card in say.headlines(data, report).numbers}
    assert values == {"targets": 8.0, "reached": None, "missed": None, "not_reported": 8.0}


def test_what_is_published_is_told_with_its_source(qingdao: tuple[PlanReview, Report]) -> None:
    prose, table = say.published(*qingdao)
    assert isinstance(prose, Prose)
    assert "均在计划期（2019—2022年）以前，不替代实绩" in prose.text
    assert isinstance(table, Table)
    first = [str(one) for one in table.rows[0]]
    assert first[:4] == ["载体培育高新技术企业", "2018年6月", "家", "238"]
    assert "半岛网" in first[-1]


def test_an_area_met_after_the_deadline_shows_its_month(dongtou: tuple[PlanReview, Report]) -> None:
    tables = [one for items in sections(*dongtou).values() for one in items if isinstance(one, Table)]
    targets = next(one for one in tables if "行动计划目标完成情况表" in one.caption)
    row = [str(one) for one in targets.rows[0]]
    assert row[-2:] == ["2023年2月", "■未完成"]
    assert targets.annex == "附件1"


def test_reasons_that_nobody_reported_and_texts_that_nobody_wrote_are_not_made_up(
    dongtou: tuple[PlanReview, Report],
) -> None:
    said = say.texts(*dongtou).text
    assert "2项未按期完成，均没有报送原因" in said
    assert "未提供" in said


def test_names_of_units_stay_text(dongtou: tuple[PlanReview, Report]) -> None:
    data, report = dongtou
    rows = [
        {
            "target": "area_2024", "indicator": "new_carrier_area", "unit": "平方米", "unit_id": f"u{number}",
            "unit_name": name, "actual": 100.0 + number, "expected": 300.0, "gap": -200.0 + number, "part": 10.0,
            "whole": 1000.0, "place": number,
        }
        for number, name in enumerate(NASTY[:3], start=1)
    ]  # fmt: skip
    items = say.contributions(replace(data, units=pd.DataFrame(rows)), report)
    prose = items[0]
    assert isinstance(prose, Prose)
    assert "<b>" not in prose.text
    assert "\\<b\\>甲" in prose.text


def test_english_has_no_chinese_but_names(filled: Path) -> None:
    data, report = made(filled, "洞头区", "2024", "en")
    found = sections(data, report)
    said = "".join(text(found[name]) for name in ("targets", "courses", "contributions", "milestones", "tasks", "gaps"))
    said += text(
        (say.title(replace(data), report), say.headlines(data, report), *found["annexes"], say.head(data, report))
    )
    chinese = {mark for mark in said if "\u4e00" <= mark <= "\u9fff"}
    assert chinese <= set("洞头区科学技术局草稿")
