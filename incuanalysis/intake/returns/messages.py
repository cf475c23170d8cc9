"""What is said of quarantined cells: one message for all cells with the same reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from incuanalysis.intake.findings import Finding
from incuanalysis.intake.returns.originals import column_number

__all__ = ["briefly", "messages_of", "same_facts", "same_reason", "say_cells", "with_names"]

_SHOWN = 3
_OF_A_CELL = {"found", "other", "value"}
#: Facts of which several can stand side by side in one sentence.
_SIDE_BY_SIDE = {*_OF_A_CELL, "heading", "expected", "printed", "nearest", "nearest_zh"}
#: A person decides on each name and heading by itself.
_DECIDED = {"unknown_name", "ambiguous_name", "unknown_heading", "ambiguous_heading", "derived_heading"}
_CELL = re.compile(r"([A-Z]+)(\d+)")


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
    return same_facts(json.loads(row["facts"]))


def same_facts(facts: Mapping[str, str]) -> str:
    """Return these facts without those of the single cell, to be compared."""
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


def briefly(listed: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the quarantine for reading: file → one entry for all cells of a sheet with the same kind of reason.

    Parameters
    ----------
    listed
        Entries of :func:`~incuanalysis.intake.returns.listing.quarantined_cells`.

    Returns
    -------
    list of (file, entries)
        Entries have ``sheet``, ``cells``, ``severity``, ``text`` (Chinese) and ``nearest``.
    """
    groups: dict[tuple[str, str], dict[tuple[str, ...], list[Mapping[str, Any]]]] = {}
    for one in listed:
        reason = same_facts(one["each"][0]["facts"]) if one["code"] in _DECIDED else ""
        of_file = groups.setdefault((one["file"], one["kept"]), {})
        of_file.setdefault((one["sheet"], one["code"], reason), []).append(one)
    return [(file, [_joined(same) for same in of_file.values()]) for (file, _), of_file in groups.items()]


def _joined(same: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Join entries of one sheet and kind of reason: facts side by side where the sentence can take that, else the first."""
    first = same[0]
    cells = [cell for one in same for cell in one["cells"]]
    every = [cell["facts"] for one in same for cell in one["each"]]
    facts, more = dict(every[0]), ""
    differing = {name for one in every for name in one if one.get(name) != facts.get(name)}
    if differing <= _SIDE_BY_SIDE:
        for name in differing:
            texts = list(dict.fromkeys(str(one.get(name, "")) for one in every))
            facts[name] = "、".join(texts[:_SHOWN]) + (f"等{len(texts)}项" if len(texts) > _SHOWN else "")
    else:
        more = f"（以上为{first['cells'][0]}；其余各格情形相同，数字不同。）"
    text = Finding(first["code"], facts).text() + more
    return {
        "sheet": first["sheet"],
        "cells": cells,
        "severity": first["severity"],
        "text": text,
        "nearest": first["nearest"],
    }


def say_cells(cells: Iterable[str], shown: int = 6) -> str:
    """Return names of cells in brief, by ranges.

    Examples
    --------
    >>> say_cells(["C5", "C6", "C7", "D5", "D6", "D7", "F9"])
    'C5–D7、F9（7格）'
    >>> say_cells(["B2"])
    'B2'
    """
    listed = list(dict.fromkeys(cells))
    columns: dict[str, list[int]] = {}
    odd = []
    for cell in listed:
        if match := _CELL.fullmatch(cell):
            columns.setdefault(match[1], []).append(int(match[2]))
        else:
            odd.append(cell)
    blocks: list[list[Any]] = []  # first column, last column, first row, last row
    for column in sorted(columns, key=lambda letters: (len(letters), letters)):
        for first, last in _runs(sorted(columns[column])):
            if (
                block := next(
                    (b for b in blocks if b[2:] == [first, last] and column_number(column) == column_number(b[1]) + 1),
                    None,
                )
            ) is not None:
                block[1] = column
            else:
                blocks.append([column, column, first, last])
    parts = [f"{a}{top}" if (a, top) == (b, low) else f"{a}{top}–{b}{low}" for a, b, top, low in blocks] + odd
    count = f"（{len(listed)}格）" if len(listed) > 1 else ""
    return "、".join(parts[:shown]) + ("等" if len(parts) > shown else "") + count


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
