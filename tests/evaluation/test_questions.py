"""What ``incu evaluate`` answers: a district's returns against its plan, its carriers against schemes and standards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from incuanalysis.errors import BadInputError, NoDataError, UnknownNameError
from incuanalysis.evaluation.questions import (
    Inquiry,
    contests_of,
    lifecycle_of,
    open_inquiry,
    outlook_of,
    progress_of,
    readiness_of,
    scores_of,
    tasks_of,
)
from incuanalysis.intake.returns.ingest import ingest
from incuanalysis.intake.store import Store
from incuanalysis.plans.records import open_records
from incuanalysis.project import Project
from tests.intake.making import xlsx

ROOT = Path(__file__).resolve().parents[2]
TOWNS = ["北岙街道", "东屏街道", "霓屿街道"]


def quarter(number: int, year: int = 2023) -> bytes:
    """Return a district's return: each quarter 1,000 m² a town more, a total, and one operator in the first town."""
    rows: list[list[object]] = [[town, number * 1000, number * 10 + at] for at, town in enumerate(TOWNS)]
    total: list[object] = ["合计", number * 3000, sum(number * 10 + at for at in range(3))]
    return xlsx(
        [
            [f"洞头区{year}年第{'一二三四'[number - 1]}季度孵化载体情况表"],
            ["填报单位：洞头区科技局"],
            ["街道（乡镇）", "新增孵化面积（平方米）本年累计", "在孵企业（家）"],
            *rows,
            total,
        ]
    )


def register() -> bytes:
    return xlsx(
        [
            ["洞头区2023年孵化载体登记表"],
            ["填报单位：洞头区科技局"],
            ["载体名称", "载体类型", "综合或专业", "级别", "所在街道（乡镇）", "成立时间"],
            ["海蓝孵化器", "孵化器", "综合", "市级", "北岙街道", "2018-03"],
            ["海蓝众创空间", "众创空间", None, "未认定", "东屏街道", "2021-05"],
        ]
    )


def carriers() -> bytes:
    return xlsx(
        [
            ["洞头区2023年第四季度载体情况表"],
            ["填报单位：洞头区科技局"],
            ["载体名称", "在孵企业（家）", "创业导师（人）", "孵化载体面积（平方米）"],
            ["海蓝孵化器", 40, 8, 9500],
            ["海蓝众创空间", 12, 3, 800],
        ]
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with four quarters of 2022 and three of 2023, and the carriers of 2023."""
    folder = tmp_path_factory.mktemp("evaluated")
    given = folder / "in"
    given.mkdir()
    for year, numbers in ((2022, (1, 2, 3, 4)), (2023, (1, 2, 3))):
        for number in numbers:
            (given / f"{year}Q{number}.xlsx").write_bytes(quarter(number, year))
    (given / "册.xlsx").write_bytes(register())
    (given / "载体.xlsx").write_bytes(carriers())
    result = ingest(Project(ROOT), [given], Store(folder / "store"), received_on="2024-01-12")
    assert result.quarantined == 0, [m for f in result.files for m in f.messages]
    return folder / "store"


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """Return a project of its own, whose records are empty."""
    (tmp_path / "incu.toml").write_text((ROOT / "incu.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return Project(tmp_path)


def ask(project: Project, store: Path, period: str = "2023Q3", region: str = "洞头区") -> Inquiry:
    return open_inquiry(project, region, period, store=store)


def test_progress_is_what_the_returns_add_up_to(own: Project, filled: Path) -> None:
    found = progress_of(ask(own, filled)).set_index(["target", "line"])
    area = found.loc[("area_2023", "base")]
    # 12,000 m² in 2022 and 9,000 m² in January to September 2023, of 20,000 m² by the end of 2023
    assert (area["actual"], area["target_value"], area["status"]) == (21_000, 20_000, "done")
    # 10,000 → 20,000 in 2023: nine twelfths of the way
    assert area["expected"] == pytest.approx(17_500)
    assert found.loc[("area_2024", "base")]["gap_points"] == pytest.approx((21_000 - 17_500) / 30_000 * 100, abs=20)
    assert set(found.loc[("funds_2023", "base"), "status"].split()) == {"not_reported"}


def test_the_state_of_an_earlier_day_has_no_returns_of_later(own: Project, filled: Path) -> None:
    early = open_inquiry(own, "洞头区", "2023Q3", store=filled, as_of="2023-12-31")
    assert set(progress_of(early)["status"]) <= {"not_reported", "missed"}


def test_an_outlook_says_where_running_totals_will_stand(own: Project, filled: Path) -> None:
    ahead = outlook_of(ask(own, filled)).set_index(["target", "line"])
    area = ahead.loc[("area_2024", "base")]
    assert area["low"] <= area["median"] <= area["high"]
    assert area["low"] >= 21_000
    assert area["chance"] > 0.9


def test_units_are_ranked_by_what_they_reported(own: Project, filled: Path) -> None:
    found = contests_of(ask(own, filled))
    level = found[(found["item"] == "space") & (found["kind"] == "level")].set_index("entity")
    assert level.loc["北岙街道", "value"] == 3_000
    assert set(level.loc[TOWNS, "place"]) == {1}
    assert level.loc["大门镇", "status"] == "not_reported"


def test_a_unit_under_trusteeship_is_listed_without_a_place(own: Project, filled: Path) -> None:
    row = {
        "unit": "东屏街道",
        "kind": "town",
        "state": "entrusted",
        "region": "330305",
        "document": "洞政办〔2023〕1号",
    }
    open_records(own).append("assessed_units", [row], "张三", "2023-02-01")
    found = contests_of(ask(own, filled))
    level = found[(found["item"] == "space") & (found["kind"] == "level")].set_index("entity")
    assert level.loc["东屏街道", "status"] == "unranked"


def test_tasks_have_their_units_and_the_last_record_counts(own: Project, filled: Path) -> None:
    records = open_records(own)
    status = {"plan": "dongtou", "task": 7, "unit": "区科技局", "date": "2023-03-31", "status": "under_way"}
    records.append("task_status", [status], "张三", "2023-04-01")
    records.append(
        "task_status", [status | {"date": "2023-08-31", "status": "done", "evidence": "验收意见"}], "张三", "2023-09-01"
    )
    ledger, completion = tasks_of(ask(own, filled))
    (row,) = ledger[(ledger["task"] == 7) & (ledger["unit"] == "区科技局")].to_dict("records")
    assert (row["status"], row["evidence"]) == ("done", "验收意见")
    assert len(ledger["task"].unique()) == 23
    assert not completion.empty


def test_carriers_are_scored_by_their_class_and_lacking_data_are_named(own: Project, filled: Path) -> None:
    made = scores_of(ask(own, filled, "2023"))
    grades = made.grades.set_index("carrier")
    names = {made.names[one]: one for one in grades.index}
    assert set(names) == {"海蓝孵化器", "海蓝众创空间"}
    assert grades.loc[names["海蓝孵化器"], "variant"] == "comprehensive"
    assert grades.loc[names["海蓝众创空间"], "variant"] == "makerspace"
    # 8 mentors for 40 tenants are 2 for 10: full marks of 6
    items = made.scores.items().set_index(["carrier", "item"])
    assert items.loc[(names["海蓝孵化器"], "mentors"), "points"] == 6
    assert "缺数据" in grades.loc[names["海蓝孵化器"], "open_zh"]


def test_readiness_names_what_is_missing_in_units(own: Project, filled: Path) -> None:
    ready = readiness_of(ask(own, filled, "2023"))
    national = ready.conditions[ready.conditions["standard"] == "national_general_2018"]
    text = "；".join(national["text_zh"])
    assert "还差" in text
    assert set(ready.names.values()) == {"海蓝孵化器", "海蓝众创空间"}


def test_what_follows_from_grades_is_a_proposal_until_it_is_decided(own: Project, filled: Path) -> None:
    inquiry = ask(own, filled, "2023")
    with pytest.raises(NoDataError, match="No grades"):
        lifecycle_of(inquiry)
    (carrier,) = inquiry.register("carriers").query("name == '海蓝孵化器'")["id"]
    records = open_records(own)
    grades = [
        {"carrier": carrier, "level": "district", "year": year, "grade": "不合格", "date": f"{year + 1}-03-01"}
        for year in (2022, 2023)
    ]
    records.append("grade", grades, "张三", "2023-12-01")
    found = lifecycle_of(ask(own, filled, "2023"))
    assert found["name"].tolist() == ["海蓝孵化器"] * 2
    assert all(text.startswith("拟") for text in found["proposal_zh"])
    assert set(found["decided"]) == {""}
    decision = {"carrier": carrier, "year": 2022, "decision": "rectify", "level": "district", "date": "2023-05-01"}
    records.append("lifecycle_decision", [decision | {"document": "洞科〔2023〕5号"}], "张三", "2023-05-02")
    assert lifecycle_of(ask(own, filled, "2023"))["decided"].tolist() == ["rectify", ""]


def test_a_town_is_never_held_to_the_whole_of_its_districts_plan(own: Project, filled: Path) -> None:
    with pytest.raises(NoDataError, match="no part of its targets is assigned to"):
        progress_of(ask(own, filled, "2023Q3", "北岙街道"))
    other = open_inquiry(own, "鹿城区", "2023Q3", store=filled, plan="dongtou")
    with pytest.raises(BadInputError, match="is for 洞头区, not for 鹿城区"):
        progress_of(other)


def test_progress_of_what_flows_is_the_amount_since_january_in_the_first_quarter(own: Project, filled: Path) -> None:
    found = contests_of(ask(own, filled, "2023Q1"))
    moved = found[(found["item"] == "space") & (found["kind"] == "progress")].set_index("entity")
    # 1,000 m² since January, not 1,000 less the 4,000 of the year before
    assert (moved.loc[TOWNS, "value"] - moved.loc[TOWNS, "before"]).tolist() == [1_000] * 3


def test_the_amounts_of_quarters_are_added_up_for_the_year(own: Project, tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "册.xlsx").write_bytes(register())
    for number, events in enumerate((2, 3, 4), start=1):
        rows: list[list[object]] = [
            [f"洞头区2023年第{'一二三'[number - 1]}季度载体情况表"],
            ["填报单位：洞头区科技局"],
            ["载体名称", "在孵企业（家）", "科技服务活动（场次）本季度"],
            ["海蓝孵化器", 40, events],
            ["海蓝众创空间", 12, events if number != 2 else None],
        ]
        (given / f"载体{number}.xlsx").write_bytes(xlsx(rows))
    ingest(Project(ROOT), [given], Store(tmp_path / "store"), received_on="2023-10-12")
    made = scores_of(ask(own, tmp_path / "store", "2023Q3"))
    ids = {made.names[one]: one for one in made.grades["carrier"]}
    items = made.scores.items().set_index(["carrier", "item"])
    # 9 of 12 events for 8 marks; what leaves a gap in the year is no amount of the year
    assert items.loc[(ids["海蓝孵化器"], "events"), "points"] == 6
    assert items.loc[(ids["海蓝众创空间"], "events"), "lacks"] != ""


def test_records_may_name_a_carrier_and_those_of_other_regions_are_left_out(own: Project, filled: Path) -> None:
    row = {"carrier": "海蓝孵化器", "level": "district", "year": 2022, "grade": "不合格", "date": "2023-03-01"}
    open_records(own).append("grade", [row], "张三", "2023-03-02")
    assert lifecycle_of(ask(own, filled, "2023"))["name"].tolist() == ["海蓝孵化器"]
    with pytest.raises(NoDataError, match="No grades of carriers of 鹿城区"):
        lifecycle_of(ask(own, filled, "2023", "鹿城区"))
    open_records(own).append("grade", [row | {"carrier": "无名"}], "张三", "2023-03-02")
    with pytest.raises(BadInputError, match="line 3: found carrier '无名'"):
        lifecycle_of(ask(own, filled, "2023"))


def test_nothing_is_proposed_for_a_grade_that_missing_data_may_change(own: Project, filled: Path) -> None:
    grades = scores_of(ask(own, filled, "2023")).grades
    assert not grades["settled"].any()
    assert set(grades["proposal_zh"]) == {""}
    command = [sys.executable, "-m", "incuanalysis", "evaluate", "score", "--region", "洞头区", "--period", "2023"]
    text = subprocess.run([*command, "--store", str(filled)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "不合格" not in text.stdout
    assert "待定" in text.stdout


def test_questions_that_cannot_be_answered_say_why(own: Project, filled: Path, tmp_path: Path) -> None:
    with pytest.raises(NoDataError, match="No plan on file"):
        progress_of(ask(own, filled, "2030"))
    with pytest.raises(NoDataError, match="no store"):
        progress_of(ask(own, tmp_path / "none"))
    with pytest.raises(UnknownNameError):
        contests_of(ask(own, filled), "seven_contests")
    with pytest.raises(BadInputError, match="is no date"):
        open_inquiry(own, "洞头区", "2023", as_of="昨天")
    with pytest.raises(NoDataError, match="no carrier"):
        scores_of(ask(own, filled, "2023", "鹿城区"))


@pytest.mark.parametrize("question", ["progress", "contest", "score", "readiness", "tasks"])
def test_the_command_prints_chinese_and_json(filled: Path, question: str) -> None:
    command = [sys.executable, "-m", "incuanalysis", "evaluate", question, "--region", "洞头区", "--period", "2023"]
    text = subprocess.run([*command, "--store", str(filled)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "洞头区" in text.stdout
    assert "nan" not in text.stdout.lower()
    told = subprocess.run(
        [*command, "--store", str(filled), "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said = json.loads(told.stdout)
    assert said["region"] == "330305"
    described = (ROOT / "docs" / "evaluating.md").read_text(encoding="utf-8")
    fields = set(said) | {
        name for part in ("targets", "places", "grades", "conditions") for row in said.get(part, [])[:1] for name in row
    }
    assert not [name for name in sorted(fields) if f"`{name}`" not in described]


def test_the_plans_without_published_figures_come_out_as_not_reported(project: Project, store: Store) -> None:
    for region, period in (("青岛市", "2022"), ("鄂州市", "2024"), ("桐乡市", "2020")):
        found = progress_of(open_inquiry(project, region, period, store=store.folder))
        assert isinstance(found, pd.DataFrame)
        told = found[found["actual"].notna()]
        assert told.empty, told[["target", "actual", "cells"]].to_string()
        assert set(found["status"]) <= {"not_reported", "missed", "not_due_yet"}


def test_what_an_indicator_counts_of_firms_or_platforms_is_the_regions_number(own: Project, tmp_path: Path) -> None:
    page = [
        ["鹿城区2024年度科技创新主要指标（截至2024年12月底）"],
        ["填报单位：鹿城区科技局"],
        ["指标名称", "计量单位", "2024年12月底"],
        ["平台绩效良好率", "%", 75],
        ["高新技术企业研发机构覆盖率", "%", 90],
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "指标.xlsx").write_bytes(xlsx(page))
    kept = ingest(own, [tmp_path / "in"], Store(tmp_path / "kept"), received_on="2025-01-10")
    assert kept.stored == 2, [message.text() for message in kept.files[0].messages]
    found = progress_of(ask(own, tmp_path / "kept", "2024", "鹿城区")).set_index("target")
    assert found.loc["platform_good", "status"] == "done"
    assert found.loc["hnte_rd_coverage", ["actual", "status"]].tolist() == [90, "missed"]
    assert found.loc["digital_park_hnte", "status"] == "not_reported"


def test_what_was_there_before_the_start_is_not_held_to_more_than_the_target(own: Project, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for day, area in (("2023年12月底", 16), ("2024年12月底", 17)):
        page: list[list[object]] = [
            [f"鄂州市孵化载体主要指标（截至{day}）"],
            ["填报单位：鄂州市科技局"],
            ["指标名称", "计量单位", day],
            ["孵化载体面积", "万平方米", area],
        ]
        (tmp_path / "in" / f"{day}.xlsx").write_bytes(xlsx(page))
    ingest(own, [tmp_path / "in"], Store(tmp_path / "kept"), received_on="2025-01-10")
    found = progress_of(ask(own, tmp_path / "kept", "2024", "鄂州市")).set_index("indicator")
    assert found.loc["carrier_area", ["actual", "expected", "schedule", "status"]].tolist() == [
        170_000,
        100_000,
        1,
        "done",
    ]
