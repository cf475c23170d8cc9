"""The value of a fact on a day, exactly, in the unit that a condition asks for, and numbers as they are written."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import pandas as pd

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.evaluation.standards.facts import FactBook, require
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.periods import Month

__all__ = ["Known", "Values", "plain", "whole"]

#: Things that come in whole numbers.
_WHOLE = frozenset({"attendances", "count", "firm_events", "people"})


@dataclass(frozen=True, slots=True)
class Known:
    """The last value of a fact; ``value`` is None where there is none or it is too old (``month`` says how old)."""

    value: Fraction | None
    month: str | None = None
    source: str = ""


class Values:
    """Facts by carrier as they were on a day.

    Parameters
    ----------
    frame
        Facts (see :mod:`incuanalysis.evaluation.standards.facts`); the order of rows does not matter.
    book
        What the facts mean.
    on
        The day; facts of later months are left out.

    Raises
    ------
    BadInputError
        If a carrier has two different values of a fact for one month, or a value is no number.
    UnknownNameError
        If a fact is neither an indicator nor in ``facts.yml``.
    """

    def __init__(self, frame: pd.DataFrame, book: FactBook, on: dt.date) -> None:
        require(frame, ("carrier", "fact", "value", "month"), "facts")
        self.book = book
        self._now = Month(on.year, on.month).ordinal
        self._known: dict[tuple[str, str], tuple[int, Fraction, str | None, str]] = {}
        for row in frame.to_dict("records"):
            if not pd.isna(row["value"]):
                self._add(row, on)

    def _add(self, row: dict[str, object], on: dt.date) -> None:
        carrier, fact = str(row["carrier"]), str(row["fact"])
        if fact not in self.book:
            raise UnknownNameError("fact", fact, nearest(fact, list(self.book.ids)))
        month = None if pd.isna(row["month"]) else str(row["month"])
        ordinal = -1
        if month is not None:
            said = Month(int(month[:4]), int(month[5:7]))
            if said.last_day() > on:
                return
            ordinal = said.ordinal
        value = self._exact(row, fact)
        before = self._known.get((carrier, fact))
        if before and before[0] == ordinal and before[1] != value:
            raise BadInputError(
                f"{carrier} has two values of {fact} for {month or 'no month'}: {plain(before[1])} and {plain(value)}. "
                "Keep one.",
                f"“{carrier}”的“{self.book.name(fact)}”在{month or '同一时点'}有两个数："
                f"{plain(before[1])}、{plain(value)}，请保留一个。",
            )
        if before is None or ordinal > before[0]:
            self._known[carrier, fact] = (ordinal, value, month, str(row.get("source") or ""))

    def _exact(self, row: dict[str, object], fact: str) -> Fraction:
        # a truth value counts as 1 or 0, also numpy's
        said = {"True": "1", "False": "0"}.get(str(row["value"]), str(row["value"]))
        try:
            number = Decimal(said)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise BadInputError(f"{row['carrier']}: {fact} is {row['value']!r}; a number was expected.")
        own, given = self.book.unit(fact), row.get("unit")
        if own and isinstance(given, str) and given and given != own:
            number = self.book.words.units.convert(number, given, own)
        return Fraction(number)

    def get(self, carrier: str, fact: str, max_age: int) -> Known:
        """Return a carrier's last value of a fact, in the fact's canonical unit."""
        found = self._known.get((carrier, fact))
        if found is None:
            return Known(None)
        ordinal, value, month, source = found
        if ordinal >= 0 and self.book.ages(fact) and self._now - ordinal > max_age:
            return Known(None, month, source)
        return Known(value, month, source)

    def converted(self, value: Fraction, fact: str, unit: str) -> Fraction:
        """Return a value of a fact in a condition's unit."""
        own = self.book.unit(fact)
        if not unit or unit == own:
            return value
        units = self.book.words.units
        return value * Fraction(units.get(own).factor) / Fraction(units.get(unit).factor)


def whole(value: Fraction, dimension: str) -> Fraction:
    """Return what is needed of things that come in whole numbers: 2.5 firms are 3."""
    return Fraction(math.ceil(value)) if dimension in _WHOLE else value


def plain(value: Fraction, up: bool = False) -> str:
    """Write a number with at most two decimals, the last one rounded up for a shortfall.

    Examples
    --------
    >>> plain(Fraction(3, 2)), plain(Fraction(1, 3)), plain(Fraction(1, 3), up=True), plain(Fraction(10000))
    ('1.5', '0.33', '0.34', '10000')
    """
    hundredths = math.ceil(value * 100) if up else round(value * 100)
    text = f"{Decimal(hundredths) / 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
