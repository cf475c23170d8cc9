"""What a value cell means: the heads of its row and column and the table's context, put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from incuanalysis.intake.heads import Context, Head, Role
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.indicators import Indicator, IndicatorBook
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.units import UnitBook
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["CellMeaning", "Unclear", "cell_meaning"]

# Counts and people have one natural unit; for money, area and shares a missing unit is a factor of a thousand or more.
_PLAIN_DIMENSIONS = {"count", "people", "attendances", "firm_events", "points", "time"}
_FLOWS = {Basis.PERIOD, Basis.YTD}


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why a cell has no certain meaning: a finding's code and facts."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellMeaning:
    """Indicator, basis and months of a cell; ``unit`` is empty where only the cell itself can say it."""

    indicator: Indicator
    basis: Basis
    first: int
    last: int
    unit: str
    factor: Fraction | None


def cell_meaning(row: Head, column: Head, context: Context, words: Vocabulary) -> CellMeaning | Unclear:
    """Put together what a row, a column and the context say.

    The column's word comes before the row's, and both before the context's.

    Returns
    -------
    CellMeaning or Unclear
        ``unknown_heading``, ``no_period``, ``no_basis`` or ``no_start`` where something is left open.
    """
    if unknown := next((head for head in (column, row) if head.role is Role.UNKNOWN), None):
        return Unclear(unknown.code or "unknown_heading", _said(unknown, words))
    id = column.indicator or row.indicator
    if not id:
        return Unclear("unknown_heading", _said(row if row.text else column, words))
    said = _Said(
        id,
        column.basis or row.basis,
        column.period or row.period or context.period,
        (column.period or row.period) is not None,
        column.unit or row.unit,
        context.basis,
        context.units,
    )
    return _meaning(said, words.indicators, words.units)


class _Said(NamedTuple):
    """What all the heads and the context say of a cell together: many columns of many files say the same."""

    indicator: str
    basis: Basis | None
    period: Period | None
    own_period: bool
    unit: str
    around: Basis | None
    units: tuple[str, ...]


@lru_cache(maxsize=16384)
def _meaning(said: _Said, indicators: IndicatorBook, units: UnitBook) -> CellMeaning | Unclear:
    indicator = indicators.get(said.indicator)
    if said.period is None:
        return Unclear("no_period", {"heading": indicator.zh})
    # A month that a column names is that month, whatever stretch the title speaks of.
    around = None if said.own_period else said.around
    placed = _place(indicator, said.basis, said.period, around, own=said.own_period)
    if isinstance(placed, Unclear):
        return placed
    basis, stretch = placed
    unit = said.unit or _of_dimension(indicator, said.units, units)
    if not unit and units.get(indicator.unit).dimension in _PLAIN_DIMENSIONS:
        unit = indicator.unit
    if unit and units.get(unit).dimension != units.get(indicator.unit).dimension:
        return Unclear("wrong_unit", {"heading": indicator.zh, "unit": unit, "expected": indicator.unit})
    factor = _factor(unit, indicator.unit, units) if unit else None
    return CellMeaning(indicator, basis, int(stretch.first), int(stretch.last), unit, factor)


def _place(
    indicator: Indicator, said: Basis | None, period: Period, around: Basis | None, *, own: bool
) -> tuple[Basis, Period] | Unclear:
    """Return the basis and the months that a number with this heading stands for.

    ``around`` is the basis that the table's title states; a total since a plan's start needs a start that the heading
    or the title states (``own``), as the table's own period is none.
    """
    running = around is Basis.YTD
    basis = said
    if basis is None:
        basis = indicator.basis
        if basis in _FLOWS:
            if running or (period.frequency == "span" and period == period.year_to_date()):
                basis = Basis.YTD
            elif around is Basis.STOCK:
                return Unclear("no_basis", {"heading": indicator.zh, "period": period.label()})
            elif around is Basis.SINCE_START:
                basis = Basis.SINCE_START
    match basis:
        case Basis.YTD:
            return basis, period.year_to_date()
        case Basis.SINCE_START if not own and around is not Basis.SINCE_START:
            return Unclear("no_start", {"heading": indicator.zh})
        case Basis.STOCK | Basis.SINCE_FOUNDING if running or period.frequency == "span":
            return basis, Period(period.last, period.last)
    return basis, period


def _of_dimension(indicator: Indicator, units: tuple[str, ...], book: UnitBook) -> str:
    """Return the one unit of the table's 单位 line that measures what the indicator measures."""
    wanted = book.get(indicator.unit).dimension
    fitting = {unit for unit in units if book.get(unit).dimension == wanted}
    return fitting.pop() if len(fitting) == 1 else ""


def _factor(source: str, target: str, units: UnitBook) -> Fraction | None:
    """Return the factor between two units where it is an exact fraction of small whole numbers (亩 has none)."""
    factor = Fraction(units.get(source).factor) / Fraction(units.get(target).factor)
    return factor if factor.numerator <= 10**9 and factor.denominator <= 10**9 else None


def _said(head: Head, words: Vocabulary) -> dict[str, str]:
    named = [words.indicators.get(id).zh if id in words.indicators else id for id in head.nearest]
    return {
        "heading": head.text.replace("\n", ""),
        "nearest": "、".join(head.nearest) or "none",
        "nearest_zh": "、".join(named) or "无",
    }
