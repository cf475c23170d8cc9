"""Texts, objections, decisions and corrections of documents; and which folder's records go with a store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from incuanalysis.cli import main
from incuanalysis.errors import BadInputError
from incuanalysis.plans.kinds import KINDS, SECTIONS
from incuanalysis.plans.records import Records, latest, open_records
from incuanalysis.project import Project

ABOUT = {"kind": "quarterly_bulletin", "region": "330305", "period": "2023Q3"}
OBJECTION = ABOUT | {
    "id": "330305-2023-1",
    "unit": "北岙街道",
    "item": "新增孵化面积",
    "claim": "应为1000平方米",
    "grounds": "=验收意见",
    "date": "2023-10-20",
}


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records")


def test_a_text_is_found_by_document_section_and_unit_and_a_later_one_takes_its_place(records: Records) -> None:
    row = ABOUT | {"section": "reasons", "unit": "大门镇", "text": "验收未完成\n<b>#1</b>", "date": "2023-10-08"}
    records.append("narrative", [row], "张三", "2023-10-08")
    records.append("narrative", [row | {"text": "验收已完成", "date": "2023-10-09"}], "张三", "2023-10-09")
    records.append("narrative", [row | {"unit": "鹿西乡"}], "李四", "2023-10-09")
    keys = ("kind", "region", "period", "section", "unit")
    assert latest(records.read("narrative"), keys)["text"].tolist() == ["验收已完成", "验收未完成\n<b>#1</b>"]
    assert records.read("narrative", as_of="2023-10-08")["text"].tolist() == ["验收未完成\n<b>#1</b>"]


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_is_taken(records: Records, section: str) -> None:
    row = ABOUT | {"section": section, "text": "文字", "date": "2023-10-08"}
    assert records.append("narrative", [row], "张三", "2023-10-08") == 1


def test_a_section_that_no_document_has_is_refused(records: Records) -> None:
    row = ABOUT | {"section": "practises", "text": "文字", "date": "2023-10-08"}
    with pytest.raises(BadInputError, match="one of preface, summary, practices"):
        records.append("narrative", [row], "张三", "2023-10-08")


def test_an_objection_its_decision_and_the_correction_are_joined_by_the_objections_id(records: Records) -> None:
    records.append("objection", [OBJECTION], "李四", "2023-10-20")
    decision = {"objection": OBJECTION["id"], "decision": "upheld", "reason": "属实", "date": "2023-10-25"}
    records.append("objection_decision", [decision], "张三", "2023-10-25")
    correction = ABOUT | {"number": 1, "item": "新增孵化面积", "before": "900平方米", "after": "1000平方米"}
    correction |= {"reason": "补报", "objection": OBJECTION["id"], "date": "2023-10-26"}
    records.append("correction", [correction], "张三", "2023-10-26")
    joined = records.read("objection").merge(
        records.read("objection_decision"), left_on="id", right_on="objection", suffixes=("", "_decision")
    )
    assert joined[["grounds", "decision", "date_decision"]].values.tolist() == [["=验收意见", "upheld", "2023-10-25"]]
    assert records.read("correction")["number"].tolist() == [1]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [("objection", "id"), ("objection", "grounds"), ("objection", "period")],
)
def test_an_objection_lacks_nothing_that_a_decision_needs(records: Records, kind: str, missing: str) -> None:
    with pytest.raises(BadInputError, match=missing):
        records.append(
            kind, [{name: value for name, value in OBJECTION.items() if name != missing}], "李四", "2023-10-20"
        )
    assert not records.path(kind).exists()


def test_a_decision_is_one_of_three(records: Records) -> None:
    decision = {"objection": "1", "decision": "accepted", "reason": "属实", "date": "2023-10-25"}
    with pytest.raises(BadInputError, match="upheld, partly, rejected"):
        records.append("objection_decision", [decision], "张三", "2023-10-25")


def test_all_that_is_about_a_document_names_it_in_the_same_columns() -> None:
    for kind in ("narrative", "objection", "correction"):
        names = [column.name for column in KINDS[kind].columns if column.required]
        assert {"kind", "region", "period"} <= set(names)


def test_another_stores_records_are_taken_where_it_has_some(tmp_path: Path) -> None:
    project, store = Project(tmp_path / "project"), tmp_path / "other"
    store.mkdir()
    assert open_records(project).folder == tmp_path / "project" / "data" / "records"
    assert open_records(project, store).folder == tmp_path / "project" / "data" / "records"
    (store / "records").mkdir()
    assert open_records(project, store).folder == store / "records"


def test_the_projects_own_store_has_the_projects_records(tmp_path: Path) -> None:
    project = Project(tmp_path)
    (project.store / "records").mkdir(parents=True)
    assert open_records(project, project.store).folder == tmp_path / "data" / "records"


def test_the_breakdown_that_is_printed_is_that_of_the_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    row = {
        "plan": "dongtou", "unit": "330305001", "unit_name": "北岙街道", "kind": "town", "target": "funds_2023",
        "indicator": "cooperation_funds", "line": "base", "year": 2023, "basis": "since_start", "value": 2,
        "in_unit": "支", "printed": "2支", "date": "2023-01-05",
    }  # fmt: skip
    Records(store / "records").append("breakdown", [row], "张三", "2023-01-06")
    with pytest.raises(SystemExit) as ended:
        main(["plans", "breakdown", "dongtou", "--store", str(store), "--json"])
    assert ended.value.code == 0
    assert [one["value"] for one in json.loads(capsys.readouterr().out)] == [2.0]
