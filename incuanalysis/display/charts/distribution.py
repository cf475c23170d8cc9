"""Where a region stands among all: every province a dot, measured by the median."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import label, listed, stamp, tail
from incuanalysis.display.charts.places import extremes, named_place
from incuanalysis.display.items import Chart
from incuanalysis.research.profile import NATION, SCORE_LEVELS, SCORE_RATIOS, Evaluation

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["distribution"]

_TICKS = (1 / 64, 1 / 16, 1 / 4, 1, 4, 16)
_TICK_LABELS = ("1/64", "1/16", "1/4", "1", "4", "16")


def distribution(result: Evaluation, report: Report) -> Chart:
    """Draw each measure's values as multiples of the provinces' median, on a scale of doublings.

    A value of zero has no place on such a scale; it is drawn at the left edge and said in the note.
    """
    import numpy as np
    import seaborn as sns

    panel = result.now.join(result.ratios)
    names = [name for name in (*SCORE_LEVELS, *SCORE_RATIOS) if name in panel]
    provinces = panel.drop(index=NATION)[names]
    medians = provinces.median()
    multiples = (provinces / medians).where(provinces > 0)
    floor = float(np.nanmin(multiples.to_numpy())) / 1.6
    zeros = int((provinces == 0).to_numpy().sum())
    points = (
        multiples.where(provinces != 0, floor).melt(var_name="measure", value_name="times", ignore_index=False).dropna()
    )
    made, axis = theme.figure(0.3 * len(names) + 0.75)
    points["row"] = points["measure"].map({name: label(name, report) for name in names})
    order = [label(name, report) for name in names]
    sns.stripplot(
        data=points, x="times", y="row", order=order, jitter=False, color=theme.GREY, alpha=0.45, size=5, ax=axis
    )
    top = float(points["times"].max())
    for row, name in enumerate(names):
        axis.plot([1, 1], [row - 0.3, row + 0.3], color=theme.BLUE, lw=1.6)
        own = None if report.is_nation else points[(points["measure"] == name) & (points.index == report.region.id)]
        if own is not None and len(own):
            axis.plot(own["times"], [row], "o", color=theme.ACCENT, markersize=8.5, markeredgecolor="white")
        axis.text(top * 1.35, row, _margin(result, name, report), va="center", fontsize=9)
    axis.set_xscale("log", base=2)
    axis.set_xlim(floor / 1.3, top * 1.25)
    shown = [(tick, text) for tick, text in zip(_TICKS, _TICK_LABELS, strict=True) if floor / 1.3 <= tick <= top * 1.25]
    axis.set_xticks([tick for tick, _ in shown], [text for _, text in shown])
    axis.minorticks_off()
    axis.set_xlabel(
        report.say(
            "相当于各省（区、市）中位数的倍数（对数刻度；蓝线为中位数）",
            "Multiple of the provinces' median (log scale; the blue line is the median)",
        )
    )
    axis.set_ylabel("")
    note = report.say(f"有{zeros}个零值画在左缘。", f"{zeros} zero values are drawn at the left edge.") if zeros else ""
    return Chart(stamp(report), made, _caption(result, names, report), _alt(result, names, medians, report), note)


def _margin(result: Evaluation, name: str, report: Report) -> str:
    if report.is_nation:
        best = result.standing[(result.standing["indicator"] == name) & (result.standing["rank"] == 1)]["region"]
        return report.say("最高 ", "top: ") + report.region_name(str(best.iloc[0]))
    place = result.place(name)
    if place is None or pd.isna(place["rank"]):
        return report.say("不排名", "unranked")
    return report.say(f"第{place['rank']}位", f"{place['rank']} of {place['of']}")


def _caption(result: Evaluation, names: list[str], report: Report) -> str:
    if report.is_nation:
        tenants = result.now.drop(index=NATION)["tenants"].sort_values(ascending=False)
        top = numbers.percent(tenants.head(5).sum() / tenants.sum() * 100)
        return report.say(
            f"省际差距大：在孵企业最多的5个省（区、市）占全国的{top}",
            f"Provinces differ widely: the five with most tenants hold {top} of them",
        )
    found = extremes(result, names)
    if found is None:
        return report.say("在各省（区、市）中的位置", "Place among the provinces")
    best, worst = named_place(found.best_names, found.best, report), named_place(found.worst_names, found.worst, report)
    if found.best == found.worst:
        return report.say(f"图中{len(names)}项指标，{best}", f"Of the {len(names)} measures here, {best}")
    return report.say(
        f"图中{len(names)}项指标中，{best}，位次最前；{worst}，位次最后",
        f"Of the {len(names)} measures here, best {best}, last {worst}",
    )


def _alt(result: Evaluation, names: list[str], medians: pd.Series, report: Report) -> str:
    parts = []
    for name in names:
        margin = _margin(result, name, report)
        parts.append(
            report.say(
                f"{label(name, report)}：中位数{numbers.decimals(medians[name])}，{margin}",
                f"{label(name, report)}: median {numbers.decimals(medians[name])}, {margin}",
            )
        )
    head = report.say("点图，各省份一点。", "Dot chart, one dot a province. ")
    return head + tail(report, parts) if parts else head + listed([], report)
