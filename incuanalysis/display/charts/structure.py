"""Structure: what the incubators' firms and the carriers consist of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import stamp, tail
from incuanalysis.display.items import Chart
from incuanalysis.research.profile import NATION, Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from incuanalysis.display.context import Report

__all__ = ["structure"]


def structure(result: Evaluation, report: Report) -> Chart:
    """Draw the shares of tenants among resident firms and of incubators among carriers, beside the nation and the year before."""
    bars = _bars(result, report)
    panels = [_firms(bars, report)]
    if {"makerspaces", "incubators"} <= set(result.now.columns):
        panels.append(_carriers(bars, report))
    made, axes = theme.figure(0.36 * len(bars) + 1.05, columns=len(panels), squeeze=False)
    for axis, (title, shares, legend) in zip(axes[0], panels, strict=True):
        _draw(axis, title, shares, legend)
    for axis in axes[0][1:]:
        axis.set_yticklabels([])
    contradictory = [name for name, share in panels[0][1].items() if pd.isna(share)]
    note = ""
    if contradictory:
        names = report.say("、", ", ").join(contradictory)
        note = report.say(
            f"{names}：来源中在孵企业多于孵化器内企业总数，占比不画。",
            f"{names}: the source prints more tenants than resident firms; no share is drawn.",
        )
    elif not report.is_nation:
        note = report.say(
            "差数按未舍入的数计算，与图中数相减可能相差0.1个百分点。",
            "Differences are of the numbers before rounding and may deviate by 0.1.",
        )
    return Chart(stamp(report), made, _caption(panels, report), _alt(panels, report), note)


def _bars(result: Evaluation, report: Report) -> list[tuple[str, pd.Series]]:
    year = report.period.first.year
    suffix = report.say("年", "")
    own = [(f"{report.short} {year}{suffix}", result.own)]
    if result.before is not None and result.region in result.before.index:
        own.insert(0, (f"{report.short} {year - 1}{suffix}", result.before.loc[result.region]))
    if report.is_nation:
        return own
    return [*own, (f"{report.region_name(NATION)} {year}{suffix}", result.whole)]


def _firms(bars: list[tuple[str, pd.Series]], report: Report) -> tuple[str, dict[str, float], tuple[str, str]]:
    shares = {}
    for name, row in bars:
        share = row.get("tenants", float("nan")) / row.get("resident_firms", float("nan")) * 100
        shares[name] = share if share <= 100 else float("nan")
    return (
        report.say("孵化器内企业", "Firms inside incubators"),
        shares,
        (report.say("在孵企业", "tenants"), report.say("其他企业", "others")),
    )


def _carriers(bars: list[tuple[str, pd.Series]], report: Report) -> tuple[str, dict[str, float], tuple[str, str]]:
    shares = {
        name: row["incubators"] / (row["incubators"] + row["makerspaces"]) * 100
        for name, row in bars
        if {"makerspaces", "incubators"} <= set(row.index)
    }
    return (
        report.say("孵化载体", "Carriers"),
        shares,
        (report.say("孵化器", "incubators"), report.say("众创空间", "makerspaces")),
    )


def _draw(axis: Axes, title: str, shares: dict[str, float], legend: tuple[str, str]) -> None:
    import seaborn as sns

    names = list(shares)
    whole = [100.0 if pd.notna(share) else 0.0 for share in shares.values()]
    sns.barplot(
        x=whole, y=names, orient="h", color=theme.SEQUENCE[5], ax=axis, width=0.62, saturation=1, label=legend[1]
    )
    sns.barplot(
        x=list(shares.values()),
        y=names,
        orient="h",
        color=theme.BLUE,
        ax=axis,
        width=0.62,
        saturation=1,
        label=legend[0],
    )
    for row, share in enumerate(shares.values()):
        if pd.notna(share):
            axis.text(
                share - 2 if share > 16 else share + 2,
                row,
                numbers.percent(share),
                va="center",
                ha="right" if share > 16 else "left",
                color="white" if share > 16 else theme.BLUE,
                fontsize=9,
            )
            if share < 82:
                axis.text(98, row, numbers.percent(100 - share), va="center", ha="right", color="#2B3642", fontsize=9)
    axis.set_xlim(0, 100)
    axis.set_xticks([])
    axis.set_title(title)
    axis.spines[["left", "bottom"]].set_visible(False)
    handles, labels = axis.get_legend_handles_labels()
    axis.legend(handles[::-1], labels[::-1], loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=2, handlelength=1.0)


def _caption(panels: list[tuple[str, dict[str, float], tuple[str, str]]], report: Report) -> str:
    shares = panels[0][1]
    own = list(shares.values())[0 if len(shares) == 1 else -1 if report.is_nation else -2]
    if pd.isna(own):
        return report.say("孵化器内企业与孵化载体的构成", "What incubators' firms and the carriers consist of")
    whole = list(shares.values())[-1]
    if report.is_nation or pd.isna(whole):
        return report.say(
            f"孵化器内企业中在孵企业占{numbers.percent(own)}",
            f"Tenants make up {numbers.percent(own)} of the firms inside incubators",
        )
    gap = own - whole
    more_zh, more_en = ("高于", "above") if gap >= 0 else ("低于", "below")
    return report.say(
        f"孵化器内企业中在孵企业占{numbers.percent(own)}，{more_zh}全国{numbers.points(abs(gap))}",
        f"Tenants make up {numbers.percent(own)} of the firms inside incubators, {numbers.points(abs(gap), 'en')} {more_en} the nation",
    )


def _alt(panels: list[tuple[str, dict[str, float], tuple[str, str]]], report: Report) -> str:
    parts = []
    for title, shares, legend in panels:
        said = report.say("、", ", ").join(
            f"{name} {numbers.percent(share, report.language)}" for name, share in shares.items()
        )
        parts.append(
            report.say(f"{title}中{legend[0]}占比：{said}", f"Share of {legend[0]} in {title.lower()}: {said}")
        )
    return report.say("条形图。", "Bar charts. ") + tail(report, parts)
