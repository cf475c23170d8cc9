"""Remarks on the data, method and sources: what a reader must know before quoting a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers
from incuanalysis.display.annual_profile.findings import is_small
from incuanalysis.display.charts.common import label, stamp
from incuanalysis.display.items import Prose, Remark
from incuanalysis.research.profile import NATION, Evaluation, ProfileData
from incuanalysis.research.trends import Trend
from incuanalysis.vocabulary.periods import Period

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["method", "references", "remarks", "sources"]

_QUALIFIERS = {"about": ("约", "about "), "over": ("超过", "over "), "under": ("不足", "under ")}
_MOST_CONFLICTS = 8
_LEAP = 3.0


def remarks(data: ProfileData, result: Evaluation, report: Report) -> Prose:
    """List gaps, breaks, blanks, contradictions, small numbers and conflicting sources that touch this region."""
    points = [
        *_coverage(data, report),
        *_breaks(data, report),
        *_blanks(data, report),
        *_notes(data, report),
        *(doubt.statement.text(report.language) for doubt in result.doubts if doubt.region == data.region),
        *_small(result, report),
        *_leaps(result, report),
        *_conflicts(data, report),
    ]
    return Prose(stamp(report), "\n".join(f"{number}. {text}" for number, text in enumerate(points, start=1)))


def _coverage(data: ProfileData, report: Report) -> list[str]:
    """Say which years are held, incubators and makerspaces apart."""

    def years(indicator: str) -> list[int]:
        rows = data.rows[(data.rows["indicator"] == indicator) & (data.rows["region"] == NATION)]
        return sorted({int(first) // 100 for first in rows["first"]})

    held, spaces = years("incubators"), years("makerspaces")
    missing = [year for year in range(held[0], held[-1]) if year not in held]
    zh = f"孵化器数据取自统计年鉴，收录{_runs_zh(held)}"
    en = f"Figures on incubators come from the statistical yearbook, {_runs_en(held)}"
    if spaces and spaces != held:
        zh, en = f"{zh}；众创空间数据收录{_runs_zh(spaces)}", f"{en}; those on makerspaces, {_runs_en(spaces)}"
    if missing:
        zh += f"。{_runs_zh(missing)}数据本报告未收录，图中断开，不作插补"
        en += f". {_runs_en(missing)} are not held: lines are broken there and nothing is interpolated"
    return [report.say(zh + "。", en + ".")]


def _runs(years: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        runs = [*runs[:-1], (runs[-1][0], year)] if runs and runs[-1][1] == year - 1 else [*runs, (year, year)]
    return runs


def _runs_zh(years: list[int]) -> str:
    return "和".join(f"{a}—{b}年" if a != b else f"{a}年" for a, b in _runs(years))


def _runs_en(years: list[int]) -> str:
    return " and ".join(f"{a}–{b}" if a != b else str(a) for a, b in _runs(years))


def _small(result: Evaluation, report: Report) -> list[str]:
    """Warn where a handful of carriers makes every rate swing."""
    few = [(label(name, report), numbers.digits(result.own[name])) for name in is_small(result)]
    if not few:
        return []
    zh = "、".join(f"{name}仅{count}个" for name, count in few)
    en = ", ".join(f"{count} {name.lower()}" for name, count in few)
    return [
        report.say(
            f"本地区{zh}，基数小，增速、比率和得分易大幅波动，不宜据以评判工作成效。",
            f"The region has only {en}: growth, ratios and scores swing with single cases and are no measure of its work.",
        )
    ]


def _leaps(result: Evaluation, report: Report) -> list[str]:
    """Name figures that more than tripled or fell below a third within a year."""
    if result.before is None or result.region not in result.before.index:
        return []
    texts = []
    for name in result.now.columns.intersection(result.before.columns):
        now, was = result.own[name], result.before.loc[result.region, name]
        if pd.notna(now) and pd.notna(was) and was > 0 and not 1 / _LEAP <= now / was <= _LEAP:
            grown = (now / was - 1) * 100
            texts.append(
                report.say(
                    f"{label(name, report)}比上年{numbers.change_words(grown)}，变动很大，按来源照录，引用前请核实。",
                    f"{label(name, report)}: {numbers.change_words(grown, 'en')} on the year before; kept as printed, verify before quoting.",
                )
            )
    return texts


def _breaks(data: ProfileData, report: Report) -> list[str]:
    present = {name for name in ("venture_capital", "financing") if len(data.history(data.region, name))}
    if len(present) < 2:
        return []
    return [
        report.say(
            "“当年获得风险投资额”（2016—2018年，来源以千元计）与“当年获得投融资总额”（2022年起，来源以万元计）是两个概念，口径不同，本报告换算为万元分别列出，不连接、不比较。",
            "Venture capital received in the year (2016–2018, printed in CNY 1,000) and financing received in the year (from 2022, printed in CNY 10,000) are two concepts: both are shown in CNY 10,000, never chained or compared.",
        )
    ]


def _blanks(data: ProfileData, report: Report) -> list[str]:
    blank = data.rows[(data.rows["region"] == data.region) & data.rows["value"].isna()]
    texts = []
    for row in blank.itertuples():
        texts.append(
            report.say(
                f"{row.period}年{label(str(row.indicator), report)}来源为空格（{row.sheet}；年鉴约定为数据不足最小单位数、不详或无该项数据），不视为零。",
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
                    f"{year}年来源所列在孵企业（{numbers.digits(tenants[year])}家）多于孵化器内企业总数（{numbers.digits(firms[year])}家），按来源照录。",
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
                f"{when.first.year}年末{indicator.zh}：本报告采用{numbers.quantity(chosen.value, indicator.id, report.words)}；另有来源为{prefix[0]}{numbers.quantity(row.value, indicator.id, report.words)}（{row.source}），口径可能不同，未采用。",
                f"{indicator.en}, end of {when.first.year}: quoted here {numbers.quantity(chosen.value, indicator.id, report.words, 'en')}; another source has {prefix[1]}{numbers.quantity(row.value, indicator.id, report.words, 'en')} ({row.source_en}), perhaps of another scope; kept but not used.",
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


def method(result: Evaluation, report: Report) -> Remark:
    """Say the formulas."""
    ratio_zh = "；".join(f"{label(ratio.id, report)}＝{ratio.formula_zh}" for ratio in result.ratio_list)
    ratio_en = "; ".join(f"{label(ratio.id, report)} = {ratio.formula_en}" for ratio in result.ratio_list)
    zh = ["比上年增长＝（本年－上年）÷上年×100%。", f"比率：{ratio_zh}。"]
    en = ["Growth = (year − year before) ÷ year before.", f"Ratios: {ratio_en}."]
    if not report.is_nation:
        zh.insert(1, "占全国的比重＝本地区÷全国×100%；位次由高到低，数值相同的并列。")
        en.insert(1, "Share = region ÷ nation; ranks from high to low, ties share a rank.")
    zh.append(
        "综合得分＝Σ（权重×标准化值），标准化值＝（数值－最小值）÷（最大值－最小值）×100，最小值、最大值取自参评地区；"
        "等权法各指标权重相同，熵权法按标准化值的信息熵确定权重；缺任一指标的地区不评分。规模与比率并用，规模因素影响较大。"
    )
    en.append(
        "Score = Σ (weight × normalised value), normalised value = (value − lowest) ÷ (highest − lowest) × 100 over the "
        "provinces; equal weights, or weights by the information entropy of the normalised values; a province with a "
        "blank has no score. Measures of size and ratios stand together, so size counts for much."
    )
    if _estimated(result):
        zh.append("趋势：对数线性回归，采用Newey–West稳健标准误（允许异方差和自相关）。")
        en.append("Trend: log-linear regression, Newey–West errors (robust to heteroscedasticity and autocorrelation).")
    return Remark(stamp(report), "\n".join(f"- {line}" for line in (zh if report.language == "zh" else en)))


def _estimated(result: Evaluation) -> list[Trend]:
    return [trend for trend in result.trends.values() if trend.growth is not None]


def references(result: Evaluation, report: Report) -> Remark:
    """List the publications that the methods used here come from."""
    used = {*result.equal.sources, *result.entropy.sources, *(trend.source for trend in _estimated(result))}
    lines = [
        report.say("方法文献：", "References for the methods:"),
        "",
        *(f"- {source.rstrip('.')}." for source in sorted(used)),
    ]
    return Remark(stamp(report), "\n".join(lines))


def sources(data: ProfileData, report: Report) -> Remark:
    """List the publications that the region's figures come from."""
    rows = data.rows[data.rows["region"] == data.region]
    mark = report.say("：", ": ")
    titles: dict[str, list[str]] = {}
    for source in sorted(set(rows[report.say("source", "source_en")])):
        producer, _, title = source.partition(mark)
        titles.setdefault(producer, []).append(title)
    between = report.say("；", "; ")
    groups = [f"- {producer}{mark}{between.join(given)}" for producer, given in titles.items()]
    lines = [report.say("数据来源：", "Sources:"), "", *groups]
    note = report.say(
        "据公开的电子表转录，未逐项核对纸质年鉴。",
        "Transcribed from published spreadsheets; not compared with the printed yearbooks.",
    )
    lines += ["", note]
    return Remark(stamp(report), "\n".join(lines))
