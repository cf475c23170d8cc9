"""The review of a plan as numbers: judged at the deadline, who brought what, months without numbers, published figures."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from incuanalysis.evaluation.documents.plan_review import PlanReview, evaluate, unit_contributions
from incuanalysis.evaluation.questions import open_inquiry
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.words import Vocabulary
from tests.evaluation.review_making import review_store
from tests.evaluation.year_making import write


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return review_store(tmp_path_factory.mktemp("review"))


def ask(project: Project, store: Path, region: str = "洞头区", period: str = "2024") -> PlanReview:
    return evaluate(open_inquiry(project, region, period, store=store))


@pytest.fixture(scope="module")
def review(project: Project, filled: Path) -> PlanReview:
    return ask(project, filled)


def test_a_target_is_judged_at_its_deadline_and_later_is_late(review: PlanReview) -> None:
    rows = review.judged.set_index("target")
    # 9,000 of 10,000 m² at the end of 2022, 11,000 two months later
    assert (rows.loc["area_2022", "actual"], rows.loc["area_2022", "status"]) == (9_000, "missed")
    assert rows.loc["area_2022", "met_at"] == 202302
    assert rows.loc["area_2023", "status"] == "done"
    assert rows.loc["area_2024", "status"] == "missed"
    assert review.late["target"].tolist() == ["area_2022"]
    assert set(review.missed["target"]) == {"area_2022", "area_2024"}


def test_what_has_no_number_is_not_missed(review: PlanReview) -> None:
    rows = review.judged.set_index("target")
    assert rows.loc["funds_2024", "status"] == "not_reported"
    assert review.returned


def test_months_without_a_number_are_counted_up_to_the_deadline(review: PlanReview) -> None:
    gaps = review.gaps.set_index("target")
    assert gaps.loc["area_2024", ["months", "known", "first", "last"]].tolist() == [36, 4, 202212, 202412]
    assert gaps.loc["operators_2023", ["months", "known"]].tolist() == [24, 0]
    assert 202301 in gaps.loc["area_2024", "missing"]


def test_on_its_last_day_a_milestone_decided_as_not_reached_is_missed(project: Project, tmp_path: Path) -> None:
    store = review_store(tmp_path)
    told = {
        "plan": "dongtou",
        "milestone": "town_plans",
        "state": "not_reached",
        "date": "2024-06-30",
        "document": "会议纪要",
    }
    write(store, "milestone", told, on="2024-07-01")
    states = ask(project, store).milestones.set_index("milestone")["status"]
    assert states["town_plans"] == "missed"
    assert states["roadshows"] == "pending"


def test_before_the_end_nothing_to_come_is_judged(project: Project, filled: Path) -> None:
    data = ask(project, filled, period="2023-06")
    assert not data.over
    assert set(data.due["target"]) == {"area_2022", "operators_2022", "funds_2022"}
    assert data.judged.set_index("target").loc["area_2024", "status"] != "missed"


def test_without_returns_nothing_is_known_but_published_figures(project: Project, store: Store) -> None:
    data = ask(project, store.folder, "青岛市", "2022")
    assert not data.returned
    assert set(data.judged["status"]) == {"not_reported"}
    assert data.gaps["known"].sum() == 0
    assert len(data.figures) > 30
    assert not data.figures["within"].any()
    assert data.figures["indicator"].is_unique


def test_parts_of_units_and_the_rest_make_the_whole(words: Vocabulary) -> None:
    common: dict[str, Any] = {
        "target": "t",
        "indicator": "new_incubation_bases",
        "unit": "个",
        "line": "base",
        "month": 202412,
    }
    own = pd.DataFrame([{**common, "region": "330305", "carrier": None, "actual": 10.0, "expected": 12.0}])
    units = pd.DataFrame(
        [
            {**common, "region": "330305001", "carrier": None, "actual": 2.0, "expected": 5.0},
            {**common, "region": "330305002", "carrier": None, "actual": 5.0, "expected": 4.0},
            {**common, "region": "330305003", "carrier": None, "actual": None, "expected": 3.0},
        ]
    )
    named = pd.DataFrame({"unit": ["330305001", "330305002", "330305003"], "name": ["甲镇", "乙镇", "丙镇"]})
    inquiry: Any = SimpleNamespace(units=named, words=words)
    found = unit_contributions(own, units, inquiry)
    assert found["unit_name"].tolist() == ["乙镇", "甲镇", "丙镇", ""]
    assert found["part"].dropna().sum() == pytest.approx(100)
    assert found["gap"].dropna().sum() == pytest.approx(-2)
    shares = units.assign(indicator="tech_sme_incubated_share")
    assert unit_contributions(own, shares, inquiry).empty
