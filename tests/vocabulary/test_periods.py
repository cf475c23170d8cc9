"""Periods: written, read, shifted and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError
from incuanalysis.vocabulary.periods import Month, Period

months = st.builds(Month, st.integers(1960, 2100), st.integers(1, 12))
periods = st.tuples(months, months).map(lambda pair: Period(min(pair), max(pair)))


@given(periods)
def test_a_written_period_reads_back_as_itself(period):
    assert Period.parse(str(period)) == period
    assert Period.from_ints(int(period.first), int(period.last)) == period


@given(periods, st.integers(-600, 600))
def test_shifting_there_and_back_changes_nothing(period, count):
    assert period.shifted(count).shifted(-count) == period
    assert period.shifted(count).months == period.months


@given(periods)
def test_previous_and_following_touch_without_overlap(period):
    assert period.previous().last.plus(1) == period.first
    assert period.following().first == period.last.plus(1)
    assert not period.overlaps(period.previous())


@given(periods)
def test_the_year_before_has_the_same_months(period):
    before = period.year_before()
    assert (before.first.month, before.last.month) == (period.first.month, period.last.month)
    assert before.last.year == period.last.year - 1


@given(st.integers(1960, 2100), st.sampled_from(["month", "quarter", "half"]))
def test_the_parts_of_a_year_make_up_the_year(year, frequency):
    parts = Period.of_year(year).split(frequency)
    assert parts[0].first == Month(year, 1)
    assert parts[-1].last == Month(year, 12)
    assert sum(part.months for part in parts) == 12
    assert all(a.last.plus(1) == b.first for a, b in zip(parts, parts[1:], strict=False))
    assert all(part.frequency == frequency for part in parts)


@given(periods, periods)
def test_containing_is_overlapping_all_of_it(one, other):
    if one.contains(other):
        assert one.overlaps(other)
        assert one.months >= other.months


@pytest.mark.parametrize(
    ("text", "zh", "en", "frequency"),
    [
        ("2023", "2023年", "2023", "year"),
        ("2023H1", "2023年上半年", "first half of 2023", "half"),
        ("2023h2", "2023年下半年", "second half of 2023", "half"),
        ("2023Q4", "2023年第四季度", "Q4 2023", "quarter"),
        ("2023-09", "2023年9月", "September 2023", "month"),
        ("2023-01..2023-09", "2023年1—9月", "January–September 2023", "span"),
        ("2014-01..2016-12", "2014—2016年", "2014–2016", "span"),
        ("2022-11..2023-02", "2022年11月—2023年2月", "November 2022 – February 2023", "span"),
    ],
)
def test_labels_are_written_as_official_texts_write_them(text, zh, en, frequency):
    period = Period.parse(text)
    assert (period.label(), period.label("en"), period.frequency) == (zh, en, frequency)


def test_a_span_of_a_whole_quarter_is_that_quarter():
    assert str(Period.parse("2023-10..2023-12")) == "2023Q4"
    assert str(Period.parse("2023-01..2023-12")) == "2023"


def test_the_year_to_date_begins_in_january():
    assert str(Period.parse("2023Q3").year_to_date()) == "2023-01..2023-09"


@pytest.mark.parametrize(
    "text",
    ["", "23", "2023Q5", "2023-13", "2023-00", "2023年", "2023-9", "2023-09..2023-01", "9999", None, "2023Q4 "[:-2]],
)
def test_anything_else_is_refused_with_what_is_expected(text):
    with pytest.raises(BadInputError) as caught:
        Period.parse(text)
    assert caught.value.message


def test_a_year_that_is_a_number_is_a_year():
    assert Period.parse(2023) == Period.of_year(2023)
