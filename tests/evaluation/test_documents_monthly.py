"""What the monthly brief says: current targets, how units stand, what is behind and who is silent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.documents import monthly
from incuanalysis.evaluation.documents.targets import BEHIND, current, judged, own_rows, standing_of_units, unit_rows
from incuanalysis.evaluation.questions import Inquiry, open_inquiry, progress_of
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Month

SILENT = "not_reported"


def rows(*lines: tuple[str, str, float | None, str]) -> pd.DataFrame:
    """Return rows of progress of units: unit, target, share of the year's task, status."""
    frame = pd.DataFrame(lines, columns=["region", "target", "completion_year", "status"])
    return frame.assign(carrier=None, line="base", month=202309, completion_year=frame["completion_year"].astype(float))


def units(*names: str, state: str = "ranked") -> pd.DataFrame:
    return pd.DataFrame(
        [{"unit": one, "name": one, "kind": "town", "league": "", "region": one, "state": state} for one in names]
    )


def test_a_unit_is_placed_by_the_mean_of_what_is_done_each_task_at_most_whole() -> None:
    now = rows(("甲", "a", 3.0, "done"), ("甲", "b", 0.5, "behind"), ("乙", "a", 0.8, "on_schedule"))
    found = standing_of_units(now, now, units("甲", "乙")).set_index("unit")
    assert found.loc["甲", "score"] == pytest.approx(75)
    assert found.loc["乙", "place"] == 1
    assert found.loc["甲", "place"] == 2
    assert found.loc["甲", ["targets", "done", "behind"]].tolist() == [2, 1, 1]


def test_what_is_not_reported_is_told_beside_the_score_and_never_counts_as_nothing() -> None:
    now = rows(
        ("甲", "a", 0.6, "on_schedule"),
        ("甲", "b", None, SILENT),
        ("乙", "a", 0.5, "behind"),
        ("丙", "a", None, SILENT),
    )
    found = standing_of_units(now, now, units("甲", "乙", "丙")).set_index("unit")
    assert found.loc["甲", "score"] == pytest.approx(60)
    assert found.loc["甲", "not_reported"] == 1
    assert np.isnan(found.loc["丙", "place"])
    assert found.loc["甲", "of"] == 2


def test_units_under_another_or_without_a_task_have_no_place() -> None:
    now = rows(("甲", "a", 0.6, "on_schedule"), ("乙", "a", 0.9, "done"))
    assessed = pd.concat([units("甲", "丙"), units("乙", state="entrusted")], ignore_index=True)
    found = standing_of_units(now, now, assessed).set_index("unit")
    assert found.loc["甲", "place"] == 1
    assert found.loc[["乙", "丙"], "place"].isna().all()
    assert found.loc["丙", "targets"] == 0


def test_equal_scores_share_a_place_and_the_next_one_is_left_out() -> None:
    third = 1 / 3
    now = rows(("甲", "a", third, "behind"), ("乙", "a", 1 - 2 * third, "behind"), ("丙", "a", 0.1, "behind"))
    found = standing_of_units(now, now, units("甲", "乙", "丙")).set_index("unit")
    assert found["place"].to_dict() == {"甲": 1, "乙": 1, "丙": 3}


@given(st.lists(st.floats(0, 2), min_size=1, max_size=8), st.lists(st.floats(0, 2), min_size=1, max_size=8))
def test_moving_up_is_the_place_before_less_the_place_now(now: list[float], before: list[float]) -> None:
    names = [f"u{place}" for place in range(max(len(now), len(before)))]
    found = standing_of_units(
        rows(*((name, "a", share, "behind") for name, share in zip(names, now, strict=False))),
        rows(*((name, "a", share, "behind") for name, share in zip(names, before, strict=False))),
        units(*names),
    )
    both = found.dropna(subset=["place", "place_before"])
    assert (both["moved"] == both["place_before"] - both["place"]).all()
    assert found.loc[found["place"].isna() | found["place_before"].isna(), "moved"].isna().all()
    assert found["place"].max() <= len(now)


@pytest.fixture(scope="module")
def inquiry(project: Project, demo_store: Path) -> Inquiry:
    return open_inquiry(project, "鹿城区", "2024-09", store=demo_store)


@pytest.fixture(scope="module", params=["洞头区", "鹿城区"])
def brief(request: pytest.FixtureRequest, project: Project, demo_store: Path) -> monthly.Monthly:
    return monthly.evaluate(open_inquiry(project, request.param, "2024-09", store=demo_store))


def test_of_yearly_targets_the_one_of_the_year_is_current(project: Project, demo_store: Path) -> None:
    asked = open_inquiry(project, "洞头区", "2024-06", store=demo_store)
    found = current(own_rows(progress_of(asked), "330305"), asked, Month(2024, 6))
    area = found[found["indicator"] == "new_carrier_area"]
    assert set(area["due"]) == {202412}
    assert len(found.drop_duplicates(["indicator", "line"])) == len(found)


def test_the_brief_tells_each_target_once_and_all_that_is_behind(brief: monthly.Monthly) -> None:
    assert brief.judged["target"].is_unique
    assert set(brief.behind["status"]) <= set(BEHIND)
    late = brief.judged["status"].isin(BEHIND).sum() + brief.unit_targets["status"].isin(BEHIND).sum()
    assert len(brief.behind) == late
    gaps = brief.behind["gap_points"].dropna()
    assert gaps.is_monotonic_increasing


def test_silent_units_are_those_with_a_task_that_is_not_reported(brief: monthly.Monthly) -> None:
    told = {one.unit: one.missing for one in brief.silent}
    absent = brief.unit_targets[brief.unit_targets["status"] == SILENT]
    id = absent["carrier"].where(absent["carrier"].notna(), absent["region"])
    assert told == id.value_counts().to_dict()


def test_warnings_are_of_open_targets_whose_projection_falls_short(brief: monthly.Monthly) -> None:
    more = brief.warnings[brief.warnings["comparator"] != "at_most"]
    assert (more["median"] < more["target_value"]).all()
    assert not brief.warnings["status"].isin(["done", "missed", "not_due_yet"]).any()


def test_rows_of_the_region_and_of_its_units_are_kept_apart(inquiry: Inquiry) -> None:
    found = progress_of(inquiry)
    own, others = own_rows(found, "330302"), unit_rows(found, "330302")
    assert len(own) + len(others) == len(found)
    assert set(own["region"]) == {"330302"}
    assert len(judged(found)) == len(found.drop_duplicates(["region", "carrier", "target"]))


def test_a_month_before_any_plan_has_no_brief(project: Project, demo_store: Path) -> None:
    asked = open_inquiry(project, "洞头区", "2019-03", store=demo_store)
    with pytest.raises(NoDataError, match="No plan on file"):
        monthly.evaluate(asked)
