"""Readiness: all standards that may apply to a carrier, what is open in each, and what is missing to the next level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.standards.assess import CONDITION_COLUMNS, STATES, assess
from incuanalysis.evaluation.standards.facts import FactBook, require
from incuanalysis.evaluation.standards.model import LEVELS, Standard
from incuanalysis.evaluation.standards.values import Values

__all__ = ["next_level", "readiness", "summarise"]

_NAMES = {
    "district": ("区级", "district level"),
    "municipal": ("市级", "municipal level"),
    "provincial": ("省级", "provincial level"),
    "national": ("国家级", "national level"),
}


def readiness(
    standards: Mapping[str, Standard],
    carriers: pd.DataFrame,
    facts: pd.DataFrame,
    judgements: pd.DataFrame | None,
    on: dt.date,
    book: FactBook,
) -> pd.DataFrame:
    """Return every condition of every standard that may apply to each carrier.

    A standard applies by type, by focus (where the carrier's is not known, both), by region and by its validity on the
    day.

    Parameters
    ----------
    standards
        By id.
    carriers
        ``carrier, type``; optional ``focus``, ``region`` (id), ``hardship``. Without a region only standards of the
        nation apply.
    facts, judgements, on, book
        As for :func:`~incuanalysis.evaluation.standards.assess.assess`.

    Returns
    -------
    DataFrame
        In :data:`~incuanalysis.evaluation.standards.assess.CONDITION_COLUMNS`, by standard and carrier.
    """
    require(carriers, ("carrier", "type"), "carriers")
    if carriers["carrier"].duplicated().any():
        twice = carriers.loc[carriers["carrier"].duplicated(), "carrier"].iloc[0]
        raise BadInputError(f"The carrier {twice!r} stands twice in the list.", f"载体“{twice}”在名单中重复。")
    values = Values(facts, book, on)
    parts = []
    for standard in standards.values():
        if standard.holds_in(f"{on:%Y-%m}"):
            fitting = carriers[[_applies(standard, row, book) for row in carriers.to_dict("records")]]
            if not fitting.empty:
                parts.append(assess(standard, fitting, values, judgements, on, book))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=CONDITION_COLUMNS)


def summarise(conditions: pd.DataFrame, standards: Mapping[str, Standard]) -> pd.DataFrame:
    """Return one row a carrier and standard.

    Parameters
    ----------
    conditions
        What :func:`readiness` returned.
    standards
        By id.

    Returns
    -------
    DataFrame
        ``carrier, standard, level, holds`` (true: all conditions hold; false: one does not; missing: open), the number
        of conditions by state (``met, failed, no_data, judged, unknown``), ``stated`` (all numbers are the document's)
        and ``missing_zh, missing_en``: what fails or is open, with the shortfall in units.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in conditions.to_dict("records"):
        if row["parent"] == "":
            groups.setdefault((row["carrier"], row["standard"]), []).append(row)
    rows = []
    for (carrier, standard), group in sorted(groups.items()):
        holds = [None if pd.isna(row["holds"]) else bool(row["holds"]) for row in group]
        lacking = [row for row, held in zip(group, holds, strict=True) if held is not True]
        rows.append(
            {
                "carrier": carrier,
                "standard": standard,
                "level": standards[standard].level,
                "holds": False if False in holds else None if None in holds else True,
                **{state: sum(row["state"] == state for row in group) for state in STATES},
                "stated": all(row["stated"] for row in group),
                "missing_zh": "；".join(f"{row['name_zh']}：{row['text_zh']}" for row in lacking),
                "missing_en": "; ".join(f"{row['name_en']}: {row['text_en']}" for row in lacking),
            }
        )
    columns = ["carrier", "standard", "level", "holds", *STATES, "stated", "missing_zh", "missing_en"]
    return pd.DataFrame(rows, columns=columns).astype({"holds": "boolean"})


def next_level(summary: pd.DataFrame, carriers: pd.DataFrame) -> pd.DataFrame:
    """Return what each carrier lacks for the level above its own.

    Parameters
    ----------
    summary
        What :func:`summarise` returned.
    carriers
        ``carrier`` and ``level`` (``none`` or missing: not recognised). From ``none`` and ``district`` the next level is
        the municipal one: districts have no published standard.

    Returns
    -------
    DataFrame
        ``carrier, level, next``, then the summary's columns from ``standard``; a level without a standard on file has an
        empty ``standard`` and 未见公开条件. Carriers of the national level have no row.
    """
    known: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for entry in summary.to_dict("records"):
        known.setdefault((entry["carrier"], entry["level"]), []).append(entry)
    rows = []
    for row in carriers.sort_values("carrier").to_dict("records"):
        level = row.get("level")
        place = LEVELS.index(str(level)) if level in LEVELS else 0
        if place == len(LEVELS) - 1:
            continue
        wanted = LEVELS[max(place, 0) + 1]
        found = known.get((row["carrier"], wanted), [])
        base = {"carrier": row["carrier"], "level": level if level in LEVELS else "none", "next": wanted}
        rows += [{**entry, **base} for entry in found]
        if not found:
            zh, en = f"{_NAMES[wanted][0]}条件：未见公开条件", f"{_NAMES[wanted][1]}: no published conditions"
            counts = {state: int(state == "unknown") for state in STATES}
            rows.append(
                {**base, "standard": "", "holds": None, **counts, "stated": True, "missing_zh": zh, "missing_en": en}
            )
    columns = ["carrier", "level", "next", "standard", "holds", *STATES, "stated", "missing_zh", "missing_en"]
    return pd.DataFrame(rows, columns=columns).astype({"holds": "boolean"})


def _applies(standard: Standard, carrier: Mapping[str, object], book: FactBook) -> bool:
    if carrier["type"] not in standard.carrier_types:
        return False
    focus = carrier.get("focus")
    if standard.focus and isinstance(focus, str) and focus and focus != standard.focus:
        return False
    if standard.region == "000000":
        return True
    region = carrier.get("region")
    return isinstance(region, str) and bool(region) and standard.region in book.words.regions.path(region)
