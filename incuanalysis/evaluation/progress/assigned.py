"""A breakdown (任务分解) as numbers: what each unit has to reach by the end of each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.progress.reports import Entity
from incuanalysis.evaluation.progress.schedule import YEARLY, follows
from incuanalysis.plans.model import Line, Plan, Target
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Assigned", "assigned_values", "departments_of"]

_NEEDED = ("unit", "kind", "indicator", "line", "year", "value")

#: Unit → (target id, line) → year → value by that year's end, in the indicator's canonical unit.
Assigned = Mapping[Entity, Mapping[tuple[str, Line], Mapping[int, float]]]


def assigned_values(
    breakdown: pd.DataFrame, plan: Plan, frame: pd.DataFrame, words: Vocabulary, as_of: dt.date | str | None = None
) -> Assigned:
    """Read a breakdown as values by unit, target, line and year.

    Parameters
    ----------
    breakdown
        Rows with ``unit`` (a town's region id, else a carrier's id or a name), ``kind`` (``town``, ``department``, ``carrier``,
        ``park``; ``reserve`` is no unit), ``indicator``, ``line``, ``year``, ``value``; where they are there, also ``plan``,
        ``target``, ``basis`` (``period`` or ``per_year`` values of a running target are added up over the years, a year
        without a row adding nothing), ``in_unit`` (else the canonical unit) and ``date`` (the last one by then counts).
    plan
        Whose targets are broken down.
    frame
        Observations: they say in which region a carrier is.
    words
        The vocabulary.
    as_of
        Adjustments after this day are not read.

    Raises
    ------
    BadInputError
        If a column is missing or a row's indicator is not one of the plan's targets.
    """
    absent = [name for name in _NEEDED if name not in breakdown.columns]
    if absent:
        raise BadInputError(
            f"A breakdown needs the columns {', '.join(_NEEDED)}; {', '.join(absent)} is missing.",
            f"任务分解表缺少“{'、'.join(absent)}”列。",
        )
    rows = breakdown[breakdown["kind"] != "reserve"]
    if "plan" in rows.columns:
        rows = rows[rows["plan"] == plan.id]
    rows = _in_force(rows, as_of)
    regions = _regions_of_carriers(frame)
    running: dict[Entity, dict[tuple[str, Line], dict[int, float]]] = {}
    shares: dict[Entity, dict[tuple[str, Line], dict[int, float]]] = {}
    for row in rows.to_dict("records"):
        unit = str(row["unit"])
        entity = Entity(unit) if row["kind"] == "town" else Entity(regions.get(unit, plan.region), unit)
        targets = _targets(plan, str(row["indicator"]), _text(row.get("target")))
        canonical = words.indicators.get(str(row["indicator"])).unit
        value = words.units.convert(float(row["value"]), _text(row.get("in_unit")) or canonical, canonical)
        own_year = _text(row.get("basis")) in {str(basis) for basis in YEARLY}
        for target in targets:
            if row["line"] in target.lines:
                adds = own_year and target.basis in (Basis.SINCE_START, Basis.SINCE_FOUNDING)
                kept = (shares if adds else running).setdefault(entity, {})
                kept.setdefault((target.id, row["line"]), {})[int(row["year"])] = value
    return {
        entity: {
            key: _together(running.get(entity, {}).get(key, {}), shares.get(entity, {}).get(key, {}))
            for key in {**running.get(entity, {}), **shares.get(entity, {})}
        }
        for entity in {**running, **shares}
    }


def departments_of(breakdown: pd.DataFrame) -> frozenset[str]:
    """Return the departments of a breakdown: they answer for numbers that towns and carriers report."""
    return frozenset(str(unit) for unit in breakdown.loc[breakdown["kind"] == "department", "unit"])


def _together(running: Mapping[int, float], shares: Mapping[int, float]) -> dict[int, float]:
    """Return running values by year: as given, else the value before and the year's own share."""
    found: dict[int, float] = {}
    value = 0.0
    for year in sorted({*running, *shares}):
        value = running[year] if year in running else value + shares[year]
        found[year] = value
    return found


def _in_force(rows: pd.DataFrame, as_of: dt.date | str | None) -> pd.DataFrame:
    if "date" not in rows.columns:
        return rows
    if as_of is not None:
        rows = rows[rows["date"].astype(str) <= str(as_of)]
    key = [name for name in ("unit", "kind", "indicator", "target", "line", "year") if name in rows.columns]
    return rows.sort_values("date", kind="stable").drop_duplicates(key, keep="last")


def _regions_of_carriers(frame: pd.DataFrame) -> dict[str, str]:
    known = frame.loc[frame["carrier"].notna(), ["region", "carrier"]].drop_duplicates().sort_values("region")
    return {str(carrier): str(region) for region, carrier in zip(known["region"], known["carrier"], strict=True)}


def _targets(plan: Plan, indicator: str, named: str) -> list[Target]:
    """Return the targets of the path that a row speaks of."""
    same = [target for target in plan.targets if target.indicator == indicator and target.scope.kind == "district"]
    one = next((target for target in same if target.id == named), None)
    if one is not None:
        same = [target for target in same if follows(target, one)]
    if not same:
        raise BadInputError(
            f"The breakdown has the indicator {indicator!r}, for which the plan {plan.id!r} has no target of the whole "
            "region. Take the row out, or add the target.",
            f"任务分解表中的指标“{indicator}”在计划“{plan.id}”中没有全区目标，请删除该行或补充目标。",
        )
    return same


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
