"""The quarterly bulletin in words, tables and charts: complete sentences, nothing empty, names that stay text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from incuanalysis.display import documents
from incuanalysis.display import quarterly_bulletin as say
from incuanalysis.display.context import Report, open_report
from incuanalysis.display.items import Chart, Item, Table
from incuanalysis.evaluation.documents import quarterly
from tests.evaluation.quarterly_making import ROOT, make_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("bulletin"))


def opened(store: Path, version: str = "published", as_of: str | None = None, period: str = "2023Q3") -> Report:
    return open_report("330305", period, "zh", as_of, version, project=ROOT, store=store)


def shown(report: Report) -> dict[str, list[Item]]:
    """Return what the notebook shows, by section."""
    data, traces = quarterly.evaluate(report.inquiry), documents.TraceBook(report)
    made: dict[str, list[Item]] = {
        "head": [documents.letterhead(report, quarterly.KIND), say.title(data, report)],
        "chart": [*say.progress_chart(data, report)],
        "overview": [say.introduction(data, report), *say.overview(data, report)],
        "practices": [say.practices(data, report)],
        "units": [*say.leagues(data, report), *say.contests(data, report)],
        "problems": [say.problems(data, report)],
        "next": [say.next_steps(data, report), *say.afterwards(data, report)],
        "annexes": [*say.annexes(data, report, traces)],
    }
    made["traces"] = [*traces.items()]
    return made


def text(items: list[Item]) -> str:
    return "\n".join(str(item.bundle()["text/plain"]) for item in items)


@pytest.fixture(scope="module")
def pages(store: Path) -> dict[str, list[Item]]:
    return shown(opened(store))


def table(pages: dict[str, list[Item]], annex: str) -> Table:
    return next(item for item in pages["annexes"] if isinstance(item, Table) and item.annex == annex)


def test_three_findings_say_state_gap_and_places(pages: dict[str, list[Item]]) -> None:
    title = pages["head"][1].bundle()["application/vnd.incu.title+json"]
    assert title["title"] == "关于洞头区2023年三季度行动计划实施情况的通报"
    assert len(title["findings"]) == 3
    assert all(re.search(r"\d", one) and one.endswith("。") for one in title["findings"])
    assert "霓屿街道" in title["findings"][1]
    assert "位次依次为北岙街道、东屏街道、霓屿街道" in title["findings"][2]
    assert "灵昆街道" in title["findings"][2]


def test_no_section_is_empty_and_no_value_is_nan(pages: dict[str, list[Item]]) -> None:
    for section, items in pages.items():
        assert items, section
        said = text(items)
        assert said.strip(), section
        assert not re.search(r"\bnan\b|None|<NA>", said), section
        assert not re.search(r"。。|；。|，。|、。|：。", said), section


def test_leagues_are_ranked_apart_and_the_entrusted_are_named(pages: dict[str, list[Item]]) -> None:
    said = text(pages["units"])
    assert "（一）街道（乡镇）" in said
    assert "（二）部门" in said
    assert "鹿西乡托管，不参加排名" in said
    assert "灵昆街道未报数，不排名" in said
    assert "\\<b\\>甲" in said
    assert "未分解任务，不参加排名" in said
    assert "本报告自定" in said
    assert "末位为霓屿街道" in said or "位次依次为北岙街道、东屏街道、霓屿街道" in said
    assert any(isinstance(item, Chart) for item in pages["units"])


def test_problems_name_unit_indicator_difference_and_the_units_own_reason(pages: dict[str, list[Item]]) -> None:
    said = text(pages["problems"])
    assert re.search(r"\*\*霓屿街道\*\*：新增孵化面积.*差3\.3万平方米.*滞后序时进度", said)
    assert "厂房改造验收未完成。" in said
    assert "第3项" in said
    assert "区经信局" in said
    assert re.search(r"未报1个（灵昆街道(1项)?）", said)


def test_what_people_wrote_stays_text(pages: dict[str, list[Item]]) -> None:
    said = text(pages["practices"])
    assert "\\<b\\>甲\\</b\\>\\*局\\#1\\$园" in said
    assert "<i>" not in said
    assert "喆堃𫟹" in said


def test_a_section_nobody_wrote_says_so_and_a_draft_how_to_fill_it(pages: dict[str, list[Item]]) -> None:
    said = text(pages["next"])
    assert said.startswith("未提供下一步工作安排。")
    assert "草稿提示" in said


def test_the_annex_of_targets_has_every_line_with_its_trace(pages: dict[str, list[Item]]) -> None:
    annex = table(pages, "附件1")
    rows = {(str(row[0]), str(row[1])): row for row in annex.rows}
    town = rows["东屏街道", "新增孵化面积"]
    keys = [column.key for column in annex.columns]
    cell = town[keys.index("actual")]
    assert (str(cell), str(town[keys.index("completion")])) == ("0.70", "70.0%")  # in 万平方米, as the target beside it
    assert getattr(cell, "trace", "")
    assert str(rows["灵昆街道", "新增孵化面积"][keys.index("actual")]) == "未报"
    assert annex.landscape


def test_firmness_and_cells_of_others_are_for_the_internal_version(store: Path, pages: dict[str, list[Item]]) -> None:
    published = table(pages, "附件2")
    internal = shown(opened(store, "internal"))
    heads = [column.label for column in table(internal, "附件2").columns]
    assert "稳固程度" in heads
    assert "稳固程度" not in [column.label for column in published.columns]
    town = "2023Q3.xlsx"
    assert town in json.dumps(internal["traces"][0].bundle(), ensure_ascii=False)
    cells = pages["traces"][0].bundle()["application/vnd.incu.traces+json"]["traces"]
    others = [one for one in cells if one["label"].startswith("东屏街道 新增孵化面积")]
    assert others
    assert not any(one["cells"] for one in others)


def test_a_score_can_be_followed(pages: dict[str, list[Item]]) -> None:
    traces = pages["traces"][0].bundle()["application/vnd.incu.traces+json"]["traces"]
    own = next(one for one in traces if one["label"].startswith("东屏街道 完成水平"))
    assert own["value"] == "70.0%"
    assert own["steps"] == ["新增孵化面积：0.7万平方米，当年应达1万平方米，计70.0%"]


def test_tasks_are_listed_with_their_map(pages: dict[str, list[Item]]) -> None:
    annex = table(pages, "附件3")
    assert len(annex.rows) == 23
    assert [column.label for column in annex.columns] == ["序号", "任务", "责任单位", "进展", "完成时限", "状态"]
    place = pages["annexes"].index(annex)
    assert isinstance(pages["annexes"][place + 1], Chart)


def test_with_nothing_reported_every_section_still_reads(store: Path) -> None:
    empty = shown(opened(store, as_of="2022-01-01"))
    assert empty["chart"] == []
    assert "未收到报数" in text(empty["problems"])
    assert "未提供本季度工作做法材料" in text(empty["practices"])
    for section in ("head", "overview", "practices", "units", "problems", "next", "annexes"):
        said = text(empty[section])
        assert said.strip(), section
        assert not re.search(r"\bnan\b|None|<NA>", said), section
