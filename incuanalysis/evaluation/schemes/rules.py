"""Scoring rules: how a number becomes points.

Every rule answers three questions about a value, exactly (fractions, no rounding on the way): how many points, by which
arithmetic, and how far the next point is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from incuanalysis.evaluation.schemes.parts import ByVariant, Input, exact, number_for
from incuanalysis.vocabulary.part import Part

__all__ = [
    "RULES",
    "Band",
    "BandsRule",
    "CategoriesRule",
    "Category",
    "ConditionsRule",
    "ExpertRule",
    "GivenRule",
    "NumberRule",
    "PerUnitRule",
    "Rule",
    "TargetRule",
    "ThresholdRule",
    "band_of",
    "next_value",
    "points_of",
    "steps",
]


class TargetRule(Part):
    """Full marks × min(1, actual ÷ target); the target is written here or is a fact of each carrier."""

    kind: Literal["target"]
    target: ByVariant | None = None
    target_from: Input | None = None


class ThresholdRule(Part):
    """0 below ``at``; ``base`` points at it; ``step`` points more for every ``per`` units above; capped at full marks.

    ``whole`` counts complete steps only.
    """

    kind: Literal["threshold"]
    at: ByVariant
    base: ByVariant
    step: float = Field(default=0.0, ge=0)
    per: float = Field(default=1.0, gt=0)
    whole: bool = False


class PerUnitRule(Part):
    """``points`` for every ``per`` units above ``above``, capped at full marks; ``whole`` counts complete ones only."""

    kind: Literal["per_unit"]
    points: float = Field(gt=0)
    per: float = Field(default=1.0, gt=0)
    above: ByVariant = Field(default_factory=lambda: {"": 0.0})
    whole: bool = False


class Band(Part):
    """Points of the values from ``from`` (inclusive) to ``below`` (exclusive); an open end is left out."""

    from_: float | None = Field(default=None, alias="from")
    below: float | None = None
    points: float = Field(ge=0)


class BandsRule(Part):
    """Points by bands, which leave no gap and do not overlap."""

    kind: Literal["bands"]
    bands: Annotated[tuple[Band, ...], Field(strict=False, min_length=1)]


class Category(Part):
    """One of several things that count with different points."""

    input: Input
    points: float = Field(gt=0)
    per: float = Field(default=1.0, gt=0)


class CategoriesRule(Part):
    """The sum of points × number over categories (博士3分、硕士2分…), capped at full marks."""

    kind: Literal["categories"]
    categories: Annotated[tuple[Category, ...], Field(strict=False, min_length=1)]


class ExpertRule(Part):
    """Points by reviewers from 0 to full marks: their mean, or the mean without the ``trim`` highest and lowest (截尾均值)."""

    kind: Literal["expert"]
    aggregate: Literal["mean", "trimmed_mean"] = "mean"
    trim: int = Field(default=1, ge=1)
    reviewers: int = Field(default=1, ge=1)

    @property
    def least(self) -> int:
        """How many reviews are needed before there are points."""
        return max(self.reviewers, 2 * self.trim + 1) if self.aggregate == "trimmed_mean" else self.reviewers


class GivenRule(Part):
    """Points taken over as they were awarded elsewhere."""

    kind: Literal["given"]


class ConditionsRule(Part):
    """Full marks if the item's condition holds, else 0."""

    kind: Literal["condition"]


NumberRule = TargetRule | ThresholdRule | PerUnitRule | BandsRule | GivenRule
Rule = Annotated[
    TargetRule | ThresholdRule | PerUnitRule | BandsRule | CategoriesRule | ExpertRule | GivenRule | ConditionsRule,
    Field(discriminator="kind"),
]

#: Kind → rule.
RULES: dict[str, type[Part]] = {
    "target": TargetRule,
    "threshold": ThresholdRule,
    "per_unit": PerUnitRule,
    "bands": BandsRule,
    "categories": CategoriesRule,
    "expert": ExpertRule,
    "given": GivenRule,
    "condition": ConditionsRule,
}


def points_of(
    rule: NumberRule,
    value: Fraction,
    marks: Fraction | None,
    variant: str | None = None,
    target: Fraction | None = None,
) -> Fraction:
    """Return the points that a rule gives for a value.

    Parameters
    ----------
    rule
        A rule with one number as input.
    value
        In the unit that the rule counts in.
    marks
        Full marks of the item; None where the document states none.
    variant
        Which of the scheme's variants.
    target
        Of a ``target`` rule whose target is a fact of the carrier.

    Returns
    -------
    Fraction
        From 0 to ``marks``, exact.

    Examples
    --------
    >>> rule = TargetRule(kind="target", target={"": 300.0})
    >>> round(float(points_of(rule, exact(35), exact(5))), 3)
    0.583
    >>> desks = ThresholdRule(kind="threshold", at=50, base=5, step=0.1)
    >>> [float(points_of(desks, exact(n), exact(10))) for n in (49, 50, 60, 500)]
    [0.0, 5.0, 6.0, 10.0]
    """
    points = Fraction(0)
    match rule:
        case TargetRule():
            aim = target if rule.target is None else number_for(rule.target, variant)
            points = (marks or Fraction(0)) * min(Fraction(1), value / aim) if aim else Fraction(0)
        case ThresholdRule():
            above = value - number_for(rule.at, variant)
            if above >= 0:
                points = number_for(rule.base, variant) + exact(rule.step) * steps(above, rule.per, whole=rule.whole)
        case PerUnitRule():
            above = max(Fraction(0), value - number_for(rule.above, variant))
            points = exact(rule.points) * steps(above, rule.per, whole=rule.whole)
        case BandsRule():
            points = exact(band_of(rule, value).points)
        case GivenRule():
            points = value
    points = max(Fraction(0), points)
    return points if marks is None else min(marks, points)


def steps(above: Fraction, per: float, *, whole: bool) -> Fraction:
    """Return how many steps of ``per`` units a surplus is, complete ones only if ``whole``."""
    count = above / exact(per)
    return Fraction(count.__floor__()) if whole else count


def band_of(rule: BandsRule, value: Fraction) -> Band:
    """Return the band in which a value lies."""
    return next(band for band in reversed(rule.bands) if band.from_ is None or value >= exact(band.from_))


def next_value(rule: NumberRule, value: Fraction, variant: str | None) -> Fraction | None:
    """Return the next value at which points are more than now, where they come in jumps; None where they don't."""
    match rule:
        case ThresholdRule():
            at = number_for(rule.at, variant)
            if value < at:
                return at
            return at + (steps(value - at, rule.per, whole=True) + 1) * exact(rule.per) if rule.whole else None
        case PerUnitRule():
            start = number_for(rule.above, variant)
            if value < start or rule.whole:
                done = steps(max(Fraction(0), value - start), rule.per, whole=True)
                return start + (done + 1) * exact(rule.per)
            return None
        case BandsRule():
            now = band_of(rule, value).points
            return next(
                (
                    exact(b.from_)
                    for b in rule.bands
                    if b.from_ is not None and b.points > now and exact(b.from_) > value
                ),
                None,
            )
    return None
