"""One item worked out: points, evidence, arithmetic and what one more unit would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.schemes.conditions import check_condition
from incuanalysis.evaluation.schemes.facts import Facts, Found, Seen
from incuanalysis.evaluation.schemes.model import Item
from incuanalysis.evaluation.schemes.outcome import ConditionResult, ItemScore
from incuanalysis.evaluation.schemes.parts import Input, exact, number_for
from incuanalysis.evaluation.schemes.rules import (
    BandsRule,
    CategoriesRule,
    ConditionsRule,
    ExpertRule,
    GivenRule,
    NumberRule,
    PerUnitRule,
    TargetRule,
    ThresholdRule,
    band_of,
    next_value,
    points_of,
    steps,
)
from incuanalysis.evaluation.schemes.wording import advice, limited, plain, rule_words, unit_en, with_unit
from incuanalysis.plans.model import Words

__all__ = ["Worked", "work_out"]

_NO_DATA = Words(zh="缺数据", en="no data")


@dataclass(frozen=True, slots=True)
class Worked:
    """An item worked out exactly; ``gain`` is of one more unit, ``gain_next`` of the ``to_next`` units to the next step."""

    item: Item
    rule: Words
    full: Fraction | None
    points: Fraction | None = None
    arithmetic: Words = _NO_DATA
    evidence: tuple[Seen, ...] = ()
    lacks: tuple[Words, ...] = ()
    unit: str = ""
    counted: Words | None = None
    gain: Fraction | None = None
    to_next: Fraction | None = None
    gain_next: Fraction = Fraction(0)
    said: Words | None = None
    condition: ConditionResult | None = None
    group: str = ""
    factor: Fraction = Fraction(1)

    @property
    def worth(self) -> Fraction | None:
        """Full marks in points of the whole."""
        return None if self.full is None else self.full * self.factor

    @property
    def gained(self) -> Fraction:
        """Points in points of the whole; a missing input counts 0."""
        return (self.points or Fraction(0)) * self.factor

    def finished(self, room: Fraction | None, *, bonus: bool) -> ItemScore:
        """Return the item's score; ``room`` is what caps of bonus and total leave, None for no cap."""
        gain, gain_next = self.gain, self.gain_next * self.factor
        capped = False
        if gain is not None:
            gain *= self.factor
            if room is not None and (gain > room or gain_next > room):
                gain, gain_next = min(gain, room), min(gain_next, room)
                capped = not room
        said = self.said
        if gain is not None and said is None:
            full = self.points is not None and self.full is not None and self.points >= self.full
            said = advice(gain, self.unit, self.to_next, gain_next, full=full, capped=capped, of=self.counted)
        return ItemScore(
            id=self.item.id,
            group=self.group,
            name=self.item.name,
            rule=self.rule,
            evidence=self.evidence,
            arithmetic=self._scaled_arithmetic(),
            points=None if self.points is None else float(self.gained),
            full=None if self.worth is None else float(self.worth),
            one_more=None if gain is None else float(gain),
            advice=said,
            lacks=self.lacks,
            bonus=bonus,
            stated=self.item.stated,
            condition=self.condition,
        )

    def _scaled_arithmetic(self) -> Words:
        if self.factor == 1 or self.points is None:
            return self.arithmetic
        end = f"；折算 {plain(self.points)} × {plain(self.factor)} = {plain(self.gained)}"
        end_en = f"; scaled {plain(self.points)} × {plain(self.factor)} = {plain(self.gained)}"
        return Words(zh=self.arithmetic.zh + end, en=self.arithmetic.en + end_en)


def work_out(item: Item, facts: Facts, variant: str | None) -> Worked:
    """Work out an item for a carrier."""
    full = item.full(variant)
    rule, source = item.rule, item.input or Input(fact="")
    match rule:
        case ConditionsRule():
            return _condition(item, full, facts, variant)
        case CategoriesRule():
            return _categories(item, rule, full, facts, variant)
        case ExpertRule():
            return _expert(item, rule, full or Fraction(0), facts, variant)
    found = facts.number(source)
    said = rule_words(rule, full, found.unit, variant)
    target, evidence, lacks = None, found.seen, found.lacks
    if isinstance(rule, TargetRule) and rule.target_from is not None:
        aim = facts.number(rule.target_from.model_copy(update={"unit": found.unit}))
        target, evidence, lacks = aim.value, evidence + aim.seen, lacks + aim.lacks
        if target is not None and target <= 0:
            raise facts.bad(rule.target_from.key, plain(target), "a target above 0", plain(target), "大于0的目标值")
    if found.value is None or lacks:
        return Worked(item, said, full, evidence=evidence, lacks=lacks, unit=found.unit)
    if isinstance(rule, GivenRule) and full is not None and found.value > full:
        raise facts.bad(
            source.key, plain(found.value), f"at most {plain(full)}", plain(found.value), f"不超过{plain(full)}"
        )
    now = points_of(rule, found.value, full, variant, target)
    onward = next_value(rule, found.value, variant)
    step, unit, counted = _one_more(source, facts, found)
    return Worked(
        item,
        said,
        full,
        now,
        _arithmetic(rule, found.value, full, now, variant, target, found.unit),
        evidence,
        unit=unit,
        counted=counted,
        gain=None if isinstance(rule, GivenRule) else points_of(rule, found.value + step, full, variant, target) - now,
        to_next=None if onward is None else (onward - found.value) / step,
        gain_next=Fraction(0) if onward is None else points_of(rule, onward, full, variant, target) - now,
    )


def _one_more(source: Input, facts: Facts, found: Found) -> tuple[Fraction, str, Words | None]:
    """Return by how much one more unit raises the input, the unit, and of what it is.

    Of a percentage it is a percentage point; of any other ratio (每十家在孵企业创业导师) it is one more of the upper number.
    """
    if source.share is None or found.unit == "%":
        return Fraction(1), found.unit, None
    lower = facts.number(source.share.in_).value or Fraction(1)
    return exact(source.share.times) / lower, facts.unit(source.share.of), facts.name(source.share.of)


def _condition(item: Item, full: Fraction | None, facts: Facts, variant: str | None) -> Worked:
    condition = item.condition
    if condition is None:
        raise BadInputError(f"Item {item.id!r} has the rule `condition` and no condition.")
    result = check_condition(condition, facts, variant)
    points = None if result.holds is None else (full or Fraction(0)) if result.holds else Fraction(0)
    rule = rule_words(item.rule, full, "", variant)
    return Worked(
        item,
        Words(zh=f"{result.rule.zh}：{rule.zh}", en=f"{result.rule.en}: {rule.en}"),
        full,
        points,
        result.arithmetic if points is None else _ends(result.arithmetic, points),
        result.evidence,
        result.lacks or ((result.name,) if result.holds is None else ()),
        condition=result,
    )


def _categories(item: Item, rule: CategoriesRule, full: Fraction | None, facts: Facts, variant: str | None) -> Worked:
    said = rule_words(rule, full, "", variant)
    names, terms, each = [], [], []
    evidence: list[Seen] = []
    lacks: list[Words] = []
    total = Fraction(0)
    for category in rule.categories:
        found, name = facts.number(category.input), facts.name(category.input)
        points = exact(category.points) / exact(category.per)
        per = "" if category.per == 1 else plain(category.per)
        names.append(
            (
                f"{name.zh}每{per}{found.unit}{plain(category.points)}分",
                f"{name.en} {plain(category.points)}" + (f" per {per}" if per else ""),
            )
        )
        evidence += found.seen
        lacks += found.lacks
        if found.value is not None:
            terms.append(f"{plain(found.value)} × {plain(points)}")
            total += found.value * points
            each.append((points, name, found.unit))
    said = Words(
        zh=f"{said.zh}（{'、'.join(n[0] for n in names)}）", en=f"{said.en} ({', '.join(n[1] for n in names)})"
    )
    if lacks:
        return Worked(item, said, full, evidence=tuple(evidence), lacks=tuple(lacks))
    now = total if full is None else min(full, total)
    gains = [(min(points, full - now) if full is not None else points, name, unit) for points, name, unit in each]
    best = Words(
        zh="；".join(f"{name.zh}再增{with_unit(Fraction(1), unit)}，加{plain(gain)}分" for gain, name, unit in gains),
        en="; ".join(f"one more of {name.en} brings {plain(gain)}" for gain, name, _ in gains),
    )
    done = Words(zh="已得满分", en="full marks reached")
    return Worked(
        item,
        said,
        full,
        now,
        _capped(" + ".join(terms), total, full, now),
        tuple(evidence),
        gain=max(gain for gain, _, _ in gains),
        said=done if full is not None and now >= full else best,
    )


def _expert(item: Item, rule: ExpertRule, full: Fraction, facts: Facts, variant: str | None) -> Worked:
    source = item.input or Input(fact="")
    said = rule_words(rule, full, "分", variant)
    reviews = facts.reviews(source)
    for points, seen in reviews:
        if points > full:
            raise facts.bad(
                source.key,
                plain(points),
                f"points from 0 to {plain(full)} ({seen.reviewer})",
                f"{plain(points)}（{seen.reviewer}）",
                f"0—{plain(full)}分",
            )
    evidence = tuple(seen for _, seen in reviews)
    twice = {seen.reviewer for seen in evidence if [one.reviewer for one in evidence].count(seen.reviewer) > 1}
    if twice:
        raise facts.bad(
            source.key,
            f"two reviews by {min(twice)}",
            "one review by each reviewer",
            f"{min(twice)}的两份评分",
            "每人一份评分",
        )
    if len(reviews) < rule.least:
        name = facts.name(source)
        lack = Words(
            zh=f"{name.zh}（需{rule.least}人评分，现有{len(reviews)}人）" if rule.least > 1 or reviews else name.zh,
            en=f"{name.en} ({rule.least} reviews needed, found {len(reviews)})"
            if rule.least > 1 or reviews
            else name.en,
        )
        return Worked(item, said, full, evidence=evidence, lacks=(lack,))
    cut = rule.trim if rule.aggregate == "trimmed_mean" else 0
    kept = [points for points, _ in reviews][cut : len(reviews) - cut]
    mean = sum(kept, Fraction(0)) / len(kept)
    return Worked(item, said, full, mean, _mean(reviews, kept, cut, mean), evidence)


def _mean(reviews: Sequence[tuple[Fraction, Seen]], kept: Sequence[Fraction], cut: int, mean: Fraction) -> Words:
    sum_ = " + ".join(map(plain, kept))
    text = f"({sum_}) ÷ {len(kept)} = {plain(mean)}"
    if not cut:
        return Words(zh=text, en=text)
    dropped = [points for points, _ in reviews[:cut]] + [points for points, _ in reviews[-cut:]]
    return Words(
        zh=f"{text}（去掉{'、'.join(map(plain, dropped))}）", en=f"{text} (without {', '.join(map(plain, dropped))})"
    )


def _arithmetic(
    rule: NumberRule,
    value: Fraction,
    full: Fraction | None,
    now: Fraction,
    variant: str | None,
    target: Fraction | None,
    unit: str,
) -> Words:
    match rule:
        case TargetRule():
            aim = number_for(rule.target, variant) if rule.target is not None else target or Fraction(0)
            share = f"{plain(value)}/{plain(aim)}"
            en = f"{plain(full or 0)} × min(1, {share}) = {plain(now)}"
            if not aim:
                return Words(zh=f"目标值为0，得{plain(now)}分", en=en)
            return Words(zh=limited(f"{plain(full or 0)} × {share}", (full or 0) * value / aim, now), en=en)
        case ThresholdRule():
            at, base = number_for(rule.at, variant), number_for(rule.base, variant)
            if value < at:
                return Words(zh=f"{plain(value)} < {plain(at)}，得0分", en=f"{plain(value)} < {plain(at)}: 0")
            count = steps(value - at, rule.per, whole=rule.whole)
            text = f"{plain(base)} + {plain(rule.step)} × {plain(count)}" if rule.step else plain(base)
            return _capped(text, base + exact(rule.step) * count, full, now)
        case PerUnitRule():
            start = number_for(rule.above, variant)
            count = steps(max(Fraction(0), value - start), rule.per, whole=rule.whole)
            text = f"{plain(rule.points)} × {plain(count)}"
            return _capped(text, exact(rule.points) * count, full, now)
        case BandsRule():
            band = band_of(rule, value)
            low = "" if band.from_ is None else f"{plain(band.from_)} ≤ "
            high = "" if band.below is None else f" < {plain(band.below)}"
            inside = f"{low}{plain(value)}{high}"
            return Words(
                zh=f"{inside}{unit}，得{plain(now)}分", en=f"{inside} {unit_en(unit)}".strip() + f": {plain(now)}"
            )
    return _same(plain(now))


def _capped(text: str, raw: Fraction, full: Fraction | None, now: Fraction) -> Words:
    if full is not None and raw > full:
        return Words(zh=limited(text, raw, now), en=f"min({plain(full)}, {text}) = {plain(now)}")
    return _same(f"{text} = {plain(now)}")


def _same(text: str) -> Words:
    return Words(zh=text, en=text)


def _ends(text: Words, points: Fraction) -> Words:
    return Words(zh=f"{text.zh}，得{plain(points)}分", en=f"{text.en}: {plain(points)}")
