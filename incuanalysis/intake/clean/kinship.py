"""Which indicator a name with its modifiers means: 在孵企业 + 当年新增 is another one than 在孵企业 + 期末."""

from __future__ import annotations

from dataclasses import dataclass

from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.indicators import Indicator
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.wording import Family

__all__ = ["Choice", "choose", "choose_in_family", "narrowed"]

_NOW = {"month", "quarter", "now", "year"}
_STATE = {"end", "total"}


@dataclass(frozen=True, slots=True)
class Choice:
    """An indicator with its basis, or why there is none (``code`` with the ids that may be meant)."""

    indicator: str = ""
    basis: Basis | None = None
    period: Period | None = None
    code: str = ""
    nearest: tuple[str, ...] = ()


def choose(indicator: Indicator, kinds: frozenset[str], period: Period | None) -> Choice:
    """Return what an indicator's own name with modifiers means.

    Parameters
    ----------
    indicator
        The indicator that bears the name.
    kinds
        Kinds of the modifiers beside it.
    period
        What the table is about.
    """
    id = indicator.id
    unknown = Choice(code="unknown_heading", nearest=(id,))
    running = indicator.basis in (Basis.SINCE_FOUNDING, Basis.SINCE_START)
    match indicator.basis:
        case Basis.STOCK:
            if "since_unsaid" in kinds:
                return Choice(code="no_start", nearest=(id,))
            return Choice(id, Basis.STOCK if kinds else None) if kinds <= _NOW | _STATE else unknown
        case Basis.PERIOD:
            return unknown if kinds & {"left", "end"} else _flow(id, kinds - {"total"}, period)
        case Basis.SHARE | Basis.PER_YEAR:
            return Choice(id) if kinds <= _NOW | _STATE else unknown
    if running and "plan_to_date" in kinds and not kinds & {"new", "left"}:
        return Choice(id, Basis.SINCE_START)
    if kinds & {"new", "left", "year_to_date", "month", "quarter", "year"}:
        return unknown
    return Choice(id, indicator.basis if kinds else None)


def choose_in_family(family: Family, kinds: frozenset[str], period: Period | None) -> Choice:
    """Return what a family's name with modifiers means; parameters as for :func:`choose`."""
    ambiguous = Choice(code="ambiguous_heading", nearest=family.members)
    if "left" in kinds:
        return _flow(family.left, kinds - {"left", "total"}, period) if family.left else ambiguous
    timing = kinds - {"total", "end"}
    if "new" in kinds:
        if "ever" in kinds and family.cumulative:
            return Choice(family.cumulative, Basis.SINCE_FOUNDING)
        return _flow(family.flow, timing - {"new"}, period) if family.flow and "end" not in kinds else ambiguous
    if kinds & {"year_to_date", "plan_to_date"}:
        return _flow(family.flow, timing, period) if family.flow else ambiguous
    if "ever" in kinds:
        return Choice(family.cumulative, Basis.SINCE_FOUNDING) if family.cumulative else ambiguous
    if "since_unsaid" in kinds:
        if family.cumulative and not family.stock:
            return Choice(family.cumulative, Basis.SINCE_FOUNDING)
        return Choice(code="no_start", nearest=family.members)
    if family.stock:
        if not kinds:
            return Choice(family.stock) if family.bare else ambiguous
        return Choice(family.stock, Basis.STOCK)
    if kinds & _STATE:
        return Choice(family.cumulative, Basis.SINCE_FOUNDING) if family.cumulative else ambiguous
    return _flow(family.flow, timing, period) if kinds and family.flow else ambiguous


def _flow(id: str, kinds: frozenset[str], period: Period | None) -> Choice:
    """Return a flow with the basis that its modifiers say."""
    if "ever" in kinds:
        return Choice(id, Basis.SINCE_FOUNDING)
    if "plan_to_date" in kinds:
        return Choice(id, Basis.SINCE_START)
    if "year_to_date" in kinds:
        return Choice(id, Basis.YTD)
    if "since_unsaid" in kinds:
        return Choice(code="no_start", nearest=(id,))
    if "year" in kinds:
        whole = period is not None and period.frequency == "year"
        return Choice(id, Basis.PERIOD if whole else Basis.YTD)
    if kinds & {"month", "quarter"}:
        within = narrowed(kinds, period)
        if within is None and period is not None:
            return Choice(code="heading_period", nearest=(id,))
        return Choice(id, Basis.PERIOD, within if within != period else None)
    return Choice(id, Basis.PERIOD if "now" in kinds else None)


def narrowed(kinds: frozenset[str], period: Period | None) -> Period | None:
    """Return the month or quarter that 本月 or 当季 means in a table about a period; None where that is not clear."""
    if period is None or period.frequency == "year" or period.months > 12:
        return None
    last = period.last
    if "month" in kinds:
        return Period(last, last)
    return Period(last.plus(-2), last) if last.month % 3 == 0 else None
