"""The 作战图: a light for each cell, told apart without colour."""

from __future__ import annotations

from typing import Any

import pandas as pd

from incuanalysis.display.charts.lights import LOOKS
from incuanalysis.display.charts.war_map import MOST_PERIODS, MOST_ROWS, war_map
from incuanalysis.evaluation.ledgers.maps import MAP_COLUMNS, battle_map
from tests.display.charting import NASTY, check, drawn_text, report_for, texts

STATUS = {"red": "far_behind", "yellow": "behind", "green": "on_schedule", "grey": "in_progress"}
MONTHS = ("2023-07", "2023-08", "2023-09")


def cells(name: str, *lights: str, unit: str | None = None, due: str = "2024-12", months: Any = MONTHS) -> list[Any]:
    """A row of the map; ``-`` is a cell that was not reported."""
    rows = []
    for month, light in zip(months, lights, strict=True):
        status = "not_reported" if light == "-" else STATUS[light]
        shown = "grey" if light == "-" else light
        rows.append([name, name, f"{name} en", unit, due, month, status, shown, "", "", ""])
    return rows


def frame(*rows: list[Any]) -> pd.DataFrame:
    return pd.DataFrame([one for row in rows for one in row], columns=list(MAP_COLUMNS))


def labels(chart: Any) -> list[str]:
    return [label.get_text() for label in chart.figure.axes[0].get_yticklabels()]


def signs(chart: Any) -> dict[str, int]:
    """Sign → number of cells that have it."""
    found: dict[str, int] = {}
    for line in chart.figure.axes[0].lines:
        found[str(line.get_marker())] = found.get(str(line.get_marker()), 0) + len(line.get_xdata())
    return found


def test_every_cell_has_a_sign_of_its_light() -> None:
    chart = war_map(frame(cells("甲", "green", "yellow", "red"), cells("乙", "grey", "-", "green")), report_for())
    assert {sign: n for sign, n in signs(chart).items() if n} == {"o": 2, "^": 1, "x": 1, "_": 1, ".": 1}
    assert chart.caption == "截至2023年9月底，2项目标中红灯1项、绿灯1项；红灯为甲；与上期相比1项转差"
    check(chart)


def test_the_faces_of_the_lights_differ_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    coloured = sorted(grey(LOOKS[light].face) for light in ("red", "yellow", "green"))
    assert min(b - a for a, b in zip(coloured, coloured[1:], strict=False)) > 40


def test_a_light_is_better_or_worse_only_where_both_months_have_a_colour() -> None:
    chart = war_map(
        frame(cells("甲", "red", "red", "green"), cells("乙", "green", "-", "red"), cells("丙", "red", "green", "-")),
        report_for(),
    )
    assert chart.caption.endswith("；与上期相比1项转好")
    assert "（未报1项）" in chart.caption


def test_all_rows_alike_are_said_in_one_clause() -> None:
    chart = war_map(frame(cells("甲", "red", "red", "red"), cells("乙", "red", "red", "red")), report_for(), "tasks")
    assert chart.caption == "截至2023年9月底，2项任务均为红灯"


def test_what_needs_attention_is_kept_of_too_many_rows() -> None:
    many = [cells(f"好{n}", "green", "green", "green") for n in range(60)]
    chart = war_map(frame(*many, cells("差", "green", "green", "red"), cells("缺", "-", "-", "-")), report_for())
    assert len(labels(chart)) == MOST_ROWS
    assert {"差", "缺"} <= set(labels(chart))
    assert f"共62项，图中为需要关注的{MOST_ROWS}项；未列出的22项最近一期为绿灯22项。" in chart.note
    check(chart)


def test_the_latest_periods_are_kept_of_too_many() -> None:
    months = [f"{2020 + n // 12}-{n % 12 + 1:02d}" for n in range(30)]
    chart = war_map(frame(cells("甲", *["green"] * 30, months=months)), report_for())
    assert signs(chart)["o"] == MOST_PERIODS
    assert f"更早的{30 - MOST_PERIODS}期未列出。" in chart.note
    check(chart)


def test_units_name_the_rows_where_one_target_has_several() -> None:
    chart = war_map(
        frame(cells("面积", "green", "red", "red", unit="甲镇"), cells("面积", "green", "red", "red", unit="乙镇")),
        report_for(),
    )
    assert labels(chart) == ["甲镇", "乙镇"]


def test_quarters_are_heads_of_columns_in_both_languages() -> None:
    rows = cells("甲", "green", "red", months=("2023Q2", "2023Q3"))
    assert "2023年\n二季度" in texts(war_map(frame(rows), report_for()))
    chart = war_map(frame(rows), report_for("en"))
    assert "2023\nQ2" in texts(chart)
    assert labels(chart) == ["甲 en"]
    check(chart)


def test_the_period_of_the_deadline_is_framed() -> None:
    chart = war_map(frame(cells("甲", "green", "red", "red", due="2023-08")), report_for())
    assert [round(patch.get_x() + 0.46) for patch in chart.figure.axes[0].patches] == [1]
    assert "粗框为完成时限所在期" in chart.note


def test_the_map_of_a_plan_s_progress_can_be_drawn_as_it_is() -> None:
    progress = pd.DataFrame(
        {
            "region": "330305", "carrier": None, "target": ["area", "funds"] * 2, "line": "base", "due": 202312,
            "month": [202308, 202308, 202309, 202309], "status": ["behind", "done", "far_behind", "done"],
        }
    )  # fmt: skip
    chart = war_map(battle_map(progress), report_for())
    assert chart.caption == "截至2023年9月底，2项目标中红灯1项、绿灯1项；红灯为area；与上期相比1项转差"
    check(chart)


def test_an_empty_map_and_nasty_names_can_be_drawn() -> None:
    empty = war_map(frame(), report_for())
    assert empty.caption == "没有可列的目标"
    assert "没有可列的事项" in texts(empty)
    check(empty)
    chart = war_map(frame(*(cells(name, "green", "yellow", "red", unit=name) for name in NASTY)), report_for())
    assert "投入$x_1$与$y$之比" in drawn_text(chart)
    check(chart)
