"""Places over time: every unit its line, ties shown as such."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.display.charts.race import race
from tests.display.charting import NASTY, check, drawn_text, report_for, texts


def frame(places: dict[str, list[int | None]], silent: tuple[str, ...] = ()) -> pd.DataFrame:
    rows = [
        (name, f"2023Q{n + 1}", place, "not_reported" if name in silent else "ranked")
        for name, per in places.items()
        for n, place in enumerate(per)
    ]
    return pd.DataFrame(rows, columns=["entity", "period", "place", "status"])


def bold(chart: Any) -> set[str]:
    return {text.get_text() for text in chart.figure.axes[0].texts if text.get_fontweight() == "bold"}


def test_the_caption_names_the_first_and_those_that_moved_most() -> None:
    chart = race(frame({"甲": [1, 2, 1], "乙": [2, 1, 3], "丙": [4, 3, 2], "丁": [3, 4, 4]}), report_for(), "面积")
    assert chart.caption == (
        "面积：2023年第三季度甲居第1位；与2023年第一季度相比，前移最多的是丙（2位），后移最多的是乙和丁（1位）"
    )
    assert bold(chart) == {"1  甲", "2  丙", "3  乙", "4  丁"}
    check(chart)


def test_units_that_share_a_place_are_drawn_apart_and_joined() -> None:
    chart = race(frame({"甲": [1, 1], "乙": [1, 1], "丙": [3, 3]}), report_for(), "面积")
    ends = sorted(
        line.get_ydata()[-1]
        for line in chart.figure.axes[0].lines
        if len(line.get_xdata()) == 2 and line.get_lw() < 3 and line.get_marker() == "None"
    )
    assert ends == [0, 1, 2]
    assert "并列" in chart.note
    assert "甲和乙并列居第1位" in chart.caption
    assert "各单位位次与2023年第一季度相同" in chart.caption


def test_all_on_one_place_is_said_so() -> None:
    chart = race(frame({"甲": [1], "乙": [1]}), report_for(), "面积")
    assert chart.caption == "面积：2023年第一季度2个单位位次并列"
    check(chart)


def test_what_was_not_reported_is_hollow_and_said() -> None:
    chart = race(frame({"甲": [1, 1], "乙": [2, 2]}, silent=("乙",)), report_for(), "面积")
    hollow = [
        line for line in chart.figure.axes[0].lines if line.get_markerfacecolor() == "white" and len(line.get_xdata())
    ]
    assert sum(len(line.get_xdata()) for line in hollow) == 2
    assert any("（未报）" in text for text in texts(chart))
    assert "未报" in chart.note


def test_a_missing_place_breaks_the_line_and_gives_no_move() -> None:
    chart = race(frame({"甲": [1, None, 1], "乙": [None, 1, 2]}), report_for(), "面积")
    assert "前移" not in chart.caption
    assert "乙" not in chart.caption.split("；")[0]
    check(chart)


def test_of_too_many_units_the_first_and_those_brought_out_are_kept() -> None:
    places: dict[str, list[int | None]] = {f"单位{n:02d}": [n, n] for n in range(1, 61)}
    chart = race(frame(places), report_for(), "面积", ["单位60"])
    assert "60  单位60" in texts(chart)
    assert "1  单位01" in texts(chart)
    assert "40  单位40" not in texts(chart)
    assert "共60个单位，图中40个。" in chart.note
    check(chart)


def test_without_places_the_chart_says_so() -> None:
    for one in (frame({}), frame({"甲": [None, None]})):
        chart = race(one, report_for(), "面积")
        assert chart.caption == "面积：没有位次"
        check(chart)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nasty_names_stay_text(language: str) -> None:
    chart = race(
        frame({name: [n + 1, len(NASTY) - n] for n, name in enumerate(NASTY)}), report_for(language), "$a$_$b$"
    )
    assert "$x_1$" in drawn_text(chart)
    check(chart)


@settings(max_examples=10)
@given(st.lists(st.lists(st.none() | st.integers(1, 9), min_size=3, max_size=3), max_size=9))
def test_any_places_can_be_drawn(places: list[list[int | None]]) -> None:
    chart = race(frame({f"单位{n}": per for n, per in enumerate(places)}), report_for(), "面积")
    slots = [
        line.get_ydata()[-1]
        for line in chart.figure.axes[0].lines
        if line.get_marker() == "None" and len(line.get_xdata()) == 3
    ]
    there = [slot for slot in slots if slot == slot]
    assert len(there) == len(set(there)) == sum(per[-1] is not None for per in places)
    check(chart)
