"""Headings and paragraphs of the annual profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import label, listed, stamp
from incuanalysis.display.charts.places import move_words
from incuanalysis.display.items import Heading, Prose
from incuanalysis.evaluation.measures import change, share
from incuanalysis.research.profile import INCUBATOR, MAKERSPACE, NATION, SCORE_LEVELS, Evaluation, ProfileData
from incuanalysis.research.trends import average_annual_growth

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["gaps", "heading", "overview", "place_text", "ratio_text", "score_text", "trend_text"]

_HEADINGS = {
    "overview": ("一、总体情况", "1 Overview"),
    "trend": ("二、发展趋势", "2 Trend"),
    "place": ("三、在全国的位置", "3 Place among the provinces"),
    "place_nation": ("三、省际分布", "3 Distribution over the provinces"),
    "structure": ("四、结构与平均水平", "4 Structure and averages"),
    "score": ("五、综合评价", "5 Composite score"),
    "remarks": ("六、数据说明", "6 Remarks on the data"),
    "method": ("七、方法与来源", "7 Method and sources"),
}
#: How a sentence names each figure, before the value.
_PHRASES = {
    "incubators": "在统孵化器",
    "resident_firms": "孵化器内企业",
    "tenants": "在孵企业",
    "tenant_employees": "在孵企业从业人员",
    "venture_capital": "当年获得风险投资",
    "financing": "当年获得投融资",
    "tenant_rd": "在孵企业当年研发投入",
    "makerspaces": "众创空间",
    "makerspace_served": "当年服务企业及团队",
    "makerspace_financed": "当年获得投融资的团队及企业",
    "makerspace_investment": "团队及企业当年获得投资",
    "makerspace_fiscal_subsidy": "众创空间享受财政资金支持",
    "makerspace_jobs": "创业团队及企业吸纳就业",
}
#: A base below this says little: no multiples, no average growth.
SMALL_START = 30
_FIRST = 5


def heading(section: str, report: Report) -> Heading:
    """Return a section's heading."""
    key = "place_nation" if section == "place" and report.is_nation else section
    return Heading(stamp(report), report.say(*_HEADINGS[key]))


def gaps(history: pd.Series) -> list[tuple[int, int]]:
    """Return the runs of years without a figure inside a history."""
    years = [int(year) for year in history.index]
    return [(a + 1, b - 1) for a, b in zip(years, years[1:], strict=False) if b - a > 1]


def overview(result: Evaluation, report: Report) -> Prose:
    """Say the year's figures: incubators first, then makerspaces."""
    paragraphs = [_paragraph(result, report, INCUBATOR, report.say("科技企业孵化器", "Incubators"))]
    if "makerspaces" in result.now:
        paragraphs.append(_paragraph(result, report, MAKERSPACE, report.say("众创空间", "Makerspaces")))
    return Prose(stamp(report), "\n\n".join(paragraphs))


def _paragraph(result: Evaluation, report: Report, names: tuple[str, ...], who: str) -> str:
    clauses = [_clause(name, result, report) for name in names if name in result.now]
    lead = report.say(
        f"**{who}。**{report.period.first.year}年末，{report.name}有",
        f"**{who}.** {report.name}, {report.period.first.year}: ",
    )
    return lead + report.say("；", "; ").join(clauses) + report.say("。", ".")


def _clause(name: str, result: Evaluation, report: Report) -> str:
    indicator = report.words.indicators.get(name)
    value = result.own[name]
    if pd.isna(value):
        return report.say(f"{_PHRASES[name]}来源为空白", f"no figure for {indicator.en.lower()}")
    written = numbers.quantity(float(value), name, report.words, report.language)
    parts_zh, parts_en = [f"{_PHRASES[name]}{written}"], [f"{indicator.en.lower()} {written}"]
    if result.before is not None and name in result.before:
        grown = change(value, result.before.loc[result.region, name])
        if grown.percent is not None:
            words = numbers.change_words(grown.percent)
            parts_zh.append(f"与上年{words}" if words.endswith("持平") else f"比上年{words}")
            parts_en.append(numbers.change_words(grown.percent, "en"))
    if not report.is_nation:
        place = result.place(name)
        if place is not None and pd.notna(place["rank"]):
            part = share(float(value), float(result.whole[name]))
            parts_zh += [numbers.share_words(part), f"居第{place['rank']}位"]
            parts_en += [numbers.share_words(part, "en"), numbers.ordinal_place(place["rank"], place["of"], "en")]
    return report.say("，".join(parts_zh), ", ".join(parts_en))


def trend_text(data: ProfileData, result: Evaluation, report: Report) -> Prose:
    """Say the average growth over all years, the gap that it spans, and whether a trend can be estimated."""
    histories = {name: data.history(report.region.id, name) for name in ("incubators", "tenants", "tenant_employees")}
    span = {(int(h.index[0]), int(h.index[-1])) for h in histories.values() if len(h) > 1}
    text = ""
    if len(span) == 1 and histories["tenants"].iloc[0] >= SMALL_START:
        ((first, last),) = span
        zh, en = zip(*(_mean(name, history, report) for name, history in histories.items()), strict=True)
        text = report.say(
            f"{first}—{last}年，{'，'.join(zh)}。", f"{first}–{last}, a year on average: {'; '.join(en)}."
        )
        for start, end in gaps(histories["tenants"]):
            text += report.say(
                f"{start}—{end}年数据未收录，年均增速由首、末两年推算，不反映中间年份；比上年增速只在相邻两年均有数据时计算。",
                f" Figures for {start}–{end} are not held: the averages rest on the first and the last year, and growth on the year before is computed only where both years have a figure.",
            )
    trend = result.trends.get("tenants")
    if trend is None or trend.growth is None:
        years = len(histories["tenants"])
        text += report.say(
            f"现有{years}年数据，不足8年，不作趋势估计。",
            f" With {years} years of data, fewer than eight, no trend is estimated.",
        )
    else:
        text += report.say(
            f"对数线性趋势的年增速为{numbers.percent(trend.growth)}（95%置信区间{numbers.percent(trend.low)}至{numbers.percent(trend.high)}）。",
            f" The log-linear trend is {numbers.percent(trend.growth)} a year (95 % interval {numbers.percent(trend.low)} to {numbers.percent(trend.high)}).",
        )
    return Prose(stamp(report), text.strip())


def _mean(name: str, history: pd.Series, report: Report) -> tuple[str, str]:
    mean = average_annual_growth(history).percent
    words = numbers.change_words(mean)
    said = "年均增速接近0" if words.endswith("持平") else f"年均{words}"
    return f"{_PHRASES[name]}{said}", f"{label(name, report).lower()} {numbers.change_words(mean, 'en')}"


def place_text(result: Evaluation, report: Report) -> Prose:
    """Say how many indicators are among the first and which moved most; for the nation, how the provinces moved."""
    if report.is_nation:
        return Prose(stamp(report), _provinces_moved(result, report))
    directed = [name for name in result.now.columns if report.words.indicators.get(name).direction != "none"]
    rows = result.standing[
        (result.standing["region"] == report.region.id) & result.standing["indicator"].isin(directed)
    ]
    ranked = rows[rows["rank"].notna()]
    sentences = [_among_first(ranked, report)]
    moved = ranked[ranked["moved"].notna()]
    if len(moved):
        sentences.append(_moves(moved, report))
    return Prose(stamp(report), "".join(sentences) if report.language == "zh" else " ".join(sentences))


def _among_first(ranked: pd.DataFrame, report: Report) -> str:
    top = [label(name, report) for name in ranked[ranked["rank"] <= _FIRST]["indicator"]]
    count = len(ranked)
    if len(top) == count:
        return report.say(
            f"{count}项指标均居全国前{_FIRST}位。", f"All {count} indicators are among the first {_FIRST}."
        )
    if not top:
        return report.say(
            f"{count}项指标中没有居全国前{_FIRST}位的。", f"None of {count} indicators is among the first {_FIRST}."
        )
    return report.say(
        f"{count}项指标中，居全国前{_FIRST}位的有{len(top)}项（{listed(top, report)}）。",
        f"Of {count} indicators {len(top)} are among the first {_FIRST} ({listed(top, report)}).",
    )


def _moves(moved: pd.DataFrame, report: Report) -> str:
    up, down = int((moved["moved"] > 0).sum()), int((moved["moved"] < 0).sum())
    same = len(moved) - up - down
    counts = [(up, "前移", "up"), (down, "后移", "down"), (same, "不变", "unchanged")]
    zh = "与上年相比，位次" + "、".join(f"{word}的有{count}项" for count, word, _en in counts if count)
    en = "On the year before " + ", ".join(f"{count} {word}" for count, _zh, word in counts if count)
    size = int(moved["moved"].abs().max())
    if size:
        most = moved[moved["moved"].abs() == size]
        names = [label(name, report) for name in most["indicator"]]
        steps = ["前移" if step > 0 else "后移" for step in most["moved"]]
        if len(most) > 3:
            zh, en = (
                f"{zh}；变动最大为{size}位，共{len(most)}项",
                f"{en}; the largest moves are by {size}, {len(most)} of them",
            )
        else:
            pairs = [f"{name}（{step}{size}位）" for name, step in zip(names, steps, strict=True)]
            zh = f"{zh}；变动最大的是{listed(pairs, report)}"
            en = f"{en}; the largest: " + ", ".join(
                f"{n.lower()} ({move_words(m, report)})" for n, m in zip(names, most["moved"], strict=True)
            )
    return report.say(zh + "。", en + ".")


def _provinces_moved(result: Evaluation, report: Report) -> str:
    if result.before is None:
        year = report.period.first.year
        return report.say(
            f"{year - 1}年数据未收录，不作省际增减比较。",
            f"Figures for {year - 1} are not held; the provinces' growth is not compared.",
        )
    now, was = result.now["tenants"].drop(index=NATION), result.before["tenants"].drop(index=NATION)
    up, down = int((now > was).sum()), int((now < was).sum())
    gain = (now - was).sort_values(ascending=False).head(3)
    named = listed(
        [
            f"{report.region_name(str(r))}{report.say(f'（{numbers.digits(v)}家）', f' ({numbers.digits(v)})')}"
            for r, v in gain.items()
        ],
        report,
    )
    return report.say(
        f"与上年相比，在孵企业增加的省（区、市）有{up}个、减少的有{down}个；增加较多的是{named}。",
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
        times = own[ratio.id] / whole[ratio.id] if whole[ratio.id] else float("nan")
        zh.append(written if report.is_nation else f"{written}，{_times_zh(times)}")
        beside = "" if report.is_nation else f", {numbers.percent(times * 100, places=0)} of the national ratio"
        en.append(f"{label(ratio.id, report)} {numbers.decimals(own[ratio.id])}{beside}")
    if not zh:
        return Prose(stamp(report), report.say("可计算的比率不足。", "No ratio can be computed."))
    return Prose(stamp(report), report.say("；".join(zh) + "。", "; ".join(en) + "."))


def _times_zh(times: float) -> str:
    if pd.isna(times):
        return "无全国平均水平可比"
    if times >= 2:
        return f"是全国平均水平的{times:.1f}倍"
    if times < 0.1:
        return "不足全国平均水平的十分之一"
    return f"相当于全国平均水平的{numbers.percent(times * 100, places=0)}"


def score_text(result: Evaluation, report: Report) -> Prose:
    """Say what the score is made of, how far the two weightings agree, and which weights the entropy method gave."""
    names = list(result.entropy.weights.index)
    levels = [label(name, report) for name in names if name in SCORE_LEVELS]
    rates = [label(name, report) for name in names if name not in SCORE_LEVELS]
    weights = result.entropy.weights.sort_values(ascending=False).head(3)
    top = listed(
        [
            f"{label(str(n), report)}{report.say('（', ' (')}{numbers.percent(w * 100)}{report.say('）', ')')}"
            for n, w in weights.items()
        ],
        report,
    )
    count, region, equal_weight = len(result.equal.scores), report.region.id, numbers.percent(100 / len(names))
    zh = [
        f"选取{'、'.join(levels)}{len(levels)}项规模指标和{'、'.join(rates)}{len(rates)}项比率指标，对{count}个省（区、市）作极差标准化后加权求和",
        f"等权法每项权重{equal_weight}，熵权法权重较大的是{top}",
    ]
    en = [
        f"{len(levels)} measures of size ({', '.join(levels)}) and {len(rates)} ratios ({', '.join(rates)}) of {count} provinces are min–max normalised, weighted and added",
        f"each weighs {equal_weight} with equal weights; the entropy method puts most on {top}",
    ]
    if result.comparison.spearman is not None:
        zh.append(f"两种方法位次的斯皮尔曼（Spearman）等级相关系数为{result.comparison.spearman:.2f}")
        en.append(f"the two rankings correlate at {result.comparison.spearman:.2f} (Spearman)")
    if region in result.equal.scores.index:
        scores = [numbers.digits(scored.scores[region], places=1) for scored in (result.equal, result.entropy)]
        zh.append(f"{report.short}等权法得分{scores[0]}，熵权法得分{scores[1]}")
        en.append(f"{report.short} scores {scores[0]} with equal and {scores[1]} with entropy weights")
    elif not report.is_nation:
        zh.append(f"{report.short}因数据不全，不参加综合评分")
        en.append(f"{report.short} has no score: figures are missing")
    zh.append("综合得分只反映所列指标，供研究比较，不是主管部门的评价等次")
    en.append("the score reflects these indicators only; it is for research and is no authority's grade")
    return Prose(stamp(report), report.say("。".join(zh) + "。", "; ".join(en) + "."))
