"""A running value against its schedule: nothing beyond the report's period but what was due, and a fan only on request."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from incuanalysis.display.charts.trajectory import trajectory
from tests.display.charting import NASTY, check, drawn_text, report_for, texts

FAN = {
    "current": 9.0, "current_at": 202309, "due": 202312, "median": 12.0, "low": 11.0, "high": 14.0, "level": 0.8,
    "note": "依据9期增量。", "note_en": "From 9 increments.",
}  # fmt: skip


def frame(values: list[float | None], lines: dict[str, float] | None = None, **more: Any) -> pd.DataFrame:
    """Months of 2023 with their values; each line is due evenly by December."""
    rows = []
    for line, target in (lines or {"base": 20.0}).items():
        for n, value in enumerate(values):
            expected = target * (n + 1) / 12
            known = value is not None
            entry = {
                "line": line,
                "month": 202301 + n,
                "actual": value,
                "expected": expected,
                "due": 202312,
                "target_value": target,
            }
            gap = 100 * (value - expected) / target if value is not None else None
            status = "far_behind" if known else "not_reported"
            rows.append(
                {
                    **entry,
                    "unit": "家",
                    "basis": "since_start",
                    "completion": value / target if value is not None else None,
                    "schedule": (n + 1) / 12,
                    "gap_points": gap,
                    "status": status,
                    **more,
                }
            )
    columns = [
        "line",
        "month",
        "actual",
        "expected",
        "due",
        "target_value",
        "unit",
        "basis",
        "completion",
        "schedule",
        "gap_points",
        "status",
    ]
    return pd.DataFrame(rows, columns=columns)


def lines(chart: Any) -> list[tuple[int, str]]:
    return [(len(line.get_xdata()), str(line.get_marker())) for line in chart.figure.axes[0].lines]


def test_the_caption_says_value_completion_and_gap() -> None:
    chart = trajectory(frame([float(n + 1) for n in range(9)]), report_for(), "引进团队")
    assert chart.caption == "截至2023年9月底，引进团队为9家，完成目标的45.0%，低于序时进度30.0个百分点"
    assert (9, "o") in lines(chart)
    assert not chart.figure.axes[0].collections
    check(chart)


def test_what_lies_beyond_the_period_is_not_drawn_as_actual() -> None:
    chart = trajectory(frame([float(n + 1) for n in range(12)]), report_for(period="2023-06"), "引进团队")
    assert (6, "o") in lines(chart)
    assert (12, "None") in lines(chart)
    assert chart.caption.startswith("截至2023年6月底，引进团队为6家")


def test_the_low_and_the_high_line_have_dashes_and_marks_of_their_own() -> None:
    chart = trajectory(frame([1.0, 2.0], {"low": 10.0, "base": 20.0, "high": 25.0}), report_for(), "引进团队")
    assert {"目标 20", "低线 10", "高线 25"} <= set(texts(chart))
    assert {marker for _, marker in lines(chart)} >= {"v", "D", "^"}
    assert (
        len(
            {
                str(line.get_linestyle()) + str(line._dash_pattern)
                for line in chart.figure.axes[0].lines
                if len(line.get_xdata()) == 2
            }
        )
        >= 3
    )
    check(chart)


def test_a_line_that_asks_for_the_same_as_the_base_is_not_drawn_twice() -> None:
    chart = trajectory(frame([1.0], {"base": 20.0, "high": 20.0}), report_for(), "引进团队")
    assert not [text for text in texts(chart) if text.startswith("高线")]


def test_the_fan_is_drawn_only_where_it_is_passed_and_has_numbers() -> None:
    progress = frame([float(n + 1) for n in range(9)])
    chart = trajectory(progress, report_for(), "引进团队", projection=FAN)
    assert len(chart.figure.axes[0].collections) == 1
    assert "80%预测区间（11家至14家）" in chart.note
    assert "预测中位数12" in chart.alt
    check(chart)
    without = trajectory(progress, report_for(), "引进团队", projection={**FAN, "median": float("nan")})
    assert not without.figure.axes[0].collections
    assert "预测" not in without.note + without.alt + drawn_text(without)
    pointed = trajectory(progress, report_for(), "引进团队", projection={**FAN, "low": None, "high": None})
    assert not pointed.figure.axes[0].collections
    assert "预测中位数 12" in texts(pointed)


def test_what_begins_anew_each_january_is_not_joined_over_it() -> None:
    progress = frame([5.0, 6.0], basis="per_year")
    progress["month"] = [202212, 202301]
    chart = trajectory(progress, report_for(), "引进团队")
    assert lines(chart).count((1, "o")) == 2


def test_months_without_a_report_are_counted() -> None:
    chart = trajectory(frame([1.0, None, None, 4.0]), report_for(), "引进团队")
    assert "有2个月未报" in chart.note
    assert (2, "o") in lines(chart)


def test_nothing_reported_is_said_and_no_value_invented() -> None:
    chart = trajectory(frame([None, None]), report_for(), "引进团队")
    assert chart.caption == "截至2023年9月底，引进团队未报"
    assert "未报" in texts(chart)
    assert "o" not in {marker for _, marker in lines(chart)}
    check(chart)
    early = trajectory(frame([None], status="not_due_yet"), report_for(), "引进团队")
    assert early.caption == "截至2023年9月底，引进团队未到期"


@pytest.mark.parametrize(
    ("status", "value", "said"),
    [
        ("done", 25.0, "，完成目标的125.0%，已完成"),
        ("missed", 9.0, "，完成目标的45.0%，未完成"),
        ("in_progress", 9.0, "，完成目标的45.0%"),
    ],
)
def test_only_what_is_judged_by_pace_is_compared_with_the_schedule(status: str, value: float, said: str) -> None:
    chart = trajectory(frame([value] * 9, status=status), report_for(), "引进团队")
    assert chart.caption == f"截至2023年9月底，引进团队为{value:.0f}家{said}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NASTY)
def test_nasty_names_large_values_and_falling_ones_can_be_drawn(name: str, language: str) -> None:
    progress = frame([2.3e6, -1.0, 4e5], {"low": 1e6, "base": 1.01e6, "high": 1.02e6}, unit="平方米")
    chart = trajectory(
        progress,
        report_for(language),
        name,
        projection={**FAN, "current": 4e5, "median": 1e6, "low": 9e5, "high": 1.1e6},
    )
    assert name != NASTY[0] or "投入$x_1$与$y$之比" in drawn_text(chart)
    check(chart)


def test_an_empty_frame_says_not_reported() -> None:
    check(trajectory(frame([]), report_for(), "引进团队"))
