"""Headings and paragraphs of the annual profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers
from incuanalysis.display.annual_profile.findings import moved_words
from incuanalysis.display.charts.common import label, listed, stamp
from incuanalysis.display.items import Heading, Prose
from incuanalysis.evaluation.measures import change, share
from incuanalysis.research.profile import INCUBATOR, MAKERSPACE, NATION, Evaluation, ProfileData
from incuanalysis.research.trends import average_annual_growth

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["heading", "overview", "place_text", "ratio_text", "score_text", "trend_text"]

_HEADINGS = {
    "overview": ("一、总体情况", "1 Overview"),
    "trend": ("二、发展趋势", "2 Trend"),
    "place": ("三、在全国的位置", "3 Place among the provinces"),
    "place_nation": ("三、省际分布", "3 Distribution over the provinces"),
    "structure": ("四、结构与效率", "4 Structure and intensity"),
    "score": ("五、综合评价", "5 Composite score"),
    "remarks": ("六、数据说明", "6 Remarks on the data"),
    "method": ("七、方法与来源", "7 Method and sources"),
}


def heading(section: str, report: Report) -> Heading:
    """Return a section's heading."""
    key = "place_nation" if section == "place" and report.is_nation else section
    return Heading(stamp(report), report.say(*_HEADINGS[key]))


def overview(result: Evaluation, report: Report) -> Prose:
    """Say the year's figures: incubators first, then makerspaces."""
    paragraphs = [_paragraph(result, report, INCUBATOR, report.say("科技企业孵化器", "Incubators"))]
    if "makerspaces" in result.now:
        paragraphs.append(_paragraph(result, report, MAKERSPACE, report.say("众创空间", "Makerspaces")))
    return Prose(stamp(report), "\n\n".join(paragraphs))


def _paragraph(result: Evaluation, report: Report, names: tuple[str, ...], who: str) -> str:
    year = report.period.first.year
    clauses = [_clause(name, result, report) for name in names if name in result.now]
    lead = report.say(f"**{who}。**{year}年，{report.name}", f"**{who}.** {report.name}, {year}: ")
    return lead + report.say("；", "; ").join(clauses) + report.say("。", ".")


def _clause(name: str, result: Evaluation, report: Report) -> str:
    indicator = report.words.indicators.get(name)
    value = result.own[name]
    if pd.isna(value):
        return report.say(f"{indicator.zh}来源未列数据", f"no figure for {indicator.en.lower()}")
    written = numbers.quantity(float(value), name, report.words, report.language)
    parts_zh, parts_en = [f"{indicator.zh}{written}"], [f"{indicator.en.lower()} {written}"]
    if result.before is not None and name in result.before:
        grown = change(value, result.before.loc[result.region, name])
        if grown.percent is not None:
            parts_zh.append(f"比上年{numbers.change_words(grown.percent)}")
            parts_en.append(numbers.change_words(grown.percent, "en"))
    if not report.is_nation:
        part = share(float(value), float(result.whole[name]))
        place = result.place(name)
        if place is not None and pd.notna(place["rank"]):
            parts_zh.append(f"占全国的{numbers.share_of(part)}、居第{place['rank']}位")
            parts_en.append(
                f"{numbers.share_of(part, 'en')} of the nation, {numbers.ordinal_place(place['rank'], place['of'], 'en')}"
            )
    return report.say("，".join(parts_zh), ", ".join(parts_en))


def trend_text(data: ProfileData, result: Evaluation, report: Report) -> Prose:
    """Say the growth within each unbroken stretch, the average over all, and what a trend would need."""
    sentences = []
    for name in ("incubators", "tenants", "tenant_employees"):
        history = data.history(report.region.id, name)
        if len(history) < 2:
            continue
        mean = average_annual_growth(history)
        first, last = int(history.index[0]), int(history.index[-1])
        if mean.percent is None:
            continue
        sentences.append(
            report.say(
                f"{report.words.indicators.get(name).zh}{first}—{last}年年均{numbers.change_words(mean.percent)}",
                f"{label(name, report)}: {numbers.change_words(mean.percent, 'en')} a year on average from {first} to {last}",
            )
        )
    history = data.history(report.region.id, "tenants")
    years = [int(year) for year in history.index]
    gaps = [(a + 1, b - 1) for a, b in zip(years, years[1:], strict=False) if b - a > 1]
    text = report.say("；", "; ").join(sentences) + report.say("。", ".") if sentences else ""
    for first, last in gaps:
        text += report.say(
            f"{first}—{last}年缺数据，年均增速只由首尾两年算出，不代表中间各年；环比只在连续年份内计算。",
            f" There are no data for {first}–{last}: the average rests on the two ends only, and yearly growth is computed within unbroken stretches only.",
        )
    trend = result.trends.get("tenants")
    if trend is not None and trend.reason is not None:
        text += trend.reason.zh if report.language == "zh" else f" {trend.reason.en}"
    elif trend is not None and trend.growth is not None:
        text += report.say(
            f"对数线性趋势的年增速为{numbers.percent(trend.growth)}（95%置信区间{numbers.percent(trend.low)}至{numbers.percent(trend.high)}）。",
            f" The log-linear trend is {numbers.percent(trend.growth)} a year (95 % interval {numbers.percent(trend.low)} to {numbers.percent(trend.high)}).",
        )
    return Prose(stamp(report), text)


def place_text(result: Evaluation, report: Report) -> Prose:
    """Say how many indicators moved up and down in rank; for the nation, how the provinces moved."""
    if report.is_nation:
        return Prose(stamp(report), _provinces_moved(result, report))
    rows = result.standing[
        (result.standing["region"] == report.region.id) & result.standing["indicator"].isin(result.now.columns)
    ]
    ranked = rows[rows["rank"].notna()]
    top = [label(name, report) for name in ranked[ranked["rank"] <= 5]["indicator"]]
    text_zh = f"在{len(ranked)}项可排名的指标中，居全国前5位的有{len(top)}项" + (
        f"（{listed(top, report)}）" if top else ""
    )
    text_en = f"Of {len(ranked)} ranked indicators {len(top)} are among the first five" + (
        f" ({listed(top, report)})" if top else ""
    )
    moved = ranked[ranked["moved"].notna()]
    if len(moved):
        up, down = int((moved["moved"] > 0).sum()), int((moved["moved"] < 0).sum())
        text_zh += f"。与上年相比，位次前进的有{up}项、后退的有{down}项、不变的有{len(moved) - up - down}项"
        text_en += f". On the year before {up} moved up, {down} moved down and {len(moved) - up - down} stayed"
        most = moved.loc[moved["moved"].abs().astype(float).idxmax()]
        if int(most["moved"]) != 0:
            text_zh += f"，变动最大的是{label(most['indicator'], report)}，{moved_words(most['moved'], report)}"
            text_en += f"; the largest move is {label(most['indicator'], report).lower()}, {moved_words(most['moved'], report)}"
    return Prose(stamp(report), report.say(text_zh + "。", text_en + "."))


def _provinces_moved(result: Evaluation, report: Report) -> str:
    if result.before is None:
        year = report.period.first.year
        return report.say(
            f"{year - 1}年缺数据，不作省际增减比较。",
            f"There are no figures for {year - 1}; the provinces' growth is not compared.",
        )
    now, was = result.now["tenants"].drop(index=NATION), result.before["tenants"].drop(index=NATION)
    up, down = int((now > was).sum()), int((now < was).sum())
    gain = (now - was).sort_values(ascending=False)
    named = listed(
        [
            f"{report.region_name(str(r))}（{numbers.digits(v)}家）"
            if report.language == "zh"
            else f"{report.region_name(str(r))} ({numbers.digits(v)})"
            for r, v in gain.head(3).items()
        ],
        report,
    )
    return report.say(
        f"与上年相比，在孵企业增加的省份有{up}个、减少的有{down}个；增加最多的是{named}。",
        f"Tenants rose in {up} provinces and fell in {down}; the largest gains: {named}.",
    )


def ratio_text(result: Evaluation, report: Report) -> Prose:
    """Say the ratios beside the nation's."""
    own, whole = result.ratios.loc[report.region.id], result.ratios.loc[NATION]
    zh, en = [], []
    for ratio in result.ratio_list:
        if ratio.direction != "higher" or pd.isna(own[ratio.id]):
            continue
        written = f"{label(ratio.id, report)}{numbers.decimals(own[ratio.id])}{ratio.unit.split('/')[0]}"
        if report.is_nation:
            zh.append(written)
            en.append(f"{label(ratio.id, report)} {numbers.decimals(own[ratio.id])}")
            continue
        gap = own[ratio.id] / whole[ratio.id] * 100 if whole[ratio.id] else float("nan")
        zh.append(f"{written}，为全国平均的{numbers.percent(gap, places=0)}")
        en.append(
            f"{label(ratio.id, report)} {numbers.decimals(own[ratio.id])}, {numbers.percent(gap, places=0)} of the national ratio"
        )
    if not zh:
        return Prose(stamp(report), report.say("可计算的比率不足。", "No ratio can be computed."))
    return Prose(stamp(report), report.say("；".join(zh) + "。", "; ".join(en) + "."))


def score_text(result: Evaluation, report: Report) -> Prose:
    """Say how far the two weightings agree, and which weights the entropy method gave."""
    weights = result.entropy.weights.sort_values(ascending=False)
    top = listed(
        [
            f"{label(str(name), report)}（{numbers.percent(value * 100)}）"
            if report.language == "zh"
            else f"{label(str(name), report)} ({numbers.percent(value * 100)})"
            for name, value in weights.head(3).items()
        ],
        report,
    )
    count = len(result.equal.scores)
    zh = f"对{count}个省份的{len(weights)}项指标作极差标准化后加权，等权法每项权重{numbers.percent(100 / len(weights))}；熵权法权重较大的是{top}"
    en = f"{len(weights)} indicators of {count} provinces are min–max normalised and weighted; each weighs {numbers.percent(100 / len(weights))} with equal weights, and the entropy method puts most on {top}"
    if result.comparison.spearman is not None:
        zh += f"。两种方法的位次相关系数（Spearman）为{result.comparison.spearman:.2f}"
        en += f". The two rankings correlate at {result.comparison.spearman:.2f} (Spearman)"
    region = report.region.id
    if region in result.equal.scores.index:
        zh += f"。{report.short}等权法得分{numbers.digits(result.equal.scores[region], places=1)}，熵权法得分{numbers.digits(result.entropy.scores[region], places=1)}"
        en += f". {report.short} scores {numbers.digits(result.equal.scores[region], places=1)} with equal and {numbers.digits(result.entropy.scores[region], places=1)} with entropy weights"
    elif not report.is_nation:
        zh += f"。{report.short}因数据不全不参加综合评分"
        en += f". {report.short} has no score: figures are missing"
    zh += "。综合得分只反映所列指标，用于研究比较，不是任何主管部门的评价等次"
    en += ". The score reflects these indicators only; it is for research and is no authority's grade"
    return Prose(stamp(report), report.say(zh + "。", en + "."))
