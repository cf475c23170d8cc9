"""Neighbours in rank, from last year to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import label, stamp, tail
from incuanalysis.display.charts.places import move_words
from incuanalysis.display.items import Chart
from incuanalysis.evaluation.measures import change
from incuanalysis.evaluation.standing import peers
from incuanalysis.research.profile import NATION, Evaluation

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["peer_change"]


def peer_change(result: Evaluation, report: Report, indicator: str = "tenants", n: int = 2) -> Chart:
    """Draw a region and its neighbours in rank (the nation: the first ones), this year's value and last year's.

    Parameters
    ----------
    result
        The evaluation.
    report
        The report that the chart is made for.
    indicator
        What they are ranked by.
    n
        Neighbours on each side.
    """
    import seaborn as sns

    values = result.now[indicator].drop(index=NATION)
    chosen = (
        values.sort_values(ascending=False).head(2 * n + 1).index
        if report.is_nation
        else peers(values, report.region.id, n).index
    )
    before = (
        None if result.before is None or indicator not in result.before else result.before[indicator].reindex(chosen)
    )
    frame = pd.DataFrame({"now": values.reindex(chosen), "before": before if before is not None else float("nan")})
    names = [_name(result, region, indicator, report) for region in frame.index]
    colours = [theme.ACCENT if region == report.region.id else theme.BLUE for region in frame.index]
    made, axis = theme.figure(0.3 * len(frame) + 0.55)
    sns.barplot(
        x=frame["now"].to_numpy(),
        y=names,
        hue=names,
        palette=colours,
        orient="h",
        ax=axis,
        width=0.62,
        saturation=1,
        legend=False,
    )
    top = float(frame.max().max())
    for row, (now, was) in enumerate(frame[["now", "before"]].itertuples(index=False)):
        grown = change(now, was).percent if pd.notna(was) else None
        text = numbers.digits(now) + (
            report.say(f"（{numbers.signed(grown)}）", f" ({numbers.signed(grown)})") if grown is not None else ""
        )
        if pd.notna(was):
            axis.plot([was, was], [row - 0.31, row + 0.31], color="#2B3642", lw=2.2, solid_capstyle="butt")
            axis.plot([was, was], [row - 0.31, row + 0.31], color="white", lw=1.0, solid_capstyle="butt")
        axis.text(max(now, 0 if pd.isna(was) else was) + top * 0.012, row, text, va="center", fontsize=9)
    axis.set_xlim(0, top * 1.22)
    axis.set_xticks([])
    axis.set_ylabel("")
    unit = report.words.indicators.get(indicator).unit
    axis.set_title(f"{label(indicator, report)}{report.say(f'（{unit}）', '')}")
    axis.spines[["left", "bottom"]].set_visible(False)
    has_before = bool(frame["before"].notna().any())
    note = (
        report.say(
            f"竖线为{report.period.first.year - 1}年数值，括号内为比上年增减。",
            f"The tick marks {report.period.first.year - 1}; the change on that year stands in brackets.",
        )
        if has_before
        else ""
    )
    return Chart(
        stamp(report), made, _caption(result, frame, indicator, report), _alt(frame, names, has_before, report), note
    )


def _name(result: Evaluation, region: str, indicator: str, report: Report) -> str:
    place = result.place(indicator, region)
    rank = "" if place is None or pd.isna(place["rank"]) else str(place["rank"])
    return f"{rank} {report.region_name(region)}"


def _caption(result: Evaluation, frame: pd.DataFrame, indicator: str, report: Report) -> str:
    name = label(indicator, report)
    if report.is_nation:
        first, second = frame.index[0], frame.index[1]
        return report.say(
            f"{name}数居前两位的是{report.region_name(first)}、{report.region_name(second)}",
            f"{name}: {report.region_name(first)} and {report.region_name(second)} lead",
        )
    place = result.place(indicator)
    if place is None or pd.isna(place["rank"]):
        return report.say(f"{name}位次相邻的省份", f"Provinces next in rank by {name.lower()}")
    zh = f"{report.short}{name}数居全国第{place['rank']}位"
    en = f"{report.short} is {numbers.ordinal_place(place['rank'], place['of'], 'en')} by {name.lower()}"
    if moved := move_words(place["moved"], report):
        zh, en = f"{zh}，{moved}", f"{en}, {moved}"
    return report.say(zh, en)


def _alt(frame: pd.DataFrame, names: list[str], has_before: bool, report: Report) -> str:
    parts = []
    for name, (now, was) in zip(names, frame[["now", "before"]].itertuples(index=False), strict=True):
        parts.append(
            f"{name} {numbers.digits(now)}"
            + (
                report.say(f"（上年{numbers.digits(was)}）", f" (year before {numbers.digits(was)})")
                if has_before
                else ""
            )
        )
    return report.say("条形图，按位次。", "Bar chart by rank. ") + tail(report, parts)
