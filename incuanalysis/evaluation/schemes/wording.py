"""Rules, evidence and advice in words, Chinese and English."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from incuanalysis.evaluation.schemes.facts import Seen
from incuanalysis.evaluation.schemes.model import Condition
from incuanalysis.evaluation.schemes.parts import exact, number_for
from incuanalysis.evaluation.schemes.rules import (
    BandsRule,
    CategoriesRule,
    ConditionsRule,
    ExpertRule,
    GivenRule,
    PerUnitRule,
    Rule,
    TargetRule,
    ThresholdRule,
)
from incuanalysis.plans.model import Words
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["advice", "condition_words", "evidence_text", "limited", "plain", "rule_words", "unit_en", "with_unit"]

_LIMITS = {
    "at_least": ("不少于", "at least"),
    "above": ("多于", "more than"),
    "at_most": ("不超过", "at most"),
    "below": ("少于", "less than"),
}
_PLACES = 3


@lru_cache(maxsize=4096, typed=True)
def plain(number: Fraction | float, places: int = _PLACES) -> str:
    """Return a number as text, rounded half up, without needless zeros.

    Examples
    --------
    >>> plain(Fraction(7, 12)), plain(20.0), plain(0.0005), plain(-1.5)
    ('0.583', '20', '0.001', '-1.5')
    """
    value = exact(number)
    scaled = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    whole, rest = divmod(scaled, 10**places)
    text = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return f"-{text}" if value < 0 and scaled else text


def limited(text: str, raw: Fraction, given: Fraction) -> str:
    """Write in Chinese what a calculation gives, and what is given of it where that is less: full marks.

    Examples
    --------
    >>> limited("20 × 15/10", Fraction(30), Fraction(20)), limited("20 × 5/10", Fraction(10), Fraction(10))
    ('20 × 15/10 = 30，超过满分，按20分计', '20 × 5/10 = 10')
    """
    return f"{text} = {plain(raw)}" + (f"，超过满分，按{plain(given)}分计" if raw > given else "")


def with_unit(number: Fraction | float, unit: str) -> str:
    """Return a number with its unit as Chinese prints it."""
    return f"{plain(number)}{'个百分点' if unit == '百分点' else unit}"


def evidence_text(seen: Seen, language: str) -> str:
    """Return a piece of evidence in one line: what, how much, as given, where from, by whom."""
    zh = language == "zh"
    name = seen.name.zh if zh else seen.name.en
    if isinstance(seen.value, bool):
        value = ("是" if seen.value else "否") if zh else ("yes" if seen.value else "no")
    else:
        value = with_unit(seen.value, seen.unit) if zh else _en(seen.value, seen.unit)
    more = [
        *([f"填报为{seen.given}" if zh else f"given as {seen.given}"] if seen.given else []),
        *([seen.source] if seen.source else []),
        *([f"{seen.reviewer}，{seen.date}" if zh else f"{seen.reviewer}, {seen.date}"] if seen.reviewer else []),
    ]
    if not more:
        return f"{name}{value}" if zh else f"{name}: {value}"
    return f"{name}{value}（{'；'.join(more)}）" if zh else f"{name}: {value} ({'; '.join(more)})"


def rule_words(rule: Rule, marks: Fraction | None, unit: str, variant: str | None) -> Words:
    """Return a rule in words.

    Parameters
    ----------
    rule
        The rule.
    marks
        Full marks of the item.
    unit
        In which the rule counts.
    variant
        Which of the scheme's variants.
    """
    full = "" if marks is None else plain(marks)
    match rule:
        case TargetRule():
            aim = "年度目标" if rule.target is None else with_unit(number_for(rule.target, variant), unit)
            aim_en = "the year's target" if rule.target is None else _en(number_for(rule.target, variant), unit)
            return Words(
                zh=f"完成值与目标（{aim}）之比乘以{full}分，超额不加分",
                en=f"{full} points × actual ÷ target ({aim_en}), no more than {full}",
            )
        case ThresholdRule():
            at, base = number_for(rule.at, variant), plain(number_for(rule.base, variant))
            zh = f"不足{with_unit(at, unit)}不得分；达到的得{base}分"
            en = f"0 below {_en(at, unit)}; {base} at it"
            if rule.step:
                each = f"每再增{'1' if rule.per == 1 else ''}{_each(rule.per, unit)}"
                zh += f"，{each}加{plain(rule.step)}分" + ("，不足的部分不计" if rule.whole else "")
                en += f"; +{plain(rule.step)} for every {_each_en(rule.per, unit, rule.whole)} more"
            return Words(zh=f"{zh}，最高{full}分", en=f"{en}; at most {full}")
        case PerUnitRule():
            start = number_for(rule.above, variant)
            over = f"超过{with_unit(start, unit)}的部分，" if start else ""
            over_en = f" above {_en(start, unit)}" if start else ""
            part = "，不足的部分不计" if rule.whole else ""
            return Words(
                zh=f"{over}每{_each(rule.per, unit)}得{plain(rule.points)}分{part}，最高{full}分",
                en=f"{plain(rule.points)} for every {_each_en(rule.per, unit, rule.whole)}{over_en}; at most {full}",
            )
        case BandsRule():
            return _bands_words(rule, unit)
        case CategoriesRule():
            return Words(zh=f"按类别计分后相加，最高{full}分", en=f"points by category, added up; at most {full}")
        case ExpertRule():
            if rule.aggregate == "trimmed_mean":
                return Words(
                    zh=f"评审人在0—{full}分内打分，去掉{rule.trim}个最高分和{rule.trim}个最低分后平均（截尾均值）",
                    en=f"reviewers give 0 to {full}; mean without the {rule.trim} highest and {rule.trim} lowest",
                )
            return Words(zh=f"评审人在0—{full}分内打分，取平均分", en=f"reviewers give 0 to {full}; mean")
        case GivenRule():
            return Words(zh="采用已评定的得分", en="points as awarded elsewhere")
        case ConditionsRule():
            return Words(zh=f"符合条件的得{full}分，否则不得分", en=f"{full} if the condition holds, else 0")


def _bands_words(rule: BandsRule, unit: str) -> Words:
    zh, en = [], []
    for band in rule.bands:
        points = plain(band.points)
        if band.from_ is None:
            limit = exact(band.below or 0)
            zh.append(f"不足{with_unit(limit, unit)}的{points}分")
            en.append(f"{points} below {_en(limit, unit)}")
        elif band.below is None:
            zh.append(f"{with_unit(exact(band.from_), unit)}以上的{points}分")
            en.append(f"{points} from {_en(exact(band.from_), unit)}")
        else:
            low, high = exact(band.from_), exact(band.below)
            zh.append(f"{with_unit(low, unit)}以上、不足{with_unit(high, unit)}的{points}分")
            en.append(f"{points} from {_en(low, unit)} to below {_en(high, unit)}")
    return Words(zh="；".join(zh), en="; ".join(en))


def condition_words(condition: Condition, name: Words, unit: str, limit: Fraction | None, need: int | None) -> Words:
    """Return a condition in words; ``limit`` is the one that holds for the carrier (after relief)."""
    if condition.unseen:
        return Words(zh=f"{name.zh}（文件有此条件，内容未见）", en=f"{name.en} (in the document, content not seen)")
    if need is not None:
        n = len(condition.of)
        if need == n:
            return Words(zh=f"{name.zh}：各项均须符合", en=f"{name.en}: all of {n}")
        return Words(zh=f"{name.zh}：{n}项中至少符合{need}项", en=f"{name.en}: any {need} of {n}")
    if condition.limit is None or limit is None:
        answer = ("是", "yes") if condition.is_ else ("否", "no")
        return Words(zh=f"{name.zh}（应为“{answer[0]}”）", en=f"{name.en} (should be {answer[1]})")
    zh, en = _LIMITS[condition.limit[0]]
    return Words(zh=f"{name.zh}{zh}{with_unit(limit, unit)}", en=f"{name.en}: {en} {_en(limit, unit)}")


def advice(
    gain: Fraction,
    unit: str,
    to_next: Fraction | None,
    gain_next: Fraction,
    *,
    full: bool,
    capped: bool,
    of: Words | None = None,
) -> Words:
    """Return what one more unit would bring, and where that is nothing, how far the next points are.

    Parameters
    ----------
    gain
        Points of one more unit.
    unit
        The unit.
    to_next, gain_next
        Units to the next step, and what it brings.
    full, capped
        Full marks are reached; the cap of the group or total is.
    of
        What is counted, where that is the upper number of a ratio and not the ratio itself.
    """
    if full:
        return Words(zh="已得满分", en="full marks reached")
    if capped:
        return Words(
            zh="加分合计或总分已达上限，再增不加分", en="the cap of bonus or total is reached; more brings nothing"
        )
    counted, counted_en = ("个百分点", "percentage points") if unit == "%" else (unit, unit)
    lead, lead_en = (of.zh, f"{of.en}: ") if of else ("", "")
    one = f"{lead}再增{with_unit(Fraction(1), counted)}"
    one_en = f"{lead_en}{'1 percentage point' if unit == '%' else _en(Fraction(1), unit)} more"
    if gain > 0:
        return Words(zh=f"{one}，加{plain(gain)}分", en=f"{one_en} brings {plain(gain)}")
    if gain < 0:
        return Words(zh=f"{one}，减{plain(-gain)}分", en=f"{one_en} costs {plain(-gain)}")
    if to_next is not None and gain_next > 0:
        return Words(
            zh=f"{one}不加分；再增{with_unit(to_next, counted)}，加{plain(gain_next)}分",
            en=f"{one_en} brings nothing; {_en(to_next, counted_en)} more bring {plain(gain_next)}",
        )
    return Words(zh=f"{one}不加分", en=f"{one_en} brings nothing")


def _en(number: Fraction | float, unit: str) -> str:
    said = unit_en(unit)
    # 万元 is "10,000 yuan" in English
    return f"{plain(number)} × {said}" if said[:1].isdigit() else f"{plain(number)} {said}".strip()


@lru_cache(maxsize=256)
def unit_en(unit: str) -> str:
    """Return what English text shows for a unit; nothing for a Chinese counting word."""
    units = open_vocabulary().units
    return units.label(unit, "en") if unit in units else unit


def _each(per: float, unit: str) -> str:
    """Return 家, 30万元 or 个百分点: what comes after 每."""
    counted = "个百分点" if unit == "%" else unit
    return counted if per == 1 and counted else with_unit(exact(per), counted)


def _each_en(per: float, unit: str, whole: bool) -> str:
    if per == 1:
        return ("percentage point" if unit == "%" else unit_en(unit)) or "one"
    return f"{'full ' if whole else ''}{_en(per, unit)}"
