"""The evaluation of carriers as numbers: who took part, whose grade counts, where points were lost, what follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from incuanalysis.errors import BadInputError, NoDataError
from incuanalysis.evaluation.documents.carrier_evaluation import CarrierEvaluation, Step, evaluate
from incuanalysis.evaluation.questions import open_inquiry
from incuanalysis.project import Project
from tests.evaluation.year_making import ODD, year_store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return year_store(tmp_path_factory.mktemp("carriers"))


@pytest.fixture(scope="module")
def found(project: Project, filled: Path) -> CarrierEvaluation:
    return evaluate(open_inquiry(project, "洞头区", "2023", store=filled))


def test_who_did_not_take_part_is_named_with_the_reason(found: CarrierEvaluation) -> None:
    assert set(found.results["name"]) == {"海蓝孵化器", "海湾孵化器", ODD}
    assert dict(found.left_out) == {"海岛众创空间": "免评：当年整体搬迁", "海岛加速器": "方案不适用该类载体"}


def test_the_grade_on_record_counts_and_one_that_data_can_change_is_open(found: CarrierEvaluation) -> None:
    rows = found.results.set_index("name")
    assert rows.loc[["海蓝孵化器", "海湾孵化器"], "grade"].tolist() == ["优秀", "不合格"]
    assert set(rows.loc[["海蓝孵化器", "海湾孵化器"], "how"]) == {"recorded"}
    assert (rows.loc[ODD, "grade"], rows.loc[ODD, "how"]) == ("", "open")
    assert rows.loc[ODD, "proposal_zh"] == ""


def test_points_are_lost_by_those_that_have_data(found: CarrierEvaluation) -> None:
    losses = found.losses.set_index("name")
    # 40 firms with 8 mentors, 12 with 3: full marks; 20 with one mentor: half of 6
    assert losses.loc["每十家在孵企业创业导师", "lost"] == pytest.approx(1.0)
    assert losses.loc["孵化机构运营收入", "no_data"] == 3


def test_decisions_taken_in_the_year_after_belong_to_the_year(
    found: CarrierEvaluation, project: Project, filled: Path
) -> None:
    decided = found.following.set_index("name")["decided"]
    assert decided["海湾孵化器"] == "rectify"
    early = evaluate(open_inquiry(project, "洞头区", "2023", store=filled, as_of="2024-02-01"))
    assert early.following.empty or not (early.following["decided"] != "").any()


def test_every_carrier_below_the_top_has_one_step(found: CarrierEvaluation) -> None:
    assert {one.name for one in found.steps} == set(found.register["name"])
    for one in found.steps:
        if one.known:
            assert one.conditions is not None
            assert 0 <= one.open + one.unseen <= len(one.conditions)


def test_a_level_of_which_no_number_is_published_is_never_near() -> None:
    assert not Step("a", "甲", "none", "municipal", open=0).near


def test_a_district_without_a_register_or_a_scheme_that_is_none_is_told(project: Project, filled: Path) -> None:
    with pytest.raises(NoDataError):
        evaluate(open_inquiry(project, "鹿城区", "2023", store=filled))
    with pytest.raises(BadInputError):
        evaluate(open_inquiry(project, "洞头区", "2023", store=filled), "no_such_scheme")


def test_a_year_without_numbers_leaves_everyone_out(project: Project, filled: Path) -> None:
    empty = evaluate(open_inquiry(project, "洞头区", "2022", store=filled))
    assert empty.scored is None
    assert empty.results.empty
    assert set(empty.left_out.values()) == {"没有数据"}
