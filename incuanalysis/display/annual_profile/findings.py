"""The first page: title, headline figures, and the three findings that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import label, listed, stamp
from incuanalysis.display.items import Headline, Headlines, Title
from incuanalysis.evaluation.measures import change, share
from incuanalysis.research.profile import NATION, SCORE_RATIOS, Evaluation

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["headlines", "moved_words", "title"]

_HEADLINE = (
    "incubators",
    "tenants",
    "tenant_employees",
    "financing",
    "venture_capital",
    "makerspaces",
    "makerspace_served",
)


def title(result: Evaluation, report: Report) -> Title:
    """Return the title block with three findings: size and place, change, strength and weakness."""
    findings = (_size(result, report), _change(result, report), _profile(result, report))
    settings = report.project.settings.edition
    return Title(
        stamp(report),
        report.say(
            f"{report.name}科技企业孵化器年度画像", f"Annual profile of technology business incubators: {report.name}"
        ),
        report.say(f"（{report.period.label()}）", report.period.label("en")),
        report.say(settings.issuer, settings.issuer_en),
        findings,
        (report.say("演示数据", "Demonstration data"),) if result.demo else (),
    )


def headlines(result: Evaluation, report: Report) -> Headlines:
    """Return the year's main figures with change and place."""
    chosen = [name for name in _HEADLINE if name in result.now and pd.notna(result.own[name])]
    return Headlines(stamp(report), tuple(_headline(name, result, report) for name in chosen[:6]))


def _headline(name: str, result: Evaluation, report: Report) -> Headline:
    indicator = report.words.indicators.get(name)
    value = float(result.own[name])
    grown = _growth(result, name)
    return Headline(
        id=name,
        label=label(name, report),
        value=value,
        unit=indicator.unit,
        text=numbers.quantity(value, name, report.words, report.language),
        change="" if grown is None else report.say("比上年 ", "on year ") + numbers.signed(grown, report.language),
        note=_place(name, result, report),
    )


def _growth(result: Evaluation, name: str, region: str | None = None) -> float | None:
    who = region or result.region
    if result.before is None or name not in result.before or who not in result.before.index:
        return None
    return change(result.now.loc[who, name], result.before.loc[who, name]).percent


def _place(name: str, result: Evaluation, report: Report) -> str:
    place = result.place(name)
    if place is None or pd.isna(place["rank"]):
        return ""
    return report.say(f"全国第{place['rank']}位", numbers.ordinal_place(place["rank"], place["of"], "en"))


def moved_words(moved: float | None, report: Report) -> str:
    """Say a change of place: 前进2位, 后退1位, 与上年持平."""
    if moved is None or pd.isna(moved):
        return ""
    places = int(moved)
    if places == 0:
        return report.say("与上年持平", "as the year before")
    return report.say(
        f"比上年{'前进' if places > 0 else '后退'}{abs(places)}位",
        f"{abs(places)} {'up' if places > 0 else 'down'} on the year before",
    )


def _size(result: Evaluation, report: Report) -> str:
    own, year = result.own, report.period.first.year
    count, tenants = numbers.digits(own["incubators"]), numbers.digits(own["tenants"])
    if report.is_nation:
        extra_zh = extra_en = ""
        if "makerspaces" in own and pd.notna(own["makerspaces"]):
            extra_zh, extra_en = (
                f"，众创空间{numbers.digits(own['makerspaces'])}个",
                f", and {numbers.digits(own['makerspaces'])} makerspaces",
            )
        return report.say(
            f"规模：{year}年末全国在统孵化器{count}个、在孵企业{tenants}家{extra_zh}。",
            f"Size: at the end of {year} the nation had {count} incubators with {tenants} tenants{extra_en}.",
        )
    parts_zh, parts_en = [], []
    for name in ("incubators", "tenants"):
        place = result.place(name)
        if place is not None and pd.notna(place["rank"]):
            parts_zh.append(f"第{place['rank']}位")
            parts_en.append(numbers.ordinal_place(place["rank"], place["of"], "en"))
    part = share(float(own["tenants"]), float(result.whole["tenants"]))
    placed = parts_zh[0] if len(set(parts_zh)) == 1 else "、".join(parts_zh)
    both = "均" if len(parts_zh) == 2 and len(set(parts_zh)) == 1 else "分别"
    return report.say(
        f"规模：{year}年末在统孵化器{count}个、在孵企业{tenants}家，{both}居全国{placed}；在孵企业占全国的{numbers.share_of(part)}。",
        f"Size: {count} incubators ({parts_en[0]}) with {tenants} tenants ({parts_en[-1]}) at the end of {year}, {numbers.share_of(part, 'en')} of the nation's tenants.",
    )


def _change(result: Evaluation, report: Report) -> str:
    grown = {name: _growth(result, name) for name in result.now.columns}
    known = {name: value for name, value in grown.items() if value is not None}
    year = report.period.first.year
    if not known:
        return report.say(
            f"变化：{year - 1}年缺数据，无法与上年比较。",
            f"Change: there are no figures for {year - 1} to compare with.",
        )
    tenants = known.get("tenants")
    up, down = max(known, key=lambda n: known[n]), min(known, key=lambda n: known[n])
    zh, en = (
        f"变化：在孵企业比上年{numbers.change_words(tenants)}",
        f"Change: tenants {numbers.change_words(tenants, 'en')} on the year before",
    )
    whole = _growth(result, "tenants", NATION)
    if not report.is_nation and tenants is not None and whole is not None:
        gap = tenants - whole
        zh += f"，增速{'高于' if gap >= 0 else '低于'}全国{numbers.points(abs(gap))}"
        en += f", {numbers.points(abs(gap), 'en')} {'above' if gap >= 0 else 'below'} the nation"
    if up != "tenants":
        rising = known[up] > 0
        zh += f"；{label(up, report)}{numbers.change_words(known[up])}，{'增幅最大' if rising else '降幅最小'}"
        en += f"; {label(up, report).lower()} {numbers.change_words(known[up], 'en')}, the {'largest rise' if rising else 'smallest fall'}"
    if down not in (up, "tenants"):
        falling = known[down] < 0
        zh += f"；{label(down, report)}{numbers.change_words(known[down])}，{'降幅最大' if falling else '增幅最小'}"
        en += f"; {label(down, report).lower()} {numbers.change_words(known[down], 'en')}, the {'largest fall' if falling else 'smallest rise'}"
    return report.say(zh + "。", en + ".")


def _profile(result: Evaluation, report: Report) -> str:
    if report.is_nation:
        return _concentration(result, report)
    places = {name: result.place(name) for name in SCORE_RATIOS if name in result.ratios}
    ranked = {name: int(p["rank"]) for name, p in places.items() if p is not None and pd.notna(p["rank"])}
    if len(ranked) < 2:
        return report.say("特点：可比的比率不足，不作判断。", "Profile: too few ratios to compare.")
    best, worst = min(ranked, key=lambda n: ranked[n]), max(ranked, key=lambda n: ranked[n])
    zh = f"特点：{label(best, report)}居全国第{ranked[best]}位，相对占优；{label(worst, report)}居第{ranked[worst]}位，相对靠后"
    en = f"Profile: {label(best, report).lower()} ranks {ranked[best]}, the relative strength; {label(worst, report).lower()} ranks {ranked[worst]}, the relative weakness"
    if result.region in result.equal.ranks.index:
        equal, entropy = result.equal.ranks[result.region], result.entropy.ranks[result.region]
        zh += f"；综合得分居第{equal}位（等权法）、第{entropy}位（熵权法）"
        en += f"; composite score {equal} with equal, {entropy} with entropy weights"
    return report.say(zh + "。", en + ".")


def _concentration(result: Evaluation, report: Report) -> str:
    tenants = result.now["tenants"].drop(index=NATION).sort_values(ascending=False)
    names = listed([report.region_name(str(region)) for region in tenants.index[:3]], report)
    part = tenants.head(3).sum() / tenants.sum() * 100
    zh = f"特点：在孵企业集中在{names}，三地合计占全国的{numbers.percent(part)}"
    en = f"Profile: {names} hold {numbers.percent(part)} of all tenants"
    ratio = result.ratios.loc[NATION]
    zh += f"；平均每个孵化器有在孵企业{numbers.decimals(ratio['tenants_per_incubator'])}家，每家在孵企业有从业人员{numbers.decimals(ratio['staff_per_tenant'])}人"
    en += f"; {numbers.decimals(ratio['tenants_per_incubator'])} tenants an incubator and {numbers.decimals(ratio['staff_per_tenant'])} staff a tenant on average"
    return report.say(zh + "。", en + ".")
