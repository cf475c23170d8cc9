"""Whether conditions hold: yes, no, or not known (three-valued logic of Kleene)."""

from __future__ import annotations

from fractions import Fraction

from incuanalysis.evaluation.schemes.facts import Facts, Found
from incuanalysis.evaluation.schemes.model import Condition, Scheme
from incuanalysis.evaluation.schemes.outcome import ConditionResult
from incuanalysis.evaluation.schemes.parts import Input, exact, number_for
from incuanalysis.evaluation.schemes.wording import condition_words, plain, unit_en
from incuanalysis.plans.model import Words

__all__ = ["all_hold", "check_condition", "check_conditions", "holding"]

_SIGNS = {"at_least": ("≥", "<"), "above": (">", "≤"), "at_most": ("≤", ">"), "below": ("<", "≥")}


def check_conditions(scheme: Scheme, facts: Facts, variant: str | None) -> tuple[ConditionResult, ...]:
    """Return the results of all conditions that are asked of a variant."""
    asked = (one for one in scheme.conditions if not one.variants or variant in one.variants)
    return tuple(check_condition(one, facts, variant) for one in asked)


def all_hold(results: tuple[ConditionResult, ...]) -> bool | None:
    """Return whether all conditions hold; None without any."""
    return holding([one.holds for one in results], len(results)) if results else None


def holding(held: list[bool | None], need: int) -> bool | None:
    """Return whether at least ``need`` of several hold, as far as is known.

    Examples
    --------
    >>> holding([True, True, None], 2), holding([True, None, None], 2), holding([True, False, False], 2)
    (True, None, False)
    """
    true, unknown = held.count(True), held.count(None)
    return True if true >= need else None if true + unknown >= need else False


def check_condition(condition: Condition, facts: Facts, variant: str | None) -> ConditionResult:
    """Return whether a condition holds for a carrier, with the comparison, the gap and what is not known."""
    name = _name(condition, facts)
    if condition.unseen:
        nothing = condition_words(condition, name, "", None, None)
        return ConditionResult(condition.id, name, None, nothing, nothing, unseen=True, stated=condition.stated)
    if condition.of:
        return _several(condition, name, facts, variant)
    source = condition.input or Input(fact="")
    if condition.limit is None:
        return _yes_no(condition, name, facts, source)
    return _compared(condition, name, facts, source, variant)


def _several(condition: Condition, name: Words, facts: Facts, variant: str | None) -> ConditionResult:
    parts = tuple(
        check_condition(one, facts, variant) for one in condition.of if not one.variants or variant in one.variants
    )
    need = len(parts) if condition.need in ("all", None) else int(condition.need or 0)
    held = [one.holds for one in parts]
    holds = holding(held, need)
    yes, no, unknown = held.count(True), held.count(False), held.count(None)
    text = Words(
        zh=f"{len(parts)}项中符合{yes}项、不符合{no}项、缺数据{unknown}项，要求{need}项",
        en=f"of {len(parts)}, {yes} hold, {no} fail, {unknown} not known; {need} needed",
    )
    return ConditionResult(
        condition.id,
        name,
        holds,
        condition_words(condition, name, "", None, need),
        text,
        tuple(seen for one in parts for seen in one.evidence),
        lacks=tuple(lack for one in parts for lack in one.lacks) if holds is None else (),
        judged=any(one.judged for one in parts),
        unseen=holds is None and any(one.unseen for one in parts),
        stated=condition.stated,
        parts=parts,
        need=need,
    )


def _yes_no(condition: Condition, name: Words, facts: Facts, source: Input) -> ConditionResult:
    found = facts.answer(source)
    holds = None if found.answer is None else found.answer is condition.is_
    said = {None: Words(zh="缺数据", en="no data"), True: Words(zh="是", en="yes"), False: Words(zh="否", en="no")}
    return ConditionResult(
        condition.id,
        name,
        holds,
        condition_words(condition, name, "", None, None),
        said[found.answer],
        found.seen,
        lacks=found.lacks,
        judged=facts.scheme.facts[source.key].kind == "judgement",
        stated=condition.stated,
    )


def _compared(condition: Condition, name: Words, facts: Facts, source: Input, variant: str | None) -> ConditionResult:
    how, limits = condition.limit or ("at_least", {"": 0.0})
    full = number_for(limits, variant)
    found = facts.number(source)
    limit, lacks = full, found.lacks
    if condition.relief and (found.value is None or not _meets(how, found.value, full)):
        # the relief is only looked at where it matters
        relief = next(one for one in facts.scheme.reliefs if one.id == condition.relief)
        lowered = full * (1 - exact(relief.lower_by) / 100)
        granted = facts.answer(Input(fact=relief.fact))
        if granted.answer:
            limit = lowered
        elif granted.answer is None and found.value is not None and _meets(how, found.value, lowered):
            lacks = (*lacks, *granted.lacks)
    holds = None if found.value is None or lacks else _meets(how, found.value, limit)
    short = abs(limit - found.value) if found.value is not None and not _meets(how, found.value, limit) else None
    return ConditionResult(
        condition.id,
        name,
        holds,
        condition_words(condition, name, found.unit, limit, None),
        _comparison(how, found, limit),
        found.seen,
        gap=None if short is None else float(short),
        unit=found.unit,
        lacks=lacks,
        stated=condition.stated,
    )


def _meets(how: str, value: Fraction, limit: Fraction) -> bool:
    match how:
        case "at_least":
            return value >= limit
        case "above":
            return value > limit
        case "at_most":
            return value <= limit
    return value < limit


def _comparison(how: str, found: Found, limit: Fraction) -> Words:
    if found.value is None:
        return Words(zh="缺数据", en="no data")
    sign = _SIGNS[how][0 if _meets(how, found.value, limit) else 1]
    text = f"{plain(found.value)} {sign} {plain(limit)}"
    return Words(zh=f"{text}{found.unit}", en=f"{text} {unit_en(found.unit)}".strip())


def _name(condition: Condition, facts: Facts) -> Words:
    if condition.name is not None:
        return condition.name
    if condition.input is not None:
        return facts.name(condition.input)
    return Words(zh="以下各项", en="of the following")
