"""Lists for people: what is quarantined and what it may mean, what was found, which carriers are registered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from incuanalysis.errors import UnknownNameError
from incuanalysis.intake.findings import Finding
from incuanalysis.intake.returns.messages import same_reason, with_names
from incuanalysis.intake.returns.register import Carriers, wide
from incuanalysis.intake.returns.replay import archive_of
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.returns.waiting import Wanted, choose_waiting
from incuanalysis.intake.store import Store
from incuanalysis.project import Project
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["carriers_of", "choose_cells", "find_carrier", "found_in_checks", "observations_below", "quarantined_cells"]

_NAMES = ("unknown_name", "ambiguous_name")
_HEADINGS = ("unknown_heading", "ambiguous_heading")


def carriers_of(store: Store) -> pd.DataFrame:
    """Return the register of carriers, one row a carrier: ``id``, ``name``, ``region`` and its fields."""
    return wide(read_table(store, "registers"), "carriers")


def find_carrier(project: Project, store: Store, text: str, region: str, words: Vocabulary | None = None) -> str:
    """Return the id of the carrier that a person means.

    Raises
    ------
    UnknownNameError
        With the nearest names.
    """
    words = words or open_vocabulary(project)
    register = read_table(store, "registers")
    names = Carriers.of(register, words.regions).within(region, words.regions)
    if text in {id for id, _ in names.values()}:
        return text
    if (found := names.get(normalise(text))) is not None:
        return found[0]
    known = register.loc[register["register"] == "carriers", "name"].unique().tolist()
    raise UnknownNameError("carrier", text, nearest(text, known))


def choose_cells(
    project: Project, store: Store, *, region: str = "", file: str = "", period: str = ""
) -> tuple[pd.DataFrame, int]:
    """Return the rows of the quarantine that are asked for, and how many more there are of no known region or period.

    Parameters
    ----------
    region
        A region with all that lies below it, as people write it.
    file
        Part of the name under which a file came.
    period
        Only cells of sheets whose period overlaps with it.

    Raises
    ------
    UnknownNameError
        If no region or no file of the store has the name.
    """
    store.catalogue()  # a folder without a store is no empty quarantine
    words = open_vocabulary(project)
    below: frozenset[str] = frozenset()
    if region:
        top = words.regions.find(region).id
        below = frozenset({top, *(one.id for one in words.regions.all() if top in words.regions.path(one.id))})
    if file:
        names = read_table(store, "files")["name"].unique().tolist()
        if not any(normalise(file) in normalise(name) for name in names):
            raise UnknownNameError("file", file, nearest(file, names))
    when = Period.parse(period) if period else None
    return choose_waiting(store, archive_of(project, store), words, Wanted(below, period=when, file=file))


def quarantined_cells(project: Project, store: Store, rows: pd.DataFrame | None = None) -> list[dict[str, Any]]:
    """Return the quarantine for people: one entry for all cells of a file that share a sheet, a reason and its facts.

    Parameters
    ----------
    rows
        Which rows of the quarantine, as of :func:`choose_cells`; by default all.

    Returns
    -------
    list of dict
        ``file`` (its name), ``sheet``, ``cells``, ``printed`` (up to three), ``each`` (what was printed in each cell
        and the facts of its reason), ``code``, ``text``, ``text_en`` and, for
        names and headings that are not known, ``nearest``: what may be meant.
    """
    store.catalogue()  # a folder without a store is no empty quarantine
    words = open_vocabulary(project)
    rows = read_table(store, "quarantine") if rows is None else rows
    carriers = Carriers.of(read_table(store, "registers"), words.regions)
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows.to_dict("records"):
        groups.setdefault((row["sequence"], row["sheet"], row["code"], same_reason(row)), []).append(row)
    listed = []
    for (_, sheet, code, _), cells in groups.items():
        facts = json.loads(cells[0]["facts"])
        found = Finding(code, facts, sheet, cells[0]["cell"])
        listed.append(
            {
                "file": cells[0]["name"],
                "kept": cells[0]["file"],
                "sender": cells[0]["series"],
                "sheet": sheet,
                "cells": [cell["cell"] for cell in cells],
                "printed": list(dict.fromkeys(cell["printed"] for cell in cells))[:3],
                "each": [{"printed": cell["printed"], "facts": json.loads(cell["facts"])} for cell in cells],
                "severity": found.severity,
                "code": code,
                "text": found.text(),
                "text_en": found.text("en"),
                "nearest": _candidates(code, facts, words, carriers),
            }
        )
    return listed


def _candidates(code: str, facts: dict[str, str], words: Vocabulary, carriers: Carriers) -> list[dict[str, str]]:
    """Return what a name or heading may mean, best first."""
    if code in _HEADINGS:
        ids = facts.get("nearest", "").split("、")
        return [{"id": id, "name": words.indicators.get(id).zh} for id in ids if id in words.indicators]
    if code not in _NAMES:
        return []
    known: dict[str, str] = {}
    for names in carriers.known.values():
        known.update({name: id for name, (id, _) in names.items()})
    for region in words.regions.all():
        known.setdefault(region.name, region.id)
    return [{"id": known[name], "name": name} for name in nearest(facts.get("name", ""), known)]


def found_in_checks(store: Store, severities: Sequence[str] = ("error", "warning", "info")) -> list[dict[str, Any]]:
    """Return all findings on the files of a store: on reading and beside earlier returns, worst first."""
    store.catalogue()
    names = read_table(store, "files")
    name = dict(zip(names["file"], names["name"], strict=True))
    listed = []
    for table in ("findings", "checks"):
        for row in read_table(store, table).to_dict("records"):
            found = with_names(Finding(row["code"], json.loads(row["facts"]), row["sheet"], row["cell"]), name)
            if found.severity in severities:
                listed.append(
                    {"file": name.get(row["file"], row["file"]), "region": row.get("region", ""), **found.as_dict()}
                )
    order = {severity: place for place, severity in enumerate(("error", "warning", "info"))}
    return sorted(listed, key=lambda one: (order[one["severity"]], one["file"], one["sheet"], one["cell"]))


def observations_below(project: Project, store: Store, region: str) -> pd.DataFrame:
    """Return the latest observations of a region and all that lies below it."""
    book = open_vocabulary(project).regions
    below = [one.id for one in book.all() if region in book.path(one.id)]
    return store.select(regions=below)
