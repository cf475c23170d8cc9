"""Cells that wait for a decision and findings of the checks, grouped for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.intake.findings import Finding, Severity

__all__ = ["Issue", "Kind", "issues", "kinds"]

_ORDER = {"error": 0, "warning": 1, "info": 2}
#: Facts that differ from cell to cell of one and the same problem.
_OF_ONE_CELL = ("found", "printed", "other", "value")


@dataclass(frozen=True)
class Issue:
    """One problem of a sheet, with all cells that have it.

    Parameters
    ----------
    finding
        Code and facts, with the first cell.
    file
        The file's name, without its folder.
    cells
        All cells, in their order; empty for a whole file or sheet.
    quarantined
        The cells could not be used.
    region
        Whose value it is, where a check of earlier returns says so; else empty.
    """

    finding: Finding
    file: str
    cells: tuple[str, ...]
    quarantined: bool
    region: str = ""

    @property
    def severity(self) -> Severity:
        """``error``, ``warning`` or ``info``."""
        return self.finding.severity

    @property
    def places(self) -> int:
        """How many places it counts for: its cells, or one."""
        return max(1, len(self.cells))


@dataclass(frozen=True)
class Kind:
    """All issues of one code.

    Parameters
    ----------
    code
        Of the findings.
    severity
        Of the code.
    places, files
        Numbers of cells (or files and sheets) and of files that have it.
    example
        The issue with most cells.
    """

    code: str
    severity: Severity
    places: int
    files: int
    example: Issue


def issues(quarantine: pd.DataFrame, findings: pd.DataFrame, checks: pd.DataFrame) -> tuple[Issue, ...]:
    """Group the rows of the side tables: errors first, then by the number of cells.

    Parameters
    ----------
    quarantine, findings, checks
        Rows with ``name``, the file's name, beside the columns of the side tables.
    """
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for number, table in enumerate((quarantine, findings, checks)):
        for row in table.to_dict("records"):
            facts = json.loads(row["facts"])
            same = {fact: text for fact, text in facts.items() if fact not in _OF_ONE_CELL or number == 2}
            known = json.dumps(same, ensure_ascii=False, sort_keys=True)
            key = (number, row["file"], row["sheet"] or "", row["code"], known)
            grouped.setdefault(key, []).append({**row, "facts": facts})
    found = [
        Issue(
            Finding(code, rows[0]["facts"], sheet, rows[0]["cell"] or ""),
            str(rows[0]["name"]).rsplit("/", 1)[-1],
            tuple(dict.fromkeys(row["cell"] for row in rows if row["cell"])),
            number == 0,
            str(rows[0].get("region", "")),
        )
        for (number, _file, sheet, code, _known), rows in grouped.items()
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                _ORDER[one.severity],
                -one.places,
                one.finding.code,
                one.file,
                one.finding.sheet,
                one.cells,
            ),
        )
    )


def kinds(found: Sequence[Issue]) -> tuple[Kind, ...]:
    """Count issues by code, errors first, then by number."""
    by_code: dict[str, list[Issue]] = {}
    for issue in found:
        by_code.setdefault(issue.finding.code, []).append(issue)
    made = [
        Kind(
            code,
            own[0].severity,
            sum(issue.places for issue in own),
            len({issue.file for issue in own}),
            max(own, key=lambda issue: issue.places),
        )
        for code, own in by_code.items()
    ]
    return tuple(sorted(made, key=lambda kind: (_ORDER[kind.severity], -kind.places, kind.code)))
