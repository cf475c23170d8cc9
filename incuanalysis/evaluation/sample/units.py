"""Assessed units of the sample's districts, and the breakdown of the plan's targets to them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from incuanalysis.evaluation.sample.district import Row, SampleDistrict, dated, numbered
from incuanalysis.plans.library import print_value
from incuanalysis.plans.model import LineValue
from incuanalysis.plans.series import Series, series_of

__all__ = ["breakdown_rows", "share_out", "unit_rows"]

_FILE = "任务分解表（演示数据）.xlsx"
# Figures that towns do not report themselves and that a plan gives to them one by one all the same.
_FEW = 3
# Departments listed: those that the most tasks name.
_DEPARTMENTS = 4


def unit_rows(district: SampleDistrict) -> list[Row]:
    """Return the assessed units: towns, zones, the departments with the most tasks."""
    plan = district.plan
    document = numbered(district, int(plan.first[:4]), 2)
    day = f"{plan.first}-20"
    rows = []
    for id, name in district.towns:
        league = "功能区" if id in district.zones and len(district.zones) > 1 else ""
        rows.append(
            {"unit": name, "kind": "town", "league": league, "region": district.id, "first": plan.first}
            | {"state": district.states.get(id, "ranked"), "note": _STATE_NOTES.get(district.states.get(id, ""), "")}
        )
    for name in _departments(district):
        rows.append({"unit": name, "kind": "department", "region": district.id, "first": plan.first, "state": "ranked"})
    return [_undated(dated(row, day, district.office, document)) for row in rows]


_STATE_NOTES = {"entrusted": "托管期间只列不排（演示）", "no_task": "当年未分解任务（演示）"}


def _undated(row: Row) -> Row:
    """Return a row without the day that its kind has no column for."""
    return {name: value for name, value in row.items() if name != "date"}


def _departments(district: SampleDistrict) -> list[str]:
    counts: dict[str, int] = {}
    towns = {name for _, name in district.towns}
    for task in district.plan.tasks:
        for name in (*task.lead, *task.lead, *task.joint):
            if not name.startswith("各") and name not in towns:
                counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: -counts[name])[:_DEPARTMENTS]


def breakdown_rows(district: SampleDistrict) -> list[Row]:
    """Return the breakdown of the plan's targets to the towns: each year's and line's parts make the plan's total."""
    plan, words = district.plan, district.inquiry.words
    towns = [(id, name) for id, name in district.towns if _takes_part(district, id)]
    if not towns:
        return []
    rows: list[Row] = []
    for series in series_of(plan, words):
        if series.targets[0].scope.kind != "district" or words.indicators.get(series.indicator).rollup_regions != "sum":
            continue
        if series.targets[0].comparator != "at_least" or not _given_to_towns(district, series, towns):
            continue
        weights = _weights(district, series, towns)
        for line in series.lines:
            before = [Decimal(0)] * len(towns)
            whole = Decimal(0)
            for year in range(int(plan.first[:4]), int(plan.last[:4]) + 1):
                total, target = series.total(year, line, words), series.target_for(year)
                if total is None or target is None:
                    continue
                # what the year adds is shared out, so that no town's running total falls
                added = share_out(total.value - whole, weights, _step(total.value))
                before, whole = [a + b for a, b in zip(before, added, strict=True)], total.value
                rows += [
                    _row(district, series, target.id, line, year, town, value, len(rows) + place)
                    for place, (town, value) in enumerate(zip(towns, before, strict=True))
                    if value
                ]
    return rows


def share_out(total: Decimal, weights: Sequence[Fraction], step: Decimal) -> list[Decimal]:
    """Share a total out by weights in whole steps (largest remainders); the first takes what is no whole step.

    Examples
    --------
    >>> [int(part) for part in share_out(Decimal(7), [Fraction(1), Fraction(2), Fraction(3)], Decimal(1))]
    [1, 2, 4]
    """
    steps = int(total // step)
    whole = sum(weights)
    exact = [weight * steps / whole for weight in weights]
    parts = [int(share) for share in exact]
    left = steps - sum(parts)
    for place in sorted(range(len(parts)), key=lambda p: parts[p] - exact[p])[:left]:
        parts[place] += 1
    made = [part * step for part in parts]
    made[0] += total - sum(made)
    return made


def _takes_part(district: SampleDistrict, town: str) -> bool:
    # a zone's figures are part of those of the district around it where there are several
    return town not in district.states and (town not in district.zones or len(district.zones) == 1)


def _given_to_towns(district: SampleDistrict, series: Series, towns: Sequence[tuple[str, str]]) -> bool:
    rows = district.observations
    told = set(rows.loc[(rows["indicator"] == series.indicator) & rows["carrier"].isna(), "region"])
    if told & {id for id, _ in towns}:
        return True
    last = series.targets[-1]
    return last.unit in ("家", "个") and max(one.value for one in last.lines.values()) <= _FEW


def _weights(district: SampleDistrict, series: Series, towns: Sequence[tuple[str, str]]) -> list[Fraction]:
    """Return weights by the number of carriers, and chance: some towns get more than they will do, some less."""
    dice = district.dice(f"shares/{series.indicator}")
    counts = district.carriers["region"].value_counts()
    return [Fraction(round(100 * (1 + int(counts.get(id, 0))) * dice.uniform(0.6, 1.4)), 100) for id, _ in towns]


def _step(total: Decimal) -> Decimal:
    return Decimal(100) if total >= 5_000 else Decimal(1)


def _row(
    district: SampleDistrict,
    series: Series,
    target: str,
    line: str,
    year: int,
    town: tuple[str, str],
    value: Decimal,
    place: int,
) -> Row:
    unit = district.inquiry.words.indicators.get(series.indicator).unit
    row = {
        "plan": district.plan.id, "unit": town[0], "unit_name": town[1], "kind": "town", "target": target,
        "indicator": series.indicator, "line": line, "year": year, "basis": str(series.basis), "value": float(value),
        "in_unit": unit, "printed": print_value(LineValue(value=float(value)), unit), "file": _FILE, "sheet": "分解",
        "cell": f"D{place + 5}", "note": "",
    }  # fmt: skip
    first = int(district.plan.first[:4])
    return dated(row, f"{first}-03-15", district.office, numbered(district, first, 5))
