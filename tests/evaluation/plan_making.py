"""Plans and observations for tests of progress: made in code, with as little said as can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from incuanalysis.plans.model import (
    Baseline,
    Citation,
    Document,
    LineValue,
    Plan,
    Schedule,
    Scope,
    Target,
    Thresholds,
    Words,
)
from incuanalysis.vocabulary.basis import Basis
from incuanalysis.vocabulary.periods import Month, Period

NAME = Words(zh="目标", en="target")
REGION = "330305"
COLUMNS = ["region", "carrier", "indicator", "first", "last", "basis", "value"]


def target(id: str, indicator: str, value: float | dict[str, float], due: str = "2024-12", **other: Any) -> Target:
    """Return a target; ``value`` is the base line's or line → value."""
    lines = value if isinstance(value, dict) else {"base": value}
    given = {
        "unit": "个",
        "comparator": "at_least",
        "basis": Basis.SINCE_START,
        "cites": (Citation(section="二"),),
        **other,
    }
    return Target(
        id=id,
        name=NAME,
        indicator=indicator,
        lines={line: v if isinstance(v, LineValue) else LineValue(value=float(v)) for line, v in lines.items()},
        due=due,
        **given,
    )


def plan(*targets: Target, first: str = "2022-01", last: str = "2024-12", **other: Any) -> Plan:
    """Return a plan of Dongtou's span."""
    return Plan(
        id="trial",
        region=REGION,
        document=Document(title=NAME, issuer="试验", date=dt.date(2022, 9, 30)),
        first=first,
        last=last,
        carrier_types=("incubator",),
        targets=targets,
        **other,
    )


def row(
    indicator: str,
    period: str,
    basis: str,
    value: float | None,
    region: str = REGION,
    carrier: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return an observation; the period in the project's notation."""
    read = Period.parse(period)
    return {
        "region": region,
        "carrier": carrier,
        "indicator": indicator,
        "first": int(read.first),
        "last": int(read.last),
        "basis": basis,
        "series": "sender",
        "value": value,
        "sequence": 1,
        "recorded_at": "2024-12-31",
        "file": "报表.xlsx",
        "sheet": "季报",
        "cell": "G17",
        **more,
    }


def observations(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return rows as a frame with at least the needed columns."""
    return pd.DataFrame(list(rows), columns=None if rows else [*COLUMNS, "series", "recorded_at"])


def months(first: str, last: str) -> list[Month]:
    """Return all months from one to another."""
    begin, end = Period.parse(first).first, Period.parse(last).last
    return [begin.plus(step) for step in range(end.ordinal - begin.ordinal + 1)]


def month(text: str) -> Month:
    """Return a month."""
    return Period.parse(text).first


def reports(
    amounts: Iterable[float], kind: str, indicator: str = "new_graduates", first: str = "2022-01", **more: Any
) -> list[dict[str, Any]]:
    """Return a history of month amounts as reports of one kind, a report a month (or a quarter)."""
    begin, said = month(first), []
    known = list(amounts)
    for at, amount in enumerate(known):
        now = begin.plus(at)
        january = max(0, at - now.month + 1)
        match kind:
            case "period":
                said.append(row(indicator, str(now), "period", amount, **more))
            case "ytd":
                whole = str(Period(Month(now.year, 1), now))
                said.append(row(indicator, whole, "ytd", sum(known[january : at + 1]), **more))
            case "since_start":
                said.append(row(indicator, str(Period(begin, now)), "since_start", sum(known[: at + 1]), **more))
            case "since_founding":
                total = 1000 + sum(known[: at + 1])
                said.append(row(indicator, str(now), "since_founding", total, **more))
            case "quarter" if now.month % 3 == 0:
                whole = str(Period(now.plus(-2), now))
                said.append(row(indicator, whole, "period", sum(known[at - 2 : at + 1]), **more))
    if kind == "since_founding":
        said.append(row(indicator, str(begin.plus(-1)), "since_founding", 1000.0, **more))
    return said


__all__ = [
    "REGION",
    "Baseline",
    "LineValue",
    "Schedule",
    "Scope",
    "Thresholds",
    "month",
    "months",
    "observations",
    "plan",
    "reports",
    "row",
    "target",
]
