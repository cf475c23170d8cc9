"""Schedule (序时进度): what is due of a target by each month's end.

Targets of one indicator, basis, scope and line that follow one another (end of 2022, of 2023, of 2024) make one path:
each year's increment runs from the value before to its own, N/12 by month N of the year. A target with a final
value only runs evenly from its baseline at the plan's start to its due month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.reports import Array
from incuanalysis.plans.model import LINES, Line, Plan, Schedule, Target
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["YEARLY", "Path", "Step", "follows", "forgive", "lines_of", "month_of", "path_of", "share_by"]

#: Bases whose targets are those of one calendar year and have no path over years.
YEARLY = frozenset({Basis.PER_YEAR, Basis.YTD, Basis.PERIOD})


@dataclass(frozen=True)
class Step:
    """A point of a path: so much by the end of a month, and how it is approached.

    Parameters
    ----------
    due
        Month at whose end it is due.
    value
        In the indicator's canonical unit.
    schedule
        What is due on the way to it.
    """

    due: Month
    value: float
    schedule: Schedule


@dataclass(frozen=True)
class Path:
    """What is due by each month's end, from a start to the last step.

    Parameters
    ----------
    start
        The month before the first one of the way: there the baseline stands.
    steps
        Oldest first.
    """

    start: Month
    steps: tuple[Step, ...]

    def expected(self, months: Sequence[Month], baseline: Array) -> Array:
        """Return what is due by each month's end.

        Parameters
        ----------
        months
            In any order; before the start nothing but the baseline is due, after the last step its value.
        baseline
            One value for each entity; nan where there is none, and then the way to the first step is not known.

        Returns
        -------
        ndarray
            Entities × months.

        Examples
        --------
        >>> way = Path(Month(2021, 12), (Step(Month(2022, 12), 12.0, Schedule()), Step(Month(2023, 12), 36.0, Schedule())))
        >>> way.expected([Month(2022, 3), Month(2023, 6), Month(2024, 1)], np.zeros(1)).tolist()
        [[3.0, 24.0, 36.0]]
        """
        values = [np.asarray(baseline, dtype=np.float64)]
        values += [np.full_like(values[0], step.value) for step in self.steps]
        out = np.empty((len(values[0]), len(months)))
        dues = [step.due for step in self.steps]
        for place, month in enumerate(months):
            reached = sum(due <= month for due in dues)
            if reached == len(self.steps):
                out[:, place] = values[-1]
                continue
            before = self.steps[reached - 1].due if reached else self.start
            share = share_by(self.steps[reached].schedule, before, self.steps[reached].due, month)
            low, high = values[reached], values[reached + 1]
            out[:, place] = low + share * (high - low)
        return out


def share_by(schedule: Schedule, before: Month, due: Month, month: Month) -> float:
    """Return which share of the way from one month's end to another is due by a month's end.

    Parameters
    ----------
    schedule
        ``even``: the months gone by; ``calendar``: the shares given, evenly between their months; ``milestones``: the
        last share whose month is over; ``once_a_year``: the months gone by at the last December.
    before, due
        Ends of the way.
    month
        The month.

    Raises
    ------
    BadInputError
        If a month of the shares cannot be read.

    Examples
    --------
    >>> share_by(Schedule(), Month(2021, 12), Month(2022, 12), Month(2022, 9))
    0.75
    >>> by = Schedule(kind="milestones", shares={"2022-06": 0.2, "2022-12": 1.0})
    >>> [share_by(by, Month(2021, 12), Month(2022, 12), Month(2022, n)) for n in (5, 6, 11, 12)]
    [0.0, 0.2, 0.2, 1.0]
    """
    if month >= due:
        return 1.0
    if month <= before:
        return 0.0
    whole = due.ordinal - before.ordinal
    if schedule.kind == "even" or (schedule.kind != "once_a_year" and not schedule.shares):
        # without shares a calendar says nothing but its ends, and so do milestones
        return (month.ordinal - before.ordinal) / whole if schedule.kind != "milestones" else 0.0
    if schedule.kind == "once_a_year":
        december = Month(month.year if month.month == 12 else month.year - 1, 12)
        return max(0, december.ordinal - before.ordinal) / whole
    points = sorted((month_of(text).ordinal, share) for text, share in schedule.shares.items())
    points = [(before.ordinal, 0.0), *(point for point in points if before.ordinal < point[0] < due.ordinal)]
    if schedule.kind == "milestones":
        return float([share for at, share in points if at <= month.ordinal][-1])
    points.append((due.ordinal, 1.0))
    return float(np.interp(month.ordinal, [at for at, _ in points], [share for _, share in points]))


def month_of(text: str) -> Month:
    """Read a month as a plan writes it, ``2023-12``.

    Raises
    ------
    BadInputError
        If it is none.
    """
    year, _, month = text.partition("-")
    if not (len(year) == 4 and year.isdecimal() and len(month) == 2 and month.isdecimal()):
        raise BadInputError(
            f"{text!r} is no month. Expected one such as 2023-12.", f"“{text}”不是月份，应写作2023-12这样的形式。"
        )
    return Month(int(year), int(month))


def path_of(
    plan: Plan, target: Target, line: Line, words: Vocabulary, years: Mapping[int, float] | None = None
) -> Path | None:
    """Return the path that a target's line is part of.

    Parameters
    ----------
    plan, target, line
        Which line of which target.
    words
        The vocabulary, for converting units.
    years
        A unit's own values by year (of a breakdown), in the canonical unit: they replace the plan's, also for
        years in which the plan itself has no target.

    Returns
    -------
    Path or None
        Up to the target's due month; None where a breakdown has no value for its year.
    """
    unit = words.indicators.get(target.indicator).unit
    due = month_of(target.due)
    if target.basis in YEARLY:
        value = _value(target, line, unit, words) if years is None else years.get(due.year)
        # the year's own way begins with the year, whenever the plan began
        start = Month(due.year - 1, 12)
        return None if value is None else Path(start, (Step(due, value, target.schedule),))
    chain = [other for other in plan.targets if line in other.lines and follows(other, target)]
    steps = {
        month_of(other.due): Step(month_of(other.due), _value(other, line, unit, words), other.schedule)
        for other in chain
    }
    if years is not None:
        if due.year not in years:
            return None
        dues = {month.year: month for month in steps}
        own = {dues.get(year, Month(year, 12)): value for year, value in years.items()}
        steps = {
            month: Step(month, value, steps[month].schedule if month in steps else target.schedule)
            for month, value in own.items()
        }
    kept = tuple(steps[month] for month in sorted(steps) if month <= due)
    return Path(month_of(plan.first).plus(-1), kept)


def follows(one: Target, other: Target) -> bool:
    """Tell whether two targets are of one path."""
    return all(
        getattr(one, name) == getattr(other, name) for name in ("indicator", "basis", "scope", "area_state", "measure")
    ) and (one.comparator == "at_most") == (other.comparator == "at_most")


def _value(target: Target, line: Line, unit: str, words: Vocabulary) -> float:
    return words.units.convert(float(target.lines[line].value), target.unit, unit)


def lines_of(target: Target) -> tuple[Line, ...]:
    """Return the lines that a target has, low first."""
    return tuple(line for line in LINES if line in target.lines)


def forgive(expected: Array, actual: Array, months: Sequence[Month], start: Month) -> Array:
    """Return what is due where a year's shortfall is not added to the next year's (``carry_over: none``).

    What was missing to the path at the last December is taken off the whole of the following year; a surplus stays
    a surplus. Where last December's value is not known, nothing is taken off.

    Parameters
    ----------
    expected, actual
        Entities × months.
    months
        All months without a gap.
    start
        The plan's first month: there is no shortfall before it.
    """
    out = expected.copy()
    places = {month: place for place, month in enumerate(months)}
    for place, month in enumerate(months):
        december = places.get(Month(month.year - 1, 12))
        if december is not None and months[december] >= start:
            missing = np.clip(expected[:, december] - actual[:, december], 0, None)
            out[:, place] -= np.nan_to_num(missing, nan=0.0)
    return out
