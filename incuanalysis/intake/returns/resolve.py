"""Readings → rows of the store: names become ids, doubles are seen, and what cannot be placed is quarantined."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from incuanalysis.intake.cells import cell_name
from incuanalysis.intake.clean.names import Match, NameBook
from incuanalysis.intake.findings import finding
from incuanalysis.intake.heads import Context
from incuanalysis.intake.returns.decisions import Decisions
from incuanalysis.intake.returns.journal import Received
from incuanalysis.intake.returns.read import FileReading, TableReading
from incuanalysis.intake.returns.reading import Record
from incuanalysis.intake.returns.register import Carriers, district_of, register_id, resembling
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.periods import Month
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["UNSIGNED", "Place", "Resolver", "quarantined"]

#: Series of a return that says nowhere who sent it.
UNSIGNED = "未署名"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a named row belongs, or why that is not known (``code`` with ``facts``)."""

    region: str = ""
    carrier: str | None = None
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Resolver:
    """Finds regions and carriers by the names in returns.

    Parameters
    ----------
    words
        The vocabulary.
    carriers
        The register's names; grows with the files that are registered.
    decisions
        What people decided.
    demo_allowed
        Whether demonstration data may enter: not into the project's own store.
    """

    words: Vocabulary
    carriers: Carriers
    decisions: Decisions
    demo_allowed: bool = True
    _books: dict[tuple[str, str], NameBook] = field(default_factory=dict)
    _places: dict[tuple[object, ...], Place] = field(default_factory=dict)
    _districts: dict[str, str] = field(default_factory=dict)

    def series(self, entry: Received, tables: Iterable[TableReading]) -> str:
        """Return who reports: as stated on receipt, else as the file says, else the region that it is about."""
        contexts = [table.context for table in tables]
        said = entry.sender or next((c.sender for c in contexts if c.sender), "")
        region = entry.region or next((c.region for c in contexts if c.region), "")
        if said:
            match = self.book(region, "").find(said, within=region)
            if match.kind == "region":
                return self.words.regions.get(match.id).name
            return said
        return self.words.regions.get(region).name if region else UNSIGNED

    def book(self, region: str, sender: str) -> NameBook:
        """Return the names that may be meant within a region by a sender."""
        key = (self._district(region), sender if sender in self.decisions.names else "")
        if key not in self._books:
            known = self.carriers.within(key[0], self.words.regions)
            self._books[key] = NameBook(self.words.regions, known, self.decisions.names_of(sender))
        return self._books[key]

    def _district(self, region: str) -> str:
        if region not in self._districts:
            self._districts[region] = district_of(region, self.words.regions)
        return self._districts[region]

    def forget(self) -> None:
        """Forget the books and what was found in them: the register has grown."""
        self._books.clear()
        self._places.clear()

    def place(
        self,
        name: str,
        context: Context,
        sender: str,
        month: int,
        kind: Literal["region", "carrier", "any"] | None = None,
    ) -> Place:
        """Return where a row with a name belongs; without a kind, a table of carriers has carriers' names."""
        if context.demo and not self.demo_allowed:
            return Place(code="demo_mixed")
        if not name:
            if context.region:
                return Place(context.region)
            return Place(code="no_region")
        if kind is None:
            kind = "carrier" if context.register == "carriers" else "any"
        own = sender if sender in self.decisions.names else ""
        key = (name, context.region, own, month, kind)
        if key not in self._places:
            self._places[key] = self._find(name, context, own, month, kind)
        return self._places[key]

    def _find(
        self, name: str, context: Context, sender: str, month: int, kind: Literal["region", "carrier", "any"]
    ) -> Place:
        on = Month.from_int(month) if month else None
        book = self.book(context.region, sender)
        match: Match = book.find(name, within=context.region, on=on, kind=kind)
        if match.kind == "unknown" and kind == "carrier":
            # A list of carriers may have a row for a whole town.
            town = book.find(name, within=context.region, on=on, kind="region")
            match = town if town.kind == "region" and town.how != "elsewhere" else match
        if match.kind == "region":
            if match.how == "elsewhere":
                return Place(code="region_elsewhere", facts={"name": name, "region": self._name(context.region)})
            return Place(match.id)
        if match.kind == "carrier":
            return Place(self._region_of(match.id, context.region), match.id)
        if match.kind == "total":
            return Place(context.region, code="" if context.region else "no_region")
        return Place(code="ambiguous_name" if match.kind == "ambiguous" else "unknown_name", facts={"name": name})

    def _name(self, region: str) -> str:
        return self.words.regions.get(region).name if region else ""

    def _region_of(self, carrier: str, context: str) -> str:
        known = self.carriers.within(context, self.words.regions)
        return next((region for id, region in known.values() if id == carrier), context)

    def register(
        self, reading: FileReading, entry: Received, series: str
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Enter a file's records into the registers.

        Returns
        -------
        (rows, refused)
            Rows of the register in long form, and cells that could not be entered, as rows of the quarantine.
        """
        rows: list[dict[str, Any]] = []
        refused: list[dict[str, Any]] = []
        for number, table in enumerate(reading.tables):
            for record in table.records:
                region, problem = self._region_of_record(record.values, table.context)
                cells = {f: cell_name(*place) for f, place in record.cells.items()}
                if problem:
                    refused += [
                        quarantined(entry, series, table.sheet, cells[f], _printed(v), problem.code, problem.facts)
                        for f, v in record.values.items()
                    ]
                    continue
                district = district_of(region, self.words.regions)
                if record.register == "carriers":
                    former = record.values.get("former_names") or []
                    self._resembles(record, district, table.sheet, cells, reading)
                    id = self.carriers.add(district, record.name, region, former if isinstance(former, list) else [])
                    self.forget()
                else:
                    key = str(record.values.get("credit_code") or record.name)
                    id = register_id(record.register, district, key)
                common = {
                    "register": record.register,
                    "id": id,
                    "name": record.name,
                    "region": region,
                    "record": f"{entry.number}.{number}.{record.row}",
                    "recorded_at": entry.received_on,
                    "sequence": entry.number,
                    "file": entry.file,
                    "sheet": table.sheet,
                    "demo": table.context.demo,
                }
                rows += [
                    {**common, "field": f, "value": json.dumps(v, ensure_ascii=False), "cell": cells[f]}
                    for f, v in record.values.items()
                ]
        return rows, refused

    def _resembles(
        self, record: Record, district: str, sheet: str, cells: Mapping[str, str], reading: FileReading
    ) -> None:
        """Tell of a new carrier whose name is one character from that of a known one."""
        known = self.carriers.known.get(district, {})
        name = normalise(record.name)
        if name not in known and (other := resembling(name, known)):
            cell = next(iter(cells.values()), "")
            reading.findings.append(finding("near_carrier", sheet, cell, name=record.name, other=other))

    def _region_of_record(self, values: Mapping[str, Any], context: Context) -> tuple[str, Place | None]:
        """Return the region of a register's row: that of its town, of its carrier, else the context's."""
        if context.demo and not self.demo_allowed:
            return "", Place(code="demo_mixed")
        if town := values.get("town"):
            place = self.place(str(town), context, "", 0, "region")
            if place.code:
                return "", place
            return place.region, None
        if (carrier := values.get("carrier")) and context.region:
            match = self.book(context.region, "").find(str(carrier), within=context.region, kind="carrier")
            if match.kind == "carrier":
                return self._region_of(match.id, context.region), None
        if not context.region:
            return "", Place(code="no_region")
        return context.region, None


def quarantined(
    entry: Received, series: str, sheet: str, cell: str, printed: str, code: str, facts: Mapping[str, str]
) -> dict[str, Any]:
    """Return a row of the quarantine."""
    return {
        "file": entry.file,
        "name": entry.name,
        "sequence": entry.number,
        "series": series,
        "received_on": entry.received_on,
        "sheet": sheet,
        "cell": cell,
        "printed": printed,
        "code": code,
        "facts": json.dumps(dict(facts), ensure_ascii=False, sort_keys=True),
    }


def _printed(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
