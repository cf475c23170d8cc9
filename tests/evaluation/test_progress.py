"""Target lines held against histories: actual, completion, schedule, gap, status."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.evaluation.progress.history import Entity
from incuanalysis.evaluation.progress.measured import COLUMNS, progress, progress_table
from incuanalysis.evaluation.progress.status import STATUSES, status_label
from incuanalysis.plans.model import Baseline, LineValue, Plan, Schedule, Scope, Thresholds
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary
from tests.evaluation.plan_making import NAME, REGION, month, months, observations, plan, reports, row, target

BEIAO, NIYU = "330305001", "330305004"


def one(words: Vocabulary, trial: Plan, frame: pd.DataFrame, when: str, **other: Any) -> pd.Series:
    """Return the row of the first target at a month."""
    return progress(trial, frame, REGION, [month(when)], words, **other).iloc[0]


def graduates(value: float | dict[str, float] = 120, **other: Any) -> Any:
    return target("t", "new_graduates", value, **other)


def total(value: float | None, when: str = "2022-12", **more: Any) -> dict[str, Any]:
    return row("new_graduates", f"2022-01..{when}", "since_start", value, **more)


def test_a_row_says_how_far_it_is_and_what_is_needed(words: Vocabulary) -> None:
    found = one(words, plan(graduates()), observations(total(30)), "2022-12")
    assert (found.actual, found.expected, found.target_value) == (30, 40, 120)
    assert (found.completion, found.schedule) == pytest.approx((0.25, 1 / 3))
    assert (found.gap_points, found.gap_value) == pytest.approx((-100 / 12, -10))
    assert (found.year_value, found.completion_year, found.to_go) == pytest.approx((40, 0.75, 90))
    assert found.needed_per_month == pytest.approx(90 / 24)
    assert (found.status, found.made_of, found.how) == ("behind", "own", "since_start")
    assert found.cells == "报表.xlsx#季报!G17"


def test_the_columns_are_those_documented(words: Vocabulary) -> None:
    found = progress(plan(graduates()), observations(total(30)), REGION, months("2022-11", "2022-12"), words)
    assert tuple(found.columns[: len(COLUMNS)]) == COLUMNS
    assert found["month"].tolist() == [202211, 202212]
    assert found["carrier"].tolist() == [None, None]
    for name in COLUMNS[1:]:
        assert f"``{name}``" in (progress.__doc__ or "")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (120, "done"),
        (46.1, "ahead"),
        (46, "on_schedule"),
        (34, "on_schedule"),
        (33.9, "behind"),
        (22, "behind"),
        (21.9, "far_behind"),
    ],
)
def test_the_status_follows_the_plans_thresholds_on_both_sides(words: Vocabulary, value: float, status: str) -> None:
    assert one(words, plan(graduates()), observations(total(value)), "2022-12").status == status


def test_a_plans_own_thresholds_count(words: Vocabulary) -> None:
    strict = plan(graduates(), thresholds=Thresholds(ahead=1, behind=1, far_behind=2))
    assert one(words, strict, observations(total(30)), "2022-12").status == "far_behind"


def test_months_before_the_start_are_not_due_yet(words: Vocabulary) -> None:
    trial = plan(graduates(), target("s", "tenants", 5, basis=Basis.STOCK))
    frame = observations(row("tenants", "2021-10", "stock", 9.0), total(30))
    found = progress(trial, frame, REGION, months("2021-10", "2021-12"), words)
    assert set(found["status"]) == {"not_due_yet"}
    assert found[["expected", "completion", "schedule", "gap_points", "to_go"]].isna().all(axis=None)


def test_an_unreported_month_shows_the_last_value_with_its_month(words: Vocabulary) -> None:
    found = one(words, plan(graduates()), observations(total(12, "2022-03")), "2022-05")
    assert found.status == "not_reported"
    assert np.isnan(found.actual)
    assert np.isnan(found.completion)
    assert (found.latest, found.actual_at) == (12, 202203)


def test_nothing_reported_at_all_is_unreported_for_every_month(words: Vocabulary) -> None:
    found = progress(
        plan(graduates()),
        observations(row("tenants", "2022-03", "stock", 9.0)),
        REGION,
        months("2022-01", "2025-03"),
        words,
    )
    assert set(found["status"]) == {"not_reported"}
    assert found["actual_at"].isna().all()


def test_what_is_not_met_at_the_end_of_the_due_month_is_missed(words: Vocabulary) -> None:
    trial = plan(graduates(due="2022-12"))
    frame = observations(total(100), total(125, "2023-03"))
    found = progress(trial, frame, REGION, months("2022-12", "2023-04"), words)
    assert found["status"].tolist() == ["missed", "missed", "missed", "done", "done"]
    assert found["actual"].tolist() == [100, 100, 100, 125, 125]
    assert found["met_at"].fillna(0).tolist() == [0, 0, 0, 202303, 202303]


def test_a_stock_met_at_its_due_month_stays_done_when_it_falls_later(words: Vocabulary) -> None:
    trial = plan(target("s", "tenants", 50, "2022-12", basis=Basis.STOCK))
    frame = observations(row("tenants", "2022-12", "stock", 52.0), row("tenants", "2023-12", "stock", 40.0))
    found = progress(trial, frame, REGION, [month("2023-12")], words).iloc[0]
    assert (found.status, found.actual) == ("done", 40)


@pytest.mark.parametrize(
    ("comparator", "value", "status"),
    [
        ("at_least", 99, "missed"),
        ("about", 95, "done"),
        ("about", 94.9, "missed"),
        ("exact", 100, "done"),
        ("exact", 99, "missed"),
        ("exact", 101, "done"),
    ],
)
def test_comparators_say_when_a_line_is_met(words: Vocabulary, comparator: str, value: float, status: str) -> None:
    trial = plan(graduates(100, due="2022-12", comparator=comparator))
    assert one(words, trial, observations(total(value)), "2022-12").status == status


def test_a_range_is_met_at_its_lower_end(words: Vocabulary) -> None:
    trial = plan(graduates({"base": LineValue(value=2, high=3)}, due="2022-12"))
    found = one(words, trial, observations(total(2)), "2022-12")
    assert (found.status, found.target_value, found.target_high) == ("done", 2, 3)


def test_an_upper_limit_of_an_amount_is_kept_only_when_the_time_is_over(words: Vocabulary) -> None:
    trial = plan(target("t", "tenants_left", 10, "2022-12", comparator="at_most"))
    rows = [row("tenants_left", f"2022-01..2022-{n:02d}", "since_start", v) for n, v in ((3, 9.0), (12, 10.0))]
    found = progress(trial, observations(*rows), REGION, [month("2022-03"), month("2022-12")], words)
    assert found["status"].tolist() == ["on_schedule", "done"]
    beyond = [row("tenants_left", f"2022-01..2022-{n:02d}", "since_start", v) for n, v in ((3, 20.0), (12, 20.0))]
    found = progress(trial, observations(*beyond), REGION, [month("2022-03"), month("2022-12")], words)
    assert found["status"].tolist() == ["far_behind", "missed"]
    assert found["completion"].tolist() == [0.5, 0.5]


def test_small_counts_are_in_progress_until_they_are_due(words: Vocabulary) -> None:
    trial = plan(graduates(4))
    frame = observations(*[total(1, str(when)) for when in months("2022-12", "2024-12")])
    found = progress(trial, frame, REGION, [month("2024-11"), month("2024-12")], words)
    assert found["status"].tolist() == ["in_progress", "missed"]


def test_a_small_area_is_no_small_count(words: Vocabulary) -> None:
    trial = plan(target("a", "new_carrier_area", 3, unit="平方米"))
    assert (
        one(words, trial, observations(row("new_carrier_area", "2022-01..2022-12", "ytd", 0.0)), "2022-12").status
        == "far_behind"
    )


def test_yearly_recognitions_are_in_progress_until_they_are_due(words: Vocabulary) -> None:
    trial = plan(graduates(300, schedule=Schedule(kind="once_a_year")))
    assert one(words, trial, observations(total(0)), "2022-12").status == "in_progress"


def test_a_target_of_one_year_counts_that_year_only(words: Vocabulary) -> None:
    trial = plan(target("y", "new_graduates", 24, "2023-12", basis=Basis.PER_YEAR))
    frame = observations(*reports([5.0] * 12 + [2.0] * 12 + [9.0] * 3, "ytd"))
    found = progress(trial, frame, REGION, [month(t) for t in ("2022-12", "2023-06", "2023-12", "2024-03")], words)
    assert found["status"].tolist() == ["not_due_yet", "on_schedule", "done", "done"]
    assert found["actual"].tolist()[1:] == [12, 24, 24]


def test_without_a_baseline_a_stock_has_no_pace_until_it_is_due(words: Vocabulary) -> None:
    trial = plan(target("s", "tenants", 600, basis=Basis.STOCK))
    rows = [row("tenants", "2022-12", "stock", 300.0), row("tenants", "2024-12", "stock", 599.0)]
    found = progress(trial, observations(*rows), REGION, [month("2022-12"), month("2024-12")], words)
    assert found["status"].tolist() == ["in_progress", "missed"]
    assert np.isnan(found["expected"].iloc[0])


def test_a_stated_baseline_comes_before_the_reported_one(words: Vocabulary) -> None:
    rows = [row("tenants", "2021-12", "stock", 240.0), row("tenants", "2022-12", "stock", 300.0)]
    reported = plan(target("s", "tenants", 600, basis=Basis.STOCK))
    stated = plan(target("s", "tenants", 600, basis=Basis.STOCK, baseline=Baseline(at="2021-12", value=300.0)))
    assert one(words, reported, observations(*rows), "2022-12").expected == 360
    assert one(words, stated, observations(*rows), "2022-12").expected == 400


def test_a_shortfall_is_carried_over_or_not_as_the_plan_says(words: Vocabulary) -> None:
    chain = (graduates(12, due="2022-12"), target("u", "new_graduates", 36, "2023-12"))
    frame = observations(total(6), total(18, "2023-06"))
    for rule, expected, year_value, status in (("cumulative", 24, 36, "far_behind"), ("none", 18, 30, "on_schedule")):
        found = progress(plan(*chain, carry_over=rule), frame, REGION, [month("2023-06")], words).iloc[1]
        assert (found.expected, found.year_value, found.status) == (expected, year_value, status)


def test_as_of_gives_the_earlier_state(words: Vocabulary) -> None:
    frame = observations(
        total(30, recorded_at="2023-01-10", sequence=1), total(36, recorded_at="2023-02-20", sequence=2)
    )
    assert one(words, plan(graduates()), frame, "2022-12").actual == 36
    assert one(words, plan(graduates()), frame, "2022-12", as_of="2023-01-31").actual == 30
    assert one(words, plan(graduates()), frame, "2022-12", as_of="2023-01-09").status == "not_reported"


def test_a_part_of_the_region_is_not_judged_by_the_regions_number(words: Vocabulary) -> None:
    trial = plan(graduates(scope=Scope(kind="platform", name=NAME)))
    frame = observations(total(30), total(7, carrier="平台"))
    assert one(words, trial, frame, "2022-12").status == "not_reported"
    assert one(words, trial, frame, "2022-12", parts={"t": Entity(REGION, "平台")}).actual == 7


def breakdown(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "kind", "indicator", "line", "year", "value", "basis", "date"])


def given_out() -> pd.DataFrame:
    return breakdown(
        (BEIAO, "town", "new_graduates", "base", 2022, 24.0, "since_start", "2022-10-01"),
        (NIYU, "town", "new_graduates", "base", 2022, 36.0, "since_start", "2022-10-01"),
        (NIYU, "town", "new_graduates", "base", 2022, 12.0, "since_start", "2022-11-01"),
        ("待分配", "reserve", "new_graduates", "base", 2022, 84.0, "since_start", "2022-10-01"),
    )


def test_units_are_held_against_what_they_were_assigned_and_make_up_the_region(words: Vocabulary) -> None:
    trial = plan(graduates(due="2022-12"))
    frame = observations(total(12, "2022-06", region=BEIAO), total(9, "2022-06", region=NIYU, cell="H3"))
    found = progress(trial, frame, REGION, [month("2022-06")], words, given_out())
    assert found["region"].tolist() == [REGION, BEIAO, NIYU]
    assert found["target_value"].tolist() == [120, 24, 12]
    assert found["status"].tolist() == ["far_behind", "on_schedule", "ahead"]
    whole = found.iloc[0]
    assert (whole.actual, whole.made_of, whole.reported, whole.units) == (21, "sum", 2, 2)
    assert whole.cells == "报表.xlsx#季报!G17; 报表.xlsx#季报!H3"


def test_a_unit_that_has_not_reported_leaves_the_region_unreported(words: Vocabulary) -> None:
    frame = observations(total(12, "2022-06", region=BEIAO))
    found = progress(plan(graduates(due="2022-12")), frame, REGION, [month("2022-06")], words, given_out())
    assert found["status"].tolist() == ["not_reported", "on_schedule", "not_reported"]
    assert (found["reported"].iloc[0], found["units"].iloc[0]) == (1, 2)


def test_the_regions_own_report_counts_and_the_difference_is_told(words: Vocabulary) -> None:
    frame = observations(total(25, "2022-06"), total(12, "2022-06", region=BEIAO), total(9, "2022-06", region=NIYU))
    found = progress(plan(graduates(due="2022-12")), frame, REGION, [month("2022-06")], words, given_out()).iloc[0]
    assert (found.actual, found.made_of, found.summed, found.difference) == (25, "own", 21, 4)


def test_an_adjustment_counts_from_its_day_on(words: Vocabulary) -> None:
    frame = observations(total(12, "2022-06", region=NIYU, recorded_at="2022-07-05"))
    found = progress(
        plan(graduates(due="2022-12")), frame, REGION, [month("2022-06")], words, given_out(), as_of="2022-10-20"
    )
    assert found["target_value"].tolist() == [120, 24, 36]


def test_yearly_values_of_a_running_target_are_added_up(words: Vocabulary) -> None:
    rows = breakdown(
        *[(BEIAO, "town", "new_graduates", "base", year, 10.0, "per_year", "2022-10-01") for year in (2022, 2023, 2024)]
    )
    found = progress(
        plan(graduates()), observations(total(15, "2023-06", region=BEIAO)), REGION, [month("2023-06")], words, rows
    )
    assert found[["target_value", "expected", "year_value"]].iloc[1].tolist() == [30, 15, 20]


def test_many_regions_at_once_give_what_each_gives_alone(words: Vocabulary) -> None:
    trial = plan(graduates({"low": 80, "base": 120}), target("s", "tenants", 50, basis=Basis.STOCK))
    regions = [REGION, "330302", BEIAO]
    rows = [r for n, region in enumerate(regions) for r in reports([n + 1.0] * 20, "ytd", region=region)]
    rows += [
        row("tenants", "2021-12", "stock", 10.0, region="330302"),
        row("tenants", "2022-12", "stock", 30.0, region="330302"),
    ]
    asked = months("2021-11", "2023-12")
    many = progress_table(trial, observations(*rows), regions, asked, words)
    for region in regions:
        alone = progress(trial, observations(*rows), region, asked, words)[list(COLUMNS)]
        found = many[many["region"] == region].reset_index(drop=True)
        for name in COLUMNS:
            assert found[name].astype(object).where(found[name].notna(), None).tolist() == pytest.approx(
                alone[name].astype(object).where(alone[name].notna(), None).tolist()
            ), name


def test_a_department_answers_for_what_others_report_and_is_not_added_up(words: Vocabulary) -> None:
    rows = breakdown(
        (BEIAO, "town", "new_graduates", "base", 2022, 120.0, "since_start", "2022-10-01"),
        ("区科技局", "department", "new_graduates", "base", 2022, 120.0, "since_start", "2022-10-01"),
    )
    frame = observations(total(60, "2022-06", region=BEIAO))
    found = progress(plan(graduates(due="2022-12")), frame, REGION, [month("2022-06")], words, rows)
    assert found["carrier"].tolist() == [None, "区科技局", None]
    assert found["actual"].fillna(-1).tolist() == [60, -1, 60]


NUMBERS = ["actual", "expected", "completion", "gap_points", "status"]


@given(st.lists(st.integers(0, 30).map(float), min_size=3, max_size=24), st.data())
def test_the_order_of_input_does_not_matter(words: Vocabulary, amounts: list[float], data: st.DataObject) -> None:
    trial = plan(graduates())
    revised = [total(99, "2022-02", series="x", sequence=3), total(98, "2022-02", series="x", sequence=2)]
    rows = [*reports(amounts, "ytd"), *revised]
    asked = months("2022-01", "2023-12")
    whole = progress(trial, observations(*rows), REGION, asked, words)
    mixed = progress(trial, observations(*data.draw(st.permutations(rows))), REGION, asked, words)
    pd.testing.assert_frame_equal(whole, mixed)


@given(st.integers(1, 400), st.integers(1, 4000))
def test_the_unit_in_which_a_target_is_printed_does_not_matter(words: Vocabulary, value: int, actual: int) -> None:
    frame = observations(row("new_carrier_area", "2022-01..2022-12", "ytd", float(actual) * 1000))
    by_unit = [
        one(words, plan(target("a", "new_carrier_area", given_value, unit=unit)), frame, "2022-12")
        for given_value, unit in ((value, "万平方米"), (value * 10000, "平方米"))
    ]
    assert by_unit[0][NUMBERS].tolist() == by_unit[1][NUMBERS].tolist()


@given(
    st.floats(0, 500),
    st.floats(0, 500),
    st.sampled_from(["at_least", "about", "exact", "at_most"]),
    st.sampled_from(["2022-06", "2024-12"]),
)
def test_more_of_a_good_thing_never_lowers_completion_or_status(
    words: Vocabulary, some: float, more: float, comparator: str, when: str
) -> None:
    worse, better = sorted((some, more), reverse=comparator == "at_most")
    trial = plan(graduates(200, comparator=comparator))
    found = [one(words, trial, observations(total(value, when)), when) for value in (worse, better)]
    assert found[0].completion <= found[1].completion
    assert found[0].gap_points <= found[1].gap_points
    order = ["missed", "far_behind", "behind", "on_schedule", "ahead", "done"]
    assert order.index(found[0].status) <= order.index(found[1].status)


def test_every_status_has_words_in_both_languages() -> None:
    assert [status_label(status) for status in STATUSES] == [
        "未到期",
        "未报",
        "已完成",
        "快于序时",
        "达序时",
        "滞后",
        "严重滞后",
        "推进中",
        "未完成",
    ]
    assert len({status_label(status, "en") for status in STATUSES}) == len(STATUSES)
