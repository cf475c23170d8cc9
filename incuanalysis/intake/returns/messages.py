"""What is said of quarantined cells: one message for all cells with the same reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from incuanalysis.intake.findings import Finding

__all__ = ["messages_of", "same_reason", "with_names"]

_SHOWN = 3
_OF_A_CELL = {"found", "other", "value"}


def messages_of(quarantine: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Return one finding for each sheet and reason; cells that differ in what was found are named in its facts.

    Parameters
    ----------
    quarantine
        Rows of the side table ``quarantine`` of one file.
    """
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in quarantine:
        groups.setdefault((row["sheet"], row["code"], same_reason(row)), []).append(row)
    found = []
    for (sheet, code, _), rows in groups.items():
        facts = json.loads(rows[0]["facts"])
        if len(rows) > 1:
            if "found" in facts:
                texts = list(dict.fromkeys(str(json.loads(row["facts"]).get("found", "")) for row in rows))
                facts["found"] = "、".join(texts[:_SHOWN]) + ("…" if len(texts) > _SHOWN else "")
            cell = f"{rows[0]['cell']}…{rows[-1]['cell']}"
        else:
            cell = rows[0]["cell"]
        found.append(Finding(code, facts, sheet, cell))
    return found


def same_reason(row: Mapping[str, Any]) -> str:
    """Return what cells have in common that one message can speak of: all facts but those of the single cell."""
    facts = json.loads(row["facts"])
    return json.dumps({k: v for k, v in facts.items() if k not in _OF_A_CELL}, ensure_ascii=False, sort_keys=True)


def with_names(found: Finding, names: Mapping[str, str]) -> Finding:
    """Return a finding that names another file as it came in, and not by where it is kept.

    Parameters
    ----------
    found
        A finding whose facts may name a file.
    names
        File as the store names it → the name under which it came.
    """
    facts = {fact: names.get(text, text) for fact, text in found.facts.items()}
    return Finding(found.code, facts, found.sheet, found.cell)
