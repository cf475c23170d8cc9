"""Lettering: names that fit, and values in fitting units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incuanalysis.display.charts.lettering import _glyphs, drawn, fit, say_month, scale, width, with_unit
from tests.display.charting import report_for


@given(st.text(max_size=80))
def test_only_what_the_font_has_is_drawn(text: str) -> None:
    made = drawn(text)
    assert all(ord(mark) in _glyphs() for mark in made)
    assert "\n" not in made


@given(st.text(max_size=80), st.integers(6, 40), st.integers(1, 3))
def test_no_line_is_wider_than_asked_for(text: str, columns: int, lines: int) -> None:
    made = fit(text, columns, lines)
    assert made.count("\n") < lines
    assert all(width(line) <= columns + 0.01 for line in made.split("\n"))


@given(st.text(alphabet="孵化器 ab12（）", max_size=24))
def test_what_fits_loses_nothing_but_blanks(text: str) -> None:
    assert fit(text, 60, 2).replace("\n", "").replace(" ", "") == drawn(text).replace(" ", "")


def test_units_fit_their_values() -> None:
    zh, en = report_for(), report_for("en")
    assert [with_unit(*one, zh) for one in ((229700.0, "平方米"), (23500.0, "万元"), (5.0, "家"), (12.345, "%"))] == [
        "22.97万平方米", "2.35亿元", "5家", "12.35%"
    ]  # fmt: skip
    assert [with_unit(*one, en) for one in ((229700.0, "平方米"), (5.0, "家"), (12.345, "%"))] == [
        "229700 m²", "5", "12.35%"
    ]  # fmt: skip
    assert scale(2.3e6, "平方米", en) == (1e6, "million m²")
    assert scale(300.0, "万元", en) == (100.0, "CNY million")


def test_months_are_said_in_words_and_other_labels_stand() -> None:
    assert say_month(202309, report_for()) == "2023年9月"
    assert say_month("2023-09", report_for(), end=True) == "2023年9月底"
    assert say_month("第1轮", report_for()) == "第1轮"
