"""Whether rules and grades are sound: caps, bands and grade limits without gaps or overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from incuanalysis.evaluation.schemes.check_inputs import InputChecks
from incuanalysis.evaluation.schemes.model import Grade, Item, Scheme
from incuanalysis.evaluation.schemes.parts import exact, number_for
from incuanalysis.evaluation.schemes.problem import Loc, Problem
from incuanalysis.evaluation.schemes.rules import Band, BandsRule, PerUnitRule, TargetRule, ThresholdRule
from incuanalysis.evaluation.schemes.wording import plain

__all__ = ["bands_problems", "grading_problems", "rule_problems"]


def rule_problems(inputs: InputChecks, loc: Loc, item: Item) -> Iterator[Problem]:
    """What is wrong with an item's rule."""
    rule = item.rule
    asked: list[str | None] = list(item.variants or inputs.scheme.variants) or [None]
    match rule:
        case TargetRule():
            if (rule.target is None) == (rule.target_from is None):
                yield Problem(loc, "target", "target、target_from之一", "exactly one of target, target_from")
            if rule.target is not None:
                yield from inputs.by_variant((*loc, "target"), rule.target, item.variants)
                if any(one <= 0 for one in rule.target.values()):
                    yield Problem((*loc, "target"), _said(rule.target), "大于0的目标值", "a target above 0")
        case ThresholdRule():
            wrong = [
                *inputs.by_variant((*loc, "at"), rule.at, item.variants),
                *inputs.by_variant((*loc, "base"), rule.base, item.variants),
            ]
            if wrong:
                yield from wrong
                return
            for variant in asked if item.marks is not None else ():
                base, full = number_for(rule.base, variant), number_for(item.marks or {}, variant)
                if not 0 <= base <= full:
                    yield Problem(
                        (*loc, "base"),
                        plain(base),
                        f"0至满分{plain(full)}之间的基础分（封顶分低于基础分）",
                        f"0 to {plain(full)}, the full marks (the cap is below the base)",
                    )
                elif base < full and not rule.step:
                    yield Problem(
                        loc,
                        plain(base),
                        f"基础分与满分{plain(full)}相同，或写step",
                        f"a base equal to the full marks {plain(full)}, or a step",
                    )
        case PerUnitRule():
            yield from inputs.by_variant((*loc, "above"), rule.above, item.variants)


def _said(number: dict[str, float]) -> str:
    return "、".join(plain(one) for one in number.values())


def bands_problems(loc: Loc, item: Item, rule: BandsRule) -> Iterator[Problem]:
    """Bands with gaps between them, that overlap, or that do not reach the full marks."""
    bands = rule.bands
    if bands[0].from_ is not None:
        yield Problem(
            (*loc, 0, "from"),
            bands[0].from_,
            "第一段不写from",
            "no `from` in the first band (else values below have none)",
        )
    if bands[-1].below is not None:
        yield Problem(
            (*loc, len(bands) - 1, "below"),
            bands[-1].below,
            "最后一段不写below",
            "no `below` in the last band (else values above have none)",
        )
    for n, (low, high) in enumerate(zip(bands, bands[1:], strict=False), start=1):
        if low.below is None:
            yield Problem((*loc, n - 1), "", "below", "`below` in every band but the last")
        elif high.from_ is None:
            yield Problem((*loc, n), "", "from", "`from` in every band but the first")
        elif high.from_ != low.below:
            yield _touching((*loc, n, "from"), high.from_, low.below, overlaps=high.from_ < low.below)
        elif _empty(low):
            yield Problem((*loc, n - 1, "below"), low.below, f"大于{low.from_}", f"more than {low.from_}")
    best = max(exact(band.points) for band in bands)
    if item.marks is not None and any(exact(one) != best for one in item.marks.values()):
        yield Problem(
            loc,
            plain(best),
            f"最高一段的分数等于满分{_said(item.marks)}",
            f"a best band with the full marks {_said(item.marks)}",
        )


def _empty(band: Band) -> bool:
    return band.from_ is not None and band.below is not None and band.below <= band.from_


def _touching(loc: Loc, found: float, wanted: float, *, overlaps: bool) -> Problem:
    what, what_en = ("重叠", "overlaps with") if overlaps else ("中断", "leaves a gap to")
    return Problem(
        loc, plain(found), f"{plain(wanted)}（与相邻一段{what}）", f"{plain(wanted)} (it {what_en} its neighbour)"
    )


def grading_problems(scheme: Scheme) -> Iterator[Problem]:
    """Grades that overlap, leave gaps, or cannot be reached."""
    if scheme.grading is None:
        return
    grades, loc = scheme.grading.grades, ("grading", "grades")
    if not scheme.groups:
        yield Problem(("grading",), "grading", "有评分项（groups）", "items under `groups` that give a score")
    if grades[0].below is not None:
        yield Problem((*loc, 0, "below"), grades[0].below, "最高等次不写below", "no `below` in the best grade")
    last = len(grades) - 1
    if grades[last].from_ is not None or grades[last].by_rank:
        yield Problem(
            (*loc, last),
            grades[last].id,
            "最低等次不写from和名次（否则有的得分没有等次）",
            "neither `from` nor rank in the lowest grade (else some scores have no grade)",
        )
    for n, grade in enumerate(grades[:last]):
        if grade.from_ is None and not grade.by_rank:
            yield Problem(
                (*loc, n), grade.id, "from或名次", "`from` or a rank (else the grades below are never reached)"
            )
    limit: Fraction | None = None
    for n, (better, grade) in enumerate(zip(grades, grades[1:], strict=False), start=1):
        limit = exact(better.from_) if better.from_ is not None else limit
        yield from _below((*loc, n), better, grade, limit)


def _below(loc: Loc, better: Grade, grade: Grade, limit: Fraction | None) -> Iterator[Problem]:
    if grade.below is not None and better.by_rank:
        yield Problem(
            (*loc, "below"),
            plain(grade.below),
            "不写below（高分而名次不够的落入本等次）",
            "no `below` (a high score without the rank falls to this grade)",
        )
    elif grade.below is not None and limit is not None and exact(grade.below) != limit:
        yield _touching((*loc, "below"), grade.below, float(limit), overlaps=exact(grade.below) > limit)
    if grade.from_ is not None and limit is not None:
        low = exact(grade.from_)
        if low > limit or (low == limit and not better.by_rank):
            yield Problem(
                (*loc, "from"),
                plain(low),
                f"小于{plain(limit)}（与上一等次重叠）",
                f"less than {plain(limit)} (it overlaps with the grade above)",
            )
