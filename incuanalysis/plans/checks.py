"""What must hold within a target or milestone beyond the shape of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.plans.model import LINES, Milestone, Target
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Complaint", "check_milestone", "check_target", "lower_is_better"]

#: Way to the field, what was found there, what was expected in Chinese and in English.
Complaint = tuple[tuple[str | int, ...], object, str, str]
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_WHOLE = 1e-9


def lower_is_better(target: Target, words: Vocabulary) -> bool:
    """Tell whether a smaller value is the better one: an upper limit, or an indicator of that direction."""
    if target.comparator == "at_most":
        return True
    return target.indicator in words.indicators and words.indicators.get(target.indicator).direction == "lower"


def check_target(target: Target, span: tuple[str, str] | None, words: Vocabulary) -> Iterator[Complaint]:
    """Yield what is wrong in a target.

    Parameters
    ----------
    target
        It has the shape of a target.
    span
        First and last month of the plan (2022-10); None where they are not known.
    words
        The vocabulary.
    """
    yield from _check_indicator(target.indicator, words)
    yield from _check_unit(target, words)
    yield from _check_due(target.due, span)
    yield from _check_lines(target, words)
    yield from _check_schedule(target, span)
    base = target.baseline
    if base is not None and base.at > target.due:
        yield ("baseline", "at"), base.at, f"不晚于期限{target.due}", f"a month not after the due month {target.due}"


def check_milestone(milestone: Milestone, span: tuple[str, str] | None, words: Vocabulary) -> Iterator[Complaint]:
    """Yield what is wrong in a milestone; arguments as of :func:`check_target`."""
    yield from _check_due(milestone.due, span)
    if milestone.indicator is not None:
        yield from _check_indicator(milestone.indicator, words)
    if (milestone.indicator is None) != (milestone.at_least is None):
        zh, en = "indicator与at_least同时填写或都不填", "both `indicator` and `at_least`, or neither"
        field = "indicator" if milestone.at_least is None else "at_least"
        yield (field,), getattr(milestone, field), zh, en


def _check_indicator(id: str, words: Vocabulary) -> Iterator[Complaint]:
    if id in words.indicators:
        return
    try:
        words.indicators.get(id)
    except UnknownNameError as unknown:
        near = unknown.nearest
        zh = f"指标编号{'，可能是：' + '、'.join(near) if near else '（见data/vocabulary/indicators.yml）'}"
        en = f"the id of an indicator{'; nearest: ' + ', '.join(near) if near else ' (data/vocabulary/indicators.yml)'}"
        yield ("indicator",), id, zh, en


def _check_unit(target: Target, words: Vocabulary) -> Iterator[Complaint]:
    dimension = ""
    if target.indicator in words.indicators:
        dimension = words.units.get(words.indicators.get(target.indicator).unit).dimension
    fitting = [unit.id for unit in words.units if unit.dimension == dimension]
    try:
        unit = words.units.get(target.unit)
    except BadInputError:
        near = fitting or nearest(target.unit, [unit.id for unit in words.units])
        zh = f"计量单位{'：' + '、'.join(near) + '之一' if near else '（见data/vocabulary/units.yml）'}"
        yield ("unit",), target.unit, zh, f"a unit{': one of ' + ', '.join(near) if near else ''}"
        return
    if dimension and unit.dimension != dimension:
        zh = f"与指标{target.indicator}同类的计量单位：{'、'.join(fitting)}"
        yield (
            ("unit",),
            target.unit,
            zh,
            f"a unit of {target.indicator}'s dimension ({dimension}): {', '.join(fitting)}",
        )


def _check_due(due: str, span: tuple[str, str] | None) -> Iterator[Complaint]:
    if span and not span[0] <= due <= span[1]:
        yield ("due",), due, f"在计划期{span[0]}至{span[1]}之内", f"a month of the plan's span, {span[0]} to {span[1]}"


def _check_lines(target: Target, words: Vocabulary) -> Iterator[Complaint]:
    given = [(line, target.lines[line]) for line in LINES if line in target.lines]
    for line, value in given:
        if value.high is not None and value.high < value.value:
            zh, en = f"上限不小于{value.value:g}", f"an upper end not below {value.value:g}"
            yield ("lines", line, "high"), value.high, zh, en
    down = lower_is_better(target, words)
    for (easier, first), (harder, second) in zip(given, given[1:], strict=False):
        if (second.value > first.value) if down else (second.value < first.value):
            zh = f"不{'大于' if down else '小于'}{easier}（{first.value:g}）{'，因为越低越好' if down else ''}"
            en = f"{harder} not {'above' if down else 'below'} {easier} ({first.value:g}){': lower is better' if down else ''}"
            yield ("lines", harder), second.value, zh, en


def _check_schedule(target: Target, span: tuple[str, str] | None) -> Iterator[Complaint]:
    schedule = target.schedule
    if schedule.kind != "calendar":
        if schedule.shares:
            zh, en = "仅kind为calendar时填写", "shares with `kind: calendar` only"
            yield ("schedule", "shares"), ", ".join(schedule.shares), zh, en
        return
    where = ("schedule", "shares")
    if not schedule.shares:
        zh, en = "各月份应完成的比例，止于1", "shares of the whole way by month, ending in 1"
        yield where, None, zh, en
        return
    first = span[0] if span else "0000-01"
    for month in schedule.shares:
        if not _MONTH.fullmatch(month) or not first <= month <= target.due:
            zh = f"月份（如{target.due}），不晚于期限{target.due}且不早于计划起始月份"
            yield (*where, month), month, zh, f"a month such as {target.due}, from the plan's first to the due month"
            return
    before = 0.0
    for month, share in sorted(schedule.shares.items()):
        if not before <= share <= 1:
            yield (
                (*where, month),
                share,
                f"{before:g}至1之间、逐月不减的数",
                f"a share from {before:g} to 1 that doesn't fall",
            )
            return
        before = share
    last = max(schedule.shares)
    if abs(schedule.shares[last] - 1) > _WHOLE:
        zh, en = "最后一个月份的比例为1", "1 as the share of the last month"
        yield (*where, last), schedule.shares[last], zh, en
