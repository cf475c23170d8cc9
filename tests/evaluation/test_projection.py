"""Projection to the deadline: what it says, when it says nothing, and how often its interval is right."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.evaluation.progress.increments import increments_of
from incuanalysis.evaluation.progress.outlook import COLUMNS, outlook
from incuanalysis.evaluation.progress.projection import project
from incuanalysis.plans.model import Schedule
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary
from tests.evaluation.plan_making import REGION, month, months, observations, plan, reports, row, target

SPAN = months("2021-12", "2024-12")
DUE = month("2024-12")
KINDS = ("steady", "seasonal", "lumpy", "front_loaded")


def made(kind: str, random: np.random.Generator) -> np.ndarray:
    """Return 36 month amounts of a kind."""
    at, size = np.arange(36), random.uniform(2, 100)
    match kind:
        case "steady":
            return size * np.exp(random.normal(0, random.uniform(0.1, 0.5), 36))
        case "seasonal":  # the fourth quarter's rush
            return size * np.array([0.6, 0.9, 1.0, 1.5])[(at % 12) // 3] * np.exp(random.normal(0, 0.25, 36))
        case "lumpy":  # few at a time, with months without any
            return random.poisson(random.gamma(2, random.uniform(0.2, 2) / 2, 36)).astype(float)
    return size * np.exp(-at / random.uniform(12, 36)) * np.exp(random.normal(0, 0.3, 36))


def hits(kind: str, histories: int) -> list[bool]:
    """Return for each history whether its end lies in the interval projected after 6 to 33 months of it."""
    found = []
    for number in range(histories):
        random = np.random.default_rng([20220930, KINDS.index(kind), number])
        total = np.concatenate([[0.0], made(kind, random).cumsum()])
        known = total.copy()
        known[1 + int(random.integers(2, 12)) * 3 :] = np.nan
        if random.random() < 0.5:  # reported by the quarter
            known[[at for at, when in enumerate(SPAN) if when.month % 3]] = np.nan
        answer = project(known, SPAN, DUE, seed=number)
        if answer.low is not None and answer.high is not None:
            found.append(answer.low <= total[-1] <= answer.high)
    return found


def test_an_interval_of_80_per_cent_covers_75_to_85_per_cent_over_all_kinds_of_histories() -> None:
    each = 4000 if os.environ.get("INCU_SOAK") else 250
    covered = {kind: hits(kind, each) for kind in KINDS}
    overall = np.mean([hit for found in covered.values() for hit in found])
    assert 0.75 <= overall <= 0.85
    # by kind it is further off: docs/progress.md says how far
    for found in covered.values():
        assert 0.62 <= np.mean(found) <= 0.93


@pytest.mark.parametrize(
    ("count", "method"),
    [(2, "naive"), (3, "naive"), (4, "bootstrap"), (7, "bootstrap"), (8, "damped_trend"), (30, "damped_trend")],
)
def test_the_method_follows_the_length_of_the_history(count: int, method: str) -> None:
    random = np.random.default_rng(1)
    known = np.concatenate([[0.0], random.uniform(1, 3, count).cumsum(), np.full(36 - count, np.nan)])
    answer = project(known, SPAN, DUE)
    assert (answer.method, answer.points, answer.step) == (method, count, 1)
    assert ("平均进度外推" in answer.note.zh) == (method == "naive")


def test_one_increment_is_carried_on_without_an_interval() -> None:
    answer = project([0.0, 5.0], SPAN[:2], month("2022-12"), {"base": 40.0})
    assert (answer.median, answer.low, answer.high, answer.chances["base"]) == (60, None, None, None)
    assert "无法给出区间" in answer.note.zh


@pytest.mark.parametrize("values", [[], [float("nan")] * 3, [4.0]])
def test_without_increments_nothing_is_projected(values: list[float]) -> None:
    answer = project(values, SPAN[: len(values)], DUE, {"base": 40.0})
    assert (answer.median, answer.method, answer.chances) == (None, "none", {"base": None})


def test_where_nothing_was_added_no_pace_is_inferred() -> None:
    answer = project([0.0] * 10, SPAN[:10], DUE, {"base": 4.0})
    assert (answer.low, answer.chances["base"]) == (None, None)
    assert "没有增量" in answer.note.zh


def test_after_the_deadline_the_actual_value_stands() -> None:
    answer = project([1.0, 2.0, 3.0], months("2024-10", "2024-12"), DUE, {"base": 3.0, "high": 4.0})
    assert (answer.median, answer.low, answer.high) == (3, 3, 3)
    assert answer.chances == {"base": 1, "high": 0}


def test_two_years_of_a_year_end_rush_are_told_apart() -> None:
    amounts = np.tile([1.0, 2.0, 3.0, 10.0], 2).repeat(3)
    known = np.concatenate([[0.0], amounts.cumsum()])
    answer = project(known, SPAN[:25], month("2024-03"))
    assert answer.seasonal
    assert answer.median == pytest.approx(known[-1] + 3, abs=2.5)
    assert not project(known[:20], SPAN[:20], DUE).seasonal


def test_a_years_total_begins_again_in_january() -> None:
    year = np.concatenate([np.arange(1, 13) * 2.0, np.arange(1, 7) * 2.0])
    asked = months("2022-01", "2023-06")
    answer = project(year, asked, month("2023-12"), accrues="yearly")
    assert answer.median == pytest.approx(24, abs=0.5)
    ahead = project(year[:12], asked[:12], month("2023-12"), accrues="yearly")
    assert ahead.median == pytest.approx(24, abs=0.5)


def test_a_stock_may_fall() -> None:
    random = np.random.default_rng(3)
    falling = 500 + np.cumsum(random.normal(-5, 2, 24))
    answer = project(falling, SPAN[:24], DUE, {"base": 470.0}, accrues="stock")
    assert answer.high is not None
    assert answer.high < falling[-1]
    assert answer.chances["base"] < 0.05
    below = project(falling, SPAN[:24], DUE, {"base": 470.0}, accrues="stock", lower=True)
    assert below.chances["base"] > 0.95


AMOUNTS = st.lists(st.floats(0, 1000), min_size=2, max_size=30)


@given(AMOUNTS, st.integers(0, 5))
def test_a_running_total_is_never_projected_to_fall(amounts: list[float], gap: int) -> None:
    known = np.concatenate([[0.0], np.cumsum(amounts)])
    dues = [SPAN[len(amounts)].plus(step) for step in (1 + gap, 2 + gap, 14 + gap)]
    answers = [project(known, SPAN[: len(known)], due, {"base": known[-1]}) for due in dues]
    for one in answers:
        assert one.low is None or one.low >= known[-1] - 1e-6
        assert one.chances["base"] in (None, 1.0)
    for name in ("low", "median", "high"):
        said = [getattr(one, name) for one in answers]
        if None not in said:
            assert said == sorted(said)


@given(AMOUNTS, st.sampled_from([0.0001, 10000.0]))
def test_the_unit_of_a_history_does_not_matter(amounts: list[float], factor: float) -> None:
    known = np.concatenate([[0.0], np.cumsum(np.round(amounts))])
    one, other = (project(known * by, SPAN[: len(known)], DUE) for by in (1.0, factor))
    assert one.method == other.method
    if one.high is not None and other.high is not None and one.median is not None and other.median is not None:
        assert other.median == pytest.approx(one.median * factor, rel=1e-3)
        assert other.high == pytest.approx(one.high * factor, rel=1e-3)


def test_the_same_seed_gives_the_same_answer_and_another_one_nearly() -> None:
    known = np.concatenate([[0.0], np.random.default_rng(5).uniform(1, 9, 20).cumsum()])
    one, same, other = (project(known, SPAN[:21], DUE, seed=seed) for seed in (0, 0, 1))
    assert one == same
    assert one.median != other.median
    assert other.median == pytest.approx(one.median, rel=0.05)


def test_the_finest_step_that_was_reported_throughout_is_read() -> None:
    values = np.full(13, np.nan)
    values[[0, 3, 6, 9, 10, 11, 12]] = [0, 3, 9, 12, 13, 14, 20]
    found = increments_of(values, SPAN[:13])
    assert found is not None
    assert (found.step, found.values.tolist(), found.season.tolist()) == (3, [3, 6, 3, 8], [0, 1, 2, 3])


def test_the_outlook_has_a_row_for_each_line_and_says_why_some_have_no_numbers(words: Vocabulary) -> None:
    trial = plan(
        target("t", "new_graduates", {"low": 60, "base": 120, "high": 900}),
        target("y", "new_graduates", 30, "2023-12", basis=Basis.PER_YEAR),
        target("s", "tenants", 50, basis=Basis.STOCK),
        target("o", "new_incubators", 3, schedule=Schedule(kind="once_a_year")),
        target("n", "new_carriers", 3),
    )
    frame = observations(
        *reports([3.0, 5.0, 4.0] * 6, "ytd"),
        *reports([999.0], "period", first="2023-07"),
        row("tenants", "2023-06", "stock", 30.0),
    )
    found = outlook(trial, frame, REGION, month("2023-06"), words)
    assert tuple(found.columns) == COLUMNS
    assert found["line"].tolist() == ["low", "base", "high", "base", "base", "base", "base"]
    assert found["method"].tolist() == ["damped_trend"] * 4 + ["none"] * 3
    assert found["current"].iloc[:4].tolist() == [72, 72, 72, 24]
    assert found["chance"].iloc[0] == 1
    assert found["chance"].iloc[2] == 0
    assert found["median"].iloc[0] == pytest.approx(144, rel=0.1)
    assert found["needed_per_month"].iloc[1] == pytest.approx(48 / 18)
    assert found["note"].iloc[5].startswith("按年度认定")
    assert found["current_at"].isna().tolist() == [False] * 5 + [True] * 2
