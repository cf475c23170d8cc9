"""One history out of stocks, period, ytd and cumulative reports."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.evaluation.progress.history import Entity, Histories, histories
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary
from tests.evaluation.plan_making import REGION, month, months, observations, reports, row

START = month("2022-01")
HERE = Entity(REGION)
AMOUNTS = st.lists(st.integers(0, 500).map(float), min_size=15, max_size=30)


def read(words: Vocabulary, *rows: dict[str, object], upto: str = "2024-06", start: str = "2022-01") -> Histories:
    return histories(observations(*rows), months("2021-12", upto), words, month(start))


def value(
    found: Histories, when: str, basis: Basis = Basis.SINCE_START, indicator: str = "new_graduates"
) -> float | None:
    return found.value(HERE, indicator, month(when), basis)


@given(AMOUNTS, st.data())
def test_ytd_period_and_cumulative_readings_of_one_history_agree(
    words: Vocabulary, amounts: list[float], data: st.DataObject
) -> None:
    last = START.plus(len(amounts) - 1)
    wanted = months("2022-01", str(last))
    total, year = np.cumsum(amounts), []
    for at, when in enumerate(wanted):
        year.append(amounts[at] + (year[-1] if when.month > 1 else 0.0))
    for kind in ("ytd", "period", "since_start", "since_founding"):
        frame = observations(*data.draw(st.permutations(reports(amounts, kind))))
        found = histories(frame, wanted, words, START)
        assert found.values(Basis.SINCE_START)[0, 0] == pytest.approx(total)
        assert found.values(Basis.PER_YEAR)[0, 0] == pytest.approx(np.array(year))


@given(AMOUNTS, st.data())
def test_senders_that_change_their_way_of_reporting_every_month_give_the_same_history(
    words: Vocabulary, amounts: list[float], data: st.DataObject
) -> None:
    ways = [reports(amounts, kind) for kind in ("ytd", "period", "since_start")]
    mixed = [ways[data.draw(st.integers(0, 2))][at] for at in range(len(amounts))]
    found = histories(observations(*mixed), months("2022-01", "2022-01"), words, START)
    whole = histories(observations(*mixed), months("2022-01", str(START.plus(len(amounts) - 1))), words, START)
    known = whole.values(Basis.SINCE_START)[0, 0]
    # a part may be missing (a year's amount after a total), but what is there is right
    assert known[~np.isnan(known)] == pytest.approx(np.cumsum(amounts)[~np.isnan(known)])
    assert found.values(Basis.SINCE_START)[0, 0, 0] == amounts[0]


@given(AMOUNTS)
def test_the_cells_of_a_value_add_up_to_it(words: Vocabulary, amounts: list[float]) -> None:
    frame = observations(*reports(amounts, "quarter"))
    last = START.plus(len(amounts) // 3 * 3 - 1)
    found = histories(frame, [last], words, START)
    rows = found.parts(HERE, "new_graduates", last, Basis.SINCE_START)
    assert frame["value"].iloc[list(rows)].sum() == found.values(Basis.SINCE_START)[0, 0, 0]
    assert len(rows) == len(amounts) // 3


def test_quarters_give_values_at_quarter_ends_and_nothing_between(words: Vocabulary) -> None:
    found = read(words, *reports([1, 2, 3, 4, 5, 6], "quarter"))
    assert [value(found, f"2022-0{n}") for n in range(1, 7)] == [None, None, 6, None, None, 21]


def test_a_missing_month_leaves_every_later_month_of_tiles_unreported(words: Vocabulary) -> None:
    rows = [r for r in reports([1, 2, 3, 4], "period") if r["last"] != 202202]
    found = read(words, *rows)
    assert [value(found, f"2022-0{n}") for n in range(1, 5)] == [1, None, None, None]


def test_a_total_since_the_start_comes_before_what_can_be_added_up(words: Vocabulary) -> None:
    rows = [row("new_graduates", "2022-01..2022-03", "since_start", 9.0), *reports([1, 2, 3], "period")]
    found = read(words, *rows)
    assert value(found, "2022-03") == 9
    assert found.how(HERE, "new_graduates", month("2022-03"), Basis.SINCE_START) == "since_start"
    assert value(found, "2022-02") == 3


def test_the_year_to_date_needs_the_last_december(words: Vocabulary) -> None:
    later = row("new_graduates", "2023-01..2023-03", "ytd", 5.0)
    assert value(read(words, later), "2023-03") is None
    assert value(read(words, later), "2023-03", Basis.PER_YEAR) == 5
    assert value(read(words, later, row("new_graduates", "2022", "period", 20.0)), "2023-03") == 25


def test_a_total_since_another_start_is_none_of_this_plan(words: Vocabulary) -> None:
    assert value(read(words, row("new_graduates", "2021-01..2022-03", "since_start", 9.0)), "2022-03") is None


def test_a_plan_that_starts_in_mid_year_leaves_out_the_months_before(words: Vocabulary) -> None:
    rows = [
        row("new_graduates", "2022-01..2022-06", "ytd", 10.0),
        row("new_graduates", "2022-01..2022-09", "ytd", 16.0),
    ]
    found = read(words, *rows, start="2022-07")
    assert value(found, "2022-09") == 6
    assert found.parts(HERE, "new_graduates", month("2022-09"), Basis.SINCE_START) == (0, 1)
    assert value(found, "2022-09", Basis.PER_YEAR) == 16
    assert value(read(words, rows[1], start="2022-07"), "2022-09") is None


def test_a_revision_replaces_what_it_revises_in_whatever_order_they_stand(words: Vocabulary) -> None:
    old = row("new_graduates", "2022-01", "period", 4.0, recorded_at="2022-02-10")
    new = row("new_graduates", "2022-01", "period", 3.0, recorded_at="2022-03-10")
    for rows in ((old, new), (new, old)):
        assert value(read(words, *rows), "2022-01") == 3


def test_a_value_withdrawn_by_a_blank_is_gone(words: Vocabulary) -> None:
    old = row("new_graduates", "2022-01", "period", 4.0, sequence=1)
    blank = row("new_graduates", "2022-01", "period", None, sequence=2)
    assert value(read(words, blank, old), "2022-01") is None


def test_a_blank_of_one_sender_does_not_hide_the_number_of_another(words: Vocabulary) -> None:
    said = row("new_graduates", "2022-01", "period", 4.0, series="a")
    blank = row("new_graduates", "2022-01", "period", None, series="b", sequence=2)
    assert value(read(words, said, blank), "2022-01") == 4


def test_a_stock_of_a_quarter_is_that_of_its_last_month(words: Vocabulary) -> None:
    found = read(words, row("tenants", "2023Q3", "stock", 40.0))
    assert value(found, "2023-09", Basis.STOCK, "tenants") == 40
    assert value(found, "2023-08", Basis.STOCK, "tenants") is None


def test_a_running_total_reported_as_of_a_day_is_no_stock(words: Vocabulary) -> None:
    found = read(words, row("graduates_cumulative", "2023-09", "stock", 140.0))
    assert value(found, "2023-09", Basis.SINCE_FOUNDING, "graduates_cumulative") == 140


def test_totals_since_founding_go_on_with_the_years_amounts(words: Vocabulary) -> None:
    rows = [
        row("graduates_cumulative", "2022-12", "since_founding", 100.0),
        row("graduates_cumulative", "2023-01..2023-03", "ytd", 5.0),
    ]
    assert value(read(words, *rows), "2023-03", Basis.SINCE_FOUNDING, "graduates_cumulative") == 105


def test_carriers_have_histories_of_their_own(words: Vocabulary) -> None:
    found = read(words, row("tenants", "2023-09", "stock", 40.0), row("tenants", "2023-09", "stock", 7.0, carrier="甲"))
    assert found.entities == (HERE, Entity(REGION, "甲"))
    assert found.values(Basis.STOCK)[:, 0, found.months.index(month("2023-09"))].tolist() == [40, 7]


def test_what_is_not_there_has_no_value_and_no_parts(words: Vocabulary) -> None:
    found = read(words, row("tenants", "2023-09", "stock", 40.0))
    assert found.value(Entity("330302"), "tenants", month("2023-09"), Basis.STOCK) is None
    assert found.parts(HERE, "tenants", month("2022-09"), Basis.STOCK) == ()
    assert found.how(HERE, "tenants", month("2022-09"), Basis.STOCK) == ""


def test_bad_questions_are_refused_with_what_was_expected(words: Vocabulary) -> None:
    frame = observations(row("tenants", "2023-09", "stock", 40.0))
    with pytest.raises(BadInputError, match="at least one"):
        histories(frame, [], words, START)
    with pytest.raises(BadInputError, match="basis is missing"):
        histories(frame.drop(columns="basis"), [START], words, START)
    with pytest.raises(UnknownNameError, match="tennants"):
        histories(frame.replace("tenants", "tennants"), [START], words, START)


def test_no_observations_give_empty_histories(words: Vocabulary) -> None:
    frame = pd.DataFrame(columns=["region", "carrier", "indicator", "first", "last", "basis", "value"]).astype(
        {"first": "int32", "last": "int32", "value": "float64"}
    )
    found = histories(frame, [START], words, START, entities=[HERE], indicators=["tenants"])
    assert np.isnan(found.values(Basis.STOCK)).all()


def test_a_rate_of_the_year_stands_for_itself(words):
    rows = pd.DataFrame(
        [("330302", None, "industrial_rd_growth", 202401, 202409, "ytd", 14.5)],
        columns=["region", "carrier", "indicator", "first", "last", "basis", "value"],
    )
    found = histories(rows, [Month(2024, 9), Month(2024, 12)], words, Month(2022, 1))
    assert found.values(Basis.PER_YEAR).tolist()[0][0][0] == 14.5
    assert found.value(Entity("330302"), "industrial_rd_growth", Month(2024, 9), Basis.PER_YEAR) == 14.5
    assert found.value(Entity("330302"), "industrial_rd_growth", Month(2024, 12), Basis.PER_YEAR) is None
