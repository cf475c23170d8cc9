"""What scoring comes to: scores that explain themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.evaluation.schemes.facts import Seen
from incuanalysis.evaluation.schemes.statement import explained
from incuanalysis.evaluation.schemes.wording import evidence_text
from incuanalysis.plans.model import Words

__all__ = ["ConditionResult", "ItemScore", "Score", "Scores", "VetoResult"]


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """Whether a condition holds.

    Parameters
    ----------
    holds
        True, False, or None where data are missing or the condition was not seen.
    rule
        The condition in words.
    arithmetic
        The comparison as text, or how many parts hold.
    gap
        How much is missing to the limit, in ``unit``; None where nothing is, or no number is compared.
    lacks
        What is not known.
    judged
        It rests on a reviewer's dated judgement.
    parts
        Results of its parts; ``need`` of them must hold.
    """

    id: str
    name: Words
    holds: bool | None
    rule: Words
    arithmetic: Words
    evidence: tuple[Seen, ...] = ()
    gap: float | None = None
    unit: str = ""
    lacks: tuple[Words, ...] = ()
    judged: bool = False
    unseen: bool = False
    stated: bool = True
    parts: tuple[ConditionResult, ...] = ()
    need: int | None = None

    def label(self, language: str = "zh") -> str:
        """Return 符合, 不符合, 缺数据 or 条件未见, or the English for it."""
        if self.holds is None:
            words = ("条件未见", "condition not seen") if self.unseen else ("缺数据", "no data")
        else:
            words = ("符合", "holds") if self.holds else ("不符合", "fails")
        return words[0 if language == "zh" else 1]


@dataclass(frozen=True, slots=True)
class ItemScore:
    """The points of an item, and why.

    Parameters
    ----------
    rule, arithmetic
        The rule in words, and how it was applied.
    points
        None where an input is missing (缺数据).
    full
        Full marks of the item.
    one_more
        Points that one more unit of the input would bring to the total, caps considered; None where a unit cannot be
        said.
    advice
        The same in words, with the distance to the next step where one unit brings nothing.
    lacks
        Inputs that are missing.
    bonus, stated
        Whether it is a bonus item, and whether the document states its rule.
    """

    id: str
    group: str
    name: Words
    rule: Words
    evidence: tuple[Seen, ...]
    arithmetic: Words
    points: float | None
    full: float | None
    one_more: float | None = None
    advice: Words | None = None
    lacks: tuple[Words, ...] = ()
    bonus: bool = False
    stated: bool = True
    condition: ConditionResult | None = None


@dataclass(frozen=True, slots=True)
class VetoResult:
    """Whether a veto or downgrade applies; ``applies`` None where its facts are missing."""

    id: str
    name: Words
    applies: bool | None
    reason: Words
    evidence: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A carrier's result under a scheme.

    Parameters
    ----------
    base, bonus, total
        Points of items, of bonus items after the cap, and both after the cap of the total. A missing input counts 0.
    total_known
        The total, or None while an input is missing.
    max_possible
        The total if every missing input got full marks; None where full marks are not stated.
    full_marks
        As stated, without bonus.
    meets
        For recognition: whether all conditions hold; None where that is not known, or the scheme has none.
    """

    scheme: str
    carrier: str
    variant: str | None
    on: dt.date | None
    items: tuple[ItemScore, ...]
    conditions: tuple[ConditionResult, ...]
    vetoes: tuple[VetoResult, ...]
    base: float
    bonus: float
    total: float
    total_known: float | None
    max_possible: float | None
    full_marks: float | None
    meets: bool | None
    unseen: tuple[Words, ...] = ()

    @property
    def lacks(self) -> tuple[Words, ...]:
        """Every missing input, once."""
        every = [one for item in self.items for one in item.lacks] + [one for c in self.conditions for one in c.lacks]
        return tuple({one.zh: one for one in every}.values())

    @property
    def reported(self) -> bool:
        """Whether there is any input at all."""
        return any(item.points is not None for item in self.items) or any(c.evidence for c in self.conditions)

    def item(self, id: str) -> ItemScore:
        """Return an item's score by its id.

        Raises
        ------
        KeyError
            If the scheme has no such item for the variant.
        """
        return {item.id: item for item in self.items}[id]

    def explain(self, language: str = "zh") -> str:
        """Return the score in words: every item, condition and veto on a line, then the sums.

        Parameters
        ----------
        language
            ``zh`` or ``en``.
        """
        return explained(self, language)

    def frame(self) -> pd.DataFrame:
        """Return one row an item: ``item, group, name, name_en, evidence, rule, arithmetic, points, full, one_more, advice, bonus, stated, lacks``."""
        return pd.DataFrame([_row(item) for item in self.items], columns=_ITEM_COLUMNS)


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of several carriers under one scheme."""

    scheme: str
    scores: tuple[Score, ...]

    def __iter__(self) -> Iterator[Score]:
        return iter(self.scores)

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, carrier: str) -> Score:
        return {score.carrier: score for score in self.scores}[carrier]

    def frame(self) -> pd.DataFrame:
        """Return one row a carrier: ``carrier, variant, base, bonus, total, total_known, max_possible, full_marks, meets, lacks`` (Chinese names, 、 between them)."""
        rows = [
            {
                **{name: getattr(score, name) for name in _SCORE_COLUMNS[:-1]},
                "lacks": "、".join(one.zh for one in score.lacks),
            }
            for score in self.scores
        ]
        return pd.DataFrame(rows, columns=_SCORE_COLUMNS)

    def items(self) -> pd.DataFrame:
        """Return one row a carrier and item, in the columns of :meth:`Score.frame` after ``carrier``."""
        rows = [{"carrier": score.carrier, **_row(item)} for score in self.scores for item in score.items]
        return pd.DataFrame(rows, columns=["carrier", *_ITEM_COLUMNS])


_SCORE_COLUMNS = [
    "carrier", "variant", "base", "bonus", "total", "total_known", "max_possible", "full_marks", "meets", "lacks",
]  # fmt: skip
_ITEM_COLUMNS = [
    "item", "group", "name", "name_en", "evidence", "rule", "arithmetic", "points", "full", "one_more", "advice",
    "bonus", "stated", "lacks",
]  # fmt: skip


def _row(item: ItemScore) -> dict[str, Any]:
    return {
        "item": item.id,
        "group": item.group,
        "name": item.name.zh,
        "name_en": item.name.en,
        "evidence": "；".join(evidence_text(seen, "zh") for seen in item.evidence),
        "rule": item.rule.zh,
        "arithmetic": item.arithmetic.zh,
        "points": item.points,
        "full": item.full,
        "one_more": item.one_more,
        "advice": item.advice.zh if item.advice else "",
        "bonus": item.bonus,
        "stated": item.stated,
        "lacks": "、".join(one.zh for one in item.lacks),
    }
