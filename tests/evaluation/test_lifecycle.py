"""Dynamic management: runs of failures, exemptions, re-evaluation, and that nothing is decided without a record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError
from incuanalysis.evaluation.lifecycle import criticism, lifecycle, open_lifecycle, read_lifecycle, rules_for
from incuanalysis.vocabulary.words import open_vocabulary

RULES = open_lifecycle()
ON = dt.date(2024, 12, 31)


def _grades(*grades: str | None, level: str = "municipal", first: int = 2021, **more: object) -> pd.DataFrame:
    rows = [["甲", level, first + n, grade] for n, grade in enumerate(grades) if grade is not None]
    return pd.DataFrame(rows, columns=["carrier", "level", "year", "grade"]).assign(**more)


def _decision(**change: object) -> pd.DataFrame:
    row: dict[str, object] = {
        "carrier": "甲", "year": 2022, "decision": "delist", "level": "municipal", "on": "2023-05-01", "by": "市局",
        "document": "甲科〔2023〕1号",
    }  # fmt: skip
    return pd.DataFrame([row | change])


def _exempt(**change: object) -> pd.DataFrame:
    return pd.DataFrame([{"carrier": "甲", "year": 2022, "reason": "场地改造", "document": "批复2号"} | change])


def test_two_failures_running_under_the_national_rule_lead_to_a_suggestion_of_the_district() -> None:
    found = lifecycle(_grades("D", "不合格", level="national"), None, None, RULES["national_300"], ON)
    assert found["failures"].to_list() == [1, 2]
    assert found["proposal"].to_list() == ["review", "recommend_delist"]
    assert found["proposal_zh"].iloc[1] == "拟建议国家级认定部门取消资格"
    assert "国科发区〔2018〕300号" in found["basis_zh"].iloc[1]
    assert found["decided"].to_list() == ["", ""]


def test_who_recognises_proposes_the_delisting_itself() -> None:
    found = lifecycle(_grades("不合格", "不合格"), None, None, RULES["xinxiang"], ON, proposer="municipal")
    assert found["proposal_zh"].iloc[1] == "拟摘牌"


@pytest.mark.parametrize("between", ["合格", "优秀"])
def test_a_pass_in_between_ends_the_run(between: str) -> None:
    found = lifecycle(_grades("不合格", between, "不合格"), None, None, RULES["xinxiang"], ON)
    assert found["failures"].to_list() == [1, 0, 1]
    assert "delist" not in "".join(found["proposal"])


def test_an_exempted_year_neither_counts_nor_breaks_the_run() -> None:
    found = lifecycle(_grades("不合格", None, "不合格"), None, _exempt(), RULES["xinxiang"], ON)
    assert found[["year", "state"]].values.tolist() == [[2021, "fail"], [2022, "exempt"], [2023, "fail"]]
    assert found["failures"].to_list() == [1, 1, 2]
    assert found["basis_zh"].iloc[1] == "免评：场地改造（批复2号）"


def test_a_year_without_a_record_breaks_the_run_and_is_told() -> None:
    found = lifecycle(_grades("不合格", None, "不合格"), None, None, RULES["xinxiang"], ON)
    assert found["failures"].to_list() == [1, 1]
    assert "2022年无记录，是否连续由人工核定" in found["basis_zh"].iloc[1]


@pytest.mark.parametrize("column", ["reason", "document"])
def test_an_exemption_without_reason_or_document_is_refused(column: str) -> None:
    with pytest.raises(BadInputError, match=column):
        lifecycle(_grades("不合格"), None, _exempt(**{column: ""}), RULES["xinxiang"], ON)


def test_not_submitted_counts_as_failing_only_where_the_rule_says_so() -> None:
    said = lifecycle(_grades("未提交", "未提交"), None, None, RULES["xinxiang"], ON)
    assert said["state"].to_list() == ["not_submitted", "not_submitted"]
    assert said["proposal"].iloc[1] == "recommend_delist"
    silent = lifecycle(_grades("未提交", "未提交", level="provincial"), None, None, RULES["shaanxi"], ON)
    assert set(silent["proposal"]) == {"review"}
    assert set(silent["failures"]) == {0}


def test_false_data_bar_for_the_years_of_the_rule_and_count_as_a_failure() -> None:
    found = lifecycle(
        _grades("弄虚作假", "不合格", level="national"), None, None, RULES["national_300"], ON, proposer="national"
    )
    assert found["proposal_zh"].to_list() == ["拟2年内不予评价或申报", "拟摘牌"]
    silent = lifecycle(_grades("弄虚作假"), None, None, RULES["xinxiang"], ON)
    assert silent["proposal"].to_list() == ["review"]


def test_an_incident_excludes_excellent_where_the_rule_says_so() -> None:
    grades = _grades("优良", incident=True)
    assert lifecycle(grades, None, None, RULES["fuyang"], ON)["state"].to_list() == ["pass"]
    assert lifecycle(_grades("优良", incident=False), None, None, RULES["fuyang"], ON)["proposal"].to_list() == [
        "praise"
    ]
    assert lifecycle(_grades("优秀", incident=True), None, None, RULES["xinxiang"], ON)["state"].to_list() == [
        "excellent"
    ]


def test_in_ezhou_one_failure_leads_to_rectification_and_a_failed_re_evaluation_to_delisting() -> None:
    grades = pd.DataFrame(
        [["甲", "municipal", 2024, "不合格", 1], ["甲", "municipal", 2024, "不合格", 2]],
        columns=["carrier", "level", "year", "grade", "round"],
    )
    found = lifecycle(grades, None, None, RULES["ezhou"], ON, proposer="municipal")
    assert found["proposal_zh"].to_list() == ["拟限期整改", "拟摘牌"]
    # the plan states the rectification; when to delist is our reading
    assert "鄂州" in found["basis_zh"].iloc[0]
    assert "自定" in found["basis_zh"].iloc[1]


def test_a_passed_re_evaluation_restores_and_ends_the_run() -> None:
    grades = pd.DataFrame(
        [
            ["甲", "municipal", 2023, "不合格", 1],
            ["甲", "municipal", 2023, "合格", 2],
            ["甲", "municipal", 2024, "不合格", 1],
        ],
        columns=["carrier", "level", "year", "grade", "round"],
    )
    found = lifecycle(grades.sample(frac=1, random_state=2), None, None, RULES["default"], ON)
    assert found["state"].to_list() == ["fail", "restored", "fail"]
    assert found["failures"].to_list() == [1, 0, 1]


def test_a_decision_on_record_settles_the_state_from_its_day() -> None:
    grades = _grades("不合格", "不合格", "不合格")
    before = lifecycle(grades, _decision(), None, RULES["xinxiang"], dt.date(2023, 4, 30))
    assert before["decided"].to_list() == ["", "", ""]
    found = lifecycle(grades, _decision(), None, RULES["xinxiang"], ON)
    assert found["state"].to_list() == ["fail", "delisted", "delisted"]
    assert found["decided_zh"].to_list() == ["", "摘牌", ""]
    assert found["proposal"].iloc[2] == ""
    rectified = lifecycle(_grades("不合格"), _decision(year=2021, decision="rectify"), None, RULES["default"], ON)
    assert rectified["state"].to_list() == ["rectifying"]


def test_a_district_cannot_decide_the_delisting_of_a_higher_level() -> None:
    with pytest.raises(BadInputError, match="recommend_delist"):
        lifecycle(_grades("不合格", "不合格"), _decision(level="district"), None, RULES["xinxiang"], ON)
    suggested = _decision(level="district", decision="recommend_delist")
    found = lifecycle(_grades("不合格", "不合格"), suggested, None, RULES["xinxiang"], ON)
    assert found["decided"].to_list() == ["", "recommend_delist"]
    assert found["state"].iloc[1] == "fail"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"on": ""}, "'on'"), ({"by": ""}, "'by'"), ({"document": None}, "document"), ({"decision": "close"}, "Unknown decision"), ({"year": 2030}, "neither")],
)  # fmt: skip
def test_a_decision_that_is_incomplete_or_astray_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        lifecycle(_grades("不合格", "不合格"), _decision(**change), None, RULES["xinxiang"], ON)


@pytest.mark.parametrize(
    ("grades", "said"),
    [
        (_grades("很好"), "Unknown grade"),
        (_grades("合格", level="county"), "unknown level"),
        (_grades("合格", level="national"), "No rule"),
        (_grades(""), "empty"),
        (pd.concat([_grades("合格"), _grades("合格")]), "two grades"),
        (_grades("合格").drop(columns="level"), "level"),
    ],
)
def test_grades_that_cannot_be_are_refused(grades: pd.DataFrame, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        lifecycle(grades, None, None, RULES["xinxiang"], ON)


def test_each_region_finds_its_own_rule_and_else_the_default() -> None:
    regions = open_vocabulary().regions
    wenzhou = {level: rule.id for level, rule in rules_for("330305", RULES, regions).items()}
    assert wenzhou == {
        "district": "default",
        "municipal": "default",
        "provincial": "default",
        "national": "national_300",
    }
    assert rules_for("420704", RULES, regions)["municipal"].id == "ezhou"
    both = pd.concat([_grades("不合格", "不合格"), _grades("D", "D", level="national").assign(carrier="乙")])
    found = lifecycle(both, None, None, rules_for("330305", RULES, regions), ON)
    assert found.groupby("carrier")["proposal"].last().to_dict() == {"乙": "recommend_delist", "甲": "recommend_delist"}


_GRADE = st.sampled_from(["优秀", "良好", "合格", "不合格", "未提交"])


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("甲乙丙"), st.integers(2018, 2024)),
        st.tuples(_GRADE, st.sampled_from(["district", "municipal"])),
        min_size=1,
    ),
    st.integers(0, 99),
)
def test_two_failures_running_always_lead_to_a_proposal_and_nothing_is_decided_without_a_record(
    grades: dict[tuple[str, int], tuple[str, str]], seed: int
) -> None:
    rows = [
        [carrier, "district" if carrier == "甲" else "municipal", year, grade]
        for (carrier, year), (grade, _) in grades.items()
    ]
    frame = pd.DataFrame(rows, columns=["carrier", "level", "year", "grade"])
    found = lifecycle(frame, None, None, RULES["default"], ON)
    pd.testing.assert_frame_equal(
        found, lifecycle(frame.sample(frac=1, random_state=seed), None, None, RULES["default"], ON)
    )
    assert (found["decided"] == "").all()
    assert not found["state"].isin(["delisted", "rectifying"]).any()
    failed = {(row[0], row[2]) for row in rows if row[3] in ("不合格", "未提交")}
    for row in found.to_dict("records"):
        running = {(row["carrier"], row["year"]), (row["carrier"], row["year"] - 1)} <= failed
        assert running == (row["proposal"] in ("delist", "recommend_delist"))
        if row["proposal"]:
            assert row["proposal_zh"].startswith("拟")
            assert row["basis_zh"]


def _units(*missed: bool | None) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit": ["北岙街道", "霓屿街道", "区经信局"][: len(missed)], "year": 2023, "missed": list(missed)}
    )


def _finding(**change: object) -> pd.DataFrame:
    row = {
        "unit": "霓屿街道",
        "year": 2023,
        "finding": "未落实扶持政策",
        "on": "2024-01-20",
        "by": "领导小组",
        "document": "纪要1号",
    }
    return pd.DataFrame([row | change])


def test_poor_execution_of_policy_is_only_ever_someones_finding() -> None:
    found = criticism(_units(True, False, None), None, None, ON).set_index("unit")
    assert found["proposal_zh"].to_dict() == {"北岙街道": "拟通报批评", "霓屿街道": "", "区经信局": ""}
    assert (found["finding"] == "").all()
    found = criticism(_units(True, False, None), _finding(), None, ON).set_index("unit")
    assert found.loc["霓屿街道", "basis_zh"] == "经认定执行政策不力：未落实扶持政策（2024-01-20，纪要1号）"
    assert criticism(_units(True, False), _finding(), None, ON, both=True)["proposal_zh"].to_list() == ["", ""]
    assert criticism(_units(True, True), _finding(), None, ON, both=True)["proposal_zh"].to_list() == ["", "拟通报批评"]


def test_criticism_is_decided_by_a_record_only_and_a_finding_needs_a_document() -> None:
    decision = _finding().rename(columns={"finding": "decision"}).assign(unit="北岙街道", decision="通报批评")
    found = criticism(_units(True), None, decision, ON)
    assert found["decided"].to_list() == ["通报批评"]
    assert criticism(_units(True), None, decision, dt.date(2024, 1, 19))["decided"].to_list() == [""]
    with pytest.raises(BadInputError, match="document"):
        criticism(_units(True), _finding(document=""), None, ON)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("failures_running: 2", "failures_running: 1", "below 2"),
        ("pass: [合格]", "pass: [不合格]", "one grade only"),
        ("stated: [failures_running]", "stated: [on_failure]", "has a value"),
        ("levels: [municipal]", "levels: [city]", "one of"),
    ],
)
def test_a_bad_rule_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = """rules:
  - id: mine
    name: {zh: 试, en: Trial}
    source: {document: {zh: 文, en: Doc}}
    levels: [municipal]
    region: "330300"
    grades: {excellent: [优秀], pass: [合格], fail: [不合格]}
    failures_running: 2
    stated: [failures_running]
"""
    path = tmp_path / "lifecycle.yml"
    path.write_text(text, "utf-8")
    assert read_lifecycle(path)["mine"].grade("合格") == "pass"
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DamagedFileError, match=said) as caught:
        read_lifecycle(path)
    assert "第" in caught.value.text
