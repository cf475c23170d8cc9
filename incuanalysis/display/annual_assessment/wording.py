"""Words that the sections of the yearly assessment share: what units are called, numbers in arithmetic."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from incuanalysis.display.numbers import digits, rounded
from incuanalysis.display.sentences.ranks import Placed
from incuanalysis.plans.units import STATES

if TYPE_CHECKING:
    from incuanalysis.display.context import Report

__all__ = ["arithmetic", "league_name", "number", "placed", "units_word", "why_unranked"]


def units_word(report: Report, league: str) -> str:
    """Return how units of a league are counted: 个街道（乡镇） of a county, 个县（市、区） of a city, else 个单位."""
    if league != "town":
        return "个单位"
    return "个县（市、区）" if report.region.level == "city" else "个街道（乡镇）"


def league_name(report: Report, league: str) -> str:
    """Return a league's name: that of the records, or what the kind of unit is called."""
    known = {"department": "部门", "park": "园区", "carrier": "载体"}
    return units_word(report, "town").removeprefix("个") if league == "town" else known.get(league, league)


def why_unranked(row: Mapping[Hashable, Any]) -> str:
    """Say why a unit has no place, or what its score leaves out; empty where there is nothing to say."""
    if row["state"] != "ranked":
        return f"{STATES[str(row['state'])][0]}，不参加排名"
    if not row["targets"]:
        return "未分解任务，不参加排名"
    if row["not_reported"] == row["targets"]:
        return "任务均未报数，不排名"
    if row["not_reported"]:
        return f"未报{row['not_reported']}项，得分只计已报任务，报齐后排名"
    if pd.isna(row["place"]):
        return "没有可计分的任务，不排名"
    return ""


def placed(rows: pd.DataFrame) -> list[Placed]:
    """Make places of the rows of one league."""
    return [
        Placed(
            str(row["name"]),
            None if pd.isna(row["place"]) else int(row["place"]),
            reason=why_unranked(row) if pd.isna(row["place"]) else "",
        )
        for row in rows.to_dict("records")
    ]


def number(value: float, places: int = 2) -> str:
    """Write a number of an arithmetic without needless zeros.

    Examples
    --------
    >>> number(15690.0), number(66.666667), number(-0.5)
    ('15690', '66.67', '−0.5')
    """
    written = digits(value, places=places)
    return written.rstrip("0").rstrip(".") if "." in written else written


def arithmetic(row: Mapping[Hashable, Any]) -> str:
    """Say how the points of a task came about.

    Examples
    --------
    >>> row = {"points": 100.0, "status": "done", "comparator": "at_least", "actual": 3.0, "year_value": 2.0, "completion_year": 1.5}
    >>> arithmetic(row), arithmetic(row | {"actual": 1.0, "points": 50.0, "completion_year": 0.5})
    ('3 ÷ 2 × 100 = 150，按100计', '1 ÷ 2 × 100 = 50')
    >>> arithmetic(row | {"points": None, "status": "not_reported"})
    '未报，不计入平均'
    """
    if pd.isna(row["points"]):
        return "未报，不计入平均" if row["status"] == "not_reported" else "没有当年任务数，不计入平均"
    actual, wanted = float(row["actual"]), row["year_value"]
    share = 100 * float(row["completion_year"])
    if row["comparator"] == "at_most":
        if not pd.isna(wanted) and actual <= float(wanted):
            return f"{number(actual)} ≤ {number(float(wanted))}，得100分"
        text = f"{number(float(wanted))} ÷ {number(actual)} × 100" if actual and not pd.isna(wanted) else ""
    else:
        text = f"{number(actual)} ÷ {number(float(wanted))} × 100" if wanted and not pd.isna(wanted) else ""
        if text and abs(rounded(100 * actual / float(wanted), 4) - rounded(share, 4)) > 1e-3:
            text = ""  # measured from a starting value: the quotient of the two printed numbers is not the share
    said = f"{text} = {number(share)}" if text else f"完成率{number(share)}%"
    if share > 100:
        return f"{said}，按100计"
    return f"{said}，按0计" if share < 0 else said
