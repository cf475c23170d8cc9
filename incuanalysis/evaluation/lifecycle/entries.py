"""What people enter, checked: grades, exemptions and decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.lifecycle.wording import DECISIONS, LEVEL_NAMES
from incuanalysis.evaluation.standards.facts import require
from incuanalysis.evaluation.standards.model import LEVELS

__all__ = ["check_level", "read_decisions", "read_exemptions", "read_grade"]

_DECIDED = ("carrier", "year", "decision", "level", "on", "by", "document")


def read_grade(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row of grades, checked: known level, a grade, numbers as numbers."""
    level = str(row["level"])
    if level not in LEVELS:
        raise BadInputError(
            f"{row['carrier']}: unknown level {level!r}. Expected one of: {', '.join(LEVELS)}.",
            f"“{row['carrier']}”的级别“{level}”无法识别，应为{'、'.join(zh for zh, _ in LEVEL_NAMES.values())}之一。",
        )
    if pd.isna(row["grade"]) or row["grade"] == "":
        raise BadInputError(
            f"{row['carrier']}: the grade of {row['year']} is empty. Leave the row out, or write 未提交.",
            f"“{row['carrier']}”{row['year']}年的评价结果为空：未评的删去该行，未提交材料的写“未提交”。",
        )

    def given(column: str) -> Any:
        value = row.get(column)
        return None if value is None or pd.isna(value) else value

    return {
        "carrier": str(row["carrier"]), "level": level, "year": int(row["year"]), "round": int(given("round") or 1),
        "grade": str(row["grade"]), "incident": bool(given("incident") or False),
    }  # fmt: skip


def read_exemptions(exemptions: pd.DataFrame | None) -> dict[tuple[str, int], tuple[str, str]]:
    """Return (carrier, year) → reason and document; one without is refused."""
    if exemptions is None or exemptions.empty:
        return {}
    require(exemptions, ("carrier", "year", "reason", "document"), "exemptions")
    made = {}
    for row in exemptions.to_dict("records"):
        _complete(row, ("reason", "document"), "exemption", "免评")
        made[str(row["carrier"]), int(row["year"])] = (str(row["reason"]), str(row["document"]))
    return made


def read_decisions(decisions: pd.DataFrame | None, on: dt.date) -> dict[tuple[str, int, int], dict[str, Any]]:
    """Return the last decision by the day on each carrier, year and round."""
    if decisions is None or decisions.empty:
        return {}
    require(decisions, _DECIDED, "decisions")
    made: dict[tuple[str, int, int], dict[str, Any]] = {}
    for row in decisions.to_dict("records"):
        _complete(row, ("on", "by", "document"), "decision", "处理决定")
        if row["decision"] not in DECISIONS:
            raise BadInputError(
                f"Unknown decision {row['decision']!r} on {row['carrier']}. Expected one of: {', '.join(DECISIONS)}.",
                f"没有“{row['decision']}”这一处理决定，应为{'、'.join(DECISIONS)}之一。",
            )
    for row in sorted(decisions.to_dict("records"), key=lambda row: str(row["on"])):
        if dt.date.fromisoformat(str(row["on"])[:10]) <= on:
            given = row.get("round")
            round_ = 1 if given is None or pd.isna(given) else int(given)
            made[str(row["carrier"]), int(row["year"]), round_] = {**row, "on": str(row["on"])[:10]}
    return made


def check_level(decision: dict[str, Any], row: dict[str, Any]) -> None:
    """Refuse a delisting that was not decided at the level that recognised the carrier."""
    if decision["decision"] == "delist" and decision["level"] != row["level"]:
        own, other = LEVEL_NAMES[row["level"]], LEVEL_NAMES.get(str(decision["level"]), (str(decision["level"]),) * 2)
        raise BadInputError(
            f"{row['carrier']} is recognised at the {own[1]} level; a delisting decided at the {other[1]} level does not "
            "count. Record it as recommend_delist.",
            f"“{row['carrier']}”由{own[0]}认定，{other[0]}不能决定摘牌，请登记为建议上级取消资格（recommend_delist）。",
        )


def _complete(row: Mapping[Any, Any], columns: tuple[str, ...], what: str, what_zh: str) -> None:
    for column in columns:
        if pd.isna(row[column]) or str(row[column]).strip() == "":
            raise BadInputError(
                f"The {what} of {row['carrier']}, {row['year']}, has no {column!r}. It does not count without.",
                f"“{row['carrier']}”{row['year']}年的{what_zh}缺少“{column}”，须补齐后才能计入。",
            )
