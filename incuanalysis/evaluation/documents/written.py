"""What people wrote for a document: texts of its sections, objections to it, and corrections. Nothing is made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.evaluation.questions import Inquiry
from incuanalysis.vocabulary.periods import Period

__all__ = ["Objection", "Text", "objections_of", "of_document", "seen_by", "texts_of"]


@dataclass(frozen=True)
class Text:
    """A text for a section; ``unit`` is empty where the issuing office wrote it."""

    section: str
    unit: str
    text: str


@dataclass(frozen=True)
class Objection:
    """An objection with its decision: ``decision`` is ``upheld``, ``partly``, ``rejected``, or empty while it is open."""

    unit: str
    item: str
    claim: str
    on: str
    decision: str = ""
    reason: str = ""
    decided_on: str = ""
    document: str = ""


def seen_by(inquiry: Inquiry) -> dt.date:
    """Return the day by which decisions count: the inquiry's ``as_of``, else whenever they were taken.

    A year's grades and decisions are laid down in the year after it, so the period's last day would leave them out.
    """
    return dt.date.fromisoformat(inquiry.as_of) if inquiry.as_of else dt.date.max


def texts_of(inquiry: Inquiry, kind: str) -> tuple[Text, ...]:
    """Return the texts that were written for the inquiry's document of a kind: the last one of each section and unit.

    The office's own come before those of units.
    """
    rows = of_document(inquiry.record("narrative"), inquiry, kind)
    kept: dict[tuple[str, str], str] = {}
    for row in rows.sort_values("date", kind="stable").to_dict("records"):
        unit = "" if pd.isna(row["unit"]) else str(row["unit"]).strip()
        kept[str(row["section"]), unit] = str(row["text"]).strip()
    found = [Text(section, unit, text) for (section, unit), text in kept.items() if text]
    return tuple(sorted(found, key=lambda one: one.unit != ""))


def objections_of(inquiry: Inquiry, kind: str) -> tuple[Objection, ...]:
    """Return the objections to the inquiry's document of a kind, each with the last decision on it."""
    rows = of_document(inquiry.record("objection"), inquiry, kind)
    decisions: dict[str, Mapping[Any, Any]] = {}
    for row in inquiry.record("objection_decision").sort_values("date", kind="stable").to_dict("records"):
        decisions[str(row["objection"])] = row
    found = []
    for row in rows.to_dict("records"):
        said = decisions.get(str(row["id"]), {})
        found.append(
            Objection(
                *(_text(row[name]) for name in ("unit", "item", "claim", "date")),
                *(_text(said.get(name)) for name in ("decision", "reason", "date", "document")),
            )
        )
    return tuple(found)


def of_document(rows: pd.DataFrame, inquiry: Inquiry, kind: str) -> pd.DataFrame:
    """Return those of records about documents that are about the inquiry's document of a kind."""
    if rows.empty:
        return rows
    mine = (rows["kind"] == kind) & (rows["region"] == inquiry.region)
    same = [Period.parse(str(one)) == inquiry.period for one in rows.loc[mine, "period"]]
    return rows[mine].loc[same].reset_index(drop=True)


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or pd.isna(value) else str(value)
