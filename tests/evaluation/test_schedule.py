"""What is due by each month's end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.schedule import forgive, path_of, share_by
from incuanalysis.plans.model import LineValue, Schedule
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary
from tests.evaluation.plan_making import month, months, plan, target

NOTHING = np.zeros(1)


def area(id: str, value: float, due: str, **other: object) -> object:
    return target(id, "new_carrier_area", value, due, unit="万平方米", **other)


def test_each_years_increment_runs_by_twelfths_from_the_value_before(words: Vocabulary) -> None:
    chain = [area("a22", 1, "2022-12"), area("a23", 2, "2023-12"), area("a24", 4, "2024-12")]
    path = path_of(plan(*chain), chain[2], "base", words)
    assert path is not None
    asked = [month(text) for text in ("2022-03", "2022-12", "2023-09", "2024-06", "2025-01")]
    assert path.expected(asked, NOTHING)[0].tolist() == [2500, 10000, 17500, 30000, 40000]


def test_a_final_value_only_runs_evenly_from_the_baseline(words: Vocabulary) -> None:
    only = target("t", "tenants", 600, "2020-12", basis=Basis.STOCK, unit="家")
    path = path_of(plan(only, first="2018-01", last="2020-12"), only, "base", words)
    assert path is not None
    assert path.expected([month("2019-06"), month("2020-12")], np.array([240.0])).tolist() == [[420, 600]]


def test_without_a_baseline_the_way_to_the_first_value_is_not_known(words: Vocabulary) -> None:
    chain = [
        target("a", "tenants", 300, "2022-12", basis=Basis.STOCK),
        target("b", "tenants", 600, "2023-12", basis=Basis.STOCK),
    ]
    path = path_of(plan(*chain), chain[1], "base", words)
    assert path is not None
    found = path.expected([month("2022-06"), month("2022-12"), month("2023-06")], np.array([np.nan]))[0]
    assert np.isnan(found[0])
    assert found[1:].tolist() == [300, 450]


def test_targets_of_another_line_basis_scope_or_state_of_area_are_another_path(words: Vocabulary) -> None:
    base = area("a", 1, "2022-12", area_state="completed")
    other = area("b", 9, "2023-06", area_state="signed")
    last = area("c", 3, "2023-12", area_state="completed")
    path = path_of(plan(base, other, last), last, "base", words)
    assert path is not None
    assert [step.value for step in path.steps] == [10000, 30000]


def test_a_line_has_the_path_of_the_targets_that_have_it(words: Vocabulary) -> None:
    first = target("a", "new_graduates", {"base": 10, "high": 12}, "2022-12")
    last = target("b", "new_graduates", {"base": 20}, "2023-12")
    trial = plan(first, last)
    base, high = path_of(trial, last, "base", words), path_of(trial, first, "high", words)
    assert base is not None
    assert high is not None
    assert (base.steps[0].value, high.steps[0].value) == (10, 12)


def test_a_target_of_one_year_begins_with_the_year(words: Vocabulary) -> None:
    yearly = target("y", "new_graduates", 24, "2023-12", basis=Basis.PER_YEAR)
    path = path_of(plan(yearly), yearly, "base", words)
    assert path is not None
    assert path.expected([month("2022-12"), month("2023-03")], NOTHING).tolist() == [[0, 6]]


def test_a_calendar_gives_shares_and_runs_evenly_between_them() -> None:
    calendar = Schedule(kind="calendar", shares={"2022-03": 0.1, "2022-09": 0.7, "2022-12": 1.0})
    shares = [share_by(calendar, month("2021-12"), month("2022-12"), when) for when in months("2022-01", "2022-12")]
    assert shares[2] == pytest.approx(0.1)
    assert shares[5] == pytest.approx(0.4)
    assert shares[8] == pytest.approx(0.7)
    assert shares[11] == 1


def test_once_a_year_expects_nothing_between_decembers() -> None:
    once = Schedule(kind="once_a_year")
    asked = [month(text) for text in ("2022-11", "2022-12", "2023-11", "2023-12", "2024-12")]
    shares = [share_by(once, month("2021-12"), month("2024-12"), when) for when in asked]
    assert shares == pytest.approx([0, 1 / 3, 1 / 3, 2 / 3, 1])


def test_milestones_without_shares_expect_nothing_before_the_end() -> None:
    assert share_by(Schedule(kind="milestones"), month("2021-12"), month("2022-12"), month("2022-11")) == 0


def test_a_month_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadInputError, match="2023-12"):
        share_by(Schedule(kind="calendar", shares={"3月": 1.0}), month("2021-12"), month("2022-12"), month("2022-03"))


def test_a_unit_has_its_own_yearly_values_also_where_the_plan_has_the_end_only(words: Vocabulary) -> None:
    only = area("a", 3, "2024-12")
    path = path_of(plan(only), only, "base", words, {2022: 4000.0, 2023: 4000.0, 2024: 9000.0})
    assert path is not None
    asked = [month(text) for text in ("2022-06", "2023-06", "2024-12")]
    assert path.expected(asked, NOTHING).tolist() == [[2000, 4000, 9000]]
    assert path_of(plan(only), only, "base", words, {2022: 4000.0}) is None


def test_a_shortfall_that_is_not_carried_over_is_taken_off_the_next_year() -> None:
    asked = tuple(months("2022-12", "2023-12"))
    expected = np.array([[12.0 + n for n in range(13)]])
    actual = np.full((1, 13), np.nan)
    actual[0, 0] = 7.0
    assert forgive(expected, actual, asked, month("2022-01"))[0, [0, 1, 12]].tolist() == [12, 8, 19]
    actual[0, 0] = 15.0
    assert forgive(expected, actual, asked, month("2022-01"))[0, 1] == 13
    actual[0, 0] = np.nan
    assert forgive(expected, actual, asked, month("2022-01"))[0, 1] == 13


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=6),
    st.sampled_from(["even", "calendar", "milestones", "once_a_year"]),
    st.lists(st.integers(1, 500), min_size=1, max_size=3),
)
def test_what_is_due_never_falls_and_ends_at_the_value(
    words: Vocabulary, shares: list[float], kind: str, steps: list[int]
) -> None:
    given_shares = {f"2022-{2 * n + 1:02d}": share for n, share in enumerate(sorted(shares))}
    schedule = Schedule(kind=kind, shares=given_shares if kind in ("calendar", "milestones") else {})
    values = np.cumsum(steps)
    chain = [
        target(f"t{n}", "new_graduates", {"base": LineValue(value=float(v))}, f"{2022 + n}-12", schedule=schedule)
        for n, v in enumerate(values)
    ]
    path = path_of(plan(*chain), chain[-1], "base", words)
    assert path is not None
    found = path.expected(months("2021-12", "2025-01"), NOTHING)[0]
    assert (np.diff(found) >= -1e-9).all()
    assert found[0] == 0
    assert found[-1] == values[-1]
