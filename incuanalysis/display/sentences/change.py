"""How a figure moved: 同比, 环比, in per cent, in its own unit, in percentage points; and why nothing can be said."""

from __future__ import annotations

import math
from typing import Literal

from incuanalysis.display.numbers import percent, points, rounded, scale_of
from incuanalysis.display.sentences.target import difference_words

__all__ = ["Base", "base_words", "change_words", "growth_words", "moved_words"]

Base = Literal["year_on_year", "month_on_month", "quarter_on_quarter", "year", "year_end", "month", "quarter"]

# Sums that are equal on paper differ in the last binary digits.
_DIGITS = 9
#: Compared with what → before a move, before 持平, the period compared with, and the same in English.
_BASES: dict[str, tuple[str, str, str, str]] = {
    "year_on_year": ("同比", "同比", "上年同期", "a year earlier"),
    "month_on_month": ("环比", "环比", "上月", "the month before"),
    "quarter_on_quarter": ("环比", "环比", "上季度", "the quarter before"),
    "year": ("比上年", "与上年", "上年", "the year before"),
    "year_end": ("比上年末", "与上年末", "上年末", "the end of the year before"),
    "month": ("较上月", "与上月", "上月", "the month before"),
    "quarter": ("较上季度", "与上季度", "上季度", "the quarter before"),
}


def base_words(base: Base, language: str = "zh") -> str:
    """Name the period compared with.

    >>> base_words("year_on_year"), base_words("month", "en")
    ('上年同期', 'the month before')
    """
    return _BASES[base][2 if language == "zh" else 3]


def change_words(
    now: float | None,
    before: float | None,
    unit: str,
    base: Base,
    language: str = "zh",
    *,
    rate: bool = True,
    first: bool = False,
) -> str:
    """Say how a figure moved: in its own unit and, for all but per cent, by how much per cent.

    Parameters
    ----------
    now, before
        In the indicator's canonical unit ``unit``; None where not reported.
    base
        What it is compared with.
    language
        ``zh`` or ``en``.
    rate
        Say the per cent too.
    first
        The unit reports for the first time: then nothing before is no gap in its returns.

    Examples
    --------
    >>> change_words(96, 84, "家", "year_on_year"), change_words(93, 96, "家", "month", rate=False)
    ('同比增加12家，增长14.3%', '较上月减少3家')
    >>> change_words(35.0, 33.8, "%", "year_on_year"), change_words(96, 96, "家", "year")
    ('同比提高1.2个百分点', '与上年持平')
    >>> change_words(12, 0, "家", "year_on_year"), change_words(12, None, "家", "year_on_year", first=True)
    ('同比由零增加到12家', '首次报送，无可比数据')
    >>> change_words(96, 84, "家", "year_on_year", "en"), change_words(None, 3, "家", "month")
    ('12 more than a year earlier, up 14.3%', '本期未报，不作比较')
    """
    if (why := _without(now, before, base, language, first=first)) or now is None or before is None:
        return why
    zh = language == "zh"
    moves, level, _, than = _BASES[base]
    if rounded(now - before, _DIGITS) == 0:
        return f"{level}持平" if zh else f"unchanged from {than}"
    scale = scale_of([now, before, now - before], unit)
    size = difference_words(scale, scale.gap(max(now, before), min(now, before)), language)
    up = now > before
    if unit == "%":
        if zh:
            return f"{moves}{'提高' if up else '下降'}{size}"
        return f"{size} {'above' if up else 'below'} {than}"
    if rounded(before, _DIGITS) == 0 and up:
        value = scale.text(now, language)
        return f"{moves}由零增加到{value}" if zh else f"from none {than} to {value}"
    said = f"{moves}{'增加' if up else '减少'}{size}" if zh else f"{size} {'more' if up else 'less'} than {than}"
    if not rate or rounded(before, _DIGITS) <= 0 or now < 0:
        return said
    return f"{said}{'，' if zh else ', '}{_grown(now, before, language)}"


def growth_words(
    now: float | None, before: float | None, base: Base, language: str = "zh", *, first: bool = False
) -> str:
    """Say the growth alone: 同比增长14.3%; where it cannot be computed, why.

    Examples
    --------
    >>> growth_words(96, 84, "year_on_year"), growth_words(84, 96, "month_on_month"), growth_words(5, 5, "year")
    ('同比增长14.3%', '环比下降12.5%', '与上年持平')
    >>> growth_words(5, 0, "year_on_year"), growth_words(5, -2, "year_on_year"), growth_words(5, 0, "year", "en")
    ('上年同期为零，不计算增速', '上年同期为负，不计算增速', 'the year before: none, no rate of growth')
    >>> growth_words(10001, 10000, "year_on_year"), growth_words(3, None, "month_on_month")
    ('同比增长不足0.1%', '上月无数据，不作比较')
    """
    if (why := _without(now, before, base, language, first=first)) or now is None or before is None:
        return why
    zh = language == "zh"
    moves, level, period, than = _BASES[base]
    if rounded(now - before, _DIGITS) == 0:
        return f"{level}持平" if zh else f"unchanged from {than}"
    if rounded(before, _DIGITS) == 0:
        return f"{period}为零，不计算增速" if zh else f"{than}: none, no rate of growth"
    if before < 0:
        return f"{period}为负，不计算增速" if zh else f"{than}: negative, no rate of growth"
    if now < 0:
        return "本期为负，不计算增速" if zh else "negative now, no rate of growth"
    grown = _grown(now, before, language)
    return f"{moves}{grown}" if zh else f"{grown} on {than}"


def moved_words(value: float | None, base: Base, language: str = "zh") -> str:
    """Say a change of a rate that is given in percentage points.

    Examples
    --------
    >>> moved_words(1.2, "year_on_year"), moved_words(-0.5, "month"), moved_words(0.0, "month"), moved_words(0.04, "month")
    ('同比提高1.2个百分点', '较上月下降0.5个百分点', '与上月持平', '与上月基本持平')
    >>> moved_words(None, "year"), moved_words(-0.5, "month", "en")
    ('上年无数据，不作比较', '0.5 percentage points below the month before')
    """
    zh = language == "zh"
    moves, level, period, than = _BASES[base]
    if value is None or math.isnan(value):
        return f"{period}无数据，不作比较" if zh else f"nothing to compare with for {than}"
    if rounded(value, 1) == 0:
        exact = rounded(value, _DIGITS) == 0
        if zh:
            return f"{level}{'持平' if exact else '基本持平'}"
        return f"{'unchanged' if exact else 'almost unchanged'} from {than}"
    size = points(abs(value), language)
    if zh:
        return f"{moves}{'提高' if value > 0 else '下降'}{size}"
    return f"{size} {'above' if value > 0 else 'below'} {than}"


def _without(now: float | None, before: float | None, base: Base, language: str, *, first: bool) -> str:
    """Say why nothing is compared; empty where both are known."""
    zh = language == "zh"
    if now is None or math.isnan(now):
        return "本期未报，不作比较" if zh else "not reported, nothing to compare"
    if before is None or math.isnan(before):
        if first:
            return "首次报送，无可比数据" if zh else "reported for the first time, nothing to compare with"
        return f"{base_words(base)}无数据，不作比较" if zh else f"nothing to compare with for {base_words(base, 'en')}"
    return ""


def _grown(now: float, before: float, language: str) -> str:
    """Say growth on a base above nothing, for two values that differ."""
    value = 100 * (now - before) / before
    zh = language == "zh"
    verb = ("增长" if zh else "up ") if value > 0 else ("下降" if zh else "down ")
    if rounded(value, 1) == 0:
        return f"{verb}{'不足' if zh else 'less than '}0.1%"
    return f"{verb}{percent(abs(value), language)}"
