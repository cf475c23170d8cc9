"""Sentences on change: the verb has the sign, and the number the size."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.display.numbers import Scale, amount, digits, rounded, scale_of, signed
from incuanalysis.display.sentences.change import change_words, growth_words, moved_words

BASES = ("year_on_year", "month_on_month", "quarter_on_quarter", "year", "year_end", "month", "quarter")
ODD = re.compile(
    r"nan|None|inf|[-−]0(\.0+)?(?!\d)|(增长|下降|增加|减少|提高)[-−不]*[-−]|[，。；]{2}|(增加|减少|提高|下降)0(\.0+)?(?![\d.])"
)
_values = st.one_of(st.none(), st.just(0.0), st.integers(0, 5000).map(float), st.floats(-1e7, 1e7))
_units = st.sampled_from(["家", "人", "万元", "平方米", "%"])


@given(_values, _values, _units, st.sampled_from(BASES), st.booleans())
def test_no_sentence_on_change_is_odd(
    now: float | None, before: float | None, unit: str, base: str, first: bool
) -> None:
    for language in ("zh", "en"):
        for said in (
            change_words(now, before, unit, base, language, first=first),  # type: ignore[arg-type]
            growth_words(now, before, base, language, first=first),  # type: ignore[arg-type]
            moved_words(now, base, language),  # type: ignore[arg-type]
        ):
            assert said
            assert not ODD.search(said), said


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_verb_has_the_sign_of_the_change(now: int, before: int) -> None:
    said = change_words(now, before, "家", "year_on_year")
    if now == before:
        assert said == "同比持平"
    elif before == 0:
        assert said == f"同比由零增加到{now}家"
    else:
        verb, rate = ("增加", "增长") if now > before else ("减少", "下降")
        assert said.startswith(f"同比{verb}{abs(now - before)}家，{rate}")


@given(st.floats(1, 1e6), st.floats(0, 1e6))
def test_growth_prints_the_rounded_rate(before: float, now: float) -> None:
    said = growth_words(now, before, "year_on_year")
    rate = 100 * (now - before) / before
    if found := re.fullmatch(r"同比(增长|下降)(\d+\.\d)%", said):
        assert float(found[2]) == abs(rounded(rate, 1))
        assert (found[1] == "增长") == (rate > 0)
    else:
        assert abs(rate) < 0.051
        assert said == "同比持平" or "不足0.1%" in said


def test_differences_of_rates_are_percentage_points() -> None:
    assert change_words(35.0, 33.8, "%", "year_on_year") == "同比提高1.2个百分点"
    assert change_words(33.8, 35.0, "%", "month") == "较上月下降1.2个百分点"
    assert change_words(35.04, 35.0, "%", "month") == "较上月提高0.04个百分点"
    assert "%" not in change_words(35.0, 0.0, "%", "year").replace("个百分点", "")


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (5.0, 0.0, "上年同期为零，不计算增速"),
        (0.0, 0.0, "同比持平"),
        (5.0, -1.0, "上年同期为负，不计算增速"),
        (-1.0, 5.0, "本期为负，不计算增速"),
        (None, 5.0, "本期未报，不作比较"),
        (float("nan"), 5.0, "本期未报，不作比较"),
        (5.0, None, "上年同期无数据，不作比较"),
        (0.0, 5.0, "同比下降100.0%"),
    ],
)
def test_where_growth_has_no_meaning_the_sentence_says_why(now: float | None, before: float | None, said: str) -> None:
    assert growth_words(now, before, "year_on_year") == said


def test_a_first_return_is_no_gap() -> None:
    assert growth_words(5, None, "month_on_month", first=True) == "首次报送，无可比数据"
    assert change_words(5, None, "家", "month") == "上月无数据，不作比较"


def test_a_small_change_of_a_large_area_is_not_lost() -> None:
    assert change_words(101450, 101400, "平方米", "month", rate=False) == "较上月增加0.01万平方米"
    assert change_words(101450, 101430, "平方米", "month", rate=False) == "较上月增加20平方米"


def test_halves_are_rounded_away_from_zero_and_noise_is_not_taken_for_less() -> None:
    assert [rounded(value, 1) for value in (0.25, -0.25, 2.35, 80.25)] == [0.3, -0.3, 2.4, 80.3]
    assert rounded(100 * (0.9025 - 0.83), 1) == 7.3
    assert digits(-0.04, places=1) == "0.0"
    assert signed(0.04) == "0.0%"
    assert signed(-3.25) == "−3.3%"


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), max_size=6), st.sampled_from(["家", "平方米", "万元", "%"]))
def test_no_value_but_nothing_is_written_as_nothing_unless_it_is_tiny(values: list[float | None], unit: str) -> None:
    scale = scale_of(values, unit)
    for value in values:
        if value is not None and abs(value) >= 0.005:
            assert scale.printed(value) != 0


@given(st.floats(-1e9, 1e9), st.sampled_from(["家", "平方米", "万元", "%", "人", "百分点"]))
def test_an_amount_is_a_number_and_a_unit(value: float, unit: str) -> None:
    assert re.fullmatch(r"−?\d+(\.\d{1,2})?(家|人|%|个百分点|万?平方米|[万亿]元)", amount(value, unit))
    assert not amount(value, unit).startswith("−0家")


def test_one_scale_makes_differences_come_out() -> None:
    scale = scale_of([20000, 8450], "平方米")
    assert (scale.text(20000), scale.text(8450)) == ("2万平方米", "0.85万平方米")
    assert scale.gap(20000, 8450) == 1.15
    assert Scale("亿元", 1e4, 2).text(50400) == "5.04亿元"
