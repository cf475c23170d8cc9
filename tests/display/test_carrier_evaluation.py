"""The evaluation of carriers in words, tables and charts: grades, notice, follow-ups, and two hundred carriers."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from incuanalysis.display import carrier_evaluation as say
from incuanalysis.display.carrier_evaluation.wording import DETAILED, annex_labels, disagreeing
from incuanalysis.display.charts.grades import grades
from incuanalysis.display.context import Report, open_report
from incuanalysis.display.documents import TraceBook
from incuanalysis.display.items import Chart, Item, Prose, Table
from incuanalysis.evaluation.documents.carrier_evaluation import (
    CarrierEvaluation,
    Step,
    evaluate,
    losses_of,
    results_of,
)
from incuanalysis.evaluation.questions.carriers import Scored
from incuanalysis.evaluation.schemes import grade, open_scheme, score
from incuanalysis.project import Project
from tests.evaluation.year_making import ODD, year_store


@pytest.fixture(scope="module")
def report(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Report:
    store = year_store(tmp_path_factory.mktemp("carriers"))
    return open_report("洞头区", "2023", project=project.root, store=store)


@pytest.fixture(scope="module")
def data(report: Report) -> CarrierEvaluation:
    return evaluate(report.inquiry)


def everything(data: CarrierEvaluation, report: Report) -> list[Item]:
    traces = TraceBook(report)
    return [
        say.title(data, report), *say.chart(data, report), say.opening(data, report), say.scope(data, report),
        say.method(data, report), *say.results(data, report, traces), *say.losses(data, report),
        *say.waterfalls(data, report), say.targets(data, report), say.next_steps(data, report), say.notice(report),
        say.use(data, report), *say.annexes(data, report, traces), *traces.items(),
    ]  # fmt: skip


def many(data: CarrierEvaluation, count: int = 200) -> CarrierEvaluation:
    """Return an evaluation of so many makerspaces with different numbers of mentors and firms."""
    scheme = open_scheme("default_bureau")
    facts = [
        {"carrier": f"c{at:03}", "fact": fact, "value": float(value), "variant": "makerspace"}
        for at in range(count)
        for fact, value in (("tenants", 10 + at % 7), ("mentors", at % 13), ("service_events", at % 11))
    ]
    scores = score(scheme, pd.DataFrame(facts))
    grading = grade(scores, scheme)
    names = {f"c{at:03}": f"第{at + 1}号众创空间" for at in range(count)}
    scored = Scored(scheme, scores, grading.assign(settled=grading["open_zh"] == ""), names, (), {})
    register = pd.DataFrame(
        [{"carrier": id, "name": name, "type": "makerspace", "level": "district"} for id, name in names.items()]
    )
    conditions = pd.DataFrame(
        [
            {"name_zh": f"条件{number}", "state": "failed" if number < 3 else "met", "holds": number >= 3, "actual": 1.0,
             "required": 2.0, "unit": "家", "gap": 1.0, "gap_unit": "家", "text_zh": "1家，要求不少于2家", "stated": True}
            for number in range(5)
        ]
    )  # fmt: skip
    steps = tuple(
        Step(id, name, "district", "municipal", "某市标准", "《某办法》", True, conditions, 2 if at < 60 else 3)
        for at, (id, name) in enumerate(names.items())
    )
    following = data.following.iloc[[]]
    return dataclasses.replace(
        data, register=register, scored=scored, results=results_of(scheme, scored, register, following),
        left_out={}, losses=losses_of(scored), following=following, steps=steps,
    )  # fmt: skip


def test_the_first_page_counts_grades_and_names_what_follows(data: CarrierEvaluation, report: Report) -> None:
    first, second, third = say.title(data, report).findings
    assert first.startswith("参评3家，其中优秀1家，不合格1家，待定1家；未参评2家")
    assert "缺项暂计0分" in second
    assert "已作出处理决定1家" in third
    assert "拟限期整改" not in third
    (chart,) = say.chart(data, report)
    assert chart.caption == "参评3家：优秀1家，不合格1家，待定1家"


def test_missing_data_never_make_a_failure(data: CarrierEvaluation, report: Report) -> None:
    table = next(item for item in say.results(data, report, TraceBook(report)) if isinstance(item, Table))
    rows = {str(row[1]): [str(cell) for cell in row] for row in table.rows}
    assert rows[ODD][-2:] == ["待定", "缺数据"]
    assert rows["海蓝孵化器"][-2:] == ["优秀", "登记"]
    assert "补齐数据前不提出处理意见" in say.use(data, report).text


def test_a_decision_stands_with_its_document_and_an_opinion_is_a_proposal(
    data: CarrierEvaluation, report: Report
) -> None:
    use = say.use(data, report).text
    assert "海湾孵化器：决定限期整改（洞科〔2024〕5号" in use
    assert "拟作为优秀载体推广经验1家：海蓝孵化器" in use


def test_the_notice_says_how_long_where_and_in_which_form(report: Report) -> None:
    notice = say.notice(report).text
    for said in ("7天", "洞头区科学技术局", "加盖单位公章", "签署本人真实姓名", "联系地址"):
        assert said in notice


def test_what_is_ours_is_marked(data: CarrierEvaluation, report: Report) -> None:
    assert "本报告自定" in say.opening(data, report).text
    assert "均为本报告自定" in say.method(data, report).text


def test_points_have_evidence_and_arithmetic_without_file_names(data: CarrierEvaluation, report: Report) -> None:
    labels = annex_labels(data)
    details = next(t for t in say.annexes(data, report, TraceBook(report)) if t.annex == labels["details"])
    rows = [[str(cell) for cell in row] for row in details.rows]
    assert ["海湾孵化器", "每十家在孵企业创业导师", "6", "创业导师1人；在孵企业20家", "6 × 0.5/1 = 3", "3.00"] in rows
    assert not any("xlsx" in cell for row in rows for cell in row)
    inside = dataclasses.replace(report, version="internal")
    details = next(t for t in say.annexes(data, inside, TraceBook(inside)) if t.annex == labels["details"])
    assert len(details.rows) == len(rows)
    traces = TraceBook(inside)
    say.annexes(data, inside, traces)
    assert any(cell.file for one in traces.item().traces for cell in one.cells)


def test_charts_of_single_scores_are_for_the_office_only(data: CarrierEvaluation, report: Report) -> None:
    assert say.waterfalls(data, report) == ()
    inside = dataclasses.replace(report, version="internal")
    assert len(say.waterfalls(data, inside)) == 3


def test_names_with_markup_stay_text(data: CarrierEvaluation, report: Report) -> None:
    items = everything(data, report)
    for item in items:
        if isinstance(item, Prose):
            assert "<b>" not in item.text.replace("\\<b\\>", "")
            assert "$x" not in item.text.replace("\\$x", "")
    text = "\n".join(str(item.bundle()["text/plain"]) for item in items)
    for word in ("nan", "None", "<NA>"):
        assert word not in text
    assert ODD in text


def test_two_hundred_carriers_stay_readable(data: CarrierEvaluation, report: Report) -> None:
    lots = many(data)
    labels = annex_labels(lots)
    assert list(labels) == ["items", "ranking", "matrix", "steps"]
    annexes = say.annexes(lots, report, TraceBook(report))
    assert sum(len(table.rows) for table in annexes) < 200 + 200 + 30 * 5 + 20
    assert not any(isinstance(item, Table) for item in say.results(lots, report, TraceBook(report)))
    assert f"超过{DETAILED}家" in say.next_steps(lots, report).text
    assert "由各载体的数据核对单提供" in "".join(note for table in annexes for note in table.notes)
    assert len(say.scope(lots, report).text) < 600
    assert len(annexes[1].rows) == 200
    assert [table.annex for table in annexes[:3]] == ["附件1", "附件2", "附件3"]


def test_nobody_to_score_is_told(data: CarrierEvaluation, report: Report) -> None:
    none = dataclasses.replace(
        data, scored=None, results=results_of(data.scheme, None, data.register, data.following),
        losses=losses_of(None), following=data.following.iloc[[]], steps=(),
        left_out=dict.fromkeys(data.register["name"], "没有数据"),
    )  # fmt: skip
    items = everything(none, report)
    assert not any(isinstance(item, Chart) for item in items)
    text = "\n".join(str(item.bundle()["text/plain"]) for item in items)
    assert "没有可评分的载体" in text
    assert "没有登记等次" in text


def test_the_chart_of_grades_tells_all_counts(report: Report) -> None:
    chart = grades(
        {"孵化器": {"优秀": 2, "不合格": 1}, "众创空间": {"待定": 3}},
        ["优秀", "良好", "不合格"],
        report,
        unsettled="待定",
    )
    assert chart.caption == "参评6家，优秀2家"
    assert "孵化器：优秀2家、不合格1家；众创空间：待定3家。" in chart.alt
    assert "<svg" in chart.bundle()["image/svg+xml"]


def test_a_grade_on_record_that_the_points_do_not_come_to_is_named() -> None:
    grades = pd.DataFrame({"carrier": ["a", "b", "c"], "grade": ["good", "fail", "pass"]})
    results = pd.DataFrame(
        {
            "carrier": ["a", "b", "c"],
            "name": ["甲空间", "乙空间", "丙空间"],
            "grade": ["fail", "fail", "good"],
            "how": ["recorded", "recorded", "computed"],
        }
    )
    data = SimpleNamespace(scored=SimpleNamespace(grades=grades), results=results)
    assert disagreeing(cast("CarrierEvaluation", data)) == ["甲空间"]
