"""Units: exact conversion, refusal of nonsense, and a message that helps."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.errors import BadInputError, DamagedFileError, UnknownNameError
from incuanalysis.vocabulary.units import Unit, UnitBook

ROOT = Path(__file__).resolve().parents[2]
BOOK = UnitBook.read(ROOT / "data/vocabulary/units.yml")
UNITS = list(BOOK)
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
PAIRS = st.sampled_from([(a.id, b.id) for a in UNITS for b in UNITS if a.dimension == b.dimension])
MYRIADS = [unit.id for unit in UNITS if unit.id.startswith("万") and unit.id.removeprefix("万") in BOOK]


@given(NUMBERS, PAIRS)
def test_there_and_back_is_the_same_number(value: Decimal, pair: tuple[str, str]) -> None:
    one, other = pair
    back = BOOK.convert(BOOK.convert(value, one, other), other, one)
    if "亩" in pair:  # its factor does not end, so the last of 34 digits may move
        assert abs(back - value) <= Decimal("1e-15")
    else:
        assert back == value


@given(NUMBERS, st.sampled_from(MYRIADS))
def test_one_wan_is_ten_thousand(value: Decimal, unit: str) -> None:
    assert BOOK.convert(value, unit, unit.removeprefix("万")) == value * 10_000


def test_wan_units_of_counts_people_areas_and_money_are_all_there() -> None:
    assert {"万个", "万家", "万件", "万场次", "万人", "万平方米", "万㎡", "万元"} <= set(MYRIADS)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("8936423.55", "千元", "万元", "893642.355"),
        ("70.2", "亿元", "万元", "702000"),
        ("11962.37", "万平方米", "平方米", "119623700"),
        ("500", "万㎡", "万平方米", "500"),
        ("15", "亩", "平方米", "10000"),
        ("12", "家", "个", "12"),
        ("3", "名", "人", "3"),
        ("20.6", "万家", "家", "206000"),
    ],
)
def test_printed_figures_convert_exactly(value: str, source: str, target: str, expected: str) -> None:
    assert BOOK.convert(value, source, target) == Decimal(expected)


def test_a_float_stays_a_float_and_does_not_drift() -> None:
    assert BOOK.convert(8936423.55, "千元", "万元") == 893642.355
    assert isinstance(BOOK.convert(1, "万人", "人"), float)


def test_a_missing_float_stays_missing() -> None:
    assert math.isnan(BOOK.convert(float("nan"), "千元", "万元"))


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_only_units_of_one_dimension_convert(one: Unit, other: Unit) -> None:
    if one.dimension == other.dimension:
        BOOK.convert(Decimal(1), one.id, other.id)
    else:
        with pytest.raises(BadInputError, match="different things"):
            BOOK.convert(Decimal(1), one.id, other.id)


def test_people_are_not_firms() -> None:
    with pytest.raises(BadInputError, match="people"):
        BOOK.convert(1, "人", "家")


def test_a_share_is_not_a_difference_of_shares() -> None:
    with pytest.raises(BadInputError):
        BOOK.convert(1, "百分点", "%")


def test_an_unknown_unit_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        BOOK.get("万平")
    assert "万平方米" in caught.value.nearest


def test_text_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadInputError, match="近百"):
        BOOK.convert("近百", "家", "个")


def test_labels_are_words_and_english_counting_words_are_empty() -> None:
    assert BOOK.label("万元", "zh") == "万元"
    assert BOOK.label("万元", "en") == "10,000 yuan"
    assert BOOK.label("家", "en") == ""
    with pytest.raises(UnknownNameError):
        BOOK.label("家", "fr")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("units: [", "YAML"),
        ("units: {}", "units"),
        ("units: [{zh: 个}]", "'id'"),
        ("units:\n- &u {id: 个, zh: 个, en: '', dimension: count, factor: '1'}\n- *u", "twice"),
        ("units: [{id: 个, zh: 个, en: '', dimension: count}]", "'factor'"),
        ("units: [{id: 个, zh: 个, en: '', dimension: count, factor: 1}]", "'factor'"),
        ("units: [{id: 个, zh: 个, en: '', dimension: count, factor: '-1'}]", "'factor'"),
        ("units: [{id: 个, zh: 个, en: '', dimension: count, factor: ten}]", "'factor'"),
        ("units: [{id: 个, zh: 个, en: '', dimension: count, factor: '1', base: 个}]", "'base'"),
    ],
)
def test_a_damaged_file_is_named_with_entry_and_field(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "units.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedFileError) as caught:
        UnitBook.read(path)
    assert str(path) in caught.value.message
    assert named in caught.value.message


def test_a_missing_file_is_a_damaged_file_error(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError):
        UnitBook.read(tmp_path / "units.yml")
