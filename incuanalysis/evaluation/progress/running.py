"""Running values by month end, made from reports: amounts of the year, totals since founding and since a plan's start.

All arrays are months × cells, where a cell is an entity and an indicator; month by month, whole rows of cells at once.
Nothing is interpolated: a value is a report, or a sum or difference of reports that fit together without a gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from incuanalysis.evaluation.progress.reports import FOUNDING, PERIOD, START, STATE, YTD, Array, Reports

__all__ = [
    "DIFFERENCE",
    "NONE",
    "REPORT",
    "TILE",
    "YEAR",
    "Running",
    "of_founding",
    "of_start",
    "of_states",
    "of_year",
    "with_differences",
]

#: How a value was made: not at all; as reported; the value before a report of a stretch, and that report; the value of
#: last December and the year's amount; the difference of two totals.
NONE, REPORT, TILE, YEAR, DIFFERENCE = range(5)


@dataclass(frozen=True)
class Running:
    """Values by month and cell, and what each was made of.

    Parameters
    ----------
    values
        Months × cells, nan where not reported.
    made
        :data:`NONE`, :data:`REPORT`, :data:`TILE`, :data:`YEAR` or :data:`DIFFERENCE`.
    row
        Row of the frame whose report was used last, -1 where none was.
    base
        Of a tile: the month (position) whose value it was added to, -1 where it began at nothing.
    """

    values: Array
    made: Array
    row: Array
    base: Array

    @classmethod
    def unknown(cls, months: int, cells: int) -> Running:
        """Return values of which none is known."""
        shape = (months, cells)
        return cls(
            np.full(shape, np.nan),
            np.zeros(shape, dtype=np.int8),
            np.full(shape, -1, dtype=np.int32),
            np.full(shape, -1, dtype=np.int16),
        )


@dataclass(frozen=True)
class _ByMonth:
    """Reports of one kind, found by their last month (position)."""

    reports: Reports
    cell: Array
    edges: Array

    def at(self, month: int) -> tuple[Array, Array, Array, Array]:
        """Return cell, first month (ordinal), value and row of the reports that end in a month, longest first."""
        part = slice(int(self.edges[month]), int(self.edges[month + 1]))
        return self.cell[part], self.reports.first[part], self.reports.value[part], self.reports.row[part]


def _by_month(reports: Reports, kind: int, origin: int, months: int, indicators: int) -> _ByMonth:
    chosen = reports.of_kind(kind)
    edges = np.searchsorted(chosen.last, np.arange(origin, origin + months + 1))
    return _ByMonth(chosen, chosen.entity.astype(np.int64) * indicators + chosen.indicator, edges)


def of_states(reports: Reports, origin: int, months: int, cells: int, indicators: int) -> Running:
    """Return states: the value as of each month's end."""
    found, by = Running.unknown(months, cells), _by_month(reports, STATE, origin, months, indicators)
    for month in range(months):
        cell, _, value, row = by.at(month)
        _put(found, month, cell, value, row, REPORT)
    return found


def of_year(reports: Reports, origin: int, months: int, cells: int, indicators: int) -> Running:
    """Return the amount since January by month end: as reported, else from reports that tile the months since."""
    found = Running.unknown(months, cells)
    ytd = _by_month(reports, YTD, origin, months, indicators)
    tiles = _by_month(reports, PERIOD, origin, months, indicators)
    for month in range(months):
        cell, _, value, row = ytd.at(month)
        _put(found, month, cell, value, row, REPORT)
        january = month - (origin + month) % 12
        _tile(found, month, tiles, origin, january)
    return found


def of_founding(reports: Reports, year: Running, origin: int, months: int, cells: int, indicators: int) -> Running:
    """Return totals since founding: as reported, else an earlier one and the amounts since."""
    found = Running.unknown(months, cells)
    totals = _by_month(reports, FOUNDING, origin, months, indicators)
    tiles = _by_month(reports, PERIOD, origin, months, indicators)
    for month in range(months):
        cell, _, value, row = totals.at(month)
        _put(found, month, cell, value, row, REPORT)
        december = month - (origin + month) % 12 - 1
        if december >= 0:
            _fill(found, month, found.values[december] + year.values[month], YEAR)
        _tile(found, month, tiles, origin, None)
    return found


def of_start(
    reports: Reports,
    year: Running,
    founding: Running,
    origin: int,
    start: int,
    months: int,
    cells: int,
    indicators: int,
) -> Running:
    """Return totals since the plan's start (``start`` is its position among the months).

    As reported; else last December's and the year's amount; else an earlier total and reports that tile the months
    since; else the difference of two totals since founding.
    """
    found = Running.unknown(months, cells)
    totals = _by_month(reports, START, origin, months, indicators)
    tiles = _by_month(reports, PERIOD, origin, months, indicators)
    for month in range(start, months):
        cell, _, value, row = totals.at(month)
        _put(found, month, cell, value, row, REPORT)
        december = month - (origin + month) % 12 - 1
        if december >= start:
            _fill(found, month, found.values[december] + year.values[month], YEAR)
        elif (origin + start) % 12 == 0:
            _fill(found, month, year.values[month], YEAR)
        else:  # the year's amount holds months before the plan, which are known or nothing can be said
            _fill(found, month, year.values[month] - year.values[start - 1], YEAR)
        _tile(found, month, tiles, origin, start)
        _fill(found, month, founding.values[month] - founding.values[start - 1], DIFFERENCE)
    return found


def with_differences(year: Running, total: Running, origin: int, start: int) -> Running:
    """Return the year's amounts, those not reported as differences of totals since the plan's start."""
    found = Running(*(part.copy() for part in (year.values, year.made, year.row, year.base)))
    for month in range(start, len(found.values)):
        december = month - (origin + month) % 12 - 1
        if december >= start:
            _fill(found, month, total.values[month] - total.values[december], DIFFERENCE)
        elif (origin + start) % 12 == 0:
            _fill(found, month, total.values[month], DIFFERENCE)
    return found


def _put(found: Running, month: int, cell: Array, value: Array, row: Array, made: int) -> None:
    """Set values where none is known yet; of several for one cell the first counts."""
    free = np.isnan(found.values[month, cell])
    cell, value, row = cell[free][::-1], value[free][::-1], row[free][::-1]
    found.values[month, cell], found.made[month, cell], found.row[month, cell] = value, made, row


def _fill(found: Running, month: int, values: Array, made: int) -> None:
    """Set values of all cells where none is known yet."""
    free = np.isnan(found.values[month]) & ~np.isnan(values)
    found.values[month, free], found.made[month, free] = values[free], made


def _tile(found: Running, month: int, tiles: _ByMonth, origin: int, nothing_before: int | None) -> None:
    """Add reports of stretches that end in a month to the value just before each; longest first.

    ``nothing_before`` is the month (position) before which the total is nothing by definition; a tile that reaches
    over it is none of this total's.
    """
    cells, firsts, values, rows = tiles.at(month)
    for first in np.unique(firsts).tolist():
        at = first - origin
        chosen = firsts == first
        cell = cells[chosen]
        if nothing_before is not None and at < nothing_before:
            continue
        if at == nothing_before:
            total = values[chosen]
        elif at >= 1:
            total = found.values[at - 1, cell] + values[chosen]
        else:
            continue
        free = np.isnan(found.values[month, cell]) & ~np.isnan(total)
        found.values[month, cell[free]] = total[free]
        found.made[month, cell[free]] = TILE
        found.row[month, cell[free]] = rows[chosen][free]
        found.base[month, cell[free]] = -1 if at == nothing_before else at - 1
