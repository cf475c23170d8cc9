"""通报批评 of units: proposed for who missed the year's plan; poor execution of policy is a person's finding only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.standards.facts import require

__all__ = ["criticism"]

_COLUMNS = [
    "unit",
    "year",
    "missed",
    "finding",
    "proposal_zh",
    "proposal_en",
    "basis_zh",
    "basis_en",
    "decided",
    "document",
]


def criticism(
    missed: pd.DataFrame,
    findings: pd.DataFrame | None,
    decisions: pd.DataFrame | None,
    on: dt.date,
    *,
    both: bool = False,
) -> pd.DataFrame:
    """Return which units are proposed for public criticism, and why.

    The 洞头 plan (洞政办发〔2022〕39号, 四（三）) names units that carry out policy poorly and have not completed the year's
    plan. Whether one of the two suffices is open; by default it does.

    Parameters
    ----------
    missed
        ``unit, year, missed`` (true, false; missing where it cannot be said) and optionally ``what`` (the targets).
    findings
        What a person found: ``unit, year, finding, on, by, document``. Never computed.
    decisions
        ``unit, year, decision, on, by, document``.
    on
        The day; later findings and decisions are left out.
    both
        Propose only for units for which both hold.

    Returns
    -------
    DataFrame
        ``unit, year, missed, finding, proposal_zh, proposal_en`` (empty: none), ``basis_zh, basis_en, decided, document``, by
        year and unit.

    Raises
    ------
    BadInputError
        If a finding or decision lacks date, person or document.
    """
    require(missed, ("unit", "year", "missed"), "units that missed the year")
    found, settled = _records(findings, "finding", on), _records(decisions, "decision", on)
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for row in missed.to_dict("records"):
        rows[str(row["unit"]), int(row["year"])] = row
    made = []
    for unit, year in sorted(set(rows) | set(found), key=lambda key: (key[1], key[0])):
        row, finding = rows.get((unit, year), {}), found.get((unit, year))
        said = row.get("missed")
        failed = None if said is None or pd.isna(said) else bool(said)
        what = "" if pd.isna(row.get("what")) else f"（{row.get('what')}）"
        zh, en = [], []
        if failed:
            zh.append(f"年度计划未完成{what}")
            en.append("the year's plan was not completed")
        if finding:
            zh.append(f"经认定执行政策不力：{finding['finding']}（{finding['on']}，{finding['document']}）")
            en.append(f"found to have carried out policy poorly ({finding['on']}, {finding['document']})")
        proposed = bool(failed and finding) if both else bool(failed or finding)
        decision = settled.get((unit, year))
        made.append(
            {
                "unit": unit, "year": year, "missed": failed, "finding": finding["finding"] if finding else "",
                "proposal_zh": "拟通报批评" if proposed else "", "proposal_en": "proposed: public criticism" if proposed else "",
                "basis_zh": "；".join(zh), "basis_en": "; ".join(en), "decided": decision["decision"] if decision else "",
                "document": decision["document"] if decision else None,
            }
        )  # fmt: skip
    return pd.DataFrame(made, columns=_COLUMNS).astype({"missed": "boolean"})


def _records(frame: pd.DataFrame | None, what: str, on: dt.date) -> dict[tuple[str, int], dict[str, Any]]:
    if frame is None or frame.empty:
        return {}
    columns = ("unit", "year", what, "on", "by", "document")
    require(frame, columns, f"{what}s on units")
    made: dict[tuple[str, int], dict[str, Any]] = {}
    for row in sorted(frame.to_dict("records"), key=lambda row: str(row["on"])):
        for column in columns:
            if pd.isna(row[column]) or str(row[column]) == "":
                raise BadInputError(
                    f"The {what} on {row['unit']}, {row['year']}, has no {column!r}. It does not count without.",
                    f"对“{row['unit']}”{row['year']}年的登记缺少“{column}”，须补齐后才能计入。",
                )
        if dt.date.fromisoformat(str(row["on"])[:10]) <= on:
            made[str(row["unit"]), int(row["year"])] = {**row, "on": str(row["on"])[:10]}
    return made
