"""League bars: order, last place, and who did not report."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from incuanalysis.display.charts.league import MOST_ROWS, league
from incuanalysis.evaluation.contests import contest, open_contests
from tests.display.charting import NASTY, check, drawn_text, report_for, texts


def frame(*rows: tuple[str, float | None, int | None], **columns: Any) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["entity", "value", "place"]).assign(**columns)


def labels(chart: Any) -> list[str]:
    return [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]


def test_bars_stand_in_the_order_of_places_and_the_last_is_marked() -> None:
    chart = league(frame(("乙", 3.0, 2), ("甲", 5.0, 1), ("丙", 1.0, 3)), report_for(), "团队", "家")
    assert labels(chart) == ["1  甲", "2  乙", "3  丙"]
    assert "1  末位" in texts(chart)
    assert [bool(bar.get_hatch()) for bar in chart.figure.axes[0].patches] == [False, False, True]
    assert chart.caption == "团队：甲居第1位（5家），丙居末位（1家）"
    check(chart)


def test_who_did_not_report_has_no_bar_and_holds_the_last_place() -> None:
    chart = league(frame(("甲", 5.0, 1), ("乙", 3.0, 2), ("丙", None, 3)), report_for(), "团队", "家")
    assert len(chart.figure.axes[0].patches) == 2
    assert "未报，末位" in texts(chart)
    assert "3  末位" not in texts(chart)
    assert chart.caption == "团队：甲居第1位（5家），丙未报"
    assert "不按0计" in chart.note


def test_nought_that_was_reported_is_a_number() -> None:
    chart = league(frame(("甲", 5.0, 1), ("乙", 0.0, 2)), report_for(), "团队", "家")
    assert "0  末位" in texts(chart)
    assert "未报" not in drawn_text(chart)


def test_where_all_share_a_place_nobody_is_last() -> None:
    chart = league(frame(("甲", 2.0, 1), ("乙", 2.0, 1)), report_for(), "团队", "家")
    assert "末位" not in drawn_text(chart) + chart.caption
    assert chart.caption == "团队：2个单位均为2家，位次并列"


def test_those_that_share_the_last_place_are_all_marked() -> None:
    chart = league(frame(("甲", 2.0, 1), ("乙", 1.0, 2), ("丙", 1.0, 2)), report_for(), "团队", "家")
    assert texts(chart).count("1  末位") == 2
    assert "乙和丙并列居末位（1家）" in chart.caption


def test_where_nobody_reported_there_are_no_places() -> None:
    chart = league(frame(("甲", None, None), ("乙", None, None)), report_for(), "基金", "万元")
    assert chart.caption == "基金：2个单位均未报"
    assert "末位" not in drawn_text(chart)
    check(chart)


def test_units_without_a_task_are_named_with_the_reason() -> None:
    places = frame(("甲", 2.0, 1), ("乙", 1.0, None), status=["ranked", "unranked"], reason_zh=["", "托管，不参加排名"])
    chart = league(places, report_for(), "团队", "家")
    assert "托管，不参加排名" in texts(chart)
    assert len(chart.figure.axes[0].patches) == 1
    assert "乙 托管，不参加排名" in chart.alt


def test_progress_is_drawn_as_the_change_even_where_it_falls() -> None:
    places = frame(("甲", 0.3, 1), ("乙", 1.0, 2), kind="progress", before=[0.1, 3.0])
    chart = league(places, report_for(), "团队", "家")
    assert [bar.get_width() for bar in chart.figure.axes[0].patches] == [0.2, -2.0]
    assert "甲居第1位（0.2家），乙居末位（−2家）" in chart.caption
    check(chart)


def test_leagues_stand_below_their_names() -> None:
    places = frame(("甲", 2.0, 1), ("乙", 1.0, 2), ("丙", 9.0, 1), league=["town", "town", "park"])
    chart = league(places, report_for(), "团队", "家", leagues={"town": "街道组", "park": "园区组"})
    assert "街道组" in labels(chart)
    assert "园区组" in labels(chart)
    assert "街道组：甲居第1位" in chart.caption
    check(chart)


def test_a_contest_s_places_can_be_drawn_as_they_are() -> None:
    rows = [
        ["甲镇", "towns", "", "operators_introduced", "2023-09", 3.0],
        ["乙镇", "towns", "", "operators_introduced", "2023-09", None],
    ]
    found = contest(
        pd.DataFrame(rows, columns=["entity", "league", "state", "indicator", "month", "value"]),
        open_contests()["six_contests"],
        "2023-09",
    )
    chart = league(found[found["item"] == "operators"], report_for(), "专业团队运营", "家")
    assert chart.caption == "专业团队运营：甲镇居第1位（3家），乙镇未报"
    check(chart)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_many_units_large_values_and_nasty_names_fit(language: str) -> None:
    many = [(f"单位{n}", 1e6 - n * 1e4, n + 1) for n in range(60)]
    chart = league(frame(*many), report_for(language), "面积", "平方米")
    assert len([label for label in labels(chart) if label != "…"]) == MOST_ROWS
    assert ("100" if language == "zh" else "1") in texts(chart)
    check(chart)
    nasty = league(frame(*((name, float(n), 20 - n) for n, name in enumerate(NASTY))), report_for(language), "$x$ $y$")
    assert "$x_1$" in drawn_text(nasty)
    check(nasty)
    check(league(frame(), report_for(language), "面积"))
    check(league(frame(("甲", 0.0, 1)), report_for(language), "面积", "平方米"))
