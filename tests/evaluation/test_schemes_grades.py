"""Grades by score and rank: cases on both sides of every limit of 阜阳 and 温州, ties, vetoes and proposals."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.schemes import Evidence, Scheme, grade, open_scheme, score
from incuanalysis.evaluation.schemes.grading import GRADE_COLUMNS, places

#: Nine ordinary carriers, so that a tenth has a rank.
FIELD = {f"载体{n}": 61.0 + n for n in range(1, 9)} | {"载体九": 95.0}


def graded(scheme: str, totals: dict[str, float | None], **facts: dict[str, Any]) -> pd.DataFrame:
    rows = [{"carrier": name, "fact": "total", "value": value} for name, value in totals.items()]
    rows += [{"carrier": name, "fact": fact, "value": v} for name, every in facts.items() for fact, v in every.items()]
    return grade(score(scheme, pd.DataFrame(rows)), scheme).set_index("carrier")


@pytest.mark.parametrize(
    ("total", "expected"),
    [(100, "优良"), (80, "优良"), (79.99, "合格"), (60, "合格"), (59.99, "不合格"), (0, "不合格")],
)
def test_fuyang_grades_on_both_sides_of_every_score(total: float, expected: str) -> None:
    # 10 carriers, 2 places: rank 1 or 2 whenever the score is at least 80.
    assert graded("fuyang_2021", FIELD | {"本载体": total}).loc["本载体", "grade_zh"] == expected


@pytest.mark.parametrize(("ahead", "expected"), [(1, "优良"), (2, "合格")])
def test_fuyang_grades_on_both_sides_of_the_top_fifth(ahead: int, expected: str) -> None:
    totals = FIELD | {"本载体": 88.0} | {f"载体{n}": 90.0 + n for n in range(1, ahead)}
    found = graded("fuyang_2021", totals).loc["本载体"]
    assert (found["rank"], found["grade_zh"]) == (ahead + 1, expected)
    if expected == "合格":
        assert "第3名不在前2名内（共10家）" in found["reason_zh"]


@pytest.mark.parametrize(("n", "expected"), [(4, 0), (5, 1), (9, 1), (10, 2), (14, 2), (15, 3)])
def test_a_share_of_a_field_that_it_does_not_divide_is_rounded_as_declared(n: int, expected: int) -> None:
    rule = open_scheme("fuyang_2021").grading
    assert rule is not None
    assert places(rule, rule.grades[0], n) == expected
    ceil = rule.model_copy(update={"share_rounding": "ceil"})
    assert places(ceil, rule.grades[0], n) == -(-n // 5)


@pytest.mark.parametrize(("ties", "expected"), [("all_in", ["优良", "优良"]), ("all_out", ["合格", "合格"])])
def test_ties_for_the_last_place_are_treated_as_declared(ties: str, expected: list[str]) -> None:
    scheme = open_scheme("fuyang_2021")
    assert scheme.grading is not None
    scheme = scheme.model_copy(update={"grading": scheme.grading.model_copy(update={"ties": ties})})
    totals = pd.DataFrame({"carrier": list("甲乙丙丁戊"), "total": [90, 90, 70, 70, 50]})
    found = grade(totals, scheme)
    assert found["rank"].tolist() == [1, 1, 3, 3, 5]
    assert found["grade_zh"].tolist()[:2] == expected


@pytest.mark.parametrize("fact", ["serious_safety_accident", "serious_dishonesty"])
def test_an_accident_or_dishonesty_bars_the_best_grade_of_fuyang(fact: str) -> None:
    found = graded("fuyang_2021", FIELD, 载体九={fact: True}).loc["载体九"]
    assert (found["by_score"], found["grade"]) == ("excellent", "pass")
    assert "不得评为优良" in found["reason_zh"]
    clean = {"serious_safety_accident": False, "serious_dishonesty": False, "provincial_excellent": False}
    found = graded("fuyang_2021", FIELD, 载体九=clean).loc["载体九"]
    assert (found["grade"], found["open_zh"]) == ("excellent", "")


def test_a_bar_does_not_lift_a_carrier_that_failed() -> None:
    found = graded("fuyang_2021", {"甲": 40.0}, 甲={"serious_dishonesty": True}).loc["甲"]
    assert found["grade_zh"] == "不合格"


def test_the_provincial_grade_counts_directly_in_fuyang_but_not_against_the_bar() -> None:
    assert graded("fuyang_2021", FIELD, 载体1={"provincial_excellent": True}).loc["载体1", "grade_zh"] == "优良"
    both = {"provincial_excellent": True, "serious_dishonesty": True}
    assert graded("fuyang_2021", FIELD, 载体1=both).loc["载体1", "grade_zh"] == "合格"


def test_vetoes_whose_facts_are_missing_are_told_and_not_applied() -> None:
    found = graded("fuyang_2021", {"甲": 70.0}).loc["甲"]
    assert found["grade_zh"] == "合格"
    assert found["open_zh"].count("未核实") == 2
    plain = grade(pd.DataFrame({"carrier": ["甲"], "total": [70.0]}), "fuyang_2021")
    assert plain.loc[0, "open_zh"].count("未核实") == 2


@pytest.mark.parametrize(
    ("total", "expected"),
    [(90, "优秀"), (89.99, "良好"), (70, "良好"), (69.99, "合格"), (60, "合格"), (59.99, "不合格")],
)
def test_wenzhou_grades_the_first_on_both_sides_of_every_score(total: float, expected: str) -> None:
    assert graded("wenzhou_agri_park_2022", {"甲": total, "乙": 10.0}).loc["甲", "grade_zh"] == expected


def test_only_the_first_of_wenzhou_is_excellent_and_rewards_are_proposed() -> None:
    found = graded("wenzhou_agri_park_2022", {"甲": 96.0, "乙": 95.0, "丙": 30.0})
    assert found["grade_zh"].tolist() == ["优秀", "良好", "不合格"]
    assert found["proposal_zh"].tolist() == ["拟奖励150万元", "拟奖励75万元", "拟发提醒函，限期整改"]
    assert found.loc["丙", "proposal_en"].startswith("proposed:")


def test_two_firsts_with_one_score_share_the_first_place() -> None:
    found = graded("wenzhou_agri_park_2022", {"甲": 90.0 + 0.1 + 0.2, "乙": 90.3})
    assert found["grade_zh"].tolist() == ["优秀", "优秀"]


def test_a_carrier_that_reported_nothing_is_neither_ranked_nor_graded_by_score() -> None:
    found = graded("fuyang_2021", {"甲": 70.0, "乙": None})
    assert pd.isna(found.loc["乙", "rank"])
    assert found.loc["乙", "grade"] is None or pd.isna(found.loc["乙", "grade"])
    assert found.loc["乙", "reason_zh"] == "未报数据，不排名"
    assert found.loc["甲", "field"] == 1


def default(rows: list[tuple[str, str, Any, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["carrier", "fact", "value", "variant"])
    return grade(score("default_bureau", table), "default_bureau").set_index("carrier")


def test_who_did_not_hand_in_its_material_fails_whatever_the_score() -> None:
    found = default([("甲", "service_events", 20, "makerspace"), ("甲", "submitted", "否", "makerspace")])
    assert (found.loc["甲", "by_score"], found.loc["甲", "letter"]) == ("fail", "D")
    found = default([("乙", "submitted", False, "makerspace")])
    assert found.loc["乙", "letter"] == "D"
    assert pd.isna(found.loc["乙", "rank"])
    assert found.loc["乙", "proposal_zh"] == "拟限期整改"


def test_variants_are_ranked_apart_where_the_scheme_says_so() -> None:
    found = default(
        [
            ("甲", "service_events", 12, "comprehensive"),
            ("乙", "service_events", 6, "comprehensive"),
            ("丙", "service_events", 2, "makerspace"),
        ]
    )
    assert found["rank"].to_dict() == {"甲": 1, "丙": 1, "乙": 2}
    assert found["field"].to_dict() == {"甲": 2, "丙": 1, "乙": 2}
    assert "缺数据" in found.loc["甲", "open_zh"]


def test_false_data_are_a_dated_finding_of_a_person() -> None:
    with pytest.raises(BadInputError, match="reviewer"):
        default([("甲", "false_data", True, "makerspace")])
    finding = Evidence(True, reviewer="核查组", date="2024-03-01")
    made = score("default_bureau", {"false_data": finding, "service_events": 3}, "makerspace", carrier="甲")
    assert grade(made, "default_bureau").loc[0, "letter"] == "D"


def test_the_order_of_carriers_does_not_matter() -> None:
    one = graded("fuyang_2021", FIELD)
    other = graded("fuyang_2021", dict(reversed(FIELD.items())))
    pd.testing.assert_frame_equal(one, other)


def test_what_cannot_be_graded_is_refused() -> None:
    with pytest.raises(BadInputError, match="no grades"):
        grade(pd.DataFrame({"carrier": ["甲"], "total": [1]}), "taizhou_qidi_2023")
    with pytest.raises(BadInputError, match="stands twice"):
        grade(pd.DataFrame({"carrier": ["甲", "甲"], "total": [1, 2]}), "fuyang_2021")
    with pytest.raises(BadInputError, match="no column 'total'"):
        grade(pd.DataFrame({"carrier": ["甲"]}), "fuyang_2021")
    with pytest.raises(BadInputError, match="to be graded by"):
        grade(score("taizhou_qidi_2023", {}), "fuyang_2021")


def test_a_graded_table_has_its_documented_columns_even_when_it_is_empty() -> None:
    empty = grade(pd.DataFrame({"carrier": [], "total": []}), "fuyang_2021")
    assert list(empty.columns) == GRADE_COLUMNS
    assert empty.empty


def test_every_grade_of_a_carried_scheme_can_be_reached() -> None:
    for id in ("fuyang_2021", "wenzhou_agri_park_2022", "default_bureau"):
        scheme: Scheme = open_scheme(id)
        assert scheme.grading is not None
        totals = {"甲": 99.0, "乙": 98.0, "丙": 65.0, "丁": 10.0, "戊": 75.0}
        found = grade(pd.DataFrame({"carrier": list(totals), "total": list(totals.values())}), scheme)
        assert set(found["grade"]) == {one.id for one in scheme.grading.grades}
