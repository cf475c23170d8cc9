"""Scores: what a scheme gives for the facts of a carrier."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, overload

import pandas as pd

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.evaluation.schemes.conditions import all_hold, check_condition, check_conditions
from incuanalysis.evaluation.schemes.explain import Worked, work_out
from incuanalysis.evaluation.schemes.facts import Facts, facts_by_carrier, read_facts
from incuanalysis.evaluation.schemes.library import open_scheme
from incuanalysis.evaluation.schemes.model import Group, Scheme, Veto
from incuanalysis.evaluation.schemes.outcome import Score, Scores, VetoResult
from incuanalysis.evaluation.schemes.parts import exact, number_for
from incuanalysis.evaluation.schemes.wording import limited, plain
from incuanalysis.plans.model import Words
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["AssessmentPoints", "score", "to_assessment_points"]


@overload
def score(
    scheme: Scheme | str,
    facts: Mapping[str, Any],
    variant: str | None = None,
    on: dt.date | None = None,
    *,
    carrier: str = "",
    project: Project | None = None,
) -> Score: ...


@overload
def score(
    scheme: Scheme | str,
    facts: pd.DataFrame,
    variant: str | None = None,
    on: dt.date | None = None,
    *,
    carrier: str = "",
    project: Project | None = None,
) -> Scores: ...


def score(
    scheme: Scheme | str,
    facts: Mapping[str, Any] | pd.DataFrame,
    variant: str | None = None,
    on: dt.date | None = None,
    *,
    carrier: str = "",
    project: Project | None = None,
) -> Score | Scores:
    """Score a carrier, or a table of carriers.

    Parameters
    ----------
    scheme
        A scheme, its id or family.
    facts
        Of one carrier: id or Chinese name of an indicator or fact → number, yes/no, ``Evidence``, or a list of
        ``Evidence`` (reviews). Of several: a table with one row a fact (``carrier``, ``fact`` or ``indicator``,
        ``value``; optional ``unit``, ``source``, ``reviewer``, ``date``, ``variant``). Numbers without a unit are in
        the indicator's canonical or the fact's declared unit.
    variant
        Class of the carrier, where the scheme has classes; of carriers whose ``variant`` in the table is empty.
    on
        The day that is evaluated; a scheme that is not valid then is refused. Not looked at if left out.
    carrier
        Name of the one carrier, for messages and tables.
    project
        By default the one that is found.

    Returns
    -------
    Score or Scores
        Points, full marks, evidence and arithmetic by item, conditions and vetoes. A missing input leaves an item
        without points and counts 0 in ``total``; ``total_known`` is then None and ``max_possible`` says what is open.

    Raises
    ------
    BadInputError
        For a scheme not valid on the day, a missing variant, or a fact that cannot be used.
    UnknownNameError
        For an unknown scheme, variant, fact or unit.

    Examples
    --------
    >>> result = score("taizhou_qidi_2023", {"firms_registered": 10, "events_held": 17, "tenant_financing": 35})
    >>> result.item("tenant_financing").arithmetic.zh
    '5 × 35/300 = 0.583'
    >>> round(result.total, 3), result.total_known is None, result.item("events_held").points
    (30.583, True, 10.0)
    """
    project = project or find_project()
    known = scheme if isinstance(scheme, Scheme) else open_scheme(scheme, on, project=project)
    if on is not None and not known.valid_on(on):
        until = f"{known.valid_from or '…'} – {known.valid_to or '…'}"
        raise BadInputError(
            f"Scheme {known.id!r} is valid {until}, not on {on}. Name a scheme that is valid then, or leave out the day.",
            f"方案“{known.name.zh}”的有效期为{known.valid_from or '不详'}至{known.valid_to or '今'}，不适用于{on}。",
        )
    words = open_vocabulary(project)
    if isinstance(facts, pd.DataFrame):
        table = facts_by_carrier(known, facts, words)
        return Scores(known.id, tuple(_score(known, one, own or variant, on) for one, own in table.values()))
    return _score(known, read_facts(known, facts, words, carrier), variant, on)


def _score(scheme: Scheme, facts: Facts, variant: str | None, on: dt.date | None) -> Score:
    variant = _checked_variant(scheme, variant, facts.carrier)
    base, bonus = [], []
    for group, item in scheme.items(variant):
        worked = work_out(item, facts, variant)
        if group is None:
            bonus.append(replace(worked, group="bonus"))
        else:
            base.append(replace(worked, group=group.id, factor=block_factor(scheme, group, variant)))
    sums = _Sums.of(scheme, base, bonus)
    conditions = check_conditions(scheme, facts, variant)
    open_ = any(worked.points is None for worked in (*base, *bonus))
    return Score(
        scheme=scheme.id,
        carrier=facts.carrier,
        variant=variant,
        on=on,
        items=(
            *(worked.finished(sums.room, bonus=False) for worked in base),
            *(worked.finished(sums.room_bonus, bonus=True) for worked in bonus),
        ),
        conditions=conditions,
        vetoes=tuple(
            _veto(veto, facts, variant) for veto in scheme.vetoes if not veto.variants or variant in veto.variants
        ),
        base=float(sums.base),
        bonus=float(sums.bonus),
        total=float(sums.total),
        total_known=float(sums.total) if base and not open_ else None,
        max_possible=None if sums.most is None else float(sums.most),
        full_marks=scheme.full_marks,
        meets=all_hold(conditions),
        unseen=scheme.unseen,
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Exact sums; ``room`` and ``room_bonus`` are what the caps leave for one more point of an item or a bonus item."""

    base: Fraction
    bonus: Fraction
    total: Fraction
    most: Fraction | None
    room: Fraction | None
    room_bonus: Fraction | None

    @classmethod
    def of(cls, scheme: Scheme, base: Sequence[Worked], bonus: Sequence[Worked]) -> _Sums:
        cap = None if scheme.bonus is None or scheme.bonus.cap is None else exact(scheme.bonus.cap)
        top = None if scheme.total_cap is None else exact(scheme.total_cap)
        points, raw = _sum(base), _sum(bonus)
        extra = _least(raw, cap)
        total = _least(points + extra, top)
        most, most_bonus = _sum(base, most=True), _sum(bonus, most=True)
        # an open item without stated full marks may bring anything
        boundless = any(one.points is None and one.worth is None for one in (*base, *bonus))
        room = None if top is None else top - total
        room_bonus = room if cap is None else _least(cap - extra, room)
        return cls(
            base=points,
            bonus=extra,
            total=_rounded(total, scheme.decimals),
            most=None
            if not base or boundless
            else _rounded(_least(most + _least(most_bonus, cap), top), scheme.decimals),
            room=room,
            room_bonus=room_bonus,
        )


def block_factor(scheme: Scheme, group: Group, variant: str | None) -> Fraction:
    """Return what a mark of a block is worth in points of the whole: 1, or by the block's percentage."""
    if group.percent is None or scheme.full_marks is None:
        return Fraction(1)
    weights = [item.full(variant) for item in group.items if not item.variants or variant in item.variants]
    return (
        number_for(group.percent, variant)
        / 100
        * exact(scheme.full_marks)
        / sum((one or Fraction(0) for one in weights), Fraction(0))
    )


def _sum(every: Sequence[Worked], *, most: bool = False) -> Fraction:
    if most:
        return sum((one.gained if one.points is not None else one.worth or Fraction(0) for one in every), Fraction(0))
    return sum((one.gained for one in every), Fraction(0))


def _least(number: Fraction, cap: Fraction | None) -> Fraction:
    return number if cap is None else min(number, cap)


def _rounded(number: Fraction, places: int | None) -> Fraction:
    """Round half up, as the documents mean it, and not to the even digit."""
    if places is None:
        return number
    return Fraction((number * 10**places + Fraction(1, 2)).__floor__(), 10**places)


def _veto(veto: Veto, facts: Facts, variant: str | None) -> VetoResult:
    result = check_condition(veto.when, facts, variant)
    return VetoResult(veto.id, veto.name, result.holds, veto.name, result.evidence)


def _checked_variant(scheme: Scheme, variant: str | None, carrier: str) -> str | None:
    if not scheme.variants:
        return None
    named = "、".join(f"{id}（{words.zh}）" for id, words in scheme.variants.items())
    if variant is None:
        raise BadInputError(
            f"{carrier + ': ' if carrier else ''}scheme {scheme.id!r} needs a variant, one of {', '.join(scheme.variants)}.",
            f"{carrier + '：' if carrier else ''}方案“{scheme.name.zh}”分类评价，须指明类别：{named}。",
        )
    if variant not in scheme.variants:
        raise UnknownNameError("variant", variant, nearest(variant, scheme.variants) or list(scheme.variants))
    return variant


@dataclass(frozen=True, slots=True)
class AssessmentPoints:
    """A score in points of the unit's overall assessment (考绩).

    Parameters
    ----------
    points
        What it counts; a missing input counts 0.
    most
        What it would count if every missing input got full marks; None where that is not known.
    weight
        Points of the overall assessment that the scheme stands for.
    arithmetic
        How it was converted.
    """

    points: float
    most: float | None
    weight: float
    arithmetic: Words


def to_assessment_points(score: Score, weight: float, *, capped: bool = True) -> AssessmentPoints:
    """Convert a score to points in the unit's overall assessment (考绩) by a declared weight.

    Parameters
    ----------
    score
        The score; its scheme must state full marks.
    weight
        What full marks are worth there.
    capped
        Bonus points may not bring more than the weight.

    Raises
    ------
    BadInputError
        If the scheme states no full marks, or the weight is not above 0.

    Examples
    --------
    >>> made = score("taizhou_qidi_2023", {"firms_registered": 10, "events_held": 15})
    >>> to_assessment_points(made, 5).arithmetic.zh
    '5 × 30/100 = 1.5'
    """
    if score.full_marks is None:
        raise BadInputError(
            f"Scheme {score.scheme!r} states no full marks, so its scores cannot be converted.",
            f"方案“{score.scheme}”没有满分，不能折算。",
        )
    if not weight > 0 or not math.isfinite(weight):
        raise BadInputError(f"weight is {weight}; expected a number above 0.", f"折算权重现为{weight}，应为大于0的数。")
    full, worth = exact(score.full_marks), exact(weight)

    def converted(points: float) -> Fraction:
        return worth * (min(Fraction(1), exact(points) / full) if capped else exact(points) / full)

    share = f"{plain(score.total)}/{plain(full)}"
    points = converted(score.total)
    within = f"min(1, {share})" if capped and score.total > score.full_marks else share
    return AssessmentPoints(
        points=float(points),
        most=None if score.max_possible is None else float(converted(score.max_possible)),
        weight=weight,
        arithmetic=Words(
            zh=limited(f"{plain(worth)} × {share}", worth * exact(score.total) / full, points),
            en=f"{plain(worth)} × {within} = {plain(points)}",
        ),
    )
