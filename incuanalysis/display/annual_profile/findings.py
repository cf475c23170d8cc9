"""The first page: title, headline figures, and the three findings that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from incuanalysis.display import numbers
from incuanalysis.display.charts.common import label, listed, stamp
from incuanalysis.display.charts.places import extremes, named_place
from incuanalysis.display.items import Headline, Headlines, Title
from incuanalysis.evaluation.measures import change, share
from incuanalysis.research.profile import NATION, SCORE_RATIOS, Evaluation

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["SMALL_BASE", "headlines", "is_small", "title"]

_HEADLINE = (
    "incubators",
    "tenants",
    "tenant_employees",
    "financing",
    "venture_capital",
    "makerspaces",
    "makerspace_served",
)
_MOST_HEADLINES = 6
#: Fewer incubators or makerspaces than this, and growth and ratios swing by chance.
SMALL_BASE = 10
#: Places that may be called ahead or behind; between them nothing is said.
_AHEAD, _BEHIND = 10, 22


def title(result: Evaluation, report: Report) -> Title:
    """Return the title block with three findings: size and place, change, and profile."""
    findings = (_size(result, report), _change(result, report), _profile(result, report))
    settings = report.project.settings.edition
    return Title(
        stamp(report),
        report.say(f"{report.name}创业孵化载体年度画像", f"Annual profile of business incubators: {report.name}"),
        report.say(f"（{report.period.label()}）", report.period.label("en")),
        report.say(settings.issuer, settings.issuer_en),
        findings,
        (report.say("演示数据", "Demonstration data"),) if result.demo else (),
    )


def headlines(result: Evaluation, report: Report) -> Headlines:
    """Return the year's main figures with change and place."""
    chosen = [name for name in _HEADLINE if name in result.now and pd.notna(result.own[name])]
    return Headlines(stamp(report), tuple(_headline(name, result, report) for name in chosen[:_MOST_HEADLINES]))


def is_small(result: Evaluation) -> list[str]:
    """Return which carriers the region has so few of that its rates swing by chance."""
    return [name for name in ("incubators", "makerspaces") if name in result.now and result.own[name] < SMALL_BASE]


def _headline(name: str, result: Evaluation, report: Report) -> Headline:
    return Headline(
        id=name,
        label=label(name, report),
        value=float(result.own[name]),
        unit=report.words.indicators.get(name).unit,
        text=numbers.quantity(float(result.own[name]), name, report.words, report.language),
        change=_since(_growth(result, name), report),
        note=_place(name, result, report),
    )


def _since(grown: float | None, report: Report) -> str:
    if grown is None:
        return ""
    if round(grown, 1) == 0:
        return report.say("与上年持平", "as the year before")
    return report.say("比上年 ", "on year ") + numbers.signed(grown, report.language)


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


def _size(result: Evaluation, report: Report) -> str:
    own, year = result.own, report.period.first.year
    count, tenants = numbers.digits(own["incubators"]), numbers.digits(own["tenants"])
    spaces = numbers.digits(own["makerspaces"]) if "makerspaces" in own and pd.notna(own["makerspaces"]) else ""
    also_zh, also_en = (f"、众创空间{spaces}个", f" and {spaces} makerspaces") if spaces else ("", "")
    if report.is_nation:
        return report.say(
            f"规模：{year}年末全国有在统孵化器{count}个{also_zh}，在孵企业{tenants}家。",
            f"Size: at the end of {year} the nation had {count} incubators{also_en}, with {tenants} tenants.",
        )
    places = [_place(name, result, report) for name in ("incubators", "tenants")]
    same = places[0] == places[1]
    part = numbers.share_words(share(float(own["tenants"]), float(result.whole["tenants"])), report.language)
    placed = f"均居{places[0]}" if same else f"分别居{places[0]}、{places[1].removeprefix('全国')}"
    return report.say(
        f"规模：{year}年末有在统孵化器{count}个、在孵企业{tenants}家，{placed}；在孵企业{part}。",
        f"Size: {count} incubators ({places[0]}) with {tenants} tenants ({places[1]}) at the end of {year}; tenants: {part}.",
    )


def _change(result: Evaluation, report: Report) -> str:
    grown = {name: _growth(result, name) for name in result.now.columns}
    known = {name: value for name, value in grown.items() if value is not None}
    year, tenants, whole = report.period.first.year, known.get("tenants"), _growth(result, "tenants", NATION)
    if not known:
        return report.say(
            f"变化：{year - 1}年数据未收录，不作比较。",
            f"Change: figures for {year - 1} are not held; nothing is compared.",
        )
    zh = f"变化：在孵企业比上年{numbers.change_words(tenants)}"
    en = f"Change: tenants {numbers.change_words(tenants, 'en')} on the year before"
    if not report.is_nation and tenants is not None and whole is not None:
        if tenants * whole < 0:
            zh, en = (
                f"{zh}，全国为{numbers.change_words(whole)}",
                f"{en}, the nation {numbers.change_words(whole, 'en')}",
            )
        else:
            gap = tenants - whole
            zh += f"，比全国{'高' if gap >= 0 else '低'}{numbers.points(abs(gap))}"
            en += f", {numbers.points(abs(gap), 'en')} {'above' if gap >= 0 else 'below'} the nation"
    up, down = max(known, key=lambda n: known[n]), min(known, key=lambda n: known[n])
    for name, most_zh, most_en in (
        (up, _most_zh(known[up], top=True), _most_en(known[up], top=True)),
        (down, _most_zh(known[down], top=False), _most_en(known[down], top=False)),
    ):
        if name != "tenants" and up != down:
            zh += f"；{label(name, report)}{numbers.change_words(known[name])}，在{len(known)}项指标中{most_zh}"
            en += f"; {label(name, report).lower()} {numbers.change_words(known[name], 'en')}, {most_en} of {len(known)} indicators"
    return report.say(zh + "。", en + ".")


def _most_zh(grown: float, *, top: bool) -> str:
    return ("增幅最大" if grown > 0 else "降幅最小") if top else ("降幅最大" if grown < 0 else "增幅最小")


def _most_en(grown: float, *, top: bool) -> str:
    return f"the {('largest rise' if grown > 0 else 'smallest fall') if top else ('largest fall' if grown < 0 else 'smallest rise')}"


def _profile(result: Evaluation, report: Report) -> str:
    if report.is_nation:
        return _concentration(result, report)
    names = [name for name in SCORE_RATIOS if name in result.ratios]
    found = extremes(result, names)
    if found is None:
        return report.say("特点：可比的比率不足，不作判断。", "Profile: too few ratios to compare.")
    ahead, behind = ("，相对靠前" if found.best <= _AHEAD else ""), ("，相对靠后" if found.worst >= _BEHIND else "")
    zh = f"特点：在计入综合得分的{len(names)}项比率中，{named_place(found.best_names, found.best, report)}{ahead}"
    en = (
        f"Profile: of the {len(names)} ratios in the score, best is {named_place(found.best_names, found.best, report)}"
    )
    if found.worst != found.best:
        zh += f"；{named_place(found.worst_names, found.worst, report)}{behind}"
        en += f", last {named_place(found.worst_names, found.worst, report)}"
    if result.region in result.equal.ranks.index:
        equal, entropy = result.equal.ranks[result.region], result.entropy.ranks[result.region]
        zh += (
            f"；综合得分两种方法均居第{equal}位"
            if equal == entropy
            else f"；综合得分居第{equal}位（等权法）、第{entropy}位（熵权法）"
        )
        en += f"; composite score: {equal} with equal, {entropy} with entropy weights"
    if is_small(result):
        zh, en = f"{zh}（基数小，仅供参考）", f"{en} (small numbers: an indication only)"
    return report.say(zh + "。", en + ".")


def _concentration(result: Evaluation, report: Report) -> str:
    tenants = result.now["tenants"].drop(index=NATION).sort_values(ascending=False)
    names = listed([report.region_name(str(region)) for region in tenants.index[:3]], report)
    part = tenants.head(3).sum() / tenants.sum() * 100
    ratio = result.ratios.loc[NATION]
    tenants_each, staff_each = (
        numbers.decimals(ratio["tenants_per_incubator"]),
        numbers.decimals(ratio["staff_per_tenant"]),
    )
    return report.say(
        f"特点：在孵企业较多的是{names}，合计占全国的{numbers.percent(part)}；平均每个孵化器有在孵企业{tenants_each}家，每家在孵企业有从业人员{staff_each}人。",
        f"Profile: {names} hold {numbers.percent(part)} of all tenants; {tenants_each} tenants an incubator and {staff_each} staff a tenant on average.",
    )
