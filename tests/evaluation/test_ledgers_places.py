"""Ledgers of sites and projects: areas by state, units, deadlines; totals conserve area."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ledgers import (
    area_by_stage,
    area_by_unit,
    project_ledger,
    projects_by_state,
    site_ledger,
    unplaced_project_records,
    unplaced_site_records,
)
from incuanalysis.intake.returns.register import REGISTER_COLUMNS

SITES = pd.DataFrame(
    [
        {"id": "s1", "name": "霓屿一号地", "region": "330305", "stage": "growth", "town": "霓屿街道", "area": 20000.0, "available": "2023-06"},
        {"id": "s2", "name": "旧厂房", "region": "330305", "stage": "stock", "town": "北岙街道", "area": 5000.5},
        {"id": "s3", "name": "闲置楼", "region": "330305", "stage": "potential"},
        {"id": "s4", "name": "旧厂房", "region": "330305", "area": 1.0},
    ]
)  # fmt: skip
PROJECTS = pd.DataFrame(
    [
        {"id": "p1", "name": "科创园一期", "region": "330305", "state": "building", "investment": 12000.0, "area": 3e4, "due": "2023-12"},
        {"id": "p2", "name": "中试基地", "region": "330305", "state": "in_use", "investment": 800.0, "due": "2022"},
        {"id": "p3", "name": "孵化楼", "region": "330305"},
    ]
)  # fmt: skip


def test_the_state_of_a_site_is_that_of_the_last_record_and_its_unit_the_town_unless_one_is_named() -> None:
    records = pd.DataFrame(
        [
            {"site": "霓屿一号地", "status": "在建", "date": "2023-05-01", "unit": "区经信局", "milestone": "主体开工"},
            {"site": "s1", "status": "signed", "date": "2022-05-01"},
            {"site": "s2", "status": "in_use", "date": "2023-01-01"},
        ]
    )
    units = pd.DataFrame([{"unit": "北岙街道", "kind": "town"}])
    ledger = site_ledger(SITES, records, units, "2023-06-30").set_index("site")
    assert ledger.loc["s1", ["state", "unit", "milestone", "days_since", "overdue"]].tolist() == [
        "building", "区经信局", "主体开工", 60, False,
    ]  # fmt: skip
    assert ledger.loc["s2", ["state", "unit", "kind"]].tolist() == ["in_use", "北岙街道", "town"]
    assert ledger.loc["s3", ["state", "stage"]].tolist() == ["unstated", "potential"]
    assert site_ledger(SITES, records, units, "2023-07-01").set_index("site").loc["s1", "overdue"]


def test_area_by_stage_keeps_every_square_metre_and_counts_sites_without_an_area() -> None:
    records = pd.DataFrame([{"site": "s1", "status": "completed", "date": "2023-05-01"}])
    found = area_by_stage(site_ledger(SITES, records, None, "2023-06-30")).set_index("stage")
    assert found.loc["growth", ["sites", "completed", "area"]].tolist() == [1, 20000, 20000]
    assert found.loc["potential", ["sites", "without_area", "area"]].tolist() == [1, 1, 0]
    assert found.loc["unstated", ["sites", "area"]].tolist() == [1, 1]
    assert found.loc["total", ["sites", "without_area", "area"]].tolist() == [4, 1, 25001.5]
    by_unit = area_by_unit(site_ledger(SITES, records, None, "2023-06-30")).set_index("unit")
    assert by_unit.loc["unstated", "sites"] == 2


def test_a_name_that_two_sites_have_is_refused_and_a_record_of_no_site_is_listed() -> None:
    twice = pd.DataFrame([{"site": "旧厂房", "status": "in_use", "date": "2023-01-01"}])
    with pytest.raises(BadInputError, match="s2, s4"):
        site_ledger(SITES, twice, None, "2023-06-30")
    lost = pd.DataFrame([{"site": "不在册", "status": "in_use", "date": "2023-01-01"}])
    assert [entry["place"] for entry in unplaced_site_records(SITES, lost, "2023-06-30")] == [1]
    assert unplaced_site_records(SITES, twice, "2023-06-30") == []


def test_a_project_keeps_the_state_of_its_register_until_a_record_says_more() -> None:
    ledger = project_ledger(PROJECTS, None, None, "2024-01-01").set_index("project")
    assert ledger["state"].tolist() == ["building", "in_use", "unstated"]
    assert ledger["overdue"].tolist() == [True, False, False]
    records = pd.DataFrame([{"project": "p1", "status": "topped_out", "date": "2023-11-01"}])
    now = project_ledger(PROJECTS, records, None, "2023-12-31").set_index("project").loc["p1"]
    assert now[["state", "registered_state", "overdue"]].tolist() == ["topped_out", "building", False]
    totals = projects_by_state(ledger.reset_index()).set_index("state")
    assert totals.loc["total", ["projects", "overdue", "investment", "without_investment"]].tolist() == [3, 1, 12800, 1]
    assert unplaced_project_records(PROJECTS, records, "2023-12-31") == []


def test_a_changed_site_or_project_follows_the_deadline_of_its_document() -> None:
    change = {"project": "p1", "status": "changed", "date": "2023-11-01", "document": "甲"}
    lifted = project_ledger(PROJECTS, pd.DataFrame([change]), None, "2024-06-30").iloc[0]
    moved = project_ledger(PROJECTS, pd.DataFrame([{**change, "due": "2024-05"}]), None, "2024-06-30").iloc[0]
    assert [bool(lifted["overdue"]), bool(moved["overdue"]), moved["due"]] == [False, True, "2024-05"]


def test_a_state_that_a_site_cannot_have_is_refused() -> None:
    with pytest.raises(BadInputError, match="topped_out"):
        site_ledger(
            SITES, pd.DataFrame([{"site": "s1", "status": "topped_out", "date": "2023-01-01"}]), None, "2023-06-30"
        )


def long_form(rows: list[tuple[str, str, dict[str, Any], str]]) -> pd.DataFrame:
    lines = [
        {
            "register": "sites", "id": id, "name": name, "region": "330305", "record": f"{id}-{when}", "field": field,
            "value": json.dumps(value), "recorded_at": when, "sequence": 1, "file": "f", "sheet": "s", "cell": "A1",
            "demo": True,
        }
        for id, name, fields, when in rows
        for field, value in fields.items()
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=list(REGISTER_COLUMNS))


def test_the_side_table_of_the_store_is_read_as_it_was_known_on_the_day() -> None:
    register = long_form(
        [
            ("s1", "甲地", {"stage": "growth", "area": 100.0}, "2023-01-10"),
            ("s1", "甲地", {"area": 150.0}, "2023-07-10"),
        ]
    )
    assert site_ledger(register, None, None, "2023-06-30")["area"].tolist() == [100.0]
    assert site_ledger(register, None, None, "2023-07-31")["area"].tolist() == [150.0]
    assert site_ledger(register, None, None, "2023-07-31", as_of="2023-07-01")["area"].tolist() == [100.0]
    assert site_ledger(register, None, None, "2022-12-31").empty
    assert area_by_stage(site_ledger(register, None, None, "2022-12-31"))["area"].sum() == 0


def test_a_register_without_ids_or_with_one_twice_is_refused() -> None:
    with pytest.raises(BadInputError, match="expected the side table"):
        site_ledger(SITES.drop(columns="id"), None, None, "2023-06-30")
    with pytest.raises(BadInputError, match="stands twice"):
        site_ledger(pd.concat([SITES, SITES]), None, None, "2023-06-30")


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "stage": st.sampled_from(["growth", "stock", "potential", None, "别的"]),
            "area": st.one_of(st.none(), st.floats(0, 1e7)),
            "land": st.one_of(st.none(), st.floats(0, 1e4)),
            "town": st.sampled_from(["甲街道", "乙镇", None]),
        }
    ),
    max_size=15,
)
STATES = st.lists(st.sampled_from(["planned", "signed", "building", "completed", "in_use"]), min_size=15, max_size=15)


@given(ROWS, STATES, st.randoms(use_true_random=False))
def test_totals_by_stage_and_by_unit_conserve_area_in_any_order(
    rows: list[dict[str, Any]], states: list[str], random: Any
) -> None:
    register = pd.DataFrame(
        [{"id": f"s{i}", "name": f"地{i}", "region": "330305", **row} for i, row in enumerate(rows)],
        columns=["id", "name", "region", "stage", "area", "land", "town"],
    )
    records = pd.DataFrame(
        [{"site": f"s{i}", "status": states[i], "date": "2023-01-01"} for i in range(0, len(rows), 2)],
        columns=["site", "status", "date"],
    )
    ledger = site_ledger(register, records, None, "2023-06-30")
    area = math.fsum(row["area"] for row in rows if row["area"] is not None)
    for sums, by in ((area_by_stage, "stage"), (area_by_unit, "unit")):
        found = sums(ledger).set_index(by)
        parts = found.drop(index="total")
        assert found.loc["total", "area"] == pytest.approx(area)
        assert parts["area"].sum() == pytest.approx(area)
        assert parts["sites"].sum() == found.loc["total", "sites"] == len(rows)
        states_ = found.columns.difference(["sites", "without_area", "area", "land"])
        assert found[states_].sum(axis=1).to_list() == pytest.approx(found["area"].to_list())
    shuffled = ledger.sample(frac=1, random_state=random.randrange(1000))
    pd.testing.assert_frame_equal(
        area_by_stage(ledger).set_index("stage"), area_by_stage(shuffled).set_index("stage"), check_like=True
    )
