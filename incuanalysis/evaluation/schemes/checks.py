"""What one field of a scheme alone cannot show: marks that add up, known names, variants, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from incuanalysis.evaluation.schemes.check_inputs import InputChecks
from incuanalysis.evaluation.schemes.check_rules import bands_problems, grading_problems, rule_problems
from incuanalysis.evaluation.schemes.model import Condition, Group, Item, Scheme
from incuanalysis.evaluation.schemes.parts import number_for
from incuanalysis.evaluation.schemes.problem import Loc, Problem
from incuanalysis.evaluation.schemes.rules import BandsRule, CategoriesRule, ConditionsRule, ExpertRule, TargetRule
from incuanalysis.evaluation.schemes.wording import plain
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["problems"]


def problems(scheme: Scheme, words: Vocabulary, name: str) -> Iterator[Problem]:
    """Return what is wrong with a scheme, in the order in which it is to be mended.

    Parameters
    ----------
    scheme
        As read.
    words
        The vocabulary.
    name
        Of its file, without suffix.
    """
    if scheme.id != name:
        yield Problem(("id",), scheme.id, f"与文件名相同的“{name}”", f"{name!r}, the name of the file")
    if scheme.valid_from and scheme.valid_to and scheme.valid_to < scheme.valid_from:
        yield Problem(
            ("valid_to",), scheme.valid_to, f"不早于{scheme.valid_from}", f"a day not before {scheme.valid_from}"
        )
    if not (scheme.groups or scheme.conditions):
        yield Problem((), scheme.id, "评分项（groups）或条件（conditions）", "items under `groups` or `conditions`")
    if not scheme.ours and not (scheme.document and scheme.source):
        yield Problem((), scheme.id, "document和source（自拟的写ours: true）", "document and source (or `ours: true`)")
    inputs = InputChecks(scheme, words)
    yield from inputs.declared()
    yield from _doubles(scheme)
    for loc, item in _items(scheme):
        yield from _item(scheme, inputs, loc, item)
    for n, condition in enumerate(scheme.conditions):
        yield from _condition(scheme, inputs, ("conditions", n), condition)
    yield from _references(scheme, inputs)
    yield from inputs.unused()
    yield from _sums(scheme)
    yield from grading_problems(scheme)


def _items(scheme: Scheme) -> Iterator[tuple[Loc, Item]]:
    for n, group in enumerate(scheme.groups):
        for m, item in enumerate(group.items):
            yield ("groups", n, "items", m), item
    for m, item in enumerate(scheme.bonus.items if scheme.bonus else ()):
        yield ("bonus", "items", m), item


def _doubles(scheme: Scheme) -> Iterator[Problem]:
    """Ids that stand twice."""
    named: list[list[tuple[Loc, str]]] = [
        [(loc, item.id) for loc, item in _items(scheme)],
        [(("groups", n), group.id) for n, group in enumerate(scheme.groups)],
        [(("conditions", n), one.id) for n, one in enumerate(scheme.conditions)],
        [(("vetoes", n), one.id) for n, one in enumerate(scheme.vetoes)],
        [(("grading", "grades", n), one.id) for n, one in enumerate(scheme.grading.grades if scheme.grading else ())],
    ]
    for every in named:
        counts = Counter(id for _, id in every if id)
        for loc, id in reversed(every):
            if counts[id] > 1:
                yield Problem((*loc, "id"), id, "未用过的编号", "an id that is not used yet")
    for n, one in enumerate(scheme.conditions):
        if not one.id:
            yield Problem(("conditions", n), "", "编号（id）", "an id")


def _item(scheme: Scheme, inputs: InputChecks, loc: Loc, item: Item) -> Iterator[Problem]:
    rule = item.rule
    yield from inputs.variants((*loc, "variants"), item.variants)
    if item.marks is None:
        if rule.kind != "given":
            yield Problem(loc, item.id, "满分（marks）", "full marks (`marks`)")
    else:
        yield from inputs.by_variant((*loc, "marks"), item.marks, item.variants)
        if any(one <= 0 for one in item.marks.values()):
            yield Problem((*loc, "marks"), item.marks, "大于0的满分", "marks above 0")
    own = isinstance(rule, CategoriesRule | ConditionsRule)
    if own != (item.input is None):
        zh, en = ("不写input（规则自带）", "no `input` (the rule brings its own)") if own else ("input", "an `input`")
        yield Problem((*loc, "input") if own else loc, item.id, zh, en)
    if isinstance(rule, ConditionsRule) != (item.condition is not None):
        yield Problem(
            loc, item.id, "condition与规则condition同时出现", "`condition` together with the rule `condition`"
        )
    if item.input is not None:
        yield from inputs.check((*loc, "input"), item.input, "review" if isinstance(rule, ExpertRule) else "number")
    if item.condition is not None:
        yield from _condition(scheme, inputs, (*loc, "condition"), item.condition)
    if isinstance(rule, CategoriesRule):
        for n, category in enumerate(rule.categories):
            yield from inputs.check((*loc, "rule", "categories", n, "input"), category.input, "number")
    if isinstance(rule, TargetRule) and rule.target_from is not None:
        yield from inputs.check((*loc, "rule", "target_from"), rule.target_from, "number")
    yield from rule_problems(inputs, (*loc, "rule"), item)
    if isinstance(rule, BandsRule):
        yield from bands_problems((*loc, "rule", "bands"), item, rule)


def _condition(scheme: Scheme, inputs: InputChecks, loc: Loc, one: Condition) -> Iterator[Problem]:
    yield from inputs.variants((*loc, "variants"), one.variants)
    said = [name for name in ("input", "of", "unseen") if getattr(one, name)]
    if len(said) != 1:
        found = "、".join(said) or one.id
        yield Problem(loc, found, "input、of、unseen三者之一", "exactly one of input, of, unseen")
        return
    limits = [name for name in ("at_least", "above", "at_most", "below", "is_") if getattr(one, name) is not None]
    if one.input is None:
        if limits:
            yield Problem(
                (*loc, limits[0].rstrip("_")), limits[0], "限值与input同时出现", "a limit only beside an `input`"
            )
    elif len(limits) != 1:
        yield Problem(
            loc,
            "、".join(limits),
            "at_least、above、at_most、below、is之一",
            "exactly one of at_least, above, at_most, below, is",
        )
        return
    else:
        yield from inputs.check((*loc, "input"), one.input, "answer" if limits == ["is_"] else "number")
        if one.limit is not None:
            yield from inputs.by_variant((*loc, one.limit[0]), one.limit[1], one.variants)
    if one.relief is not None and one.relief not in [relief.id for relief in scheme.reliefs]:
        yield Problem((*loc, "relief"), one.relief, "reliefs中的编号", "the id of one of `reliefs`")
    if one.relief is not None and (one.limit is None or one.limit[0] not in ("at_least", "above")):
        yield Problem(
            (*loc, "relief"), one.relief, "与at_least或above同时出现", "a relief only beside at_least or above"
        )
    if bool(one.of) != (one.need is not None):
        yield Problem(loc, one.id, "need与of同时出现", "`need` together with `of`")
    if isinstance(one.need, int) and not 1 <= one.need <= len(one.of):
        yield Problem((*loc, "need"), one.need, f"1至{len(one.of)}", f"1 to {len(one.of)}, the number of conditions")
    for n, part in enumerate(one.of):
        yield from _condition(scheme, inputs, (*loc, "of", n), part)


def _references(scheme: Scheme, inputs: InputChecks) -> Iterator[Problem]:
    grades = [grade.id for grade in scheme.grading.grades] if scheme.grading else []
    for n, relief in enumerate(scheme.reliefs):
        if relief.fact not in scheme.facts or scheme.facts[relief.fact].kind not in ("yes_no", "judgement"):
            yield Problem(("reliefs", n, "fact"), relief.fact, "facts中的是否项", "a yes/no of `facts`")
    for n, veto in enumerate(scheme.vetoes):
        yield from inputs.variants(("vetoes", n, "variants"), veto.variants)
        yield from _condition(scheme, inputs, ("vetoes", n, "when"), veto.when)
        effects = [name for name in ("grade", "not_above", "not_below") if getattr(veto, name) is not None]
        if len(effects) != 1:
            yield Problem(
                ("vetoes", n),
                "、".join(effects) or veto.id,
                "grade、not_above、not_below之一",
                "exactly one of grade, not_above, not_below",
            )
        for name in effects:
            if getattr(veto, name) not in grades:
                yield _no_grade(("vetoes", n, name), getattr(veto, name), grades)
    for n, what in enumerate(scheme.consequences):
        if (what.grade is None) == (what.event is None):
            yield Problem(("consequences", n), what.text.zh, "grade、event之一", "exactly one of grade, event")
        if what.grade is not None and what.grade not in grades:
            yield _no_grade(("consequences", n, "grade"), what.grade, grades)


def _no_grade(loc: Loc, found: str, grades: list[str]) -> Problem:
    named = "、".join(grades) or "（本方案没有等次）"
    return Problem(loc, found, f"等次编号：{named}", f"the id of a grade: {', '.join(grades) or 'the scheme has none'}")


def _sums(scheme: Scheme) -> Iterator[Problem]:
    """Marks that do not add up to what is stated."""
    if not scheme.groups:
        if scheme.full_marks is not None:
            yield Problem(
                ("full_marks",), scheme.full_marks, "有评分项时才写满分", "full marks only where there are items"
            )
        return
    blocks = [group for group in scheme.groups if group.percent is not None]
    if blocks and (len(blocks) < len(scheme.groups) or scheme.full_marks is None):
        yield Problem(
            ("groups",), "percent", "各组都写percent，并写满分full_marks", "`percent` in every group, and `full_marks`"
        )
        return
    for variant in scheme.variants or (None,):
        whose, whose_en = (f"（{scheme.variants[variant].zh}）", f" ({variant})") if variant else ("", "")
        total = Fraction(0)
        for n, group in enumerate(scheme.groups):
            if group.percent is not None:
                total += number_for(group.percent, variant)
                continue
            added = _added(group, variant)
            total += added
            if group.marks is not None and number_for(group.marks, variant) != added:
                stated = plain(number_for(group.marks, variant))
                yield Problem(
                    ("groups", n, "marks"),
                    stated,
                    f"各项满分之和{plain(added)}{whose}",
                    f"{plain(added)}, what its items add up to{whose_en}",
                )
        if blocks and total != 100:
            yield Problem(
                ("groups",), plain(total), f"各组percent之和为100{whose}", f"percentages that add up to 100{whose_en}"
            )
        elif not blocks and scheme.full_marks is not None and total != Fraction(str(scheme.full_marks)):
            yield Problem(
                ("full_marks",),
                plain(scheme.full_marks),
                f"各项满分之和{plain(total)}{whose}",
                f"{plain(total)}, what the items' marks add up to{whose_en}",
            )


def _added(group: Group, variant: str | None) -> Fraction:
    asked = (item for item in group.items if not item.variants or variant in item.variants)
    return sum((item.full(variant) or Fraction(0) for item in asked), Fraction(0))
