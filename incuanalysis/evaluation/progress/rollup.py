"""Roll-up: carriers → towns → district → city, each value saying what it is made of; and who makes up a gap.

A unit's value is its own report, else the sum of its children's where all that have a target have reported. Both are
kept and a difference is told. Ratios are made of summed parts, never of averaged ratios.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.history import Histories
from incuanalysis.evaluation.progress.reports import Array, Entity
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["RolledUp", "contributions", "parents_of", "roll_up", "roll_up_indicator"]

# Sums in another order differ in the last binary digits.
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class RolledUp:
    """Values of a tree of units; all arrays are entities × months.

    Parameters
    ----------
    entities
        All units of the tree, children before their parents.
    own
        What a unit reported itself, nan where nothing.
    summed
        Sum of its children's values, nan where one that has a target is missing, or it has no children.
    value
        ``own``, else ``summed``.
    reported, units
        How many of the children that are needed have a value, and how many are needed.
    children
        Positions of each unit's children.
    """

    entities: tuple[Entity, ...]
    own: Array
    summed: Array
    value: Array
    reported: Array
    units: Array
    children: tuple[tuple[int, ...], ...]

    @property
    def difference(self) -> Array:
        """Own report less the children's sum, nan where one of the two is missing."""
        return self.own - self.summed

    def made_of(self) -> Array:
        """Return ``own``, ``sum`` or an empty text for each value."""
        return np.where(~np.isnan(self.own), "own", np.where(~np.isnan(self.summed), "sum", ""))

    def missing(self, entity: Entity, month: int) -> tuple[Entity, ...]:
        """Return the children without a value in a month (position)."""
        below = self.children[self.entities.index(entity)]
        return tuple(self.entities[child] for child in below if np.isnan(self.value[child, month]))

    def table(self, months: Sequence[Month]) -> pd.DataFrame:
        """Return a row for each unit and month.

        Returns
        -------
        DataFrame
            Columns ``region``, ``carrier`` (None for a region), ``month`` (year × 100 + month), ``own``, ``summed``,
            ``difference``, ``value``, ``made_of`` (``own``, ``sum`` or empty), ``reported`` and ``units`` (n of m).
        """
        repeated = len(months)
        return pd.DataFrame(
            {
                "region": np.repeat([entity.region for entity in self.entities], repeated),
                "carrier": [entity.carrier for entity in self.entities for _ in months],
                "month": np.tile([int(month) for month in months], len(self.entities)),
                "own": self.own.ravel(),
                "summed": self.summed.ravel(),
                "difference": self.difference.ravel(),
                "value": self.value.ravel(),
                "made_of": self.made_of().ravel(),
                "reported": self.reported.ravel(),
                "units": self.units.ravel(),
            }
        )


def roll_up(
    own: Array,
    entities: Sequence[Entity],
    parents: Mapping[Entity, Entity],
    targeted: Collection[Entity] | None = None,
) -> RolledUp:
    """Add units up along a tree.

    Parameters
    ----------
    own
        Own reports, entities × months, nan where not reported.
    entities
        Whose they are; units of the tree that are not among them have reported nothing.
    parents
        Child → parent.
    targeted
        The units that have a target: a sum needs all of them, and those above them. Without it all children are
        needed. Others count in a sum where they have reported.

    Raises
    ------
    BadInputError
        If the units stand above each other in a circle.

    Examples
    --------
    >>> town, one, two = Entity("330305001"), Entity("330305001", "甲"), Entity("330305001", "乙")
    >>> found = roll_up(np.array([[3.0], [4.0]]), [one, two], {one: town, two: town})
    >>> found.table([Month(2023, 9)])[["value", "made_of", "reported", "units"]].values.tolist()[-1]
    [7.0, 'sum', 2, 2]
    """
    order = _children_first(entities, parents)
    at = {entity: place for place, entity in enumerate(order)}
    months = np.shape(own)[1]
    mine = np.full((len(order), months), np.nan)
    for place, entity in enumerate(entities):
        mine[at[entity]] = own[place]
    children: list[list[int]] = [[] for _ in order]
    for child, parent in parents.items():
        children[at[parent]].append(at[child])
    wanted = set(order) if targeted is None else set(targeted)
    needed = np.array([entity in wanted for entity in order], dtype=bool)
    value, summed = mine.copy(), np.full_like(mine, np.nan)
    reported, units = np.zeros(mine.shape, dtype=np.int32), np.zeros(mine.shape, dtype=np.int32)
    for place in range(len(order)):
        below = sorted(children[place])
        asked = [child for child in below if needed[child]]
        needed[place] |= bool(asked)
        if asked:
            known = ~np.isnan(value[asked])
            reported[place], units[place] = known.sum(axis=0), len(asked)
            summed[place] = np.where(known.all(axis=0), np.nansum(value[below], axis=0), np.nan)
        value[place] = np.where(np.isnan(mine[place]), summed[place], mine[place])
    return RolledUp(tuple(order), mine, summed, value, reported, units, tuple(tuple(sorted(c)) for c in children))


def _children_first(entities: Iterable[Entity], parents: Mapping[Entity, Entity]) -> list[Entity]:
    sorter: TopologicalSorter[Entity] = TopologicalSorter()
    # sorted, so that the order of the input decides nothing
    for entity in sorted({*entities}, key=_key):
        sorter.add(entity)
    for child in sorted(parents, key=_key):
        sorter.add(parents[child], child)
    try:
        return list(sorter.static_order())
    except CycleError as error:
        circle = [_name(entity) for entity in error.args[1]]
        raise BadInputError(
            f"The units stand above each other in a circle: {' → '.join(circle)}. Every unit has one parent, and none "
            "stands above itself; mend the list of assessed units.",
            f"汇总关系出现循环：{'→'.join(circle)}。每个单位只能有一个上级，且不能汇总到自身，请修改考核单位名单。",
        ) from None


def _key(entity: Entity) -> tuple[str, str]:
    return entity.region, entity.carrier or ""


def _name(entity: Entity) -> str:
    return entity.region if entity.carrier is None else f"{entity.region}/{entity.carrier}"


def parents_of(
    entities: Iterable[Entity], words: Vocabulary, top: str | None = None, on: Month | None = None
) -> dict[Entity, Entity]:
    """Return child → parent for carriers and regions, as the regions were at a month.

    A carrier's parent is its region; a region's is the one above it, up to ``top`` (above which nothing is added).
    An entity that does not lie below ``top`` is left out.

    Parameters
    ----------
    entities
        Units at any level.
    words
        The vocabulary.
    top
        Region id where the tree ends; without one it ends at the nation.
    on
        The month whose borders count; today's without it.

    Raises
    ------
    UnknownNameError
        If a region is not known.
    """
    found: dict[Entity, Entity] = {}
    for entity in entities:
        path = list(words.regions.path(entity.region, on))
        if top is not None:
            if top not in path:
                continue
            path = path[path.index(top) :]
        if entity.carrier is not None:
            found[entity] = Entity(entity.region)
        found.update({Entity(below): Entity(above) for above, below in zip(path, path[1:], strict=False)})
    return found


def roll_up_indicator(
    history: Histories,
    indicator: str,
    basis: Basis,
    words: Vocabulary,
    parents: Mapping[Entity, Entity],
    targeted: Collection[Entity] | None = None,
) -> RolledUp:
    """Add an indicator's histories up along a tree, in the way the vocabulary says for it.

    Parameters
    ----------
    history
        Histories with the indicator and, for a ratio, its numerator and denominator.
    indicator, basis
        What is added up.
    words
        The vocabulary: ``rollup_regions`` is ``sum``, ``ratio`` (the ratio of the two sums, in per cent) or ``none`` (own
        reports only).
    parents, targeted
        As in :func:`roll_up`.

    Returns
    -------
    RolledUp
        Over :attr:`Histories.all_months`.

    Raises
    ------
    BadInputError
        If the units stand above each other in a circle.
    """
    known = words.indicators.get(indicator)
    own = history.grid(indicator, basis)
    rolled = roll_up(own, history.entities, parents, targeted)
    if known.rollup_regions == "sum":
        return rolled
    summed = np.full_like(rolled.own, np.nan)
    over, under = known.numerator, known.denominator
    if known.rollup_regions == "ratio" and over in history.indicators and under in history.indicators:
        parts = []
        for name in (over, under):
            usual = words.indicators.get(name).basis
            of_year = Basis.PER_YEAR if usual is Basis.PERIOD else usual
            parts.append(roll_up(history.grid(name, of_year), history.entities, parents, targeted).summed)
        summed = 100 * np.divide(parts[0], parts[1], out=summed.copy(), where=parts[1] > 0)
    value = np.where(np.isnan(rolled.own), summed, rolled.own)
    return RolledUp(rolled.entities, rolled.own, summed, value, rolled.reported, rolled.units, rolled.children)


def contributions(
    actual: Mapping[Entity, float], expected: Mapping[Entity, float], whole_actual: float, whole_expected: float
) -> pd.DataFrame:
    """Say how much each unit makes up of a district's gap.

    Parameters
    ----------
    actual, expected
        By unit, in the same unit of measure; nan where not reported or without a value of its own.
    whole_actual, whole_expected
        The district's.

    Returns
    -------
    DataFrame
        One row for each unit, the largest shortfall first, and a last one without a name (``region`` None) for what
        the units leave over of the district's numbers; columns ``region``, ``carrier``, ``actual``, ``expected``, ``gap``
        (actual less expected, negative where short) and ``share`` (per cent of the district's gap; nan where it has
        none). The gaps add up to the district's.

    Examples
    --------
    >>> one, two = Entity("330305001"), Entity("330305002")
    >>> found = contributions({one: 1.0, two: 5.0}, {one: 4.0, two: 4.0}, 6.0, 8.0)
    >>> found[["region", "gap", "share"]].values.tolist()
    [['330305001', -3.0, 150.0], ['330305002', 1.0, -50.0], [None, 0.0, 0.0]]
    """
    units = sorted({*actual, *expected}, key=_key)
    rows = [(unit.region, unit.carrier, actual.get(unit, np.nan), expected.get(unit, np.nan)) for unit in units]
    frame = pd.DataFrame(rows, columns=["region", "carrier", "actual", "expected"])
    frame["gap"] = frame["actual"] - frame["expected"]
    frame = frame.sort_values("gap", kind="stable", na_position="last")
    # a unit counts where both its numbers are known; what the others did is in the rest
    known = frame[frame["gap"].notna()]
    rest = {
        "region": None,
        "carrier": None,
        "actual": whole_actual - known["actual"].sum(),
        "expected": whole_expected - known["expected"].sum(),
    }
    rest["gap"] = rest["actual"] - rest["expected"]
    frame = pd.concat([frame, pd.DataFrame([rest]).astype(frame.dtypes.to_dict())], ignore_index=True)
    gap = whole_actual - whole_expected
    scale = max(abs(whole_actual), abs(whole_expected), 1.0)
    frame["share"] = 100 * frame["gap"] / gap + 0.0 if abs(gap) > _TOLERANCE * scale else np.nan
    frame[["region", "carrier"]] = frame[["region", "carrier"]].astype(object).where(lambda f: f.notna(), None)
    return frame
