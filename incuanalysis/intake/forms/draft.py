"""What a form is written from: the declaration, who fills it in, for when, and what was reported last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from incuanalysis.intake.forms.declaration import Audience, Declaration, Item
from incuanalysis.intake.forms.hidden import Entry, Fixed, Marks
from incuanalysis.intake.forms.spans import span, suffix
from incuanalysis.intake.forms.style import clean
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Addressee", "Draft", "Previous"]

#: (Indicator id, basis) → the last period's value in the indicator's canonical unit.
Previous = Mapping[tuple[str, Basis], float]

_DEMO = "（演示数据）"
_WHOLE = {"count", "people", "attendances", "firm_events"}


@dataclass(frozen=True, slots=True)
class Addressee:
    """A unit that fills in a form.

    Parameters
    ----------
    region
        Id of the town or zone, of the one a carrier lies in, or of a department's district.
    name
        Of the unit, as printed.
    district
        Name of the region that sends the form out; it begins the title.
    kind
        ``town`` (also zones), ``department`` or ``carrier``.
    carrier
        A carrier's id.
    """

    region: str
    name: str
    district: str = ""
    kind: Audience = "town"
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the two kinds of forms are written from."""

    form: Declaration
    unit: Addressee
    period: Period
    previous: Previous
    words: Vocabulary
    since: Month | None
    demo: bool

    @property
    def title(self) -> str:
        """The title as printed."""
        return clean(f"{self.unit.district}{self.period.label()}{self.form.zh}{_DEMO if self.demo else ''}")

    @property
    def lines(self) -> tuple[str, str]:
        """The lines that say whose return it is and for when."""
        return f"填报单位：{clean(self.unit.name)}", f"报告期：{self.period.label()}"

    def label(self, item: Item) -> str:
        """Return an item's printed name with its stretch."""
        name = item.label or self.words.indicators.get(item.indicator).zh
        return name + suffix(item.basis, self.period, self.since)

    def entry(self, item: Item, row: int, column: int, label: str) -> Entry:
        """Return what the hidden sheet says of an item's cell (row and column from 0)."""
        stretch = span(item.basis, self.period, self.since)
        return Entry(row, column, "indicator", item.indicator, label, item.unit, item.basis, stretch)

    def last_value(self, item: Item) -> float | None:
        """Return the last period's value in the printed unit, None if there is none."""
        value = self.previous.get((item.indicator, item.basis))
        if value is None:
            return None
        canonical = self.words.indicators.get(item.indicator).unit
        return float(self.words.units.convert(Decimal(str(value)), canonical, item.unit))

    def number_kind(self, unit: str) -> Literal["whole", "decimal", "share"]:
        """Return how a number in a unit is typed."""
        known = self.words.units.get(unit)
        if known.dimension in _WHOLE and known.factor == 1:
            return "whole"
        return "share" if known.dimension == "share" else "decimal"

    def marks(self, entries: list[Entry], fixed: list[Fixed]) -> Marks:
        """Return the content of the hidden sheet."""
        unit = self.unit
        return Marks(
            form=self.form.id,
            version=str(self.form.version),
            sheet=self.form.short,
            title=self.title,
            region=unit.region,
            carrier=clean(unit.carrier),
            name=clean(unit.name),
            period=self.period,
            register=self.form.register_id,
            demo=self.demo,
            entries=tuple(entries),
            fixed=tuple(fixed),
        )
