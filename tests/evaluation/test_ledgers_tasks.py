"""The ledger of tasks: units, records, deadlines, completion, and the units that missed the year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.evaluation.ledgers import (
    completion_by_task,
    completion_by_unit,
    missed_units,
    missed_year,
    task_ledger,
    unplaced_records,
)
from incuanalysis.evaluation.ledgers.tasks import WRITTEN_TASK_STATES
from incuanalysis.evaluation.ledgers.units import expand, is_collective, unit_list
from incuanalysis.plans.model import Plan

TOWNS = ["北岙街道", "东屏街道", "大门镇", "鹿西乡"]
UNITS = pd.DataFrame(
    [{"unit": town, "kind": "town", "league": "甲组", "region": "", "state": "ranked"} for town in TOWNS]
    + [{"unit": "区科技局", "kind": "department", "league": "", "region": "330305", "state": "ranked"}]
)
UNITS.loc[3, "state"] = "no_task"


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": f"({text})"}


def make_plan(tasks: list[dict[str, Any]] | None = None, **more: Any) -> Plan:
    cites = [{"section": "附件"}]
    default = [
        {"number": 1, "title": words("编制规划"), "lead": ["区科技局"], "joint": ["各街道（乡镇）"], "due": "2022-12"},
        {"number": 2, "title": words("盘活空间"), "joint": ["区经信局", "各街道（乡镇）", "大门镇"], "due": "2023-12"},
        {"number": 3, "title": words("建立机制"), "joint": ["区科技局"], "group": words("保障")},
    ]
    target = {
        "id": "space", "name": words("新增孵化面积"), "indicator": "area_total", "comparator": "at_least",
        "lines": {"base": {"value": 10.0}}, "unit": "万平方米", "due": "2024-12", "basis": "since_start", "cites": cites,
    }  # fmt: skip
    return Plan.model_validate(
        {
            "id": "demo_plan", "region": "330305", "first": "2022-01", "last": "2024-12",
            "document": {"title": words("演示行动计划"), "issuer": "演示单位", "date": dt.date(2022, 5, 1)},
            "carrier_types": ["incubator"], "targets": [target],
            "tasks": [{"cites": cites, **task} for task in (default if tasks is None else tasks)],
            **more,
        }
    )  # fmt: skip


def record(task: int, unit: str, status: str, date: str, **more: Any) -> dict[str, Any]:
    return {"plan": "demo_plan", "task": task, "unit": unit, "status": status, "date": date, **more}


def row(ledger: pd.DataFrame, task: int, unit: str) -> pd.Series:
    return ledger[(ledger["task"] == task) & (ledger["unit"] == unit)].iloc[0]


PLAN = make_plan()


def test_a_group_of_streets_and_towns_becomes_its_units_and_a_named_unit_has_one_row() -> None:
    ledger = task_ledger(PLAN, None, UNITS, "2023-06-30")
    assert ledger[ledger["task"] == 1][["unit", "role"]].to_numpy().tolist() == [
        ["区科技局", "lead"],
        ["北岙街道", "joint"],
        ["东屏街道", "joint"],
        ["大门镇", "joint"],
    ]
    assert ledger[ledger["task"] == 2]["unit"].tolist() == ["区经信局", "北岙街道", "东屏街道", "大门镇"]
    assert row(ledger, 1, "大门镇")["league"] == "甲组"


def test_without_a_list_of_units_a_group_stays_one_row() -> None:
    ledger = task_ledger(PLAN, None, None, "2023-06-30")
    assert ledger[ledger["task"] == 1]["unit"].tolist() == ["区科技局", "各街道（乡镇）"]


@pytest.mark.parametrize(
    "entry", ["各街道（乡镇）", "各街道〈乡镇〉", "各街镇", "各镇<街道>", "各乡镇（街道）", "各镇（街道）"]
)
def test_all_spellings_of_the_plans_mean_all_towns(entry: str) -> None:
    listed = unit_list(UNITS.to_dict("records"))
    assert [unit.name for unit in expand(entry, listed)] == TOWNS[:3]


def test_some_groups_mean_some_units_and_other_entries_are_no_groups() -> None:
    listed = unit_list(UNITS.to_dict("records"))
    assert [unit.name for unit in expand("各镇", listed)] == ["大门镇"]
    assert [unit.name for unit in expand("各部门", listed)] == ["区科技局"]
    assert not is_collective("各类企业")
    assert not is_collective("区委组织部〈区人才办〉")


def test_units_of_another_time_do_not_count() -> None:
    dated = UNITS.assign(first="2022-01", last=["2022-12", None, None, None, None])
    assert "北岙街道" in set(task_ledger(PLAN, None, dated, "2022-12-31")["unit"])
    assert "北岙街道" not in set(task_ledger(PLAN, None, dated, "2023-01-01")["unit"])


def test_a_record_may_name_its_unit_by_the_id_of_the_list() -> None:
    listed = pd.DataFrame(
        [{"unit": "330305001", "name": "北岙街道", "kind": "town", "region": "330305001", "state": "ranked"}]
    )
    records = pd.DataFrame(
        [record(1, "330305001", "done", "2022-06-01"), record(2, "北岙 街道", "behind", "2022-06-01")]
    )
    ledger = task_ledger(PLAN, records, listed, "2022-12-31")
    assert row(ledger, 1, "北岙街道")["status"] == "done"
    assert row(ledger, 2, "北岙街道")["status"] == "behind"


def test_the_last_record_by_date_counts_and_earlier_days_show_earlier_ones() -> None:
    records = pd.DataFrame(
        [
            record(1, "区科技局", "已完成", "2023-03-31", evidence="验收意见", recorded_at="2023-04-10"),
            record(1, "区科技局", "推进中", "2022-10-31", milestone="完成初稿", recorded_at="2022-11-02"),
        ]
    )
    now = row(task_ledger(PLAN, records, UNITS, "2023-04-30"), 1, "区科技局")
    assert (now["status"], now["evidence"], now["on"], now["days_since"], now["done_on"], now["overdue"]) == (
        "done", "验收意见", "2023-03-31", 30, "2023-03-31", False,
    )  # fmt: skip
    before = row(task_ledger(PLAN, records, UNITS, "2023-03-30"), 1, "区科技局")
    assert (before["status"], before["milestone"], before["overdue"]) == ("under_way", "完成初稿", True)
    unknown = row(task_ledger(PLAN, records, UNITS, "2023-04-30", as_of="2023-04-09"), 1, "区科技局")
    assert unknown["status"] == "under_way"


def test_of_two_records_of_one_day_the_one_recorded_later_counts() -> None:
    records = pd.DataFrame(
        [
            record(1, "区科技局", "done", "2022-10-31", recorded_at="2022-11-02"),
            record(1, "区科技局", "behind", "2022-10-31", recorded_at="2022-11-01"),
        ]
    )
    assert row(task_ledger(PLAN, records, UNITS, "2022-12-31"), 1, "区科技局")["status"] == "done"


def test_a_task_is_overdue_from_the_day_after_its_month_and_one_without_a_deadline_at_the_plans_end() -> None:
    assert not row(task_ledger(PLAN, None, UNITS, "2022-12-31"), 1, "区科技局")["overdue"]
    assert row(task_ledger(PLAN, None, UNITS, "2023-01-01"), 1, "区科技局")["overdue"]
    third = row(task_ledger(PLAN, None, UNITS, "2024-12-31"), 3, "区科技局")
    assert (third["due"], third["due_stated"], third["overdue"]) == ("2024-12", False, False)


def test_a_document_moves_or_lifts_a_deadline() -> None:
    moved = record(1, "区科技局", "changed", "2022-11-01", document="洞政〔2022〕9号", due="2023-06")
    lifted = {key: value for key, value in moved.items() if key != "due"}
    resumed = record(1, "区科技局", "under_way", "2023-02-01")
    day = "2023-05-31"
    assert not row(task_ledger(PLAN, pd.DataFrame([moved, resumed]), UNITS, day), 1, "区科技局")["overdue"]
    assert row(task_ledger(PLAN, pd.DataFrame([moved]), UNITS, "2023-07-01"), 1, "区科技局")["overdue"]
    assert not row(task_ledger(PLAN, pd.DataFrame([lifted]), UNITS, "2024-01-01"), 1, "区科技局")["overdue"]
    assert row(task_ledger(PLAN, pd.DataFrame([lifted, resumed]), UNITS, day), 1, "区科技局")["overdue"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (record(1, "区科技局", "很好", "2022-11-01"), "很好"),
        (record(1, "区科技局", "not_reported", "2022-11-01"), "not_reported"),
        (record(1, "区科技局", "done", "2022-13-01"), "2022-13-01"),
        (record(1, "区科技局", "changed", "2022-11-01"), "document"),
        (record(1, "区科技局", "done", "2022-11-01", due="2023-06"), "deadline"),
        (record(1, "区科技局", "changed", "2022-11-01", document="甲", due="明年"), "明年"),
        (record(1, "", "done", "2022-11-01"), "blank"),
    ],
)
def test_a_record_that_cannot_be_used_is_named(bad: dict[str, Any], said: str) -> None:
    records = pd.DataFrame([record(1, "区科技局", "done", "2022-11-01"), bad])
    with pytest.raises(BadInputError, match=said) as caught:
        task_ledger(PLAN, records, UNITS, "2022-12-31")
    assert "record 2" in caught.value.message
    assert "第2条" in caught.value.zh


def test_records_without_a_needed_column_are_refused_with_its_name() -> None:
    with pytest.raises(BadInputError, match="'unit' is missing"):
        task_ledger(
            PLAN, pd.DataFrame([{"plan": "a", "task": 1, "status": "done", "date": "2022-01-01"}]), UNITS, "2022-12-31"
        )


def test_records_that_fit_no_row_are_listed_and_those_of_other_plans_are_not() -> None:
    records = pd.DataFrame(
        [
            record(1, "区科技局", "done", "2022-11-01"),
            record(9, "区科技局", "done", "2022-11-01"),
            record(1, "区财政局", "done", "2022-11-01"),
            {**record(9, "区科技局", "done", "2022-11-01"), "plan": "other"},
        ]
    )
    assert [entry["place"] for entry in unplaced_records(PLAN, records, UNITS, "2022-12-31")] == [2, 3]


def test_two_tasks_of_one_number_are_refused() -> None:
    twice = [{"number": 1, "title": words(text), "joint": ["区科技局"]} for text in ("甲", "乙")]
    with pytest.raises(BadInputError, match="used twice"):
        task_ledger(make_plan(twice), None, UNITS, "2022-12-31")


def test_a_plan_without_tasks_has_an_empty_ledger() -> None:
    ledger = task_ledger(make_plan([]), None, UNITS, "2022-12-31")
    assert ledger.empty
    assert completion_by_unit(ledger).empty
    assert completion_by_task(ledger).empty


def test_completion_counts_what_was_changed_by_a_document_apart() -> None:
    records = pd.DataFrame(
        [
            record(1, "区科技局", "done", "2022-11-01"),
            record(3, "区科技局", "changed", "2022-11-01", document="甲"),
            record(1, "大门镇", "under_way", "2022-11-01"),
        ]
    )
    found = completion_by_unit(task_ledger(PLAN, records, UNITS, "2022-12-31")).set_index("unit")
    assert found.loc["区科技局", ["tasks", "lead", "joint", "counted", "completion", "completion_lead"]].tolist() == [
        2, 1, 1, 1, 1.0, 1.0,
    ]  # fmt: skip
    assert found.loc["大门镇", ["tasks", "under_way", "not_reported", "completion"]].tolist() == [2, 1, 1, 0.0]
    assert pd.isna(found.loc["大门镇", "completion_lead"])


def test_lead_units_decide_for_a_task_and_all_where_none_leads() -> None:
    records = pd.DataFrame(
        [
            record(1, "区科技局", "done", "2022-11-01"),
            record(2, "大门镇", "behind", "2022-11-01"),
            record(2, "区经信局", "done", "2022-11-01"),
        ]
    )
    found = completion_by_task(task_ledger(PLAN, records, UNITS, "2023-01-31")).set_index("task")
    assert found["status"].tolist() == ["done", "behind", "not_reported"]
    assert found.loc[1, ["overdue", "overdue_units"]].tolist() == [False, 3]


def test_tasks_missed_in_a_year_are_listed_with_their_reason() -> None:
    records = pd.DataFrame(
        [
            record(1, "区科技局", "done", "2022-12-31"),
            record(1, "北岙街道", "done", "2023-02-01"),
            record(1, "东屏街道", "behind", "2022-12-01"),
        ]
    )
    missed = missed_year(task_ledger(PLAN, records, UNITS, "2023-03-31"), 2022)
    assert missed[["unit", "item", "reason"]].to_numpy().tolist() == [
        ["北岙街道", "1", "late"],
        ["东屏街道", "1", "missed"],
        ["大门镇", "1", "not_reported"],
    ]
    assert missed_units(missed)["unit"].tolist() == ["东屏街道", "北岙街道", "大门镇"]
    with pytest.raises(BadInputError, match="before the end of 2023"):
        missed_year(task_ledger(PLAN, records, UNITS, "2023-03-31"), 2023)


def progress(**columns: list[Any]) -> pd.DataFrame:
    size = len(columns["status"])
    base: dict[str, Any] = {
        "entity": [f"u{i}" for i in range(size)], "target": ["space"] * size, "line": ["base"] * size,
        "due": ["2024-12"] * size, "month": ["2023-12"] * size,
    }  # fmt: skip
    return pd.DataFrame({**base, **columns})


def test_targets_missed_in_a_year_are_those_due_and_the_years_parts_of_later_ones() -> None:
    frame = progress(
        status=["missed", "done", "not_reported", "behind", "on_schedule", "not_reported", "behind"],
        due=["2023-12", "2023-12", "2023-12", "2024-12", "2024-12", "2024-12", "2024-12"],
        completion_year=[0.8, 1.0, None, 0.9, 1.0, None, 0.5],
        year_value=[10.0, 10.0, 10.0, 5.0, 5.0, 5.0, 5.0],
        gap_value=[-2.0, 0.0, None, 0.5, 0.0, None, 2.5],
        line=["base"] * 6 + ["high"],
    )
    missed = missed_year(frame, 2023)
    assert missed[["unit", "part", "reason"]].to_numpy().tolist() == [
        ["u0", "whole", "missed"],
        ["u2", "whole", "not_reported"],
        ["u3", "year", "missed"],
        ["u5", "year", "not_reported"],
    ]
    assert missed["gap_value"].tolist()[0] == 2.0
    with pytest.raises(NoDataError, match="2022-12"):
        missed_year(frame, 2022)


def test_a_frame_of_regions_and_carriers_with_months_as_numbers_is_read_too() -> None:
    frame = progress(status=["missed", "missed"]).drop(columns="entity")
    frame = frame.assign(region="330305", carrier=[None, "c1"], month=202312, due=202312)
    assert missed_year(frame, 2023)[["unit", "due"]].to_numpy().tolist() == [["330305", "2023-12"], ["c1", "2023-12"]]


def test_a_frame_of_another_kind_is_refused() -> None:
    with pytest.raises(BadInputError, match="expected a progress frame"):
        missed_year(pd.DataFrame({"a": [1]}), 2023)


RECORDS = st.lists(
    st.builds(
        record,
        task=st.integers(1, 3),
        unit=st.sampled_from(["区科技局", "区经信局", *TOWNS]),
        status=st.sampled_from(WRITTEN_TASK_STATES),
        date=st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31)).map(str),
        document=st.just("洞政〔2022〕9号"),
    ),
    max_size=12,
    unique_by=lambda r: (r["task"], r["unit"], r["date"]),
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(records: list[dict[str, Any]], random: Any) -> None:
    shuffled = random.sample(records, len(records))
    first, second = (task_ledger(PLAN, pd.DataFrame(rows), UNITS, "2024-06-30") for rows in (records, shuffled))
    pd.testing.assert_frame_equal(first, second)


@given(RECORDS, st.dates(dt.date(2022, 1, 1), dt.date(2025, 6, 30)))
def test_completion_by_unit_and_by_task_conserve_the_rows_of_the_ledger(
    records: list[dict[str, Any]], day: dt.date
) -> None:
    ledger = task_ledger(PLAN, pd.DataFrame(records), UNITS, day)
    units, tasks = completion_by_unit(ledger), completion_by_task(ledger)
    states = [*WRITTEN_TASK_STATES, "not_reported"]
    assert units["tasks"].sum() == tasks["units"].sum() == len(ledger)
    assert (units[states].sum(axis=1) == units["tasks"]).all()
    assert (units[states].sum() == tasks[states].sum()).all()
    assert units["overdue"].sum() == tasks["overdue_units"].sum() == ledger["overdue"].sum()
    assert units["completion"].dropna().between(0, 1).all()


@given(RECORDS, st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31)))
def test_records_after_the_day_change_nothing(records: list[dict[str, Any]], day: dt.date) -> None:
    earlier = [one for one in records if one["date"] <= day.isoformat()]
    all_, some = (task_ledger(PLAN, pd.DataFrame(rows), UNITS, day) for rows in (records, earlier))
    pd.testing.assert_frame_equal(all_, some)
