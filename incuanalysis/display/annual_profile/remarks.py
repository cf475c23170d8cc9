"""Remarks on the data, method and sources: what a reader must know before quoting a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import label, stamp
from incuanalysis.display.items import Prose, Remark
from incuanalysis.research.profile import Evaluation, ProfileData
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["method", "references", "remarks", "sources"]

_QUALIFIERS = {"about": ("约", "about "), "over": ("超过", "over "), "under": ("不足", "under ")}
_MOST_CONFLICTS = 8


def remarks(data: ProfileData, result: Evaluation, report: Report) -> Prose:
    """List gaps, breaks, blanks, contradictions and conflicting sources that touch this region."""
    points = [*_coverage(data, report), *_breaks(data, report), *_blanks(data, report), *_notes(data, report)]
    points += [doubt.statement.zh if report.language == "zh" else doubt.statement.en for doubt in result.doubts]
    points += _conflicts(data, report)
    return Prose(stamp(report), "\n".join(f"{number}. {text}" for number, text in enumerate(points, start=1)))


def _coverage(data: ProfileData, report: Report) -> list[str]:
    years = sorted({int(first) // 100 for first in data.rows["first"]})
    missing = [year for year in range(years[0], years[-1]) if year not in years]
    if not missing:
        return []
    return [
        report.say(
            f"各地区数据取自统计年鉴的年度表，收录{years[0]}—{years[-1]}年，其中{missing[0]}—{missing[-1]}年未能收录；图中断开，不作插补。",
            f"The regional figures come from the yearbook's annual tables, {years[0]}–{years[-1]}; {missing[0]}–{missing[-1]} are not held. Lines are broken there and nothing is interpolated.",
        )
    ]


def _breaks(data: ProfileData, report: Report) -> list[str]:
    present = {name for name in ("venture_capital", "financing") if len(data.history(data.region, name))}
    if len(present) < 2:
        return []
    return [
        report.say(
            "“当年获得风险投资额”（2016—2018年，来源以千元计）与“当年获得投融资总额”（2022年起，来源以万元计）是两个概念，本报告换算为万元分别列出，不连接、不比较。",
            "Venture capital received in the year (2016–2018, printed in CNY 1,000) and financing received in the year (from 2022, printed in CNY 10,000) are two concepts: both are shown in CNY 10,000, never chained or compared.",
        )
    ]


def _blanks(data: ProfileData, report: Report) -> list[str]:
    blank = data.rows[(data.rows["region"] == data.region) & data.rows["value"].isna()]
    texts = []
    for row in blank.itertuples():
        texts.append(
            report.say(
                f"{row.period}年{label(str(row.indicator), report)}在来源中为空白（{row.sheet}），不当作零。",
                f"{label(str(row.indicator), report)} {row.period} is blank in the source and is not taken as zero.",
            )
        )
    return texts


def _notes(data: ProfileData, report: Report) -> list[str]:
    """Name figures of the region that contradict each other in the source, in other years than the report's."""
    texts = []
    tenants, firms = data.history(data.region, "tenants"), data.history(data.region, "resident_firms")
    for year in tenants.index.intersection(firms.index):
        if tenants[year] > firms[year] and int(year) != report.period.first.year:
            texts.append(
                report.say(
                    f"{year}年来源所列在孵企业（{numbers.digits(tenants[year])}家）多于孵化器内企业总数（{numbers.digits(firms[year])}家），照录，不作更正。",
                    f"In {year} the source prints more tenants ({numbers.digits(tenants[year])}) than resident firms ({numbers.digits(firms[year])}); kept as printed.",
                )
            )
    return texts


def _conflicts(data: ProfileData, report: Report) -> list[str]:
    """Say where another source prints another figure for the same indicator and date."""
    rows = data.conflicts[data.conflicts["value"].notna()]
    quoted = {
        (row.indicator, row.last): row
        for row in data.rows[data.rows["region"] == data.region].itertuples()
        if pd.notna(row.value)
    }
    texts = []
    for row in rows.sort_values(["last", "indicator", "series"]).itertuples():
        chosen = quoted.get((row.indicator, row.last))
        if chosen is None or chosen.series == row.series or chosen.basis != row.basis or _same(row, chosen):
            continue
        prefix = _QUALIFIERS.get(str(row.qualifier), ("", ""))
        when = Period.from_ints(row.last, row.last)
        indicator = report.words.indicators.get(str(row.indicator))
        texts.append(
            report.say(
                f"{when.first.year}年末{indicator.zh}：本报告采用{numbers.quantity(chosen.value, indicator.id, report.words)}；另有来源记为{prefix[0]}{numbers.quantity(row.value, indicator.id, report.words)}（{row.source}），一并保留。",
                f"{indicator.en}, end of {when.first.year}: quoted here {numbers.quantity(chosen.value, indicator.id, report.words, 'en')}; another source has {prefix[1]}{numbers.quantity(row.value, indicator.id, report.words, 'en')} ({row.source_en}). Both are kept.",
            )
        )
    more = len(texts) - _MOST_CONFLICTS
    if more > 0:
        texts = [
            *texts[:_MOST_CONFLICTS],
            report.say(
                f"另有{more}处来源不一致，见 `incu data`。",
                f"{more} more differences between sources: see `incu data`.",
            ),
        ]
    return texts


def _same(row: object, chosen: object) -> bool:
    """Tell whether two figures agree as far as the rounder one says: equal, or a qualifier that the other fits."""
    other, value = float(row.value), float(chosen.value)  # type: ignore[attr-defined]
    qualifier = row.qualifier  # type: ignore[attr-defined]
    if qualifier == "over":
        return bool(value >= other)
    return abs(other - value) <= max(abs(value), 1.0) * (0.03 if qualifier == "about" else 0.005)


def method(result: Evaluation, report: Report) -> Prose:
    """Say the formulas, each with its source."""
    weights = result.equal
    lines = [
        report.say(
            "增长＝（本年－上年）÷上年×100%；占全国＝本地区÷全国×100%；位次由高到低，数值相同者并列。",
            "Growth = (year − year before) ÷ year before; share = region ÷ nation; ranks from high to low, ties share a rank.",
        ),
        report.say("比率：", "Ratios: ")
        + report.say("；", "; ").join(
            f"{label(ratio.id, report)}＝{ratio.formula_zh}"
            if report.language == "zh"
            else f"{label(ratio.id, report)} = {ratio.formula_en}"
            for ratio in result.ratio_list
        )
        + report.say("。", "."),
        report.say(f"综合得分（等权）：{weights.formula_zh}", f"Composite score (equal weights): {weights.formula_en}"),
        report.say(
            f"综合得分（熵权）：{result.entropy.formula_zh}",
            f"Composite score (entropy weights): {result.entropy.formula_en}",
        ),
    ]
    lines.append(
        report.say(
            "趋势：对数线性回归，采用Newey–West稳健标准误（允许异方差和自相关）；数据不足8年的不估计。",
            "Trend: log-linear regression with Newey–West errors (robust to heteroscedasticity and autocorrelation); not estimated below eight years.",
        )
    )
    return Prose(stamp(report), "\n".join(f"- {line}" for line in lines))


def references(result: Evaluation, report: Report) -> Remark:
    """List the publications that the methods come from."""
    listed = {*result.equal.sources, *result.entropy.sources, *(trend.source for trend in result.trends.values())}
    lines = [report.say("方法文献：", "References for the methods:"), "", *(f"- {source}" for source in sorted(listed))]
    return Remark(stamp(report), "\n".join(lines))


def sources(data: ProfileData, report: Report) -> Remark:
    """List the publications that the region's figures come from."""
    rows = data.rows[data.rows["region"] == data.region]
    listed = sorted(set(rows[report.say("source", "source_en")]))
    lines = [report.say("数据来源：", "Sources:"), "", *(f"- {source}" for source in listed)]
    return Remark(stamp(report), "\n".join(lines))
