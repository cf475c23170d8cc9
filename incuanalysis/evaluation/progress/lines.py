"""One target line held against histories: actual, completion, schedule, gap, status; entities × months at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from incuanalysis.evaluation.progress.history import Histories
from incuanalysis.evaluation.progress.reports import Array, Entity
from incuanalysis.evaluation.progress.schedule import YEARLY, Path, follows, forgive, month_of
from incuanalysis.evaluation.progress.status import Situation, statuses
from incuanalysis.plans.model import Line, Plan, Target
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["ABOUT", "Measured", "Yardstick", "baselines", "measure", "read_line"]

#: How far a value may fall short of a target that the document prints with 约: ours, no document says it.
ABOUT = 0.05
_TOLERANCE = 1e-12
#: Dimensions of what is counted one by one; only of these a small target has no pace.
_COUNTED = frozenset({"count", "people", "firm_events"})
_STATES = frozenset({Basis.STOCK, Basis.SHARE})


@dataclass(frozen=True)
class Yardstick:
    """A line of a target in the indicator's canonical unit, and how it is judged.

    ``lower`` – less is better; ``limit`` – the value at which it is met; ``paced`` – whether a pace can be judged.
    """

    target: Target
    line: Line
    value: float
    value_high: float
    unit: str
    due: Month
    lower: bool
    limit: float
    paced: bool

    @property
    def yearly(self) -> bool:
        """Whether it is a target of one calendar year."""
        return self.target.basis in YEARLY

    @property
    def budget(self) -> bool:
        """Whether it is an upper limit of what adds up: kept only when the time is over."""
        return self.lower and self.target.basis not in _STATES


@dataclass(frozen=True)
class Measured:
    """The columns of one target line, each entities × months; see :func:`incuanalysis.evaluation.progress.measured.progress`."""

    actual: Array
    latest: Array
    actual_at: Array
    year_value: Array
    expected: Array
    completion: Array
    completion_year: Array
    schedule: Array
    gap_points: Array
    gap_value: Array
    to_go: Array
    needed_per_month: Array
    met_at: Array
    status: Array


def read_line(plan: Plan, target: Target, line: Line, words: Vocabulary, value: float | None = None) -> Yardstick:
    """Return a line with its value in the canonical unit, or a unit's own value of a breakdown."""
    indicator = words.indicators.get(target.indicator)
    given = target.lines[line]
    own = words.units.convert(float(given.value), target.unit, indicator.unit) if value is None else value
    high = words.units.convert(float(given.high), target.unit, indicator.unit) if given.high is not None else np.nan
    unit = words.units.get(indicator.unit)
    lower = target.comparator == "at_most" or (target.comparator != "at_least" and indicator.direction == "lower")
    slack = ABOUT if target.comparator == "about" else 0.0
    small = unit.dimension in _COUNTED and own * float(unit.factor) < plan.thresholds.small
    return Yardstick(
        target,
        line,
        own,
        high if value is None else np.nan,
        indicator.unit,
        month_of(target.due),
        lower,
        own * (1 + slack) if lower else own * (1 - slack),
        lower or not (small or target.schedule.kind == "once_a_year"),
    )


def baselines(
    plan: Plan,
    line: Yardstick,
    path: Path,
    actual: Array,
    history: Histories,
    entities: Sequence[Entity],
    words: Vocabulary,
) -> Array:
    """Return where each entity's way begins.

    Nothing for what is counted since the plan's start or within a year. Of a stock, share or total since founding: for
    the plan's own region the baseline that the plan states, else what was reported for the month before the start.
    """
    if line.yearly or line.target.basis is Basis.SINCE_START:
        return np.zeros(len(entities))
    found: Array = actual[:, history.position(path.start)].copy()
    same = [
        target
        for target in plan.targets
        if target.baseline is not None and target.baseline.value is not None and follows(target, line.target)
    ]
    # the line's own baseline before that of another target of the path
    for target in sorted(same, key=lambda target: (target is not line.target, target.due))[:1]:
        stated = target.baseline.value if target.baseline is not None else None
        if stated is not None and Entity(plan.region) in entities:
            value = words.units.convert(float(stated), target.unit, line.unit)
            found[list(entities).index(Entity(plan.region))] = value
    # Who is there before the start has no way to go, and is not held to more than the line asks.
    return np.maximum(found, line.value) if line.lower else np.minimum(found, line.value)


def measure(plan: Plan, line: Yardstick, path: Path, actual: Array, baseline: Array, history: Histories) -> Measured:
    """Hold running values against a line.

    Parameters
    ----------
    plan
        For its start, its thresholds and its carry-over rule.
    line, path
        The line, and the path it is part of.
    actual
        Running values in the line's basis: entities × :attr:`Histories.all_months`.
    baseline
        Where each entity's way begins.
    history
        Gives the months.
    """
    months, asked = history.all_months, history.months
    first = Month(line.due.year, 1) if line.yearly else month_of(plan.first)
    actual = _within(line, actual, months, first)
    at = np.array([history.position(month) for month in asked])
    due = history.position(line.due)
    over = at >= due

    judged = np.minimum(at, due) if line.yearly or line.lower else at
    last = _last_known(actual)[:, judged]
    latest = np.where(last >= 0, np.take_along_axis(actual, np.maximum(last, 0), axis=1), np.nan)
    # what was reported for the due month or later holds until something later is reported
    shown = np.where(over & (last >= due), latest, actual[:, judged])
    met = _meets(line, actual)
    met_since = _first_met(line, met, months, due, history.position(first))
    done = _meets(line, shown) | (over & met[:, [min(due, len(months) - 1)]])
    if line.budget:
        done &= over

    expected, year_value = _due_by(plan, line, path, actual, baseline, months, at, due)
    begun = at >= history.position(first)
    blank = ~begun | np.isnan(shown)
    completion = np.where(blank, np.nan, _share(line, shown))
    schedule = np.where(begun, _share(line, expected), np.nan)
    sign = -1.0 if line.lower else 1.0
    gap_points = 100 * (completion - schedule)
    left = due - at
    to_go = np.full_like(shown, np.nan) if line.lower else np.where(blank, np.nan, np.maximum(line.value - shown, 0.0))
    now = Situation(
        np.broadcast_to(begun, shown.shape),
        ~np.isnan(shown),
        done,
        np.broadcast_to(over, shown.shape),
        np.broadcast_to(np.bool_(line.paced), shown.shape),
        gap_points,
    )
    return Measured(
        actual=shown,
        latest=latest,
        actual_at=last,
        year_value=np.where(begun, year_value, np.nan),
        expected=np.where(begun, expected, np.nan),
        completion=completion,
        completion_year=np.where(blank, np.nan, _ratio(line, shown, year_value)),
        schedule=schedule,
        gap_points=gap_points,
        gap_value=np.where(blank, np.nan, sign * (shown - expected)),
        to_go=to_go,
        needed_per_month=np.where(left > 0, to_go / np.maximum(left, 1), np.nan),
        met_at=np.where(met_since <= at, met_since, -1),
        status=statuses(now, plan.thresholds),
    )


def _within(line: Yardstick, actual: Array, months: Sequence[Month], first: Month) -> Array:
    """Blank what is none of the line's: of a target of one year the other years."""
    if not line.yearly:
        return actual
    inside = np.array([first <= month <= line.due for month in months])
    return np.where(inside, actual, np.nan)


def _meets(line: Yardstick, actual: Array) -> Array:
    slack = _TOLERANCE * max(abs(line.limit), 1.0)
    # nan compares as False
    return actual <= line.limit + slack if line.lower else actual >= line.limit - slack


def _first_met(line: Yardstick, met: Array, months: Sequence[Month], due: int, begin: int) -> Array:
    """Return the first month (position) for which the line is reported as met, -1 without; one column."""
    inside = met.copy()
    inside[:, : max(begin, 0)] = False
    if line.budget:
        inside[:, : min(due, len(months))] = False
    if line.yearly or line.lower:
        inside[:, due + 1 :] = False
    return np.where(inside.any(axis=1), inside.argmax(axis=1), -1)[:, None]


def _last_known(actual: Array) -> Array:
    """Return for each month the last one with a value (position), -1 without."""
    places = np.where(np.isnan(actual), -1, np.arange(actual.shape[1], dtype=np.int32))
    return np.maximum.accumulate(places, axis=1)


def _due_by(
    plan: Plan,
    line: Yardstick,
    path: Path,
    actual: Array,
    baseline: Array,
    months: Sequence[Month],
    at: Array,
    due: int,
) -> tuple[Array, Array]:
    """Return what is due by each month asked for, and by the end of its year (or the due month)."""
    if line.budget:
        whole = np.full((len(actual), len(at)), line.value)
        return whole, whole
    effective = np.minimum(at, due)
    whole_path = path.expected(months, baseline)
    ends = [min(Month(months[place].year, 12), line.due) for place in effective]
    by_end = path.expected(ends, baseline)
    if plan.carry_over == "cumulative" or line.yearly or line.lower:
        return whole_path[:, effective], by_end
    eased = forgive(whole_path, actual, months, month_of(plan.first))
    return eased[:, effective], by_end - (whole_path - eased)[:, effective]


def _share(line: Yardstick, values: Array) -> Array:
    return _ratio(line, values, np.full_like(values, line.value))


def _ratio(line: Yardstick, values: Array, wanted: Array) -> Array:
    """Return which share of what is wanted a value is; where less is better, 1 within the limit and limit/value beyond."""
    out = np.full_like(values, np.nan)
    if line.lower:
        known = ~np.isnan(values) & ~np.isnan(wanted)
        out[known & (values <= wanted)] = 1.0
        return np.divide(wanted, values, out=out, where=known & (values > wanted) & (values > 0))
    out[(wanted == 0) & (values >= 0)] = 1.0  # nothing was wanted
    return np.divide(values, wanted, out=out, where=wanted > 0)
