"""Progress against schedule: which rows, in which order, with which words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incuanalysis.display.charts.bullet import MOST_ROWS, bullet
from incuanalysis.evaluation.progress.status import STATUSES
from tests.display.charting import NASTY, check, drawn_text, report_for, texts

COLUMNS = ["target", "line", "month", "comparator", "target_value", "completion", "schedule", "gap_points", "status"]
JUDGED = ("done", "ahead", "on_schedule", "behind", "far_behind", "in_progress", "missed")


def row(target: str, done: float | None, due: float | None, status: str, **more: Any) -> dict[str, Any]:
    """A line of a target."""
    gap = None if done is None or due is None else 100 * (done - due)
    entry = {"target": target, "line": "base", "month": 202309, "comparator": "at_least", "target_value": 100.0}
    return {**entry, "completion": done, "schedule": due, "gap_points": gap, "status": status, **more}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[*COLUMNS, *(["name"] if any("name" in one for one in rows) else [])])


def order(chart: Any) -> list[str]:
    axis = chart.figure.axes[0]
    return [label.get_text().replace("\n", "") for label in axis.get_yticklabels()]


def test_the_largest_shortfall_stands_first_and_what_was_not_reported_last() -> None:
    progress = frame(
        row("b", 0.7, 0.75, "on_schedule"),
        row("d", None, 0.75, "not_reported"),
        row("a", 0.2, 0.75, "far_behind"),
        row("c", 1.0, 0.75, "done"),
        row("e", None, None, "not_due_yet"),
    )
    chart = bullet(progress, report_for(), {"a": "甲", "b": "乙", "c": "丙", "d": "丁", "e": "戊"})
    assert order(chart) == ["甲", "乙", "丙", "丁", "戊"]
    assert "与序时进度差距最大的是甲（低55.0个百分点）" in chart.caption
    assert "5项目标中已完成1项、达序时1项、严重滞后1项、未报1项、未到期1项" in chart.caption
    check(chart)


def test_the_status_stands_in_words_with_a_sign_beside_each_bar() -> None:
    progress = frame(row("a", 0.2, 0.75, "far_behind"), row("b", 0.6, 0.75, "behind"), row("c", 0.9, 0.75, "ahead"))
    said = texts(bullet(progress, report_for()))
    assert {"× 严重滞后", "△ 滞后", "○ 快于序时", "20.0%", "60.0%", "90.0%"} <= set(said)


def test_a_target_that_was_not_reported_has_no_bar_and_is_not_nought() -> None:
    chart = bullet(frame(row("a", None, 0.75, "not_reported")), report_for(), {"a": "甲"})
    assert not chart.figure.axes[0].patches
    assert "0.0%" not in texts(chart)
    assert chart.caption == "截至2023年9月底，甲未报"
    assert "甲未报" in chart.alt


def test_a_bar_beyond_the_target_is_cut_and_its_number_said() -> None:
    chart = bullet(frame(row("a", 10.145, 1.0, "done")), report_for(), {"a": "甲"})
    axis = chart.figure.axes[0]
    assert max(patch.get_width() for patch in axis.patches) == pytest.approx(axis.get_xlim()[1])
    assert axis.get_xlim()[1] < 2
    assert "1015%" in texts(chart)
    assert [line for line in axis.lines if line.get_marker() == ">"], "an arrow says that the bar goes on"


def test_the_low_and_the_high_line_stand_at_their_share_of_the_base_line() -> None:
    low, high = (
        row("a", 0.3, 0.6, "far_behind", line="low", target_value=80.0),
        row("a", 0.3, 0.6, "far_behind", line="high", target_value=125.0),
    )
    chart = bullet(frame(low, row("a", 0.2, 0.6, "far_behind"), high), report_for(), {"a": "甲"})
    axis = chart.figure.axes[0]
    marks = {line.get_marker(): line.get_xdata()[0] for line in axis.lines if line.get_marker() in ("v", "^")}
    assert marks == {"v": pytest.approx(0.8), "^": pytest.approx(1.25)}
    assert len(order(chart)) == 1
    assert "20.0%" in texts(chart)


def test_where_less_is_better_other_lines_have_no_mark() -> None:
    lines = [
        row("a", 1.0, 1.0, "done", line=line, comparator="at_most", target_value=value)
        for line, value in (("low", 60.0), ("base", 50.0), ("high", 40.0))
    ]
    axis = bullet(frame(*lines), report_for()).figure.axes[0]
    assert not [line for line in axis.lines if line.get_marker() in ("v", "^")]


def test_of_many_targets_those_that_matter_are_shown_and_the_rest_counted() -> None:
    fine = [row(f"fine{n}", 0.9, 0.75, "ahead") for n in range(40)]
    late = [row(f"late{n}", 0.5 + n / 100, 0.75, "behind") for n in range(12)]
    lost = [row(f"lost{n}", None, 0.75, "not_reported") for n in range(3)]
    chart = bullet(frame(*fine, *lost, *late), report_for())
    shown = order(chart)
    assert len(shown) == MOST_ROWS
    assert sum(name.startswith("late") for name in shown) == 12
    assert sum(name.startswith("lost") for name in shown) == 3
    assert "共55项，图中20项；未列出的35项为：快于序时35项。" in chart.note
    assert "55项目标中快于序时40项、滞后12项、未报3项" in chart.caption
    check(chart)


def test_only_the_last_month_is_drawn() -> None:
    chart = bullet(frame(row("a", 0.1, 0.2, "behind", month=202308), row("a", 0.9, 0.75, "ahead")), report_for())
    assert "90.0%" in texts(chart)
    assert "10.0%" not in texts(chart)


@pytest.mark.parametrize(
    ("status", "said"),
    [("done", "3项目标均已完成"), ("missed", "3项目标均未完成"), ("not_reported", "3项目标均未报")],
)
def test_when_all_targets_stand_alike_the_caption_says_so(status: str, said: str) -> None:
    done = {"done": 1.0, "missed": 0.4, "not_reported": None}[status]
    chart = bullet(frame(*(row(f"t{n}", done, 1.0, status) for n in range(3))), report_for())
    assert chart.caption == f"截至2023年9月底，{said}"
    check(chart)


def test_targets_that_share_the_largest_shortfall_are_named_together() -> None:
    progress = frame(row("a", 0.2, 0.75, "far_behind"), row("b", 0.2, 0.75, "far_behind"), row("c", 0.9, 0.75, "ahead"))
    chart = bullet(progress, report_for(), {"a": "甲", "b": "乙", "c": "丙"})
    assert "差距最大的是甲和乙（低55.0个百分点）" in chart.caption


def test_without_targets_the_chart_says_that_there_are_none() -> None:
    chart = bullet(frame(), report_for())
    assert chart.caption == "没有可评价的目标"
    assert "没有可列的目标" in texts(chart)
    check(chart)


def test_english_has_no_chinese_of_its_own() -> None:
    progress = frame(*(row(f"t{n}", 0.1 * n, 0.5, status) for n, status in enumerate(JUDGED)))
    chart = bullet(progress, report_for("en"))
    said = drawn_text(chart) + chart.caption + chart.alt + chart.note
    assert not [mark for mark in said if "\u4e00" <= mark <= "\u9fff"]
    check(chart)


def test_names_that_look_like_formulas_or_markup_stay_text() -> None:
    progress = frame(*(row(f"t{n}", 0.1 * n, 0.5, "behind", name=name) for n, name in enumerate(NASTY)))
    chart = bullet(progress, report_for())
    assert "投入$x_1$与$y$之比" in drawn_text(chart)
    assert "喆堃𫟹孵化器" in drawn_text(chart)
    check(chart)


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(STATUSES), st.floats(-0.5, 30) | st.none(), st.floats(0, 1), st.sampled_from(["zh", "en"])
        ),
        max_size=6,
    )
)
def test_any_progress_can_be_drawn(rows: list[tuple[str, float | None, float, str]]) -> None:
    made = [
        row(f"t{n}", None if status in ("not_reported", "not_due_yet") else (done or 0.0), due, status)
        for n, (status, done, due, _) in enumerate(rows)
    ]
    chart = bullet(frame(*made), report_for(rows[0][3] if rows else "zh"))
    assert len(order(chart)) == len(rows)
    check(chart)
