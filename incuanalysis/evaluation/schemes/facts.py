"""What is known of a carrier: facts as given, checked, and in the unit that a rule counts in."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.schemes.parts import Input, exact
from incuanalysis.plans.model import Words
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Evidence", "Facts", "Found", "Seen", "facts_by_carrier", "read_facts"]

# What cannot be less than nothing; a profit or a growth rate can.
_NEVER_NEGATIVE = frozenset({"count", "people", "area", "attendances", "firm_events", "points", "time"})
_YES, _NO = frozenset({"是", "有", "yes", "true"}), frozenset({"否", "无", "no", "false"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact as given.

    Parameters
    ----------
    value
        A number, or yes or no; None where it is missing.
    unit
        Unit of a number; empty for the one that the vocabulary or the scheme declares.
    source
        Where it stands.
    reviewer, date
        Who judged it and when (ISO date); needed for judgements and reviews.

    Examples
    --------
    >>> Evidence(350, unit="千元", source="2023年年报").value
    350
    """

    value: float | bool | None
    unit: str = ""
    source: str = ""
    reviewer: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact that was used: what it is, its value in the rule's unit, and where it comes from."""

    key: str
    name: Words
    value: float | bool
    unit: str
    given: str
    source: str
    reviewer: str
    date: str


@dataclass(frozen=True, slots=True)
class Found:
    """An input's value with its evidence, or what is missing for it."""

    value: Fraction | None = None
    answer: bool | None = None
    unit: str = ""
    seen: tuple[Seen, ...] = ()
    lacks: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Facts:
    """The facts of one carrier for one scheme, by id of indicator or fact."""

    scheme: Scheme
    words: Vocabulary
    given: Mapping[str, tuple[Evidence, ...]]
    carrier: str = ""

    def unit(self, source: Input) -> str:
        """Unit in which the rule counts an input."""
        if source.unit:
            return source.unit
        if source.share is not None:
            return "%" if source.share.times == 100 else ""
        return self._own_unit(source.key)

    def name(self, source: Input) -> Words:
        """What an input is called."""
        if source.share is not None:
            of, in_ = self.name(source.share.of), self.name(source.share.in_)
            return Words(zh=f"{of.zh}与{in_.zh}之比", en=f"ratio of {of.en} to {in_.en}")
        if source.key in self.scheme.facts:
            return self.scheme.facts[source.key].words
        indicator = self.words.indicators.get(source.key)
        return Words(zh=indicator.zh, en=indicator.en)

    def number(self, source: Input) -> Found:
        """Return an input's number in the unit that the rule counts in."""
        if source.share is not None:
            of, in_ = self.number(source.share.of), self.number(source.share.in_)
            seen, lacks, unit = of.seen + in_.seen, of.lacks + in_.lacks, self.unit(source)
            if of.value is None or in_.value is None:
                return Found(unit=unit, seen=seen, lacks=lacks)
            if not in_.value:
                name = self.name(source.share.in_)
                none = Words(zh=f"{name.zh}（为0，不能计算比例）", en=f"{name.en} (0, no ratio can be formed)")
                return Found(unit=unit, seen=seen, lacks=(none,))
            return Found(exact(source.share.times) * of.value / in_.value, unit=unit, seen=seen)
        unit = self.unit(source)
        every = self._of(source.key)
        if not every:
            return Found(unit=unit, lacks=(self.name(source),))
        if len(every) > 1:
            raise self.bad(
                source.key,
                f"{len(every)} values",
                "one value (of one period and one source)",
                f"{len(every)}个数",
                "一个数（同一时期、同一来源）",
            )
        value = self._converted(source.key, every[0], unit)
        return Found(value, unit=unit, seen=(self._seen(source, every[0], float(value), unit),))

    def answer(self, source: Input) -> Found:
        """Return the answer to a yes/no input."""
        every = self._of(source.key)
        if not every:
            return Found(lacks=(self.name(source),))
        if len(every) > 1:
            # a dated judgement is replaced by a later one
            every = tuple(sorted(every, key=lambda one: one.date))[-1:]
        value = _yes_or_no(every[0].value)
        if value is None:
            raise self.bad(source.key, repr(every[0].value), "yes or no (是/否)", f"“{every[0].value}”", "“是”或“否”")
        if self.scheme.facts[source.key].kind == "judgement":
            self._signed(source.key, every[0])
        return Found(answer=value, seen=(self._seen(source, every[0], value, ""),))

    def reviews(self, source: Input) -> tuple[tuple[Fraction, Seen], ...]:
        """Return the points given by reviewers, lowest first, each signed and dated."""
        found = []
        for one in self._of(source.key):
            self._signed(source.key, one)
            points = self._converted(source.key, one, "分")
            found.append((points, self._seen(source, one, float(points), "分")))
        return tuple(sorted(found, key=lambda one: (one[0], one[1].reviewer, one[1].date)))

    def bad(self, key: str, found: str, expected: str, found_zh: str, expected_zh: str) -> BadInputError:
        """Return the error of a fact that cannot be used."""
        who, name = (f"{self.carrier}: " if self.carrier else ""), self.name(self._input(key)).zh
        return BadInputError(
            f"{who}{key} ({name}): found {found}; expected {expected}.",
            f"{self.carrier + '：' if self.carrier else ''}“{name}”现为{found_zh}，应为{expected_zh}。",
        )

    def _input(self, key: str) -> Input:
        return Input(fact=key) if key in self.scheme.facts else Input(indicator=key)

    def _own_unit(self, key: str) -> str:
        declared = self.scheme.facts.get(key)
        return self.words.indicators.get(key).unit if declared is None else declared.unit

    def _of(self, key: str) -> tuple[Evidence, ...]:
        return tuple(one for one in self.given.get(key, ()) if not _absent(one.value))

    def _converted(self, key: str, one: Evidence, unit: str) -> Fraction:
        if isinstance(one.value, bool) or not isinstance(one.value, Real | Decimal) or not math.isfinite(one.value):
            raise self.bad(key, repr(one.value), "a number", f"“{one.value}”", "一个数")
        own = self._own_unit(key) or unit
        number = Decimal(str(one.value))
        if (one.unit or own) != unit:
            number = self.words.units.convert(number, one.unit or own, unit)
        if number < 0 and unit and self.words.units.get(unit).dimension in _NEVER_NEGATIVE:
            raise self.bad(key, str(one.value), "a number not below 0", str(one.value), "不小于0的数")
        return exact(number)

    def _signed(self, key: str, one: Evidence) -> None:
        try:
            dt.date.fromisoformat(one.date)
            dated = True
        except ValueError:
            dated = False
        if not one.reviewer or not dated:
            found = f"reviewer {one.reviewer!r}, date {one.date!r}"
            raise self.bad(
                key,
                found,
                "a reviewer's name and an ISO date such as 2024-01-31",
                f"评审人“{one.reviewer}”、日期“{one.date}”",
                "评审人姓名和日期（如2024-01-31）",
            )

    def _seen(self, source: Input, one: Evidence, value: float | bool, unit: str) -> Seen:
        given = "" if isinstance(value, bool) or not one.unit or one.unit == unit else f"{one.value} {one.unit}"
        return Seen(source.key, self.name(source), value, unit, given, one.source, one.reviewer, one.date)


def read_facts(scheme: Scheme, facts: Mapping[str, Any], words: Vocabulary, carrier: str = "") -> Facts:
    """Check a mapping of facts.

    Parameters
    ----------
    scheme
        For which they are.
    facts
        Id or Chinese name → number, yes/no, :class:`Evidence` or several of these (reviews). Indicators that the scheme
        does not use are allowed.
    words
        The vocabulary.
    carrier
        Whose facts they are.

    Raises
    ------
    UnknownNameError
        For a name that is neither a fact of the scheme nor an indicator.
    BadInputError
        If one thing is given under two names.
    """
    names = {normalise(fact.zh): id for id, fact in scheme.facts.items()}
    given: dict[str, tuple[Evidence, ...]] = {}
    for name, value in facts.items():
        key = name if name in scheme.facts else names.get(normalise(str(name)), "")
        if not key and str(name) in words.indicators:
            key = str(name)
        if not key:
            raise _unknown(scheme, str(name), words)
        if key in given:
            raise BadInputError(f"{key!r} is given twice, once as {name!r}.", f"“{name}”重复给出。")
        several = value if isinstance(value, Iterable) and not isinstance(value, str | Evidence | Mapping) else (value,)
        given[key] = tuple(one if isinstance(one, Evidence) else Evidence(one) for one in several)
    return Facts(scheme, words, given, carrier)


def facts_by_carrier(scheme: Scheme, frame: pd.DataFrame, words: Vocabulary) -> dict[str, tuple[Facts, str | None]]:
    """Read a table of facts.

    Parameters
    ----------
    scheme
        For which they are.
    frame
        One row a fact: ``carrier``, ``fact`` (or ``indicator``, as in the store) and ``value``; where given also
        ``unit``, ``source``, ``reviewer``, ``date`` and ``variant``.
    words
        The vocabulary.

    Returns
    -------
    dict
        Carrier → its facts and its variant, in the order of the carriers' names.
    """
    key = next((name for name in ("fact", "indicator") if name in frame.columns), "")
    if "carrier" not in frame.columns or "value" not in frame.columns or not key:
        raise BadInputError(
            f"A table of facts has the columns carrier, fact (or indicator) and value; found {', '.join(map(str, frame.columns)) or 'none'}.",
            "事实表应有carrier、fact（或indicator）、value各列。",
        )
    extra = [name for name in ("unit", "source", "reviewer", "date") if name in frame.columns]
    found: dict[str, dict[str, list[Evidence]]] = {}
    variants: dict[str, str | None] = {}
    for row in frame.to_dict("records"):
        if _absent(row["carrier"]):
            raise BadInputError("A row of the table of facts has no carrier.", "事实表中有一行没有载体名称。")
        carrier = str(row["carrier"])
        texts = {name: "" if _absent(row[name]) else str(row[name])[: 10 if name == "date" else None] for name in extra}
        found.setdefault(carrier, {}).setdefault(str(row[key]), []).append(Evidence(row["value"], **texts))
        variant = row.get("variant")
        if not _absent(variant) and variants.setdefault(carrier, str(variant)) != str(variant):
            raise BadInputError(
                f"{carrier} has two variants: {variants[carrier]!r} and {variant!r}.",
                f"“{carrier}”有两个类别：“{variants[carrier]}”和“{variant}”。",
            )
    return {
        carrier: (read_facts(scheme, found[carrier], words, carrier), variants.get(carrier))
        for carrier in sorted(found)
    }


def _unknown(scheme: Scheme, name: str, words: Vocabulary) -> UnknownNameError:
    known = [*scheme.facts, *(fact.zh for fact in scheme.facts.values()), *(one.id for one in words.indicators)]
    return UnknownNameError(
        "fact", name, nearest(name, known), f"Scheme {scheme.id!r} declares its facts under `facts:`."
    )


def _absent(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def _yes_or_no(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = normalise(value)
        return True if text in _YES else False if text in _NO else None
    # tables keep yes and no beside numbers as 1 and 0; a boolean of numpy is equal to one of them
    return True if value == 1 else False if value == 0 else None
