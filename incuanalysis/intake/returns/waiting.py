"""Whose the quarantined cells are: which of them concern a region, a carrier or a period.

A cell that could not be used has no region. It belongs to the unit whose other cells stand in its row (in a table that
has units side by side, in its column), else to the one whose name the file has there; a name that is not known, to those
that it may mean; and where nothing says more, to all units of its sheet, else to the region of its sender or file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from incuanalysis.intake.clean.moments import find_said
from incuanalysis.intake.returns.journal import Archive
from incuanalysis.intake.returns.originals import Originals
from incuanalysis.intake.returns.tables import read_table
from incuanalysis.intake.store import Store
from incuanalysis.vocabulary.matching import nearest, normalise
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["Wanted", "choose_waiting"]

_CELL = re.compile(r"([A-Z]+)(\d+)")
_NAMES = ("unknown_name", "ambiguous_name")
Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cells are asked for.

    Parameters
    ----------
    regions
        Ids; empty for all.
    carrier
        Only this carrier's cells; by default those of regions and of all their carriers.
    own
        Only the region's own cells, not those of its carriers.
    period
        Periods that overlap with it.
    unsure
        Also what may be of any period, as nothing says of which.
    file
        Part of the name under which a file came.
    """

    regions: frozenset[str] = frozenset()
    carrier: str = ""
    own: bool = False
    period: Period | None = None
    unsure: bool = False
    file: str = ""

    def means(self, unit: Unit) -> bool:
        """Tell whether a unit (region, carrier or empty) is asked for."""
        region, carrier = unit
        if self.carrier:
            return carrier == self.carrier
        return region in self.regions and not (self.own and carrier)


def choose_waiting(store: Store, archive: Archive, words: Vocabulary, wanted: Wanted) -> tuple[pd.DataFrame, int]:
    """Return the rows of the quarantine that are asked for.

    Returns
    -------
    (rows, undecided)
        ``undecided`` counts the rows left out because nothing says which region or period they belong to.
    """
    rows = read_table(store, "quarantine")
    if wanted.file:
        rows = rows[[normalise(wanted.file) in normalise(name) for name in rows["name"]]]
    undecided = 0
    sheets = _Sheets(store, archive, words) if len(rows) and (wanted.period or wanted.regions) else None
    if sheets is not None and wanted.period:
        spans = [sheets.spans(row) for row in rows.to_dict("records")]
        months = (int(wanted.period.first), int(wanted.period.last))
        fits = [any(first <= months[1] and last >= months[0] for first, last in span) for span in spans]
        if wanted.unsure:
            fits = [fit or not span for fit, span in zip(fits, spans, strict=True)]
        else:
            undecided += sum(not span for span in spans)
        rows = rows[fits]
    if sheets is not None and wanted.regions:
        units = sheets.units(rows.to_dict("records"), wanted)
        undecided += sum(not unit for unit in units)
        rows = rows[[any(map(wanted.means, unit)) for unit in units]]
    return rows, undecided


class _Sheets:
    """What the store knows of the sheets from which cells wait."""

    def __init__(self, store: Store, archive: Archive, words: Vocabulary) -> None:
        self._store, self._words, self._originals = store, words, Originals(archive)
        self._units: dict[tuple[int, str], set[Unit]] = {}
        self._spans: dict[tuple[int, str], set[tuple[int, int]]] = {}
        for row in read_table(store, "returns").to_dict("records"):
            unit = (row["region"], "" if pd.isna(row["carrier"]) else row["carrier"])
            for key in ((row["sequence"], row["sheet"]), (row["sequence"], "")):
                self._units.setdefault(key, set()).add(unit)
                self._spans.setdefault(key, set()).add((row["first"], row["last"]))
        self._named: dict[str, set[Unit]] = {}
        self._said: dict[str, set[Unit]] = {}

    def spans(self, row: dict[str, Any]) -> set[tuple[int, int]]:
        """Return the months that a row's sheet speaks of, else its file, else the file's name; empty if none is known."""
        sequence = row["sequence"]
        found = self._spans.get((sequence, row["sheet"])) or self._spans.get((sequence, ""))
        if not found and (said := find_said(row["name"].rpartition("/")[2])):
            return {(int(said.period.first), int(said.period.last))}
        return found or set()

    def units(self, rows: list[dict[str, Any]], wanted: Wanted) -> list[set[Unit]]:
        """Return the units to which each row may belong."""
        around = [self._around(row) for row in rows]
        # Only in a sheet that has units beside the asked one does it matter where a cell stands.
        path = self._words.regions.path
        above = {path(region)[-2:][0] for region in wanted.regions}
        sheets: set[tuple[str, str]] = set()
        regions: set[str] = set()
        for row, units in zip(rows, around, strict=True):
            near = any(above.intersection(path(region)) for region, _ in units)
            # A sheet whose stored cells are all of one town may have others', all quarantined.
            if near and (len(wanted.regions) == 1 or not all(map(wanted.means, units))):
                sheets.add((row["file"], row["sheet"]))
                regions.update(region for region, _ in units)
        lines = _lines(self._store, sheets, regions)
        found = []
        for row, units in zip(rows, around, strict=True):
            if row["code"] in _NAMES:
                found.append(self._may_mean(str(json.loads(row["facts"]).get("name", ""))) or units)
            elif (row["file"], row["sheet"]) in sheets:
                found.append(lines.of(row) or self._named_beside(row) or units)
            else:
                found.append(units)
        return found

    def _around(self, row: dict[str, Any]) -> set[Unit]:
        sequence = row["sequence"]
        found = self._units.get((sequence, row["sheet"])) or self._units.get((sequence, ""))
        return found or self._spoken_of(row["series"]) or self._spoken_of(row["name"].rpartition("/")[2])

    def _spoken_of(self, text: str) -> set[Unit]:
        """Return the region whose name begins a sender's name or a file's (洞头区科技局)."""
        if text not in self._said:
            plain = normalise(text)
            names = [(normalise(region.name), region.id) for region in self._words.regions.all()]
            longest = max((pair for pair in names if plain.startswith(pair[0])), default=None, key=lambda p: len(p[0]))
            self._said[text] = {(longest[1], "")} if longest else set()
        return self._said[text]

    def _named_beside(self, row: dict[str, Any]) -> set[Unit]:
        """Return the units whose names stand beside or above a cell: the carrier where there are both."""
        texts = self._originals.beside(row["file"], row["name"], row["sheet"], row["cell"])
        units = {unit for text in texts for unit in self._names().get(normalise(text), ())}
        return {unit for unit in units if unit[1]} or units

    def _may_mean(self, name: str) -> set[Unit]:
        names = self._names()
        return {unit for near in nearest(name, names) for unit in names[near]}

    def _names(self) -> dict[str, set[Unit]]:
        """Return comparable name → the regions and carriers that bear it."""
        if not self._named:
            for region in self._words.regions.all():
                for name in (region.name, region.short):
                    self._named.setdefault(normalise(name), set()).add((region.id, ""))
            registers = read_table(self._store, "registers")
            carriers = registers[registers["register"] == "carriers"].drop_duplicates("id")
            for row in carriers.to_dict("records"):
                self._named.setdefault(normalise(row["name"]), set()).add((row["region"], row["id"]))
        return self._named


class _Lines:
    """The units of the stored cells by the rows and columns of their sheets."""

    def __init__(self) -> None:
        self.by_row: dict[tuple[str, str], dict[str, set[Unit]]] = {}
        self.by_column: dict[tuple[str, str], dict[str, set[Unit]]] = {}

    def of(self, row: dict[str, Any]) -> set[Unit]:
        """Return the units of the cells in the same row, or column where a sheet has units side by side."""
        match = _CELL.fullmatch(row["cell"])
        key = (row["file"], row["sheet"])
        if match is None or key not in self.by_row:
            return set()
        across, down = self.by_row[key], self.by_column[key]
        mixed_rows = sum(len(units) > 1 for units in across.values()) / len(across)
        mixed_columns = sum(len(units) > 1 for units in down.values()) / len(down)
        if mixed_rows <= mixed_columns:
            return across.get(match[2], set())
        return down.get(match[1], set())


def _lines(store: Store, sheets: set[tuple[str, str]], regions: Iterable[str]) -> _Lines:
    lines = _Lines()
    if not sheets:
        return lines
    frame = store.select(regions=sorted(regions), revisions=True)
    frame = frame[frame["file"].isin({file for file, _ in sheets})]
    for region, carrier, file, sheet, cell in zip(
        frame["region"], frame["carrier"], frame["file"], frame["sheet"], frame["cell"], strict=True
    ):
        if (file, sheet) in sheets and (match := _CELL.fullmatch(str(cell))):
            unit = (region, "" if pd.isna(carrier) else carrier)
            for kept, line in ((lines.by_row, match[2]), (lines.by_column, match[1])):
                kept.setdefault((file, sheet), {}).setdefault(line, set()).add(unit)
    return lines
