"""The waterfall of a score: bars that end at the total, and what is open beside what was lost."""

from __future__ import annotations

from typing import Any

import pytest

from incuanalysis.display.charts.waterfall import MOST_ITEMS, waterfall
from incuanalysis.evaluation.schemes import score
from incuanalysis.evaluation.schemes.outcome import ItemScore, Score, VetoResult
from incuanalysis.plans.model import Words
from tests.display.charting import NASTY, check, drawn_text, report_for, texts


def item(
    name: str, points: float | None, full: float | None = 10.0, *, bonus: bool = False, stated: bool = True
) -> ItemScore:
    words = Words(zh=name, en=name)
    return ItemScore(name, "g", words, words, (), words, points, full, bonus=bonus, stated=stated)


def scored(*items: ItemScore, vetoes: tuple[VetoResult, ...] = (), **sums: Any) -> Score:
    base = sum(one.points or 0.0 for one in items if not one.bonus)
    bonus = sum(one.points or 0.0 for one in items if one.bonus)
    told = {"base": base, "bonus": bonus, "total": base + bonus, "max_possible": None, "full_marks": 100.0, **sums}
    return Score(
        scheme="s", carrier="c", variant=None, on=None, items=items, conditions=(), vetoes=vetoes, total_known=None,
        meets=None, **told,
    )  # fmt: skip


def bars(chart: Any) -> list[tuple[float, float]]:
    """Where each filled bar begins and how long it is, in the order of rows; the last is the total."""
    solid = [bar for bar in chart.figure.axes[0].patches if bar.get_facecolor()[:3] != (1, 1, 1)]
    return [(bar.get_x(), bar.get_width()) for bar in solid]


def test_each_bar_begins_where_the_one_before_ends_and_all_end_at_the_total() -> None:
    chart = waterfall(
        scored(item("甲", 8.0), item("乙", 3.0), item("丙", 2.0, 5.0, bonus=True)), report_for(), "某载体"
    )
    assert bars(chart) == [(0, 8.0), (8.0, 3.0), (11.0, 2.0), (0, 13.0)]
    assert {"8/10", "3/10", "+2/5", "13/100"} <= set(texts(chart))
    assert chart.caption == "某载体得13分（满分100分）；失分最多的是乙（7分）"
    check(chart)


def test_what_caps_take_away_has_a_row_of_its_own() -> None:
    capped = scored(item("甲", 99.0, 100.0), item("乙", 8.0, 8.0, bonus=True), bonus=5.0, total=100.0)
    chart = waterfall(capped, report_for(), "某载体")
    assert "加分封顶和取整" in texts(chart)
    assert "−3" in texts(chart)
    assert "总分封顶和取整" in texts(chart)
    assert "−4" in texts(chart)
    check(chart)


def test_missing_data_are_open_and_not_lost() -> None:
    chart = waterfall(scored(item("甲", 6.0), item("乙", None), max_possible=16.0), report_for(), "某载体")
    assert "缺数据 0/10" in texts(chart)
    assert "失分最多的是甲（4分）；缺数据1项，最高可能16分" in chart.caption
    assert "暂计0分" in chart.note


def test_a_veto_that_applies_and_one_that_was_not_examined_are_said() -> None:
    veto = Words(zh="提供虚假数据", en="false data")
    other = Words(zh="发生安全事故", en="accident")
    vetoes = (
        VetoResult("v", veto, True, veto),
        VetoResult("w", other, None, other),
        VetoResult("x", other, False, other),
    )
    chart = waterfall(scored(item("甲", 10.0), vetoes=vetoes), report_for(), "某载体", grade="不合格")
    assert chart.caption == "某载体得10分（满分100分），不合格，适用提供虚假数据"
    assert "有1项否决或降级条款未核实。" in chart.note
    assert "发生安全事故" not in chart.note


def test_rules_of_ours_are_marked() -> None:
    chart = waterfall(scored(item("甲", 5.0), item("乙", 5.0, stated=False)), report_for(), "某载体")
    assert "乙*" in texts(chart)
    assert "甲" in texts(chart)
    assert "带*的项目，计分办法为本报告自定" in chart.note
    alone = waterfall(scored(item("乙", 5.0, stated=False)), report_for(), "某载体")
    assert "乙" in texts(alone)
    assert "各项计分办法为本报告自定" in alone.note


def test_points_taken_away_go_back() -> None:
    chart = waterfall(scored(item("甲", 8.0), item("扣分", -3.0, None)), report_for(), "某载体")
    assert bars(chart) == [(0, 8.0), (8.0, -3.0), (0, 5.0)]
    check(chart)


def test_of_too_many_items_the_rest_stand_in_one_row() -> None:
    chart = waterfall(scored(*(item(f"项{n}", 10.0 - n / 10, 10.0) for n in range(40))), report_for(), "某载体")
    assert f"其余{40 - MOST_ITEMS + 1}项" in texts(chart)
    assert sum(width for _, width in bars(chart)[:-1]) == pytest.approx(bars(chart)[-1][1])
    check(chart)


def test_no_items_a_full_score_and_nasty_names_can_be_drawn() -> None:
    check(waterfall(scored(), report_for(), "某载体"))
    full = waterfall(scored(item("甲", 100.0, 100.0)), report_for("en"), "A")
    assert full.caption == "A: 100 points of 100"
    check(full)
    chart = waterfall(scored(*(item(name, 3.0) for name in NASTY)), report_for(), NASTY[0])
    assert "投入$x_1$与$y$之比" in drawn_text(chart)
    check(chart)


def test_a_scheme_s_score_can_be_drawn_as_it_is() -> None:
    found = score("taizhou_qidi_2023", {"firms_registered": 10, "events_held": 17, "tenant_financing": 35})
    chart = waterfall(found, report_for(), "某载体")
    assert bars(chart)[-1][1] == pytest.approx(found.total)
    assert chart.caption.startswith("某载体得30.58分")
    check(chart)
