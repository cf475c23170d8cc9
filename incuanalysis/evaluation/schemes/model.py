"""A scoring scheme as data: the nouns that its YAML file is read into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from incuanalysis.evaluation.schemes.parts import ByVariant, Input, NamedFact, Texts, number_for
from incuanalysis.evaluation.schemes.rules import Rule
from incuanalysis.plans.model import Reading, Words
from incuanalysis.vocabulary.part import ID, Part

__all__ = [
    "Bonus",
    "Condition",
    "Consequence",
    "Grade",
    "Grading",
    "Group",
    "Item",
    "Relief",
    "Scheme",
    "SchemeDocument",
    "Source",
    "Veto",
]


class Source(Part):
    """Where it was seen."""

    title: str = Field(min_length=1)
    url: str = ""
    note: str = ""


class SchemeDocument(Part):
    """The document that sets the rules; what is not known of it is empty."""

    title: Words
    number: str = ""
    issuer: str = ""
    date: dt.date | None = None


class Condition(Part):
    """Something that holds or does not: a limit on a number, a yes or no, or so many of several.

    Parameters
    ----------
    id, name
        What it is called; parts of a condition may go without.
    input
        The number or yes/no that is looked at.
    at_least, above, at_most, below
        The limit, in the input's unit; one of them.
    is_
        For a yes/no, written ``is``: the answer that makes it hold.
    need, of
        ``all`` or a number of the conditions in ``of``.
    relief
        Id of the relief that lowers the limit.
    variants
        Which variants it is asked of; all if left out.
    unseen
        The document has this condition, but its content was not seen: it can be neither held nor failed.
    stated
        The document says it; False where it is ours.
    """

    id: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")
    name: Words | None = None
    input: Input | None = None
    at_least: ByVariant | None = None
    above: ByVariant | None = None
    at_most: ByVariant | None = None
    below: ByVariant | None = None
    is_: bool | None = Field(default=None, alias="is")
    need: Literal["all"] | int | None = None
    of: Annotated[tuple[Condition, ...], Field(strict=False)] = ()
    relief: str | None = None
    variants: Texts = ()
    unseen: bool = False
    stated: bool = True
    reading: Reading | None = None
    note: Words | None = None

    @property
    def limit(self) -> tuple[str, dict[str, float]] | None:
        """The comparison and its limit."""
        for name in ("at_least", "above", "at_most", "below"):
            if (value := getattr(self, name)) is not None:
                return name, value
        return None

    def inputs(self) -> Iterator[Input]:
        """Every input that is looked at, of its parts too."""
        if self.input is not None:
            yield self.input
        for part in self.of:
            yield from part.inputs()


class Relief(Part):
    """Limits that are lower for some carriers (艰苦边远地区降低20%), by a yes/no fact."""

    id: str = ID
    name: Words
    lower_by: float = Field(gt=0, lt=100)
    fact: str


class Item(Part):
    """What is scored: full marks, an input and a rule.

    Parameters
    ----------
    marks
        Full marks; None only for a ``given`` score whose document states no maximum.
    input
        Of rules with one number and of ``expert``; ``condition`` and ``categories`` bring their own.
    stated
        The document says it; False where the rule or the marks are ours.
    reading
        Where the document can be read in two ways.
    """

    id: str = ID
    name: Words
    marks: ByVariant | None = None
    input: Input | None = None
    rule: Rule
    condition: Condition | None = None
    variants: Texts = ()
    stated: bool = True
    reading: Reading | None = None
    note: Words | None = None

    def full(self, variant: str | None) -> Fraction | None:
        """Full marks for a variant."""
        return None if self.marks is None else number_for(self.marks, variant)

    def inputs(self) -> Iterator[Input]:
        """Every input of it."""
        if self.input is not None:
            yield self.input
        for category in getattr(self.rule, "categories", ()):
            yield category.input
        if (aim := getattr(self.rule, "target_from", None)) is not None:
            yield aim
        if self.condition is not None:
            yield from self.condition.inputs()


class Group(Part):
    """A block of items.

    ``marks`` is what the items' marks add up to. With ``percent`` the block is that share of the scheme's full marks,
    and the items' marks are weights within it.
    """

    id: str = ID
    name: Words
    marks: ByVariant | None = None
    percent: ByVariant | None = None
    items: Annotated[tuple[Item, ...], Field(strict=False, min_length=1)]


class Bonus(Part):
    """Items on top of the full marks: each capped by its marks, all by ``cap``."""

    cap: float | None = Field(default=None, ge=0)
    items: Annotated[tuple[Item, ...], Field(strict=False, min_length=1)]


class Veto(Part):
    """What moves the grade whatever the score: one-vote vetoes (一票否决), downgrades, and results carried over.

    ``grade`` sets the grade, ``not_above`` limits it, ``not_below`` raises it. They are applied in the file's order.
    """

    id: str = ID
    name: Words
    when: Condition
    grade: str | None = None
    not_above: str | None = None
    not_below: str | None = None
    variants: Texts = ()
    stated: bool = True
    note: Words | None = None


class Grade(Part):
    """A grade: scores from ``from`` on, below ``below``, and where given a rank or a top share of the field.

    Grades are written best first; a carrier gets the first one that it meets in full.
    """

    id: str = ID
    name: Words
    letter: str = ""
    from_: float | None = Field(default=None, alias="from")
    below: float | None = None
    rank_to: int | None = Field(default=None, ge=1)
    top_share: float | None = Field(default=None, gt=0, le=100)

    @property
    def by_rank(self) -> bool:
        """Whether more than the score decides."""
        return self.rank_to is not None or self.top_share is not None


class Grading(Part):
    """How scores become grades.

    Parameters
    ----------
    grades
        Best first, without gaps.
    rank_within
        Rank all carriers together, or each variant for itself.
    share_rounding
        How many carriers a top share is of a field that it does not divide.
    ties
        Carriers that share the last place within the limit: all of them get the grade, or none.
    stated
        Whether the document itself says how shares are rounded and ties are treated.
    """

    grades: Annotated[tuple[Grade, ...], Field(strict=False, min_length=1)]
    rank_within: Literal["all", "variant"] = "all"
    share_rounding: Literal["floor", "ceil", "nearest"] = "floor"
    ties: Literal["all_in", "all_out"] = "all_in"
    stated: bool = False

    def place(self, grade: str) -> int:
        """Place of a grade, 0 best."""
        return [one.id for one in self.grades].index(grade)


class Consequence(Part):
    """What follows from a grade, or from an event that a person establishes. Always a proposal (拟) until decided.

    ``in_a_row`` is how many such grades running it takes.
    """

    grade: str | None = None
    event: Words | None = None
    in_a_row: int = Field(default=1, ge=1)
    text: Words
    reward: float | None = None
    unit: str = ""
    stated: bool = True


class Scheme(Part):
    """A scoring scheme, a set of conditions for recognition, or a grading rule.

    Parameters
    ----------
    id
        Name of its file.
    family
        Name that successive versions share; ``open_scheme(family, on=…)`` picks the valid one.
    valid_from, valid_to
        First and last day; None where the document (as seen) does not say.
    variants
        Classes of carriers with weights or limits of their own (综合, 专业, 众创空间).
    full_marks
        What the items add up to, as stated; None for conditions and where nothing is stated.
    total_cap
        The most that total and bonus may reach together.
    decimals
        Places to which the total is rounded, half up, where the document says so.
    facts
        Inputs that are no indicators.
    groups, bonus
        What is scored.
    conditions
        What must hold; all of them.
    vetoes, grading, consequences
        What follows from scores.
    source
        Where it was seen.
    ours
        The project's own scheme; no document stands behind it.
    unseen
        Parts of the document that were not seen. They are unknown, not empty.
    """

    id: str = ID
    family: str = ""
    name: Words
    document: SchemeDocument | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    variants: dict[str, Words] = Field(default_factory=dict)
    full_marks: float | None = Field(default=None, gt=0)
    total_cap: float | None = Field(default=None, gt=0)
    decimals: int | None = Field(default=None, ge=0, le=6)
    facts: dict[str, NamedFact] = Field(default_factory=dict)
    reliefs: Annotated[tuple[Relief, ...], Field(strict=False)] = ()
    groups: Annotated[tuple[Group, ...], Field(strict=False)] = ()
    bonus: Bonus | None = None
    conditions: Annotated[tuple[Condition, ...], Field(strict=False)] = ()
    vetoes: Annotated[tuple[Veto, ...], Field(strict=False)] = ()
    grading: Grading | None = None
    consequences: Annotated[tuple[Consequence, ...], Field(strict=False)] = ()
    source: Annotated[tuple[Source, ...], Field(strict=False)] = ()
    ours: bool = False
    unseen: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    notes: Annotated[tuple[Words, ...], Field(strict=False)] = ()

    def valid_on(self, day: dt.date) -> bool:
        """Say whether the scheme is valid on a day; an end that is not known does not limit it."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def items(self, variant: str | None = None) -> Iterator[tuple[Group | None, Item]]:
        """Every item asked of a variant with its group, bonus items (without one) last."""
        for group in self.groups:
            for item in group.items:
                if not item.variants or variant in item.variants:
                    yield group, item
        for item in self.bonus.items if self.bonus else ():
            if not item.variants or variant in item.variants:
                yield None, item

    def inputs(self) -> Iterator[Input]:
        """Every input of items, conditions and vetoes, of all variants."""
        for group in self.groups:
            for item in group.items:
                yield from item.inputs()
        for item in self.bonus.items if self.bonus else ():
            yield from item.inputs()
        for condition in self.conditions:
            yield from condition.inputs()
        for veto in self.vetoes:
            yield from veto.when.inputs()


Condition.model_rebuild()
