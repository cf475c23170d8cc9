"""The incubation chain: what is missing and what is not known are two things."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from incuanalysis.display.charts.chain import MOST_ROWS, STAGES, chain
from incuanalysis.errors import BadInputError
from tests.display.charting import NASTY, check, drawn_text, report_for, texts


def frame(counts: dict[str, float | None], area: float | None = 9300.0, **columns: Any) -> pd.DataFrame:
    rows = [(stage, count, area) for stage, count in counts.items()]
    return pd.DataFrame(rows, columns=["stage", "count", "area"]).assign(**columns)


FULL = dict(zip(STAGES, (8.0, 3.0, 2.0, 1.0), strict=True))


def test_a_whole_chain_says_so_with_its_numbers() -> None:
    chart = chain(frame(FULL), report_for())
    assert chart.caption == "洞头孵化链条四个环节齐备：众创空间8家、孵化器3家、加速器2家和科创园1家"
    assert {"8家", "3家", "2家", "1家", "9300平方米"} <= set(texts(chart))
    assert "缺" not in texts(chart)
    assert not chart.note
    check(chart)


@pytest.mark.parametrize(
    "counts", [{**FULL, "accelerator": 0.0}, {k: v for k, v in FULL.items() if k != "accelerator"}]
)
def test_a_missing_link_is_a_dashed_box(counts: dict[str, float | None]) -> None:
    chart = chain(frame(counts), report_for())
    assert chart.caption == "洞头孵化链条缺加速器，有众创空间8家、孵化器3家和科创园1家"
    boxes = [patch for patch in chart.figure.axes[0].patches if patch.get_facecolor()[:3] == (1, 1, 1)]
    assert len(boxes) == 1
    assert boxes[0].get_linestyle() not in ("-", "solid")
    assert texts(chart).count("缺") == 1
    assert "缺加速器" in chart.alt
    check(chart)


def test_an_unknown_count_is_not_a_missing_link() -> None:
    chart = chain(frame({**FULL, "park": None}), report_for())
    assert "缺" not in texts(chart)
    assert "未报" in texts(chart)
    assert chart.caption == "洞头孵化链条有众创空间8家、孵化器3家和加速器2家，科创园未报"


def test_an_area_that_was_not_reported_is_said_so() -> None:
    assert texts(chain(frame(FULL, area=None), report_for())).count("面积未报") == 4


def test_several_chains_are_counted_by_what_they_lack() -> None:
    stages = pd.concat(
        [
            frame(FULL, name="甲镇"),
            frame({"makerspace": 1.0, "incubator": 1.0}, name="乙镇"),
            frame({"makerspace": 1.0, "incubator": 2.0, "accelerator": 1.0}, name="丙镇"),
        ]
    )
    chart = chain(stages, report_for())
    assert chart.caption == "3条孵化链条中，四个环节齐备的有1条（甲镇）；缺得最多的环节是科创园（2条）"
    assert [label.get_text() for label in chart.figure.axes[0].get_yticklabels()] == ["甲镇", "乙镇", "丙镇"]
    check(chart)


def test_of_too_many_chains_those_that_lack_most_are_kept() -> None:
    whole = [frame(FULL, name=f"全{n}") for n in range(MOST_ROWS)]
    chart = chain(pd.concat([*whole, frame({"makerspace": 1.0}, name="缺镇")]), report_for())
    assert "缺镇" in texts(chart)
    assert f"共{MOST_ROWS + 1}条，图中为缺环较多的{MOST_ROWS}条。" in chart.note


def test_no_chain_and_nasty_names_can_be_drawn() -> None:
    empty = chain(frame({}), report_for())
    assert empty.caption == "没有孵化载体数据"
    check(empty)
    chart = chain(pd.concat([frame(FULL, name=name) for name in NASTY]), report_for("en"))
    assert "$x_1$" in drawn_text(chart)
    check(chart)


@pytest.mark.parametrize("stages", [["greenhouse"], ["park", "park"]])
def test_an_unknown_stage_or_one_that_stands_twice_is_refused(stages: list[str]) -> None:
    rows = pd.DataFrame({"stage": stages, "count": 1.0, "area": None})
    with pytest.raises(BadInputError, match="expected one"):
        chain(rows, report_for())
