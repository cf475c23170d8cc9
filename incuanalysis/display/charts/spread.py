"""How the values of a region's units are spread: one row an indicator, outliers ringed and named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import label, stamp, tail
from incuanalysis.display.charts.returns import plain
from incuanalysis.display.items import Chart
from incuanalysis.intake.audit.spread import Spread

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuanalysis.display.context import Report

__all__ = ["spread_chart"]

_NAMED_A_ROW = 2


def spread_chart(spreads: Sequence[Spread], who: Callable[[str], str], report: Report) -> Chart:
    """Draw each indicator's values as multiples of their median, on a scale of doublings.

    A zero has no place on such a scale; it is drawn at the left edge and said in the note.

    Parameters
    ----------
    spreads
        What is drawn.
    who
        A unit's name by its id.
    report
        The report that the chart is made for.
    """
    made, axis = theme.figure(0.42 * len(spreads) + 0.85)
    multiples = [spread.values / spread.median for spread in spreads]
    positive = [value for row in multiples for value in row[row > 0]]
    least, most = min(*positive, 0.5), max(*positive, 2.0)
    floor = least / 1.7
    zeros = 0
    for down, (spread, row) in enumerate(zip(spreads, multiples, strict=True)):
        zero = row <= 0
        zeros += int(zero.sum())
        axis.plot([1, 1], [down - 0.3, down + 0.3], color=theme.BLUE, lw=1.6)
        axis.plot(row.where(~zero, floor), [down] * len(row), "o", color=theme.GREY, alpha=0.5, markersize=5)
        _ring(axis, spread, down, who)
    axis.set_yticks(range(len(spreads)), [label(spread.indicator, report) for spread in spreads])
    axis.set_ylim(len(spreads) - 0.4, -0.6)
    axis.set_xscale("log", base=2)
    axis.set_xlim(floor / 1.3, most * 1.7)
    ticks = [(2.0**power, str(2**power) if power >= 0 else f"1/{2**-power}") for power in _powers(floor, most)]
    axis.set_xticks([tick for tick, _ in ticks], [text for _, text in ticks])
    axis.minorticks_off()
    axis.set_xlabel(
        report.say(
            "相当于各单位中位数的倍数（对数刻度；蓝线为中位数，红圈为离群值）",
            "Multiple of the units' median (log scale; blue line: median, red ring: outlier)",
        )
    )
    note = report.say(f"有{zeros}个零值画在左缘。", f"Zeros drawn at the left edge: {zeros}.") if zeros else ""
    return Chart(stamp(report), made, _caption(spreads, report), _alt(spreads, who, report), note)


def _ring(axis: Axes, spread: Spread, down: int, who: Callable[[str], str]) -> None:
    for number, outlier in enumerate(spread.outliers):
        at = outlier.value / spread.median
        axis.plot(
            at, down, "o", markerfacecolor="none", markeredgecolor=theme.ACCENT, markeredgewidth=1.5, markersize=10
        )
        if number < _NAMED_A_ROW:
            axis.annotate(
                who(outlier.unit),
                (at, down),
                (0, 7),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=8,
                color=theme.ACCENT,
            )


def _powers(floor: float, most: float) -> list[int]:
    """Return the powers of two to be written below the axis: 1, and others at even distances, at most nine."""
    from math import ceil, log2
    from math import floor as down

    low, high = ceil(log2(floor)), down(log2(most * 1.5))
    step = max(1, ceil((high - low) / 8))
    return [power for power in range(low, high + 1) if power % step == 0]


def _caption(spreads: Sequence[Spread], report: Report) -> str:
    far = sum(len(spread.outliers) for spread in spreads)
    units = max(len(spread.values) for spread in spreads)
    if not any(spread.judged for spread in spreads):
        return report.say(
            f"{len(spreads)}项主要指标在各单位（最多{units}个）的分布；单位数不足，不判断离群",
            f"Spread of {len(spreads)} main indicators over at most {units} units; too few to judge outliers",
        )
    return report.say(
        f"{len(spreads)}项主要指标在各单位（最多{units}个）的分布：{f'离群值{far}个' if far else '没有离群值'}",
        f"Spread of {len(spreads)} main indicators over at most {units} units: {f'outliers: {far}' if far else 'no outliers'}",
    )


def _alt(spreads: Sequence[Spread], who: Callable[[str], str], report: Report) -> str:
    parts = []
    for spread in spreads:
        low, high = (numbers.decimals(float(f(spread.values)) / spread.median) for f in (min, max))
        name, median = label(spread.indicator, report), plain(spread.median, report.language)
        zh = f"{name}：{len(spread.values)}个单位，中位数{median}，为中位数的{low}至{high}倍"
        en = f"{name}: {len(spread.values)} units, median {median}, from {low} to {high} times the median"
        if spread.outliers:
            names = [who(outlier.unit) for outlier in spread.outliers]
            zh, en = f"{zh}，离群值{'、'.join(names)}", f"{en}, outliers {', '.join(names)}"
        parts.append(report.say(zh, en))
    return report.say("点图，各单位一点。", "Dot chart, one dot a unit. ") + tail(report, parts)
