"""What the quarterly bulletin says: places by level and by what the quarter added, what is behind, what people wrote."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from incuanalysis.evaluation.documents.leagues import added, firmness, quarters_of, standing_by_tasks
from incuanalysis.evaluation.documents.quarterly import Quarterly, evaluate
from incuanalysis.vocabulary.periods import Month
from tests.evaluation.quarterly_making import NASTY, ask, make_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("quarterly"))


@pytest.fixture(scope="module")
def data(store: Path) -> Quarterly:
    return evaluate(ask(store))


def lines(*rows: tuple[str, int, float | None, float, str]) -> pd.DataFrame:
    """Return judged rows of units: unit, month, actual, due by the year's end, basis."""
    made = [
        {
            "region": unit, "carrier": None, "target": "t", "line": "base", "month": month, "actual": actual,
            "year_value": due, "completion_year": None if actual is None else actual / due, "basis": basis,
            "status": "on_schedule", "comparator": "at_least",
        }
        for unit, month, actual, due, basis in rows
    ]  # fmt: skip
    return pd.DataFrame(made)


def test_what_a_quarter_added_is_measured_against_one_year() -> None:
    now = lines(("a", 202303, 60.0, 100.0, "since_start"), ("b", 202303, 30.0, 100.0, "per_year"))
    before = lines(("a", 202212, 50.0, 50.0, "since_start"), ("b", 202212, 90.0, 90.0, "per_year"))
    # 50 of 100 becomes 60 of 100; what counts by the year begins anew in January
    assert added(now, before).round(9).to_dict() == {"a": 10.0, "b": 30.0}


def test_a_target_without_a_value_before_adds_nothing_and_is_no_zero() -> None:
    now = lines(("a", 202309, 60.0, 100.0, "since_start"))
    assert added(now, lines(("a", 202306, None, 100.0, "since_start"))).empty
    assert added(now.iloc[[]], now).empty


def test_a_score_beyond_a_hundred_adds_no_more() -> None:
    now = lines(("a", 202309, 150.0, 100.0, "since_start"))
    before = lines(("a", 202306, 90.0, 100.0, "since_start"))
    assert added(now, before).to_dict() == pytest.approx({"a": 10.0})


def test_tasks_past_their_deadline_do_not_count_as_on_the_way() -> None:
    ledger = pd.DataFrame(
        {
            "unit": ["甲局"] * 4 + ["乙局"] * 2 + ["丙局"],
            "status": ["done", "under_way", "under_way", "changed", "not_reported", "not_reported", "behind"],
            "overdue": [False, False, True, False, False, True, False],
        }
    )
    assessed = pd.DataFrame(
        {
            "unit": ["甲局", "乙局", "丙局"],
            "name": ["甲局", "乙局", "丙局"],
            "kind": "department",
            "league": "",
            "state": "ranked",
        }
    )
    found = standing_by_tasks(ledger, assessed).set_index("unit")
    assert found.loc["甲局", "score"] == pytest.approx(200 / 3)
    assert found.loc["甲局", ["targets", "done", "on_schedule", "behind"]].tolist() == [3, 1, 1, 1]
    assert pd.isna(found.loc["乙局", "score"])
    assert found["place"].to_dict() == pytest.approx({"甲局": 1.0, "丙局": 2.0, "乙局": float("nan")}, nan_ok=True)


def test_firmness_tells_ties_and_close_places_from_clear_ones() -> None:
    rows = pd.DataFrame(
        {"league": "town", "score": [90.0, 50.0, 50.0, 49.0, None], "place": [1.0, 2.0, 2.0, 4.0, None]}
    )
    found = firmness(rows)
    assert found["firmness"].tolist() == ["firm", "tied", "tied", "narrow", ""]
    assert found["margin"].tolist()[:4] == [40.0, 0.0, 0.0, 1.0]


def test_quarters_begin_with_the_plan() -> None:
    assert [str(one) for one in quarters_of(Month(2022, 6), Month(2022, 1))] == ["2022-03", "2022-06"]
    assert quarters_of(Month(2021, 12), Month(2022, 1)) == [Month(2021, 12)]


def test_towns_rank_by_their_targets_and_departments_by_their_tasks(data: Quarterly) -> None:
    units = data.units.set_index("name")
    # 4,000 m² of 2022 and 3,000 m² of 2023, of 5,000, 10,000 and 40,000 m²
    assert units.loc["北岙街道", "score"] == 100
    assert units.loc["东屏街道", "score"] == pytest.approx(70)
    assert units.loc["霓屿街道", "score"] == pytest.approx(17.5)
    assert units["place"].dropna().to_dict() == {
        "北岙街道": 1,
        "东屏街道": 2,
        "霓屿街道": 3,
        "区科技局": 1,
        "区经信局": 2,
    }
    assert units.loc["东屏街道", "gain"] == pytest.approx(10)
    assert units.loc["东屏街道", ["place_gain", "place_before", "moved"]].tolist() == [1, 2, 0]
    assert set(units.loc[["北岙街道", "区科技局"], "basis"]) == {"targets", "tasks"}


def test_who_is_entrusted_or_silent_has_no_place(data: Quarterly) -> None:
    units = data.units.set_index("name")
    assert pd.isna(units.loc["鹿西乡", "place"])
    assert units.loc["鹿西乡", "state"] == "entrusted"
    assert pd.isna(units.loc["灵昆街道", "place"])
    assert [one.name for one in data.silent] == ["灵昆街道"]


def test_places_are_those_of_each_quarter(data: Quarterly) -> None:
    kept = data.places[(data.places["league"] == "town") & data.places["place"].notna()]
    # the year before nothing was assigned to the towns
    assert sorted(set(kept["period"])) == ["2023Q1", "2023Q2", "2023Q3"]
    last = kept[kept["period"] == "2023Q3"].set_index("name")["place"].to_dict()
    assert last == data.units.loc[data.units["league"] == "town"].set_index("name")["place"].dropna().to_dict()


def test_what_is_behind_is_named_worst_first(data: Quarterly) -> None:
    assert data.behind["unit_name"].iloc[0] == "霓屿街道"
    assert set(data.behind["status"]) <= {"missed", "far_behind", "behind"}


def test_texts_are_those_of_this_bulletin(store: Path, data: Quarterly) -> None:
    assert [(one.unit, one.section) for one in data.texts] == [(NASTY, "practices"), ("霓屿街道", "reasons")]
    earlier = evaluate(ask(store, "2023Q2"))
    assert earlier.texts == ()


def test_before_anything_came_in_nothing_is_ranked(store: Path) -> None:
    empty = evaluate(ask(store, as_of="2022-01-01"))
    assert empty.units["place"].isna().all()
    assert empty.behind.empty
    assert empty.contests == ()
    assert set(empty.tasks["status"]) == {"not_reported"}
