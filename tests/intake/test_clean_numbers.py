"""Numbers as typed in returns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.intake.cells import CellError, CellValue
from incuanalysis.intake.clean.numbers import read_number
from incuanalysis.intake.clean.units import unit_id
from incuanalysis.vocabulary.words import Vocabulary

_FULL = str.maketrans("0123456789.,-%()", "０１２３４５６７８９．，－％（）")
_UNITS = ["家", "个", "人", "万元", "亿元", "千元", "平方米", "万平方米", "㎡", "万㎡", "%", "人次", "亩", "家次"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("1,234", 1234, "", "exact"),
        ("１２，３４５", 12345, "", "exact"),
        ("1 234 567", 1234567, "", "exact"),
        ("1.2万㎡", Decimal("1.2"), "万㎡", "exact"),
        ("3.5亿元", Decimal("3.5"), "亿元", "exact"),
        ("2千元", 2, "千元", "exact"),
        ("一百二十三", 123, "", "exact"),
        ("三千五", 3500, "", "exact"),
        ("3亿5千万", 350_000_000, "", "exact"),
        ("1万2千家", 12000, "家", "exact"),
        ("两", 2, "", "exact"),
        ("两万", 20000, "", "exact"),
        ("三十五万平方米", 350000, "平方米", "exact"),
        ("五百万元", 5_000_000, "元", "exact"),
        ("35％", 35, "%", "exact"),
        ("百分之三十五", 35, "%", "exact"),
        ("百分之35.5", Decimal("35.5"), "%", "exact"),
        ("2.5个百分点", Decimal("2.5"), "百分点", "exact"),
        ("120平米", 120, "平方米", "exact"),
        ("120 平方", 120, "平方米", "exact"),
        ("120m2", 120, "㎡", "exact"),
        ("120m²", 120, "㎡", "exact"),
        ("15亩", 15, "亩", "exact"),
        ("约120家", 120, "家", "about"),
        ("近3万元", 3, "万元", "about"),
        ("120家左右", 120, "家", "about"),
        ("超过200万平方米", 200, "万平方米", "over"),
        ("100余家", 100, "家", "over"),
        ("三百多家", 300, "家", "over"),
        ("5万余平方米", 5, "万平方米", "over"),
        ("12家以上", 12, "家", "over"),
        ("逾50", 50, "", "over"),
        ("突破1000家", 1000, "家", "over"),
        ("不足10家", 10, "家", "under"),
        ("10家以内", 10, "家", "under"),
        ("-5", -5, "", "exact"),
        ("－５．５", Decimal("-5.5"), "", "exact"),
        ("—5", -5, "", "exact"),
        ("(12)", -12, "", "exact"),
        ("（12.5）万元", Decimal("-12.5"), "万元", "exact"),
        ("-12%", -12, "%", "exact"),
        ("负12", -12, "", "exact"),
        ("0", 0, "", "exact"),
        ("0.0", 0, "", "exact"),
        ("0012", 12, "", "exact"),
        (".5", Decimal("0.5"), "", "exact"),
        ("2023.9", Decimal("2023.9"), "", "exact"),
        ("2023", 2023, "", "exact"),
        ("2023家", 2023, "家", "exact"),
        ("5年", 5, "年", "exact"),
        ("  88 家 ", 88, "家", "exact"),
    ],
)
def test_what_is_typed_is_read(text: str, value: object, unit: str, qualifier: str) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.unit, number.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize("sign", ["-", "--", "—", "——", "－", "/", "／", "…", "……", "N/A", "n.a.", "...", "―"])
def test_a_sign_for_nothing_is_blank_and_kept(sign: str) -> None:
    number = read_number(f" {sign} ")
    assert number is not None
    assert (number.value, number.qualifier, number.mark) == (None, "blank", sign)


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("12*", 12, "*"),
        ("12①", 12, "①"),
        ("12[1]", 12, "[1]"),
        ("*12", 12, "*"),
        ("12注1", 12, "注1"),
        ("12 ③", 12, "③"),
    ],
)
def test_footnote_marks_are_kept_apart(text: str, value: object, mark: str) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.mark) == (value, mark)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("2-3", 2, 3, ""),
        ("2—3家", 2, 3, "家"),
        ("2~3", 2, 3, ""),
        ("2至3家", 2, 3, "家"),
        ("2至3万元", 2, 3, "万元"),
        ("2-3万", 20000, 30000, ""),
        ("2万-3万", 20000, 30000, ""),
        ("20%-30%", 20, 30, "%"),
        ("1,000～2,000家", 1000, 2000, "家"),
    ],
)
def test_a_range_has_two_ends(text: str, low: int, high: int, unit: str) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.high, number.unit, number.qualifier) == (low, high, unit, "range")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "无", "暂无", "待定", "不详", "nan", "NaN", "inf", "-inf", "Infinity", "1e5", "1E5", "1.2.3", "12 34",
        "1,23", "12,34,567", "1,234,56", ",123", "12、34", "5.", "1/2", "2023-09", "2023/9/30", "2023-9-30", "2023.9.1",
        "2023年", "2023年9月", "九月", "12:30", "千万", "百万元", "万元", "家", "约", "十几家", "数十家", "二三十家",
        "一般", "三星级", "一、", "12家（含2家）", "12家15家", "100元/平方米", "12‰", "--5", "+-5", "3-2", "1-2-3", "((5))",
        "约100多家", "TRUE", "0x10", "1_000", "1.5③家", "½", "１２Ａ", "12 家 15 人", "九成", "12\n13", "1" * 80, "=1+1", "#REF!", "٣٤",
    ],
)  # fmt: skip
def test_what_is_doubtful_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "value",
    [None, True, False, dt.date(2023, 9, 1), dt.datetime.combine(dt.date(2023, 9, 1), dt.time()), dt.time(1), dt.timedelta(1), CellError("#REF!"),
     CellError("12"), float("nan"), float("inf"), float("-inf")],
)  # fmt: skip
def test_other_cells_are_no_numbers(value: CellValue) -> None:
    assert read_number(value) is None


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_pass(value: int) -> None:
    assert read_number(value) == read_number(str(value))
    number = read_number(value)
    assert number is not None
    assert number.value == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_pass_as_they_are(value: float) -> None:
    number = read_number(value)
    assert number is not None
    assert number.value == value


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from(["", *_UNITS]),
    st.sampled_from(["plain", "grouped", "full", "spaced", "marked", "about", "negative", "brackets"]),
)
def test_a_number_printed_in_any_way_is_read_back(value: Decimal, unit: str, way: str) -> None:
    text = f"{value}{unit}"
    expected, qualifier = value, "exact"
    match way:
        case "grouped":
            text = f"{value:,}{unit}"
        case "full":
            text = f"{value:,}{unit}".translate(_FULL)
        case "spaced":
            text = f" {value} {unit} "
        case "marked":
            text = f"{value}{unit}*"
        case "about":
            text, qualifier = f"约{value}{unit}", "about"
        case "negative":
            text, expected = f"-{value}{unit}", -value
        case "brackets":
            text, expected = f"（{value}）{unit}", -value
    number = read_number(text)
    assert number is not None, text
    assert (number.value, number.unit, number.qualifier) == (expected, unit, qualifier)


@given(st.integers(0, 10**9), st.sampled_from(["", "家", "人", "平方米"]))
def test_chinese_numerals_are_read_back(value: int, unit: str) -> None:
    number = read_number(cn2an.an2cn(value) + unit)
    assert number is not None
    assert (number.value, number.unit) == (value, unit)


@given(st.text(max_size=30))
def test_no_text_raises_and_numbers_are_finite(text: str) -> None:
    number = read_number(text)
    if number is not None and number.value is not None:
        assert Decimal(number.value).is_finite()
        assert not number.unit or unit_id(number.unit) == number.unit


def test_every_unit_is_read_behind_a_number(words: Vocabulary) -> None:
    for unit in words.units:
        number = read_number(f"12{unit.id}")
        assert number is not None, unit.id
        assert number.unit == unit.id


def test_a_scale_without_a_unit_is_told() -> None:
    number = read_number("1.2万")
    assert number is not None
    assert (number.value, number.unit, number.scale) == (12000, "", "万")
    with_unit = read_number("1.2万家")
    assert with_unit is not None
    assert with_unit.scale == ""
