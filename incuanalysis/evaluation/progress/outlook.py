"""The outlook of a plan's targets: where each will probably stand at its deadline, and the chance of each line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from incuanalysis.evaluation.panels import Statement
from incuanalysis.evaluation.progress.history import Entity
from incuanalysis.evaluation.progress.increments import latest_position
from incuanalysis.evaluation.progress.lines import Yardstick, read_line
from incuanalysis.evaluation.progress.prepared import Prepared, prepare
from incuanalysis.evaluation.progress.projection import Projection, project
from incuanalysis.evaluation.progress.reports import Array
from incuanalysis.evaluation.progress.schedule import lines_of, month_of
from incuanalysis.plans.model import Line, Plan, Target
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["COLUMNS", "outlook"]

#: Columns of :func:`outlook`.
COLUMNS: tuple[str, ...] = (
    "region", "carrier", "target", "indicator", "line", "due", "month", "unit", "target_value", "current", "current_at",
    "median", "low", "high", "level", "chance", "needed_per_month", "method", "points", "step", "seasonal", "note", "note_en",
)  # fmt: skip
_SHARE = Statement("占比不累积，不作预测。", "A share does not accrue; there is no projection.")
_STEPS = Statement(
    "按年度认定或按节点完成的指标不累积，不作预测。",
    "What is recognised once a year or due by milestones does not accrue; there is no projection.",
)


def outlook(
    plan: Plan,
    frame: pd.DataFrame,
    region: str,
    month: Month,
    words: Vocabulary,
    breakdown: pd.DataFrame | None = None,
    as_of: dt.date | str | None = None,
    *,
    parents: Mapping[Entity, Entity] | None = None,
    parts: Mapping[str, Entity] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Project every target of a plan to its deadline, as seen at a month's end.

    Parameters
    ----------
    plan, frame, region, words, breakdown, as_of, parents, parts
        As in :func:`incuanalysis.evaluation.progress.measured.progress`.
    month
        Nothing reported for a later month is read.
    seed
        Of the draws.

    Returns
    -------
    DataFrame
        One row for each entity, target and line: ids, ``due`` and ``month`` (year × 100 + month), ``unit``,
        ``target_value``, the latest value ``current`` and its month ``current_at``, ``median``, ``low`` and ``high`` at the due
        month with their ``level``, the ``chance`` of the line (0 to 1), ``needed_per_month`` from the latest value on,
        and ``method``, ``points``, ``step``, ``seasonal``, ``note``, ``note_en`` of
        :class:`incuanalysis.evaluation.progress.projection.Projection`. Shares, yearly recognitions and milestones have no numbers
        and say why.

    Raises
    ------
    BadInputError, UnknownNameError
        As :func:`incuanalysis.evaluation.progress.measured.progress`.
    """
    ready = prepare(plan, frame, region, [month], words, breakdown, as_of, parents=parents, parts=parts)
    months = [known for known in ready.history.all_months if known <= month]
    rows: list[dict[str, Any]] = []
    for entity in ready.judged:
        place = ready.history.entities.index(entity)
        for target in plan.targets:
            own = ready.assigned.get(entity, {}) if entity != ready.judged[0] else None
            sticks = _sticks(plan, target, words, own)
            if sticks:
                values = _known(ready, target, place, months)
                rows += _rows(entity, sticks, values, months, month, seed)
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = ["median", "low", "high", "chance", "current", "needed_per_month"]
    return table.astype({**dict.fromkeys(numbers, "float64"), "current_at": "Int32"})


def _sticks(
    plan: Plan, target: Target, words: Vocabulary, own: Mapping[tuple[str, Line], Mapping[int, float]] | None
) -> list[Yardstick]:
    """Return the lines of a target, with a unit's own values where it has some."""
    sticks = []
    for line in lines_of(target):
        value = None if own is None else own.get((target.id, line), {}).get(month_of(target.due).year)
        if own is None or value is not None:
            sticks.append(read_line(plan, target, line, words, value))
    return sticks


def _known(ready: Prepared, target: Target, place: int, months: list[Month]) -> Array:
    """Return running values by month; a total since the start is nothing before it, once something was reported."""
    values: Array = ready.values(target)[place, : len(months)].copy()
    before = ready.history.position(ready.history.start) - 1
    if target.basis is Basis.SINCE_START and not np.isnan(values).all():
        values[before] = 0.0
    return values


def _rows(
    entity: Entity, sticks: list[Yardstick], values: Array, months: list[Month], month: Month, seed: int
) -> list[dict[str, Any]]:
    first = sticks[0]
    target, due = first.target, first.due
    months = [known for known in months if known <= due]
    values = values[: len(months)]
    inside = [not first.yearly or known.year == due.year for known in months]
    last = latest_position(np.where(inside, values, np.nan))
    limits = {str(stick.line): stick.limit for stick in sticks}
    if target.basis is Basis.SHARE:
        found = _without(_SHARE, limits)
    elif target.schedule.kind in ("once_a_year", "milestones"):
        found = _without(_STEPS, limits)
    else:
        accrues = "yearly" if first.yearly else "stock" if target.basis is Basis.STOCK else "running"
        found = project(values, months, due, limits, accrues=accrues, lower=first.lower, seed=seed)
    current = float(values[last]) if last >= 0 else np.nan
    out = []
    for stick in sticks:
        left = due.ordinal - months[last].ordinal if last >= 0 else 0
        rising = not stick.lower and left > 0
        out.append(
            {
                "region": entity.region,
                "carrier": entity.carrier,
                "target": target.id,
                "indicator": target.indicator,
                "line": stick.line,
                "due": int(due),
                "month": int(month),
                "unit": stick.unit,
                "target_value": stick.value,
                "current": current,
                "current_at": int(months[last]) if last >= 0 else None,
                "median": found.median,
                "low": found.low,
                "high": found.high,
                "level": found.level,
                "chance": found.chances[stick.line],
                "needed_per_month": max(0.0, stick.value - current) / left if rising else np.nan,
                "method": found.method,
                "points": found.points,
                "step": found.step,
                "seasonal": found.seasonal,
                "note": found.note.zh,
                "note_en": found.note.en,
            }
        )
    return out


def _without(why: Statement, limits: Mapping[str, float]) -> Projection:
    return Projection(None, None, None, dict.fromkeys(limits), "none", 0, 1, False, why)
