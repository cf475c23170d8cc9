"""Increments of a history: what was added from one report to the next, at the finest step that was reported throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from incuanalysis.evaluation.progress.reports import Array
from incuanalysis.vocabulary.periods import Month

__all__ = ["Increments", "increments_of", "latest_position"]

_STEPS = (1, 3, 6, 12)


@dataclass(frozen=True)
class Increments:
    """What was added step by step.

    Parameters
    ----------
    values
        Oldest first.
    step
        Months of a step: 1, 3, 6 or 12.
    season
        Of each value: its quarter of the year (0 to 3), or half for half years; 0 for years.
    last
        Month of the latest report.
    current
        Its value.
    """

    values: Array
    step: int
    season: Array
    last: Month
    current: float

    @property
    def seasons(self) -> int:
        """How many seasons a year has at this step."""
        return {1: 4, 3: 4, 6: 2}.get(self.step, 1)

    @property
    def years(self) -> float:
        """Length in years."""
        return len(self.values) * self.step / 12

    def season_of(self, month: Month) -> int:
        """Return the season that a month belongs to."""
        return (month.month - 1) * self.seasons // 12


def latest_position(values: Array) -> int:
    """Return the position of the last value that is known, -1 without any."""
    known = np.flatnonzero(~np.isnan(values))
    return int(known[-1]) if len(known) else -1


def increments_of(values: Array, months: Sequence[Month], *, yearly: bool = False) -> Increments | None:
    """Return what was added from report to report.

    Nothing is interpolated: at each step (month, quarter, half, year) only the unbroken run of reports up to the last one
    is read; the step whose run covers the most months is used, the finer one of two that cover the same.

    Parameters
    ----------
    values
        Running values, one for each month, nan where not reported.
    months
        The months, without a gap.
    yearly
        Whether the values begin again with each January.

    Returns
    -------
    Increments or None
        None where nothing is known; without values where there is a single report only.

    Examples
    --------
    >>> months = [Month(2022, month) for month in range(3, 13)]
    >>> found = increments_of(np.array([5, np.nan, np.nan, 9, np.nan, np.nan, 15, np.nan, np.nan, 18]), months)
    >>> found.values.tolist(), found.step
    ([4.0, 6.0, 3.0], 3)
    """
    end = latest_position(values)
    if end < 0:
        return None
    best: Increments | None = None
    for step in _STEPS:
        run = _run(values, months, end, step, yearly)
        if best is None or len(run.values) * step > len(best.values) * best.step:
            best = run
    return best


def _run(values: Array, months: Sequence[Month], end: int, step: int, yearly: bool) -> Increments:
    at = end - months[end].month % step  # the last end of a whole step
    found, ends = [], []
    while at >= 0 and not np.isnan(values[at]):
        begins = yearly and months[at].month <= step
        if not begins and (at - step < 0 or np.isnan(values[at - step])):
            break
        found.append(float(values[at] - (0.0 if begins else values[at - step])))
        ends.append(months[at])
        at -= step
    shell = Increments(np.array([]), step, np.array([]), months[end], float(values[end]))
    season = [shell.season_of(month) for month in reversed(ends)]
    return Increments(np.array(found[::-1]), step, np.array(season, dtype=int), months[end], float(values[end]))
