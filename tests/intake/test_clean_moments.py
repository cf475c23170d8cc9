"""Periods and bases in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.intake.clean.moments import find_all_said, find_said, find_since
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

_PERIODS = st.one_of(
    st.integers(1990, 2060).map(Period.parse),
    st.tuples(st.integers(1990, 2060), st.sampled_from(["H1", "H2", "Q1", "Q2", "Q3", "Q4"])).map(
        lambda pair: Period.parse(f"{pair[0]}{pair[1]}")
    ),
    st.tuples(st.integers(1990 * 12, 2060 * 12), st.integers(0, 40)).map(
        lambda pair: Period(
            Month(pair[0] // 12, pair[0] % 12 + 1), Month(pair[0] // 12, pair[0] % 12 + 1).plus(pair[1])
        )
    ),
)


@pytest.mark.parametrize(
    ("text", "period", "basis"),
    [
        ("2023年", "2023", None),
        ("2023年度", "2023", None),
        ("二〇二三年", "2023", None),
        ("二○二三年九月", "2023-09", None),
        ("２０２３年９月", "2023-09", None),
        ("2023 年 9 月份", "2023-09", None),
        ("2023年十一月", "2023-11", None),
        ("2023.9", "2023-09", None),
        ("2023-09", "2023-09", None),
        ("2023/09", "2023-09", None),
        ("202309", "2023-09", None),
        ("孵化载体202309", "2023-09", None),
        ("2023年二季度", "2023Q2", None),
        ("2023年第2季度", "2023Q2", None),
        ("2023年2季度", "2023Q2", None),
        ("2023年Q2", "2023Q2", None),
        ("2023Q2", "2023Q2", None),
        ("2023年上半年", "2023H1", None),
        ("2023年下半年", "2023H2", None),
        ("2023年1-9月", "2023-01..2023-09", "ytd"),
        ("2023年1—9月", "2023-01..2023-09", "ytd"),
        ("2023年1——9月", "2023-01..2023-09", "ytd"),
        ("2023年1月—9月", "2023-01..2023-09", "ytd"),
        ("2023年1至9月", "2023-01..2023-09", "ytd"),
        ("2023年1～9月份", "2023-01..2023-09", "ytd"),
        ("2023年一至九月", "2023-01..2023-09", "ytd"),
        ("2023年前三季度", "2023-01..2023-09", "ytd"),
        ("2023年一至三季度", "2023-01..2023-09", "ytd"),
        ("2023年前9个月", "2023-01..2023-09", "ytd"),
        ("2023年年初至9月", "2023-01..2023-09", "ytd"),
        ("2023年1-12月", "2023", "ytd"),
        ("2023年4-6月", "2023Q2", None),
        ("2023年9月底", "2023-09", "stock"),
        ("2023年9月末", "2023-09", "stock"),
        ("截至2023年9月底", "2023-09", "stock"),
        ("截至2023年9月", "2023-09", "stock"),
        ("截止2023年9月30日", "2023-09", "stock"),
        ("截至2023-09-30", "2023-09", "stock"),
        ("截至2023年二季度末", "2023Q2", "stock"),
        ("2023年末", "2023", "stock"),
        ("2023年年底", "2023", "stock"),
        ("2022—2024年累计", "2022-01..2024-12", "since_start"),
        ("2022年1月至2023年9月累计", "2022-01..2023-09", "since_start"),
        ("2022年以来至2023年9月", "2022-01..2023-09", "since_start"),
        ("2022年4月至2023年2月", "2022-04..2023-02", None),
        ("2022-01..2023-09", "2022-01..2023-09", None),
        ("温州市洞头区2023年1—9月孵化载体情况表", "2023-01..2023-09", "ytd"),
        ("洞头区2023年度孵化载体情况表（三季度）", "2023Q3", None),
        ("洞头区孵化载体情况表（2023年9月底）", "2023-09", "stock"),
        ("9-12 各地区科技企业孵化器（2023年）", "2023", None),
        ("INCUBATORS BY REGION (2023)", "2023", None),
        ("三年行动计划（2022—2024年）2023年9月进展", "2023-09", None),
        ("填报日期：2023年10月10日 统计时间：2023年9月", "2023-09", None),
    ],
)
def test_what_a_text_states_is_found(text: str, period: str, basis: str | None) -> None:
    said = find_said(text)
    assert said is not None
    assert (str(said.period), said.basis) == (period, basis and Basis(basis))


@pytest.mark.parametrize(
    "text",
    [
        "", "在孵企业", "2023家", "202309平方米", "在孵企业2023", "12023年", "2023年13月", "202313", "2023-13", "2023-00",
        "9月", "1-9月", "二季度", "上半年", "前三季度", "9月底", "2023年9月5日", "2023.9.30", "2023-9-5", "截至2023年9月5日",
        "填报日期：2023年10月10日", "洞科(2022)5号", "三年行动计划（2022—2024年）", "2022年以来", "自2022年起", "三年新增200万",
        "2023年9月-2023年3月", "第2号", "2.5", "电话0577-2023", "0000年", "1234年", "2022年9月至今", "二十三家",
    ],
)  # fmt: skip
def test_nothing_is_found_where_nothing_is_said(text: str) -> None:
    assert find_said(text) is None


def test_a_bare_year_is_that_year() -> None:
    found = find_said("1949")
    assert found is not None
    assert str(found.period) == "1949"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("9月", "2023-09"),
        ("1-9月", "2023-01..2023-09"),
        ("二季度", "2023Q2"),
        ("第三季度", "2023Q3"),
        ("Q4", "2023Q4"),
        ("上半年", "2023H1"),
        ("前三季度", "2023-01..2023-09"),
        ("9月底", "2023-09"),
        ("截至9月底", "2023-09"),
        ("十月", "2023-10"),
        ("2022年9月", "2022-09"),
    ],
)
def test_a_given_year_serves_where_none_is_said(text: str, period: str) -> None:
    said = find_said(text, year=2023)
    assert said is not None
    assert str(said.period) == period
    assert said.has_year == text.startswith("2022")


@given(_PERIODS, st.sampled_from(["", "洞头区", "关于报送"]), st.sampled_from(["", "孵化载体情况表", "数据"]))
def test_a_label_is_read_back(period: Period, before: str, after: str) -> None:
    text = before + period.label() + after
    said = find_said(text)
    assert said is not None
    assert said.period == period
    assert text[said.start : said.end] == period.label()
    running = period.frequency == "span" and period.first.month == 1 and period.first.year == period.last.year
    assert (said.basis is Basis.YTD) == (running or period.label().startswith(f"{period.first.year}年1—"))


@given(_PERIODS)
def test_a_written_period_is_read_back(period: Period) -> None:
    said = find_said(str(period))
    assert said is not None
    assert said.period == period


@given(
    st.text(alphabet="0123456789年月日季度一二三四九十〇至-—.～Qq截底末以来起累计第前上下半个（）() 家", max_size=25),
    st.integers(1990, 2050),
)
def test_no_text_raises_and_places_lie_in_it(text: str, year: int) -> None:
    end = 0
    for said in find_all_said(text, year):
        assert end <= said.start < said.end <= len(text)
        end = said.end
    find_since(text, year)


def test_all_periods_are_found_in_their_order() -> None:
    found = find_all_said("截至2023年9月底，2023年1—9月新增，比2022年1—9月增长")
    assert [str(said.period) for said in found] == ["2023-09", "2023-01..2023-09", "2022-01..2022-09"]


@pytest.mark.parametrize(
    ("text", "year", "first", "basis"),
    [
        ("2022年以来", None, Month(2022, 1), "since_start"),
        ("自2022年起累计", None, Month(2022, 1), "since_start"),
        ("2022年4月以来累计新增", None, Month(2022, 4), "since_start"),
        ("二〇二二年以来", None, Month(2022, 1), "since_start"),
        ("年初以来", 2023, Month(2023, 1), "ytd"),
        ("本年累计", 2023, Month(2023, 1), "ytd"),
        ("今年以来", 2023, Month(2023, 1), "ytd"),
    ],
)
def test_a_beginning_is_told_apart_from_a_period(text: str, year: int | None, first: Month, basis: str) -> None:
    since = find_since(text, year)
    assert since is not None
    assert (since.first, since.basis) == (first, basis)
    said = since.until(first.plus(8))
    assert said is not None
    assert said.period == Period(first, first.plus(8))
    assert since.until(first.plus(-1)) is None


@pytest.mark.parametrize("text", ["年初以来", "本年累计", "当年", "2022年", "累计", "历年累计"])
def test_no_beginning_without_a_year(text: str) -> None:
    assert find_since(text) is None


def test_long_texts_are_not_searched() -> None:
    assert find_all_said("2023年" * 1000) == ()
