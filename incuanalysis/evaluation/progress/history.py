"""One history out of stocks, period, ytd and cumulative reports: running values by month end.

A bureau's figure arrives as 本季度, as 1—9月, as 计划期累计 or as 期末数, from one sender in one way and from the next in
another. :func:`histories` makes of all of them the values that targets are held against, and keeps for each of
them which rows of the frame it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.reports import Array, Entity, Reports, code_reports, entities_of
from incuanalysis.evaluation.progress.running import (
    DIFFERENCE,
    REPORT,
    TILE,
    YEAR,
    Running,
    of_founding,
    of_start,
    of_states,
    of_year,
    with_differences,
)
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Entity", "Histories", "histories", "months_between"]

#: What a value of a target's basis is read from. A rate by the year and an amount are those of the calendar year.
_READ_AS = {
    Basis.STOCK: Basis.STOCK,
    Basis.SHARE: Basis.STOCK,
    Basis.SINCE_START: Basis.SINCE_START,
    Basis.SINCE_FOUNDING: Basis.SINCE_FOUNDING,
    Basis.PER_YEAR: Basis.YTD,
    Basis.YTD: Basis.YTD,
    Basis.PERIOD: Basis.YTD,
}


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Return all months from one to another, both included.

    Examples
    --------
    >>> [str(month) for month in months_between(Month(2022, 12), Month(2023, 2))]
    ['2022-12', '2023-01', '2023-02']
    """
    return tuple(first.plus(step) for step in range(last.ordinal - first.ordinal + 1))


@dataclass(frozen=True)
class Histories:
    """Running values by month end: entity × indicator × month.

    Made by :func:`histories`. The arrays behind the methods hold all months from the January of the year before the
    plan's start (or of the first month asked for) to the last month asked for, because a value may rest on earlier ones.

    Parameters
    ----------
    entities, indicators, months
        The axes of :meth:`values`.
    start
        The plan's first month.
    origin
        First month of the arrays.
    reports
        The reports that count.
    rates
        Indicators that are shares or rates.
    """

    entities: tuple[Entity, ...]
    indicators: tuple[str, ...]
    months: tuple[Month, ...]
    start: Month
    origin: Month
    reports: Reports = field(repr=False)
    rates: frozenset[str] = frozenset()

    def _read_as(self, indicator: str, basis: Basis) -> Basis:
        """Return what a value is read from: a rate, also one of the year (年均增速), stands for itself and adds up to nothing."""
        return Basis.STOCK if indicator in self.rates else _READ_AS[basis]

    @cached_property
    def all_months(self) -> tuple[Month, ...]:
        """All months of the arrays."""
        return months_between(self.origin, max(*self.months, self.start))

    @property
    def _shape(self) -> tuple[int, int, int]:
        return len(self.all_months), len(self.entities) * len(self.indicators), len(self.indicators)

    @cached_property
    def _states(self) -> Running:
        return of_states(self.reports, self.origin.ordinal, *self._shape)

    @cached_property
    def _reported_year(self) -> Running:
        return of_year(self.reports, self.origin.ordinal, *self._shape)

    @cached_property
    def _founding(self) -> Running:
        return of_founding(self.reports, self._reported_year, self.origin.ordinal, *self._shape)

    @cached_property
    def _total(self) -> Running:
        start = self.position(self.start)
        return of_start(self.reports, self._reported_year, self._founding, self.origin.ordinal, start, *self._shape)

    @cached_property
    def _year(self) -> Running:
        return with_differences(self._reported_year, self._total, self.origin.ordinal, self.position(self.start))

    def _running(self, basis: Basis) -> Running:
        match _READ_AS[basis]:
            case Basis.STOCK:
                return self._states
            case Basis.SINCE_START:
                return self._total
            case Basis.SINCE_FOUNDING:
                return self._founding
            case _:
                return self._year

    def position(self, month: Month) -> int:
        """Return where a month stands in the arrays of all months."""
        return month.ordinal - self.origin.ordinal

    def grid(self, indicator: str, basis: Basis) -> Array:
        """Return an indicator's values of all months: entities × :attr:`all_months`, nan where not reported."""
        values = self._running(self._read_as(indicator, basis)).values
        return values[:, self.indicators.index(indicator) :: len(self.indicators)].T

    def values(self, basis: Basis) -> Array:
        """Return values: entities × indicators × months asked for, nan where not reported.

        Parameters
        ----------
        basis
            ``stock`` and ``share``: as of the month; ``since_start``: total since the plan's start; ``since_founding``:
            total over all time; ``ytd``, ``period`` and ``per_year``: total within the calendar year.
        """
        at = [self.position(month) for month in self.months]
        chosen = self._running(basis).values[at]
        if self.rates:
            rates = [name in self.rates for name in self.indicators] * len(self.entities)
            chosen = np.where(rates, self._states.values[at], chosen)
        return np.ascontiguousarray(
            chosen.reshape(len(at), len(self.entities), len(self.indicators)).transpose(1, 2, 0)
        )

    def value(self, entity: Entity, indicator: str, month: Month, basis: Basis) -> float | None:
        """Return one value, None where not reported."""
        at = self._at(entity, indicator, month)
        if at is None:
            return None
        value = float(self._running(self._read_as(indicator, basis)).values[at])
        return None if np.isnan(value) else value

    def how(self, entity: Entity, indicator: str, month: Month, basis: Basis) -> str:
        """Return what a value was read from.

        Returns
        -------
        str
            ``stock``, ``since_start``, ``since_founding``, ``ytd`` (with last December's total), ``tiled`` (amounts of
            stretches that add up without a gap), or an empty text where there is no value.
        """
        at = self._at(entity, indicator, month)
        return "" if at is None else self._how(self._read_as(indicator, basis), at)

    def parts(self, entity: Entity, indicator: str, month: Month, basis: Basis) -> tuple[int, ...]:
        """Return the rows (positions in the frame) that a value was made of, oldest first."""
        at = self._at(entity, indicator, month)
        return () if at is None else tuple(self._parts(self._read_as(indicator, basis), at))

    def _at(self, entity: Entity, indicator: str, month: Month) -> tuple[int, int] | None:
        place = self.position(month)
        if entity not in self._places or indicator not in self.indicators or not 0 <= place < self._shape[0]:
            return None
        return place, self._places[entity] * len(self.indicators) + self.indicators.index(indicator)

    @cached_property
    def _places(self) -> dict[Entity, int]:
        return {entity: place for place, entity in enumerate(self.entities)}

    def _how(self, read_as: Basis, at: tuple[int, int]) -> str:
        made = int(self._running(read_as).made[at])
        if made == YEAR:
            return "ytd" if self._reported_year.made[at] == REPORT else "tiled"
        if made == DIFFERENCE:
            return str(Basis.SINCE_FOUNDING if read_as is Basis.SINCE_START else Basis.SINCE_START)
        return str(read_as) if made == REPORT else "tiled" if made == TILE else ""

    def _parts(self, read_as: Basis, at: tuple[int, int]) -> list[int]:
        month, cell = at
        if month < 0 or (read_as is Basis.SINCE_START and month < self.position(self.start)):
            return []  # nothing by definition
        running = self._running(read_as)
        before = month - self.all_months[month].month
        match int(running.made[at]):
            case made if made == REPORT:
                return [int(running.row[at])]
            case made if made == TILE:
                return [*self._parts(read_as, (int(running.base[at]), cell)), int(running.row[at])]
            case made if made == YEAR:
                start = self.position(self.start)
                earlier = self._parts(read_as, (before, cell))
                if read_as is Basis.SINCE_START and before < start - 1:  # less the months before a start in mid-year
                    earlier = self._parts(Basis.YTD, (start - 1, cell))
                return [*earlier, *self._parts(Basis.YTD, at)]
            case made if made == DIFFERENCE and read_as is Basis.SINCE_START:
                start = self.position(self.start)
                return [*self._parts(Basis.SINCE_FOUNDING, (start - 1, cell)), *self._parts(Basis.SINCE_FOUNDING, at)]
            case made if made == DIFFERENCE:
                return [*self._parts(Basis.SINCE_START, (before, cell)), *self._parts(Basis.SINCE_START, at)]
        return []


def histories(
    frame: pd.DataFrame,
    months: Iterable[Month],
    words: Vocabulary,
    start: Month,
    *,
    entities: Sequence[Entity] | None = None,
    indicators: Sequence[str] | None = None,
) -> Histories:
    """Make running values by month end out of observations.

    A total since the plan's start is, in this order: a ``since_start`` report of that month; the last December's total
    with the year's amount (a ``ytd`` report of the month, or ``period`` reports that tile the months since January); an
    earlier total with ``period`` reports that tile the months since; the difference of two totals since founding.
    Nothing is interpolated: where a part is missing the month has no value. A later revision replaces an earlier one,
    also by a blank.

    Parameters
    ----------
    frame
        Observations in the columns of ``docs/architecture.md``, one series for each figure
        (``load(..., series="trusted")``).
    months
        Months whose ends are wanted.
    words
        The vocabulary.
    start
        The plan's first month.
    entities, indicators
        The axes; by default those of the frame, sorted.

    Raises
    ------
    BadInputError
        If there is no month, or a column is missing.
    UnknownNameError
        If an indicator is not in the vocabulary.

    Examples
    --------
    >>> from incuanalysis.vocabulary.words import open_vocabulary
    >>> rows = pd.DataFrame(
    ...     [("330305", None, "new_graduates", 202201, 202212, "ytd", 20.0),
    ...      ("330305", None, "new_graduates", 202301, 202303, "period", 4.0),
    ...      ("330305", None, "new_graduates", 202304, 202304, "period", 3.0)],
    ...     columns=["region", "carrier", "indicator", "first", "last", "basis", "value"])
    >>> found = histories(rows, [Month(2023, 4), Month(2023, 5)], open_vocabulary(), Month(2022, 1))
    >>> found.values(Basis.SINCE_START).tolist(), found.values(Basis.PER_YEAR).tolist()
    ([[[27.0, nan]]], [[[7.0, nan]]])
    >>> found.parts(Entity("330305"), "new_graduates", Month(2023, 4), Basis.SINCE_START)
    (0, 1, 2)
    """
    wanted = tuple(sorted(set(months)))
    if not wanted:
        raise BadInputError("No month was asked for; give at least one.", "没有给出月份，请至少给出一个。")
    units = tuple(entities) if entities is not None else entities_of(frame)
    names = tuple(indicators) if indicators is not None else tuple(sorted({str(name) for name in frame["indicator"]}))
    origin = Month(min(wanted[0].year, start.year - 1), 1)
    reports = code_reports(frame, units, names, words, start)
    rates = frozenset(name for name in names if words.indicators.get(name).basis is Basis.SHARE)
    return Histories(units, names, wanted, start, origin, reports, rates)
