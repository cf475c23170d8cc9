"""Objections to a document and how they were decided: recorded, and listed with what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incuanalysis.errors import BadInputError, UnknownNameError
from incuanalysis.intake.returns.ingest import user_name
from incuanalysis.plans.bureaus import DOCUMENT_KINDS
from incuanalysis.plans.records import open_records
from incuanalysis.project import Project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = [
    "DECISIONS",
    "About",
    "add_objection",
    "decide_objection",
    "list_objections",
    "objection_table",
    "recorded_by",
]

#: Decision → Chinese; empty while an objection is open.
DECISIONS: Mapping[str, str] = {"upheld": "予以采纳", "partly": "部分采纳", "rejected": "不予采纳", "": "待处理"}


@dataclass(frozen=True, slots=True)
class About:
    """Which document: kind, region (id or name) and period."""

    kind: str
    region: str
    period: str

    def checked(self, project: Project) -> About:
        """Return it with the region's id and the period's notation.

        Raises
        ------
        UnknownNameError
            If there is no such kind of document or region.
        BadInputError
            If the period cannot be read.
        """
        if self.kind not in DOCUMENT_KINDS:
            kinds = list(DOCUMENT_KINDS)
            unknown = UnknownNameError(
                "kind of document", self.kind, nearest(self.kind, kinds), f"Kinds: {', '.join(kinds)}."
            )
            unknown.zh = f"没有“{self.kind}”这一文件种类，应为{'、'.join(kinds)}之一。"
            raise unknown
        region = open_vocabulary(project).regions.find(self.region).id
        return About(self.kind, region, str(Period.parse(self.period)))


def recorded_by(by: str, on: str) -> tuple[str, str]:
    """Return who records and on which day: as given, else the user's name and today."""
    return by or user_name() or "未署名", on or dt.datetime.now(dt.UTC).astimezone().date().isoformat()


def add_objection(
    project: Project, about: About, said: Mapping[str, str], *, by: str = "", on: str = "", store: Path | None = None
) -> str:
    """Record an objection.

    Parameters
    ----------
    project
        The project.
    about
        The document.
    said
        ``unit``, ``item``, ``claim``, ``grounds``; where given ``evidence``, ``note``, ``document``, ``date`` (else the day
        of recording) and ``id``.
    by, on
        Who records it and when; by default the user and today.
    store
        Folder of another store than the project's own.

    Returns
    -------
    str
        The objection's id: as given, else region, year and the next number (330305-2023-4).

    Raises
    ------
    BadInputError
        If the id is taken, or something required is missing.
    """
    one, records = about.checked(project), open_records(project, store)
    who, day = recorded_by(by, on)
    known = list(records.read("objection")["id"])
    id = said.get("id") or _next(known, f"{one.region}-{Period.parse(one.period).last.year}-")
    if id in known:
        raise BadInputError(
            f"There is an objection {id!r} already. Choose another --id, or leave it out.",
            f"已有编号为“{id}”的异议，请另取编号，或不填--id由程序编号。",
        )
    row = {name: text for name, text in said.items() if text}
    row |= {"id": id, "kind": one.kind, "region": one.region, "period": one.period, "date": said.get("date") or day}
    records.append("objection", [row], by=who, on=day)
    return id


def _next(known: list[str], lead: str) -> str:
    numbers = [int(id.removeprefix(lead)) for id in known if id.startswith(lead) and id.removeprefix(lead).isdecimal()]
    return f"{lead}{max(numbers, default=0) + 1}"


def decide_objection(
    project: Project, id: str, said: Mapping[str, str], *, by: str = "", on: str = "", store: Path | None = None
) -> None:
    """Record a decision on an objection; a later one takes the place of an earlier one.

    Parameters
    ----------
    project
        The project.
    id
        Of the objection.
    said
        ``decision`` (``upheld``, ``partly``, ``rejected``), ``reason``; where given ``date``, ``document``, ``note``.
    by, on, store
        As for :func:`add_objection`.

    Raises
    ------
    UnknownNameError
        If there is no such objection.
    BadInputError
        If the decision is none, or has no reason.
    """
    records = open_records(project, store)
    known = list(records.read("objection")["id"])
    if id not in known:
        unknown = UnknownNameError("objection", id, nearest(id, known), "`incu objection list` names them.")
        unknown.zh = f"没有编号为“{id}”的异议。incu objection list列出已登记的异议。"
        raise unknown
    who, day = recorded_by(by, on)
    row = {name: text for name, text in said.items() if text} | {"objection": id, "date": said.get("date") or day}
    records.append("objection_decision", [row], by=who, on=day)


def list_objections(
    project: Project,
    *,
    region: str = "",
    kind: str = "",
    period: str = "",
    only_open: bool = False,
    as_of: str | None = None,
    store: Path | None = None,
) -> list[dict[str, Any]]:
    """Return the objections in the order of recording, each with the last decision on it.

    Parameters
    ----------
    project
        The project.
    region, kind, period
        Only those to such documents.
    only_open
        Only those without a decision.
    as_of
        As they were by this day.
    store
        Folder of another store than the project's own.

    Returns
    -------
    list of dict
        The columns of an objection, and ``decision`` (empty while open), ``reason``, ``decided_on``,
        ``decision_document``.
    """
    place = open_vocabulary(project).regions.find(region).id if region else ""
    when = Period.parse(period) if period else None
    records = open_records(project, store)
    last = {
        row["objection"]: row
        for row in records.read("objection_decision", as_of).sort_values("date", kind="stable").to_dict("records")
    }
    found = []
    for row in records.read("objection", as_of).to_dict("records"):
        asked = (not place or row["region"] == place) and (not kind or row["kind"] == kind)
        if not asked or (when is not None and Period.parse(row["period"]) != when):
            continue
        said: Mapping[Any, Any] = last.get(row["id"], {})
        one = {str(name): value for name, value in row.items() if name != "row"}
        one |= {"decision": said.get("decision", ""), "reason": said.get("reason", "")}
        one |= {"decided_on": said.get("date", ""), "decision_document": said.get("document", "")}
        if not (only_open and one["decision"]):
            found.append(one)
    return found


def objection_table(found: list[dict[str, Any]]) -> list[list[str]]:
    """Return the list as rows of text: id, document, unit, item, claim, state."""
    return [
        [
            one["id"],
            f"{DOCUMENT_KINDS[one['kind']].zh if one['kind'] in DOCUMENT_KINDS else one['kind']} {one['period']}",
            one["unit"],
            one["item"],
            one["claim"],
            DECISIONS.get(one["decision"], one["decision"]),
        ]
        for one in found
    ]
