"""Progress: every target line at every month – actual, completion, schedule, gap, status.

:func:`progress` is for one region, with its units, the sources of each value and the roll-up; :func:`progress_table` holds
many regions against one plan at once. The method, with a worked example, is in ``docs/progress.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from incuanalysis.evaluation.progress.assigned import Assigned
from incuanalysis.evaluation.progress.history import Entity, Histories
from incuanalysis.evaluation.progress.lines import Measured, Yardstick, baselines, measure, read_line
from incuanalysis.evaluation.progress.prepared import as_recorded, histories_of_plan, prepare
from incuanalysis.evaluation.progress.reports import Array
from incuanalysis.evaluation.progress.schedule import lines_of, month_of, path_of
from incuanalysis.evaluation.progress.sources import with_sources
from incuanalysis.evaluation.progress.status import STATUSES
from incuanalysis.plans.model import Line, Plan, Target
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["COLUMNS", "progress", "progress_table"]

#: Columns of both functions; what each holds is said at :func:`progress`.
COLUMNS: tuple[str, ...] = (
    "region", "carrier", "target", "indicator", "line", "comparator", "basis", "unit", "due", "month",
    "target_value", "target_high", "year_value", "actual", "latest", "actual_at", "expected", "completion",
    "completion_year", "schedule", "gap_points", "gap_value", "to_go", "needed_per_month", "met_at", "status",
)  # fmt: skip
_NUMBERS = (
    "actual", "latest", "year_value", "expected", "completion", "completion_year", "schedule", "gap_points",
    "gap_value", "to_go", "needed_per_month",
)  # fmt: skip


class _Row(NamedTuple):
    """A target's line as some entities have it."""

    yardstick: Yardstick
    entities: Array
    found: Measured


def progress(
    plan: Plan,
    frame: pd.DataFrame,
    region: str,
    months: Iterable[Month],
    words: Vocabulary,
    breakdown: pd.DataFrame | None = None,
    as_of: dt.date | str | None = None,
    *,
    parents: Mapping[Entity, Entity] | None = None,
    parts: Mapping[str, Entity] | None = None,
) -> pd.DataFrame:
    """Hold one region, and the units of its breakdown, against a plan.

    Parameters
    ----------
    plan
        The plan.
    frame
        Observations, one series for each figure (``load(..., series="trusted")``).
    region
        Region id.
    months
        Months at whose ends it is evaluated.
    words
        The vocabulary.
    breakdown
        Rows as for :func:`incuanalysis.evaluation.progress.assigned.assigned_values`: units have rows for what they were assigned.
    as_of
        ISO date: only what was recorded (and assigned) by the end of that day is read.
    parents
        Child → parent, for adding up what the region did not report; by default the units of the breakdown.
    parts
        Target id → entity, for targets of a site, a platform or a class of firms. Without it they are not reported: the
        region's own number is not theirs.

    Returns
    -------
    DataFrame
        One row for each entity, target line and month, in this order, with the columns

        ========================= ==========================================================================
        ``region``, ``carrier``   the entity; ``carrier`` is None for a region
        ``target``, ``indicator`` ids
        ``line``, ``comparator``  as in the plan
        ``basis``, ``unit``       of the target; the indicator's canonical unit, in which all values are
        ``due``, ``month``        year × 100 + month
        ``target_value``          what the line asks for by the due month; a range's lower end
        ``target_high``           a range's upper end
        ``year_value``            what is due by the end of the month's year (or by the due month)
        ``actual``                at the month's end, nan where not reported; after the due month what was reported for it,
                                  until something later is
        ``latest``, ``actual_at`` the last value reported by the month, and its month
        ``expected``              what is due by the month (序时进度) as a value
        ``completion``            share of ``target_value``; where less is better 1 within the limit, limit/actual beyond
        ``completion_year``       share of ``year_value``
        ``schedule``              share of ``target_value`` due by the month
        ``gap_points``            100 × (completion − schedule), negative where behind
        ``gap_value``             actual − expected in ``unit``, negative where short (where less is better: the reverse)
        ``to_go``                 what is missing to ``target_value``, 0 once reached
        ``needed_per_month``      ``to_go`` by the months left to the due month
        ``met_at``                first month reported that met the line
        ``status``                of :data:`incuanalysis.evaluation.progress.status.STATUSES`
        ``made_of``               ``own``, ``sum`` (of the units) or empty
        ``how``                   what a value of its own was read from (:meth:`Histories.how`)
        ``own``, ``summed``       the own report, and the sum of the units
        ``difference``            own − summed
        ``reported``, ``units``   n of m units have reported
        ``cells``                 where the value stands: ``file#sheet!cell``, joined by ``; ``, oldest first
        ========================= ==========================================================================

    Raises
    ------
    BadInputError
        If there is no month, a column is missing, or units stand above each other in a circle.
    UnknownNameError
        If an indicator, unit or region is not in the vocabulary.
    """
    ready = prepare(plan, frame, region, months, words, breakdown, as_of, parents=parents, parts=parts)
    rows: list[_Row] = []
    for target in plan.targets:
        values = ready.values(target)
        whole = {Entity(region)}
        rows += _measure_all(plan, target, values, ready.history, ready.judged, words, ready.assigned, whole)
    table = _table(rows, ready.judged, ready.history, many=False)
    return with_sources(table, plan, ready.frame, ready.history, ready.rolled, ready.parts)


def progress_table(
    plan: Plan,
    frame: pd.DataFrame,
    regions: Sequence[str],
    months: Iterable[Month],
    words: Vocabulary,
    as_of: dt.date | str | None = None,
) -> pd.DataFrame:
    """Hold many regions against one plan at once.

    Parameters
    ----------
    plan, frame, months, words, as_of
        As in :func:`progress`.
    regions
        Region ids; each is held against the plan's own values.

    Returns
    -------
    DataFrame
        As :func:`progress` returns it, without the columns from ``made_of`` on; texts and ids are categories. The
        sources of a value are given by :meth:`Histories.parts`.
    """
    frame = as_recorded(frame, as_of)
    entities = [Entity(region) for region in dict.fromkeys(regions)]
    history = histories_of_plan(plan, frame, months, words, entities)
    rows: list[_Row] = []
    for target in plan.targets:
        values = history.grid(target.indicator, target.basis)
        if target.scope.kind != "district":
            values = np.full_like(values, np.nan)
        rows += _measure_all(plan, target, values, history, entities, words, {}, set(entities))
    return _table(rows, entities, history, many=True)


def _measure_all(
    plan: Plan,
    target: Target,
    values: Array,
    history: Histories,
    judged: Sequence[Entity],
    words: Vocabulary,
    assigned: Assigned,
    whole: set[Entity],
) -> list[_Row]:
    """Measure all lines of a target: for those held against the plan's value together, for a unit with its own alone."""
    rows = []
    places = {entity: place for place, entity in enumerate(history.entities)}
    for line in lines_of(target):
        groups: list[tuple[list[int], Mapping[int, float] | None]] = []
        groups.append(([place for place, entity in enumerate(judged) if entity in whole], None))
        for place, entity in enumerate(judged):
            own = assigned.get(entity, {}).get((target.id, line))
            if own is not None and entity not in whole:
                groups.append(([place], own))
        for members, own in groups:
            row = _measure(plan, target, line, values, history, [judged[m] for m in members], places, words, own)
            if row is not None:
                rows.append(_Row(row[0], np.array(members), row[1]))
    return rows


def _measure(
    plan: Plan,
    target: Target,
    line: Line,
    values: Array,
    history: Histories,
    members: Sequence[Entity],
    places: Mapping[Entity, int],
    words: Vocabulary,
    own: Mapping[int, float] | None,
) -> tuple[Yardstick, Measured] | None:
    path = path_of(plan, target, line, words, own)
    if path is None:
        return None
    yardstick = read_line(plan, target, line, words, None if own is None else own[month_of(target.due).year])
    at = [places[entity] for entity in members]
    actual = values if at == list(range(len(values))) else values[at]
    baseline = baselines(plan, yardstick, path, actual, history, members, words)
    return yardstick, measure(plan, yardstick, path, actual, baseline, history)


def _table(rows: Sequence[_Row], entities: Sequence[Entity], history: Histories, *, many: bool) -> pd.DataFrame:
    """Put measured lines below each other: entity, then line, then month."""
    asked = np.array([int(month) for month in history.months], dtype=np.int32)
    everything = np.array([int(month) for month in history.all_months], dtype=np.int32)
    width, lines = len(asked), len(rows)
    # which entity has which rows: its place and the rows' order decide where they go
    pairs_entity = np.concatenate([row.entities for row in rows])
    pairs_row = np.repeat(np.arange(lines), [len(row.entities) for row in rows])
    order = np.lexsort((pairs_row, pairs_entity))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    bounds = np.cumsum([0, *(len(row.entities) for row in rows)])
    who, what = pairs_entity[order], pairs_row[order]

    def spread(name: str, dtype: Any) -> Array:
        out = np.empty((len(order), width), dtype=dtype)
        for number, row in enumerate(rows):
            out[places[bounds[number] : bounds[number + 1]]] = getattr(row.found, name)
        return out.ravel()

    def texts(values: Sequence[str | None], codes: Array) -> Any:
        known = list(dict.fromkeys(value for value in values if value is not None))
        at = np.array([-1 if value is None else known.index(value) for value in values], dtype=np.int32)
        if len(known) == len(values):
            at = np.arange(len(values), dtype=np.int32)
        column = pd.Categorical.from_codes(np.repeat(at[codes], width), categories=pd.Index(known, dtype="str"))
        return column if many else column.astype("str")

    def months_of(name: str) -> Any:
        at = spread(name, np.int32)
        return pd.arrays.IntegerArray(np.where(at >= 0, everything[at], 0).astype(np.int32), at < 0)

    sticks = [row.yardstick for row in rows]
    numbers = {name: spread(name, np.float64) for name in _NUMBERS}
    status = pd.Categorical.from_codes(spread("status", np.int8), categories=pd.Index(STATUSES, dtype="str"))
    columns: dict[str, Any] = {
        "region": texts([entity.region for entity in entities], who),
        "carrier": texts([entity.carrier for entity in entities], who),
        "target": texts([stick.target.id for stick in sticks], what),
        "indicator": texts([stick.target.indicator for stick in sticks], what),
        "line": texts([stick.line for stick in sticks], what),
        "comparator": texts([stick.target.comparator for stick in sticks], what),
        "basis": texts([str(stick.target.basis) for stick in sticks], what),
        "unit": texts([stick.unit for stick in sticks], what),
        "due": np.repeat(np.array([int(stick.due) for stick in sticks], dtype=np.int32)[what], width),
        "month": np.tile(asked, len(order)),
        "target_value": np.repeat(np.array([stick.value for stick in sticks])[what], width),
        "target_high": np.repeat(np.array([stick.value_high for stick in sticks])[what], width),
        **numbers,
        "actual_at": months_of("actual_at"),
        "met_at": months_of("met_at"),
        "status": status if many else status.astype("str"),
    }
    table = pd.DataFrame({name: columns[name] for name in COLUMNS}, copy=False)
    if not many:
        table["carrier"] = table["carrier"].astype(object).where(table["carrier"].notna(), None)
    return table
