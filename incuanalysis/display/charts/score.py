"""Composite scores: all provinces in order, and what a score is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers, theme
from incuanalysis.display.charts.common import label, listed, stamp, tail
from incuanalysis.display.items import Chart
from incuanalysis.research.composite import CompositeResult
from incuanalysis.research.profile import NATION, Evaluation

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["ranking", "score_breakdown"]


def ranking(result: Evaluation, report: Report) -> Chart:
    """Draw all provinces' scores with equal weights as bars and with entropy weights as dots."""
    import seaborn as sns

    order = result.equal.scores.sort_values(ascending=False, kind="stable").index
    names = [report.region_name(region) for region in order]
    colours = [theme.ACCENT if region == report.region.id else theme.BLUE for region in order]
    made, axis = theme.figure(2.5 if report.language == "zh" else 3.1)
    equal, entropy = report.say("等权法", "equal weights"), report.say("熵权法", "entropy weights")
    sns.barplot(
        x=names,
        y=result.equal.scores[order].to_numpy(),
        hue=names,
        palette=colours,
        ax=axis,
        width=0.66,
        saturation=1,
        legend=False,
    )
    axis.bar([0], [0], color=theme.BLUE, label=equal)
    axis.plot(
        range(len(order)),
        result.entropy.scores[order].to_numpy(),
        "D",
        color="#E3B061",
        markeredgecolor="white",
        markersize=5.5,
        label=entropy,
        lw=0,
    )
    axis.set_xticks(
        range(len(order)),
        ["\n".join(name) for name in names] if report.language == "zh" else names,
        rotation=0 if report.language == "zh" else 90,
        fontsize=8.5,
    )
    if (own := order.get_indexer(pd.Index([report.region.id]))[0]) >= 0:
        axis.get_xticklabels()[own].set_color(theme.ACCENT)
        axis.get_xticklabels()[own].set_fontweight("bold")
    axis.set_xlim(-0.7, len(order) - 0.3)
    axis.set_ylabel(report.say("综合得分", "Score"))
    axis.grid(axis="x", visible=False)
    axis.legend(loc="upper right", ncols=2)
    return Chart(
        stamp(report),
        made,
        _ranking_caption(result, report),
        _ranking_alt(result, order, report),
        _excluded(result, report),
    )


def score_breakdown(result: Evaluation, report: Report) -> Chart:
    """Draw the points that each indicator adds, with both weightings: the region's, the first's and the mean."""
    rows = _breakdown_rows(result, report)
    names = list(result.equal.contributions.columns)
    made, axis = theme.figure(0.31 * len(rows) + 1.05)
    left = [0.0] * len(rows)
    for index, name in enumerate(names):
        widths = [float(points[name]) for _text, points, _note in rows]
        axis.barh(
            range(len(rows)),
            widths,
            left=left,
            height=0.64,
            color=theme.SEQUENCE[index % len(theme.SEQUENCE)],
            label=label(name, report),
            edgecolor="white",
            linewidth=0.6,
        )
        left = [a + b for a, b in zip(left, widths, strict=True)]
    for row, (_text, _points, note) in enumerate(rows):
        axis.text(left[row] + 1, row, f"{numbers.digits(left[row], places=1)}{note}", va="center", fontsize=9)
    axis.set_yticks(range(len(rows)), [text for text, _points, _note in rows])
    axis.invert_yaxis()
    axis.set_xlim(0, max(left) * 1.2)
    axis.set_xticks([])
    axis.grid(visible=False)
    axis.spines[["left", "bottom"]].set_visible(False)
    made.legend(
        *axis.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=4 if report.language == "zh" else 3,
        handlelength=1.0,
        columnspacing=1.2,
        fontsize=8.5,
    )
    return Chart(stamp(report), made, _breakdown_caption(result, report), _breakdown_alt(rows, names, report))


def _breakdown_rows(result: Evaluation, report: Report) -> list[tuple[str, pd.Series, str]]:
    methods = [(report.say("等权", "equal"), result.equal), (report.say("熵权", "entropy"), result.entropy)]
    rows = []
    if report.is_nation or report.region.id not in result.equal.scores.index:
        for region in result.equal.scores.sort_values(ascending=False, kind="stable").index[:6]:
            rows.append(
                (
                    report.region_name(region),
                    result.equal.contributions.loc[region],
                    _place(result.equal, region, report),
                )
            )
        rows.append((report.say("各省（区、市）平均", "Mean"), result.equal.contributions.mean(), ""))
        return rows
    for text, scored in methods:
        rows.append(
            (
                f"{report.short}·{text}",
                scored.contributions.loc[report.region.id],
                _place(scored, report.region.id, report),
            )
        )
    for text, scored in methods:
        first = scored.scores.sort_values(ascending=False, kind="stable").index[0]
        if first != report.region.id:
            rows.append(
                (f"{report.region_name(first)}·{text}", scored.contributions.loc[first], _place(scored, first, report))
            )
    for text, scored in methods:
        rows.append((report.say(f"各省（区、市）平均·{text}", f"Mean · {text}"), scored.contributions.mean(), ""))
    return rows


def _place(scored: CompositeResult, region: str, report: Report) -> str:
    return report.say(
        f"（第{scored.ranks[region]}位）", f" ({numbers.ordinal_place(scored.ranks[region], len(scored.ranks), 'en')})"
    )


def _ranking_caption(result: Evaluation, report: Report) -> str:
    region = report.region.id
    if region in result.equal.scores.index:
        equal, entropy = result.equal.ranks[region], result.entropy.ranks[region]
        return report.say(
            f"{report.short}综合得分"
            + (f"两种方法均居第{equal}位" if equal == entropy else f"按等权法居第{equal}位、按熵权法居第{entropy}位"),
            f"{report.short} is {numbers.ordinal_place(equal, len(result.equal.ranks), 'en')} with equal and {numbers.ordinal_place(entropy, len(result.entropy.ranks), 'en')} with entropy weights",
        )
    first = result.equal.scores.sort_values(ascending=False, kind="stable").index[:3]
    named = report.say("、", ", ").join(report.region_name(r) for r in first)
    return report.say(f"综合得分前三位：{named}（等权法）", f"Highest composite scores: {named} (equal weights)")


def _ranking_alt(result: Evaluation, order: pd.Index, report: Report) -> str:
    parts = [
        f"{report.region_name(r)} {numbers.digits(result.equal.scores[r], places=1)}/{numbers.digits(result.entropy.scores[r], places=1)}"
        for r in order
    ]
    return report.say("条形图，等权法/熵权法得分。", "Bar chart, score with equal/entropy weights. ") + tail(
        report, parts
    )


def _breakdown_caption(result: Evaluation, report: Report) -> str:
    region = report.region.id
    if region not in result.equal.scores.index:
        return report.say("综合得分前列省份的得分构成（等权法）", "What the highest scores are made of (equal weights)")
    values = result.equal.normalised.loc[region]
    best = listed([label(str(name), report) for name in values.index[values == values.max()]], report)
    worst = listed([label(str(name), report) for name in values.index[values == values.min()]], report)
    return report.say(
        f"得分构成：{best}的标准化值最高，{worst}的最低",
        f"What the score is made of: {best} has the highest normalised value, {worst} the lowest",
    )


def _breakdown_alt(rows: list[tuple[str, pd.Series, str]], names: list[str], report: Report) -> str:
    parts = []
    for text, points, note in rows:
        pieces = report.say("、", ", ").join(
            f"{label(name, report)} {numbers.digits(points[name], places=1)}" for name in names
        )
        parts.append(f"{text}{note}{report.say('：', ': ')}{pieces}")
    return report.say("堆积条形图，各指标贡献的分数。", "Stacked bars, points by indicator. ") + tail(report, parts)


def _excluded(result: Evaluation, report: Report) -> str:
    left_out = [exclusion.region for exclusion in result.equal.excluded if exclusion.region != NATION]
    if not left_out:
        return ""
    names = report.say("、", ", ").join(report.region_name(region) for region in left_out)
    return report.say(f"{names}因数据不全未参加综合评分。", f"{names}: no score, figures are missing.")
