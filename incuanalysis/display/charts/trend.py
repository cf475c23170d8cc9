"""Trends over the years; a gap in the statistics stays a gap in the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import label, stamp, tail
from incuanalysis.display.items import Chart
from incuanalysis.research.trends import stretches

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuanalysis.display.context import Report
    from incuanalysis.research.profile import ProfileData

__all__ = ["trend"]

#: A start below this makes multiples meaningless.
_SMALL_START = 30


def trend(
    data: ProfileData, report: Report, indicators: tuple[str, ...] = ("incubators", "tenants", "tenant_employees")
) -> Chart:
    """Draw the history of some indicators, one panel each, with the years without data left open.

    Parameters
    ----------
    data
        The profile's data.
    report
        The report that the chart is made for.
    indicators
        Ids; those without a figure are left out.
    """
    histories = {name: data.history(report.region.id, name) for name in indicators}
    histories = {name: history for name, history in histories.items() if len(history)}
    made, axes = theme.figure(2.35, columns=len(histories), squeeze=False)
    years = sorted({int(year) for history in histories.values() for year in history.index})
    for axis, (name, history) in zip(axes[0], histories.items(), strict=True):
        _panel(axis, history, years, f"{label(name, report)}{_unit(name, report)}", report)
    return Chart(stamp(report), made, _caption(histories, report), _alt(histories, report))


def _panel(axis: Axes, history: pd.Series, years: list[int], title: str, report: Report) -> None:
    import seaborn as sns

    for stretch in stretches(history):
        sns.lineplot(
            x=stretch.index, y=stretch.to_numpy(), ax=axis, color=theme.BLUE, marker="o", markersize=5, linewidth=1.8
        )
    top = float(history.max())
    axis.set_ylim(0, top * 1.28 if top > 0 else 1)
    axis.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    for first, last in _gaps(years):
        axis.axvspan(first - 0.6, last + 0.6, color=theme.PALE, lw=0)
        axis.text(
            (first + last) / 2,
            top * 0.06,
            report.say("未收录", "not held"),
            ha="center",
            va="bottom",
            fontsize=8,
            color=theme.GREY,
        )
    for year, below in dict.fromkeys(((history.index[0], _rises(history)), (history.index[-1], False))):
        axis.annotate(
            numbers.digits(history[year]),
            (year, history[year]),
            (0, -13 if below else 7),
            textcoords="offset points",
            ha="left" if below else "center",
            fontsize=8.5,
        )
    axis.set_title(title)
    ticks = _spaced(years)
    axis.set_xticks(ticks, [str(year) for year in ticks])
    axis.set(xlabel="", ylabel="")
    axis.set_yticks([])
    axis.grid(visible=False)
    axis.spines["left"].set_visible(False)


def _unit(name: str, report: Report) -> str:
    unit = report.words.indicators.get(name).unit
    return f"（{unit}）" if report.language == "zh" else ""


def _gaps(years: list[int]) -> list[tuple[int, int]]:
    return [(a + 1, b - 1) for a, b in zip(years, years[1:], strict=False) if b - a > 1]


def _rises(history: pd.Series) -> bool:
    """Tell whether the line goes up from its first point, where a label above it would be crossed."""
    return len(history) > 1 and bool(history.iloc[1] > history.iloc[0])


def _spaced(years: list[int]) -> list[int]:
    """Return the years to be written below the axis: both ends, and others that leave room."""
    kept = [years[0]]
    for year in years[1:-1]:
        if year - kept[-1] >= 2 and years[-1] - year >= 2:
            kept.append(year)
    return [*kept, years[-1]] if len(years) > 1 else kept


def _caption(histories: dict[str, pd.Series], report: Report) -> str:
    name, history = next((item for item in histories.items() if item[0] == "tenants"), next(iter(histories.items())))
    first, last = int(history.index[0]), int(history.index[-1])
    unit = report.words.indicators.get(name).unit
    if first == last:
        return report.say(
            f"{label(name, report)}等指标仅收录{first}年", f"{label(name, report)} and others: {first} only"
        )
    start, end = numbers.digits(history[first]), numbers.digits(history[last])
    grown = bool(history[last] >= history[first])
    zh = f"{label(name, report)}由{first}年的{start}{unit}{'增至' if grown else '减至'}{last}年的{end}{unit}"
    en = f"{label(name, report)} {'rose' if grown else 'fell'} from {start} in {first} to {end} in {last}"
    if history[first] >= _SMALL_START:
        times, less = history[last] / history[first], (1 - history[last] / history[first]) * 100
        zh += f"，为{first}年的{times:.1f}倍" if grown else f"，减少{numbers.percent(less)}"
        en += f", {times:.1f} times as many" if grown else f", {numbers.percent(less)} less"
    gaps = _gaps([int(year) for year in history.index])
    if gaps:
        zh += f"（{'、'.join(f'{a}—{b}年' if a != b else f'{a}年' for a, b in gaps)}未收录）"
        en += f" ({', '.join(f'{a}–{b}' if a != b else str(a) for a, b in gaps)} not held)"
    return report.say(zh, en)


def _alt(histories: dict[str, pd.Series], report: Report) -> str:
    parts = []
    for name, history in histories.items():
        values = report.say("、", ", ").join(
            f"{year}{report.say('年', '')} {numbers.digits(value)}" for year, value in history.items()
        )
        parts.append(report.say(f"{label(name, report)}：{values}", f"{label(name, report)}: {values}"))
    return report.say("折线图。", "Line charts. ") + tail(report, parts)
