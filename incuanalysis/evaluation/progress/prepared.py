"""What a region and its units are held against a plan with: histories, and the units added up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from incuanalysis.evaluation.progress.assigned import Assigned, assigned_values, departments_of
from incuanalysis.evaluation.progress.history import Entity, Histories, histories
from incuanalysis.evaluation.progress.reports import Array
from incuanalysis.evaluation.progress.rollup import RolledUp, parents_of, roll_up_indicator
from incuanalysis.evaluation.progress.schedule import month_of
from incuanalysis.plans.model import Plan, Target
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Prepared", "as_recorded", "histories_of_plan", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """A region and its units, made by :func:`prepare`.

    Parameters
    ----------
    frame
        The observations that are read.
    history
        Histories of all entities, the region first.
    rolled
        Target id → values of the tree.
    judged
        The region and the units that were assigned something.
    assigned, parts
        As in :func:`incuanalysis.evaluation.progress.measured.progress`.
    """

    frame: pd.DataFrame
    history: Histories
    rolled: Mapping[str, RolledUp]
    judged: tuple[Entity, ...]
    assigned: Assigned
    parts: Mapping[str, Entity]

    def values(self, target: Target) -> Array:
        """Return running values: entities × all months; own reports, else the units' sum."""
        if target.scope.kind == "district":
            tree = self.rolled[target.id]
            at = {entity: place for place, entity in enumerate(tree.entities)}
            return tree.value[[at[entity] for entity in self.history.entities]]
        own = self.history.grid(target.indicator, target.basis)
        values = np.full_like(own, np.nan)
        if target.id in self.parts:
            values[0] = own[self.history.entities.index(self.parts[target.id])]
        return values


def prepare(
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
) -> Prepared:
    """Read what :func:`incuanalysis.evaluation.progress.measured.progress` needs; the parameters are its own."""
    frame = as_recorded(frame, as_of)
    assigned = {} if breakdown is None else assigned_values(breakdown, plan, frame, words, as_of)
    whole = Entity(words.regions.get(region).id)
    if parents is None:
        departments = frozenset() if breakdown is None else departments_of(breakdown)
        parents = parents_of((unit for unit in assigned if unit.carrier not in departments), words, region)
    others = (set(assigned) | set(parents) | set(parents.values()) | set((parts or {}).values())) - {whole}
    entities = [whole, *sorted(others, key=lambda entity: (entity.region, entity.carrier or ""))]
    history = histories_of_plan(plan, frame, months, words, entities)
    rolled = {target.id: _rolled(history, target, words, parents, assigned) for target in plan.targets}
    judged = (whole, *(entity for entity in entities if entity in assigned and entity != whole))
    return Prepared(frame, history, rolled, judged, assigned, parts or {})


def as_recorded(frame: pd.DataFrame, as_of: dt.date | str | None) -> pd.DataFrame:
    """Return the rows that were recorded by the end of a day; all without a day."""
    if as_of is None:
        return frame
    return frame[frame["recorded_at"].str.slice(0, 10) <= str(as_of)[:10]]


def histories_of_plan(
    plan: Plan, frame: pd.DataFrame, months: Iterable[Month], words: Vocabulary, entities: Sequence[Entity]
) -> Histories:
    """Return the histories that a plan's targets are held against, with the parts of its ratios."""
    names = {target.indicator for target in plan.targets}
    for name in tuple(names):
        known = words.indicators.get(name)
        names |= {part for part in (known.numerator, known.denominator) if part is not None}
    return histories(frame, months, words, month_of(plan.first), entities=entities, indicators=sorted(names))


def _rolled(
    history: Histories, target: Target, words: Vocabulary, parents: Mapping[Entity, Entity], assigned: Assigned
) -> RolledUp:
    """Add the units up; those that were assigned something of this target are needed."""
    wanted = {entity for entity, values in assigned.items() if any(name == target.id for name, _ in values)}
    return roll_up_indicator(history, target.indicator, target.basis, words, parents, wanted if assigned else None)
