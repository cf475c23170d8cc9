"""Maps with lights, checklists and milestones."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers import battle_map, checklist, grid, milestone_ledger, task_ledger, task_map
from incuanalysis.evaluation.ledgers.states import LIGHTS, TARGET_STATES
from incuanalysis.plans.model import Plan
from incuanalysis.vocabulary.periods import Month


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": f"({text})"}


def make_plan() -> Plan:
    cites = [{"section": "附件"}]
    target = {
        "id": "space", "name": words("新增孵化面积"), "indicator": "area_total", "comparator": "at_least",
        "lines": {"base": {"value": 10.0}}, "unit": "万平方米", "due": "2024-12", "basis": "since_start", "cites": cites,
    }  # fmt: skip
    tasks = [
        {
            "number": 1,
            "title": words("编制规划"),
            "lead": ["区科技局"],
            "joint": ["区财政局"],
            "due": "2022-06",
            "cites": cites,
        },
        {"number": 2, "title": words("盘活空间"), "joint": ["区经信局", "区财政局"], "cites": cites},
    ]
    milestones = [
        {"id": "first_national", "name": words("零的突破"), "test": words("一家以上"), "due": "2023-12",
         "indicator": "national_incubators", "at_least": 1.0, "cites": cites},
        {"id": "ecosystem", "name": words("体系形成"), "test": words("由人认定"), "due": "2023-12", "cites": cites},
    ]  # fmt: skip
    return Plan.model_validate(
        {
            "id": "demo_plan", "region": "330305", "first": "2022-01", "last": "2024-12",
            "document": {"title": words("演示行动计划"), "issuer": "演示单位", "date": dt.date(2022, 5, 1)},
            "carrier_types": ["incubator"], "targets": [target], "tasks": tasks, "milestones": milestones,
        }
    )  # fmt: skip


PLAN = make_plan()


def record(task: int, unit: str, status: str, date: str, **more: Any) -> dict[str, Any]:
    return {"plan": "demo_plan", "task": task, "unit": unit, "status": status, "date": date, **more}


def progress(statuses: dict[str, str], target: str = "space") -> pd.DataFrame:
    rows = [
        {"entity": "330305", "target": target, "line": "base", "month": month, "status": status, "due": "2024-12"}
        for month, status in statuses.items()
    ]
    return pd.DataFrame(rows)


def test_a_map_of_targets_has_a_light_a_sign_and_a_text_for_each_month() -> None:
    frame = progress({"2023-01": "on_schedule", "2023-02": "behind", "2023-04": "far_behind", "2023-05": "in_progress"})
    lights = battle_map(frame, plan=PLAN, months=["2023-05", "2023-01", "2023-02", "2023-03", "2023-04"])
    assert lights["month"].tolist() == ["2023-01", "2023-02", "2023-03", "2023-04", "2023-05"]
    assert lights["light"].tolist() == ["green", "yellow", "grey", "red", "grey"]
    assert lights["text"].tolist() == ["达序时", "滞后", "未报", "严重滞后", "推进中"]
    assert lights["name"].unique().tolist() == ["新增孵化面积"]
    assert grid(lights).iloc[0].tolist() == ["space", "新增孵化面积", "330305", "2024-12", "○", "△", "—", "×", "—"]
    assert len({light.mark for light in LIGHTS.values()}) == len(LIGHTS)


def test_a_map_of_regions_and_carriers_with_months_as_numbers_is_made_too() -> None:
    frame = (
        progress({"2023-01": "done"})
        .drop(columns="entity")
        .assign(region="330305", carrier="c1", month=202301, due=202412)
    )
    assert battle_map(frame)[["unit", "month", "due"]].to_numpy().tolist() == [["c1", "2023-01", "2024-12"]]


def test_every_status_of_a_target_has_a_light() -> None:
    statuses = [status for status in TARGET_STATES if status != "overdue"]
    frame = progress({f"2023-{number:02d}": status for number, status in enumerate(statuses, start=1)})
    assert len(battle_map(frame)) == len(statuses)
    with pytest.raises(BadInputError, match="unknown status 'fine'"):
        battle_map(progress({"2023-01": "fine"}))
    with pytest.raises(BadInputError, match="'month' is missing"):
        battle_map(progress({"2023-01": "done"}).drop(columns="month"))


def test_a_map_of_tasks_turns_red_when_the_deadline_is_over() -> None:
    records = pd.DataFrame(
        [
            record(1, "区科技局", "under_way", "2022-05-10"),
            record(1, "区科技局", "behind", "2022-06-30"),
            record(1, "区科技局", "done", "2022-08-01"),
        ]
    )
    months = ["2022-04", "2022-05", "2022-06", "2022-07", "2022-08"]
    lights = task_map(PLAN, records, None, months)
    first = lights[lights["row"] == "1"]
    assert first["light"].tolist() == ["grey", "green", "yellow", "red", "green"]
    assert first["text"].tolist() == ["未报", "推进中", "滞后", "逾期（滞后）", "已完成"]
    by_unit = task_map(PLAN, records, None, months, by_unit=True)
    unreported = by_unit[(by_unit["row"] == "1") & (by_unit["unit"] == "区财政局")]
    assert unreported["text"].tolist() == ["未报", "未报", "未报", "逾期未报", "逾期未报"]
    assert len(grid(by_unit)) == 4


def test_a_checklist_says_who_how_far_and_until_when() -> None:
    records = pd.DataFrame([record(2, "区经信局", "under_way", "2022-05-10", milestone="签约2处")])
    ledger = task_ledger(PLAN, records, None, "2022-06-30")
    found = checklist(ledger)
    assert found["units"].tolist() == ["区科技局（牵头）、区财政局", "区经信局、区财政局"]
    assert found["progress"].tolist()[1] == "2个责任单位：推进中1个、未报1个。区经信局2022年5月10日报：签约2处"
    assert found["due"].tolist() == ["2022年6月", "2024年12月（计划期末）"]
    assert found["status"].tolist() == ["未报", "推进中"]
    assert checklist(ledger, "en")["due"].tolist() == ["2022-06", "2024-12 (end of the plan)"]


def lookup(values: dict[str, float]) -> Any:
    return lambda indicator, month: values.get(str(month)) if indicator == "national_incubators" else None


def milestone(values: dict[str, float], on: str, decisions: pd.DataFrame | None = None) -> pd.DataFrame:
    return milestone_ledger(PLAN, lookup(values), decisions, on).set_index("milestone")


def test_a_milestone_with_an_indicator_is_reached_in_the_first_month_that_shows_it() -> None:
    values = {"2022-12": 0.0, "2023-06": 1.0, "2023-09": 2.0, "2024-06": 0.0}
    found = milestone(values, "2023-10-15").loc["first_national"]
    assert found[["status", "reached_on", "late", "value", "value_at", "holds"]].tolist() == [
        "reached", "2023-06", False, 2.0, "2023-09", True,
    ]  # fmt: skip
    later = milestone(values, "2024-06-30").loc["first_national"]
    assert later[["status", "holds"]].tolist() == ["reached", False]


def test_a_milestone_past_its_month_is_missed_only_where_that_month_was_reported() -> None:
    def status(values: dict[str, float], on: str) -> str:
        return str(milestone(values, on).loc["first_national", "status"])

    assert status({"2023-06": 0.0}, "2023-12-30") == "not_due_yet"
    assert status({"2023-06": 0.0}, "2024-01-31") == "not_reported"
    assert status({"2023-12": 0.0}, "2023-12-31") == "missed"
    assert status({}, "2023-06-30") == "not_reported"
    assert status({"2023-12": math.nan}, "2024-01-31") == "not_reported"
    assert status({}, "2021-06-30") == "not_due_yet"
    assert bool(milestone({"2024-02": 1.0}, "2024-03-01").loc["first_national", "late"])


def test_a_milestone_without_an_indicator_rests_on_the_last_dated_decision() -> None:
    decided = [
        {"plan": "demo_plan", "milestone": "ecosystem", "state": "not_reached", "date": "2023-06-01"},
        {"plan": "demo_plan", "milestone": "ecosystem", "state": "reached", "date": "2024-02-01", "document": "甲"},
        {"plan": "demo_plan", "milestone": "ecosystem", "state": "withdrawn", "date": "2024-05-01"},
    ]
    decisions = pd.DataFrame(decided)

    def found(on: str) -> list[Any]:
        return milestone({}, on, decisions).loc["ecosystem", ["status", "reached_on", "late"]].tolist()

    assert milestone({}, "2025-06-01").loc["ecosystem", "status"] == "pending"
    assert found("2023-05-31")[0] == "pending"
    assert found("2023-06-30")[0] == "not_due_yet"
    assert found("2024-01-01")[0] == "missed"
    assert found("2024-03-01") == ["reached", "2024-02-01", True]
    assert found("2024-05-01")[0] == "pending"


def test_a_decision_does_not_overrule_data() -> None:
    decisions = pd.DataFrame(
        [{"plan": "demo_plan", "milestone": "first_national", "state": "reached", "date": "2023-06-01"}]
    )
    found = milestone({"2023-12": 0.0}, "2024-01-31", decisions).loc["first_national"]
    assert found[["status", "decided_on"]].tolist() == ["missed", "2023-06-01"]


@given(st.dictionaries(st.integers(0, 35), st.floats(0, 3), max_size=12), st.integers(0, 35), st.floats(0, 3))
def test_more_of_a_good_thing_never_undoes_a_milestone(values: dict[int, float], at: int, more: float) -> None:
    start = Month(2022, 1)
    known = {str(start.plus(step)): value for step, value in values.items()}
    raised = {**known, str(start.plus(at)): known.get(str(start.plus(at)), 0.0) + more}
    before = milestone(known, "2024-12-31").loc["first_national"]
    after = milestone(raised, "2024-12-31").loc["first_national"]
    if before["status"] == "reached":
        assert after["status"] == "reached"
        assert after["reached_on"] <= before["reached_on"]
