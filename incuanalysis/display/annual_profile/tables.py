"""Tables of the annual profile; every cell is text already written for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import label, stamp
from incuanalysis.display.items import Column, Table
from incuanalysis.evaluation.measures import change, share
from incuanalysis.research.profile import INCUBATOR, MAKERSPACE, NATION, Evaluation, ProfileData
from incuanalysis.research.trends import growth_by_stretch

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["history_table", "main_table", "ratio_table", "score_table", "trend_table"]


def _plain(value: float | None) -> str:
    """Write a count in full digits, and money in whole units from 100 upwards."""
    if value is None or pd.isna(value):
        return "—"
    return numbers.digits(value, places=0 if float(value).is_integer() or abs(value) >= 100 else 2)


def _rank(place: pd.Series | None) -> str:
    return "—" if place is None or pd.isna(place["rank"]) else str(place["rank"])


def _moved(place: pd.Series | None) -> str:
    if place is None or pd.isna(place["moved"]):
        return "—"
    moved = int(place["moved"])
    return "0" if moved == 0 else f"{'↑' if moved > 0 else '↓'}{abs(moved)}"


def _unit(name: str, report: Report) -> str:
    unit = report.words.indicators.get(name).unit
    return report.say(unit, report.words.units.label(unit, "en") or "number")


def main_table(result: Evaluation, report: Report) -> Table:
    """All indicators of the year: value, year before, growth, share of the nation, rank and move."""
    year = report.period.first.year
    columns = [
        Column("indicator", report.say("指标", "Indicator")),
        Column("unit", report.say("单位", "Unit"), "center"),
        Column("now", report.say(f"{year}年", str(year)), "right"),
    ]
    if result.before is not None:
        columns += [
            Column("before", report.say(f"{year - 1}年", str(year - 1)), "right"),
            Column("growth", report.say("增长", "Growth"), "right"),
        ]
    if not report.is_nation:
        columns += [
            Column("share", report.say("占全国", "Share"), "right"),
            Column("rank", report.say("位次", "Rank"), "right"),
        ]
        if result.before is not None:
            columns.append(Column("moved", report.say("位次变化", "Move"), "right"))
    rows = []
    for name in (*INCUBATOR, *MAKERSPACE):
        if name in result.now:
            cells = _main_cells(name, result, report)
            rows.append(tuple(cells[column.key] for column in columns))
    notes = [
        report.say(
            "“—”表示来源未列数据或不能计算，不等于零。",
            "“—” means that the source prints no figure or that nothing can be computed; it is not zero.",
        )
    ]
    if not report.is_nation:
        notes.append(
            report.say(
                "位次为31个省、自治区、直辖市由高到低的位次；全国数据不含香港、澳门特别行政区和台湾省。",
                "Ranks are among the 31 provinces of mainland China, highest first.",
            )
        )
    return Table(
        stamp(report),
        report.say(f"{report.period.label()}主要指标", f"Main indicators, {report.period.label('en')}"),
        tuple(columns),
        tuple(rows),
        notes=tuple(notes),
    )


def _main_cells(name: str, result: Evaluation, report: Report) -> dict[str, str]:
    indicator = report.words.indicators.get(name)
    value = result.own[name]
    was = result.before.loc[result.region, name] if result.before is not None and name in result.before else None
    grown = change(value, was).percent if was is not None else None
    place = result.place(name)
    part = share(float(value), float(result.whole[name])) if pd.notna(value) else None
    return {
        "indicator": report.say(indicator.zh, indicator.en),
        "unit": _unit(name, report),
        "now": _plain(value),
        "before": _plain(was),
        "growth": numbers.signed(grown),
        "share": numbers.share_of(part, report.language),
        "rank": _rank(place),
        "moved": _moved(place),
    }


def history_table(data: ProfileData, report: Report) -> Table:
    """All indicators, all years; a year without data has no column but is named below."""
    region = report.region.id
    histories = {name: data.history(region, name) for name in (*INCUBATOR, *MAKERSPACE)}
    histories = {name: history for name, history in histories.items() if len(history)}
    years = sorted({int(year) for history in histories.values() for year in history.index})
    columns = [
        Column("indicator", report.say("指标", "Indicator")),
        Column("unit", report.say("单位", "Unit"), "center"),
        *(Column(str(year), report.say(f"{year}年", str(year)), "right") for year in years),
    ]
    rows = tuple(
        (
            report.say(label(name, report), label(name, report)),
            _unit(name, report),
            *(_plain(history.get(year)) for year in years),
        )
        for name, history in histories.items()
    )
    missing = [year for year in range(years[0], years[-1]) if year not in years]
    notes = []
    if missing:
        span = f"{missing[0]}—{missing[-1]}" if len(missing) > 1 else str(missing[0])
        notes.append(
            report.say(
                f"{span}年数据未收录，表中不列。", f"No data for {span.replace('—', '–')}; the years are left out."
            )
        )
    if {"venture_capital", "financing"} <= set(histories):
        notes.append(
            report.say(
                "“风险投资额”（至2018年）与“投融资总额”（2022年起）口径不同，不可比。",
                "Venture capital (to 2018) and financing (from 2022) are different concepts and are never chained.",
            )
        )
    return Table(
        stamp(report), report.say("历年主要指标", "Indicators by year"), tuple(columns), rows, notes=tuple(notes)
    )


def trend_table(data: ProfileData, report: Report) -> Table:
    """Year-on-year growth within each unbroken stretch."""
    region, names = (
        report.region.id,
        ("incubators", "resident_firms", "tenants", "tenant_employees", "makerspaces", "makerspace_served"),
    )
    growth: dict[str, dict[int, float]] = {}
    for name in names:
        history = data.history(region, name)
        pieces = growth_by_stretch(history) if len(history) else []
        growth[name] = {int(year): float(value) for piece in pieces for year, value in piece.items() if pd.notna(value)}
    years = sorted({year for values in growth.values() for year in values})
    columns = (
        Column("indicator", report.say("指标", "Indicator")),
        *(Column(str(year), report.say(f"{year}年", str(year)), "right") for year in years),
    )
    rows = tuple(
        (label(name, report), *(numbers.signed(values.get(year)) for year in years))
        for name, values in growth.items()
        if values
    )
    note = report.say(
        "只在相邻两年均有数据时计算。",
        "Computed only where the year before has a figure; never across a gap.",
    )
    return Table(stamp(report), report.say("比上年增长", "Growth on the year before"), columns, rows, notes=(note,))


def ratio_table(result: Evaluation, report: Report) -> Table:
    """The ratios: own, year before, national, rank."""
    year, region = report.period.first.year, report.region.id
    columns = [
        Column("ratio", report.say("比率", "Ratio")),
        Column("unit", report.say("单位", "Unit"), "center"),
        Column("now", report.say(f"{year}年", str(year)), "right"),
    ]
    earlier = pd.DataFrame() if result.ratios_before is None else result.ratios_before
    if region in earlier.index:
        columns.append(Column("before", report.say(f"{year - 1}年", str(year - 1)), "right"))
    if not report.is_nation:
        columns += [
            Column("whole", report.say("全国", "Nation"), "right"),
            Column("rank", report.say("位次", "Rank"), "right"),
        ]
    rows = []
    for ratio in result.ratio_list:
        before = earlier[ratio.id].get(region) if ratio.id in earlier else None
        values = {
            "now": result.ratios.loc[region, ratio.id],
            "before": before,
            "whole": None if report.is_nation else result.ratios.loc[NATION, ratio.id],
        }
        places = numbers.row_places(values.values())
        cells = {
            "ratio": label(ratio.id, report),
            "unit": report.say(ratio.unit, _unit_en(ratio.unit)),
            **{key: numbers.decimals(value, places=places) for key, value in values.items()},
            "rank": _rank(result.place(ratio.id)) if ratio.direction != "none" else "—",
        }
        rows.append(tuple(cells[column.key] for column in columns))
    notes = []
    if not report.is_nation:
        notes.append(
            report.say(
                "全国数为合计之比，不是各地区比率的平均；没有优劣方向的比率不排名。",
                "The nation's are ratios of totals, not means of the provinces'; ratios without a better direction have no rank.",
            )
        )
    notes += [doubt.statement.text(report.language) for doubt in result.doubts if doubt.region == region]
    return Table(
        stamp(report),
        report.say("结构与平均水平", "Structure and averages"),
        tuple(columns),
        tuple(rows),
        notes=tuple(notes),
    )


def _unit_en(unit: str) -> str:
    """Translate a ratio's unit; people, money and shares need one, counts by counts do not."""
    return {"人/家": "persons", "人/个": "persons", "万元/家": "10,000 yuan", "万元/个": "10,000 yuan", "%": "%"}.get(
        unit, "—"
    )


def score_table(result: Evaluation, report: Report, around: int = 3) -> Table:
    """Scores and ranks with both weightings: the first provinces, the region and its neighbours."""
    order = result.equal.scores.sort_values(ascending=False, kind="stable").index
    region = report.region.id
    shown = set(order[:5]) if region in order else set(order[:10])
    if region in order:
        at = int(order.get_loc(region))
        shown |= set(order[max(0, at - around) : at + around + 1])
    listed = [name for name in order if name in shown]
    columns = (
        Column("region", report.say("省份", "Province")),
        Column("equal", report.say("等权法得分", "Score, equal weights"), "right"),
        Column("equal_rank", report.say("位次", "Rank"), "right"),
        Column("entropy", report.say("熵权法得分", "Score, entropy weights"), "right"),
        Column("entropy_rank", report.say("位次", "Rank"), "right"),
        Column("difference", report.say("位次差", "Difference"), "right"),
    )
    rows = tuple(
        (
            report.region_name(name),
            numbers.digits(result.equal.scores[name], places=1),
            str(result.equal.ranks[name]),
            numbers.digits(result.entropy.scores[name], places=1),
            str(result.entropy.ranks[name]),
            numbers.digits(float(result.equal.ranks[name] - result.entropy.ranks[name])),
        )
        for name in listed
    )
    emphasis = tuple(row for row, name in enumerate(listed) if name == region)
    notes = [
        report.say(
            "得分保留一位小数，位次按未舍入的得分排列；位次差为等权法位次减熵权法位次，为正的按熵权法位次较前。",
            "Ranks follow the scores before rounding; difference: rank with equal weights less rank with entropy weights.",
        )
    ]
    if len(listed) < len(order):
        first = 5 if region in order else 10
        notes.append(
            report.say(
                f"只列前{first}位{'和本地区前后各3位' if region in order else ''}，其余见图5。",
                f"The first {first}{' and the neighbours' if region in order else ''} only; the others are in figure 5.",
            )
        )
    return Table(
        stamp(report), report.say("综合得分与位次", "Composite scores and ranks"), columns, rows, emphasis, tuple(notes)
    )
