"""Sentences on targets: sign, unit, status and numbers agree, at every edge."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.display.numbers import rounded
from incuanalysis.display.sentences.gaps import gap_words, monthly_words, problem_words, problems_by_unit
from incuanalysis.display.sentences.progress import completion_words, lines_words, pace_words, progress_words
from incuanalysis.display.sentences.target import TargetLine, target_line, target_words
from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.status import STATUSES, Situation, statuses
from incuanalysis.plans.model import Thresholds
from incuanalysis.vocabulary.periods import Month

SEPTEMBER, DECEMBER = Month(2023, 9), Month(2023, 12)
#: What no sentence may ever hold.
ODD = re.compile(
    r"nan|None|inf|[-−]0(\.0+)?(?!\d)|增长[-−]|下降[-−]|增加[-−]|减少[-−]|差[-−]|[，。；、：]{2}|,,|\b0\.0个百分点|（）|  |　"
)
#: A value, target and schedule by which any status can come out.
_amounts = st.one_of(st.integers(0, 400_000).map(float), st.floats(0, 400_000, allow_nan=False))


def tenants(**more: object) -> TargetLine:
    one = TargetLine("在孵企业", "家", "stock", SEPTEMBER, DECEMBER, 120, "on_schedule", 96, 90, 0.8, 5.0)
    return replace(one, **more)  # type: ignore[arg-type]


@st.composite
def lines(draw: st.DrawFn) -> TargetLine:
    """A target line whose status follows from its numbers, as the evaluation makes it."""
    target = draw(_amounts.filter(lambda value: value >= 0.01))
    actual = draw(st.one_of(st.none(), _amounts, st.floats(0.999, 1.001).map(lambda share: share * target)))
    expected = draw(st.one_of(_amounts, st.just(actual if actual is not None else 0.0)))
    month = draw(st.sampled_from([Month(2023, 1), SEPTEMBER, DECEMBER, Month(2024, 3)]))
    basis, unit = draw(
        st.sampled_from(
            [
                ("stock", "家"), ("since_start", "平方米"), ("per_year", "万元"), ("share", "%"), ("stock", "人"),
                ("since_founding", "家"),
            ]
        )
    )  # fmt: skip
    lower = draw(st.booleans())
    met = actual is not None and (actual <= target if lower else actual >= target)
    completion = None
    if actual is not None:
        completion = 1.0 if lower and met else target / actual if lower else actual / target
    gap = None if completion is None else 100 * (completion - min(1.0, expected / target))
    found = statuses(
        Situation(
            *(
                np.array([value])
                for value in (
                    draw(st.integers(0, 9)) > 0,
                    actual is not None,
                    met,
                    month >= DECEMBER,
                    draw(st.booleans()),
                    np.nan if gap is None else gap,
                )
            )
        ),
        Thresholds(),
    )
    return TargetLine(
        name=draw(st.sampled_from(["在孵企业", "R&D/GDP", "累计招引项目"])),
        unit=unit,
        basis=basis,
        month=month,
        due=DECEMBER,
        target=target,
        status=STATUSES[int(found[0])],
        actual=actual,
        expected=expected,
        completion=completion,
        gap_points=gap,
        latest=draw(st.one_of(st.none(), _amounts)) if actual is None else actual,
        latest_at=draw(st.sampled_from([Month(2022, 12), Month(2023, 1)])) if actual is None else min(month, DECEMBER),
        met_at=draw(st.sampled_from([None, Month(2023, 1), DECEMBER, Month(2024, 2)])) if met else None,
        comparator="at_most" if lower else draw(st.sampled_from(["at_least", "about"])),
        line=draw(st.sampled_from(["low", "base", "high"])),
        lower=lower,
    )


@given(lines(), st.booleans())
def test_no_sentence_on_a_target_is_odd(one: TargetLine, lead: bool) -> None:
    for language in ("zh", "en"):
        for said in (
            progress_words(one, language, lead=lead),
            gap_words(one, language),
            gap_words(one, language, from_target=True),
            problem_words(one, language),
            lines_words([one], language, lead=lead),
        ):
            assert not ODD.search(said), said
            assert said == said.strip("，。；、, ")


@given(lines())
def test_words_of_pace_agree_with_the_sign_and_the_status(one: TargetLine) -> None:
    said = progress_words(one)
    if one.actual is None:
        return
    if "快于序时进度" in said:
        assert one.gap_points is not None
        assert one.gap_points > 0
    if "滞后序时进度" in said or "慢于序时进度" in said:
        assert one.gap_points is not None
        assert one.gap_points < 0
        assert ("滞后" in said) == (one.status in ("behind", "far_behind"))
    assert ("到期未完成" in said) == (one.status == "missed")


@given(lines())
def test_what_falls_short_is_never_called_complete(one: TargetLine) -> None:
    said = progress_words(one)
    if one.status in ("ahead", "on_schedule", "behind", "far_behind", "missed") and not one.lower and not one.share:
        assert "的100.0%" not in said
        assert one.completion is not None
        assert one.completion < 1


@given(st.floats(-100, 100), st.sampled_from(["", "ahead", "on_schedule", "behind", "far_behind"]))
def test_the_printed_gap_is_the_rounded_one(gap: float, status: str) -> None:
    said = pace_words(gap, status)
    number = re.search(r"(\d+\.\d)个百分点", said)
    if number:
        assert float(number[1]) == abs(rounded(gap, 1)) != 0
    else:
        assert said.endswith("持平")
        assert rounded(gap, 1) == 0


@given(st.integers(1, 500), st.integers(0, 500))
def test_the_numbers_of_a_sentence_add_up(target: int, actual: int) -> None:
    one = tenants(target=float(target), actual=float(actual), completion=actual / target, gap_points=-20.0)
    one = replace(
        one, status="done" if actual >= target else "far_behind", met_at=SEPTEMBER if actual >= target else None
    )
    said = progress_words(one) + gap_words(one)
    assert f"在孵企业{actual}家" in said
    assert f"目标（{target}家）" in said
    if actual < target:
        assert f"差{target - actual}家" in said
    else:
        assert "差" not in said
        assert "提前3个月完成" in said


@given(st.floats(1, 3e6), st.floats(0, 3e6))
def test_a_reader_who_subtracts_areas_gets_the_printed_difference(target: float, actual: float) -> None:
    one = tenants(unit="平方米", name="新增面积", target=target, actual=actual, status="behind")
    said = gap_words(one, from_target=True)
    if actual >= target:
        assert said == ""
        return
    found = re.search(r"（([\d.]+)(万?)平方米）差([\d.]+)(万?)平方米", said)
    value = re.search(r"([\d.]+)(万?)平方米", progress_words(one))
    if "不足" in said:
        return
    assert found is not None
    assert value is not None
    assert found[2] == found[4] == value[2]
    assert float(found[3]) == pytest.approx(float(found[1]) - float(value[1]), abs=1e-9)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "截至9月底，在孵企业96家，完成年度目标（120家）的80.0%，快于序时进度5.0个百分点"),
        ({"gap_points": 0.0}, "截至9月底，在孵企业96家，完成年度目标（120家）的80.0%，与序时进度持平"),
        ({"gap_points": -0.04}, "截至9月底，在孵企业96家，完成年度目标（120家）的80.0%，与序时进度基本持平"),
        (
            {"gap_points": -5.0, "status": "on_schedule"},
            "截至9月底，在孵企业96家，完成年度目标（120家）的80.0%，慢于序时进度5.0个百分点",
        ),
        (
            {"gap_points": -5.1, "status": "behind"},
            "截至9月底，在孵企业96家，完成年度目标（120家）的80.0%，滞后序时进度5.1个百分点",
        ),
        (
            {"basis": "since_start"},
            "截至9月底，在孵企业累计96家，完成2023年累计目标（120家）的80.0%，快于序时进度5.0个百分点",
        ),
        (
            {"basis": "per_year", "name": "新增在孵企业"},
            "1—9月，新增在孵企业96家，完成年度目标（120家）的80.0%，快于序时进度5.0个百分点",
        ),
        ({"status": "not_due_yet", "actual": None}, "在孵企业年度目标（120家）未到期"),
        ({"status": "not_reported", "actual": None}, "在孵企业9月数据未报，此前也未报过"),
        (
            {"status": "not_reported", "actual": None, "latest": 95.0, "latest_at": Month(2022, 12)},
            "在孵企业9月数据未报，最近一次为2022年12月的95家",
        ),
        (
            {"actual": 126.0, "completion": 1.05, "status": "done", "met_at": Month(2023, 6)},
            "截至9月底，在孵企业126家，完成年度目标（120家）的105.0%，提前6个月完成",
        ),
        (
            {"actual": 126.0, "completion": 1.05, "status": "done", "month": Month(2024, 3), "met_at": Month(2024, 2)},
            "截至3月底，在孵企业126家，完成2023年目标（120家）的105.0%，晚于时限2个月完成",
        ),
        (
            {"actual": 100.0, "completion": 100 / 120, "status": "missed", "month": Month(2024, 3), "latest_at": DECEMBER},
            "截至2023年末，在孵企业100家，完成2023年目标（120家）的83.3%，到期未完成，差20家",
        ),
        (
            {"target": 3.0, "actual": 0.0, "completion": 0.0, "status": "in_progress", "name": "省级孵化器"},
            "截至9月底，省级孵化器0家，年度目标（3家）推进中，还差3家",
        ),
        (
            {"target": 100.0, "comparator": "about", "completion": 0.96, "status": "done"},
            "截至9月底，在孵企业96家，完成年度目标（约100家）的96.0%，在约数允许的5%（本报告自定）以内，按已完成计",
        ),
        (
            {"actual": 110.0, "completion": 110 / 120, "status": "done", "month": Month(2024, 3)},
            "截至3月底，在孵企业110家，完成2023年目标（120家）的91.7%，到期时已完成，现有回落",
        ),
        (
            {"unit": "%", "name": "占比", "target": 40.0, "actual": 35.2, "expected": 35.5, "basis": "share"},
            "截至9月底，占比35.2%，低于年度目标（40.0%）4.8个百分点，比序时应达数（35.5%）低0.3个百分点，达序时",
        ),
        (
            {"unit": "%", "name": "占比", "target": 40.0, "actual": 41.2, "basis": "share", "status": "done"},
            "截至9月底，占比41.2%，高于年度目标（40.0%）1.2个百分点",
        ),
        (
            {"unit": "%", "name": "空置率", "target": 20.0, "actual": 18.0, "lower": True, "comparator": "at_most"},
            "截至9月底，空置率18.0%，控制在年度目标（不超过20.0%）以内",
        ),
        (
            {"unit": "%", "name": "空置率", "target": 20.0, "actual": 23.0, "lower": True, "status": "behind"},
            "截至9月底，空置率23.0%，超出年度目标（不超过20.0%）3.0个百分点，滞后",
        ),
    ],
)  # fmt: skip
def test_each_case_has_its_own_sentence(change: dict[str, object], said: str) -> None:
    assert progress_words(tenants(**change)) == said


def test_a_low_line_that_is_met_and_a_high_one_that_is_not_are_one_sentence() -> None:
    low = tenants(target=90.0, status="done", completion=96 / 90, line="low")
    high = tenants(line="high")
    said = "截至9月底，在孵企业96家，完成年度低线目标（90家），距年度高线目标（120家）差24家"
    assert lines_words([high, low]) == said
    assert "到期未完成" in lines_words([low, replace(high, status="missed")])
    unmet = replace(low, target=100.0, status="far_behind", gap_points=-20.0)
    assert lines_words([unmet, high], lead=False) == (
        "在孵企业96家，未达年度低线目标（100家），差4家，滞后序时进度20.0个百分点（严重滞后）"
    )


def test_lines_of_one_sentence_are_written_in_one_unit() -> None:
    low = tenants(unit="平方米", target=8000.0, actual=9500.0, status="done", line="low")
    high = replace(low, target=12000.0, status="behind", line="high")
    said = lines_words([low, high], lead=False)
    assert said == "在孵企业0.95万平方米，完成年度低线目标（0.8万平方米），距年度高线目标（1.2万平方米）差0.25万平方米"


def test_lines_of_different_targets_are_refused() -> None:
    with pytest.raises(BadInputError):
        lines_words([tenants(), tenants(name="毕业企业")])
    with pytest.raises(BadInputError):
        lines_words([])


def test_completion_just_below_the_target_keeps_its_decimals() -> None:
    assert completion_words(0.9994) == "99.9%"
    assert completion_words(0.99951) == "99.95%"
    assert completion_words(1.0) == "100.0%"


def test_a_target_names_its_month_its_year_and_its_line() -> None:
    assert target_words(tenants(due=Month(2023, 6))) == "2023年6月目标（120家）"
    assert target_words(tenants(due=Month(2024, 12), line="low", basis="since_start")) == "2024年低线累计目标（120家）"
    assert target_words(tenants(high=150.0)) == "年度目标（120至150家）"
    assert target_words(tenants(unit="%", target=2.0, high=2.5)) == "年度目标（2.0%至2.5%）"


def test_a_row_of_progress_becomes_a_line() -> None:
    row = {
        "unit": "家", "basis": "stock", "month": 202309, "due": 202312, "target_value": 120.0, "target_high": np.nan,
        "actual": np.nan, "expected": 90.0, "completion": np.nan, "gap_points": np.nan, "latest": 95.0, "actual_at": 202308,
        "met_at": None, "comparator": "at_least", "line": "base", "status": "not_reported",
    }  # fmt: skip
    one = target_line(row, "在孵企业")
    assert one.actual is None
    assert one.latest_at == Month(2023, 8)
    assert progress_words(one) == "在孵企业9月数据未报，最近一次为8月的95家"
    assert target_line(row | {"comparator": "at_most"}, "空置").lower


@given(st.floats(0.01, 1e6), st.integers(1, 60), st.sampled_from(["家", "平方米", "万元", "%", "人"]), st.booleans())
def test_what_is_needed_a_month_is_positive_and_has_its_unit(short: float, months: int, unit: str, stock: bool) -> None:
    said = monthly_words(short, months, unit, stock=stock)
    assert not ODD.search(said), said
    if said:
        assert said.endswith(("个百分点",) if unit == "%" else ("亿元", "万元") if unit == "万元" else (unit,))


def test_nothing_is_needed_where_nothing_is_missing_or_no_month_is_left() -> None:
    assert monthly_words(0, 3, "家") == monthly_words(-1, 3, "家") == monthly_words(5, 0, "家") == ""
    assert gap_words(tenants(actual=130.0)) == gap_words(tenants(actual=None)) == ""
    assert gap_words(tenants(status="in_progress")) == "差24家"


def test_problems_are_named_by_unit_indicator_and_difference() -> None:
    behind = tenants(actual=78.0, status="behind", gap_points=-10.0)
    missing = tenants(name="毕业企业", actual=None, status="not_reported")
    found = problems_by_unit([("乙镇(筹)", behind), ("甲镇", tenants()), ("乙镇(筹)", missing)])
    assert found == ("乙镇（筹）：在孵企业78家，距年度目标（120家）差42家，滞后序时进度10.0个百分点；毕业企业未报",)
    over = tenants(name="空置率", unit="%", target=20.0, actual=23.0, lower=True, status="missed")
    assert problem_words(over) == "空置率23.0%，超出年度目标（不超过20.0%）3.0个百分点，到期未完成"
    assert all(problem_words(tenants(status=one)) == "" for one in ("done", "ahead", "on_schedule", "in_progress"))
