"""The yearly assessment as numbers: scores, places, what was missed, and what is proposed or decided of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.documents.annual_assessment import Annual, evaluate
from incuanalysis.evaluation.questions import open_inquiry
from incuanalysis.project import Project
from tests.evaluation.year_making import write, year_store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return year_store(tmp_path_factory.mktemp("annual"))


def ask(project: Project, store: Path, region: str = "洞头区", as_of: str | None = None) -> Annual:
    return evaluate(open_inquiry(project, region, "2023", store=store, as_of=as_of))


@pytest.fixture(scope="module")
def annual(project: Project, filled: Path) -> Annual:
    return ask(project, filled)


def test_a_score_is_the_mean_of_what_is_done_of_the_years_tasks(annual: Annual) -> None:
    units = annual.units.set_index("name")
    assert units.loc["北岙街道", "score"] == 100
    assert units.loc["东屏街道", "score"] == pytest.approx(50)
    assert units.loc[["北岙街道", "东屏街道"], "place"].tolist() == [1, 2]
    points = annual.shares.set_index("unit_name")["points"]
    assert points["东屏街道"] == pytest.approx(50)


def test_who_reported_nothing_or_is_entrusted_has_no_place(annual: Annual) -> None:
    units = annual.units.set_index("name")
    assert units.loc[["大门镇", "鹿西乡", "霓屿街道"], "place"].isna().all()
    assert units.loc["大门镇", "not_reported"] == 1
    assert units.loc["鹿西乡", "state"] == "entrusted"


def test_who_missed_a_task_is_proposed_for_criticism_and_who_did_all_for_praise(annual: Annual) -> None:
    assert annual.criticism_stated
    assert annual.treatment[["unit", "proposal_zh", "decided"]].values.tolist() == [["东屏街道", "拟通报批评", ""]]
    assert annual.praise == ("北岙街道",)
    assert "东屏街道" in set(annual.late["unit_name"])


def test_a_decision_of_the_year_after_counts_until_the_day_asked_for(
    project: Project, filled: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(filled, store)
    decision = {
        "unit": "东屏街道",
        "year": 2023,
        "decision": "通报批评",
        "date": "2024-03-01",
        "document": "洞科〔2024〕9号",
    }
    write(store, "criticism", decision, on="2024-03-02")
    assert ask(project, store).treatment["decided"].tolist() == ["通报批评"]
    assert ask(project, store, as_of="2024-02-25").treatment["decided"].tolist() == [""]


def test_what_people_wrote_comes_with_its_document(annual: Annual) -> None:
    assert [one.section for one in annual.texts] == ["practices"]
    assert [(one.unit, one.decision, one.document) for one in annual.objections] == [
        ("东屏街道", "rejected", "洞科〔2024〕3号")
    ]


def test_a_region_without_a_plan_is_told(project: Project, filled: Path) -> None:
    with pytest.raises(NoDataError):
        ask(project, filled, "北京")


def test_a_region_of_which_nothing_is_held_has_targets_that_were_not_reported(project: Project, filled: Path) -> None:
    found = ask(project, filled, "鹿城区")
    assert set(found.judged["status"]) <= {"not_reported", "not_due_yet", "missed"}
    assert found.units.empty
    assert found.praise == ()
