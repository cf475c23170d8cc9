"""The yearly assessment in words, tables and a chart: what is said, what is not, and whether the arithmetic can be followed."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from incuanalysis.display import annual_assessment as say
from incuanalysis.display.annual_assessment.results import mean_words
from incuanalysis.display.annual_assessment.wording import arithmetic, why_unranked
from incuanalysis.display.context import Report, open_report
from incuanalysis.display.documents import TraceBook
from incuanalysis.display.documents.written import written
from incuanalysis.display.items import Item, Prose, Table
from incuanalysis.evaluation.documents.annual_assessment import KIND, Annual, evaluate
from incuanalysis.project import Project
from tests.evaluation.year_making import year_store


@pytest.fixture(scope="module")
def report(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Report:
    store = year_store(tmp_path_factory.mktemp("annual"))
    return open_report("洞头区", "2023", project=project.root, store=store)


@pytest.fixture(scope="module")
def data(report: Report) -> Annual:
    return evaluate(report.inquiry)


def everything(data: Annual, report: Report) -> list[Item]:
    traces = TraceBook(report)
    return [
        say.title(data, report), *say.chart(data, report), say.opening(data, report), say.basis(data, report),
        say.method(data, report), *say.results(data, report, traces), say.targets(data, report),
        written(report, KIND, data.texts, "practices", "主要做法"), say.problems(data, report), say.use(data, report),
        *say.annexes(data, report, traces), *traces.items(),
    ]  # fmt: skip


def text_of(*items: Item) -> str:
    return "\n".join(str(item.bundle()["text/plain"]) for item in items)


def test_the_first_page_says_who_is_first_what_was_missed_and_what_is_proposed(data: Annual, report: Report) -> None:
    first, second, third = say.title(data, report).findings
    assert "2个单位参加考核排名，平均75.0分" in first
    assert "北岙街道" in first
    assert "洞头区" in second
    assert "拟表扬1个（北岙街道）" in third or "拟表扬1个单位（北岙街道）" in third
    assert "拟通报批评1个单位（东屏街道）" in third
    (chart,) = say.chart(data, report)
    assert "100分" in chart.caption


def test_the_results_have_the_columns_of_such_circulars(data: Annual, report: Report) -> None:
    table = next(item for item in say.results(data, report, TraceBook(report)) if isinstance(item, Table))
    assert [column.label for column in table.columns] == ["单位", "责任目标得分", "加分", "综合得分", "排名", "说明"]
    rows = [[str(cell) for cell in row] for row in table.rows]
    assert rows[0] == ["北岙街道", "100.0", "—", "100.0", "1", "—"]
    assert ["鹿西乡", "—", "—", "—", "—", "托管，不参加排名"] in rows
    assert ["大门镇", "—", "—", "—", "—", "任务均未报数，不排名"] in rows
    assert "本报告自定" in table.notes[0]


def test_every_score_can_be_followed_in_the_annex(data: Annual, report: Report) -> None:
    traces = TraceBook(report)
    scores = say.annexes(data, report, traces)[0]
    assert scores.annex == "附件1"
    rows = [[str(cell) for cell in row] for row in scores.rows]
    assert ["东屏街道", "新增孵化面积", "50.0%", "50.00", "8000 ÷ 16000 × 100 = 50"] in [
        row[:2] + row[5:] for row in rows
    ]
    assert ["东屏街道", "责任目标得分", "—", "—", "—", "—", "50.00", "平均：50"] in rows
    assert any(row[0] == "大门镇" and row[4] == "未报" for row in rows)


def test_published_traces_show_no_cells_of_units_and_internal_ones_do(data: Annual, report: Report) -> None:
    inside = dataclasses.replace(report, version="internal")
    for version, shown in ((report, False), (inside, True)):
        traces = TraceBook(version)
        say.annexes(data, version, traces)
        units = [one for one in traces.item().traces if one.label.startswith("东屏街道")]
        assert units
        assert any(one.cells for one in units) == shown


def test_texts_come_from_people_or_are_missing(data: Annual, report: Report) -> None:
    told = written(report, KIND, data.texts, "practices", "主要做法").text
    assert "一是组织培训。" in told
    assert "<b>" not in told.replace("\\<b\\>", "")
    missing = written(report, KIND, data.texts, "next_steps", "建议").text
    assert missing.startswith("未提供。")
    assert "草稿提示" in missing


def test_what_is_missed_is_named_and_what_is_proposed_is_no_decision(data: Annual, report: Report) -> None:
    problems, use = say.problems(data, report).text, say.use(data, report).text
    assert "东屏街道：新增孵化面积" in problems
    assert "到期未完成" in problems
    assert "大门镇1项" in problems
    assert "东屏街道：拟通报批评，年度计划未完成" in use
    assert "决定通报批评" not in use
    decided = data.treatment.assign(decided="通报批评", document="洞科〔2024〕9号")
    assert (
        "东屏街道：决定通报批评（洞科〔2024〕9号）"
        in say.use(dataclasses.replace(data, treatment=decided), report).text
    )


def test_without_a_breakdown_the_region_is_told_and_nobody_is_ranked(data: Annual, report: Report) -> None:
    none = dataclasses.replace(
        data, units=data.units.iloc[[]], shares=data.shares.iloc[[]], treatment=data.treatment.iloc[[]], praise=()
    )
    text = text_of(*everything(none, report))
    assert "尚未分解到单位" in text
    assert "nan" not in text.lower()
    assert say.annexes(none, report, TraceBook(report))[0].annex == "附件1"


def test_one_unit_alone_and_ties_are_told(data: Annual, report: Report) -> None:
    ranked = data.units[data.units["place"].notna()]
    alone = dataclasses.replace(data, units=ranked.head(1).assign(of=1.0))
    assert "仅1个街道（乡镇）参加，不排名" in say.title(alone, report).findings[0]
    tied = dataclasses.replace(data, units=ranked.assign(score=80.0, place=1.0))
    assert "并列" in say.title(tied, report).findings[0]


def test_long_names_and_names_with_markup_stay_text(data: Annual, report: Report) -> None:
    odd = "*甲*<b>#1$</b>" + "街道" * 40
    named = {"北岙街道": odd}
    renamed = dataclasses.replace(
        data,
        units=data.units.assign(name=data.units["name"].replace(named)),
        shares=data.shares.assign(unit_name=data.shares["unit_name"].replace(named)),
        praise=(odd,),
    )
    for item in everything(renamed, report):
        if isinstance(item, Prose):
            assert "<b>" not in item.text.replace("\\<b\\>", "")
            assert "$" not in item.text.replace("\\$", "")
    assert any(
        odd in str(row[0]) for item in everything(renamed, report) if isinstance(item, Table) for row in item.rows
    )


def test_nothing_is_said_of_numbers_that_are_none(data: Annual, report: Report) -> None:
    text = text_of(*everything(data, report))
    for word in ("nan", "None", "NaT", "<NA>"):
        assert word not in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {"comparator": "at_least", "actual": 3.0, "year_value": 2.0, "completion_year": 1.5},
            "3 ÷ 2 × 100 = 150，按100计",
        ),
        ({"comparator": "at_most", "actual": 3.0, "year_value": 4.0, "completion_year": 1.0}, "3 ≤ 4，得100分"),
        ({"comparator": "at_most", "actual": 5.0, "year_value": 4.0, "completion_year": 0.8}, "4 ÷ 5 × 100 = 80"),
        ({"comparator": "at_least", "actual": 3.0, "year_value": 4.0, "completion_year": 0.5}, "完成率50%"),
    ],
)
def test_the_arithmetic_ends_in_the_points(row: dict[str, object], said: str) -> None:
    share = float(str(row["completion_year"]))
    assert arithmetic({**row, "points": 100 * min(share, 1), "status": "done"}) == said


def test_the_mean_is_written_out() -> None:
    assert mean_words(pd.DataFrame({"points": [100.0, 50.0, None]})) == "平均：（100 + 50）÷ 2 = 75"
    assert mean_words(pd.DataFrame({"points": [None]})) == "没有可计分的任务"
    assert why_unranked({"state": "ranked", "targets": 0, "place": None, "not_reported": 0}) == "未分解任务，不参加排名"
